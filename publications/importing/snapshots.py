"""Rows as plain values, so that what an import made or changed is known again later."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models

from homepage.content.dates import PartialDate
from profile.models import Person, PersonAlias, Venue, VenueAlias
from publications.models import (
    Authorship,
    Distinction,
    Publication,
    PublicationLink,
    PublicationTopic,
    Stage,
)

#: Rows that are a work's own, and go with it.
PARTS: tuple[Any, ...] = (Stage, Authorship, PublicationLink, Distinction, PublicationTopic)
#: The same of everything that an import makes, with the column that leads to the whole.
_PARTS_OF: dict[Any, tuple[str, tuple[Any, ...]]] = {
    Publication: ("publication", PARTS),
    Person: ("person", (PersonAlias,)),
    Venue: ("venue", (VenueAlias,)),
}
#: Columns that the site keeps for itself: order, times, and what follows from other columns.
_OWN = frozenset(
    {
        "id",
        "uid",
        "position",
        "edit_version",
        "created_at",
        "updated_at",
        "main_stage",
        "bibtex_key",
        "thumbnail",
    }
)


@cache
def columns_of(model: type[models.Model]) -> tuple[Any, ...]:
    """What somebody has written in a row, and not the site by itself."""
    return tuple(field for field in model._meta.concrete_fields if field.name not in _OWN)


@cache
def _names_and_defaults(model: type[models.Model]) -> tuple[tuple[str, Any], ...]:
    return tuple((field.attname, plain(field.get_default())) for field in columns_of(model))


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


def _content(row: models.Model) -> dict[str, Any]:
    """What is written in a row; without what is empty, so that a column more changes nothing."""
    return {
        name: value
        for name, default in _names_and_defaults(type(row))
        if (value := plain(getattr(row, name))) != default
    }


def fingerprint(row: models.Model, parts: Iterable[models.Model] = ()) -> str:
    """The same for the same content of a row and of its parts, whoever stored it and how often.

    The parts come in the order that they have among those of their kind.
    """
    of_parts = defaultdict(list)
    for part in parts:
        of_parts[part._meta.label].append(_content(part))
    text = json.dumps([_content(row), of_parts], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def fingerprints(model: Any, rows: Mapping[int, models.Model]) -> dict[int, str]:
    """Of stored rows by primary key, with their parts: one query for each kind of part."""
    name, kinds = _PARTS_OF[model]
    parts: dict[int, list[models.Model]] = defaultdict(list)
    for kind in kinds:
        stored = kind._base_manager.filter(**{f"{name}__in": list(rows)})
        for part in stored.order_by("position", "pk"):
            parts[getattr(part, f"{name}_id")].append(part)
    return {pk: fingerprint(row, parts[pk]) for pk, row in rows.items()}


class GoneError(LookupError):
    """What a column led to is on the site no more."""


def value_of(name: str, stored: Any) -> Any:
    """What a column takes back of what `plain` made; raises GoneError for a venue that is gone."""
    if name == "venue" and stored:
        venue = Venue.objects.filter(uid=stored).first()
        if venue is None:
            raise GoneError(name)
        return venue
    return PartialDate.parse(stored) if name == "date" and stored else stored


def names_snapshot(rows: Iterable[Authorship]) -> list[dict[str, Any]]:
    """The people of a work in their order, with their marks."""
    names = [field.name for field in columns_of(Authorship) if field.name != "publication"]
    return [{name: plain(getattr(row, name)) for name in ("uid", *names)} for row in rows]


def model_of(label: str) -> Any:
    return apps.get_model(label)
