"""Wall times in their zones, and the instants they stand for.

A deadline names a minute, and that minute still counts: what it closes is closed 60 seconds
after its beginning.
"""

import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.db import models

from homepage.content.search import fold

#: The zone in which a day ends last, UTC−12 all year, as calls of conferences name it.
AOE = "AoE"
ANYWHERE_ON_EARTH = datetime.timezone(datetime.timedelta(hours=-12), AOE)
MINUTE = datetime.timedelta(minutes=1)
DAY = datetime.timedelta(days=1)

#: The parts of the world that zones are named by. Other names, such as EST or Etc/GMT+8, mean
#: different things to different people.
_REGIONS = (
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)
_UTC_NAMES = frozenset({"utc", "gmt", "z", "etc/utc", "etc/gmt", "universal", "zulu"})
_AOE_NAMES = frozenset({"aoe", "anywhere on earth"})

#: So much of what somebody typed is repeated to them.
_SHOWN = 60


class SkippedTimeError(ValueError):
    """A wall time that no clock showed: summer time began and left it out."""


@cache
def zone_names() -> tuple[str, ...]:
    """The names that a zone may have: `AoE`, `UTC`, and region and city as IANA has them."""
    cities = (name for name in available_timezones() if name.split("/")[0] in _REGIONS)
    return (AOE, "UTC", *sorted(name for name in cities if "/" in name))


def _key(text: str) -> str:
    """Letters alone, however the words are joined and accented: `America/São Paulo`."""
    return " ".join(fold(text).replace("_", " ").replace("-", " ").replace("/", " / ").split())


@cache
def _known_zones() -> dict[str, str]:
    """Each zone by its name and by its city. A city that has two names keeps one time."""
    names = sorted(zone_names(), key=len)
    cities = {_key(name.rpartition("/")[2]): name for name in names}
    return cities | {_key(name): name for name in names}


def find_zone(text: str) -> str:
    """The name of the zone that somebody typed. Raises ValueError with a sentence for them."""
    asked = _key(text)
    if asked in _AOE_NAMES:
        return AOE
    if asked.replace(" ", "") in _UTC_NAMES:
        return "UTC"
    if asked in _known_zones():
        return _known_zones()[asked]
    typed = " ".join(text.split())
    typed = f"{typed[:_SHOWN]}…" if len(typed) > _SHOWN else typed
    raise ValueError(
        f"“{typed}” is no time zone known here. Choose one by its region and city, such "
        "as Asia/Shanghai, or UTC, or AoE for Anywhere on Earth."
    )


def zone_of(name: str) -> datetime.tzinfo:
    return ANYWHERE_ON_EARTH if name == AOE else ZoneInfo(name)


def instant(day: datetime.date, time: datetime.time, zone: str) -> datetime.datetime:
    """When clocks in the zone show that day and time, in UTC.

    A wall time that occurs twice means the later. Raises SkippedTimeError for one that never
    occurs, and OverflowError near the ends of the calendar.
    """
    wall = datetime.datetime.combine(day, time.replace(fold=1), zone_of(zone))
    moment = wall.astimezone(datetime.UTC)
    if moment.astimezone(wall.tzinfo).replace(tzinfo=None) != wall.replace(tzinfo=None):
        raise SkippedTimeError(f"{day} {time}")
    return moment


def day_begins(day: datetime.date, zone: str) -> datetime.datetime:
    """The first instant of a day in the zone, in UTC.

    Of a midnight that occurs twice it is the earlier; where clocks skip midnight, or a zone the
    whole day, it is the moment at which they do (PEP 495: the offset before the gap counts).
    """
    return datetime.datetime.combine(day, datetime.time(), zone_of(zone)).astimezone(datetime.UTC)


def whole_days(start: datetime.datetime, end: datetime.datetime) -> int:
    """How many times 24 hours lie between two instants."""
    return (end - start) // DAY


def offset_label(moment: datetime.datetime) -> str:
    """`UTC+8`, `UTC−3:30`; `UTC` where there is no difference."""
    minutes = int((moment.utcoffset() or datetime.timedelta()).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else "+"
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "") if minutes else "UTC"


def zone_label(zone: str, moment: datetime.datetime) -> str:
    """The zone for readers, with its offset at that moment: `Shanghai time (UTC+8)`."""
    if zone == AOE:
        return "Anywhere on Earth"
    if zone == "UTC":
        return "UTC"
    return f"{city_of(zone)} time ({offset_label(moment.astimezone(zone_of(zone)))})"


def city_of(zone: str) -> str:
    """`New York` of `America/New_York`."""
    return zone.rpartition("/")[2].replace("_", " ")


class TimeZoneField(models.CharField):  # type: ignore[type-arg]  # not subscriptable at run time
    """The name of a zone, as `find_zone` gives it."""

    description = "A time zone"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 60)
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return text
        try:
            return find_zone(text)
        except ValueError as error:
            raise ValidationError(str(error), code="zone") from None
