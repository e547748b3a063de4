"""BibTeX is pasted, looked over, imported and taken back in the browser."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from publications.importing.models import Import
from publications.models import Publication
from tests import factories
from tests.browser.admin import log_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

ADD = "/admin/publications/import/add/"
THREE = """
@article{clouds, title={On Clouds}, author={Ada Example and Wei Lin}, year=2021}
@article{rain, title={On Rain}, author={Ada Example}, year=2022}
@article{hail, title={On Hail}, author={Ada Example}, year=2023}
@article{fog, title={On Fog} author={Ada Example}, year=2023}
"""


def paste(page: Page, text: str) -> None:
    page.goto(ADD)
    page.get_by_label("BibTeX", exact=True).fill(text)
    show_the_preview(page)


def show_the_preview(page: Page) -> None:
    page.get_by_role("button", name="Show the preview").click()
    page.wait_for_url(re.compile(r"/import/\d+/change/"))


def test_paste_preview_untick_import_and_undo(page: Page):
    factories.profile()
    page.goto("/admin/publications/publication/")
    page.get_by_role("link", name="Import from BibTeX").click()
    page.wait_for_url(f"**{ADD}")
    page.get_by_label("BibTeX", exact=True).fill(THREE)
    show_the_preview(page)

    bar = page.locator(".import-bar")
    expect(bar).to_contain_text("3 works ticked: 3 new")
    expect(page.get_by_text("A comma is missing after the title.")).to_be_visible()
    assert not Publication.objects.exists()

    page.get_by_label("On Rain").uncheck()
    expect(bar).to_contain_text("2 works ticked: 2 new")
    page.get_by_role("button", name="Import 2 works").click()

    expect(page.locator(".messagelist")).to_contain_text("Imported: 2 new works.")
    page.get_by_role("link", name="Show these works in the list").click()
    expect(page.locator("#result_list")).to_contain_text("On Clouds")
    expect(page.locator("#result_list")).not_to_contain_text("On Rain")

    page.go_back()
    page.get_by_role("link", name="Undo this import").click()
    page.get_by_role("button", name="Undo this import").click()
    expect(page.locator(".messagelist")).to_contain_text("The import is undone.")
    assert not Publication.objects.exists()


def test_one_box_ticks_a_whole_section(page: Page):
    paste(page, THREE)
    every, button = page.get_by_label("All 3"), page.locator("[name=_import]")
    expect(every).to_be_checked()

    every.uncheck()
    expect(page.locator(".import-bar")).to_contain_text("0 works ticked")
    expect(button).to_be_disabled()

    page.get_by_label("On Hail").check()
    expect(button).to_have_text("Import 1 work")
    assert every.evaluate("box => box.indeterminate")


def test_the_ticks_of_all_pages_are_counted_and_kept(page: Page):
    paste(
        page,
        "".join(
            f"@misc{{k{n}, title={{Number {n:03}}}, author={{Ada Example}}, year=2000}}\n"
            for n in range(130)
        ),
    )
    page.get_by_label("Number 005").uncheck()
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("101–130 of 130")).to_be_visible()
    page.wait_for_load_state("load")
    page.get_by_label("Number 105").uncheck()
    expect(page.locator(".import-bar")).to_contain_text("128 works ticked")

    page.get_by_label("All 130").click()

    expect(page.locator(".import-bar")).to_contain_text("130 works ticked")
    assert not Import.objects.get().entries.filter(is_taken=False).exists()


def test_the_keyboard_alone_is_enough(page: Page):
    page.goto(ADD)
    page.get_by_role("radio", name="Paste").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_label("File", exact=True).last).to_be_visible()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Tab")
    page.keyboard.insert_text(THREE)
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/import/\d+/change/"))

    page.get_by_label("On Rain").focus()
    page.keyboard.press("Space")
    with page.expect_event("load"):
        page.keyboard.press("Enter")

    expect(page.get_by_label("On Rain")).not_to_be_checked()
    assert not Publication.objects.exists()


def test_only_the_way_that_is_chosen_is_shown(page: Page):
    page.goto(ADD)
    expect(page.get_by_label("BibTeX", exact=True)).to_be_visible()

    page.get_by_role("radio", name="Identifiers").check()

    expect(page.get_by_label("BibTeX", exact=True)).to_be_hidden()
    expect(page.get_by_label("Identifiers", exact=True).last).to_be_visible()


def test_a_large_file_and_a_large_text_are_refused_before_they_are_sent(page: Page, tmp_path: Path):
    large = tmp_path / "large.bib"
    large.write_bytes(b"x" * (11 * 2**20))
    page.goto(ADD)

    page.get_by_role("radio", name="File A .bib file").check()
    page.locator("input[type=file]").set_input_files(large)
    expect(page.get_by_text("at most 10 MB are taken")).to_be_visible()

    page.get_by_role("radio", name="Paste").check()
    page.get_by_label("BibTeX", exact=True).evaluate("area => { area.value = 'x'.repeat(5e6); }")
    page.get_by_role("button", name="Show the preview").click()
    expect(page.get_by_text("This is more than 4 MB of text")).to_be_visible()
    assert page.url.endswith("/add/")


def test_a_text_outlives_a_lost_session(page: Page):
    page.goto(ADD)
    page.get_by_label("BibTeX", exact=True).fill(THREE)
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Show the preview").click()
    log_in(page, leads_to=ADD)
    page.goto(ADD)

    page.get_by_role("button", name="Put it back").click()

    area = page.get_by_label("BibTeX", exact=True)
    expect(area).to_have_value(THREE)

    show_the_preview(page)
    page.goto(ADD)
    expect(area).to_have_value("")
    expect(page.get_by_role("button", name="Put it back")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_fit_a_phone(page: Page, scheme):
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme=scheme)
    long = THREE.replace("On Hail", "Donaudampfschifffahrtsgesellschaftskapitän" * 3)

    for step in (lambda: page.goto(ADD), lambda: paste(page, long)):
        step()
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 390, page.url
