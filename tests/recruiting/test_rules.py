"""What an opening may say: each refusal stands at its field, and the database holds it too."""

import datetime
from datetime import UTC, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.forms import modelform_factory
from django.utils import timezone

from recruiting.models import Opening, OpeningHost, OpeningKind, OpeningTopic
from tests import factories

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 6, 1, 12, tzinfo=UTC)


def opening(**fields):
    """One that is not stored."""
    return Opening(**{"kind": OpeningKind.objects.first(), **fields})


def refusals(row):
    try:
        row.full_clean()
    except ValidationError as error:
        return error.message_dict
    return {}


def form_errors(**values):
    """What a form of all fields says of the values, which are given as a browser sends them."""
    row = opening()
    form_class = modelform_factory(Opening, fields="__all__")
    empty = form_class(instance=row)
    sent = {name: empty.get_initial_for_field(field, name) for name, field in empty.fields.items()}
    sent = {name: "" if value is None else value for name, value in sent.items()}
    form = form_class({**sent, "kind": row.kind.pk, **values})
    form.is_valid()
    return {name: [str(message) for message in messages] for name, messages in form.errors.items()}


def test_a_kind_alone_is_enough():
    assert refusals(opening()) == {}
    assert form_errors() == {}


# By the model, by a form, by the database

BAD = {
    "a salary upside down": (
        {"salary_from": 5, "salary_to": 4, "salary_currency": "EUR", "salary_period": "year"},
        "salary_to",
        "is less than the lower",
    ),
    "a salary without currency": (
        {"salary_from": 5, "salary_period": "year"},
        "salary_currency",
        "Enter the currency",
    ),
    "a salary without period": (
        {"salary_to": 5, "salary_currency": "EUR"},
        "salary_period",
        "per year or per month",
    ),
    "two starts": ({"starts_soon": True, "start": "2027"}, "start", "as soon as possible"),
    "a season beside soon": (
        {"starts_soon": True, "start": "2027", "start_season": "fall"},
        "start",
        "as soon as possible",
    ),
    "a season without a year": ({"start_season": "fall"}, "start_season", "needs a year"),
    "a season of a month": (
        {"start_season": "fall", "start": "2027-09"},
        "start_season",
        "needs a year",
    ),
    "a deadline before the opening": (
        {"opens_on": "2026-06-02", "deadline": "2026-06-01"},
        "deadline",
        "lies before the day",
    ),
    "a deadline as the day begins": (
        {"opens_on": "2011-12-30", "deadline": "2011-12-29", "time_zone": "Pacific/Apia"},
        "deadline",
        "lies before the day",
    ),
    "a review before the opening": (
        {"opens_on": "2026-06-02", "review_from": "2026-06-01"},
        "review_from",
        "begins before",
    ),
    "a portal without address": ({"way": "portal"}, "portal", "portal's address"),
    "a portal as the second step": ({"way": "email-portal"}, "portal", "portal's address"),
}


@pytest.mark.parametrize("fault", BAD)
def test_the_model_refuses_it_at_the_field(fault):
    fields, at, words = BAD[fault]

    found = refusals(opening(**fields))

    assert list(found) == [at]
    assert words in found[at][0]
    assert len(found[at]) == 1


@pytest.mark.parametrize("fault", BAD)
def test_a_form_refuses_it_at_the_field(fault):
    fields, at, words = BAD[fault]

    found = form_errors(**{name: value for name, value in fields.items() if value is not False})

    assert list(found) == [at]
    assert words in found[at][0]


@pytest.mark.parametrize("fault", BAD)
def test_the_database_refuses_it(fault):
    fields, _, _ = BAD[fault]

    with pytest.raises(IntegrityError), transaction.atomic():
        opening(**fields).save()


@pytest.mark.parametrize(
    "values",
    [
        {"closes_at": None},
        {"opens_at": None},
        {"closes_at": NOW, "opens_at": NOW},
        {"ended_at": NOW},
        {"public_from": None},
    ],
)
def test_the_database_refuses_what_does_not_fit_what_it_is_derived_from(values):
    factories.opening(opens_on="2026-06-02", deadline="2026-07-01")

    with pytest.raises(IntegrityError), transaction.atomic():
        Opening.objects.update(**values)


