"""The public works in memory: found by words and by what they have in common, and counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from homepage.content.facets import key_of

#: A set of works: bit i stands for the work at place i of the list, the newest first.
Mask = int


@dataclass(frozen=True)
class Term:
    """A value that works share: `neurips`, shown as “NeurIPS”, and the works that have it."""

    value: str
    label: str
    works: Mask


@dataclass(frozen=True)
class WorkIndex:
    """What is asked of the public works, without a query.

    `terms` has, for each filter, its values in the order in which they are offered; `names`
    leads from other names of a person or a venue to the values that they may mean. `sizes` are
    what the texts of each work weigh in a list, roughly, in bytes of HTML.
    """

    stamp: object
    made_at: datetime
    next_change: datetime | None
    pks: tuple[int, ...]
    texts: tuple[str, ...]
    sizes: tuple[int, ...]
    terms: dict[str, dict[str, Term]]
    names: dict[str, dict[str, tuple[str, ...]]]
    owner: str
    #: What was made of works by their keys, for as long as the index holds.
    remembered: dict[int, Any] = field(default_factory=dict)
    #: The files of all works, by format and by whether they have every stage, and of which day.
    files: dict[tuple[str, bool], tuple[date, bytes]] = field(default_factory=dict)

    @property
    def everything(self) -> Mask:
        return (1 << len(self.pks)) - 1

    def matching(self, words: Iterable[str]) -> Mask:
        """The works with all the folded words in what their pages show, or in another name."""
        words = sorted(set(words), key=len, reverse=True)
        if not words:
            return self.everything
        first, *others = words
        found = bytearray(b"0" * len(self.texts))
        for place, text in enumerate(self.texts):
            if first in text and all(word in text for word in others):
                found[-1 - place] = 49  # the digit 1
        return int(found or b"0", 2)

    def term(self, name: str, asked: str) -> Term | None:
        """The value of that filter, by its key or by another name; None where it leads nowhere.

        A name that several bear means all of them.
        """
        terms = self.terms[name]
        if asked in terms:
            return terms[asked]
        key = key_of(asked)
        meant = [terms[value] for value in self.names.get(name, {}).get(key, ())]
        if len(meant) < 2:
            return meant[0] if meant else None
        works = 0
        for term in meant:
            works |= term.works
        labels = dict.fromkeys(term.label for term in meant)
        return Term(key, " or ".join(list(labels)[:3]), works)

    def is_valid(self, stamp: object, now: datetime) -> bool:
        """Whether it still shows the content of that stamp at that moment."""
        is_due = self.next_change is not None and self.next_change <= now
        return self.stamp == stamp and self.made_at <= now and not is_due


def places(works: Mask) -> list[int]:
    """Where in the list they stand, in order."""
    return [place for place, bit in enumerate(bin(works)[:1:-1]) if bit == "1"]
