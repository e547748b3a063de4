"""Deadlines: the minute that is named counts, in its own zone, whatever clocks do there."""

import datetime
import re
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.forms import modelform_factory
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from recruiting import deadlines
from recruiting.models import Opening, OpeningKind
from tests import factories

DAYS = st.dates(datetime.date(1990, 1, 1), datetime.date(2199, 12, 31))
TIMES = st.builds(datetime.time, st.integers(0, 23), st.integers(0, 59))
ZONES = st.sampled_from(deadlines.zone_names())
#: Zones of all sorts: of both ends of the calendar, with odd offsets and changes at midnight.
ODD = (
    "AoE",
    "UTC",
    "Pacific/Kiritimati",
    "Pacific/Apia",
    "Pacific/Pago_Pago",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Asia/Shanghai",
    "Asia/Beirut",
    "Africa/Casablanca",
    "Europe/Dublin",
    "America/Havana",
    "America/Nuuk",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Antarctica/Troll",
)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
TICK = timedelta(microseconds=1)


def day(text):
    return datetime.date.fromisoformat(text)


def at(text):
    return datetime.time.fromisoformat(text)


def moment(text):
    return datetime.datetime.fromisoformat(text).replace(tzinfo=UTC)


def wall(instant, zone):
    """What clocks in the zone show, without saying which of two equal times it is."""
    return instant.astimezone(deadlines.zone_of(zone)).replace(tzinfo=None, fold=0)


# Instants


@settings(max_examples=400, deadline=None)
@given(DAYS, TIMES, st.one_of(ZONES, st.sampled_from(ODD)))
@example(day("2024-02-29"), at("23:59"), "AoE")
@example(day("2026-12-31"), at("23:59"), "Pacific/Kiritimati")
@example(day("2011-12-31"), at("00:00"), "Pacific/Apia")
@example(day("2199-12-31"), at("23:59"), "AoE")
@example(day("1990-01-01"), at("00:00"), "Pacific/Kiritimati")
def test_an_instant_shows_the_wall_time_it_was_made_from(date, time, zone):
    try:
        found = deadlines.instant(date, time, zone)
    except deadlines.SkippedTimeError:
        # No clock showed it: not within a day and a half on either side.
        guess = datetime.datetime.combine(date, time, UTC)
        steps = (guess + timedelta(minutes=15 * step) for step in range(-144, 145))
        assert datetime.datetime.combine(date, time) not in {wall(step, zone) for step in steps}
        return

    assert found.tzinfo is UTC
    assert wall(found, zone) == datetime.datetime.combine(date, time)
    for later in (30, 60, 90, 120, 180):
        # Of two that show it, this is the later.
        assert wall(found + timedelta(minutes=later), zone) != wall(found, zone)


@settings(max_examples=400, deadline=None)
@given(DAYS, st.one_of(ZONES, st.sampled_from(ODD)))
@example(day("2011-12-30"), "Pacific/Apia")
@example(day("1994-12-31"), "Pacific/Kiritimati")
@example(day("2018-11-04"), "America/Sao_Paulo")
@example(day("2026-03-29"), "Asia/Beirut")
@example(day("2026-11-01"), "America/Havana")
@example(day("2010-11-07"), "America/St_Johns")
@example(day("2024-03-31"), "America/Nuuk")
def test_a_day_begins_at_its_first_instant(date, zone):
    begins = deadlines.day_begins(date, zone)

    assert wall(begins - TICK, zone).date() < date <= wall(begins, zone).date()


