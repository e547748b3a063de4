"""Filters of a list as its form shows them: what may be chosen, and what is."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.text import slugify

from homepage.content.search import fold


def key_of(text: str) -> str:
    """How a name stands in an address: `siam-journal-on-optimization`, `阮氏`."""
    return slugify(fold(text), allow_unicode=True)


def query_link(values: Mapping[str, str]) -> str:
    """The address of the list with these values, seen from the list; empty ones are left out."""
    query = urlencode({name: value for name, value in values.items() if value})
    return f"?{query}" if query else "."


@dataclass(frozen=True)
class Choice:
    """One value of a filter, with how many things it would give beside the other filters."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """A filter as the form shows it. `more` values are left out for their number."""

    name: str
    label: str
    everything: str
    choices: tuple[Choice, ...]
    more: int = 0

    @property
    def is_asked(self) -> bool:
        return any(choice.is_chosen for choice in self.choices)


@dataclass(frozen=True)
class Chip:
    """A filter that is asked for, and the address of the list without it."""

    label: str
    link: str
