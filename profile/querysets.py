"""What of the profile is public, in which order, fetched with what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import Count, Prefetch

from homepage.content.publishing import PublicQuerySet, public_q

if TYPE_CHECKING:
    from profile.models import ResearchInterest, ServiceRole, TimelineEntry  # noqa: F401


class TimelineEntryQuerySet(PublicQuerySet["TimelineEntry"]):
    def with_parts(self) -> Self:
        from profile.models import Affiliation, EntryPerson

        affiliations = Affiliation.objects.select_related("organization")
        people = EntryPerson.objects.select_related("person")
        return self.select_related("kind").prefetch_related(
            Prefetch("affiliations", affiliations.order_by("position", "pk")),
            Prefetch("people", people.order_by("position", "pk")),
        )

    def in_order(self) -> Self:
        return self.order_by("kind__position", "kind_id", "position", "pk")


class ResearchInterestQuerySet(PublicQuerySet["ResearchInterest"]):
    def in_order(self) -> Self:
        return self.order_by("position", "pk")

    def with_works(self) -> Self:
        """With `works`: how many public works have it as a topic."""
        public = public_q(prefix="topics__publication__")
        return self.annotate(works=Count("topics", filter=public))


class ServiceRoleQuerySet(PublicQuerySet["ServiceRole"]):
    def with_parts(self) -> Self:
        from profile.models import ServiceVenue

        venues = ServiceVenue.objects.select_related("venue").order_by("position", "pk")
        return self.prefetch_related(Prefetch("venues", venues))

    def in_order(self) -> Self:
        return self.order_by("position", "pk")
