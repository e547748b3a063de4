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
        return self._changed_at

    def __init__(self) -> None:
        self._changed_at = ContentVersion.current().changed_at


class PublicationSitemap(Sitemap):  # type: ignore[type-arg]  # not subscriptable at run time
    def items(self) -> Iterable[Publication]:
        return Publication.objects.public().order_by("pk")

    def lastmod(self, item: Addressed) -> datetime:
        return item.updated_at


class OpeningSitemap(Sitemap):  # type: ignore[type-arg]  # not subscriptable at run time
    def items(self) -> Iterable[Opening]:
        now = timezone.now()
        return Opening.objects.public(now).advertised(now).order_by("pk")

    def lastmod(self, item: Addressed) -> datetime:
        return item.updated_at


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Sitemap 0.9, up to its limit of 50,000 addresses."""
    protocol = urlsplit(settings.SITE_URL).scheme
    urls: list[dict[str, Any]] = []
    for section in (PageSitemap(), PublicationSitemap(), OpeningSitemap()):
        urls += section.get_urls(site=_CanonicalSite(), protocol=protocol)  # type: ignore[arg-type]
    return TemplateResponse(
        request, "sitemap.xml", {"urlset": urls[:50_000]}, content_type="application/xml"
    )