@pytest.mark.parametrize(
    ("date", "time", "zone", "instant"),
    [
        # Where the day ends last, and first.
        ("2026-12-31", "23:59", "AoE", "2027-01-01T11:59"),
        ("2026-12-31", "23:59", "Pacific/Kiritimati", "2026-12-31T09:59"),
        ("2026-12-31", "23:59", "Asia/Shanghai", "2026-12-31T15:59"),
        ("2026-12-31", "23:59", "UTC", "2026-12-31T23:59"),
        ("2028-02-29", "23:59", "AoE", "2028-03-01T11:59"),
        ("2028-02-29", "23:59", "Asia/Kathmandu", "2028-02-29T18:14"),
        # Twice 2:30, an hour apart; twice 1:45, half an hour apart; twice 0:30 after midnight.
        ("2026-10-25", "02:30", "Europe/Zurich", "2026-10-25T01:30"),
        ("2026-04-05", "01:45", "Australia/Lord_Howe", "2026-04-04T15:15"),
        ("2026-11-01", "00:30", "America/Havana", "2026-11-01T05:30"),
        # The last hour of the day twice.
        ("2026-10-24", "23:59", "Asia/Beirut", "2026-10-24T21:59"),
        ("2018-02-17", "23:59", "America/Sao_Paulo", "2018-02-18T02:59"),
        # The first and the last minute beside a gap.
        ("2026-03-29", "01:59", "Europe/Zurich", "2026-03-29T00:59"),
        ("2026-03-29", "03:00", "Europe/Zurich", "2026-03-29T01:00"),
        ("2026-10-04", "02:30", "Australia/Lord_Howe", "2026-10-03T15:30"),
        ("2011-12-29", "23:59", "Pacific/Apia", "2011-12-30T09:59"),
        ("2011-12-31", "00:00", "Pacific/Apia", "2011-12-30T10:00"),
        # Far off, by the rules of today.
        ("2038-01-19", "03:14", "UTC", "2038-01-19T03:14"),
        ("2199-07-01", "12:00", "America/New_York", "2199-07-01T16:00"),
    ],
)
def test_wall_times_mean_these_instants(date, time, zone, instant):
    assert deadlines.instant(day(date), at(time), zone) == moment(instant)


@pytest.mark.parametrize(
    ("date", "time", "zone"),
    [
        ("2026-03-29", "02:00", "Europe/Zurich"),
        ("2026-03-29", "02:59", "Europe/Zurich"),
        ("2026-10-04", "02:15", "Australia/Lord_Howe"),
        ("2026-03-08", "00:30", "America/Havana"),
        ("2026-03-29", "00:00", "Asia/Beirut"),
        ("2018-11-04", "00:00", "America/Sao_Paulo"),
        # The last minute of a day is skipped, and a whole day.
        ("2024-03-30", "23:59", "America/Nuuk"),
        ("2011-12-30", "23:59", "Pacific/Apia"),
        ("1994-12-31", "23:59", "Pacific/Kiritimati"),
    ],
)
def test_wall_times_that_clocks_skip_are_refused(date, time, zone):
    with pytest.raises(deadlines.SkippedTimeError):
        deadlines.instant(day(date), at(time), zone)


@pytest.mark.parametrize(
    ("date", "zone", "instant"),
    [
        ("2026-03-29", "Asia/Beirut", "2026-03-28T22:00"),
        ("2026-11-01", "America/Havana", "2026-11-01T04:00"),
        ("2011-12-30", "Pacific/Apia", "2011-12-30T10:00"),
        ("2027-01-01", "Pacific/Kiritimati", "2026-12-31T10:00"),
        ("2027-01-01", "AoE", "2027-01-01T12:00"),
        ("2028-02-29", "UTC", "2028-02-29T00:00"),
    ],
)
def test_days_begin_at_these_instants(date, zone, instant):
    assert deadlines.day_begins(day(date), zone) == moment(instant)


# Zones


@settings(max_examples=200, deadline=None)
@given(ZONES, st.sampled_from([str.lower, str.upper, str.title, str]), st.booleans())
def test_every_zone_is_found_however_it_is_typed(name, letters, with_blanks):
    typed = letters(name.replace("_", " ") if with_blanks else name)

    assert deadlines.find_zone(f"  {typed} ") == name


