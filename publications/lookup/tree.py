"""Marked-up text as a tree: HTML, JATS and MathML as the services put them into plain strings.

What they send is seldom a document: tags of several vocabularies mixed, with prefixes that
nobody declares, or text in which `<` only means “less than”.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

MAX_DEPTH = 60
#: What is longer is cut off.
MAX_LENGTH = 200_000

_PRESENTATION = (
    "a abstract abstracttext b bold br break div em i italic p sc scp small span strong sub sup "
    "sec title tt u underline ul ol li list list-item monospace code font roman sans-serif "
    "styled-content named-content ext-link uri xref label fn inline-graphic graphic strike s "
    "overline inline-formula disp-formula alternatives tex-math articletitle vernaculartitle "
    "booktitle h1 h2 h3 h4 h5 h6 disp-quote preformat boxed-text"
)
_MATHML = (
    "math mrow mi mn mo mtext ms mspace msub msup msubsup munder mover munderover mfrac msqrt "
    "mroot mfenced menclose mtable mtr mlabeledtr mtd mstyle mpadded mphantom merror semantics "
    "annotation annotation-xml none mmultiscripts mprescripts maligngroup malignmark maction"
)
_KNOWN = frozenset(f"{_PRESENTATION} {_MATHML}".split())
#: Markup that a publisher's own software escaped before the service did.
_ESCAPED_TWICE = re.compile(r"&lt;/?(?:i|em|b|sub|sup|italic)&gt;")
_EMPTY = frozenset({"br", "break", "mspace", "none", "mprescripts", "graphic", "inline-graphic"})


@dataclass
class Node:
    """An element: its name without a prefix, in lower case, and what it holds in order."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    def text(self) -> str:
        """Everything that it holds as text, without markup."""
        return "".join(self._pieces())

    def find(self, name: str) -> Node | None:
        """The first element of that name in it, at any depth."""
        for child in self.children:
            if isinstance(child, Node):
                if child.name == name:
                    return child
                if found := child.find(name):
                    return found
        return None

    def _pieces(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, Node):
                yield from child._pieces()
            else:
                yield child


#: A tag ends before the next one begins; so the time grows with the length alone.
_TAG = re.compile(r"<(/?)([A-Za-z][\w:.-]{0,60})((?:\s(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)?)(/?)>")
_ATTRIBUTE = re.compile(r"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


def parse(source: str) -> Node:
    """The tree of a text; tags that are no markup known here stay text."""
    root = Node("")
    if _ESCAPED_TWICE.search(source):
        source = html.unescape(source)
    source = source[:MAX_LENGTH]
    opened = [root]
    end = 0
    for tag in _TAG.finditer(source):
        name = _bare(tag[2]).lower()
        if name not in _KNOWN:
            continue
        _add_text(opened[-1], source[end : tag.start()])
        end = tag.end()
        if tag[1]:
            _close(opened, name)
            continue
        node = Node(name, _attributes(tag[3]))
        opened[-1].children.append(node)
        is_empty = tag[4] or tag[3].endswith("/") or name in _EMPTY
        if not is_empty and len(opened) < MAX_DEPTH:
            opened.append(node)
    _add_text(opened[-1], source[end:])
    return root


def _add_text(node: Node, text: str) -> None:
    if text:
        node.children.append(html.unescape(text))


def _close(opened: list[Node], name: str) -> None:
    """End the innermost element of that name, and those in it; a stray end tag ends none."""
    for depth in range(len(opened) - 1, 0, -1):
        if opened[depth].name == name:
            del opened[depth:]
            return


def _attributes(text: str) -> dict[str, str]:
    return {
        _bare(match[1]).lower(): html.unescape(match[2] or match[3] or "")
        for match in _ATTRIBUTE.finditer(text)
    }


def _bare(name: str) -> str:
    return name.rpartition(":")[2]
