"""The first page of a PDF as a picture: made apart from the site, whatever the PDF is."""

import logging
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from homepage.content.images import Image
from publications.files import storing, thumbnails
from publications.models import Publication, PublicationLink
from tests import factories
from tests.publications import pdfs

pytestmark = pytest.mark.django_db


def upload(content: bytes, name: str = "paper.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def prepared(content: bytes, name: str = "paper.pdf") -> SimpleUploadedFile:
    file = upload(content, name)
    thumbnails.prepare({"links-0-file": file})
    return file


def saved(content: bytes, work: Publication | None = None, **fields) -> PublicationLink:
    work = work or factories.publication(parts=0)
    return PublicationLink.objects.create(publication=work, file=prepared(content), **fields)


def test_the_first_page_becomes_a_picture_of_the_site():
    link = saved(pdfs.pdf())

    picture = link.thumbnail
    assert (picture.width, picture.height) == (480, 622)
    assert (picture.extension, picture.description) == ("png", "First page of a PDF")
    # The title of a paper stands on top, and stays in sight in a square.
    assert picture.focus_class == "focus-50-0"


def test_the_same_page_twice_is_one_picture():
    assert saved(pdfs.pdf()).thumbnail == saved(pdfs.pdf()).thumbnail


def test_a_new_file_has_a_new_picture():
    link = saved(pdfs.pdf("First version"))
    before = link.thumbnail

    link.file = prepared(pdfs.pdf("Second version"))
    link.save()

    assert link.thumbnail != before
    link.refresh_from_db()
    assert link.thumbnail != before


def test_a_new_file_that_cannot_be_opened_has_none():
    link = saved(pdfs.pdf())

    link.file = prepared(pdfs.encrypted())
    link.save()

    assert link.thumbnail is None


def test_a_save_without_a_new_file_keeps_the_picture():
    link = saved(pdfs.pdf())

    link = PublicationLink.objects.get(pk=link.pk)
    link.label = "Paper"
    link.save()

    assert link.thumbnail is not None


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("it asks for a password", pdfs.encrypted()),
        ("it is cut off", pdfs.pdf()[:200]),
        ("its pages never end", pdfs.endless_tree()),
        ("its page is a strip", pdfs.pdf(size=(100_000, 1))),
        ("nothing is in it", b"%PDF-1.7"),
    ],
)
def test_a_pdf_that_cannot_be_shown_is_stored_without_a_picture(caplog, name, content):
    link = saved(content)

    assert link.thumbnail is None
    assert link.file.size == len(content)
    assert "No picture of paper.pdf" in caplog.text, name


def test_a_page_of_any_size_becomes_a_small_picture():
    page = thumbnails.first_page(upload(pdfs.pdf(size=(1e7, 1e7))))

    assert page.is_readable
    assert len(page.png) < 100_000


def test_a_bomb_ends_at_the_limits_of_its_process(caplog):
    began = time.monotonic()

    page = thumbnails.first_page(upload(pdfs.bomb()))

    assert page == thumbnails.FirstPage(is_readable=False)
    assert time.monotonic() - began < 2 * thumbnails.TIMEOUT


def test_a_process_that_hangs_is_ended(monkeypatch, tmp_path, caplog):
    program = tmp_path / "hangs.py"
    program.write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setattr(thumbnails, "PROGRAM", program)
    monkeypatch.setattr(thumbnails, "TIMEOUT", 0.3)
    began = time.monotonic()

    page = thumbnails.first_page(upload(pdfs.pdf()))

    assert not page.is_readable
    assert time.monotonic() - began < 30
    assert "timed out" in caplog.text


@pytest.mark.parametrize(
    "program",
    [
        "print('no JSON')",
        "print('{\"has_text\": tru')",
        "print('[]')",
        "print('{\"has_text\": true}\\nno picture')",
        "import sys; sys.exit(3)",
        "import os; os.abort()",
    ],
)
def test_a_process_that_fails_leaves_the_upload_as_it_is(monkeypatch, tmp_path, program):
    path = tmp_path / "fails.py"
    path.write_text(program + "\n")
    monkeypatch.setattr(thumbnails, "PROGRAM", path)

    link = saved(pdfs.pdf())

    assert link.thumbnail is None
    assert link.file.size == len(pdfs.pdf())