@settings(max_examples=200, deadline=None)
@given(ZONES, DAYS)
def test_a_city_is_found_by_its_name_alone(name, date):
    found = deadlines.find_zone(deadlines.city_of(name))

    noon = datetime.time(12)
    assert deadlines.instant(date, noon, found) == deadlines.instant(date, noon, name)


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Asia/Hong Kong", "Asia/Hong_Kong"),
        ("hong kong", "Asia/Hong_Kong"),
        ("shanghai", "Asia/Shanghai"),
        ("Zürich", "Europe/Zurich"),
        ("america / são paulo", "America/Sao_Paulo"),
        ("Port au Prince", "America/Port-au-Prince"),
        ("Buenos Aires", "America/Argentina/Buenos_Aires"),
        ("aoe", "AoE"),
        ("anywhere on Earth", "AoE"),
        ("utc", "UTC"),
        ("Z", "UTC"),
        ("Etc/GMT", "UTC"),
        ("Asia Shanghai", "Asia/Shanghai"),
        ("america argentina buenos aires", "America/Argentina/Buenos_Aires"),
        ("Asia/Shanghai\u200b", "Asia/Shanghai"),
    ],
)
def test_zones_as_people_type_them(typed, zone):
    assert deadlines.find_zone(typed) == zone


@pytest.mark.parametrize(
    "typed",
    [
        *("EST", "CST", "IST", "GMT+8", "UTC-12", "Etc/UTC-12", "Etc/GMT+12", "US/Pacific", "+08"),
        *("Mars/Olympus", "Asia", "Asia/", "/", "", " ", "\0", "２", "x" * 100_000),
    ],
)
def test_what_means_different_things_is_no_zone(typed):
    with pytest.raises(ValueError, match="Choose one by its region and city") as refusal:
        deadlines.find_zone(typed)

    assert len(str(refusal.value)) < 250


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("UTC-12", "AoE"),
        ("UTC−12", "AoE"),
        ("AoE (UTC-12)", "AoE"),
        ("Anywhere on Earth!", "AoE"),
        ("Beijing", "Asia/Shanghai"),
        ("Shangai", "Asia/Shanghai"),
        ("Asia/Beijing", "Asia/Shanghai"),
        ("Switzerland", "Europe/Zurich"),
    ],
)
def test_a_zone_that_is_near_is_named(typed, zone):
    with pytest.raises(ValueError, match=re.escape(f"Did you mean {zone}?")):
        deadlines.find_zone(typed)


@pytest.mark.parametrize("typed", ["EST", "GMT+8", "Mars/Olympus", "UTC+12", ""])
def test_no_zone_is_named_where_none_is_near(typed):
    with pytest.raises(ValueError, match="Choose one") as refusal:
        deadlines.find_zone(typed)

    assert "Did you mean" not in str(refusal.value)


@pytest.mark.parametrize("name", ["Europe/Atlantis", "../etc/passwd", "", "x" * 300])
def test_a_stored_zone_that_is_unknown_by_now_is_shown_as_utc(name):
    assert deadlines.zone_of(name) is UTC
    assert deadlines.zone_label(name, moment("2026-12-15T12:00")) == "UTC"


@settings(max_examples=300)
@given(st.text())
def test_any_text_is_a_zone_or_refused(typed):
    try:
        found = deadlines.find_zone(typed)
    except ValueError:
        return
    assert found in deadlines.zone_names()


@pytest.mark.parametrize(
    ("zone", "when", "label"),
    [
        ("AoE", "2026-12-15T12:00", "Anywhere on Earth"),
        ("UTC", "2026-12-15T12:00", "UTC"),
        ("Asia/Shanghai", "2026-12-15T12:00", "Shanghai time (UTC+8)"),
        ("America/New_York", "2026-12-15T12:00", "New York time (UTC−5)"),
        ("America/New_York", "2026-07-15T12:00", "New York time (UTC−4)"),
        ("America/St_Johns", "2026-12-15T12:00", "St Johns time (UTC−3:30)"),
        ("Asia/Kathmandu", "2026-12-15T12:00", "Kathmandu time (UTC+5:45)"),
        ("Europe/London", "2026-12-15T12:00", "London time (UTC)"),
    ],
)
def test_a_zone_is_labelled_with_its_offset_at_that_moment(zone, when, label):
    assert deadlines.zone_label(zone, moment(when)) == label


