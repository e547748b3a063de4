"""The list of works and the page of one."""

from itertools import groupby

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from homepage.content.markdown import plain, plain_title
from homepage.content.pages import Alternate, Page
from publications.bylines import marks_in
from publications.filters import WorkFilter
from publications.models import Publication

PAGE_SIZE = 100


@require_safe
def publication_list(request: HttpRequest) -> HttpResponse:
    public = Publication.objects.public()
    filters = WorkFilter(request.GET, public)
    works = filters.works().newest_first().for_list()
    page_obj = Paginator(works, PAGE_SIZE).get_page(request.GET.get("page"))
    number = page_obj.number
    groups = [
        {"year": year, "works": list(of_year)}
        for year, of_year in groupby(page_obj.object_list, key=lambda work: work.year)
    ]
    is_filtered = bool(filters.data.keys() & filters.fields.keys() and filters.query)
    feed = Alternate(reverse("publications:feed"), "application/atom+xml", "Publications")
    return TemplateResponse(
        request,
        "publications/list.html",
        {
            "page": Page(
                title=f"Publications, page {number}" if number > 1 else "Publications",
                path=reverse("publications:list") + (f"?page={number}" if number > 1 else ""),
                description="Publications, newest first.",
                alternates=(feed,),
                is_indexed=not is_filtered,
            ),
            "groups": groups,
            "marks": marks_in(page_obj.object_list),
            "total": page_obj.paginator.count,
            "filters": filters,
            "is_filtered": is_filtered,
            "page_obj": page_obj,
            "query": filters.query,
        },
    )


@require_safe
def publication_detail(request: HttpRequest, slug: str) -> HttpResponse:
    work = get_object_or_404(Publication.objects.public().for_page(), slug=slug)
    return TemplateResponse(
        request,
        "publications/detail.html",
        {
            "page": Page(
                title=str(work),
                path=work.get_absolute_url(),
                description=plain(work.abstract) or _byline(work),
                kind="article",
                properties={"article:published_time": work.date.iso} if work.date else {},
            ),
            "work": work,
            "stages": work.stages.all(),
            "marks": marks_in([work]),
            "abstract": work.abstract,
            "news": work.public_news(),
            "topics": [topic.interest for topic in work.topics.all()],
        },
    )


def _byline(work: Publication) -> str:
    """Who made the work and where it appeared, for a search engine's line under its title."""
    names = ", ".join(person.name for credit in work.credits for person in credit.people)
    others = " and others" if names and not work.authors_complete else ""
    return ". ".join(filter(None, [names + others, plain_title(work.venue_line)]))
