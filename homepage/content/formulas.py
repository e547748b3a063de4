"""LaTeX formulas to MathML, within limits, without inline styles."""

import html
import re
import unicodedata
from functools import cache

from math_core import LatexError, LatexToMathML

#: Longer or deeper formulas are refused: some four thousand nested groups end the process.
MAX_LENGTH = 4000
MAX_DEPTH = 60
#: Each delimiter that is never closed doubles the time that the converter takes.
MAX_UNCLOSED = 10

_BARE_CHAIN = re.compile(rf"(?:(?:\\[A-Za-z]+|[\^_])\s*){{{MAX_DEPTH}}}")
_STYLE = re.compile(r' style="([^"]*)"')
#: What a declaration of the converter says, as a class of our stylesheet.
_CLASS_OF_DECLARATION = {
    "text-align:left": "cell-left",
    "text-align:right": "cell-right",
    "padding-left:0": "cell-flush-left",
    "padding-right:0": "cell-flush-right",
    "padding-left:1em": "cell-gap-left",
    "border-top:0.05em solid currentcolor": "cell-line-top",
    "border-bottom:0.05em solid currentcolor": "cell-line-bottom",
    "border-left:0.05em solid currentcolor": "cell-line-left",
    "border-right:0.05em solid currentcolor": "cell-line-right",
}


@cache
def _converter() -> LatexToMathML:
    return LatexToMathML(fancy_error=False)


def _depth(latex: str) -> int:
    depth = deepest = 0
    for character in latex:
        depth += (character == "{") - (character == "}")
        deepest = max(deepest, depth)
    return max(deepest, latex.count(r"\left"), latex.count(r"\begin"))


def to_mathml(latex: str, *, block: bool) -> str:
    """MathML of a formula; where it cannot be read, its source with the reason as a title."""
    if len(latex) > MAX_LENGTH or _depth(latex) > MAX_DEPTH or _bare_chain(latex):
        return _refusal(latex[:200] + " …", "This formula is too long or too deeply nested.")
    if _unclosed(latex) > MAX_UNCLOSED:
        return _refusal(latex[:200], "Too many brackets of this formula are not closed.")
    try:
        mathml = _converter().convert_with_local_state(latex, displaystyle=block)
    except LatexError as error:
        return _refusal(latex, str(error))
    return _STYLE.sub(_as_classes, mathml)


_NAMES = (
    "angle|floor|ceil|brace|brack|group|moustache|bracket|Brack|Brace|Angle|paren|ang|bag|vert|Vert"
)
_DELIMITER = re.compile(
    rf"\\(?P<open>\{{|l(?:{_NAMES})\b|l(?:l?b)racket\b|[ul]lcorner\b|[bB]igg?l\b)"
    rf"|\\(?P<close>\}}|r(?:{_NAMES})\b|r(?:r?b)racket\b|[ul]rcorner\b|[bB]igg?r\b)"
    r"|(?P<sign>[^\w\s\\{}])"
)
_STEP_OF_CATEGORY = {"Ps": 1, "Pe": -1}
#: Moustaches, which Unicode counts among the mathematical symbols.
_STEP_OF_SIGN = {"\u23b0": 1, "\u23b1": -1}


def _unclosed(latex: str) -> int:
    """How many delimiters are opened and not closed again."""
    unclosed = 0
    for match in _DELIMITER.finditer(latex):
        if match["sign"]:
            step = _STEP_OF_SIGN.get(match["sign"], 0) or _STEP_OF_CATEGORY.get(
                unicodedata.category(match["sign"]), 0
            )
        else:
            step = 1 if match["open"] else -1
        unclosed = max(0, unclosed + step)
    return unclosed


def _bare_chain(latex: str) -> bool:
    """Whether commands nest without braces, such as a hundred times `\\sqrt` in a row."""
    return _BARE_CHAIN.search(latex) is not None


def _refusal(latex: str, reason: str) -> str:
    return f'<code class="math-error" title="{html.escape(reason)}">{html.escape(latex)}</code>'


def _as_classes(style: re.Match[str]) -> str:
    declarations = (re.sub(r"\s*:\s*", ":", part).strip() for part in style[1].split(";"))
    classes = [_CLASS_OF_DECLARATION[d] for d in declarations if d in _CLASS_OF_DECLARATION]
    return f' class="{" ".join(classes)}"' if classes else ""
