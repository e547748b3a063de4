"""Where in a text something stands, in the words of somebody who looks at the file."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field


@dataclass
class Lines:
    """Positions to lines, counted from 1."""

    text: str
    starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.starts = [0, *(match.end() for match in re.finditer("\n", self.text))]

    def number(self, position: int) -> int:
        return bisect_right(self.starts, position)

    def excerpt(self, number: int, around: int = 1, width: int = 160) -> str:
        """The line and its neighbours, each behind its number."""
        first, last = max(1, number - around), min(len(self.starts), number + around)
        digits = len(str(last))
        return "\n".join(
            f"{n:>{digits}}  {self._line(n, width)}".rstrip() for n in range(first, last + 1)
        )

    def _line(self, number: int, width: int) -> str:
        start = self.starts[number - 1]
        end = self.starts[number] - 1 if number < len(self.starts) else len(self.text)
        line = self.text[start : min(end, start + width + 1)].replace("\t", "  ")
        return line if len(line) <= width else line[:width] + "…"
