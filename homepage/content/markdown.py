"""The one way from Markdown to HTML, for page, preview and feed; what is safe is decided here.

CommonMark with tables, strikethrough and typographic quotes; formulas between dollar signs
become MathML; code is coloured by classes. Raw HTML is shown as text. The result passes an
allowlist, whatever came before.
"""

import html
import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple

import nh3
from django.urls import get_script_prefix
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe  # noqa: TID251 - this is the renderer
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.dollarmath.index import math_inline_dollar
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from homepage.content import images
from homepage.content.formulas import to_mathml

#: Headings in a text stand below the page's own first and second level.
FIRST_HEADING = 3
MAX_QUOTES = 2000
IMAGE_SCHEME = "image:"
_LIST_MARKER = re.compile(r"\s*(?:[-+*]|\d{1,9}[.)])\s+")

_MATHML = {
    "math": {"display"},
    "menclose": {"notation", "class"},
    "mfrac": {"linethickness"},
    "mi": {"mathvariant"},
    "mmultiscripts": set(),
    "mn": set(),
    "mo": {
        "fence", "form", "largeop", "lspace", "maxsize", "minsize", "movablelimits", "rspace",
        "separator", "stretchy", "symmetric",
    },
    "mover": {"accent"},
    "mpadded": {"depth", "height", "lspace", "voffset", "width"},
    "mphantom": set(),
    "mprescripts": set(),
    "mroot": set(),
    "mrow": set(),
    "mspace": {"depth", "height", "width"},
    "msqrt": set(),
    "mstyle": {"displaystyle", "scriptlevel"},
    "msub": set(),
    "msubsup": set(),
    "msup": set(),
    "mtable": {"displaystyle", "scriptlevel", "class"},
    "mtd": {"class", "columnspan", "rowspan"},
    "mtext": set(),
    "mtr": set(),
    "munder": {"accentunder"},
    "munderover": {"accent", "accentunder"},
}  # fmt: skip
_HTML = {
    "a": {"href", "title"},
    "blockquote": set(),
    "br": set(),
    "code": {"class", "title"},
    "div": {"class", "tabindex"},
    "em": set(),
    "h3": set(),
    "h4": set(),
    "h5": set(),
    "h6": set(),
    "hr": set(),
    "img": {"alt", "decoding", "height", "loading", "sizes", "src", "srcset", "title", "width"},
    "li": set(),
    "ol": {"start"},
    "p": set(),
    "pre": {"class"},
    "s": set(),
    "span": {"class"},
    "strong": set(),
    "table": set(),
    "tbody": set(),
    "td": {"class"},
    "th": {"class", "scope"},
    "thead": set(),
    "tr": set(),
    "ul": set(),
}
#: Pygments' classes have one to three characters.
_CLASSES = re.compile(r"[a-z][a-z0-9]{0,2}|highlight|math|inline|block|math-error|cell-[a-z-]+")


def _filter_attribute(tag: str, name: str, value: str) -> str | None:
    if name == "class":
        return " ".join(c for c in value.split() if _CLASSES.fullmatch(c)) or None
    return value


_cleaner = nh3.Cleaner(
    tags=set(_HTML) | set(_MATHML),
    attributes={tag: names for tag, names in (_HTML | _MATHML).items() if names},
    attribute_filter=_filter_attribute,
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel="noopener",
    strip_comments=True,
)


class _Renderer(RendererHTML):
    """HTML for tokens that markdown-it would write otherwise."""

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """A picture of this site by its name; one from elsewhere as a link to it."""
        token = tokens[idx]
        alt = self.renderInlineAsText(token.children, options, env) if token.children else ""
        address = str(token.attrs.get("src", ""))
        if not address.startswith(IMAGE_SCHEME):
            return f'<a href="{html.escape(address)}">{html.escape(alt or address)}</a>'
        name, _, extension = address.removeprefix(IMAGE_SCHEME).partition(".")
        try:
            source = images.source(name, extension)
        except ValueError:
            return html.escape(alt or address)
        attributes = {
            "src": source.src,
            "srcset": source.srcset,
            "sizes": "(min-width: 50rem) 47rem, 92vw" if source.srcset else "",
            "width": str(source.width),
            "height": str(source.height),
            "loading": "lazy",
            "decoding": "async",
        }
        written = " ".join(f'{k}="{html.escape(v)}"' for k, v in attributes.items() if v)
        return f'<img alt="{html.escape(alt)}" {written}>'

    def td_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Alignment as a class: the Content-Security-Policy allows no inline style."""
        token = tokens[idx]
        alignment = str(token.attrs.get("style", "")).removeprefix("text-align:")
        scope = ' scope="col"' if token.tag == "th" else ""
        aligned = f' class="cell-{alignment}"' if alignment else ""
        return f"<{token.tag}{scope}{aligned}>"

    th_open = td_open

    def link_open(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        """An address from the site's root leads below the path where the site lies."""
        token = tokens[idx]
        address = str(token.attrs.get("href", ""))
        if address.startswith("/") and not address.startswith("//"):
            token.attrSet("href", get_script_prefix() + address[1:])
        return self.renderToken(tokens, idx, options, env)


def _coloured(code: str, language: str, attributes: str) -> str:
    try:
        lexer = get_lexer_by_name(language) if language else None
    except ClassNotFound:
        lexer = None
    if lexer is None or len(code) > 50_000:
        return ""
    lines = highlight(code, lexer, HtmlFormatter(nowrap=True))
    return f'<pre class="highlight"><code>{lines}</code></pre>\n'


def _as_mathml(latex: str, mode: dict[str, Any]) -> str:
    return to_mathml(latex, block=mode["display_mode"])


def _as_source(latex: str, mode: dict[str, Any]) -> str:
    return html.escape(latex)


