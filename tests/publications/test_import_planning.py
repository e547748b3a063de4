"""What an import's preview says of each entry of its source."""

from dataclasses import replace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from homepage.content.versions import ContentVersion
from profile.models import Person, PersonAlias, Venue, VenueAlias
from publications.importing.applying import apply_import
from publications.importing.planning import replan
from publications.importing.undoing import undo_import
from publications.models import Authorship, Publication
from publications.records import RecordLink, RecordVenue
from tests import factories
from tests.publications.importing import (
    credit,
    entries_of,
    preprint,
    preview,
    record,
    take_in,
    tick,
    ticks_of,
    untick,
    verdicts,
    words_of,
)

pytestmark = pytest.mark.django_db


def test_what_the_site_does_not_have_is_new_and_ticked() -> None:
    (entry,) = entries_of(preview(record(volume="3")))

    assert (entry.verdict, entry.is_taken, entry.publication) == ("new", True, None)
    assert entry.title == "On Examples"
    assert entry.names == "Ada Example"
    assert entry.venue == "Journal of Examples 3, 2020"
    assert entry.key == "example2020"


def test_a_preview_changes_nothing_of_the_content() -> None:
    before = ContentVersion.current().number

    preview(record())

    assert ContentVersion.current().number == before
    assert not Publication.objects.exists()
    assert not Person.objects.exists()


def test_the_same_source_again_has_nothing_new() -> None:
    source = [
        preprint(abstract="We show examples.", language="de"),
        record(doi="10.1000/182", pages="1–9", links=(RecordLink("pdf", "https://example.org/a"),)),
        record(title="Another", bibtex_key="b", authors=["Sample, B. C.", "Example, Ada"]),
        record(title="", bibtex_key="untitled", authors=[]),
        record(title="Third", authors=["Wang, Wei", "Wang, Wei"], distinctions=("Oral",)),
    ]
    take_in(*source)

    assert verdicts(*source) == ["same"] * 5


@pytest.mark.parametrize(
    ("known", "found", "reason"),
    [
        ({"doi": "10.1000/AbC"}, {"doi": "10.1000/aBc"}, "same DOI"),
        ({"arxiv_id": "2208.09632"}, {"arxiv_id": "2208.09632v3"}, "same arXiv id"),
        ({"arxiv_id": "2208.09632"}, {"doi": "10.48550/arXiv.2208.09632"}, "same arXiv id"),
        ({"pmid": "1234"}, {"pmid": "1234"}, "same PubMed id"),
    ],
)
def test_a_work_is_recognised_by_an_identifier(known, found, reason) -> None:
    take_in(record(**known))

    (entry,) = entries_of(
        preview(record(title="Elsewise", date="2022", bibtex_key="x", authors=["B. B"], **found))
    )

    assert entry.publication == Publication.objects.get()
    assert entry.reason == reason


@pytest.mark.parametrize(
    "title", ["On examples", "ON EXAMPLES.", "On Éxamples", "On  “Examples”", "On: Examples"]
)
def test_a_work_is_recognised_by_title_year_and_first_author(title: str) -> None:
    take_in(record())

    (entry,) = entries_of(preview(record(title=title, bibtex_key="x", authors=["A. Example"])))

    assert entry.publication == Publication.objects.get()
    assert entry.reason == "same title, year and first author"


@pytest.mark.parametrize(
    "other",
    [
        {"date": "2021"},
        {"title": "On Samples"},
        {"authors": ["Sample, Ada"]},
        {"authors": []},
        {"doi": "10.1000/other"},
        {"kind": "book", "bibtex_type": "book"},
    ],
)
def test_another_year_title_author_or_doi_is_another_work(other) -> None:
    take_in(record(doi="10.1000/182"))

    assert verdicts(record(**{"bibtex_key": "x", **other})) == ["new"]


def test_a_work_is_recognised_by_its_key_and_title_in_another_year() -> None:
    take_in(record())

    (entry,) = entries_of(preview(record(date="2023")))

    assert entry.reason == "same key and title"
    assert words_of(entry) == {"stage.date": ("2020", "2023")}


def test_an_entry_that_nothing_is_known_by_is_unreadable() -> None:
    (entry,) = entries_of(preview(record(title="", bibtex_key="")))

    assert (entry.verdict, entry.is_taken) == ("unreadable", False)


def test_a_corrected_doi_is_a_change_of_the_entry_with_that_key() -> None:
    take_in(record(doi="10.1000/128"))

    (entry,) = entries_of(preview(record(doi="10.1000/182")))

    assert words_of(entry) == {"stage.doi": ("10.1000/128", "10.1000/182")}


def test_a_work_without_authors_is_recognised_by_a_telling_title_and_year() -> None:
    work = factories.publication(title="A Long Study of Examples", authors=0, stages=0)
    factories.stage(work, date="2020")

    (entry,) = entries_of(preview(record(title="A Long Study of Examples")))

    assert (entry.publication, entry.reason) == (work, "same title and year")


