"""The call on the front page: the kinds of position that are open now."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import dateformat

from homepage.content.facets import query_link
from recruiting.filters import kind_values
from recruiting.models import Opening
from recruiting.wording.terms import counted_places

#: A deadline that is further away than that is told with its year.
DAYS_WITHOUT_YEAR = 300


@dataclass(frozen=True)
class OpenKind:
    """A kind, what is known of its open positions, and where they are.

    `notes` are such as `2 places` and `due 15 Dec`.
    """

    name: str
    notes: tuple[str, ...]
    url: str


def open_kinds(public: Iterable[Opening], at: datetime.datetime) -> list[OpenKind]:
    """The kinds that are open at that moment, in the editor's order.

    Takes all openings that are public then, with their kinds. A kind leads to its one opening,
    or to the list of several.
    """
    public = list(public)
    values = kind_values(public)
    by_kind: dict[int, list[Opening]] = {}
    for opening in public:
        if opening.is_open(at):
            by_kind.setdefault(opening.kind_id, []).append(opening)
    groups = sorted(by_kind.values(), key=lambda group: (group[0].kind.position, group[0].kind_id))
    return [
        OpenKind(
            group[0].kind.name,
            tuple(note for note in (_places(group), _due(group, at)) if note),
            group[0].get_absolute_url()
            if len(group) == 1
            else reverse("recruiting:list") + query_link({"kind": values[group[0].kind_id]}),
        )
        for group in groups
    ]


def _places(openings: list[Opening]) -> str:
    """Of all of them together, where it is known of each."""
    known = [opening.places for opening in openings if opening.places]
    return counted_places(sum(known)) if len(known) == len(openings) else ""


def _due(openings: list[Opening], at: datetime.datetime) -> str:
    """The earliest deadline among them, where each has one."""
    closing = [(o.closes_at, o.deadline) for o in openings if o.closes_at and o.deadline]
    if len(closing) < len(openings):
        return ""
    closes_at, day = min(closing)
    form = "j M" if (closes_at - at).days < DAYS_WITHOUT_YEAR else "j M Y"
    return f"due {dateformat.format(day, form)}"
