"""PubMed ids, by EFetch of NCBI's E-utilities: the only one of them that gives abstracts.

https://www.ncbi.nlm.nih.gov/books/NBK25499/, https://dtd.nlm.nih.gov/ncbi/pubmed/
"""

from __future__ import annotations

import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from django.conf import settings

from profile.names import Name
from publications.fetching.identity import NAME
from publications.fetching.transport import Answer
from publications.lookup.client import LookupFailed, NotKnown, Service
from publications.lookup.deadline import Deadline
from publications.lookup.markup import abstract_markdown, plain_text, title_markdown
from publications.lookup.values import (
    credit_of,
    date_in,
    date_of,
    doi_of,
    each_once,
    isbn_of,
    language_of,
    line,
    pages_of,
)
from publications.records import Record, RecordCredit, RecordLink, RecordStage, RecordVenue


class PubMed(Service):
    def refused(self, answer: Answer) -> LookupFailed:
        if answer.status == 400:
            return NotKnown("PubMed does not know this number.")
        return super().refused(answer)


def look_up(pmid: str, deadline: Deadline) -> list[Record]:
    """The article or the book that has the PubMed id; raises `LookupFailed`."""
    service = PubMed("PUBMED_URL", deadline)
    contact = {"email": settings.CONTACT_EMAIL} if settings.CONTACT_EMAIL else {}
    unknown = NotKnown(f"PubMed does not know {pmid}. Check it for slips.")
    try:
        found = service.xml(
            "/efetch.fcgi", db="pubmed", id=pmid, retmode="xml", tool=NAME, **contact
        )
    except NotKnown:
        raise unknown from None
    if found.tag not in ("PubmedArticleSet", "PubmedBookArticleSet"):
        raise service.unexpected()
    article = found.find("PubmedArticle")
    if article is not None:
        return [_article(article, pmid)]
    book = found.find("PubmedBookArticle/BookDocument")
    if book is not None:
        return [_book(book, pmid)]
    raise unknown


def _article(element: Element, pmid: str) -> Record:
    article = element.find("MedlineCitation/Article")
    if article is None:
        article = Element("Article")
    journal = article.find("Journal")
    types = {line(kind.text).lower() for kind in article.iter("PublicationType")}
    kind = _kind(types)
    names = article.find("AuthorList")
    return Record(
        kind=kind,
        title=_title(article),
        credits=_credits(names),
        authors_complete=names is None or names.get("CompleteYN") != "N",
        abstract=_abstract(article),
        language=language_of(article.findtext("Language")),
        stage=RecordStage(
            kind="preprint" if kind == "preprint" else "published",
            date=_date(article.find("Journal/JournalIssue/PubDate"))
            or _date(article.find("ArticleDate")),
            venue=_journal(journal, kind),
            volume=line(article.findtext("Journal/JournalIssue/Volume")),
            number=line(article.findtext("Journal/JournalIssue/Issue")),
            pages=_pages(article),
            doi=_doi(element),
            pmid=line(element.findtext("MedlineCitation/PMID")) or pmid,
        ),
        links=_links(element),
        warnings=(("It has been retracted.",) if "retracted publication" in types else ()),
    )


def _book(document: Element, pmid: str) -> Record:
    """A book of the Bookshelf, or a chapter of one."""
    book = document.find("Book")
    if book is None:
        book = Element("Book")
    title = title_markdown(_inner(document.find("ArticleTitle"))).rstrip(".")
    book_title = plain_text(_inner(book.find("BookTitle")))
    lists = [*document.findall("AuthorList"), *book.findall("AuthorList")]
    named = [
        credit
        for names in lists
        for credit in _credits(names, "editor" if names.get("Type") == "editors" else "author")
    ]
    return Record(
        kind="chapter" if title else "book",
        title=title or title_markdown(_inner(book.find("BookTitle"))),
        credits=each_once(named),
        abstract=_abstract(document),
        language=language_of(document.findtext("Language")),
        stage=RecordStage(
            date=_date(book.find("PubDate")),
            book_title=book_title if title else "",
            publisher=line(book.findtext("Publisher/PublisherName")),
            publisher_place=line(book.findtext("Publisher/PublisherLocation")),
            isbn=isbn_of([line(isbn.text) for isbn in book.iter("Isbn")]),
            pmid=line(document.findtext("PMID")) or pmid,
        ),
    )


