"""What becomes of an import that is taken back."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from homepage.content.versions import ContentVersion
from news.models import Announcement
from profile.merging import merge
from profile.models import Person, Venue, VenueAlias
from publications.importing.applying import apply_import
from publications.importing.models import Import
from publications.importing.snapshots import PARTS, columns_of
from publications.importing.undoing import undo_import
from publications.models import (
    Authorship,
    Distinction,
    Publication,
    PublicationLink,
    Stage,
)
from publications.records import Record, RecordLink, RecordVenue
from tests import factories
from tests.publications.importing import (
    entries_of,
    preprint,
    preview,
    record,
    take_in,
    tick,
    words_of,
)

pytestmark = pytest.mark.django_db


def _imported(*records: Record) -> Import:
    """An import of which everything was taken, also what is not ticked by itself."""
    run = preview(*records)
    for entry in entries_of(run):
        tick(entry, *words_of(entry))
    apply_import(run)
    return run


def test_new_works_go_with_the_people_and_venues_made_for_them() -> None:
    run = _imported(preprint(), record(arxiv_id="1905.00001"), record(title="Another"))

    report = undo_import(run)

    assert (report.undone, report.kept) == (2, [])
    for model in (Publication, Stage, Authorship, Person, Venue):
        assert not model.objects.exists(), model
    assert run.state == Import.State.UNDONE
    assert run.undone_at


def test_the_content_version_moves_on_once() -> None:
    run = _imported(preprint(), record(title="Another"))
    before = ContentVersion.current().number

    undo_import(run)

    assert ContentVersion.current().number == before + 1


def test_changed_fields_go_back() -> None:
    _imported(record(doi="10.1000/182", pages="1–9", date="2020", source_fields={"a": "1"}))
    run = _imported(
        record(
            doi="10.1000/182",
            title="Better",
            pages="2–9",
            volume="3",
            date="2021-02",
            venue="Journal of Samples",
            authors=["Sample, Bob", "Example, Ada"],
            source_fields={"b": "2"},
            links=(RecordLink("pdf", "https://example.org/a"),),
            distinctions=("Oral",),
        )
    )

    report = undo_import(run)

    work = Publication.objects.get()
    stage = work.main_stage
    assert (report.undone, report.kept) == (1, [])
    assert work.title == "On Examples"
    assert (stage.pages, stage.volume, str(stage.date)) == ("1–9", "", "2020")
    assert stage.venue.name == "Journal of Examples"
    assert stage.source_fields == {"a": "1"}
    assert [str(row.person) for row in work.authorships.all()] == ["Ada Example"]
    assert not work.links.exists()
    assert not work.distinctions.exists()
    assert not Person.objects.filter(name="Bob Sample").exists()
    assert not Venue.objects.filter(name="Journal of Samples").exists()
    assert work.edit_version == 3


def test_a_new_stage_goes_and_the_work_is_a_preprint_again() -> None:
    _imported(preprint(title="On Many Examples"))
    run = _imported(record(arxiv_id="1905.00001"))

    undo_import(run)

    work = Publication.objects.get()
    assert (work.kind, work.title) == ("preprint", "On Many Examples")
    assert [(stage.kind, stage.title) for stage in work.stages.all()] == [("preprint", "")]
    assert work.main_stage.kind == "preprint"


def test_a_field_edited_since_stays_and_is_named() -> None:
    _imported(record(doi="10.1000/182", pages="1–9"))
    run = _imported(record(doi="10.1000/182", pages="2–9", volume="3"))
    Stage.objects.update(pages="5–6")

    report = undo_import(run)

    stage = Stage.objects.get()
    assert (stage.pages, stage.volume) == ("5–6", "")
    assert report.kept == ["“On Examples”: Pages was edited since and stays as it is."]


def test_names_edited_since_stay_and_are_named() -> None:
    _imported(record(doi="10.1000/182"))
    run = _imported(record(doi="10.1000/182", authors=["Sample, Bob"]))
    Authorship.objects.update(corresponding=True)

    report = undo_import(run)

    assert str(Authorship.objects.get().person) == "Bob Sample"
    assert report.kept == ["“On Examples”: the names were edited since and stay as they are."]


def test_a_work_edited_since_stays_with_its_people_and_is_named() -> None:
    run = _imported(record(), record(title="Another", authors=["Sample, Bob"]))
    work = Publication.objects.get(title="On Examples")
    work.abstract = "Written by hand."
    work.save()

    report = undo_import(run)

    assert [str(kept) for kept in Publication.objects.all()] == ["On Examples"]
    assert [person.name for person in Person.objects.all()] == ["Ada Example"]
    assert (report.undone, report.kept) == (1, ["“On Examples” was edited since and stays."])


def test_a_work_with_a_stage_added_since_stays() -> None:
    run = _imported(preprint())
    take_in(record(arxiv_id="1905.00001"))

    report = undo_import(run)

    assert Publication.objects.get().stages.count() == 2
    assert len(report.kept) == 1


def test_a_work_that_is_announced_stays_and_the_reason_is_told() -> None:
    run = _imported(record())
    Announcement.objects.create(item=factories.news_item(), publication=Publication.objects.get())

    report = undo_import(run)

    assert Publication.objects.count() == 1
    assert report.kept == ["“On Examples” stays: it stands under “announced works”."]


def test_a_person_who_is_named_elsewhere_or_edited_stays() -> None:
    run = _imported(record(authors=["Example, Ada", "Sample, Bob", "Third, Cy"]))
    work = factories.publication(authors=0)
    Authorship.objects.create(publication=work, person=Person.objects.get(name="Ada Example"))
    bob = Person.objects.get(name="Bob Sample")
    bob.link = "https://example.org/bob"
    bob.save()

    report = undo_import(run)

    assert {"Ada Example", "Bob Sample"} <= set(Person.objects.values_list("name", flat=True))
    assert not Person.objects.filter(name="Cy Third").exists()
    assert report.kept == ["Bob Sample was edited since and stays."]


def test_what_a_later_import_changed_stays_and_is_named() -> None:
    run = _imported(record(doi="10.1000/182"))
    _imported(record(doi="10.1000/182", volume="3"))

    report = undo_import(run)

    assert Publication.objects.count() == 1
    assert len(report.kept) == 1


def test_a_venue_that_is_gone_leaves_the_present_one_and_is_named() -> None:
    _imported(record(doi="10.1000/182"))
    run = _imported(record(doi="10.1000/182", volume="3", venue="Journal of Samples"))
    merge(factories.venue(name="Third"), [Venue.objects.get(name="Journal of Examples")])

    report = undo_import(run)

    stage = Stage.objects.get()
    assert (stage.venue.name, stage.volume) == ("Journal of Samples", "")
    assert report.kept == [
        "“On Examples”: Venue stays as it is (Journal of Samples): what stood there before is gone."
    ]


def test_a_venue_that_was_empty_is_empty_again() -> None:
    _imported(record(doi="10.1000/182", venue=""))
    run = _imported(record(doi="10.1000/182", venue="Journal of Samples"))

    assert undo_import(run).kept == []
    assert Stage.objects.get().venue is None


def test_a_field_that_may_be_empty_no_more_stays_and_is_named() -> None:
    _imported(record(title="", doi="10.1000/182"))
    run = _imported(record(doi="10.1000/182", abstract="Briefly.", volume="3"))
    Publication.objects.publish()

    report = undo_import(run)

    work = Publication.objects.get()
    assert (work.title, work.abstract, work.main_stage.volume) == ("On Examples", "", "")
    assert report.kept == ["“On Examples”: Title stays as it is. A published work needs its title."]


def test_stacked_imports_are_undone_one_after_the_other() -> None:
    first = _imported(record(doi="10.1000/182"))
    second = _imported(
        record(
            doi="10.1000/182",
            title="Better",
            volume="3",
            venue="Journal of Samples",
            authors=["Sample, Bob", "Example, Ada"],
            source_fields={"note": "b"},
            links=(RecordLink("pdf", "https://example.org/a"),),
        ),
        record(title="Another", venue=RecordVenue("Journal of Examples", "journal", "JoE")),
    )

    assert undo_import(second).kept == []
    assert undo_import(first).kept == []

    for model in (Publication, Person, Venue):
        assert not model.objects.exists(), model


def test_a_link_under_embargo_since_stays_and_is_named() -> None:
    _imported(record(doi="10.1000/182"))
    run = _imported(record(doi="10.1000/182", links=(RecordLink("pdf", "https://example.org/a"),)))
    PublicationLink.objects.update(public_from=date(2030, 1, 1))

    report = undo_import(run)

    assert PublicationLink.objects.count() == 1
    assert report.kept == ["“On Examples”: Link or file “PDF” was edited since and stays."]


@pytest.mark.parametrize(
    "change", [{"rate_is_about": True}, {"pool": 9, "pool_is_more_than": True}, {"rate": "1.5"}]
)
def test_a_distinction_edited_since_stays(change: dict[str, Any]) -> None:
    _imported(record(doi="10.1000/182"))
    run = _imported(record(doi="10.1000/182", distinctions=("Oral",)))
    Distinction.objects.update(**change)

    assert len(undo_import(run).kept) == 1
    assert Distinction.objects.count() == 1


def test_a_work_of_which_a_part_was_edited_since_stays() -> None:
    run = _imported(record(links=(RecordLink("pdf", "https://example.org/a"),)))
    PublicationLink.objects.update(public_from=date(2030, 1, 1))

    assert undo_import(run).kept == ["“On Examples” was edited since and stays."]
    assert PublicationLink.objects.count() == 1


def test_a_work_that_was_only_moved_among_the_selected_goes() -> None:
    run = _imported(record(is_selected=True))
    Publication.objects.update(position=7)

    assert undo_import(run).kept == []
    assert not Publication.objects.exists()


def test_a_venue_with_a_name_that_an_editor_added_stays() -> None:
    run = _imported(record())
    VenueAlias.objects.create(venue=Venue.objects.get(), name="JoE")

    assert undo_import(run).kept == ["Journal of Examples was edited since and stays."]


def test_every_column_counts_but_those_that_the_site_keeps_for_itself() -> None:
    for model in (Publication, *PARTS, Person, Venue):
        names = {field.name for field in model._meta.concrete_fields}
        counted = {field.name for field in columns_of(model)}
        assert names - counted <= {
            "id", "uid", "position", "edit_version", "created_at", "updated_at", "main_stage",
            "bibtex_key", "thumbnail",
        }, model  # fmt: skip


def test_an_import_undone_can_be_made_again() -> None:
    source = record()
    undo_import(_imported(source))

    assert take_in(source).made == 1
    assert Publication.objects.get().slug == "on-examples"


def test_only_what_was_imported_can_be_undone_and_only_once() -> None:
    run = preview(record())
    with pytest.raises(ValidationError, match="Nothing was imported yet"):
        undo_import(run)
    apply_import(run)
    undo_import(run)

    with pytest.raises(ValidationError, match="undone already"):
        undo_import(run)


def test_a_failure_on_the_way_undoes_nothing(monkeypatch, transactional_db) -> None:
    run = _imported(record())

    def fail(*args: object) -> None:
        raise OSError("The disk is full.")

    monkeypatch.setattr("publications.importing.undoing._Undoing._remove_names", fail)
    with pytest.raises(OSError, match="disk"):
        undo_import(run)

    assert Publication.objects.count() == 1
    assert Import.objects.get().state == Import.State.DONE
