"""Readers use the site on a phone, by keyboard, without script, in light and dark."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from homepage.operations.content_files import DEMO, load_content

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

PAGES = ("/", "/publications/", "/news/", "/positions/", "/cv/", "/search/?q=adam", "/nowhere/")


@pytest.fixture
def demo(live_server) -> None:
    load_content(DEMO)


@pytest.mark.parametrize("width", [1280, 390, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_fit_the_screen_and_load_nothing_from_elsewhere(demo, visitor: Page, width, scheme):
    visitor.set_viewport_size({"width": width, "height": 844})
    visitor.emulate_media(color_scheme=scheme)

    for path in PAGES:
        visitor.goto(path)
        overflow = visitor.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        assert overflow <= 0, path


def test_name_role_and_e_mail_are_seen_without_scrolling(demo, visitor: Page):
    for size in ({"width": 1280, "height": 800}, {"width": 390, "height": 844}):
        visitor.set_viewport_size(size)
        visitor.goto("/")
        expect(visitor.get_by_role("heading", level=1)).to_be_in_viewport()
        expect(visitor.locator(".p-job-title").first).to_be_in_viewport()
        expect(visitor.locator("a[href^='mailto:']").first).to_be_in_viewport()


def test_the_colours_can_be_switched_and_stay_so(demo, visitor: Page):
    visitor.emulate_media(color_scheme="light")
    visitor.goto("/")
    ground = "() => getComputedStyle(document.body).backgroundColor"
    light = visitor.evaluate(ground)

    visitor.get_by_role("button", name="Dark colours").click()
    dark = visitor.evaluate(ground)
    visitor.goto("/cv/")

    assert dark != light
    assert visitor.evaluate(ground) == dark


def test_everything_is_there_without_script(demo, browser: Browser, live_server, watch):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    watch.over(context)
    page = context.new_page()

    page.goto("/")
    page.get_by_role("link", name="Search", exact=True).click()
    page.wait_for_url("**/search/")
    page.get_by_role("searchbox").or_(page.locator("main input[name=q]")).first.fill("adam")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Adam Can Converge").first).to_be_visible()
    page.goto("/publications/")
    page.get_by_text("More filters").click()
    page.locator("[name=year]").select_option("2020")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", name="2022")).to_have_count(0)
    expect(page.get_by_role("heading", name="2020")).to_be_visible()
    context.close()


def test_the_first_tab_stop_skips_to_the_content(demo, visitor: Page):
    visitor.goto("/publications/")
    visitor.keyboard.press("Tab")
    visitor.keyboard.press("Enter")
    expect(visitor).to_have_url(re.compile("#"))
    visitor.keyboard.press("Tab")

    expect(visitor.locator("main :focus")).to_have_count(1)


def test_a_font_for_formulas_loads_only_where_one_stands(demo, visitor: Page):
    loaded: list[str] = []
    visitor.on("request", lambda request: loaded.append(request.url))

    visitor.goto("/")
    visitor.evaluate("() => document.fonts.ready.then(() => true)")
    assert not [url for url in loaded if "math" in url]
    with visitor.expect_request(lambda request: "math" in request.url):
        visitor.goto("/publications/")
