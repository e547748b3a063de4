"""Pages that draw on several apps, and what machines ask for."""

import logging
from datetime import UTC, datetime

from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from homepage.content.markdown import plain
from homepage.content.pages import Alternate, Page, absolute
from homepage.content.search import SearchResult, as_typed, words_of
from homepage.content.versions import ContentVersion
from homepage.resume import resume, timeline_sections
from homepage.site import Site, site_of
from news.models import NewsItem
from news.search import search as search_news
from profile.models import ProfileLink, ResearchInterest, TimelineEntry
from profile.search import search as search_profile
from profile.structured_data import person, profile_page
from publications.models import Publication
from publications.search import search as search_publications
from recruiting.models import Opening, RecruitingPage
from recruiting.search import search as search_openings
from recruiting.wording.entries import turns_at
from recruiting.wording.open_kinds import open_kinds

logger = logging.getLogger(__name__)

NEWS_ON_FRONT_PAGE = 5
RESULTS_SHOWN = 100


def _description(site: Site) -> str:
    profile = site.profile
    return site.settings.description or " – ".join(
        filter(None, [profile.role, plain(profile.about)])
    )


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    site = site_of(request)
    profile = site.profile
    links = list(ProfileLink.objects.filter(profile_id=profile.pk))
    interests = list(ResearchInterest.objects.public().in_order().with_works())
    entries = list(
        TimelineEntry.objects.public().filter(kind__on_front_page=True).with_parts().in_order()
    )
    data = None
    if profile.name:
        changed = (site.last_changed or datetime.now(UTC)).isoformat(timespec="seconds")
        data = profile_page(person(profile, links, entries, interests), changed)
    portrait = profile.portrait
    positions = list(Opening.objects.public(now).in_order().for_names())
    advertised = [opening for opening in positions if opening.status(now).is_advertised]
    return TemplateResponse(
        request,
        "homepage/front.html",
        {
            "page": Page(
                title=site.name,
                path=reverse("front"),
                description=_description(site),
                kind="profile",
                properties={
                    name: value
                    for name, value in {
                        "profile:first_name": profile.given_name,
                        "profile:last_name": profile.family_name,
                    }.items()
                    if value
                },
                image=absolute(portrait.source.whole) if portrait else "",
                image_size=(portrait.width, portrait.height) if portrait else None,
                image_alt=portrait.description if portrait else "",
                alternates=(Alternate(reverse("news:feed"), "application/atom+xml", "News"),),
                data=data,
                is_front=True,
                changes_at=turns_at(advertised, now),
            ),
            "profile": profile,
            "links": links,
            "call": RecruitingPage.load(),
            "open_kinds": open_kinds(positions, now),
            "news": NewsItem.objects.public().pinned_first()[:NEWS_ON_FRONT_PAGE],
            "selected": Publication.objects.public().selected().for_list(),
            "interests": interests,
            "timeline": timeline_sections(entries),
        },
    )


@require_safe
def cv(request: HttpRequest) -> HttpResponse:
    site = site_of(request)
    return TemplateResponse(
        request,
        "homepage/cv.html",
        {
            "page": Page(
                title="Curriculum vitae",
                path=reverse("cv"),
                description=" – ".join(
                    filter(None, ["Curriculum vitae", site.profile.name, site.profile.role])
                ),
            ),
            "resume": resume(site.profile),
        },
    )


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    query = as_typed(request.GET.get("q", ""))
    words = words_of(query)
    found: list[SearchResult] = []
    if words:
        for in_app in (search_publications, search_news, search_openings, search_profile):
            found += in_app(words)
    # The sort is stable: what has no date follows, as each app has put it.
    found.sort(key=lambda result: result.date.iso if result.date else "", reverse=True)
    return TemplateResponse(
        request,
        "homepage/search.html",
        {
            "page": Page(
                title=f"Search: {query}" if query else "Search",
                path=reverse("search"),
                is_indexed=False,
            ),
            "query": query,
            "results": found[:RESULTS_SHOWN],
            "total": len(found),
        },
    )


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """RFC 9309: everything but the editors' part."""
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('admin:index')}",
        f"Disallow: {reverse('search')}",
        "",
        f"Sitemap: {absolute(reverse('sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For those who ask by the old name instead of reading the page."""
    return HttpResponseRedirect(static("homepage/favicon.svg"))


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Whether the site can read its content: 200, or 503."""
    try:
        ContentVersion.current()
    except DatabaseError:
        return JsonResponse({"status": "database unavailable"}, status=503)
    return JsonResponse({"status": "ok"})


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for our own faults; plain text where even that page fails."""
    try:
        return HttpResponse(render_to_string("500.html"), status=500)
    except Exception:
        logger.exception("The error page itself failed")
        text = "Something went wrong here. Please try again in a little while.\n"
        return HttpResponse(text, status=500, content_type="text/plain; charset=utf-8")


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    page = Page(title="Page not found", path=request.path, is_indexed=False)
    return TemplateResponse(request, "404.html", {"page": page}, status=404).render()
