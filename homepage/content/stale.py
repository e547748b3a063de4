"""Forms that were made from an older version of what they edit."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from django.http import QueryDict


def present_version(thing: Any) -> str:
    """The edit version of a row as a form carries it; 0 before there is a row."""
    return "0" if thing._state.adding else str(thing.edit_version)


def is_stale(thing: Any, made_from: str) -> bool:
    """Whether a row was saved since a form was made from it. One that does not say is."""
    if thing._state.adding and not made_from:
        return False
    return made_from != present_version(thing)


def parent_field(inline: Any, parent: models.Model) -> str:
    """The name of the foreign key by which a row belongs to its parent."""
    for field in inline.opts.fields:
        if isinstance(field, models.ForeignKey) and isinstance(parent, field.related_model):
            return field.name
    raise LookupError(f"{inline.opts.label} belongs to no {parent._meta.label}.")


def revive_rows(
    data: Mapping[str, Any],
    prefix: str,
    key_name: str,
    present: Iterable[str],
    *,
    blanked: Iterable[str],
) -> Mapping[str, Any]:
    """The rows of a form, with those that were deleted in the meantime as new ones.

    `blanked` names the fields by which a row was tied to what is gone.

    A set of rows counts its first ones as stored. A row among them that is gone would be
    refused for good, and what was typed into it with it.
    """
    try:
        count = min(int(data[f"{prefix}-INITIAL_FORMS"]), 1000)
        total = min(int(data[f"{prefix}-TOTAL_FORMS"]), 1000)
    except (KeyError, ValueError):
        return data
    keys = {number: str(data.get(f"{prefix}-{number}-{key_name}", "")) for number in range(count)}
    there = set(present)
    gone = [number for number, key in keys.items() if key not in there]
    if not gone or not isinstance(data, QueryDict):
        return data
    kept = [number for number in range(count) if number not in gone]
    places = {old: new for new, old in enumerate([*kept, *gone, *range(count, total)])}
    row = re.compile(rf"{re.escape(prefix)}-(\d+)-(.+)")
    revived = QueryDict(mutable=True)
    for name, values in data.lists():
        match = row.fullmatch(name)
        if match is None or int(match[1]) not in places:
            revived.setlist(name, values)
            continue
        old = int(match[1])
        blank = old in gone and match[2] in set(blanked)
        revived.setlist(f"{prefix}-{places[old]}-{match[2]}", [""] if blank else values)
    revived[f"{prefix}-INITIAL_FORMS"] = str(len(kept))
    return revived
