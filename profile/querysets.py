"""What of the profile is public, in which order, fetched with what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from homepage.content.publishing import PublicQuerySet

if TYPE_CHECKING:
    from profile.models import ResearchInterest, ServiceRole, TimelineEntry  # noqa: F401


class TimelineEntryQuerySet(PublicQuerySet["TimelineEntry"]):
    def with_parts(self) -> TimelineEntryQuerySet:
        return self.select_related("kind").prefetch_related(
            "affiliations__organization", "people__person"
        )

    def in_order(self) -> TimelineEntryQuerySet:
        return self.order_by("kind__position", "kind_id", "position", "pk")


class ResearchInterestQuerySet(PublicQuerySet["ResearchInterest"]):
    def in_order(self) -> ResearchInterestQuerySet:
        return self.order_by("position", "pk")


class ServiceRoleQuerySet(PublicQuerySet["ServiceRole"]):
    def with_parts(self) -> ServiceRoleQuerySet:
        return self.prefetch_related("venues__venue")

    def in_order(self) -> ServiceRoleQuerySet:
        return self.order_by("position", "pk")
