"""Presentation MathML (MathML Core) to the TeX that formulas are written in here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from publications.lookup.tree import Node

_SIGNS = {
    "≤": r"\le", "≥": r"\ge", "⩽": r"\le", "⩾": r"\ge", "≠": r"\ne", "≪": r"\ll", "≫": r"\gg",
    "≈": r"\approx", "≃": r"\simeq", "≅": r"\cong", "≡": r"\equiv", "∼": r"\sim", "∝": r"\propto",
    "±": r"\pm", "∓": r"\mp", "×": r"\times", "÷": r"\div", "·": r"\cdot", "⋅": r"\cdot",
    "∗": "*", "∘": r"\circ", "•": r"\bullet", "⊗": r"\otimes", "⊕": r"\oplus", "−": "-", "–": "-",
    "∑": r"\sum", "∏": r"\prod", "∫": r"\int", "∮": r"\oint", "∂": r"\partial", "∇": r"\nabla",
    "∞": r"\infty", "∈": r"\in", "∉": r"\notin", "∋": r"\ni", "⊂": r"\subset", "⊆": r"\subseteq",
    "⊃": r"\supset", "⊇": r"\supseteq", "∪": r"\cup", "∩": r"\cap", "∖": r"\setminus",
    "∅": r"\emptyset", "∀": r"\forall", "∃": r"\exists", "¬": r"\neg", "∧": r"\wedge",
    "∨": r"\vee", "→": r"\to", "←": r"\leftarrow", "↔": r"\leftrightarrow", "↦": r"\mapsto",
    "⇒": r"\Rightarrow", "⇔": r"\Leftrightarrow", "⟶": r"\longrightarrow", "⟨": r"\langle",
    "⟩": r"\rangle", "〈": r"\langle", "〉": r"\rangle", "‖": r"\Vert", "∥": r"\parallel",
    "∣": r"\mid", "⊥": r"\perp", "⌊": r"\lfloor", "⌋": r"\rfloor", "⌈": r"\lceil", "⌉": r"\rceil",
    "ℓ": r"\ell", "ℏ": r"\hbar", "…": r"\ldots", "⋯": r"\cdots", "⋮": r"\vdots", "′": "'",
    "″": "''", "°": r"^{\circ}", "†": r"\dagger", "‡": r"\ddagger", "√": r"\surd",
    "\\": r"\backslash", "{": r"\{", "}": r"\}", "%": r"\%", "#": r"\#", "&": r"\&", "$": r"\$",
    "_": r"\_", "~": r"\sim", "^": r"\hat{}",
    # Invisible application, times, separator and plus; spaces.
    "\u2061": "", "\u2062": "", "\u2063": "", "\u2064": "", "\u200b": "", "\u00a0": " ",
    "\u2009": " ", "\u200a": " ", "\u2003": " ",
}  # fmt: skip
_BLACKBOARD = {"ℝ": "R", "ℕ": "N", "ℤ": "Z", "ℚ": "Q", "ℂ": "C", "ℙ": "P", "ℍ": "H"}
_GREEK_NAMES = {"lamda": "lambda", "final sigma": "varsigma"}
#: Greek letters without a command of their own: they look like Latin ones.
_LATIN = {
    "alpha": "A", "beta": "B", "epsilon": "E", "zeta": "Z", "eta": "H", "iota": "I", "kappa": "K",
    "mu": "M", "nu": "N", "omicron": "O", "rho": "P", "tau": "T", "chi": "X",
}  # fmt: skip
_ACCENTS = {
    "¯": "bar", "‾": "overline", "\u0304": "bar", "^": "hat", "ˆ": "hat", "\u0302": "hat",
    "~": "tilde", "˜": "tilde", "∼": "tilde", "\u0303": "tilde", "˙": "dot", "\u0307": "dot",
    "¨": "ddot", "\u0308": "ddot", "→": "vec", "\u20d7": "vec", "⇀": "vec",
}  # fmt: skip
_FUNCTIONS = {
    "arccos", "arcsin", "arctan", "arg", "cos", "cosh", "cot", "coth", "csc", "deg", "det",
    "dim", "exp", "gcd", "hom", "inf", "ker", "lg", "lim", "liminf", "limsup", "ln", "log",
    "max", "min", "sec", "sin", "sinh", "sup", "tan", "tanh", "Pr",
}  # fmt: skip
_VARIANTS = {
    "bold": "mathbf", "bold-italic": "mathbf", "double-struck": "mathbb", "script": "mathcal",
    "fraktur": "mathfrak", "sans-serif": "mathsf", "monospace": "mathtt",
}  # fmt: skip


def to_tex(node: Node) -> str:
    """TeX of an element and what it holds; what is unknown gives what it holds."""
    tex = _tex(node)
    # A command needs the blank behind it before a letter alone.
    tex = re.sub(r"(\\[A-Za-z]+) +(?![A-Za-z ])", r"\1", tex)
    return " ".join(tex.split())


def tex_of_signs(text: str) -> str:
    """Characters as they are written within a formula."""
    return "".join(_sign(character) for character in text)


def in_text_mode(text: str) -> str:
    """Words within a formula."""
    escaped = re.sub(r"([{}%#&$_])", r"\\\1", re.sub(r"[\\^~]", " ", text))
    return rf"\text{{{escaped}}}"


def _sign(character: str) -> str:
    if character in _SIGNS:
        written = _SIGNS[character]
        return f"{written} " if re.match(r"\\[A-Za-z]+$", written) else written
    if character in _BLACKBOARD:
        return rf"\mathbb{{{_BLACKBOARD[character]}}}"
    named = re.fullmatch(
        r"GREEK (SMALL|CAPITAL) LETTER (FINAL SIGMA|[A-Z]+)", unicodedata.name(character, "")
    )
    if named:
        name = named[2].lower()
        name = _GREEK_NAMES.get(name, name)
        if named[1] == "CAPITAL":
            return _LATIN.get(name) or f"\\{name.capitalize()} "
        return "o" if name == "omicron" else f"\\{name} "
    return character


def _children(node: Node) -> list[Node]:
    return [child for child in node.children if isinstance(child, Node)]


def _tex(node: Node) -> str:
    return _WRITERS.get(node.name, _row)(node)


def _row(node: Node) -> str:
    return "".join(_tex(child) for child in _children(node))


def _braced(node: Node) -> str:
    return f"{{{_tex(node).strip()}}}"


def _base(node: Node) -> str:
    """What a script or an accent hangs on: alone where it is one thing, else in braces."""
    tex = _tex(node).strip()
    return (
        tex
        if re.fullmatch(r"\\?[A-Za-z]+|.|\\[a-z]+\{[^{}]*\}", tex)
        and (len(tex) == 1 or tex.startswith("\\"))
        else f"{{{tex}}}"
    )


def _identifier(node: Node) -> str:
    text = "".join(node.text().split())
    variant = _VARIANTS.get(node.attributes.get("mathvariant", ""))
    if text in _FUNCTIONS:
        return f"\\{text} "
    written = tex_of_signs(text).strip()
    if variant:
        return rf"\{variant}{{{written}}}"
    if len(text) > 1 and text.isalpha():
        return rf"\mathrm{{{written}}}"
    return f"{written} " if re.search(r"\\[A-Za-z]+$", written) else written


def _operator(node: Node) -> str:
    text = "".join(node.text().split())
    if text in _FUNCTIONS:
        return f"\\{text} "
    if len(text) > 1 and text.isalpha():
        return rf"\operatorname{{{text}}}"
    return tex_of_signs(text)


def _words(node: Node) -> str:
    text = " ".join(node.text().split())
    return in_text_mode(text) if text else ""


def _of(*parts: str) -> Callable[[Node], str]:
    """A writer of an element with as many children as there are parts besides the first."""

    def write(node: Node) -> str:
        children = _children(node)
        if len(children) != len(parts):
            return _row(node)
        written = [_base(children[0]), *(_braced(child) for child in children[1:])]
        return "".join(part + piece for part, piece in zip(parts, written, strict=True))

    return write


def _fraction(node: Node) -> str:
    children = _children(node)
    if len(children) != 2:
        return _row(node)
    command = "binom" if node.attributes.get("linethickness") in ("0", "0pt") else "frac"
    return rf"\{command}{_braced(children[0])}{_braced(children[1])}"


def _root(node: Node) -> str:
    children = _children(node)
    if len(children) != 2:
        return _row(node)
    return rf"\sqrt[{_tex(children[1]).strip()}]{_braced(children[0])}"


def _over(node: Node) -> str:
    children = _children(node)
    if len(children) == 2:
        sign = children[1].text().strip()
        if sign in _ACCENTS:
            return rf"\{_ACCENTS[sign]}{_braced(children[0])}"
        if not _takes_limits(children[0]):
            return rf"\overset{_braced(children[1])}{_braced(children[0])}"
    return _of("", "^")(node)


def _under(node: Node) -> str:
    children = _children(node)
    if len(children) == 2 and not _takes_limits(children[0]):
        return rf"\underset{_braced(children[1])}{_braced(children[0])}"
    return _of("", "_")(node)


def _takes_limits(node: Node) -> bool:
    text = node.text().strip()
    return text in _FUNCTIONS or text in "∑∏∫∮⋃⋂⨁⨂"


def _fenced(node: Node) -> str:
    opened = node.attributes.get("open", "(")
    closed = node.attributes.get("close", ")")
    sign = (node.attributes.get("separators", ",").strip() or ",")[0]
    inner = sign.join(_tex(child).strip() for child in _children(node))
    return tex_of_signs(opened) + inner + tex_of_signs(closed)


def _table(node: Node) -> str:
    rows = [
        " & ".join(_row(cell).strip() for cell in _children(row))
        for row in _children(node)
        if row.name in ("mtr", "mlabeledtr")
    ]
    return r"\begin{matrix}" + r" \\ ".join(rows) + r"\end{matrix}"


def _semantics(node: Node) -> str:
    """The TeX that the formula was made of, where it is there; else its presentation."""
    children = _children(node)
    for child in children[1:]:
        if child.name == "annotation" and "tex" in child.attributes.get("encoding", "").lower():
            return child.text().strip()
    return _tex(children[0]) if children else ""


_WRITERS: dict[str, Callable[[Node], str]] = {
    "mi": _identifier,
    "mn": lambda node: tex_of_signs("".join(node.text().split())),
    "mo": _operator,
    "mtext": _words,
    "ms": _words,
    "mspace": lambda node: " ",
    "msub": _of("", "_"),
    "msup": _of("", "^"),
    "msubsup": _of("", "_", "^"),
    "munderover": _of("", "_", "^"),
    "mover": _over,
    "munder": _under,
    "mfrac": _fraction,
    "msqrt": lambda node: rf"\sqrt{{{_row(node).strip()}}}",
    "mroot": _root,
    "mfenced": _fenced,
    "mtable": _table,
    "semantics": _semantics,
    "annotation": lambda node: "",
    "annotation-xml": lambda node: "",
    "mphantom": lambda node: "",
    "none": lambda node: "",
}
