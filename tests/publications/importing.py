"""Records as a source gives them, for tests of imports."""

from typing import Any

from profile.names import parse_name
from publications.importing.applying import Outcome, apply_import
from publications.importing.models import Import, ImportEntry
from publications.importing.planning import start_import
from publications.records import Record, RecordCredit, RecordStage, RecordVenue

_STAGE_FIELDS = frozenset(RecordStage.__dataclass_fields__)


def credit(text: str, role: str = "author", orcid: str = "") -> RecordCredit:
    return RecordCredit(parse_name(text), role, text, orcid)


def record(**fields: Any) -> Record:
    """A journal article of 2020 by Ada Example; stage and work fields side by side."""
    names = fields.pop("authors", ["Example, Ada"])
    venue = fields.pop("venue", "Journal of Examples")
    defaults = {
        "kind": "article",
        "title": "On Examples",
        "stage_kind": "published",
        "date": "2020",
        "bibtex_type": "article",
        "bibtex_key": "example2020",
    }
    values = {**defaults, **fields}
    stage = {name: values.pop(name) for name in list(values) if name in _STAGE_FIELDS - {"kind"}}
    if isinstance(venue, str):
        venue = RecordVenue(venue) if venue else None
    return Record(
        credits=tuple(credit(name) if isinstance(name, str) else name for name in names),
        stage=RecordStage(kind=values.pop("stage_kind"), venue=venue, **stage),
        **values,
    )


def preprint(**fields: Any) -> Record:
    """The preprint of the same, of 2019, on arXiv."""
    defaults = {
        "kind": "preprint",
        "stage_kind": "preprint",
        "date": "2019-05",
        "venue": RecordVenue("arXiv", "repository"),
        "arxiv_id": "1905.00001",
        "bibtex_type": "misc",
        "bibtex_key": "example2019",
    }
    return record(**{**defaults, **fields})


def preview(*records: Record, **options: Any) -> Import:
    return start_import(name="works.bib", origin="file", records=records, **options)


def take_in(*records: Record, **options: Any) -> Outcome:
    """Import everything that is ticked by default."""
    return apply_import(preview(*records, **options))


def entries_of(run: Import) -> list[ImportEntry]:
    return list(run.entries.all())


def verdicts(*records: Record) -> list[str]:
    """What each of these would be to the site as it is."""
    return [entry.verdict for entry in entries_of(preview(*records))]


def tick(entry: ImportEntry, *fields: str) -> None:
    """Take exactly these fields of an entry."""
    entry.is_taken = True
    for difference in entry.differences:
        difference["is_taken"] = difference["field"] in fields
    entry.save()


def untick(entry: ImportEntry) -> None:
    entry.is_taken = False
    entry.save()


def words_of(entry: ImportEntry) -> dict[str, tuple[str, str]]:
    """What an entry would change, by field: old and new."""
    return {row["field"]: (row["old"], row["new"]) for row in entry.differences}


def ticks_of(entry: ImportEntry) -> dict[str, bool]:
    return {row["field"]: row["is_taken"] for row in entry.differences}
