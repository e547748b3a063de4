"""What the form of a work begins with when a source tells of the work.

Nothing here stores anything: a record, or a line of authors, becomes the fields and rows that
a browser would send if somebody had typed them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import QueryDict

from homepage.content.forms import PictureInput
from profile.matching import PersonIndex, VenueIndex, stored_name, words_key
from profile.models import Person
from profile.names import Name
from publications.editing.author_line import LineName
from publications.editing.forms import signed_record
from publications.models import Authorship, PublicationLink
from publications.records import Record, RecordCredit, RecordStage, RecordVenue

#: As many rows as one form takes: with what else it holds, it stays below the fields of a POST.
MAX_ROWS = 400

_OF_A_STAGE = (
    "kind", "date", "book_title", "series", "edition", "volume", "number", "pages", "publisher",
    "publisher_place", "institution", "genre", "doi", "arxiv_id", "pmid", "isbn", "url",
)  # fmt: skip

Row = dict[str, str]


@dataclass
class Filling:
    """What is put into a form: fields of the work, and new rows by the name of their group."""

    fields: Row = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)

    def into(self, data: QueryDict) -> None:
        """Add it to what a form sends. What was typed into a text stays; rows come last.

        A row that stands there already is not doubled: what it lacks is filled in.
        """
        for name, value in self.fields.items():
            if not data.get(name, "").strip():
                data[name] = value
        for prefix, rows in self.rows.items():
            is_same = _SAME_ROW.get(prefix)
            present = rows_in(data, prefix) if is_same else {}
            for row in rows:
                number = next((n for n, there in present.items() if is_same(there, row)), None)  # type: ignore[misc]
                if number is None:
                    add_rows(data, prefix, [row])
                else:
                    fill_row(data, f"{prefix}-{number}", row)


def filling_of(record: Record) -> Filling:
    """All that the record tells, people and venues of the site among it as the ones they are."""
    fields = {"title": record.title, "abstract": record.abstract, "language": record.language}
    links = [_shown(kind=link.kind, url=link.url, label=link.label) for link in record.links]
    return Filling(
        fields=fields,
        rows={
            "stages": [stage_row(record)],
            "authorships": credit_rows(record.credits),
            "links": [row for row in links if row["kind"] in PublicationLink.Kind.values],
            "distinctions": [{"label": label} for label in record.distinctions],
        },
    )


def stage_row(record: Record) -> Row:
    """The row of the record's stage. The record rides along, signed, for what no field shows."""
    stage: RecordStage = record.stage
    row = _shown(**{name: getattr(stage, name) for name in _OF_A_STAGE})
    if stage.venue is not None and stage.venue.name:
        row |= venue_cells(stage.venue)
    return {**row, "source": signed_record(record)}


def venue_cells(stated: RecordVenue) -> Row:
    """The venue of a stage: the one of the site that is meant, or the name of a new one."""
    index = VenueIndex()
    venue = index.named(stated.name) or index.match(stated.name) or index.match(stated.short_name)
    if venue is not None:
        return {"venue": str(venue.pk)}
    return {"new_venue": stored_name(stated.name, stated.kind).name, "new_venue_kind": stated.kind}


def credit_rows(of: Iterable[RecordCredit]) -> list[Row]:
    index = PersonIndex()
    rows = []
    for credit in of:
        person = index.match(credit.name, credit.orcid)
        row = _person_row(person, credit.name, credit.as_printed)
        if person is None and credit.orcid:
            row["new_orcid"] = credit.orcid
        is_role = credit.role in Authorship.Role.values
        rows.append({**row, "role": credit.role if is_role else Authorship.Role.AUTHOR})
    return rows


def line_rows(names: Iterable[LineName]) -> list[Row]:
    """The rows of the authors of a pasted line."""
    index = PersonIndex()
    rows = []
    for name in names:
        row = _person_row(index.match(name.name), name.name, name.as_written)
        marks = {"equal_contribution": name.is_equal, "corresponding": name.is_corresponding}
        row |= {mark: "on" for mark, is_set in marks.items() if is_set}
        rows.append({**row, "role": Authorship.Role.AUTHOR})
    return rows


def _person_row(person: Person | None, name: Name, as_printed: str) -> Row:
    full = person.name if person is not None else name.full
    # Braces tell the name of a group from that of a person.
    new = f"{{{full}}}" if name.literal else full
    row = {"person": str(person.pk)} if person is not None else {"new_person": new}
    return row | ({"name_as_printed": as_printed} if name.full != full and as_printed else {})


