"""What an import is made of, wherever an editor has it from: text, file, address, identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from publications.bibtex.encoding import MAX_BYTES, decode, without_controls
from publications.bibtex.reading import BibFile, read
from publications.fetching.public import FetchFailed, fetch_public
from publications.importing.models import Import, ImportEntry, ImportSource
from publications.importing.planning import start_import
from publications.lookup import (
    Deadline,
    Identifier,
    LookupFailed,
    NotKnown,
    OnlyPart,
    OutOfTime,
    identify,
    look_up,
)
from publications.lookup.deadline import SECONDS
from publications.records import Record

#: So many are looked up while an editor waits.
MAX_IDENTIFIERS = 25
_NAME_LENGTH = 200
_NO_TIME = "There was no time left to look it up. Do so in another import."


@dataclass(frozen=True)
class Missing:
    """An identifier that was not looked up, or not all of it, and why in the editor's words."""

    identifier: Identifier
    reason: str

    def __str__(self) -> str:
        return f"{self.identifier}: {self.reason}"


@dataclass(frozen=True)
class Material:
    """What was read: BibTeX, or the records that services gave for identifiers.

    `source` is where it was read, for the import to remember; it need not be stored yet.
    `missing` is listed in the preview among what cannot be read; `notice` sums it up.
    """

    name: str
    origin: Import.Origin
    text: str
    bib: BibFile | None = None
    records: tuple[Record, ...] | None = None
    source: ImportSource | None = None
    missing: tuple[Missing, ...] = ()
    notice: str = ""

    def start(self, *, user: Any, publishes: bool = False) -> Import:
        """Store the preview of the import, and its source."""
        run = start_import(
            name=self.name[:_NAME_LENGTH],
            origin=self.origin,
            text=self.text,
            records=self.records,
            bib=self.bib,
            user=user,
            source=_stored(self.source) if self.source else None,
            publishes=publishes,
        )
        # After the plan: comparing thousands of entries is no time to keep the database locked.
        first = len(self.records or ()) + 1
        ImportEntry.objects.bulk_create(
            ImportEntry(
                run=run,
                number=number,
                key=str(missing.identifier)[:_NAME_LENGTH],
                verdict=ImportEntry.Verdict.UNREADABLE,
                is_taken=False,
                reason=missing.reason,
            )
            for number, missing in enumerate(self.missing, first)
        )
        return run


def of_text(text: str) -> Material:
    """BibTeX that somebody pasted; raises ValidationError in the editor's words."""
    return _of_bibtex("Pasted text", Import.Origin.PASTED, text)


def of_file(upload: UploadedFile[Any]) -> Material:
    """An uploaded file; one that is too large is not read at all."""
    if (upload.size or 0) > MAX_BYTES:
        raise ValidationError(
            f"This file has {(upload.size or 0) / 2**20:.1f} MB; at most "
            f"{MAX_BYTES // 2**20} MB are taken. Split it into several files.",
            code="too_large",
        )
    return _of_bibtex(without_controls(upload.name or "File"), Import.Origin.FILE, upload.read())


def of_source(source: ImportSource) -> Material:
    """What lies at a source's address now, whether the source is stored yet or not."""
    try:
        data = fetch_public(source.url)
    except FetchFailed as failure:
        raise ValidationError(str(failure), code="fetch") from failure
    source.fetched_at = timezone.now()
    name = source.name or name_of_address(source.url)
    return _of_bibtex(name, Import.Origin.ADDRESS, data, source)


def identifiers_in(text: str) -> list[Identifier]:
    """Each identifier once, one to a line or with commas between.

    Raises ValidationError for what is none, and for more than are looked up at once.
    """
    identifiers = list(dict.fromkeys(_identifiers(text)))
    if len(identifiers) > MAX_IDENTIFIERS:
        raise ValidationError(
            f"These are {len(identifiers)} identifiers; at most {MAX_IDENTIFIERS} are looked up "
            "at once.",
            code="too_many",
        )
    if (people := sum(identifier.kind == "orcid" for identifier in identifiers)) > 1:
        raise ValidationError(
            f"These are {people} ORCID iDs; one is looked up at a time, with all its works. "
            "Leave the others for another import.",
            code="too_many",
        )
    return identifiers


