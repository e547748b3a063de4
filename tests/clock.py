"""The site's clock, standing still where a test sets it."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.utils import timezone

#: A moment between two terms; the tests of positions count from it.
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)

Clock = Callable[[datetime], datetime]


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Stops the clock at NOW; called, at that moment, which it hands back."""

    def stop_at(moment: datetime) -> datetime:
        monkeypatch.setattr(timezone, "now", lambda: moment)
        return moment

    stop_at(NOW)
    return stop_at
