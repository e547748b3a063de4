"""The page of a work: what it shows, in which order, and what leads on from it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from news.models import Announcement
from profile.models import Profile
from publications.models import Authorship, Publication, PublicationLink
from tests import factories
from tests.pages import empty_headings, visible_text
from tests.publications.heads import work_of
from tests.publications.pdfs import pdf

pytestmark = pytest.mark.django_db

ORCID = "0000-0002-1825-0097"


def html_of(client, work: Publication) -> str:
    response = client.get(work.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def text_of(client, work: Publication) -> str:
    return visible_text(html_of(client, work))


def full_work() -> Publication:
    factories.profile()
    work = work_of(
        kind="conference-paper",
        abstract="We show $x$.",
        topics=("Fog", "Rain"),
        authors=({"name": "Ben Sample", "link": "https://ben.example", "orcid": ORCID},),
        venue={"name": "Conference on Examples", "short_name": "CONEX", "kind": "conference"},
        stage={"date": "2022-10", "doi": "10.1000/182"},
    )
    Authorship.objects.create(publication=work, person=Profile.load().person)
    factories.stage(work, kind="preprint", date="2021", arxiv_id="2208.09632")
    work.distinctions.create(label="Oral", rate="1.1", pool=9454)
    for kind in ("project", "data", "poster", "video", "slides", "code"):
        work.links.create(kind=kind, url=f"https://example.org/{kind}")
    PublicationLink.objects.create(publication=work, file=SimpleUploadedFile("a.pdf", pdf()))
    item = factories.news_item(text="Our paper is out.")
    Announcement.objects.create(item=item, publication=work)
    return work


def test_everything_stands_in_the_order_in_which_readers_look_for_it(client):
    work = full_work()
    other = work_of(title="More fog")
    other.topics.create(interest=work.topics.first().interest)

    text = text_of(client, work).partition("Dark colours")[2]

    parts = ["On examples", "Ben Sample", "Ada Example", "CONEX 2022", "Oral, 1.1 % of 9,454",
             "Preprint", "PDF", "Abstract", "We show", "Fog", "Details", "In the news",
             "Our paper is out", "Further works", "More fog"]  # fmt: skip
    places = [text.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)
    assert empty_headings(html_of(client, work)) == []


def test_buttons_lead_to_the_paper_first(client):
    work = full_work()

    labels = [link.label for link in client.get(work.get_absolute_url()).context["work"].all_links]

    assert labels == [
        "PDF", "arXiv", "DOI", "Code", "Slides", "Video", "Poster", "Data", "Project page",
    ]  # fmt: skip


def test_the_owner_is_set_apart_and_people_lead_to_their_own_pages(client):
    html = html_of(client, full_work())

    assert '<span class="owner">Ada Example' in html
    assert '<a href="https://ben.example">Ben Sample</a>' in html
    assert f'href="https://orcid.org/{ORCID}"' in html
    assert "ORCID iD of Ben Sample" in visible_text(html)


def test_one_published_stage_needs_no_line_of_stages(client):
    assert 'class="stages"' not in html_of(client, work_of())
    assert 'class="stages"' in html_of(client, full_work())


def test_a_work_of_which_little_is_known_has_no_empty_part(client):
    work = factories.publication(stages=0, authors=0, parts=0)

    html = html_of(client, work)

    assert empty_headings(html) == []
    for nothing in ('class="actions"', 'class="chips"', "Further works", "Abstract"):
        assert nothing not in html


# Further works


def sharing(title: str, date: str | None, *interests, **fields) -> Publication:
    work = factories.publication(title=title, stages=0, parts=0, **fields)
    factories.stage(work, date=date)
    for interest in interests:
        work.topics.create(interest=interest)
    return work


def further(client, work: Publication) -> list[str]:
    return [other.title for other in client.get(work.get_absolute_url()).context["further"]]


def test_those_that_share_most_topics_come_first_then_the_newest(client):
    fog, rain, snow = (factories.interest(title=title) for title in ("Fog", "Rain", "Snow"))
    work = sharing("This one", "2020", fog, rain)
    sharing("one, new", "2024", fog)
    sharing("two, old", "2001", fog, rain)
    sharing("one, old", "2002", rain)
    sharing("one, newer", "2025", rain, snow)
    sharing("none", "2026", snow)

    assert further(client, work) == ["two, old", "one, newer", "one, new"]


def test_drafts_and_topics_that_are_not_public_lead_nowhere(client):
    fog, secret = factories.interest(title="Fog"), factories.interest(title="Plan", state="draft")
    work = sharing("This one", "2020", fog, secret)
    sharing("a draft", "2021", fog, state="draft")
    sharing("by a secret topic", "2021", secret)

    html = html_of(client, work)

    assert further(client, work) == []
    assert "Further works" not in html
    assert "Plan" not in html


def test_all_works_on_the_topic_are_one_link_away(client):
    fog = factories.interest(title="Fog")
    work = sharing("This one", "2020", fog)
    sharing("Another", "2021", fog)

    html = html_of(client, work)

    assert 'href="/publications/?topic=fog">All on this topic' in html


def test_a_work_is_not_found_by_the_further_works_of_a_draft(client):
    fog = factories.interest(title="Fog")
    draft = sharing("Draft", "2020", fog, state="draft")
    sharing("Public", "2021", fog)

    assert client.get(draft.get_absolute_url()).status_code == 404


def test_the_page_takes_eight_queries_however_much_it_shows(client, django_assert_max_num_queries):
    work = full_work()
    interest = work.topics.first().interest
    for number in range(5):
        sharing(f"Further {number}", "2021", interest, authors=5)

    with django_assert_max_num_queries(8):
        text = text_of(client, work)

    assert "Further 0" in text


# Addresses


def test_an_old_address_leads_to_the_present_one(client):
    work = work_of()
    work.slug = "examples"
    work.save()

    response = client.get("/publications/on-examples/")

    assert (response.status_code, response["Location"]) == (301, "/publications/examples/")


def test_a_long_list_of_authors_is_shown_whole(client):
    names = tuple(f"Person Number{number}" for number in range(40))

    text = text_of(client, work_of(authors=names))

    assert all(name in text for name in names)
