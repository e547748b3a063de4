"""What becomes of a position: a copy for a new year, a later deadline, an end and its undoing."""

import datetime
from datetime import date, time

import pytest
from django.core.exceptions import ValidationError

from homepage.content.versions import ContentVersion
from recruiting import lifecycle
from recruiting.models import Opening
from tests import factories
from tests.clock import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("set_clock")]

#: Fields of which a copy has its own, with what stands in them then.
NEW = {
    "position": None,
    "reference": "",
    "start": None,
    "start_season": "",
    "posted_on": None,
    "opens_on": None,
    "deadline": None,
    "review_from": None,
    "outcome": "open",
    "opens_at": None,
    "closes_at": None,
    "ended_at": None,
    "state": "draft",
    "public_from": None,
}


def last_years() -> Opening:
    return factories.opening(
        hosts=2,
        topics=2,
        title="Postdoc in clouds",
        summary="Two years.",
        description="We **look**.",
        requirements="A degree.",
        eligibility="All.",
        supervisor=factories.person(),
        reference="R-17",
        places=2,
        funding="Fully.",
        salary_from=3000,
        salary_to=4000,
        salary_currency="EUR",
        salary_period="month",
        hours="full-time",
        duration="2 years",
        working_language="English",
        start="2026",
        start_season="fall",
        workplace="remote",
        city="Bern",
        country="Switzerland",
        remote_countries="Germany",
        posted_on=date(2025, 9, 1),
        opens_on=date(2025, 9, 2),
        deadline=date(2025, 12, 15),
        deadline_time=time(12, 0),
        time_zone="Europe/Zurich",
        review_from=date(2025, 12, 1),
        way="email-portal",
        apply_email="jobs@example.edu",
        portal="https://example.edu/apply",
        documents="CV",
        after_applying="You hear.",
        contact_name="Ada",
        contact_email="ada@example.edu",
        outcome="filled",
        translations={"zh-hans": {"title": "博士后"}},
    )


def tomorrow(days: int = 1) -> date:
    return (NOW + datetime.timedelta(days=days)).date()


def extend(opening: Opening, day: date, at: time = time(23, 59), zone: str = "UTC") -> None:
    lifecycle.extend_deadline(opening, deadline=day, deadline_time=at, time_zone=zone)


def test_a_copy_is_a_draft_with_all_but_dates_outcome_and_reference():
    opening = last_years()

    copy = lifecycle.duplicate(opening)

    copy.refresh_from_db()
    assert copy.slug == "postdoc-in-clouds-2"
    named = {"id", "uid", "slug", "edit_version", "created_at", "updated_at", *NEW}
    assert named == lifecycle.OF_ITS_OWN
    for field in Opening._meta.concrete_fields:
        value = getattr(copy, field.attname)
        if field.name not in named:
            assert value or field.name == "starts_soon", f"nothing is told of {field.name}"
            assert value == getattr(opening, field.attname), field.name
        elif field.name in NEW and field.name != "position":
            assert value == NEW[field.name], field.name
    assert copy.position > opening.position
    assert copy.uid != opening.uid


def test_a_copy_has_the_same_hosts_and_topics_in_their_order():
    opening = last_years()

    copy = lifecycle.duplicate(opening)

    for name, field in (("hosts", "organization"), ("topics", "interest")):
        old, new = (
            list(getattr(each, name).order_by("position").values_list(field, flat=True))
            for each in (opening, copy)
        )
        assert old == new
        assert len(old) == 2


def test_as_soon_as_possible_holds_for_a_copy_too():
    copy = lifecycle.duplicate(factories.opening(starts_soon=True))

    assert copy.starts_soon


def test_a_copy_is_valid_as_it_is():
    lifecycle.duplicate(last_years()).full_clean()


def test_a_later_deadline_opens_what_the_clock_has_closed():
    opening = factories.opening(deadline=date(2024, 2, 29))
    assert opening.status(NOW) == Opening.Status.CLOSED

    extend(opening, tomorrow(), time(17, 0), "Asia/Shanghai")

    opening.refresh_from_db()
    assert opening.is_open(NOW)
    assert (opening.deadline, opening.deadline_time) == (tomorrow(), time(17, 0))
    assert opening.time_zone == "Asia/Shanghai"


def test_the_same_wall_time_further_west_is_later():
    opening = factories.opening(deadline=tomorrow(), time_zone="Asia/Shanghai")

    extend(opening, tomorrow(), zone="AoE")

    assert opening.time_zone == "AoE"


