"""Works, the stages they go through, and who made them."""

from copy import copy
from typing import Any, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from markdownx.models import MarkdownxField

from homepage.content.constraints import FieldCheckConstraint
from homepage.content.dates import PartialDate, PartialDateField
from homepage.content.documents import validate_pdf
from homepage.content.images import Image
from homepage.content.links import LabelledLink, LinkField
from homepage.content.markdown import plain_title
from homepage.content.ordering import Ordered
from homepage.content.publishing import Publishable, public_q, required_when_published
from homepage.content.redirects import Addressed
from homepage.content.versions import Translatable, content_write
from profile.models import Person, ResearchInterest, Venue
from publications.appearance import publisher_of
from publications.bylines import Credits, Link, credits_of, links_of, venue_line
from publications.coins import coins
from publications.files.storing import (
    licence_address,
    take_file,
    validate_file_name,
    work_file_path,
)
from publications.files.thumbnails import FirstPage
from publications.identifiers import (
    normalize_arxiv,
    normalize_doi,
    normalize_isbn,
    validate_arxiv,
    validate_doi,
    validate_isbn,
    validate_pmid,
)
from publications.importing.models import Import, ImportChange, ImportEntry, ImportSource
from publications.querysets import (
    BETWEEN_NAMES,
    AuthorshipQuerySet,
    PublicationLinkQuerySet,
    PublicationQuerySet,
    PublicationTopicQuerySet,
    StageQuerySet,
)
from publications.titles import readable


