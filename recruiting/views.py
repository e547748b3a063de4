"""Open positions and the page of one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from homepage.content.collections import collection_page
from homepage.content.markdown import plain
from homepage.content.pages import Alternate, Page
from profile.models import Profile
from recruiting.applying import application
from recruiting.filters import OpeningFilter
from recruiting.models import Opening, RecruitingPage
from recruiting.structured_data import job_posting
from recruiting.wording.entries import Entry, entry_of
from recruiting.wording.facts import ended_on, facts_of


@require_safe
def opening_list(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    call, profile = RecruitingPage.load(), Profile.load()
    public = Opening.objects.public(now)
    advertised = list(public.advertised(now).open_first(now).for_list())
    filters = OpeningFilter(request.GET, advertised, public.ended(now).for_list)
    entries = [entry_of(opening, now) for opening in filters.found()]
    is_any_open = any(opening.is_open(now) for opening in advertised)
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
            ),
            "call": call,
            "filters": filters,
            "is_any_advertised": bool(advertised),
            "is_any_open": is_any_open,
            "has_deadline": any(opening.deadline for opening in advertised),
            "open_entries": [entry for entry in entries if entry.is_open],
            "soon_entries": [entry for entry in entries if entry.is_soon],
            "application": application(None, call, profile.public_email, profile.name)
            if is_any_open
            else None,
        },
    )


@require_safe
def opening_detail(request: HttpRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    opening = get_object_or_404(Opening.objects.public(now).for_list(), slug=slug)
    entry = entry_of(opening, now)
    call, profile = RecruitingPage.load(), Profile.load()
    is_advertised = entry.is_open or entry.is_soon
    how = application(opening, call, profile.public_email, profile.name) if is_advertised else None
    others = Opening.objects.public(now).open(now).exclude(pk=opening.pk).in_order()
    return TemplateResponse(
        request,
        "recruiting/detail.html",
        {
            "page": Page(
                title=str(opening),
                path=opening.get_absolute_url(),
                description=_description(opening, call),
                kind="article",
                alternates=_calendar_of(entry),
                data=job_posting(opening, now, how),
            ),
            "opening": opening,
            "entry": entry,
            "is_advertised": is_advertised,
            "ended_on": ended_on(opening),
            "facts": facts_of(entry),
            "topics": [topic.interest for topic in opening.topics.all()],
            "text": opening.description or (call.introduction if is_advertised else ""),
            "application": how,
            "others": others.select_related("kind"),
        },
    )


def _calendar_of(entry: Entry) -> tuple[Alternate, ...]:
    """Its deadline for calendars, as long as it lies ahead."""
    if entry.deadline is None or entry.deadline.days is None:
        return ()
    address = reverse("recruiting:opening-calendar", args=[entry.opening.slug])
    return (Alternate(address, "text/calendar", "Deadline"),)


def _description(opening: Opening, call: RecruitingPage) -> str:
    """For a search engine's lines under the title."""
    if text := opening.summary or plain(opening.description):
        return text
    hosts = "; ".join(host.organization.name for host in opening.hosts.all())
    return f"{opening}: {hosts}. {plain(call.introduction)}" if hosts else plain(call.introduction)