@pytest.mark.parametrize(
    ("day", "zone", "field", "words"),
    [
        (tomorrow(5), "UTC", "deadline", "Choose a later one than now:"),
        (tomorrow(4), "UTC", "deadline", "Choose a later one than now:"),
        (tomorrow(5), "Asia/Shanghai", "deadline", "Choose a later one than now:"),
    ],
)
def test_a_deadline_that_is_no_later_is_refused(day, zone, field, words):
    opening = factories.opening(deadline=tomorrow(5), time_zone="UTC")

    with pytest.raises(ValidationError) as refusal:
        extend(opening, day, zone=zone)

    assert words in refusal.value.message_dict[field][0]
    opening.refresh_from_db()
    assert (opening.deadline, opening.time_zone) == (tomorrow(5), "UTC")


def test_a_deadline_that_has_passed_is_refused():
    opening = factories.opening(deadline=date(2024, 2, 29))

    with pytest.raises(ValidationError) as refusal:
        extend(opening, date(2024, 3, 1))

    assert "has passed" in refusal.value.message_dict["deadline"][0]


def test_a_time_that_clocks_skip_is_refused():
    opening = factories.opening(deadline=date(2024, 2, 29))

    with pytest.raises(ValidationError) as refusal:
        # Summer time begins in Zurich.
        extend(opening, date(2099, 3, 29), time(2, 30), "Europe/Zurich")

    assert "skip this time" in refusal.value.message_dict["deadline_time"][0]


@pytest.mark.parametrize("outcome", ["closed", "filled", "cancelled"])
def test_what_was_ended_by_hand_is_not_extended(outcome):
    opening = factories.opening(deadline=tomorrow(), outcome=outcome)

    with pytest.raises(ValidationError):
        extend(opening, tomorrow(9))

    opening.refresh_from_db()
    assert (opening.outcome, opening.deadline) == (outcome, tomorrow())


def test_what_is_open_until_filled_gets_no_deadline_by_being_extended():
    opening = factories.opening()

    with pytest.raises(ValidationError):
        extend(opening, tomorrow())

    opening.refresh_from_db()
    assert opening.deadline is None


@pytest.mark.parametrize("outcome", ["closed", "filled", "cancelled"])
def test_an_end_is_taken_back(outcome):
    opening = factories.opening(deadline=tomorrow())

    lifecycle.end(opening, Opening.Outcome(outcome))
    ended = Opening.objects.get()
    assert ended.status(NOW) == outcome
    assert ended.ended_at is not None

    lifecycle.reopen(opening)
    assert Opening.objects.get().is_open(NOW)


@pytest.mark.parametrize(
    ("fields", "steps"),
    [
        ({}, ["filled", "closed", "cancelled"]),
        ({"opens_on": date(2099, 1, 1)}, ["filled", "closed", "cancelled"]),
        ({"deadline": date(2024, 2, 29)}, ["filled", "cancelled"]),
        ({"state": "draft"}, ["filled"]),
        ({"outcome": "filled"}, ["open"]),
        ({"outcome": "closed"}, ["open", "filled"]),
        ({"outcome": "cancelled"}, ["open", "filled"]),
    ],
)
def test_only_the_steps_that_are_offered_are_taken(fields, steps):
    opening = factories.opening(**fields)
    assert list(lifecycle.steps_for(opening, NOW)) == steps

    for outcome in Opening.Outcome:
        if outcome not in steps:
            with pytest.raises(ValidationError):
                lifecycle.end(opening, outcome)

    assert Opening.objects.get().edit_version == 1


def test_an_end_keeps_what_somebody_else_has_written_in_the_meantime():
    opening = factories.opening(title="Postdoc")
    other = Opening.objects.get()
    other.summary = "Two years."
    other.save()

    lifecycle.end(opening, Opening.Outcome.FILLED)

    assert Opening.objects.get().summary == "Two years."


@pytest.mark.parametrize(
    "step",
    [
        lifecycle.duplicate,
        lambda opening: lifecycle.end(opening, Opening.Outcome.CLOSED),
        lambda opening: extend(opening, tomorrow(9)),
    ],
)
def test_each_step_is_one_version_of_the_content(step):
    opening = factories.opening(hosts=2, topics=2, deadline=tomorrow())
    before = ContentVersion.current().number

    step(opening)

    assert ContentVersion.current().number == before + 1


def test_a_step_is_told_to_forms_that_are_older():
    opening = factories.opening(deadline=tomorrow())

    lifecycle.end(opening, Opening.Outcome.FILLED)

    assert Opening.objects.get().edit_version == 2
