"""What a source calls the volume of a conference, as the name of the conference itself.

DBLP, Google Scholar, publishers and data systems put the year, the place, the number and the
short name around it, each in an order of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_TENS = "twent|thirt|fort|fift|sixt|sevent|eight|ninet"
_ONES = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
_TEENS = (
    "tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth"
    "|nineteenth"
)
_ORDINALS = (
    rf"\b(?:\d+\s?(?:st|nd|rd|th)|(?:{_TENS})y[\s-](?:{_ONES})|(?:{_TENS})ieth|{_TEENS}|{_ONES})\b"
)
_ORDINAL = re.compile(rf"{_ORDINALS}(?:\s+annual\b)?|\bannual\b", re.I)
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)|['’]\d\d\b")
_PROCEEDINGS = re.compile(r"^(?:in:?\s+)?(?:the\s+)?(?:proceedings|proc\b\.?)(?:\s+of)?\s+", re.I)
_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.I)
_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]")
_NUMBER_AT_END = re.compile(r"[\s,]+(?:(?:vol(?:ume|\.)?|#|no\.?)\s*)?\d{1,4}\.?$|\s+#\d+$", re.I)
_ROMAN_AT_END = re.compile(r"\s+[IVXL]{2,}$")
_LOOSE_ENDS = " ,;:.-–—/"
_SHORTENED = (
    (re.compile(r"\bInt(?:'l|ernat\.|l?\.)(?=\s)"), "International"),
    (re.compile(r"\bConf\.(?=\s|$)"), "Conference"),
    (re.compile(r"\bSymp\.(?=\s|$)"), "Symposium"),
    (re.compile(r"\bWorksh\.(?=\s|$)"), "Workshop"),
)

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*"
_DATE = re.compile(
    rf"(?:.*\b{_MONTH}\b.*\d.*|.*\d.*\b{_MONTH}\b.*|\d{{1,2}}(?:\s*[-–]\s*\d{{1,2}})?|{_MONTH})\.?",
    re.I,
)
_ONLY_YEAR = re.compile(r"(?:1[5-9]|20)\d\d(?:\s*[-–/]\s*\d{2,4})?\.?")
_OF_VOLUME = re.compile(
    r"(?:(?:vol(?:ume|\.)|part|pages?|pp|revised|selected papers|held|track)\b.*"
    r"|proceedings(?:\s+part\b.*)?)",
    re.I,
)
_MEETING = re.compile(
    r"\b(?:conference|symposium|workshops?|meeting|congress|colloquium|assembly|convention)\b", re.I
)
#: Words that say what kind of meeting it is, and not of what.
_KINDS_OF_MEETINGS = """
    african american annual asian biennial colloquium conference congress european iberian ifip
    international joint meeting national nordic open pacific symposium workshop world
