"""Readers take a citation with them: by mouse, by keyboard, without https, without script."""

import pytest
from playwright.sync_api import Browser, Page, expect

from publications.models import Authorship
from tests import factories
from tests.browser.clipboard import WITHOUT_CLIPBOARD, pasted
from tests.browser.conftest import stop_the_clock

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

ADDRESS = "/publications/on-examples/"
APA = "Example, A. (2022). On <Examples> & Proofs. Journal of Invented Results, 32."
IEEE = "A. Example, “On <Examples> & Proofs,” Journal of Invented Results, vol. 32, 2022."


@pytest.fixture
def work(live_server) -> None:
    work = factories.publication(
        stages=0, authors=0, parts=0, title="On <Examples> & Proofs", slug="on-examples"
    )
    person = factories.person(name="Ada Example")
    Authorship.objects.create(publication=work, person=person)
    venue = factories.venue(name="Journal of Invented Results")
    factories.stage(work, date="2022", venue=venue, volume="32")


def test_a_citation_is_copied_with_its_italics_and_as_text(work, visitor: Page):
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.goto(ADDRESS)
    stop_the_clock(visitor)

    visitor.get_by_role("button", name="Copy in APA").click()

    expect(visitor.get_by_role("status").get_by_text("Copied", exact=True)).to_have_count(1)
    expect(visitor.get_by_role("button", name="Copied in APA")).to_be_visible()
    assert pasted(visitor) == APA
    assert "<i>Journal of Invented Results</i>, <i>32</i>." in pasted(visitor, rich=True)
    assert "On &lt;Examples&gt; &amp; Proofs" in pasted(visitor, rich=True)
    visitor.clock.run_for(2000)
    expect(visitor.get_by_role("button", name="Copy in APA")).to_be_visible()


def test_copying_works_where_the_site_has_no_https(work, visitor: Page):
    visitor.add_init_script(WITHOUT_CLIPBOARD)
    visitor.goto(ADDRESS)
    stop_the_clock(visitor)

    visitor.get_by_role("button", name="Copy in APA").click()

    expect(visitor.get_by_role("button", name="Copied in APA")).to_be_visible()
    assert pasted(visitor) == APA
    assert "<i>Journal of Invented Results</i>" in pasted(visitor, rich=True)


def test_where_nothing_can_be_copied_the_text_is_selected_for_the_keyboard(work, visitor: Page):
    visitor.add_init_script(WITHOUT_CLIPBOARD + "document.execCommand = () => false;")
    visitor.goto(ADDRESS)
    stop_the_clock(visitor)

    visitor.get_by_role("button", name="Copy in APA").click()

    expect(visitor.get_by_role("button", name="Press Ctrl+C")).to_be_visible()
    assert visitor.evaluate("getSelection().toString().trim()") == APA


def test_the_style_is_chosen_by_keyboard(work, visitor: Page):
    visitor.goto(ADDRESS)
    expect(visitor.get_by_text(APA)).to_be_visible()

    visitor.get_by_role("radio", name="APA").focus()
    visitor.keyboard.press("ArrowRight")

    expect(visitor.get_by_text(IEEE)).to_be_visible()
    expect(visitor.get_by_text(APA)).to_be_hidden()
    visitor.keyboard.press("Tab")
    expect(visitor.get_by_role("button", name="Copy in IEEE")).to_be_focused()


def test_bibtex_is_copied_as_plain_text(work, visitor: Page):
    visitor.add_init_script(WITHOUT_CLIPBOARD)
    visitor.goto(ADDRESS)
    stop_the_clock(visitor)

    visitor.get_by_text("BibTeX", exact=True).click()
    visitor.get_by_role("button", name="Copy in BibTeX").click()

    expect(visitor.get_by_role("button", name="Copied in BibTeX")).to_be_visible()
    assert pasted(visitor).startswith("@article{example2022examples,\n")
    assert pasted(visitor, rich=True) == ""


def test_bibtex_is_copied_from_the_list(work, visitor: Page):
    visitor.add_init_script(WITHOUT_CLIPBOARD)
    visitor.goto("/publications/")
    stop_the_clock(visitor)

    visitor.locator("summary", has_text="Cite").click()
    visitor.get_by_role("button", name="Copy").click()

    expect(visitor.get_by_role("button", name="Copied")).to_be_visible()
    assert pasted(visitor).startswith("@article{example2022examples,\n")


def test_styles_and_downloads_are_there_without_script(work, browser: Browser, live_server, watch):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    watch.over(context)
    page = context.new_page()
    page.goto(ADDRESS)

    page.get_by_text("IEEE", exact=True).click()

    expect(page.get_by_text(IEEE)).to_be_visible()
    expect(page.get_by_role("button", name="Copy")).to_have_count(0)
    for name in (".bib", "RIS", "JSON"):
        link = page.get_by_role("link", name=f"{name} of On <Examples> & Proofs")
        assert page.request.get(link.get_attribute("href")).ok
    context.close()


def test_a_printed_page_has_one_citation_and_no_buttons(work, visitor: Page):
    visitor.goto(ADDRESS)
    visitor.emulate_media(media="print")

    expect(visitor.get_by_text(APA)).to_be_visible()
    expect(visitor.get_by_role("button", name="Copy")).to_have_count(0)
    expect(visitor.get_by_text("Chicago", exact=True)).to_be_hidden()
