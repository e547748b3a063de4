"""Works by their identifiers, from the public services that know them."""

from publications.lookup import arxiv, doi, isbn, orcid, pubmed
from publications.lookup.client import LookupFailed, NotKnown
from publications.lookup.identify import Identifier, identify, why_not
from publications.records import Record

__all__ = ["Identifier", "LookupFailed", "NotKnown", "identify", "look_up", "look_up_text"]

_SERVICES = {
    "doi": doi.look_up,
    "arxiv": arxiv.look_up,
    "pmid": pubmed.look_up,
    "isbn": isbn.look_up,
    "orcid": orcid.look_up,
}


def look_up(identifier: Identifier) -> list[Record]:
    """What its service says: one record, or all works of an ORCID iD, which may be none.

    Raises `LookupFailed` with a sentence for the editor; `NotKnown`, one of them, where the
    service answers that there is no such identifier.
    """
    return _SERVICES[identifier.kind](identifier.value)


def look_up_text(text: str) -> list[Record]:
    """The same of what an editor typed; raises `LookupFailed` also where that is none."""
    identifier = identify(text)
    if identifier is None:
        raise LookupFailed(why_not(text))
    return look_up(identifier)
