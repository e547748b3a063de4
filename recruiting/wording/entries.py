"""A position as lists show it at one moment: what it is, how long it is open, its first facts."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import dateformat

from homepage.content.markdown import plain
from recruiting import deadlines
from recruiting.models import Opening, RecruitingPage
from recruiting.wording.terms import own_location_words, places_words, start_words


def day_words(day: datetime.date) -> str:
    """`15 Dec 2026`, as all dates of the site."""
    return dateformat.format(day, "j M Y")


@dataclass(frozen=True)
class Moment:
    """A minute as clocks in a position's zone show it; `zone` is the zone in words."""

    at: datetime.datetime
    zone: str

    @property
    def iso(self) -> str:
        """`2026-12-15T23:59:00-12:00`."""
        return self.at.isoformat()

    @property
    def day(self) -> str:
        return day_words(self.at.date())

    @property
    def time(self) -> str:
        return f"{self.at:%H:%M}"

    @property
    def words(self) -> str:
        """`15 Dec 2026, 23:59 Anywhere on Earth`."""
        return f"{self.day}, {self.time} {self.zone}"


@dataclass(frozen=True)
class Deadline(Moment):
    """The last minute that counts, and the days that remain.

    `days` are whole days of 24 hours until closing, None once nobody can apply any more.
    """

    days: int | None

    @property
    def before(self) -> str:
        """What stands before the day in a sentence."""
        return "The deadline was" if self.days is None else "Apply by"

    @property
    def sentence(self) -> str:
        """`Apply by 15 Dec 2026, 23:59 Anywhere on Earth`."""
        return f"{self.before} {self.words}"

    @property
    def left(self) -> str:
        """`12 days left`, `1 day left`, `less than a day left`; "" once it is closed."""
        if self.days is None:
            return ""
        if self.days == 0:
            return "less than a day left"
        return "1 day left" if self.days == 1 else f"{self.days:,} days left"


#: What is said of a position that has ended, by its status.
ENDED = {
    Opening.Status.CLOSED: "This position is closed.",
    Opening.Status.FILLED: "This position has been filled.",
    Opening.Status.CANCELLED: "This position will not be filled.",
}


@dataclass(frozen=True)
class Entry:
    """`opens` is when people can apply, while that lies ahead; `review` is
    `Review begins 1 Nov 2026` or ""."""

    opening: Opening
    status: Opening.Status
    deadline: Deadline | None
    opens: Moment | None
    review: str
    facts: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        return self.status == Opening.Status.OPEN

    @property
    def is_soon(self) -> bool:
        return self.status == Opening.Status.SOON

    @property
    def ended(self) -> str:
        """`This position has been filled.`; "" for what people can apply for, now or later."""
        return ENDED.get(self.status, "")

    @property
    def until_filled(self) -> bool:
        """Whether people can apply without a last day, now or later."""
        return self.deadline is None and self.status.is_advertised

    @property
    def has_times(self) -> bool:
        """Whether there is something to say of when one applies."""
        return bool(self.deadline or self.until_filled)


def entry_of(opening: Opening, at: datetime.datetime) -> Entry:
    """The opening as it stands at that moment; without a query where it is from `for_list`."""
    status = opening.status(at)
    begins = opening.review_from if status.is_advertised else None
    return Entry(
        opening=opening,
        status=status,
        deadline=deadline_of(opening, at),
        opens=_opens(opening) if status == Opening.Status.SOON else None,
        review=f"Review begins {day_words(begins)}" if begins else "",
        facts=tuple(word for word in _facts(opening) if word),
    )


def deadline_of(opening: Opening, at: datetime.datetime) -> Deadline | None:
    """The deadline as it stands at that moment; None for what is open until filled."""
    last = opening.last_minute
    if last is None:
        return None
    return Deadline(last, deadlines.zone_label(opening.time_zone, last), opening.days_left(at))


def changes_at(shown: Iterable[Opening], at: datetime.datetime) -> datetime.datetime | None:
    """The first moment after that at which lists say something else of these."""
    moments = (moment for opening in shown for moment in opening.changes_after(at))
    return min(moments, default=None)


def turns_at(named: Iterable[Opening], at: datetime.datetime) -> datetime.datetime | None:
    """The first moment after that at which one of these opens or closes.

    Where they are but named, nothing else changes what is said.
    """
    moments = (moment for opening in named for moment in (opening.opens_at, opening.closes_at))
    return min((moment for moment in moments if moment and moment > at), default=None)


def description_of(opening: Opening, call: RecruitingPage) -> str:
    """What search engines show under its title: its own words, or its hosts and the call's."""
    if text := opening.summary or plain(opening.description):
        return text
    hosts = "; ".join(host.organization.name for host in opening.hosts.all())
    return f"{opening}: {hosts}. {plain(call.introduction)}" if hosts else plain(call.introduction)


def _opens(opening: Opening) -> Moment | None:
    if opening.opens_at is None:
        return None
    begins = opening.opens_at.astimezone(deadlines.zone_of(opening.time_zone))
    return Moment(begins, deadlines.zone_label(opening.time_zone, begins))


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