def test_the_field_says_in_a_form_what_is_no_zone(db):
    form_class = modelform_factory(Opening, fields=["kind", "time_zone"])
    kind = OpeningKind.objects.first().pk

    good = form_class({"kind": kind, "time_zone": " hong kong "})
    bad = form_class({"kind": kind, "time_zone": "EST"})

    assert good.is_valid(), good.errors
    assert good.save().time_zone == "Asia/Hong_Kong"
    assert list(bad.errors) == ["time_zone"]
    assert "“EST” is no time zone known here" in str(bad.errors)


# Openings


def opening(**fields):
    """One that is not stored, judged as a form's would be."""
    row = Opening(kind=OpeningKind(pk=1, name="Postdoc"), state="published", **fields)
    row.public_from = moment("1989-01-01T00:00")
    row.clean()
    return row


@settings(max_examples=300, deadline=None)
@given(DAYS, TIMES, st.one_of(ZONES, st.sampled_from(ODD)))
def test_the_named_minute_counts_to_its_end(date, time, zone):
    try:
        row = opening(deadline=date, deadline_time=time, time_zone=zone)
    except ValidationError:
        with pytest.raises(deadlines.SkippedTimeError):
            deadlines.instant(date, time, zone)
        return

    last = row.last_minute
    assert last.replace(tzinfo=None, fold=0) == datetime.datetime.combine(date, time)
    assert row.closes_at == last.astimezone(UTC) + timedelta(seconds=60)
    for early in (SECOND, TICK, timedelta(seconds=60)):
        assert row.status(row.closes_at - early) == Opening.Status.OPEN
        assert row.days_left(row.closes_at - early) == 0
    for late in (timedelta(), TICK, SECOND, timedelta(days=365)):
        assert row.status(row.closes_at + late) == Opening.Status.CLOSED
        assert row.days_left(row.closes_at + late) is None


@given(TIMES, st.integers(0, 59), st.integers(0, 999_999))
def test_seconds_in_a_time_name_the_minute_they_are_in(time, second, microsecond):
    typed = time.replace(second=second, microsecond=microsecond)

    row = opening(deadline=day("2026-12-15"), deadline_time=typed, time_zone="UTC")

    assert row.deadline_time == time
    assert row.closes_at == datetime.datetime.combine(day("2026-12-15"), time, UTC) + MINUTE


@settings(max_examples=300, deadline=None)
@given(st.timedeltas(timedelta(0), timedelta(days=800)))
@example(timedelta(days=1))
@example(timedelta(days=12) - TICK)
@example(TICK)
def test_days_left_are_whole_days_of_24_hours(ahead):
    row = opening(deadline=day("2026-12-15"))

    left = row.days_left(row.closes_at - ahead)

    if ahead == timedelta(0):
        assert left is None
    else:
        assert timedelta(days=left) <= ahead < timedelta(days=left + 1)


def test_days_left_are_hours_and_no_dates_across_a_change_of_clocks():
    row = opening(deadline=day("2026-10-25"), deadline_time=at("23:59"), time_zone="Europe/Zurich")
    midnight = datetime.datetime(2026, 10, 25, tzinfo=ZoneInfo("Europe/Zurich"))

    # This Sunday has 25 hours.
    assert row.days_left(midnight) == 1
    assert row.days_left(midnight + timedelta(hours=1) + TICK) == 0


@pytest.mark.parametrize("outcome", ["closed", "filled", "cancelled"])
def test_no_day_is_left_of_what_has_ended(outcome):
    row = opening(deadline=day("2026-12-15"), outcome=outcome)

    assert row.status(moment("2026-12-01T00:00")) == outcome
    assert row.days_left(moment("2026-12-01T00:00")) is None


# The database and the server's own zone

SERVER_ZONES = ("UTC", "Pacific/Kiritimati", "Etc/GMT+12", "America/New_York", "Asia/Shanghai")


def shown(now):
    """By slug, what each queryset has at that moment, and what each row says of itself."""
    rows = Opening.objects.public(now)
    return (
        {
            name: set(getattr(rows, name)(now).values_list("pk", flat=True))
            for name in ("open", "advertised", "ended", "in_calendar", "open_first")
        },
        {row.pk: row.status(now) for row in rows},
    )


