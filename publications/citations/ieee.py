"""IEEE style, as the IEEE Reference Guide has it.

The guide abbreviates the names of periodicals. No rule makes those abbreviations, so the
venue's short name stands where it is one (`SIAM J. Optim.`), else its whole name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from publications.citations import parts
from publications.citations.names import People, listed, people, with_initials
from publications.citations.text import Text, ended, italic, joined, quoted, text

_MONTHS = (
    "Jan.", "Feb.", "Mar.", "Apr.", "May", "Jun.",
    "Jul.", "Aug.", "Sep.", "Oct.", "Nov.", "Dec.",
)  # fmt: skip


def cite(item: Mapping[str, Any]) -> Text:
    """The entry of a reference list for a CSL item, without its number."""
    kind = item["type"]
    who = _authors(people(item, "author"))
    if not who and kind not in ("chapter", "paper-conference"):
        who = _editors(people(item, "editor"))
    if kind in ("dataset", "software"):
        return _data(item, who)
    title = item.get("title", "")
    if kind in ("book", "document"):
        rest = _book(item)
    else:
        rest = [*_elements(item)]
        # The comma after the title stands inside its quotes.
        head = quoted(title, "," if any(rest) or parts.address(item) else "")
        body = joined(", ", rest)
        lead = who + ", " + head if who else head
        return _closed(lead + " " + body if body else lead, item)
    return _closed(joined(", ", [who, *rest]), item)


def _elements(item: Mapping[str, Any]) -> list[Text | str]:
    """What follows the title in quotes."""
    kind = item["type"]
    number, publisher = str(item.get("number", "")), item.get("publisher", "")
    short = item.get("container-title-short", "")
    container = italic(short if "." in short else item.get("container-title", ""))
    volume = _numbered("vol.", item.get("volume"))
    place = item.get("publisher-place", "")
    match kind:
        case "article-journal" | "review":
            issue = _numbered("no.", item.get("issue"))
            return [container, volume, issue, *_dated(_pages(item), item)]
        case "paper-conference" | "chapter":
            editors = _editors(people(item, "editor"))
            inside = joined(" ", ["in " + container if container else "", _series(item)])
            edition = parts.edition(item)
            if kind == "chapter" or publisher:
                head = joined(", ", [inside, volume, editors, edition])
                return [_with_publisher(head, place, publisher), _date(item), _pages(item)]
            return [inside, volume, editors, place, _date(item), _pages(item)]
        case "article":
            return [_date(item), italic(number) if number else publisher]
        case "manuscript":
            if item.get("status") == "submitted":
                return ["submitted for publication"]
            return ["unpublished", _date(item)]
        case "thesis":
            return [_thesis(item.get("genre", "")), publisher, place, _date(item)]
        case "report":
            word = "Tech. Rep." if item.get("genre") in (None, "Technical report") else "Rep."
            return [publisher, place, parts.joined_number(word, number), _date(item)]
        case "speech":
            event = item.get("event-title", "")
            at = f"presented at the {re.sub('^[Tt]he ', '', event)}" if event else "presentation"
            return [at, item.get("event-place", ""), _date(item)]
        case "patent":
            name = parts.joined_number(item.get("genre", "Patent"), number)
            return [name or item.get("genre", "Patent"), _date(item)]
    return [publisher, _date(item)]


def _book(item: Mapping[str, Any]) -> list[Text | str]:
    """A title in italics and what follows it."""
    editors = _editors(people(item, "editor")) if item.get("author") else ""
    translators = _named(people(item, "translator"))
    head = joined(
        ", ",
        [
            # A series belongs to the title, and no comma parts them.
            joined(" ", [italic(item.get("title", "")), _series(item)]),
            _numbered("vol.", item.get("volume")),
            editors,
            f"{translators}, Trans." if translators else "",
            parts.edition(item),
        ],
    )
    place, publisher = item.get("publisher-place", ""), item.get("publisher", "")
    return [_with_publisher(head, place, publisher), _date(item), _pages(item)]


def _with_publisher(head: Text, place: str, publisher: str) -> Text:
    """`in Book, 2nd ed. City: Publisher`: the publisher begins a sentence of its own."""
    house = ": ".join(filter(None, [place, publisher]))
    return joined(" ", [ended(head) if house else head, house])


def _data(item: Mapping[str, Any], who: Text | str) -> Text:
    """Data sets and programs, whose date and address stand elsewhere than those of texts."""
    title, publisher = item.get("title", ""), item.get("publisher", "")
    version = _numbered("ver.", item.get("version"))
    if item["type"] == "dataset":
        lead = ended(joined(", ", [who, _date(item)]))
        by = f"distributed by {publisher}" if publisher else ""
        rest = joined(", ", [version, by])
        mark = "," if rest or parts.address(item) else "."
        return _closed(joined(" ", [lead, quoted(title, mark), rest]), item)
    made = ", ".join(filter(None, [version, _date(item)]))
    name = joined(" ", [ended(italic(title)), f"({made})" if made else ""])
    return _closed(joined(", ", [joined(" ", [ended(who), name]), publisher]), item)


def _closed(body: Text, item: Mapping[str, Any]) -> Text:
    """With the DOI in the sentence, or the address after it."""
    if doi := item.get("DOI"):
        # What ends in a quotation mark has its comma inside already.
        return body + (" " if body.plain.endswith("”") else ", ") + f"doi: {doi}."
    if url := item.get("URL"):
        return ended(_without_comma(body)) + f" [Online]. Available: {url}"
    return ended(_without_comma(body))


def _without_comma(body: Text) -> Text:
    if not body.plain.endswith(",”"):
        return body
    return Text(
        (*body.runs[:-2], type(body.runs[-2])(body.runs[-2].text[:-1] + "."), body.runs[-1])
    )


def _authors(group: People) -> Text | str:
    """Up to six by name; of more the first and *et al.*"""
    names = [with_initials(name) for name in group.names]
    if not names:
        return ""
    if len(names) > 6:
        return names[0] + " " + italic("et al.")
    if not group.is_complete:
        return ", ".join(names) + (" " if len(names) == 1 else ", ") + italic("et al.")
    return _named(group)


def _named(group: People) -> str:
    return listed([with_initials(name) for name in group.names], ", and ", two=" and ")


def _editors(group: People) -> Text | str:
    names = _authors(group)
    return text(names) + (", Ed." if len(group) == 1 else ", Eds.") if names else ""


def _pages(item: Mapping[str, Any]) -> str:
    page = parts.pages(item)
    if not page:
        return ""
    if parts.is_article_number(page):
        return f"Art. no. {page}"
    return f"{'pp.' if parts.has_pages(page) else 'p.'} {page}"


def _dated(page: str, item: Mapping[str, Any]) -> list[Text | str]:
    """Pages and date in a periodical; an article number stands after the date."""
    if parts.is_pending(item):
        return ["to be published"]
    return [_date(item), page] if page.startswith("Art.") else [page, _date(item)]


def _date(item: Mapping[str, Any]) -> str:
    if parts.is_pending(item):
        return "to be published"
    date = parts.date_parts(item)
    if len(date) == 3 and item["type"] in ("speech", "patent", "webpage"):
        return f"{_MONTHS[date[1] - 1]} {date[2]}, {date[0]}"
    if len(date) > 1 and item["type"] not in ("book", "chapter", "thesis"):
        return f"{_MONTHS[date[1] - 1]} {date[0]}"
    return str(date[0]) if date else "n.d."


def _series(item: Mapping[str, Any]) -> str:
    if series := item.get("collection-title"):
        number = _numbered("no.", item.get("collection-number"))
        return f"({', '.join(filter(None, [series, number]))})"
    return ""


def _thesis(genre: str) -> str:
    if re.search(r"doctor|ph\.?\s*d", genre, re.I):
        return "Ph.D. dissertation"
    if re.search(r"master", genre, re.I):
        return "M.S. thesis" if re.search(r"scien|\bm\.?s", genre, re.I) else "Master’s thesis"
    return genre or "thesis"


def _numbered(word: str, number: Any) -> str:
    return f"{word} {number}" if number else ""
