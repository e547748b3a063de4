"""A citation while it is put together: text, some of it in italics, without stray marks.

The same value is written as plain text and as HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from publications.titles import as_typed

_EMPHASIS = re.compile(r"<i>(.*?)</i>")
#: After these, inside quotes or not, a sentence needs no full stop.
_ENDS = re.compile(r"[.?!…。？！][”’»]?\Z")


@dataclass(frozen=True)
class Run:
    """A piece of text in one face."""

    text: str
    is_italic: bool = False


@dataclass(frozen=True)
class Text:
    """Runs one after the other; without any, or with empty ones only, it is false."""

    runs: tuple[Run, ...] = ()

    def __bool__(self) -> bool:
        return any(run.text for run in self.runs)

    def __add__(self, other: Text | str) -> Text:
        return Text(self.runs + text(other).runs)

    def __radd__(self, other: str) -> Text:
        return Text((Run(other), *self.runs))

    @property
    def plain(self) -> str:
        return "".join(run.text for run in self.runs)

    def __str__(self) -> str:
        return self.plain

    @property
    def html(self) -> SafeString:
        """Escaped, with `<i>` around what is in italics."""
        return format_html_join(
            "",
            "{}",
            (
                (format_html("<i>{}</i>", run.text) if run.is_italic else run.text,)
                for run in self.runs
                if run.text
            ),
        )


def text(value: Text | str) -> Text:
    return value if isinstance(value, Text) else Text((Run(value),))


def marked(value: str, *, italic: bool = False) -> Text:
    """A text of CSL, whose `<i>` stands out from what is around it: upright among italics."""
    runs = []
    for place, piece in enumerate(_EMPHASIS.split(value)):
        if piece:
            runs.append(Run(as_typed(piece), italic != bool(place % 2)))
    return Text(tuple(runs))


def italic(value: str) -> Text:
    return marked(value, italic=True)


def quoted(value: str, mark: str = "") -> Text:
    """`“Title,”`: in double quotes, those inside single, with the mark that follows inside.

    A title that ends in a question mark or the like takes no further mark.
    """
    inner = marked(_single_quotes(value))
    if mark and not _ENDS.search(inner.plain):
        inner += mark
    return "“" + inner + "”"


def joined(separator: str, parts: Iterable[Text | str]) -> Text:
    """The parts that say something, with the separator between them."""
    result = Text()
    for part in parts:
        if part:
            result = result + separator + part if result else text(part)
    return result


def ended(value: Text | str, mark: str = ".") -> Text:
    """With a full stop, unless it ends like a sentence already; nothing stays nothing."""
    value = text(value)
    return value + mark if value and not _ENDS.search(value.plain) else value


def sentences(parts: Iterable[Text | str]) -> Text:
    return joined(" ", (ended(part) for part in parts))


def _single_quotes(value: str) -> str:
    value = value.replace("“", "‘").replace("”", "’")
    return re.sub(r'"([^"]*)"', r"‘\1’", value)
