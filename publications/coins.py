"""A work in OpenURL's words, for the span that Zotero reads in lists (COinS).

Sources: ANSI/NISO Z39.88-2004 (OpenURL) for the keys; Zotero's translator “COinS”.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri

from homepage.content.pages import absolute
from publications.appearance import container, page_range, publisher_of
from publications.titles import readable

if TYPE_CHECKING:
    from publications.models import Publication, Stage

#: Kinds that OpenURL has no format for, by the words that Zotero knows them by.
_DUBLIN_CORE_TYPES = {
    "dataset": "dataset",
    "software": "computerProgram",
    "talk": "presentation",
    "patent": "patent",
    "other": "document",
}
_Key = tuple[str, str]


def coins(work: Publication) -> str:
    """The value of a COinS span's `title`, before escaping; from `for_list`'s rows."""
    return "&".join(f"{key}={quote(value, safe='')}" for key, value in _openurl(work) if value)


def _openurl(work: Publication) -> list[_Key]:
    stage = work.main_stage.in_public if work.main_stage else None
    kind, name = container(work, stage) if stage else ("", "")
    form, own = _openurl_form(work, stage, kind, name)
    return [
        ("ctx_ver", "Z39.88-2004"),
        ("rfr_id", f"info:sid/{urlsplit(settings.SITE_URL).hostname}"),
        ("rft_val_fmt", f"info:ofi/fmt:kev:mtx:{form}"),
        ("rft_id", f"info:doi/{stage.doi}" if stage and stage.doi else ""),
        *own,
        *(_openurl_place(stage, form) if stage else []),
        *_openurl_people(work),
    ]


def _openurl_place(stage: Stage, form: str) -> list[_Key]:
    date = ("rft.date", stage.date.iso if stage.date else "")
    if form == "dc":
        return [date]
    first, last = page_range(stage.pages)
    pages = [("rft.spage", first), ("rft.epage", last), ("rft.pages", stage.pages)]
    if form == "journal":
        issn = stage.venue.issn if stage.venue else ""
        return [
            date,
            ("rft.volume", stage.volume),
            ("rft.issue", stage.number),
            *pages,
            ("rft.issn", issn),
        ]
    return [
        date,
        ("rft.volume", stage.volume),
        *pages,
        ("rft.isbn", stage.isbn),
        ("rft.pub", publisher_of(stage)),
    ]


def _openurl_form(
    work: Publication, stage: Stage | None, kind: str, name: str
) -> tuple[str, list[_Key]]:
    """The format that describes the work, and the keys that say what it is and is called."""
    title = readable(work.title)
    institution = stage.institution if stage else ""
    match kind or work.kind:
        case "journal":
            own = [("rft.genre", "article"), ("rft.atitle", title), ("rft.jtitle", name)]
            return "journal", own
        case "conference":
            own = [("rft.genre", "proceeding"), ("rft.atitle", title), ("rft.btitle", name)]
            return "book", own
        case "book" if work.kind == work.Kind.CHAPTER:
            own = [("rft.genre", "bookitem"), ("rft.atitle", title), ("rft.btitle", name)]
            return "book", own
        case work.Kind.BOOK | work.Kind.EDITED_VOLUME:
            return "book", [("rft.genre", "book"), ("rft.btitle", title)]
        case work.Kind.REPORT:
            return "book", [("rft.genre", "report"), ("rft.btitle", title)]
        case work.Kind.THESIS:
            degree = stage.genre if stage else ""
            own = [("rft.title", title), ("rft.inst", institution), ("rft.degree", degree)]
            return "dissertation", own
    address = (stage.doi_url or stage.arxiv_url) if stage else ""
    own = [
        ("rft.type", _DUBLIN_CORE_TYPES.get(work.kind, "preprint")),
        ("rft.title", title),
        ("rft.identifier", iri_to_uri(address or absolute(work.get_absolute_url())) or ""),
    ]
    return "dc", own


def _openurl_people(work: Publication) -> list[_Key]:
    people = [row.person for row in work.authorships.all() if row.role == row.Role.AUTHOR]
    keys: list[_Key] = []
    if people and not (first := people[0].parsed_name).literal:
        keys += [("rft.aulast", first.surname), ("rft.aufirst", first.given)]
    return keys + [
        ("rft.aucorp" if person.is_group else "rft.au", person.name) for person in people
    ]
