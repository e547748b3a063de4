"""The fields of an entry while it is read: what they say, and what is to be said of them."""

from __future__ import annotations

from typing import Any

from django.db import models

from publications.bibtex.latex import to_text
from publications.bibtex.reading import Entry


def limit_of(model: type[models.Model], column: str) -> int:
    """How many letters a column of text holds."""
    field: Any = model._meta.get_field(column)
    limit: int = field.max_length
    return limit


class Fields:
    """The fields of one entry that are not empty; `warnings` grows as they are read."""

    def __init__(self, entry: Entry) -> None:
        self.all = {name: value for name, value in entry.all_fields.items() if value.strip()}
        self.warnings = list(entry.warnings)

    def __contains__(self, name: str) -> bool:
        return name in self.all

    def raw(self, *names: str) -> str:
        """The first of these fields that says something."""
        return next((self.all[name] for name in names if name in self.all), "")

    def text(self, *names: str) -> str:
        """The same, decoded."""
        return to_text(self.raw(*names))

    def fitting(self, model: type[models.Model], column: str, text: str) -> str:
        """The text if the column holds it; else none, and a word about it."""
        if len(text) > limit_of(model, column):
            field: Any = model._meta.get_field(column)
            self.warnings.append(
                f"The {field.verbose_name} “{text[:40]} …” is longer than the "
                f"{field.max_length} letters that fit; it is kept for exports only."
            )
            return ""
        return text
