"""What becomes of a position after it was written: a copy, a later deadline, an end, a reopening.

Each step is one write and raises the edit version, so that a form made before it is told.
"""

import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone

from homepage.content.publishing import PublishState
from homepage.content.versions import content_write
from recruiting.models import Opening, OpeningHost, OpeningTopic
from recruiting.wording.entries import deadline_of

Outcome = Opening.Outcome

#: What a copy begins anew: its identity and address, its state, its dates, how it ended.
OF_ITS_OWN = frozenset(
    {
        "id",
        "uid",
        "slug",
        "position",
        "state",
        "public_from",
        "edit_version",
        "created_at",
        "updated_at",
        "reference",
        "start",
        "start_season",
        "posted_on",
        "opens_on",
        "deadline",
        "review_from",
        "outcome",
        "opens_at",
        "closes_at",
        "ended_at",
    }
)

#: The outcomes that may be given by hand, in the order in which they are offered.
OUTCOMES = (Outcome.OPEN, Outcome.FILLED, Outcome.CLOSED, Outcome.CANCELLED)

#: The fields that a later deadline changes.
EXTENDED = ("deadline", "deadline_time", "time_zone")


def duplicate(opening: Opening) -> Opening:
    """A draft with the same texts, hosts, topics and terms; no dates, outcome or reference."""
    fields = [field for field in Opening._meta.concrete_fields if field.name not in OF_ITS_OWN]
    with content_write():
        copy = Opening(
            state=PublishState.DRAFT,
            **{field.attname: getattr(opening, field.attname) for field in fields},
        )
        copy.save()
        for host in OpeningHost.objects.filter(opening=opening).order_by("position", "pk"):
            OpeningHost.objects.create(opening=copy, organization_id=host.organization_id)
        for topic in OpeningTopic.objects.filter(opening=opening).order_by("position", "pk"):
            OpeningTopic.objects.create(opening=copy, interest_id=topic.interest_id)
    return copy


def steps_for(opening: Opening, at: datetime.datetime) -> tuple[Opening.Outcome, ...]:
    """The outcomes that may be given to it by hand at that moment.

    A draft has no need to be closed or cancelled, nor what has ended to be cancelled; only what
    the clock has not closed is closed.
    """
    return tuple(outcome for outcome in OUTCOMES if _may_become(opening, outcome, at))


def _may_become(opening: Opening, outcome: Opening.Outcome, at: datetime.datetime) -> bool:
    match outcome:
        case Outcome.CLOSED:
            return opening.status(at).is_advertised and not opening.is_draft
        case Outcome.CANCELLED:
            return opening.outcome == Outcome.OPEN and not opening.is_draft
    return opening.outcome != outcome


def end(opening: Opening, outcome: Opening.Outcome) -> None:
    """Close, fill or cancel a position at once, whatever its deadline.

    Raises ValidationError where that is none of its steps.
    """
    _give(opening, outcome)


def reopen(opening: Opening) -> None:
    """Take an end back. A deadline that has passed still closes it.

    Raises ValidationError where nothing has ended it but the clock.
    """
    _give(opening, Outcome.OPEN)


def _give(opening: Opening, outcome: Opening.Outcome) -> None:
    with content_write():
        opening.refresh_from_db()
        if outcome not in steps_for(opening, timezone.now()):
            raise ValidationError(f"“{opening}” cannot become {outcome.label.lower()} now.")
        opening.outcome = outcome
        opening.save()


def may_be_extended(opening: Opening) -> bool:
    """Whether it has a deadline to move: what was ended by hand is reopened first."""
    return opening.outcome == Outcome.OPEN and opening.deadline is not None


def why_not_extended(opening: Opening) -> str:
    """Why its deadline cannot be moved, in a few words; "" where it can."""
    if opening.outcome != Outcome.OPEN:
        return f"{opening.get_outcome_display()}, and stays so"
    return "" if opening.deadline else "open until filled, and stays so"


def extend_deadline(
    opening: Opening, *, deadline: datetime.date, deadline_time: datetime.time, time_zone: str
) -> None:
    """Let a position close later; one that the clock has closed is open again by it.

    Raises ValidationError by field for a moment that has passed, that is no later than the
    present deadline, that no clock shows or that another rule of the position forbids.
    """
    with content_write():
        opening.refresh_from_db()
        if not may_be_extended(opening):
            raise ValidationError(f"“{opening}” has no deadline that could be moved.")
        now = timezone.now()
        before, present = opening.closes_at, deadline_of(opening, now)
        opening.deadline, opening.deadline_time = deadline, deadline_time
        opening.time_zone = time_zone
        opening.clean()
        opening.validate_constraints()
        after = opening.closes_at
        if present and before and after and after <= before:
            raise ValidationError({"deadline": f"Choose a later one than now: {present.words}."})
        opening.refuse_past_deadline(now)
        opening.save()
