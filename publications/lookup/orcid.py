"""The works of an ORCID iD, by ORCID's public API 3.0.

https://github.com/ORCID/orcid-model, `record_3.0`; groups are works, and the first summary in
a group is the version that the owner of the record prefers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError

from profile.names import Name, parse_name
from publications.bibtex.mapping import record_of as record_of_bibtex
from publications.bibtex.reading import read
from publications.fetching.transport import Answer
from publications.lookup.client import LookupFailed, NotKnown, OnlyPart, OutOfTime, Service
from publications.lookup.deadline import Deadline
from publications.lookup.markup import abstract_markdown, plain_text, title_markdown
from publications.lookup.values import (
    arxiv_of,
    credit_of,
    date_of,
    doi_of,
    each_once,
    isbn_of,
    language_of,
    line,
    link_of,
    pmid_of,
)
from publications.records import Record, RecordCredit, RecordStage, RecordVenue

#: How many works the API gives at once, with all that it knows of them.
AT_ONCE = 100
#: So many works of one record are read: 21 answers, within the time that there is.
MOST_WORKS = 2000
_KINDS = {
    "journal-article": "article",
    "magazine-article": "article",
    "newspaper-article": "article",
    "newsletter-article": "article",
    "conference-paper": "conference-paper",
    "conference-proceedings": "conference-paper",
    "preprint": "preprint",
    "working-paper": "preprint",
    "book": "book",
    "edited-book": "edited-volume",
    "book-chapter": "chapter",
    "encyclopedia-entry": "chapter",
    "dictionary-entry": "chapter",
    "book-review": "review",
    "review": "review",
    "dissertation": "thesis",
    "dissertation-thesis": "thesis",
    "supervised-student-publication": "thesis",
    "report": "report",
    "standards-and-policy": "report",
    "data-set": "dataset",
    "software": "software",
    "lecture-speech": "talk",
    "public-speech": "talk",
    "conference-abstract": "talk",
    "conference-poster": "talk",
    "conference-presentation": "talk",
    "patent": "patent",
}
_VENUES = {
    "article": "journal",
    "review": "journal",
    "conference-paper": "conference",
    "talk": "conference",
    "preprint": "repository",
    "dataset": "repository",
    "software": "repository",
}
_NO_AUTHORS = "ORCID does not say who wrote it. Look up its DOI, or name the authors."


class Orcid(Service):
    def headers(self) -> dict[str, str]:
        token = settings.ORCID_TOKEN
        return {"Authorization": f"Bearer {token}"} if token else {}

    def refused(self, answer: Answer) -> LookupFailed:
        if answer.status in (401, 403) and settings.ORCID_TOKEN:
            return LookupFailed(
                "ORCID does not accept the token of this site. Whoever runs the site sets it as "
                "ORCID_TOKEN; it also works without one."
            )
        if answer.status in (301, 409):
            return NotKnown("This ORCID iD is no longer in use: its record is closed or merged.")
        return super().refused(answer)


def look_up(orcid: str, deadline: Deadline) -> list[Record]:
    """Every public work on the record, in its owner's preferred version.

    Raises `LookupFailed`, and `OnlyPart` with the first works where there are more than are
    read at once or than there was time for; else nothing is there unless all of it is.
    """
    service = Orcid("ORCID_URL", deadline)
    try:
        works = service.json(f"/{orcid}/works")
    except NotKnown as error:
        if "no longer" in str(error):
            raise
        raise NotKnown(f"ORCID does not know {orcid}. Check it for slips.") from None
    if not isinstance(works, dict) or not isinstance(works.get("group", []), list):
        raise service.unexpected()
    summaries = list(_preferred(works.get("group", [])))
    total = len(summaries)
    records: list[Record] = []
    for start in range(0, min(total, MOST_WORKS), AT_ONCE):
        some = summaries[start : min(start + AT_ONCE, MOST_WORKS)]
        try:
            records += _detailed(service, orcid, some)
        except OutOfTime:
            words = f"There was time for {len(records):,} of the {total:,} works that it lists."
            raise OutOfTime(words, records) from None
    if total > MOST_WORKS:
        words = (
            f"ORCID lists {total:,} works; {MOST_WORKS:,} of them are read at once. ORCID gives "
            "all of them as a BibTeX file, which can be imported as well."
        )
        raise OnlyPart(words, records)
    return records


def _detailed(service: Orcid, orcid: str, summaries: list[dict[str, Any]]) -> list[Record]:
    """The records of up to a hundred works, with all that ORCID knows of them."""
    codes = ",".join(line(summary["put-code"]) for summary in summaries)
    answer = service.json(f"/{orcid}/works/{codes}")
    details: dict[str, dict[str, Any]] = {}
    for entry in _list(answer, "bulk"):
        if isinstance(work := entry.get("work"), dict):
            details[line(work.get("put-code"))] = work
    return [_record(details.get(line(s["put-code"]), {}), s) for s in summaries]


def _preferred(groups: list[Any]) -> Iterator[dict[str, Any]]:
    for group in groups:
        for summary in _list(group, "work-summary")[:1]:
            if line(summary.get("put-code")).isdecimal():
                yield summary


def _record(work: dict[str, Any], summary: dict[str, Any]) -> Record:
    """`work` has all fields of the summary and more; it is empty where it could not be had."""
    work = work or summary
    kind = _KINDS.get(line(work.get("type")), "other")
    own, whole = _identifiers(work, "self"), _identifiers(work, "part-of")
    title = title_markdown(_value(work, "title", "title"))
    subtitle = title_markdown(_value(work, "title", "subtitle"))
    if subtitle and subtitle.casefold() not in title.casefold():
        title = f"{title}: {subtitle}"
    container = plain_text(_value(work, "journal-title"))
    is_institutional = kind in ("thesis", "report")
    record = Record(
        kind=kind,
        title=title,
        credits=_credits(work),
        abstract=abstract_markdown(line(work.get("short-description"))),
        language=language_of(work.get("language-code")),
        stage=RecordStage(
            kind="preprint" if kind == "preprint" else "published",
            date=_date(work),
            venue=RecordVenue(container, _VENUES[kind], issn=line(whole.get("issn")))
            if container and kind in _VENUES
            else None,
            book_title=container if kind == "chapter" else "",
            publisher=container if kind in ("book", "edited-volume", "other", "patent") else "",
            institution=container if is_institutional else "",
            doi=doi_of(own.get("doi")),
            arxiv_id=arxiv_of(own.get("arxiv")),
            pmid=pmid_of(own.get("pmid")),
            isbn=isbn_of([own.get("isbn", ""), whole.get("isbn", "")]),
            url=_address(work),
        ),
    )
    record = _with_citation(record, work)
    if not record.credits:
        record = replace(record, warnings=(*record.warnings, _NO_AUTHORS))
    return record


def _with_citation(record: Record, work: dict[str, Any]) -> Record:
    """The record with what only the BibTeX says that many sources add to ORCID: pages, volume."""
    citation = work.get("citation")
    if not isinstance(citation, dict) or citation.get("citation-type") != "bibtex":
        return record
    try:
        file = read(str(citation.get("citation-value") or ""))
    except ValidationError:
        return record
    if len(file.entries) != 1:
        return record
    cited = record_of_bibtex(file.entries[0])
    fields = (
        "series", "edition", "volume", "number", "pages", "publisher", "publisher_place",
        "institution", "doi", "arxiv_id", "isbn",
    )  # fmt: skip
    missing = {
        name: getattr(cited.stage, name) for name in fields if not getattr(record.stage, name)
    }
    return replace(
        record,
        credits=record.credits or cited.credits,
        authors_complete=record.authors_complete if record.credits else cited.authors_complete,
        abstract=record.abstract or cited.abstract,
        stage=replace(
            record.stage,
            **missing,
            date=max(record.stage.date, cited.stage.date)
            if cited.stage.date.startswith(record.stage.date)
            else record.stage.date,
            venue=record.stage.venue or cited.stage.venue,
        ),
    )


def _credits(work: dict[str, Any]) -> tuple[RecordCredit, ...]:
    named: list[RecordCredit] = []
    for contributor in _list(work.get("contributors"), "contributor"):
        name = plain_text(_value(contributor, "credit-name"))
        attributes = contributor.get("contributor-attributes")
        role = line(attributes.get("contributor-role")) if isinstance(attributes, dict) else ""
        if not name or role in ("chair-or-translator", "support-staff"):
            continue
        orcid = contributor.get("contributor-orcid")
        parsed: Name = parse_name(name)
        named.append(
            credit_of(
                parsed,
                "editor" if role == "editor" else "author",
                orcid.get("path") if isinstance(orcid, dict) else "",
            )
        )
    return each_once(named)


def _identifiers(work: dict[str, Any], relationship: str) -> dict[str, str]:
    """Identifiers by type: of the work itself (`self`), or of what it is in (`part-of`)."""
    found: dict[str, str] = {}
    for identifier in _list(work.get("external-ids"), "external-id"):
        kind = line(identifier.get("external-id-type")).lower()
        value = _value(identifier, "external-id-normalized") or line(
            identifier.get("external-id-value")
        )
        if value and line(identifier.get("external-id-relationship")).lower() == relationship:
            found.setdefault(kind, value)
    return found


def _date(work: dict[str, Any]) -> str:
    date = work.get("publication-date")
    if not isinstance(date, dict):
        return ""
    return date_of(*(_value(date, part) for part in ("year", "month", "day")))


def _address(work: dict[str, Any]) -> str:
    address = link_of(_value(work, "url"))
    return "" if "doi.org/" in address or "arxiv.org/" in address else address


def _value(data: dict[str, Any], *path: str) -> str:
    """ORCID wraps texts as `{"value": …}`; any step may be null."""
    found: Any = data
    for name in (*path, "value"):
        found = found.get(name) if isinstance(found, dict) else None
    return line(found)


def _list(data: Any, name: str) -> list[dict[str, Any]]:
    entries = data.get(name) if isinstance(data, dict) else None
    return [e for e in entries if isinstance(e, dict)] if isinstance(entries, list) else []
