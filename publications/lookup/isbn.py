"""ISBNs, by Open Library's Books API with `jscmd=data`, the form that it calls stable.

https://openlibrary.org/dev/docs/api/books
"""

from __future__ import annotations

import re
from typing import Any

from profile.names import parse_name
from publications.lookup.client import NotKnown, Service
from publications.lookup.deadline import Deadline
from publications.lookup.markup import plain_text, title_markdown
from publications.lookup.values import credit_of, date_in, each_once, line
from publications.records import Record, RecordStage

_EDITED = re.compile(r"\W*(?:edited|eds?\.|hrsg\.|herausgegeben)\b", re.IGNORECASE)


def look_up(isbn: str, deadline: Deadline) -> list[Record]:
    """The book that has the ISBN; raises `LookupFailed`."""
    service = Service("ISBN_URL", deadline)
    key = f"ISBN:{re.sub(r'[^0-9X]', '', isbn)}"
    books = service.json("/api/books", bibkeys=key, jscmd="data", format="json")
    if not isinstance(books, dict):
        raise service.unexpected()
    book = books.get(key)
    if book is None:
        raise NotKnown(f"Open Library does not know ISBN {isbn}. Fill in the form by hand.")
    if not isinstance(book, dict) or not line(book.get("title")):
        raise service.unexpected()
    return [_record(book, isbn)]


def _record(book: dict[str, Any], isbn: str) -> Record:
    # The authors are those of the whole; who edited stands only in the words of the title page.
    is_edited = bool(_EDITED.match(line(book.get("by_statement"))))
    role = "editor" if is_edited else "author"
    subtitle = title_markdown(line(book.get("subtitle")))
    title = title_markdown(line(book.get("title")))
    names = _names(book.get("authors"))
    return Record(
        kind="edited-volume" if is_edited else "book",
        title=f"{title}: {subtitle}" if subtitle and subtitle not in title else title,
        credits=each_once([credit_of(parse_name(name), role) for name in names]),
        stage=RecordStage(
            date=date_in(book.get("publish_date")),
            publisher=", ".join(_names(book.get("publishers"))[:1]),
            publisher_place=", ".join(_names(book.get("publish_places"))[:1]),
            isbn=isbn,
        ),
        warnings=() if names else ("Open Library names no author of this book.",),
    )


def _names(value: object) -> list[str]:
    entries = value if isinstance(value, list) else []
    names = [plain_text(line(entry.get("name"))) for entry in entries if isinstance(entry, dict)]
    return [name.rstrip(" ,;:[]").lstrip("[ ") for name in names if name]
