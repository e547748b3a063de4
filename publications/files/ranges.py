"""Which part of a file a request asks for (RFC 9110, section 14)."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BYTES = re.compile(r"bytes\s*=\s*(.*)", re.IGNORECASE)
_RANGE = re.compile(r"(\d*)\s*-\s*(\d*)", re.ASCII)
#: More digits than any file has bytes, and few enough to be read at once.
_DIGITS = 18


class UnsatisfiableRangeError(ValueError):
    """What is asked for lies beyond the end of the file: answer 416."""


@dataclass(frozen=True)
class ByteRange:
    """From the first byte to the last, both included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1

    def content_range(self, size: int) -> str:
        """The value of `Content-Range`."""
        return f"bytes {self.first}-{self.last}/{size}"


def asked_range(header: str, size: int) -> ByteRange | None:
    """The part that a `Range` header asks for of a file of that many bytes.

    None where the whole file is the answer: there is no header, it is malformed or of another
    unit, or it asks for several parts, which a server may ignore (section 14.2). Raises
    UnsatisfiableRangeError for a part that begins after the end.
    """
    unit = _BYTES.fullmatch(header.strip())
    parts = [part.strip() for part in unit[1].split(",") if part.strip()] if unit else []
    match = _RANGE.fullmatch(parts[0]) if len(parts) == 1 else None
    if match is None or match[0].strip() == "-":
        return None
    first, last = (_number(digits) for digits in match.groups())
    if first is None:
        suffix = last or 0
        if not suffix or not size:
            raise UnsatisfiableRangeError
        return ByteRange(max(0, size - suffix), size - 1)
    if last is not None and last < first:
        return None
    if first >= size:
        raise UnsatisfiableRangeError
    return ByteRange(first, size - 1 if last is None else min(last, size - 1))


def _number(digits: str) -> int | None:
    """The number; where it has more digits than a file has bytes, a number beyond the end."""
    if not digits:
        return None
    digits = digits.lstrip("0") or "0"
    return int(digits) if len(digits) <= _DIGITS else 10**_DIGITS