class Publication(Addressed, Translatable):
    """A work, whatever stages it has gone through and whatever it was called on the way."""

    class Kind(models.TextChoices):
        ARTICLE = "article", "Journal article"
        CONFERENCE_PAPER = "conference-paper", "Conference paper"
        PREPRINT = "preprint", "Preprint"
        BOOK = "book", "Book"
        EDITED_VOLUME = "edited-volume", "Edited volume"
        CHAPTER = "chapter", "Chapter"
        REVIEW = "review", "Review"
        THESIS = "thesis", "Thesis"
        REPORT = "report", "Report"
        DATASET = "dataset", "Dataset"
        SOFTWARE = "software", "Software"
        TALK = "talk", "Talk"
        PATENT = "patent", "Patent"
        OTHER = "other", "Other"

        @property
        def heading(self) -> str:
            """Over several works of the kind: Theses, Software, Journal articles."""
            irregular = {"thesis": "Theses", "software": "Software", "other": "Other works"}
            return irregular.get(self.value, f"{self.label}s")

    title = models.CharField(
        "title",
        max_length=500,
        blank=True,
        help_text="As published. Formulas stand between dollar signs: $O(n^2)$.",
    )
    kind = models.CharField("kind", max_length=20, choices=Kind.choices, default=Kind.ARTICLE)
    authors_complete = models.BooleanField(
        "these are all authors, in order",
        default=True,
        help_text="Off: “and others” is added wherever the authors are named.",
    )
    abstract = MarkdownxField("abstract", blank=True)
    language = models.CharField(
        "language of the work",
        max_length=12,
        blank=True,
        help_text="A code such as de or zh-hans, if it is not the site's.",
    )
    figure = models.ForeignKey(
        Image,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="figure",
        help_text="A small picture beside the title in lists.",
    )
    is_selected = models.BooleanField(
        "among the selected works", default=False, help_text="Shown on the front page."
    )
    position = models.PositiveIntegerField("order among the selected", default=0, db_index=True)
    main_stage = models.ForeignKey(
        "Stage", models.SET_NULL, null=True, editable=False, related_name="+"
    )

    #: The addresses of its links that are not public yet, in one text; annotated by `for_list`.
    embargoed: str | None = None

    objects: ClassVar = PublicationQuerySet.as_manager()

    translatable = ("title", "abstract")

    class Meta:
        ordering = ("-pk",)
        verbose_name = "work"
        constraints = [
            *Publishable.Meta.constraints,
            required_when_published(
                "title", "publications_publication_title", "A published work needs its title."
            ),
        ]

    def __str__(self) -> str:
        return plain_title(self.title) if self.title else f"Work {self.uid.hex[:6]}"

    def save_base(self, *args: Any, **kwargs: Any) -> None:
        with content_write():
            if self.is_selected and not self.position:
                selected = Publication.objects.filter(is_selected=True)
                last = selected.aggregate(last=models.Max("position"))["last"]
                self.position = (last or 0) + 1
            super().save_base(*args, **kwargs)

    def slug_source(self) -> str:
        return readable(self.title) or str(self)

    def get_absolute_url(self) -> str:
        return reverse("publications:detail", args=[self.slug])

    def choose_main_stage(self) -> None:
        """Let the furthest stage, and among equals the latest, stand for the work."""
        Publication.objects.filter(pk=self.pk).choose_main_stages()
        self.refresh_from_db(fields=["main_stage"])

    def public_news(self) -> list[Any]:
        """The public news items that announce it, newest first."""
        announcements = self.announcements.filter(public_q(prefix="item__"))
        ordered = announcements.select_related("item").order_by("-item__date", "-item__position")
        return [announcement.item for announcement in ordered]

    @property
    def credits(self) -> list[Credits]:
        """Who made it, by role, for a byline; from `for_list`'s prefetched rows."""
        return credits_of(self)

    @property
    def short_credits(self) -> list[Credits]:
        """The same for a line of a list, which names a dozen."""
        return [credit.shortened() for credit in self.credits]

    @property
    def venue_line(self) -> str:
        """Where its main stage appeared: `SIAM Journal on Optimization 32(3), 2022`."""
        return venue_line(self.main_stage) if self.main_stage else ""

    @property
    def all_links(self) -> list[Link]:
        """Every link of the work and of its stages, each once."""
        return links_of(self)

    @property
    def picture(self) -> Image | None:
        """The figure, else the first page of its first PDF here; from `for_list`'s rows."""
        if self.figure is not None:
            return self.figure
        pages = [(link.kind, link.thumbnail) for link in self.links.all() if link.thumbnail]
        # Slides and posters stand in only where there is no paper.
        pages.sort(key=lambda page: page[0] != PublicationLink.Kind.PDF)
        return pages[0][1] if pages else None

    @property
    def bibtex(self) -> str:
        """The entry of its main stage; from `for_list`'s rows."""
        from publications.bibtex.writing import bibtex_of

        return bibtex_of(self)

    @property
    def coins(self) -> str:
        """The work in OpenURL's words, for the span that Zotero reads in lists."""
        return coins(self)

    @property
    def has_a_way_to_show(self) -> bool:
        """Whether its stages tell more than that it is published."""
        main = self.main_stage
        return len(self.stages.all()) > 1 or (
            main is not None and main.kind != Stage.Kind.PUBLISHED
        )

    @property
    def date(self) -> PartialDate | None:
        """When its main stage is dated."""
        return self.main_stage.date if self.main_stage else None

    @property
    def year(self) -> int | None:
        return self.date.year if self.date else None


