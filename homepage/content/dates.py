"""Partial dates: a year, a year and month, or a day, as scholars write and know them.

Stored as ISO 8601 text (`2016`, `2016-06`, `2016-06-15`), which sorts in the database.
"""

import calendar
import datetime
import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length, Substr
from django.db.models.lookups import LessThanOrEqual
from django.utils import dateformat
from django.utils.translation import gettext as _

from homepage.content.constraints import FieldCheckConstraint

_NUMBERS = re.compile(r"(\d{4})(?:[-./](\d{1,2})(?:[-./](\d{1,2}))?)?")
_WORDS = re.compile(r"(?:(\d{1,2})\.?\s+)?([^\W\d_]+)\.?,?\s+(\d{4})")
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name} | {
    name.lower(): number for number, name in enumerate(calendar.month_abbr) if name
}


@dataclass(frozen=True, order=False)
class PartialDate:
    """A year, and the month and day where they are known."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if not 1000 <= self.year <= 9999:
            raise ValueError(f"A year has four digits, so {self.year} is none.")
        if self.month is None:
            if self.day is not None:
                raise ValueError("A day needs its month.")
            return
        if not 1 <= self.month <= 12:
            raise ValueError(f"There is no month {self.month}.")
        if self.day is not None:
            last = calendar.monthrange(self.year, self.month)[1]
            if not 1 <= self.day <= last:
                month = f"{calendar.month_name[self.month]} {self.year}"
                raise ValueError(f"{month} has no day {self.day}.")

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read `2016`, `2016-06`, `2016.6`, `2016/06/15`, `June 2016` or `15 Jun 2016`.

        Raises ValueError with a sentence for the person who typed it.
        """
        text = text.strip()
        if match := _NUMBERS.fullmatch(text):
            return cls(*(int(part) for part in match.groups() if part))
        if (match := _WORDS.fullmatch(text)) and match[2].lower() in _MONTHS:
            return cls(
                int(match[3]), _MONTHS[match[2].lower()], int(match[1]) if match[1] else None
            )
        raise ValueError("Write a year, a month or a day: 2016, 2016-06 or 2016-06-15.")

    @property
    def iso(self) -> str:
        parts = [f"{self.year:04}"]
        parts += [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    @property
    def parts(self) -> list[int]:
        """As CSL-JSON's `date-parts` has it: one to three numbers."""
        return [part for part in (self.year, self.month, self.day) if part is not None]

    def __str__(self) -> str:
        return self.iso

    def __len__(self) -> int:
        return len(self.iso)

    def __lt__(self, other: "PartialDate") -> bool:
        return self.iso < other.iso

    def __le__(self, other: "PartialDate") -> bool:
        return self.iso <= other.iso

    def __gt__(self, other: "PartialDate") -> bool:
        return self.iso > other.iso

    def __ge__(self, other: "PartialDate") -> bool:
        return self.iso >= other.iso

    def display(self, with_year: bool = True) -> str:
        """For readers, in their language: `2016`, `Jun 2016`, `15 Jun 2016`."""
        if self.month is None:
            return str(self.year)
        form = "M" if self.day is None else "j M"
        day = datetime.date(self.year, self.month, self.day or 1)
        return dateformat.format(day, f"{form} Y" if with_year else form)


@dataclass(frozen=True)
class DateRange:
    """From one partial date to another; either may be unknown, and it may still go on."""

    start: PartialDate | None
    end: PartialDate | None
    is_current: bool = False

    def __bool__(self) -> bool:
        return bool(self.start or self.end or self.is_current)

    @property
    def labels(self) -> tuple[tuple[PartialDate | None, str], ...]:
        """The pieces to print, with a dash between them; each with the date it stands for."""
        if self.is_current:
            now = (None, _("present"))
            return ((self.start, self.start.display()), now) if self.start else (now,)
        if self.start and self.end:
            if self.start == self.end:
                return ((self.start, self.start.display()),)
            share_year = (
                self.start.year == self.end.year
                and self.start.month is not None
                and self.end.month is not None
            )
            first = self.start.display(with_year=not share_year)
            return ((self.start, first), (self.end, self.end.display()))
        if self.start:
            return ((self.start, self.start.display()),)
        if self.end:
            return ((self.end, _("until %(date)s") % {"date": self.end.display()}),)
        return ()

    def __str__(self) -> str:
        return "–".join(label for date, label in self.labels)


class PartialDateFormField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault("widget", PartialDateInput)
        kwargs.pop("empty_value", None)
        super().__init__(empty_value=None, **kwargs)

    def to_python(self, value: Any) -> PartialDate | None:  # type: ignore[override]
        if isinstance(value, PartialDate):
            return value
        text = super().to_python(value)
        if not text:
            return None
        try:
            return PartialDate.parse(text)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from None

    def run_validators(self, value: Any) -> None:
        """Length and the like hold for the text; parsing has seen to it."""


class PartialDateInput(forms.TextInput):
    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {"placeholder": "2016, 2016-06 or 2016-06-15", "size": 14, "inputmode": "text"}
            | (attrs or {})
        )


class PartialDateField(models.Field):  # type: ignore[type-arg]  # not subscriptable at run time
    """A column of ten characters; NULL is unknown. Filter by year with `__year`."""

    description = "A year, a month or a day"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        kwargs["null"] = True
        kwargs["blank"] = kwargs.get("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("max_length", "null"):
            kwargs.pop(fixed, None)
        if kwargs.get("blank"):
            kwargs.pop("blank")
        elif not self.blank:
            kwargs["blank"] = False
        return name, path, list(args), kwargs

    def get_internal_type(self) -> str:
        return "CharField"

    def from_db_value(self, value: str | None, *args: Any) -> PartialDate | None:
        return PartialDate.parse(value) if value else None

    def to_python(self, value: Any) -> PartialDate | None:
        if value in (None, ""):
            return None
        if isinstance(value, PartialDate):
            return value
        try:
            return PartialDate.parse(str(value))
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from None

    def get_prep_value(self, value: Any) -> str | None:
        date = self.to_python(value)
        return date.iso if date else None

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj)) or ""

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return super().formfield(**{"form_class": PartialDateFormField, **kwargs})


@PartialDateField.register_lookup
class PartialDateYear(models.Transform):
    lookup_name = "year"
    template = "CAST(SUBSTR(%(expressions)s, 1, 4) AS INTEGER)"
    output_field = models.IntegerField()


def range_constraint(start: str, end: str, name: str) -> FieldCheckConstraint:
    """The database's rule that `end` does not lie before `start`, shown at the end's field.

    Compared at the precision of the end: 2016-03 to 2016 is in order.
    """
    start_at_that_precision = Substr(models.F(start), 1, Length(models.F(end)))
    return FieldCheckConstraint(
        field=end,
        condition=Q(**{f"{start}__isnull": True})
        | Q(**{f"{end}__isnull": True})
        | Q(LessThanOrEqual(start_at_that_precision, models.F(end))),
        name=name,
        violation_error_message="The end lies before the start.",
    )


def current_constraint(end: str, is_current: str, name: str) -> FieldCheckConstraint:
    """The database's rule that what goes on has no end yet, shown at the end's field."""
    return FieldCheckConstraint(
        field=end,
        condition=Q(**{is_current: False}) | Q(**{f"{end}__isnull": True}),
        name=name,
        violation_error_message="What still goes on has no end. Clear one of the two.",
    )