def _kind(types: set[str]) -> str:
    if "preprint" in types:
        return "preprint"
    if "dataset" in types:
        return "dataset"
    return "review" if "book review" in types else "article"


def _title(article: Element) -> str:
    """As published: a translated title stands in brackets, and the title of the work beside it."""
    title = title_markdown(_inner(article.find("ArticleTitle")))
    original = title_markdown(_inner(article.find("VernacularTitle")))
    if title.startswith("[") and title.rstrip(".").endswith("]"):
        title = original or title.rstrip(".")[1:-1]
    title = title or original
    return title if title.endswith("...") else title.rstrip(".")


def _credits(names: Element | None, role: str = "author") -> tuple[RecordCredit, ...]:
    named: list[RecordCredit] = []
    for author in names if names is not None else ():
        if author.tag != "Author" or author.get("ValidYN") == "N":
            continue
        name = Name(
            family=plain_text(_inner(author.find("LastName"))),
            given=line(author.findtext("ForeName")) or line(author.findtext("Initials")),
            suffix=line(author.findtext("Suffix")),
        )
        if not name.family:
            name = Name(literal=plain_text(_inner(author.find("CollectiveName"))))
        if name.family or name.literal:
            orcids = [i.text for i in author.findall("Identifier") if i.get("Source") == "ORCID"]
            orcid = re.sub(r"^http:", "https:", line(orcids[0])) if orcids else ""
            named.append(credit_of(name, role, orcid))
    return each_once(named)


def _abstract(article: Element) -> str:
    parts: list[str] = []
    for text in article.findall("Abstract/AbstractText"):
        label = line(text.get("Label"))
        heading = f"<b>{label.capitalize()}.</b> " if label and label != "UNLABELLED" else ""
        parts.append(f"<p>{heading}{_inner(text)}</p>")
    return abstract_markdown("".join(parts))


def _journal(journal: Element | None, kind: str) -> RecordVenue | None:
    name = plain_text(_inner(journal.find("Title"))) if journal is not None else ""
    if journal is None or not name:
        return None
    if kind == "preprint":
        return RecordVenue(name, kind="repository")
    # Cataloguers add what a journal is to tell namesakes apart: `Brain : a journal of neurology`.
    short = line(journal.findtext("ISOAbbreviation"))
    return RecordVenue(
        re.sub(r" ([:;])", r"\1", name),
        short_name=short if short != name else "",
        issn=line(journal.findtext("ISSN")),
    )


def _pages(article: Element) -> str:
    pagination = article.find("Pagination")
    if pagination is not None:
        first, last = (line(pagination.findtext(tag)) for tag in ("StartPage", "EndPage"))
        if pages := line(pagination.findtext("MedlinePgn")) or f"{first}-{last}".strip("-"):
            return pages_of(pages)
    return next(
        (
            line(place.text)
            for place in article.findall("ELocationID")
            if place.get("EIdType") == "pii" and re.fullmatch(r"e?\d+", line(place.text))
        ),
        "",
    )


def _date(element: Element | None) -> str:
    if element is None:
        return ""
    year, month, day = (element.findtext(tag) for tag in ("Year", "Month", "Day"))
    return date_of(year, month, day) or date_in(element.findtext("MedlineDate"))


def _doi(element: Element) -> str:
    for found in element.findall("PubmedData/ArticleIdList/ArticleId"):
        if found.get("IdType") == "doi":
            return doi_of(found.text)
    for found in element.iter("ELocationID"):
        if found.get("EIdType") == "doi" and found.get("ValidYN") != "N":
            return doi_of(found.text)
    return ""


def _links(element: Element) -> tuple[RecordLink, ...]:
    for found in element.findall("PubmedData/ArticleIdList/ArticleId"):
        number = line(found.text)
        if found.get("IdType") == "pmc" and re.fullmatch(r"PMC\d+", number):
            address = f"https://pmc.ncbi.nlm.nih.gov/articles/{number}/"
            return (RecordLink("other", address, "PubMed Central"),)
    return ()


def _inner(element: Element | None) -> str:
    """What stands in an element, with its markup, as a string."""
    if element is None:
        return ""
    written = ElementTree.tostring(element, encoding="unicode")
    return re.sub(r"^<[^>]*>|</[^<>]*>\s*$", "", written.strip()).replace("\x00", "")
