"""Works as BibTeX: what was made here, and what was imported and edited since."""

import bibtexparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from profile.models import Person
from profile.names import Name
from publications.bibtex.people import read_people, write_people
from publications.bibtex.reading import read
from publications.bibtex.writing import bibtex_file, bibtex_of
from publications.importing.applying import apply_import
from publications.importing.planning import start_import
from publications.models import Authorship, Publication, PublicationLink, Stage
from tests import factories
from tests.publications.stopwatch import at_most

pytestmark = pytest.mark.django_db


def made(
    *, authors=("Ada Example",), title="An Example", of_kind="article", complete=True, **stage
):
    """A work that was typed in here, with one stage unless `stage` is empty."""
    work = factories.publication(
        stages=0, authors=0, parts=0, title=title, kind=of_kind, authors_complete=complete
    )
    for name in authors:
        person = name if isinstance(name, Person) else factories.person(name=name)
        Authorship.objects.create(publication=work, person=person)
    if stage:
        factories.stage(work, **stage)
    return work


def imported(text: str) -> None:
    apply_import(start_import(name="test.bib", origin="file", text=text, publishes=True))


def entry_of(work: Publication) -> str:
    return bibtex_of(Publication.objects.for_list().get(pk=work.pk))


def fields_of(work: Publication | None = None) -> dict[str, str]:
    work = work or Publication.objects.get()
    return read(entry_of(work)).entries[0].fields


def test_a_work_typed_in_here_is_a_whole_entry():
    journal = factories.venue(name="Journal of R&D")
    work = made(
        authors=("Ada Example", "Ludwig van Beethoven", "王小明"),
        title="On GANs: $O(N)$ for *all* of 50 %",
        venue=journal, date="2016-06", volume="12A", number="3", pages="249–294",
        doi="10.1000/a_b", bibtex_key="example2016gans",
    )  # fmt: skip

    assert entry_of(work) == (
        "@article{example2016gans,\n"
        r"  title   = {On {GANs}: {$O(N)$} for \emph{all} of 50 \%},"
        "\n"
        "  author  = {Example, Ada and van Beethoven, Ludwig and 王, 小明},\n"
        r"  journal = {Journal of R\&D},"
        "\n"
        "  volume  = {12A},\n"
        "  number  = {3},\n"
        "  pages   = {249--294},\n"
        "  year    = {2016},\n"
        "  month   = jun,\n"
        "  doi     = {10.1000/a_b},\n"
        "}\n"
    )


@pytest.mark.parametrize(
    ("kind", "stage", "entry_type", "fields"),
    [
        ("conference-paper", {"date": "2020"}, "inproceedings", {"year": "2020"}),
        ("chapter", {"book_title": "A *Book*"}, "incollection", {"booktitle": r"A \emph{Book}"}),
        ("book", {"publisher": "Press", "publisher_place": "Exampleton"}, "book",
         {"publisher": "Press", "address": "Exampleton"}),
        ("thesis", {"institution": "University"}, "phdthesis", {"school": "University"}),
        ("thesis", {"genre": "Master’s thesis"}, "mastersthesis", {"type": "Master’s thesis"}),
        ("report", {"institution": "Institute", "number": "7"}, "techreport",
         {"institution": "Institute", "number": "7"}),
        ("preprint", {"kind": "preprint", "arxiv_id": "2208.09632"}, "misc",
         {"eprint": "2208.09632", "archiveprefix": "arXiv"}),
        ("article", {"kind": "preprint", "arxiv_id": "2208.09632"}, "misc",
         {"eprint": "2208.09632", "archiveprefix": "arXiv"}),
        ("article", {"kind": "forthcoming", "date": None}, "article", {"note": "Forthcoming"}),
        ("software", {"url": "https://example.org/x"}, "misc", {"url": "https://example.org/x"}),
        ("article", {"date": "2016-06-15"}, "article",
         {"year": "2016", "month": "jun", "day": "15"}),
    ],
)  # fmt: skip
def test_a_kind_has_its_type_and_fields(kind, stage, entry_type, fields):
    entry = read(entry_of(made(of_kind=kind, **stage))).entries[0]

    assert entry.type == entry_type
    assert {name: entry.fields.get(name) for name in fields} == fields


def test_an_incomplete_list_of_authors_says_so():
    assert fields_of(made(complete=False, date="2020"))["author"] == "Example, Ada and others"


def test_a_group_is_no_person():
    group = factories.person(name="The Barnes and Noble Group", is_group=True)

    assert fields_of(made(authors=(group,), date="2020"))["author"] == (
        "{The Barnes and Noble Group}"
    )


