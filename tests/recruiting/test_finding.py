"""Positions are found by the site's search and by way of the sitemap."""

import xml.etree.ElementTree as ET
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.models import CharField, TextField
from django.test import Client

from homepage.content.search import SearchResult
from homepage.content.versions import ContentVersion
from recruiting.models import Opening, OpeningHost
from tests import factories
from tests.clock import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("set_clock")]

PUBLISHED = datetime(2026, 9, 1, 8, tzinfo=UTC)
SITE = "http://127.0.0.1:8000"


def opening(**fields) -> Opening:
    defaults = {"title": "Postdoc in clouds", "public_from": PUBLISHED}
    return factories.opening(**{**defaults, **fields})


def found(query: str) -> list[SearchResult]:
    return Client().get("/search/", {"q": query}).context["results"]


# Search

BY_ONE_FIELD = {
    "requirements": {"requirements": "Experience with **xylophones**."},
    "eligibility": {"eligibility": "Citizens of *Xylophonia*."},
    "description": {"description": "Xylophones all day."},
    "reference": {"reference": "XYLOPHON-7"},
    "city": {"city": "Xylophonstadt"},
    "country": {"country": "Xylophonia"},
    "remote countries": {"workplace": "remote", "remote_countries": "Germany, Xylophonia"},
    "funding": {"funding": "By the Xylophone Trust."},
    "duration": {"duration": "As long as a xylophone lasts"},
    "working language": {"working_language": "Xylophonian"},
    "what happens after applying": {"after_applying": "You play the **xylophone**."},
    "contact": {"contact_name": "Xylophonia Example"},
    "what to send": {"documents": "CV\nA xylophone"},
}
#: What is not looked through: addresses and choices from a list are no words of the editor.
NOT_SEARCHED = {
    "slug", "uid", "state", "apply_email", "contact_email", "portal", "way", "outcome", "time_zone",
    "salary_currency", "salary_period", "hours", "workplace", "start", "start_season",
}  # fmt: skip


def test_every_text_of_a_position_is_looked_through():
    texts = [f.name for f in Opening._meta.concrete_fields if isinstance(f, CharField | TextField)]

    for name in set(texts) - NOT_SEARCHED:
        Opening.objects.all().delete()
        opening(**{name: "Xylophone"})
        assert len(found("xylophon")) == 1, name


def test_addresses_of_mail_are_no_way_to_find_a_position():
    opening(apply_email="xylo@example.edu", contact_email="xylo@example.edu")

    assert found("xylo") == []


@pytest.mark.parametrize("fields", BY_ONE_FIELD.values(), ids=BY_ONE_FIELD)
def test_a_position_is_found_by_what_it_says(fields):
    opening(**fields)
    opening(title="Another")

    assert [result.title for result in found("xylophon")] == ["Postdoc in clouds"]


def test_a_position_is_found_by_its_topics_people_and_places():
    row = opening(hosts=0, supervisor=factories.person(name="Sam Xylo"))
    row.topics.create(interest=factories.interest(title="Marimbas"))
    place = factories.organization(name="Institute", city="Vibraphon", country="Glockenland")
    OpeningHost.objects.create(opening=row, organization=place)

    for query in ("sam xylo", "marimbas", "vibraphon", "glockenland", "clouds marimbas sam"):
        assert "Postdoc in clouds" in [result.title for result in found(query)], query


def test_a_topic_that_is_a_draft_finds_nothing():
    opening().topics.create(interest=factories.interest(title="Marimbas", state="draft"))

    assert found("marimbas") == []


@pytest.mark.parametrize(
    ("fields", "label"),
    [
        ({}, "Open position"),
        ({"opens_on": date(2026, 12, 1)}, "Position that opens soon"),
        ({"deadline": date(2026, 11, 1)}, "Closed position"),
        ({"outcome": "closed"}, "Closed position"),
        ({"outcome": "filled"}, "Filled position"),
        ({"outcome": "cancelled"}, "Cancelled position"),
    ],
)
def test_a_result_says_whether_one_can_apply(fields, label):
    opening(**fields)

    assert [result.label for result in found("clouds")] == [label]


def test_what_is_open_comes_before_what_is_not():
    opening(title="Filled clouds", outcome="filled")
    opening(title="Later clouds", opens_on=date(2026, 12, 5))
    opening(title="Soon clouds", opens_on=date(2026, 12, 1))
    opening(title="Open clouds")

    assert [result.title for result in found("clouds")] == [
        "Open clouds", "Soon clouds", "Later clouds", "Filled clouds",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "fields",
    [{"state": "draft"}, {"state": "withdrawn"}, {"public_from": NOW + timedelta(seconds=1)}],
    ids=["draft", "withdrawn", "scheduled"],
)
def test_what_is_not_public_is_not_found(fields):
    opening(**fields)

    assert found("clouds") == []


def test_the_excerpt_shows_where_the_word_stands():
    opening(description="The work.", requirements="A love of **xylophones**.")

    assert found("xylophones")[0].excerpt == "A love of xylophones."


# Sitemap


def last_changes() -> dict[str, datetime]:
    """The time of the last change by path."""
    content = Client().get("/sitemap.xml").content
    name = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    return {
        (url.findtext(f"{name}loc") or "").removeprefix(SITE): datetime.fromisoformat(
            url.findtext(f"{name}lastmod") or ""
        )
        for url in ET.fromstring(content)  # noqa: S314 - our own output
    }


@pytest.mark.parametrize(
    ("fields", "is_in"),
    [
        ({}, True),
        ({"opens_on": date(2026, 12, 1)}, True),
        ({"deadline": date(2026, 11, 1)}, False),
        ({"outcome": "filled"}, False),
        ({"state": "draft"}, False),
        ({"public_from": NOW + timedelta(seconds=1)}, False),
    ],
    ids=["open", "soon", "closed", "filled", "draft", "scheduled"],
)
def test_the_sitemap_names_what_is_open_or_opens_soon(fields, is_in):
    row = opening(**fields)

    assert (row.get_absolute_url() in last_changes()) is is_in


def test_a_page_changed_when_it_was_saved(set_clock):
    row = opening()
    set_clock(NOW + timedelta(days=1))

    assert last_changes()[row.get_absolute_url()] == NOW


def test_a_page_changed_when_the_clock_opened_the_position(set_clock):
    row = opening(opens_on=date(2026, 12, 1), time_zone="UTC")

    set_clock(datetime(2026, 11, 30, 23, 59, 59, tzinfo=UTC))
    assert last_changes()[row.get_absolute_url()] == NOW

    set_clock(datetime(2026, 12, 2, tzinfo=UTC))
    assert last_changes()[row.get_absolute_url()] == datetime(2026, 12, 1, tzinfo=UTC)


@pytest.mark.parametrize("path", ["/", "/positions/"])
def test_the_list_and_the_front_page_changed_when_the_clock_closed_a_position(set_clock, path):
    opening(deadline=date(2026, 12, 15))
    ContentVersion.objects.update(changed_at=NOW)

    set_clock(datetime(2026, 12, 16, 11, 59, 59, tzinfo=UTC))
    assert last_changes()[path] == NOW

    set_clock(datetime(2026, 12, 20, tzinfo=UTC))
    assert last_changes()[path] == datetime(2026, 12, 16, 12, tzinfo=UTC)
    assert last_changes()["/publications/"] == NOW
