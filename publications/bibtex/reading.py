"""A BibTeX file as entries and faults: together they are everything that was found in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from publications.bibtex.encoding import NotBibTeX, decode, has_controls, without_controls
from publications.bibtex.lines import Lines
from publications.bibtex.parsing import MAX_ENTRIES, MAX_SIGNS, Block, Broken, Parser

__all__ = ["BibFile", "Entry", "Fault", "NotBibTeX", "read"]

#: What belongs to one entry alone and is not handed on by `crossref`: what identifies it,
#: what is said of it, and biblatex's list of fields that are never inherited.
_OWN = """
    abstract abbr annotation annote archiveprefix arxiv arxivid award bibtex_show booktitleaddon
    code crossref doi entryset entrysubtype eprint eprintclass eprinttype execute file html ids
    key keywords label langid localfile options pages pdf pmid poster presort preview
    primaryclass pubstate related relatedstring relatedtype selected shorthand shorttitle slides
    sortkey sortname sortyear sorttitle subtitle title titleaddon url urldate video website xdata
    xref
"""
NOT_INHERITED = frozenset(_OWN.split())
#: Entries whose place is a book or a volume that the entry they refer to describes.
_WITHIN = (
    "bookinbook conference inbook incollection inproceedings inreference suppbook suppcollection"
)
WITH_HOST = frozenset(_WITHIN.split())
#: What biblatex keeps for entries to share, and lists of entries: neither is a work.
_NO_WORKS = frozenset(("xdata", "set"))
_MOST_STEPS = 10


@dataclass(frozen=True)
class Entry:
    """One entry. Fields are by name in lower case, as they were written, macros expanded.

    `inherited` holds what `crossref` and `xdata` add to them, and `warnings` say what an editor
    should look at.
    """

    type: str
    key: str
    fields: dict[str, str]
    inherited: dict[str, str] = field(default_factory=dict)
    line: int = 0
    warnings: tuple[str, ...] = ()

    @property
    def all_fields(self) -> dict[str, str]:
        return {**self.fields, **self.inherited}


@dataclass(frozen=True)
class Fault:
    """An entry that cannot be read; `excerpt` has the line and its neighbours, numbered."""

    line: int
    key: str
    reason: str
    excerpt: str


@dataclass(frozen=True)
class BibFile:
    entries: list[Entry]
    faults: list[Fault]


def read(data: bytes | str) -> BibFile:
    """The entries and faults of a file, in order.

    Raises NotBibTeX, with a sentence for the editor, for what is no BibTeX, holds no entry, is
    larger than 10 MB, or is made to be endless.
    """
    text, warning = decode(data)
    _refuse_the_endless(text)
    lines = Lines(text)
    entries: list[Entry] = []
    faults: list[Fault] = []
    shared: dict[str, Entry] = {}
    first_lines: dict[str, int] = {}
    for block in Parser(text).blocks():
        if isinstance(block, Broken):
            faults.append(_fault(lines, block.position, block.key, block.reason))
        elif block.type in _NO_WORKS:
            if block.type == "xdata":
                shared.setdefault(block.key, _entry(block, lines, warning))
        elif block.key in first_lines:
            reason = f"This key stands already in line {first_lines[block.key]}."
            faults.append(_fault(lines, block.start, block.key, reason))
        else:
            entry = _entry(block, lines, warning)
            first_lines[block.key] = entry.line
            entries.append(entry)
    if not entries and not faults:
        raise NotBibTeX("No entry was found. An entry of BibTeX begins like @article{key,")
    return BibFile(list(_resolved([_with_shared(entry, shared) for entry in entries])), faults)


def _refuse_the_endless(text: str) -> None:
    blocks = sum(1 for _ in re.finditer(r"@[ \t]*\w+\s*[{(]", text))
    if blocks > MAX_ENTRIES or sum(map(text.count, "{}=#")) > MAX_SIGNS:
        raise NotBibTeX("There are too many entries in it. Split it into several files.")


def _fault(lines: Lines, position: int, key: str, reason: str) -> Fault:
    line = lines.number(position)
    return Fault(line, without_controls(key), reason, without_controls(lines.excerpt(line)))


def _entry(block: Block, lines: Lines, warning: str) -> Entry:
    text = lines.text[block.start : block.end]
    fields = {found.name: found.value for found in block.fields}
    warnings = list(block.warnings)
    if warning and not text.isascii():
        warnings.append(warning)
    key = block.key
    if has_controls(text):
        warnings.append("Signs that no text may hold, such as NUL, stood in it and were left out.")
        key = without_controls(key)
        fields = {without_controls(name): without_controls(v) for name, v in fields.items()}
    return Entry(
        type=block.type,
        key=key,
        fields=fields,
        line=lines.number(block.start),
        warnings=tuple(warnings),
    )


def _with_shared(entry: Entry, shared: dict[str, Entry]) -> Entry:
    """The entry with the fields that its `xdata` names (biblatex's manual, section 3.13.6)."""
    warnings = list(entry.warnings)
    inherited: dict[str, str] = {}
    seen: set[str] = set()
    waiting = _keys_in(entry.fields.get("xdata", ""))
    while waiting:
        key = waiting.pop(0)
        if key in seen or len(seen) > _MOST_STEPS:
            continue
        seen.add(key)
        if key not in shared:
            warnings.append(f"Its xdata names “{key[:80]}”, which is not here.")
            continue
        for name, value in shared[key].fields.items():
            if name == "xdata":
                waiting += _keys_in(value)
            elif name not in entry.fields:
                inherited.setdefault(name, value)
    if not seen:
        return entry
    return replace(entry, inherited=inherited, warnings=tuple(warnings))


def _keys_in(value: str) -> list[str]:
    return [key for key in map(str.strip, value.split(",")) if key]


def _resolved(entries: list[Entry]) -> Iterator[Entry]:
    """The entries with what they inherit through `crossref`, over several steps if need be."""
    by_key = {entry.key: entry for entry in entries}
    by_lower_key = {entry.key.lower(): entry for entry in entries}

    def parent_of(entry: Entry) -> Entry | None:
        key = entry.fields.get("crossref", "").strip()
        return by_key.get(key) or by_lower_key.get(key.lower())

    for entry in entries:
        if not entry.fields.get("crossref"):
            yield entry
            continue
        warnings = list(entry.warnings)
        inherited = dict(entry.inherited)
        seen = {entry.key}
        child, parent = entry, parent_of(entry)
        if parent is None:
            warnings.append(f"Its crossref names “{entry.fields['crossref']}”, which is not here.")
        while parent is not None and parent.key not in seen and len(seen) <= _MOST_STEPS:
            seen.add(parent.key)
            for name, value in _handed_on(parent, child).items():
                if name not in entry.fields:
                    inherited.setdefault(name, value)
            child, parent = parent, parent_of(parent)
        if parent is not None:
            warnings.append("Its crossref leads in a circle; nothing is taken over beyond that.")
        yield replace(entry, inherited=inherited, warnings=tuple(warnings))


def _handed_on(parent: Entry, child: Entry) -> dict[str, str]:
    """BibTeX hands on every field of the same name; biblatex lets the title name the host."""
    fields = {name: v for name, v in parent.all_fields.items() if name not in NOT_INHERITED}
    if child.type in WITH_HOST:
        for name, source in (("booktitle", "title"), ("booksubtitle", "subtitle")):
            if parent.all_fields.get(source) and "booktitle" not in parent.all_fields:
                fields.setdefault(name, parent.all_fields[source])
    return fields
