"""The open positions that the page of one leads on to."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from recruiting.models import Opening

#: The list has the rest.
SHOWN = 8


@dataclass(frozen=True)
class Other:
    """A position by its name; `host` tells it from another of the same name, or is empty."""

    name: str
    host: str
    url: str


def others_of(advertised: Iterable[Opening], at: datetime.datetime) -> list[Other]:
    """The first of those that are open at that moment, in the order in which they come.

    They come with their kinds and hosts.
    """
    is_open = [opening for opening in advertised if opening.is_open(at)]
    names = Counter(str(opening) for opening in is_open)
    return [
        Other(
            str(opening),
            _hosts(opening) if names[str(opening)] > 1 else "",
            opening.get_absolute_url(),
        )
        for opening in is_open[:SHOWN]
    ]


def _hosts(opening: Opening) -> str:
    return ", ".join(host.organization.label for host in opening.hosts.all())
