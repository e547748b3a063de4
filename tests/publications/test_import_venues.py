"""Venues that a source names: which are known, what a new one is called, what is filled."""

import pytest

from profile.models import Venue
from publications.bibtex.writing import bibtex_of
from publications.importing.applying import apply_import
from publications.importing.planning import start_import
from publications.importing.undoing import undo_import
from publications.models import Import, Publication, Stage
from publications.records import RecordVenue
from tests import factories
from tests.publications.importing import entries_of, preview, record, take_in

pytestmark = pytest.mark.django_db

CVPR = "IEEE/CVF Conference on Computer Vision and Pattern Recognition"
DBLP = (
    "@inproceedings{DBLP:conf/cvpr/Example22, title = {On {Examples}}, author = {Ada Example},\n"
    "  booktitle = {{IEEE/CVF} Conference on Computer Vision and Pattern Recognition,\n"
    "               {CVPR} 2022, New Orleans, LA, USA, June 18-24, 2022}, year = {2022}}"
)


def _read(text: str) -> Import:
    return start_import(name="dblp.bib", origin="file", text=text)


def test_a_new_conference_of_dblp_has_its_clean_name_and_short_name() -> None:
    run = _read(DBLP)

    assert entries_of(run)[0].venue.startswith(CVPR)
    assert "New Orleans" not in entries_of(run)[0].venue
    apply_import(run)

    venue = Venue.objects.get()
    assert (venue.name, venue.short_name) == (CVPR, "CVPR")


def test_the_same_conference_in_another_year_is_the_same_venue() -> None:
    apply_import(_read(DBLP))
    apply_import(_read(DBLP.replace("22", "23").replace("Examples", "More")))

    assert Venue.objects.count() == 1


def test_the_words_of_the_source_are_exported_as_they_came() -> None:
    factories.venue(name="Computer Vision Conference", short_name="CVPR", kind="conference")

    apply_import(_read(DBLP))

    work = Publication.objects.for_list().get()
    assert Venue.objects.count() == 1
    assert "{CVPR} 2022," in bibtex_of(work)
    assert "Computer Vision Conference" not in bibtex_of(work)


def test_a_booktitle_longer_than_the_column_is_known_by_its_name() -> None:
    long = DBLP.replace("June 18-24, 2022", "June 18-24, 2022, Volume 1 " + "(Long) " * 30)

    apply_import(_read(long))

    assert Venue.objects.get().name == CVPR


def test_a_venue_whose_name_the_source_has_within_its_own_stays_unless_ticked() -> None:
    known = factories.venue(name="Workshop on Examples", kind="conference")
    take_in(record(venue=RecordVenue("Workshop on Examples", "conference")))
    source = record(venue=RecordVenue("Third Workshop on Examples and Trials", "conference"))

    (difference,) = entries_of(preview(source))[0].differences

    assert (difference["old"], difference["new"]) == (
        known.name,
        "Workshop on Examples and Trials",
    )
    assert not difference["is_taken"]


def test_a_known_venue_takes_over_what_it_lacks_until_the_import_is_undone() -> None:
    venue = factories.venue(name="Journal of Examples", issn="", publisher="Old Press")
    run = preview(record(venue=RecordVenue("Journal of Examples", issn="1234-5679", publisher="P")))

    apply_import(run)
    venue.refresh_from_db()
    assert (venue.issn, venue.publisher) == ("1234-5679", "Old Press")

    undo_import(run)
    venue.refresh_from_db()
    assert (venue.issn, venue.publisher) == ("", "Old Press")


def test_an_issn_that_was_edited_since_stays_when_the_import_is_undone() -> None:
    venue = factories.venue(name="Journal of Examples", issn="")
    run = preview(record(venue=RecordVenue("Journal of Examples", issn="1234-5679")))
    apply_import(run)
    Venue.objects.filter(pk=venue.pk).update(issn="0000-0000")

    report = undo_import(run)

    assert Venue.objects.get(pk=venue.pk).issn == "0000-0000"
    assert any("Journal of Examples" in words for words in report.kept)


def test_the_editors_of_the_proceedings_are_not_those_of_the_preprint() -> None:
    paper = DBLP.replace("year =", "editor = {Bob Sample}, eprint = {2201.00001}, year =")
    work = factories.publication(title="On Examples", kind="conference-paper")
    Stage.objects.create(publication=work, kind="preprint", arxiv_id="2201.00001", date="2022")
    apply_import(_read(paper))
    shown = Publication.objects.for_list().get()

    entries = bibtex_of(shown, every_stage=True).split("\n\n")

    assert [("editor" in entry) for entry in entries if entry.startswith("@misc")] == [False]
    assert any("Bob Sample" in entry for entry in entries)
