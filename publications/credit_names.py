"""The names behind a work, as citations and exports give them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from profile.matching import shortens
from profile.names import Name, parse_name
from publications.bibtex.agreement import same_text

if TYPE_CHECKING:
    from publications.models import Authorship, Publication


def names_of(work: Publication, role: str) -> list[Name]:
    """The names in that role (`Authorship.Role`), in order; from `for_list`'s prefetched rows.

    A name goes out as the source prints it, but where that only shortens the given names
    (`Sun, R.`) the person's own name is the same one in full, and stands.
    """
    return [_name_of(row) for row in work.authorships.all() if row.role == role]


def name_as_printed(authorship: Authorship) -> Name:
    """The name as the source prints it, by the parts that the person's own name has."""
    own = authorship.person.parsed_name
    printed = authorship.name_as_printed
    if not printed or same_text(printed, own.full):
        return own
    return Name(literal=printed) if own.literal else parse_name(printed)


def _name_of(authorship: Authorship) -> Name:
    own, printed = authorship.person.parsed_name, name_as_printed(authorship)
    return own if shortens(printed, own) else printed