class Stage(Ordered):
    """One form of a work: a preprint, what was accepted, what was published."""

    class Kind(models.TextChoices):
        PREPRINT = "preprint", "Preprint"
        SUBMITTED = "submitted", "Submitted"
        ACCEPTED = "accepted", "Accepted"
        FORTHCOMING = "forthcoming", "Forthcoming"
        PUBLISHED = "published", "Published"

    #: What tells, beside the venue, where a work was sent.
    TELLING = ("book_title", "series", "publisher", "publisher_place", "isbn")

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="stages")
    kind = models.CharField(
        "stage",
        max_length=12,
        choices=Kind.choices,
        default=Kind.PUBLISHED,
        help_text="Where it was submitted is not shown.",
    )
    date = PartialDateField("date", help_text="2016, 2016-06 or 2016-06-15; empty if unknown.")
    venue = models.ForeignKey(
        Venue,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="stages",
        help_text="Journal, conference, series or archive.",
    )
    title = models.CharField(
        "title at this stage",
        max_length=500,
        blank=True,
        help_text="Only where it differs from the work's.",
    )
    book_title = models.CharField(
        "in", max_length=500, blank=True, help_text="Of a chapter: the title of the book."
    )
    series = models.CharField("series", max_length=200, blank=True)
    edition = models.CharField("edition", max_length=60, blank=True)
    volume = models.CharField("volume", max_length=40, blank=True)
    number = models.CharField("issue or number", max_length=40, blank=True)
    pages = models.CharField("pages", max_length=60, blank=True, help_text="249–294")
    publisher = models.CharField("publisher", max_length=200, blank=True)
    publisher_place = models.CharField("place", max_length=120, blank=True)
    institution = models.CharField(
        "institution", max_length=200, blank=True, help_text="Of a thesis or a report."
    )
    genre = models.CharField(
        "type, in citations",
        max_length=80,
        blank=True,
        help_text="Of a thesis or a report: Doctoral dissertation, Technical report.",
    )
    doi = models.CharField("DOI", max_length=200, blank=True, validators=[validate_doi])
    arxiv_id = models.CharField("arXiv id", max_length=40, blank=True, validators=[validate_arxiv])
    pmid = models.CharField("PubMed id", max_length=10, blank=True, validators=[validate_pmid])
    isbn = models.CharField("ISBN", max_length=24, blank=True, validators=[validate_isbn])
    url = LinkField("link", blank=True)
    bibtex_type = models.CharField("BibTeX type", max_length=40, blank=True, editable=False)
    bibtex_key = models.CharField("BibTeX key", max_length=120, blank=True, editable=False)
    source_fields = models.JSONField("fields of the source", default=dict, editable=False)

    #: Other names of its venue, in one text; annotated by `with_venues`.
    venue_aliases: str | None = None

    objects: ClassVar = StageQuerySet.as_manager()

    ordered_within = ("publication",)

    class Meta(Ordered.Meta):
        pass

    def __str__(self) -> str:
        return " ".join(filter(None, [self.get_kind_display(), self.date and str(self.date)]))

    def clean(self) -> None:
        super().clean()
        self.doi = normalize_doi(self.doi)
        self.arxiv_id = normalize_arxiv(self.arxiv_id)
        self.isbn = normalize_isbn(self.isbn)

    def save_base(self, *args: Any, **kwargs: Any) -> None:
        with content_write():
            super().save_base(*args, **kwargs)
            self.publication.choose_main_stage()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        publication = self.publication
        with content_write():
            deleted = super().delete(*args, **kwargs)
            publication.choose_main_stage()
        return deleted

    @property
    def is_manuscript(self) -> bool:
        """Whether its source calls it unpublished, and no archive has it as a preprint."""
        is_kept_back = self.kind == self.Kind.PREPRINT and not self.arxiv_id
        return is_kept_back and self.bibtex_type == "unpublished"

    def get_kind_display(self) -> str:  # type: ignore[no-redef] # in place of Django's
        """What the stage is called wherever it is shown."""
        label = dict(self.Kind.choices).get(self.kind, "")
        return "Manuscript" if self.is_manuscript else str(label)

    @property
    def in_public(self) -> Self:
        """The stage as visitors know it; a copy, never to be saved.

        Where a work was submitted is for its authors to tell: such a stage names no venue, nor
        the book, the series or the publisher, on any page and in any export.
        """
        if self.kind != self.Kind.SUBMITTED:
            return self
        shown = copy(self)
        shown.venue = None
        for name in self.TELLING:
            setattr(shown, name, "")
        return shown

    @property
    def doi_url(self) -> str:
        return f"https://doi.org/{self.doi}" if self.doi else ""

    @property
    def arxiv_url(self) -> str:
        return f"https://arxiv.org/abs/{self.arxiv_id}" if self.arxiv_id else ""

    @property
    def venue_names(self) -> list[str]:
        """Every name that its venue is known by; no query where `with_venues` fetched them."""
        if self.venue is None:
            return []
        if "venue_aliases" not in self.__dict__:
            return self.venue.names
        aliases = self.venue_aliases.split(BETWEEN_NAMES) if self.venue_aliases else []
        return [self.venue.name, self.venue.short_name, *aliases]

    @property
    def pubmed_url(self) -> str:
        return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/" if self.pmid else ""

    @property
    def shown_publisher(self) -> str:
        """Who published it there: named with the stage, else known of the journal."""
        return publisher_of(self)


