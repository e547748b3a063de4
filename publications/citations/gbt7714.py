"""GB/T 7714—2015, Rules for bibliographic references and citations to information resources.

Entries in the numeric system, without their number. The standard asks for the day on which
an online resource was looked up; nobody knows it but who cites, so it is not given.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from profile.names import Name
from publications.citations import parts
from publications.citations.names import People, has_han, is_whole, people
from publications.citations.text import Text, sentences

#: Annex B.1: what kind of resource it is.
_MARKS = {
    "article-journal": "J",
    "review": "J",
    "paper-conference": "C",
    "chapter": "M",
    "book": "M",
    "thesis": "D",
    "report": "R",
    "patent": "P",
    "dataset": "DS",
    "software": "CP",
}
#: What is never on paper.
_DATA = frozenset({"dataset", "software"})
_KANA = re.compile(r"[\u3040-\u30ff]")


def cite(item: Mapping[str, Any]) -> Text:
    """The entry of a reference list for a CSL item."""
    is_part = item["type"] in ("chapter", "paper-conference")
    who = people(item, "author") or (People(()) if is_part else people(item, "editor"))
    online = item.get("URL", "")
    doi = f"DOI:{item['DOI']}" if item.get("DOI") else ""
    # 8.7: a DOI that the address already holds is not repeated.
    doi = "" if doi and item["DOI"].lower() in online.lower() else doi
    return sentences([_authors(who), *_work(item), _translators(item), *_place(item), online, doi])


def _work(item: Mapping[str, Any]) -> list[str]:
    """Title, what belongs to it, the mark of its kind, and what it stands in."""
    kind = item["type"]
    own = str(item.get("number", "")) if kind in ("patent", "report") else ""
    volume = _volume(item) if kind == "book" else ""
    title = ": ".join(filter(None, [_plain(item.get("title", "")), own, volume]))
    return [f"{title}[{_mark(item)}]{_host(item)}"]


def _host(item: Mapping[str, Any]) -> str:
    """4.2: what it stands in, after two slashes."""
    if item["type"] not in ("chapter", "paper-conference") or not item.get("container-title"):
        return ""
    host = ": ".join(filter(None, [_plain(item["container-title"]), _volume(item)]))
    return f"//{sentences([_authors(people(item, 'editor'))])} {host}".replace("// ", "//")


def _volume(item: Mapping[str, Any]) -> str:
    volume = str(item.get("volume", ""))
    if not volume:
        return ""
    return f"第{volume}卷" if is_chinese(item) else f"Vol. {volume}"


def _place(item: Mapping[str, Any]) -> list[str]:
    """Edition, then place, publisher, year and pages."""
    kind, year = item["type"], parts.year(item)
    page = parts.pages(item, dash="-")
    if kind in ("article-journal", "review"):
        issue = f"({item['issue']})" if item.get("issue") else ""
        dated = _joined_issue(year, f"{item.get('volume', '')}{issue}")
        journal = ", ".join(filter(None, [_plain(item.get("container-title", "")), dated]))
        return [": ".join(filter(None, [journal, page]))]
    if kind == "patent":
        return [_day(item)]
    where = item.get("publisher-place", "") or item.get("event-place", "")
    publisher = item.get("publisher", "")
    if kind == "speech":
        publisher = item.get("event-title", "")
    if kind == "article" and not item.get("URL"):
        publisher = item.get("number", "") or publisher
    imprint = ", ".join(filter(None, [": ".join(filter(None, [where, publisher])), year]))
    return [_edition(item), ": ".join(filter(None, [imprint, page]))]


def _joined_issue(year: str, volume: str) -> str:
    """`2022, 32(3)`; without a volume `2022(3)`."""
    if volume.startswith("("):
        return year + volume
    return ", ".join(filter(None, [year, volume]))


def _mark(item: Mapping[str, Any]) -> str:
    """Annex B: the kind, with `/OL` where an address says that it lies on a network."""
    kind = item["type"]
    mark = _MARKS.get(kind)
    if mark is None:
        return "EB/OL" if item.get("URL") or item.get("DOI") else "Z"
    is_online = item.get("URL") or (kind in _DATA and item.get("DOI"))
    return f"{mark}/OL" if is_online else mark


def _authors(group: People) -> str:
    """8.1.2: up to three by name; of more the first three, and 等 or its like."""
    names = [_name(name) for name in group.names]
    if len(names) > 3 or not group.is_complete:
        first = names[:3]
        return ", ".join([*first, _others(first)])
    return ", ".join(names)


def _others(names: list[str]) -> str:
    """8.1.2: in the language of the names that stand before it."""
    return "等" if has_han("".join(names)) else "et al."


def _name(name: Name) -> str:
    """8.1.1: family name first, in capitals; initials without stops; 张三 as it is."""
    if is_whole(name):
        return name.full
    given = name.initials.replace(".", "").replace("-", " ")
    shown = f"{name.surname.upper()} {given}"
    return f"{shown}, {name.suffix}" if name.suffix else shown


def _translators(item: Mapping[str, Any]) -> str:
    """8.1: others who are responsible follow the title, with what they did."""
    group = people(item, "translator")
    names = _authors(group)
    if not names:
        return ""
    return f"{names}, {'译' if is_chinese(item) else 'trans'}"


def _edition(item: Mapping[str, Any]) -> str:
    """8.3: `2版`, `2nd ed.`, `Version 2`; the first edition is not given."""
    if version := parts.version(item):
        return version
    number = parts.edition_number(item)
    if number.isdecimal() and is_chinese(item):
        return "" if number == "1" else f"{number}版"
    return parts.edition(item)


def _day(item: Mapping[str, Any]) -> str:
    """8.4.4: of a patent, the day in full: `2020-06-15`."""
    return "-".join(f"{number:02}" for number in parts.date_parts(item))


def _plain(text: str) -> str:
    return re.sub("</?i>", "", text)


def is_chinese(item: Mapping[str, Any]) -> bool:
    """Whether the work is Chinese: by its language, else by its title."""
    if language := item.get("language"):
        return bool(re.match(r"zh\b", language))
    title = item.get("title", "")
    return has_han(title) and not _KANA.search(title)
