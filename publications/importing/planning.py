"""From what a source says to a preview: what is new, what would change, what is there already.

Nothing of the content is written here. A preview is an `Import` with one `ImportEntry` for
each entry of the source, ticked as an editor is likely to want it: what is new and what
fills a gap, and facts that the source has otherwise (date, venue, pages, identifiers). A
title, names or an abstract that the site words differently are shown and left unticked:
somebody may have chosen them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction

from homepage.content.dates import PartialDate
from profile.matching import PersonIndex, VenueIndex
from profile.models import Venue
from publications.bibtex.mapping import record_of
from publications.bibtex.reading import BibFile, read
from publications.bylines import venue_line
from publications.importing.comparing import Comparing, Difference, Names, shown_names, shown_venue
from publications.importing.fitting import UnfitError, fitted
from publications.importing.keeping import open_preview, remove_outlived
from publications.importing.known import KnownStage, KnownWork, load_works
from publications.importing.models import Import, ImportEntry, ImportSource
from publications.importing.recognizing import Candidate, KnownWorks, marks_of
from publications.models import Stage
from publications.records import Record

Verdict = ImportEntry.Verdict
Progress = Callable[[int, int], None]

_BATCH = 500
#: What an entry of a preview takes over from a new plan.
_PLANNED_COLUMNS = ("verdict", "reason", "warnings", "differences", "publication")


@dataclass(frozen=True)
class Found:
    """One entry of a source: a record, or why there is none."""

    record: Record | None
    line: int | None = None
    key: str = ""
    reason: str = ""
    excerpt: str = ""


@dataclass(eq=False)
class Planned:
    """What one entry is to the site. `work` is shared by all entries that speak of it."""

    number: int
    found: Found
    verdict: str
    record: Record | None = None
    reason: str = ""
    warnings: tuple[str, ...] = ()
    differences: list[Difference] = field(default_factory=list)
    work: KnownWork | None = None
    stage: KnownStage | None = None

    @property
    def place(self) -> str:
        """`entry “x” on line 12`"""
        name = f"entry “{self.found.key}”" if self.found.key else f"entry {self.number}"
        return f"{name} on line {self.found.line}" if self.found.line else name

    @property
    def settled(self) -> tuple[KnownWork, KnownStage, Record]:
        """What it speaks of; only what can be read speaks of something."""
        if self.work is None or self.stage is None or self.record is None:
            raise LookupError(f"{self.place} speaks of no work.")
        return self.work, self.stage, self.record


def found_in(bib: BibFile) -> list[Found]:
    """The entries of a file and its faults, in the order of their lines."""
    found = [
        Found(record=record_of(entry), line=entry.line, key=entry.key) for entry in bib.entries
    ]
    found += [
        Found(
            record=None, line=fault.line, key=fault.key, reason=fault.reason, excerpt=fault.excerpt
        )
        for fault in bib.faults
    ]
    return sorted(found, key=lambda one: one.line or 0)


@dataclass(frozen=True)
class Plan:
    """All entries of a source as they are to the site, by the people and venues it knows."""

    entries: list[Planned]
    comparing: Comparing


def plan(found: Iterable[Found], progress: Progress | None = None) -> Plan:
    """Compare each entry with the site as it is now, and with the entries before it."""
    entries = [_readable(number, one) for number, one in enumerate(found, 1)]
    works = KnownWorks()
    readable = [(entry, entry.record) for entry in entries if entry.record is not None]
    recognized = [works.recognize(record) for _, record in readable]
    candidates = {match.work.pk: match.work for match in recognized if match and match.work.pk}
    for key, known in load_works(candidates.keys()).items():
        candidates[key].known = known
    comparing = Comparing(PersonIndex(), VenueIndex())
    planning = _Planning(works, comparing)
    for done, (entry, record) in enumerate(readable, 1):
        planning.settle(entry, record)
        if progress and done % 50 == 0:
            progress(done, len(readable))
    return Plan(entries, comparing)


def _readable(number: int, found: Found) -> Planned:
    if found.record is None:
        return Planned(number, found, Verdict.UNREADABLE, reason=found.reason)
    try:
        record = fitted(found.record)
    except UnfitError as unfit:
        return Planned(number, found, Verdict.UNREADABLE, reason=str(unfit))
    return Planned(number, found, Verdict.NEW, record=record, warnings=record.warnings)


#: So many people are named where a short name may mean several.
MOST_PROPOSED = 3


class _Planning:
    """Settles one entry after the other; each makes its work known to those after it."""

    def __init__(self, works: KnownWorks, comparing: Comparing) -> None:
        self._works = works
        self._comparing = comparing

    def settle(self, entry: Planned, record: Record) -> None:
        match = self._works.recognize(record)
        if match is None:
            self._as_new(entry, record)
            return
        candidate = match.work
        if candidate.known is None:  # Met by what an earlier entry of the source has added.
            candidate.known = load_works([candidate.pk or 0]).get(candidate.pk or 0)
        if candidate.known is None:  # Deleted since the works were read.
            self._as_new(entry, record)
            return
        work = entry.work = candidate.known
        stage = self._comparing.stage_of(work, record)
        if stage is None:
            self._as_stage(entry, record, candidate, work)
            return
        before = stage.entry
        entry.stage = stage
        entry.differences = self._comparing.differences(work, stage, record)
        entry.verdict = Verdict.CHANGED if entry.differences else Verdict.SAME
        entry.reason = match.reason
        if before is None:
            stage.entry = entry
        else:
            entry.reason += f" as {before.place}"
        _fold(work, stage, entry.differences)

    def _as_new(self, entry: Planned, record: Record) -> None:
        work = entry.work = KnownWork.of_record(record, entry)
        entry.warnings = (*entry.warnings, *self._who_may_be_meant(record))
        entry.stage = work.stages[0]
        entry.stage.venue = self._comparing.venue_of(record.stage.venue)
        candidate = self._works.candidate_of(record)
        candidate.known = work
        self._works.add(candidate, marks_of(record.stage, record.title))

    def _who_may_be_meant(self, record: Record) -> Iterator[str]:
        """Initials and the like propose those whom the site knows; an editor decides."""
        people = self._comparing.people
        for credit in record.credits:
            if people.match(credit.name, credit.orcid) is None:
                known = [person.name for person in people.propose(credit.name)[:MOST_PROPOSED]]
                if known:
                    yield (
                        f"“{credit.name.full}” becomes a new person. If this is "
                        f"{' or '.join(known)}, add this spelling to their names first."
                    )

    def _as_stage(
        self, entry: Planned, record: Record, candidate: Candidate, work: KnownWork
    ) -> None:
        entry.verdict = Verdict.NEW_STAGE
        entry.differences = self._comparing.stage_differences(work, record)
        main = work.main
        is_further = work.would_lead(record.stage)
        if main and is_further and main.stated.kind == Stage.Kind.PREPRINT != record.stage.kind:
            entry.reason = "the preprint has become a paper"
        elif main and not is_further and record.stage.kind != main.stated.kind:
            entry.reason = "an earlier stage of the same work"
        else:
            entry.reason = "another stage of the same work"
        if work.entry is not None:
            entry.reason += f", see {work.entry.place}"
        stage = KnownStage(
            record.stage, venue=self._comparing.venue_of(record.stage.venue), entry=entry
        )
        entry.stage = stage
        _fold(work, stage, entry.differences)
        work.stages.append(stage)
        self._works.add(candidate, marks_of(record.stage, record.title))


def _fold(work: KnownWork, stage: KnownStage, differences: list[Difference]) -> None:
    """Let the entries that follow see the work as these differences leave it."""
    for row in differences:
        group, _, name = row.field.partition(".")
        if group == "link":
            work.links.append((row.value.kind, row.value.url))
        elif group == "distinction":
            work.distinctions.append(row.value)
        elif row.field == "stage.title":
            stage.title = row.value
        elif group == "stage" and name:
            stage.stated = replace(stage.stated, **{name: row.value})
        elif group == "source":
            fields = {**stage.stated.source_fields, name: row.value}
            stage.stated = replace(stage.stated, source_fields=fields)
        elif isinstance(row.value, Names) and row.is_taken:
            work.name_anew(row.value.role, row.value.people)
            if row.value.role == "author":
                work.authors_complete = row.value.is_complete
        elif row.is_taken and row.field in ("title", "kind", "abstract", "language"):
            if row.field == "title":
                _keep_titles(work, stage)
            setattr(work, row.field, row.value)


def _keep_titles(work: KnownWork, but: KnownStage) -> None:
    for stage in work.stages:
        if stage is not but:
            stage.title = stage.title or work.title


def start_import(
    *,
    name: str,
    origin: str,
    text: str = "",
    records: Iterable[Record] | None = None,
    bib: BibFile | None = None,
    user: Any = None,
    source: ImportSource | None = None,
    publishes: bool = False,
) -> Import:
    """Store the preview of a source, given as text, as what was read of it, or as records.

    Raises NotBibTeX where a text is none. The content stays as it is.
    """
    if records is not None:
        found = [Found(record, key=record.stage.bibtex_key) for record in records]
    else:
        found = found_in(bib if bib is not None else read(text))
    run = Import(
        name=name[:200],
        origin=origin,
        text=text.replace("\x00", "\ufffd"),
        created_by=user,
        source=source,
        publishes=publishes,
    )
    store(run, rows_of(run, plan(found)))
    return run


def rows_of(run: Import, planned: Plan) -> list[ImportEntry]:
    """The entries of a preview, not stored yet."""
    return [_row(run, entry) for entry in planned.entries]


def store(run: Import, rows: list[ImportEntry]) -> None:
    """Store a new run with its entries; previews that are of no use any more make room."""
    with transaction.atomic():
        run.save()
        remove_outlived(run)
        ImportEntry.objects.bulk_create(rows, batch_size=_BATCH)


def _row(run: Import, entry: Planned) -> ImportEntry:
    row = ImportEntry(
        run=run,
        number=entry.number,
        line=entry.found.line,
        key=entry.found.key[:200],
        excerpt=entry.found.excerpt,
        is_taken=entry.verdict in (Verdict.NEW, Verdict.CHANGED, Verdict.NEW_STAGE),
    )
    _settle_row(row, entry)
    if (record := entry.record) is not None:
        row.record = record.as_json()
        row.title = record.title
        row.venue = _shown_venue(record, entry.stage.venue if entry.stage else None)
        row.names = shown_names(
            (credit.name.full for credit in record.credits), record.authors_complete
        )
    elif entry.found.record is not None:
        row.title = entry.found.record.title[:500]
    return row


def _settle_row(row: ImportEntry, entry: Planned) -> None:
    row.verdict = entry.verdict
    row.reason = entry.reason
    row.warnings = list(entry.warnings)
    row.differences = [difference.as_json() for difference in entry.differences]
    row.publication_id = entry.work.pk if entry.work else None
    if entry.verdict == Verdict.CHANGED and not any(d.is_taken for d in entry.differences):
        row.is_taken = False


def _shown_venue(record: Record, known: Venue | None) -> str:
    """`CVPR 2019`, as a list of works has it; a venue that is new with its whole name."""
    stated = record.stage
    venue = known
    if known is None and (found := stated.venue):
        venue = Venue(name=shown_venue(found, None), kind=found.kind)
    return venue_line(
        Stage(
            kind=stated.kind,
            date=PartialDate.parse(stated.date) if stated.date else None,
            venue=venue,
            book_title=stated.book_title,
            volume=stated.volume,
            number=stated.number,
            publisher=stated.publisher,
            institution=stated.institution,
        )
    )


def found_again(rows: Iterable[ImportEntry]) -> Iterator[Found]:
    """The entries of a stored preview, to be planned anew."""
    for row in rows:
        record = Record.from_json(row.record) if row.record else None
        yield Found(record, row.line, row.key, row.reason, row.excerpt)


def replan(run: Import) -> list[ImportEntry]:
    """Compare a preview with the site as it is now; ticks stay where what they are at stays.

    Gives back the entries that are other than they were. Raises PreviewClosed for what was
    imported or discarded in the meantime.
    """
    entries = plan(found_again(run.entries.all())).entries
    with open_preview(run) as stored:
        # With the ticks as they are now: another page may have set some during the comparison.
        rows = stored.entries.defer("record")
        moved = [row for row, entry in zip(rows, entries, strict=True) if _move(row, entry)]
        ImportEntry.objects.bulk_update(moved, [*_PLANNED_COLUMNS, "is_taken"], batch_size=_BATCH)
    return moved


def _move(row: ImportEntry, entry: Planned) -> bool:
    """Let a stored entry say what the plan says; whether that is something else."""
    before = {name: getattr(row, name) for name in ("verdict", "differences", "publication_id")}
    ticks = {(d["field"], d["new"]): d["is_taken"] for d in row.differences}
    was_taken, was_open = row.is_taken, row.verdict not in (Verdict.SAME, Verdict.UNREADABLE)
    row.is_taken = entry.verdict not in (Verdict.SAME, Verdict.UNREADABLE)
    _settle_row(row, entry)
    for difference in row.differences:
        tick = ticks.get((difference["field"], difference["new"]))
        if tick is not None:
            difference["is_taken"] = tick
    if was_open:
        row.is_taken = was_taken and row.is_taken
    return any(getattr(row, name) != value for name, value in before.items())
