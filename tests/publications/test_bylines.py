"""Who made a work, where it appeared, and where it leads."""

import pytest
from django.core.exceptions import ValidationError

from profile.models import Profile
from publications.citations.csl import csl_item
from publications.identifiers import validate_isbn
from publications.models import Authorship, Distinction, Publication, Stage
from publications.ris import ris_file
from tests import factories

pytestmark = pytest.mark.django_db


def shown(work: Publication) -> Publication:
    return Publication.objects.for_page().get(pk=work.pk)


@pytest.mark.parametrize(
    ("venue", "stage", "line"),
    [
        ({"name": "Advances in Examples", "short_name": "ADEX", "kind": "conference"},
         {"date": "2022-10"}, "ADEX 2022"),
        ({"name": "Journal of Examples", "kind": "journal"},
         {"date": "2022", "volume": "32", "number": "3"}, "Journal of Examples 32(3), 2022"),
        ({"name": "Journal of Examples", "kind": "journal"},
         {"date": "2022", "publisher": "Press"}, "Journal of Examples, 2022"),
        ({"name": "Studies in Examples", "kind": "series"},
         {"date": "2022", "volume": "3", "publisher": "Press"},
         "Studies in Examples 3, Press, 2022"),
        ({"name": "Journal of Examples"},
         {"date": "2021-11", "kind": "accepted"}, "Journal of Examples, 2021 (accepted)"),
        (None, {"date": "2019", "book_title": "The Book", "publisher": "Press"},
         "In: The Book, Press, 2019"),
        (None, {"date": "2019", "publisher": "Press"}, "Press, 2019"),
        (None, {"date": "2019", "institution": "Example University"}, "Example University, 2019"),
        (None, {"date": None}, ""),
    ],
)  # fmt: skip
def test_the_venue_line_says_what_is_known(venue, stage, line):
    work = factories.publication(stages=0)
    factories.stage(work, venue=factories.venue(**venue) if venue else None, **stage)

    assert shown(work).venue_line == line


def test_what_its_source_calls_unpublished_is_a_manuscript_and_no_preprint():
    work = factories.publication(stages=0, kind="other")
    factories.stage(work, kind="preprint", date="2019", bibtex_type="unpublished")

    item = csl_item(shown(work))

    assert str(shown(work).main_stage) == "Manuscript 2019"
    assert item["type"] == "manuscript"
    assert "genre" not in item
    assert ris_file([(shown(work), None)]).startswith("TY  - UNPB")


def test_the_address_of_a_work_has_no_tex_in_it():
    work = factories.publication(title=r"The $\alpha$ of maps in $\mathbb{R}^n$", slug="")

    assert work.slug == "the-of-maps-in-rn"


def test_the_furthest_stage_stands_for_the_work():
    work = factories.publication(stages=0)
    factories.stage(work, kind="published", date="2020")
    factories.stage(work, kind="preprint", date="2023")

    assert shown(work).year == 2020


def test_when_the_main_stage_goes_the_next_one_stands_in():
    work = factories.publication(stages=0)
    factories.stage(work, kind="preprint", date="2018")
    published = factories.stage(work, kind="published", date="2020")

    published.delete()

    assert shown(work).year == 2018


@pytest.mark.parametrize("write", [lambda q: q.delete(), lambda q: q.update(kind="submitted")])
def test_a_write_of_many_stages_chooses_anew(write):
    work = factories.publication(stages=0)
    factories.stage(work, kind="accepted", date="2018")
    factories.stage(work, kind="published", date="2020")

    write(Stage.objects.filter(date__year=2020))

    assert shown(work).year == 2018


def test_people_are_named_by_role_and_the_owner_is_known():
    factories.profile()
    owner = Profile.load().person
    work = factories.publication(authors=0)
    Authorship.objects.create(publication=work, person=factories.person(name="B"))
    Authorship.objects.create(publication=work, person=owner, corresponding=True)
    Authorship.objects.create(publication=work, person=factories.person(name="C"), role="editor")

    authors, editors = shown(work).credits

    assert [(p.name, p.is_owner, p.corresponding) for p in authors.people] == [
        ("B", False, False),
        ("Ada Example", True, True),
    ]
    assert (editors.label, [p.name for p in editors.people]) == ("edited by", ["C"])


def test_an_incomplete_list_says_so():
    work = factories.publication(authors_complete=False)

    assert shown(work).credits[0].is_complete is False


def test_links_are_gathered_from_the_work_and_its_stages_each_once():
    work = factories.publication(stages=0, parts=0)
    factories.stage(work, kind="preprint", arxiv_id="https://arxiv.org/abs/2208.09632v2")
    factories.stage(work, doi="https://doi.org/10.1000/182", url="https://example.org/paper")
    work.links.create(kind="pdf", url="https://example.org/paper")

    assert [(link.label, link.url) for link in shown(work).all_links] == [
        ("PDF", "https://example.org/paper"),
        ("arXiv", "https://arxiv.org/abs/2208.09632"),
        ("DOI", "https://doi.org/10.1000/182"),
    ]


@pytest.mark.parametrize(
    ("fields", "phrase"),
    [
        ({"label": "Oral", "rate": "1.1", "pool": 9454}, "Oral, 1.1\u202f% of 9,454 submissions"),
        ({"label": "Spotlight", "rate": "5", "rate_is_about": True, "pool": 10000,
          "pool_is_more_than": True}, "Spotlight, about 5\u202f% of more than 10,000 submissions"),
        ({"label": "Spotlight"}, "Spotlight"),
        ({"label": "Best paper", "pool": 300}, "Best paper, among 300 submissions"),
    ],
)  # fmt: skip
def test_a_distinction_is_one_phrase(fields, phrase):
    distinction = Distinction(publication=factories.publication(), **fields)
    distinction.full_clean()
    distinction.save()
    distinction.refresh_from_db()

    assert str(distinction) == phrase


@pytest.mark.parametrize(
    ("field", "value"),
    [("doi", "doi"), ("arxiv_id", "12"), ("isbn", "978-0-306-40615-8"), ("url", "javascript:x"),
     ("date", "2016.13")],
)  # fmt: skip
def test_a_bad_identifier_is_refused_at_its_field(field, value):
    stage = Stage(publication=factories.publication(stages=0), **{field: value})

    with pytest.raises(ValidationError) as refusal:
        stage.full_clean()

    assert list(refusal.value.message_dict) == [field]


@pytest.mark.parametrize("isbn", ["978-0-306-40615-7", "0-306-40615-2", "0-8044-2957-X"])
def test_isbns_with_a_fitting_check_digit_are_taken(isbn):
    validate_isbn(isbn)
