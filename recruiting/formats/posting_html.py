"""What a position asks and offers, as the HTML that job search engines read.

Google names the elements that a JobPosting's description may have: `p`, `ul`, `li` and `br`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape, unescape
from urllib.parse import unquote

from django.utils.html import strip_tags
from markdown_it.token import Token

from homepage.content.links import host_of
from homepage.content.markdown import parsed

_TAGS = {
    "paragraph": "p",
    "heading": "p",
    "tr": "p",
    "bullet_list": "ul",
    "ordered_list": "ul",
    "list_item": "li",
}
_LINE_ENDS = re.compile("</p>|</?li>|<br>")


def paragraphs_and_lists(source: str) -> str:
    """A Markdown text with no element but `p`, `ul`, `li` and `br`.

    Headings and rows of tables become paragraphs, formulas keep their source, and the address
    of a link, also one of mail, follows its words in brackets where they do not show it.
    """
    return "".join(_blocks(parsed(source)))


def plain_lines(source: str) -> str:
    """A Markdown text as lines of text, one for each paragraph and item."""
    html = _LINE_ENDS.sub("\n", paragraphs_and_lists(source))
    lines = (line.strip() for line in unescape(strip_tags(html)).split("\n"))
    return "\n".join(line for line in lines if line)


def paragraph(text: str) -> str:
    """A line of plain text as a paragraph; nothing for nothing."""
    return f"<p>{escape(text, quote=False)}</p>" if text else ""


def items(lines: Iterable[str]) -> str:
    """Lines of plain text as a list; nothing for none."""
    rows = "".join(f"<li>{escape(line, quote=False)}</li>" for line in lines)
    return f"<ul>{rows}</ul>" if rows else ""


def section(heading: str, body: str) -> str:
    """A heading, as a paragraph of its own, with what stands below it; nothing without that."""
    return paragraph(heading) + body if body else ""


def _blocks(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        tag = _TAGS.get(token.type.rpartition("_")[0])
        if tag and not token.hidden and token.nesting:
            yield f"<{tag}>" if token.nesting > 0 else f"</{tag}>"
        elif token.type == "inline":
            yield "".join(_inline(token.children or ()))
        elif token.type in ("th_close", "td_close"):
            yield " "
        elif token.content.strip():
            lines = escape(token.content.strip("\n"), quote=False).split("\n")
            yield f"<p>{'<br>'.join(lines)}</p>"


def _shown(address: str) -> str:
    """What a reader needs of an address to go there; nothing of one within the site."""
    if address.lower().startswith("mailto:"):
        return unquote(address[len("mailto:") :].partition("?")[0])
    return address if host_of(address) else ""


def _inline(tokens: Sequence[Token]) -> Iterator[str]:
    address = words = ""
    for token in tokens:
        if token.type == "link_open":
            address, words = str(token.attrs.get("href", "")), ""
        elif token.type == "link_close":
            shown = _shown(address)
            if shown and shown not in words:
                yield f" ({escape(shown, quote=False)})"
        elif token.type == "hardbreak":
            yield "<br>"
        elif token.type == "softbreak":
            yield " "
        else:
            words += token.content
            yield escape(token.content, quote=False)