def assert_agreed(now):
    found, statuses = shown(now)
    has = Opening.Status
    assert found["open"] == {pk for pk, status in statuses.items() if status == has.OPEN}
    assert found["advertised"] == {
        pk for pk, status in statuses.items() if status in (has.OPEN, has.SOON)
    }
    assert found["ended"] == set(statuses) - found["advertised"]
    assert found["open_first"] == set(statuses)
    assert found["in_calendar"] >= {
        row.pk
        for row in Opening.objects.filter(pk__in=found["advertised"])
        if row.closes_at is not None
    }


@pytest.mark.parametrize("server", SERVER_ZONES)
@pytest.mark.parametrize(
    ("date", "zone", "closes"),
    [
        ("2026-12-31", "AoE", "2027-01-01T12:00"),
        ("2026-12-31", "Asia/Shanghai", "2026-12-31T16:00"),
        ("2026-12-31", "Pacific/Kiritimati", "2026-12-31T10:00"),
        ("2028-02-29", "AoE", "2028-03-01T12:00"),
        ("2026-10-24", "Asia/Beirut", "2026-10-24T22:00"),
    ],
)
def test_it_closes_at_one_instant_in_every_zone_of_the_server(
    db, settings, server, date, zone, closes
):
    settings.TIME_ZONE = server
    with timezone.override(server):
        stored = factories.opening(deadline=date, time_zone=zone, public_from=moment("2026-01-01"))
        closing = moment(closes)

        assert Opening.objects.get(pk=stored.pk).closes_at == closing
        for early in (SECOND, TICK):
            assert stored in Opening.objects.public().open(closing - early)
            assert_agreed(closing - early)
        for late in (timedelta(), TICK, SECOND):
            assert stored not in Opening.objects.advertised(closing + late)
            assert stored in Opening.objects.ended(closing + late)
            assert_agreed(closing + late)


@pytest.mark.parametrize("server", SERVER_ZONES)
def test_it_opens_with_the_day_in_its_own_zone(db, settings, server):
    settings.TIME_ZONE = server
    with timezone.override(server):
        stored = factories.opening(
            opens_on="2027-01-01", deadline="2027-01-01", time_zone="Pacific/Kiritimati"
        )
        opening = moment("2026-12-31T10:00")

        assert Opening.objects.get(pk=stored.pk).opens_at == opening
        assert stored in Opening.objects.advertised(opening - SECOND)
        assert stored not in Opening.objects.open(opening - SECOND)
        assert stored in Opening.objects.open(opening)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "opens_on": st.none() | st.dates(day("2026-01-01"), day("2026-01-20")),
                "deadline": st.none() | st.dates(day("2026-01-20"), day("2026-02-10")),
                "time_zone": st.sampled_from(ODD),
                "outcome": st.sampled_from(Opening.Outcome.values),
            }
        ),
        max_size=4,
    ),
    st.timedeltas(timedelta(0), timedelta(days=44)),
)
def test_what_is_asked_of_the_database_and_of_a_row_agrees(db, specs, ahead):
    now = moment("2025-12-30T00:00") + ahead
    Opening.objects.all().delete()
    for spec in specs:
        factories.opening(hosts=0, public_from=moment("2020-01-01"), **spec)

    moments = [now]
    for row in Opening.objects.all():
        moments += [edge for edge in (row.opens_at, row.closes_at) if edge]

    for instant in moments:
        for near in (instant - SECOND, instant - TICK, instant, instant + TICK, instant + SECOND):
            assert_agreed(near)


def test_what_is_open_stands_before_what_opens_soon_and_that_in_time(db):
    now = moment("2026-06-01")
    later = factories.opening(title="Later", opens_on="2026-08-01")
    soon = factories.opening(title="Soon", opens_on="2026-07-01")
    second = factories.opening(title="Second", position=2)
    first = factories.opening(title="First", position=1, opens_on="2026-05-01")

    assert list(Opening.objects.open_first(now)) == [first, second, soon, later]
