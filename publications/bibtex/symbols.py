"""The commands of LaTeX that stand for letters, accents and signs.

What is not listed here, pylatexenc knows.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from pylatexenc.latex2text import get_default_latex_context_db

ACCENTS = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304",
    ".": "\u0307", "u": "\u0306", "v": "\u030c", "H": "\u030b", "t": "\u0361", "c": "\u0327",
    "d": "\u0323", "b": "\u0331", "k": "\u0328", "r": "\u030a", "h": "\u0309", "G": "\u030f",
    "U": "\u030e",
}  # fmt: skip
#: An accent over nothing is the sign itself.
BARE_ACCENTS = {"\u0301": "´", "\u0300": "`", "\u0302": "^", "\u0308": "¨", "\u0303": "~"}
_SYMBOLS = {
    "S": "§", "P": "¶", "pounds": "£", "copyright": "©", "textcopyright": "©", "LaTeX": "LaTeX",
    "TeX": "TeX", "BibTeX": "BibTeX", "LaTeXe": "LaTeX2ε", "slash": "/", "textbar": "|",
    "textless": "<", "textgreater": ">", "textasciigrave": "`", "textquotesingle": "'",
    "textquotedbl": '"', "textunderscore": "_", "textdollar": "$", "textbraceleft": "{",
    "textbraceright": "}", "lbrace": "{", "rbrace": "}", "textperiodcentered": "·",
    "textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^", "space": " ",
    "quad": " ", "qquad": " ", "newline": " ", "linebreak": " ", "par": "\n\n", "item": "• ",
    "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ",
    "textdollaroldstyle": "$", "textnumero": "№", "textsection": "§", "checkmark": "✓",
    "textendash": "–", "textemdash": "—", "textellipsis": "…", "og": "«", "fg": "»",
    "guilsinglleft": "‹", "guilsinglright": "›", "texttrademark": "™",
}  # fmt: skip
EMPHASIS = frozenset(("emph", "textit", "textsl", "mkbibemph", "mkbibitalic"))
SWITCHES = frozenset(("em", "it", "itshape", "sl", "slshape"))
_LEFT_OUT = (
    "begin end cite citep citet label ref eqref vspace hspace color fontsize selectlanguage thanks"
    # Idioms that tell styles how to sort, and print nothing.
    " noopsort Noopsort NoopSort noop sortnoop SortNoop natexlab"
)
LEFT_OUT = frozenset(_LEFT_OUT.split())
RAISED = dict(zip("0123456789+-=()aeinohxt", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵉⁱⁿᵒʰˣᵗ", strict=True))
RAISED |= dict(zip("rdslmkpcbfgjuvwyz", "ʳᵈˢˡᵐᵏᵖᶜᵇᶠᵍʲᵘᵛʷʸᶻ", strict=True))
LOWERED = dict(zip("0123456789+-=()aeox", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓ", strict=True))


@cache
def symbol(name: str) -> str:
    """What a command without arguments prints; a formatting one prints nothing."""
    if name in _SYMBOLS:
        return _SYMBOLS[name]
    if not (name.isalpha() and name.isascii()):
        return (
            " "
            if name in (" ", "\n", "\t", "\\", ",", ";", ":", ">")
            else ("" if name in ("-", "/", "!", "@", "*") else name)
        )
    spec = _symbols().get_macro_spec(name)
    shown = spec.simplify_repl if spec else ""
    return shown if isinstance(shown, str) and "%(" not in shown else ""


@cache
def _symbols() -> Any:
    return get_default_latex_context_db()
