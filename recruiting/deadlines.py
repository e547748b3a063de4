"""Wall times in their zones, and the instants they stand for.

A deadline names a minute, and that minute still counts: what it closes is closed 60 seconds
after its beginning.
"""

import datetime
import unicodedata
from difflib import get_close_matches
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from django.core.exceptions import ValidationError
from django.db import models

from homepage.content.search import fold

#: The zone in which a day ends last, UTC−12 all year, as calls of conferences name it.
AOE = "AoE"
ANYWHERE_ON_EARTH = datetime.timezone(datetime.timedelta(hours=-12), AOE)
MINUTE = datetime.timedelta(minutes=1)
DAY = datetime.timedelta(days=1)
#: The smallest step of a clock.
TICK = datetime.timedelta.resolution
#: The last minute of a day, for deadlines that name no time.
END_OF_DAY = datetime.time(23, 59)

#: What the moments of opening, closing and ending are derived from.
DERIVED_FROM = frozenset({"opens_on", "deadline", "deadline_time", "time_zone", "outcome"})
#: How long calendars are told that a deadline was called off.
CALLED_OFF_FOR = datetime.timedelta(days=30)

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

#: What people write in place of a zone, as `_key` gives it, and what they mean by it.
_MEANT = {
    "utc 12": AOE,
    "gmt 12": AOE,
    "etc / utc 12": AOE,
    "etc / gmt+12": AOE,
    "beijing": "Asia/Shanghai",
    "china": "Asia/Shanghai",
    "guangzhou": "Asia/Shanghai",
    "hangzhou": "Asia/Shanghai",
    "delhi": "Asia/Kolkata",
    "new delhi": "Asia/Kolkata",
    "mumbai": "Asia/Kolkata",
    "india": "Asia/Kolkata",
    "japan": "Asia/Tokyo",
    "kyoto": "Asia/Tokyo",
    "osaka": "Asia/Tokyo",
    "germany": "Europe/Berlin",
    "munich": "Europe/Berlin",
    "geneva": "Europe/Zurich",
    "switzerland": "Europe/Zurich",
    "boston": "America/New_York",
    "san francisco": "America/Los_Angeles",
}

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
    seen = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    joined = fold(seen).translate({ord(each): " " for each in "_-−"})
    return " ".join(joined.replace("/", " / ").split())


@cache
def _known_zones() -> dict[str, str]:
    """Each zone by its name and by its city. A city that has two names keeps one time."""
    names = sorted(zone_names(), key=len)
    cities = {_key(name.rpartition("/")[2]): name for name in names}
    spaced = {_key(name.replace("/", " ")): name for name in names}
    return cities | spaced | {_key(name): name for name in names}


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
    lead = f"Did you mean {meant}? " if (meant := _meant(asked)) else ""
    raise ValueError(
        f"“{typed}” is no time zone known here. {lead}Choose one by its region and city, such "
        "as Asia/Shanghai, or UTC, or AoE for Anywhere on Earth."
    )


def _meant(asked: str) -> str:
    """The zone that somebody may have had in mind; "" where there is none near."""
    if len(asked) > _SHOWN:
        return ""
    if any(name in asked for name in _AOE_NAMES):
        return AOE
    if meant := _MEANT.get(asked) or _MEANT.get(asked.rpartition(" / ")[2]):
        return meant
    # Short ones, such as EST, are near to many.
    near = get_close_matches(asked, _known_zones(), n=1, cutoff=0.85) if len(asked) > 4 else []
    return _known_zones()[near[0]] if near else ""


def zone_of(name: str) -> datetime.tzinfo:
    """The zone of that name. One that this machine does not know any more is shown as UTC: what
    is stored closes at its instant all the same, and a form refuses it when it is saved."""
    if name == AOE:
        return ANYWHERE_ON_EARTH
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return datetime.UTC


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
    if zone_of(zone) is datetime.UTC or zone == "UTC":
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
