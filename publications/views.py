"""The list of works and the page of one."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from homepage.content.collections import collection_page
from homepage.content.markdown import plain, plain_title
from homepage.content.pages import Alternate, Page, absolute
from publications.bylines import marks_in, marks_in_list
from publications.citations import cite_box
from publications.listing.chart import chart_of
from publications.listing.entries import groups_of, works_at
from publications.listing.filters import WorkFilter
from publications.listing.paging import page_of, room
from publications.metadata import citation_tags
from publications.models import Publication
from publications.signposting import LINKSET, alternates_of, header, linkset, page_links
from publications.structured_data import publication_date, work_page
from publications.titles import readable


@require_safe
def publication_list(request: HttpRequest) -> HttpResponse:
    filters = WorkFilter(request.GET, Publication.objects.public())
    chart, facets = chart_of(filters), filters.facets
    beside = room(len(chart.bars) if chart else 0, sum(len(facet.choices) for facet in facets))
    asked = request.GET.get("page")
    listed = page_of(filters.places(), filters.index.sizes, beside, asked)
    works = works_at(listed.places, filters.index)
    number = listed.number
    path = reverse("publications:list") + (f"?page={number}" if number > 1 else "")
    addresses = [work.get_absolute_url() for work in works]
    feed = Alternate(reverse("publications:feed"), "application/atom+xml", "Publications")
    return TemplateResponse(
        request,
        "publications/list.html",
        {
            "page": Page(
                title=f"Publications, page {number}" if number > 1 else "Publications",
                path=path,
                description="Publications, newest first.",
                alternates=(feed,),
                is_indexed=not filters.query,
                # The address above is that of all works.
                data=None if filters.query else collection_page("Publications", path, addresses),
            ),
            "groups": groups_of(works, filters.index, filters.group_asked),
            "marks": marks_in_list(works),
            "total": filters.found.bit_count(),
            "shown_total": f"{filters.found.bit_count():,}",
            "filters": filters,
            "facets": facets,
            "chart": chart,
            "listed": listed,
        },
    )


@require_safe
def publication_detail(request: HttpRequest, slug: str) -> HttpResponse:
    work, further = _work_and_further(slug)
    links = page_links(work)
    topics = [topic.interest for topic in work.topics.all()]
    date = publication_date(work)
    response = TemplateResponse(
        request,
        "publications/detail.html",
        {
            "page": Page(
                title=readable(work.title),
                path=work.get_absolute_url(),
                description=plain(work.abstract) or _byline(work),
                kind="article",
                properties={"article:published_time": date} if date else {},
                **_shared_picture(work),
                alternates=alternates_of(work),
                links=links,
                meta=citation_tags(work),
                data=work_page(work),
            ),
            "work": work,
            "stages": [stage.in_public for stage in work.stages.all()],
            "marks": marks_in([work]),
            "files": [link for link in work.all_links if link.version or link.licence],
            "abstract": work.abstract,
            "news": work.public_news(),
            "topics": topics,
            "cite": cite_box(work),
            "further": further,
        },
    )
    response["Link"] = header(links)
    return response


@require_safe
def publication_linkset(request: HttpRequest, slug: str) -> HttpResponse:
    """The signposts of a work as a document of their own (RFC 9264)."""
    work = get_object_or_404(Publication.objects.public().for_page(), slug=slug)
    return JsonResponse(linkset(work), content_type=LINKSET)


def _work_and_further(slug: str) -> tuple[Publication, list[Publication]]:
    """The work, and those that share most topics with it. Raises Http404 where it is not public."""
    works = list(Publication.objects.public().page_of(slug))
    work = next((found for found in works if found.slug == slug), None)
    if work is None:
        raise Http404
    topics = {topic.interest_id for topic in work.topics.all()}
    further = [other for other in works if other is not work]
    further.sort(key=lambda other: -len(topics & {t.interest_id for t in other.topics.all()}))
    return work, further


def _shared_picture(work: Publication) -> dict[str, Any]:
    """The figure for those who share the page: what is shown on it too."""
    if work.figure is None:
        return {}
    return {
        "image": absolute(work.figure.source.whole),
        "image_size": (work.figure.width, work.figure.height),
        "image_alt": work.figure.description,
    }


def _byline(work: Publication) -> str:
    """Who made the work and where it appeared, for a search engine's line under its title."""
    names = ", ".join(person.name for credit in work.credits for person in credit.people)
    others = " and others" if names and not work.authors_complete else ""
    return ". ".join(filter(None, [names + others, plain_title(work.venue_line)]))
