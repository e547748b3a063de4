"""At the end of a deadline a position goes from everywhere at once, and nothing holds it back."""

import datetime
import http.client
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from django.utils.http import http_date

from recruiting.models import Opening, OpeningHost
from tests import factories
from tests.pages import visible_text
from tests.serving import TIMEOUT, free_port, manage, served, stop, wait_for

SOON, OPEN, CLOSED = Opening.Status.SOON, Opening.Status.OPEN, Opening.Status.CLOSED
SECOND = timedelta(seconds=1)

#: Words and identifiers that nothing else on the site has.
KIND, TITLE, SLUG = "Zephyrologist", "Fellow of winds", "fellow-of-winds"
UID = "5f0c1f57-9c1e-4b6e-8a53-0d7c2a1e9b11"


class Surface(NamedTuple):
    """Where readers and machines meet a position: what tells that it is there, and when it is."""

    path: str
    shows: Callable[[int, str], bool]
    during: set[Opening.Status]


def holds(text: str) -> Callable[[int, str], bool]:
    return lambda status, content: status == 200 and text in content


def says(words: str) -> Callable[[int, str], bool]:
    return lambda status, content: status == 200 and words in visible_text(content)


ADDRESS = f"/positions/{SLUG}/"
SURFACES = {
    "list": Surface("/positions/", says(TITLE), {SOON, OPEN}),
    "list, among what is open": Surface("/positions/", says("Open now"), {OPEN}),
    "list, as data": Surface("/positions/", holds(f'{ADDRESS}"'), {SOON, OPEN}),
    "front page": Surface("/", says(KIND), {OPEN}),
    "page": Surface(ADDRESS, says(TITLE), {SOON, OPEN, CLOSED}),
    "page, as closed": Surface(ADDRESS, says("This position is closed."), {CLOSED}),
    "page, how to apply": Surface(ADDRESS, holds('href="mailto:'), {OPEN}),
    "page, days left": Surface(ADDRESS, says(" left"), {OPEN}),
    "markup": Surface(ADDRESS, holds("JobPosting"), {OPEN}),
    "feed": Surface("/positions/atom.xml", holds(UID), {OPEN}),
    "calendar": Surface("/positions/calendar.ics", holds(UID), {SOON, OPEN}),
    "own calendar": Surface(f"/positions/{SLUG}.ics", holds(UID), {SOON, OPEN}),
    "sitemap": Surface("/sitemap.xml", holds(ADDRESS), {SOON, OPEN}),
    "search": Surface("/search/?q=winds", says("Open position Work"), {OPEN}),
    "search, as closed": Surface("/search/?q=winds", says("Closed position"), {CLOSED}),
}
PATHS = sorted({surface.path for surface in SURFACES.values()})


def make_opening(**fields):
    """One of which search engines are told all that they require."""
    factories.profile()
    factories.recruiting_page()
    row = factories.opening(
        hosts=0,
        kind=factories.opening_kind(name=KIND, is_job=True),
        title=TITLE,
        slug=SLUG,
        uid=UID,
        description="Work on winds.",
        posted_on="2026-01-01",
        public_from=datetime.datetime(2026, 1, 1, tzinfo=UTC),
        **fields,
    )
    host = factories.organization(city="Aaa", country="New Zealand")
    OpeningHost.objects.create(opening=row, organization=host)
    return row


def disagreeing(path: str, answer: tuple[int, str], status: Opening.Status) -> list[str]:
    """The surfaces under that path that do not show the position as it is with that status."""
    return [
        name
        for name, surface in SURFACES.items()
        if surface.path == path and surface.shows(*answer) != (status in surface.during)
    ]


# By a clock that stands still


class Reader:
    """Somebody who asks anew each time."""

    def __init__(self, client) -> None:
        self.client = client

    def disagreeing(self, at: datetime.datetime, status: Opening.Status) -> list[str]:
        wrong = [disagreeing(path, self.get(path, at), status) for path in PATHS]
        return [name for names in wrong for name in names]

    def get(self, path: str, at: datetime.datetime) -> tuple[int, str]:
        response = self.client.get(path)
        return response.status_code, response.content.decode()


class Keeper(Reader):
    """A cache that keeps what it was told, and asks whether that still holds."""

    def __init__(self, client) -> None:
        super().__init__(client)
        self.kept = {}
        self.confirmed = 0

    def get(self, path: str, at: datetime.datetime) -> tuple[int, str]:
        known, asked_at, answer = self.kept.get(path, (None, at, None))
        response = self.client.get(path, headers=self.conditions(known, asked_at) if known else {})
        if response.status_code == 304:
            self.confirmed += 1
            return answer
        answer = (response.status_code, response.content.decode())
        self.kept[path] = (response, at, answer)
        return answer

    def conditions(self, known, asked_at: datetime.datetime) -> dict[str, str]:
        return {"If-None-Match": known["ETag"]}


