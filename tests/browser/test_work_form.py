"""The form of a work in a browser: pasted authors, new names, an entry of BibTeX."""

import pytest
from playwright.sync_api import Page, expect

from publications.models import Publication
from tests import factories
from tests.browser.admin import choose, look_up, save

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

ADD = "/admin/publications/publication/add/"


def names() -> list[str]:
    work = Publication.objects.get()
    return [row.person.name for row in work.authorships.select_related("person")]


def test_authors_are_pasted_proposed_and_chosen_by_keyboard(page: Page):
    factories.person(name="Ruth Example", family_name="Example", given_name="Ruth")
    page.goto(ADD)
    page.locator("[name='title']").fill("On Hail")

    page.get_by_label("Paste authors").fill("R. Example, Zoë Novák*")
    page.keyboard.press("Enter")

    expect(page.get_by_text("2 authors added.")).to_be_visible()
    # The scripts of a form begin with the whole page, and then look at what was done.
    page.wait_for_load_state("load")
    expect(page.locator("[name='title']")).to_have_value("On Hail")
    expect(page.locator(".draft-offer")).to_have_count(0)
    proposal = page.get_by_role("button", name="Ruth Example")
    proposal.focus()
    page.evaluate("window.isSamePage = true")
    page.keyboard.press("Enter")
    expect(page.locator("[name='authorships-0-new_person']")).to_be_hidden()
    expect(page.locator("[name='authorships-0-person'] + .select2")).to_contain_text("Ruth Example")
    assert page.evaluate("window.isSamePage")
    save(page)

    assert names() == ["Ruth Example", "Zoë Novák"]
    row = Publication.objects.get().authorships.first()
    assert row is not None
    assert row.name_as_printed == "R. Example"


def test_a_name_that_nobody_has_is_taken_as_a_new_one(page: Page):
    page.goto(ADD)
    page.locator("[name='title']").fill("On Hail")
    page.locator("#authorships-group .add-row a").click()
    look_up(page, "authorships-0-person", "Zoë Novák")
    page.get_by_role("button", name="Add “Zoë Novák”").click()
    expect(page.locator("[name='authorships-0-new_person']")).to_have_value("Zoë Novák")
    save(page)

    assert names() == ["Zoë Novák"]


def test_enter_in_the_title_saves_although_other_buttons_come_before(page: Page):
    page.goto(ADD)
    page.locator("[name='title']").fill("On Hail")
    page.locator("[name='title']").press("Enter")
    expect(page.locator(".messagelist .success")).to_be_visible()

    assert Publication.objects.get().title == "On Hail"


def test_a_bibtex_entry_above_the_list_becomes_a_filled_form(page: Page):
    page.goto("/admin/publications/publication/")
    entry = "@article{hail, title={On Hail}, author={Zoë Novák}, journal={Hail Letters}, year=2020}"
    page.get_by_label("Begin with a DOI").fill(entry)
    page.get_by_role("button", name="Fill the form").click()

    expect(page.get_by_text("Filled from BibTeX entry hail.")).to_be_visible()
    expect(page.locator("[name='title']")).to_have_value("On Hail")
    save(page)

    assert str(Publication.objects.get().main_stage.date) == "2020"
    assert names() == ["Zoë Novák"]


def test_a_new_form_is_opened_at_the_box_that_begins_it(page: Page):
    page.goto(ADD)

    expect(page.get_by_label("Begin with a DOI")).to_be_focused()


def test_a_second_enter_after_the_box_saves_nothing_unread(page: Page):
    page.goto(ADD)
    page.get_by_label("Begin with a DOI").fill("@misc{hail, title={On Hail}, author={Zoë Novák}}")
    page.get_by_role("button", name="Fill the form").click()
    expect(page.get_by_text("Filled from BibTeX entry hail.")).to_be_visible()
    expect(page.locator(".form-note")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.get_by_text("Filled from BibTeX entry hail.")).to_be_visible()
    assert not Publication.objects.exists()


def test_a_refused_save_after_pasted_authors_shows_its_error(page: Page):
    page.goto(ADD)
    page.get_by_label("Paste authors").fill("Ann Alpha, Bob Beta")
    page.get_by_role("button", name="Add these authors").click()
    note = page.get_by_text("2 authors added.")
    expect(note).to_be_in_viewport()
    page.wait_for_load_state("load")
    page.locator("[name='state'][value='published']").check()
    page.locator(".submit-row").get_by_role("button", name="Save", exact=True).click()

    expect(page.locator(".errornote")).to_be_in_viewport()
    assert "#" not in page.url


def test_of_many_kept_drafts_the_newest_is_offered_first(page: Page):
    page.goto(ADD)
    page.evaluate(
        """() => {
          for (let number = 0; number < 15; number += 1) {
            const fields = { title: `Draft ${number}` };
            localStorage.setItem(`draft editor ${location.pathname} ${number}`, JSON.stringify({
              at: Date.now() - number * 1000, madeFrom: "", content: { fields, sets: {} },
            }));
          }
        }"""
    )
    page.reload()

    expect(page.locator(".draft-offer:visible")).to_have_count(1)
    page.get_by_text("14 older").click()
    expect(page.locator(".draft-offer:visible")).to_have_count(15)
    page.locator(".draft-offer").first.get_by_role("button", name="Put it back").click()
    expect(page.locator("[name='title']")).to_have_value("Draft 0")


def test_the_owner_is_marked_as_soon_as_they_are_chosen(page: Page):
    factories.profile()
    page.goto(ADD)
    page.locator("#authorships-group .add-row a").click()
    choose(page, "authorships-0-person", "Ada Example")

    expect(page.locator("[name='authorships-0-person'] option[data-you]")).to_have_count(1)
