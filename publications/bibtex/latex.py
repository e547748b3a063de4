"""LaTeX as it occurs in bibliographies, to Unicode text or to our Markdown.

Accents, letters, dashes, quotes and emphasis become what they mean; formulas stay formulas;
braces, which only protect the case of letters, go. What is no LaTeX stays as it is. The names of
symbols are those of pylatexenc; its own walk over a text takes fifty times as long.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum

from publications.bibtex.symbols import (
    ACCENTS,
    BARE_ACCENTS,
    EMPHASIS,
    LEFT_OUT,
    LOWERED,
    RAISED,
    SWITCHES,
    symbol,
)


class Form(Enum):
    """What comes out: text, or Markdown of a title or of a text with paragraphs."""

    TEXT = "text"
    TITLE = "title"
    DOCUMENT = "document"


_TOKEN = re.compile(
    r"\\(?:[A-Za-z]+|.)|[{}$~`']|---?|[^\\{}$~`'\-]+|.",
    re.DOTALL,
)
_NEEDS_DECODING = re.compile(r"[\\{}$~`]|--|''|\s\s|[\t\n]")
_GROUP = re.compile(r"\s*\{([^{}]*)\}")
_OPEN, _CLOSE, _FORMULA = "\ue000", "\ue001", "\ue002"
_MARKERS = re.compile(f"[{_OPEN}-{_FORMULA}]")
#: Nested accents and raised pieces are read again at each level; nobody nests them deeper.
_MAX_NESTED = 8


@dataclass
class _Frame:
    """An open brace: what is done with what stands in it, from `start` on, when it closes."""

    kind: str = ""
    start: int = 0
    closes_emphasis: bool = False


def decode(source: str, form: Form = Form.TEXT) -> str:
    """What a piece of LaTeX says.

    >>> decode(r"Schr{\\"o}dinger's {C}at -- $E = mc^2$")
    "Schrödinger's Cat – $E = mc^2$"
    """
    source = _MARKERS.sub("", source)
    if not _NEEDS_DECODING.search(source):
        return _finished(unicodedata.normalize("NFC", source), [], form)
    return _Decoder(source).run(form)


def to_text(source: str) -> str:
    """Plain text on one line; formulas keep their source between dollar signs."""
    return decode(source, Form.TEXT)


def to_title(source: str) -> str:
    """Markdown of a title: emphasis and formulas mean something, all else is literal."""
    return decode(source, Form.TITLE)


def to_document(source: str) -> str:
    """Markdown of a text with paragraphs."""
    return decode(source, Form.DOCUMENT)


class _Decoder:
    def __init__(self, source: str) -> None:
        self.source = source
        self.position = 0
        self.out: list[str] = []
        self.frames: list[_Frame] = []
        self.formulas: list[str] = []
        self.accent = ""
        self.next_kind = ""
        self.nested = 0
        self.missing: set[str] = set()
        self.has_open_quote = False
        self.ends_with_close = False

    def run(self, form: Form) -> str:
        source = self.source
        while match := _TOKEN.match(source, self.position):
            piece = match[0]
            self.position = match.end()
            if piece[0] == "\\":
                self._command(piece[1:])
            elif piece == "{":
                self._open()
            elif piece == "}":
                self._close()
            elif piece == "$":
                self._formula_in_dollars()
            else:
                self._text(self._typographic(piece))
        if self.accent:
            self._text("")
        while self.frames:
            self._close()
        if self.ends_with_close:
            self.out.append(_CLOSE)
        text = unicodedata.normalize("NFC", "".join(self.out))
        return _finished(text, self.formulas, form)

    def _typographic(self, piece: str) -> str:
        following = self.source[self.position : self.position + 1]
        match piece:
            case "~":
                return " "
            case "--":
                return "–"
            case "---":
                return "—"
            case "`":
                if following == "`":
                    self.position += 1
                    return "“"
                self.has_open_quote = True
                return "‘"
            case "'":
                if following == "'":
                    self.position += 1
                    return "”"
                if self.has_open_quote and not following.isalnum():
                    self.has_open_quote = False
                    return "’"
        return piece

    def _text(self, text: str) -> None:
        self.next_kind = ""
        if self.accent:
            accent, self.accent = self.accent, ""
            text = _accented(text, accent)
        self.out.append(text)

    def _open(self) -> None:
        kind, self.next_kind = self.next_kind, ""
        if self.accent:
            kind, self.accent = self.accent, ""
        if kind not in ("", "emphasis", "drop"):
            self.nested += 1
            if self.nested > _MAX_NESTED:
                kind = ""
                self.nested -= 1
        self.frames.append(_Frame(kind, len(self.out)))
        if kind == "emphasis":
            self.out.append(_OPEN)

    def _close(self) -> None:
        if self.accent:
            self._text("")
        self.next_kind = ""
        if not self.frames:
            return
        frame = self.frames.pop()
        if frame.closes_emphasis or frame.kind == "emphasis":
            self.out.append(_CLOSE)
        if frame.kind in ("", "emphasis"):
            return
        inside = "".join(self.out[frame.start :])
        del self.out[frame.start :]
        if frame.kind == "drop":
            return
        self.nested -= 1
        if frame.kind in ("raised", "lowered"):
            table = RAISED if frame.kind == "raised" else LOWERED
            is_known = all(character in table for character in inside)
            inside = "".join(table[c] for c in inside) if is_known else inside
        else:
            inside = _accented(inside, frame.kind)
        self.out.append(inside)

    def _command(self, name: str) -> None:
        if name.isalpha() and name.isascii():
            self._skip_blanks()
        if name in ACCENTS and not (len(name) == 1 and name.isalpha() and self._is_word_alone()):
            self.accent = ACCENTS[name]
            self._skip_blanks()
        elif name in EMPHASIS:
            self.next_kind = "emphasis"
        elif name in SWITCHES:
            self._switch()
        elif name in ("textsuperscript", "mkbibsuperscript"):
            self.next_kind = "raised"
        elif name in ("textsubscript", "mkbibsubscript"):
            self.next_kind = "lowered"
        elif name in ("(", "["):
            self._formula_until(r"\)" if name == "(" else r"\]")
        elif name == "ensuremath" and (group := _GROUP.match(self.source, self.position)):
            self.position = group.end()
            self._formula(group[1])
        elif name in ("url", "path", "nolinkurl") and (
            group := _GROUP.match(self.source, self.position)
        ):
            self.position = group.end()
            self._text(group[1])
        elif name == "href" and (group := _GROUP.match(self.source, self.position)):
            self.position = group.end()
        elif name in LEFT_OUT:
            self.next_kind = "drop"
        else:
            self._text(symbol(name))

    def _is_word_alone(self) -> bool:
        """Whether a letter that could be an accent stands before nothing that takes one."""
        return self.position >= len(self.source)

    def _switch(self) -> None:
        if self.frames and self.frames[-1].closes_emphasis:
            return
        if self.frames:
            self.frames[-1].closes_emphasis = True
        elif self.ends_with_close:
            return
        else:
            self.ends_with_close = True
        self.out.append(_OPEN)

    def _skip_blanks(self) -> None:
        while self.source[self.position : self.position + 1].isspace():
            self.position += 1

    def _formula_in_dollars(self) -> None:
        sign = "$$" if self.source.startswith("$", self.position) else "$"
        start = self.position + len(sign) - 1
        end = start
        while (end := self.source.find(sign, end)) >= 0 and self.source[end - 1] == "\\":
            end += 1
        if end < 0 or not self.source[start:end].strip():
            self._text("" if sign == "$$" else "$")
            self.position = start
            return
        self.position = end + len(sign)
        self._formula(self.source[start:end])

    def _formula_until(self, closer: str) -> None:
        end = -1 if closer in self.missing else self.source.find(closer, self.position)
        if end < 0:
            self.missing.add(closer)
            self._text("(" if closer == r"\)" else "[")
            return
        formula = self.source[self.position : end]
        self.position = end + len(closer)
        self._formula(formula)

    def _formula(self, formula: str) -> None:
        formula = " ".join(formula.replace("$", r"\$").replace("\\\\$", r"\$").split())
        if formula:
            self.formulas.append(formula)
            self._text(_FORMULA)


def _accented(text: str, accent: str) -> str:
    """The text with the accent on its first letter; on none, the accent by itself."""
    for i, character in enumerate(text):
        if character.isalpha():
            # Dotless letters exist only to carry accents.
            letter = {"ı": "i", "ȷ": "j"}.get(character, character)
            end = i + 1
            while end < len(text) and unicodedata.combining(text[end]):
                end += 1
            if accent == "\u0307" and character == "ı":
                return text[:i] + "i" + text[end:]
            return (
                text[:i]
                + unicodedata.normalize("NFC", letter + text[i + 1 : end] + accent)
                + (text[end:])
            )
    return text + BARE_ACCENTS.get(accent, "")


_EDGES = (
    (re.compile(rf"{_OPEN}(\s+)"), rf"\1{_OPEN}"),
    (re.compile(rf"(\s+){_CLOSE}"), rf"{_CLOSE}\1"),
)
_FORMULAS = re.compile(rf"\d*(?:{_FORMULA}\d*)+")
_SPECIAL = {
    Form.TITLE: re.compile(r"[\\*$]|(?<![^\W_])_|_(?![^\W_])"),
    Form.DOCUMENT: re.compile(
        r"[\\*$`<\[\]]|(?<![^\W_])_|_(?![^\W_])|~(?=~)|(?<=~)~|&(?=#?\w+;)|^(?:[#>]|[-+](?=\s|$))"
        r"|(?<=^\d)[.)](?=\s)|(?<=^\d\d)[.)](?=\s)",
        re.MULTILINE,
    ),
}


def _finished(text: str, formulas: list[str], form: Form) -> str:
    if form is Form.DOCUMENT:
        paragraphs = (" ".join(part.split()) for part in re.split(r"\n\s*\n", text))
        text = "\n\n".join(filter(None, paragraphs))
    else:
        text = " ".join(text.split())
    if form is Form.TEXT:
        if _OPEN in text:
            text = " ".join(text.replace(_OPEN, "").replace(_CLOSE, "").split())
        return _with_formulas(text, formulas)
    text = _SPECIAL[form].sub(r"\\\g<0>", text)
    if _OPEN in text:
        text = _with_emphasis(text)
    return _with_formulas(text, formulas)


def _with_formulas(text: str, formulas: list[str]) -> str:
    """Formulas in their places; digits that touch one go into it, where they mean the same.

    (Our renderer takes a dollar sign beside a digit for money.)
    """
    if not formulas:
        return text
    remaining = iter(formulas)

    def written(match: re.Match[str]) -> str:
        pieces = (next(remaining) if c == _FORMULA else c for c in match[0])
        joined = ""
        for piece in pieces:
            # A command ends where no letter follows.
            gap = " " if re.search(r"\\[A-Za-z]+$", joined) and piece[0].isalpha() else ""
            joined += gap + piece
        return f"${joined}$"

    return _FORMULAS.sub(written, text)


def _with_emphasis(text: str) -> str:
    """Stars for the markers, where CommonMark would read them as emphasis; else nothing."""
    for edge, moved in _EDGES:
        text = edge.sub(moved, text)
    text = text.replace(_CLOSE + _OPEN, "")
    pieces = [piece for piece in re.split(f"([{_OPEN}{_CLOSE}])", text) if piece]
    written: list[str] = []
    depth = start = 0
    before = last = ""
    for i, piece in enumerate(pieces):
        if piece == _OPEN:
            if not depth:
                start, before = len(written), last
                written.append("")
            depth += 1
        elif piece == _CLOSE:
            depth -= depth > 0
            if not depth and start < len(written) and written[start] == "":
                inside = "".join(written[start + 1 :])
                following = (pieces[n][0] for n in range(i + 1, len(pieces)))
                after = next((sign for sign in following if sign not in (_OPEN, _CLOSE)), "")
                if _is_flanked(before, inside, after):
                    written[start] = "*"
                    written.append("*")
                start = len(written)
        else:
            written.append(piece)
            last = piece[-1]
    return re.sub(r" {2,}", " ", "".join(written)).strip()


def _is_flanked(before: str, inside: str, after: str) -> bool:
    """Whether stars at both ends open and close emphasis (CommonMark 0.31, section 6.2)."""
    if not inside.strip() or "\n\n" in inside:
        return False
    opens = _is_word(inside[0]) or not _is_word(before)
    closes = _is_word(inside[-1]) or not _is_word(after)
    return opens and closes


def _is_word(sign: str) -> bool:
    return bool(sign) and (sign.isalnum() or unicodedata.category(sign)[0] in "LMN")
