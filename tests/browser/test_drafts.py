"""What an editor typed outlives a lost session, a refused form and a closed page."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from news.models import NewsItem
from profile.models import Person
from tests import factories
from tests.browser.admin import PASSWORD, add_new, add_row, choose, log_in, save

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

ADD_NEWS = "/admin/news/newsitem/add/"


def offers(page: Page) -> Locator:
    return page.locator(".draft-offer", has_text=re.compile("What you typed on .* was not saved"))


def put_back(page: Page) -> None:
    offers(page).get_by_role("button", name="Put it back").click()
    expect(page.locator(".draft-offer")).to_contain_text("It is not saved yet")


def expect_kept(page: Page) -> None:
    expect(page.locator(".draft-status")).to_have_text("Saved in this browser")


def press_save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


def log_out_in_another_tab(page: Page) -> Page:
    other = page.context.new_page()
    other.goto("/admin/")
    other.get_by_role("button", name="Log out").click()
    other.wait_for_url("**/logout/")
    return other


def type_news(page: Page, text: str) -> Locator:
    page.goto(ADD_NEWS)
    field = page.locator("[name='text']")
    field.fill(text)
    return field


def test_a_text_is_put_back_after_the_session_ended(page: Page):
    text = type_news(page, "A long **text** about rain.")
    page.locator("[name='state'][value='published']").check()
    log_out_in_another_tab(page)
    press_save(page)

    expect(page.locator(".draft-kept")).to_contain_text("kept in this browser")
    log_in(page, leads_to=ADD_NEWS)
    expect(text).to_have_value("")
    put_back(page)
    expect(text).to_have_value("A long **text** about rain.")
    expect(page.locator("[name='state'][value='published']")).to_be_checked()
    expect(page.locator(".markdown-preview strong")).to_have_text("text")
    page.locator("[name='date']").fill("2024-05")
    save(page)
    assert NewsItem.objects.get().text == "A long **text** about rain."


def test_rows_that_were_added_and_moved_are_put_back(page: Page):
    work = factories.publication(authors=0)
    for place, name in enumerate(("Ada Example", "Wei Lin"), start=1):
        work.authorships.create(person=factories.person(name=name), position=place)
    known = {row.pk for row in work.authorships.all()}
    factories.person(name="Zoë Novák")
    address = f"/admin/publications/publication/{work.pk}/change/"
    page.goto(address)
    add_row(page, "author")
    choose(page, "authorships-2-person", "Zoë Novák")
    page.locator("#authorships-1 .row-up").click()
    expect_kept(page)
    log_out_in_another_tab(page)
    press_save(page)
    log_in(page, leads_to=address)

    put_back(page)
    expect(page.locator("[name='authorships-2-person'] option:checked")).to_have_text("Zoë Novák")
    expect(page.locator("#authorships-2 .select2-selection__rendered")).to_contain_text("Zoë Novák")
    save(page)

    assert [row.person.name for row in work.authorships.order_by("position")] == [
        "Wei Lin",
        "Ada Example",
        "Zoë Novák",
    ]
    assert known < {row.pk for row in work.authorships.all()}


def test_a_saved_form_offers_nothing(page: Page):
    item = factories.news_item(text="Start.")
    address = f"/admin/news/newsitem/{item.pk}/change/"
    page.goto(address)
    page.locator("[name='text']").fill("Changed.")
    expect_kept(page)
    save(page)
    page.goto(address)
    expect(page.locator("[name='text']")).to_have_value("Changed.")
    expect(page.locator(".draft-offer")).to_have_count(0)

    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('draft '))") == []


def test_a_refused_form_stays_kept_and_offers_nothing_to_itself(page: Page):
    page.goto("/admin/profile/timelineentry/add/")
    page.locator("[name='title']").fill("Kept title")
    page.locator("[name='start']").fill("2016.13")
    press_save(page)

    expect(page.get_by_text("There is no month 13.")).to_be_visible()
    page.wait_for_load_state("load")
    expect(page.locator(".draft-offer")).to_have_count(0)
    page.goto("/admin/profile/timelineentry/add/")
    put_back(page)
    expect(page.locator("[name='start']")).to_have_value("2016.13")


def test_a_new_person_saved_in_a_window_of_its_own_is_not_offered(page: Page):
    page.goto("/admin/profile/timelineentry/add/")
    add_row(page, "person")
    add_new(page, "people-0-person", {"Name": "Zoë Novák"})
    page.goto("/admin/profile/person/add/")

    expect(page.locator(".draft-status")).to_have_text("")
    expect(page.locator(".draft-offer")).to_have_count(0)
    assert Person.objects.filter(name="Zoë Novák").exists()


def test_what_is_thrown_away_is_gone(page: Page):
    type_news(page, "Not so good.")
    expect_kept(page)
    page.goto(ADD_NEWS)
    offers(page).get_by_role("button", name="Throw it away").click()
    expect(page.locator(".draft-offer")).to_have_count(0)
    page.goto(ADD_NEWS)

    expect(page.locator("[name='text']")).to_have_value("")
    expect(page.locator(".draft-offer")).to_have_count(0)


def test_a_second_text_does_not_displace_the_first(page: Page):
    type_news(page, "The first.")
    expect_kept(page)
    type_news(page, "The second.")
    expect_kept(page)
    page.goto(ADD_NEWS)

    expect(offers(page)).to_have_count(2)


def test_another_editor_is_offered_nothing(page: Page):
    User.objects.create_superuser("other", password=PASSWORD)
    type_news(page, "Between me and my browser.")
    log_out_in_another_tab(page)
    press_save(page)
    log_in(page, leads_to=ADD_NEWS, username="other")
    expect(page.locator("[name='text']")).to_be_visible()

    expect(page.locator(".draft-offer")).to_have_count(0)
    log_out_in_another_tab(page)
    page.goto(ADD_NEWS)
    log_in(page, leads_to=ADD_NEWS)
    expect(offers(page)).to_have_count(1)


def test_a_form_of_an_older_session_is_refused_and_its_text_offered(page: Page):
    type_news(page, "Typed before.")
    other = log_out_in_another_tab(page)
    other.goto("/admin/")
    log_in(other, leads_to="/admin/")
    press_save(page)
    expect(page.get_by_text("You signed in or out in another tab")).to_be_visible()
    page.go_back()
    page.reload()

    put_back(page)
    expect(page.locator("[name='text']")).to_have_value("Typed before.")


def test_a_text_changed_meanwhile_is_put_back_with_a_word_about_it(page: Page):
    item = factories.news_item(text="Start.")
    address = f"/admin/news/newsitem/{item.pk}/change/"
    page.goto(address)
    page.locator("[name='text']").fill("Mine.")
    expect_kept(page)
    item.text = "Theirs."
    item.edit_version += 1
    item.save()
    page.goto(address)

    put_back(page)
    expect(page.locator(".draft-offer")).to_contain_text("changed in the meantime")
    save(page)
    item.refresh_from_db()
    assert item.text == "Mine."


@pytest.fixture
def rich_forms(db) -> list[str]:
    factories.profile()
    work, entry = factories.publication(abstract="\nAbout\n"), factories.timeline_entry()
    return [
        f"/admin/publications/publication/{work.pk}/change/",
        f"/admin/profile/timelineentry/{entry.pk}/change/",
        "/admin/profile/profile/1/change/",
        "/admin/homepage/sitesettings/1/change/",
        "/admin/recruiting/opening/add/",
        ADD_NEWS,
    ]


def test_a_form_that_was_only_looked_at_is_not_kept(page: Page, rich_forms: list[str]):
    page.clock.install()
    for address in rich_forms:
        page.goto(address)
        page.locator("h1").first.click()
        page.clock.run_for(1000)
        expect(page.locator(".draft-status")).to_have_text("")


def test_a_refused_picture_is_told_in_sight(page: Page, tmp_path: Path):
    fake = tmp_path / "picture.png"
    fake.write_bytes(b"<svg onload='alert(1)'/>")
    page.set_viewport_size({"width": 1280, "height": 500})
    page.goto(ADD_NEWS)
    page.locator("[name='text']").fill("\n".join("line" for _ in range(80)))
    page.locator(".markdown-upload").scroll_into_view_if_needed()
    page.locator(".markdown-editor input[type=file]").set_input_files(fake)

    status = page.locator(".markdown-status")
    expect(status).to_contain_text("no JPEG, PNG or WebP")
    expect(status).to_be_in_viewport()


@pytest.mark.parametrize(
    ("text", "caret", "before", "after"),
    [
        ("", 0, "", ""),
        ("Before. After.", 8, "Before. \n\n", "\n\nAfter."),
        ("Before.\n\nAfter.", 9, "Before.\n\n", "\n\nAfter."),
        ("Before.\nAfter.", 7, "Before.\n\n", "\n\nAfter."),
    ],
)
def test_a_picture_stands_in_a_paragraph_of_its_own(
    page: Page, tmp_path: Path, text: str, caret: int, before: str, after: str
):
    picture = tmp_path / "cloud.png"
    Image.new("RGB", (40, 30), (20, 90, 140)).save(picture)
    field = type_news(page, text)
    field.evaluate("(field, caret) => field.setSelectionRange(caret, caret)", caret)
    page.locator(".markdown-editor input[type=file]").set_input_files(picture)
    expect(page.locator(".markdown-status")).to_contain_text("The picture stands in the text")

    page.keyboard.type("A blue cloud")
    code = r"!\[A blue cloud\]\(image:[^)\n]+\)"
    expect(field).to_have_value(re.compile(f"^{re.escape(before)}{code}{re.escape(after)}$"))
    for _ in range(30):
        page.keyboard.press("Control+z")
    assert "image:" not in field.input_value()


def test_two_pictures_stand_one_under_the_other(page: Page, tmp_path: Path):
    field = type_news(page, "")
    picture = r"!\[Describe the picture\]\(image:[^)\n]+\)"
    for number, text in enumerate((picture, f"{picture}\n\n{picture}")):
        path = tmp_path / f"{number}.png"
        Image.new("RGB", (40, 30), (20, 90, 40 * number)).save(path)
        page.locator(".markdown-editor input[type=file]").set_input_files(path)
        expect(field).to_have_value(re.compile(f"^{text}$"))
