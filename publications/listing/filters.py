"""What the address of the list of works may ask for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, QueryDict
from django.urls import reverse

from homepage.content.facets import Chip, Choice, Facet, query_link
from homepage.content.search import MAX_WORDS, as_typed, words_of
from publications.formats import FORMATS
from publications.listing.index import Mask, Term, WorkIndex, places
from publications.listing.indexing import work_index
from publications.querysets import PublicationQuerySet

#: No filter offers more values than that; the rest is found by typing.
MOST_OFFERED = 50

#: So many filters have room beside the search field.
BESIDE_SEARCH = 3

GROUPINGS = (("year", "By year"), ("kind", "By kind"))


class SearchField(forms.CharField):
    """Words to look for: any text will do, and no more of it than counts."""

    def clean(self, value: Any) -> str:
        return " ".join(as_typed(str(value or "")).split()[:MAX_WORDS])


class TermField(forms.Field):
    """A value that public works share. Gives its `Term`, or None where nothing is asked."""

    def __init__(self, *, label: str, everything: str = "") -> None:
        super().__init__(label=label, required=False)
        self.everything = everything
        self.name = ""
        self.index: WorkIndex | None = None

    def clean(self, value: Any) -> Term | None:
        asked = str(value or "").strip()
        if not asked or self.index is None:
            return None
        term = self.index.term(self.name, asked)
        if term is None:
            raise ValidationError("No work has this.", code="unknown")
        return term


@dataclass(frozen=True)
class Grouping:
    """A way to divide the list, and its address."""

    label: str
    link: str
    is_chosen: bool


@dataclass(frozen=True)
class Export:
    """The same works as a file."""

    label: str
    url: str


class WorkFilter(forms.Form):
    """Typed and bounded; unknown keys are ignored, a value that leads nowhere is a 404.

    `works` are the public works, of which the list shows those that are asked for.
    """

    q = SearchField(label="Search titles, authors, venues", required=False)
    topic = TermField(label="Topic", everything="All topics")
    kind = TermField(label="Kind", everything="All kinds")
    venue = TermField(label="Venue", everything="All venues")
    year = TermField(label="Year", everything="All years")
    author = TermField(label="Co-author", everything="All co-authors")
    distinction = TermField(label="Distinction", everything="All distinctions")
    selected = TermField(label="Selected works")
    group = forms.ChoiceField(choices=GROUPINGS, required=False)

    def __init__(self, data: QueryDict, works: PublicationQuerySet) -> None:
        super().__init__(data)
        self._works = works
        self.index = work_index()
        self._term_fields = {
            name: field for name, field in self.fields.items() if isinstance(field, TermField)
        }
        for name, field in self._term_fields.items():
            field.name, field.index = name, self.index

    @cached_property
    def _asked(self) -> dict[str, Any]:
        if not self.is_valid():
            raise Http404
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def terms(self) -> dict[str, Term]:
        """The values that are asked for, by filter."""
        return {name: value for name, value in self._asked.items() if isinstance(value, Term)}

    @property
    def asked(self) -> dict[str, str]:
        """What is asked for, as it stands in the address, without what is empty."""
        return {
            name: value.value if isinstance(value, Term) else str(value)
            for name, value in self._asked.items()
            if value != "year"
        }

    @property
    def q_asked(self) -> str:
        return str(self._asked.get("q", ""))

    @property
    def group_asked(self) -> str:
        """`year` or `kind`: what the list is divided by."""
        return str(self._asked.get("group", "year"))

    @property
    def query(self) -> str:
        return urlencode(self.asked)

    def link_with(self, **changes: str) -> str:
        """The address, seen from the list, with other values; an empty one leaves a filter out."""
        return query_link({**self.asked, **changes})

    @property
    def is_filtered(self) -> bool:
        """Whether some works may be left out."""
        return bool(self.asked.keys() - {"group"})

    @property
    def link_to_all(self) -> str:
        """The address of all works, divided as they are now."""
        return query_link({"group": self.asked.get("group", "")})

    @cached_property
    def _words(self) -> Mask:
        return self.index.matching(words_of(self.q_asked))

    def _left_by_others(self, name: str = "") -> Mask:
        """The works that all filters but that one leave."""
        works = self._words
        for other, term in self.terms.items():
            if other != name:
                works &= term.works
        return works

    @cached_property
    def found(self) -> Mask:
        """The works that are asked for, in the index."""
        return self._left_by_others()

    def places(self) -> list[int]:
        """Where they stand in the index, in the order of the list."""
        if self.group_asked == "year":
            return places(self.found)
        kinds = self.index.terms["kind"].values()
        return [place for kind in kinds for place in places(kind.works & self.found)]

    def counts(self, name: str) -> dict[str, int]:
        """How many works each value of a filter would give beside the others."""
        left = self._left_by_others(name)
        terms = self.index.terms[name].values()
        return {term.value: n for term in terms if (n := (term.works & left).bit_count())}

    def facet(self, name: str) -> Facet:
        """What the filter offers: values that would give something, and the one asked for."""
        field, asked = self._term_fields[name], self.terms.get(name)
        counts = self.counts(name)
        if name == "author" and self.index.owner:
            # A filter by who is on all of them would say nothing.
            counts.pop(self.index.owner, None)
        shown = list(counts)
        if name not in ("year", "topic", "kind"):
            shown.sort(key=lambda value: -counts[value])
        shown = shown[:MOST_OFFERED] if name != "year" else shown
        terms = [self.index.terms[name][value] for value in shown]
        if asked and asked.value not in shown:
            terms.append(asked)
        choices = tuple(
            Choice(
                term.value,
                term.label,
                counts.get(term.value, (term.works & self._left_by_others(name)).bit_count()),
                bool(asked and term.value == asked.value),
            )
            for term in terms
        )
        more = len(counts) - len(shown)
        return Facet(name, str(field.label), field.everything, choices, more)

    @cached_property
    def facets(self) -> list[Facet]:
        """The filters that have something to choose, in the order of the form."""
        names = ("topic", "kind", "venue", "year", "author", "distinction")
        return [self.facet(name) for name in names if self._is_useful(name)]

    @property
    def first_facets(self) -> list[Facet]:
        """Those that stand beside the search field."""
        return self.facets[:BESIDE_SEARCH]

    @property
    def further_facets(self) -> list[Facet]:
        """Those that are unfolded, with the switch for the selected works."""
        return self.facets[BESIDE_SEARCH:]

    @property
    def asks_further(self) -> bool:
        """Whether something is asked for that is unfolded."""
        return "selected" in self.terms or any(facet.is_asked for facet in self.further_facets)

    def _is_useful(self, name: str) -> bool:
        """Whether any public work has a value of that filter, so that the form stays the same."""
        terms = self.index.terms[name].values()
        used = (term for term in terms if term.works and term.value != self.index.owner)
        return name in self.terms or any(used)

    @property
    def selected_choice(self) -> Choice | None:
        """The switch for the selected works, where there are any."""
        term = self.index.terms["selected"]["1"]
        if not term.works:
            return None
        count = self.counts("selected").get(term.value, 0)
        return Choice(term.value, term.label, count, "selected" in self.terms)

    @property
    def groupings(self) -> list[Grouping]:
        return [
            Grouping(
                str(label),
                self.link_with(group="" if value == "year" else value),
                value == self.group_asked,
            )
            for value, label in GROUPINGS
        ]

    @property
    def exports(self) -> list[Export]:
        """The works that are shown, as files."""
        query = urlencode({k: v for k, v in self.asked.items() if k != "group"})
        return [
            Export(
                form.label,
                reverse("publications-export", args=[form.extension]) + (query and f"?{query}"),
            )
            for form in FORMATS
        ]

    @property
    def chips(self) -> list[Chip]:
        """What is asked for, each to be taken away."""
        chips = [Chip(f"“{self.q_asked}”", self.link_with(q=""))] if self.q_asked else []
        for name, term in self.terms.items():
            label = str(self.fields[name].label)
            shown = label if name == "selected" else f"{label}: {term.label}"
            chips.append(Chip(shown, self.link_with(**{name: ""})))
        return chips

    def works(self) -> PublicationQuerySet:
        """The works that are asked for, the newest first.

        Raises Http404 for a value that leads nowhere.
        """
        works = self._works
        if self.is_filtered:
            works = works.filter(pk__in=[self.index.pks[place] for place in places(self.found)])
        return works.newest_first()
