"""What the address of the list of positions may ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, QueryDict

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


#: What each filter asks of an opening from `for_list`.
_TRAITS: Mapping[str, Callable[[Opening], Iterator[_Trait]]] = {
    "kind": _kind,
    "topic": _topics,
    "host": _hosts,
}


def _values(names: Mapping[int, str]) -> dict[int, str]:
    """Names as addresses have them, by key; of those that look the same the oldest has no
    number."""
    taken: dict[str, int] = {}
    for pk, name in sorted(names.items()):
        value = base = key_of(name) or name
        number = 1
        while value in taken:
            number += 1
            value = f"{base}-{number}"
        taken[value] = pk
    return {pk: value for value, pk in taken.items()}


def kind_values(openings: Iterable[Opening]) -> dict[int, str]:
    """What stands for each kind of these in the address of the list, by the kind's key."""
    return _values({opening.kind_id: opening.kind.name for opening in openings})


def _terms(name: str, openings: Iterable[Opening]) -> Terms:
    having: dict[_Trait, set[int]] = {}
    for opening in openings:
        for trait in _TRAITS[name](opening):
            having.setdefault(trait, set()).add(opening.pk)
    values = _values({trait.pk: trait.name for trait in having})
    return {
        values[trait.pk]: Term(values[trait.pk], trait.label, frozenset(having[trait]))
        for trait in sorted(having, key=lambda trait: trait.order)
    }


class TermField(forms.Field):
    """A value that positions share. Gives its `Term`, or None where nothing is asked."""

    def __init__(self, *, label: str, everything: str) -> None:
        super().__init__(label=label, required=False)
        self.everything = everything
        self.find: Callable[[str], Term | None] = lambda value: None

    def clean(self, value: Any) -> Term | None:
        asked = as_typed(str(value or ""))
        if not asked:
            return None
        term = self.find(asked)
        if term is None:
            raise ValidationError("No position has this.", code="unknown")
        return term


class OpeningFilter(forms.Form):
    """Typed; unknown keys are ignored, a value that leads nowhere is a 404.

    `advertised` are the openings of which the list shows those that are asked for. `ended` gives
    those that were advertised once: an address with a value that only they have still answers,
    with an empty list.
    """

    kind = TermField(label="Kind", everything="All kinds")
    topic = TermField(label="Topic", everything="All topics")
    host = TermField(label="Host", everything="All hosts")

    def __init__(
        self,
        data: QueryDict,
        advertised: Sequence[Opening],
        ended: Callable[[], Iterable[Opening]],
    ) -> None:
        super().__init__(data)
        self._advertised = advertised
        self._ended = ended
        self._everything = frozenset(opening.pk for opening in advertised)
        self._fields = {
            name: field for name, field in self.fields.items() if isinstance(field, TermField)
        }
        self._terms = {name: _terms(name, advertised) for name in self._fields}
        for name, field in self._fields.items():
            field.find = lambda value, name=name: self._find(name, value)  # type: ignore[misc]

    @cached_property
    def _past_terms(self) -> dict[str, Terms]:
        ended = list(self._ended())
        return {name: _terms(name, ended) for name in self._fields}

    def _find(self, name: str, value: str) -> Term | None:
        if value in self._terms[name]:
            return self._terms[name][value]
        past = self._past_terms[name].get(value)
        return Term(past.value, past.label, frozenset()) if past else None

    @cached_property
    def terms(self) -> dict[str, Term]:
        """The values that are asked for, by filter. Raises Http404 for one that is unknown."""
        if not self.is_valid():
            raise Http404
        return {name: term for name, term in self.cleaned_data.items() if term}

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
        return [opening for opening in self._advertised if opening.pk in left]

    @cached_property
    def facets(self) -> list[Facet]:
        """The filters that can tell positions apart, with what would give something."""
        return [self._facet(name) for name in self._fields if self._is_useful(name)]

    def _is_useful(self, name: str) -> bool:
        """Of all positions, whatever else is asked for, so that the form stays the same."""
        terms = self._terms[name].values()
        is_same_for_all = len(terms) < 2 and all(t.openings == self._everything for t in terms)
        return name in self.terms or not is_same_for_all

    def _facet(self, name: str) -> Facet:
        field, asked, left = self._fields[name], self.terms.get(name), self._left_by_others(name)
        offered = [*self._terms[name].values()]
        if asked and asked.value not in self._terms[name]:
            offered.append(asked)
        choices = (
            Choice(term.value, term.label, len(term.openings & left), term == asked)
            for term in offered
        )
        shown = tuple(choice for choice in choices if choice.count or choice.is_chosen)
        return Facet(name, str(field.label), field.everything, shown)

    @property
    def chips(self) -> list[Chip]:
        """What is asked for, each to be taken away."""
        return [
            Chip(f"{self.fields[name].label}: {term.label}", query_link({**self.asked, name: ""}))
            for name, term in self.terms.items()
        ]
