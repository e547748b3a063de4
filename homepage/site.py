"""The few values that every page needs, in one query."""

from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest

from homepage.content.versions import ContentVersion
from homepage.models import SiteSettings
from profile.models import Profile

#: What the site is called until it has an owner.
NAMELESS = "Homepage"


class Site:
    """The settings, the name, and when anything changed last; the owner when asked for."""

    def __init__(self) -> None:
        same = {"pk": OuterRef("pk")}
        changed = ContentVersion.objects.filter(**same, number__gt=0)
        owner = Profile.objects.filter(**same)
        row = (
            SiteSettings.objects.filter(pk=1)
            .annotate(
                content_changed_at=Subquery(changed.values("changed_at")),
                owner_name=Subquery(owner.values("name")),
            )
            .first()
        )
        self.settings: SiteSettings = row or SiteSettings(pk=1)
        self.last_changed: datetime | None = row.content_changed_at if row else None
        self.name: str = self.settings.title or (row.owner_name if row else "") or NAMELESS

    @cached_property
    def profile(self) -> Profile:
        owner = Profile.objects.select_related("portrait").filter(pk=1).first()
        return owner or Profile(pk=1)

    @property
    def language(self) -> str:
        return self.settings.language

    @property
    def footer(self) -> str:
        return self.settings.footer

    @property
    def time_zone(self) -> ZoneInfo:
        return ZoneInfo(self.settings.time_zone)


def site_of(request: HttpRequest) -> Site:
    """The same values for the whole of one request."""
    site: Site | None = getattr(request, "homepage_site", None)
    if site is None:
        site = Site()
        request.homepage_site = site  # type: ignore[attr-defined]
    return site
