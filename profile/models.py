"""The person, their timeline, interests and service; and the people, organizations and venues
that the other apps name."""

from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from markdownx.models import MarkdownxField

from homepage.content.dates import (
    DateRange,
    PartialDateField,
    current_constraint,
    range_constraint,
)
from homepage.content.documents import document_path, validate_pdf
from homepage.content.images import Image
from homepage.content.links import LabelledLink, LinkField
from homepage.content.ordering import Ordered
from homepage.content.publishing import Publishable, required_when_published
from homepage.content.redirects import Addressed
from homepage.content.versions import (
    Singleton,
    Translatable,
    Versioned,
    content_write,
)
from profile.identifiers import normalize_orcid, validate_orcid
from profile.names import Name, parse_name
from profile.querysets import (
    ResearchInterestQuerySet,
    ServiceRoleQuerySet,
    TimelineEntryQuerySet,
)


def short_first(short: str, name: str) -> str:
    """`ICLR – International Conference on Learning Representations`; one where they agree."""
    return f"{short} – {name}" if short and short.casefold() != name.casefold() else name


class Alias(Ordered):
    """Another name of the same thing, as it occurs in sources."""

    name = models.CharField("also known as", max_length=200)

    class Meta(Ordered.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.name


class Person(Versioned, Translatable):
    """Somebody who is named on the site: the owner, a co-author, a host."""

    name = models.CharField("name", max_length=200, help_text="In full, as it is to be printed.")
    family_name = models.CharField("family name", max_length=120, blank=True)
    given_name = models.CharField("given names", max_length=120, blank=True)
    suffix = models.CharField("suffix", max_length=20, blank=True, help_text="Jr., III")
    is_group = models.BooleanField(
        "a group, not a single person",
        default=False,
        help_text="A collaboration or an institution that signs as an author.",
    )
    name_in_other_script = models.CharField("name in another script", max_length=120, blank=True)
    link = LinkField("home page", blank=True)
    orcid = models.CharField(
        "ORCID iD",
        max_length=19,
        blank=True,
        validators=[validate_orcid],
        help_text="Sixteen characters: 0000-0002-1825-0097",
    )

    translatable = ("name",)

    class Meta:
        ordering = ("family_name", "given_name", "name", "pk")
        verbose_name_plural = "people"
        constraints = [
            models.UniqueConstraint(
                fields=["orcid"],
                condition=~Q(orcid=""),
                name="profile_person_orcid_unique",
                violation_error_message="Another person has this ORCID iD already.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        self.orcid = normalize_orcid(self.orcid)

    @classmethod
    def called(cls, name: Name, orcid: str = "") -> Self:
        """Somebody new, not stored, with the parts of the name as far as the columns hold them."""
        person = cls(name=name.full[:200], is_group=bool(name.literal), orcid=orcid)
        if not name.literal:
            person.family_name = name.surname[:120]
            person.given_name = name.given[:120]
            person.suffix = name.suffix[:20]
        return person

    @property
    def parsed_name(self) -> Name:
        """The name by its parts: those that an editor gave, else as the name reads."""
        if self.is_group:
            return Name(literal=self.name)
        if not self.family_name:
            return parse_name(self.name)
        surname = parse_name(f"{self.family_name}, -")
        return Name(surname.family, self.given_name, surname.particle, self.suffix)


class PersonAlias(Alias):
    person = models.ForeignKey(Person, models.CASCADE, related_name="aliases")

    ordered_within = ("person",)

    class Meta(Alias.Meta):
        verbose_name = "other spelling"


class Organization(Versioned, Translatable):
    """A university, an institute, a company: whatever somebody belongs to."""

    class Kind(models.TextChoices):
        UNIVERSITY = "university", "University or college"
        INSTITUTE = "institute", "Research institute"
        COMPANY = "company", "Company"
        SOCIETY = "society", "Learned society"
        OTHER = "other", "Other"

    name = models.CharField(
        "name",
        max_length=200,
        unique=True,
        error_messages={"unique": "There is an organization of this name already."},
    )
    short_name = models.CharField(
        "short name", max_length=60, blank=True, help_text="An acronym, where readers know it."
    )
    kind = models.CharField("kind", max_length=12, choices=Kind.choices, default=Kind.UNIVERSITY)
    part_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name="part of"
    )
    street_address = models.CharField(
        "street and number",
        max_length=150,
        blank=True,
        help_text="For job search engines, which show where a position is.",
    )
    postal_code = models.CharField("postal code", max_length=20, blank=True)
    city = models.CharField("city", max_length=80, blank=True)
    region = models.CharField("state or province", max_length=80, blank=True)
    country = models.CharField("country", max_length=80, blank=True)
    link = LinkField("home page", blank=True)

    translatable = ("name", "short_name", "city", "region", "country")

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        """Both names, the short one first: fields that choose one may have little room."""
        return short_first(self.short_name, self.name)

    def clean(self) -> None:
        super().clean()
        if self.pk and self.part_of_id == self.pk:
            raise ValidationError({"part_of": "An organization is no part of itself."})

    @property
    def label(self) -> str:
        """The short name where there is one, for a line with little room."""
        return self.short_name or self.name

    @property
    def full_name(self) -> str:
        """The name, with the short one in brackets where it does not occur in it."""
        is_new = bool(self.short_name) and self.short_name not in self.name
        return f"{self.name} ({self.short_name})" if is_new else self.name

    @property
    def names(self) -> list[str]:
        """Every name it is known by, for search."""
        return [self.name, self.short_name, *(alias.name for alias in self.aliases.all())]


class OrganizationAlias(Alias):
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="aliases")

    ordered_within = ("organization",)

    class Meta(Alias.Meta):
        verbose_name = "other name"


class Venue(Versioned, Translatable):
    """Where works appear and where people serve: a journal, a conference, a series, an archive."""

    class Kind(models.TextChoices):
        JOURNAL = "journal", "Journal"
        CONFERENCE = "conference", "Conference"
        SERIES = "series", "Book series"
        REPOSITORY = "repository", "Preprint archive"
        OTHER = "other", "Other"

    name = models.CharField(
        "name",
        max_length=250,
        unique=True,
        error_messages={"unique": "There is a venue of this name already."},
    )
    short_name = models.CharField("short name", max_length=60, blank=True)
    kind = models.CharField("kind", max_length=12, choices=Kind.choices, default=Kind.JOURNAL)
    publisher = models.CharField("publisher", max_length=150, blank=True)
    issn = models.CharField("ISSN", max_length=20, blank=True)
    link = LinkField("home page", blank=True)

    translatable = ("name", "short_name")

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        """Both names, the short one first: fields that choose one may have little room."""
        return short_first(self.short_name, self.name)

    @property
    def label(self) -> str:
        return self.short_name or self.name

    @property
    def names(self) -> list[str]:
        """Every name it is known by, for search."""
        return [self.name, self.short_name, *(alias.name for alias in self.aliases.all())]


class VenueAlias(Alias):
    venue = models.ForeignKey(Venue, models.CASCADE, related_name="aliases")

    ordered_within = ("venue",)

    class Meta(Alias.Meta):
        verbose_name = "other name"
        verbose_name_plural = "other names"


class Profile(Singleton, Translatable):
    """The owner of the site."""

    name = models.CharField("name", max_length=200, help_text="As it is printed on every page.")
    family_name = models.CharField("family name", max_length=120, blank=True)
    given_name = models.CharField("given names", max_length=120, blank=True)
    name_in_other_script = models.CharField(
        "name in another script",
        max_length=120,
        blank=True,
        help_text="Shown beside your name: 王小明, Мария Кюри.",
    )
    other_script_language = models.CharField(
        "language of that script",
        max_length=12,
        blank=True,
        help_text="A code such as zh-hans or ru, so that it is read out rightly.",
    )
    role = models.CharField(
        "role",
        max_length=200,
        blank=True,
        help_text="One line under your name: Professor of History, University of Example.",
    )
    about = MarkdownxField("about", blank=True, help_text="What visitors read first.")
    portrait = models.ForeignKey(
        Image,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="portrait",
        help_text="Your initials stand in its place while there is none.",
    )
    email = models.EmailField("e-mail", blank=True)
    email_is_public = models.BooleanField(
        "show the e-mail address",
        default=True,
        help_text=(
            "Off: it stands nowhere on the site, not even for applicants. "
            "Say then in the call for applicants how they reach you."
        ),
    )
    office = models.CharField("office", max_length=120, blank=True)
    address = models.TextField("postal address", max_length=400, blank=True)
    cv_file = models.FileField(
        "CV as PDF",
        upload_to=document_path,
        validators=[validate_pdf],
        blank=True,
        help_text="Offered for download beside the CV page, which is made from your entries here.",
    )
    person = models.OneToOneField(
        Person, models.PROTECT, null=True, editable=False, related_name="profile"
    )

    translatable = ("name", "role", "about", "office", "address")

    class Meta:
        verbose_name = verbose_name_plural = "profile"

    def __str__(self) -> str:
        return self.name or "Profile"

    def save_base(self, *args: Any, **kwargs: Any) -> None:
        with content_write():
            self._follow_as_author()
            super().save_base(*args, **kwargs)

    def _follow_as_author(self) -> None:
        """Keep the owner's entry among the people under the same name."""
        if not self.name:
            return
        person = self.person or self._namesake() or Person()
        for field in ("name", "family_name", "given_name", "name_in_other_script"):
            if value := getattr(self, field):
                setattr(person, field, value)
        person.save()
        self.person = person

    def _namesake(self) -> Person | None:
        """The only person of the very same name; where there are two, neither is taken."""
        same = Person.objects.filter(name=self.name)
        return same.first() if same.count() == 1 else None

    @property
    def public_email(self) -> str:
        """The address if visitors may see it, else nothing."""
        return self.email if self.email_is_public else ""

    @property
    def initials(self) -> str:
        """What stands in the portrait's place: the first letters of given and family name."""
        names = [self.given_name, self.family_name]
        if not all(names):
            words = self.name.split()
            names = [words[0], words[-1]] if len(words) > 1 else words
        return "".join(name[0].upper() for name in names)


class ProfileLink(LabelledLink):
    """An account or a page of the owner's elsewhere."""

    class Kind(models.TextChoices):
        GOOGLE_SCHOLAR = "google-scholar", "Google Scholar"
        ORCID = "orcid", "ORCID"
        DBLP = "dblp", "DBLP"
        GITHUB = "github", "GitHub"
        ARXIV = "arxiv", "arXiv"
        LINKEDIN = "linkedin", "LinkedIn"
        X = "x", "X"
        OTHER = "other", "Other"

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="links")
    kind = models.CharField("where", max_length=20, choices=Kind.choices, default=Kind.OTHER)

    ordered_within = ("profile",)

    class Meta(LabelledLink.Meta):
        verbose_name = "link"

    def __str__(self) -> str:
        return self.label or self.get_kind_display()


