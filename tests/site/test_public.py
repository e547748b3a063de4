"""What is not public stands nowhere: each door is tried in each state."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import models
from django.utils import timezone

from homepage.content.publishing import Publishable
from profile.models import Affiliation, EntryPerson, ServiceVenue
from publications.models import Authorship, PublicationTopic
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


def marked(model: type[Publishable]) -> dict[str, str]:
    """A value with the canary for each text field of the model."""
    return {
        field.name: f"{CANARY} {field.name}"
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


@pytest.mark.parametrize("model", KINDS, ids=lambda m: m._meta.model_name)
@pytest.mark.parametrize("state", ["draft", "withdrawn", "scheduled"])
def test_what_is_not_public_leaks_through_no_door(client, model, state):
    with_surroundings()
    row = FACTORIES[model._meta.model_name](**marked(model), **states()[state])
    tie_to_public_things(row)

    pages = everything_public(client)

    leaks = [path for path, text in pages.items() if CANARY in text and "search" not in path
             and "?q=" not in path]  # fmt: skip
    found = client.get(f"/search/?q={CANARY}").context["results"]
    assert leaks == []
    assert found == []
    if hasattr(row, "slug"):
        assert row.slug not in "".join(pages.values())
        assert all(
            client.get(f"/{folder}/{row.slug}/").status_code == 404
            for folder in ("publications", "positions")
        )


@pytest.mark.parametrize("model", KINDS, ids=lambda m: m._meta.model_name)
def test_the_same_things_are_seen_once_they_are_public(client, model):
    with_surroundings()
    FACTORIES[model._meta.model_name](**marked(model))

    pages = everything_public(client)

    assert [path for path, text in pages.items() if CANARY in text and "?q=" not in path]
    assert client.get(f"/search/?q={CANARY}").context["results"]


@pytest.mark.parametrize("shown", [True, False])
def test_the_e_mail_address_is_shown_unless_the_editor_switches_that_off(client, shown):
    with_surroundings()
    factories.profile(
        email="ada.canary@example.edu", email_is_public=shown, about="I study examples."
    )

    pages = everything_public(client)

    with_address = {path for path, text in pages.items() if "ada.canary@" in text}
    if shown:
        assert {"/", "/cv/", "/positions/"} <= with_address
    else:
        assert with_address == set()


def test_no_feed_carries_an_e_mail_address(client):
    text = "Write to <ada.canary@example.edu> or ada.canary@example.edu."
    factories.news_item(text=text)
    factories.publication(abstract=text)
    factories.opening(description=text, summary=text)

    for path in ("/news/atom.xml", "/publications/atom.xml", "/positions/atom.xml"):
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

    pages = everything_public(client, queries=("a", "e"))

    assert [path for path, text in pages.items() if CANARY in text] == []
