"""Names that stand between other signs than BibTeX's “and”, and names given part by part."""

from __future__ import annotations

import re
from collections.abc import Iterable

from profile.names import Name, is_suffix
from publications.bibtex.latex import to_text

_AMPERSAND = re.compile(r"\s\\?&\s")
_ENTITY_AT_END = re.compile(r"&#?\w+$")
_PART = re.compile(r"\s*([a-z]+(?:-i)?)\s*=\s*(.*?)\s*", re.DOTALL)
#: The parts of a name in the extended format of biblatex (its manual, section 3.4), and ours.
_PARTS = {"family": "family", "given": "given", "prefix": "particle", "suffix": "suffix"}


def named_by_parts(piece: str) -> Name | None:
    """`family=Beethoven, given=Ludwig, prefix=van` as a name; none for any other writing."""
    matches = [_PART.fullmatch(part) for part in _split(piece, ",")]
    said = {match[1]: match[2].strip('"') for match in matches if match}
    if len(said) < len(matches) or not said.keys() & {"family", "given"}:
        return None
    parts = {ours: to_text(said[theirs]) for theirs, ours in _PARTS.items() if theirs in said}
    return Name(**parts) if parts.get("family") else Name(family=parts["given"])


def have_commas(pieces: Iterable[str]) -> bool:
    """Whether there are several names, and a comma stands in each that is no group."""
    commas = [len(_split(piece, ",")) > 1 for piece in pieces if not piece.startswith("{")]
    return len(commas) > 1 and all(commas)


def looks_like_several(piece: str, *, is_one_of_commas: bool = False) -> bool:
    """Whether more than one name stands in it.

    `García Márquez, Gabriel José` is one among names that all have commas.
    """
    if named_by_parts(piece):
        return False
    if len(_at_semicolons(piece)) > 1 or (_AMPERSAND.search(piece) and not piece.startswith("{")):
        return True
    parts = _split(piece, ",")
    if len(parts) == 2:
        return not is_one_of_commas and all(map(_is_whole, parts))
    if len(parts) == 3:
        return not any(map(is_suffix, parts[1:]))
    return len(parts) > 3


def separated(piece: str) -> list[str]:
    """The names in it, where it is plain which they are; else the piece as one.

    `Zhou, Min, Li, Wei` are two by pairs, `Ada Example, Wei Li, Bo Zhou` three; semicolons part.
    """
    if named_by_parts(piece):
        return [piece]
    names = _at_semicolons(piece)
    if len(names) > 1:
        return names
    parts = _split(piece, ",")
    if any(map(is_suffix, parts)):
        return [piece]
    if len(parts) > 2 and all(map(_is_whole, parts)):
        return parts
    if len(parts) > 3 and len(parts) % 2 == 0 and not any(map(_is_whole, parts[::2])):
        return [f"{family}, {given}" for family, given in zip(parts[::2], parts[1::2], strict=True)]
    return [piece]


def _is_whole(part: str) -> bool:
    """Whether it may be a name by itself: two words, neither a “von” nor initials alone."""
    words = part.split()
    return (
        len(words) > 1
        and not words[0][:1].islower()
        and len(words[-1].rstrip(".")) > 1
        and not words[-1].endswith(".")
    )


def _at_semicolons(piece: str) -> list[str]:
    parts = _split(piece, ";")
    return [piece] if any(_ENTITY_AT_END.search(part) for part in parts[:-1]) else parts


def _split(text: str, sign: str) -> list[str]:
    """The pieces between signs outside braces, without those that are empty."""
    pieces, depth, start = [], 0, 0
    for match in re.finditer(rf"[{{}}{sign}]", text):
        if match[0] == "{":
            depth += 1
        elif match[0] == "}":
            depth = max(0, depth - 1)
        elif not depth:
            pieces.append(text[start : match.start()])
            start = match.end()
    pieces.append(text[start:])
    return [piece for piece in map(str.strip, pieces) if piece]
