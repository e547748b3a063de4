"""What Google Scholar and Zotero read of a work in the tags of its page.

Sources: Google Scholar's Inclusion Guidelines for Webmasters; Zotero's translator “Embedded
Metadata”.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import get_language

from homepage.content.dates import PartialDate
from homepage.content.markdown import plain
from homepage.content.pages import absolute
from publications.appearance import container, page_range, publisher_of
from publications.titles import readable

if TYPE_CHECKING:
    from profile.models import Person
    from publications.models import Publication, Stage

#: A tag's name and its content.
Tag = tuple[str, str]


def citation_tags(work: Publication) -> tuple[Tag, ...]:
    """The `citation_*` tags of a page, from `for_page`'s rows; none without an author and a date.

    Without them Google Scholar counts a page as having no tags, and guesses.
    """
    authors = [row.person for row in work.authorships.all() if row.role == row.Role.AUTHOR]
    stage = work.main_stage.in_public if work.main_stage else None
    if not authors or stage is None or stage.date is None:
        return ()
    tags = [
        ("citation_title", readable(work.title)),
        *(("citation_author", author_name(person)) for person in authors),
        ("citation_publication_date", scholar_date(stage.date)),
        *_appearance(work, stage),
    ]
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

    Zotero takes a name with blanks on both sides of its comma for two people, and of two commas
    only what stands around the first, so such a one goes out in its natural order.
    """
    name = person.parsed_name
    if name.literal or not name.given:
        return person.name
    if name.suffix or (" " in name.surname and " " in name.given):
        return name.full
    return name.last_first


def scholar_date(date: PartialDate) -> str:
    """`2022/10/31`, or the year where the day is not known: Scholar has no form for a month."""
    return str(date.year) if date.day is None else f"{date.year}/{date.month}/{date.day}"


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
