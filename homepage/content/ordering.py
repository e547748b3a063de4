"""An order that an editor sets by hand."""

from typing import Any

from django.db import models

from homepage.content.versions import ContentModel, content_write


class Ordered(ContentModel):
    """Has a place among its siblings; a new one comes last."""

    position = models.PositiveIntegerField("order", default=0, db_index=True)

    #: Fields whose values siblings share; empty when all rows of the model are siblings.
    ordered_within: tuple[str, ...] = ()

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def save_base(self, *args: Any, **kwargs: Any) -> None:
        with content_write():
            if self._state.adding and not self.position:
                last = self.siblings().aggregate(last=models.Max("position"))["last"]
                self.position = (last or 0) + 1
            super().save_base(*args, **kwargs)

    def siblings(self) -> models.QuerySet[Any]:
        shared = {name: getattr(self, name) for name in self.ordered_within}
        return type(self)._default_manager.filter(**shared)


def move(row: Any, siblings: models.QuerySet[Any], places: int) -> None:
    """Move a row up (negative) or down among these, as far as there is room.

    All of them are numbered anew; no edit version rises.
    """
    with content_write():
        rows = list(siblings.order_by("position", "pk"))
        old = rows.index(row)
        rows.insert(max(0, min(len(rows) - 1, old + places)), rows.pop(old))
        moved = [row for place, row in enumerate(rows, 1) if row.position != place]
        for place, sibling in enumerate(rows, 1):
            sibling.position = place
        siblings.model._default_manager.bulk_update(moved, ["position"])
    row.position = rows.index(row) + 1
