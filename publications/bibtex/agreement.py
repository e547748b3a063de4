"""Whether what a source says is still what the site says, column by column.

An editor may have changed a title, a year, a name since: the field of the source that says
otherwise must not leave the site. Spellings that mean the same agree, as they do on import.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from profile.matching import name_key, says_no_more, venue_keys
from profile.names import Name, parse_name
from publications.records import Record, RecordVenue

if TYPE_CHECKING:
    from publications.models import Authorship, Publication, Stage

_TYPOGRAPHY = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "‐": "-", "−": "-"}
)
#: Columns of a stage that hold a text of the source.
TEXTS = (
    "book_title", "series", "edition", "volume", "number", "pages", "publisher",
    "publisher_place", "institution", "genre", "doi", "arxiv_id", "pmid", "isbn", "url",
)  # fmt: skip
ROLES = ("author", "editor", "translator")


def disagreements(record: Record, work: Publication, stage: Stage) -> list[str]:
    """The columns (the keys of `mapping.SOURCES`) in which the record says otherwise."""
    is_main = stage.pk == work.main_stage_id
    found = [name for name in TEXTS if not _text_agrees(name, record, work, stage)]
    if not same_text(record.title, stage.title or work.title):
        found.append("title")
    found += [role for role in ROLES if not _names_agree(role, record, work, is_main)]
    if not stated_date_agrees(record.stage.date, stage):
        found.append("date")
    if record.stage.kind != stage.kind:
        found.append("state")
    if not venue_agrees(record.stage.venue, stage):
        found.append("venue")
    # The abstract and the language are the work's: another stage may have had its own.
    for name in ("abstract", "language"):
        stated, stored = getattr(record, name), getattr(work, name)
        if is_main and stated and not same_text(stated.lower(), stored.lower()):
            found.append(name)
    return found


def same_text(one: str, other: str) -> bool:
    """Whether two texts differ in nothing but blanks and the shape of quotes and dashes."""
    return one == other or _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return re.sub(r"--+", "-", " ".join(text.split()).translate(_TYPOGRAPHY))


def _text_agrees(name: str, record: Record, work: Publication, stage: Stage) -> bool:
    stated, stored = getattr(record.stage, name), getattr(stage, name)
    if name in ("doi", "arxiv_id"):
        return bool(stated.lower() == stored.lower())
    if name == "isbn":
        return re.sub(r"\W", "", stated).upper() == re.sub(r"\W", "", stored).upper()
    if same_text(stated, stored):
        return True
    # What the journal or a link of the work says already is not stored with the stage again.
    if name == "publisher" and not stored and stage.venue is not None:
        return same_text(stated, stage.venue.publisher)
    return name == "url" and not stored and any(link.url == stated for link in work.links.all())


def stated_date_agrees(stated: str, stage: Stage) -> bool:
    """A year agrees with a day of that year."""
    stored = stage.date.iso if stage.date else ""
    return stated == stored or (bool(stated) and stored.startswith(f"{stated}-"))


def venue_agrees(stated: RecordVenue | None, stage: Stage) -> bool:
    """Whether the venue is the stage's, under its name, its short name or an alias."""
    if stated is None or stage.venue is None:
        return stated is None and stage.venue is None
    if any(same_text(stated.name, name) for name in stage.venue_names):
        return True
    known = {key for name in stage.venue_names for key in venue_keys(name)} - {""}
    return not known.isdisjoint({*venue_keys(stated.name), *venue_keys(stated.short_name)})


def _names_agree(role: str, record: Record, work: Publication, is_main: bool) -> bool:
    """Whether the source names the people of the work, each no more fully than the work does.

    A stage that does not stand for the work may have had fewer of them.
    """
    stated = [credit for credit in record.credits if credit.role == role]
    known = [row for row in work.authorships.all() if row.role == role]
    if is_main:
        if len(stated) != len(known):
            return False
        if role == "author" and known and record.authors_complete != work.authors_complete:
            return False
        return all(_names(row, c.name) for row, c in zip(known, stated, strict=True))
    return all(any(_names(row, credit.name) for row in known) for credit in stated)


def _names(row: Authorship, name: Name) -> bool:
    key = name_key(name)
    full = row.person.parsed_name
    names = [full, parse_name(row.person.name)]
    if row.name_as_printed:
        names.append(parse_name(row.name_as_printed))
    if any(name_key(other) == key for other in names):
        return True
    return any(says_no_more(name, n) for n in names)
