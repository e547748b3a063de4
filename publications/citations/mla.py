"""The MLA Handbook, ninth edition: entries of a works-cited list, container by container.

Titles are left as they were typed; the style asks for headline style, which a rule cannot
make without knowing the parts of speech.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from publications.citations import parts
from publications.citations.names import People, inverted, is_whole, people
from publications.citations.text import Run, Text, italic, joined, quoted, sentences

_MONTHS = (
    "Jan.", "Feb.", "Mar.", "Apr.", "May", "June",
    "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.",
)  # fmt: skip
#: What stands on its own has its title in italics.
_WHOLE = frozenset({"book", "thesis", "report", "dataset", "software", "patent", "document"})

#: Words of ours, which take a capital where they begin a sentence.
_OPENING = re.compile(r"edited by|translated by|version|vol\.|pp?\.|article|[^,]*\bno\.")


def cite(item: Mapping[str, Any]) -> Text:
    """The entry of a works-cited list for a CSL item."""
    kind, title = item["type"], item.get("title", "")
    who = "" if _is_own_publisher(item) else _authors(people(item, "author"))
    editors = people(item, "editor")
    if not who and editors and kind not in ("chapter", "paper-conference"):
        who = f"{_authors(editors)}, {'editor' if len(editors) == 1 else 'editors'}"
    name = italic(title) if kind in _WHOLE else quoted(title, ".")
    return sentences([who, name, *_after_title(item)])


def _after_title(item: Mapping[str, Any]) -> list[Text | str]:
    kind, genre = item["type"], item.get("genre", "")
    date, address = _date(item), parts.address(item)
    match kind:
        case "thesis":
            place = [item.get("publisher", ""), _thesis(genre)]
            return [date, ", ".join(filter(None, place)), address]
        case "speech":
            given = genre or ("Conference presentation" if item.get("event-title") else "Talk")
            where = [item.get("event-title", ""), date, item.get("event-place", "")]
            return [", ".join(filter(None, where)), given, address]
        case "manuscript":
            return [date, "Unpublished manuscript", address]
        case "patent":
            named = parts.joined_number(genre or "Patent", str(item.get("number", "")))
            made = [named, item.get("authority", ""), date]
            return [", ".join(filter(None, made)), address]
        case "article":
            archive, number = item.get("publisher", ""), str(item.get("number", ""))
            return [joined(", ", [italic(archive), date, number if not address else "", address])]
    series = [item.get("collection-title", ""), str(item.get("collection-number", ""))]
    return [_container(item), " ".join(filter(None, series))]


def _container(item: Mapping[str, Any]) -> Text:
    """Title of the container, others, version, number, publisher, date, place: with commas."""
    kind = item["type"]
    editors = people(item, "editor")
    if kind not in ("chapter", "paper-conference") and not item.get("author"):
        editors = People(())
    number = str(item.get("number", ""))
    if kind == "report":
        number = parts.joined_number(_lower(item.get("genre", "report")) + " no.", number)
    elif kind not in ("article-journal", "review"):
        number = parts.joined_number("no.", number)
    parts_of_it = [
        italic(item.get("container-title", "")),
        _role("edited by", editors),
        _role("translated by", people(item, "translator")),
        parts.edition(item),
        _lower(parts.version(item)),
        f"vol. {item['volume']}" if item.get("volume") else "",
        f"no. {item['issue']}" if item.get("issue") else number,
        item.get("publisher", "") if kind not in ("article-journal", "review") else "",
        _date(item),
        _pages(item),
        parts.address(item),
    ]
    line = joined(", ", parts_of_it)
    if line and _OPENING.match(line.plain):
        first = line.runs[0]
        return Text((Run(first.text[0].upper() + first.text[1:]), *line.runs[1:]))
    return line


def _authors(group: People) -> str:
    """One, two, or the first and et al."""
    names = group.names
    if not names:
        return ""
    # A comma parts an inverted name from what follows, and only such a one.
    comma = "," if not is_whole(names[0]) else ""
    if len(names) > 2 or not group.is_complete:
        return f"{inverted(names[0])}{comma} et al."
    return f"{comma} and ".join([inverted(names[0]), *(name.full for name in names[1:])])


def _is_own_publisher(item: Mapping[str, Any]) -> bool:
    """Whether one body is author and publisher, and so is named as the publisher alone."""
    names = people(item, "author").names
    return len(names) == 1 and bool(names[0].literal) and names[0].literal == item.get("publisher")


def _role(words: str, group: People) -> str:
    if not group:
        return ""
    if len(group) > 2:
        return f"{words} {group.names[0].full} et al."
    return f"{words} {' and '.join(name.full for name in group.names)}"


def _pages(item: Mapping[str, Any]) -> str:
    page = parts.short_pages(item, two_digits=True)
    if not page:
        return ""
    if parts.is_article_number(page):
        return f"article {page}"
    return f"{'pp.' if parts.has_pages(page) else 'p.'} {page}"


def _date(item: Mapping[str, Any]) -> str:
    """`15 June 2020`, `June 2020`, `2020`; nothing where it is unknown."""
    if parts.is_pending(item):
        return "forthcoming"
    date = parts.date_parts(item)
    if not date or item["type"] in ("book", "chapter", "thesis"):
        return parts.year(item)
    month = _MONTHS[date[1] - 1] if len(date) > 1 else ""
    return " ".join(filter(None, [*map(str, date[2:]), month, str(date[0])]))


def _thesis(genre: str) -> str:
    if re.search(r"doctor|ph\.?\s*d", genre, re.I):
        return "PhD dissertation"
    return genre or "Thesis"


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