def test_two_editorials_of_one_year_are_two_works() -> None:
    take_in(record(title="Editorial", authors=[]))

    assert verdicts(record(title="Editorial", authors=[], bibtex_key="x")) == ["new"]
    assert verdicts(record(title="Editorial", authors=["Sample, Bob"], bibtex_key="x")) == ["new"]


def test_a_volume_and_its_chapter_may_share_a_doi() -> None:
    take_in(record(kind="edited-volume", title="Handbook", doi="10.1000/182"))

    assert verdicts(record(kind="chapter", title="Chapter", doi="10.1000/182")) == ["new"]


@pytest.mark.parametrize("state", ["draft", "published", "withdrawn"])
def test_works_in_every_state_are_recognised(state: str) -> None:
    work = factories.publication(title="On Examples", state=state, authors=0, stages=0)
    factories.stage(work, date="2020-03")
    Authorship.objects.create(publication=work, person=factories.person(name="Ada Example"))

    (entry,) = entries_of(preview(record(venue="")))

    assert (entry.verdict, entry.publication) == ("same", work)


def test_each_changed_field_has_a_label_and_old_and_new_words() -> None:
    take_in(record(doi="10.1000/182", date="2020-01", pages="1–9", venue="Journal of Samples"))

    (entry,) = entries_of(
        preview(
            record(
                title="On Good Examples",
                doi="10.1000/182",
                date="2020-03",
                pages="1–10",
                abstract="Briefly.",
                authors=["Example, Ada", "Sample, Bob"],
                authors_complete=False,
                links=(RecordLink("pdf", "https://example.org/a.pdf"),),
                distinctions=("Best paper",),
            )
        )
    )

    assert entry.verdict == "changed"
    told = [(row["label"], row["old"], row["new"]) for row in entry.differences]
    assert told == [
        ("Title", "On Examples", "On Good Examples"),
        ("Authors", "Ada Example", "Ada Example, Bob Sample and others"),
        ("Abstract", "", "Briefly."),
        ("Date", "Jan 2020", "Mar 2020"),
        ("Venue", "Journal of Samples", "Journal of Examples"),
        ("Pages", "1–9", "1–10"),
        ("PDF", "", "https://example.org/a.pdf"),
        ("Distinction", "", "Best paper"),
    ]


def test_facts_and_gaps_are_ticked_and_chosen_words_are_not() -> None:
    take_in(record(doi="10.1000/182", pages="1–9", abstract="As the editor has it."))

    (entry,) = entries_of(
        preview(
            record(
                title="On examples",
                doi="10.1000/182",
                pages="1–10",
                volume="4",
                abstract="As the file has it.",
            )
        )
    )

    assert ticks_of(entry) == {
        "title": False,
        "abstract": False,
        "stage.pages": True,
        "stage.volume": True,
    }
    assert entry.is_taken


def test_an_entry_with_nothing_ticked_is_not_ticked_itself() -> None:
    take_in(record(doi="10.1000/182"))

    (entry,) = entries_of(preview(record(doi="10.1000/182", title="On examples")))

    assert (entry.verdict, entry.is_taken) == ("changed", False)


def test_what_the_source_leaves_out_is_no_change() -> None:
    take_in(
        record(
            doi="10.1000/182",
            pages="1–9",
            abstract="Briefly.",
            publisher="Example Press",
            links=(RecordLink("pdf", "https://example.org/a.pdf"),),
        )
    )

    assert verdicts(record(doi="10.1000/182", date="", venue="", authors=[])) == ["same"]


@pytest.mark.parametrize(
    "spelling",
    [
        {"pages": "249--294"},
        {"pages": "249-294"},
        {"title": "On  Ada's “Examples”"},
        {"doi": "10.1000/ABC"},
        {"isbn": "9780306406157"},
        {"date": "2020"},
        {"authors": ["A. Example", "Bob Sample"]},
        {"authors": ["Example, A.", "Sample, B."]},
        {"authors": ["Ada Example"], "authors_complete": False},
        {"url": "https://doi.org/10.1000/abc"},
        {"links": (RecordLink("pdf", "https://example.org/a"),)},
    ],
)
def test_other_spellings_of_the_same_are_no_change(spelling) -> None:
    known = {
        "title": 'On Ada’s "Examples"',
        "pages": "249–294",
        "doi": "10.1000/abc",
        "isbn": "978-0-306-40615-7",
        "date": "2020-06",
        "authors": ["Example, Ada", "Sample, Bob"],
        "url": "https://example.org/a",
    }
    take_in(record(**known))

    assert verdicts(record(**{**known, **spelling})) == ["same"]


