"""Open positions and the page of one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from homepage.content.collections import collection_page
from homepage.content.markdown import has_headings, plain
from homepage.content.pages import Alternate, Page
from profile.models import Profile
from recruiting.applying import application, asking
from recruiting.filters import OpeningFilter
from recruiting.models import Opening, RecruitingPage
from recruiting.structured_data import job_posting
from recruiting.wording.entries import Entry, changes_at, description_of, entry_of, turns_at
from recruiting.wording.facts import ended_on, facts_of
from recruiting.wording.others import others_of


@require_safe
def opening_list(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    call, profile = RecruitingPage.load(), Profile.load()
    public = list(Opening.objects.public(now).open_first(now).for_list(now))
    filters = OpeningFilter(request.GET, public, now)
    entries = [entry_of(opening, now) for opening in filters.found()]
    is_any_open = any(opening.is_open(now) for opening in filters.advertised)
    path = reverse("recruiting:list")
    addresses = [entry.opening.get_absolute_url() for entry in entries]
    feed = Alternate(reverse("recruiting:feed"), "application/atom+xml", "Open positions")
    calendar = Alternate(reverse("recruiting:calendar"), "text/calendar", "Deadlines")
    return TemplateResponse(
        request,
        "recruiting/list.html",
        {
            "page": Page(
                title="Open positions",
                path=path,
                description=plain(call.introduction) or "Open positions",
                alternates=(feed, calendar),
                is_indexed=not filters.is_filtered,
                # The address above is that of all positions.
                data=None
                if filters.is_filtered
                else collection_page("Open positions", path, addresses),
                changes_at=changes_at(filters.advertised, now),
            ),
            "call": call,
            "filters": filters,
            "has_headings": has_headings(call.introduction),
            "is_any_advertised": bool(filters.advertised),
            "is_any_open": is_any_open,
            "entries": entries,
            "open_entries": [entry for entry in entries if entry.is_open],
            "soon_entries": [entry for entry in entries if entry.is_soon],
            "application": application(None, call, profile.public_email, profile.name)
            if is_any_open
            else None,
            # There is nothing to apply for, but the last word may ask people to write.
            "email": "" if is_any_open else profile.public_email,
        },
    )


@require_safe
def opening_detail(request: HttpRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    opening = get_object_or_404(Opening.objects.public(now).for_list(now), slug=slug)
    entry = entry_of(opening, now)
    call, profile = RecruitingPage.load(), Profile.load()
    is_advertised = entry.status.is_advertised
    how = application(opening, call, profile.public_email, profile.name) if is_advertised else None
    text = opening.description or (call.introduction if is_advertised else "")
    advertised = Opening.objects.public(now).advertised(now).in_order()
    others = list(advertised.exclude(pk=opening.pk).for_names().with_hosts())
    changes = (changes_at([opening], now) if is_advertised else None, turns_at(others, now))
    return TemplateResponse(
        request,
        "recruiting/detail.html",
        {
            "page": Page(
                title=str(opening),
                path=opening.get_absolute_url(),
                description=description_of(opening, call),
                kind="article",
                alternates=_calendar_link(entry),
                data=job_posting(opening, now, how),
                changes_at=min(filter(None, changes), default=None),
            ),
            "opening": opening,
            "entry": entry,
            "is_advertised": is_advertised,
            "ended_on": ended_on(opening),
            "facts": facts_of(entry),
            "topics": [topic.interest for topic in opening.topics.all()],
            "text": text,
            "has_headings": has_headings(text),
            "application": how,
            "asking": asking(opening),
            "others": others_of(others, now),
        },
    )


def _calendar_link(entry: Entry) -> tuple[Alternate, ...]:
    """Its deadline for calendars, as long as it lies ahead."""
    if entry.deadline is None or entry.deadline.days is None:
        return ()
    address = reverse("recruiting:opening-calendar", args=[entry.opening.slug])
    return (Alternate(address, "text/calendar", "Deadline"),)
