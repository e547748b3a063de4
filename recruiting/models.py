"""Open positions, their kinds, and what introduces them."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from markdownx.models import MarkdownxField

from homepage.content.ordering import Ordered
from homepage.content.publishing import Publishable
from homepage.content.redirects import Addressed
from homepage.content.versions import Singleton, Translatable, Versioned
from profile.models import Organization
from recruiting.querysets import OpeningQuerySet


class OpeningKind(Ordered, Versioned, Translatable):
    """Postdoc, PhD student, visiting scholar: what somebody would be."""

    name = models.CharField(
        "name",
        max_length=80,
        unique=True,
        help_text="In the singular: Research scientist.",
        error_messages={"unique": "There is a kind of this name already."},
    )

    translatable = ("name",)

    class Meta(Ordered.Meta):
        verbose_name = "kind of position"
        verbose_name_plural = "kinds of position"

    def __str__(self) -> str:
        return self.name


class Opening(Addressed, Ordered, Translatable):
    """A position. Its kind and its hosts alone are enough."""

    class Outcome(models.TextChoices):
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"
        FILLED = "filled", "Filled"
        CANCELLED = "cancelled", "Cancelled"

    kind = models.ForeignKey(OpeningKind, models.PROTECT, related_name="openings")
    title = models.CharField(
        "title", max_length=200, blank=True, help_text="Leave empty to show the kind's name."
    )
    summary = models.CharField(
        "summary", max_length=300, blank=True, help_text="One or two sentences for the list."
    )
    description = MarkdownxField("description", blank=True)
    outcome = models.CharField(
        "outcome",
        max_length=10,
        choices=Outcome.choices,
        default=Outcome.OPEN,
        help_text="A position that is no longer open keeps its page, which says so.",
    )

    objects: ClassVar = OpeningQuerySet.as_manager()

    translatable = ("title", "summary", "description")

    class Meta(Ordered.Meta):
        constraints = [*Publishable.Meta.constraints]
        verbose_name = "open position"

    def __str__(self) -> str:
        return self.title or self.kind.name

    def get_absolute_url(self) -> str:
        return reverse("recruiting:detail", args=[self.slug])

    @property
    def is_open(self) -> bool:
        return self.outcome == self.Outcome.OPEN


class OpeningHost(Ordered):
    """An organization that a position is with; the first one hires."""

    opening = models.ForeignKey(Opening, models.CASCADE, related_name="hosts")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="openings")

    ordered_within = ("opening",)

    class Meta(Ordered.Meta):
        verbose_name = "host"
        constraints = [
            models.UniqueConstraint(
                fields=["opening", "organization"],
                name="recruiting_openinghost_once",
                violation_error_message="This host stands here already.",
            )
        ]

    def __str__(self) -> str:
        return f"Host {self.position}"


class RecruitingPage(Singleton, Translatable):
    """What stands above and below the list of positions, and on the front page."""

    heading = models.CharField(
        "heading",
        max_length=120,
        blank=True,
        help_text="Of the call on the front page: Join the group.",
    )
    introduction = MarkdownxField(
        "introduction", blank=True, help_text="Who you look for, in a few sentences."
    )
    how_to_apply = MarkdownxField(
        "how to apply",
        blank=True,
        help_text="The steps, as a list. The e-mail address of your profile stands below them.",
    )
    closing = models.CharField(
        "last word",
        max_length=300,
        blank=True,
        help_text="For people who find no position that fits.",
    )

    translatable = ("heading", "introduction", "how_to_apply", "closing")

    class Meta:
        verbose_name = verbose_name_plural = "call for applicants"

    def __str__(self) -> str:
        return "Call for applicants"