def _shown(**values: str) -> Row:
    return {name: value for name, value in values.items() if value}


def rows_in(data: QueryDict, prefix: str) -> dict[int, Row]:
    """The rows of a group that a form sends, by number; without those that are to go."""
    rows: dict[int, Row] = defaultdict(dict)
    cell = re.compile(rf"{re.escape(prefix)}-(\d+)-(\w+)")
    for name, value in data.dict().items():
        if found := cell.fullmatch(name):
            rows[int(found[1])][found[2]] = str(value)
    return {number: row for number, row in sorted(rows.items()) if "DELETE" not in row}


def fill_row(data: QueryDict, row: str, cells: Row) -> None:
    """Fill in what a row of a form lacks."""
    has_venue = data.get(f"{row}-venue") or data.get(f"{row}-new_venue")
    for name, value in cells.items():
        is_venue = name in ("venue", "new_venue", "new_venue_kind")
        # A row that is stored has had its source.
        is_source = name == "source" and data.get(f"{row}-id")
        if not data.get(f"{row}-{name}") and not (is_venue and has_venue) and not is_source:
            data[f"{row}-{name}"] = value


def author_key(row: Row) -> str:
    """Tells the people of rows apart: by the one chosen, or by the new name."""
    return row.get("person") or words_key(row.get("new_person", ""))


def _is_same_stage(one: Row, other: Row) -> bool:
    """Whether two rows are one stage: one DOI or id, or the same kind, venue and date."""
    if one.get("kind") != other.get("kind"):
        return False
    for name in ("doi", "arxiv_id", "pmid"):
        if one.get(name) and other.get(name):
            return one[name].lower() == other[name].lower()
    return _place(one) == _place(other)


def _place(row: Row) -> tuple[str, ...]:
    return row.get("venue") or words_key(row.get("new_venue", "")), row.get("date", "")


#: Whether a row of a group says what another one says already.
_SAME_ROW: dict[str, Callable[[Row, Row], bool]] = {
    "stages": _is_same_stage,
    "authorships": lambda one, other: (
        (author_key(one), one.get("role")) == (author_key(other), other.get("role"))
    ),
    "links": lambda one, other: one.get("url") == other.get("url"),
    "distinctions": lambda one, other: (
        one.get("label", "").casefold() == other.get("label", "").casefold()
    ),
}


def add_rows(data: QueryDict, prefix: str, rows: Iterable[Row]) -> None:
    """Append rows to a group of a form."""
    total = f"{prefix}-TOTAL_FORMS"
    text = data.get(total, "0")
    number = int(text) if text.isascii() and text.isdecimal() else 0
    data.setdefault(f"{prefix}-INITIAL_FORMS", "0")
    for row in rows:
        if number >= MAX_ROWS:
            break
        for name, value in row.items():
            data[f"{prefix}-{number}-{name}"] = value
        number += 1
        data[f"{prefix}-{number - 1}-position"] = str(number)
    data[total] = str(number)


def data_of(form: Any, formsets: Iterable[Any]) -> QueryDict:
    """What a browser sends for a form that nobody has touched."""
    data = QueryDict(mutable=True)
    for each in (form, *_forms_of(formsets)):
        for bound in each:
            data.update(dict(_sent(bound)))
    return data


def _forms_of(formsets: Iterable[Any]) -> Iterator[Any]:
    for formset in formsets:
        yield formset.management_form
        yield from formset.forms


def _sent(bound: forms.BoundField) -> Iterator[tuple[str, str]]:
    widget: Any = getattr(bound.field.widget, "widget", bound.field.widget)
    value = bound.value()
    if isinstance(widget, forms.CheckboxInput):
        if value:
            yield bound.html_name, "on"
    elif isinstance(widget, forms.MultiWidget):
        parts: Any = widget.decompress(value)
        for place, part in enumerate(parts):
            yield f"{bound.html_name}_{place}", _text(widget.widgets[place].format_value(part))
    elif isinstance(widget, PictureInput):
        yield bound.html_name, _text(getattr(value, "pk", value))
    elif not isinstance(widget, forms.FileInput):
        yield bound.html_name, _text(widget.format_value(value))


def _text(value: Any) -> str:
    """A value as a field holds it; a select has a list of one."""
    if isinstance(value, list | tuple):
        value = value[0] if value else ""
    return "" if value is None else str(value)


def is_whole_form(data: Mapping[str, str]) -> bool:
    """Whether the fields of a work's form were sent, and not only a box of another page."""
    return "title" in data and "stages-TOTAL_FORMS" in data
