"""Which work of the site, or of the same source, a record speaks of.

By DOI, arXiv id or PubMed id; by the key of the source with the same title; by title, year
and first author. A preprint and a paper of one title and first author may lie some years apart.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from homepage.content.dates import PartialDate
from profile.matching import words_key
from profile.names import Name, parse_name
from publications.identifiers import normalize_arxiv
from publications.importing.known import KnownWork
from publications.models import Authorship, Publication, Stage
from publications.records import Record, RecordStage

_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(.+)", re.IGNORECASE)
#: Years that a preprint may wait for its paper.
_PATIENCE = 6
#: Titles with fewer words are given to several works.
_TELLING_WORDS = 4
#: A volume and what stands in it share a DOI at times, and are two works.
_VOLUMES = frozenset({Publication.Kind.BOOK, Publication.Kind.EDITED_VOLUME})


@dataclass(frozen=True)
class StageMarks:
    """What a stage is recognised by. `doi` and `arxiv` are in lower case, the title folded."""

    kind: str
    year: int | None
    doi: str
    arxiv: str
    pmid: str
    key: str
    title: str

    def contradicts(self, other: StageMarks) -> bool:
        """Whether both are the same kind of stage under different identifiers."""
        return self.kind == other.kind and any(
            one and two and one != two
            for one, two in ((self.doi, other.doi), (self.arxiv, other.arxiv))
        )


def marks_of(stage: RecordStage, title: str) -> StageMarks:
    return _marks(
        stage.kind, stage.date, stage.doi, stage.arxiv_id, stage.pmid, stage.bibtex_key, title
    )


def _marks(
    kind: str, date: str, doi: str, arxiv: str, pmid: str, key: str, title: str
) -> StageMarks:
    if by_doi := _ARXIV_DOI.fullmatch(doi):
        arxiv, doi = arxiv or by_doi[1], ""
    return StageMarks(
        kind=kind,
        year=int(date[:4]) if date else None,
        doi=doi.lower(),
        arxiv=normalize_arxiv(arxiv).lower(),
        pmid=pmid,
        key=key,
        title=words_key(title),
    )


@dataclass(eq=False)
class Candidate:
    """A work that a record may speak of; `known` is there once the whole of it was loaded."""

    pk: int | None
    kind: str
    family: str = ""
    marks: list[StageMarks] = field(default_factory=list)
    known: KnownWork | None = None


@dataclass(frozen=True)
class Recognized:
    """The work that a record speaks of, and by what it was recognised."""

    work: Candidate
    reason: str


def family_of(name: Name) -> str:
    """The last word of the family name, folded: a “von” is left out by many sources."""
    words = words_key(name.literal or name.family).split()
    return words[-1] if words else ""


class KnownWorks:
    """Every work of the site, drafts and withdrawn ones too; three queries when it is made."""

    def __init__(self) -> None:
        self._by_doi: dict[str, list[Candidate]] = defaultdict(list)
        self._by_arxiv: dict[str, list[Candidate]] = defaultdict(list)
        self._by_pmid: dict[str, list[Candidate]] = defaultdict(list)
        self._by_key: dict[tuple[str, str], Candidate] = {}
        self._by_title: dict[str, list[Candidate]] = defaultdict(list)
        families = _first_families()
        works = {
            pk: (Candidate(pk, kind, families.get(pk, "")), title)
            for pk, title, kind in Publication.objects.order_by("pk").values_list(
                "pk", "title", "kind"
            )
        }
        stages = Stage.objects.order_by("publication", "position", "pk").values_list(
            "publication", "title", "kind", "date", "doi", "arxiv_id", "pmid", "bibtex_key"
        )
        for pk, own_title, kind, date, doi, arxiv, pmid, key in stages:
            if pk not in works:  # Made since the works were read.
                continue
            candidate, title = works[pk]
            iso = date.iso if isinstance(date, PartialDate) else ""
            self.add(candidate, _marks(kind, iso, doi, arxiv, pmid, key, own_title or title))
        for candidate, title in works.values():
            # Also under the title of the work where each stage has one of its own.
            self._put_title(candidate, words_key(title))

    @staticmethod
    def candidate_of(record: Record) -> Candidate:
        """A work that only the source has; `add` makes it known."""
        first = first_name(record)
        return Candidate(None, record.kind, family_of(first) if first else "")

    def add(self, work: Candidate, marks: StageMarks) -> None:
        """Know a stage of a work."""
        work.marks.append(marks)
        for place, mark in (
            (self._by_doi, marks.doi),
            (self._by_arxiv, marks.arxiv),
            (self._by_pmid, marks.pmid),
        ):
            if mark and work not in place[mark]:
                place[mark].append(work)
        if marks.key:
            self._by_key.setdefault((marks.key, marks.title), work)
        self._put_title(work, marks.title)

    def _put_title(self, work: Candidate, title: str) -> None:
        named = self._by_title[title]
        if title and not any(work is other for other in named):
            named.append(work)

    def recognize(self, record: Record) -> Recognized | None:
        marks = marks_of(record.stage, record.title)
        # Who came from this very entry is it, whoever else has its DOI.
        same_source = self._by_key.get((marks.key, marks.title)) if marks.key else None
        for place, mark, reason in (
            (self._by_doi, marks.doi, "same DOI"),
            (self._by_arxiv, marks.arxiv, "same arXiv id"),
            (self._by_pmid, marks.pmid, "same PubMed id"),
        ):
            works = [
                work
                for work in (place.get(mark, ()) if mark else ())
                if (work.kind in _VOLUMES) == (record.kind in _VOLUMES)
            ]
            if works and (same_source is None or same_source in works):
                return Recognized(same_source or works[0], reason)
        if same_source is not None:
            return Recognized(same_source, "same key and title")
        return self._by_title_and_author(record, marks)

    def namesakes(self, record: Record) -> list[Candidate]:
        """Works of this title and first author, of whatever year: an editor tells them apart."""
        first = first_name(record)
        family = family_of(first) if first else ""
        titled = self._by_title.get(words_key(record.title), ())
        return [work for work in titled if family and work.family == family]

    def _by_title_and_author(self, record: Record, marks: StageMarks) -> Recognized | None:
        first = first_name(record)
        family = family_of(first) if first else ""
        is_volume = record.kind in _VOLUMES
        named = [
            work
            for work in (self._by_title.get(marks.title, ()) if marks.title else ())
            if (work.kind in _VOLUMES) == is_volume
            and _may_be_by_the_same(work, family, marks)
            and not _contradict(work, marks)
        ]
        for work in named:
            if any(known.year == marks.year for known in work.marks) or not work.marks:
                is_told = family and work.family
                return Recognized(
                    work, "same title, year and first author" if is_told else "same title and year"
                )
        for work in named:
            if _is_preprint_and_paper(work, marks):
                return Recognized(work, "same title and first author")
        return None


def first_name(record: Record) -> Name | None:
    """The first author, or the first editor of what has no author."""
    named = sorted(record.credits, key=lambda credit: credit.role != "author")
    return named[0].name if named else None


def _may_be_by_the_same(work: Candidate, family: str, marks: StageMarks) -> bool:
    """Whether the first author is the same; one who is not named is no other one.

    Without authors a short title says too little (“Editorial”), and another key says enough.
    """
    if family and work.family:
        return family == work.family
    if family or work.family:
        return len(marks.title.split()) >= _TELLING_WORDS
    return not any(known.key and marks.key and known.key != marks.key for known in work.marks)


def _contradict(work: Candidate, marks: StageMarks) -> bool:
    """Whether its stages of this kind are all known under other identifiers."""
    same_kind = [known for known in work.marks if known.kind == marks.kind]
    return bool(same_kind) and all(known.contradicts(marks) for known in same_kind)


def _is_preprint_and_paper(work: Candidate, marks: StageMarks) -> bool:
    """Whether one of the two is a preprint and the other what came of it, in good time."""
    preprint = Stage.Kind.PREPRINT
    if marks.kind == preprint:
        fits = bool(work.marks) and all(known.kind != preprint for known in work.marks)
        order = 1
    else:
        fits = bool(work.marks) and all(known.kind == preprint for known in work.marks)
        order = -1
    years = [known.year for known in work.marks if known.year]
    if not fits or not years or not marks.year:
        return fits and (not years or not marks.year)
    apart = order * (min(years) - marks.year)
    return 0 <= apart <= _PATIENCE


def _first_families() -> dict[int, str]:
    """The folded family name of the first author of each work, or else of its first editor."""
    families: dict[int, str] = {}
    parsed: dict[tuple[str, str], str] = {}
    rows = Authorship.objects.order_by("publication", "role", "position", "pk").values_list(
        "publication", "person__name", "person__family_name", "person__is_group"
    )
    # "author" comes before "editor" and "translator".
    for work, name, family, is_group in rows:
        if work in families:
            continue
        if (name, family) not in parsed:
            whole = Name(literal=name) if is_group else parse_name(family or name)
            if family and not is_group:
                whole = Name(family=family)
            parsed[name, family] = family_of(whole)
        families[work] = parsed[name, family]
    return families
