"""An import taken back: what it made goes, what it changed is as it was.

What somebody has edited since, or builds on, stays and is named.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils import timezone

from homepage.content.versions import content_write
from profile.models import Person, PersonAlias, Venue, VenueAlias
from publications.importing.fitting import label_of
from publications.importing.models import Import, ImportChange, ImportEntry
from publications.importing.snapshots import (
    PARTS,
    GoneError,
    fingerprint,
    fingerprints,
    model_of,
    names_snapshot,
    plain,
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
            back: dict[str, Any] = {}
            for change in changes:
                if change.field == "authorships":
                    self._restore_names(work, change)
                elif plain(getattr(row, change.field)) != change.after:
                    label = label_of(type(row), change.field)
                    if change.field not in ("source_fields", "bibtex_type", "bibtex_key"):
                        self._keep(f"“{work}”: {label} was edited since and stays as it is.")
                else:
                    try:
                        back[change.field] = value_of(change.field, change.before)
                    except GoneError:
                        stays = _stays(work, row, change.field)
                        present = getattr(row, change.field)
                        self._keep(f"{stays} ({present}): what stood there before is gone.")
            if back:
                self._put_back(work, row, back)

    def _put_back(self, work: Publication, row: Any, values: dict[str, Any]) -> None:
        """All of these fields together; or, where a rule forbids that, each that may go back."""
        if _write(row, values):
            self._is_back(work)
            return
        for name, value in values.items():
            if len(values) > 1 and _write(row, {name: value}):
                self._is_back(work)
            else:
                self._keep(f"{_stays(work, row, name)}. {_refusal(row, name, value)}".rstrip())

    def _is_back(self, whole: Any) -> None:
        """Count a work that is as it was; a venue has its own version."""
        if isinstance(whole, Venue):
            Venue.objects.filter(pk=whole.pk).update(edit_version=F("edit_version") + 1)
        else:
            self._restored.add(whole.pk)

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
                if fingerprint(row) == made[row.uid]:
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
            present = fingerprints(Publication, works)
            hindered = _referred_to(Publication, works)
            gone = []
            for pk, work in works.items():
                if pk in hindered:
                    self._keep(f"“{work}” stays: it stands under “{hindered[pk]}”.")
                elif present[pk] != made[work.uid]:
                    self._keep(f"“{work}” was edited since and stays.")
                else:
                    gone.append(pk)
            Publication.objects.filter(pk__in=gone).delete()
            self._report.undone += len(gone)

    def _remove_aliases(self) -> None:
        """Names by which the import came to know a venue; an edited one is somebody's own."""
        made = self._made.get(VenueAlias, {})
        for batch in _batches(made):
            aliases = VenueAlias.objects.filter(uid__in=batch)
            gone = [row.pk for row in aliases if fingerprint(row) == made[row.uid]]
            VenueAlias.objects.filter(pk__in=gone).delete()

    def _remove_names(self, model: Any) -> None:
        """People and venues that nothing names any more, if nobody has touched them."""
        made = self._made.get(model, {})
        for batch in _batches(made):
            rows = {row.pk: row for row in model.objects.filter(uid__in=batch)}
            hindered = _referred_to(model, rows)
            present = fingerprints(model, rows)
            gone = []
            for pk, row in rows.items():
                if pk in hindered:
                    continue
                if present[pk] == made[row.uid]:
                    gone.append(pk)
                else:
                    self._keep(f"{row} was edited since and stays.")
            model.objects.filter(pk__in=gone).delete()


def _stays(work: Publication, row: models.Model, name: str) -> str:
    return f"“{work}”: {label_of(type(row), name)} stays as it is"


def _write(row: Any, values: dict[str, Any]) -> bool:
    """Set these columns of a stored row; false, with nothing written, where a rule forbids it."""
    with suppress(IntegrityError), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(**values)
        return True
    return False


def _refusal(row: models.Model, name: str, value: Any) -> str:
    """The rule that forbids the value, in the words of the forms, if it has some."""
    present = getattr(row, name)
    setattr(row, name, value)
    try:
        row.validate_constraints()
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    finally:
        setattr(row, name, present)
    return ""


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