def test_a_work_without_stages_is_an_entry_too():
    assert set(fields_of(made())) == {"title", "author"}


SOURCE = """@article{example2016,
  author = {Ada Example and O. Ther},
  title = {An {E}xample of {\\"U}bermut},
  journal = {Journal of {E}xamples},
  year = 2016,
  pages = {1-20},
  doi = {10.1000/182},
  abstract = {As it \\emph{was}.},
  code = {https://example.org/code},
  award = {Best Paper},
  selected = {true},
  keywords = {one, two},
  file = {/home/somebody/x.pdf},
}"""


def test_what_was_imported_comes_out_as_it_came():
    imported(SOURCE)

    source = read(SOURCE).entries[0].fields
    assert fields_of() == {name: value for name, value in source.items() if name != "file"}


@pytest.mark.parametrize(
    ("change", "changed"),
    [
        ({"title": "Another Title"}, {"title": "Another Title"}),
        ({"abstract": "As it *is*."}, {"abstract": r"As it \emph{is}."}),
        ({"abstract": ""}, {"abstract": None}),
        ({"authors_complete": False}, {"author": "Example, Ada and Ther, O. and others"}),
        ({"is_selected": False}, {"selected": None}),
    ],
    ids=str,
)
def test_what_an_editor_changes_of_a_work_is_written_anew(change, changed):
    imported(SOURCE)
    before = fields_of()
    work = Publication.objects.get()
    for name, value in change.items():
        setattr(work, name, value)
    work.save()

    after = fields_of()

    for name, value in {**before, **changed}.items():
        assert after.get(name) == value, name


@pytest.mark.parametrize(
    ("change", "changed"),
    [
        ({"date": "2017"}, {"year": "2017"}),
        ({"date": "2016-03"}, {"month": "mar"}),
        ({"date": None}, {"year": None}),
        ({"pages": "3–4"}, {"pages": "3--4"}),
        ({"volume": "5"}, {"volume": "5"}),
        ({"doi": "10.1000/183"}, {"doi": "10.1000/183"}),
        ({"doi": ""}, {"doi": None}),
        ({"kind": "accepted"}, {"note": "Accepted"}),
        ({"venue": None}, {"journal": None}),
        ({"title": "At This Stage"}, {"title": "At This Stage"}),
    ],
    ids=str,
)
def test_what_an_editor_changes_of_a_stage_is_written_anew(change, changed):
    imported(SOURCE)
    before = fields_of()
    stage = Stage.objects.get()
    for name, value in change.items():
        setattr(stage, name, value)
    stage.full_clean()
    stage.save()

    after = fields_of()

    for name, value in {**before, **changed}.items():
        assert after.get(name) == value, name


def test_the_preferred_spelling_of_a_name_leaves_the_source_alone():
    imported(SOURCE)
    person = Person.objects.get(name="O. Ther")
    person.name = "Oskar Ther"
    person.save()

    assert fields_of()["author"] == "Ada Example and O. Ther"


def test_a_corrected_name_is_written_anew():
    imported(SOURCE)
    Authorship.objects.filter(person__name="O. Ther").update(name_as_printed="")
    Person.objects.filter(name="O. Ther").update(name="O. There", family_name="", given_name="")

    assert fields_of()["author"] == "Example, Ada and There, O."


def test_an_added_author_is_written():
    imported(SOURCE)
    work = Publication.objects.get()
    Authorship.objects.create(publication=work, person=factories.person(name="Carl Third"))

    assert fields_of()["author"] == "Example, Ada and Ther, O. and Third, Carl"


def test_another_venue_is_written_and_another_name_of_it_is_not():
    imported(SOURCE)
    venue = Stage.objects.get().venue
    venue.name = "The Example Journal"
    venue.save()
    venue.aliases.create(name="Journal of Examples")

    assert fields_of()["journal"] == "Journal of {E}xamples"

    Stage.objects.update(venue=factories.venue(name="Another Journal"))
    assert fields_of()["journal"] == "Another Journal"


def test_a_link_that_was_taken_off_stays_off():
    imported(SOURCE)
    PublicationLink.objects.all().delete()

    assert "code" not in fields_of()


