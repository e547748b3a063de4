"""Which works are public, in which order, fetched with what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F

from homepage.content.publishing import PublicQuerySet

if TYPE_CHECKING:
    from publications.models import Publication  # noqa: F401


class PublicationQuerySet(PublicQuerySet["Publication"]):
    def newest_first(self) -> PublicationQuerySet:
        """By the date of the main stage; works without a date come first, as still to appear."""
        return self.order_by(F("main_stage__date").desc(nulls_first=True), "title", "pk")

    def selected(self) -> PublicationQuerySet:
        return self.filter(is_selected=True).order_by("position", "pk")

    def for_list(self) -> PublicationQuerySet:
        """With everything an entry of a list shows."""
        return self.select_related("main_stage__venue", "figure").prefetch_related(
            "stages__venue", "authorships__person", "links", "distinctions"
        )

    def for_page(self) -> PublicationQuerySet:
        """With everything the page of one work shows."""
        return self.for_list().prefetch_related("topics__interest")
