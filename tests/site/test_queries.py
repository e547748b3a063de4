"""Pages make the same number of queries however much content there is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from homepage.content.versions import content_write
from profile.models import TimelineKind
from publications.models import Publication
from recruiting.models import Opening
from tests import factories

pytestmark = pytest.mark.django_db

SMALL, LARGE = 2, 20
ONE_THING, LISTS = 8, 15


def fill(times: int) -> None:
    with content_write():
        factories.profile()
        factories.recruiting_page()
        kinds = [TimelineKind.objects.first(), factories.timeline_kind()]
        for number in range(times):
            factories.profile_link()
            factories.timeline_entry(affiliations=2, people=2, kind=kinds[number % 2])
            factories.service_role(venues=times)
            factories.publication(stages=2, authors=times, parts=2, is_selected=True)
            factories.news_item(works=2)
            factories.opening(hosts=2, topics=2)


def queries(client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path)
    assert response.status_code == 200
    return len(captured)


def paths() -> dict[str, int]:
    work, opening = Publication.objects.first(), Opening.objects.first()
    return {
        "/": LISTS,
        "/publications/": LISTS,
        "/cv/": LISTS,
        work.get_absolute_url(): ONE_THING,
        opening.get_absolute_url(): ONE_THING,
        "/news/": ONE_THING,
        "/news/2023/": ONE_THING,
        "/positions/": ONE_THING,
        "/search/?q=a": LISTS * 2,
        "/news/atom.xml": LISTS,
        "/publications/atom.xml": LISTS,
        "/positions/atom.xml": LISTS,
        "/positions/calendar.ics": LISTS,
        "/sitemap.xml": LISTS,
    }


def test_queries_stay_the_same_when_content_grows_tenfold(client):
    fill(SMALL)
    limits = paths()
    few = {path: queries(client, path) for path in limits}
    fill(LARGE - SMALL)
    many = {path: queries(client, path) for path in few}

    assert many == few
    assert {path: number for path, number in many.items() if number > limits[path]} == {}
