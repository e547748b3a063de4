"""What an editor does with the pages of the admin, each step until its outcome is there."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

PASSWORD = "correct horse battery"


def log_in(page: Page, leads_to: str, username: str = "editor") -> None:
    """Sign in at the form that is shown, or on its way, and come to the page `leads_to`."""
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    # The address of the form itself ends with the one that it leads to.
    page.wait_for_url(lambda address: urlsplit(address).path == leads_to)


def save(page: Page) -> None:
    success = page.locator(".messagelist .success")
    expect(success).to_have_count(0)
    page.locator(".submit-row").get_by_role("button", name="Save", exact=True).click()
    expect(success).to_be_visible()


def add_row(page: Page, what: str) -> None:
    page.get_by_role("link", name=re.compile(f"Add another {what}", re.IGNORECASE)).or_(
        page.get_by_role("button", name=re.compile(f"Add another {what}", re.IGNORECASE))
    ).click()


def look_up(page: Page, name: str, text: str) -> None:
    """Type into a field that completes; what is listed afterwards answers this text."""
    page.locator(f"[name='{name}'] + .select2").click()
    page.locator(".select2-search__field").last.fill(text)
    # A list that is replaced under the mouse takes no choice.
    expect(page.locator(".select2-results .loading-results")).to_have_count(0)


def choose(page: Page, name: str, text: str) -> None:
    """Pick from a field that completes what is typed."""
    look_up(page, name, text)
    page.locator(".select2-results__option", has_text=text).first.click()
    expect(page.locator(f"[name='{name}'] + .select2")).to_contain_text(text)


def add_new(page: Page, name: str, fields: dict[str, str]) -> None:
    """Make a new row of another kind through the plus beside the field."""
    with page.expect_popup() as opened:
        page.locator(f"#add_id_{name}").click()
    popup = opened.value
    # A draft is kept, and dropped again, by a script that begins with the whole page.
    popup.wait_for_load_state("load")
    for label, value in fields.items():
        popup.get_by_label(label).first.fill(value)
    save_in_window(popup)


def save_in_window(popup: Page) -> None:
    """Save a form in a window of its own, which closes."""
    with popup.expect_event("close"):
        popup.get_by_role("button", name="Save", exact=True).click()
