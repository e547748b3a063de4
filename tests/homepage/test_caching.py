"""Nobody keeps a page longer than it holds: caches ask again, and are told what has changed."""

import pytest
from django.utils.http import http_date
from django.utils.timezone import now

from news.models import NewsItem
from tests import factories
from tests.site.addresses import fixed, walk

pytestmark = pytest.mark.django_db

#: What says for itself how it may be kept.
OWN = {"/healthz"}


@pytest.fixture
def content():
    factories.profile()
    factories.recruiting_page()
    factories.news_item()
    factories.publication()
    factories.opening(deadline="2199-01-01", topics=1)


def test_every_answer_is_asked_for_again(client, content):
    answers = walk(client)

    kept = {path: answer.get("Cache-Control") for path, answer in answers.items()}
    assert len(kept) > 20
    said = {path for path, caching in kept.items() if caching != "no-cache"}
    assert {path for path in said if not path.startswith("/theme-")} == OWN
    assert "no-store" in kept["/healthz"]


@pytest.mark.parametrize("path", ["/nothing/", "/publications", "/positions/nothing.ics"])
def test_so_is_what_is_not_here_or_elsewhere(client, content, path):
    response = client.get(path)

    assert response.status_code in (301, 404)
    assert response["Cache-Control"] == "no-cache"


def test_the_admin_is_kept_nowhere(editor, content):
    assert "no-store" in editor.get("/admin/")["Cache-Control"]
    assert "ETag" not in editor.get("/admin/")


@pytest.mark.parametrize("path", sorted(set(fixed()) - OWN))
def test_who_has_it_already_is_told_so_in_a_few_bytes(client, content, path):
    first, again = client.get(path), client.get(path)

    assert first["ETag"] == again["ETag"], "it says the same until something changes"
    known = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert (known.status_code, known.content) == (304, b"")
    assert known["ETag"] == first["ETag"]
    assert known["Cache-Control"] == "no-cache"
    assert known["Content-Security-Policy"] == first["Content-Security-Policy"]


@pytest.mark.parametrize("path", sorted(set(fixed()) - OWN))
def test_it_knows_itself_again_when_it_travelled_compressed(client, content, path):
    compressed = {"Accept-Encoding": "gzip"}
    first = client.get(path, headers=compressed)

    known = client.get(path, headers={**compressed, "If-None-Match": first["ETag"]})

    assert known.status_code == 304


def test_what_has_changed_is_sent(client, content):
    first = client.get("/news/")
    NewsItem.objects.update(text="Something else.")

    second = client.get("/news/", headers={"If-None-Match": first["ETag"]})

    assert second.status_code == 200
    assert b"Something else." in second.content


@pytest.mark.parametrize(
    "path", ["/news/atom.xml", "/publications/atom.xml", "/positions/atom.xml"]
)
def test_a_feed_names_no_time_by_which_a_loss_would_go_unseen(client, content, path):
    response = client.get(path, headers={"If-Modified-Since": http_date(now().timestamp())})

    assert response.status_code == 200
    assert "Last-Modified" not in response


@pytest.mark.parametrize(
    "path", ["/news/atom.xml", "/publications/atom.xml", "/positions/atom.xml"]
)
@pytest.mark.parametrize("is_written_to", [True, False])
def test_an_empty_feed_says_the_same_until_something_changes(client, path, is_written_to):
    if is_written_to:
        factories.profile()

    assert client.get(path).content == client.get(path).content
