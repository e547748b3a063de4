"""What is public is decided here, once: by state and time, read at the moment of asking."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar, runtime_checkable

from django.db import models
from django.db.models import Min, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from homepage.content.constraints import FieldCheckConstraint
from homepage.content.versions import ContentQuerySet, Versioned


class PublishState(models.TextChoices):
    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"


def public_q(at: datetime | None = None, prefix: str = "") -> Q:
    """The rule as a condition, also across a relation: `public_q(at, "publication__")`."""
    return Q(
        **{
            f"{prefix}state": PublishState.PUBLISHED,
            f"{prefix}public_from__lte": at or timezone.now(),
        }
    )


@runtime_checkable
class ChangesByClock(Protocol):
    """A queryset of what readers see change though nobody edits it."""

    def next_change(self, after: datetime) -> datetime | None:
        """The first moment later than that at which the clock changes one of these."""


_Model = TypeVar("_Model", bound="Publishable", covariant=True)


class PublicQuerySet(ContentQuerySet[_Model]):
    def public(self, at: datetime | None = None) -> Self:
        """What a visitor may see at that moment; now, if none is given."""
        return self.filter(public_q(at))

    def next_change(self, after: datetime) -> datetime | None:
        """The first moment later than that at which one of these becomes public."""
        waiting = self.filter(state=PublishState.PUBLISHED, public_from__gt=after)
        moment: datetime | None = waiting.aggregate(first=Min("public_from"))["first"]
        return moment

    def publish(self, at: datetime | None = None) -> int:
        """Publish all of these; what was public before keeps the time it became so."""
        return self._set_state(
            PublishState.PUBLISHED,
            public_from=Coalesce("public_from", models.Value(at or timezone.now())),
        )

    def withdraw(self) -> int:
        return self._set_state(PublishState.WITHDRAWN)

    def _set_state(self, state: PublishState, **values: Any) -> int:
        return self.exclude(state=state).update(
            state=state,
            edit_version=models.F("edit_version") + 1,
            updated_at=timezone.now(),
            **values,
        )


class Publishable(Versioned):
    """Something that visitors may see once it is published and its time has come."""

    state = models.CharField(
        "state",
        max_length=10,
        choices=PublishState.choices,
        default=PublishState.DRAFT,
        help_text=(
            "A draft is seen by editors only. Withdrawn takes it off the site and keeps it here."
        ),
    )
    public_from = models.DateTimeField(
        "public from",
        null=True,
        blank=True,
        help_text="Leave empty to show it as soon as it is published. A later time schedules it.",
    )

    if not TYPE_CHECKING:
        # The type checker's plugin knows a model's own manager, not one it inherits.
        objects = PublicQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=PublishState.PUBLISHED) | Q(public_from__isnull=False),
                name="%(app_label)s_%(class)s_published_has_time",
                violation_error_message="Say from when this is public.",
            )
        ]

    def clean(self) -> None:
        super().clean()
        self._settle_time()

    def save_base(self, *args: Any, **kwargs: Any) -> None:
        self._settle_time()
        super().save_base(*args, **kwargs)

    def _settle_time(self) -> None:
        """What is published without a time is public from now on."""
        if self.state == PublishState.PUBLISHED and self.public_from is None:
            self.public_from = timezone.now()

    def is_public(self, at: datetime | None = None) -> bool:
        return (
            self.state == PublishState.PUBLISHED
            and self.public_from is not None
            and self.public_from <= (at or timezone.now())
        )

    @property
    def is_draft(self) -> bool:
        return self.state == PublishState.DRAFT

    @property
    def is_scheduled(self) -> bool:
        return self.state == PublishState.PUBLISHED and not self.is_public()


def required_when_published(field: str, name: str, message: str) -> FieldCheckConstraint:
    """The database's rule that a text may be empty in a draft only, shown at its field."""
    return FieldCheckConstraint(
        field=field,
        condition=~Q(state=PublishState.PUBLISHED) | ~Q(**{field: ""}),
        name=name,
        violation_error_message=message,
    )
