"""The way back to LaTeX: text and our Markdown as values of BibTeX, in UTF-8.

What `latex` reads of the result is the text again.
"""

from __future__ import annotations

import re

from homepage.content.markdown import title_parts

_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
    "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_", "$": r"\$", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", "`": r"\textasciigrave{}",
}  # fmt: skip
_NEEDS_ESCAPE = re.compile(r"[\\{}&%#_$~^`]|-(?=-)|'(?=')")
#: A word or a part of one behind a hyphen with a capital further in, which styles would lower.
_CAPITALS = re.compile(r"[^\W\d_]*(?:(?<=\w)[A-Z]|[A-Z](?=\w*[A-Z]))\w*")
_TWO_HYPHENS = {"-": "-{}", "'": "'{}"}


def escape(text: str) -> str:
    """A text in which every sign means itself."""
    return _NEEDS_ESCAPE.sub(lambda m: _SPECIAL.get(m[0]) or _TWO_HYPHENS[m[0]], text)


def escape_title(source: str) -> str:
    """A title in our Markdown as LaTeX; the capitals inside words and formulas in braces."""
    return _latex_of(source, protects=True)


def escape_document(source: str) -> str:
    """A text in our Markdown as LaTeX, its paragraphs set apart by blank lines."""
    paragraphs = re.split(r"\s*\n\s*\n\s*", source.strip())
    return "\n\n".join(_latex_of(" ".join(part.split()), protects=False) for part in paragraphs)


def _latex_of(source: str, *, protects: bool) -> str:
    written = []
    is_emphasized = False
    for part in title_parts(source):
        if part.is_emphasized != is_emphasized:
            is_emphasized = part.is_emphasized
            written.append(r"\emph{" if is_emphasized else "}")
        if part.is_formula:
            formula = f"${part.text.strip()}$"
            has_capitals = protects and formula.lower() != formula
            written.append(f"{{{formula}}}" if has_capitals else formula)
        else:
            written.append(_protected(part.text) if protects else escape(part.text))
    return "".join([*written, "}" if is_emphasized else ""])


def _protected(text: str) -> str:
    pieces = []
    end = 0
    for match in _CAPITALS.finditer(text):
        pieces += [escape(text[end : match.start()]), "{", escape(match[0]), "}"]
        end = match.end()
    return "".join([*pieces, escape(text[end:])])
