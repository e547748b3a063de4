"""Names out of a CSL item, in the forms that the styles put them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from profile.names import Name
from publications.citations.csl import OTHERS

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


@dataclass(frozen=True)
class People:
    """The names in one role; `is_complete` is false where the source says “and others”."""

    names: tuple[Name, ...]
    is_complete: bool = True

    def __bool__(self) -> bool:
        return bool(self.names)

    def __len__(self) -> int:
        return len(self.names)


def people(item: Mapping[str, Any], role: str) -> People:
    rows: Sequence[Mapping[str, str]] = item.get(role, ())
    names = tuple(
        Name(
            family=row.get("family", ""),
            given=row.get("given", ""),
            particle=row.get("non-dropping-particle", ""),
            suffix=row.get("suffix", ""),
            literal=row.get("literal", ""),
        )
        for row in rows
    )
    has_others = bool(names) and names[-1].literal == OTHERS
    return People(names[:-1] if has_others else names, not has_others)


def has_han(text: str) -> bool:
    """Whether Chinese characters occur in it."""
    return _HAN.search(text) is not None


def is_whole(name: Name) -> bool:
    """Whether the name is never turned round or shortened: a group, one word, 张三."""
    return bool(name.literal) or not name.given or name.is_cjk


def inverted(name: Name, *, initials_only: bool = False) -> str:
    """`van Beethoven, Ludwig`; `van Beethoven, L.`; with what follows the name: `Roe, J., Jr.`"""
    if is_whole(name):
        return name.full
    given = name.initials if initials_only else name.given
    return ", ".join(filter(None, [name.surname, given, name.suffix]))


def with_initials(name: Name) -> str:
    """`L. van Beethoven`, `J. Roe Jr.`"""
    if is_whole(name):
        return name.full
    return " ".join([name.initials, *filter(None, [name.surname, name.suffix])])


def listed(names: Sequence[str], last: str, *, two: str = "") -> str:
    """`A, B, and C` with `last` before the last; `two` stands between two, else `last` does."""
    if len(names) < 3:
        return (two or last).join(names)
    return ", ".join(names[:-1]) + last + names[-1]