def test_every_rule_of_the_table_is_tried_here():
    tried = {
        "recruiting_opening_salary_range",
        "recruiting_opening_salary_currency",
        "recruiting_opening_salary_period",
        "recruiting_opening_start_once",
        "recruiting_opening_season_of_year",
        "recruiting_opening_opens_before_closing",
        "recruiting_opening_review_after_opening",
        "recruiting_opening_portal",
        "recruiting_opening_closing_is_derived",
        "recruiting_opening_opening_is_derived",
        "recruiting_opening_end_has_time",
        "recruiting_opening_published_has_time",
    }

    assert {rule.name for rule in Opening._meta.constraints} == tried


@pytest.mark.parametrize(
    "fields",
    [
        {"salary_from": 4, "salary_to": 4, "salary_currency": "eur", "salary_period": "month"},
        {"salary_to": 4, "salary_currency": "CNY", "salary_period": "year"},
        {"opens_on": "2026-06-01", "deadline": "2026-06-01", "deadline_time": "00:00"},
        {"opens_on": "2026-06-01", "review_from": "2026-06-01"},
        {"start": "2027", "start_season": "fall"},
        {"start": "2027-09-01"},
        {"starts_soon": True},
        {"way": "portal-email", "portal": "https://example.edu/apply?id=1"},
        {"places": 1},
        {"deadline": "2028-02-29"},
        {"posted_on": "1990-01-01", "deadline": "2199-12-31"},
        {"outcome": "filled", "opens_on": "2030-01-01"},
    ],
)
def test_what_is_sound_is_taken(fields):
    assert refusals(opening(**fields)) == {}
    assert form_errors(**fields) == {}
    opening(**fields).save()


# One field alone

ADDRESS = "Write an e-mail address"
LINK = "Write a whole address"
MISTYPED = [
    ("time_zone", "EST", "is no time zone known here"),
    ("time_zone", "GMT+8", "is no time zone known here"),
    ("time_zone", "CST", "is no time zone known here"),
    ("deadline", "2026-13-01", ""),
    ("deadline", "2027-02-29", ""),
    ("deadline", "tomorrow", ""),
    ("deadline", "0001-01-01", "Check the year"),
    ("deadline", "1989-12-31", "Check the year"),
    ("deadline", "2200-01-01", "Check the year"),
    ("deadline", "9999-12-31", "Check the year"),
    ("opens_on", "9999-12-31", "Check the year"),
    ("opens_on", "0001-01-01", "Check the year"),
    ("posted_on", "0206-01-01", "Check the year"),
    ("review_from", "20266-01-01", ""),
    ("deadline_time", "25:00", ""),
    ("deadline_time", "24:00", ""),
    ("deadline_time", "noon", ""),
    ("places", "-1", ""),
    ("places", "0", "At least one place"),
    ("places", "two", ""),
    ("salary_from", "-5", "at least 1"),
    ("salary_from", "much", ""),
    ("salary_from", "NaN", ""),
    ("salary_to", "0", "at least 1"),
    ("salary_to", "1e99", ""),
    ("salary_currency", "EURO", ""),
    ("salary_currency", "XXX", "three letters"),
    ("apply_email", "ada at example.edu", ADDRESS),
    ("apply_email", "ada@", ADDRESS),
    ("apply_email", "a@example.edu, b@example.edu", ADDRESS),
    ("apply_email", "a@example.edu\nBcc: b@example.edu", ADDRESS),
    ("contact_email", "nobody", ADDRESS),
    ("portal", "example.edu/apply", LINK),
    ("portal", "javascript:alert(1)", LINK),
    ("portal", "//example.edu", LINK),
    ("portal", "mailto:ada@example.edu", "mail has a field of its own"),
    ("portal", "MAILTO:ada@example.edu", "mail has a field of its own"),
    ("start", "soon", ""),
    ("start_season", "autumn", ""),
    ("outcome", "lost", ""),
    ("hours", "none", ""),
    ("slug", "calendar", "another meaning"),
    ("slug", "a b", ""),
]


@pytest.mark.parametrize(("field", "value", "words"), MISTYPED)
def test_a_mistyped_value_is_refused_at_its_field(field, value, words):
    found = refusals(opening(**{field: value}))

    assert list(found) == [field]
    assert words in " ".join(found[field])


@pytest.mark.parametrize(("field", "value", "words"), MISTYPED)
def test_a_form_refuses_a_mistyped_value_at_its_field(field, value, words):
    found = form_errors(**{field: value})

    assert list(found) == [field]
    assert found[field]


