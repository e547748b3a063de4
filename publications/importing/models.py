"""An import, from its preview to its undoing, and the addresses that imports come from."""

import uuid
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from homepage.content.links import LinkField, validate_link
from publications.fetching.public import is_public, require_web_port
from publications.fetching.transport import BadAddress, parsed

#: So many days a preview is kept that nobody goes on with.
PREVIEW_DAYS = 30


def validate_source(value: str) -> None:
    """Accept an address over HTTPS that may be looked at; raise ValidationError for any other.

    Where the name of a host leads is known only when it is asked.
    """
    try:
        if not value.lower().startswith("https://"):
            raise ValidationError("")
        parts = parsed(value)
        require_web_port(parts)
        if _is_private(parts.hostname or ""):
            raise BadAddress("it leads into a private network")
        validate_link(value)
    except BadAddress as refusal:
        words = f"Write an address that begins with https:// and is open to everyone: {refusal}."
        raise ValidationError(words, code="address") from None
    except ValidationError:
        words = "Write an address that begins with https://."
        raise ValidationError(words, code="https") from None


def _is_private(host: str) -> bool:
    try:
        return not is_public(ip_address(host))
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local", ".internal"))


class ImportSource(models.Model):
    """An address with BibTeX that is looked at again and again."""

    name = models.CharField("name", max_length=120, help_text="My group's .bib file")
    url = LinkField("address", unique=True, validators=[validate_source])
    fetched_at = models.DateTimeField("last looked at", null=True, editable=False)

    class Meta:
        ordering = ("name", "pk")
        verbose_name = "source of imports"
        verbose_name_plural = "sources of imports"

    def __str__(self) -> str:
        return self.name


class Import(models.Model):
    """What was read from one source at one time, what an editor took of it, what became of it."""

    class State(models.TextChoices):
        PREVIEW = "preview", "Preview"
        DONE = "done", "Imported"
        UNDONE = "undone", "Undone"

    class Origin(models.TextChoices):
        FILE = "file", "File"
        PASTED = "pasted", "Pasted text"
        ADDRESS = "address", "Address"
        IDENTIFIER = "identifier", "Identifier"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(
        "name", max_length=200, help_text="Of the file, the address or the identifier."
    )
    origin = models.CharField("from", max_length=10, choices=Origin.choices)
    source = models.ForeignKey(
        ImportSource, models.SET_NULL, null=True, blank=True, related_name="imports"
    )
    text = models.TextField("what was read", blank=True, editable=False)
    state = models.CharField(
        "state", max_length=10, choices=State.choices, default=State.PREVIEW, editable=False
    )
    publishes = models.BooleanField(
        "publish new works at once",
        default=False,
        help_text="Otherwise they come in as drafts, which editors alone see.",
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField("begun", auto_now_add=True)
    finished_at = models.DateTimeField("imported", null=True, editable=False)
    undone_at = models.DateTimeField("undone", null=True, editable=False)
    #: What the undoing left as it is, in sentences.
    kept: Any = models.JSONField(default=list, editable=False)

    class Meta:
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.name

    @property
    def kept_until(self) -> datetime:
        """When it goes, if it is still a preview then."""
        return self.created_at + timedelta(days=PREVIEW_DAYS)


class ImportEntry(models.Model):
    """One entry of the source: what it is to the site, and whether the editor takes it.

    `differences` lists what would change, in the order shown: mappings of `field`, `label`,
    `old`, `new`, `is_taken` and `is_proposed`, the tick that it began with. `record` is the
    entry as `Record.as_json` gives it, until the import is done.
    """

    class Verdict(models.TextChoices):
        NEW = "new", "New"
        CHANGED = "changed", "Changed"
        NEW_STAGE = "new-stage", "New stage"
        SAME = "same", "Already there"
        UNREADABLE = "unreadable", "Unreadable"

    run = models.ForeignKey(Import, models.CASCADE, related_name="entries")
    number = models.PositiveIntegerField()
    line = models.PositiveIntegerField(null=True)
    key = models.CharField(max_length=200, blank=True)
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    is_taken = models.BooleanField(default=True)
    title = models.TextField(blank=True)
    names = models.TextField(blank=True)
    venue = models.TextField(blank=True)
    #: Why it is taken for the same work, or why it cannot be read.
    reason = models.TextField(blank=True)
    warnings: Any = models.JSONField(default=list)
    #: The lines of the source around a fault.
    excerpt = models.TextField(blank=True)
    differences: Any = models.JSONField(default=list)
    record: Any = models.JSONField(null=True)
    publication = models.ForeignKey(
        "publications.Publication", models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(
                fields=["run", "number"], name="publications_importentry_number"
            )
        ]
        indexes = [models.Index(fields=["run", "verdict"], name="publications_entry_verdict")]

    def __str__(self) -> str:
        return self.title or self.key or f"Entry {self.number}"

    @property
    def name_here(self) -> str:
        """What its work is called on the site, where `with_names_here` has asked for it."""
        return getattr(self, "title_here", None) or self.title

    @property
    def taken_labels(self) -> str:
        """What is taken of it: `Venue, Abstract`."""
        return ", ".join(d["label"] for d in self.differences if d["is_taken"])

    @property
    def excerpt_lines(self) -> list[dict[str, Any]]:
        """The lines of the excerpt, each with its number and whether the fault is in it."""
        lines = []
        for line in self.excerpt.splitlines():
            number, _, rest = line.strip().partition("  ")
            text = rest.lstrip()
            is_fault = number.isdecimal() and int(number) == self.line
            indent = rest[: len(rest) - len(text)]
            lines.append({"number": number, "indent": indent, "text": text, "is_fault": is_fault})
        return lines


class ImportChange(models.Model):
    """One thing that an import made, or one field that it changed, so that it can be undone."""

    run = models.ForeignKey(Import, models.CASCADE, related_name="changes")
    model = models.CharField(max_length=60)
    row_uid = models.UUIDField()
    #: Empty where the whole row was made.
    field = models.CharField(max_length=60, blank=True)
    before: Any = models.JSONField(null=True)
    after: Any = models.JSONField(null=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.model} {self.row_uid} {self.field}".rstrip()
