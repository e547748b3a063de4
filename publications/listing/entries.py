"""One page of the list of works: its entries under their headings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils import timezone

from publications.bibtex.writing import bibtex_of
from publications.listing.index import WorkIndex
from publications.models import Publication, Stage

#: What is longer is left to the work's own page.
LONGEST_BIBTEX, LONGEST_COINS = 4_000, 3_000
#: Fields of BibTeX that say more about a work than a list has room for.
LEFT_OUT = frozenset(("abstract", "annotation", "annote", "keywords"))

#: What stands over works without a date that are on their way, by the stage they are at.
_UNDATED: dict[str, str] = {
    Stage.Kind.ACCEPTED: "To appear",
    Stage.Kind.FORTHCOMING: "To appear",
    Stage.Kind.SUBMITTED: "Submitted",
}


@dataclass(frozen=True)
class Entry:
    """A work with what readers and their tools cite it by; empty where that is too long."""

    work: Publication
    bibtex: str
    coins: str


@dataclass(frozen=True)
class Group:
    heading: str
    entries: tuple[Entry, ...]


def works_at(places: Sequence[int], index: WorkIndex) -> list[Publication]:
    """The works at these places of the index, with all that their entries show."""
    wanted = [index.pks[place] for place in places]
    found = {
        work.pk: work for work in Publication.objects.public().filter(pk__in=wanted).for_list()
    }
    return [found[pk] for pk in wanted if pk in found]


def groups_of(works: Iterable[Publication], index: WorkIndex, by: str) -> list[Group]:
    """Works, in the order of the list, under their `year` or their `kind`."""
    heading = _kind_heading if by == "kind" else _year_heading
    return [
        Group(label, tuple(_entry(work, index) for work in under_it))
        for label, under_it in groupby(works, key=heading)
    ]


def _year_heading(work: Publication) -> str:
    if work.year:
        return str(work.year)
    return _UNDATED.get(work.main_stage.kind if work.main_stage else "", "Undated")


def _kind_heading(work: Publication) -> str:
    return Publication.Kind(work.kind).heading


def _entry(work: Publication, index: WorkIndex) -> Entry:
    """What it is cited by takes a while to make, and is the same until content changes, or a
    link becomes public with a new day."""
    today = timezone.localdate()
    held = index.remembered.get(work.pk)
    if held is None or held[0] != today:
        held = index.remembered[work.pk] = (today, *_cited_by(work))
    return Entry(work, *held[1:])


def _cited_by(work: Publication) -> tuple[str, str]:
    bibtex, coins = bibtex_of(work, without=LEFT_OUT), work.coins
    # Beside its names an entry of BibTeX has little to say, else the page would grow heavy.
    names = sum(len(row.person.name) + 6 for row in work.authorships.all())
    is_short = len(bibtex) <= min(LONGEST_BIBTEX, 800 + 2 * len(work.title) + 2 * names)
    return bibtex if is_short else "", coins if len(coins) <= LONGEST_COINS else ""
