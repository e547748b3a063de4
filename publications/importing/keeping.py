"""How long previews are kept, and that one is changed by one editor at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from publications.importing.models import PREVIEW_DAYS, Import, ImportEntry

Verdict = ImportEntry.Verdict

#: What is said to who comes back to a preview that is none any more.
CLOSED: dict[str, str] = {
    Import.State.DONE: "This import is done already; it was not made twice.",
    Import.State.UNDONE: "This import is undone already.",
}
DISCARDED = "This preview was discarded in the meantime."


class PreviewClosed(ValidationError):  # noqa: N818  (a state, shown to the editor)
    """The preview was imported or discarded in the meantime."""


def locked(run: Import) -> Import:
    """The preview as it is stored, which nobody else changes until the transaction ends.

    Raises PreviewClosed for what is a preview no more. To be called in a transaction.
    """
    stored = Import.objects.select_for_update().filter(pk=run.pk).first()
    if stored is None:
        raise PreviewClosed(DISCARDED)
    if stored.state != Import.State.PREVIEW:
        raise PreviewClosed(CLOSED[stored.state])
    return stored


@contextmanager
def open_preview(run: Import) -> Iterator[Import]:
    """A transaction in which the preview is this editor's alone; raises PreviewClosed."""
    with transaction.atomic():
        yield locked(run)


def discard(run: Import) -> None:
    """Throw a preview away, which changes nothing on the site; raises PreviewClosed."""
    with open_preview(run) as stored:
        stored.delete()


def remove_outlived(new: Import) -> None:
    """Make room for a new preview.

    Those of the same source go in which nobody has chosen anything, and everybody's after
    their days; one that somebody is at this very moment working on waits for the next time. To
    be called in a transaction.
    """
    oldest = timezone.now() - timedelta(days=PREVIEW_DAYS)
    outlived = Q(created_at__lt=oldest)
    if new.source_id:
        outlived |= Q(source=new.source_id)
    previews = Import.objects.filter(outlived, state=Import.State.PREVIEW).exclude(pk=new.pk)
    for preview in previews.select_for_update(skip_locked=True).defer("text"):
        if preview.created_at < oldest or not _is_touched(preview):
            preview.delete()


def _is_touched(run: Import) -> bool:
    """Whether somebody has ticked otherwise than the preview proposed."""
    entries = run.entries.only("verdict", "is_taken", "differences")
    return run.publishes or any(map(_is_chosen, entries.iterator(500)))


def _is_chosen(entry: ImportEntry) -> bool:
    ticks = [(d["is_taken"], d.get("is_proposed", d["is_taken"])) for d in entry.differences]
    is_open = entry.verdict not in (Verdict.SAME, Verdict.UNREADABLE)
    is_proposed = is_open and (
        entry.verdict != Verdict.CHANGED or any(proposed for _, proposed in ticks)
    )
    return entry.is_taken != is_proposed or any(taken != proposed for taken, proposed in ticks)