def of_identifiers(text: str) -> Material:
    """What the public services say of the identifiers in a text, as far as there is time.

    Raises ValidationError where nothing is found, where a service fails, and where one of them
    does not exist, which is better mended before all of them are looked up again.
    """
    identifiers = identifiers_in(text)
    deadline = Deadline()
    records: list[Record] = []
    unknown: list[Missing] = []
    left: list[Missing] = []
    for number, identifier in enumerate(identifiers, 1):
        try:
            found = look_up(identifier, deadline)
        except NotKnown as failure:
            unknown.append(Missing(identifier, str(failure)))
            continue
        except OnlyPart as part:
            records += part.records
            left.append(Missing(identifier, str(part)))
            if isinstance(part, OutOfTime):
                left += [Missing(other, _NO_TIME) for other in identifiers[number:]]
                break
            continue
        except LookupFailed as failure:
            # The service is asked no more: each further question would wait as long.
            raise ValidationError(f"{identifier}: {failure}", code="lookup") from failure
        if not found:
            unknown.append(Missing(identifier, "No works are listed there."))
        records += found
    missing = (*unknown, *left)
    if not records or (unknown and not left):
        raise ValidationError([ValidationError(str(one), code="unknown") for one in missing])
    first = str(identifiers[0])
    name = first if len(identifiers) == 1 else f"{first} and {len(identifiers) - 1} more"
    return Material(
        name,
        Import.Origin.IDENTIFIER,
        text,
        records=tuple(records),
        missing=missing,
        notice=_notice(missing, len(identifiers)),
    )


def _notice(missing: tuple[Missing, ...], total: int) -> str:
    if len(missing) < 2:
        return "".join(map(str, missing))
    return (
        f"Looked up {total - len(missing)} of {total} within {SECONDS:g} seconds. "
        "The others are listed under “Unreadable”; look them up in another import."
    )


def name_of_address(url: str) -> str:
    """A short name for an address: `example.edu, group.bib`."""
    parts = urlsplit(url)
    last = parts.path.rstrip("/").rpartition("/")[2]
    return ", ".join(filter(None, [(parts.hostname or url).removeprefix("www."), last]))[:120]


def _stored(source: ImportSource) -> ImportSource:
    """The row of a source, which somebody else may have made since it was looked for."""
    row, _ = ImportSource.objects.get_or_create(url=source.url, defaults={"name": source.name})
    row.fetched_at = source.fetched_at
    row.save(update_fields=["fetched_at"])
    return row


def _of_bibtex(
    name: str, origin: Import.Origin, data: bytes | str, source: ImportSource | None = None
) -> Material:
    bib = read(data)
    text = without_controls(decode(data)[0])
    return Material(name, origin, text, bib=bib, source=source)


def _identifiers(text: str) -> Iterable[Identifier]:
    lines = [line for line in map(str.strip, text.splitlines()) if line]
    if not lines:
        raise ValidationError("Type at least one identifier.", code="required")
    refused: list[str] = []
    for line in lines:
        # A DOI may hold a comma or a semicolon, so the whole line is tried first.
        whole = identify(line)
        parts = {} if whole else {p: identify(p) for p in re.split(r"[\s,;]+", line) if p}
        found = [whole] if whole else [part for part in parts.values() if part]
        yield from found
        refused += [p for p, part in parts.items() if part is None] if found else [line]
    if refused:
        shown = ", ".join(f"“{part[:60]}”" for part in refused[:5])
        words = f"{shown}{' and more' if len(refused) > 5 else ''}"
        raise ValidationError(
            f"Not understood: {words}. Write a DOI (10.1000/182), an arXiv id (2208.09632), a "
            "PubMed id, an ISBN or an ORCID iD, one to a line.",
            code="identifier",
        )
