"""Deadlines as calendars (RFC 5545, RFC 7986): of all positions, and of one.

Calendars of Apple, Google and Microsoft misread zones such as Etc/UTC-12 and times without one,
so every time is in UTC; the deadline as its own zone has it stands in words. Nothing depends on
when a calendar is asked for but which positions it holds: the same events are the same bytes.
"""

import datetime
from collections.abc import Iterable, Iterator

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from homepage.content.feeds import feed_text
from homepage.content.pages import absolute
from homepage.content.redirects import moved_page
from profile.models import Profile
from recruiting.formats import ics
from recruiting.models import Opening
from recruiting.wording.entries import ENDED, day_words, deadline_of

_PRODUCT = "-//faculty-homepage//Positions//EN"
#: How often programs that subscribe may ask again.
_REFRESH = "PT12H"
#: So many days before the deadline, calendars remind of it.
_REMINDERS = (7, 1)


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """The deadlines of all public positions, and what was called off a short while ago."""
    now = timezone.now()
    openings = Opening.objects.public(now).in_calendar(now).in_order().for_list(now)
    return _answer(calendar_of(openings, _name(), now), "positions")


@require_safe
def opening_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The deadline of one position; from an address that it had before to the present one.

    404 where no deadline is to come.
    """
    now = timezone.now()
    positions = Opening.objects.public(now).filter(slug=slug)
    opening = positions.in_calendar(now).for_list(now).first()
    if opening is not None:
        return _answer(calendar_of([opening], _name(), now), opening.slug)
    if positions.exists():
        raise Http404
    page = moved_page(reverse("recruiting:detail", args=[slug]))
    return HttpResponsePermanentRedirect(f"{page.rstrip('/')}.ics")


def calendar_of(openings: Iterable[Opening], name: str, at: datetime.datetime) -> bytes:
    """The calendar as it is sent, of positions that `in_calendar` names at that moment.

    They come from `for_list()`.
    """
    named = ics.text(feed_text(name))
    events = [line for opening in openings for line in _event(opening, at)]
    lines = ics.component(
        "VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{_PRODUCT}",
        "CALSCALE:GREGORIAN",
        f"NAME:{named}",
        f"X-WR-CALNAME:{named}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{_REFRESH}",
        f"X-PUBLISHED-TTL:{_REFRESH}",
        # A calendar has a component (RFC 5545, section 3.6), also while no deadline is to come.
        *(events or ics.utc_zone()),
    )
    return ics.written(lines)


def summary(opening: Opening) -> str:
    """What stands in a calendar: `Deadline: Postdoc in optimization`.

    Not every calendar shows that an event is called off, so the words say it too.
    """
    is_on = opening.outcome == Opening.Outcome.OPEN
    what = "Deadline" if is_on else opening.get_outcome_display()
    return feed_text(" ".join(f"{what}: {opening}".split()))


def _name() -> str:
    """What programs call the calendar, also one that they make for a single deadline."""
    owner = Profile.load().name
    return f"Open positions – {owner}" if owner else "Open positions"


def _event(opening: Opening, at: datetime.datetime) -> Iterator[str]:
    is_on = opening.outcome == Opening.Outcome.OPEN
    last_minute = opening.last_minute
    if last_minute is None:
        raise ValueError(f"{opening} has no deadline.")
    changed = ics.utc(_changed_at(opening))
    title = ics.text(summary(opening))
    return ics.component(
        "VEVENT",
        f"UID:{opening.uid}",
        f"DTSTAMP:{changed}",
        f"LAST-MODIFIED:{changed}",
        f"SEQUENCE:{opening.edit_version}",
        f"DTSTART:{ics.utc(last_minute)}",
        f"SUMMARY:{title}",
        f"DESCRIPTION:{ics.text(_description(opening, at))}",
        f"URL:{absolute(opening.get_absolute_url())}",
        f"CATEGORIES:{ics.texts([feed_text(opening.kind.name)])}",
        f"STATUS:{'CONFIRMED' if is_on else 'CANCELLED'}",
        "TRANSP:TRANSPARENT",
        *(line for days in _REMINDERS if is_on for line in _alarm(days, title)),
    )


def _changed_at(opening: Opening) -> datetime.datetime:
    """When the position was saved last, or something that its event names."""
    hosts = [host.organization for host in opening.hosts.all()]
    return max(row.updated_at for row in (opening, opening.kind, *hosts))


def _description(opening: Opening, at: datetime.datetime) -> str:
    """The deadline in its own zone, the hosts, and where to read on; the same at any moment."""
    hosts = "; ".join(host.organization.name for host in opening.hosts.all())
    deadline, opens = deadline_of(opening, at), opening.opens_on
    is_on = opening.outcome == Opening.Outcome.OPEN
    lines = [
        ENDED.get(Opening.Status(opening.outcome), ""),
        deadline.sentence if deadline else "",
        f"Applications are taken from {day_words(opens)}" if opens and is_on else "",
        feed_text(hosts),
        absolute(opening.get_absolute_url()),
    ]
    return "\n".join(filter(None, lines))


def _alarm(days: int, words: str) -> Iterator[str]:
    return ics.component(
        "VALARM",
        "ACTION:DISPLAY",
        f"TRIGGER:{ics.before(days)}",
        f"DESCRIPTION:{words}",
    )


def _answer(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=ics.MEDIA_TYPE,
        headers={"Content-Disposition": f'inline; filename="{name}.ics"'},
    )