class TimelineKind(Ordered, Versioned, Translatable):
    """A section of the timeline: appointments, education, awards, and what else an editor adds."""

    class Meaning(models.TextChoices):
        EMPLOYMENT = "employment", "Employment or office"
        EDUCATION = "education", "Education and degrees"
        AWARD = "award", "Awards and honours"
        OTHER = "other", "Anything else"

    name = models.CharField(
        "heading",
        max_length=80,
        unique=True,
        help_text="Above its entries: Appointments, Awards, Teaching.",
        error_messages={"unique": "There is a section of this name already."},
    )
    meaning = models.CharField(
        "what it holds",
        max_length=12,
        choices=Meaning.choices,
        default=Meaning.OTHER,
        help_text="Tells search engines what its entries are.",
    )
    on_front_page = models.BooleanField("show on the front page", default=False)

    translatable = ("name",)

    class Meta(Ordered.Meta):
        verbose_name = "timeline section"

    def __str__(self) -> str:
        return self.name


class TimelineEntry(Publishable, Ordered, Translatable):
    """An appointment, a degree, an award: something that was, or is, for a time."""

    class TimeShare(models.TextChoices):
        FULL_TIME = "full-time", "full-time"
        PART_TIME = "part-time", "part-time"

    kind = models.ForeignKey(
        TimelineKind, models.PROTECT, related_name="entries", verbose_name="section"
    )
    title = models.CharField(
        "title",
        max_length=200,
        blank=True,
        help_text="Assistant Professor, Ph.D., Best Paper Award",
    )
    subject = models.CharField(
        "subject", max_length=200, blank=True, help_text="Of a degree or a course: Mathematics."
    )
    qualifier = models.CharField(
        "qualifier", max_length=80, blank=True, help_text="Shown in brackets: tenured."
    )
    time_share = models.CharField(
        "time share", max_length=10, choices=TimeShare.choices, blank=True
    )
    start = PartialDateField("from", help_text="2016, 2016-06 or 2016-06-15; empty if unknown.")
    end = PartialDateField("until", help_text="Leave empty while it goes on.")
    is_current = models.BooleanField("goes on today", default=False)
    place = models.CharField("place", max_length=120, blank=True, help_text="City, country.")
    link = LinkField("link", blank=True)
    description = MarkdownxField("description", blank=True)

    objects: ClassVar = TimelineEntryQuerySet.as_manager()

    ordered_within = ("kind",)
    translatable = ("title", "subject", "qualifier", "place", "description")

    class Meta(Ordered.Meta):
        ordering = ["kind__position", "position", "pk"]
        verbose_name_plural = "timeline entries"
        constraints = [
            *Publishable.Meta.constraints,
            range_constraint("start", "end", name="profile_timelineentry_range"),
            current_constraint("end", "is_current", name="profile_timelineentry_current"),
            required_when_published(
                "title", "profile_timelineentry_title", "Say what this is before it is published."
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"Entry {self.uid.hex[:6]}"

    @property
    def dates(self) -> DateRange:
        return DateRange(self.start, self.end, self.is_current)

    @property
    def remarks(self) -> list[str]:
        """What stands in brackets behind the title: `tenured`, `full-time`."""
        return [text for text in (self.qualifier, self.get_time_share_display()) if text]

    @property
    def places(self) -> list["Place"]:
        """Where it was held, by organization, in order."""
        grouped: dict[Organization, list[Affiliation]] = {}
        for affiliation in self.affiliations.all():
            grouped.setdefault(affiliation.organization, []).append(affiliation)
        return [Place(organization, tuple(rows)) for organization, rows in grouped.items()]


@dataclass(frozen=True)
class Place:
    """An organization, and the affiliations of one entry there."""

    organization: Organization
    affiliations: tuple["Affiliation", ...]

    @property
    def units(self) -> str:
        """`Department of Examples; Example Lab (affiliated)`"""
        return "; ".join(row.label for row in self.affiliations if row.unit)

    @property
    def name(self) -> str:
        """The organization's whole name, and how one belonged where no unit is named."""
        whole = [row.label for row in self.affiliations if not row.unit and row.label]
        return " ".join([self.organization.full_name, *whole])


class Affiliation(Ordered):
    """Where an entry was held: a unit of an organization, and how it belonged there."""

    class Relation(models.TextChoices):
        PRIMARY = "primary", "primary"
        AFFILIATED = "affiliated", "affiliated"
        ADJUNCT = "adjunct", "adjunct"
        JOINT = "joint", "joint"

    entry = models.ForeignKey(TimelineEntry, models.CASCADE, related_name="affiliations")
    unit = models.CharField(
        "unit", max_length=200, blank=True, help_text="Department, school, laboratory."
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="affiliations", verbose_name="organization"
    )
    relation = models.CharField(
        "relation", max_length=10, choices=Relation.choices, default=Relation.PRIMARY
    )

    ordered_within = ("entry",)

    class Meta(Ordered.Meta):
        pass

    def __str__(self) -> str:
        return self.unit or "Affiliation"

    @property
    def label(self) -> str:
        """`Coordinated Lab (affiliated)`: the unit, and how it belonged; without a unit, that."""
        relation = f"({self.shown_relation})" if self.shown_relation else ""
        return " ".join(filter(None, [self.unit, relation]))

    @property
    def shown_relation(self) -> str:
        """`affiliated`, unless it is the primary one or the title says so already."""
        is_said = self.relation in self.entry.title.lower()
        return "" if is_said or self.relation == self.Relation.PRIMARY else self.relation


class EntryPerson(Ordered):
    """Somebody who belongs to an entry in a role: a host, an adviser, a student."""

    class Role(models.TextChoices):
        HOST = "host", "host"
        ADVISER = "adviser", "adviser"
        MENTOR = "mentor", "mentor"
        STUDENT = "student", "student"
        COLLEAGUE = "with", "with"

    entry = models.ForeignKey(TimelineEntry, models.CASCADE, related_name="people")
    person = models.ForeignKey(Person, models.PROTECT, related_name="entries")
    role = models.CharField("role", max_length=10, choices=Role.choices, default=Role.HOST)

    ordered_within = ("entry",)

    class Meta(Ordered.Meta):
        verbose_name = "person"
        verbose_name_plural = "people"
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "person", "role"],
                name="profile_entryperson_once",
                violation_error_message="This person stands here already.",
            )
        ]

    def __str__(self) -> str:
        return self.get_role_display()


