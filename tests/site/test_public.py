"""What is not public stands nowhere: each door is tried in each state."""

from datetime import date, timedelta
from typing import NamedTuple

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.utils import timezone

from homepage.content.publishing import Publishable
from profile.models import Affiliation, EntryPerson, ServiceVenue
from publications.models import Authorship, PublicationTopic
from recruiting.models import OpeningHost, OpeningTopic
from tests import factories
from tests.site.addresses import fixed, walk

pytestmark = pytest.mark.django_db

CANARY = "CanaryInTheMine"
FACTORIES = {
    "newsitem": factories.news_item,
    "publication": factories.publication,
    "opening": factories.opening,
    "timelineentry": factories.timeline_entry,
    "researchinterest": factories.interest,
    "servicerole": factories.service_role,
}
KINDS = [
    model for model in apps.get_models() if issubclass(model, Publishable) and not model._meta.proxy
]


def marked(model: type[Publishable], canary: str) -> dict[str, str]:
    """A value with the canary for each text field of the model."""
    return {
        field.name: f"{canary} {field.name}"
        for field in model._meta.concrete_fields
        if (type(field) in (models.CharField, models.TextField) and not field.choices
        and (field.max_length or 99) > 40)
        or field.__class__.__name__ == "MarkdownxField"
    }  # fmt: skip


def with_surroundings() -> None:
    """Public things beside it, linked to everything, so that a leak has a place to show."""
    factories.profile()
    factories.recruiting_page()
    factories.publication(is_selected=True)
    factories.news_item(works=1)
    factories.opening()
    factories.timeline_entry()
    factories.service_role()


def tie_to_public_things(row: Publishable) -> None:
    """Let public things refer to it."""
    match row._meta.model_name:
        case "publication":
            item = factories.news_item()
            item.announcements.create(publication=row)
        case "newsitem":
            work = factories.publication()
            row.announcements.create(publication=work)
        case "researchinterest":
            PublicationTopic.objects.create(publication=factories.publication(), interest=row)
            OpeningTopic.objects.create(opening=factories.opening(), interest=row)


def states() -> dict[str, dict[str, object]]:
    return {
        "draft": {"state": "draft"},
        "withdrawn": {"state": "withdrawn"},
        "scheduled": {"state": "published", "public_from": timezone.now() + timedelta(days=1)},
    }


def everything_public(client, queries=(CANARY, "work", "a", "e")) -> dict[str, str]:
    searches = [f"{page}?q={q}" for page in ("/search/", "/publications/") for q in queries]
    answers = walk(client, [*fixed(), *searches])
    return {path: response.content.decode() for path, response in answers.items()}


def test_the_kinds_of_content_are_all_covered():
    assert {model._meta.model_name for model in KINDS} == set(FACTORIES)


class Traces(NamedTuple):
    """What can be seen of one row: pages that name it, what a search finds, its addresses."""

    pages: list[str]
    results: list[object]
    linked: list[str]
    statuses: set[int]


def traces(rows: dict[str, Publishable]) -> dict[str, Traces]:
    """Each row has a canary of its own in all of its texts; all pages are walked once."""
    client = Client()
    pages = everything_public(client)
    found = {}
    for canary, row in rows.items():
        slugs = [row.slug] if hasattr(row, "slug") else []
        addresses = [f"/{f}/{slug}/" for f in ("publications", "positions") for slug in slugs]
        found[canary] = Traces(
            # The pages of a search for it repeat the word.
            [path for path, text in pages.items() if canary in text and CANARY not in path],
            client.get(f"/search/?q={canary}").context["results"],
            [path for path, text in pages.items() if any(slug in text for slug in slugs)],
            {client.get(address).status_code for address in addresses},
        )
    return found


def canary_of(model: type[Publishable], state: str) -> str:
    return f"{CANARY}{state}{model._meta.model_name}"


def rows_in(states: dict[str, dict[str, object]]) -> dict[str, Publishable]:
    with_surroundings()
    rows = {}
    for model in KINDS:
        for state, fields in states.items():
            canary = canary_of(model, state)
            rows[canary] = FACTORIES[model._meta.model_name](**marked(model, canary), **fields)
            tie_to_public_things(rows[canary])
    return rows


@pytest.fixture(scope="module")
def hidden(apart) -> dict[str, Traces]:
    with apart():
        return traces(rows_in(states()))


@pytest.fixture(scope="module")
def shown(apart) -> dict[str, Traces]:
    with apart():
        return traces(rows_in({"published": {}}))


@pytest.mark.parametrize("model", KINDS, ids=lambda m: m._meta.model_name)
@pytest.mark.parametrize("state", ["draft", "withdrawn", "scheduled"])
def test_what_is_not_public_leaks_through_no_door(hidden, model, state):
    of_it = hidden[canary_of(model, state)]

    assert of_it.pages == []
    assert of_it.results == []
    assert of_it.linked == []
    assert of_it.statuses <= {404}


@pytest.mark.parametrize("model", KINDS, ids=lambda m: m._meta.model_name)
def test_the_same_things_are_seen_once_they_are_public(shown, model):
    of_it = shown[canary_of(model, "published")]

    assert of_it.pages
    assert of_it.results


@pytest.mark.parametrize("is_public", [True, False])
def test_the_e_mail_address_is_shown_unless_the_editor_switches_that_off(client, is_public):
    with_surroundings()
    factories.profile(
        email="ada.canary@example.edu", email_is_public=is_public, about="I study examples."
    )

    pages = everything_public(client)

    with_address = {path for path, text in pages.items() if "ada.canary@" in text}
    if is_public:
        assert {"/", "/cv/", "/positions/"} <= with_address
    else:
        assert with_address == set()


def test_no_feed_carries_an_e_mail_address(client):
    text = "Write to <ada.canary@example.edu> or ada.canary@example.edu."
    factories.news_item(text=text)
    factories.publication(abstract=text)
    factories.opening(
        title="Postdoc, ada.canary@example.edu",
        deadline=date(2190, 1, 1),
        apply_email="ada.canary@example.edu",
        contact_email="ada.canary@example.edu",
        **dict.fromkeys(
            ("summary", "description", "requirements", "eligibility", "funding", "documents",
             "after_applying"),
            text,
        ),
    )  # fmt: skip

    feeds = ("/news/atom.xml", "/publications/atom.xml", "/positions/atom.xml")
    for path in (*feeds, "/positions/calendar.ics"):
        assert b"@example.edu" not in client.get(path).content


def test_a_person_or_place_of_nothing_public_is_not_named(client):
    with_surroundings()
    hidden = {"state": "draft"}
    work = factories.publication(authors=0, **hidden)
    entry = factories.timeline_entry(affiliations=0, people=0, **hidden)
    role = factories.service_role(venues=0, **hidden)
    person = factories.person(name=CANARY)
    Authorship.objects.create(publication=work, person=person)
    EntryPerson.objects.create(entry=entry, person=person)
    Affiliation.objects.create(
        entry=entry, unit=CANARY, organization=factories.organization(name=CANARY)
    )
    ServiceVenue.objects.create(service=role, venue=factories.venue(name=CANARY))
    opening = factories.opening(hosts=0, supervisor=person, deadline=date(2190, 1, 1), **hidden)
    OpeningHost.objects.create(
        opening=opening, organization=factories.organization(name=f"{CANARY} host")
    )

    pages = everything_public(client, queries=("a", "e"))

    assert [path for path, text in pages.items() if CANARY in text] == []
