"""Applicants take the message along: by mouse and keyboard, offline, without script, printed."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from homepage.content.pages import absolute
from recruiting.models import Opening
from tests import factories
from tests.browser.clipboard import WITHOUT_CLIPBOARD, pasted
from tests.browser.conftest import stop_the_clock
from tests.pages import normalized

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

ADDRESS = "/positions/postdoc-in-clouds/"
SUBJECT = "Application: Postdoc in <clouds> & rain (REF-12) – [your name]"
EMAIL = "ada+jobs@example.edu"


@pytest.fixture
def opening(live_server) -> Opening:
    factories.profile(name="Ada Example")
    return factories.opening(
        title="Postdoc in <clouds> & rain",
        slug="postdoc-in-clouds",
        reference="REF-12",
        apply_email=EMAIL,
        documents="CV\nTwo letters, 推荐信",
    )


def message_of(page: Page) -> str:
    """The text that the button hands to a mail program."""
    link = page.get_by_role("link", name="Write the e-mail").get_attribute("href")
    return parse_qs(urlsplit(link).query)["body"][0].replace("\r\n", "\n")


def test_the_address_is_copied_without_a_network(opening, visitor: Page):
    visitor.add_init_script(WITHOUT_CLIPBOARD)
    visitor.goto(ADDRESS)
    stop_the_clock(visitor)
    visitor.context.set_offline(True)

    visitor.get_by_role("button", name="Copy the address").click()

    expect(visitor.get_by_role("status").get_by_text("Copied", exact=True)).to_have_count(1)
    expect(visitor.get_by_role("button", name="Copied")).to_be_visible()
    assert pasted(visitor) == EMAIL


@pytest.mark.parametrize("has_clipboard", [True, False])
def test_the_whole_message_is_copied_line_by_line(opening, visitor: Page, has_clipboard):
    if has_clipboard:
        visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    else:
        visitor.add_init_script(WITHOUT_CLIPBOARD)
    visitor.goto(ADDRESS)
    stop_the_clock(visitor)

    visitor.get_by_text("Using webmail?").click()
    visitor.get_by_role("button", name="Copy the whole message").click()

    expect(visitor.get_by_role("button", name="Copied")).to_be_visible()
    assert pasted(visitor) == f"To: {EMAIL}\nSubject: {SUBJECT}\n\n{message_of(visitor)}"
    assert pasted(visitor, rich=True) == ""


def test_subject_and_text_are_copied_each_by_keyboard(opening, visitor: Page):
    visitor.add_init_script(WITHOUT_CLIPBOARD)
    visitor.goto(ADDRESS)
    stop_the_clock(visitor)

    visitor.get_by_role("button", name="Copy the address").focus()
    visitor.keyboard.press("Tab")
    visitor.keyboard.press("Enter")
    visitor.get_by_role("button", name="Copy the subject").focus()
    visitor.keyboard.press("Enter")

    expect(visitor.get_by_role("button", name="Copied")).to_be_focused()
    assert pasted(visitor) == SUBJECT
    visitor.get_by_role("button", name="Copy the text").focus()
    visitor.keyboard.press("Space")
    expect(visitor.get_by_role("button", name="Copied")).to_have_count(2)
    assert pasted(visitor) == message_of(visitor)
    assert "[ ] Two letters, 推荐信\n" in pasted(visitor)


def test_the_message_is_there_without_script(opening, browser: Browser, live_server, watch):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    watch.over(context)
    page = context.new_page()
    page.goto(ADDRESS)

    expect(page.get_by_text(EMAIL, exact=True)).to_be_visible()
    expect(page.get_by_text(SUBJECT)).to_be_hidden()
    page.get_by_text("Using webmail?").click()

    expect(page.get_by_text(SUBJECT)).to_be_visible()
    expect(page.get_by_text("[ ] Two letters, 推荐信")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)
    expect(page.get_by_role("link", name="Write the e-mail")).to_be_visible()
    context.close()


def test_one_tap_at_the_top_leads_to_how_one_applies(opening, visitor: Page):
    opening.description = "\n\n".join(["A long text."] * 60)
    opening.save()
    visitor.set_viewport_size({"width": 390, "height": 844})
    visitor.goto(ADDRESS)

    visitor.get_by_role("link", name="How to apply").click()

    expect(visitor.get_by_role("heading", name="How to apply")).to_be_in_viewport()
    expect(visitor.get_by_role("link", name="Write the e-mail")).to_be_in_viewport()


def test_the_page_fits_narrow_screens(opening, visitor: Page):
    opening.way, opening.portal = "portal-email", f"https://{'long.' * 20}example.edu/{'x' * 200}"
    opening.reference = "X" * 60
    opening.save()

    for width in (390, 320):
        visitor.set_viewport_size({"width": width, "height": 844})
        visitor.goto(ADDRESS)
        visitor.get_by_text("Using webmail?").click()
        overflow = visitor.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        assert overflow <= 0, width


WORDS = "We study how clouds form and when it rains, and we write about it in plain words. "


def fill_in(opening: Opening) -> None:
    """Every fact, and six hundred words."""
    for name, value in {
        "summary": "Theory and observation of clouds, in the field and in the laboratory.",
        "description": f"{WORDS * 16}\n\n{WORDS * 7}\n\n- A desk\n- A cloud chamber\n\n"
        f"{WORDS * 10}",
        "requirements": "- A doctorate in physics\n- A paper of your own\n- Good boots",
        "eligibility": "Everybody who took a doctorate in the last five years.",
        "supervisor": factories.person(name="Grace Example", link="https://example.org/grace"),
        "places": 2,
        "funding": "Fully funded by the university",
        "salary_from": 60000,
        "salary_to": 70000,
        "salary_currency": "EUR",
        "salary_period": "year",
        "hours": "full-time",
        "duration": "2 years, with a possible third",
        "working_language": "English",
        "start": "2150",
        "start_season": "fall",
        "workplace": "partly-remote",
        "city": "Exampleton",
        "country": "Wonderland",
        "posted_on": date(2026, 9, 1),
        "deadline": date(2149, 12, 15),
        "review_from": date(2149, 12, 1),
        "way": "portal-email",
        "portal": "https://jobs.example.edu/positions/12?lang=en",
        "documents": "CV\nResearch statement of two pages\nTwo papers\nThree names",
        "after_applying": "We read it from December on, and invite people in January. " * 2,
        "contact_name": "Carol Contact",
        "contact_email": "carol@example.edu",
    }.items():
        setattr(opening, name, value)
    opening.full_clean()
    opening.save()
    opening.hosts.create(organization=factories.organization(name="Institute of Weather"))


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_position_prints_as_a_notice_of_one_page(opening, visitor: Page, paper):
    fill_in(opening)
    factories.recruiting_page(how_to_apply="1. Write to us.\n2. Say when you could come.")
    factories.opening(title="PhD in snow")
    texts = (opening.description, opening.requirements, opening.eligibility, opening.after_applying)
    assert sum(len(text.split()) for text in texts) >= 600
    visitor.goto(ADDRESS)

    notice = pypdfium2.PdfDocument(visitor.pdf(format=paper))

    assert len(notice) == 1
    text = normalized(notice[0].get_textpage().get_text_range())
    for words in (
        "Postdoc in <clouds> & rain", "15 Dec 2149", "23:59 Anywhere on Earth", "Grace Example",
        "Institute of Weather", "EUR 60,000–70,000 per year", "A cloud chamber", "Good boots",
        "Fill in the application in the portal.", "https://jobs.example.edu/positions/12?lang=en",
        "Say when you could come.", EMAIL, "Carol Contact", absolute(ADDRESS),
    ):  # fmt: skip
        assert words in text, words
    for words in (
        "Publications", "Write the e-mail", "Apply in the portal", "Copy", "Add to calendar",
        "PhD in snow", "days left", "your time", "Using webmail?",
    ):  # fmt: skip
        assert words not in text, words
    notice.close()


def test_a_long_position_says_how_to_apply_on_its_first_sheet(opening, visitor: Page):
    fill_in(opening)
    opening.description = "\n\n".join([WORDS * 6] * 20)
    opening.save()
    visitor.goto(ADDRESS)

    notice = pypdfium2.PdfDocument(visitor.pdf(format="A4"))

    assert len(notice) > 1
    first, last = (
        normalized(notice[n].get_textpage().get_text_range()) for n in (0, len(notice) - 1)
    )
    for words in ("Ada Example · http", "15 Dec 2149", "How to apply", EMAIL, "Three names",
                  "Carol Contact", "We study how clouds form"):  # fmt: skip
        assert words in first, words
    assert "We study how clouds form" in last or "After you apply" in last
    notice.close()


def test_a_bare_position_prints_on_one_page_too(opening, visitor: Page):
    bare = factories.opening()
    visitor.goto(bare.get_absolute_url())

    notice = pypdfium2.PdfDocument(visitor.pdf(format="A4"))

    assert len(notice) == 1
    notice.close()