class ResearchInterest(Addressed, Ordered, Translatable):
    """A field of work; works and openings name it as their topic."""

    title = models.CharField("title", max_length=150)
    detail = models.TextField(
        "what it covers", max_length=500, blank=True, help_text="A line or two under the title."
    )

    objects: ClassVar = ResearchInterestQuerySet.as_manager()

    translatable = ("title", "detail")

    class Meta(Ordered.Meta):
        constraints = [*Publishable.Meta.constraints]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its works; an interest has no page of its own."""
        from django.urls import reverse

        return f"{reverse('publications:list')}?topic={self.slug}"


class ServiceRole(Publishable, Ordered, Translatable):
    """Professional service: a role, for whom, and when."""

    role = models.CharField("role", max_length=120, help_text="Area chair, Reviewer, Editor.")
    group = models.CharField(
        "group",
        max_length=150,
        blank=True,
        help_text=(
            "A field that heads the venues: Signal processing. Roles of one name stand together."
        ),
    )
    detail = models.CharField(
        "detail", max_length=300, blank=True, help_text="What is no venue: a committee, a board."
    )
    start = PartialDateField("from")
    end = PartialDateField("until")
    is_current = models.BooleanField("goes on today", default=False)

    objects: ClassVar = ServiceRoleQuerySet.as_manager()

    translatable = ("role", "group", "detail")

    class Meta(Ordered.Meta):
        verbose_name = "professional service"
        verbose_name_plural = "professional service"
        constraints = [
            *Publishable.Meta.constraints,
            range_constraint("start", "end", name="profile_servicerole_range"),
            current_constraint("end", "is_current", name="profile_servicerole_current"),
        ]

    def __str__(self) -> str:
        return f"{self.role} ({self.group})" if self.group else self.role

    @property
    def dates(self) -> DateRange:
        return DateRange(self.start, self.end, self.is_current)


class ServiceVenue(Ordered):
    """A venue that a service role is for."""

    service = models.ForeignKey(ServiceRole, models.CASCADE, related_name="venues")
    venue = models.ForeignKey(Venue, models.PROTECT, related_name="services")

    ordered_within = ("service",)

    class Meta(Ordered.Meta):
        verbose_name = "venue"
        constraints = [
            models.UniqueConstraint(
                fields=["service", "venue"],
                name="profile_servicevenue_once",
                violation_error_message="This venue stands here already.",
            )
        ]

    def __str__(self) -> str:
        return f"Venue {self.position}"
