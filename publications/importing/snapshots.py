"""Rows as plain values, so that what an import made or changed is known again later."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import models

from homepage.content.dates import PartialDate
from profile.models import Venue, VenueAlias
from publications.models import (
    Authorship,
    Distinction,
    PublicationLink,
    PublicationTopic,
    Stage,
)

#: Rows that are a work's own, and go with it.
PARTS: tuple[Any, ...] = (Stage, Authorship, PublicationLink, Distinction, PublicationTopic)

#: The columns by which a row that an import made is told from one edited since.
_COLUMNS: dict[type[models.Model], tuple[str, ...]] = {
    Stage: (
        "kind", "date", "venue", "title", "book_title", "series", "edition", "volume", "number",
        "pages", "publisher", "publisher_place", "institution", "genre", "doi", "arxiv_id",
        "pmid", "isbn", "url",
    ),
    PublicationLink: ("kind", "url", "label", "file", "version", "licence"),
    Distinction: ("label", "rate", "pool"),
    VenueAlias: ("name",),
}  # fmt: skip


def plain(value: Any) -> Any:
    """A value of a column as JSON has it: a date in ISO 8601, a row by its uid."""
    match value:
        case PartialDate():
            return value.iso
        case models.Model():
            return str(value.uid)  # type: ignore[attr-defined]
        case None | bool() | int() | str() | dict():
            return value
    return str(value)


def snapshot(row: models.Model) -> dict[str, Any]:
    return {name: plain(getattr(row, name)) for name in _COLUMNS[type(row)]}


def value_of(name: str, stored: Any) -> Any:
    """What a column takes back of what `plain` made; the venue that is gone is none."""
    if name == "venue":
        return Venue.objects.filter(uid=stored).first() if stored else None
    return PartialDate.parse(stored) if name == "date" and stored else stored


def no_parts() -> dict[str, int]:
    """Of a work without any row of its own, how many it has of each kind."""
    return {part._meta.label: 0 for part in PARTS}


def names_snapshot(rows: Iterable[Authorship]) -> list[dict[str, Any]]:
    """The people of a work in their order, with their marks."""
    return [
        {
            "uid": str(row.uid),
            "person": str(row.person.uid),
            "role": row.role,
            "name_as_printed": row.name_as_printed,
            "equal_contribution": row.equal_contribution,
            "corresponding": row.corresponding,
        }
        for row in rows
    ]


def model_of(label: str) -> Any:
    return apps.get_model(label)