class Authorship(Ordered):
    """Somebody's part in a work."""

    class Role(models.TextChoices):
        AUTHOR = "author", "Author"
        EDITOR = "editor", "Editor"
        TRANSLATOR = "translator", "Translator"

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="authorships")
    person = models.ForeignKey(Person, models.PROTECT, related_name="authorships")
    name_as_printed = models.CharField(
        "name as printed",
        max_length=200,
        blank=True,
        help_text="As the source has it, where it differs.",
    )
    role = models.CharField("role", max_length=10, choices=Role.choices, default=Role.AUTHOR)
    equal_contribution = models.BooleanField("equal contribution", default=False)
    corresponding = models.BooleanField("corresponding", default=False)

    #: Whether it is the owner of the site; annotated by `with_people`.
    is_owner: bool

    objects: ClassVar = AuthorshipQuerySet.as_manager()

    ordered_within = ("publication",)

    class Meta(Ordered.Meta):
        verbose_name = "author"
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "person", "role"],
                name="publications_authorship_once",
                violation_error_message="This person stands here already in the same role.",
            )
        ]

    def __str__(self) -> str:
        return self.name_as_printed or f"Author {self.position}"


class PublicationTopic(Ordered):
    """A research interest that a work belongs to."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="topics")
    interest = models.ForeignKey(
        ResearchInterest, models.CASCADE, related_name="topics", verbose_name="topic"
    )

    objects: ClassVar = PublicationTopicQuerySet.as_manager()

    ordered_within = ("publication",)

    class Meta(Ordered.Meta):
        verbose_name = "topic"
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "interest"],
                name="publications_topic_once",
                violation_error_message="This topic stands here already.",
            )
        ]

    def __str__(self) -> str:
        return f"Topic {self.position}"


class PublicationLink(LabelledLink):
    """Where something that belongs to a work is found: its PDF, its code, its slides.

    It leads to an address elsewhere, or to a PDF that lies here, under the work's own address.
    """

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        CODE = "code", "Code"
        SLIDES = "slides", "Slides"
        VIDEO = "video", "Video"
        POSTER = "poster", "Poster"
        DATA = "data", "Data"
        PROJECT = "project", "Project page"
        OTHER = "other", "Other"

    class Version(models.TextChoices):
        """The journal article versions of NISO RP-8-2008 that authors put on their pages."""

        SUBMITTED = "submitted", "Submitted manuscript"
        ACCEPTED = "accepted", "Accepted manuscript"
        PUBLISHED = "published", "Published version"

    class Licence(models.TextChoices):
        CC_BY = "cc-by-4.0", "CC BY 4.0"
        CC_BY_SA = "cc-by-sa-4.0", "CC BY-SA 4.0"
        CC_BY_NC = "cc-by-nc-4.0", "CC BY-NC 4.0"
        CC_BY_ND = "cc-by-nd-4.0", "CC BY-ND 4.0"
        CC_BY_NC_SA = "cc-by-nc-sa-4.0", "CC BY-NC-SA 4.0"
        CC_BY_NC_ND = "cc-by-nc-nd-4.0", "CC BY-NC-ND 4.0"
        CC0 = "cc0-1.0", "CC0 1.0"

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="links")
    kind = models.CharField("what", max_length=10, choices=Kind.choices, default=Kind.PDF)
    url = LinkField("address", blank=True)
    file = models.FileField(
        "or a PDF",
        upload_to=work_file_path,
        validators=[validate_pdf],
        blank=True,
        help_text="Lies under the work's own address, where Google Scholar looks for it.",
    )
    file_name = models.CharField(
        "name of the file",
        max_length=80,
        blank=True,
        validators=[validate_file_name],
        help_text="Without .pdf; empty: as the file is called. A new file keeps the name.",
    )
    version = models.CharField("version", max_length=10, choices=Version.choices, blank=True)
    licence = models.CharField("licence", max_length=16, choices=Licence.choices, blank=True)
    public_from = models.DateField(
        "public from", null=True, blank=True, help_text="Empty: as soon as its work is."
    )
    thumbnail = models.ForeignKey(
        Image, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    #: What was found in a file that is new with this save.
    first_page: FirstPage | None = None

    objects: ClassVar = PublicationLinkQuerySet.as_manager()

    ordered_within = ("publication",)

    class Meta(LabelledLink.Meta):
        verbose_name = "link or file"
        verbose_name_plural = "links and files"
        constraints = [
            *LabelledLink.Meta.constraints,
            FieldCheckConstraint(
                field="url",
                condition=Q(url="") ^ Q(file=""),
                name="publications_publicationlink_url_or_file",
                violation_error_message="Give an address or choose a PDF, one of the two.",
            ),
            models.UniqueConstraint(
                fields=["publication", "file_name"],
                condition=~Q(file_name=""),
                name="publications_publicationlink_file_name",
                violation_error_message="Another file of this work has this name.",
            ),
        ]

    def __str__(self) -> str:
        return self.label or self.get_kind_display()

    def save_base(self, *args: Any, **kwargs: Any) -> None:
        with content_write():
            take_file(self)
            super().save_base(*args, **kwargs)

    @property
    def address(self) -> str:
        """Where it leads: an address elsewhere, or the path of the file below its work."""
        if not self.file:
            return str(self.url)
        return reverse("publications:file", args=[self.publication.slug, self.file_name])

    @property
    def licence_url(self) -> str:
        return licence_address(self.licence)


class Distinction(Ordered):
    """An award or a rank among the submissions: “Oral, 1.1 % of 9,454 submissions”."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="distinctions")
    label = models.CharField(
        "distinction", max_length=120, help_text="Oral, Spotlight, Best paper."
    )
    rate = models.DecimalField(
        "share of the submissions, in %",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    rate_is_about = models.BooleanField("about", default=False)
    pool = models.PositiveIntegerField("number of submissions", null=True, blank=True)
    pool_is_more_than = models.BooleanField("more than", default=False)

    ordered_within = ("publication",)

    class Meta(Ordered.Meta):
        constraints = [
            FieldCheckConstraint(
                field="rate",
                condition=Q(rate__isnull=True) | Q(rate__gt=0, rate__lte=100),
                name="publications_distinction_rate",
                violation_error_message="A share lies between 0 and 100 %.",
            )
        ]

    def __str__(self) -> str:
        """The whole phrase, with narrow no-break spaces before the percent sign."""
        share = ""
        if self.rate is not None:
            share = f"{'about ' if self.rate_is_about else ''}{self.rate.normalize():f}\u202f%"
        if self.pool is not None:
            pool = f"{'more than ' if self.pool_is_more_than else ''}{self.pool:,} submissions"
            share = f"{share} of {pool}" if share else f"among {pool}"
        return f"{self.label}, {share}" if share else self.label


class SelectedPublication(Publication):
    """The selected works, as a list of their own to put in order."""

    class Meta:
        proxy = True
        ordering = ("position", "pk")
        verbose_name = "selected work"


__all__ = [
    "Authorship",
    "Distinction",
    "Import",
    "ImportChange",
    "ImportEntry",
    "ImportSource",
    "Publication",
    "PublicationLink",
    "PublicationTopic",
    "SelectedPublication",
    "Stage",
]
