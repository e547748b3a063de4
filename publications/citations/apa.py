"""APA Style, seventh edition (Publication Manual of the American Psychological Association).

Titles are left as they were typed. The style asks for sentence case, but no rule tells
`Adam` the method from a word that is capital by custom only: lowering it damages names.
"""

from __future__ import annotations

from calendar import month_name
from collections.abc import Mapping
from typing import Any

from publications.citations import parts
from publications.citations.names import People, inverted, listed, people, with_initials
from publications.citations.text import Text, italic, joined, marked, sentences

#: Named in square brackets after the title, unless the item has a genre.
_DESCRIPTIONS = {"dataset": "Data set", "software": "Computer software", "speech": "Talk"}


def cite(item: Mapping[str, Any]) -> Text:
    """The entry of a reference list for a CSL item."""
    is_part = item["type"] in ("chapter", "paper-conference")
    who = _authors(people(item, "author"))
    if not who and not is_part:
        editors = people(item, "editor")
        who = f"{_authors(editors)} ({_role_of(editors)})" if editors else ""
    date, title = f"({_date(item)})", _title(item)
    lead: list[Text | str] = [who, date, title] if who else [title, date]
    return joined(" ", [sentences([*lead, *_source(item)]), parts.address(item)])


def _date(item: Mapping[str, Any]) -> str:
    if parts.is_pending(item):
        return "in press"
    date = parts.date_parts(item)
    if not date:
        return "n.d."
    # Only what happened on a day, or was posted on it, has one.
    if len(date) == 1 or item["type"] not in ("speech", "webpage"):
        return str(date[0])
    return f"{date[0]}, {' '.join([month_name[date[1]], *map(str, date[2:])])}"


def _title(item: Mapping[str, Any]) -> Text:
    kind, genre = item["type"], item.get("genre", "")
    if kind in ("article-journal", "review"):
        return marked(item.get("title", ""))
    translators = _named(people(item, "translator"))
    translators = f"{translators}, Trans." if translators else ""
    if kind in ("chapter", "paper-conference"):
        return joined(" ", [marked(item.get("title", "")), _in_brackets(translators)])
    editors = people(item, "editor") if item.get("author") else People(())
    roles = "; ".join(filter(None, [_editors(editors), translators]))
    number, volume = str(item.get("number", "")), str(item.get("volume", ""))
    details = [parts.edition(item), f"Vol. {volume}" if volume else ""]
    description = genre or _DESCRIPTIONS.get(kind, "")
    match kind:
        case "article":
            details, description = [number], ""
        case "report":
            if number:
                details = [parts.joined_number(f"{parts.capitals(genre or 'Report')} No.", number)]
                description = ""
        case "patent":
            details = [parts.joined_number(f"{genre or 'Patent'} No.", number)]
            description = ""
        case "dataset" | "software":
            details = [parts.version(item)]
        case "thesis":
            description = ", ".join(filter(None, [genre or "Thesis", item.get("publisher", "")]))
        case "manuscript":
            is_submitted = item.get("status") == "submitted"
            description = (
                "Manuscript submitted for publication" if is_submitted else "Unpublished manuscript"
            )
        case "speech" if item.get("event-title") and not genre:
            description = "Conference presentation"
        case "book":
            description = ""
    bracketed = "; ".join(filter(None, [roles, ", ".join(filter(None, details))]))
    return joined(
        " ",
        [
            italic(item.get("title", "")),
            _in_brackets(bracketed),
            f"[{description}]" if description else "",
        ],
    )


def _source(item: Mapping[str, Any]) -> list[Text | str]:
    kind = item["type"]
    container = italic(item.get("container-title", ""))
    volume, page = str(item.get("volume", "")), parts.pages(item)
    if kind in ("article-journal", "review"):
        issue = f"({item['issue']})" if item.get("issue") else ""
        located = f"Article {page}" if parts.is_article_number(page) else page
        return [joined(", ", [container, italic(volume) + issue, located])]
    publisher = item.get("publisher", "")
    if kind in ("chapter", "paper-conference"):
        label = "pp." if parts.has_pages(page) else "p."
        inside = [
            parts.edition(item),
            f"Vol. {volume}" if volume else "",
            f"{label} {page}" if page else "",
        ]
        editors = _editors(people(item, "editor"), brackets=True)
        book = joined(" ", [container, _in_brackets(", ".join(filter(None, inside)))])
        where = joined(", ", [editors, book])
        return ["In " + where if container else "", publisher]
    if kind == "speech":
        place = item.get("event-place", "")
        return [", ".join(filter(None, [item.get("event-title", ""), place]))]
    if kind == "thesis":
        return []
    if kind == "patent":
        return [item.get("authority", "")]
    # A body that publishes its own work is named once.
    is_own = publisher in [name.literal for name in people(item, "author").names]
    return ["" if is_own else publisher]


def _authors(group: People) -> str:
    names = [inverted(name, initials_only=True) for name in group.names]
    if not group.is_complete:
        return ", ".join([*names[:19], "et al."]) if names else ""
    if len(names) > 20:
        return ", ".join(names[:19]) + ", . . . " + names[-1]
    return listed(names, ", & ")


def _named(group: People) -> str:
    return listed([with_initials(name) for name in group.names], ", & ", two=" & ")


def _editors(group: People, *, brackets: bool = False) -> str:
    if not group:
        return ""
    names, role = _named(group), _role_of(group)
    return f"{names} ({role})" if brackets else f"{names}, {role}"


def _role_of(editors: People) -> str:
    return "Ed." if len(editors) == 1 else "Eds."


def _in_brackets(words: str) -> str:
    return f"({words})" if words else ""
