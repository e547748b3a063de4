"""How a position stands at a moment, in the words of the editor's list and form."""

import datetime
from dataclasses import dataclass

from django.utils import dateformat, timezone

from recruiting import deadlines
from recruiting.models import Opening
from recruiting.wording.entries import deadline_of

#: What closes within so many times 24 hours closes this week.
THIS_WEEK = datetime.timedelta(days=7)

#: What the page of a position says once it has ended.
PAGE_WORDS = {
    Opening.Status.CLOSED: "says that it is closed",
    Opening.Status.FILLED: "says that it has been filled",
    Opening.Status.CANCELLED: "says that it will not be filled",
}


@dataclass(frozen=True)
class Badge:
    """A few words, and the sort of standing that they tell, for the looks."""

    sort: str
    words: str


def short_day_words(day: datetime.date, at: datetime.datetime) -> str:
    """`1 Nov`; with the year where it is not that of the moment."""
    is_this_year = day.year == timezone.localtime(at).year
    return dateformat.format(day, "j M" if is_this_year else "j M Y")


def deadline_words(opening: Opening, at: datetime.datetime) -> str:
    """`15 Dec 2026, 23:59 Anywhere on Earth`; nothing where it is open until filled."""
    deadline = deadline_of(opening, at)
    return deadline.words if deadline else ""


def closing_words(opening: Opening, at: datetime.datetime) -> str:
    """The instant in UTC and in the site's own zone, by which an editor can check the deadline."""
    if opening.closes_at is None:
        return ""
    verb = "Closed" if opening.closes_at <= at else "Closes"
    words = f"{verb} {dateformat.format(opening.closes_at.astimezone(datetime.UTC), 'j M Y, H:i')}"
    words += " UTC"
    name = timezone.get_current_timezone_name()
    if name == "UTC":
        return f"{words} (your zone)"
    own = dateformat.format(timezone.localtime(opening.closes_at), r"H:i \o\n j M")
    return f"{words}; {own} in {deadlines.city_of(name)} (your zone)"


def badge(opening: Opening, at: datetime.datetime) -> Badge | None:
    """What the list says; None for what visitors do not see yet and nothing has ended."""
    status = opening.status(at)
    if status == Opening.Status.CLOSED:
        day = opening.ended_on
        return Badge("closed", f"Closed {short_day_words(day, at)}" if day else "Closed")
    if status in (Opening.Status.FILLED, Opening.Status.CANCELLED):
        return Badge(status.value, str(status.label))
    if not opening.is_public(at):
        return None
    if status == Opening.Status.SOON and opening.opens_on is not None:
        return Badge("soon", f"Opens {short_day_words(opening.opens_on, at)}")
    deadline = deadline_of(opening, at)
    if deadline and deadline.days is not None and deadline.days < THIS_WEEK.days:
        return Badge("closing", f"Closes this week · {deadline.left}")
    return Badge("open", "Open")


def visitors_words(opening: Opening, at: datetime.datetime) -> str:
    """What visitors see of it at that moment, in a sentence."""
    if not opening.is_public(at):
        return "Visitors do not see it."
    status = opening.status(at)
    if status in PAGE_WORDS:
        return (
            f"Its page stays and {PAGE_WORDS[status]}; it is off the list, the front page, "
            "the feed and job search engines."
        )
    if status == Opening.Status.SOON:
        return "Visitors see it among what opens soon."
    return "Visitors see it among the open positions."