#: How the formula plugin asks for HTML of a formula.
FormulaWriter = Callable[[str, dict[str, Any]], str]


def _block_formula(self: Any, tokens: Sequence[Token], idx: int, *rest: Any) -> str:
    """A formula of its own, which the keyboard can reach where it is wider than the page."""
    mathml = to_mathml(tokens[idx].content, block=True)
    return f'<div class="math block" tabindex="0">{mathml}</div>\n'


def _headings_in_place(state: StateCore) -> None:
    """Let the levels that a text uses follow each other from the first that is free."""
    headings = [token for token in state.tokens if token.type.startswith("heading_")]
    levels = sorted({token.tag for token in headings})
    for token in headings:
        token.tag = f"h{min(6, FIRST_HEADING + levels.index(token.tag))}"


_find_formula = math_inline_dollar(allow_space=False, allow_digits=False, allow_double=True)


def _formula_rule(state: StateInline, silent: bool) -> bool:
    """Formulas between dollar signs, at the very beginning as well.

    The plugin looks at the sign before a dollar sign, and at the beginning finds the last one of
    the text there: with a digit at its end, `$n$ bodies in dimension 3` had no formula.
    """
    source = state.src
    if state.pos == 0:
        state.src += " "
    found: bool = _find_formula(state, silent)
    state.src = source
    return found


def _with_formulas(parser: MarkdownIt, writer: FormulaWriter) -> MarkdownIt:
    parser.use(
        dollarmath_plugin,
        allow_space=False,
        allow_digits=False,
        allow_labels=False,
        double_inline=True,
        renderer=writer,
    )
    parser.inline.ruler.at("math_inline", _formula_rule)
    return parser


@cache
def _document_parser(writer: FormulaWriter = _as_mathml, has_quotes: bool = True) -> MarkdownIt:
    parser = MarkdownIt(
        "commonmark",
        {"html": False, "typographer": True, "highlight": _coloured},
        renderer_cls=_Renderer,
    )
    parser.enable(["table", "strikethrough"])
    if has_quotes:
        parser.enable("smartquotes")
    _with_formulas(parser, writer)
    if writer is _as_mathml:
        parser.add_render_rule("math_block", _block_formula)
    parser.core.ruler.push("headings_in_place", _headings_in_place)
    return parser


@cache
def _title_parser(writer: FormulaWriter = _as_mathml) -> MarkdownIt:
    """A title is quoted as it was published; only emphasis and formulas mean something."""
    parser = MarkdownIt("zero", renderer_cls=_Renderer)
    _with_formulas(parser, writer)
    return parser.enable(["emphasis", "balance_pairs", "fragments_join", "escape"])


def render(source: str) -> SafeString:
    """HTML of a Markdown text."""
    markup = _document_parser(_as_mathml, _may_quote(source)).render(source)
    return mark_safe(_cleaner.clean(markup))  # noqa: S308 - cleaned


def render_title(source: str) -> SafeString:
    """HTML of a title, which may carry emphasis and formulas, for use inside a line."""
    return mark_safe(_cleaner.clean(_title_parser().renderInline(source)))  # noqa: S308 - cleaned


def plain_title(source: str) -> str:
    """A title as text, for a window, a feed or an export: a formula keeps its source."""
    return _text_of(_title_parser(_as_source).renderInline(source))


class TitlePart(NamedTuple):
    """A piece of a title: text, or the source of a formula."""

    text: str
    is_formula: bool = False
    is_emphasized: bool = False


def title_parts(source: str) -> list[TitlePart]:
    """A title piece by piece, for forms that are no HTML."""
    parts: list[TitlePart] = []
    depth = 0
    for token in _title_parser().parseInline(source)[0].children or []:
        depth += token.nesting
        if token.content:
            parts.append(TitlePart(token.content, token.type.startswith("math"), depth > 0))
    return parts


def parsed(source: str) -> list[Token]:
    """A Markdown text as a flat list of its parts, for forms with fewer elements than HTML."""
    return _document_parser(_as_source, _may_quote(source)).parse(source)


def has_headings(source: str) -> bool:
    """Whether the text has headings of its own, which stand below one of the page."""
    return any(token.type == "heading_open" for token in parsed(source))


def plain(source: str) -> str:
    """A Markdown text as one line of text, for descriptions, search and excerpts."""
    markup = _document_parser(_as_source, _may_quote(source)).render(source)
    return " ".join(_text_of(markup).split())


def list_items(source: str) -> list[str]:
    """The items of a text that is one list and nothing else, each as Markdown; else nothing."""
    tokens = parsed(source)
    if not tokens or tokens[-1].type != tokens[0].type.replace("list_open", "list_close"):
        return []
    if any(token.level == 0 for token in tokens[1:-1]):
        return []
    lines = source.replace("\r\n", "\n").split("\n")
    items = [t.map for t in tokens if t.type == "list_item_open" and t.level == 1 and t.map]
    inside = {number for start, end in items for number in range(start, end)}
    if any(line.strip() for number, line in enumerate(lines) if number not in inside):
        # Where a link leads may be said below the list.
        return []
    return list(filter(None, (_without_marker(lines[start:end]) for start, end in items)))


def _without_marker(lines: list[str]) -> str:
    """What stands in an item of a list, whose later lines are set in as far as its first."""
    marker = _LIST_MARKER.match(lines[0])
    width = marker.end() if marker else 0
    later = (line[min(width, len(line) - len(line.lstrip())) :] for line in lines[1:])
    return "\n".join([lines[0][width:], *later]).strip()


def _may_quote(source: str) -> bool:
    """Whether quotes are few enough to be matched: the time for it grows with their square."""
    return source.count('"') + source.count("'") <= MAX_QUOTES


def _text_of(markup: str) -> str:
    return html.unescape(strip_tags(markup))
