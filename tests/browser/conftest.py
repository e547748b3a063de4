"""A real browser against the real site, watching for anything the policy blocks."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.admin import PASSWORD, log_in
from tests.conftest import CHROMIUM

# The browser's driver runs an event loop in this thread; the tests stay synchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# Long enough for a machine that does much else; who waits for what comes waits no longer than that.
TIMEOUT = 30_000
expect.set_options(timeout=TIMEOUT)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.fail("Chromium is not installed.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            timeout=4 * TIMEOUT,
            args=[
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
            ],
        )  # fmt: skip
        yield browser
        browser.close()


@dataclass
class Watch:
    """What went wrong in the browser while a test ran."""

    complaints: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    def over(self, context: BrowserContext) -> None:
        context.on("console", lambda message: self._note(message.type, message.text))
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("request", lambda request: self.hosts.add(request.url.split("/")[2]))

    def _note(self, kind: str, text: str) -> None:
        # A refusal that a test provokes is an answer, and a network that it takes away is none:
        # neither is a fault of the page.
        provoked = ("the server responded with a status of", "net::ERR_INTERNET_DISCONNECTED")
        if kind == "error" and not any(words in text for words in provoked):
            self.complaints.append(text)


@pytest.fixture
def watch(live_server) -> Iterator[Watch]:
    watch = Watch()
    yield watch
    assert watch.complaints == []
    own = {live_server.url.split("/")[2]}
    assert {host for host in watch.hosts if host} <= own


@pytest.fixture
def visitor(browser: Browser, live_server, watch: Watch) -> Iterator[Page]:
    """A page of somebody who is not signed in."""
    context = browser.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 800})
    context.set_default_timeout(TIMEOUT)
    watch.over(context)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(visitor: Page) -> Page:
    """A page of an editor, signed in through the form."""
    User.objects.create_superuser("editor", password=PASSWORD)
    visitor.goto("/admin/")
    log_in(visitor, leads_to="/admin/")
    return visitor


def stop_the_clock(page: Page) -> None:
    """No timer of the page goes off from now on, until the test moves its clock."""
    page.clock.install()
    page.clock.pause_at(datetime.now(UTC) + timedelta(days=1))
