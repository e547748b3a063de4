"""The list of works: by year, filtered by the address, and its places in the site."""

import pytest

from tests import factories
from tests.pages import visible_text

pytestmark = pytest.mark.django_db


def work_of(year: str | None, title: str, **fields):
    work = factories.publication(title=title, stages=0, parts=0, **fields)
    factories.stage(work, date=year)
    return work


def titles(client, query: str = "") -> list[str]:
    groups = client.get(f"/publications/{query}").context["groups"]
    return [work.title for group in groups for work in group["works"]]


def test_works_stand_by_year_and_those_without_a_date_first(client):
    for year, title in (("2019", "a"), ("2021-03", "b"), (None, "c"), ("2021-05", "d")):
        work_of(year, title)

    groups = client.get("/publications/").context["groups"]

    assert [(g["year"], [w.title for w in g["works"]]) for g in groups] == [
        (None, ["c"]),
        (2021, ["d", "b"]),
        (2019, ["a"]),
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?year=2019", ["Fog"]),
        ("?kind=book", ["Rain"]),
        ("?topic=weather", ["Rain"]),
        ("?q=rain", ["Rain"]),
        ("?q=FOG", ["Fog"]),
        ("?kind=book&year=2021&q=rain", ["Rain"]),
        ("?kind=book&year=2019", []),
        ("?utm_source=x", ["Rain", "Fog"]),
    ],
)
def test_filters_combine_in_the_address(client, query, found):
    work_of("2019", "Fog", kind="article")
    rain = work_of("2021", "Rain", kind="book")
    rain.topics.create(interest=factories.interest(title="Weather"))

    assert titles(client, query) == found


def test_a_topic_without_works_is_an_empty_list_and_not_an_error(client):
    factories.interest(title="Weather")

    response = client.get("/publications/?topic=weather")

    assert "Show all works" in visible_text(response.content.decode())


def test_a_topic_of_drafts_alone_is_not_offered(client):
    factories.publication(parts=1)
    draft = factories.publication(parts=0, state="draft")
    draft.topics.create(interest=factories.interest(title="Secret plans"))

    choices = dict(client.get("/publications/").context["filters"].fields["topic"].choices)

    assert "secret-plans" not in choices
    assert len(choices) == 2


def test_long_lists_come_in_pages(client):
    for number in range(103):
        work_of("2020", f"W{number:03}")

    assert len(titles(client)) == 100
    assert titles(client, "?page=2") == ["W100", "W101", "W102"]


def test_selected_works_stand_on_the_front_page_in_the_editors_order(client):
    first = factories.publication(title="First", is_selected=True)
    second = factories.publication(title="Second", is_selected=True)

    assert [w.title for w in client.get("/").context["selected"]] == ["First", "Second"]
    assert (first.position, second.position) == (1, 2)


def test_marks_are_read_out_in_words(client):
    work = factories.publication(authors=0)
    work.authorships.create(
        person=factories.person(name="Wei"), equal_contribution=True, corresponding=True
    )

    text = visible_text(client.get("/publications/").content.decode())

    assert "equal contribution" in text
    assert "corresponding" in text


def test_markup_in_a_title_is_text(client):
    work = factories.publication(title="<script>alert(1)</script> & $x^2$")

    html = client.get(work.get_absolute_url()).content.decode()

    assert "<script>alert" not in html
    assert "<title>&lt;script&gt;alert(1)&lt;/script&gt; &amp; x^2" in html
