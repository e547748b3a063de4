"""The keys by which works are cited in BibTeX and CSL-JSON."""

import pytest

from publications.keys import UniqueKeys, assign_keys, citation_key
from publications.models import Authorship, Publication, Stage
from tests import factories

pytestmark = pytest.mark.django_db


def work_of(*names: str, title="Examples", year="2022", role="author", **fields) -> Publication:
    work = factories.publication(stages=0, authors=0, parts=0, title=title, **fields)
    for name in names:
        person = factories.person(name=name)
        Authorship.objects.create(publication=work, person=person, role=role)
    if year:
        factories.stage(work, date=year)
    return Publication.objects.for_list().get(pk=work.pk)


def key_of(work: Publication) -> str:
    return citation_key(work, work.main_stage)


@pytest.mark.parametrize(
    ("author", "title", "key"),
    [
        ("Ada Example", "Adam Can Converge", "example2022adam"),
        ("Ada Example", "On the Use of Examples", "example2022use"),
        ("Zoë Müller-Łukasz", "Über Beispiele", "mullerlukasz2022beispiele"),
        ("Ludwig van Beethoven", "Für Elise", "vanbeethoven2022elise"),
        ("Ada Example", "$O(n^2)$ Examples", "example2022examples"),
        ("Ada Example", "3D Examples", "example2022examples"),
        ("Ada Example", "The", "example2022the"),
        ("Seán O’Example", "It's Here", "oexample2022here"),
    ],
)
def test_a_key_is_made_of_author_year_and_the_first_word_that_tells(author, title, key):
    assert key_of(work_of(author, title=title)) == key


def test_a_name_in_another_script_gives_way_to_the_words_of_the_address():
    work = work_of("张三", title="例子研究", slug="on-examples-in-china")

    assert key_of(work) == "examples2022china"


def test_a_work_without_author_and_date_has_a_key_of_its_address():
    assert key_of(work_of(title="Loose Examples", year="")) == "loose" + "examples"


def test_the_editor_stands_in_for_the_author():
    assert key_of(work_of("Ben Muster", role="editor")) == "muster2022examples"


def test_a_key_is_ascii_and_no_longer_than_its_column():
    work = work_of("Ada " + "X" * 190, title="Y" * 400)

    assert key_of(work).isascii()
    assert len(key_of(work)) <= 120


def test_another_stage_has_its_kind_in_the_key():
    work = work_of("Ada Example")
    factories.stage(work, kind="preprint", date="2021")
    work = Publication.objects.for_list().get(pk=work.pk)

    assert {stage.kind: citation_key(work, stage) for stage in work.stages.all()} == {
        "published": "example2022examples",
        "preprint": "example2021examples-preprint",
    }


def test_keys_are_stored_once_and_stay_whatever_becomes_of_the_title():
    work = work_of("Ada Example", title="Adam Converges")
    assert assign_keys([work]) == 1

    work.title = "Eve Converges"
    work.save()

    assert assign_keys([work]) == 0
    assert Stage.objects.get().bibtex_key == "example2022adam"


def test_a_stage_that_comes_to_stand_for_the_work_does_not_take_its_key():
    work = work_of("Ada Example", year="")
    factories.stage(work, kind="preprint", date="2022")
    assign_keys([work])
    factories.stage(work, kind="published", date="2022")

    assign_keys([work])

    assert list(Stage.objects.order_by("pk").values_list("bibtex_key", flat=True)) == [
        "example2022examples",
        "example2022examples-published",
    ]


def test_no_two_works_of_the_site_have_the_same_key():
    works = [work_of("Ada Example"), work_of("Eva Example"), work_of("Ida Example")]

    assign_keys(works)

    keys = set(Stage.objects.values_list("bibtex_key", flat=True))
    assert keys == {"example2022examples", "example2022examples-2", "example2022examples-3"}


def test_drafts_wait_for_their_keys_until_they_are_published():
    work = work_of("Ada Example")
    Publication.objects.filter(pk=work.pk).update(state="draft")
    assert assign_keys([work]) == 0

    Publication.objects.filter(pk=work.pk).publish()

    assert Stage.objects.get().bibtex_key == "example2022examples"


def test_the_keys_of_many_works_take_no_query_for_each(django_assert_max_num_queries):
    works = [work_of("Ada Example") for _ in range(30)]

    with django_assert_max_num_queries(16):
        assign_keys(works)


def test_keys_of_a_file_are_made_unique_without_touching_those_that_are():
    wishes = ["a", "b", "A", "a", "a-2"]
    keys = UniqueKeys(wishes)

    assert [keys.next(wish) for wish in wishes] == ["a", "b", "A-3", "a-4", "a-2"]
