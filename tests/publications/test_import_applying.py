"""What an import makes of what an editor ticked."""

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError

from homepage.content.versions import ContentVersion, is_writing
from profile.models import Person, PersonAlias, Venue
from publications.importing import applying
from publications.importing.applying import ImportOutdated, apply_import
from publications.importing.models import Import, ImportChange
from publications.models import Authorship, Publication, Stage
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
    untick,
    verdicts,
    words_of,
)

pytestmark = pytest.mark.django_db


def test_a_new_work_has_everything_that_its_source_says() -> None:
    outcome = take_in(
        record(
            title="On $x^2$",
            authors=["Example, Ada", credit("Sample, Bob", role="editor")],
            authors_complete=False,
            abstract="Briefly.",
            language="de",
            date="2020-03",
            venue=RecordVenue(
                "Journal of Examples", "journal", "JoE", "Example Press", "1234-5678"
            ),
            doi="10.1000/182",
            volume="3",
            number="4",
            pages="1–9",
            source_fields={"title": "On $x^2$", "note": "Unknown"},
            links=(
                RecordLink("pdf", "https://example.org/a"),
                RecordLink("other", "https://b.org/"),
            ),
            distinctions=("Oral", "Best paper"),
            is_selected=True,
        )
    )

    work = Publication.objects.get()
    stage = work.main_stage
    assert (outcome.made, outcome.changed, outcome.stages) == (1, 0, 0)
    assert outcome.works == [work]
    assert (work.title, work.kind, work.abstract, work.language) == (
        "On $x^2$",
        "article",
        "Briefly.",
        "de",
    )
    assert (work.authors_complete, work.is_selected, work.position) == (False, True, 1)
    assert work.slug == "on-x2"
    assert (str(stage.date), stage.venue.name, stage.doi) == (
        "2020-03",
        "Journal of Examples",
        "10.1000/182",
    )
    assert (stage.volume, stage.number, stage.pages) == ("3", "4", "1–9")
    assert (stage.bibtex_type, stage.bibtex_key) == ("article", "example2020")
    assert stage.source_fields == {"title": "On $x^2$", "note": "Unknown"}
    assert [(str(row.person), row.role, row.position) for row in work.authorships.all()] == [
        ("Ada Example", "author", 1),
        ("Bob Sample", "editor", 2),
    ]
    assert [(row.kind, row.label, row.position) for row in work.links.all()] == [
        ("pdf", "", 1),
        ("other", "b.org", 2),
    ]
    assert [row.label for row in work.distinctions.all()] == ["Oral", "Best paper"]
    assert (stage.venue.publisher, stage.venue.issn) == ("Example Press", "1234-5678")


def test_what_is_stored_passes_the_checks_of_the_forms() -> None:
    take_in(preprint(), record(date="2021", doi="10.1000/182", is_selected=True), publishes=True)

    for model in (Publication, Stage, Authorship, Person, Venue):
        for row in model.objects.all():
            row.full_clean()


def test_new_works_are_drafts_unless_they_are_to_be_published() -> None:
    take_in(record())
    take_in(record(title="Another"), publishes=True)
    take_in(record(title="", bibtex_key="untitled"), publishes=True)

    assert [(work.title, work.state) for work in Publication.objects.order_by("pk")] == [
        ("On Examples", "draft"),
        ("Another", "published"),
        ("", "draft"),
    ]
    assert Publication.objects.public().count() == 1


def test_a_published_work_without_a_key_gets_one() -> None:
    take_in(record(bibtex_key=""), publishes=True)

    assert Stage.objects.get().bibtex_key


def test_a_draft_stays_a_draft_when_an_import_changes_it() -> None:
    take_in(record())

    take_in(record(volume="3"), publishes=True)

    assert Publication.objects.get().state == "draft"
    assert Stage.objects.get().volume == "3"


def test_the_content_version_moves_on_once() -> None:
    before = ContentVersion.current().number

    take_in(preprint(), record(date="2021"), record(title="Another", authors=["Sample, Bob"]))

    assert ContentVersion.current().number == before + 1


def test_what_is_not_ticked_is_not_taken_in() -> None:
    run = preview(record(), record(title="Another"))
    untick(entries_of(run)[0])

    apply_import(run)

    assert [work.title for work in Publication.objects.all()] == ["Another"]
    assert run.state == Import.State.DONE
    assert entries_of(run)[1].publication == Publication.objects.get()


