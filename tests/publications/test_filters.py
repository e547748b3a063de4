"""What may be asked of the list of works: filters that combine, count, and never fail."""

from urllib.parse import urlencode

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publications.listing.filters import WorkFilter
from publications.models import Publication
from tests import factories
from tests.pages import visible_text

pytestmark = pytest.mark.django_db

NAMES = ("year", "kind", "topic", "venue", "author", "distinction", "selected", "q", "group",
         "page")  # fmt: skip


def work_of(year: str | None, title: str, venue=None, people=(), **fields):
    work = factories.publication(title=title, stages=0, parts=0, authors=0, **fields)
    factories.stage(work, date=year, venue=venue)
    for person in people:
        work.authorships.create(person=person)
    return work


def titles(client, **query: str) -> list[str]:
    response = client.get("/publications/", query)
    assert response.status_code == 200
    return [entry.work.title for group in response.context["groups"] for entry in group.entries]


def choices(client, name: str, **query: str) -> dict[str, int]:
    facets = client.get("/publications/", query).context["facets"]
    return {choice.value: choice.count for f in facets if f.name == name for choice in f.choices}


@pytest.fixture
def weather(db):
    """Two works that differ in everything, and one that has a bit of both."""
    wei = factories.person(name="Wei Lin", name_in_other_script="林伟")
    jane = factories.person(name="Jane O'Neil")
    journal = factories.venue(name="Journal of Clouds", short_name="JoC")
    fog = work_of("2019", "Fog", journal, [wei], kind="article")
    rain = work_of("2021", "Rain", factories.venue(name="Rainbook"), [jane], kind="book",
                   is_selected=True)  # fmt: skip
    both = work_of("2021", "Sleet", journal, [wei, jane], kind="article")
    topic = factories.interest(title="Weather")
    rain.topics.create(interest=topic)
    fog.distinctions.create(label="Best paper")
    return fog, rain, both


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"year": "2019"}, ["Fog"]),
        ({"kind": "book"}, ["Rain"]),
        ({"topic": "weather"}, ["Rain"]),
        ({"venue": "joc"}, ["Sleet", "Fog"]),
        ({"venue": "Journal of Clouds"}, ["Sleet", "Fog"]),
        ({"author": "jane-oneil"}, ["Rain", "Sleet"]),
        ({"author": "林伟"}, ["Sleet", "Fog"]),
        ({"distinction": "best-paper"}, ["Fog"]),
        ({"selected": "1"}, ["Rain"]),
        ({"q": "rain"}, ["Rain"]),
        ({"q": "FOG"}, ["Fog"]),
        ({"q": "lin clouds"}, ["Sleet", "Fog"]),
        ({"author": "wei-lin", "year": "2021"}, ["Sleet"]),
        ({"kind": "book", "year": "2021", "q": "rain", "selected": "1"}, ["Rain"]),
        ({"kind": "book", "year": "2019"}, []),
        ({"utm_source": "x"}, ["Rain", "Sleet", "Fog"]),
        ({"year": "", "kind": " ", "q": " "}, ["Rain", "Sleet", "Fog"]),
    ],
)
def test_filters_combine_in_the_address(client, weather, query, found):
    assert titles(client, **query) == found


@pytest.mark.parametrize(
    "query",
    [{"year": "1900"}, {"year": "x"}, {"kind": "talk"}, {"topic": "none"}, {"venue": "none"},
     {"author": "nobody"}, {"distinction": "none"}, {"selected": "yes"}, {"selected": "0"},
     {"selected": "true"}, {"group": "colour"}],
)  # fmt: skip
def test_a_value_that_leads_nowhere_is_not_found(client, weather, query):
    assert client.get("/publications/", query).status_code == 404


def test_each_choice_says_how_many_works_it_gives_beside_the_other_filters(client, weather):
    assert choices(client, "kind") == {"article": 2, "book": 1}
    assert choices(client, "kind", year="2021") == {"article": 1, "book": 1}
    assert choices(client, "kind", year="2019") == {"article": 1}
    assert choices(client, "year", author="wei-lin") == {"2021": 1, "2019": 1}
    assert choices(client, "author", q="fog") == {"wei-lin": 1}


def test_a_filter_does_not_narrow_its_own_choices_and_keeps_the_one_asked_for(client, weather):
    assert choices(client, "kind", kind="book") == {"article": 2, "book": 1}
    assert choices(client, "kind", kind="book", year="2019") == {"article": 1, "book": 0}


def test_the_owner_is_no_co_author(client):
    owner = factories.profile().person
    work_of("2020", "Ours", people=[owner, factories.person(name="Wei Lin")])

    assert choices(client, "author") == {"wei-lin": 1}
    assert titles(client, author="ada-example") == ["Ours"]


def test_two_people_of_one_name_are_told_apart_and_found_together(client):
    for title in ("First", "Second"):
        work_of("2020", title, people=[factories.person(name="Wei Zhang")])

    offered = list(choices(client, "author"))

    assert [value[:10] for value in offered] == ["wei-zhang-", "wei-zhang-"]
    assert sorted(titles(client, author=value)[0] for value in offered) == ["First", "Second"]
    assert titles(client, author="wei-zhang") == ["First", "Second"]


