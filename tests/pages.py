"""Public pages as a visitor reads them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.test import Client

#: Elements that do not end a word or a line.
_INLINE = frozenset(
    {"a", "abbr", "b", "code", "data", "em", "i", "span", "strong", "sub", "sup", "time"}
    | {"math", "mi", "mn", "mo", "mrow", "msub", "msup", "mtext"}
)
#: Elements without an end.
_VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "source", "wbr"})
_UNSEEN = frozenset({"head", "script", "style", "template"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def normalized(text: str) -> str:
    """The text with every kind of blank, narrow and no-break ones among them, as one blank."""
    return " ".join(text.split())


def visible_text(html: str) -> str:
    return normalized(_read(html).text)


def empty_headings(html: str) -> list[str]:
    """Headings that say nothing, or that nothing follows in their section.

    One that is itself a link is an entry, and needs nothing below it.
    """
    return _read(html).empty


@dataclass
class _Heading:
    level: int
    depth: int
    words: str = ""
    below: str = ""
    is_link: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.words.strip() or not (self.is_link or self.below.strip())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.empty: list[str] = []
        self.unseen = 0
        self.depth = 0
        self.open: list[_Heading] = []
        self.current: _Heading | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self.unseen += 1
        if tag not in _INLINE:
            self.handle_data(" ")
        if tag in ("section", "article", "main"):
            self.depth += 1
        elif tag in _HEADINGS:
            level = int(tag[1])
            self._close(lambda heading: heading.level >= level)
            self.current = _Heading(level, self.depth)
            self.open.append(self.current)
        elif tag == "a" and self.current:
            self.current.is_link = True
        elif tag in ("img", "input", "button"):
            self.handle_data("·" if tag == "img" else "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self.unseen -= 1
        if tag not in _INLINE and tag not in _VOID:
            self.handle_data(" ")
        if tag in _HEADINGS:
            self.current = None
        elif tag in ("section", "article", "main"):
            self._close(lambda heading: heading.depth >= self.depth)
            self.depth -= 1

    def handle_data(self, data: str) -> None:
        if self.unseen:
            return
        self.text += data
        for heading in self.open:
            if heading is self.current:
                heading.words += data
            else:
                heading.below += data

    def close(self) -> None:
        super().close()
        self._close(lambda heading: True)

    def _close(self, ends) -> None:
        self.empty += [normalized(h.words) for h in self.open if ends(h) and h.is_empty]
        self.open = [heading for heading in self.open if not ends(heading)]


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader


@dataclass
class Pages:
    """Every page asked for once, with what can be read on it."""

    client: Client = field(default_factory=Client)
    _html: dict[str, str] = field(default_factory=dict)

    def html(self, address: str) -> str:
        if address not in self._html:
            response = self.client.get(address)
            assert response.status_code == 200, f"{address} answers {response.status_code}"
            self._html[address] = response.content.decode()
        return self._html[address]

    def text(self, address: str) -> str:
        return visible_text(self.html(address))
