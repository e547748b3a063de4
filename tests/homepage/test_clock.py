"""What the clock changes next, of all that is public."""

import datetime
from datetime import UTC, timedelta

import pytest
from django.apps import apps
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from homepage.content.publishing import Publishable, PublishState
from homepage.delivery.clock import changing_by_clock, next_change
from news.models import NewsItem
from publications.models import PublicationLink
from recruiting.models import Opening
from tests import factories

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 6, 1, 12, tzinfo=UTC)
TICK = timedelta(microseconds=1)
BEFORE = NOW - timedelta(days=365)


def in_days(days):
    return NOW + timedelta(days=days)


def test_the_clock_knows_whatever_can_be_scheduled():
    known = [rows.model for rows in changing_by_clock()]

    scheduled = {
        model
        for model in apps.get_models()
        if issubclass(model, Publishable) and not model._meta.proxy
    }
    assert scheduled | {PublicationLink} == set(known)
    assert len(known) == len(set(known))


def test_nothing_changes_by_itself_where_nothing_waits():
    factories.news_item(public_from=BEFORE)
    factories.opening(public_from=BEFORE)

    assert next_change(NOW) is None


@pytest.mark.parametrize(
    "model",
    [model for model in apps.get_models() if issubclass(model, Publishable)],
    ids=lambda model: model.__name__,
)
def test_what_is_scheduled_is_a_change_at_its_time(model):
    thing = factories.ONE_OF[model]()
    thing.state, thing.public_from = PublishState.PUBLISHED, in_days(2)
    thing.save()

    assert next_change(NOW) == in_days(2)
    assert next_change(in_days(2) - TICK) == in_days(2)
    assert next_change(in_days(2)) is None


@pytest.mark.parametrize("state", [PublishState.DRAFT, PublishState.WITHDRAWN])
def test_what_is_not_published_changes_nothing(state):
    item = factories.news_item(public_from=in_days(2))
    opening = factories.opening(public_from=BEFORE, deadline="2026-06-05")
    for model, thing in ((NewsItem, item), (Opening, opening)):
        model.objects.filter(pk=thing.pk).update(state=state)

    assert next_change(NOW) is None


def test_the_earliest_of_all_counts():
    factories.news_item(public_from=in_days(3))
    factories.interest(public_from=in_days(2))
    factories.opening(public_from=in_days(4), deadline="2026-06-30")

    assert next_change(NOW) == in_days(2)
    assert next_change(in_days(2)) == in_days(3)
    assert next_change(in_days(3)) == in_days(4)


@pytest.mark.parametrize(
    ("zone", "midnight"),
    [
        ("UTC", "2026-06-05T00:00"),
        ("Asia/Shanghai", "2026-06-04T16:00"),
        ("America/New_York", "2026-06-05T04:00"),
    ],
)
def test_a_file_that_waits_for_a_day_is_a_change_as_the_day_begins_on_the_site(zone, midnight):
    work = factories.publication(parts=0, public_from=BEFORE)
    PublicationLink.objects.create(
        publication=work, kind="code", url="https://example.org/c", public_from="2026-06-05"
    )
    day_begins = datetime.datetime.fromisoformat(midnight).replace(tzinfo=UTC)

    def is_shown(at):
        with timezone.override(zone):
            return PublicationLink.objects.public(timezone.localdate(at)).exists()

    with timezone.override(zone):
        assert next_change(NOW) == day_begins
        assert next_change(day_begins) is None
    assert not is_shown(day_begins - TICK)
    assert is_shown(day_begins)
    type(work).objects.all().withdraw()
    assert next_change(NOW) is None


# Positions


def seen(at):
    """All that the clock decides of the positions that visitors see at that moment."""
    rows = Opening.objects.public(at)
    return {
        "lists": [
            [opening.pk for opening in found]
            for found in (
                rows.open(at).in_order(),
                rows.advertised(at).open_first(at),
                rows.ended(at).in_order(),
                rows.in_calendar(at).in_order(),
            )
        ],
        "words": {opening.pk: (opening.status(at), opening.days_left(at)) for opening in rows},
    }


MOMENTS = st.timedeltas(timedelta(0), timedelta(days=50)).map(lambda ahead: NOW + ahead)
DAYS = MOMENTS.map(lambda moment: moment.date())
SPECS = st.fixed_dictionaries(
    {
        "public_from": st.just(BEFORE) | MOMENTS,
        "opens_on": st.none() | DAYS,
        "deadline": st.none() | DAYS,
        "time_zone": st.sampled_from(["AoE", "Pacific/Kiritimati", "Europe/Zurich"]),
        "outcome": st.sampled_from(Opening.Outcome.values),
        "ended_at": MOMENTS,
    }
).filter(
    lambda spec: (
        spec["opens_on"] is None or spec["deadline"] is None or spec["opens_on"] <= spec["deadline"]
    )
)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(SPECS, min_size=1, max_size=3), MOMENTS, st.floats(0, 1, exclude_max=True))
def test_between_one_change_and_the_next_readers_see_the_same(db, specs, after, share):
    Opening.objects.all().delete()
    for spec in specs:
        factories.opening(hosts=0, **spec)

    for _ in range(4):
        change = next_change(after)
        before = seen(after)
        if change is None:
            for later in (TICK, timedelta(days=1), timedelta(days=400)):
                assert seen(after + later) == before
            return
        assert change > after
        for between in (min(after + (change - after) * share, change - TICK), change - TICK):
            assert seen(max(between, after)) == before
        assert seen(change) != before
        after = change


def test_one_day_less_is_a_change():
    row = factories.opening(public_from=BEFORE, deadline="2026-06-05", time_zone="UTC")

    change = next_change(NOW)

    assert row.days_left(change - TICK) == 4
    assert row.days_left(change) == 3
    assert next_change(row.closes_at - timedelta(hours=3)) == row.closes_at
    assert next_change(row.closes_at) is None


def test_a_deadline_that_was_called_off_leaves_the_calendar_by_the_clock():
    row = factories.opening(
        public_from=BEFORE, deadline="2026-09-01", outcome="filled", ended_at=NOW
    )

    change = next_change(NOW)

    assert change == in_days(30)
    assert row in Opening.objects.in_calendar(change - TICK)
    assert row not in Opening.objects.in_calendar(change)
    assert next_change(change) is None
