"""When an entry appeared, and whether it has: year, month and date as people write them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from homepage.content.dates import PartialDate
from publications.bibtex.latex import to_text

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = re.compile(
    r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?\b",
    re.IGNORECASE,
)
_DAY = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?(?!\d)")
#: The beginning of a date of biblatex: ISO 8601 or EDTF, of whatever precision.
_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_STATES = (
    (re.compile(r"\b(?:in|im) (?:press|druck)\b|\baccepted\b|\binpress\b", re.I), "accepted"),
    (
        re.compile(r"\b(?:to appear|forthcoming|to be published|prepublished)\b", re.I),
        "forthcoming",
    ),
    (re.compile(r"\b(?:submitted|under (?:review|submission|revision))\b", re.I), "submitted"),
    (
        re.compile(r"\b(?:preprint|working paper|manuscript|(?:in )?preparation)\b", re.I),
        "preprint",
    ),
)
_PUBSTATES = {
    "inpress": "accepted",
    "accepted": "accepted",
    "forthcoming": "forthcoming",
    "prepublished": "forthcoming",
    "submitted": "submitted",
    "inpreparation": "preprint",
    "preprint": "preprint",
    "published": "published",
}


@dataclass(frozen=True)
class When:
    """`date` is ISO 8601 of any precision or empty; `state` a kind of stage, or empty."""

    date: str = ""
    state: str = ""
    warnings: tuple[str, ...] = ()


def when(fields: dict[str, str]) -> When:
    """Read `date`, or `year` with `month` and `day`, and what says that it is not out yet."""
    warnings: list[str] = []
    date = ""
    if written := to_text(fields.get("date", "")):
        date = _iso(written, warnings)
    if not date and (written := to_text(fields.get("year", ""))):
        date = _from_year(written, fields, warnings)
    return When(date, _state(fields), tuple(warnings))


def state_in(text: str) -> str:
    """The kind of stage that a note speaks of: `To appear in …` is forthcoming."""
    return next((state for pattern, state in _STATES if pattern.search(text)), "")


def _state(fields: dict[str, str]) -> str:
    pubstate = to_text(fields.get("pubstate", "")).lower()
    if pubstate:
        return _PUBSTATES.get(pubstate.replace(" ", ""), "") or state_in(pubstate)
    for name in ("year", "date"):
        if state := state_in(to_text(fields.get(name, ""))):
            return state
    # A sentence that mentions a submission is no state; a short note is.
    for name in ("note", "howpublished"):
        note = to_text(fields.get(name, ""))
        if len(note) <= 120 and (state := state_in(note)):
            return state
    return ""


def _iso(written: str, warnings: list[str]) -> str:
    match = _ISO.match(written.strip())
    if match is None:
        warnings.append(_no_year(written, f"The date “{written[:60]}” is not understood."))
        return ""
    return _checked([int(part) for part in match.groups() if part], written, warnings)


def _from_year(written: str, fields: dict[str, str], warnings: list[str]) -> str:
    years = re.findall(r"(?<!\d)\d{4}(?!\d)", written)
    if not years:
        warnings.append(_no_year(written, f"The year “{written[:60]}” is no year."))
        return ""
    if not re.fullmatch(r"\d{4}", written):
        warnings.append(f"The year “{written[:60]}” is taken as {years[0]}.")
    parts = [int(years[0])]
    if month := to_text(fields.get("month", "")):
        parts += _month_and_day(month, to_text(fields.get("day", "")), warnings)
    return _checked(parts, f"{written} {month}", warnings)


def _no_year(written: str, otherwise: str) -> str:
    """What to say where `in press` stands in the place of a year."""
    return f"No year: “{written[:60]}”." if state_in(written) else otherwise


def _month_and_day(month: str, day: str, warnings: list[str]) -> list[int]:
    if name := _MONTH.search(month):
        number = MONTHS.index(name[1].lower()) + 1
        rest = _DAY.search(day) or _DAY.search(month)
    elif re.fullmatch(r"0?[1-9]|1[0-2]", month):
        number, rest = int(month), _DAY.search(day)
    else:
        warnings.append(f"The month “{month[:60]}” is not understood.")
        return []
    return [number, int(rest[1])] if rest else [number]


def _checked(parts: list[int], written: str, warnings: list[str]) -> str:
    """The date with as many of its parts as there can be."""
    for size in range(len(parts), 0, -1):
        try:
            date = PartialDate(*parts[:size]).iso
        except ValueError:
            continue
        if size < len(parts):
            warnings.append(f"There is no day “{written.strip()[:60]}”; it is taken as {date}.")
        return date
    warnings.append(f"The date “{written.strip()[:60]}” is not understood.")
    return ""
