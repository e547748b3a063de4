"""Which positions are public and open, in which order, fetched with what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import Prefetch

from homepage.content.publishing import PublicQuerySet

if TYPE_CHECKING:
    from recruiting.models import Opening  # noqa: F401


class OpeningQuerySet(PublicQuerySet["Opening"]):
    def open(self) -> Self:
        return self.filter(outcome=self.model.Outcome.OPEN)

    def in_order(self) -> Self:
        return self.order_by("position", "pk")

    def for_list(self) -> Self:
        from recruiting.models import OpeningHost

        hosts = OpeningHost.objects.select_related("organization").order_by("position", "pk")
        return self.select_related("kind").prefetch_related(Prefetch("hosts", hosts))
