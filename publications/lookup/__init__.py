"""Works by their identifiers, from the public services that know them."""

from publications.lookup import arxiv, doi, isbn, orcid, pubmed
from publications.lookup.client import LookupFailed, NotKnown, OnlyPart, OutOfTime
from publications.lookup.deadline import Deadline
from publications.lookup.identify import Identifier, identify
from publications.records import Record

__all__ = [
    "Deadline",
    "Identifier",
    "LookupFailed",
    "NotKnown",
    "OnlyPart",
    "OutOfTime",
    "identify",
    "look_up",
]

_SERVICES = {
    "doi": doi.look_up,
    "arxiv": arxiv.look_up,
    "pmid": pubmed.look_up,
    "isbn": isbn.look_up,
    "orcid": orcid.look_up,
}


def look_up(identifier: Identifier, deadline: Deadline | None = None) -> list[Record]:
    """What its service says: one record, or all works of an ORCID iD, which may be none.

    Whoever looks up several gives all of them one deadline. Raises `LookupFailed` with a
    sentence for the editor, or one of its kinds: `NotKnown` where the service answers that there
    is no such identifier, `OnlyPart` with what was found where there is more, and of these
    `OutOfTime` where the deadline was the reason.
    """
    return _SERVICES[identifier.kind](identifier.value, deadline or Deadline())
