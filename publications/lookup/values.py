"""Dates, pages, languages and names of sources, in the forms that a `Record` has."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ValidationError

from homepage.content.dates import PartialDate
from homepage.content.links import validate_link
from profile.identifiers import normalize_orcid, validate_orcid
from profile.names import Name
from publications.identifiers import (
    normalize_arxiv,
    normalize_doi,
    normalize_isbn,
    validate_arxiv,
    validate_doi,
    validate_isbn,
    validate_pmid,
)
from publications.records import RecordCredit

_MONTHS = {name.lower(): str(number) for number, name in enumerate(calendar.month_abbr) if name}
#: ISO 639-2, bibliographic, as catalogues write it, to the codes of BCP 47.
_LANGUAGES = {
    "ara": "ar", "bul": "bg", "cat": "ca", "chi": "zh", "zho": "zh", "cze": "cs", "ces": "cs",
    "dan": "da", "dut": "nl", "nld": "nl", "eng": "en", "est": "et", "fin": "fi", "fre": "fr",
    "fra": "fr", "ger": "de", "deu": "de", "gre": "el", "ell": "el", "heb": "he", "hin": "hi",
    "hrv": "hr", "hun": "hu", "ice": "is", "isl": "is", "ita": "it", "jpn": "ja", "kor": "ko",
    "lat": "la", "lav": "lv", "lit": "lt", "nor": "no", "per": "fa", "fas": "fa", "pol": "pl",
    "por": "pt", "rum": "ro", "ron": "ro", "rus": "ru", "slo": "sk", "slk": "sk", "slv": "sl",
    "spa": "es", "srp": "sr", "swe": "sv", "tha": "th", "tur": "tr", "ukr": "uk", "vie": "vi",
}  # fmt: skip
_NO_LANGUAGE = {"und", "mul", "zxx", "mis"}


#: What no database column or no line of text holds: controls, halves of characters.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def clean(text: str) -> str:
    """Text without control characters, its line breaks kept."""
    return _CONTROLS.sub("", text)


def line(text: object) -> str:
    """A value as one line of text; empty for what is neither text nor a number."""
    if isinstance(text, str):
        return " ".join(clean(text).split())
    return str(text) if isinstance(text, int | float) and not isinstance(text, bool) else ""


def date_of(year: object, month: object = None, day: object = None) -> str:
    """ISO 8601 of as much of a date as is known and possible; months as numbers or `Jun`."""
    known = [line(part) for part in (year, month, day)]
    known[1] = _MONTHS.get(known[1][:3].lower(), known[1])
    parts: list[int] = []
    for part in known:
        if not part.isdecimal():
            break
        parts.append(int(part))
    while parts:
        try:
            return PartialDate(*parts).iso
        except ValueError:
            parts.pop()
    return ""


def date_in(text: object) -> str:
    """ISO 8601 of a date in words: `June 15, 2004`, `2004-06`, `c2004`; else of its year."""
    words = line(text)
    try:
        return PartialDate.parse(words).iso
    except ValueError:
        pass
    if match := re.fullmatch(r"([^\W\d_]+)\.? (\d{1,2}),? (\d{4})", words):
        return date_of(match[3], match[1], match[2])
    match = re.search(r"(?<!\d)(1[0-9]\d\d|20\d\d)(?!\d)", words)
    return match[1] if match else ""


def pages_of(text: object) -> str:
    """Pages with a dash between them; an end that leaves digits out gets them: 1123–9."""
    pages = re.sub(r"\s*[-‐‑‒–—]+\s*", "–", line(text))
    first, dash, last = pages.partition("–")
    if dash and first.isdecimal() and last.isdecimal() and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return f"{first}{dash}{last}".rstrip("–") if first != last else first


def language_of(text: object) -> str:
    """A code such as `de`; empty for the site's own language and for what is no code."""
    code = line(text).replace("_", "-").lower()
    code = _LANGUAGES.get(code, code)
    if not re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8})?", code) or code in _NO_LANGUAGE:
        return ""
    return "" if code.split("-")[0] == settings.LANGUAGE_CODE.split("-")[0] else code


def doi_of(text: object) -> str:
    """The bare DOI, or nothing where it is none."""
    return _valid(normalize_doi(line(text)), validate_doi)


def arxiv_of(text: object) -> str:
    return _valid(normalize_arxiv(line(text)), validate_arxiv)


def pmid_of(text: object) -> str:
    return _valid(line(text), validate_pmid)


def _valid(value: str, validate: Callable[[str], None]) -> str:
    try:
        validate(value)
    except ValidationError:
        return ""
    return value


def isbn_of(numbers: list[str]) -> str:
    """The first valid ISBN among them, one of 13 digits before the others."""
    for number in sorted((normalize_isbn(line(n)) for n in numbers), key=_digits, reverse=True):
        if _valid(number, validate_isbn):
            return number
    return ""


def _digits(number: str) -> int:
    return sum(character.isdecimal() for character in number)


def orcid_of(text: object) -> str:
    """The bare iD, if its check character fits."""
    return _valid(normalize_orcid(line(text).rstrip("/")), validate_orcid)


def link_of(text: object) -> str:
    """An address of the web that a stage may hold, or nothing."""
    address = _valid(line(text), validate_link)
    return "" if address.lower().startswith("mailto:") else address


def credit_of(name: Name, role: str = "author", orcid: object = "") -> RecordCredit:
    return RecordCredit(name, role=role, as_printed=name.full, orcid=orcid_of(orcid))


def each_once(named: list[RecordCredit]) -> tuple[RecordCredit, ...]:
    """Nobody twice in one role: some sources name a person once for each thing they did."""
    return tuple(dict.fromkeys(named))
