"""Feeds are Atom (RFC 4287), name whole addresses, and keep the id of what is renamed."""

import xml.etree.ElementTree as ET
from datetime import datetime

import pytest

from publications.models import Publication
from tests import factories

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = {
    "/news/atom.xml": factories.news_item,
    "/publications/atom.xml": factories.publication,
    "/positions/atom.xml": factories.opening,
}


def read(client, path: str) -> ET.Element:
    response = client.get(path)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(response.content)  # noqa: S314 - our own output


def text(element: ET.Element, name: str) -> str:
    found = element.find(ATOM + name)
    assert found is not None
    return found.text or ""


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_has_what_the_format_requires(client, path):
    factories.profile()
    thing = FEEDS[path]()

    feed = read(client, path)
    entry = feed.find(f"{ATOM}entry")

    assert text(feed, "title").endswith("Ada Example")
    assert text(feed.find(f"{ATOM}author"), "name") == "Ada Example"
    assert {link.get("rel") for link in feed.findall(f"{ATOM}link")} == {"self", "alternate"}
    assert text(entry, "id") == thing.uid.urn
    for element in (feed, entry):
        assert datetime.fromisoformat(text(element, "updated")).tzinfo
    assert datetime.fromisoformat(text(entry, "published")) == thing.public_from
    assert entry.find(f"{ATOM}link").get("href").startswith("http://127.0.0.1:8000/")


@pytest.mark.parametrize("path", FEEDS)
def test_an_empty_feed_is_a_feed(client, path):
    assert read(client, path).findall(f"{ATOM}entry") == []


def test_a_renamed_work_keeps_its_id(client):
    work = factories.publication(title="Old")
    before = text(read(client, "/publications/atom.xml").find(f"{ATOM}entry"), "id")
    work.slug, work.title = "new", "New"
    work.save()

    after = text(read(client, "/publications/atom.xml").find(f"{ATOM}entry"), "id")

    assert after == before


@pytest.mark.parametrize("path", FEEDS)
def test_characters_that_xml_cannot_write_are_left_out(client, path):
    field = "text" if "news" in path else "title"
    thing = FEEDS[path]()
    # Past the form, which leaves out such characters itself.
    rows = type(thing).objects.filter(pk=thing.pk)
    rows.update(**{field: "Bell \x07 and ]]> and <b> and \ufffe"})

    assert "Bell  and ]]> and" in "".join(read(client, path).itertext())


def test_addresses_in_a_text_are_whole(client):
    factories.news_item(text="See [works](/publications/).")

    html = text(read(client, "/news/atom.xml").find(f"{ATOM}entry"), "summary")

    assert 'href="http://127.0.0.1:8000/publications/"' in html


def test_names_are_text_and_no_markup(client):
    work = factories.publication(authors=0)
    work.authorships.create(person=factories.person(name="1. Ann *Star* [x](http://e.org)"))

    html = text(read(client, "/publications/atom.xml").find(f"{ATOM}entry"), "summary")

    assert "1. Ann *Star* [x](http://e.org)" in html


def test_a_picture_in_a_text_has_one_whole_address(client):
    factories.news_item(text="![Boat](image:0123456789abcdef-1600x900.jpg)")

    html = text(read(client, "/news/atom.xml").find(f"{ATOM}entry"), "summary")

    assert 'src="http://127.0.0.1:8000/media/images/' in html
    assert "srcset" not in html


def test_a_feed_is_capped(client):
    Publication.objects.bulk_create(
        Publication(title=f"W{n}", slug=f"w{n}", state="published", public_from="2020-01-01T00:00Z")
        for n in range(60)
    )

    assert len(read(client, "/publications/atom.xml").findall(f"{ATOM}entry")) == 50


def test_an_incomplete_list_of_authors_says_so(client):
    factories.publication(authors_complete=False)

    html = text(read(client, "/publications/atom.xml").find(f"{ATOM}entry"), "summary")

    assert "and others" in html
