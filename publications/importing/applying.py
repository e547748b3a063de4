"""From a preview to the content: what an editor ticked, in one transaction, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import timezone

from homepage.content.versions import ContentVersion, content_write
from publications.importing.comparing import Difference
from publications.importing.drafting import Draft, Drafting, load_drafts
from publications.importing.keeping import PreviewClosed, locked
from publications.importing.known import KnownWork
from publications.importing.models import Import, ImportEntry
from publications.importing.planning import (
    Plan,
    Planned,
    Progress,
    Verdict,
    found_again,
    plan,
    replan,
)
from publications.importing.storing import write
from publications.keys import assign_keys
from publications.models import Publication

_BATCH = 500


@dataclass(frozen=True)
class Outcome:
    """How many works were made and changed, how many stages were added, and all these works.

    A work that has a stage more and is else as it was counts by its stage alone.
    """

    made: int
    changed: int
    stages: int
    works: list[Publication]


class ImportOutdated(ValidationError):  # noqa: N818  (a state, shown to the editor)
    """The site is no longer as the preview saw it; the preview has been made anew."""


def apply_import(run: Import, *, progress: Progress | None = None) -> Outcome:
    """Take in what is ticked, compared with the site as it is at this moment.

    Raises ImportOutdated, with the reason for the editor, where a ticked entry is to the site
    something else than its preview shows: then nothing was taken in, and the preview shows
    what it is now, with the ticks as they were. Not to be called inside another transaction,
    which would undo the new preview with the rest.
    """
    try:
        try:
            outcome = _apply(run, progress)
        except _MovedOnError as moved_on:
            replan(run)
            raise ImportOutdated(str(moved_on)) from None
    except PreviewClosed as closed:
        raise ImportOutdated(closed.messages) from None
    run.refresh_from_db()
    return outcome


def _apply(run: Import, progress: Progress | None) -> Outcome:
    """Compare first and write then: meanwhile editors can go on with their work.

    What was compared counts if nobody has written since; else it is compared again, with all
    other writers waiting.
    """
    version = ContentVersion.current().number
    planned = plan(found_again(run.entries.all()), _half(progress, 0))
    with content_write():
        stored = locked(run)
        # This transaction has raised the number by one, or by none within another one.
        if ContentVersion.current().number > version + 1:
            planned = plan(found_again(stored.entries.all()))
        # With the ticks as they are now.
        rows = list(stored.entries.defer("record"))
        if outdated := _count_outdated(rows, planned.entries):
            raise _MovedOnError(outdated)
        return take(stored, rows, planned, _half(progress, 1))


class _MovedOnError(Exception):
    def __init__(self, count: int) -> None:
        entries = "entry is" if count == 1 else "entries are"
        super().__init__(
            f"The site has changed since this preview was made: {count:,} {entries} now something "
            "else. Nothing was imported. Look at the preview again; your ticks are kept."
        )


def take(
    run: Import, rows: list[ImportEntry], planned: Plan, progress: Progress | None = None
) -> Outcome:
    """Store what is ticked in these rows, by a plan made of them in the same transaction."""
    drafting = Drafting(planned.comparing, publishes=run.publishes)
    pairs = [
        (row, entry)
        for row, entry in zip(rows, planned.entries, strict=True)
        if row.is_taken and entry.verdict in (Verdict.NEW, Verdict.CHANGED, Verdict.NEW_STAGE)
    ]
    stored = load_drafts(entry.work for _, entry in pairs if entry.work)
    drafts: dict[KnownWork, Draft] = {}
    taken: list[tuple[ImportEntry, Draft]] = []
    with_changes: set[Draft] = set()
    stages = 0
    for done, (row, entry) in enumerate(pairs, 1):
        if progress and done % 50 == 0:
            progress(done, len(pairs))
        draft = _draft_of(row, entry, drafting, drafts, stored)
        taken.append((row, draft))
        stages += entry.verdict == Verdict.NEW_STAGE and not draft.is_new
        if entry.verdict == Verdict.CHANGED:
            with_changes.add(draft)
    write(run, drafting, list(drafts.values()))
    for row, draft in taken:
        row.publication = draft.work
    ImportEntry.objects.bulk_update([row for row, _ in taken], ["publication"], batch_size=_BATCH)
    # What was read has become works; the text of the source is kept with the run.
    run.entries.update(record=None)
    run.state, run.finished_at = Import.State.DONE, timezone.now()
    run.save(update_fields=["state", "finished_at"])
    new = [draft.work for draft in drafts.values() if draft.is_new]
    changed = [draft for draft in drafts.values() if not draft.is_new and draft.is_changed]
    works = [*new, *(draft.work for draft in changed)]
    assign_keys(works)
    count = sum(draft in with_changes for draft in changed)
    return Outcome(made=len(new), changed=count, stages=stages, works=works)


def _draft_of(
    row: ImportEntry,
    entry: Planned,
    drafting: Drafting,
    drafts: dict[KnownWork, Draft],
    stored: dict[int, Draft],
) -> Draft:
    """Lay ready what an entry brings, together with the entries that speak of the same work."""
    work, stage, record = entry.settled
    draft = drafts.get(work) or (stored[work.pk] if work.pk else None)
    if draft is None:
        # New, or the entry that would have brought the work is not ticked.
        draft = drafting.new_work(record, stage)
    elif entry.verdict == Verdict.NEW_STAGE:
        drafting.add_stage(draft, record, stage, _taken(row, entry))
    else:
        drafting.change(draft, record, stage, _taken(row, entry))
    drafts[work] = draft
    return draft


def _taken(row: ImportEntry, entry: Planned) -> list[Difference]:
    ticks = {(d["field"], d["new"]): d["is_taken"] for d in row.differences}
    return [
        difference
        for difference in entry.differences
        if ticks.get((difference.field, difference.new), difference.is_taken)
    ]


def _count_outdated(rows: Iterable[ImportEntry], entries: Iterable[Planned]) -> int:
    """How many ticked entries are to the site something else than their preview shows."""
    return sum(
        row.is_taken and _shown(row) != _is_now(entry)
        for row, entry in zip(rows, entries, strict=True)
    )


def _shown(row: ImportEntry) -> object:
    differences = [(d["field"], d["old"], d["new"]) for d in row.differences]
    return row.verdict, row.publication_id, differences


def _is_now(entry: Planned) -> object:
    differences = [(d.field, d.old, d.new) for d in entry.differences]
    return entry.verdict, entry.work and entry.work.pk, differences


def _half(progress: Progress | None, half: int) -> Callable[[int, int], None] | None:
    """Planning is the first half of the way, storing the second."""
    if progress is None:
        return None
    return lambda done, of: progress(half * of + done, 2 * of)