"""
_GENERIC = frozenset(_KINDS_OF_MEETINGS.split())
#: What an “and” joins in a name that is a list; these are places.
_LIST = re.compile(r"^(?:and|&)\s|\s(?:and|&)\s", re.I)
_PLACES = re.compile(r"\b(?:Bosnia|Trinidad|Antigua|Saint|Newfoundland)\b")
#: What happens beside a conference, or within it, is not the conference.
_BESIDE = re.compile(
    r"\b(?:workshops?|findings|companion|adjunct|satellite|co-?located|conjunction|consortium"
    r"|tutorials?|demonstrations?|demos|extended abstracts|student research|challenges?)\b",
    re.I,
)

_WORD = r"[^\W\d_](?:[\w&+.@/]|-(?!\d))*"
_WORDS = rf"{_WORD}(?:\s{_WORD}){{0,2}}"
_ACRONYM = re.compile(
    rf"(?P<name>{_WORDS}?)(?:[\s-]*(?:(?:19|20)\d\d|['’]\s?\d\d)|[\s-]\d{{1,2}})"
    rf"|(?:19|20)\d\d\s(?P<later>{_WORD})"
)
_NO_ACRONYM = re.compile(
    rf"\b(?:{_MONTH}|USA?|UK|UAE|EU|LNCS|LNAI|CEUR|vol(?:ume)?|part|pp|no|pages|virtual|online"
    r"|conference|symposium|congress|meeting)\b",
    re.I,
)
_SEPARATOR = re.compile(
    r"(\s*[,;]\s+|\s*:\s+|\s+[-–—]+\s+|[–—](?=[^\W\d_][\w&-]*\s(?:19|20)\d\d\b)"
    r"|(?<=(?:19|20)\d\d)\.\s+)"
)
_YEAR_TWICE = re.compile(r"(?<=\b(?:19|20)\d\d)\s*[-–—]\s*(?=(?:19|20)\d\d\s+[A-Z])")
_TURNED = re.compile(r"(?P<topic>.+?),\s+(?P<meeting>[^,]*\b(?:on|of|for))\.?", re.I)
_TURNED_WITH_ACRONYM = re.compile(
    r"(?P<topic>.+?),\s+(?:19|20)\d\d\.\s+(?P<acronym>[^.,]+)\.\s+(?P<meeting>[^.]*\b(?:on|of))\.?",
    re.I,
)


@dataclass(frozen=True)
class VenueName:
    """`name` without what belongs to one volume; `also` has a second name that stands there.

    `short_name` is empty where none is given, and where the text speaks of something beside
    the conference of that short name: a workshop, findings.
    """

    name: str
    short_name: str = ""
    also: str = ""


@dataclass(frozen=True)
class _Piece:
    """A piece of the text and the sign before it: a comma, a colon or a dash, or none."""

    sign: str
    text: str

    @property
    def acronym(self) -> str:
        return _acronym(self.text, is_first=not self.sign)

    @property
    def ends_the_name(self) -> bool:
        texts = (_DATE, _ONLY_YEAR, _OF_VOLUME)
        return any(pattern.fullmatch(self.text) for pattern in texts) or bool(self.acronym)


def venue_title(text: str) -> str:
    """The name of a conference or a series without what belongs to one volume of it.

    `Proceedings of the 36th Conference on Examples (CoE), 2022` → `Conference on Examples`.
    Where nothing would be left, the text as it came.
    """
    return read_venue(text).name


@lru_cache(maxsize=4096)
def read_venue(text: str) -> VenueName:
    """The name and the short name in what a source calls the volume of a conference."""
    text = " ".join(text.split())
    plain, in_brackets = _without_brackets(_turned(text))
    plain = re.split(r"\.\s+Held\b", plain)[0]
    pieces = _pieces(_YEAR_TWICE.sub(" – ", plain))
    at = next((i for i, piece in enumerate(pieces) if piece.acronym), None)
    short_name = pieces[at].acronym if at is not None else in_brackets
    name, also = _names(pieces, at)
    name = _tidy(name) or short_name or text
    if _BESIDE.search(text) and not _BESIDE.search(short_name):
        short_name = ""
    return VenueName(name, short_name if short_name != name else "", _tidy(also))


def undated(text: str) -> str:
    """The text without years and what stands in brackets."""
    return _trimmed(_YEAR.sub("", _BRACKETS.sub("", text)))


def _names(pieces: list[_Piece], at: int | None) -> tuple[str, str]:
    """The name in the pieces, of which one may be the short name, and another that is there."""
    if at is None:
        return _leading(pieces)
    before, after = pieces[:at], pieces[at + 1 :]
    is_meeting = bool(after) and bool(_MEETING.search(after[0].text))
    if not before:
        name, also = _leading(after)
        return ("", "") if _is_generic(name) else (name, also)
    if pieces[at].sign == "-" and is_meeting:
        # “Topic – SHORT 2020 – 16th European Conference”, as Springer has it.
        name, also = _leading(after)
        topic = _joined(before)
        return (f"{_tidy(name)} on {topic}", also) if _is_generic(name) else (name, also)
    if pieces[at].sign == "," and not any(piece.ends_the_name for piece in before):
        return _cut_at_colon(before)
    return _leading(before)


def _leading(pieces: list[_Piece]) -> tuple[str, str]:
    """The name before the place, the date and what tells one part of a volume from another."""
    while pieces and pieces[0].ends_the_name:
        pieces = pieces[1:]
    end = next((i for i, piece in enumerate(pieces) if i and piece.ends_the_name), len(pieces))
    is_dated = any(_DATE.fullmatch(piece.text) for piece in pieces[end:])
    named = pieces[:end]
    if named and (is_dated or _MEETING.search(named[0].text)):
        named = [*_without_places(named)]
    return _cut_at_colon(named)


def _without_places(pieces: list[_Piece]) -> list[_Piece]:
    """Up to the first comma, unless the name goes on as a list: `Speech, Music and Sound`."""
    last = 0
    for i, piece in enumerate(pieces[1:], 1):
        is_list = bool(_LIST.search(piece.text)) and not _PLACES.search(piece.text)
        if piece.sign != "," or is_list:
            last = i
    return pieces[: last + 1]


def _cut_at_colon(pieces: list[_Piece]) -> tuple[str, str]:
    """`Advances in Examples 35: Annual Conference on Examples`: two names of one conference."""
    for i, piece in enumerate(pieces[1:], 1):
        if piece.sign != ":":
            continue
        name = _joined(pieces[:i])
        if _MEETING.search(name) or name[-1:].isdigit() or _ORDINAL.match(piece.text):
            also = _joined(_without_places(pieces[i:]))
            return name, also if _MEETING.search(also) else ""
    return _joined(pieces), ""


def _pieces(text: str) -> list[_Piece]:
    parts = _SEPARATOR.split(text)
    signs = ["", *(_sign(part) for part in parts[1::2])]
    pairs = zip(signs, parts[::2], strict=True)
    return [_Piece(sign, part.strip(" .")) for sign, part in pairs if part.strip(" .")]


def _sign(separator: str) -> str:
    stripped = separator.strip()
    return "-" if stripped[0] in "-–—." else "," if stripped in (",", ";") else stripped


def _joined(pieces: list[_Piece]) -> str:
    shown = {",": ", ", ":": ": ", "-": " – ", "": ""}
    return "".join((shown[piece.sign] if i else "") + piece.text for i, piece in enumerate(pieces))


def _turned(text: str) -> str:
    """`Examples (CoE), 2013 Conference on` the right way round."""
    if match := _TURNED_WITH_ACRONYM.fullmatch(text):
        return f"{match['meeting']} {match['topic']} ({match['acronym']})"
    if (match := _TURNED.fullmatch(text)) and _MEETING.search(match["meeting"]):
        return f"{match['meeting']} {match['topic']}"
    return text


def _without_brackets(text: str) -> tuple[str, str]:
    """The text without brackets, and the short name that stood in them behind the name."""
    short_name = ""
    for match in _BRACKETS.finditer(text):
        ends = re.match(r"\s*(?:$|[,;:.\[(]|[-–—]\s)", text[match.end() :])
        if ends and not short_name:
            short_name = _acronym(match[1].strip(), is_first=False, needs_year=False)
    return _BRACKETS.sub("", text), short_name


def _acronym(text: str, *, is_first: bool, needs_year: bool = True) -> str:
    """`CVPR` of `CVPR 2022`, `CHI '20`, `USENIX Security 20`; empty for anything else."""
    match = _ACRONYM.fullmatch(text)
    name = (match["name"] or match["later"]) if match else ""
    if not match and not needs_year and re.fullmatch(_WORD, text) and "." not in text:
        name = text
    if not name or _NO_ACRONYM.search(name):
        return ""
    capitals = sum(letter.isupper() for letter in name.split()[0])
    is_single = " " not in name
    return name if capitals >= 2 or (is_first and is_single and name[0].isupper()) else ""


def _is_generic(name: str) -> bool:
    words = _tidy(name).lower().split()
    return all(word in _GENERIC for word in words)


def _tidy(text: str) -> str:
    for pattern, word in _SHORTENED:
        text = pattern.sub(word, text)
    text = _PROCEEDINGS.sub("", _trimmed(_YEAR.sub("", text)))
    title = _ARTICLE.sub("", _ORDINAL.sub("", _ARTICLE.sub("", text)).strip())
    return _trimmed(_ROMAN_AT_END.sub("", _NUMBER_AT_END.sub("", _trimmed(title))))


def _trimmed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(_LOOSE_ENDS)