class DateKeeper(Keeper):
    """One that goes by the time of the last change, or else by when it asked."""

    def conditions(self, known, asked_at: datetime.datetime) -> dict[str, str]:
        return {
            "If-Modified-Since": known.get("Last-Modified", http_date(asked_at.timestamp())),
        }


@pytest.fixture(params=[Reader, Keeper, DateKeeper])
def reader(request, client, db):
    return request.param(client)


@pytest.mark.parametrize(
    ("zone", "time", "closes"),
    [
        ("AoE", "23:59", "2032-01-01T12:00"),
        ("Asia/Shanghai", "23:59", "2031-12-31T16:00"),
        ("Pacific/Kiritimati", "09:30", "2031-12-30T19:31"),
    ],
)
def test_every_surface_agrees_around_the_second_of_closing(reader, set_clock, zone, time, closes):
    make_opening(deadline="2031-12-31", deadline_time=time, time_zone=zone)
    closing = datetime.datetime.fromisoformat(closes).replace(tzinfo=UTC)

    for moment, status in (
        (closing - SECOND, OPEN),
        (closing - timedelta(microseconds=1), OPEN),
        (closing, CLOSED),
        (closing + SECOND, CLOSED),
        # A clock that was fast is put right.
        (closing - SECOND, OPEN),
        (closing, CLOSED),
    ):
        assert reader.disagreeing(set_clock(moment), status) == [], moment


def test_every_surface_agrees_around_the_second_of_opening(reader, set_clock):
    make_opening(opens_on="2031-12-31", deadline="2031-12-31", time_zone="Asia/Kathmandu")
    opening = datetime.datetime(2031, 12, 30, 18, 15, tzinfo=UTC)

    for moment, status in (
        (opening - SECOND, SOON),
        (opening - timedelta(microseconds=1), SOON),
        (opening, OPEN),
        (opening + SECOND, OPEN),
        (opening - SECOND, SOON),
    ):
        assert reader.disagreeing(set_clock(moment), status) == [], moment


def test_a_cache_is_told_that_nothing_has_changed_until_it_closes(client, db, set_clock):
    row = make_opening(deadline="2031-12-31")
    keeper = Keeper(client)

    keeper.disagreeing(set_clock(row.closes_at - 9 * SECOND), OPEN)
    assert keeper.disagreeing(set_clock(row.closes_at - SECOND), OPEN) == []
    assert keeper.confirmed == len(PATHS)

    assert keeper.disagreeing(set_clock(row.closes_at), CLOSED) == []
    assert keeper.confirmed == len(PATHS)


def test_one_day_less_is_told_to_a_cache_as_well(client, db, set_clock):
    row = make_opening(deadline="2031-12-31")
    keeper = Keeper(client)
    twelve_days = row.closes_at - timedelta(days=12)

    before = visible_text(keeper.get(ADDRESS, set_clock(twelve_days))[1])
    after = visible_text(keeper.get(ADDRESS, set_clock(twelve_days + timedelta(microseconds=1)))[1])

    assert "12 days left" in before
    assert "11 days left" in after


# By the real clock, in two processes


class Answer(NamedTuple):
    """What one worker said; the times are those of the clock, in seconds."""

    worker: int
    path: str
    asked: float
    answered: float
    said: tuple[int, str]


def children(process: int) -> list[int]:
    """The processes below a process, whatever thread of it began them."""
    found = []
    for file in Path(f"/proc/{process}/task").glob("*/children"):
        found += [int(child) for child in file.read_text().split()]
    return found + [below for child in found for below in children(child)]


def worker_behind(port: int, own_port: int, workers: list[int]) -> int:
    """The process at the other end of a connection."""
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        _, local, remote, *_, inode = line.split()[:10]
        if (local.endswith(f":{port:04X}"), remote.endswith(f":{own_port:04X}")) == (True, True):
            break
    for worker in workers:
        for file in Path(f"/proc/{worker}/fd").iterdir():
            try:
                is_it = str(file.readlink()) == f"socket:[{inode}]"
            except FileNotFoundError:
                continue
            if is_it:
                return worker
    raise LookupError(f"No worker has the connection from port {own_port}.")


