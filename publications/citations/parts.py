"""What the styles share of an item's figures: dates, pages, editions, addresses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_RANGE = re.compile(r"\s*(\w+)-(\w+)\s*")
_ARTICLE_NUMBER = re.compile(r"[eE]\d+|\d{5,}|[A-Za-z]{2,}\d{3,}")
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth"
_NUMBERS = {word: number for number, word in enumerate(_ORDINALS.split(), 1)}


def date_parts(item: Mapping[str, Any]) -> list[int]:
    """Year, month and day as far as they are known; empty without a date."""
    parts: list[int] = item.get("issued", {}).get("date-parts", [[]])[0]
    return parts


def year(item: Mapping[str, Any]) -> str:
    parts = date_parts(item)
    return str(parts[0]) if parts else ""


def is_pending(item: Mapping[str, Any]) -> bool:
    """Whether it is accepted and has not appeared."""
    return item.get("status") in ("accepted", "forthcoming")


def pages(item: Mapping[str, Any], *, dash: str = "–") -> str:
    """`249–294`, `1–10, 15`, as they were written but for the dash."""
    page = str(item.get("page", ""))
    return ", ".join(_RANGE.sub(rf"\1{dash}\2", part).strip() for part in page.split(","))


def short_pages(item: Mapping[str, Any], *, two_digits: bool) -> str:
    """`249–94`: the second number without what it shares with the first.

    With `two_digits` two of its digits stay at least (MLA: 103–04), without it one may do
    where the first ends in 01 to 09 (Chicago: 103–4).
    """
    return re.sub(
        r"\d+–\d+",
        lambda match: _shortened(*match[0].split("–"), two_digits=two_digits),
        pages(item),
    )


def _shortened(first: str, last: str, *, two_digits: bool) -> str:
    whole = f"{first}–{last}"
    if len(first) != len(last) or len(first) < 3 or first >= last:
        return whole
    if not two_digits and int(first) % 100 == 0:
        return whole
    keep = 1 if not two_digits and 1 <= int(first) % 100 <= 9 else 2
    shared = next(place for place, digit in enumerate(first) if digit != last[place])
    return f"{first}–{last[min(shared, len(last) - keep) :]}"


def is_article_number(page: str) -> bool:
    """`e1005` or `104729` counts articles, not pages."""
    return _ARTICLE_NUMBER.fullmatch(page) is not None


def has_pages(page: str) -> bool:
    """Whether there are several, for `pp.` instead of `p.`"""
    return re.search(r"[–,-]", page) is not None


def edition_number(item: Mapping[str, Any]) -> str:
    """`2` of `2`, `2nd`, `Second edition`; the edition as it was written if it is no number."""
    text = re.sub(r"\s*\b(?:edition|edn?)\b\.?", "", str(item.get("edition", "")), flags=re.I)
    text = text.strip()
    if match := re.fullmatch(r"(\d+)(?:st|nd|rd|th|\.)?", text):
        return match[1]
    return str(_NUMBERS.get(text.lower(), text))


def edition(item: Mapping[str, Any]) -> str:
    """`2nd ed.`; nothing for the first, which no style names."""
    number = edition_number(item)
    if number in ("", "1"):
        return ""
    return f"{ordinal(int(number)) if number.isdecimal() else number} ed."


def version(item: Mapping[str, Any]) -> str:
    """`Version 2`, of data and programs; a version that has a name says so itself."""
    number = str(item.get("version", ""))
    return f"Version {number}" if number[:1].isdigit() else number


def ordinal(number: int) -> str:
    endings = {1: "st", 2: "nd", 3: "rd"}
    is_teen = 11 <= number % 100 <= 13
    return f"{number}{'th' if is_teen else endings.get(number % 10, 'th')}"


def address(item: Mapping[str, Any]) -> str:
    """The DOI as an address, else the address."""
    if doi := item.get("DOI"):
        return f"https://doi.org/{doi}"
    return str(item.get("URL", ""))


def capitals(words: str) -> str:
    """Each word with a capital: `Technical Report`."""
    return re.sub(r"\b[a-z]", lambda match: match[0].upper(), words)


def joined_number(word: str, number: str) -> str:
    """`Technical Report 12`, or the number alone where it says itself what it is."""
    if not number:
        return ""
    return number if re.match(r"[A-Za-z]{3,}", number) else f"{word} {number}"