@pytest.mark.parametrize(
    "field",
    [
        "file = {/home/somebody/x.pdf}",
        "file = {:x.pdf:PDF}",
        "local-url = {file:///x}",
        "localfile = {x.pdf}",
        "bdsk-file-1 = {YnBsaXN0}",
        "url = {javascript:alert(1)}",
        "url = {JAVASCRIPT:alert(1)}",
        "url = { javascript:alert(1)}",
        "pdf = {file:///home/somebody/x.pdf}",
        "pdf = {/home/somebody/x.pdf}",
        "pdf = {C:\\Users\\somebody\\x.pdf}",
        "code = {ftp://example.org}",
        "note = {javascript:alert(1)}",
        "x-link = {data:text/html;base64,PHN}",
        "bdsk-url-1 = {vbscript:x}",
    ],
)
def test_what_leads_to_a_disk_or_a_script_stays_here(field):
    imported(f"@misc{{key, title = {{A}}, author = {{Ada Example}}, year = 2001, {field}}}")

    assert Stage.objects.get().source_fields.keys() - fields_of().keys() == {
        field.partition(" ")[0]
    }


def test_keys_are_unique_in_a_file():
    made(date="2020", bibtex_key="same")
    made(date="2020", bibtex_key="Same", title="Other")

    text = bibtex_file(Publication.objects.order_by("pk").for_list())

    assert [entry.key for entry in read(text).entries] == ["same", "Same-2"]


def test_what_others_refer_to_stands_behind_them():
    imported(
        "@proceedings{v, title = {Volume}, editor = {Ada Example}, year = 2001}\n"
        "@inproceedings{p, title = {Paper}, author = {Ada Example}, crossref = {v}}"
    )

    text = bibtex_file(Publication.objects.order_by("pk").for_list())

    paper, volume = read(text).entries
    assert (paper.key, volume.key) == ("p", "v")
    assert (paper.fields["booktitle"], paper.fields["year"]) == ("Volume", "2001")


def test_a_file_of_works_asks_the_database_nothing_more():
    imported(SOURCE + "\n@misc{b, title = {B}, eprint = {2101.00001}, archiveprefix = {arXiv}}")
    made(date="2020", venue=factories.venue())
    works = list(Publication.objects.for_list())

    with CaptureQueriesContext(
        connection,
    ) as queries:
        bibtex_file(works, every_stage=True)

    assert not queries.captured_queries


def test_a_thousand_imported_works_are_written_in_a_second():
    template = SOURCE.replace("2016,", "2016n%d,", 1).replace("182", "1%d").replace("An", "No. %d")
    imported("\n".join(template % (n, n, n) for n in range(1000)))
    works = list(Publication.objects.for_list())

    with at_most(2):
        text = bibtex_file(works)

    assert len(read(text).entries) == 1000


letters = st.characters(codec="utf-8", exclude_categories=["C", "Z"])
words = st.text(letters, min_size=1, max_size=8).filter(
    lambda word: word.lower() not in ("and", "others", "al", "et")
)


@given(st.lists(st.tuples(words, words), min_size=1, max_size=4))
def test_names_come_back_from_bibtex(pairs):
    """Some signs mean something in names: a comma, a star. What is read once stays."""
    names = read_people(write_people(Name(family, given) for family, given in pairs)).names

    assert read_people(write_people(names)).names == names


balanced = st.recursive(
    st.text(
        st.characters(exclude_categories=["C", "Zl", "Zp"], exclude_characters="{}\\"), max_size=12
    )
    | st.sampled_from(
        [r"\'e", r"\&", r"\emph", "$x$", "$", " and ", "--", '"', "#", "%", "@a", ","]
    ),
    lambda inner: st.lists(inner, max_size=3).map(lambda parts: "{" + "".join(parts) + "}"),
    max_leaves=6,
)
NAMES = (
    "title author editor journal booktitle year month volume number pages publisher address "
    "school type note doi url isbn abstract keywords date eprint archiveprefix subtitle x-own"
)
sources = st.tuples(
    st.sampled_from(
        ["article", "inproceedings", "book", "incollection", "phdthesis", "misc", "online", "own"]
    ),
    st.dictionaries(st.sampled_from(NAMES.split()), balanced, max_size=8),
)


@settings(max_examples=60, deadline=None)
@given(source=sources)
def test_whatever_goes_in_comes_out_and_stays(source):
    entry_type, fields = source
    Publication.objects.all().delete()
    text = f"@{entry_type}{{key,\n" + "".join(f"{n} = {{{v}}},\n" for n, v in fields.items()) + "}"
    file = read(text)
    if file.faults or not file.entries[0].fields.get("title"):
        return
    imported(text)
    if not Publication.objects.exists():
        return
    first = bibtex_file(Publication.objects.for_list(), every_stage=True)
    Publication.objects.all().delete()
    imported(first)

    again = bibtex_file(Publication.objects.for_list(), every_stage=True)

    assert again == first
    assert not bibtexparser.parse_string(first, parse_stack=[]).failed_blocks
    exported = read(first).entries[0].fields
    for name, value in file.entries[0].fields.items():
        if value and name != "url":
            assert exported.get(name, "").split() == value.split(), name