def test_the_process_knows_no_secret_of_the_site(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "very secret")
    told = tmp_path / "told"
    program = tmp_path / "tells.py"
    program.write_text(f"import os\nopen({str(told)!r}, 'w').write(repr(dict(os.environ)))\n")
    monkeypatch.setattr(thumbnails, "PROGRAM", program)

    thumbnails.first_page(upload(pdfs.pdf()))

    assert "PYTHONPATH" in told.read_text()
    assert "secret" not in told.read_text()


def test_the_process_may_take_little_memory_and_time_and_write_little(tmp_path, monkeypatch):
    program = tmp_path / "limits.py"
    program.write_text(
        "import json, resource, runpy\n"
        f"limit = runpy.run_path({str(thumbnails.PROGRAM)!r})['limit_resources']\n"
        "limit()\n"
        "names = ('RLIMIT_AS', 'RLIMIT_CPU', 'RLIMIT_FSIZE', 'RLIMIT_CORE')\n"
        "limits = [resource.getrlimit(getattr(resource, name)) for name in names]\n"
        "print(json.dumps({'has_text': limits}))\n"
    )
    monkeypatch.setattr(thumbnails, "PROGRAM", program)

    page = thumbnails.first_page(upload(pdfs.pdf()))

    assert page.has_text == [[2**30] * 2, [8] * 2, [2**23] * 2, [0] * 2]


def test_only_pdfs_are_looked_into(monkeypatch):
    monkeypatch.setattr(thumbnails, "first_page", lambda file: pytest.fail("looked into"))

    thumbnails.prepare(
        {
            "figure-upload": upload(b"\x89PNG", "figure.png"),
            "page": upload(b"<html><script>", "renamed.pdf"),
            "taken": object(),
        }
    )


def test_a_full_disk_costs_the_picture_and_not_the_file(monkeypatch, caplog):
    def full(*args: object, **kwargs: object) -> Image:
        raise OSError("No space left on device")

    monkeypatch.setattr(thumbnails.images, "store", full)

    link = saved(pdfs.pdf())

    assert link.thumbnail is None
    assert [record.levelno for record in caplog.records] == [logging.ERROR]


# The picture of a work


def shown(work: Publication) -> Publication:
    return Publication.objects.for_list().get(pk=work.pk)


def test_a_works_picture_is_its_figure_else_the_first_page_of_its_paper():
    work = factories.publication(parts=0)
    slides = saved(pdfs.pdf("Slides", size=(800, 600)), work, kind="slides", file_name="slides")
    assert shown(work).picture == slides.thumbnail

    paper = saved(pdfs.pdf(), work, kind="pdf", file_name="paper")
    assert shown(work).picture == paper.thumbnail

    work.figure = factories.image()
    work.save()
    assert shown(work).picture == work.figure


def test_a_work_without_files_has_no_picture():
    assert shown(factories.publication()).picture is None


def test_the_picture_of_a_file_that_is_not_public_yet_is_not_shown():
    link = saved(pdfs.pdf(), public_from="2999-01-01")

    assert shown(link.publication).picture is None


def test_pictures_cost_a_list_no_query(django_assert_num_queries):
    saved(pdfs.pdf())
    works = list(Publication.objects.for_list())

    with django_assert_num_queries(0):
        assert all(work.picture for work in works)


# What the editor is told (Google Scholar's Inclusion Guidelines)


def test_nothing_is_said_of_a_good_file():
    assert storing.advice(saved(pdfs.pdf())) == []


def test_a_scan_is_said_to_have_no_text():
    (words,) = storing.advice(saved(pdfs.pdf(text="")))

    assert words.startswith("paper.pdf has no text that can be searched")


def test_a_large_file_is_said_to_be_too_large_for_google_scholar():
    (words,) = storing.advice(saved(pdfs.pdf() + b"%" * (5 * 2**20)))

    assert words.startswith("paper.pdf has 5.0 MB. Google Scholar reads PDFs of at most 5 MB")


def test_a_locked_file_is_said_to_be_locked():
    (words,) = storing.advice(saved(pdfs.encrypted()))

    assert "ask for a password" in words


def test_nothing_is_said_of_links_and_of_files_that_are_not_new():
    work = factories.publication(parts=1)
    link = saved(pdfs.pdf(text=""), work)

    assert storing.advice(PublicationLink.objects.get(pk=link.pk)) == []
    assert storing.advice(work.links.exclude(url="").get()) == []
