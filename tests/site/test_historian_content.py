"""A second person's content, from another field: every page shows it, without an empty heading."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction

from homepage.operations.content_files import load_content
from tests.pages import Pages, empty_headings, normalized

CONTENT = Path(__file__).resolve().parents[1] / "content" / "historian"
WORKS = [path.stem for path in sorted((CONTENT / "publications").iterdir())]
PUBLIC_WORKS = [slug for slug in WORKS if slug != "unfinished"]
ADDRESSES = [
    "/",
    "/publications/",
    "/publications/?kind=book",
    "/publications/?topic=annals",
    *(f"/publications/{slug}/" for slug in PUBLIC_WORKS),
    "/news/",
    "/news/2024/",
    "/news/2025/",
    "/positions/",
    "/cv/",
    "/search/",
    "/search/?q=margins",
    "/search/?q=望湖",
]


# With this mark they run before the tests that empty the database.
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def historian(django_db_setup, django_db_blocker) -> Iterator[Pages]:
    with django_db_blocker.unblock(), transaction.atomic():
        load_content(CONTENT)
        yield Pages()
        transaction.set_rollback(True)


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_heading_is_empty(historian: Pages, address: str) -> None:
    assert empty_headings(historian.html(address)) == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_draft_is_nowhere(historian: Pages, address: str) -> None:
    assert "unfinished thought" not in historian.text(address)


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("/", "H. M. Osei-Lindqvist, historian"),
        ("/", "Henrietta Maria Osei-Lindqvist"),
        ("/", "奧林慧"),
        ("/", "Professor of Medieval History, University of Little Harbour"),
        ("/", "hmol@littleharbour.example"),
        ("/", "Old Library, room 3"),
        ("/", "1 Quay Street"),
        ("/", "ORCID"),
        ("/", "Manuscript blog"),
        ("/", "I read what scribes wrote in the margins"),
        ("/", "My next book is with the press."),
        ("/", "The Margins of the World: Marginalia from Three Monasteries"),
        ("/", "Awards and grants"),
        ("/", "Cold Hands, a grant of the Quay Foundation"),
        ("/", "with: 林文遠"),
        ("/", "What readers and scribes left beside the text, 700–1500."),
        ("/cv/", "Teaching"),
        ("/cv/", "Reading medieval hands"),
        ("/cv/", "adviser: Ansgarius de Valle"),
        ("/cv/", "Academia Vallis Lucis"),
        ("/cv/", "Thesis: De marginibus."),
        ("/cv/", "Sep 2019–31 Aug 2023"),
        ("/cv/", "Scriptorium (joint)"),
        ("/cv/", "望湖書院藏拉丁文抄本考"),
        ("/publications/", "Four Centuries of Nothing in Particular"),
        ("/publications/", "望湖書院藏拉丁文抄本考"),
        ("/publications/", "Review of Annals without Events"),
        ("/publications/", "translated by Henrietta Maria Osei-Lindqvist"),
        ("/publications/margins-of-the-world/", "Little Harbour University Press"),
        ("/publications/margins-of-the-world/", "978-0-306-40615-7"),
        ("/publications/margins-of-the-world/", "it took two nights"),
        ("/publications/chronicon/", "edited by Henrietta Maria Osei-Lindqvist"),
        ("/publications/chronicon/", "hoc anno nihil"),
        ("/publications/chronicon/", "Studies in Ink and Parchment"),
        ("/publications/a-cold-winter/", "and others"),
        ("/publications/a-cold-winter/", "edited by 林文遠"),
        ("/publications/a-cold-winter/", "Weather in Medieval Books"),
        ("/publications/a-cold-winter/", "41–77"),
        ("/publications/wanghu/", "望湖史學"),
        ("/publications/letters-of-ansgar/", "second, revised"),
        ("/publications/review-of-annals/", "Review of the year"),
        ("/publications/four-centuries/", "Forthcoming"),
        ("/news/", "it took two nights"),
        ("/news/2025/", "My next book is with the press."),
        ("/positions/", "No position is open at the moment."),
        ("/search/?q=margins", "The Margins of the World"),
        ("/search/?q=望湖", "望湖書院藏拉丁文抄本考"),
    ],
)
def test_content_can_be_read(historian: Pages, address: str, text: str) -> None:
    assert normalized(text) in historian.text(address)


@pytest.mark.parametrize(
    "heading", ["Professional service", "Open positions", "Past professional experience"]
)
def test_section_without_content_is_absent(historian: Pages, heading: str) -> None:
    headings = re.findall(r"<h[23][^>]*>(.*?)</h[23]>", historian.html("/"), re.DOTALL)

    assert not any(heading in words for words in headings)


def test_work_without_date_comes_first(historian: Pages) -> None:
    page = historian.text("/publications/")

    assert page.index("Four Centuries") < page.index("望湖書院") < page.index("The Letters")


@pytest.mark.parametrize("address", ["/publications/unfinished/", "/news/2023/"])
def test_what_is_not_public_is_not_found(historian: Pages, address: str) -> None:
    assert historian.client.get(address).status_code == 404
