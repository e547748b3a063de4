"""An import taken back: what it made goes, what it changed is as it was.

What somebody has edited since, or builds on, stays and is named.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F
from django.utils import timezone

from homepage.content.versions import content_write
from profile.models import Person, PersonAlias, Venue, VenueAlias
from publications.importing.fitting import label_of
from publications.importing.models import Import, ImportChange, ImportEntry
from publications.importing.snapshots import (
    PARTS,
    model_of,
    names_snapshot,
    no_parts,
    plain,
    snapshot,
    value_of,
)
from publications.models import Authorship, Distinction, Publication, PublicationLink, Stage

_BATCH = 500
#: What refers to a work or a name without needing it.
_NO_HINDRANCE = {*PARTS, ImportEntry, Publication, PersonAlias, VenueAlias}


@dataclass
class UndoReport:
    """How many works were taken back; `kept` says in words what stays and why."""

    undone: int = 0
    kept: list[str] = field(default_factory=list)


def undo_import(run: Import) -> UndoReport:
    """Take an import back in one transaction.

    Raises ValidationError for one that was not imported, or is undone already.
    """
    with content_write():
        stored = Import.objects.select_for_update().get(pk=run.pk)
        if stored.state == Import.State.UNDONE:
            raise ValidationError("This import is undone already.")
        if stored.state == Import.State.PREVIEW:
            raise ValidationError("Nothing was imported yet, so there is nothing to undo.")
        report = _Undoing(stored).run()
        stored.state, stored.undone_at = Import.State.UNDONE, timezone.now()
        stored.kept = report.kept
        stored.save(update_fields=["state", "undone_at", "kept"])
    run.refresh_from_db()
    return report


class _Undoing:
    def __init__(self, run: Import) -> None:
        self._made: dict[type[models.Model], dict[uuid.UUID, Any]] = defaultdict(dict)
        self._changed: dict[uuid.UUID, list[ImportChange]] = defaultdict(list)
        for change in run.changes.all():
            model = model_of(change.model)
            if change.field:
                self._changed[change.row_uid].append(change)
            else:
                self._made[model][change.row_uid] = change.after
        self._models = {change.row_uid: model_of(change.model) for change in run.changes.all()}
        self._restored: set[int] = set()
        self._report = UndoReport()

    def run(self) -> UndoReport:
        self._restore_fields()
        for part in (Stage, PublicationLink, Distinction):
            self._remove_parts(part)
        self._raise_versions()
        self._remove_works()
        self._remove_aliases()
        for model in (Person, Venue):
            self._remove_names(model)
        return self._report

    def _keep(self, text: str) -> None:
        self._report.kept.append(text)

    def _restore_fields(self) -> None:
        rows = dict(self._rows_changed())
        for row_uid, changes in self._changed.items():
            row = rows.get(row_uid)
            if row is None:
                continue
            work = row.publication if isinstance(row, Stage) else row
            back: list[str] = []
            for change in changes:
                if change.field == "authorships":
                    self._restore_names(work, change)
                elif plain(getattr(row, change.field)) != change.after:
                    label = label_of(type(row), change.field)
                    if change.field not in ("source_fields", "bibtex_type", "bibtex_key"):
                        self._keep(f"“{work}”: {label} was edited since and stays as it is.")
                else:
                    setattr(row, change.field, value_of(change.field, change.before))
                    back.append(change.field)
            if back:
                type(row).objects.filter(pk=row.pk).update(
                    **{name: getattr(row, name) for name in back}
                )
                self._restored.add(work.pk)

    def _rows_changed(self) -> Iterator[tuple[uuid.UUID, Any]]:
        by_model: dict[Any, list[uuid.UUID]] = defaultdict(list)
        for row_uid in self._changed:
            by_model[self._models[row_uid]].append(row_uid)
        for model, uids in by_model.items():
            relations = ["publication", "venue"] if model is Stage else []
            for batch in _batches(uids):
                for row in model.objects.filter(uid__in=batch).select_related(*relations):
                    yield row.uid, row

    def _restore_names(self, work: Publication, change: ImportChange) -> None:
        rows = work.authorships.select_related("person").order_by("position", "pk")
        if names_snapshot(rows) != change.after:
            self._keep(f"“{work}”: the names were edited since and stay as they are.")
            return
        people = {
            str(person.uid): person
            for person in Person.objects.filter(uid__in=[row["person"] for row in change.before])
        }
        if any(row["person"] not in people for row in change.before):
            self._keep(f"“{work}”: somebody named before is gone; the names stay as they are.")
            return
        Authorship.objects.filter(publication=work).delete()
        Authorship.objects.bulk_create(
            Authorship(publication=work, position=place, **{**row, "person": people[row["person"]]})
            for place, row in enumerate(change.before, 1)
        )
        self._restored.add(work.pk)

    def _remove_parts(self, model: Any) -> None:
        """Stages, links and distinctions that came to works which were there before."""
        made = self._made.get(model, {})
        relations = ["publication", "venue"] if model is Stage else ["publication"]
        gone: list[int] = []
        for batch in _batches(made):
            for row in model.objects.filter(uid__in=batch).select_related(*relations):
                if snapshot(row) == made[row.uid]:
                    gone.append(row.pk)
                    self._restored.add(row.publication_id)
                else:
                    kind = str(model._meta.verbose_name).capitalize()
                    self._keep(f"“{row.publication}”: {kind} “{row}” was edited since and stays.")
        for batch in _batches(gone):
            model.objects.filter(pk__in=batch).delete()

    def _raise_versions(self) -> None:
        for batch in _batches(sorted(self._restored)):
            Publication.objects.filter(pk__in=batch).update(
                edit_version=F("edit_version") + 1, updated_at=timezone.now()
            )
        self._report.undone += len(self._restored)

    def _remove_works(self) -> None:
        made = self._made.get(Publication, {})
        for batch in _batches(made):
            works = {work.pk: work for work in Publication.objects.filter(uid__in=batch)}
            parts = _count_parts(works)
            hindered = _referred_to(Publication, works)
            gone = []
            for pk, work in works.items():
                if pk in hindered:
                    self._keep(f"“{work}” stays: it stands under “{hindered[pk]}”.")
                elif {"edit_version": work.edit_version, **parts[pk]} != made[work.uid]:
                    self._keep(f"“{work}” was edited since and stays.")
                else:
                    gone.append(pk)
            Publication.objects.filter(pk__in=gone).delete()
            self._report.undone += len(gone)

    def _remove_aliases(self) -> None:
        """Names by which the import came to know a venue; an edited one is somebody's own."""
        for row_uid, after in self._made.get(VenueAlias, {}).items():
            VenueAlias.objects.filter(uid=row_uid, name=after["name"]).delete()

    def _remove_names(self, model: Any) -> None:
        """People and venues that nothing names any more, if nobody has touched them."""
        made = self._made.get(model, {})
        for batch in _batches(made):
            rows = {row.pk: row for row in model.objects.filter(uid__in=batch)}
            hindered = _referred_to(model, rows)
            gone = []
            for pk, row in rows.items():
                if pk in hindered:
                    continue
                if row.edit_version == made[row.uid]["edit_version"]:
                    gone.append(pk)
                else:
                    self._keep(f"{row} was edited since and stays.")
            model.objects.filter(pk__in=gone).delete()


def _count_parts(works: Iterable[int]) -> dict[int, dict[str, int]]:
    """How many rows of each kind these works have, as `parts_of` notes it."""
    counts: dict[int, dict[str, int]] = {pk: no_parts() for pk in works}
    for part in PARTS:
        rows = part._base_manager.filter(publication__in=list(counts)).order_by()
        for pk, count in rows.values_list("publication").annotate(Count("pk")):
            counts[pk][part._meta.label] = count
    return counts


def _referred_to(model: Any, keys: Iterable[int]) -> dict[int, str]:
    """What else on the site refers to these rows, by the row referred to."""
    found: dict[int, str] = {}
    wanted = list(keys)
    for relation in model._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete:
            continue
        other: Any = relation.related_model
        is_own = other in _NO_HINDRANCE and not (model is not Publication and other in PARTS)
        if is_own or other._meta.proxy:
            continue
        name = relation.field.name
        for key in other._base_manager.filter(**{f"{name}__in": wanted}).values_list(
            name, flat=True
        ):
            found[key] = str(other._meta.verbose_name_plural)
    return found


def _batches(values: Iterable[Any]) -> Iterator[list[Any]]:
    every = list(values)
    for first in range(0, len(every), _BATCH):
        yield every[first : first + _BATCH]
