"""Works as BibTeX: a field of the source as it came, as long as it says what the site says.

What the site says otherwise, or what no source said, is written from what is stored. What comes
out reads in again as the same: import, export and import is a fixed point.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from profile.matching import IN_VOLUMES
from publications.appearance import citable_stages
from publications.bibtex.agreement import (
    ROLES,
    TEXTS,
    disagreements,
)
from publications.bibtex.dates import MONTHS
from publications.bibtex.escaping import escape, escape_document, escape_title
from publications.bibtex.identifiers import LINK_FIELDS, address_in, stated_links
from publications.bibtex.kinds import CHAPTER_TYPES, CONFERENCE_TYPES, type_of
from publications.bibtex.latex import to_text
from publications.bibtex.mapping import SOURCES, record_of
from publications.bibtex.people import write_people
from publications.bibtex.private import is_private, tells_where_sent
from publications.bibtex.reading import Entry
from publications.credit_names import name_as_printed
from publications.keys import UniqueKeys, citation_key
from publications.querysets import BETWEEN_NAMES

if TYPE_CHECKING:
    from publications.models import Publication, Stage
    from publications.records import Record

_ADDRESSES = frozenset(("url", "ee", "biburl", "bibsource-url", "preview", "link", *LINK_FIELDS))
_SCHEME = re.compile(r"[\s\x00-\x1f{<]*([A-Za-z][A-Za-z0-9+.-]*)\s*:(?!\s)")
_DANGEROUS = frozenset(("javascript", "data", "vbscript", "blob", "about"))
_BIBLATEX = frozenset(("date", "journaltitle", "location", "eventtitle", "eprinttype"))
_MONTH_NAME = re.compile(rf"\b(?:{'|'.join(MONTHS)})\b")
_ORDER = (
    "title", "author", "editor", "translator", "booktitle", "eventtitle", "journal",
    "journaltitle", "series", "edition", "volume", "number", "pages", "school", "institution",
    "publisher", "address", "location", "howpublished", "type", "date", "year", "month", "day",
    "pubstate", "note", "doi", "eprint", "archiveprefix", "pmid", "isbn", "url", "langid",
    "abstract",
)  # fmt: skip
_NOTES = {
    "preprint": "Preprint",
    "submitted": "Submitted",
    "accepted": "Accepted",
    "forthcoming": "Forthcoming",
}


@dataclass(frozen=True)
class _Written:
    """An entry ready to be written; `fields` are values of LaTeX by name."""

    type: str
    key: str
    fields: dict[str, str]


def bibtex_of(
    work: Publication, *, every_stage: bool = False, without: Collection[str] = ()
) -> str:
    """The work as one entry, or as one for each stage that has something to cite.

    `without` names fields to leave out, such as an abstract where there is little room.
    Works come with `for_list`'s rows: there is no query in here.
    """
    return bibtex_file([work], every_stage=every_stage, without=without)


def bibtex_file(
    works: Iterable[Publication], *, every_stage: bool = False, without: Collection[str] = ()
) -> str:
    """The works as a file, under keys that are unique in it.

    BibTeX wants an entry that others refer to by `crossref` behind all of these.
    """
    chosen = list(works)
    stages = [(work, s) for work in chosen for s in citable_stages(work, every_stage)]
    parents = {stage.source_fields.get("crossref") for _, stage in stages if stage}
    keys = UniqueKeys(citation_key(work, stage) for work, stage in stages)
    return "".join(bibtex_pieces(stages, keys, parents, without=without))


def bibtex_pieces(
    stages: Iterable[tuple[Publication, Stage | None]],
    keys: UniqueKeys,
    parents: Collection[str | None],
    *,
    without: Collection[str] = (),
) -> Iterator[str]:
    """The same piece by piece, for a file of thousands: the entries of these stages.

    `parents` are the keys that entries of the file refer to.
    """
    behind = []
    is_first = True
    for work, stage in stages:
        entry = _entry_of(work, stage)
        if entry.key in parents:
            behind.append(entry)
            continue
        yield ("" if is_first else "\n") + _text_of(entry, keys.next(entry.key), without)
        is_first = False
    for entry in behind:
        yield ("" if is_first else "\n") + _text_of(entry, keys.next(entry.key), without)
        is_first = False


def _entry_of(work: Publication, stage: Stage | None) -> _Written:
    key = citation_key(work, stage)
    if stage is None:
        return _Written(type_of(work, None), key, _of_work(work, None))
    entry_type = stage.bibtex_type or type_of(work, stage)
    return _Written(entry_type, key, _fields_of(work, stage, entry_type, key))


def _fields_of(work: Publication, stage: Stage, entry_type: str, key: str) -> dict[str, str]:
    """The fields of the source that still hold, and for the rest what is stored."""
    withheld = _withheld_addresses(work)
    source = {
        name: value
        for name, value in stage.source_fields.items()
        if isinstance(value, str)
        and _may_leave(name, value)
        and not tells_where_sent(name, value, stage, entry_type)
        and not _leads_to(name, value, withheld)
    }
    stage = stage.in_public
    if not source:
        return _of_work(work, stage)

    def read(fields: dict[str, str]) -> Record:
        return record_of(Entry(entry_type, key, fields))

    record = read(source)
    kept = _without_stale_marks(source, work, stage, record)
    if kept != source:
        record = read(kept)
    wrong = disagreements(record, work, stage)
    if not wrong and not _lacks_date(record, stage):
        return kept
    for column in wrong:
        for name in SOURCES[column]:
            if name in kept:
                without = {other: value for other, value in kept.items() if other != name}
                reduced = read(without)
                if _column(reduced, column) != _column(record, column):
                    kept, record = without, reduced
    # An abstract of another stage agrees with an entry that has none.
    told = {"abstract", "language"} & set(wrong)
    made = {
        name: value
        for column in [*disagreements(record, work, stage), *sorted(told)]
        for name, value in _of_column(column, work, stage, entry_type, source).items()
    }
    if _lacks_date(record, stage):
        made |= _date_beyond(record.stage.date, stage, kept)
    return _in_order({**kept, **made}, source)


def _column(record: Record, column: str) -> object:
    if column in ROLES:
        named = [credit for credit in record.credits if credit.role == column]
        return named, column != "author" or record.authors_complete
    if column in ("title", "abstract", "language"):
        return getattr(record, column)
    return getattr(record.stage, "kind" if column == "state" else column)


def _withheld_addresses(work: Publication) -> set[str]:
    """Where the work leads no more, or does not lead yet: what sources give as its links, and
    what an editor added, without the links that are shown."""
    stages = work.stages.all()
    stated = {url for stage in stages for url in stated_links(stage.source_fields)}
    embargoed = work.embargoed.split(BETWEEN_NAMES) if work.embargoed else ()
    shown = {link.url for link in work.links.all()}
    shown |= {url for stage in stages for url in (stage.url, stage.doi_url, stage.arxiv_url)}
    return (stated | set(embargoed)) - shown


def _leads_to(name: str, value: str, addresses: Collection[str]) -> bool:
    """Whether the field gives one of the addresses; the columns of the work are its own."""
    if not addresses or name in ("title", "abstract"):
        return False
    written = re.sub(r"\\([_%&#~$])", r"\1", value)
    texts = (written, address_in(value), to_text(value))
    ends = r"(?![\w/?#&=%~+:@-]|\.\w)"
    return any(re.search(re.escape(url) + ends, text) for url in addresses for text in texts)


def _without_stale_marks(
    source: dict[str, str], work: Publication, stage: Stage, record: Record
) -> dict[str, str]:
    """Without marks that were taken off."""
    stale = set()
    if stage.pk == work.main_stage_id:
        if record.is_selected and not work.is_selected:
            stale.add("selected")
        if record.distinctions and not work.distinctions.all():
            stale |= {"award", "award_name"}
    return {name: value for name, value in source.items() if name not in stale}


def _lacks_date(record: Record, stage: Stage) -> bool:
    stored = stage.date.iso if stage.date else ""
    return bool(record.stage.date) and len(stored) > len(record.stage.date)


def _date_beyond(stated: str, stage: Stage, kept: dict[str, str]) -> dict[str, str]:
    """The month and the day that the source did not know."""
    fields = _date(stage, is_biblatex="date" in kept)
    return {name: value for name, value in fields.items() if name not in kept or name == "date"}


def _of_work(work: Publication, stage: Stage | None) -> dict[str, str]:
    """All fields from what is stored."""
    entry_type = (stage.bibtex_type if stage else "") or type_of(work, stage)
    fields: dict[str, str] = {}
    roles = ROLES if stage is None or _has_volume(work, stage) else ROLES[:1]
    columns = ["title", *roles, "language"]
    if stage is not None:
        columns += ["date", "venue", *TEXTS, "state"]
    for column in columns:
        fields |= _of_column(column, work, stage, entry_type, {})
    return _in_order(fields, {})


def _has_volume(work: Publication, stage: Stage) -> bool:
    """Whether the editors and translators of the work are those of this stage.

    The preprint of a paper has none of the proceedings in which the paper appeared.
    """
    if stage.pk == work.main_stage_id or stage.book_title or stage.series:
        return True
    return stage.venue is not None and stage.venue.kind in IN_VOLUMES


def _in_order(fields: dict[str, str], source: dict[str, str]) -> dict[str, str]:
    """As the source had them, then by what readers look for first."""
    places = {name: place for place, name in enumerate([*source, *_ORDER])}
    ordered = sorted(fields, key=lambda name: _place(name, source, places))
    return {name: fields[name] for name in ordered}


def _place(name: str, source: dict[str, str], places: dict[str, int]) -> int:
    return list(source).index(name) if name in source else places.get(name, len(places)) + 1000


def _of_column(
    column: str, work: Publication, stage: Stage | None, entry_type: str, source: dict[str, str]
) -> dict[str, str]:
    """The fields that say what is stored in a column; none where nothing is."""
    is_biblatex = bool(_BIBLATEX & source.keys())
    if column == "title":
        title = (stage.title if stage else "") or work.title
        return {"title": escape_title(title)} if title else {}
    if column in ROLES:
        return _people(column, work)
    if column == "abstract":
        return {"abstract": escape_document(work.abstract)} if work.abstract else {}
    if column == "language":
        return {"langid": escape(work.language)} if work.language else {}
    if stage is None:
        return {}
    if column == "date":
        return _date(stage, is_biblatex=is_biblatex)
    if column == "state":
        note = _NOTES.get(stage.kind, "")
        if not note or _says_preprint(work, stage, entry_type):
            return {}
        return {"pubstate": stage.kind} if is_biblatex or "note" in source else {"note": note}
    if column == "venue":
        return _venue(stage, entry_type, is_biblatex=is_biblatex)
    return _text(column, stage, entry_type, is_biblatex=is_biblatex)


def _says_preprint(work: Publication, stage: Stage, entry_type: str) -> bool:
    """Whether the other fields tell a preprint by themselves."""
    return stage.kind == "preprint" and (bool(stage.arxiv_id) or entry_type == "unpublished")


def _text(column: str, stage: Stage, entry_type: str, *, is_biblatex: bool) -> dict[str, str]:
    value: str = getattr(stage, column)
    if not value:
        return {}
    match column:
        case "book_title":
            return {"booktitle": escape_title(value)}
        case "pages":
            return {"pages": re.sub("[–—]", "--", escape(value))}
        case "publisher_place":
            return {"location" if is_biblatex else "address": escape(value)}
        case "institution":
            is_school = entry_type in ("phdthesis", "mastersthesis") and not is_biblatex
            return {"school" if is_school else "institution": escape(value)}
        case "genre":
            return {"type": escape(value)}
        case "arxiv_id":
            return {"eprint": value, "archiveprefix": "arXiv"}
        case "doi" | "url":
            # Verbatim, but for braces, which would end the value.
            return {column: value.replace("{", "%7B").replace("}", "%7D")}
    return {column: escape(value)}


def _venue(stage: Stage, entry_type: str, *, is_biblatex: bool) -> dict[str, str]:
    venue = stage.venue
    if venue is None:
        return {}
    name = escape(venue.name)
    if venue.kind == venue.Kind.REPOSITORY and entry_type != "article":
        return {} if venue.name == "arXiv" and stage.arxiv_id else {"howpublished": name}
    if entry_type in CONFERENCE_TYPES:
        return {"eventtitle" if stage.book_title else "booktitle": name}
    if entry_type in ("article", "periodical", "review"):
        return {"journaltitle" if is_biblatex else "journal": name}
    if venue.kind == venue.Kind.CONFERENCE:
        return {"eventtitle": name}
    if venue.kind == venue.Kind.SERIES or entry_type in CHAPTER_TYPES | {"book"}:
        return {} if stage.series else {"series": name}
    return {"howpublished": name}


def _date(stage: Stage, *, is_biblatex: bool) -> dict[str, str]:
    date = stage.date
    if date is None:
        return {}
    if is_biblatex:
        return {"date": date.iso}
    fields = {"year": f"{date.year:04}"}
    if date.month is not None:
        fields["month"] = MONTHS[date.month - 1]
    if date.day is not None:
        fields["day"] = str(date.day)
    return fields


def _people(role: str, work: Publication) -> dict[str, str]:
    rows = [row for row in work.authorships.all() if row.role == role]
    if not rows:
        return {}
    is_complete = work.authors_complete or role != "author"
    return {role: write_people(map(name_as_printed, rows), is_complete=is_complete)}


def _may_leave(name: str, value: str) -> bool:
    """Whether a field of the source may be shown to everybody."""
    if is_private(name, value):
        return False
    scheme = _SCHEME.match(value)
    if scheme is None:
        return True
    if name in _ADDRESSES:
        return scheme[1].lower() in ("http", "https")
    return scheme[1].lower() not in _DANGEROUS


def _text_of(entry: _Written, key: str, without: Collection[str]) -> str:
    fields = {name: value for name, value in entry.fields.items() if name not in without}
    width = max(map(len, fields), default=0)
    lines = [f"  {name:<{width}} = {_value(name, value)}," for name, value in fields.items()]
    return "\n".join([f"@{entry.type}{{{key},", *lines, "}", ""])


def _value(name: str, value: str) -> str:
    """In braces; the names of months outside them, as styles print them in their own words."""
    if name == "month" and (pieces := _MONTH_NAME.split(value))[1:]:
        names = _MONTH_NAME.findall(value)
        joined = [part for pair in zip(pieces, [*names, ""], strict=True) for part in pair]
        return " # ".join(
            part if part in MONTHS else f'"{part}"' if '"' not in part else f"{{{part}}}"
            for part in joined
            if part
        )
    return f"{{{value if _is_balanced(value) else escape(to_text(value))}}}"


def _is_balanced(value: str) -> bool:
    depth = 0
    for sign in re.findall(r"[{}]", value):
        depth += 1 if sign == "{" else -1
        if depth < 0:
            return False
    return depth == 0
