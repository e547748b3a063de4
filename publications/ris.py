"""RIS, the tagged format of reference managers.

Each line is a tag of two letters, two blanks, a hyphen, a blank and a value on one line, ended
by CR LF. Tags are those of the RIS format specification (Research Information Systems, 2011)
as EndNote and Zotero read them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from homepage.content.pages import absolute
from publications.citations.csl import OTHERS, csl_item, with_address
from publications.keys import UniqueKeys, citation_key
from publications.titles import without_emphasis

if TYPE_CHECKING:
    from publications.models import Publication, Stage

_TYPES = {
    "article-journal": "JOUR",
    "review": "JOUR",
    "paper-conference": "CPAPER",
    "article": "UNPB",
    "manuscript": "UNPB",
    "book": "BOOK",
    "chapter": "CHAP",
    "thesis": "THES",
    "report": "RPRT",
    "dataset": "DATA",
    "software": "COMP",
    "speech": "SLIDE",
    "patent": "PAT",
    "document": "GEN",
}
#: Fields of CSL that have a tag of their own.
_TAGS = {
    "container-title": "T2",
    "container-title-short": "J2",
    "collection-title": "T3",
    "volume": "VL",
    "edition": "ET",
    "publisher-place": "CY",
    "event-place": "CY",
    "genre": "M3",
    "DOI": "DO",
    "URL": "UR",
    "language": "LA",
    "abstract": "AB",
}


def ris_file(entries: Iterable[tuple[Publication, Stage | None]]) -> str:
    """The records of these stages, one after the other, in that order.

    Works come with `for_list`'s rows (`for_page`'s topics become keywords); no query in here.
    """
    every = list(entries)
    return "".join(ris_pieces(every, UniqueKeys(citation_key(*entry) for entry in every)))


def ris_pieces(
    entries: Iterable[tuple[Publication, Stage | None]], keys: UniqueKeys
) -> Iterator[str]:
    """The same piece by piece, for a file of thousands."""
    for nth, (work, stage) in enumerate(entries):
        item = with_address(csl_item(work, stage), work)
        yield ("\r\n" if nth else "") + _record(item | {"id": keys.next(item["id"])}, work)


def _record(item: dict[str, Any], work: Publication) -> str:
    lines = [f"{tag}  - {_one_line(value)}" for tag, value in _fields(item, work) if value]
    return "".join(f"{line}\r\n" for line in (*lines, "ER  - "))


def _fields(item: dict[str, Any], work: Publication) -> Iterator[tuple[str, str]]:
    kind = item["type"]
    is_edited = kind == "book" and "author" not in item
    yield "TY", "EDBOOK" if is_edited else _TYPES[kind]
    yield "ID", item["id"]
    for name in item.get("author", ()):
        yield "AU", "others" if name == {"literal": OTHERS} else _name(name)
    for name in item.get("editor", ()):
        # The editors of the book that it stands in, of a whole volume its own.
        yield "AU" if is_edited else "A2", _name(name)
    for name in item.get("translator", ()):
        yield "A4", _name(name)
    yield "TI", without_emphasis(item.get("title", ""))
    for field, tag in _TAGS.items():
        value = str(item.get(field, ""))
        yield tag, value if field == "abstract" else without_emphasis(value)
    if kind == "speech":
        yield "T2", without_emphasis(item.get("event-title", ""))
    yield "IS", item.get("issue", "") or item.get("collection-number", "")
    yield "SN" if kind in ("report", "patent") else "M1", str(item.get("number", ""))
    yield "PB", item.get("publisher", "") or item.get("authority", "")
    yield "ET", item.get("version", "")
    if date := item.get("issued", {}).get("date-parts"):
        year, month, day = [*(f"{part:02}" for part in date[0]), "", ""][:3]
        yield "PY", year
        yield "DA", f"{year}/{month}/{day}/"
    first, _, last = item.get("page", "").partition("-")
    is_one_range = re.fullmatch(r"[^-,;\s]*", last) is not None
    yield "SP", first if is_one_range else item["page"]
    yield "EP", last if is_one_range else ""
    yield "SN", item.get("ISBN", "") or item.get("ISSN", "")
    if pmid := item.get("PMID"):
        yield "AN", pmid
        yield "DB", "PubMed"
    for link in work.links.all():
        if link.kind == "pdf":
            yield "L1", absolute(link.address)
    for word in item.get("keyword", "").split(", "):
        yield "KW", word


def _name(name: dict[str, str]) -> str:
    """`van Beethoven, Ludwig, Jr.`; a group as it is."""
    if "literal" in name:
        return name["literal"]
    family = " ".join(filter(None, [name.get("non-dropping-particle"), name.get("family")]))
    parts = [family, name.get("given", ""), name.get("suffix", "")]
    return ", ".join(filter(None, parts))


def _one_line(value: str) -> str:
    """A line break would end the field, and what follows could pass for another."""
    return " ".join(value.split())