def test_only_ticked_fields_change_and_the_edit_version_rises() -> None:
    take_in(record(doi="10.1000/182", pages="1–9"))
    run = preview(record(doi="10.1000/182", title="Better", pages="2–9", volume="3"))
    tick(entries_of(run)[0], "title", "stage.volume")

    outcome = apply_import(run)

    work = Publication.objects.get()
    assert (outcome.made, outcome.changed) == (0, 1)
    assert (work.title, work.edit_version) == ("Better", 2)
    assert (work.main_stage.volume, work.main_stage.pages) == ("3", "1–9")
    assert work.slug == "on-examples"


def test_people_and_venues_are_made_once_each() -> None:
    take_in(
        record(authors=["Example, Ada", "Sample, Bob"]),
        record(title="Another", authors=["Bob Sample", "Ada Example"]),
        record(title="Third", authors=["B. Sample"]),
    )

    assert sorted(person.name for person in Person.objects.all()) == [
        "Ada Example",
        "B. Sample",
        "Bob Sample",
    ]
    assert Venue.objects.count() == 1


def test_known_people_are_named_and_initials_make_a_person_of_their_own() -> None:
    ada = factories.person(name="Ada Example")
    PersonAlias.objects.create(person=ada, name="Ada Lovelace")

    take_in(record(authors=["Lovelace, Ada"]), record(title="Another", authors=["Example, A."]))

    first, second = Authorship.objects.order_by("pk")
    assert (first.person, first.name_as_printed) == (ada, "Lovelace, Ada")
    assert (second.person.name, second.name_as_printed) == ("A. Example", "")


def test_two_people_of_one_name_on_one_paper_are_two() -> None:
    take_in(record(authors=["Wang, Wei", "Wang, Wei"]))

    assert Publication.objects.get().authorships.count() == 2
    assert Person.objects.filter(name="Wei Wang").count() == 2


IDS = ("0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-1694-233X")


def _ids_of(title: str) -> list[str]:
    rows = Authorship.objects.filter(publication__title=title).order_by("position")
    return [row.person.orcid for row in rows]


def test_two_orcid_ids_with_one_name_are_two_people_across_works() -> None:
    source = [
        record(title=f"Work {number}", authors=[credit("Wang, Wei", orcid=orcid)])
        for number, orcid in enumerate((*IDS, IDS[1]))
    ]

    take_in(*source)

    assert [_ids_of(f"Work {number}") for number in range(4)] == [
        [IDS[0]],
        [IDS[1]],
        [IDS[2]],
        [IDS[1]],
    ]
    assert Person.objects.count() == 3


def test_two_orcid_ids_with_one_name_are_two_people_on_one_work() -> None:
    take_in(
        record(authors=[credit("Wang, Wei", orcid=orcid) for orcid in IDS[:2]]),
        record(title="Another", authors=[credit("Wang, Wei", orcid=IDS[1])]),
    )

    assert _ids_of("On Examples") == [*IDS[:2]]
    assert _ids_of("Another") == [IDS[1]]


def test_of_two_orcid_ids_one_alone_is_who_the_site_knows_by_that_name() -> None:
    known = factories.person(name="Wei Wang")

    take_in(
        record(title="One", authors=[credit("Wang, Wei", orcid=IDS[0])]),
        record(title="Other", authors=[credit("Wang, Wei", orcid=IDS[1])]),
        record(title="Again", authors=[credit("W. Wang", orcid=IDS[0])]),
    )

    people = [row.person for row in Authorship.objects.order_by("publication__pk")]
    assert (people[0], people[2]) == (known, known)
    assert people[1].orcid == IDS[1]


def test_a_namesake_without_an_orcid_id_is_neither_of_two_who_have_one() -> None:
    take_in(
        record(title="One", authors=[credit("Wang, Wei", orcid=IDS[0])]),
        record(title="Other", authors=[credit("Wang, Wei", orcid=IDS[1])]),
        record(title="Third", authors=["Wang, Wei"]),
    )

    assert _ids_of("Third") == [""]
    assert Person.objects.count() == 3


