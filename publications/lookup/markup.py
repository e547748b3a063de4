"""Titles and abstracts of other services as the Markdown that this site stores.

Emphasis, lists, indices and formulas are kept, everything else becomes its text; characters
that would mean something in Markdown are escaped, so that the text reads as it was sent.
"""

from __future__ import annotations

import html
import re

from homepage.content.formulas import to_mathml
from homepage.content.markdown import plain_title
from publications.bibtex.latex import to_text
from publications.lookup.mathml import in_text_mode, tex_of_signs, to_tex
from publications.lookup.tree import Node, parse

_SUBSCRIPTS = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_SUPERSCRIPTS = str.maketrans("0123456789+-−=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾")
#: Where a formula begins and ends, until the whole text is there: private-use characters.
_BEGIN, _END = "\ue000", "\ue001"
_PARAGRAPH = "\ue002"
_MARKS = re.compile(f"[{_BEGIN}{_END}{_PARAGRAPH}\x00]")
#: A formula as the Markdown renderer finds it, and TeX's other ways to write one.
_FORMULA = re.compile(
    r"\$\$(?P<double>[^$]+)\$\$"
    r"|(?<![\d\\$])\$(?![\s$])(?P<single>(?:[^$\\]|\\.)+?)(?<!\s)\$(?![\d$])"
    r"|\\\((?P<round>(?:(?!\\\().)+?)\\\)|\\\[(?P<square>(?:(?!\\\[).)+?)\\\]",
    re.DOTALL,
)
_EMPHASIS = {"i": "*", "em": "*", "italic": "*"}
_STRONG = {"b": "**", "strong": "**", "bold": "**"}
_BLOCKS = {
    "p", "sec", "title", "div", "abstract", "abstracttext", "list", "ul", "ol", "disp-quote",
    "boxed-text", "preformat", "h1", "h2", "h3", "h4", "h5", "h6",
}  # fmt: skip
_HEADINGS = {"title", "h1", "h2", "h3", "h4", "h5", "h6"}
_DROPPED = {"graphic", "inline-graphic", "fn", "label"}
#: What a publisher's abstract is headed with, which says nothing.
_NO_HEADING = {"abstract", "summary", "zusammenfassung", "résumé", "resumen", "摘要"}


def title_markdown(source: str) -> str:
    """A title on one line, with emphasis and formulas."""
    root = parse(_MARKS.sub("", source))
    written = _one_line(_Writer(is_title=True).inline(root))
    if "*" in plain_title(written) and "*" not in root.text():
        # Emphasis that CommonMark does not see as such, as in *f(*x).
        written = _one_line(_Writer(is_title=True, has_emphasis=False).inline(root))
    return written


def abstract_markdown(source: str) -> str:
    """An abstract in paragraphs; a heading `Abstract` above it is left out."""
    written = _Writer().inline(parse(_MARKS.sub("", source)))
    paragraphs = [_one_line(text) for text in _in_paragraphs(written)]
    return "\n\n".join(_guarded(text) for text in paragraphs if text)


def tex_title_markdown(source: str) -> str:
    """A title in the mixture of text and LaTeX that arXiv keeps."""
    return _one_line(escaped(_MARKS.sub("", source), is_title=True, has_tex=True))


def tex_abstract_markdown(source: str) -> str:
    """An abstract in that mixture; an empty line separates paragraphs."""
    paragraphs = [
        _one_line(escaped(text, has_tex=True)) for text in _in_paragraphs(_MARKS.sub("", source))
    ]
    return "\n\n".join(_guarded(text) for text in paragraphs if text)


def plain_text(source: str) -> str:
    """Text without markup, for names of journals, publishers and people."""
    return " ".join(html.unescape(parse(_MARKS.sub("", source)).text()).split())


def escaped(text: str, *, is_title: bool = False, has_tex: bool = False) -> str:
    """Text that reads the same as Markdown; formulas stay formulas, between `_BEGIN` and `_END`.

    With `has_tex`, LaTeX between the formulas becomes what it means.
    """
    # A character reference may stand for one of ours.
    text = _MARKS.sub("", text)
    pieces: list[str] = []
    end = 0
    for match in _FORMULA.finditer(text):
        tex = next(group for group in match.groups() if group is not None)
        if not _is_formula(tex):
            continue
        between = text[end : match.start()]
        pieces += [_escaped(between, is_title, has_tex), _BEGIN, tex.strip(), _END]
        end = match.end()
    return "".join([*pieces, _escaped(text[end:], is_title, has_tex)])


def finished(text: str) -> str:
    """The same with its formulas between dollar signs.

    The renderer sees no formula beside a digit, so digits that touch one go into it: 10^{a}.
    """
    text = text.replace(_END + _BEGIN, "")
    return re.sub(rf"((?:\d[\d.,]*)?){_BEGIN}(.*?){_END}(\d*)", r"$\1\2\3$", text, flags=re.DOTALL)


def _one_line(text: str) -> str:
    return " ".join(finished(text).replace(_PARAGRAPH, " ").split())


def _in_paragraphs(text: str) -> list[str]:
    return re.split(rf"{_PARAGRAPH}+|\n\s*\n", text)


def _is_formula(tex: str) -> bool:
    return bool(tex.strip()) and "math-error" not in to_mathml(tex.strip(), block=False)


