"""Readers narrow the list of works by typing and choosing, with script and without."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import factories
from tests.browser.conftest import stop_the_clock

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def works(live_server) -> None:
    for year, title, kind in (("2019", "Fog", "article"), ("2020", "Rain", "book"),
                              ("2021", "Sleet", "article"), ("2021", "Hail", "book")):  # fmt: skip
        work = factories.publication(title=title, kind=kind, stages=0, parts=0)
        factories.stage(work, date=year)


def shown(page: Page):
    return page.locator("article.entry h3")


def count(page: Page):
    """What a screen reader is told of the list."""
    return page.get_by_role("status").and_(page.locator(".lead *"))


def test_typing_narrows_the_list_and_says_how_many_are_left(works, visitor: Page):
    visitor.goto("/publications/")
    field = visitor.get_by_role("searchbox")
    expect(visitor.get_by_role("button", name="Show")).to_be_hidden()

    field.press_sequentially("sleet")

    expect(shown(visitor)).to_have_text(["Sleet"])
    expect(count(visitor)).to_have_text("1 work found.")
    expect(field).to_be_focused()
    expect(field).to_have_value("sleet")
    expect(visitor).to_have_url(re.compile(r"/publications/\?q=sleet$"))
    expect(visitor.locator("#id_year option")).to_have_text(["All years", "2021 (1)"])


def test_choosing_answers_at_once_and_keeps_the_place(works, visitor: Page):
    visitor.goto("/publications/")
    kind = visitor.get_by_role("combobox", name="Kind")

    kind.focus()
    kind.select_option("book")

    expect(shown(visitor)).to_have_text(["Hail", "Rain"])
    expect(kind).to_be_focused()
    expect(visitor).to_have_url(re.compile(r"\?kind=book$"))
    expect(visitor.get_by_role("link", name="2020: 1 work")).to_be_visible()


def test_the_filter_outlives_a_reload_and_the_way_back(works, visitor: Page):
    visitor.goto("/publications/")
    visitor.get_by_role("searchbox").press_sequentially("hail")
    # The list may be right at half of the word.
    expect(visitor).to_have_url(re.compile(r"\?q=hail$"))
    expect(shown(visitor)).to_have_text(["Hail"])

    visitor.reload()
    expect(shown(visitor)).to_have_text(["Hail"])
    expect(visitor.get_by_role("searchbox")).to_have_value("hail")

    visitor.get_by_role("link", name="Hail", exact=True).click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Hail")
    visitor.go_back()
    expect(shown(visitor)).to_have_text(["Hail"])
    expect(visitor.get_by_role("searchbox")).to_have_value("hail")


def test_each_choice_is_a_step_that_back_undoes(works, visitor: Page):
    visitor.goto("/publications/")
    kind = visitor.get_by_role("combobox", name="Kind")
    year = visitor.get_by_role("combobox", name="Year")
    kind.select_option("book")
    expect(shown(visitor)).to_have_text(["Hail", "Rain"])
    year.select_option("2021")
    expect(shown(visitor)).to_have_text(["Hail"])

    visitor.go_back()

    expect(shown(visitor)).to_have_text(["Hail", "Rain"])
    expect(year).to_have_value("")
    expect(kind).to_have_value("book")
    expect(count(visitor)).to_have_text("2 works found, newest first.")
    visitor.go_back()
    expect(shown(visitor)).to_have_count(4)
    expect(kind).to_have_value("")
    visitor.go_forward()
    expect(shown(visitor)).to_have_text(["Hail", "Rain"])
    expect(kind).to_have_value("book")


def test_what_is_typed_is_no_step_of_its_own(works, visitor: Page):
    visitor.goto("/publications/")
    kind = visitor.get_by_role("combobox", name="Kind")
    kind.select_option("book")
    expect(shown(visitor)).to_have_count(2)
    visitor.get_by_role("searchbox").press_sequentially("rain", delay=200)
    expect(visitor).to_have_url(re.compile(r"\?q=rain&kind=book$"))
    expect(shown(visitor)).to_have_text(["Rain"])

    visitor.go_back()

    expect(shown(visitor)).to_have_count(4)
    expect(visitor.get_by_role("searchbox")).to_have_value("")
    expect(visitor).to_have_url(re.compile(r"/publications/$"))


def test_back_from_a_work_and_further_undoes_the_choice(works, visitor: Page):
    visitor.goto("/publications/?q=a")
    visitor.get_by_role("combobox", name="Kind").select_option("book")
    expect(visitor).to_have_url(re.compile(r"kind=book"))
    visitor.get_by_role("link", name="Rain", exact=True).click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Rain")

    visitor.go_back()
    expect(shown(visitor)).to_have_text(["Hail", "Rain"])
    visitor.go_back()

    expect(visitor).to_have_url(re.compile(r"\?q=a$"))
    expect(visitor.get_by_role("combobox", name="Kind")).to_have_value("")


def test_the_filters_stay_where_they_are_as_one_types(works, visitor: Page):
    factories.publication(title="Long", kind="conference-paper", parts=2, authors=2)
    visitor.goto("/publications/")
    filters = visitor.locator("form[data-filter] select")
    visitor.get_by_text("More filters").click()
    before = [filters.nth(n).bounding_box() for n in range(filters.count())]

    visitor.get_by_role("searchbox").fill("fog")
    expect(shown(visitor)).to_have_text(["Fog"])

    assert [filters.nth(n).bounding_box() for n in range(filters.count())] == before


def test_a_bar_of_the_chart_is_a_link_for_the_keyboard(works, visitor: Page):
    visitor.goto("/publications/")

    visitor.get_by_role("link", name="2021: 2 works").focus()
    visitor.keyboard.press("Enter")

    expect(shown(visitor)).to_have_text(["Hail", "Sleet"])
    expect(visitor.get_by_role("combobox", name="Year")).to_have_value("2021")
    chosen = visitor.get_by_role("link", name=re.compile("^2021: 2 works, chosen"))
    expect(chosen).to_have_attribute("aria-current", "true")


def test_late_answers_never_replace_newer_ones(works, visitor: Page):
    visitor.goto("/publications/")
    held = []
    visitor.route(re.compile(r"\?q=fog$"), lambda route: held.append(route))

    with visitor.expect_request(re.compile(r"\?q=fog$")):
        visitor.get_by_role("searchbox").fill("fog")
    visitor.get_by_role("searchbox").fill("rain")

    expect(shown(visitor)).to_have_text(["Rain"])
    assert len(held) == 1
    expect(visitor).to_have_url(re.compile(r"\?q=rain$"))


def test_where_the_answer_does_not_come_the_form_can_be_sent(works, visitor: Page):
    visitor.goto("/publications/")
    visitor.route(re.compile(r"\?q=fo"), lambda route: route.fulfill(status=503), times=1)

    visitor.get_by_role("searchbox").fill("fog")
    expect(count(visitor)).to_contain_text("Press “Show”")
    visitor.get_by_role("button", name="Show").click()

    expect(shown(visitor)).to_have_text(["Fog"])


def test_bibtex_is_copied_from_the_list_also_after_it_was_narrowed(works, visitor: Page):
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.goto("/publications/")
    visitor.get_by_role("searchbox").fill("hail")
    expect(shown(visitor)).to_have_text(["Hail"])
    stop_the_clock(visitor)

    visitor.get_by_text("Cite").click()
    visitor.get_by_role("button", name="BibTeX of Hail").click()

    expect(visitor.get_by_role("button", name="Copied")).to_be_visible()
    assert "title" in visitor.evaluate("navigator.clipboard.readText()")


def test_the_form_works_without_script(works, browser: Browser, live_server, watch):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    watch.over(context)
    page = context.new_page()
    page.goto("/publications/")

    page.get_by_role("combobox", name="Kind").select_option("article")
    page.get_by_role("combobox", name="Year").select_option("2021")
    page.get_by_role("button", name="Show").click()

    expect(shown(page)).to_have_text(["Sleet"])
    page.get_by_role("link", name="Show all works").click()
    expect(shown(page)).to_have_count(4)
    context.close()
