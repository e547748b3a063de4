"""Fields of a source that are kept, and shown to nobody but the editors.

A reference manager writes down where a file lies on its owner's disk; an author writes down
where a work was sent. Both concern nobody else.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from publications.bibtex.kinds import CONFERENCE_TYPES
from publications.bibtex.latex import to_text

if TYPE_CHECKING:
    from publications.models import Stage

#: Names of fields for files: of JabRef, Zotero, Mendeley, BibDesk and those who follow them.
_NAMES = re.compile(
    r"(?:(?:pdf|local|attached|full-?text)[-_]?)?(?:file|path|folder)(?:s|name|path)?[-_]?\d*"
    r"|attachments?[-_]?\d*|bdsk-.*|local[-_].*|localurl",
    re.IGNORECASE,
)
#: What may stand before a path: braces, a command, the name that JabRef or Zotero gives a file.
_BEFORE = r"\s*(?:[^:/\\{}]{0,80}:)?[\s{:]*(?:\\(?:url|path|href|nolinkurl|texttt)\s*\{)?\s*"
_BACKSLASH = r"(?:\\|\{?\\textbackslash\s*(?:\{\})?\}?|\{?\$\\backslash\$\}?)"
_TILDE = r"(?:~|\{?\\(?:text)?(?:ascii)?tilde\s*(?:\{\})?\}?|\\~\{\})"
_PATH = re.compile(
    _BEFORE + r"(?:"
    r"/(?:home|Users|root|mnt|media|Volumes|private|tmp|cygdrive)/"
    rf"|{_TILDE}/"
    rf"|[A-Za-z]\\?:(?:/(?!/)|{_BACKSLASH}+(?=[\w.]))"
    rf"|{_BACKSLASH}{{2,4}}[\w.$-]+{_BACKSLASH}{{1,2}}[\w.$-]"
    r")"
)
#: Addresses that mean something on one computer alone, wherever in a value they stand.
_LOCAL_ADDRESS = re.compile(
    r"(?<![\w-])(?:file:(?:/|\{)|(?:papers\d?|zotero|mendeley|skim|x-devonthink-item):/)|"
    r"\A[\s{<]*file\s*:",
    re.IGNORECASE,
)
#: Fields that say what a work is, whatever words they have in common with a venue.
_WORK = "title subtitle author editor translator abstract keywords language langid doi eprint"
_OF_THE_WORK = frozenset(_WORK.split())
#: Fields that name where a work appears.
_VENUE = """
    journal journaltitle journalsubtitle shortjournal fjournal journalabbr abbr issn eissn
    booktitle booksubtitle booktitleaddon maintitle issuetitle eventtitle eventdate venue
    conference series publisher address location isbn crossref xdata xref
"""
_OF_THE_VENUE = frozenset(_VENUE.split())
_SENT_TO = re.compile(
    r"\b(?:submitted|sent|in submission) (?:to|at)\b"
    r"|\bunder (?:review|revision|consideration) (?:at|by|in|for|with)\b",
    re.IGNORECASE,
)


def is_private(name: str, value: str) -> bool:
    """Whether the field tells of a file on somebody's disk, by its name or by what it says."""
    return bool(
        _NAMES.fullmatch(name.strip()) or _PATH.match(value) or _LOCAL_ADDRESS.search(value)
    )


def tells_where_sent(name: str, value: str, stage: Stage, entry_type: str) -> bool:
    """Whether the field of a stage that is only submitted says where to."""
    if stage.kind != stage.Kind.SUBMITTED or name in _OF_THE_WORK:
        return False
    if name in _OF_THE_VENUE or (name == "organization" and entry_type in CONFERENCE_TYPES):
        return True
    text = _words(to_text(value))
    if _SENT_TO.search(text):
        return True
    fields: Mapping[str, str] = stage.source_fields
    columns = (getattr(stage, column) for column in stage.TELLING)
    known = {*stage.venue_names, *columns, *(to_text(fields.get(n, "")) for n in _OF_THE_VENUE)}
    return _mentions(text, [_words(other) for other in known])


def _words(text: str) -> str:
    return " ".join(text.casefold().split())


def _mentions(text: str, names: Collection[str]) -> bool:
    return any(
        re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) for name in names if len(name) > 2
    )