@contextmanager
def connections(port: int, server: int) -> Iterator[dict[int, http.client.HTTPConnection]]:
    """A connection to each of two workers, which keeps it."""
    found: dict[int, http.client.HTTPConnection] = {}
    give_up = time.monotonic() + TIMEOUT
    with ExitStack() as opened:
        while len(found) < 2:
            assert time.monotonic() < give_up, "one worker takes no connection"
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
            opened.enter_context(closing(connection))
            said(connection, "/healthz")
            own_port = connection.sock.getsockname()[1]
            found.setdefault(worker_behind(port, own_port, children(server)), connection)
        yield found


def said(connection: http.client.HTTPConnection, path: str) -> tuple[int, str]:
    connection.request("GET", path)
    response = connection.getresponse()
    assert not response.will_close, "the next connection may lead to another worker"
    return response.status, response.read().decode()


class Poll:
    """Asks each worker for everything, again and again."""

    def __init__(self, workers: dict[int, http.client.HTTPConnection]) -> None:
        self.answers: list[Answer] = []
        self.failures: list[Exception] = []
        self.is_over = threading.Event()
        self.threads = [
            threading.Thread(target=self._run, args=worker, daemon=True)
            for worker in workers.items()
        ]

    def _run(self, worker: int, connection: http.client.HTTPConnection) -> None:
        try:
            while not self.is_over.is_set():
                for path in PATHS:
                    asked = time.time()
                    answer = said(connection, path)
                    self.answers.append(Answer(worker, path, asked, time.time(), answer))
        except Exception as error:  # noqa: BLE001 - the test's own thread tells it
            self.failures.append(error)

    def until(self, is_reached: Callable[[list[Answer]], bool]) -> None:
        give_up = time.monotonic() + TIMEOUT
        while not is_reached(list(self.answers)):
            assert not self.failures, self.failures
            assert time.monotonic() < give_up, "one worker has not answered"
            self.is_over.wait(0.05)

    def __enter__(self) -> "Poll":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.is_over.set()
        for thread in self.threads:
            thread.join(TIMEOUT)
        assert not any(thread.is_alive() for thread in self.threads), "an answer does not end"


def heard(answers: list[Answer]) -> bool:
    """Whether two workers have answered for each surface."""
    by_path = {path: {one.worker for one in answers if one.path == path} for path in PATHS}
    return all(len(workers) == 2 for workers in by_path.values())


def close_soon(database: Path) -> float:
    """Let the position close in a moment, behind the site's back; when that is."""
    ahead = 1.5
    while True:
        closes = time.time() + ahead
        stored = datetime.datetime.fromtimestamp(closes, UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
        with closing(sqlite3.connect(database, timeout=TIMEOUT)) as connection, connection:
            connection.execute("UPDATE recruiting_opening SET closes_at = ?", [stored])
        if time.time() < closes - 1:
            return closes
        # The machine is slow.
        ahead *= 2


@pytest.mark.skipif(
    not Path("/proc/net/tcp").exists(), reason="nothing tells here which worker has answered"
)
def test_two_workers_agree_from_a_second_before_to_a_second_after(tmp_path):
    script = "from tests.recruiting.test_closing import make_opening as make\n"
    for command in (
        ["quickstart", "--empty", "--no-serve"],
        ["shell", "--command", f"{script}make(deadline='2199-12-31')"],
    ):
        done = manage(*command, data=tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr
    port = free_port()

    with served("serve", "--workers", "2", data=tmp_path, port=port) as process:
        wait_for(f"http://127.0.0.1:{port}/healthz", process)
        with connections(port, process.pid) as workers, Poll(workers) as poll:
            poll.until(heard)
            closes = close_soon(tmp_path / "homepage.sqlite3")
            poll.until(
                lambda answers: (
                    time.time() > closes + 1
                    and heard([answer for answer in answers if answer.asked > closes])
                )
            )
        stop(process)

    before = [answer for answer in poll.answers if answer.answered < closes]
    after = [answer for answer in poll.answers if answer.asked > closes]
    assert heard(before)
    for answers, status in ((before, OPEN), (after, CLOSED)):
        # Most of them say the same: of those that do, the one nearest to the instant is named.
        nearest = {
            (answer.path, answer.said): answer
            for answer in sorted(answers, key=lambda one: -abs(one.asked - closes))
        }
        for answer in nearest.values():
            wrong = disagreeing(answer.path, answer.said, status)
            assert wrong == [], f"{answer.asked - closes:+.3f} s, worker {answer.worker}"
