"""CSL-JSON to records, as DOI registration agencies answer it.

What Crossref sends under that name is its own form of it: lists where the schema has text,
types of its own, JATS in abstracts (CrossRef/rest-api-doc#222, #580). DataCite's keeps to the
schema. Both are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from profile.names import Name
from publications.lookup.markup import (
    abstract_markdown,
    plain_text,
    tex_abstract_markdown,
    tex_title_markdown,
    title_markdown,
)
from publications.lookup.values import (
    arxiv_of,
    clean,
    credit_of,
    date_in,
    date_of,
    doi_of,
    each_once,
    isbn_of,
    language_of,
    line,
    link_of,
    pages_of,
    pmid_of,
)
from publications.records import Record, RecordCredit, RecordLink, RecordStage, RecordVenue

#: Types of CSL 1.0.2 and of Crossref, to `Publication.Kind`.
_KINDS = {
    "article-journal": "article",
    "journal-article": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "paper-conference": "conference-paper",
    "proceedings-article": "conference-paper",
    "article": "preprint",
    "posted-content": "preprint",
    "book": "book",
    "monograph": "book",
    "reference-book": "book",
    "edited-book": "edited-volume",
    "proceedings": "edited-volume",
    "book-set": "book",
    "book-series": "book",
    "chapter": "chapter",
    "book-chapter": "chapter",
    "book-section": "chapter",
    "book-part": "chapter",
    "book-track": "chapter",
    "entry": "chapter",
    "entry-dictionary": "chapter",
    "entry-encyclopedia": "chapter",
    "reference-entry": "chapter",
    "review": "review",
    "review-book": "review",
    "peer-review": "review",
    "thesis": "thesis",
    "dissertation": "thesis",
    "report": "report",
    "report-component": "report",
    "standard": "report",
    "dataset": "dataset",
    "database": "dataset",
    "software": "software",
    "speech": "talk",
    "patent": "patent",
}
_ROLES = {"author": "author", "editor": "editor", "translator": "translator"}
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(.+)", re.IGNORECASE)
_OTHERS = {"others", "et al", "et al."}


def record_of(item: dict[str, Any]) -> Record:
    """The record of one item; fields of an unexpected form are left out."""
    doi = doi_of(item.get("DOI"))
    arxiv = _ARXIV_DOI.fullmatch(doi)
    kind = "preprint" if arxiv else _kind(item)
    arxiv_id = arxiv_of(arxiv[1]) if arxiv else ""
    named = [credit for role in _ROLES for credit in _credits(item, role)]
    counted = [c for c in named if c.name.literal.lower() not in _OTHERS]
    # DataCite has arXiv's texts as they are there.
    title = tex_title_markdown(_text(item.get("title"))) if arxiv else _title(item)
    abstract = _text(item.get("abstract"))
    return Record(
        kind=kind,
        title=title,
        credits=each_once(counted),
        authors_complete=len(counted) == len(named),
        abstract=tex_abstract_markdown(abstract) if arxiv else abstract_markdown(abstract),
        language=language_of(_first(item.get("language"))),
        stage=_stage(item, kind, doi, arxiv_id),
        links=(RecordLink("pdf", f"https://arxiv.org/pdf/{arxiv_id}"),) if arxiv_id else (),
        warnings=tuple(_warnings(item, title)),
    )


def _kind(item: dict[str, Any]) -> str:
    kind = _KINDS.get(line(item.get("type")), "other")
    if kind == "book" and item.get("editor") and not item.get("author"):
        return "edited-volume"
    return kind


def _stage(item: dict[str, Any], kind: str, doi: str, arxiv_id: str) -> RecordStage:
    containers = _texts(item.get("container-title"))
    publisher = plain_text(line(item.get("publisher")))
    institution = _institution(item)
    series = plain_text(line(_first(item.get("collection-title"))))
    if kind in ("chapter", "conference-paper") and len(containers) > 1:
        # Crossref puts the series before the book's own title.
        series, containers = series or containers[0], containers[1:]
    container = containers[0] if containers else ""
    is_institutional = kind in ("thesis", "report")
    has_publisher = not arxiv_id and kind not in ("article", "review", "preprint")
    return RecordStage(
        kind="preprint" if kind == "preprint" else "published",
        date=_date(item),
        venue=_venue(item, kind, container, publisher, "arXiv" if arxiv_id else institution),
        book_title=container if kind == "chapter" else "",
        series=series,
        edition=line(_first(item.get("edition"))) or line(_first(item.get("edition-number"))),
        volume=line(item.get("volume")),
        number=line(_first(item.get("issue"))) or line(_first(item.get("number"))),
        pages=pages_of(_first(item.get("page"))) or line(_first(item.get("article-number"))),
        publisher=publisher if has_publisher and not is_institutional else "",
        publisher_place=plain_text(
            line(item.get("publisher-place")) or line(item.get("publisher-location"))
        ),
        institution=(institution or publisher) if is_institutional else "",
        genre=_genre(item) if is_institutional else "",
        doi=doi,
        arxiv_id=arxiv_id,
        pmid=pmid_of(item.get("PMID")),
        isbn=isbn_of(_texts(item.get("ISBN"))),
        url="" if arxiv_id else _address(item),
    )


def _venue(
    item: dict[str, Any], kind: str, container: str, publisher: str, institution: str
) -> RecordVenue | None:
    """Where it appeared. A chapter stands in a book, which is no venue; a book is its own."""
    if kind == "preprint":
        name = institution or container or publisher
        return RecordVenue(name, kind="repository") if name else None
    if kind in ("article", "review") and container:
        return RecordVenue(
            container,
            kind="journal",
            short_name=_short_name(item, container),
            publisher=publisher,
            issn=line(_first(item.get("ISSN"))),
        )
    if kind == "conference-paper" and container:
        return RecordVenue(container, kind="conference", short_name=_acronym(item))
    if kind in ("dataset", "software") and (container or publisher):
        return RecordVenue(container or publisher, kind="repository")
    if kind in ("talk", "other") and container:
        return RecordVenue(container, kind="other")
    return None


def _title(item: dict[str, Any]) -> str:
    """Title and subtitle; Crossref keeps them apart."""
    title = title_markdown(_text(item.get("title")))
    subtitle = title_markdown(_text(item.get("subtitle")))
    if not subtitle or subtitle.casefold() in title.casefold():
        return title
    return f"{title}{'' if title.endswith((':', '?', '!', '.')) else ':'} {subtitle}"


def _credits(item: dict[str, Any], role: str) -> Iterable[RecordCredit]:
    people = item.get(role)
    for person in people if isinstance(people, list) else []:
        if not isinstance(person, dict):
            continue
        literal = _name_part(person, "literal") or _name_part(person, "name")
        particles = [
            _name_part(person, part) for part in ("dropping-particle", "non-dropping-particle")
        ]
        name = Name(
            family=_name_part(person, "family"),
            given=_name_part(person, "given"),
            particle=" ".join(filter(None, particles)),
            suffix=_name_part(person, "suffix"),
        )
        if not name.family:
            name = Name(literal=literal or name.given)
        if name.family or name.literal:
            yield credit_of(name, role=_ROLES[role], orcid=person.get("ORCID"))


def _name_part(person: dict[str, Any], part: str) -> str:
    return plain_text(line(person.get(part)))


def _date(item: dict[str, Any]) -> str:
    """The date that references cite: of the printed issue where there is one, else the first."""
    for name in ("published-print", "issued", "published", "published-online", "posted"):
        value = item.get(name)
        if not isinstance(value, dict):
            continue
        parts = value.get("date-parts")
        first = parts[0] if isinstance(parts, list) and parts else None
        if isinstance(first, list) and (date := date_of(*first[:3] or [""])):
            return date
        if date := date_in(value.get("raw") or value.get("literal")):
            return date
    return ""


def _warnings(item: dict[str, Any], title: str) -> Iterable[str]:
    if not title:
        yield "The service names no title."
    relations = item.get("relation")
    if isinstance(relations, dict):
        for paper in _dicts(relations.get("is-preprint-of")):
            if found := line(paper.get("id")):
                yield f"It was published since: look up {found} as well for that stage."
    for update in _dicts(item.get("updated-by")):
        if line(update.get("type")) in ("retraction", "withdrawal", "removal"):
            yield f"It has been retracted: see {line(update.get('DOI'))}."


def _short_name(item: dict[str, Any], name: str) -> str:
    for field in ("container-title-short", "short-container-title", "journalAbbreviation"):
        short = plain_text(line(_first(item.get(field))))
        if short and short != name:
            return short
    return ""


def _acronym(item: dict[str, Any]) -> str:
    event = item.get("event")
    return line(event.get("acronym")) if isinstance(event, dict) else ""


def _institution(item: dict[str, Any]) -> str:
    institution = _first(item.get("institution"))
    if isinstance(institution, dict):
        institution = institution.get("name")
    return plain_text(line(institution))


def _genre(item: dict[str, Any]) -> str:
    return plain_text(line(_first(item.get("degree"))) or line(_first(item.get("genre"))))


def _address(item: dict[str, Any]) -> str:
    """An address of the work that its DOI does not already lead to."""
    address = link_of(item.get("URL"))
    return "" if re.match(r"https?://(dx\.)?doi\.org/", address, re.IGNORECASE) else address


def _text(value: object) -> str:
    """Text as it came, with its line breaks; the first of a list."""
    value = _first(value)
    return clean(value) if isinstance(value, str) else line(value)


def _texts(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [text for text in (plain_text(line(v)) for v in values) if text]


def _first(value: object) -> object:
    if isinstance(value, list):
        return value[0] if value else None
    return value


def _dicts(value: object) -> list[dict[str, Any]]:
    return [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []
