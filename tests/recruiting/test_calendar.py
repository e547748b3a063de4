"""Deadlines as calendars: two readers by other hands read them, and find the same instants."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.test import Client
from hypothesis import example, given, settings
from hypothesis import strategies as st

from profile.models import Profile
from recruiting import deadlines, lifecycle
from recruiting.calendar import calendar_of
from recruiting.formats import ics
from recruiting.models import Opening, OpeningHost, OpeningKind
from tests import factories
from tests.clock import NOW
from tests.recruiting.calendars import READERS, Event, with_ical, with_icalendar

pytestmark = pytest.mark.usefixtures("set_clock")

DEADLINE = date(2026, 12, 15)
SITE = "http://127.0.0.1:8000"


def opening(**fields) -> Opening:
    # Those that a migration made are as old as the database.
    OpeningKind.objects.update(updated_at=NOW)
    defaults = {"title": "Postdoc in optimization", "deadline": DEADLINE}
    defaults["public_from"] = datetime(2026, 9, 1, tzinfo=UTC)
    return factories.opening(**{**defaults, **fields})


def get(path: str = "/positions/calendar.ics"):
    response = Client().get(path)
    assert response.status_code == 200
    return response


def events(path: str = "/positions/calendar.ics") -> list[Event]:
    """What both readers find in the calendar at that address."""
    content = get(path).content
    found = with_icalendar(content)
    assert found == with_ical(content)
    return found


def lines(content: bytes) -> list[str]:
    """The lines of a calendar as they were before they were folded."""
    return content.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


@pytest.mark.django_db
class TestOneDeadline:
    def test_both_readers_find_everything(self):
        place = factories.organization(name="Institute of Examples, Exampleton; Island")
        position = opening(hosts=0, kind=OpeningKind.objects.get(name="Postdoc"))
        OpeningHost.objects.create(opening=position, organization=place)

        [event] = events()

        assert event == Event(
            uid=str(position.uid),
            start=datetime(2026, 12, 16, 11, 59, tzinfo=UTC),
            stamp=NOW,
            changed=NOW,
            sequence=1,
            summary="Deadline: Postdoc in optimization",
            description="Apply by 15 Dec 2026, 23:59 Anywhere on Earth\n"
            "Institute of Examples, Exampleton; Island\n"
            f"{SITE}/positions/postdoc-in-optimization/",
            url=f"{SITE}/positions/postdoc-in-optimization/",
            status="CONFIRMED",
            transparency="TRANSPARENT",
            categories=("Postdoc",),
            reminders=(timedelta(days=-7), timedelta(days=-1)),
        )

    @pytest.mark.parametrize(
        ("day", "hour", "zone", "written", "words"),
        [
            (DEADLINE, time(23, 59), "AoE", "20261216T115900Z",
             "15 Dec 2026, 23:59 Anywhere on Earth"),
            (DEADLINE, time(23, 59), "Asia/Shanghai", "20261215T155900Z",
             "15 Dec 2026, 23:59 Shanghai time (UTC+8)"),
            (DEADLINE, time(12), "UTC", "20261215T120000Z", "15 Dec 2026, 12:00 UTC"),
            (date(2027, 7, 1), time(17), "Europe/Zurich", "20270701T150000Z",
             "1 Jul 2027, 17:00 Zurich time (UTC+2)"),
            (date(2026, 12, 31), time(23, 59), "Pacific/Kiritimati", "20261231T095900Z",
             "31 Dec 2026, 23:59 Kiritimati time (UTC+14)"),
            (date(2028, 2, 29), time(23, 59), "America/New_York", "20280301T045900Z",
             "29 Feb 2028, 23:59 New York time (UTC−5)"),
            # Occurs twice: the later counts.
            (date(2027, 10, 31), time(2, 30), "Europe/Zurich", "20271031T013000Z",
             "31 Oct 2027, 02:30 Zurich time (UTC+1)"),
        ],
    )  # fmt: skip
    def test_the_last_minute_is_written_in_utc_and_said_in_its_own_zone(
        self, day, hour, zone, written, words
    ):
        position = opening(deadline=day, deadline_time=hour, time_zone=zone)

        content = get(f"/positions/{position.slug}.ics").content
        [event] = events(f"/positions/{position.slug}.ics")

        assert f"DTSTART:{written}" in lines(content)
        assert f"Apply by {words}" in event.description
        assert event.start + timedelta(minutes=1) == position.closes_at

    def test_one_that_opens_later_says_from_when(self):
        opening(opens_on=date(2026, 12, 1))

        [event] = events()

        assert "\nApplications are taken from 1 Dec 2026\n" in event.description

    def test_one_is_named_after_its_position(self):
        response = get(opening_path := f"/positions/{opening().slug}.ics")

        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        assert 'filename="postdoc-in-optimization.ics"' in response["Content-Disposition"]
        assert len(events(opening_path)) == 1

    @pytest.mark.parametrize(
        "fields",
        [
            {"deadline": None},
            {"deadline": date(2026, 11, 22)},
            {"state": "draft"},
            {"state": "withdrawn"},
            {"public_from": NOW + timedelta(seconds=1)},
        ],
        ids=["until filled", "past", "draft", "withdrawn", "scheduled"],
    )
    def test_without_a_public_deadline_to_come_there_is_none(self, fields):
        position = opening(**fields)

        assert Client().get(f"/positions/{position.slug}.ics").status_code == 404
        assert events() == []

    def test_an_unknown_position_has_no_calendar(self):
        assert Client().get("/positions/never-was.ics").status_code == 404

    def test_a_changed_address_leads_on(self):
        position = opening()
        position.slug = "postdoc-in-convex-optimization"
        position.save()

        response = Client().get("/positions/postdoc-in-optimization.ics")

        assert response.status_code == 301
        assert response["Location"] == "/positions/postdoc-in-convex-optimization.ics"
        assert len(events(response["Location"])) == 1

    def test_no_position_can_take_the_address_of_the_calendar_of_all(self):
        position = opening(title="Calendar")

        assert position.slug != "calendar"
        assert events("/positions/calendar.ics") == events(f"/positions/{position.slug}.ics")


@pytest.mark.django_db
class TestWhatWasCalledOff:
    @pytest.mark.parametrize(
        ("outcome", "summary"),
        [
            ("filled", "Filled: Postdoc in optimization"),
            ("cancelled", "Cancelled: Postdoc in optimization"),
            ("closed", "Closed: Postdoc in optimization"),
        ],
    )
    def test_calendars_are_told_and_no_longer_remind(self, outcome, summary):
        position = opening()
        before = events()[0]

        lifecycle.end(position, Opening.Outcome(outcome))

        [event] = events()
        assert (event.status, event.summary, event.reminders) == ("CANCELLED", summary, ())
        assert (event.uid, event.start) == (before.uid, before.start)
        assert event.sequence > before.sequence
        assert [event] == events(f"/positions/{position.slug}.ics")

    def test_for_a_while_and_then_it_is_gone(self, set_clock):
        position = opening(deadline=date(2027, 6, 1))
        lifecycle.end(position, Opening.Outcome.FILLED)

        set_clock(NOW + timedelta(days=30) - timedelta(seconds=1))
        assert len(events()) == 1

        set_clock(NOW + timedelta(days=30))
        assert events() == []
        assert Client().get(f"/positions/{position.slug}.ics").status_code == 404

    def test_no_longer_than_until_its_deadline(self, set_clock):
        lifecycle.end(opening(), Opening.Outcome.FILLED)

        set_clock(datetime(2026, 12, 16, 12, tzinfo=UTC))

        assert events() == []

    def test_one_without_a_deadline_was_never_in_a_calendar(self):
        lifecycle.end(opening(deadline=None), Opening.Outcome.FILLED)

        assert events() == []


#: Ways in which a deadline moves or a position ends, each with what it does to the position.
def _extend(position: Opening) -> None:
    lifecycle.extend_deadline(
        position, deadline=date(2027, 1, 15), deadline_time=time(12), time_zone="UTC"
    )


def _save_later_deadline(position: Opening) -> None:
    position.deadline = date(2027, 1, 15)
    position.save()


def _save_the_deadline_alone(position: Opening) -> None:
    position.deadline = date(2027, 1, 15)
    position.save(update_fields=["deadline"])


def _publish_again(position: Opening) -> None:
    Opening.objects.filter(pk=position.pk).withdraw()
    Opening.objects.filter(pk=position.pk).publish()


CHANGES = {
    "a later deadline is saved": _save_later_deadline,
    "the deadline alone is saved": _save_the_deadline_alone,
    "the deadline is extended": _extend,
    "it is filled": lambda position: lifecycle.end(position, Opening.Outcome.FILLED),
    "it is closed": lambda position: lifecycle.end(position, Opening.Outcome.CLOSED),
    "it is withdrawn and published again": _publish_again,
}


@pytest.mark.django_db
class TestAChangeIsTold:
    @pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
    def test_by_a_higher_sequence_and_a_later_stamp_under_the_same_id(self, set_clock, change):
        position = opening()
        before = events()[0]

        set_clock(NOW + timedelta(minutes=5))
        change(position)

        [after] = events()
        assert after.uid == before.uid
        assert after.sequence > before.sequence
        assert after.changed == after.stamp == NOW + timedelta(minutes=5)

    def test_no_write_moves_a_deadline_past_the_sequence(self):
        opening()

        with pytest.raises(ValueError, match="save"):
            Opening.objects.update(deadline=date(2027, 1, 15))

        assert events()[0].start.date() == date(2026, 12, 16)

    def test_a_new_address_and_title_keep_the_id(self):
        position = opening()
        before = events()[0].uid
        position.title, position.slug = "Postdoc", "postdoc"
        position.save()

        assert events()[0].uid == before

    @pytest.mark.parametrize("changes", ["kind", "host"])
    def test_so_is_a_new_name_of_what_it_names(self, set_clock, changes):
        position = opening()
        host = position.hosts.get().organization
        later = NOW + timedelta(days=1)

        set_clock(later)
        renamed = {"kind": position.kind, "host": host}[changes]
        renamed.name = "Another name"
        renamed.save()

        [event] = events()
        assert event.changed == event.stamp == later
        assert "Another name" in (*event.categories, *event.description.splitlines())

    def test_without_a_change_the_bytes_stay_the_same(self, set_clock):
        opening(opens_on=date(2026, 12, 1), review_from=date(2026, 12, 5))
        factories.profile()
        first = get()

        set_clock(NOW + timedelta(days=14, seconds=1))

        assert get().content == first.content
        assert get()["ETag"] == first["ETag"]


@pytest.mark.django_db
class TestTheCalendarOfAll:
    def test_it_bears_the_owners_name(self):
        factories.profile()

        content = lines(get().content)

        assert "NAME:Open positions – Ada Example" in content
        assert "X-WR-CALNAME:Open positions – Ada Example" in content

    def test_programs_that_subscribe_ask_twice_a_day(self):
        content = lines(get().content)

        assert "REFRESH-INTERVAL;VALUE=DURATION:PT12H" in content
        assert "X-PUBLISHED-TTL:PT12H" in content

    @pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
    def test_an_empty_one_is_a_calendar(self, reader):
        content = get().content

        assert reader(content) == []
        # RFC 5545, section 3.6: at least one component.
        assert lines(content)[-2:] == ["END:VTIMEZONE", "END:VCALENDAR"]

    def test_the_list_announces_it(self):
        html = Client().get("/positions/").content.decode()

        [link] = re.findall(r'<link rel="alternate" type="text/calendar"[^>]*>', html)
        assert 'href="/positions/calendar.ics"' in link

    def test_it_names_no_address_of_mail(self):
        factories.profile(name="ada@example.edu")
        opening(
            title="Write to ada@example.edu",
            kind=factories.opening_kind(name="mail@example.edu"),
            apply_email="ada@example.edu",
            contact_email="ben@example.edu",
        )

        assert b"@" not in get().content
        assert Profile.objects.get().email


#: What a calendar must and must not have, with who stumbles over it.
RULES = {
    "lines end in CRLF (Outlook)": lambda text: "\n" not in text.replace("\r\n", ""),
    "it ends in a line end (Outlook)": lambda text: text.endswith("END:VCALENDAR\r\n"),
    "no byte order mark (Google)": lambda text: text.startswith("BEGIN:VCALENDAR\r\n"),
    "no METHOD, or Outlook takes it for an invitation": lambda text: "METHOD" not in text,
    "no time floats (Apple, Google)": lambda text: all(
        time.endswith("Z") for time in re.findall(r"\d{8}T\d{6}\w?", text)
    ),
    "no zone that needs a VTIMEZONE": lambda text: "TZID" not in text and "VTIMEZONE" not in text,
    "no day without a time": lambda text: "VALUE=DATE" not in text,
    "VERSION and PRODID first": lambda text: re.match(
        r"BEGIN:VCALENDAR\r\nVERSION:2\.0\r\nPRODID:\S+", text
    ),
    "each alarm has a description (Apple)": lambda text: all(
        "\r\nDESCRIPTION:" in alarm and "\r\nACTION:DISPLAY\r\n" in alarm
        for alarm in re.findall(r"BEGIN:VALARM.*?END:VALARM", text, re.DOTALL)
    ),
    "no line is longer than 75 octets": lambda text: all(
        len(line.encode()) <= 75 for line in text.split("\r\n")
    ),
    "no empty line": lambda text: "" not in text.removesuffix("\r\n").split("\r\n"),
    "no end without a duration (it takes no time)": lambda text: "DTEND" not in text,
    "what is required stands once in an event": lambda text: all(
        len(re.findall(rf"^{name}:", event, re.MULTILINE)) == 1
        for event in re.findall(r"BEGIN:VEVENT.*?(?=BEGIN:VALARM|END:VEVENT)", text, re.DOTALL)
        for name in ("UID", "DTSTAMP", "DTSTART", "SUMMARY", "SEQUENCE", "STATUS", "URL")
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_calendar_programs_take_it(rule):
    opening(title="Wissenschaftliche Mitarbeiterin, " * 5, time_zone="Asia/Kathmandu")
    lifecycle.end(opening(title="研究科学家（优化）；" * 9), Opening.Outcome.FILLED)

    text = get().content.decode()

    assert text.count("BEGIN:VEVENT") == 2
    assert rule(text)


# Any text in any script

texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=200)
#: The second reader takes every comma among categories for one between two of them.
names = st.text(st.characters(exclude_categories=("Cs",), exclude_characters=","), max_size=200)


def calendar_with(title: str, host: str, kind: str) -> bytes:
    """A calendar of one event with these texts, made without a database."""
    value = [
        *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y//EN", "BEGIN:VEVENT", "UID:1"),
        *("DTSTAMP:20260101T000000Z", "LAST-MODIFIED:20260101T000000Z", "SEQUENCE:1"),
        *("DTSTART:20260101T000000Z", f"SUMMARY:{ics.text(title)}"),
        *(f"DESCRIPTION:{ics.text(host)}", "URL:http://e.org/", f"CATEGORIES:{ics.texts([kind])}"),
        *("STATUS:CONFIRMED", "TRANSP:TRANSPARENT", "END:VEVENT", "END:VCALENDAR"),
    ]
    return ics.written(value)


def carried(text: str) -> str:
    """The text as a calendar can carry it."""
    broken = re.sub("\r\n|[\r\x85\u2028\u2029]", "\n", text)
    return re.sub("[\x00-\x08\x0b-\x1f\x7f-\x9f]", "", broken)


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
@settings(deadline=None)
@given(title=texts, host=texts, kind=names)
@example("a\\nb\\;c,\\", "\\\\n\n\r\n;,", ";\\n")
@example("很" * 80, "x" * 74 + "é" * 80, "👩‍🔬" * 30)
@example("\u2028a\x85b\x0bc\x1cd\x00", "BEGIN:VEVENT\r\nUID:2", "END:VEVENT")
def test_any_text_comes_back_as_it_was(reader, title, host, kind):
    content = calendar_with(title, host, kind)

    [event] = reader(content)

    assert event.summary == carried(title)
    assert event.description == carried(host)
    assert "".join(event.categories) == carried(kind)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    content.decode()


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs", "Cc"))))
@example("é" * 200)
@example("👩‍🔬" * 50)
def test_folding_loses_nothing_and_cuts_no_character(text):
    folded = ics.folded(text)

    assert folded.replace("\r\n ", "") == text
    assert all(len(line.encode()) <= 75 for line in folded.split("\r\n"))


@settings(deadline=None)
@given(
    day=st.dates(date(2000, 1, 1), date(2150, 12, 31)),
    hour=st.times(),
    zone=st.sampled_from(deadlines.zone_names()),
)
@example(date(2026, 12, 31), time(23, 59), "AoE")
@example(date(2028, 2, 29), time(23, 59), "Pacific/Kiritimati")
def test_both_readers_find_the_instant_that_the_position_closes_at(day, hour, zone):
    position = Opening(
        pk=1,
        kind=OpeningKind(name="Postdoc", updated_at=NOW),
        slug="postdoc",
        deadline=day,
        deadline_time=hour.replace(second=0, microsecond=0),
        time_zone=zone,
        updated_at=NOW,
    )
    position._prefetched_objects_cache = {"hosts": []}
    try:
        position.clean_fields(exclude=["kind"])
        position._settle_times()
    except deadlines.SkippedTimeError:
        return

    content = calendar_of([position], "Positions", NOW)

    for read in READERS.values():
        [event] = read(content)
        assert event.start + timedelta(minutes=1) == position.closes_at
        assert event.start.utcoffset() == timedelta()
