"""Partial dates: read as people write them, sorted, compared and printed."""

import datetime

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from homepage.content.dates import DateRange, PartialDate, PartialDateFormField
from profile.models import TimelineEntry, TimelineKind
from tests import factories


@st.composite
def partial_dates(draw: st.DrawFn) -> PartialDate:
    day = draw(st.dates(min_value=datetime.date(1000, 1, 1)))
    parts = (day.year, day.month, day.day)[: draw(st.integers(1, 3))]
    return PartialDate(*parts)


@given(partial_dates())
def test_iso_text_reads_back_as_the_same_date(date):
    assert PartialDate.parse(date.iso) == date


@given(partial_dates())
def test_what_a_reader_sees_reads_back_as_the_same_date(date):
    assert PartialDate.parse(date.display()) == date


@given(partial_dates(), partial_dates())
def test_order_is_that_of_the_stored_text(one, other):
    assert (one < other) == (one.iso < other.iso)
    assert (one <= other) == (one.iso <= other.iso)


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_a_sentence_about_why_not(text):
    class Form(forms.Form):
        date = PartialDateFormField(required=False)

    form = Form({"date": text})

    assert form.is_valid() or form.errors["date"][0].endswith((".", ")."))


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("2016", "2016"),
        ("2016-06", "2016-06"),
        ("2016.06", "2016-06"),
        ("2016.6", "2016-06"),
        ("2016/06/15", "2016-06-15"),
        ("June 2016", "2016-06"),
        ("jun 2016", "2016-06"),
        ("15 June 2016", "2016-06-15"),
        ("  2016  ", "2016"),
        ("2024-02-29", "2024-02-29"),
    ],
)
def test_dates_are_read_as_people_write_them(typed, iso):
    assert PartialDate.parse(typed).iso == iso


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("2016.13", "There is no month 13."),
        ("2023-02-29", "February 2023 has no day 29."),
        ("2016-00", "There is no month 0."),
        ("0999", "A year has four digits, so 999 is none."),
        ("in press", "Write a year, a month or a day: 2016, 2016-06 or 2016-06-15."),
        ("Brumaire 1799", "Write a year, a month or a day: 2016, 2016-06 or 2016-06-15."),
    ],
)
def test_a_bad_date_is_refused_in_a_sentence(typed, reason):
    class Form(forms.Form):
        date = PartialDateFormField(required=False)

    assert Form({"date": typed}).errors == {"date": [reason]}


@pytest.mark.parametrize(
    ("start", "end", "current", "printed"),
    [
        ("2017", "2022", False, "2017–2022"),
        ("2016-06", "2016-12", False, "Jun–Dec 2016"),
        ("2016-06", "2017-01", False, "Jun 2016–Jan 2017"),
        ("2016", "2016", False, "2016"),
        ("2016", None, False, "2016"),
        ("2016", None, True, "2016–present"),
        (None, None, True, "present"),
        (None, "2016", False, "until 2016"),
        (None, None, False, ""),
    ],
)
def test_a_range_prints_what_is_known(start, end, current, printed):
    dates = DateRange(
        PartialDate.parse(start) if start else None,
        PartialDate.parse(end) if end else None,
        current,
    )

    assert str(dates) == printed
    assert bool(dates) == bool(printed)


def test_months_are_named_in_the_readers_language():
    with translation.override("de"):
        assert PartialDate(2016, 5).display() == "Mai 2016"


@pytest.mark.django_db
class TestInTheDatabase:
    def test_partial_dates_sort_from_the_vague_to_the_exact(self):
        kind = TimelineKind.objects.first()
        for text in ("2016-06-15", "2015-12", "2016", None, "2016-06"):
            factories.timeline_entry(kind=kind, start=text, affiliations=0, people=0)

        dates = TimelineEntry.objects.exclude(start=None).order_by("start")

        assert [str(e.start) for e in dates] == ["2015-12", "2016", "2016-06", "2016-06-15"]

    def test_the_year_filters(self):
        factories.timeline_entry(start="2016-06", affiliations=0, people=0)
        factories.timeline_entry(start="2017", affiliations=0, people=0)

        assert TimelineEntry.objects.filter(start__year=2016).count() == 1
        assert TimelineEntry.objects.filter(start__year__gte=2016).count() == 2

    def test_an_end_at_the_precision_of_its_year_may_follow_a_month_of_it(self):
        entry = factories.timeline_entry(start="2016-03", end="2016")

        assert str(entry.dates) == "Mar 2016–2016"

    @pytest.mark.parametrize(("start", "end"), [("2017", "2016"), ("2016-06", "2016-05")])
    def test_an_end_before_the_start_is_refused_at_the_end(self, start, end):
        entry = TimelineEntry(kind=TimelineKind.objects.first(), title="x", start=start, end=end)

        with pytest.raises(ValidationError) as refusal:
            entry.full_clean()
        with pytest.raises(IntegrityError), transaction.atomic():
            entry.save()

        assert refusal.value.message_dict == {"end": ["The end lies before the start."]}

    def test_what_goes_on_has_no_end(self):
        entry = TimelineEntry(
            kind=TimelineKind.objects.first(), title="x", end="2016", is_current=True
        )

        with pytest.raises(ValidationError) as refusal:
            entry.full_clean()

        assert list(refusal.value.message_dict) == ["end"]
