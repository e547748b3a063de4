"""An editor writes, extends, fills and copies positions in the browser, by keyboard."""

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from recruiting.models import Opening, OpeningKind
from tests import factories
from tests.browser.admin import add_row, choose, save

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

LIST = "/admin/recruiting/opening/"


def form_of(opening: Opening) -> str:
    return f"{LIST}{opening.pk}/change/"


def in_days(days: int) -> datetime.date:
    return (timezone.now() + datetime.timedelta(days=days)).date()


def message(page: Page):
    return page.locator(".messagelist")


def test_a_position_is_written_by_keyboard_and_shows_on_the_site(page: Page):
    factories.profile()
    factories.organization(name="University of Clouds")
    day = in_days(30)

    page.goto(f"{LIST}add/")
    kind = page.locator("[name=kind]")
    kind.focus()
    page.keyboard.type("Postdoc")
    page.locator("[name=title]").focus()
    page.keyboard.type("Postdoc in clouds")
    add_row(page, "host")
    choose(page, "hosts-0-organization", "University of Clouds")
    page.locator("[name=deadline]").focus()
    page.keyboard.type(f"{day.day} {day:%b %Y}")
    page.locator("[name=deadline_time]").fill("17:00")
    page.locator("[name=time_zone]").fill("shanghai")
    page.locator("[name=state][value=published]").check()
    save(page)

    opening = Opening.objects.get()
    assert opening.kind == OpeningKind.objects.get(name="Postdoc")
    assert (opening.deadline, opening.time_zone) == (day, "Asia/Shanghai")
    page.goto(form_of(opening))
    expect(page.get_by_text(re.compile(r"Closes .*09:01 UTC"))).to_be_visible()
    page.goto("/positions/")
    expect(page.get_by_role("link", name="Postdoc in clouds").first).to_be_visible()


def test_bad_input_comes_back_with_everything_that_was_typed(page: Page):
    page.goto(f"{LIST}add/")
    page.locator("[name=kind]").select_option(index=1)
    page.locator("[name=title]").fill("Kept title")
    page.locator("[name=deadline]").fill("2020-01-01")
    page.locator("[name=time_zone]").fill("Mars")
    page.get_by_text("Salary and contract").click()
    page.locator("[name=salary_from]").fill("a lot")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_text("“Mars” is no time zone known here.")).to_be_visible()
    expect(page.locator("[name=time_zone]")).to_be_focused()
    page.locator(".fault-places").get_by_role("link", name="Salary from").click()
    expect(page.locator("[name=salary_from]")).to_be_in_viewport()
    expect(page.get_by_text("Write the figure in digits")).to_be_visible()
    for name, typed in (
        ("title", "Kept title"),
        ("deadline", "2020-01-01"),
        ("time_zone", "Mars"),
        ("salary_from", "a lot"),
    ):
        expect(page.locator(f"[name={name}]")).to_have_value(typed)
        expect(page.locator(f"[name={name}]")).to_be_visible()
    assert not Opening.objects.exists()


def test_a_deadline_is_extended_by_keyboard_and_opens_the_position_again(page: Page):
    opening = factories.opening(title="Postdoc", deadline=in_days(-5))

    page.goto(form_of(opening))
    page.get_by_role("link", name="Extend the deadline").focus()
    page.keyboard.press("Enter")
    day = page.locator("[name=deadline]")
    expect(day).to_have_value(in_days(-5).isoformat())
    day.fill(in_days(-3).isoformat())
    page.keyboard.press("Enter")
    expect(page.get_by_text("This deadline has passed")).to_be_visible()
    expect(day).to_have_value(in_days(-3).isoformat())
    day.fill(in_days(40).isoformat())
    page.keyboard.press("Enter")

    expect(message(page)).to_contain_text("It is open again.")
    page.wait_for_url(f"**{form_of(opening)}")
    expect(page.locator("[name=deadline]")).to_have_value(in_days(40).isoformat())


def test_what_is_filled_leaves_the_site_and_comes_back(page: Page):
    opening = factories.opening(title="Postdoc in clouds")

    page.goto(form_of(opening))
    page.get_by_role("button", name="Mark as filled").press("Enter")
    expect(message(page)).to_contain_text("Its page stays and says that it has been filled")
    page.goto("/positions/")
    expect(page.get_by_text("Postdoc in clouds")).to_have_count(0)

    page.goto(form_of(opening))
    page.get_by_role("button", name="Reopen").press("Enter")
    expect(message(page)).to_contain_text("Visitors see it among the open positions.")
    page.goto("/positions/")
    expect(page.get_by_text("Postdoc in clouds").first).to_be_visible()


def test_a_step_keeps_what_was_typed_and_not_saved(page: Page):
    opening = factories.opening(title="Postdoc")

    page.goto(form_of(opening))
    note = page.get_by_text("These buttons do not save what you have typed")
    expect(note).to_be_hidden()
    page.locator("[name=summary]").fill("Typed, and not saved.")
    expect(note).to_be_visible()
    page.get_by_role("button", name="Close now").click()
    expect(message(page)).to_contain_text("is closed")
    page.get_by_role("button", name="Put it back").click()
    expect(page.locator("[name=summary]")).to_have_value("Typed, and not saved.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(f"**{LIST}")

    opening.refresh_from_db()
    assert (opening.summary, opening.outcome) == ("Typed, and not saved.", "closed")


def test_last_years_position_is_copied_from_the_list(page: Page):
    factories.opening(title="Postdoc in clouds", deadline=in_days(-200))

    page.goto(LIST)
    page.locator("[name=_selected_action]").first.check()
    page.locator("[name=action]").select_option(label="Duplicate as drafts")
    page.get_by_role("button", name="Go", exact=True).click()

    expect(message(page)).to_contain_text("This is the copy")
    expect(page.locator("[name=title]")).to_have_value("Postdoc in clouds")
    expect(page.locator("[name=deadline]")).to_have_value("")
    expect(page.locator("[name=state][value=draft]")).to_be_checked()


@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_fit_the_screen_and_their_targets_are_large_enough(page: Page, width: int):
    opening = factories.opening(deadline=in_days(3), places=1)
    page.set_viewport_size({"width": width, "height": 844})

    for path in (
        LIST,
        form_of(opening),
        f"{LIST}add/",
        f"{LIST}extend/?id={opening.pk}&from=form",
        "/admin/recruiting/openingkind/",
    ):
        page.goto(path)
        overflow = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        assert overflow <= 0, path
        for button in page.locator("main :is(.button, button, summary)").all():
            box = button.bounding_box()
            assert box is None or min(box["width"], box["height"]) >= 24 or box["width"] <= 1, path
