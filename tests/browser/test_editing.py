"""An editor changes things in the browser and sees the change on the site."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from profile.models import EntryPerson, Organization, Person, ResearchInterest, TimelineEntry
from publications.models import Publication
from tests import factories
from tests.browser.admin import add_row, choose, look_up, save, save_in_window

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def test_a_changed_line_shows_on_the_site(page: Page):
    factories.profile()

    page.goto("/admin/profile/profile/")
    page.locator("[name='role']").fill("Professor of Clouds")
    save(page)

    page.goto("/")
    expect(page.get_by_text("Professor of Clouds").first).to_be_visible()


def test_a_work_with_two_stages_and_three_authors(page: Page):
    factories.profile()
    factories.person(name="Wei Lin")
    factories.venue(name="Journal of Clouds")

    page.goto("/admin/publications/publication/add/")
    page.locator("[name='title']").fill("On Clouds")
    page.locator("[name='state'][value='published']").check()
    for row, name in enumerate(("Wei Lin", "Ada Example")):
        add_row(page, "author")
        choose(page, f"authorships-{row}-person", name)
    add_row(page, "author")
    page.locator("[name='authorships-2-new_person']").fill("Zoë Novák")
    add_row(page, "stage")
    page.locator("[name='stages-0-kind']").select_option("preprint")
    page.locator("[name='stages-0-date']").fill("2021-02")
    add_row(page, "stage")
    page.locator("[name='stages-1-kind']").select_option("published")
    page.locator("[name='stages-1-date']").fill("June 2022")
    choose(page, "stages-1-venue", "Journal of Clouds")
    save(page)

    work = Publication.objects.get()
    assert work.slug == "on-clouds"
    page.goto("/publications/")
    entry = page.locator("main").get_by_text("Wei Lin, Ada Example, Zoë Novák")
    expect(entry).to_be_visible()
    expect(page.get_by_text("Journal of Clouds, 2022")).to_be_visible()
    page.get_by_role("link", name="On Clouds").click()
    page.wait_for_url("**/publications/on-clouds/")
    expect(page.get_by_text("Feb 2021")).to_be_visible()
    expect(page.get_by_text("Jun 2022").first).to_be_visible()


def test_somebody_new_is_added_from_where_they_are_typed(page: Page):
    page.goto("/admin/profile/timelineentry/add/")
    page.locator("[name='title']").fill("Student of Hail")
    page.locator("[name='kind']").select_option(index=1)
    add_row(page, "person")
    look_up(page, "people-0-person", "Zoë Novák")
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Add “Zoë Novák”").click()
    popup = opened.value
    popup.wait_for_load_state("load")
    expect(popup.locator("[name='name']")).to_have_value("Zoë Novák")
    save_in_window(popup)
    save(page)

    assert EntryPerson.objects.get().person.name == "Zoë Novák"


def test_a_file_that_is_too_large_is_refused_where_it_is_chosen(page: Page, tmp_path: Path):
    large = tmp_path / "large.jpg"
    large.write_bytes(b"x" * (11 * 2**20))

    page.goto("/admin/profile/profile/")
    page.locator(".picture input[type=file]").set_input_files(large)

    expect(page.get_by_text("at most 10 MB are taken")).to_be_visible()


def test_an_entry_with_three_affiliations(page: Page):
    factories.organization(name="University of Clouds")
    factories.profile()

    page.goto("/admin/profile/timelineentry/add/")
    choose_or_select(page, "kind", "Appointments")
    page.locator("[name='title']").fill("Professor")
    page.locator("[name='state'][value='published']").check()
    page.locator("[name='start']").fill("2017")
    for row, unit in enumerate(("School of Rain", "Institute of Fog", "Laboratory of Hail")):
        add_row(page, "affiliation")
        page.locator(f"[name='affiliations-{row}-unit']").fill(unit)
        choose(page, f"affiliations-{row}-organization", "University of Clouds")
    page.locator("[name='affiliations-1-relation']").select_option("affiliated")
    save(page)

    assert TimelineEntry.objects.get().affiliations.count() == 3
    page.goto("/cv/")
    for text in ("School of Rain", "Institute of Fog (affiliated)", "Laboratory of Hail"):
        expect(page.locator("main")).to_contain_text(text)


def choose_or_select(page: Page, name: str, text: str) -> None:
    field = page.locator(f"[name='{name}']")
    if page.locator(f"[name='{name}'] + .select2").count():
        choose(page, name, text)
    else:
        field.select_option(label=text)


def test_bad_input_is_named_at_its_field_and_nothing_is_lost(page: Page):
    page.goto("/admin/profile/timelineentry/add/")
    choose_or_select(page, "kind", "Education")
    page.locator("[name='title']").fill("Kept title")
    page.locator("[name='start']").fill("2016.13")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_text("There is no month 13.")).to_be_visible()
    expect(page.locator("[name='start']")).to_have_value("2016.13")
    expect(page.locator("[name='title']")).to_have_value("Kept title")


def test_the_preview_shows_what_the_page_will_show(page: Page):
    factories.profile(about="")
    source = "A **gap** of $O(n^2)$ and\n\n- one\n- two"

    page.goto("/admin/profile/profile/")
    page.locator("[name='about']").fill(source)
    preview = page.locator(".markdown-preview").first
    expect(preview.locator("math")).to_be_visible()
    shown = preview.inner_html().strip()
    save(page)
    page.goto("/")

    assert shown in page.locator("main").inner_html()


def test_the_tab_key_leaves_the_text_and_undo_works(page: Page):
    page.goto("/admin/news/newsitem/add/")
    text = page.locator("[name='text']")
    text.click()
    page.keyboard.type("typed")
    page.keyboard.press("Tab")
    expect(text).not_to_be_focused()
    text.focus()
    page.keyboard.press("Control+z")

    expect(text).not_to_have_value("typed")


def test_a_refused_upload_is_told_beside_the_text(page: Page, tmp_path: Path):
    fake = tmp_path / "picture.png"
    fake.write_bytes(b"<svg onload='alert(1)'/>")

    page.goto("/admin/news/newsitem/add/")
    text = page.locator("[name='text']")
    text.fill("Kept.")
    page.locator(".markdown-editor input[type=file]").first.set_input_files(fake)

    expect(page.locator(".markdown-status").first).to_contain_text("no JPEG, PNG or WebP")
    expect(text).to_have_value("Kept.")


def test_a_second_tab_does_not_overwrite_the_first(page: Page):
    item = factories.news_item(text="Start.")
    page.goto(f"/admin/news/newsitem/{item.pk}/change/")
    second = page.context.new_page()
    second.goto(f"/admin/news/newsitem/{item.pk}/change/")
    second.locator("[name='text']").fill("From the second tab.")
    save(second)

    page.locator("[name='text']").fill("From the first tab.")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.locator(".errornote, .errorlist").first).to_be_visible()
    expect(page.locator("[name='text']")).to_have_value("From the first tab.")
    item.refresh_from_db()
    assert item.text == "From the second tab."
    save(page)
    item.refresh_from_db()
    assert item.text == "From the first tab."


def test_order_is_changed_by_keyboard(page: Page):
    first, second = factories.interest(title="First"), factories.interest(title="Second")

    page.goto("/admin/profile/researchinterest/")
    row = page.locator("#result_list tbody tr", has_text="Second")
    row.locator(".row-up").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#result_list tbody tr").first).to_contain_text("Second")

    assert list(ResearchInterest.objects.in_order()) == [second, first]


def test_order_is_changed_by_drag(page: Page):
    factories.interest(title="First"), factories.interest(title="Second")

    page.goto("/admin/profile/researchinterest/")
    rows = page.locator("#result_list tbody tr")
    with page.expect_response(lambda response: "adminsortable2_update" in response.url):
        rows.nth(1).locator(".handle").drag_to(rows.nth(0).locator(".handle"))
    page.reload()

    expect(rows.first).to_contain_text("Second")


def test_a_portrait_is_uploaded_and_shown(page: Page, tmp_path: Path):
    from PIL import Image

    picture = tmp_path / "me.jpg"
    Image.new("RGB", (600, 600), (20, 90, 140)).save(picture)
    factories.profile()

    page.goto("/admin/profile/profile/")
    page.locator(".picture input[type=file]").set_input_files(picture)
    save(page)
    page.goto("/admin/profile/profile/")
    expect(page.locator(".picture img")).to_be_visible()
    page.goto("/")

    expect(page.locator("main img, header img").first).to_be_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_admin_pages_break_no_policy_and_fit_the_screen(page: Page, width: int):
    factories.profile()
    work = factories.publication()
    page.set_viewport_size({"width": width, "height": 844})

    for path in (
        "/admin/",
        "/admin/publications/publication/",
        f"/admin/publications/publication/{work.pk}/change/",
        "/admin/profile/profile/1/change/",
        "/admin/news/newsitem/add/",
        "/admin/recruiting/recruitingpage/",
        "/admin/homepage/sitesettings/",
        "/admin/password_change/",
    ):
        page.goto(path)
        overflow = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        assert overflow <= 0, path


def test_people_and_places_are_named_in_the_sites_words(page: Page):
    page.goto("/admin/")

    for words in ("Your page", "Works", "Open positions", "People"):
        expect(page.get_by_text(words, exact=True).first).to_be_visible()
    assert not Person.objects.exists()
    assert not Organization.objects.exists()
