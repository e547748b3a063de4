"""Every page: its links, its head, its headers, and that reading changes nothing."""

import json
import re

import pytest
from django.http import HttpResponse
from django.test import Client

from homepage.content.versions import ContentVersion
from tests import factories
from tests.site.addresses import fixed, internal, links_in, walk

pytestmark = pytest.mark.django_db


def fill() -> None:
    factories.profile()
    factories.profile_link()
    factories.recruiting_page()
    for number in (1, 2):
        factories.publication(is_selected=number == 1, abstract="About $x^2$.")
        factories.news_item(works=1, date=f"202{number}-05")
        factories.opening()
        factories.timeline_entry(is_current=number == 1)
        factories.service_role()


@pytest.fixture
def content(db) -> None:
    fill()


@pytest.fixture(scope="module")
def answers(apart) -> dict[str, HttpResponse]:
    """Every page of a site with some of everything."""
    with apart():
        fill()
        return walk(Client())


@pytest.fixture(scope="module")
def pages(answers) -> dict[str, str]:
    return html_pages(answers)


def html_pages(answers: dict[str, HttpResponse]) -> dict[str, str]:
    return {
        path: response.content.decode()
        for path, response in answers.items()
        if response.headers["Content-Type"].startswith("text/html")
    }


def test_every_internal_link_resolves(answers):
    assert {path: r.status_code for path, r in answers.items() if r.status_code != 200} == {}
    assert len(answers) >= 25


def test_every_internal_link_to_a_place_finds_it(answers):
    anchors = {path: links_in(r).ids for path, r in answers.items() if b"<html" in r.content}
    missing = []
    for path, response in answers.items():
        for link in links_in(response).found if path in anchors else ():
            target, _, place = link.partition("#")
            page = internal(path, target) if target else path
            if place and page in anchors and place not in anchors[page]:
                missing.append((path, link))

    assert missing == []


def test_no_page_loads_anything_from_elsewhere(pages):
    for path, text in pages.items():
        loaded = re.findall(r'<(?:script|img|iframe|source)\b[^>]*\bsrc="([^"]*)"', text)
        loaded += re.findall(
            r'<link\b[^>]*rel="(?:stylesheet|preload|icon)"[^>]*href="([^"]*)"', text
        )
        assert all(internal(path, address) for address in loaded), path


def test_every_page_has_one_heading_one_title_and_its_canonical_address(pages):
    for path, text in pages.items():
        assert len(re.findall(r"<h1\b", text)) == 1, path
        assert len(re.findall(r"<title>[^<]+</title>", text)) == 1, path
        if 'content="noindex' in text:
            continue
        canonical = re.findall(r'<link rel="canonical" href="([^"]+)"', text)
        assert [internal(path, address) for address in canonical] == [path.partition("?")[0]], path
        assert re.search(r'<meta property="og:title" content="[^"]+"', text), path


def test_headings_leave_no_level_out(pages):
    for path, text in pages.items():
        levels = [int(level) for level in re.findall(r"<h([1-6])\b", text)]
        steps = [after - before for before, after in zip([0, *levels], levels, strict=False)]
        assert max(steps) <= 1, (path, levels)


def test_no_page_carries_script_or_style_of_its_own(pages):
    for path, text in pages.items():
        scripts = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", text)
        assert all("application/ld+json" in attributes for attributes in scripts), path
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", text), path


@pytest.mark.parametrize(
    "path",
    [*("/", "/publications/", "/news/", "/no-such-page/", "/admin/login/", "/news/atom.xml"),
     "/robots.txt", "/healthz", "/media/images/none.png"],
)  # fmt: skip
def test_every_answer_carries_the_headers_that_protect(client, path):
    response = client.get(path)

    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"


def test_a_stylesheet_is_taken_for_nothing_else(client):
    response = client.get("/theme-x.css")

    assert "Content-Security-Policy" not in response
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cross-Origin-Resource-Policy"] == "same-site"


def test_reading_sets_no_cookie_and_changes_nothing(client, content):
    before = ContentVersion.current().number

    walk(client)

    assert client.cookies == {}
    assert ContentVersion.current().number == before


@pytest.mark.parametrize("path", fixed())
def test_public_addresses_are_for_reading(client, path):
    assert client.post(path).status_code in (403, 405)


@pytest.mark.parametrize(
    "path", ["/x%00y", "/news/%00/", "/%ff", "/publications/%00/", "/" + "x" * 5000]
)
def test_hostile_addresses_are_not_found(client, db, path):
    assert client.get(path).status_code == 404


def test_an_unknown_address_gets_the_sites_own_page(client, content):
    response = client.get("/no-such-page/")

    assert response.status_code == 404
    assert "Ada Example" in response.content.decode()


def test_an_error_gets_a_page_that_needs_nothing(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("homepage.views.resume", lambda profile: 1 / 0)

    response = client.get("/cv/")

    assert response.status_code == 500
    assert b"<h1" in response.content


def test_even_without_its_page_an_error_gets_an_answer(client, monkeypatch):
    client.raise_request_exception = False
    for name in ("resume", "render_to_string"):
        monkeypatch.setattr(f"homepage.views.{name}", lambda *arguments: 1 / 0)

    response = client.get("/cv/")

    assert response.status_code == 500
    assert b"Something went wrong" in response.content


def test_pages_travel_compressed(client, content):
    response = client.get("/", headers={"accept-encoding": "gzip"})

    assert response["Content-Encoding"] == "gzip"


def test_the_front_page_describes_its_owner_to_machines(client, content):
    text = client.get("/").content.decode()
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', text)[1])

    owner = data["mainEntity"]
    assert data["@type"] == "ProfilePage"
    assert (owner["@type"], owner["name"]) == ("Person", "Ada Example")
    assert owner["email"] == "ada@example.edu"
    assert owner["sameAs"] == ["https://example.org/ada"]
    assert owner["worksFor"][0]["worksFor"]["name"] == "Department"


def test_markup_in_structured_data_ends_no_element(client):
    factories.profile(name="</script><script>alert(1)</script>")

    text = client.get("/").content.decode()

    assert "<script>alert" not in text


def test_every_page_of_an_empty_site_looks_intended(client, db):
    for path, text in html_pages(walk(client)).items():
        assert "None" not in text, path
        headings = re.findall(r"<h([1-6])[^>]*>(.*?)</h\1>", text, re.DOTALL)
        assert all(re.sub(r"<[^>]+>|\s", "", inner) for _, inner in headings), path


def test_the_database_down_is_told_by_the_health_address(client, monkeypatch, db):
    from django.db import OperationalError

    def down() -> None:
        raise OperationalError("unreachable")

    monkeypatch.setattr(ContentVersion, "current", down)

    response = client.get("/healthz")

    assert response.status_code == 503
    assert b"unreachable" not in response.content


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("page=-1", 200), ("page=9e99", 200), ("page=%00", 200), ("q=%00", 200),
        ("year=2020%00", 404), ("year=abc", 404), ("kind=none", 404), ("topic=none", 404),
        ("q=" + "x" * 5000, 200), ("unknown=1", 200),
    ],
)  # fmt: skip
def test_hostile_queries_of_the_list_are_answered(client, content, query, status):
    assert client.get(f"/publications/?{query}").status_code == status


@pytest.mark.parametrize("query", ["%00", "%22", "'" * 300, "%F0%9F%98%80", "%ff", "a " * 500])
def test_hostile_searches_are_answered(client, content, query):
    assert client.get(f"/search/?q={query}").status_code == 200
