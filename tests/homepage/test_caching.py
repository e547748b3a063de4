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


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("encoding", ["gzip", "identity"])
@pytest.mark.parametrize("path", sorted(set(fixed()) - OWN))
def test_who_has_it_already_is_told_so_in_a_few_bytes(client, content, path, encoding, method):
    accepted = {"Accept-Encoding": encoding}
    first, again = (client.get(path, headers=accepted) for _ in range(2))

    assert first["ETag"] == again["ETag"], "it says the same until something changes"
    known = getattr(client, method)(path, headers={**accepted, "If-None-Match": first["ETag"]})
    assert (known.status_code, known.content) == (304, b"")
    # RFC 9110, section 15.4.5.
    for name in ("ETag", "Vary", "Cache-Control", "Content-Security-Policy"):
        assert known[name] == first[name]


@pytest.mark.parametrize("path", sorted(set(fixed()) - OWN))
@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_the_head_of_an_answer_says_what_the_answer_would(client, content, path, encoding):
    accepted = {"Accept-Encoding": encoding}
    whole, head = client.get(path, headers=accepted), client.head(path, headers=accepted)

    for name in ("ETag", "Vary", "Cache-Control", "Content-Type"):
        assert head.get(name) == whole.get(name)
    # What is written piece by piece may leave it out (RFC 9110, section 9.3.2).
    assert head.get("Content-Encoding", whole.get("Content-Encoding")) == whole.get(
        "Content-Encoding"
    )
    if "Content-Length" in head:
        assert head["Content-Length"] == whole["Content-Length"] == str(len(whole.content))
        assert "Content-Encoding" not in head, "what is compressed has another length each time"


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip", "gzip"),
        ("br;q=1, gzip;q=0.5", "gzip"),
        ("gzip;q=0.01", "gzip"),
        ("gzip;q=0", None),
        ("gzip; q=0.000, br", None),
        ("GZIP ;q=0,identity", None),
        ("identity", None),
    ],
)
def test_it_is_compressed_for_who_takes_it(client, content, accepted, encoding):
    response = client.get("/", headers={"Accept-Encoding": accepted})

    assert response.get("Content-Encoding") == encoding
    assert "Accept-Encoding" in response["Vary"]


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

    first = client.get(path).content

    assert client.get(path).content == first
    assert b"<updated>1970" not in first
