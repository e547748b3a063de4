"""When the site changes next though nobody edits it."""

from collections.abc import Iterator
from datetime import datetime

from django.apps import apps

from homepage.content.publishing import ChangesByClock


def changing_by_clock() -> Iterator[ChangesByClock]:
    """All rows of each model whose queryset says when the clock changes them.

    What is `Publishable` does; so may anything that has a time or a day of its own.
    """
    for model in apps.get_models():
        rows = model._default_manager.all()
        if isinstance(rows, ChangesByClock) and not model._meta.proxy:
            yield rows


def next_change(after: datetime) -> datetime | None:
    """The first moment later than that at which the clock changes what readers see.

    None while nothing is to come. Days begin in the current time zone, which is the site's
    during a request.
    """
    moments = [rows.next_change(after) for rows in changing_by_clock()]
    return min((moment for moment in moments if moment is not None), default=None)
