"""A stage of a work as an item of CSL-JSON 1.0.2.

Types and fields are those of the schema `csl-data.json` of the Citation Style Language,
version 1.0.2; every citation style of this site and RIS stand on this one form.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from homepage.content.markdown import plain
from homepage.content.pages import absolute
from profile.names import Name
from publications.credit_names import names_of
from publications.keys import UniqueKeys, citation_key
from publications.titles import readable, rich

if TYPE_CHECKING:
    from publications.models import Publication, Stage

#: By `Publication.Kind`.
_TYPES = {
    "article": "article-journal",
    "conference-paper": "paper-conference",
    "preprint": "article",
    "book": "book",
    "edited-volume": "book",
    "chapter": "chapter",
    "review": "review",
    "thesis": "thesis",
    "report": "report",
    "dataset": "dataset",
    "software": "software",
    "talk": "speech",
    "patent": "patent",
    "other": "document",
}
#: Where a number is the issue of a periodical, and not the work's own.
_PERIODICAL = frozenset({"article-journal", "review"})
#: What stands inside something else, which is then its container.
_CONTAINED = frozenset({"article-journal", "review", "paper-conference", "chapter"})
_GENRES = {
    "phdthesis": "Doctoral dissertation",
    "mastersthesis": "Master’s thesis",
    "mathesis": "Master’s thesis",
    "techreport": "Technical report",
}
#: For what has no address of its own: the kind of link that leads to it.
_LINKS = {"software": "code", "dataset": "data"}
_STATUS = frozenset({"submitted", "accepted", "forthcoming"})

OTHERS = "others"


def csl_item(work: Publication, stage: Stage | None = None) -> dict[str, Any]:
    """The item of that stage, or of the one that stands for the work.

    Works come with `for_list`'s rows (`for_page`'s topics become keywords); no query in here.
    An incomplete list of authors ends in the literal name `others`, as Zotero and pandoc
    write BibTeX's `and others`.
    """
    stage = stage or work.main_stage
    stage = stage.in_public if stage else None
    kind = _type_of(work, stage)
    item: dict[str, Any] = {"id": citation_key(work, stage), "type": kind}
    for role in ("author", "editor", "translator"):
        item[role] = [_name(name) for name in names_of(work, role)]
    if item["author"] and not work.authors_complete:
        item["author"].append({"literal": OTHERS})
    item["title"] = rich((stage.title if stage else "") or work.title)
    if stage is not None:
        item |= _published(work, stage, kind)
    item["language"] = work.language
    item["abstract"] = plain(work.abstract) if work.abstract else ""
    if "topics" in getattr(work, "_prefetched_objects_cache", {}):
        item["keyword"] = ", ".join(topic.interest.title for topic in work.topics.all())
    return {name: value for name, value in item.items() if value}


def with_address(item: dict[str, Any], work: Publication) -> dict[str, Any]:
    """The item, with a way to the work where the stage cited gives none.

    That is the preprint on arXiv, or else the work's page here. References in a style do
    without it: they name what was published.
    """
    if "DOI" in item or "URL" in item:
        return item
    preprints = (stage.arxiv_url for stage in work.stages.all() if stage.arxiv_url)
    return item | {"URL": next(preprints, "") or absolute(work.get_absolute_url())}


def csl_pieces(
    stages: Iterable[tuple[Publication, Stage | None]], keys: UniqueKeys
) -> Iterator[str]:
    """A file of the items of these stages, piece by piece."""
    is_first = True
    for work, stage in stages:
        item = with_address(csl_item(work, stage), work)
        item |= {"id": keys.next(item["id"])}
        # As an array of one item, without what is around it.
        text = json.dumps([item], ensure_ascii=False, indent=1)[2:-2]
        yield ("[\n" if is_first else ",\n") + text
        is_first = False
    yield "[]\n" if is_first else "\n]\n"


def _type_of(work: Publication, stage: Stage | None) -> str:
    """An article's preprint is a preprint, and what is only submitted appeared nowhere yet."""
    if stage is not None and stage.is_manuscript:
        return "manuscript"
    if stage is not None and work.kind in ("article", "conference-paper", "chapter", "review"):
        if stage.kind == "preprint":
            return "article"
        if stage.kind == "submitted":
            return "manuscript"
    return _TYPES[work.kind]


def _published(work: Publication, stage: Stage, kind: str) -> dict[str, Any]:
    """Where and when the stage appeared, by the names that CSL has for it."""
    venue = stage.venue
    name = readable(venue.name) if venue else ""
    item: dict[str, Any] = {
        "issued": {"date-parts": [stage.date.parts]} if stage.date else None,
        "status": stage.kind if stage.kind in _STATUS else "",
        "volume": stage.volume,
        "page": re.sub(r"\s*(?:--+|[–—‒‐-])\s*", "-", stage.pages),
        "edition": "" if kind in ("dataset", "software") else stage.edition,
        "version": stage.edition if kind in ("dataset", "software") else "",
        "publisher": stage.publisher or stage.institution or (venue.publisher if venue else ""),
        "publisher-place": stage.publisher_place,
        "genre": stage.genre or _GENRES.get(stage.bibtex_type.lower(), ""),
        "collection-title": stage.series,
        "DOI": stage.doi,
        "PMID": stage.pmid,
        "ISBN": stage.isbn,
        "URL": stage.url or stage.arxiv_url,
    }
    if kind in _CONTAINED:
        item["container-title"] = rich(stage.book_title) or name
        if venue and not stage.book_title:
            item["container-title-short"] = venue.short_name
            item["ISSN"] = venue.issn
    if kind == "manuscript":
        item["publisher"] = stage.institution
    elif venue and (kind == "speech" or venue.kind == venue.Kind.CONFERENCE):
        item["event-title"] = name
    elif venue and venue.kind == venue.Kind.SERIES and item.get("container-title") != name:
        item["collection-title"] = stage.series or name
    if kind in _PERIODICAL:
        item["issue"] = stage.number
    elif item["collection-title"]:
        item["collection-number"] = stage.number
    else:
        item["number"] = stage.number
    match kind:
        case "article":
            item["genre"] = stage.genre or "Preprint"
            item["publisher"] = name or ("arXiv" if stage.arxiv_id else item["publisher"])
            if stage.arxiv_id:
                item["number"] = f"arXiv:{stage.arxiv_id}"
        case "thesis" | "report":
            item["publisher"] = stage.institution or item["publisher"]
        case "speech":
            item["event-place"] = item.pop("publisher-place")
            item["event-title"] = item.get("event-title") or rich(stage.book_title)
        case "patent":
            item["authority"] = item.pop("publisher")
        case "dataset" | "software" | "document":
            item["publisher"] = item["publisher"] or name
    if not item["URL"] and (wanted := _LINKS.get(kind)):
        found = (link.url for link in work.links.all() if link.kind == wanted and link.url)
        item["URL"] = next(found, "")
    return item


def _name(name: Name) -> dict[str, str]:
    if name.literal:
        return {"literal": name.literal}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {part: value for part, value in parts.items() if value}
