"""The names behind a work, as citations and exports give them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from profile.names import Name, parse_name

if TYPE_CHECKING:
    from publications.models import Authorship, Publication


def names_of(work: Publication, role: str) -> list[Name]:
    """The names in that role (`Authorship.Role`), in order; from `for_list`'s prefetched rows.

    A name goes out as the source prints it, but where that only shortens the given names
    (`Sun, R.`) the person's own name is the same one in full, and stands.
    """
    return [_name_of(row) for row in work.authorships.all() if row.role == role]


def _name_of(authorship: Authorship) -> Name:
    person = authorship.person
    preferred = person.parsed_name
    if not authorship.name_as_printed:
        return preferred
    if preferred.literal:
        return Name(literal=authorship.name_as_printed)
    printed = parse_name(authorship.name_as_printed)
    return preferred if _shortens(printed, preferred) else printed


def _shortens(printed: Name, full: Name) -> bool:
    """Whether the name is the other one with initials in the place of given names."""
    if printed.surname.casefold() != full.surname.casefold():
        return False
    if not printed.given:
        return bool(full.given)
    initials = [part for part in printed.given.replace(".", " ").replace("-", " ").split() if part]
    words = full.given.replace(".", " ").replace("-", " ").split()
    return (
        len(initials) <= len(words)
        and any(
            len(initial) == 1 < len(word) for initial, word in zip(initials, words, strict=False)
        )
        and all(
            word.casefold().startswith(initial.casefold())
            for initial, word in zip(initials, words, strict=False)
        )
    )
