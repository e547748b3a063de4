"""Calendars as text (RFC 5545): lines of a name and a value, in components.

Values come in as Python has them and go out so that readers that know little take them: times in
UTC, texts without control characters, lines of at most 75 octets.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

MEDIA_TYPE = "text/calendar; charset=utf-8"
LINE_END = "\r\n"
#: The most octets in one line, without its end.
LONGEST_LINE = 75

_BREAKS = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_MEANS_SOMETHING = re.compile(r"[\\;,]")


def text(value: str) -> str:
    """A TEXT value: commas, semicolons, backslashes and line breaks escaped.

    Of control characters a tab alone may stand in one; half of a surrogate pair has no UTF-8.
    """
    lines = _BREAKS.split(value)
    kept = ("".join(c for c in line if c == "\t" or _is_writable(c)) for line in lines)
    return r"\n".join(_MEANS_SOMETHING.sub(r"\\\g<0>", line) for line in kept)


def texts(values: Iterable[str]) -> str:
    """Several TEXT values of one property."""
    return ",".join(map(text, values))


def utc(moment: datetime) -> str:
    """An aware moment, to the second: `20261216T115900Z`."""
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def before(days: int) -> str:
    """The DURATION from an event back to so many days earlier."""
    return f"-P{days}D"


def component(name: str, *lines: str) -> Iterator[str]:
    """A component's lines, of which some may be those of components in it."""
    yield f"BEGIN:{name}"
    yield from lines
    yield f"END:{name}"


def utc_zone() -> Iterator[str]:
    """The time zone UTC (section 3.6.5): a component that stands for nothing that happens."""
    return component(
        "VTIMEZONE",
        "TZID:UTC",
        *component(
            "STANDARD",
            "DTSTART:19700101T000000",
            "TZOFFSETFROM:+0000",
            "TZOFFSETTO:+0000",
            "TZNAME:UTC",
        ),
    )


def written(lines: Iterable[str]) -> bytes:
    """The lines, folded, as they are sent."""
    return "".join(folded(line) + LINE_END for line in lines).encode()


def folded(line: str) -> str:
    """A line as lines of at most 75 octets of UTF-8, each after the first led in by a blank.

    No line ends inside a character.
    """
    pieces, piece, room = [], "", LONGEST_LINE
    for character in line:
        octets = len(character.encode())
        if octets > room:
            pieces.append(piece)
            # The blank takes one.
            piece, room = "", LONGEST_LINE - 1
        piece += character
        room -= octets
    return f"{LINE_END} ".join([*pieces, piece])


def _is_writable(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cs")
