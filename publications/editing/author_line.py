"""A line of authors as people paste it, from a title page, a reference or a web page."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from profile.names import Name, parse_name
from publications.editing.title_page import (
    IN_BRACKETS,
    family_last,
    is_institution,
    names_of_latex,
    without_degrees,
    without_institutions,
)

#: Longer texts are no line of authors.
MAX_LENGTH = 20_000

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_SAME_SIGNS = str.maketrans(
    "∗⁎＊；，、\u00a0\u2009\u202f📧", "***;,,   ✉", "\u200b\u200c\u200d\ufe0f"
)
_ENVELOPE = "✉"
#: Signs that say something of an author; what they say, a legend says or how often they stand.
_SIGNS = f"*†‡#§¶‖{_ENVELOPE}"
#: Signs that say it without a legend.
_PLAIN_SIGNS = "*†‡#"
_MARKS = f"[{re.escape(_SIGNS)}]"
_CJK = "\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af\u3040-\u30ff"
_OPEN, _CLOSE = "\ue000", "\ue001"

_LEGEND = re.compile(
    rf"({_MARKS})\s*[:=]?\s*[^\n;{re.escape(_SIGNS)}]*?"
    rf"\b(equal|co-?first|joint first|correspond|contact)[^\n;{re.escape(_SIGNS)}]*;?",
    re.IGNORECASE,
)
_CHINESE_LEGEND = re.compile(
    rf"({_MARKS})\s*[:=：]?\s*(共同第一|同等贡献|通讯|通信)[^\n;{re.escape(_SIGNS)}]*;?"
)  # fmt: skip
_EQUAL = ("equal", "co-first", "cofirst", "joint first", "共同第一", "同等贡献")
_OTHERS = re.compile(
    r"[,;]?\s*(?:\b(?:and|und)\s+|&\s*)?"
    r"(?:\bet\.?\s+al\b\.?|\b(?:and|&)\s+(?:\d+\s+)?(?:others|colleagues)\b|\bothers\b"
    rf"|(?<=[{_CJK}])\s*,?\s*等(?:人)?(?![{_CJK}])|…|\.\s?\.\s?\.)",
    re.IGNORECASE,
)
_NUMBERS = re.compile(rf"\(?\d+(?:\s*,\s*(?:\d+|(?={_MARKS})))*\)?")
_MAIL = re.compile(r"[<(]?[^\s,;<>()]+@[^\s,;<>()]+[>)]?")
_BEFORE = re.compile(r"^\s*(?:by|written by|authors?\s*:)\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*[•|]\s*|\s+[·∙⋅]\s*|\s*[·∙⋅]\s+|(?<=[a-z\d])[·∙⋅](?=[A-Z])")
_AND = re.compile(r"(?:^|[\s,;])(?:and|und)\s+|\s*&\s*", re.IGNORECASE)
_CHINESE_AND = re.compile(rf"(?<=[{_CJK}]{{2}})[和与與及](?=[{_CJK}]{{2}})")
_SUFFIX = re.compile(r"(?:Jr|Sr)\.?|II|III|IV", re.IGNORECASE)
_ONLY_CJK = re.compile(rf"[{_CJK}·\s]+")


@dataclass(frozen=True)
class LineName:
    """One author of a line. `as_written` is the name as it stands there, without its marks."""

    name: Name
    as_written: str
    is_equal: bool = False
    is_corresponding: bool = False


class AuthorLine(NamedTuple):
    """The authors in their order; `is_complete` is false where the line says “et al.”.

    `notes` are sentences for the editor: what was left out, and who stands there twice.
    """

    names: list[LineName]
    is_complete: bool
    notes: list[str]


def read_author_line(text: str) -> AuthorLine:
    """Tell the names of a line apart, whichever of the usual ways it is written in.

    Between names stand commas, semicolons, bullets, bars, “and”, “&”, Chinese commas or line
    breaks, `\\and` in LaTeX. A name is “First Last”, “Last, First”, “Last, F. M.” (APA),
    “Last FM” (Vancouver) or “LAST First”; what stands in braces is one name as a whole.
    Numbers of affiliations, degrees, brackets and what looks like an institution go; a star or
    dagger means equal contribution where several authors carry it, the corresponding author
    where one does, unless a legend in the text says otherwise.
    """
    text = unicodedata.normalize("NFC", text[:MAX_LENGTH])
    text = re.sub(f"[{_OPEN}{_CLOSE}]", "", text)
    text = text.translate(_SAME_SIGNS).translate(_SUPERSCRIPTS)
    if "\\" in text:
        text = names_of_latex(text)
    text = _with_semicolons(_BEFORE.sub("", text))
    text, legend = _without_legend(text)
    text, left_out = without_institutions(text)
    text, groups = _with_groups_as_signs(text)
    text = _MAIL.sub(" ", text)
    text = re.sub(r"\$?\^\{?([^{}$\s]*)\}?\$?", lambda mark: _only_marks(mark[1]), text)
    text = re.sub("[{}]", "", IN_BRACKETS.sub(" ", _NUMBERS.sub("", text)))
    text = re.sub(rf"({_MARKS})\s*,\s*(?={_MARKS})", r"\1", text)
    shorter = _OTHERS.sub(" , ", text)
    is_complete = shorter == text
    pieces = [
        piece
        for piece in map(_tidy, _pieces(without_degrees(shorter)))
        if piece.strip(_SIGNS + " ")
    ]
    carried = Counter(sign for piece in pieces for sign in set(piece) & set(_SIGNS))
    names = []
    for piece in pieces:
        signs = set(piece) & set(_SIGNS)
        bare = family_last(_tidy(re.sub(_MARKS, " ", piece)))
        if is_institution(bare):
            left_out.append(bare)
            continue
        said = {_meaning(sign, legend, carried[sign]) for sign in signs}
        names.append(_name_of(bare, groups, "equal" in said, "corresponding" in said))
    names = [name for name in names if name.name.full]
    return AuthorLine(names, is_complete, _notes(names, left_out))


def _notes(names: list[LineName], left_out: list[str]) -> list[str]:
    notes = []
    if left_out:
        notes.append(f"Left out, as no name of a person: {'; '.join(left_out)}.")
    called = Counter(name.name.full.casefold() for name in names)
    twice = dict.fromkeys(n.name.full for n in names if called[n.name.full.casefold()] > 1)
    if twice:
        notes.append(f"Named more than once: {', '.join(twice)}. Take away what is too much.")
    return notes


def _with_semicolons(text: str) -> str:
    """Bullets, bars and tabs between names as semicolons; a dot in a name stays in it."""
    lines = []
    for line in text.split("\n"):
        cells = [cell for cell in line.split("\t") if cell.strip()]
        is_list = len(cells) > 1 and all(re.search(r"\S[\s,]+\S", cell) for cell in cells)
        lines.append((";" if is_list else " ").join(cells))
    return _BETWEEN.sub(";", "\n".join(lines))


def _meaning(sign: str, legend: dict[str, str], count: int) -> str:
    if sign in legend:
        return legend[sign]
    if sign == _ENVELOPE:
        return "corresponding"
    if sign in _PLAIN_SIGNS:
        return "equal" if count > 1 else "corresponding"
    return ""


def _without_legend(text: str) -> tuple[str, dict[str, str]]:
    """The text without its explanations of marks, and what they say."""
    legend: dict[str, str] = {}
    for pattern in (_LEGEND, _CHINESE_LEGEND):
        for found in pattern.finditer(text):
            is_equal = found[2].lower() in _EQUAL
            legend[found[1]] = "equal" if is_equal else "corresponding"
        text = pattern.sub("\n", text)
    return text, legend


def _with_groups_as_signs(text: str) -> tuple[str, list[str]]:
    """The text with each outermost pair of braces as a sign, and what stands in the braces."""
    groups: list[str] = []
    kept: list[str] = []
    depth, start = 0, 0
    for place, letter in enumerate(text):
        if letter == "{" and (depth or text[place - 1 : place] != "^"):
            start = start if depth else place + 1
            depth += 1
        elif letter == "}" and depth:
            depth -= 1
            if not depth:
                kept.append(f"{_OPEN}{chr(0xE100 + len(groups) % 0x1000)}{_CLOSE}")
                groups.append(" ".join(re.sub("[{}]", "", text[start:place]).split()))
        elif not depth:
            kept.append(letter)
    if depth:  # A brace that nobody closed is none.
        kept.extend(text[start:])
    return "".join(kept), groups


def _only_marks(text: str) -> str:
    return "".join(letter for letter in text if letter in _SIGNS)


def _tidy(piece: str) -> str:
    return " ".join(piece.split()).strip(" ,;:")


def _pieces(text: str) -> list[str]:
    """The names as they are written; “Last, First” is one piece."""
    lines = [line for line in map(_tidy, text.splitlines()) if line]
    if ";" in text:
        return _AND.sub(";", _joined(lines, ";")).split(";")
    if len(lines) > 1 and all(line.count(",") <= 1 for line in lines):
        found = [
            _pieces(re.sub(r"^(?:and|und|&)\s+|\s+(?:and|und|&)$", "", line)) for line in lines
        ]
        return [piece for pieces in found for piece in pieces]
    return _split_by_commas(_joined(lines))


def _joined(lines: list[str], separator: str = ",") -> str:
    """Lines as one: a break between two whole names parts them, any other is a blank."""
    text = ""
    for line in lines:
        before, after = (re.split(r"[,;]|\band\b|&", each) for each in (text, line))
        parts = len(before[-1].split()) > 1 and len(after[0].split()) > 1
        text += f"{f'{separator} ' if parts else ' '}{line}" if text else line
    return text


def _split_by_commas(text: str) -> list[str]:
    chunks = [chunk for chunk in (_AND.split(_CHINESE_AND.sub(" & ", text))) if _tidy(chunk)]
    parts = [
        _with_suffixes([_tidy(part) for part in chunk.split(",") if _tidy(part)])
        for chunk in chunks
    ]
    if _is_last_first(parts):
        return [name for chunk in parts for name in _paired(chunk)]
    if len(parts) > 1:
        # “Li, Bo and Ann Alpha”: two single words that “and” parts from the rest are one name.
        parts = [_paired(chunk) if _is_turned(chunk) else chunk for chunk in parts]
    names = [part for chunk in parts for part in chunk]
    if len(names) > 1 and all(_vancouver(name) for name in names):
        return [_vancouver(name) for name in names]
    return [each for name in names for each in _apart(name)]


def _with_suffixes(parts: list[str]) -> list[str]:
    """“King”, “M. L.”, “Jr.” as “King”, “M. L. Jr.”: a suffix is no name of its own."""
    joined: list[str] = []
    for part in parts:
        if joined and _SUFFIX.fullmatch(_bare(part)):
            joined[-1] += f" {part}"
        else:
            joined.append(part)
    return joined


def _bare(part: str) -> str:
    return _tidy(re.sub(_MARKS, " ", part))


def _is_whole(part: str) -> bool:
    """A group or a Chinese, Japanese or Korean name, which needs no second part."""
    return part.startswith(_OPEN) or bool(_ONLY_CJK.fullmatch(_bare(part)))


def _is_initials(part: str) -> bool:
    words = _bare(_without_suffix(part)[0])
    letters = [letter for letter in re.split(r"[\s.\-‐–]+", words) if letter]
    return bool(letters) and all(
        len(each) == 1 or ("." not in words and len(each) <= 3 and each.isupper())
        for each in letters
    )  # fmt: skip


def _without_suffix(part: str) -> tuple[str, str]:
    rest, _, last = part.rpartition(" ")
    return (rest, last) if rest and _SUFFIX.fullmatch(_bare(last)) else (part, "")


def _is_last_first(chunks: list[list[str]]) -> bool:
    """Whether every second part is the given name of the one before it."""
    seconds: list[str] = []
    firsts: list[str] = []
    for chunk in chunks:
        plain = [part for part in chunk if not _is_whole(part)]
        if len(plain) % 2:
            return False
        firsts += plain[::2]
        seconds += plain[1::2]
    if not seconds:
        return False
    if all(map(_is_initials, seconds)):
        return True
    is_short = [len(_bare(first).split()) == 1 for first in firsts]
    if all(len(chunk) == 2 for chunk in chunks):
        # “Last, First and Last, First”, as BibTeX has it.
        lone = [len(_bare(_without_suffix(second)[0]).split()) == 1 for second in seconds]
        return any(is_short) or any(lone)
    return all(is_short)


def _is_turned(chunk: list[str]) -> bool:
    is_pair = len(chunk) == 2 and not any(map(_is_whole, chunk))
    return is_pair and all(len(_bare(part).split()) == 1 for part in chunk)


def _paired(chunk: list[str]) -> list[str]:
    names: list[str] = []
    last = ""
    for part in chunk:
        if _is_whole(part):
            names.append(part)
        elif not last:
            last = part
        else:
            given, suffix = _without_suffix(part)
            names.append(", ".join(filter(None, [last, suffix, given])))
            last = ""
    return [*names, last] if last else names


def _vancouver(name: str) -> str:
    """`Smith JA` as `Smith, J. A.`; empty for any other form."""
    marks = "".join(sign for sign in name if sign in _SIGNS)
    found = re.fullmatch(r"(\S*[a-zß-ÿ]\S*(?: \S*[a-zß-ÿ]\S*)*) ([A-Z]{1,3})", _bare(name))
    return f"{found[1]}, {' '.join(f'{letter}.' for letter in found[2])}{marks}" if found else ""


def _apart(name: str) -> list[str]:
    """Chinese names that only a blank parts, one by one; any other name alone."""
    words = name.split()
    if len(words) > 1 and all(
        _ONLY_CJK.fullmatch(_bare(word)) and 2 <= len(_bare(word)) <= 4 for word in words
    ):
        return words
    return [name]


def _name_of(bare: str, groups: list[str], is_equal: bool, is_corresponding: bool) -> LineName:
    group = re.search(f"{_OPEN}(.){_CLOSE}", bare)
    if group is None:
        return LineName(parse_name(bare), bare, is_equal, is_corresponding)
    place = ord(group[1]) - 0xE100
    alone = bare == group[0]
    words = re.sub(f"{_OPEN}(.){_CLOSE}", lambda found: groups[ord(found[1]) - 0xE100], bare)
    name = Name(literal=groups[place]) if alone else parse_name(words)
    return LineName(name, words, is_equal, is_corresponding)