def test_an_orcid_id_that_stands_twice_on_one_work_is_given_once() -> None:
    take_in(record(authors=[credit("Wang, Wei", orcid=IDS[0]), credit("Wang, W.", orcid=IDS[0])]))

    assert _ids_of("On Examples") == [IDS[0], ""]


def test_the_parts_of_a_name_are_kept() -> None:
    take_in(record(authors=["van Example, Jr., Ludwig"]))

    person = Person.objects.get()
    assert (person.name, person.family_name, person.given_name, person.suffix) == (
        "Ludwig van Example Jr.",
        "van Example",
        "Ludwig",
        "Jr.",
    )


def test_a_conference_is_stored_without_its_year_and_number() -> None:
    take_in(
        record(venue=RecordVenue("Proceedings of the 36th Conference on X, 2022", "conference")),
        record(
            title="Another",
            venue=RecordVenue("Proceedings of the 37th Conference on X, 2023", "conference"),
        ),
    )

    assert [venue.name for venue in Venue.objects.all()] == ["Conference on X"]


def test_a_venue_known_by_its_short_name_is_known_by_its_long_one_from_then_on() -> None:
    venue = factories.venue(name="CoX", kind="conference")
    source = record(venue=RecordVenue("Conference on X", "conference", "CoX"))

    take_in(source)

    assert Stage.objects.get().venue == venue
    assert [alias.name for alias in venue.aliases.all()] == ["Conference on X"]
    assert verdicts(source) == ["same"]


def test_people_whom_a_later_entry_replaced_are_not_made() -> None:
    take_in(
        preprint(authors=["Example, Ada", "Sample, Bob"]),
        record(arxiv_id="1905.00001", authors=["Example, Ada", "Third, Cy"]),
    )

    assert sorted(person.name for person in Person.objects.all()) == ["Ada Example", "Cy Third"]


def test_a_conference_named_like_a_journal_is_a_venue_of_its_own() -> None:
    factories.venue(name="Review of Examples")
    source = record(venue=RecordVenue("Proceedings of the Review of Examples", "conference"))

    take_in(source)

    assert Stage.objects.get().venue.name == "Proceedings of the Review of Examples"
    assert verdicts(source) == ["same"]


def test_a_preprint_that_became_a_paper_keeps_its_own_fields() -> None:
    take_in(preprint(title="On Many Examples"))
    outcome = take_in(record(arxiv_id="1905.00001", date="2021", doi="10.1000/182"))

    work = Publication.objects.get()
    first, second = work.stages.all()
    assert (outcome.made, outcome.changed, outcome.stages) == (0, 0, 1)
    assert (first.kind, str(first.date), first.venue.name) == ("preprint", "2019-05", "arXiv")
    assert (first.doi, first.bibtex_key, first.title) == ("", "example2019", "")
    assert (second.kind, second.doi, second.title) == ("published", "10.1000/182", "On Examples")
    assert work.main_stage == second
    assert work.kind == "article"


def test_the_title_of_a_paper_becomes_the_works_where_it_is_ticked() -> None:
    take_in(preprint(title="On Many Examples"))
    run = preview(record(arxiv_id="1905.00001", date="2021"))
    (entry,) = entries_of(run)
    tick(entry, *words_of(entry))

    apply_import(run)

    work = Publication.objects.get()
    assert work.title == "On Examples"
    assert [stage.title for stage in work.stages.all()] == ["On Many Examples", ""]


def test_two_entries_of_one_source_become_one_work_with_two_stages() -> None:
    source = [
        preprint(title="On Many Examples"),
        record(arxiv_id="1905.00001", authors=["Example, Ada", "Sample, Bob"]),
    ]

    outcome = take_in(*source)

    work = Publication.objects.get()
    assert (outcome.made, outcome.stages) == (1, 0)
    assert (work.title, work.kind) == ("On Examples", "article")
    assert [stage.title for stage in work.stages.all()] == ["On Many Examples", ""]
    assert [str(row.person) for row in work.authorships.all()] == ["Ada Example", "Bob Sample"]
    assert verdicts(*source) == ["same", "same"]


