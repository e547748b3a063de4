"""What a source says of one work, in the terms of this site: the common form of every import.

BibTeX, CSL-JSON and the answers of the identifier services are read into `Record`s; what
compares them with the works of the site, fills a form or stores them, knows no source.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Self

from profile.names import Name


@dataclass(frozen=True)
class RecordCredit:
    """Somebody's part in the work. `as_printed` is the name as the source has it, decoded."""

    name: Name
    role: str = "author"
    as_printed: str = ""
    orcid: str = ""


@dataclass(frozen=True)
class RecordVenue:
    """Where it appeared; `kind` is one of `Venue.Kind`."""

    name: str
    kind: str = "journal"
    short_name: str = ""
    publisher: str = ""
    issn: str = ""


@dataclass(frozen=True)
class RecordStage:
    """One form of the work, as `Stage` stores it; `date` is ISO 8601 of any precision."""

    kind: str = "published"
    date: str = ""
    venue: RecordVenue | None = None
    book_title: str = ""
    series: str = ""
    edition: str = ""
    volume: str = ""
    number: str = ""
    pages: str = ""
    publisher: str = ""
    publisher_place: str = ""
    institution: str = ""
    genre: str = ""
    doi: str = ""
    arxiv_id: str = ""
    pmid: str = ""
    isbn: str = ""
    url: str = ""
    bibtex_type: str = ""
    bibtex_key: str = ""
    #: The fields of a BibTeX entry as they were written, by name in lower case.
    source_fields: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RecordLink:
    """`kind` is one of `PublicationLink.Kind`."""

    kind: str
    url: str
    label: str = ""


@dataclass(frozen=True)
class Record:
    """One work at one stage. `kind` is one of `Publication.Kind`; `title` and `abstract` are
    Markdown with formulas between dollar signs."""

    kind: str
    title: str
    credits: tuple[RecordCredit, ...] = ()
    authors_complete: bool = True
    abstract: str = ""
    language: str = ""
    stage: RecordStage = RecordStage()
    links: tuple[RecordLink, ...] = ()
    distinctions: tuple[str, ...] = ()
    is_selected: bool = False
    #: What the reader of the source could not use and an editor should know, in their words.
    warnings: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Plain values for a JSON column; `from_json` makes the same record of them."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        stage = dict(data["stage"])
        if stage["venue"] is not None:
            stage["venue"] = RecordVenue(**stage["venue"])
        return cls(
            **{
                **data,
                "credits": tuple(
                    RecordCredit(**{**credit, "name": Name(**credit["name"])})
                    for credit in data["credits"]
                ),
                "stage": RecordStage(**stage),
                "links": tuple(RecordLink(**link) for link in data["links"]),
                "distinctions": tuple(data["distinctions"]),
                "warnings": tuple(data["warnings"]),
            }
        )
