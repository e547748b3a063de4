"""A long list in pages that stay light, each a few links away from any other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

#: What no page exceeds, in bytes of HTML, and what every page carries around its entries.
HEAVIEST, FRAME = 100_000, 11_000
#: What one bar of the chart weighs, one choice of a filter, and an entry beside its texts.
BAR, CHOICE, ENTRY = 390, 85, 1_650
MOST_ENTRIES = 40

#: How far the links of a page reach, so that 400 pages are crossed in a few steps.
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200)


def room(bars: int, choices: int) -> int:
    """What the entries of a page may weigh beside its chart and its form."""
    return max(HEAVIEST - FRAME - bars * BAR - choices * CHOICE, HEAVIEST // 3)


@dataclass(frozen=True)
class Listed:
    """One page of a list: `places` of what stands on it."""

    number: int
    pages: int
    places: tuple[int, ...]

    @property
    def has_others(self) -> bool:
        return self.pages > 1

    @property
    def previous(self) -> int:
        """The number of the page before; 0 on the first."""
        return self.number - 1

    @property
    def next(self) -> int:
        """The number of the page after; 0 on the last."""
        return self.number + 1 if self.number < self.pages else 0

    @property
    def links(self) -> list[tuple[int, bool]]:
        """The numbers of pages to link, each with whether some are passed over before it."""
        near = {self.number + sign * step for step in (0, *_STEPS) for sign in (1, -1)}
        numbers = sorted({1, self.pages} | {n for n in near if 1 <= n <= self.pages})
        return [(1, False), *((b, b - a > 1) for a, b in pairwise(numbers))]


def page_of(places: Sequence[int], sizes: Sequence[int], room: int, asked: str | None) -> Listed:
    """The page that is asked for; the first for what is no number, the last beyond the end.

    `sizes` estimates what the texts of each entry weigh, and `room` is what a page has for them.
    """
    starts, filled = [0], 0
    for nth, place in enumerate(places):
        weight = ENTRY + sizes[place]
        is_full = filled + weight > room or nth - starts[-1] >= MOST_ENTRIES
        if is_full and nth > starts[-1]:
            starts.append(nth)
            filled = 0
        filled += weight
    try:
        number = int(asked or 1)
    except ValueError:
        number = 1
    number = min(max(number, 1), len(starts))
    bounds = [*starts, len(places)]
    return Listed(number, len(starts), tuple(places[bounds[number - 1] : bounds[number]]))