def test_the_time_that_clocks_skip_is_refused_at_the_time():
    skipped = {"deadline": "2026-03-29", "deadline_time": "02:30", "time_zone": "Europe/Zurich"}

    for found in (refusals(opening(**skipped)), form_errors(**skipped)):
        assert list(found) == ["deadline_time"]
        assert "Clocks in Zurich skip this time on that day" in found["deadline_time"][0]


def test_of_a_time_that_occurs_twice_the_later_counts():
    row = factories.opening(deadline="2026-10-25", deadline_time="02:30", time_zone="Europe/Zurich")

    assert row.closes_at == datetime.datetime(2026, 10, 25, 1, 31, tzinfo=UTC)


def test_all_that_is_wrong_is_said_at_once():
    found = refusals(
        opening(
            portal="mailto:ada@example.edu",
            deadline="2026-03-29",
            deadline_time="02:30",
            time_zone="Europe/Zurich",
            places=-1,
            apply_email="ada",
        )
    )

    assert set(found) == {"portal", "deadline_time", "places", "apply_email"}


TEXTS = [" ", "0", "-1", "9999", "25:00", "2026-13-01", "NaN", "９", "x" * 1000]
#: What stands for a day.
OF_DAYS = [None, datetime.date(2026, 1, 1), NOW]
EDITABLE = [
    field.name
    for field in Opening._meta.concrete_fields
    if field.editable and not field.primary_key and not isinstance(field, models.ForeignKey)
]
#: What a value of one field may leave to be said at another.
OF_OTHERS = {
    "way": {"portal"},
    "opens_on": {"deadline"},
    "starts_soon": {"start"},
    "salary_from": {"salary_currency", "salary_period"},
    "salary_to": {"salary_currency", "salary_period"},
}


def assert_judged(field, value):
    row = opening(deadline="2026-12-15", opens_on="2026-01-01")
    setattr(row, field, value)

    found = refusals(row)

    assert set(found) <= {field} | OF_OTHERS.get(field, set())
    if not found:
        row.save()


@pytest.mark.parametrize("field", EDITABLE)
def test_every_text_is_judged_at_its_field(field):
    for value in TEXTS:
        assert_judged(field, value)


@pytest.mark.parametrize("value", OF_DAYS, ids=repr)
@pytest.mark.parametrize("field", ["deadline", "opens_on", "review_from", "posted_on"])
def test_what_stands_for_a_day_is_judged_at_its_field(field, value):
    assert_judged(field, value)


@pytest.mark.parametrize("value", [None, ""])
def test_what_is_left_empty_has_its_default(value):
    row = opening(deadline=value, deadline_time=value, time_zone=value)
    row.full_clean()
    row.save()
    row.refresh_from_db()

    assert (row.deadline, row.closes_at) == (None, None)
    assert (row.deadline_time, row.time_zone) == (datetime.time(23, 59), "AoE")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"posted_on": "2026-06-02"}, "has not come yet"),
        ({"posted_on": "2026-05-02", "deadline": "2026-05-01"}, "later than the deadline"),
        ({"posted_on": "2026-06-01"}, ""),
        ({"posted_on": "2026-05-01", "deadline": "2026-05-01"}, ""),
        ({"posted_on": "2026-06-03", "public_from": NOW + timedelta(days=2)}, ""),
        ({"posted_on": "2026-06-04", "public_from": NOW + timedelta(days=2)}, "has not come yet"),
    ],
)
def test_it_is_posted_before_its_deadline_and_not_in_times_to_come(monkeypatch, fields, words):
    monkeypatch.setattr(timezone, "now", lambda: NOW)

    found = refusals(opening(**fields))

    assert list(found) == (["posted_on"] if words else [])
    assert words in " ".join(found.get("posted_on", []))


@pytest.mark.parametrize("name", ["Postdoc", "POSTDOC", "postdoc"])
def test_a_kind_has_its_name_alone_whatever_its_case(name):
    found = refusals(OpeningKind(name=name))

    assert found == {"name": ["A kind with this name already exists."]}
    assert refusals(OpeningKind.objects.get(name="Postdoc")) == {}


def test_hosts_and_topics_are_called_by_what_they_name_without_a_question(
    django_assert_num_queries,
):
    factories.opening(hosts=1, topics=1)
    host = OpeningHost.objects.select_related("organization").get()
    topic = OpeningTopic.objects.select_related("interest").get()
    bare = OpeningHost.objects.get()

    with django_assert_num_queries(0):
        assert str(host) == str(host.organization)
        assert str(topic) == str(topic.interest)
        assert str(bare) == "Host 1"


