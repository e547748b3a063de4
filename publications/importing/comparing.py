"""What a record says otherwise than a work, field by field, in words for an editor.

Only what the source states is compared: a field that it lacks empties none here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from homepage.content.dates import PartialDate
from profile.matching import (
    PersonIndex,
    VenueIndex,
    name_key,
    says_no_more,
    stored_name,
    words_key,
)
from profile.models import Venue
from publications.bibtex.agreement import TEXTS, same_text
from publications.bibtex.dates import state_in
from publications.bibtex.identifiers import LINK_FIELDS
from publications.bibtex.latex import to_text
from publications.bibtex.private import is_private
from publications.importing.fitting import label_of
from publications.importing.known import (
    KnownCredit,
    KnownStage,
    KnownWork,
    venue_key,
)
from publications.models import Authorship, Publication, PublicationLink, Stage
from publications.records import Record, RecordCredit, RecordStage, RecordVenue

#: Words that an editor chose stand until the editor says otherwise; facts follow the source.
_CHOSEN = frozenset({"title", "authors", "editors", "translators", "abstract"})
#: Fields of BibTeX and biblatex that have columns here, or say how to read those that do.
_WITH_COLUMNS = """
    abstract address archiveprefix arxiv arxivid author award award_name booksubtitle booktitle
    crossref date day doi edition editor ee eprint eprintclass eprinttype eventtitle institution
    isbn issue journal journalsubtitle journaltitle langid language location month number
    organization pages pmid primaryclass publisher school selected series subtitle title
    translator type url volume year
