"""What machines read of the pages that list others, one row for each list."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from tests import factories

pytestmark = pytest.mark.django_db

SITE = "http://127.0.0.1:8000"


def data_of(client: Client, address: str) -> dict[str, Any] | None:
    html = client.get(address).content.decode()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return json.loads(found[1]) if found else None


@pytest.fixture
def site(db) -> None:
    for year, title in (("2019", "Fog"), ("2021", "Rain")):
        factories.stage(factories.publication(title=title, stages=0), date=year)
    factories.publication(title="Draft", state="draft")
    factories.opening(title="Postdoc")
    factories.news_item(date="2022-05", text="A talk")


@pytest.mark.parametrize(
    ("address", "name", "listed"),
    [
        ("/publications/", "Publications", ["/publications/rain/", "/publications/fog/"]),
        ("/positions/", "Open positions", ["/positions/postdoc/"]),
        ("/news/", "News", ["/news/2022/#"]),
        ("/news/2022/", "News of 2022", ["/news/2022/#"]),
    ],
)
def test_a_list_says_what_it_lists(client, site, address, name, listed):
    data = data_of(client, address)

    assert data is not None
    assert (data["@type"], data["name"], data["url"]) == ("CollectionPage", name, SITE + address)
    assert data["mainEntity"]["@type"] == "ItemList"
    items = data["mainEntity"]["itemListElement"]
    assert [item["position"] for item in items] == list(range(1, len(listed) + 1))
    for item, path in zip(items, listed, strict=True):
        assert item["url"].startswith(SITE + path)


def test_a_page_of_the_list_of_works_lists_what_is_on_it(client):
    for nth in range(60):
        work = factories.publication(title=f"Work {nth:02}", stages=0, parts=0)
        factories.stage(work, date="2020")

    first, second = (data_of(client, f"/publications/?page={page}") for page in (1, 2))

    assert first is not None
    assert second is not None
    assert first["url"] == f"{SITE}/publications/"
    assert second["url"] == f"{SITE}/publications/?page=2"
    pages = [[i["url"] for i in d["mainEntity"]["itemListElement"]] for d in (first, second)]
    assert not set(pages[0]) & set(pages[1])


def test_an_excerpt_of_the_works_is_no_collection(client, site):
    assert data_of(client, "/publications/?q=fog") is None


def test_a_list_of_positions_is_no_posting(client, site):
    assert "JobPosting" not in client.get("/positions/").content.decode()