def test_a_past_deadline_is_refused_to_those_who_ask():
    row = opening(deadline="2026-06-01", time_zone="UTC")
    row.full_clean()
    midnight = datetime.datetime(2026, 6, 2, tzinfo=UTC)

    row.refuse_past_deadline(midnight - timedelta(microseconds=1))
    with pytest.raises(ValidationError) as refusal:
        row.refuse_past_deadline(midnight)

    assert list(refusal.value.message_dict) == ["deadline"]
    opening().refuse_past_deadline(midnight)


@pytest.mark.parametrize(
    ("part", "named"), [(OpeningHost, {"organization"}), (OpeningTopic, {"interest"})]
)
def test_a_host_and_a_topic_stand_once(part, named):
    row = factories.opening(hosts=1, topics=1)
    first = part.objects.get()
    [name] = named

    with pytest.raises(ValidationError, match="already listed"):
        part(opening=row, **{name: getattr(first, name)}).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        part(opening=row, **{name: getattr(first, name)}).save()


# What is derived


def derived(row):
    stored = Opening.objects.get(pk=row.pk)
    return stored.opens_at, stored.closes_at, stored.ended_at


def test_the_moments_follow_each_save():
    row = factories.opening()
    assert derived(row) == (None, None, None)

    row.opens_on, row.deadline, row.time_zone = "2026-06-01", "2026-06-30", "Asia/Shanghai"
    row.save()
    opens = datetime.datetime(2026, 5, 31, 16, tzinfo=UTC)
    assert derived(row)[:2] == (opens, datetime.datetime(2026, 6, 30, 16, tzinfo=UTC))

    row.deadline_time = datetime.time(17, 0, 59)
    row.save()
    assert derived(row)[1] == datetime.datetime(2026, 6, 30, 9, 1, tzinfo=UTC)

    row.time_zone = "aoe"
    row.save()
    assert row.time_zone == "AoE"
    assert derived(row)[1] == datetime.datetime(2026, 7, 1, 5, 1, tzinfo=UTC)

    row.deadline = row.opens_on = None
    row.save()
    assert derived(row)[:2] == (None, None)


def test_a_save_of_one_column_moves_what_is_derived_from_it():
    row = factories.opening(deadline="2026-06-30", time_zone="UTC")

    row.deadline = datetime.date(2026, 7, 31)
    row.save(update_fields=["deadline"])

    assert derived(row)[1] == datetime.datetime(2026, 8, 1, tzinfo=UTC)


def test_a_save_of_another_column_leaves_the_moments():
    row = factories.opening(deadline="2026-06-30", time_zone="UTC")
    Opening.objects.update(closes_at=NOW)

    row.position = 7
    row.save(update_fields=["position"])

    assert derived(row)[1] == NOW


@pytest.mark.parametrize(
    "values",
    [{"deadline": None}, {"opens_on": None}, {"time_zone": "UTC"}, {"outcome": "filled"}],
)
def test_an_update_past_the_rules_is_refused(values):
    factories.opening(deadline="2026-06-30")

    with pytest.raises(ValueError, match=r"changed by save\(\)"):
        Opening.objects.update(**values)
    with pytest.raises(ValueError, match=r"changed by save\(\)"):
        Opening.objects.bulk_update(Opening.objects.all(), list(values))


def test_a_row_that_was_made_without_a_form_is_judged_when_it_is_saved():
    with pytest.raises(ValidationError):
        opening(deadline="2026-13-01").save()
    with pytest.raises(ValidationError):
        opening(deadline="2026-12-01", time_zone="EST").save()

    assert not Opening.objects.exists()


@pytest.mark.parametrize("outcome", ["closed", "filled", "cancelled"])
def test_an_outcome_has_the_time_at_which_it_became_so(monkeypatch, outcome):
    row = factories.opening(deadline="2026-06-30", public_from=NOW - timedelta(days=9))
    assert row.ended_at is None

    monkeypatch.setattr(timezone, "now", lambda: NOW)
    row.outcome = outcome
    row.save()
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(days=1))
    row.outcome = "closed"
    row.title = "Another title"
    row.save()

    assert derived(row)[2] == NOW, "it ended once"
    assert row in Opening.objects.public(), "its page stays"
    assert row in Opening.objects.ended(NOW)

    row.outcome = "open"
    row.save()
    assert derived(row)[2] is None
