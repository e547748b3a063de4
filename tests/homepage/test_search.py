"""Search finds what holds all the words, whatever their case and accents, newest first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homepage.content.search import excerpt, fold, words_of
from publications.models import Authorship
from tests import factories


def titles(client, query: str) -> list[str]:
    return [result.title for result in client.get("/search/", {"q": query}).context["results"]]


@pytest.mark.django_db
class TestSearch:
    def test_all_words_must_occur(self, client):
        factories.publication(title="Blue whales")
        factories.publication(title="Blue skies")

        assert titles(client, "blue whales") == ["Blue whales"]
        assert titles(client, "whales skies") == []

    @pytest.mark.parametrize("query", ["ÜBERGANG", "ubergang", "übergang"])
    def test_case_and_accents_do_not_matter(self, client, query):
        factories.publication(title="Der Übergang")

        assert titles(client, query) == ["Der Übergang"]

    def test_words_may_stand_in_different_fields(self, client):
        work = factories.publication(title="Blue whales", abstract="They *sing*.")
        Authorship.objects.create(publication=work, person=factories.person(name="Wei Lin"))

        assert titles(client, "whales sing wei") == ["Blue whales"]

    def test_the_newest_comes_first_and_what_has_no_date_last(self, client):
        for year in ("2019", "2021", "2020"):
            work = factories.publication(title=f"Whale {year}", stages=0)
            factories.stage(work, date=year)
        factories.news_item(text="Whale news", date="2020-06")
        factories.interest(title="Whale songs")

        assert titles(client, "whale") == [
            "Whale 2021", "Whale news", "Whale 2020", "Whale 2019", "Whale songs",
        ]  # fmt: skip

    def test_everything_public_is_found(self, client):
        factories.profile(about="I like canaries.")
        factories.news_item(text="A canary arrived.")
        factories.opening(description="Feed the canary.")
        factories.timeline_entry(title="Canary keeper")
        factories.service_role(role="Canary reviewer")
        factories.publication(title="The canary")

        labels = {r.label for r in client.get("/search/?q=canar").context["results"]}

        assert len(labels) == 6

    @pytest.mark.parametrize(
        "query", ["NIPS", "10.1000/182", "1604.07130", "2019", "1.1%", "9,454", "Wei L."]
    )
    def test_a_work_is_found_by_what_its_page_shows_and_by_other_names(self, client, query):
        venue = factories.venue(name="NeurIPS")
        venue.aliases.create(name="NIPS")
        work = factories.publication(title="Blue whales", stages=0, authors=0, parts=0)
        factories.stage(work, venue=venue, date="2019", doi="10.1000/182", arxiv_id="1604.07130")
        work.distinctions.create(label="Oral", rate="1.1", pool=9454)
        author = factories.person(name="Wei Lin")
        author.aliases.create(name="Wei L.")
        Authorship.objects.create(publication=work, person=author)

        assert titles(client, query) == ["Blue whales"]

    def test_places_are_found_by_their_other_names(self, client):
        place = factories.organization(name="University of Clouds")
        place.aliases.create(name="UoC")
        factories.timeline_entry(title="Dean", affiliations=0).affiliations.create(
            organization=place
        )
        factories.opening(hosts=0, title="Postdoc").hosts.create(organization=place)

        assert set(titles(client, "uoc")) == {"Dean", "Postdoc"}

    def test_the_call_for_applicants_is_found(self, client):
        factories.recruiting_page(introduction="We look for falconers.", heading="Join")

        assert titles(client, "falconers") == ["Join"]

    def test_nothing_asked_finds_nothing(self, client):
        factories.publication()

        assert titles(client, "   ") == []

    def test_what_was_asked_is_shown_as_text(self, client):
        text = client.get("/search/", {"q": "<script>alert(1)</script>"}).content.decode()

        assert "<script>alert" not in text
        assert "&lt;script&gt;alert" in text


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=400), st.text(max_size=20))
def test_an_excerpt_is_a_piece_of_the_text(text, query):
    piece = excerpt(text, words_of(query)).removeprefix("… ").removesuffix(" …")

    assert piece in text


@pytest.mark.django_db
def test_a_word_that_is_everywhere_fills_no_endless_page(client, monkeypatch):
    monkeypatch.setattr("homepage.views.RESULTS_SHOWN", 2)
    for _ in range(3):
        factories.publication(title="Whale")

    response = client.get("/search/", {"q": "whale"})

    assert response.content.count(b"<h2>") == 2
    assert "3 results for “whale”" in response.content.decode()
    assert "The first 2 are shown" in response.content.decode()
