"""PDFs under the address of their work: who gets them, in which parts, under which headers."""

import datetime
import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from publications.files import ranges, storing
from publications.models import Publication, PublicationLink
from tests import factories
from tests.publications.pdfs import pdf

pytestmark = pytest.mark.django_db

PDF = pdf()
SIZE = len(PDF)
PAGE = "http://127.0.0.1:8000/publications/on-examples/"
LICENCE = "https://creativecommons.org/licenses/by-nc/4.0/"


def with_file(name: str = "Example 2022.pdf", **fields) -> PublicationLink:
    work = fields.pop("work", None) or factories.publication(title="On examples")
    upload = SimpleUploadedFile(name, fields.pop("content", PDF))
    link = PublicationLink(publication=work, file=upload, **fields)
    link.full_clean()
    link.save()
    return link


def get(client: Client, address: str, **headers: str):
    """The response with the whole of its body, as a browser takes it."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    response = client.get(address, headers=named)
    response.body = b"".join(response)
    return response


# Names


@pytest.mark.parametrize(
    ("upload", "name"),
    [
        ("Example_2022-final.pdf", "Example_2022-final"),
        ("my paper (2).pdf", "my-paper-2"),
        ("Übersicht.pdf", "Ubersicht"),
        ("论文.pdf", "paper"),
        ("../../etc/passwd.pdf", "passwd"),
        (".pdf", "pdf"),
        ("--.pdf", "paper"),
        ("a" * 200 + ".pdf", "a" * 70),
    ],
)
def test_a_file_is_called_as_it_came_in_plain_letters(upload, name):
    assert storing.file_name_of(upload) == name
    storing.validate_file_name(name)


def test_a_file_without_a_name_gets_one_that_no_other_file_of_the_work_has():
    first = with_file()
    second = with_file(work=first.publication)

    assert (first.file_name, second.file_name) == ("Example-2022", "Example-2022-2")


def test_a_new_file_keeps_the_name_and_the_old_one_is_gone_from_the_site(client):
    link = with_file()
    address, old = link.address, link.file.name

    link.file = SimpleUploadedFile("revised.pdf", PDF + b"\n% revised")
    link.save()

    assert link.address == address
    assert get(client, address).body.endswith(b"% revised")
    assert get(client, f"/media/{old}").status_code == 404


def test_a_link_without_its_file_has_no_name_and_no_picture():
    link = with_file()
    link.thumbnail = factories.image()
    link.file, link.url = "", "https://example.org/paper.pdf"
    link.save()

    assert (link.file_name, link.thumbnail) == ("", None)
    assert link.address == "https://example.org/paper.pdf"


def test_a_name_that_another_file_of_the_work_has_is_refused():
    first = with_file()

    with pytest.raises(ValidationError, match="Another file of this work has this name"):
        with_file(work=first.publication, file_name="Example-2022")


# Who gets a file


def test_the_file_of_a_public_work_is_served_under_the_work(client):
    link = with_file()

    response = get(client, "/publications/on-examples/Example-2022.pdf")

    assert response.status_code == 200
    assert response.body == PDF
    assert link.address == "/publications/on-examples/Example-2022.pdf"


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_nobody_gets_the_file_of_a_work_that_is_not_public(client, state):
    link = with_file()
    Publication.objects.update(state=state)

    assert get(client, link.address).status_code == 404


def test_nobody_gets_the_file_of_a_scheduled_work(client):
    link = with_file()
    Publication.objects.update(public_from=timezone.now() + datetime.timedelta(hours=1))

    assert get(client, link.address).status_code == 404


@pytest.mark.parametrize(("days", "status"), [(1, 404), (0, 200), (-1, 200)])
def test_a_file_is_public_from_its_day_on(client, days, status):
    day = timezone.localdate() + datetime.timedelta(days=days)
    link = with_file(public_from=day)

    assert get(client, link.address).status_code == status
    page = get(client, link.publication.get_absolute_url()).content.decode()
    assert (link.address in page) is (status == 200)


def test_an_editor_looks_at_a_file_before_it_is_public_and_no_cache_keeps_it(editor):
    link = with_file()
    Publication.objects.update(state="draft")

    response = get(editor, link.address)

    assert response.body == PDF
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert "Cookie" in response["Vary"]


def test_somebody_signed_in_who_edits_nothing_does_not(client, django_user_model):
    link = with_file()
    Publication.objects.update(state="draft")
    client.force_login(django_user_model.objects.create_user("guest", is_staff=True))

    assert get(client, link.address).status_code == 404


@pytest.mark.parametrize(
    "path", ["on-examples/other.pdf", "other/Example-2022.pdf", "on-examples/Example-2022.PDF"]
)
def test_another_name_is_no_address(client, path):
    with_file()

    assert get(client, f"/publications/{path}").status_code == 404


def test_the_address_of_uploads_does_not_lead_to_it(client):
    link = with_file()

    assert link.file.name.startswith("works/")
    assert get(client, f"/media/{link.file.name}").status_code == 404


def test_a_file_below_an_old_address_of_its_work_has_moved(client):
    link = with_file()
    link.publication.slug = "examples"
    link.publication.save()

    response = get(client, "/publications/on-examples/Example-2022.pdf")

    assert (response.status_code, response["Location"]) == (
        301,
        "/publications/examples/Example-2022.pdf",
    )


def test_the_old_address_of_a_work_that_is_not_public_tells_nothing(client):
    link = with_file()
    link.publication.slug = "examples"
    link.publication.state = "draft"
    link.publication.save()

    assert get(client, "/publications/on-examples/Example-2022.pdf").status_code == 404


def test_a_file_that_the_storage_has_lost_is_not_found(client, caplog):
    link = with_file()
    default_storage.delete(link.file.name)

    assert get(client, link.address).status_code == 404
    assert "is missing" in caplog.text


def test_a_file_is_not_written_to(client):
    assert client.post(with_file().address).status_code == 405


# Headers


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Content-Type", "application/pdf"),
        ("Content-Length", str(SIZE)),
        ("Content-Disposition", 'inline; filename="Example-2022.pdf"'),
        ("Accept-Ranges", "bytes"),
        # It is asked for anew each time, so that it goes with its work.
        ("Cache-Control", "public, no-cache"),
        ("X-Content-Type-Options", "nosniff"),
        ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
        (
            "Link",
            (
                f'<{PAGE}>; rel="collection"; type="text/html", <{PAGE}Example-2022.pdf>; '
                f'rel="canonical", <{LICENCE}>; rel="license"'
            ),
        ),
    ],
)
def test_a_file_comes_with_headers_for_readers_caches_and_machines(client, name, value):
    link = with_file(licence="cc-by-nc-4.0")

    assert get(client, link.address)[name] == value
    assert client.head(link.address)[name] == value


def test_what_visitors_get_depends_on_no_cookie(client):
    assert "Cookie" not in get(client, with_file().address).get("Vary", "")


def test_a_head_request_opens_no_file(client, monkeypatch):
    link = with_file()
    monkeypatch.setattr(default_storage, "open", lambda *args: pytest.fail("opened"))

    response = client.head(link.address)

    assert (response.status_code, response.content) == (200, b"")


@pytest.mark.parametrize(
    ("header", "of", "status"),
    [
        ("If-None-Match", "ETag", 304),
        ("If-Modified-Since", "Last-Modified", 304),
        ("If-Match", "ETag", 200),
        ("If-Unmodified-Since", "Last-Modified", 200),
    ],
)
def test_whoever_has_the_file_is_told_so(client, header, of, status):
    address = with_file().address
    known = get(client, address)[of]

    response = get(client, address, **{header: known})

    assert response.status_code == status
    assert response["Cache-Control"] == "public, no-cache"


def test_a_condition_that_fails_comes_before_any_range(client):
    response = get(client, with_file().address, If_Match='"another"', Range="bytes=0-3")

    assert response.status_code == 412


def test_a_new_file_has_another_tag(client):
    link = with_file()
    before = get(client, link.address)["ETag"]
    link.file = SimpleUploadedFile("again.pdf", PDF)
    link.save()

    assert get(client, link.address)["ETag"] != before


# Parts (RFC 9110, section 14)


@pytest.mark.parametrize(
    ("asked", "part", "content_range"),
    [
        ("bytes=0-3", PDF[:4], f"bytes 0-3/{SIZE}"),
        ("bytes=5-", PDF[5:], f"bytes 5-{SIZE - 1}/{SIZE}"),
        ("bytes=-5", PDF[-5:], f"bytes {SIZE - 5}-{SIZE - 1}/{SIZE}"),
        ("bytes=0-99999", PDF, f"bytes 0-{SIZE - 1}/{SIZE}"),
        ("bytes=-99999", PDF, f"bytes 0-{SIZE - 1}/{SIZE}"),
        (f"bytes={SIZE - 1}-", PDF[-1:], f"bytes {SIZE - 1}-{SIZE - 1}/{SIZE}"),
        ("Bytes = 2-2", PDF[2:3], f"bytes 2-2/{SIZE}"),
        ("bytes=0-3,", PDF[:4], f"bytes 0-3/{SIZE}"),
        ("bytes=0-" + "9" * 5000, PDF, f"bytes 0-{SIZE - 1}/{SIZE}"),
    ],
)
def test_a_part_is_served(client, asked, part, content_range):
    response = get(client, with_file().address, Range=asked)

    assert response.status_code == 206
    assert response.body == part
    assert response["Content-Range"] == content_range
    assert response["Content-Length"] == str(len(part))


@pytest.mark.parametrize(
    "asked",
    ["", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=3-1", "bytes=1", "lines=0-3",
     "bytes=0-1,4-5", "bytes=1-2-3", "bytes=+1-2", "bytes=٣-٤"],
)  # fmt: skip
def test_a_range_that_is_none_or_many_gets_the_whole(client, asked):
    response = get(client, with_file().address, Range=asked)

    assert (response.status_code, response.body) == (200, PDF)


@pytest.mark.parametrize("asked", [f"bytes={SIZE}-", "bytes=-0", "bytes=" + "9" * 5000 + "-"])
def test_a_part_beyond_the_end_is_refused_with_the_size(client, asked):
    response = get(client, with_file().address, Range=asked)

    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{SIZE}"


def test_nothing_of_an_empty_file_can_be_asked_for():
    with pytest.raises(ranges.UnsatisfiableRangeError):
        ranges.asked_range("bytes=-5", 0)


@pytest.mark.parametrize(
    ("condition", "status"),
    [
        (lambda r: r["ETag"], 206),
        (lambda r: r["Last-Modified"], 206),
        (lambda r: '"another"', 200),
        (lambda r: "W/" + r["ETag"], 200),
        (lambda r: "Mon, 01 Jan 2001 00:00:00 GMT", 200),
        (lambda r: "yesterday", 200),
    ],
)
def test_parts_of_different_files_are_never_put_together(client, condition, status):
    address = with_file().address
    known = condition(get(client, address))

    response = get(client, address, Range="bytes=0-3", If_Range=known)

    assert response.status_code == status


def test_only_a_get_asks_for_parts(client):
    response = client.head(with_file().address, headers={"Range": "bytes=0-3"})

    assert (response.status_code, response["Content-Length"]) == (200, str(SIZE))


def test_a_file_travels_in_chunks_and_is_closed_after(client, monkeypatch):
    content = PDF + b"%" * 400_000
    address = with_file(content=content).address
    opened = []
    monkeypatch.setattr(
        default_storage, "open", lambda name: opened.append(io.BytesIO(content)) or opened[0]
    )

    response = client.get(address, headers={"Range": "bytes=10-300000"})
    chunks = list(response.streaming_content)
    response.close()

    assert b"".join(chunks) == content[10:300_001]
    assert max(map(len, chunks)) <= 64 * 1024
    assert opened[0].closed


def test_any_storage_will_do_even_one_that_knows_no_times(client, monkeypatch):
    storage = InMemoryStorage()
    monkeypatch.setattr(storage, "get_modified_time", _unknown)
    for name in ("size", "open", "get_modified_time"):
        monkeypatch.setattr(default_storage, name, getattr(storage, name))
    link = with_file()
    storage.save(link.file.name, ContentFile(PDF))

    response = get(client, link.address, Range="bytes=0-3")

    assert (response.status_code, response.body) == (206, b"%PDF")
    assert "Last-Modified" not in response


def _unknown(name: str) -> datetime.datetime:
    raise NotImplementedError


def test_two_queries_lead_to_a_file(client, django_assert_max_num_queries):
    address = with_file().address

    # The third is the site's own row, for its time zone: a day begins there.
    with django_assert_max_num_queries(3):
        get(client, address)


# On the page


def test_the_page_leads_to_its_file_first_and_names_version_and_licence(client):
    link = with_file(version="accepted", licence="cc-by-4.0")
    factories.stage(link.publication, date="2030", doi="10.1000/182")

    html = get(client, link.publication.get_absolute_url()).content.decode()

    work = Publication.objects.for_page().get()
    assert [entry.label for entry in work.all_links] == ["PDF", "DOI", "Code"]
    assert f'class="button button-primary" href="{link.address}"' in html
    assert "PDF: accepted manuscript" in html
    assert '<a href="https://creativecommons.org/licenses/by/4.0/" rel="license">CC BY 4.0</a>' in (
        html
    )


def test_two_pdfs_are_told_apart_by_their_version():
    work = factories.publication(parts=0)
    with_file(work=work, version="submitted")
    with_file(work=work, version="published")

    labels = [link.label for link in Publication.objects.for_page().get().all_links]

    assert labels == ["PDF, submitted manuscript", "PDF, published version"]