"""
_TOLD = frozenset(_WITH_COLUMNS.split()) | set(LINK_FIELDS)
_SHOWN_NAMES = 20


@dataclass(frozen=True)
class Difference:
    """A field that would change. `value` is what it would become, `old` and `new` are words."""

    field: str
    label: str
    old: str
    new: str
    value: Any
    is_taken: bool

    def as_json(self) -> dict[str, Any]:
        return {
            "field": self.field,
            "label": self.label,
            "old": self.old,
            "new": self.new,
            "is_taken": self.is_taken,
            "is_proposed": self.is_taken,
        }


@dataclass(frozen=True)
class Names:
    """The people of one role as the source names them."""

    role: str
    people: tuple[RecordCredit, ...]
    is_complete: bool


def is_further(name: str, value: str) -> bool:
    """Whether a field of the source has no column here, and is offered as it was written."""
    return name not in _TOLD and not is_private(name, value)


def shown_date(iso: str) -> str:
    return PartialDate.parse(iso).display() if iso else ""


def shown_names(names: Iterable[str], is_complete: bool) -> str:
    """`A, B and others`; of thousands, the first twenty and how many there are."""
    every = list(names)
    shown = ", ".join(every[:_SHOWN_NAMES])
    if len(every) > _SHOWN_NAMES:
        return f"{shown} and {len(every) - _SHOWN_NAMES:,} more"
    return shown if is_complete or not shown else f"{shown} and others"


def shown_venue(stated: RecordVenue, venue: Venue | None) -> str:
    """The venue of the site, or the name under which a new one is stored."""
    return venue.name if venue else stored_name(stated.name, stated.kind).name


def shown_stage(stage: RecordStage) -> str:
    """`Accepted, Oct 2021`"""
    return ", ".join(filter(None, [str(Stage.Kind(stage.kind).label), shown_date(stage.date)]))


class Comparing:
    """Compares records with works, by the people and venues that the site knows."""

    def __init__(self, people: PersonIndex, venues: VenueIndex) -> None:
        self.people = people
        self.venues = venues

    def venue_of(self, stated: RecordVenue | None) -> Venue | None:
        """The venue of the site that the source means."""
        if stated is None:
            return None
        return self.venues.match(stated.name) or self.venues.match(stated.short_name)

    def _is_named_in(self, known: Venue | None, text: str) -> bool:
        words = f" {words_key(text)} "
        names = self.venues.names_of(known) if known else []
        return any(f" {words_key(name)} " in words for name in names)

    def stage_of(self, work: KnownWork, record: Record) -> KnownStage | None:
        """The stage of the work that the record speaks of, if the work has been there already."""
        stated = record.stage
        stages = [stage for stage in work.stages if stage.stated.kind == stated.kind]
        for is_it in (_shares_key, _shares_identifier):
            for stage in stages:
                if is_it(stage.stated, stated):
                    return stage
        stages = [stage for stage in stages if not self._is_elsewhere(stage, stated)]
        key = venue_key(stated.venue, self.venue_of(stated.venue))
        return max(
            stages,
            key=lambda stage: (
                stage.venue_key == key and stage.stated.date[:4] == stated.date[:4],
                stage.venue_key == key,
                stage.entry is None,
            ),
            default=None,
        )

    def _is_elsewhere(self, stage: KnownStage, stated: RecordStage) -> bool:
        """Whether the record tells of another appearance of the same kind.

        Two identifiers, two preprint archives, a journal beside a conference.
        """
        known = stage.stated
        if (known.doi and stated.doi) or (known.arxiv_id and stated.arxiv_id):
            return True
        if not known.venue or not stated.venue:
            return stage.entry is not None and known.bibtex_type != stated.bibtex_type
        venue = self.venue_of(stated.venue)
        if stage.venue_key == venue_key(stated.venue, venue):
            return False
        kind = venue.kind if venue else stated.venue.kind
        return (
            stage.entry is not None
            or stated.kind == Stage.Kind.PREPRINT
            or known.venue.kind != kind
        )

    def differences(self, work: KnownWork, stage: KnownStage, record: Record) -> list[Difference]:
        """What would change of a work and the stage that the record speaks of."""
        is_main = stage is work.main
        found = [
            *self._of_title(work, stage, record, is_main),
            *self._of_work(work, record, is_main),
            *self._of_stage(stage, record.stage, work),
            *_of_additions(work, record),
            *_of_further_fields(stage.stated, record.stage),
        ]
        if stage.entry is None:
            return found
        # Another entry of the same source has spoken of it: this one fills gaps and no more.
        return [row for row in found if not row.old and row.field != "stage.title"]

    def stage_differences(self, work: KnownWork, record: Record) -> list[Difference]:
        """A new stage by its fields, and what would change of the work with it."""
        stated = record.stage
        is_main = work.would_lead(stated)
        found = [Difference("stage", "Stage", "", shown_stage(stated), stated, True)]
        found += self._of_stage(KnownStage(RecordStage(date=stated.date)), stated, work)
        is_new_here = work.pk is None
        # What was called unpublished has no other kind.
        was_early = work.kind in (Publication.Kind.PREPRINT, Publication.Kind.OTHER)
        if is_main and was_early and work.kind != record.kind:
            old, new = Publication.Kind(work.kind).label, Publication.Kind(record.kind).label
            found.append(
                Difference(
                    "kind", label_of(Publication, "kind"), str(old), str(new), record.kind, True
                )
            )
        if record.title and not same_text(record.title, work.title):
            name = "title" if is_main else "stage.title"
            label = label_of(Publication if is_main else Stage, "title")
            old = work.title if is_main else ""
            is_taken = is_new_here or not is_main or not work.title
            found.append(Difference(name, label, old, record.title, record.title, is_taken))
        for difference in self._of_work(work, record, is_main):
            is_taken = difference.is_taken or (is_new_here and is_main)
            found.append(_ticked(difference, is_taken))
        return [*found, *_of_additions(work, record)]

    def _of_title(
        self, work: KnownWork, stage: KnownStage, record: Record, is_main: bool
    ) -> Iterator[Difference]:
        if not record.title or same_text(record.title, stage.title or work.title):
            return
        if stage.title or not is_main:
            yield _difference(Stage, "stage.title", stage.title, record.title)
        else:
            yield _difference(Publication, "title", work.title, record.title)

    def _of_work(self, work: KnownWork, record: Record, is_main: bool) -> Iterator[Difference]:
        """Of a stage that does not stand for the work, only what fills a gap."""
        for role, plural in (
            ("author", "authors"),
            ("editor", "editors"),
            ("translator", "translators"),
        ):
            difference = self._of_names(work, record, role, plural)
            if difference and (is_main or not difference.old):
                yield difference
        for name in ("abstract", "language"):
            old, new = getattr(work, name), getattr(record, name)
            if new and not same_text(old.lower(), new.lower()) and (is_main or not old):
                yield _difference(Publication, name, old, new)

    def _of_names(
        self, work: KnownWork, record: Record, role: str, plural: str
    ) -> Difference | None:
        stated = [credit for credit in record.credits if credit.role == role]
        known = [credit for credit in work.credits if credit.role == role]
        # Editors and translators are named whole; of authors a source may leave some out.
        is_complete = record.authors_complete or role != Authorship.Role.AUTHOR
        was_complete = work.authors_complete or role != Authorship.Role.AUTHOR
        if not stated or self._are_the_same(stated, is_complete, known, was_complete):
            return None
        return Difference(
            plural,
            plural.capitalize(),
            shown_names((credit.shown for credit in known), was_complete),
            shown_names((credit.name.full for credit in stated), is_complete),
            Names(role, tuple(stated), is_complete),
            not known,
        )

    def _are_the_same(
        self,
        stated: list[RecordCredit],
        is_complete: bool,
        known: list[KnownCredit],
        was_complete: bool,
    ) -> bool:
        if len(stated) > len(known) or (is_complete and len(stated) < len(known)):
            return False
        if is_complete and not was_complete:
            return False
        return all(self._is(one, other) for one, other in zip(stated, known, strict=False))

    def _is(self, stated: RecordCredit, known: KnownCredit) -> bool:
        """Whether it is the same person, named no more fully than the site has the name."""
        key = name_key(stated.name)
        if any(name_key(name) == key or says_no_more(stated.name, name) for name in known.names):
            return True
        person = self.people.match(stated.name, stated.orcid)
        return person is not None and person == known.person

    def _of_stage(
        self, known: KnownStage, stated: RecordStage, work: KnownWork
    ) -> Iterator[Difference]:
        if stated.date and not known.stated.date.startswith(stated.date):
            old = known.stated.date
            yield Difference(
                "stage.date",
                label_of(Stage, "date"),
                shown_date(old),
                shown_date(stated.date),
                stated.date,
                True,
            )
        venue = self.venue_of(stated.venue)
        if stated.venue and venue_key(stated.venue, venue) != known.venue_key:
            old = known.stated.venue.name if known.stated.venue else ""
            new = shown_venue(stated.venue, venue)
            # A source in whose words the known venue is named may mean that one.
            is_taken = not self._is_named_in(known.venue, stated.venue.name)
            label = label_of(Stage, "venue")
            yield Difference("stage.venue", label, old, new, stated.venue, is_taken)
        for name in TEXTS:
            old, new = getattr(known.stated, name), getattr(stated, name)
            if new and not _same_value(name, old, new):
                if name == "publisher" and venue and same_text(venue.publisher, new):
                    continue
                if name == "url" and new in work.addresses():
                    continue
                yield _difference(Stage, f"stage.{name}", old, new)


def _shares_key(known: RecordStage, stated: RecordStage) -> bool:
    return bool(stated.bibtex_key) and known.bibtex_key == stated.bibtex_key


def _shares_identifier(known: RecordStage, stated: RecordStage) -> bool:
    if known.doi and stated.doi:
        # Two DOIs are two appearances, whatever preprint they share.
        return known.doi.lower() == stated.doi.lower()
    return any(
        one and one.lower() == other.lower()
        for one, other in ((known.arxiv_id, stated.arxiv_id), (known.pmid, stated.pmid))
    )


def _same_value(name: str, old: str, new: str) -> bool:
    if name in ("doi", "arxiv_id"):
        return old.lower() == new.lower()
    if name == "isbn":
        return re.sub(r"\W", "", old).upper() == re.sub(r"\W", "", new).upper()
    return same_text(old, new)


def _difference(model: Any, name: str, old: str, new: str) -> Difference:
    label = label_of(model, name.removeprefix("stage."))
    return Difference(name, label, old, new, new, not old or name not in _CHOSEN)


def _ticked(difference: Difference, is_taken: bool) -> Difference:
    return Difference(**{**difference.__dict__, "is_taken": is_taken})


def _of_further_fields(known: RecordStage, stated: RecordStage) -> Iterator[Difference]:
    """What the source says beyond the columns of the site: notes, keywords."""
    for name, new in stated.source_fields.items():
        old = known.source_fields.get(name, "")
        if not is_further(name, new) or new == old:
            continue
        before, after = to_text(old), to_text(new)
        if not same_text(before, after) and not _is_told_by_columns(name, after, stated):
            yield Difference(f"source.{name}", name, before, after, new, True)


def _is_told_by_columns(name: str, text: str, stated: RecordStage) -> bool:
    """Whether a note says no more than “Accepted”, or where it appeared."""
    if name not in ("note", "howpublished", "pubstate"):
        return False
    venue = stated.venue.name if stated.venue else ""
    is_state = len(text.split()) <= 3 and state_in(text) == stated.kind
    return is_state or words_key(text) == words_key(venue) or stated.url == text


def _of_additions(work: KnownWork, record: Record) -> Iterator[Difference]:
    """Links and distinctions that the work lacks; what it has is never replaced by them."""
    known = set(work.addresses())
    kinds = {kind for kind, _ in work.links}
    for link in record.links:
        if link.url not in known:
            label = link.label or str(PublicationLink.Kind(link.kind).label)
            is_first = link.kind not in kinds
            yield Difference(f"link.{link.url}", label, "", link.url, link, is_first)
    labels = {label.casefold() for label in work.distinctions}
    for label in record.distinctions:
        if label.casefold() not in labels:
            yield Difference(f"distinction.{label}", "Distinction", "", label, label, True)
