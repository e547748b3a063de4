"""The Chicago Manual of Style, 17th edition: entries of a bibliography (notes and bibliography).

Titles are left as they were typed; the style asks for headline style, which a rule cannot
make without knowing the parts of speech.
"""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Mapping
from typing import Any

from publications.citations import parts
from publications.citations.names import People, inverted, listed, people
from publications.citations.text import Text, italic, joined, marked, quoted, sentences, text


def cite(item: Mapping[str, Any]) -> Text:
    """The entry of a bibliography for a CSL item."""
    is_part = item["type"] in ("chapter", "paper-conference")
    who = _authors(people(item, "author"))
    editors = people(item, "editor")
    if not who and not is_part and editors:
        who = f"{_authors(editors)}, {'ed.' if len(editors) == 1 else 'eds.'}"
    return sentences([who, *_work(item), parts.address(item)])


def _work(item: Mapping[str, Any]) -> list[Text | str]:
    title, kind = item.get("title", ""), item["type"]
    number, genre = str(item.get("number", "")), item.get("genre", "")
    match kind:
        case "article-journal" | "review":
            return [quoted(title, "."), _periodical(item)]
        case "chapter" | "paper-conference":
            return [quoted(title, "."), _translated(item), _contained(item), _house(item)]
        case "article":
            archive = item.get("publisher", "")
            date = "forthcoming" if parts.is_pending(item) else _date(item)
            of_archive = "" if number.lower().startswith(f"{archive.lower()}:") else archive
            made = [genre or "Preprint", of_archive, number, date]
            return [quoted(title, "."), ", ".join(filter(None, made))]
        case "manuscript":
            return [quoted(title, "."), f"Unpublished manuscript, {_date(item)}"]
        case "thesis":
            made = [_thesis(genre), item.get("publisher", ""), _year(item)]
            return [quoted(title, "."), ", ".join(filter(None, made))]
        case "report":
            named = parts.joined_number(parts.capitals(genre or "Report"), number) or genre
            return [italic(title), named, _house(item)]
        case "speech":
            event = item.get("event-title", "")
            given = f"Paper presented at {event}" if event else "Talk"
            made = [f"{genre}, {event}" if genre and event else genre or given]
            made += [item.get("event-place", ""), _date(item)]
            return [quoted(title, "."), ", ".join(filter(None, made))]
        case "patent":
            named = parts.joined_number(genre or "Patent", number) or genre or "Patent"
            issued = f"issued {_date(item)}" if parts.date_parts(item) else ""
            return [marked(title), ", ".join(filter(None, [named, issued]))]
        case "dataset" | "software":
            what = "Dataset" if kind == "dataset" else ""
            return [italic(title), parts.version(item), _house(item), what]
    authored = people(item, "editor") if item.get("author") else People(())
    volume = f"Vol. {item['volume']}" if item.get("volume") else ""
    return [
        italic(title),
        f"Edited by {_named(authored)}" if authored else "",
        _translated(item),
        _capitalized(parts.edition(item)),
        volume,
        _series(item),
        _house(item),
    ]


def _periodical(item: Mapping[str, Any]) -> Text:
    """`*Journal* 32, no. 3 (2022): 249–94`."""
    issue = f"no. {item['issue']}" if item.get("issue") else ""
    place = joined(
        ", ", [joined(" ", [italic(item.get("container-title", "")), _volume(item)]), issue]
    )
    page = parts.short_pages(item, two_digits=False)
    dated = joined(" ", [place, f"({_year(item)})" if place else _year(item)])
    return joined(": ", [dated, page])


def _volume(item: Mapping[str, Any]) -> str:
    return str(item.get("volume", ""))


def _contained(item: Mapping[str, Any]) -> Text:
    """`In *Book*, 2nd ed., edited by A and B, 35:1–20`."""
    container = italic(item.get("container-title", ""))
    if not container:
        return text("")
    editors = _named(people(item, "editor"))
    page, volume = parts.short_pages(item, two_digits=False), _volume(item)
    located = (
        f"{volume}:{page}" if volume and page else page or (f"vol. {volume}" if volume else "")
    )
    edited = f"edited by {editors}" if editors else ""
    return joined(
        "", ["In ", joined(", ", [container, parts.edition(item), edited, located, _series(item)])]
    )


def _house(item: Mapping[str, Any]) -> str:
    """`Place: Publisher, 2022`."""
    place, publisher = item.get("publisher-place", ""), item.get("publisher", "")
    house = ": ".join(filter(None, [place if publisher else "", publisher]))
    return ", ".join(filter(None, [house or place, _year(item)]))


def _series(item: Mapping[str, Any]) -> str:
    number = str(item.get("collection-number", ""))
    return " ".join(filter(None, [item.get("collection-title", ""), number]))


def _translated(item: Mapping[str, Any]) -> str:
    names = _named(people(item, "translator"))
    return f"Translated by {names}" if names else ""


def _authors(group: People) -> str:
    """Up to ten by name; of more the first seven and et al. Only the first is inverted."""
    if not group:
        return ""
    first = inverted(group.names[0])
    names = [first, *(name.full for name in group.names[1:])]
    if len(names) > 10:
        return ", ".join([*names[:7], "et al."])
    if not group.is_complete:
        return ", ".join([*names, "et al."])
    # The comma before “and” parts an inverted name from the next.
    return listed(names, ", and ", two=", and " if "," in first else " and ")


def _named(group: People) -> str:
    names = [name.full for name in group.names]
    if len(names) > 10:
        return ", ".join([*names[:7], "et al."])
    return listed(names, ", and ", two=" and ")


def _year(item: Mapping[str, Any]) -> str:
    return "forthcoming" if parts.is_pending(item) else parts.year(item) or "n.d."


def _date(item: Mapping[str, Any]) -> str:
    """`June 15, 2020`, `June 2020`, `2020`."""
    date = parts.date_parts(item)
    if not date:
        return "n.d."
    month = month_name[date[1]] if len(date) > 1 else ""
    return f"{month} {date[2]}, {date[0]}" if len(date) == 3 else f"{month} {date[0]}".strip()


def _thesis(genre: str) -> str:
    if re.search(r"doctor|ph\.?\s*d", genre, re.I):
        return "PhD diss."
    return _capitalized(genre or "thesis")


def _capitalized(words: str) -> str:
    return words[:1].upper() + words[1:]
