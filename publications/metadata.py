"""What Google Scholar and Zotero read of a work: tags on its page, COinS in lists.

Sources: Google Scholar's Inclusion Guidelines for Webmasters; Zotero's translators “Embedded
Metadata” and “COinS”; ANSI/NISO Z39.88-2004 (OpenURL) for the keys of COinS.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri
from django.utils.translation import get_language

from homepage.content.dates import PartialDate
from homepage.content.markdown import plain
from homepage.content.pages import absolute
from publications.titles import readable

if TYPE_CHECKING:
    from profile.models import Person
    from publications.models import Publication, Stage

#: A tag's name and its content.
Tag = tuple[str, str]

#: Kinds that OpenURL has no format for, by the words that Zotero knows them by.
_DUBLIN_CORE_TYPES = {
    "dataset": "dataset",
    "software": "computerProgram",
    "talk": "presentation",
    "patent": "patent",
    "other": "document",
}
#: At these stages a work has not appeared yet where it is meant to.
NOT_YET_THERE = frozenset({"preprint", "submitted"})
_FROM_TO = (re.compile(r"([^–—,]+)[–—]([^–—,]+)"), re.compile(r"([^-,]+)--?([^-,]+)"))


def citation_tags(work: Publication) -> tuple[Tag, ...]:
    """The `citation_*` tags of a page, from `for_page`'s rows; none where no author is known.

    Without an author Google Scholar counts a page as having no tags, and guesses.
    """
    authors = [row.person for row in work.authorships.all() if row.role == row.Role.AUTHOR]
    if not authors:
        return ()
    stage = work.main_stage
    tags = [
        ("citation_title", readable(work.title)),
        *(("citation_author", author_name(person)) for person in authors),
    ]
    if stage is not None:
        tags += [("citation_publication_date", scholar_date(stage.date)), *_appearance(work, stage)]
    pdfs = [link for link in work.links.all() if link.file and link.kind == link.Kind.PDF]
    tags += [
        ("citation_keywords", "; ".join(topic.interest.title for topic in work.topics.all())),
        ("citation_language", work.language or get_language() or ""),
        ("citation_abstract", plain(work.abstract) if work.abstract else ""),
        ("citation_abstract_html_url", absolute(work.get_absolute_url())),
        # Only what lies below the page itself: Scholar takes a PDF elsewhere for another work.
        *(("citation_pdf_url", absolute(link.address)) for link in pdfs),
    ]
    return tuple((name, content) for name, content in tags if content)


def author_name(person: Person) -> str:
    """`Last, First`; a group as it is called.

    Zotero takes a name with blanks on both sides of its comma for two people, so such a one
    goes out in its natural order.
    """
    name = person.parsed_name
    if name.literal or not name.given:
        return person.name
    if " " in name.surname and " " in name.given:
        return name.full
    return name.last_first


def scholar_date(date: PartialDate | None) -> str:
    """`2022/10/31`, or the year where the day is not known: Scholar has no form for a month."""
    if date is None:
        return ""
    return str(date.year) if date.day is None else f"{date.year}/{date.month}/{date.day}"


def page_range(pages: str) -> tuple[str, str]:
    """The first and the last page of `249–294`, `249--294`, `S1-S9` or `e1005`.

    Nothing for a list of pages, which has no first and last.
    """
    text = pages.strip()
    for pattern in _FROM_TO:
        if match := pattern.fullmatch(text):
            return match[1].strip(), match[2].strip()
    return (text, "") if text and not re.search(r"[,;–—]|--|\s", text) else ("", "")


def container(work: Publication, stage: Stage) -> tuple[str, str]:
    """What the work is part of: `journal`, `conference` or `book`, and its name.

    Two empty texts for what stands by itself, and for what has not appeared there yet.
    """
    kind, venue = work.kind, stage.venue
    if stage.kind in NOT_YET_THERE:
        return "", ""
    name = readable(venue.name) if venue and venue.kind != venue.Kind.REPOSITORY else ""
    is_conference = venue is not None and venue.kind == venue.Kind.CONFERENCE
    if kind == work.Kind.CHAPTER:
        # A series is what the book is part of, and not the chapter.
        is_series = venue is not None and venue.kind == venue.Kind.SERIES
        name = readable(stage.book_title) or ("" if is_series else name)
        return ("book", name) if name else ("", "")
    if kind == work.Kind.CONFERENCE_PAPER or (
        kind in (work.Kind.ARTICLE, work.Kind.REVIEW) and is_conference
    ):
        name = name or readable(stage.book_title)
        return ("conference", name) if name else ("", "")
    if kind in (work.Kind.ARTICLE, work.Kind.REVIEW) and name:
        return "journal", name
    return "", ""


def publisher_of(stage: Stage) -> str:
    """Who published it there: named with the stage, else known of the journal."""
    known = stage.venue.publisher if stage.venue and stage.kind not in NOT_YET_THERE else ""
    return stage.publisher or known


def _appearance(work: Publication, stage: Stage) -> list[Tag]:
    """Where it appeared. Never the tags of two kinds: Zotero takes the kind from them."""
    kind, name = container(work, stage)
    first, last = page_range(stage.pages)
    pages = [("citation_firstpage", first), ("citation_lastpage", last)]
    common = [("citation_doi", stage.doi), ("citation_publisher", publisher_of(stage))]
    isbn = ("citation_isbn", stage.isbn)
    volume = ("citation_volume", stage.volume)
    match kind or work.kind:
        case "journal":
            issn = stage.venue.issn if stage.venue else ""
            own = [("citation_journal_title", name), volume, ("citation_issue", stage.number)]
            own += [*pages, ("citation_issn", issn)]
        case "conference":
            own = [("citation_conference_title", name), volume, *pages, isbn]
        case "book" if work.kind == work.Kind.CHAPTER:
            own = [("citation_book_title", name), volume, *pages, isbn]
        case work.Kind.THESIS:
            own = [("citation_dissertation_institution", stage.institution)]
        case work.Kind.REPORT:
            institution = stage.institution or stage.publisher
            own = [("citation_technical_report_institution", institution)]
            own += [("citation_technical_report_number", stage.number)] if institution else []
        case work.Kind.BOOK | work.Kind.EDITED_VOLUME:
            own = [isbn]
        case _:
            own = []
    return [*own, *common]


def coins(work: Publication) -> str:
    """The value of a COinS span's `title`, before escaping; from `for_list`'s rows."""
    return "&".join(f"{key}={quote(value, safe='')}" for key, value in _openurl(work) if value)


def _openurl(work: Publication) -> list[Tag]:
    stage = work.main_stage
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


def _openurl_place(stage: Stage, form: str) -> list[Tag]:
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
) -> tuple[str, list[Tag]]:
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


def _openurl_people(work: Publication) -> list[Tag]:
    people = [row.person for row in work.authorships.all() if row.role == row.Role.AUTHOR]
    keys: list[Tag] = []
    if people and not (first := people[0].parsed_name).literal:
        keys += [("rft.aulast", first.surname), ("rft.aufirst", first.given)]
    return keys + [
        ("rft.aucorp" if person.is_group else "rft.au", person.name) for person in people
    ]
