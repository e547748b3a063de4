"""Applicants find what fits them, and know until when, wherever their clock stands."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from recruiting.models import Opening, OpeningKind
from tests import factories
from tests.browser.conftest import TIMEOUT
from tests.clock import NOW

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

CLOSES = datetime(2026, 12, 16, 12, tzinfo=UTC)


def opening(kind: str, title: str, host, **fields):
    row = factories.opening(hosts=0, kind=OpeningKind.objects.get(name=kind), title=title, **fields)
    row.hosts.create(organization=host)
    return row


@pytest.fixture
def openings(live_server) -> None:
    clouds = factories.organization(name="Institute for Clouds")
    rain = factories.organization(name="Institute for Rain")
    opening("Postdoc", "Fog", clouds)
    opening("Postdoc", "Drizzle", rain)
    opening("PhD student", "Sleet", clouds)
    opening("PhD student", "Hail", rain, opens_on=date(2150, 1, 1))


def shown(page: Page):
    return page.locator("article.card h3")


def test_choosing_answers_at_once_and_keeps_the_place(openings, visitor: Page):
    visitor.goto("/positions/")
    expect(visitor.get_by_role("button", name="Show")).to_be_hidden()
    kind = visitor.get_by_role("combobox", name="Kind")

    kind.focus()
    kind.select_option("postdoc")

    expect(shown(visitor)).to_have_text(["Fog", "Drizzle"])
    expect(kind).to_be_focused()
    expect(visitor).to_have_url(re.compile(r"/positions/\?kind=postdoc$"))
    expect(visitor.get_by_role("status").first).to_have_text("2 open positions.")
    expect(visitor.locator("#id_host option")).to_have_text(
        ["All hosts", "Institute for Clouds (1)", "Institute for Rain (1)"]
    )


def test_back_and_forward_walk_through_the_choices(openings, visitor: Page):
    visitor.goto("/positions/")
    kind = visitor.get_by_role("combobox", name="Kind")
    host = visitor.get_by_role("combobox", name="Host")
    kind.select_option("phd-student")
    expect(shown(visitor)).to_have_text(["Sleet", "Hail"])
    host.select_option("institute-for-rain")
    expect(shown(visitor)).to_have_text(["Hail"])
    expect(visitor.get_by_role("heading", name="Opening soon")).to_be_visible()

    visitor.go_back()
    expect(shown(visitor)).to_have_text(["Sleet", "Hail"])
    expect(host).to_have_value("")
    expect(kind).to_have_value("phd-student")
    visitor.go_back()
    expect(shown(visitor)).to_have_count(4)
    expect(kind).to_have_value("")
    visitor.go_forward()
    expect(shown(visitor)).to_have_text(["Sleet", "Hail"])
    expect(kind).to_have_value("phd-student")


def test_a_filter_is_taken_away_by_its_chip(openings, visitor: Page):
    visitor.goto("/positions/?kind=postdoc&host=institute-for-rain")
    expect(shown(visitor)).to_have_text(["Drizzle"])

    visitor.get_by_role("link", name="Without Kind: Postdoc").press("Enter")

    expect(shown(visitor)).to_have_text(["Drizzle", "Hail"])
    expect(visitor.get_by_role("combobox", name="Kind")).to_have_value("")


def test_where_the_answer_does_not_come_the_form_can_be_sent(openings, visitor: Page):
    visitor.goto("/positions/")
    visitor.route(re.compile(r"\?kind="), lambda route: route.fulfill(status=503), times=1)

    visitor.get_by_role("combobox", name="Kind").select_option("postdoc")
    expect(visitor.get_by_text("The list could not be fetched.")).to_be_visible()
    visitor.get_by_role("button", name="Show").click()

    expect(shown(visitor)).to_have_text(["Fog", "Drizzle"])


def test_where_the_form_is_gone_the_page_is_gone_to(openings, visitor: Page):
    visitor.goto("/positions/")
    Opening.objects.exclude(title="Fog").delete()

    visitor.get_by_role("combobox", name="Kind").select_option("postdoc")

    expect(shown(visitor)).to_have_text(["Fog"])
    expect(visitor.get_by_text("No position is open")).to_have_count(0)
    Opening.objects.all().delete()
    visitor.reload()
    expect(visitor.get_by_text("No position is open at the moment.")).to_be_visible()
    expect(visitor.get_by_role("link", name="Show all positions")).to_be_visible()


def test_the_form_works_without_script(openings, browser: Browser, live_server, watch):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    watch.over(context)
    page = context.new_page()
    page.goto("/positions/")

    page.get_by_role("combobox", name="Kind").select_option("postdoc")
    page.get_by_role("combobox", name="Host").select_option("institute-for-clouds")
    page.get_by_role("button", name="Show").click()

    expect(shown(page)).to_have_text(["Fog"])
    page.get_by_role("link", name="Show all positions").click()
    expect(shown(page)).to_have_count(4)
    context.close()


# The reader's own time


@pytest.fixture
def deadlines(live_server, set_clock) -> None:
    host = factories.organization()
    for title, day, at, zone in (
        ("Earth", date(2026, 12, 15), time(23, 59), "AoE"),
        ("Shanghai", date(2026, 12, 15), time(17, 0), "Asia/Shanghai"),
        ("Year", date(2026, 12, 31), time(23, 59), "UTC"),
        ("Summer", date(2027, 7, 1), time(12, 0), "UTC"),
    ):
        fields = {"deadline": day, "deadline_time": at, "time_zone": zone}
        opening("Postdoc", title, host, **fields)
    opening("PhD student", "Any time", host)


@pytest.fixture
def reader(browser: Browser, live_server, watch) -> Iterator[Callable[..., Page]]:
    """A page of somebody whose clock runs from NOW, or another moment, in a zone."""
    contexts = []

    def page_in(zone: str = "UTC", at: datetime = NOW, **options) -> Page:
        context = browser.new_context(base_url=live_server.url, timezone_id=zone, **options)
        contexts.append(context)
        context.set_default_timeout(TIMEOUT)
        watch.over(context)
        page = context.new_page()
        page.clock.install(time=at)
        return page

    yield page_in
    for context in contexts:
        context.close()


def card(page: Page, title: str):
    return page.locator("article.card").filter(has=page.get_by_role("link", name=title))


@pytest.mark.parametrize(
    ("zone", "times"),
    [
        ("Asia/Shanghai", ["16 Dec, 19:59", "", "1 Jan 2027, 07:59", "1 Jul, 20:00"]),
        ("America/New_York", ["16 Dec, 06:59", "15 Dec, 04:00", "31 Dec, 18:59", "1 Jul, 08:00"]),
        (
            "Pacific/Kiritimati",
            ["17 Dec, 01:59", "15 Dec, 23:00", "1 Jan 2027, 13:59", "2 Jul, 02:00"],
        ),
    ],
)
def test_each_reader_sees_the_deadline_on_their_own_clock(deadlines, reader, zone, times):
    page = reader(zone)
    page.goto("/positions/")

    for title, words in zip(("Earth", "Shanghai", "Year", "Summer"), times, strict=True):
        own = card(page, title).locator(".deadline p", has=page.locator("[data-own-time=closes]"))
        # Where the reader's clock shows what is printed, nothing is said twice.
        before = f"{words} your time · " if words else ""
        left = re.compile(rf"^{re.escape(before)}\d+ days left$")
        expect(own).to_have_text(left, use_inner_text=True)
    expect(card(page, "Earth")).to_contain_text("Apply by 15 Dec 2026, 23:59 Anywhere on Earth")


def test_without_script_the_deadline_stands_in_its_own_zone(deadlines, reader):
    page = reader("Asia/Shanghai", java_script_enabled=False)
    page.goto("/positions/")

    expect(card(page, "Earth").locator("time")).to_have_text("15 Dec 2026, 23:59 Anywhere on Earth")
    expect(card(page, "Earth").get_by_text("23 days left")).to_be_visible()
    expect(page.get_by_text("your time").first).to_be_hidden()


def test_the_own_time_comes_back_with_what_a_filter_brings(deadlines, reader):
    page = reader("Asia/Shanghai")
    page.goto("/positions/?kind=phd-student")
    expect(page.get_by_text("your time")).to_have_count(0)

    page.get_by_role("combobox", name="Kind").select_option("postdoc")

    expect(card(page, "Earth").get_by_text("16 Dec, 19:59")).to_be_visible()


@pytest.mark.parametrize("comes_back", [False, True], ids=["stands open", "comes back"])
def test_a_page_does_not_outlive_a_closing(deadlines, reader, set_clock, comes_back):
    set_clock(CLOSES - timedelta(minutes=1))
    page = reader(at=CLOSES - timedelta(minutes=1))
    page.goto("/positions/")
    expect(card(page, "Earth")).to_contain_text("less than a day left")

    set_clock(CLOSES)
    if comes_back:
        page.clock.set_system_time(CLOSES + timedelta(hours=3))
        page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    else:
        page.clock.fast_forward("01:05")

    expect(card(page, "Earth")).to_have_count(0)
    expect(card(page, "Year")).to_have_count(1)


OPENS = datetime(2026, 12, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("comes_back", [False, True], ids=["stands open", "comes back"])
@pytest.mark.parametrize(
    ("path", "moment", "chip", "is_there"),
    [
        ("/", CLOSES, "Doctorate", False),
        ("/positions/any-time/", CLOSES, "Doctorate", False),
        ("/", OPENS, "Scholar", True),
        ("/positions/any-time/", OPENS, "Scholar", True),
    ],
)
def test_no_page_outlives_what_it_says_of_positions(
    live_server, reader, set_clock, path, moment, chip, is_there, comes_back
):
    factories.profile()
    factories.recruiting_page()
    host = factories.organization()
    opening("PhD student", "Any time", host)
    for name in ("Doctorate", "Scholar"):
        times = {"deadline": date(2026, 12, 15)} if name == "Doctorate" else {
            "opens_on": date(2026, 12, 1)
        }  # fmt: skip
        row = factories.opening(hosts=0, kind=factories.opening_kind(name=name), **times)
        row.hosts.create(organization=host)
    set_clock(moment - timedelta(minutes=1))
    page = reader(at=moment - timedelta(minutes=1))
    page.goto(path)
    link = page.locator("a.chip", has_text=chip)
    expect(link).to_have_count(0 if is_there else 1)

    set_clock(moment)
    if comes_back:
        page.clock.set_system_time(moment + timedelta(hours=3))
        page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    else:
        page.clock.fast_forward("01:05")

    expect(link).to_have_count(1 if is_there else 0)


def test_whoever_has_the_message_open_keeps_the_page_until_they_come_back(
    live_server, reader, set_clock
):
    factories.profile()
    row = factories.opening(title="Rain", deadline=date(2026, 12, 15))
    page = reader()
    page.goto(row.get_absolute_url())
    asked = []
    page.on("request", lambda request: request.is_navigation_request() and asked.append(request))
    page.get_by_text("Using webmail?").click()

    set_clock(NOW + timedelta(hours=1))
    page.clock.fast_forward("01:00:00")
    expect(page.get_by_text("23 days left")).to_be_visible()
    assert asked == []
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(page.get_by_text("22 days left")).to_be_visible()
    assert len(asked) == 1


def test_the_page_moves_on_once_the_message_is_closed(live_server, reader, set_clock):
    factories.profile()
    row = factories.opening(title="Rain", deadline=date(2026, 12, 15))
    page = reader()
    page.goto(row.get_absolute_url())
    page.get_by_text("Using webmail?").click()
    set_clock(NOW + timedelta(hours=1))
    page.clock.fast_forward("01:00:00")
    expect(page.get_by_text("23 days left")).to_be_visible()

    page.get_by_text("Using webmail?").click()

    expect(page.get_by_text("22 days left")).to_be_visible()


def test_a_list_moves_on_after_a_filter_was_chosen(deadlines, reader, set_clock):
    page = reader()
    page.goto("/positions/")
    kind = page.get_by_role("combobox", name="Kind")
    kind.focus()
    kind.select_option(index=1)
    expect(page).to_have_url(re.compile(r"\?kind="))
    expect(card(page, "Earth")).to_contain_text("23 days left")

    set_clock(NOW + timedelta(hours=1))
    page.clock.fast_forward("01:00:00")

    expect(card(page, "Earth")).to_contain_text("22 days left")


def test_a_reader_without_a_network_keeps_the_page_until_there_is_one(deadlines, reader, set_clock):
    page = reader()
    page.goto("/positions/")
    page.context.set_offline(True)

    set_clock(NOW + timedelta(hours=1))
    page.clock.fast_forward("01:00:00")
    expect(card(page, "Earth")).to_contain_text("23 days left")
    page.context.set_offline(False)

    expect(card(page, "Earth")).to_contain_text("22 days left")


def test_what_opens_later_names_the_minute_on_the_readers_clock(live_server, reader):
    factories.profile()
    row = factories.opening(title="Rain", opens_on=date(2026, 12, 1), deadline=date(2026, 12, 15))
    page = reader("Asia/Shanghai")

    for path in ("/positions/", row.get_absolute_url()):
        page.goto(path)
        times = page.locator(".deadline").first
        expect(times).to_contain_text("Opens 1 Dec 2026, 00:00 Anywhere on Earth")
        expect(times.get_by_text("1 Dec, 20:00 your time")).to_be_visible()
        expect(times.get_by_text("16 Dec, 19:59 your time")).to_be_visible()


def test_a_day_less_is_told_as_soon_as_it_is_less(deadlines, reader, set_clock):
    page = reader()
    page.goto("/positions/")
    expect(card(page, "Earth")).to_contain_text("23 days left")

    set_clock(NOW + timedelta(hours=1))
    page.clock.fast_forward("01:00:00")

    expect(card(page, "Earth")).to_contain_text("22 days left")


def test_a_reader_whose_clock_is_wrong_is_asked_for_no_more_than_once(deadlines, reader):
    page = reader(at=CLOSES + timedelta(hours=1))
    asked = []
    page.on("request", lambda request: request.is_navigation_request() and asked.append(request))
    with page.expect_response(lambda answer: len(asked) == 2):
        page.goto("/positions/", wait_until="commit")
    expect(card(page, "Earth").get_by_text("16 Dec, 11:59")).to_be_visible()

    page.clock.fast_forward("10:00")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")

    expect(card(page, "Earth")).to_contain_text("23 days left")
    assert len(asked) == 2
