"""Calendars as two readers by other hands understand them; neither is made from the other."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import icalendar
from ical.calendar_stream import IcsCalendarStream


@dataclass(frozen=True)
class Event:
    """What a calendar shows of one event. `reminders` are times from its start."""

    uid: str
    start: datetime
    stamp: datetime
    changed: datetime
    sequence: int
    summary: str
    description: str
    url: str
    status: str
    transparency: str
    categories: tuple[str, ...]
    reminders: tuple[timedelta, ...]


def with_icalendar(content: bytes) -> list[Event]:
    calendar = icalendar.Calendar.from_ical(content)
    broken = [error for part in calendar.walk() for error in part.errors]
    assert not broken
    return [
        Event(
            uid=str(event["uid"]),
            start=event["dtstart"].dt,
            stamp=event["dtstamp"].dt,
            changed=event["last-modified"].dt,
            sequence=int(event["sequence"]),
            summary=str(event["summary"]),
            description=str(event["description"]),
            url=str(event["url"]),
            status=str(event["status"]),
            transparency=str(event["transp"]),
            categories=tuple(str(name) for name in event["categories"].cats),
            reminders=tuple(alarm["trigger"].dt for alarm in event.walk("VALARM")),
        )
        for event in calendar.walk("VEVENT")
    ]


def with_ical(content: bytes) -> list[Event]:
    calendar = IcsCalendarStream.calendar_from_ics(content.decode())
    return [
        Event(
            uid=event.uid,
            start=event.dtstart,
            stamp=event.dtstamp,
            changed=event.last_modified,
            sequence=event.sequence,
            summary=event.summary,
            description=event.description,
            url=str(event.url),
            status=event.status.value,
            transparency=str(event.transparency),
            categories=tuple(event.categories),
            reminders=tuple(alarm.trigger for alarm in event.alarm),
        )
        for event in calendar.events
    ]


#: By name, for a test that runs once with each.
READERS = {"icalendar": with_icalendar, "ical": with_ical}
