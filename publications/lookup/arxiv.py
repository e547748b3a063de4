"""arXiv ids, by arXiv's API: an Atom feed with an entry for each id that it knows.

https://info.arxiv.org/help/api/user-manual.html
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from profile.names import parse_name
from publications.fetching.transport import Answer
from publications.identifiers import normalize_arxiv
from publications.lookup.client import LookupFailed, NotKnown, Service
from publications.lookup.deadline import Deadline
from publications.lookup.markup import tex_abstract_markdown, tex_title_markdown
from publications.lookup.safe_xml import UnsafeXMLError, parse_xml
from publications.lookup.values import credit_of, date_of, each_once, line, link_of
from publications.records import Record, RecordLink, RecordStage, RecordVenue

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"


class Arxiv(Service):
    def refused(self, answer: Answer) -> LookupFailed:
        """A malformed id is a feed with an entry `Error`, with status 400 or 200."""
        if answer.status == 400:
            try:
                if _is_error(parse_xml(answer.body)):
                    return NotKnown("arXiv does not know this id.")
            except UnsafeXMLError:
                pass
        return super().refused(answer)


def look_up(arxiv_id: str, deadline: Deadline) -> list[Record]:
    """The preprint of that id in its newest version; raises `LookupFailed`."""
    service = Arxiv("ARXIV_URL", deadline)
    unknown = NotKnown(f"arXiv does not know {arxiv_id}. Check it for slips.")
    try:
        feed = service.xml("", "application/atom+xml", id_list=arxiv_id, max_results="1")
    except NotKnown:
        raise unknown from None
    if feed.tag != f"{_ATOM}feed":
        raise service.unexpected()
    entry = feed.find(f"{_ATOM}entry")
    if entry is None or _is_error(feed) or not _text(entry, f"{_ATOM}title"):
        raise unknown
    return [_record(entry, arxiv_id)]


def _is_error(feed: Element) -> bool:
    return "/api/errors" in _text(feed, f"{_ATOM}entry/{_ATOM}id")


def _record(entry: Element, arxiv_id: str) -> Record:
    found = re.search(r"/abs/(.+)$", _text(entry, f"{_ATOM}id"))
    arxiv_id = normalize_arxiv(found[1]) if found else arxiv_id
    year, month, day = re.findall(r"\d+", _text(entry, f"{_ATOM}published"))[:3] or ["", "", ""]
    names = [_text(author, f"{_ATOM}name") for author in entry.iter(f"{_ATOM}author")]
    return Record(
        kind="preprint",
        title=tex_title_markdown(_text(entry, f"{_ATOM}title")),
        credits=each_once([credit_of(parse_name(name)) for name in names if name]),
        abstract=tex_abstract_markdown(_in_paragraphs(entry.findtext(f"{_ATOM}summary") or "")),
        stage=RecordStage(
            kind="preprint",
            date=date_of(year, month, day),
            venue=RecordVenue("arXiv", kind="repository"),
            arxiv_id=arxiv_id,
        ),
        links=_links(entry, arxiv_id),
        warnings=_warnings(entry),
    )


def _links(entry: Element, arxiv_id: str) -> tuple[RecordLink, ...]:
    """The PDF, of whatever version is the newest when somebody follows the link."""
    has_pdf = any(
        link.get("title") == "pdf" and link_of(link.get("href"))
        for link in entry.iter(f"{_ATOM}link")
    )
    return (RecordLink("pdf", f"https://arxiv.org/pdf/{arxiv_id}"),) if has_pdf else ()


def _warnings(entry: Element) -> tuple[str, ...]:
    """The DOI is of the paper that came of it: another stage, and another record."""
    if doi := _text(entry, f"{_ARXIV}doi"):
        return (f"It was published since: look up {doi} as well for that stage.",)
    if reference := _text(entry, f"{_ARXIV}journal_ref"):
        return (f"arXiv says that it was published since: {reference}.",)
    return ()


def _in_paragraphs(summary: str) -> str:
    """The lines are wrapped; one that begins with blanks begins a paragraph."""
    return re.sub(r"\n[ \t]+(?=\S)", "\n\n", summary.strip())


def _text(element: Element, path: str) -> str:
    return line(element.findtext(path) or "")
