"""A position as lists show it at one moment: what it is, how long it is open, its first facts."""

import datetime
from dataclasses import dataclass

from django.utils import dateformat

from recruiting import deadlines
from recruiting.models import Opening
from recruiting.wording.terms import own_location_words, places_words, start_words


def day_words(day: datetime.date) -> str:
    """`15 Dec 2026`, as all dates of the site."""
    return dateformat.format(day, "j M Y")


@dataclass(frozen=True)
class Deadline:
    """The last minute that counts, in its own zone, and the days that remain.

    `days` are whole days of 24 hours until closing, None once nobody can apply any more.
    """

    last_minute: datetime.datetime
    zone: str
    days: int | None

    @property
    def iso(self) -> str:
        """`2026-12-15T23:59:00-12:00`."""
        return self.last_minute.isoformat()

    @property
    def day(self) -> str:
        return day_words(self.last_minute.date())

    @property
    def time(self) -> str:
        return f"{self.last_minute:%H:%M}"

    @property
    def before(self) -> str:
        """What stands before the day in a sentence."""
        return "The deadline was" if self.days is None else "Apply by"

    @property
    def sentence(self) -> str:
        """`Apply by 15 Dec 2026, 23:59 Anywhere on Earth`."""
        return f"{self.before} {self.day}, {self.time} {self.zone}"

    @property
    def left(self) -> str:
        """`12 days left`, `1 day left`, `less than a day left`; "" once it is closed."""
        if self.days is None:
            return ""
        if self.days == 0:
            return "less than a day left"
        return "1 day left" if self.days == 1 else f"{self.days:,} days left"


@dataclass(frozen=True)
class Entry:
    """`opens` is `Opens 1 Mar 2027` or ""; `review` is `Review begins 1 Nov 2026` or ""."""

    opening: Opening
    status: Opening.Status
    deadline: Deadline | None
    opens: str
    review: str
    facts: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        return self.status == Opening.Status.OPEN

    @property
    def is_soon(self) -> bool:
        return self.status == Opening.Status.SOON

    @property
    def until_filled(self) -> bool:
        """Whether people can apply without a last day, now or later."""
        return self.deadline is None and (self.is_open or self.is_soon)

    @property
    def has_times(self) -> bool:
        """Whether there is something to say of when one applies."""
        return bool(self.deadline or self.until_filled)


def entry_of(opening: Opening, at: datetime.datetime) -> Entry:
    """The opening as it stands at that moment; without a query where it is from `for_list`."""
    status = opening.status(at)
    is_soon = status == Opening.Status.SOON
    is_ahead = is_soon or status == Opening.Status.OPEN
    opens = f"Opens {day_words(opening.opens_on)}" if is_soon and opening.opens_on else ""
    begins = opening.review_from if is_ahead else None
    return Entry(
        opening=opening,
        status=status,
        deadline=deadline_of(opening, at),
        opens=opens,
        review=f"Review begins {day_words(begins)}" if begins else "",
        facts=tuple(word for word in _facts(opening) if word),
    )


def deadline_of(opening: Opening, at: datetime.datetime) -> Deadline | None:
    """The deadline as it stands at that moment; None for what is open until filled."""
    last = opening.last_minute
    if last is None:
        return None
    is_ahead = opening.status(at) in (Opening.Status.OPEN, Opening.Status.SOON)
    days = opening.days_left(at) if is_ahead else None
    return Deadline(last, deadlines.zone_label(opening.time_zone, last), days)


def _facts(opening: Opening) -> list[str]:
    hosts = [host.organization.label for host in opening.hosts.all()]
    start = start_words(opening)
    return [
        *hosts,
        own_location_words(opening),
        places_words(opening),
        opening.duration,
        # Alone it would not say what is soon.
        f"starts {start}" if opening.starts_soon else start,
    ]
