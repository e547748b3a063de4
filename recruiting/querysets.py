"""Which positions are public and open, in which order, fetched with what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from homepage.content.publishing import PublicQuerySet

if TYPE_CHECKING:
    from recruiting.models import Opening  # noqa: F401


class OpeningQuerySet(PublicQuerySet["Opening"]):
    def open(self) -> OpeningQuerySet:
        return self.filter(outcome=self.model.Outcome.OPEN)

    def in_order(self) -> OpeningQuerySet:
        return self.order_by("position", "pk")

    def for_list(self) -> OpeningQuerySet:
        return self.select_related("kind").prefetch_related("hosts__organization")
