"""Lists of names as BibTeX writes them, both ways."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from profile.names import Name, parse_name
from publications.bibtex.escaping import escape
from publications.bibtex.latex import to_text
from publications.bibtex.separators import (
    have_commas,
    looks_like_several,
    named_by_parts,
    separated,
)

_AND = re.compile(r"[{}]|(?:(?<=[\s}])|^)and(?=[\s{]|$)", re.IGNORECASE)
#: Marks of equal contribution, as al-folio has them, and the numbers by which DBLP tells
#: namesakes apart: both stand at the name and are no part of it.
_MARKS = re.compile(r"\s*(?:[*†‡§¶]+|\\textsuperscript\{[*†‡\d]+\})(?=\s*(?:,|$))|\s+0\d{3}$")
_OTHERS = re.compile(r"(?:and\s+)?(?:others|et\.?\s+al\.?)", re.IGNORECASE)


@dataclass(frozen=True)
class People:
    """The names of one field in order, and whether these are all."""

    names: tuple[Name, ...] = ()
    is_complete: bool = True
    #: What an editor should look at, in words.
    warnings: tuple[str, ...] = ()


def read_people(source: str) -> People:
    """Split at each `and` outside braces, tell the parts apart, then decode them.

    The other way round `{Barnes and Noble}` would be two people, `{\\"O}zg{\\"u}r` none.
    """
    names: list[Name] = []
    warnings: list[str] = []
    is_complete = True
    written = split_names(source)
    are_alike = have_commas(written)
    for piece in written:
        if _OTHERS.fullmatch(piece):
            is_complete = False
            continue
        piece, count = re.subn(r",?\s+et\.?\s+al\.?$", "", piece, flags=re.IGNORECASE)
        if count:
            is_complete = False
        if looks_like_several(piece, is_one_of_commas=are_alike):
            shown = to_text(piece)
            shown = shown if len(shown) <= 60 else f"{shown[:60]} …"
            warnings.append(f"“{shown}” looks like several names: BibTeX puts “and” between them.")
        for one in map(_without_marks, separated(piece)):
            name = named_by_parts(one) or _decoded(parse_name(one), one)
            if name.full:
                names.append(name)
    return People(tuple(names), is_complete, tuple(warnings))


def _without_marks(piece: str) -> str:
    return _MARKS.sub("", piece)


def split_names(source: str) -> list[str]:
    """The pieces between the `and`s of a field of names, as they were written."""
    pieces: list[str] = []
    depth = start = 0
    for match in _AND.finditer(source):
        if match[0] == "{":
            depth += 1
        elif match[0] == "}":
            depth = max(0, depth - 1)
        elif not depth:
            pieces.append(source[start : match.start()])
            start = match.end()
    pieces.append(source[start:])
    stripped = (re.sub(r"\s+", " ", piece).strip(" ,;") for piece in pieces)
    return [piece for piece in stripped if piece]


def _decoded(name: Name, source: str) -> Name:
    if "\\" not in source and "{" not in source and "~" not in source and "--" not in source:
        return name
    parts = (name.family, name.given, name.particle, name.suffix, name.literal)
    return Name(*map(to_text, parts))


def write_people(names: Iterable[Name], *, is_complete: bool = True) -> str:
    """`van Beethoven, Jr., Ludwig and {Example Collaboration} and others`."""
    written = [write_name(name) for name in names]
    if not is_complete:
        written.append("others")
    return " and ".join(written)


def write_name(name: Name) -> str:
    """One name so that `read_people` finds the same parts in it."""
    if name.literal:
        return f"{{{escape(name.literal)}}}"
    plain = ", ".join(map(escape, filter(None, [name.surname, name.suffix, name.given])))
    if parse_one(plain) == name:
        return plain
    # A part that reads otherwise (a comma, an `and`, a family name in lower case) is held
    # together by braces.
    parts = [
        " ".join(filter(None, [escape(name.particle), _braced(name.family)])),
        _braced(name.suffix),
        _braced(name.given),
    ]
    if not parts[2] and not parts[1]:
        return f"{parts[0]},"
    return ", ".join(filter(None, parts))


def parse_one(source: str) -> Name | None:
    people = read_people(source)
    return people.names[0] if len(people.names) == 1 and people.is_complete else None


def _braced(part: str) -> str:
    return f"{{{escape(part)}}}" if part else ""
