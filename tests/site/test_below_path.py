"""The site may lie below a path; proxies are believed only where they are known."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory
from django.urls import get_script_prefix, set_script_prefix

from homepage.delivery.security import BelowPath, TrustedProxies
from tests import factories
from tests.site.addresses import links_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def below(settings) -> Iterator[BelowPath]:
    """The whole site as a server sees it, below /~ada."""
    settings.FORCE_SCRIPT_NAME = "/~ada"
    settings.SITE_URL = "https://example.edu/~ada"
    settings.ALLOWED_HOSTS = ["example.edu"]
    before = get_script_prefix()
    # A request ends with its connection, which here is the test's own.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield BelowPath(WSGIHandler(), "/~ada")
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    set_script_prefix(before)


class Answer:
    def __init__(self, application: Any, path: str, **environ: str) -> None:
        request = RequestFactory(headers={"host": "example.edu"}, **environ).get("/")
        request.environ["PATH_INFO"] = path
        chunks = application(request.environ, self._start)
        self.content = b"".join(chunks)
        chunks.close()

    def _start(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        self.status, self.headers = int(status[:3]), dict(headers)


@pytest.mark.parametrize("path", ["/~ada/", "/~ada/publications/", "/publications/", "/~ada"])
def test_pages_are_found_whether_or_not_the_proxy_takes_the_path_off(below, path):
    assert Answer(below, path).status == 200


def test_every_link_and_address_lies_below_the_path(below):
    factories.profile(about="See [my works](/publications/).")
    factories.publication(is_selected=True)
    factories.news_item()

    answer = Answer(below, "/~ada/")

    own = [link for link in links_in(answer).found if link.startswith(("/", "https://example.edu"))]
    assert own
    assert not [link for link in own if "/~ada/" not in link and not link.startswith("/static")]
    assert b'"https://example.edu/~ada/#person"' in answer.content
    assert b'href="/~ada/publications/"' in answer.content


def test_an_old_address_leads_on_below_the_path(below):
    work = factories.publication(title="Old")
    work.slug = "new"
    work.save()

    answer = Answer(below, "/~ada/publications/old/")

    assert (answer.status, answer.headers["Location"]) == (301, "/~ada/publications/new/")


@pytest.mark.parametrize("name", ["sitemap.xml", "news/atom.xml", "robots.txt"])
def test_what_machines_read_names_the_whole_address(below, name):
    factories.news_item()

    text = Answer(below, f"/~ada/{name}").content.decode()

    assert "https://example.edu/~ada/" in text
    assert "https://example.edu/news" not in text


def test_forwarded_headers_of_strangers_are_removed():
    seen: dict[str, Any] = {}

    def application(environ: Any, start_response: Any) -> list[bytes]:
        seen.update(environ)
        return []

    environ = {
        "REMOTE_ADDR": "10.0.0.9",
        "HTTP_X_FORWARDED_FOR": "1.2.3.4",
        "HTTP_X_FORWARDED_PROTO": "https",
        "HTTP_X_FORWARDED_HOST": "evil.example",
    }
    TrustedProxies(application, ["127.0.0.1"])(dict(environ), None)

    assert not [name for name in seen if name.startswith("HTTP_X_FORWARDED")]
    assert seen["REMOTE_ADDR"] == "10.0.0.9"


def test_a_known_proxy_says_who_asks():
    seen: dict[str, Any] = {}

    def application(environ: Any, start_response: Any) -> list[bytes]:
        seen.update(environ)
        return []

    environ = {"REMOTE_ADDR": "10.0.0.9", "HTTP_X_FORWARDED_FOR": "6.6.6.6, 1.2.3.4"}
    TrustedProxies(application, ["10.0.0.0/8"])(environ, None)

    assert seen["REMOTE_ADDR"] == "1.2.3.4"


def test_a_host_that_is_not_ours_is_refused(client):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400
