"""Open positions, their kinds, and what introduces them."""

import datetime
from decimal import Decimal
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils import timezone
from markdownx.models import MarkdownxField

from homepage.content.constraints import FieldCheckConstraint
from homepage.content.dates import PartialDateField
from homepage.content.links import LinkField
from homepage.content.ordering import Ordered
from homepage.content.publishing import Publishable
from homepage.content.redirects import Addressed
from homepage.content.versions import Singleton, Translatable, Versioned
from profile.models import Organization, Person, ResearchInterest
from recruiting import deadlines
from recruiting.currencies import CurrencyField
from recruiting.querysets import OpeningQuerySet, OpeningTopicQuerySet
from recruiting.timing import Timed

KIND_EXISTS = "A kind with this name already exists."
DEADLINE_BEFORE_OPENING = "The deadline lies before the day on which it opens."


def validate_year(day: datetime.date) -> None:
    """Refuse a year that somebody mistyped, and with it the ends of the calendar."""
    if not 1990 <= day.year < 2200:
        raise ValidationError("Check the year.", code="year")


class OpeningKind(Ordered, Versioned, Translatable):
    """Postdoc, PhD student, visiting scholar: what somebody would be."""

    name = models.CharField(
        "name",
        max_length=80,
        unique=True,
        help_text="In the singular: Research scientist.",
        error_messages={"unique": KIND_EXISTS},
    )
    is_job = models.BooleanField(
        "list with job search engines",
        default=False,
        help_text="On for real jobs. Search engines then list an open position of this kind "
        "among jobs, once everything they require is known.",
    )

    translatable = ("name",)

    class Meta(Ordered.Meta):
        verbose_name = "kind of position"
        verbose_name_plural = "kinds of position"

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        others = OpeningKind.objects.filter(name__iexact=self.name).exclude(pk=self.pk)
        if others.exists():
            raise ValidationError({"name": KIND_EXISTS})