def test_a_later_stage_makes_the_work_where_the_first_is_not_ticked() -> None:
    run = preview(preprint(), record(arxiv_id="1905.00001"))
    untick(entries_of(run)[0])

    apply_import(run)

    assert [stage.kind for stage in Publication.objects.get().stages.all()] == ["published"]


def test_authors_that_change_keep_the_marks_of_who_stays() -> None:
    take_in(record(doi="10.1000/182", authors=["Example, Ada", "Sample, Bob"]))
    Authorship.objects.filter(person__name="Ada Example").update(corresponding=True)
    run = preview(record(doi="10.1000/182", authors=["Third, Cy", "A. Example"]))
    tick(entries_of(run)[0], "authors")

    apply_import(run)

    rows = Publication.objects.get().authorships.all()
    assert [(str(row.person), row.position, row.corresponding) for row in rows] == [
        ("Cy Third", 1, False),
        ("Ada Example", 2, True),
    ]


def test_addresses_are_free_ones() -> None:
    factories.publication(title="On Examples", slug="on-examples", authors=0, stages=0)

    take_in(
        record(title="On examples!", bibtex_key="a"),
        record(title="On examples?", date="2011", bibtex_key="b"),
        record(title="Atom", bibtex_key="c"),
    )

    assert set(Publication.objects.values_list("slug", flat=True)) == {
        "on-examples",
        "on-examples-2",
        "on-examples-3",
        "atom-2",
    }


def test_an_address_that_was_left_behind_is_not_given_again() -> None:
    work = factories.publication(title="On Examples", authors=0, stages=0)
    work.slug = "elsewhere"
    work.title = "Renamed"
    work.save()

    take_in(record())

    assert Publication.objects.exclude(pk=work.pk).get().slug == "on-examples-2"


def test_the_source_of_an_entry_made_by_hand_is_kept_with_its_first_change() -> None:
    work = factories.publication(title="On Examples", authors=0, stages=0)
    factories.stage(work, doi="10.1000/182")

    take_in(record(doi="10.1000/182", volume="3", source_fields={"volume": "3", "note": "n"}))

    stage = Stage.objects.get()
    assert (stage.bibtex_key, stage.source_fields) == ("example2020", {"volume": "3", "note": "n"})


def test_an_import_is_taken_in_once() -> None:
    run = preview(record())
    apply_import(run)

    with pytest.raises(ImportOutdated, match="already"):
        apply_import(run)

    assert Publication.objects.count() == 1


def test_of_two_previews_of_one_source_the_second_is_shown_anew(transactional_db) -> None:
    first, second = preview(record()), preview(record(), record(title="Another"))
    apply_import(first)

    with pytest.raises(ImportOutdated, match="1 entry is now something else"):
        apply_import(second)

    assert Publication.objects.count() == 1
    assert [entry.verdict for entry in entries_of(second)] == ["same", "new"]
    assert apply_import(second).made == 1
    assert Publication.objects.count() == 2


def test_a_field_edited_since_the_preview_stops_it(transactional_db) -> None:
    take_in(record(doi="10.1000/182", pages="1–9"))
    run = preview(record(doi="10.1000/182", pages="1–10"))
    Stage.objects.update(pages="2–9")

    with pytest.raises(ImportOutdated):
        apply_import(run)

    assert Stage.objects.get().pages == "2–9"
    (entry,) = entries_of(run)
    assert words_of(entry) == {"stage.pages": ("2–9", "1–10")}
    assert entry.is_taken


def test_a_work_deleted_since_the_preview_stops_it(transactional_db) -> None:
    take_in(record(doi="10.1000/182"))
    run = preview(record(doi="10.1000/182", pages="1–10"))
    Publication.objects.all().delete()

    with pytest.raises(ImportOutdated):
        apply_import(run)

    assert [entry.verdict for entry in entries_of(run)] == ["new"]


def test_the_comparison_holds_no_lock_and_is_made_once(monkeypatch, transactional_db) -> None:
    run = preview(record())
    writing: list[bool] = []
    real = applying.plan

    def plan(*args: Any) -> Any:
        writing.append(is_writing())
        return real(*args)

    monkeypatch.setattr(applying, "plan", plan)
    apply_import(run)

    assert writing == [False]


