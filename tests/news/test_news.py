"""News: newest first, a fixed order within a month, an archive by year, a feed."""

import pytest
from django.core.exceptions import ValidationError

from homepage.content.ordering import move
from news.models import NewsItem
from tests import factories
from tests.pages import visible_text

pytestmark = pytest.mark.django_db


def shown(client, path: str = "/news/") -> list[str]:
    return [item.text for group in client.get(path).context["groups"] for item in group["items"]]


def test_items_stand_newest_first_and_those_of_a_month_as_they_were_put(client):
    for date, text in (("2019-10", "a"), ("2020-01", "b"), ("2019-10", "c"), ("2019", "d")):
        factories.news_item(date=date, text=text)
    earlier = NewsItem.objects.get(text="a")
    move(earlier, earlier.siblings(), 1)

    assert shown(client) == ["b", "a", "c", "d"]


def test_a_year_has_its_own_page_and_one_without_news_has_none(client):
    factories.news_item(date="2019-10", text="a")
    factories.news_item(date="2020-01", text="b")

    assert shown(client, "/news/2019/") == ["a"]
    assert client.get("/news/2018/").status_code == 404
    assert client.get("/news/0000/").status_code == 404


def test_the_years_are_counted(client):
    for date in ("2019", "2019-10", "2020-01"):
        factories.news_item(date=date)

    years = client.get("/news/2019/").context["years"]

    assert [(y["year"], y["count"], y["is_current"]) for y in years] == [
        (2020, 1, False),
        (2019, 2, True),
    ]


def test_an_items_address_leads_to_its_place_on_the_page(client):
    item = factories.news_item(date="2019-10", text="Here.")

    path, _, anchor = item.get_absolute_url().partition("#")

    assert f'id="{anchor}"' in client.get(path).content.decode()


def test_a_pinned_item_comes_first_on_the_front_page(client):
    factories.news_item(date="2010", text="Pinned.", is_pinned=True)
    factories.news_item(date="2020", text="New.")

    assert [item.text for item in client.get("/").context["news"]] == ["Pinned.", "New."]


def test_the_announced_works_are_linked(client):
    item = factories.news_item(works=1)
    work = item.announcements.get().publication

    assert f'href="{work.get_absolute_url()}"' in client.get("/news/").content.decode()
    assert item.text in visible_text(client.get(work.get_absolute_url()).content.decode())


def test_a_published_item_needs_its_date_and_its_text():
    with pytest.raises(ValidationError) as refusal:
        NewsItem(state="published").full_clean()

    assert set(refusal.value.message_dict) == {"date", "text"}