class Opening(Timed, Addressed, Ordered, Translatable):
    """A position. Its kind and its hosts alone are enough.

    Whether it is open follows from its outcome and the clock; nobody has to close it.
    """

    class Season(models.TextChoices):
        SPRING = "spring", "Spring"
        SUMMER = "summer", "Summer"
        FALL = "fall", "Fall"
        WINTER = "winter", "Winter"

    class Workplace(models.TextChoices):
        ON_SITE = "on-site", "On site"
        PARTLY_REMOTE = "partly-remote", "Partly remote"
        REMOTE = "remote", "Remote"

    class Hours(models.TextChoices):
        FULL_TIME = "full-time", "Full time"
        PART_TIME = "part-time", "Part time"
        EITHER = "either", "Full or part time"

    class Period(models.TextChoices):
        YEAR = "year", "per year"
        MONTH = "month", "per month"

    class Way(models.TextChoices):
        """How one applies."""

        EMAIL = "email", "By e-mail"
        PORTAL = "portal", "In a portal"
        EMAIL_FIRST = "email-portal", "By e-mail, then in a portal"
        PORTAL_FIRST = "portal-email", "In a portal, then by e-mail"

    kind = models.ForeignKey(OpeningKind, models.PROTECT, related_name="openings")
    title = models.CharField(
        "title",
        max_length=200,
        blank=True,
        help_text="The name of the job alone: Postdoc in optimization. "
        "Leave empty to show the kind's name.",
    )
    summary = models.CharField(
        "summary", max_length=300, blank=True, help_text="One or two sentences for the list."
    )
    description = MarkdownxField(
        "description", blank=True, help_text="The work, the group, what you offer."
    )
    requirements = MarkdownxField(
        "requirements", blank=True, help_text="What applicants must know or have done."
    )
    eligibility = MarkdownxField(
        "eligibility", blank=True, help_text="Who may apply: degree, nationality, residence."
    )
    supervisor = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="supervised_openings",
        verbose_name="supervisor",
    )
    reference = models.CharField(
        "reference code", max_length=60, blank=True, help_text="As the employer numbers it."
    )

    # Terms

    places = models.PositiveSmallIntegerField(
        "places",
        null=True,
        blank=True,
        validators=[
            MinValueValidator(1, "At least one place, or leave it empty."),
            MaxValueValidator(1000, "Check the number."),
        ],
        help_text="How many people you are hiring.",
    )
    funding = models.CharField(
        "funding", max_length=300, blank=True, help_text="In words: Fully funded for four years."
    )
    salary_from = models.DecimalField(
        "salary from",
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(1), "Enter an amount of at least 1.")],
    )
    salary_to = models.DecimalField(
        "to",
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(1), "Enter an amount of at least 1.")],
        help_text="The same as “from” for one figure; empty for “from” that figure on.",
    )
    salary_currency = CurrencyField(
        "currency",
        blank=True,
        help_text="By its three letters: EUR, USD, CNY.",
    )
    salary_period = models.CharField("paid", max_length=5, choices=Period.choices, blank=True)
    hours = models.CharField("hours", max_length=10, choices=Hours.choices, blank=True)
    duration = models.CharField(
        "duration", max_length=80, blank=True, help_text="2 years, with a possible third."
    )
    working_language = models.CharField(
        "working language", max_length=80, blank=True, help_text="English, German or both."
    )
    starts_soon = models.BooleanField("starts as soon as possible", default=False)
    start = PartialDateField("start", help_text="A year, a month or a day.")
    start_season = models.CharField(
        "season of the start",
        max_length=6,
        choices=Season.choices,
        blank=True,
        help_text="With a year as the start: fall 2027.",
    )
    workplace = models.CharField(
        "place of work", max_length=13, choices=Workplace.choices, blank=True
    )
    city = models.CharField(
        "city",
        max_length=80,
        blank=True,
        help_text="Leave city and country empty where the work is at the first host's address.",
    )
    country = models.CharField("country", max_length=80, blank=True)
    remote_countries = models.CharField(
        "countries of remote work",
        max_length=300,
        blank=True,
        help_text="Where people who work remotely may live, with commas between the countries.",
    )

    # Times

    posted_on = models.DateField(
        "posted on",
        null=True,
        blank=True,
        validators=[validate_year],
        help_text="When the position was first announced, here or elsewhere.",
    )
    opens_on = models.DateField(
        "opens on",
        null=True,
        blank=True,
        validators=[validate_year],
        help_text="Applications are taken from the beginning of this day, in the zone of the "
        "deadline. Leave empty if they are taken already.",
    )
    deadline = models.DateField(
        "deadline",
        null=True,
        blank=True,
        validators=[validate_year],
        help_text="The last day. Leave empty to keep it open until it is filled.",
    )
    deadline_time = models.TimeField(
        "time of the deadline",
        default=deadlines.END_OF_DAY,
        blank=True,
        help_text="The last minute that counts. 23:59 is the end of the day.",
    )
    time_zone = deadlines.TimeZoneField(
        "time zone",
        default=deadlines.AOE,
        blank=True,
        help_text="Region and city, such as Europe/Zurich; UTC; or AoE, Anywhere on Earth: "
        "the day ends when it has ended everywhere.",
    )
    review_from = models.DateField(
        "review begins",
        null=True,
        blank=True,
        validators=[validate_year],
        help_text="Review of applications begins on this day.",
    )
    outcome = models.CharField(
        "outcome",
        max_length=10,
        choices=Timed.Outcome.choices,
        default=Timed.Outcome.OPEN,
        help_text="A deadline closes the position by itself. A position that is no longer open "
        "keeps its page, which says so.",
    )
    # Derived from the fields above on each save, so that open and closed are one comparison.
    opens_at = models.DateTimeField(null=True, editable=False)
    closes_at = models.DateTimeField(null=True, editable=False)
    # When the outcome became another than open.
    ended_at = models.DateTimeField(null=True, editable=False)

    # Applying

    way = models.CharField("how to apply", max_length=12, choices=Way.choices, default=Way.EMAIL)
    apply_email = models.EmailField(
        "e-mail address for applications",
        blank=True,
        error_messages={"invalid": "Write an e-mail address: name@example.edu."},
        help_text="Shown to everybody. Leave empty to use the address of your profile.",
    )
    portal = LinkField(
        "portal",
        blank=True,
        error_messages={"link": "Write a whole address that begins with https:// or http://."},
        help_text="The address of the page where one applies.",
    )
    documents = models.TextField(
        "what to send",
        blank=True,
        help_text="One document per line. Leave empty to ask for what the call for "
        "applicants names.",
    )
    after_applying = MarkdownxField(
        "what happens after applying",
        blank=True,
        help_text="Who reads it, when interviews are, when applicants will hear back.",
    )
    contact_name = models.CharField("contact for questions", max_length=120, blank=True)
    contact_email = models.EmailField(
        "the contact's e-mail address",
        blank=True,
        error_messages={"invalid": "Write an e-mail address: name@example.edu."},
        help_text="Shown to everybody.",
    )

    objects: ClassVar = OpeningQuerySet.as_manager()

    translatable = (
        "title",
        "summary",
        "description",
        "requirements",
        "eligibility",
        "funding",
        "duration",
        "working_language",
        "documents",
        "after_applying",
    )

    class Meta(Ordered.Meta):
        verbose_name = "open position"
        constraints = [
            *Publishable.Meta.constraints,
            FieldCheckConstraint(
                field="salary_to",
                condition=Q(salary_from__isnull=True)
                | Q(salary_to__isnull=True)
                | Q(salary_to__gte=F("salary_from")),
                name="recruiting_opening_salary_range",
                violation_error_message="The upper figure is less than the lower one.",
            ),
            FieldCheckConstraint(
                field="salary_currency",
                condition=Q(salary_from__isnull=True, salary_to__isnull=True)
                | ~Q(salary_currency=""),
                name="recruiting_opening_salary_currency",
                violation_error_message="Enter the currency.",
            ),
            FieldCheckConstraint(
                field="salary_period",
                condition=Q(salary_from__isnull=True, salary_to__isnull=True)
                | ~Q(salary_period=""),
                name="recruiting_opening_salary_period",
                violation_error_message="Say whether this is per year or per month.",
            ),
            FieldCheckConstraint(
                field="start",
                condition=Q(starts_soon=False) | Q(start__isnull=True, start_season=""),
                name="recruiting_opening_start_once",
                violation_error_message="Clear this, or do not say “as soon as possible”.",
            ),
            FieldCheckConstraint(
                field="start_season",
                condition=Q(start_season="")
                | (Q(start__isnull=False) & Q(Exact(Length(F("start")), 4))),
                name="recruiting_opening_season_of_year",
                violation_error_message="A season needs a year, and no more, as the start.",
            ),
            FieldCheckConstraint(
                field="deadline",
                condition=Q(opens_at__isnull=True)
                | Q(closes_at__isnull=True)
                | Q(opens_at__lt=F("closes_at")),
                name="recruiting_opening_opens_before_closing",
                violation_error_message=DEADLINE_BEFORE_OPENING,
            ),
            FieldCheckConstraint(
                field="review_from",
                condition=Q(review_from__isnull=True)
                | Q(opens_on__isnull=True)
                | Q(review_from__gte=F("opens_on")),
                name="recruiting_opening_review_after_opening",
                violation_error_message="The review begins before the position opens.",
            ),
            FieldCheckConstraint(
                field="portal",
                condition=Q(way="email") | ~Q(portal=""),
                name="recruiting_opening_portal",
                violation_error_message="Write the portal's address.",
            ),
            models.CheckConstraint(
                condition=Q(deadline__isnull=True, closes_at__isnull=True)
                | Q(deadline__isnull=False, closes_at__isnull=False),
                name="recruiting_opening_closing_is_derived",
            ),
            models.CheckConstraint(
                condition=Q(opens_on__isnull=True, opens_at__isnull=True)
                | Q(opens_on__isnull=False, opens_at__isnull=False),
                name="recruiting_opening_opening_is_derived",
            ),
            models.CheckConstraint(
                condition=Q(outcome="open", ended_at__isnull=True)
                | (~Q(outcome="open") & Q(ended_at__isnull=False)),
                name="recruiting_opening_end_has_time",
            ),
        ]

    def __str__(self) -> str:
        """Its title, else its kind's name: lists fetch the kind with it."""
        return self.title or self.kind.name

    def clean(self) -> None:
        super().clean()
        errors = {}
        if str(self.portal).lower().startswith("mailto:"):
            errors["portal"] = "Write a web address; mail has a field of its own."
        try:
            self._settle_times()
        except deadlines.SkippedTimeError:
            errors["deadline_time"] = (
                f"Clocks in {deadlines.city_of(self.time_zone)} skip this time on that day, as "
                "they do when summer time begins. Choose an earlier or a later one."
            )
        except (ValidationError, OverflowError):
            # What is wrong has been said at its field.
            pass
        else:
            if self.opens_at and self.closes_at and self.opens_at >= self.closes_at:
                # The constraint says the same, but of columns that no form has.
                errors["deadline"] = DEADLINE_BEFORE_OPENING
            if words := self._fault_of_posting():
                errors["posted_on"] = words
        if errors:
            raise ValidationError(errors)

    def _fault_of_posting(self) -> str:
        """What is wrong with the day on which it was announced; "" for nothing."""
        field: Any = self._meta.get_field("posted_on")
        try:
            posted = field.to_python(self.posted_on)
        except ValidationError:
            # That has been said already.
            return ""
        if posted is None:
            return ""
        if self.deadline and posted > self.deadline:
            return "This day is later than the deadline."
        latest = max(self.public_from or timezone.now(), timezone.now())
        if posted > timezone.localdate(latest):
            return "This day has not come yet."
        return ""

    def get_absolute_url(self) -> str:
        return reverse("recruiting:detail", args=[self.slug])

    @property
    def countries_of_remote_work(self) -> list[str]:
        """Each of the countries in which people who work remotely may live."""
        names = (name.strip() for name in self.remote_countries.split(","))
        return [name for name in names if name]


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
                violation_error_message="This host is already listed.",
            )
        ]

    def __str__(self) -> str:
        host = self._state.fields_cache.get("organization")
        return str(host) if host else f"Host {self.position}"


class OpeningTopic(Ordered):
    """A research interest that a position is about."""

    opening = models.ForeignKey(Opening, models.CASCADE, related_name="topics")
    interest = models.ForeignKey(
        ResearchInterest, models.CASCADE, related_name="opening_topics", verbose_name="topic"
    )

    objects: ClassVar = OpeningTopicQuerySet.as_manager()

    ordered_within = ("opening",)

    class Meta(Ordered.Meta):
        verbose_name = "topic"
        constraints = [
            models.UniqueConstraint(
                fields=["opening", "interest"],
                name="recruiting_openingtopic_once",
                violation_error_message="This topic is already listed.",
            )
        ]

    def __str__(self) -> str:
        topic = self._state.fields_cache.get("interest")
        return str(topic) if topic else f"Topic {self.position}"


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
    documents = models.TextField(
        "what to send",
        blank=True,
        help_text="One document per line. A position may ask for others.",
    )
    closing = models.CharField(
        "last word",
        max_length=300,
        blank=True,
        help_text="For people who find no position that fits.",
    )

    translatable = ("heading", "introduction", "how_to_apply", "documents", "closing")

    class Meta:
        verbose_name = verbose_name_plural = "call for applicants"

    def __str__(self) -> str:
        return "Call for applicants"
