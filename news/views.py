"""News, whole and by year."""

from itertools import groupby

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from homepage.content.collections import collection_page
from homepage.content.pages import Alternate, Page
from news.models import NewsItem


@require_safe
def news_list(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """Everything, or one year; a year without news is a 404."""
    public = NewsItem.objects.public()
    counted = public.order_by().values_list("date__year").annotate(Count("pk"))
    counts = sorted(counted, reverse=True)
    if year is not None and year not in dict(counts):
        raise Http404
    shown = public if year is None else public.filter(date__year=year)
    items = list(shown.newest_first().with_works())
    path = reverse("news:list") if year is None else reverse("news:year", args=[year])
    title = "News" if year is None else f"News of {year}"
    return TemplateResponse(
        request,
        "news/list.html",
        {
            "page": Page(
                title=title,
                path=path,
                description=items[0].headline if items else "News",
                alternates=(Alternate(reverse("news:feed"), "application/atom+xml", "News"),),
                data=collection_page(title, path, [item.get_absolute_url() for item in items]),
            ),
            "groups": [
                {"year": of_year, "items": list(group)}
                for of_year, group in groupby(items, key=lambda item: item.date.year)
            ],
            "years": [
                {
                    "year": of_year,
                    "count": count,
                    "url": reverse("news:year", args=[of_year]),
                    "is_current": of_year == year,
                }
                for of_year, count in counts
            ],
            "total": sum(count for _, count in counts),
            "since": items[-1].date if items and year is None else None,
            "year": year,
        },
    )
