"""The list of works: by year or by kind, in light pages, with what readers cite by."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from django.utils import timezone

from homepage.content.versions import content_write
from publications.listing.paging import Listed, page_of
from publications.models import Authorship, Publication, PublicationLink, Stage
from tests import factories
from tests.pages import visible_text
from tests.site.addresses import links_in

pytestmark = pytest.mark.django_db

HEAVIEST = 100_000


def work_of(year: str | None, title: str, **fields):
    work = factories.publication(title=title, stages=0, parts=0, **fields)
    factories.stage(work, date=year)
    return work


def headings(client, query: str = "") -> list[tuple[str, list[str]]]:
    groups = client.get(f"/publications/{query}").context["groups"]
    return [(g.heading, [entry.work.title for entry in g.entries]) for g in groups]


def titles(client, query: str = "") -> list[str]:
    return [title for _, under_it in headings(client, query) for title in under_it]


def text_of(client, query: str = "") -> str:
    return visible_text(client.get(f"/publications/{query}").content.decode())


def many_works(number: int, authors: int, title: str = "On the Behaviour of Things") -> None:
    """Works of the same people, in few writes."""
    with content_write():
        people = [factories.person(name=f"Person With A Name {n}") for n in range(authors)]
        now = timezone.now()
        works = Publication.objects.bulk_create(
            [
                Publication(
                    title=f"{title} {n:04}", slug=f"w{n}", state="published", public_from=now
                )
                for n in range(number)
            ]
        )
        stages = Stage.objects.bulk_create(
            [
                Stage(publication=work, date=str(1960 + n % 60), doi=f"10.1000/{n}")
                for n, work in enumerate(works)
            ]
        )
        for work, stage in zip(works, stages, strict=True):
            work.main_stage = stage
        Publication.objects.bulk_update(works, ["main_stage"])
        Authorship.objects.bulk_create(
            [
                Authorship(publication=work, person=person, position=place)
                for work in works
                for place, person in enumerate(people)
            ]
        )


def test_works_stand_by_year_and_those_without_a_date_last(client):
    for year, title in (("2019", "a"), ("2021-03", "b"), (None, "c"), ("2021-05", "d")):
        work_of(year, title)

    assert headings(client) == [("2021", ["d", "b"]), ("2019", ["a"]), ("Undated", ["c"])]


def test_works_that_are_on_their_way_stand_first(client):
    work_of("2021", "Out")
    for kind, title in (("submitted", "a"), ("forthcoming", "b"), ("preprint", "c"),
                        ("accepted", "d"), ("published", "e")):  # fmt: skip
        work = factories.publication(title=title, stages=0, parts=0)
        factories.stage(work, date=None, kind=kind)
    factories.publication(title="f", stages=0, parts=0)

    assert headings(client) == [
        ("To appear", ["b", "d"]),
        ("Submitted", ["a"]),
        ("2021", ["Out"]),
        ("Undated", ["c", "e", "f"]),
    ]


def test_works_stand_by_kind_the_newest_first_in_each(client):
    for year, title, kind in (("2019", "a", "book"), ("2021", "b", "thesis"),
                              ("2020", "c", "article"), ("2022", "d", "book")):  # fmt: skip
        work_of(year, title, kind=kind)

    assert headings(client, "?group=kind") == [
        ("Journal articles", ["c"]),
        ("Books", ["d", "a"]),
        ("Theses", ["b"]),
    ]


def test_works_of_one_date_stand_by_title_in_every_database(client):
    for title in ("b", "B", "ä", "a", "Z"):
        work_of("2020", title)

    assert titles(client) == ["B", "Z", "a", "b", "ä"]


def test_long_lists_come_in_pages_without_a_gap_or_a_repetition(client):
    many_works(95, authors=2)

    last = client.get("/publications/").context["listed"].pages
    pages = [titles(client, f"?page={number}") for number in range(1, last + 1)]

    assert len(pages) > 2
    assert len({title for page in pages for title in page}) == sum(map(len, pages)) == 95


@pytest.mark.parametrize(("asked", "number"), [("x", 1), ("-3", 1), ("0", 1), ("99", 3), ("", 1)])
def test_a_page_that_does_not_exist_is_the_nearest_one(asked, number):
    assert page_of(range(100), [0] * 100, 80_000, asked).number == number


def test_every_page_is_a_few_links_away_from_the_first():
    pages = 400
    reached, edge = {1}, {1}
    for _ in range(7):
        near = [Listed(number, pages, ()).links for number in edge]
        edge = {number for links in near for number, _ in links} - reached
        reached |= edge

    assert reached == set(range(1, pages + 1))


@pytest.mark.parametrize(
    ("authors", "title"),
    [
        (4, "On things"),
        (45, "On things"),
        (3, "A very long title about things " * 13),
        (12, "关于各种事物的研究及其历史" * 12),
    ],
)
def test_no_page_is_heavy_however_much_is_said_of_each_work(client, authors, title):
    factories.profile()
    many_works(120, authors=authors, title=title)
    PublicationLink.objects.bulk_create(
        PublicationLink(publication=work, kind="code", url=f"https://example.org/{'c' * 200}{n}")
        for work in Publication.objects.all()
        for n in range(6)
    )

    for query in ("", "?page=2", "?group=kind", f"?q={title[:20]}&page=2"):
        assert len(client.get(f"/publications/{query}").content) <= HEAVIEST


def test_a_work_of_three_thousand_people_names_a_dozen_and_the_owner(client):
    factories.profile()
    owner = factories.profile().person
    many_works(1, authors=3000)
    Authorship.objects.create(publication=Publication.objects.get(), person=owner, position=9999)

    response = client.get("/publications/")

    text = visible_text(response.content.decode())
    assert "Person With A Name 10, …, Ada Example and 2989 more" in text
    assert "Person With A Name 11" not in text.replace("Person With A Name 11 (", "")
    assert len(response.content) <= HEAVIEST


def test_an_incomplete_list_of_many_names_says_both(client):
    many_works(1, authors=20)
    Publication.objects.update(authors_complete=False)

    assert "and 8 more, and others" in text_of(client)


def test_the_legend_explains_the_marks_that_are_seen(client):
    many_works(1, authors=20)
    work = Publication.objects.get()
    work.authorships.filter(position__gte=15).update(equal_contribution=True)

    assert "equal contribution" not in text_of(client)

    work.authorships.filter(position=0).update(equal_contribution=True)

    assert "* equal contribution." in text_of(client)


def test_a_work_that_becomes_public_by_the_clock_is_there_at_that_moment(client, monkeypatch):
    work_of("2020", "Now")
    work_of("2021", "Tomorrow", public_from=timezone.now() + timedelta(days=1))
    assert titles(client) == ["Now"]

    later = timezone.now() + timedelta(days=2)
    monkeypatch.setattr(timezone, "now", lambda: later)

    assert titles(client) == ["Tomorrow", "Now"]
    assert titles(client, "?q=tomorrow") == ["Tomorrow"]


def test_every_write_shows_at_once(client):
    work = work_of("2020", "Before")
    assert titles(client) == ["Before"]

    Publication.objects.update(title="After")
    assert titles(client, "?q=after") == ["After"]

    work.delete()
    assert titles(client) == []


def test_what_is_written_and_taken_back_is_never_shown_to_others(client):
    work_of("2020", "Before")
    titles(client)

    with transaction.atomic(), content_write():
        Publication.objects.update(title="Draft")
        seen_first = titles(client)
        Publication.objects.update(title="Second draft")
        seen_then = titles(client, "?q=second")
        transaction.set_rollback(True)
    after = titles(client)
    Publication.objects.update(title="Other")

    assert (seen_first, seen_then, after) == (["Draft"], ["Second draft"], ["Before"])
    assert titles(client, "?q=other") == ["Other"]


def test_a_bar_of_the_chart_asks_for_its_year(client):
    for year in ("2019", "2021", "2021-05"):
        work_of(year, f"Work of {year}")

    html = client.get("/publications/?kind=article").content.decode()

    assert 'href="?kind=article&amp;year=2021" aria-label="2021: 2 works"' in html
    assert 'href="?kind=article&amp;year=2019" aria-label="2019: 1 work"' in html
    assert ">2020<" in html
    assert "year=2020" not in html


def test_the_chosen_bar_is_marked_and_leads_back(client):
    for year in ("2019", "2021"):
        work_of(year, f"Work of {year}")

    html = client.get("/publications/?year=2021").content.decode()

    assert '<a class="bar bar-chosen" href="."' in html
    assert 'aria-label="2021: 1 work, chosen; show all years" aria-current="true"' in html


def test_the_years_of_a_long_life_are_thinned_out(client):
    for year in range(1960, 2020):
        work_of(str(year), f"Work of {year}", authors=0)

    chart = client.get("/publications/").context["chart"]

    labelled = [bar.year for bar in chart.bars if bar.label]
    assert len(chart.bars) == 60
    assert labelled == list(range(1960, 2020, 5))
    assert [bar.year for bar in chart.bars if bar.label == "all"] == list(range(1960, 2020, 10))


@pytest.mark.parametrize("number", [2, 9, 10, 18, 19, 27, 36, 37, 42, 50, 80, 90])
def test_the_years_below_the_bars_are_evenly_spaced_on_every_screen(client, number):
    for year in range(1938, 1938 + number):
        factories.stage(factories.publication(stages=0, parts=0, authors=0), date=str(year))

    bars = client.get("/publications/").context["chart"].bars

    for shown in (("all",), ("all", "wide")):
        labelled = [bar.year for bar in bars if bar.label in shown]
        assert len({b - a for a, b in pairwise(labelled)}) <= 1
        assert 1 < len(labelled) <= 18


def test_a_list_without_hits_offers_nothing_to_divide_or_to_fetch(client):
    for year in ("2019", "2020"):
        work_of(year, f"Work of {year}")

    response = client.get("/publications/?q=nothing")
    html = response.content.decode()

    assert response.context["chart"] is None
    assert "publications.bib" not in html
    assert "By kind" not in html
    assert "Show all works" in html


def test_filters_beyond_three_are_unfolded_where_one_of_them_is_asked(client):
    for nth in range(2):
        work = factories.publication(authors=3, parts=1, is_selected=True, title=f"Work {nth}")
        work.distinctions.create(label="Best paper")

    folded = [client.get(f"/publications/{q}").content.decode() for q in ("", "?kind=article")]
    unfolded = [
        client.get(f"/publications/{query}").content.decode()
        for query in ("?selected=1", "?distinction=best-paper")
    ]

    assert all('<details class="filters-more">' in html for html in folded)
    assert all('<details class="filters-more" open>' in html for html in unfolded)


def test_a_chart_of_one_year_is_left_out(client):
    work_of("2020", "Alone")

    assert client.get("/publications/").context["chart"] is None


def test_works_of_five_centuries_make_a_chart_of_those_years_alone(client):
    for year in ("1543", "1955", "2020"):
        work_of(year, f"Work of {year}", authors=0)

    chart = client.get("/publications/").context["chart"]

    assert [bar.year for bar in chart.bars] == [1543, 1955, 2020]


def test_each_work_carries_what_reference_managers_read(client):
    work_of("2020", "On things")

    html = client.get("/publications/").content.decode()

    assert '<span class="Z3988" title="ctx_ver=Z39.88-2004&amp;' in html
    assert '" aria-hidden="true"></span>' in html


def test_each_work_can_be_cited_in_place(client):
    work_of("2020", "On <b> things")

    html = client.get("/publications/").content.decode()

    assert "<summary>Cite" in html
    assert "<code>@article{" in html
    assert "{On &lt;b&gt; things}" in html


def imported(title: str, **source: str) -> Publication:
    work = factories.publication(title=title, stages=0, authors=0, parts=0)
    fields = {"title": title, "year": "2020", **source}
    factories.stage(work, date="2020", bibtex_type="article", source_fields=fields)
    return work


def test_what_is_long_to_cite_is_left_to_the_works_own_page(client):
    work = imported("On things", remark="x" * 3000)

    html = client.get("/publications/").content.decode()

    assert "xxx" not in html
    assert f'href="{work.get_absolute_url()}#cite">Cite' in html


def test_the_list_cites_without_what_is_said_of_the_work(client):
    imported("On things", abstract="Long words.", keywords="many", remark="Short words")

    html = client.get("/publications/").content.decode()

    assert "Short words" in html
    assert "Long words" not in html
    assert "many" not in html


def test_only_the_whole_list_is_for_search_engines(client):
    work_of("2019", "a", kind="book")
    work_of("2020", "b", kind="book")

    indexed = dict.fromkeys(("", "?page=1", "?utm_source=x"), True)
    filtered = dict.fromkeys(("?kind=book", "?q=a", "?group=kind"), False)
    for query, is_indexed in (indexed | filtered).items():
        html = client.get(f"/publications/{query}").content.decode()
        assert ('name="robots" content="noindex"' in html) is not is_indexed, query


def test_the_parts_of_the_page_lead_only_to_pages_that_answer(client):
    many_works(60, authors=3)

    links = links_in(client.get("/publications/?q=behaviour")).found

    for link in {link for link in links if link.startswith(("?", "."))}:
        path = "/publications/" + link.removeprefix(".")
        assert client.get(path).status_code == 200, link


def test_selected_works_stand_on_the_front_page_in_the_editors_order(client):
    first = factories.publication(title="First", is_selected=True)
    second = factories.publication(title="Second", is_selected=True)

    assert [w.title for w in client.get("/").context["selected"]] == ["First", "Second"]
    assert (first.position, second.position) == (1, 2)


def test_the_front_page_carries_nothing_to_cite_by(client):
    factories.publication(is_selected=True)

    html = client.get("/").content.decode()

    assert "Z3988" not in html
    assert "@article" not in html


def test_marks_are_read_out_in_words(client):
    work = factories.publication(authors=0)
    work.authorships.create(
        person=factories.person(name="Wei"), equal_contribution=True, corresponding=True
    )

    text = text_of(client)

    assert "equal contribution" in text
    assert "corresponding" in text


def test_markup_in_a_title_is_text(client):
    work = factories.publication(title="<script>alert(1)</script> & $x^2$")

    for address in (work.get_absolute_url(), "/publications/"):
        assert "<script>alert" not in client.get(address).content.decode()
    html = client.get(work.get_absolute_url()).content.decode()
    assert "<title>&lt;script&gt;alert(1)&lt;/script&gt; &amp; x" in html
