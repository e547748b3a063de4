"""Imports BibTeX files from the command line: all of them, or none and the reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction

from homepage.content.versions import content_write
from publications.bibtex.reading import read
from publications.importing.applying import take
from publications.importing.models import Import, ImportEntry
from publications.importing.planning import Found, Progress, found_in, plan, rows_of, store

Verdict = ImportEntry.Verdict


class BibTeXFileError(Exception):
    """A file that cannot be imported; the message names it and says why."""


class Unreadable(NamedTuple):
    file: str
    line: int | None
    reason: str

    def __str__(self) -> str:
        return (
            f"{self.file}:{self.line}: {self.reason}"
            if self.line
            else f"{self.file}: {self.reason}"
        )


class Warned(NamedTuple):
    """What an editor should look at in an entry that is read."""

    file: str
    line: int | None
    key: str
    words: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return " ".join(f"{place}: {self.key}: {self.words}".split())


@dataclass
class FilesReport:
    """How many entries were found, and what they were to the site."""

    found: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    unreadable: list[Unreadable] = field(default_factory=list)
    #: In the order of the files; what `as_json` gives has a fixed shape without them.
    warnings: list[Warned] = field(default_factory=list)
    #: What differs from works that the site has, in words.
    changes: list[str] = field(default_factory=list)
    dry_run: bool = False
    updates: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            "found": self.found,
            "new": self.new,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "unreadable": [entry._asdict() for entry in self.unreadable],
        }

    @property
    def summary(self) -> str:
        left = ""
        if self.changed and not self.updates:
            left = " (left as they are; --update makes the changes)"
        counts = (
            f"{self.found} found, {self.new} new, {self.changed} changed{left}, "
            f"{self.unchanged} unchanged, {len(self.unreadable)} unreadable"
        )
        return f"Nothing kept (dry run): {counts}." if self.dry_run else f"Imported: {counts}."


def import_files(
    files: Sequence[tuple[str, bytes]],
    *,
    publishes: bool = False,
    updates: bool = False,
    dry_run: bool = False,
    on_progress: Progress | None = None,
) -> FilesReport:
    """Import these files, given by name and content, in one transaction.

    Each is compared with the site as those before it leave it, and is an import of its own that
    can be undone in the admin. Where nothing is taken in, nothing is stored. Raises
    BibTeXFileError before anything is written if one of them is no BibTeX.
    """
    sources = [(name, _read(name, content)) for name, content in files]
    report = FilesReport(dry_run=dry_run, updates=updates)
    total = sum(len(found) for _, found in sources)
    is_changed = False
    # The content version moves on inside the transaction that is rolled back.
    with transaction.atomic(), content_write():
        for name, found in sources:
            size = len(found)
            planning = _part(on_progress, 2 * report.found, size, 2 * total)
            taking = _part(on_progress, 2 * report.found + size, size, 2 * total)
            run = Import(name=name[:200], origin=Import.Origin.FILE, publishes=publishes)
            planned = plan(found, planning)
            rows = rows_of(run, planned)
            for row in rows:
                _tick(row, updates=updates)
                _count(report, name, row)
                _warn(report, name, row, publishes=publishes)
            if any(row.is_taken for row in rows):
                store(run, rows)
                take(run, rows, planned, taking)
                is_changed = True
        if dry_run or not is_changed:
            transaction.set_rollback(True)
    return report


def _part(on_progress: Progress | None, begin: int, size: int, of_all: int) -> Progress | None:
    """Tells how far the whole is, by how far one part of it is."""
    if on_progress is None:
        return None
    return lambda done, of: on_progress(begin + size * done // of, of_all)


def _read(name: str, content: bytes) -> list[Found]:
    try:
        return found_in(read(content))
    except ValidationError as refusal:
        raise BibTeXFileError(f"{name}: {' '.join(refusal.messages)}") from None


def _is_on_the_site(row: ImportEntry) -> bool:
    return row.publication_id is not None


def _tick(row: ImportEntry, *, updates: bool) -> None:
    """New works with all their stages; of works that the site has, all changes or none."""
    if _is_on_the_site(row):
        row.is_taken = updates and row.verdict in (Verdict.CHANGED, Verdict.NEW_STAGE)
        for difference in row.differences:
            difference["is_taken"] = True


def _count(report: FilesReport, name: str, row: ImportEntry) -> None:
    report.found += 1
    match row.verdict:
        case Verdict.UNREADABLE:
            report.unreadable.append(Unreadable(name, row.line, row.reason))
        case Verdict.SAME:
            report.unchanged += 1
        case _ if not _is_on_the_site(row):
            report.new += 1
        case _:
            report.changed += 1
            for difference in row.differences:
                old, new = (_short(difference[side]) for side in ("old", "new"))
                change = f"{old} → {new}" if old else new
                report.changes.append(f"{row}: {difference['label']}: {change}")


def _warn(report: FilesReport, name: str, row: ImportEntry, *, publishes: bool) -> None:
    words = list(row.warnings)
    if publishes and row.is_taken and row.verdict == Verdict.NEW and not row.title:
        words.append("It stays a draft: a work without a title is not published.")
    report.warnings += [Warned(name, row.line, row.key, one) for one in words]


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 80 else f"{text[:80]} …"
