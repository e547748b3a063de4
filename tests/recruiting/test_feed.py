"""The feed of positions: what is open at that moment, new from when readers could apply."""

import xml.etree.ElementTree as ET
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from homepage.content.feeds import feed_text
from recruiting import lifecycle
from recruiting.feeds import OpeningFeed
from recruiting.models import Opening
from tests import factories
from tests.clock import NOW
from tests.pages import visible_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("set_clock")]

ATOM = "{http://www.w3.org/2005/Atom}"
PUBLISHED = datetime(2026, 9, 1, 8, tzinfo=UTC)


def opening(**fields) -> Opening:
    return factories.opening(**{"title": "Postdoc", "public_from": PUBLISHED, **fields})


def feed() -> ET.Element:
    response = Client().get("/positions/atom.xml")
    assert response.status_code == 200
    return ET.fromstring(response.content)  # noqa: S314 - our own output


def entries() -> list[ET.Element]:
    return feed().findall(f"{ATOM}entry")


def titles() -> list[str]:
    return [text(entry, "title") for entry in entries()]


def text(element: ET.Element, name: str) -> str:
    return element.findtext(ATOM + name) or ""


def moment(element: ET.Element, name: str) -> datetime:
    return datetime.fromisoformat(text(element, name))


@pytest.mark.parametrize(
    "fields",
    [
        {"outcome": "closed"},
        {"outcome": "filled"},
        {"outcome": "cancelled"},
        {"deadline": date(2026, 11, 22)},
        {"opens_on": date(2026, 11, 24)},
        {"state": "draft"},
        {"state": "withdrawn"},
        {"public_from": NOW + timedelta(seconds=1)},
    ],
    ids=lambda fields: "-".join(map(str, fields.values())),
)
def test_what_is_not_open_now_is_not_in_it(fields):
    opening(title="Open", deadline=date(2026, 11, 23))
    opening(**fields)

    assert titles() == ["Open"]


def test_a_position_is_new_when_it_is_published():
    row = opening()

    [entry] = entries()

    assert moment(entry, "published") == PUBLISHED
    assert moment(entry, "updated") == row.updated_at
    assert text(entry, "id") == row.uid.urn


def test_one_that_opened_later_is_new_from_its_opening(set_clock):
    opening(opens_on=date(2026, 12, 1), time_zone="Asia/Shanghai")
    opens = datetime(2026, 11, 30, 16, tzinfo=UTC)

    set_clock(opens)

    [entry] = entries()
    assert moment(entry, "published") == moment(entry, "updated") == opens
    assert moment(feed(), "updated") == opens


def test_the_feed_is_never_older_than_it_was(set_clock):
    opening(title="First", deadline=date(2026, 12, 1), time_zone="UTC")
    row = opening(title="Second", opens_on=date(2026, 11, 30), time_zone="UTC")
    told = []

    def tell(at: datetime) -> None:
        set_clock(at)
        told.append(moment(feed(), "updated"))

    tell(NOW)
    tell(opens := datetime(2026, 11, 30, tzinfo=UTC))
    tell(closes := datetime(2026, 12, 2, tzinfo=UTC))
    set_clock(filled := closes + timedelta(days=1))
    lifecycle.end(row, Opening.Outcome.FILLED)
    tell(filled + timedelta(days=1))
    assert titles() == []
    set_clock(removed := filled + timedelta(days=2))
    row.delete()
    tell(removed + timedelta(days=1))

    assert told == [NOW, opens, closes, filled, removed]


def test_one_that_was_published_after_it_opened_is_new_from_then():
    opening(opens_on=date(2026, 8, 1))

    assert moment(entries()[0], "published") == PUBLISHED


def test_the_newest_comes_first():
    opening(title="September")
    opening(title="November", opens_on=date(2026, 11, 2))
    opening(title="October", public_from=PUBLISHED.replace(month=10))
    opening(title="As early", opens_on=date(2026, 8, 1))

    assert titles() == ["November", "October", "As early", "September"]


def test_an_entry_says_by_when_one_applies_and_what_is_offered():
    opening(
        summary="Two years with us.",
        description="You **prove** theorems.",
        requirements="A doctorate.",
        eligibility="Anybody.",
        deadline=date(2026, 12, 15),
        review_from=date(2026, 12, 1),
        duration="2 years",
        salary_from=4000,
        salary_currency="EUR",
        salary_period="month",
    )

    words = visible_text(text(entries()[0], "summary"))

    for piece in (
        "Two years with us.",
        "Apply by 15 Dec 2026, 23:59 Anywhere on Earth",
        "Review begins 1 Dec 2026",
        "2 years",
        "from EUR 4,000 per month",
        "You prove theorems.",
        "Requirements A doctorate.",
        "Who may apply Anybody.",
    ):
        assert piece in words


def test_one_without_a_deadline_is_open_until_filled():
    opening()

    assert "Open until filled" in text(entries()[0], "summary")


def test_a_new_title_and_address_keep_the_id():
    row = opening()
    before = text(entries()[0], "id")
    row.title, row.slug = "Researcher", "researcher"
    row.save()

    [entry] = entries()
    assert text(entry, "id") == before
    assert entry.find(f"{ATOM}link").get("href").endswith("/positions/researcher/")


def test_without_a_change_the_bytes_stay_the_same(set_clock):
    opening(deadline=date(2026, 12, 15))
    first = Client().get("/positions/atom.xml").content

    set_clock(NOW + timedelta(days=9, seconds=1))

    assert Client().get("/positions/atom.xml").content == first


def test_it_names_no_address_of_mail():
    factories.profile(about="ada@example.edu")
    opening(
        title="Write to ada@example.edu",
        summary="ada@example.edu",
        description="[Write](mailto:ada@example.edu) to <ada@example.edu>.",
        requirements="ada@example.edu",
        eligibility="ada@example.edu",
        funding="ada@example.edu",
        duration="ada@example.edu",
        apply_email="ada@example.edu",
        contact_email="ada@example.edu",
    )

    assert b"@" not in Client().get("/positions/atom.xml").content


def test_addresses_are_whole():
    opening(description="See [the works](/publications/).")

    [entry] = entries()

    assert 'href="http://127.0.0.1:8000/publications/"' in text(entry, "summary")
    assert entry.find(f"{ATOM}link").get("href") == "http://127.0.0.1:8000/positions/postdoc/"


def test_it_is_capped():
    for number in range(OpeningFeed.max_items + 1):
        opening(title=f"Position {number}")

    assert len(entries()) == OpeningFeed.max_items


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(words=st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00")))
@example("]]></summary><script>alert(1)</script>")
@example("\x07\x1b\x7f\ufffe\uffff &#0; &amp; <!-- \U0001fffe")
def test_any_text_leaves_it_whole(words):
    Opening.objects.all().delete()
    row = opening(title="Postdoc", slug="postdoc")
    Opening.objects.filter(pk=row.pk).update(
        title=f"A{words}"[:200], summary=words, description=words, requirements=words
    )

    [entry] = entries()

    expected = feed_text(f"A{words}"[:200])
    assert text(entry, "title").split() == expected.split()
    assert "<script" not in text(entry, "summary")
