"""Which news is public, in which order, fetched with what."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db.models import Prefetch

from homepage.content.publishing import PublicQuerySet, public_q

if TYPE_CHECKING:
    from news.models import NewsItem  # noqa: F401


class NewsItemQuerySet(PublicQuerySet["NewsItem"]):
    def newest_first(self) -> Self:
        """By date; what was added last comes first among items of one date."""
        return self.order_by("-date", "-position", "-pk")

    def pinned_first(self) -> Self:
        return self.order_by("-is_pinned", "-date", "-position", "-pk")

    def with_works(self, at: datetime | None = None) -> Self:
        """With the public works that each item announces."""
        announcements = self.model._meta.get_field("announcements").related_model
        public = announcements._default_manager.filter(public_q(at, "publication__"))
        return self.prefetch_related(
            Prefetch("announcements", public.select_related("publication").order_by("position"))
        )
