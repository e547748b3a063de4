"""What the address of the list of positions may ask for."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from homepage.content.facets import Chip, Choice, Facet, key_of, query_link
from homepage.content.search import as_typed
from recruiting.models import Opening


@dataclass(frozen=True)
class Term:
    """A value of a filter: `postdoc`, shown as “Postdoc”, and the keys of what has it."""

    value: str
    label: str
    openings: frozenset[int]


#: The values of one filter, by what stands for them in an address, in the order of the form.
Terms = Mapping[str, Term]


@dataclass(frozen=True)
class _Trait:
    """Something that openings share; of such of one filter, those with a lower `order` come
    first."""

    pk: int
    name: str
    label: str
    order: tuple[Any, ...]


def _kind(opening: Opening) -> Iterator[_Trait]:
    kind = opening.kind
    yield _Trait(kind.pk, kind.name, kind.name, (kind.position, kind.pk))


def _topics(opening: Opening) -> Iterator[_Trait]:
    for row in opening.topics.all():
        topic = row.interest
        yield _Trait(topic.pk, topic.slug, topic.title, (topic.position, topic.pk))


def _hosts(opening: Opening) -> Iterator[_Trait]:
    for row in opening.hosts.all():
        host = row.organization
        yield _Trait(host.pk, host.label, host.label, (host.label.casefold(), host.pk))


@dataclass(frozen=True)
class _Filter:
    """What it is called, what it offers beside its values, and what it asks of an opening."""

    label: str
    everything: str
    traits: Callable[[Opening], Iterator[_Trait]]


_FILTERS: Mapping[str, _Filter] = {
    "kind": _Filter("Kind", "All kinds", _kind),
    "topic": _Filter("Topic", "All topics", _topics),
    "host": _Filter("Host", "All hosts", _hosts),
}

#: What a value is called that no position has.
UNKNOWN = "Unknown"


def _values(names: Mapping[int, str]) -> dict[int, str]:
    """Names as addresses have them, by key.

    Of those that look the same all but the oldest carry their key, which nothing changes.
    """
    taken: dict[str, int] = {}
    for pk, name in sorted(names.items()):
        value = key_of(name) or name
        while value in taken:
            value = f"{value}-{pk}"
        taken[value] = pk
    return {pk: value for value, pk in taken.items()}


def kind_values(public: Iterable[Opening]) -> dict[int, str]:
    """What stands for each kind in the address of the list, by the kind's key.

    Takes all public openings, those that have ended among them: so no address gets another
    meaning when a position closes.
    """
    return _values({opening.kind_id: opening.kind.name for opening in public})


def _terms(name: str, public: Iterable[Opening]) -> Terms:
    having: dict[_Trait, set[int]] = {}
    for opening in public:
        for trait in _FILTERS[name].traits(opening):
            having.setdefault(trait, set()).add(opening.pk)
    values = _values({trait.pk: trait.name for trait in having})
    return {
        values[trait.pk]: Term(values[trait.pk], trait.label, frozenset(having[trait]))
        for trait in sorted(having, key=lambda trait: trait.order)
    }


class OpeningFilter:
    """Which of the positions that are advertised an address asks for.

    `public` are all public openings from `for_list`, in the order of the list. Keys that are no
    filter's are ignored. A value that no advertised position has, or has any more, or that
    nobody knows, leaves an empty list.
    """

    def __init__(
        self, query: Mapping[str, Any], public: Sequence[Opening], at: datetime.datetime
    ) -> None:
        self.advertised = [opening for opening in public if opening.status(at).is_advertised]
        self._everything = frozenset(opening.pk for opening in self.advertised)
        self._terms = {name: _terms(name, public) for name in _FILTERS}
        asked = {name: as_typed(str(query.get(name, ""))) for name in _FILTERS}
        #: The values that are asked for, by filter.
        self.terms = {name: self._find(name, value) for name, value in asked.items() if value}

    def _find(self, name: str, value: str) -> Term:
        terms = self._terms[name]
        unknown = Term(value, UNKNOWN, frozenset())
        return terms.get(value) or terms.get(key_of(value), unknown)

    @property
    def asked(self) -> dict[str, str]:
        return {name: term.value for name, term in self.terms.items()}

    @property
    def is_filtered(self) -> bool:
        return bool(self.terms)

    def _left_by_others(self, name: str = "") -> frozenset[int]:
        """The keys of what all filters but that one leave."""
        left = self._everything
        for other, term in self.terms.items():
            if other != name:
                left &= term.openings
        return left

    def found(self) -> list[Opening]:
        """The openings that are asked for, in the order in which they came."""
        left = self._left_by_others()
        return [opening for opening in self.advertised if opening.pk in left]

    @cached_property
    def facets(self) -> list[Facet]:
        """The filters that can tell positions apart, with what would give something."""
        return [self._facet(name) for name in _FILTERS if self._is_useful(name)]

    def _is_useful(self, name: str) -> bool:
        """Of all positions, whatever else is asked for, so that the form stays the same."""
        shares = [term.openings & self._everything for term in self._terms[name].values()]
        told = [share for share in shares if share]
        is_same_for_all = len(told) < 2 and all(share == self._everything for share in told)
        return name in self.terms or not is_same_for_all

    def _facet(self, name: str) -> Facet:
        shape, asked, left = _FILTERS[name], self.terms.get(name), self._left_by_others(name)
        offered = [*self._terms[name].values()]
        if asked and asked not in offered:
            offered.append(asked)
        choices = (
            Choice(term.value, term.label, len(term.openings & left), term == asked)
            for term in offered
        )
        shown = tuple(choice for choice in choices if choice.count or choice.is_chosen)
        return Facet(name, shape.label, shape.everything, shown)

    @property
    def chips(self) -> list[Chip]:
        """What is asked for, each to be taken away."""
        return [
            Chip(f"{_FILTERS[name].label}: {term.label}", query_link({**self.asked, name: ""}))
            for name, term in self.terms.items()
        ]