def _escaped(text: str, is_title: bool, has_tex: bool) -> str:
    if has_tex and re.search(r"\\|``|''|--|[{}~]", text):
        text = re.sub(r"(?<!\\)~", " ", text)
        # A dollar sign here begins no formula.
        words = to_text(re.sub(r"(?<!\\)\$", r"\\$", text.strip()))
        before, after = re.match(r"\s*", text), re.search(r"\s*$", text)
        text = f"{before[0] if before else ''}{words}{after[0] if after and words else ''}"
    text = re.sub(r"\\(?=[!-/:-@\[-`{-~])|\\$", r"\\\\", text)
    text = re.sub(r"[*$]", r"\\\g<0>", text)
    text = re.sub(r"(?<![^\W_])_|_(?![^\W_])", r"\_", text)
    if is_title:
        return text
    text = re.sub(r"`|~(?=~)|\](?=\()|&(?=#?\w+;)", r"\\\g<0>", text)
    return re.sub(r"<(?=[A-Za-z][\w+.-]*:|[^\s<>@]+@)", r"\\<", text)


def _guarded(paragraph: str) -> str:
    """A paragraph whose first characters begin no heading, list, quotation or definition."""
    if paragraph.startswith(("- ", "**")) and not paragraph.startswith("- - "):
        return paragraph
    paragraph = re.sub(r"^(\d{1,9})([.)])(?=\s|$)", r"\1\\\2", paragraph)
    return re.sub(r"^(?=#{1,6}(?:\s|$)|>|[-+](?:\s|$)|[-=]{2,}|\[[^\]]*\]:)", r"\\", paragraph)


class _Writer:
    """Markdown of a tree, with formulas between `_BEGIN` and `_END`."""

    def __init__(self, *, is_title: bool = False, has_emphasis: bool = True) -> None:
        self._is_title = is_title
        self._has_emphasis = has_emphasis

    def inline(self, node: Node) -> str:
        return "".join(
            self._element(child)
            if isinstance(child, Node)
            else escaped(child, is_title=self._is_title)
            for child in node.children
        )

    def _element(self, node: Node) -> str:
        name = node.name
        if name in _DROPPED:
            return ""
        if name in ("sub", "sup"):
            return self._index(node)
        if name == "math":
            return self._formula(to_tex(node), node)
        if name == "tex-math":
            return self._formula(_bare_tex(node.text()), node)
        if name in ("inline-formula", "disp-formula", "alternatives"):
            # The same formula several times over: as TeX, as MathML, as a picture.
            one = node.find("tex-math") or node.find("math")
            return self._element(one) if one else self.inline(node)
        if name in ("br", "break"):
            return " "
        if name in _HEADINGS:
            return self._heading(node)
        if name in ("li", "list-item"):
            text = " ".join(self.inline(node).replace(_PARAGRAPH, " ").split())
            return f"{_PARAGRAPH}- {text}{_PARAGRAPH}"
        if name in _BLOCKS:
            return f"{_PARAGRAPH}{self.inline(node)}{_PARAGRAPH}"
        mark = _EMPHASIS.get(name, "") if self._is_title else (_EMPHASIS | _STRONG).get(name, "")
        return self._marked(self.inline(node), mark if self._has_emphasis else "")

    def _marked(self, text: str, mark: str) -> str:
        """Emphasis around the words, not the blanks at their ends."""
        bare = text.strip()
        if not mark or not bare or _PARAGRAPH in bare or "*" in bare.replace(r"\*", ""):
            return text
        before, _, after = text.partition(bare)
        return f"{before}{mark}{bare}{mark}{after}"

    def _heading(self, node: Node) -> str:
        text = self.inline(node).strip()
        if self._is_title:
            return text
        if not text or node.text().strip().rstrip(".:").lower() in _NO_HEADING:
            return _PARAGRAPH
        return f"{_PARAGRAPH}**{text.strip('*')}**{_PARAGRAPH}"

    def _index(self, node: Node) -> str:
        """Small characters where Unicode has them, else a formula."""
        text = " ".join(node.text().split())
        table = _SUBSCRIPTS if node.name == "sub" else _SUPERSCRIPTS
        if not text:
            return ""
        if node.find("math") is None and all(ord(character) in table for character in text):
            return text.translate(table)
        sign = "_" if node.name == "sub" else "^"
        inner = tex_of_signs(text).strip() if len(text) == 1 else in_text_mode(text)
        return self._formula(f"{sign}{{{inner}}}", node)

    def _formula(self, tex: str, node: Node) -> str:
        if not tex:
            return ""
        if "$" in tex.replace(r"\$", "") or not _is_formula(tex):
            return escaped(" ".join(node.text().split()), is_title=self._is_title)
        return f"{_BEGIN}{tex}{_END}"


def _bare_tex(source: str) -> str:
    """The formula in what JATS calls `tex-math`, which may be a whole document around it."""
    source = re.sub(r"^.*\\begin\{document\}|\\end\{document\}.*$", "", source, flags=re.DOTALL)
    source = source.strip()
    for opened, closed in (("$$", "$$"), ("$", "$"), (r"\(", r"\)"), (r"\[", r"\]")):
        if source.startswith(opened) and source.endswith(closed) and len(source) > len(opened):
            source = source[len(opened) : len(source) - len(closed)]
    return " ".join(source.split())
