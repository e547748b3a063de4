"""Every public address with the time of its last change."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from homepage.content.redirects import Addressed
from homepage.content.versions import ContentVersion
from news.models import NewsItem
from publications.models import Publication
from recruiting.models import Opening


class _CanonicalSite:
    """What Django's sitemaps ask of a site: the host of the canonical address."""

    def __init__(self) -> None:
        self.domain = self.name = urlsplit(settings.SITE_URL).netloc


class PageSitemap(Sitemap):  # type: ignore[type-arg]  # not subscriptable at run time
    """Pages that show several things, among them the years of the news."""

    def items(self) -> list[str]:
        names = ("front", "publications:list", "news:list", "recruiting:list", "cv")
        years = NewsItem.objects.public().values_list("date__year", flat=True).distinct()
        return [
            *(reverse(name) for name in names),
            *(reverse("news:year", args=[year]) for year in sorted(set(years), reverse=True)),
        ]

    def location(self, item: str) -> str:
        return item

    def lastmod(self, item: str) -> datetime:
        return self._turned_at if item in self._told_by_the_clock else self._changed_at

    def __init__(self, at: datetime) -> None:
        self._changed_at = ContentVersion.current().changed_at
        # The front page and the list say which positions are open.
        self._told_by_the_clock = (reverse("front"), reverse("recruiting:list"))
        self._turned_at = max(self._changed_at, Opening.objects.last_change(at) or self._changed_at)


class PublicationSitemap(Sitemap):  # type: ignore[type-arg]  # not subscriptable at run time
    def items(self) -> Iterable[Publication]:
        return Publication.objects.public().order_by("pk")

    def lastmod(self, item: Addressed) -> datetime:
        return item.updated_at


class OpeningSitemap(Sitemap):  # type: ignore[type-arg]  # not subscriptable at run time
    """Positions that are open or open later."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def items(self) -> Iterable[Opening]:
        return Opening.objects.public(self._at).advertised(self._at).order_by("pk")

    def lastmod(self, item: Opening) -> datetime:
        """When it was saved, or the clock made it public or opened it since."""
        by_the_clock = (item.public_from, item.opens_at)
        passed = [moment for moment in by_the_clock if moment and moment <= self._at]
        return max([item.updated_at, *passed])


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Sitemap 0.9, up to its limit of 50,000 addresses."""
    now = timezone.now()
    protocol = urlsplit(settings.SITE_URL).scheme
    urls: list[dict[str, Any]] = []
    for section in (PageSitemap(now), PublicationSitemap(), OpeningSitemap(now)):
        urls += section.get_urls(site=_CanonicalSite(), protocol=protocol)  # type: ignore[arg-type]
    return TemplateResponse(
        request, "homepage/sitemap.xml", {"urlset": urls[:50_000]}, content_type="application/xml"
    )
