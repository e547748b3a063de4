"""Stores the drafts of an import, all in a few statements, and notes what was made and changed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils import timezone

from homepage.content.redirects import Redirect
from profile.models import Venue, VenueAlias
from publications.importing.drafting import Draft, Drafting
from publications.importing.models import Import, ImportChange
from publications.importing.snapshots import fingerprint, names_snapshot, plain
from publications.models import Authorship, Publication, Stage

_BATCH = 500


def write(run: Import, drafting: Drafting, drafts: list[Draft]) -> None:
    """Store these; the caller holds the transaction."""
    # A later entry of the source may have replaced who or what an earlier one named.
    named = {id(row.person) for draft in drafts for row in draft.authorships}
    held = {id(stage.venue) for draft in drafts for stage in draft.stages}
    people = [person for person in drafting.people if id(person) in named]
    venues = [venue for venue in drafting.venues if id(venue) in held]
    made: list[Any] = [*people, *venues]
    _create(people)
    _create(venues)
    aliases = [alias for alias in drafting.aliases if alias.venue.pk]
    _create_aliases(aliases)
    _fill_venues(run, [(venue, name) for venue, name in drafting.venue_gaps if id(venue) in held])
    new = [draft for draft in drafts if draft.is_new]
    changed = [draft for draft in drafts if not draft.is_new and draft.is_changed]
    _settle_new([draft.work for draft in new])
    _create([draft.work for draft in new])
    for draft in drafts:
        _number(draft)
    before = _release_names(changed)
    _create([stage for draft in drafts for stage in draft.stages if stage._state.adding])
    _create([row for draft in drafts for row in draft.authorships if row._state.adding])
    _create([row for draft in drafts for row in draft.links if row._state.adding])
    _create([row for draft in drafts for row in draft.distinctions if row._state.adding])
    _update(changed)
    _note(run, made, new, changed, before)
    _note_aliases(run, aliases)


def _create(rows: list[Any]) -> None:
    if rows:
        type(rows[0]).objects.bulk_create(rows, batch_size=_BATCH)


def _create_aliases(aliases: list[VenueAlias]) -> None:
    venues = {alias.venue.pk for alias in aliases}
    counted = VenueAlias.objects.filter(venue__in=venues).values_list("venue")
    last: Counter[int] = Counter(dict(counted.annotate(models.Max("position")).order_by()))
    for alias in aliases:
        last[alias.venue.pk] += 1
        alias.position = last[alias.venue.pk]
    _create(aliases)


def _fill_venues(run: Import, gaps: list[tuple[Venue, str]]) -> None:
    """Write what was empty, and note it as changes."""
    venues = {venue.pk: venue for venue, _ in gaps}
    for venue in venues.values():
        venue.edit_version += 1
    if venues:
        columns = ["edit_version", *sorted({name for _, name in gaps})]
        Venue.objects.bulk_update(venues.values(), columns, batch_size=_BATCH)
    ImportChange.objects.bulk_create(
        [_changed(run, venue, name, "", getattr(venue, name)) for venue, name in gaps],
        batch_size=_BATCH,
    )


def _note_aliases(run: Import, aliases: list[VenueAlias]) -> None:
    ImportChange.objects.bulk_create([_made(run, alias) for alias in aliases], batch_size=_BATCH)


def _settle_new(works: list[Publication]) -> None:
    """An address for each, and a place among the selected works: what save() gives."""
    slugs = set(Publication.objects.values_list("slug", flat=True))
    left_behind = set(Redirect.objects.values_list("old_path", flat=True))
    last = Publication.objects.filter(is_selected=True).aggregate(last=models.Max("position"))
    place = last["last"] or 0
    for work in works:
        work.slug = work.free_slug(
            lambda slug: slug in slugs or f"/publications/{slug}/" in left_behind
        )
        slugs.add(work.slug)
        if work.is_selected:
            place += 1
            work.position = place


def _number(draft: Draft) -> None:
    """Places for the rows that are new, behind those that are there; names anew, in order."""
    for rows in (draft.stages, draft.links, draft.distinctions):
        last = max((row.position for row in rows if not row._state.adding), default=0)
        for row in rows:
            if row._state.adding:
                last += 1
                row.position = last
    if draft.is_new or draft.names_before is not None:
        for place, authorship in enumerate(draft.authorships, 1):
            authorship.position = place


def _release_names(changed: list[Draft]) -> dict[Draft, Any]:
    """Take off who is named no more; what the names were, by draft."""
    before: dict[Draft, Any] = {}
    gone: list[int] = []
    stays: list[Authorship] = []
    for draft in changed:
        if draft.names_before is not None:
            before[draft] = names_snapshot(draft.names_before)
            kept = {row.pk for row in draft.authorships}
            gone += [row.pk for row in draft.names_before if row.pk not in kept]
            stays += [row for row in draft.authorships if not row._state.adding]
    for first in range(0, len(gone), _BATCH):
        Authorship.objects.filter(pk__in=gone[first : first + _BATCH]).delete()
    Authorship.objects.bulk_update(stays, ["position"], batch_size=_BATCH)
    return before


def _update(changed: list[Draft]) -> None:
    """Write the changed columns, and let the edit version of each work rise."""
    columns: dict[type[models.Model], set[str]] = defaultdict(set)
    rows: dict[type[models.Model], dict[int, Any]] = defaultdict(dict)
    now = timezone.now()
    for draft in changed:
        draft.work.edit_version += 1
        draft.work.updated_at = now
        rows[Publication][draft.work.pk] = draft.work
        for row, name in draft.before:
            columns[type(row)].add(name)
            rows[type(row)][row.pk] = row
    columns[Publication] |= {"edit_version", "updated_at"}
    for model in (Publication, Stage):
        if rows[model]:
            model.objects.bulk_update(
                rows[model].values(), sorted(columns[model]), batch_size=_BATCH
            )


def _note(
    run: Import,
    made: Iterable[Any],
    new: list[Draft],
    changed: list[Draft],
    names_before: dict[Draft, Any],
) -> None:
    """Write down everything that was made, and each column that changed."""
    notes = [_made(run, row) for row in made]
    notes += [_made(run, draft.work, _parts_of(draft)) for draft in new]
    notes += [_made(run, row) for draft in changed for row in draft.added]
    for draft in changed:
        for (row, name), before in draft.before.items():
            after = getattr(row, name)
            notes.append(_changed(run, row, name, plain(before), plain(after)))
        if draft in names_before:
            after = names_snapshot(draft.authorships)
            notes.append(_changed(run, draft.work, "authorships", names_before[draft], after))
    ImportChange.objects.bulk_create(notes, batch_size=_BATCH)


def _parts_of(draft: Draft) -> list[Any]:
    return [*draft.stages, *draft.authorships, *draft.links, *draft.distinctions]


def _made(run: Import, row: Any, parts: Iterable[Any] = ()) -> ImportChange:
    """That a row was made, and by what it is known to be as it was."""
    after = fingerprint(row, parts)
    return ImportChange(run=run, model=row._meta.label, row_uid=row.uid, after=after)


def _changed(run: Import, row: Any, name: str, before: Any, after: Any) -> ImportChange:
    return ImportChange(
        run=run,
        model=row._meta.label,
        row_uid=row.uid,
        field=name,
        before=before,
        after=after,
    )