def test_what_was_written_during_the_comparison_is_not_lost(monkeypatch, transactional_db) -> None:
    run = preview(record())
    real = applying.plan

    def plan(*args: Any) -> Any:
        planned = real(*args)
        monkeypatch.setattr(applying, "plan", real)
        take_in(record())
        return planned

    monkeypatch.setattr(applying, "plan", plan)
    with pytest.raises(ImportOutdated, match="1 entry is now something else"):
        apply_import(run)

    assert Publication.objects.count() == 1


def test_a_tick_set_during_the_comparison_counts(monkeypatch, transactional_db) -> None:
    run = preview(record(), record(title="Another"))
    real = applying.plan

    def plan(*args: Any) -> Any:
        untick(entries_of(run)[0])
        return real(*args)

    monkeypatch.setattr(applying, "plan", plan)
    apply_import(run)

    assert [work.title for work in Publication.objects.all()] == ["Another"]


def test_a_preview_that_somebody_discarded_is_not_imported() -> None:
    run = preview(record())
    Import.objects.all().delete()

    with pytest.raises(ImportOutdated, match="discarded"):
        apply_import(run)

    assert not Publication.objects.exists()


def test_a_finished_import_keeps_no_copy_of_what_was_read() -> None:
    run = preview(record(), record(title="Another"))
    untick(entries_of(run)[1])

    apply_import(run)

    assert [entry.record for entry in entries_of(run)] == [None, None]


def test_entries_that_are_not_ticked_stop_nothing(transactional_db) -> None:
    run = preview(record(), record(title="Another"))
    untick(entries_of(run)[0])
    take_in(record())

    assert apply_import(run).made == 1


@pytest.mark.parametrize("step", ["write", "assign_keys", "load_drafts"])
def test_a_failure_on_the_way_leaves_nothing(step: str, monkeypatch, transactional_db) -> None:
    take_in(record(doi="10.1000/182"))
    run = preview(record(doi="10.1000/182", pages="1–9"), record(title="New", authors=["B. C"]))
    before = (ContentVersion.current().number, Person.objects.count(), ImportChange.objects.count())
    real = getattr(applying, step)

    def fail(*args, **kwargs):
        real(*args, **kwargs)
        raise OSError("The disk is full.")

    monkeypatch.setattr(applying, step, fail)
    with pytest.raises(OSError, match="disk"):
        apply_import(run)
    monkeypatch.undo()

    after = (ContentVersion.current().number, Person.objects.count(), ImportChange.objects.count())
    assert after == before
    assert Stage.objects.get().pages == ""
    run.refresh_from_db()
    assert run.state == Import.State.PREVIEW
    assert apply_import(run).made == 1


_KILLED = """
    import os, signal
    import django
    django.setup()
    from django.core.management import call_command
    call_command("migrate", verbosity=0)
    from publications.importing import applying
    from tests.publications.importing import preview, record, take_in
    take_in(record(title="Before"))
    run = preview(*(record(title=f"Work {n}", authors=[f"Example, Ada{n}"]) for n in range(50)))
    applying.assign_keys = lambda works: os.kill(os.getpid(), signal.SIGKILL)
    applying.apply_import(run)
"""


def test_a_process_that_is_killed_leaves_nothing_behind(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "DATA_DIR": str(tmp_path),
        "SECRET_KEY": "for tests only",
        "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3",
        "DJANGO_SETTINGS_MODULE": "homepage.settings",
    }

    ended = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(_KILLED)],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == -signal.SIGKILL, ended.stderr
    with sqlite3.connect(tmp_path / "db.sqlite3") as database:
        titles = database.execute("SELECT title FROM publications_publication").fetchall()
        people = database.execute("SELECT count(*) FROM profile_person").fetchone()
        states = database.execute("SELECT state FROM publications_import ORDER BY id").fetchall()
    assert titles == [("Before",)]
    assert people == (1,)
    assert states == [("done",), ("preview",)]


def test_progress_is_told_to_the_end(db) -> None:
    told: list[tuple[int, int]] = []
    run = preview(*(record(title=f"Work {number}") for number in range(100)))

    apply_import(run, progress=lambda done, of: told.append((done, of)))

    assert told == sorted(told)
    assert told[-1] == (200, 200)


def test_an_outdated_preview_is_an_error_that_forms_can_show() -> None:
    assert issubclass(ImportOutdated, ValidationError)
