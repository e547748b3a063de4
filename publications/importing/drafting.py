"""Works as an import leaves them, in memory: new ones whole, known ones with what changes.

Nothing is written here; `storing` stores what lies ready.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from homepage.content.dates import PartialDate
from homepage.content.publishing import PublishState
from profile.matching import name_key, stored_name
from profile.models import Person, Venue, VenueAlias
from publications.bibtex.agreement import TEXTS
from publications.importing.comparing import Comparing, Difference, Names, is_further
from publications.importing.known import KnownStage, KnownWork, stored_works, venue_key
from publications.importing.naming import Naming, identity
from publications.models import Authorship, Distinction, Publication, PublicationLink, Stage
from publications.records import Record, RecordCredit, RecordLink, RecordStage, RecordVenue

_MOST_OF_SHORT_NAME = 60


@dataclass(eq=False)
class Draft:
    """A work on its way in. `before` has the fields of stored rows that changed, as they were."""

    work: Publication
    is_new: bool
    stages: list[Stage] = field(default_factory=list)
    authorships: list[Authorship] = field(default_factory=list)
    links: list[PublicationLink] = field(default_factory=list)
    distinctions: list[Distinction] = field(default_factory=list)
    before: dict[tuple[Publication | Stage, str], Any] = field(default_factory=dict)
    #: The rows of authors as they were, where they change.
    names_before: list[Authorship] | None = None
    #: Rows that were added to a stored work, beside its names.
    added: list[Any] = field(default_factory=list)

    @property
    def is_changed(self) -> bool:
        return bool(self.added or self.before) or self.names_before is not None

    def set(self, row: Publication | Stage, name: str, value: Any) -> None:
        if getattr(row, name) != value:
            if not row._state.adding:
                self.before.setdefault((row, name), getattr(row, name))
            setattr(row, name, value)


class Drafting:
    """Makes drafts of records; people and venues that nobody knows are made once each."""

    def __init__(self, comparing: Comparing, *, publishes: bool) -> None:
        self.venues: list[Venue] = []
        self.aliases: list[VenueAlias] = []
        #: Columns of venues of the site that were empty and are filled.
        self.venue_gaps: list[tuple[Venue, str]] = []
        self._comparing = comparing
        self._publishes = publishes
        self._naming = Naming(comparing.people)
        self._new_venues: dict[str, Venue] = {}
        self._stage_rows: dict[KnownStage, Stage] = {}

    @property
    def people(self) -> list[Person]:
        """Those who are new with the source."""
        return self._naming.made

    def new_work(self, record: Record, known: KnownStage) -> Draft:
        """A work that the site does not have; a draft without a title even if all are published."""
        is_public = self._publishes and bool(record.title)
        work = Publication(
            title=record.title,
            kind=record.kind,
            authors_complete=record.authors_complete,
            abstract=record.abstract,
            language=record.language,
            is_selected=record.is_selected,
            state=PublishState.PUBLISHED if is_public else PublishState.DRAFT,
            public_from=timezone.now() if is_public else None,
        )
        draft = Draft(work, is_new=True)
        self._add_stage(draft, record.stage, known, texts=TEXTS, venue=record.stage.venue)
        for role in Authorship.Role.values:
            stated = tuple(credit for credit in record.credits if credit.role == role)
            draft.authorships += self._authorships(work, role, stated, [])
        for link in record.links:
            self._add_link(draft, link)
        for label in record.distinctions:
            self._add_distinction(draft, label)
        return draft

    def add_stage(
        self, draft: Draft, record: Record, known: KnownStage, differences: list[Difference]
    ) -> None:
        """A new stage of a work, and what of the work the editor takes with it."""
        taken = {difference.field: difference for difference in differences}
        if "stage" not in taken:
            self._change_work(draft, differences)
            return
        old_title = draft.work.title
        texts = [name for name in TEXTS if f"stage.{name}" in taken]
        venue = record.stage.venue if "stage.venue" in taken else None
        older = list(draft.stages)
        stage = self._add_stage(draft, record.stage, known, texts=texts, venue=venue)
        if "title" in taken:
            for earlier in older:
                draft.set(earlier, "title", earlier.title or old_title)
        elif record.title and record.title != old_title:
            stage.title = record.title
        self._change_work(draft, differences)

    def change(
        self, draft: Draft, record: Record, known: KnownStage, differences: list[Difference]
    ) -> None:
        """What the editor takes of the differences of a stage and its work."""
        stage = self._stage_rows.get(known) or next(
            row for row in draft.stages if row.pk == known.pk
        )
        for difference in differences:
            group, _, name = difference.field.partition(".")
            if group == "stage":
                draft.set(stage, name, self._value_of(name, difference.value))
        self._change_work(draft, differences)
        self._keep_source(draft, stage, record.stage, {row.field for row in differences})

    @staticmethod
    def _keep_source(draft: Draft, stage: Stage, stated: RecordStage, taken: set[str]) -> None:
        """The source's own text of what was taken; of an earlier entry of it, only what lacks."""
        fields = dict(stage.source_fields)
        for name, text in stated.source_fields.items():
            if stage._state.adding:
                fields.setdefault(name, text)
            elif not is_further(name, text) or f"source.{name}" in taken:
                fields[name] = text
        draft.set(stage, "source_fields", fields)
        for name in ("bibtex_type", "bibtex_key"):
            if not getattr(stage, name):
                draft.set(stage, name, getattr(stated, name))

    def _change_work(self, draft: Draft, differences: list[Difference]) -> None:
        for difference in differences:
            match difference.value:
                case Names():
                    self._set_names(draft, difference.value)
                case RecordLink():
                    self._add_link(draft, difference.value)
                case _ if difference.field.startswith("distinction."):
                    self._add_distinction(draft, difference.value)
                case _ if difference.field in ("title", "kind", "abstract", "language"):
                    draft.set(draft.work, difference.field, difference.value)

    def _value_of(self, name: str, value: Any) -> Any:
        if name == "venue":
            return self._venue(value)
        return PartialDate.parse(value) if name == "date" else value

    def _add_stage(
        self,
        draft: Draft,
        stated: RecordStage,
        known: KnownStage,
        *,
        texts: Iterable[str],
        venue: RecordVenue | None,
    ) -> Stage:
        stage = Stage(
            publication=draft.work,
            kind=stated.kind,
            date=PartialDate.parse(stated.date) if stated.date else None,
            venue=self._venue(venue),
            bibtex_type=stated.bibtex_type,
            bibtex_key=stated.bibtex_key,
            source_fields=stated.source_fields,
            **{name: getattr(stated, name) for name in texts},
        )
        draft.stages.append(stage)
        draft.added.append(stage)
        self._stage_rows[known] = stage
        return stage

    def _add_link(self, draft: Draft, link: RecordLink) -> None:
        if any(row.url == link.url for row in draft.links):
            return
        row = PublicationLink(
            publication=draft.work, kind=link.kind, url=link.url, label=link.label
        )
        draft.links.append(row)
        draft.added.append(row)

    def _add_distinction(self, draft: Draft, label: str) -> None:
        row = Distinction(publication=draft.work, label=label)
        draft.distinctions.append(row)
        draft.added.append(row)

    def _set_names(self, draft: Draft, names: Names) -> None:
        if draft.names_before is None and not draft.is_new:
            draft.names_before = list(draft.authorships)
        known = [row for row in draft.authorships if row.role == names.role]
        others = [row for row in draft.authorships if row.role != names.role]
        rows = self._authorships(draft.work, names.role, names.people, known)
        order = list(Authorship.Role.values)
        draft.authorships = sorted([*rows, *others], key=lambda row: order.index(row.role))
        if names.role == Authorship.Role.AUTHOR:
            draft.set(draft.work, "authors_complete", names.is_complete)

    def _authorships(
        self,
        work: Publication,
        role: str,
        stated: tuple[RecordCredit, ...],
        known: list[Authorship],
    ) -> list[Authorship]:
        """Rows for these people in this order; those of `known` who stay keep their marks."""
        rows: list[Authorship] = []
        used: set[int] = set()
        keys = {name_key(credit.name) for credit in stated}
        waiting = {identity(row.person): row for row in known}
        # Whom one name of the list means exactly is meant by no other.
        fitting = [row for row in known if name_key(row.person.parsed_name) not in keys]
        for credit in stated:
            person = self._naming.person(credit, used, fitting)
            row = waiting.get(identity(person))
            if row is None:
                printed = credit.as_printed or credit.name.full
                row = Authorship(
                    publication=work,
                    person=person,
                    role=role,
                    name_as_printed="" if credit.name.full == person.name else printed,
                )
            used.add(identity(person))
            rows.append(row)
        return rows

    def _venue(self, stated: RecordVenue | None) -> Venue | None:
        if stated is None:
            return None
        clean = stored_name(stated.name, stated.kind)
        if known := self._comparing.venue_of(stated):
            if self._comparing.venues.match(stated.name) is None:
                # Known by its short name alone: from now on by this name, too.
                self.aliases.append(VenueAlias(venue=known, name=clean.name[:200]))
                self._comparing.venues.add(known, stated.name)
            self._fill_gaps(known, stated)
            return known
        key = venue_key(stated, None)
        if key not in self._new_venues:
            name = clean.name
            if self._comparing.venues.named(name):
                name = stated.name
            if namesake := self._comparing.venues.named(name):
                return namesake
            venue = Venue(
                name=name,
                kind=stated.kind,
                short_name=stated.short_name or clean.short_name[:_MOST_OF_SHORT_NAME],
                publisher=stated.publisher,
                issn=stated.issn,
            )
            self._new_venues[key] = venue
            self.venues.append(venue)
            self._comparing.venues.add(venue, stated.name)
        return self._new_venues[key]

    def _fill_gaps(self, known: Venue, stated: RecordVenue) -> None:
        """Let a venue of the site have what the source alone says of it; it keeps what it has."""
        for name in ("issn", "publisher"):
            value = getattr(stated, name)
            if value and not getattr(known, name) and known.kind == stated.kind:
                if not known._state.adding:
                    self.venue_gaps.append((known, name))
                setattr(known, name, value)


def load_drafts(works: Iterable[KnownWork]) -> dict[int, Draft]:
    """Works of the site to be changed, by primary key."""
    return {
        work.pk: Draft(
            work,
            is_new=False,
            stages=list(work.stages.all()),
            authorships=list(work.authorships.all()),
            links=list(work.links.all()),
            distinctions=list(work.distinctions.all()),
        )
        for work in stored_works({work.pk for work in works if work.pk})
    }
