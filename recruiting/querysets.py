"""Which positions are public and open at a moment, in which order, fetched with what."""

from __future__ import annotations

from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Case, Prefetch, Q, Value, When
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from homepage.content.publishing import PublicQuerySet, PublishState, public_q
from homepage.content.versions import ContentQuerySet
from recruiting.deadlines import CALLED_OFF_FOR, DERIVED_FROM

if TYPE_CHECKING:
    from recruiting.models import Opening, OpeningTopic  # noqa: F401


def _not_closed(at: datetime) -> Q:
    return Q(outcome="open") & (Q(closes_at__isnull=True) | Q(closes_at__gt=at))


class OpeningQuerySet(PublicQuerySet["Opening"]):
    def update(self, **values: Any) -> int:
        if not DERIVED_FROM.isdisjoint(values):
            raise ValueError("Deadlines and outcomes are changed by save(), which derives moments.")
        return super().update(**values)

    update.alters_data = True  # type: ignore[attr-defined]

    def advertised(self, at: datetime) -> Self:
        """What is open at that moment or opens later."""
        return self.filter(_not_closed(at))

    def open(self, at: datetime) -> Self:
        return self.advertised(at).filter(Q(opens_at__isnull=True) | Q(opens_at__lte=at))

    def ended(self, at: datetime) -> Self:
        return self.exclude(_not_closed(at))

    def with_status(self, status: Opening.Status, at: datetime) -> Self:
        """What has that status at that moment, as `Opening.status` tells it."""
        match status.value:
            case "open":
                return self.open(at)
            case "soon":
                return self.advertised(at).filter(opens_at__gt=at)
            case "closed":
                return self.ended(at).filter(outcome__in=("open", "closed"))
        return self.filter(outcome=status.value)

    def closing_before(self, moment: datetime) -> Self:
        return self.filter(closes_at__lt=moment)

    def in_calendar(self, at: datetime) -> Self:
        """What has a deadline to come, and what was called off before it a short while ago."""
        called_off = Q(ended_at__gt=at - CALLED_OFF_FOR)
        return self.filter(Q(outcome="open") | called_off, closes_at__gt=at)

    def in_order(self) -> Self:
        return self.order_by("position", "pk")

    def open_first(self, at: datetime) -> Self:
        """What is open in the editor's order, then what opens soon, the soonest first."""
        soon = Case(When(opens_at__gt=at, then="opens_at"), default=Value(None))
        return self.alias(soon=soon).order_by(
            Case(When(opens_at__gt=at, then=1), default=0), "soon", "position", "pk"
        )

    def newest_first(self) -> Self:
        """By the moment from which readers could apply, as `Opening.offered_from` has it."""
        opens_at = Coalesce("opens_at", "public_from")
        return self.order_by(Greatest(opens_at, "public_from").desc(), "-pk")

    def last_change(self, until: datetime) -> datetime | None:
        """The last moment up to that at which the clock made one public, opened or closed it."""
        public = self.public(until).order_by()
        of_all = public.values_list("public_from", flat=True)
        # What somebody has ended neither opens nor closes.
        of_open = public.filter(outcome="open").values_list("opens_at", "closes_at")
        moments = chain(of_all, *of_open)
        return max((moment for moment in moments if moment and moment <= until), default=None)

    def for_list(self, at: datetime) -> Self:
        """With kind, supervisor, hosts, and the topics that are public at that moment."""
        from recruiting.models import OpeningTopic

        topics = OpeningTopic.objects.public(at).select_related("interest")
        return (
            self.with_hosts()
            .select_related("kind", "supervisor")
            .prefetch_related(
                Prefetch("topics", topics.order_by("position", "pk")),
            )
        )

    def with_hosts(self) -> Self:
        """With its hosts in their order, and what each of these is part of."""
        from recruiting.models import OpeningHost

        hosts = OpeningHost.objects.select_related("organization__part_of")
        return self.prefetch_related(Prefetch("hosts", hosts.order_by("position", "pk")))

    def for_names(self) -> Self:
        """With the kind; without the long texts, for lines that only name a position."""
        return self.select_related("kind").defer(
            "description", "requirements", "eligibility", "after_applying"
        )

    def next_change(self, after: datetime) -> datetime | None:
        """The first moment later than that at which the clock changes what readers see of these.

        A position becomes public, opens or closes; a day less is left until it closes; a
        deadline that was called off leaves the calendar.
        """
        rows = self.filter(state=PublishState.PUBLISHED).filter(
            Q(public_from__gt=after) | Q(closes_at__gt=after) | Q(opens_at__gt=after)
        )
        told_by = ("state", "public_from", "outcome", "opens_at", "closes_at", "ended_at")
        moments = [moment for row in rows.only(*told_by) for moment in row.changes_after(after)]
        return min(moments, default=None)


class OpeningTopicQuerySet(ContentQuerySet["OpeningTopic"]):
    def public(self, at: datetime | None = None) -> Self:
        """Topics whose research interest a visitor may see."""
        return self.filter(public_q(at or timezone.now(), prefix="interest__"))