def test_a_name_in_full_is_proposed_for_one_with_initials() -> None:
    take_in(record(doi="10.1000/182", authors=["A. Example"]))

    (entry,) = entries_of(preview(record(doi="10.1000/182", authors=["Ada Example"])))

    assert words_of(entry) == {"authors": ("A. Example", "Ada Example")}


def test_a_venue_is_known_by_its_aliases() -> None:
    take_in(record(venue=RecordVenue("Conference on Neural Examples", "conference", "NeurEx")))
    VenueAlias.objects.create(venue=Venue.objects.get(), name="NEX")

    for name in ("NEX", "NeurEx 2020", "Proceedings of the 36th Conference on Neural Examples"):
        assert verdicts(record(venue=RecordVenue(name, "conference"))) == ["same"], name


def test_a_person_is_known_by_aliases_and_orcid() -> None:
    take_in(record(authors=[credit("Ada Example", orcid="0000-0002-1825-0097")]))
    PersonAlias.objects.create(person=Person.objects.get(), name="Ada Lovelace")

    for author in (credit("Lovelace, Ada"), credit("A. Else", orcid="0000-0002-1825-0097")):
        assert verdicts(record(authors=[author])) == ["same"], author


def test_a_preprint_that_became_a_paper_is_a_new_stage() -> None:
    take_in(preprint())

    (entry,) = entries_of(preview(record(date="2021-03", doi="10.1000/182", pages="1–9")))

    assert entry.verdict == "new-stage"
    assert entry.reason == "the preprint has become a paper"
    assert words_of(entry) == {
        "stage": ("", "Published, Mar 2021"),
        "stage.venue": ("", "Journal of Examples"),
        "stage.pages": ("", "1–9"),
        "stage.doi": ("", "10.1000/182"),
        "kind": ("Preprint", "Journal article"),
    }
    assert all(ticks_of(entry).values())


def test_a_preprint_and_a_paper_far_apart_are_two_works() -> None:
    take_in(preprint())

    assert verdicts(record(date="2029")) == ["new"]
    assert verdicts(record(date="2017")) == ["new"]


def test_a_preprint_in_another_archive_is_another_stage() -> None:
    take_in(preprint(arxiv_id=""))

    (entry,) = entries_of(
        preview(
            preprint(
                venue=RecordVenue("Optimization Online", "repository"),
                arxiv_id="",
                bibtex_key="x",
            )
        )
    )

    assert (entry.verdict, entry.reason) == ("new-stage", "another stage of the same work")


def test_a_journal_version_of_the_same_year_does_not_replace_the_conference() -> None:
    take_in(
        record(venue=RecordVenue("Example Conference", "conference"), bibtex_type="inproceedings")
    )

    assert verdicts(record(bibtex_key="x")) == ["new-stage"]


def test_two_entries_of_one_work_are_its_stages() -> None:
    first, second = entries_of(
        preview(preprint(title="On Many Examples"), record(arxiv_id="1905.00001"))
    )

    assert (first.verdict, second.verdict) == ("new", "new-stage")
    assert second.reason == "the preprint has become a paper, see entry “example2019”"


def test_the_same_work_twice_in_a_source_fills_gaps_alone() -> None:
    source = [
        record(doi="10.1000/182", volume="3"),
        record(doi="10.1000/182", volume="4", pages="1–9", bibtex_key="x"),
        record(doi="10.1000/182", pages="8–9", bibtex_key="y"),
    ]

    _, second, third = entries_of(preview(*source))
    take_in(*source)

    assert (second.verdict, words_of(second)) == ("changed", {"stage.pages": ("", "1–9")})
    assert second.reason == "same DOI as entry “example2020”"
    assert third.verdict == "same"
    assert verdicts(*source) == ["same"] * 3


def test_what_no_column_holds_is_left_out_and_said() -> None:
    (entry,) = entries_of(
        preview(
            record(
                doi="none",
                url="javascript:alert(1)",
                volume="x" * 50,
                links=(RecordLink("pdf", "javascript:alert(1)"),),
            )
        )
    )

    assert entry.verdict == "new"
    assert [text.split("“")[0] for text in entry.warnings] == [
        "Volume ",
        "DOI ",
        "Link ",
        "Address ",
    ]
    assert entry.record["stage"]["url"] == ""


def test_a_title_that_no_column_holds_makes_an_entry_unreadable() -> None:
    long, good = entries_of(preview(record(title="x" * 600), record(title="y")))

    assert (long.verdict, long.is_taken, good.verdict) == ("unreadable", False, "new")
    assert long.reason.startswith("Title: ")


def test_a_name_that_no_column_holds_makes_an_entry_unreadable() -> None:
    (entry,) = entries_of(preview(record(authors=["Ada " + "x" * 300])))

    assert entry.verdict == "unreadable"
    assert "too long" in entry.reason


