"""Which positions are public and open at a moment, in which order, fetched with what."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db.models import Case, Prefetch, Q, Value, When
from django.utils import timezone

from homepage.content.publishing import PublicQuerySet, PublishState, public_q
from homepage.content.versions import ContentQuerySet

if TYPE_CHECKING:
    from recruiting.models import Opening, OpeningTopic  # noqa: F401

#: How long calendars are told that a deadline was called off.
CALLED_OFF_FOR = timedelta(days=30)


def _not_closed(at: datetime) -> Q:
    return Q(outcome="open") & (Q(closes_at__isnull=True) | Q(closes_at__gt=at))


class OpeningQuerySet(PublicQuerySet["Opening"]):
    def advertised(self, at: datetime) -> Self:
        """What is open at that moment or opens later."""
        return self.filter(_not_closed(at))

    def open(self, at: datetime) -> Self:
        return self.advertised(at).filter(Q(opens_at__isnull=True) | Q(opens_at__lte=at))

    def ended(self, at: datetime) -> Self:
        return self.exclude(_not_closed(at))

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

    def for_list(self) -> Self:
        """With kind, hosts and public topics."""
        from recruiting.models import OpeningHost, OpeningTopic

        hosts = OpeningHost.objects.select_related("organization__part_of")
        topics = OpeningTopic.objects.public().select_related("interest")
        return self.select_related("kind", "supervisor").prefetch_related(
            Prefetch("hosts", hosts.order_by("position", "pk")),
            Prefetch("topics", topics.order_by("position", "pk")),
        )

    def next_change(self, after: datetime) -> datetime | None:
        """The first moment later than that at which the clock changes what readers see of these.

        A position becomes public, opens or closes; a day less is left until it closes; a
        deadline that was called off leaves the calendar.
        """
        rows = self.filter(state=PublishState.PUBLISHED).filter(
            Q(public_from__gt=after) | Q(closes_at__gt=after) | Q(opens_at__gt=after)
        )
        moments = [moment for row in rows for moment in row.changes_after(after)]
        return min(moments, default=None)


class OpeningTopicQuerySet(ContentQuerySet["OpeningTopic"]):
    def public(self, at: datetime | None = None) -> Self:
        """Topics whose research interest a visitor may see."""
        return self.filter(public_q(at or timezone.now(), prefix="interest__"))
