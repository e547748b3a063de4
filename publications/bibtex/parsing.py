"""The grammar of BibTeX: from text to entries, macros and faults, each with its line.

As BibTeX itself reads (BibTeXing, section 2, and Markey's “Tame the BeaST”, section 4), braces
count even behind a backslash, what stands between entries is a comment, and a value may be
joined of several. Where files of other programs are laxer than BibTeX and their meaning is
plain, they are understood as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import NoReturn

from publications.bibtex.dates import MONTHS

#: The types of BibTeX and biblatex. One of them at the start of a line, with a key, begins an
#: entry even where a brace above is still open.
_TYPES = """
    article artwork audio bibnote book bookinbook booklet collection commentary conference data
    dataset electronic image inbook incollection inproceedings inreference jurisdiction legal
    legislation letter manual mastersthesis misc movie music mvbook mvcollection mvproceedings
    mvreference online patent performance periodical phdthesis proceedings reference report review
    set software softwaremodule softwareversion standard suppbook suppcollection suppperiodical
    techreport thesis unpublished video www xdata
"""
TYPES = frozenset(_TYPES.split())
#: Beyond these a file is no bibliography, and reading it would take too long.
MAX_ENTRIES = 60_000
MAX_SIGNS = 3_000_000
MAX_VALUE = 2_000_000
MAX_COMMENT = 200_000
MAX_OPEN_COMMENT = 200
MAX_JOINED = 20_000_000

_BLOCK = re.compile(r"@[ \t]*([^\s{}()@,=\"#%'\\;:<>]*)(\s*)([{(]?)")
_KNOWN_ENTRY = rf"^[ \t]*@(?:{'|'.join(sorted(TYPES))})\s*[{{(]\s*[^\s,{{}}()=]+\s*,"
_ANY_ENTRY = r"^[ \t]*@[A-Za-z]+[ \t]*[{(]"
_MODES = re.IGNORECASE | re.MULTILINE
_BRACE = {
    False: re.compile(rf"[{{}}]|{_KNOWN_ENTRY}", _MODES),
    True: re.compile(rf"[{{}}]|{_ANY_ENTRY}", _MODES),
}
_QUOTE = {
    False: re.compile(rf"[{{}}]|\\\"(?=[A-Za-z{{])|\"|{_KNOWN_ENTRY}", _MODES),
    True: re.compile(rf"[{{}}]|\\\"(?=[A-Za-z{{])|\"|{_ANY_ENTRY}", _MODES),
}
_NEXT_ENTRY = re.compile(_ANY_ENTRY, _MODES)
_KEY = re.compile(r"[^,{}=\"\n]*")
_NAME = re.compile(r"[^\s\"#%'(),={}]+")
_BARE = re.compile(r"[^\s\"#%'(),={}]+")
_BLANK = re.compile(r"(?:\s+|%[^\n]*)*")
_SPACE = re.compile(r"\s*")
#: A field begun inside the value of another: that value lacks its end.
_SWALLOWED = re.compile(r"\n[ \t]*[A-Za-z][\w-]*[ \t]*=[ \t]*(?:[{\"\w]|\Z)")
#: Fields that go on behind the end of their entry.
_LEFT_OVER = re.compile(r"[\s,}]*[A-Za-z][\w-]*\s*=\s*(?:[{\"]|\w+\s*[,}\n])")


@dataclass(frozen=True)
class Field:
    """A field as it was written; `value` is joined and its macros are expanded."""

    name: str
    value: str
    position: int


@dataclass(frozen=True)
class Block:
    """An entry of the file."""

    type: str
    key: str
    fields: tuple[Field, ...]
    start: int
    end: int
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Broken:
    """What cannot be read: where, whose, and why, in words for an editor."""

    key: str
    position: int
    reason: str


class _UnreadableError(Exception):
    """Raised within an entry at the position of its fault."""

    def __init__(self, position: int, reason: str) -> None:
        super().__init__(reason)
        self.position = position
        self.reason = reason


class Parser:
    """Reads one text. `blocks` yields what it finds in order; `macros` fills on the way."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.macros: dict[str, str] = {name: name for name in MONTHS}
        self._joined = 0
        #: Set once an end was looked for through the rest of the text in vain: from then on
        #: any line that looks like an entry ends the search, so that the time stays linear.
        self._is_wary = False
        self._comment_size = MAX_COMMENT

    def blocks(self) -> Iterator[Block | Broken]:
        position = 0
        while (match := self._next_block(position)) is not None:
            name, opening = match[1].lower(), match[3]
            if name == "comment":
                position = self._after_comment(match)
                continue
            is_commented_out = self._line_before(match.start()).lstrip().startswith("%")
            try:
                if not name:
                    raise _UnreadableError(match.start(), "The type is missing after the @.")
                if not opening:
                    raise _UnreadableError(match.end(1), f"The brace after @{match[1]} is missing.")
                block, position = self._block(match, name)
            except _UnreadableError as fault:
                if is_commented_out:
                    position = match.end()
                    continue
                yield Broken(self._key_behind(match), fault.position, fault.reason)
                position = self._resume(match)
            else:
                if block is not None:
                    yield block

    def _next_block(self, position: int) -> re.Match[str] | None:
        """The next `@` that begins something; one in an address or in prose does not."""
        while (position := self.text.find("@", position)) >= 0:
            match = _BLOCK.match(self.text, position)
            is_address = self.text[max(0, position - 1) : position].isalnum()
            if match is not None and (match[1] or match[3]) and not is_address:
                at_start = not self._line_before(position).strip()
                if match[3] and (at_start or "\n" not in match[2]):
                    if match[1] or at_start:
                        return match
                elif at_start and match[1].lower() in TYPES:
                    return match
            position += 1
        return None

    def _line_before(self, position: int) -> str:
        start = self.text.rfind("\n", max(0, position - 200), position) + 1
        return self.text[max(start, position - 200) : position]

    def _block(self, match: re.Match[str], name: str) -> tuple[Block | None, int]:
        closer = "}" if match[3] == "{" else ")"
        if name == "preamble":
            _, position = self._value(match.end(), "preamble", [])
            return None, self._closed(position, closer, match.end() - 1)
        if name == "string":
            return None, self._string(match.end(), closer)
        return self._entry(match, closer)

    def _string(self, position: int, closer: str) -> int:
        opened = position - 1
        position = self._skip(position)
        name = _NAME.match(self.text, position)
        if name is None:
            raise _UnreadableError(position, "This @string has no name.")
        position = self._skip(name.end())
        if not self.text.startswith("=", position):
            raise _UnreadableError(position, f"An = is missing after {name[0]}.")
        value, position = self._value(position + 1, name[0], [])
        self.macros[name[0].lower()] = value
        return self._closed(position, closer, opened)

    def _closed(self, position: int, closer: str, opened: int) -> int:
        position = self._skip(position)
        if not self.text.startswith(closer, position):
            raise _UnreadableError(opened, f"The {_called(closer)} opened here is never closed.")
        return position + 1

    def _entry(self, match: re.Match[str], closer: str) -> tuple[Block, int]:
        opened = match.end() - 1
        key, position = self._key(match.end(), closer, match.start())
        fields: dict[str, Field] = {}
        warnings: list[str] = []
        while True:
            position = self._skip(position)
            if self.text.startswith(closer, position):
                position += 1
                break
            if self.text.startswith(",", position):
                position += 1
                continue
            name = _NAME.match(self.text, position)
            if name is None or name[0].startswith("@"):
                self._raise_unclosed(fields)
                if position >= len(self.text) or self._begins_entry(position):
                    raise _UnreadableError(
                        opened, f"The {_called(closer)} opened here is never closed."
                    )
                self._raise_stray(fields, position)
            position = self._field(name, closer, fields, warnings)
        left_over = _LEFT_OVER.match(self.text, position)
        if left_over:
            raise _UnreadableError(
                position - 1,
                "There is one brace too many: the entry ends here, with fields still to come.",
            )
        block = Block(
            match[1].lower(), key, tuple(fields.values()), match.start(), position, tuple(warnings)
        )
        return block, position

    def _key(self, position: int, closer: str, start: int) -> tuple[str, int]:
        position = _SPACE.match(self.text, position).end()  # type: ignore[union-attr]  # may be empty
        match = _KEY.match(self.text, position)
        key, end = (match[0], match.end()) if match else ("", position)
        if closer == ")" and ")" in key and not self.text.startswith(",", end):
            key = key[: key.index(")")]
            end = position + len(key)
        written, key = key, key.strip()
        sign = self.text[end : end + 1]
        if sign == "\n":
            after = self._skip(end)
            if self.text.startswith((",", closer), after):
                sign, end = self.text[after], after
            elif key:
                raise _UnreadableError(position, "A comma is missing after the key.")
        if sign == "=" or not key:
            raise _UnreadableError(
                position if sign == "=" else start, "The key of the entry is missing."
            )
        if re.search(r"\s", key):
            if re.search(r"\s\w+$", key) and sign not in (",", closer):
                raise _UnreadableError(position, "A comma is missing after the key.")
            raise _UnreadableError(position, f"The key “{key[:80]}” may not hold a blank.")
        if sign not in (",", closer) and not (sign == "" and written):
            raise _UnreadableError(end, f"The key “{key[:80]}” is followed by {_shown(sign)}.")
        if sign == "":
            raise _UnreadableError(start, f"The {_called(closer)} opened here is never closed.")
        return key, end

    def _field(
        self,
        name: re.Match[str],
        closer: str,
        fields: dict[str, Field],
        warnings: list[str],
    ) -> int:
        """Read one field into `fields`; the position behind it and its comma."""
        label = name[0].lower()
        position = self._skip(name.end())
        if not self.text.startswith("=", position):
            self._raise_unclosed(fields)
            raise _UnreadableError(name.start(), f"An = is missing after {_shown(name[0])}.")
        value, position = self._value(position + 1, label, warnings)
        position = self._skip(position)
        previous = fields.get(label)
        if previous is None:
            fields[label] = Field(label, value.strip(), name.start())
        elif previous.value.split() != value.split():
            raise _UnreadableError(
                name.start(), f"The field {label} stands here for the second time."
            )
        else:
            warnings.append(f"The field {label} stands there twice, with the same text.")
        sign = self.text[position : position + 1]
        if sign == ",":
            return position + 1
        if sign == closer:
            return position
        self._raise_unclosed(fields)
        if sign == "" or self._begins_entry(position):
            raise _UnreadableError(
                self._opened(name, closer), f"The {_called(closer)} of this entry is never closed."
            )
        following = _NAME.match(self.text, position)
        if following and self.text.startswith("=", self._skip(following.end())):
            raise _UnreadableError(
                self._end_of_value(position), f"A comma is missing after the {label}."
            )
        raise _UnreadableError(
            position, f"After the {label} stands {_shown(sign)}, which is too much."
        )

    def _opened(self, name: re.Match[str], closer: str) -> int:
        """Where the entry that holds this field opens."""
        start = self.text.rfind("@", 0, name.start())
        opened = self.text.find("{" if closer == "}" else "(", start)
        return max(opened, 0)

    def _value(self, position: int, label: str, warnings: list[str]) -> tuple[str, int]:
        """A value joined by `#`, its macros expanded, and the position behind it."""
        pieces: list[str] = []
        while True:
            position = self._skip(position)
            sign = self.text[position : position + 1]
            if sign == "{":
                end = self._end_of_braces(position)
                pieces.append(self.text[position + 1 : end - 1])
            elif sign == '"':
                end = self._end_of_quotes(position)
                pieces.append(self.text[position + 1 : end - 1])
            elif bare := _BARE.match(self.text, position):
                end = bare.end()
                pieces.append(self._expanded(bare[0], label, warnings))
            else:
                end = position
                warnings.append(f"The field {label} is empty.")
            following = self._skip(end)
            if not self.text.startswith("#", following):
                break
            position = following + 1
        size = sum(map(len, pieces))
        if len(pieces) > 1 or not sign or sign not in '{"':
            self._joined += size
        if size > MAX_VALUE or self._joined > MAX_JOINED:
            raise _UnreadableError(
                position, f"The {label} grows too long when its macros are put in."
            )
        return "".join(pieces), end

    def _expanded(self, word: str, label: str, warnings: list[str]) -> str:
        value = self.macros.get(word.lower())
        if value is not None:
            return value
        if not word[0].isdigit() and label not in ("crossref", "xref"):
            warnings.append(
                f"“{word[:80]}” in {label} is no text in braces and no known @string; "
                "it is taken as it stands."
            )
        return word

    def _end_of_braces(self, position: int) -> int:
        depth = 0
        for match in _BRACE[self._is_wary].finditer(self.text, position):
            if match[0] == "{":
                depth += 1
            elif match[0] == "}":
                depth -= 1
                if not depth:
                    return match.end()
            else:
                raise _UnreadableError(position, "The brace opened here is never closed.")
        self._is_wary = True
        raise _UnreadableError(position, "The brace opened here is never closed.")

    def _end_of_quotes(self, position: int) -> int:
        depth = 0
        for match in _QUOTE[self._is_wary].finditer(self.text, position + 1):
            if match[0] == "{":
                depth += 1
            elif match[0] == "}":
                depth -= 1
                if depth < 0:
                    break
            elif match[0] == '"':
                if not depth:
                    return match.end()
            elif not match[0].startswith("\\"):
                break
        else:
            self._is_wary = True
        raise _UnreadableError(position, "The quotation mark opened here is never closed.")

    def _raise_unclosed(self, fields: dict[str, Field]) -> None:
        """Raise for a value that ran over the fields behind it, if one did."""
        for found in fields.values():
            if _SWALLOWED.search(found.value):
                opened = self._skip(self.text.index("=", found.position) + 1)
                what = "quotation mark" if self.text.startswith('"', opened) else "brace"
                raise _UnreadableError(opened, f"The {what} opened here is never closed.")

    def _raise_stray(self, fields: dict[str, Field], position: int) -> NoReturn:
        sign = self.text[position]
        label = list(fields)[-1] if fields else "key"
        raise _UnreadableError(
            position, f"After the {label} stands {_shown(sign)} where a field should begin."
        )

    def _end_of_value(self, position: int) -> int:
        """The last sign before a position that is no blank."""
        while position > 0 and self.text[position - 1].isspace():
            position -= 1
        return max(0, position - 1)

    def _skip(self, position: int) -> int:
        """Behind blanks, and comments that some programs allow between fields."""
        match = _BLANK.match(self.text, position)
        return match.end() if match else position

    def _begins_entry(self, position: int) -> bool:
        """Whether a line begins here, but for blanks, and an entry with it."""
        start = self.text.rfind("\n", 0, position) + 1
        match = _NEXT_ENTRY.match(self.text, start)
        return match is not None and match.start() + match[0].index("@") == position

    def _after_comment(self, match: re.Match[str]) -> int:
        """Behind a comment in braces; one without is only its first word."""
        if match[3] != "{":
            return match.end()
        depth = 0
        body = self.text[match.end() - 1 : match.end() + self._comment_size]
        for brace in re.finditer(r"[{}]", body):
            depth += 1 if brace[0] == "{" else -1
            if not depth:
                return match.end() - 1 + brace.end()
        # A file in which one comment never ends may be full of them.
        self._comment_size = MAX_OPEN_COMMENT
        return match.end()

    def _key_behind(self, match: re.Match[str]) -> str:
        found = re.compile(r"[^\s,{}()=\"]{1,200}").match(self.text, self._skip(match.end()))
        if found is None or not match[3] or self.text.startswith("=", self._skip(found.end())):
            return ""
        return found[0]

    def _resume(self, match: re.Match[str]) -> int:
        """Where reading goes on: where the braces close, or at a line that begins an entry."""
        following = _NEXT_ENTRY.search(self.text, max(match.end(), self._after_line(match.start())))
        resumed = following.start() if following else len(self.text)
        if match[3] == "{":
            with suppress(_UnreadableError):
                resumed = min(resumed, self._end_of_braces(match.end() - 1))
        return resumed

    def _after_line(self, position: int) -> int:
        end = self.text.find("\n", position)
        return end if end >= 0 else len(self.text)


def _called(closer: str) -> str:
    return "brace" if closer == "}" else "bracket"


def _shown(text: str) -> str:
    return f"“{text[:40]}”"
