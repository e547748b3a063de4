"""Titles as text that a person can read: for citations, exports and metadata.

Formulas are written in Unicode as far as it goes: `$O(n^2)$` is `O(n²)`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pylatexenc.latex2text import LatexNodes2Text
from pylatexenc.latexwalker import LatexWalkerParseError

from homepage.content.markdown import title_parts

#: A longer or deeper formula keeps its source: there is no line of text for it.
MAX_LENGTH = 400
MAX_DEPTH = 20

_RAISED = dict(zip("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", strict=True))
_LOWERED = dict(
    zip("0123456789+-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True)
)
_SCRIPT = re.compile(r"([\^_])\s*(?:\{([^{}\\]+)\}|([^\s{}\\]))")
_WORD_JOINER = "\u2060"
_OWN_TAG = re.compile(r"<(?=/?i>)")
_converter = LatexNodes2Text(math_mode="text")


def readable(title: str) -> str:
    """The title without any markup, as a person would type it: `Adam converges in O(n²)`."""
    return without_emphasis(rich(title))


def without_emphasis(text: str) -> str:
    """What `rich` gave, as text alone."""
    return as_typed(re.sub(r"</?i>", "", text))


def as_typed(text: str) -> str:
    """A piece of what `rich` gave, with the `<i>` that the title itself has."""
    return text.replace(f"<{_WORD_JOINER}", "<")


@lru_cache(maxsize=4096)
def rich(title: str) -> str:
    """The title in the subset of HTML that CSL-JSON knows: emphasis as `<i>`.

    Other characters stand for themselves, `<` and `&` too, as CSL has it; only an `<i>` of the
    title's own is parted by a sign that nobody sees, as CSL has no other way to write it.
    """
    text = ""
    for part in title_parts(title):
        words = formula_text(part.text) if part.is_formula else part.text
        words = _OWN_TAG.sub(f"<{_WORD_JOINER}", words)
        text += f"<i>{words}</i>" if part.is_emphasized and not part.is_formula else words
    return " ".join(text.replace("</i><i>", "").split())


def formula_text(latex: str) -> str:
    """A LaTeX formula in one line of Unicode; its source where it cannot be read."""
    if len(latex) > MAX_LENGTH or latex.count("{") + latex.count("\\left") > MAX_DEPTH:
        return latex
    try:
        text = _converter.latex_to_text(_SCRIPT.sub(_script, latex))
    except (LatexWalkerParseError, ValueError, RecursionError):
        return latex
    return " ".join(text.split())


def _script(match: re.Match[str]) -> str:
    sign, group, single = match.groups()
    letters = _RAISED if sign == "^" else _LOWERED
    content = (group or single).replace(" ", "")
    if all(letter in letters for letter in content):
        return "".join(letters[letter] for letter in content)
    return match[0] if single else f"{sign}({group})"