def test_thousands_of_authors_are_told_briefly() -> None:
    names = [f"Example, Ada{number}" for number in range(3000)]

    (entry,) = entries_of(preview(record(authors=names)))

    assert entry.names.endswith("and 2,980 more")


def test_a_preview_made_anew_keeps_the_ticks() -> None:
    take_in(record(doi="10.1000/182"))
    changed = record(doi="10.1000/182", volume="3", pages="1–9")
    run = preview(changed, record(title="New"), record(title="Newer"))
    first, second, third = entries_of(run)
    tick(first, "stage.volume")
    untick(second)
    take_in(record(title="Newer"))

    replan(run)

    first, second, third = entries_of(run)
    assert ticks_of(first) == {"stage.volume": True, "stage.pages": False}
    assert (second.verdict, second.is_taken) == ("new", False)
    assert (third.verdict, third.is_taken) == ("same", False)


def test_a_preview_made_anew_forgets_no_entry_that_cannot_be_read() -> None:
    run = preview(record(title="x" * 600))
    (before,) = entries_of(run)

    replan(run)

    (after,) = entries_of(run)
    assert (after.verdict, after.reason) == ("unreadable", before.reason)


def test_planning_asks_the_same_number_of_questions_however_much_there_is(
    django_assert_max_num_queries,
) -> None:
    many = [record(title=f"Work {number}", bibtex_key=f"k{number}") for number in range(60)]
    take_in(*many)

    with django_assert_max_num_queries(30):
        preview(*(replace(one, abstract="New.") for one in many))


_NAMES = st.sampled_from(
    [
        "Example, Ada",
        "Ada Example",
        "A. Example",
        "Ada B. Example",
        "van der Example, Ludwig",
        "Example, Jr., Ada",
        "Wang, Wei",
        "王小明",
        "{The Example Collaboration}",
        "O'Example, Añe",
    ]
)
_VENUES = st.sampled_from(
    [
        "",
        "Journal of Examples",
        RecordVenue("Proceedings of the 36th Conference on X, 2020", "conference"),
        RecordVenue("Conference on X", "conference", "CoX"),
        RecordVenue("CoX 2021", "conference"),
        RecordVenue("arXiv", "repository"),
        RecordVenue("Lecture Notes in Examples 1234", "series"),
        RecordVenue("2022", "conference"),
    ]
)
_RECORDS = st.builds(
    record,
    title=st.sampled_from(["On Examples", "On examples", "On $x^2$", "Another", "", "例子"]),
    kind=st.sampled_from(["article", "preprint", "book", "chapter", "conference-paper"]),
    stage_kind=st.sampled_from(["preprint", "accepted", "published"]),
    date=st.sampled_from(["", "2019", "2020", "2020-03", "2021-12-31"]),
    doi=st.sampled_from(["", "", "10.1000/182", "10.1000/183", "10.48550/arXiv.1905.00001"]),
    arxiv_id=st.sampled_from(["", "", "1905.00001", "1905.00002"]),
    bibtex_type=st.sampled_from(["article", "inproceedings", "misc"]),
    pages=st.sampled_from(["", "1–9", "1--9", "12"]),
    abstract=st.sampled_from(["", "Briefly.", "At length."]),
    authors=st.lists(_NAMES, max_size=4),
    authors_complete=st.booleans(),
    venue=_VENUES,
    links=st.sampled_from([(), (RecordLink("pdf", "https://example.org/a"),)]),
    distinctions=st.sampled_from([(), ("Oral",), ("oral",)]),
    source_fields=st.sampled_from([{}, {"note": "a"}, {"note": "b", "keywords": "c"}]),
)


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(_RECORDS, min_size=1, max_size=4))
def test_whatever_is_imported_whole_is_there_the_second_time_and_can_be_undone(db, drawn) -> None:
    source = [
        replace(one, stage=replace(one.stage, bibtex_key=f"k{number}"))
        for number, one in enumerate(drawn)
    ]
    with transaction.atomic():
        run = preview(*source)
        for entry in entries_of(run):
            tick(entry, *words_of(entry))
        apply_import(run)

        again = entries_of(preview(*source))

        told = [(entry.verdict, entry.reason, words_of(entry)) for entry in again]
        assert {entry.verdict for entry in again} == {"same"}, told
        for work in Publication.objects.all():
            work.full_clean()
        assert undo_import(run).kept == []
        for model in (Publication, Person, Venue, VenueAlias):
            assert not model.objects.exists(), model
        transaction.set_rollback(True)


def test_initials_name_those_who_may_be_meant_and_nobody_is_taken_for_them() -> None:
    factories.person(name="Bella Sample")

    (entry,) = entries_of(preview(record(authors=["Example, Ada", "Sample, B."])))

    (warning,) = entry.warnings
    assert warning.startswith("“B. Sample” becomes a new person. If this is Bella Sample,")
