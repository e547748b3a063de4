"""When a position opens, closes and ends, and what it is at a moment."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from homepage.content.publishing import Publishable, PublishState
from recruiting import deadlines

#: What is derived from `deadlines.DERIVED_FROM`.
DERIVED = frozenset({"opens_at", "closes_at", "ended_at"})


class Timed(Publishable):
    """A position's life in time, told from fields that the position itself has."""

    class Outcome(models.TextChoices):
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"
        FILLED = "filled", "Filled"
        CANCELLED = "cancelled", "Cancelled"

    class Status(models.TextChoices):
        """What readers see of it at some moment, once it is public."""

        SOON = "soon", "Opens soon"
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"
        FILLED = "filled", "Filled"
        CANCELLED = "cancelled", "Cancelled"

        @property
        def is_advertised(self) -> bool:
            """Whether people can apply, now or later."""
            return self.value in ("open", "soon")

    opens_on: models.DateField[Any, datetime.date | None]
    deadline: models.DateField[Any, datetime.date | None]
    deadline_time: models.TimeField[Any, datetime.time]
    time_zone: deadlines.TimeZoneField
    outcome: models.CharField[Any, str]
    opens_at: models.DateTimeField[Any, datetime.datetime | None]
    closes_at: models.DateTimeField[Any, datetime.datetime | None]
    ended_at: models.DateTimeField[Any, datetime.datetime | None]

    class Meta:
        abstract = True

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        left_out = set(exclude or ())
        if not deadlines.DERIVED_FROM.isdisjoint(left_out):
            # Nothing could be derived from what has been refused at its field.
            left_out |= DERIVED
        super().validate_constraints(exclude=left_out)

    def save_base(self, *args: Any, **kwargs: Any) -> None:
        named = kwargs.get("update_fields")
        if named is None or not deadlines.DERIVED_FROM.isdisjoint(named):
            self._settle_times()
            if named is not None:
                # Calendars tell by the version and the time that a deadline has moved.
                kwargs["update_fields"] = {
                    *named,
                    *deadlines.DERIVED_FROM,
                    *DERIVED,
                    "edit_version",
                    "updated_at",
                }
        super().save_base(*args, **kwargs)

    def _settle_times(self) -> None:
        """Derive the instants.

        Raises SkippedTimeError where no clock shows the deadline, ValidationError for what is no
        date, time or zone, and OverflowError near the ends of the calendar.
        """
        for name in deadlines.DERIVED_FROM:
            field: Any = self._meta.get_field(name)
            setattr(self, name, field.to_python(getattr(self, name) or field.get_default()))
        self.deadline_time = self.deadline_time.replace(second=0, microsecond=0)
        self.opens_at = (
            deadlines.day_begins(self.opens_on, self.time_zone) if self.opens_on else None
        )
        self.closes_at = None
        if self.deadline:
            last = deadlines.instant(self.deadline, self.deadline_time, self.time_zone)
            self.closes_at = last + deadlines.MINUTE
        if self.outcome == self.Outcome.OPEN:
            self.ended_at = None
        elif self.ended_at is None:
            self.ended_at = timezone.now()

    def refuse_past_deadline(self, at: datetime.datetime) -> None:
        """Raise ValidationError at a deadline that has passed by then, or will before readers
        see it.

        It is for what is new, after `full_clean()`; an old position may be corrected.
        """
        if self.closes_at is not None and self.closes_at <= at:
            raise ValidationError(
                {"deadline": "This deadline has passed already. Choose a later one."}
            )
        self.refuse_unseen_deadline(at)

    def refuse_unseen_deadline(self, at: datetime.datetime) -> None:
        """Raise ValidationError where it is to become public later than its deadline."""
        public_from = self.public_from if self.state == PublishState.PUBLISHED else None
        if self.closes_at is None or public_from is None or public_from <= at:
            return
        if self.closes_at <= public_from:
            raise ValidationError({"deadline": "It becomes public after this deadline."})

    def status(self, at: datetime.datetime) -> Status:
        """What it is at that moment, as the queryset's `with_status` tells it."""
        if self.outcome != self.Outcome.OPEN:
            return self.Status(self.outcome)
        if self.closes_at is not None and self.closes_at <= at:
            return self.Status.CLOSED
        if self.opens_at is not None and self.opens_at > at:
            return self.Status.SOON
        return self.Status.OPEN

    def is_open(self, at: datetime.datetime) -> bool:
        return self.status(at) == self.Status.OPEN

    @property
    def last_minute(self) -> datetime.datetime | None:
        """The beginning of the minute that the deadline names, in its own zone."""
        if self.closes_at is None:
            return None
        return (self.closes_at - deadlines.MINUTE).astimezone(deadlines.zone_of(self.time_zone))

    @property
    def offered_from(self) -> datetime.datetime | None:
        """The moment from which readers could apply, once it is published."""
        moments = [moment for moment in (self.public_from, self.opens_at) if moment is not None]
        return max(moments) if self.public_from is not None else None

    @property
    def ended_on(self) -> datetime.date | None:
        """The day on which it ended or will: the deadline's, unless it was ended before."""
        if self.closes_at and (self.ended_at is None or self.closes_at <= self.ended_at):
            return self.deadline
        return timezone.localdate(self.ended_at) if self.ended_at else None

    def days_left(self, at: datetime.datetime) -> int | None:
        """Whole days of 24 hours until it closes; None where no deadline is going to close it."""
        if self.outcome != self.Outcome.OPEN or self.closes_at is None or self.closes_at <= at:
            return None
        return deadlines.whole_days(at, self.closes_at)

    def changes_after(self, after: datetime.datetime) -> Iterator[datetime.datetime]:
        """The next moment of each sort at which the clock changes what readers see of it."""
        if self.state == PublishState.PUBLISHED and self.public_from is not None:
            # Until then there is nothing to see.
            moments = self._changes(after) if self.public_from <= after else [self.public_from]
            yield from (moment for moment in moments if moment > after)

    def _changes(self, after: datetime.datetime) -> Iterator[datetime.datetime]:
        """Some of them have passed by then."""
        if self.outcome != self.Outcome.OPEN:
            if self.closes_at is not None and self.ended_at is not None:
                # Calendars are told no longer.
                yield min(self.closes_at, self.ended_at + deadlines.CALLED_OFF_FOR)
            return
        if self.opens_at is not None:
            yield self.opens_at
        if self.closes_at is not None:
            yield self.closes_at
            # One day less is left as soon as fewer than so many times 24 hours are.
            if days := self.days_left(after):
                yield self.closes_at - days * deadlines.DAY + deadlines.TICK
