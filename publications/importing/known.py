"""Works as an import knows them: those of the site, and those that the source itself brings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from profile.matching import stored_name, words_key
from profile.models import Person, Venue
from profile.names import Name, parse_name
from publications.bibtex.agreement import TEXTS
from publications.models import Authorship, Publication, Stage
from publications.records import Record, RecordCredit, RecordStage, RecordVenue

if TYPE_CHECKING:
    from publications.importing.planning import Planned

_CHUNK = 500


@dataclass(frozen=True)
class KnownCredit:
    """A part in a work, under every name that it is known by."""

    role: str
    shown: str
    names: tuple[Name, ...]
    person: Person | None = None


@dataclass(eq=False)
class KnownStage:
    """A stage, with its title where it has one of its own and the entry that speaks of it."""

    stated: RecordStage
    title: str = ""
    venue: Venue | None = None
    pk: int | None = None
    entry: Planned | None = None

    @property
    def rank(self) -> tuple[int, str]:
        """Grows from the first stage to the one that counts."""
        return rank_of(self.stated)

    @property
    def venue_key(self) -> str:
        return venue_key(self.stated.venue, self.venue)


@dataclass(eq=False)
class KnownWork:
    """A work; `pk` is none while only the source has it, and `entry` brought it then."""

    title: str
    kind: str
    credits: list[KnownCredit]
    authors_complete: bool = True
    abstract: str = ""
    language: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)
    distinctions: list[str] = field(default_factory=list)
    stages: list[KnownStage] = field(default_factory=list)
    pk: int | None = None
    entry: Planned | None = None

    @property
    def main(self) -> KnownStage | None:
        """The furthest stage, among equals the latest and the last."""
        return max(reversed(self.stages), key=lambda stage: stage.rank, default=None)

    def would_lead(self, stage: RecordStage) -> bool:
        """Whether it would stand for the work if it were added."""
        return self.main is None or rank_of(stage) >= self.main.rank

    def addresses(self) -> Iterator[str]:
        """Everywhere that it leads to already."""
        for _, url in self.links:
            yield url
        for stage in self.stages:
            yield stage.stated.url
            yield f"https://doi.org/{stage.stated.doi}"
            yield f"https://arxiv.org/abs/{stage.stated.arxiv_id}"

    def name_anew(self, role: str, people: Iterable[RecordCredit]) -> None:
        """Let these be the people of that role."""
        others = [credit for credit in self.credits if credit.role != role]
        self.credits = [*others, *map(_stated_credit, people)]

    @classmethod
    def of_record(cls, record: Record, entry: Planned) -> KnownWork:
        return cls(
            title=record.title,
            kind=record.kind,
            credits=[_stated_credit(credit) for credit in record.credits],
            authors_complete=record.authors_complete,
            abstract=record.abstract,
            language=record.language,
            links=[(link.kind, link.url) for link in record.links],
            distinctions=list(record.distinctions),
            stages=[KnownStage(record.stage, entry=entry)],
            entry=entry,
        )


def _stated_credit(credit: RecordCredit) -> KnownCredit:
    return KnownCredit(credit.role, credit.name.full, (credit.name,))


def rank_of(stage: RecordStage) -> tuple[int, str]:
    return Stage.Kind.values.index(stage.kind), stage.date


def venue_key(stated: RecordVenue | None, venue: Venue | None) -> str:
    """Tells venues apart, those of the site and those that are new with the source."""
    if venue is not None:
        return f"={venue.pk}"
    return words_key(stored_name(stated.name, stated.kind).name) if stated else ""


def stored_works(keys: Collection[int]) -> Iterator[Publication]:
    """Works of the site by primary key: five queries for each five hundred of them."""
    ordered = sorted(keys)
    for first in range(0, len(ordered), _CHUNK):
        chunk = Publication.objects.filter(pk__in=ordered[first : first + _CHUNK])
        yield from chunk.for_import()


def load_works(keys: Collection[int]) -> dict[int, KnownWork]:
    """What the site knows of these works, by primary key."""
    names: dict[int, Name] = {}
    return {work.pk: _known(work, names) for work in stored_works(keys)}


def _known(work: Publication, names: dict[int, Name]) -> KnownWork:
    return KnownWork(
        title=work.title,
        kind=work.kind,
        credits=[_known_credit(row, names) for row in work.authorships.all()],
        authors_complete=work.authors_complete,
        abstract=work.abstract,
        language=work.language,
        links=[(link.kind, link.url) for link in work.links.all()],
        distinctions=[row.label for row in work.distinctions.all()],
        stages=[
            KnownStage(_stated(stage), title=stage.title, venue=stage.venue, pk=stage.pk)
            for stage in work.stages.all()
        ],
        pk=work.pk,
    )


def _known_credit(row: Authorship, names: dict[int, Name]) -> KnownCredit:
    if row.person_id not in names:
        names[row.person_id] = row.person.parsed_name
    printed = (parse_name(row.name_as_printed),) if row.name_as_printed else ()
    # As it stands too: a name in odd parts may read otherwise than it was put together.
    whole = Name(literal=row.person.name)
    return KnownCredit(
        row.role, row.person.name, (names[row.person_id], whole, *printed), row.person
    )


def _stated(stage: Stage) -> RecordStage:
    venue = stage.venue
    return replace(
        RecordStage(),
        kind=stage.kind,
        date=stage.date.iso if stage.date else "",
        venue=RecordVenue(venue.name, venue.kind, venue.short_name) if venue else None,
        bibtex_type=stage.bibtex_type,
        bibtex_key=stage.bibtex_key,
        source_fields=stage.source_fields,
        **{name: getattr(stage, name) for name in TEXTS},
    )