def test_an_old_address_holds_while_the_old_name_is_known(client):
    person = factories.person(name="W. Lin")
    work = work_of("2020", "Fog", people=[person])
    work.authorships.update(name_as_printed="W. Lin")
    person.name = "Wei Lin"
    person.save()
    venue = factories.venue(name="NIPS")
    work.stages.update(venue=venue)
    venue.name = "NeurIPS"
    venue.save()
    venue.aliases.create(name="NIPS")

    assert titles(client, author="w-lin") == titles(client, venue="nips") == ["Fog"]
    assert titles(client, author=person.uid.hex) == ["Fog"]


def test_a_name_without_a_letter_has_an_address_too(client):
    work_of("2020", "Fog", people=[factories.person(name="★")])

    [value] = choices(client, "author")

    assert titles(client, author=value) == ["Fog"]


def test_the_venue_is_that_of_the_main_stage(client):
    work = factories.publication(title="Fog", stages=0)
    factories.stage(work, kind="preprint", venue=factories.venue(name="Archive"))
    factories.stage(work, kind="published", venue=factories.venue(name="Journal of Fog"))

    assert choices(client, "venue") == {"journal-of-fog": 1}
    assert titles(client, q="archive") == ["Fog"]


def test_of_many_co_authors_the_most_frequent_are_offered_and_the_rest_is_counted(client):
    people = [factories.person(name=f"Person {n:03}") for n in range(60)]
    work_of("2020", "All", people=people)
    work_of("2021", "One", people=people[59:])

    [facet] = [f for f in client.get("/publications/").context["facets"] if f.name == "author"]

    assert len(facet.choices) == 50
    assert facet.choices[0].value == "person-059"
    assert facet.more == 10
    assert "person-058" in choices(client, "author", author="person-058")


def test_a_topic_without_works_is_an_empty_list_and_not_an_error(client):
    work_of("2020", "Fog")
    factories.interest(title="Weather")

    response = client.get("/publications/?topic=weather")

    assert "Show all works" in visible_text(response.content.decode())


def test_a_topic_of_drafts_alone_is_not_offered(client):
    factories.publication(parts=1)
    draft = factories.publication(parts=0, state="draft")
    draft.topics.create(interest=factories.interest(title="Secret plans"))

    assert "secret-plans" not in choices(client, "topic")
    assert len(choices(client, "topic")) == 1


def test_a_person_a_venue_and_a_distinction_of_drafts_alone_lead_nowhere(client):
    work_of("2020", "Fog")
    draft = work_of("2020", "Secret", factories.venue(name="Secret Letters"),
                    [factories.person(name="Secret Friend")], state="draft")  # fmt: skip
    draft.distinctions.create(label="Secret prize")

    for query in ("venue=secret-letters", "author=secret-friend", "distinction=secret-prize"):
        assert client.get(f"/publications/?{query}").status_code == 404
    assert "Secret" not in client.get("/publications/").content.decode()


def test_what_is_asked_for_can_be_taken_away_piece_by_piece(client, weather):
    response = client.get("/publications/", {"kind": "book", "q": "rain", "group": "kind"})

    chips = {chip.label: chip.link for chip in response.context["filters"].chips}

    assert chips == {"“rain”": "?kind=book&group=kind", "Kind: Book": "?q=rain&group=kind"}
    assert 'href="?group=kind">Show all works' in response.content.decode()


def test_the_form_keeps_what_was_asked(client, weather):
    html = client.get("/publications/?q=rain&kind=book&selected=1&group=kind").content.decode()

    assert 'name="q" id="id_q" value="rain"' in html
    assert '<option value="book" selected>Book (1)</option>' in html
    assert 'name="selected" value="1" checked' in html
    assert '<input type="hidden" name="group" value="kind">' in html


def test_the_number_of_hits_is_a_status(client, weather):
    html = client.get("/publications/?q=clouds").content.decode()

    assert '<span role="status" data-status>2 works found, newest first.</span>' in html


def test_exports_get_the_works_that_the_list_shows_in_its_order(client, weather):
    filters = WorkFilter(QueryDict("venue=joc"), Publication.objects.public())

    assert [work.title for work in filters.works()] == titles(client, venue="joc")


def test_the_list_leads_to_files_of_the_works_it_shows(client, weather):
    html = client.get("/publications/?venue=joc&group=kind").content.decode()

    for extension in ("bib", "ris", "json"):
        assert f'href="/publications.{extension}?venue=joc"' in html


def test_a_list_that_is_asked_for_again_makes_fewer_queries(client, weather):
    with CaptureQueriesContext(connection) as cold:
        client.get("/publications/?q=fog")
    with CaptureQueriesContext(connection) as warm:
        client.get("/publications/?q=fog&year=2019")

    assert len(cold) <= 15
    assert len(warm) <= 8


@given(
    query=st.dictionaries(
        st.sampled_from(NAMES),
        st.one_of(
            st.text(max_size=60),
            st.sampled_from(
                ["1", "2019", "book", "weather", "joc", "wei-lin", "kind", "-1", "1e9"]
            ),
        ),
    )
)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_question_breaks_the_list(weather, query):
    response = Client().get("/publications/?" + urlencode(query, errors="surrogatepass"))

    assert response.status_code in (200, 404)


@pytest.mark.parametrize(
    "query",
    ["?year=%00", "?q=%00", "?q=%ff%fe", "?page=" + "9" * 5000, "?page=٣", "?author=%f0%9f%98%80",
     "?year=2019&year=2021", "?q[]=1", "?venue=" + "a" * 4000, "?year=²", "?group=year"],
)  # fmt: skip
def test_odd_questions_get_an_answer(client, weather, query):
    assert client.get(f"/publications/{query}").status_code in (200, 404)
