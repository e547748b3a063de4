"""What a position offers, said in few words: nothing where nothing is known."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from homepage.content.dates import PartialDate
from recruiting import deadlines
from recruiting.models import Opening, OpeningKind
from recruiting.wording import terms
from recruiting.wording.entries import deadline_of, entry_of
from tests import factories

UTC = ZoneInfo("UTC")
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def opening_of(**fields) -> Opening:
    return Opening(kind=OpeningKind(name="Postdoc"), **fields)


def closing(left: timedelta) -> Opening:
    """An opening that closes so long after NOW."""
    closes = NOW + left
    last = closes - deadlines.MINUTE
    return opening_of(
        deadline=last.date(), deadline_time=last.time(), time_zone="UTC", closes_at=closes
    )


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, ""),
        ({"starts_soon": True}, "as soon as possible"),
        ({"start": PartialDate(2027), "start_season": "fall"}, "fall 2027"),
        ({"start": PartialDate(2027)}, "from 2027"),
        ({"start": PartialDate(2027, 3)}, "from Mar 2027"),
        ({"start": PartialDate(2027, 3, 1)}, "from 1 Mar 2027"),
    ],
)
def test_the_start_is_a_date_a_season_or_soon(fields, words):
    assert terms.start_words(opening_of(**fields)) == words


@pytest.mark.parametrize(
    ("low", "high", "currency", "period", "words"),
    [
        (None, None, "", "", ""),
        ("300000", "400000", "CNY", "year", "CNY 300,000–400,000 per year"),
        ("4000", None, "EUR", "month", "from EUR 4,000 per month"),
        (None, "5000", "EUR", "month", "up to EUR 5,000 per month"),
        ("4000", "4000.00", "EUR", "month", "EUR 4,000 per month"),
        ("4000.50", "4100", "EUR", "month", "EUR 4,000.50–4,100 per month"),
    ],
)
def test_a_salary_is_a_range_one_figure_or_a_limit(low, high, currency, period, words):
    opening = opening_of(
        salary_from=low and Decimal(low),
        salary_to=high and Decimal(high),
        salary_currency=currency,
        salary_period=period,
    )

    assert terms.salary_words(opening) == words


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, ""),
        ({"hours": "full-time"}, "Full time"),
        ({"duration": "2 years"}, "2 years"),
        ({"hours": "either", "duration": "2 years"}, "Full or part time, 2 years"),
    ],
)
def test_a_contract_says_what_is_known_of_it(fields, words):
    assert terms.contract_words(opening_of(**fields)) == words


@pytest.mark.parametrize(("places", "words"), [(None, ""), (1, "1 place"), (2, "2 places")])
def test_places_are_counted(places, words):
    assert terms.places_words(opening_of(places=places)) == words


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("own", "host", "whole", "words"),
    [
        ({}, {}, {}, ""),
        ({"city": "Bern", "country": "Switzerland"}, {"city": "Basel"}, {}, "Bern, Switzerland"),
        ({}, {"city": "Basel", "country": "Switzerland"}, {}, "Basel, Switzerland"),
        ({}, {}, {"city": "Basel"}, "Basel"),
        ({"workplace": "on-site"}, {"city": "Basel"}, {}, "Basel"),
        (
            {},
            {"city": "Exampleton", "region": "Examplia", "country": "Wonderland"},
            {},
            "Exampleton, Examplia, Wonderland",
        ),
        ({}, {"city": "Basel"}, {"city": "Basel", "country": "Switzerland"}, "Basel, Switzerland"),
        ({"city": "Basel"}, {"city": "Basel", "country": "Switzerland"}, {}, "Basel, Switzerland"),
        ({"city": "Bern"}, {"city": "Basel", "country": "Switzerland"}, {}, "Bern"),
        ({"workplace": "partly-remote"}, {"city": "Basel"}, {}, "Basel, partly remote"),
        ({"workplace": "partly-remote"}, {}, {}, "Partly remote"),
        ({"workplace": "remote"}, {"city": "Basel"}, {}, "Remote"),
        (
            {"workplace": "remote", "remote_countries": "Germany,France, "},
            {},
            {},
            "Remote (Germany, France)",
        ),
    ],
)
def test_the_place_is_its_own_or_that_of_the_first_host(own, host, whole, words):
    opening = factories.opening(hosts=0, **own)
    part_of = factories.organization(**whole)
    first = factories.organization(part_of=part_of, **host)
    opening.hosts.create(organization=first)
    opening.hosts.create(organization=factories.organization(city="Elsewhere"))

    assert terms.location_words(Opening.objects.for_list(NOW).get()) == words


@pytest.mark.django_db
def test_words_come_without_a_query():
    factories.opening(hosts=3, topics=2, places=2, workplace="partly-remote", start="2027")
    opening = Opening.objects.for_list(NOW).get()

    with CaptureQueriesContext(connection) as captured:
        entry_of(opening, NOW)
        terms.location_words(opening)

    assert len(captured) == 0


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(minutes=1), "less than a day left"),
        (timedelta(hours=24) - deadlines.MINUTE, "less than a day left"),
        (timedelta(hours=24), "1 day left"),
        (timedelta(hours=48) - deadlines.MINUTE, "1 day left"),
        (timedelta(hours=48), "2 days left"),
        (timedelta(days=12, hours=23), "12 days left"),
        (timedelta(days=1000), "1,000 days left"),
        (timedelta(), ""),
        (-timedelta(days=3), ""),
    ],
)
def test_days_left_are_whole_days_of_24_hours(left, words):
    deadline = deadline_of(closing(left), NOW)

    assert deadline.left == words


@given(seconds=st.integers(1, 40_000_000))
def test_the_number_of_days_never_promises_more_than_is_left(seconds):
    left = timedelta(seconds=seconds)
    closes = NOW + timedelta(days=500)
    opening = closing(timedelta(days=500))

    deadline = deadline_of(opening, closes - left)

    assert timedelta(days=deadline.days) <= left < timedelta(days=deadline.days + 1)


@pytest.mark.django_db
def test_a_deadline_is_told_in_its_own_zone():
    factories.opening(deadline=date(2026, 12, 15))

    deadline = entry_of(Opening.objects.for_list(NOW).get(), NOW).deadline

    assert deadline.iso == "2026-12-15T23:59:00-12:00"
    assert deadline.sentence == "Apply by 15 Dec 2026, 23:59 Anywhere on Earth"
    assert (deadline.day, deadline.time, deadline.zone) == (
        "15 Dec 2026", "23:59", "Anywhere on Earth",
    )  # fmt: skip
    assert deadline.left == "23 days left"


@pytest.mark.django_db
def test_a_zone_is_named_with_the_offset_of_that_day():
    factories.opening(
        deadline=date(2027, 7, 1), deadline_time=time(9, 5), time_zone="Europe/Zurich"
    )

    deadline = entry_of(Opening.objects.for_list(NOW).get(), NOW).deadline

    assert deadline.sentence == "Apply by 1 Jul 2027, 09:05 Zurich time (UTC+2)"
    assert deadline.iso == "2027-07-01T09:05:00+02:00"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("outcome", "deadline"),
    [("open", date(2026, 11, 1)), ("filled", date(2026, 12, 15)), ("closed", date(2026, 12, 15))],
)
def test_what_has_ended_calls_nobody_to_apply(outcome, deadline):
    factories.opening(outcome=outcome, deadline=deadline, review_from=date(2026, 12, 1))

    entry = entry_of(Opening.objects.for_list(NOW).get(), NOW)

    assert entry.deadline.sentence.startswith("The deadline was ")
    assert (entry.deadline.left, entry.review, entry.opens) == ("", "", None)


@pytest.mark.django_db
def test_what_opens_soon_says_when():
    factories.opening(opens_on=date(2027, 3, 1), review_from=date(2027, 4, 1))

    entry = entry_of(Opening.objects.for_list(NOW).get(), NOW)

    assert entry.opens.words == "1 Mar 2027, 00:00 Anywhere on Earth"
    assert entry.review == "Review begins 1 Apr 2027"
    assert entry.until_filled
    assert entry_of(entry.opening, datetime(2027, 3, 2, tzinfo=UTC)).opens is None


@pytest.mark.django_db
def test_the_first_facts_are_hosts_place_places_duration_and_start():
    opening = factories.opening(
        hosts=0, places=2, duration="2 years", start="2027-03", workplace="remote"
    )
    for name in ("IAS", ""):
        opening.hosts.create(
            organization=factories.organization(short_name=name, name=f"Institute {name}")
        )

    entry = entry_of(Opening.objects.for_list(NOW).get(), NOW)

    assert entry.facts == ("IAS", "Institute ", "Remote", "2 places", "2 years", "from Mar 2027")
