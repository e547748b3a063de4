"""How long previews are kept, and that nobody changes one that is a preview no more."""

from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.utils import timezone

from publications.importing import recognizing
from publications.importing.applying import apply_import
from publications.importing.keeping import PreviewClosed, discard
from publications.importing.models import Import, ImportEntry, ImportSource
from publications.importing.planning import replan
from publications.importing.preview import save_ticks, tick_all
from publications.models import Publication
from tests import factories
from tests.publications.importing import entries_of, preview, record, take_in, tick, untick

pytestmark = pytest.mark.django_db


@pytest.fixture
def source() -> ImportSource:
    return ImportSource.objects.create(name="Group", url="https://example.org/group.bib")


def test_a_source_looked_at_again_has_one_preview(source) -> None:
    other = ImportSource.objects.create(name="Other", url="https://example.org/other.bib")
    kept = preview(record(), source=other), preview(record())
    preview(record(), source=source)

    newest = preview(record(), source=source)

    assert set(Import.objects.all()) == {*kept, newest}
    assert ImportEntry.objects.count() == 3


def test_a_preview_in_which_somebody_chose_stays_when_its_source_is_looked_at_again(source) -> None:
    take_in(record(doi="10.1000/182", abstract="Long."))
    change = record(doi="10.1000/182", abstract="Brief.", volume="3")
    # Each would replace the one before it, so they come to the source afterwards.
    previews = [preview(change, record(title="New")) for _ in range(4)]
    Import.objects.filter(pk__in=[run.pk for run in previews]).update(source=source)
    entry, field, publishes, untouched = previews
    untick(entries_of(entry)[1])
    tick(entries_of(field)[0], "abstract")
    Import.objects.filter(pk=publishes.pk).update(publishes=True)

    newest = preview(change, record(title="New"), source=source)

    assert set(Import.objects.filter(state="preview")) == {entry, field, publishes, newest}
    assert not Import.objects.filter(pk=untouched.pk).exists()


def test_an_import_that_was_made_stays_when_its_source_is_looked_at_again(source) -> None:
    run = preview(record(), source=source)
    apply_import(run)

    preview(record(), source=source)

    assert Import.objects.filter(pk=run.pk).exists()


def test_previews_older_than_thirty_days_go_when_a_new_import_begins() -> None:
    old, young, done = preview(record()), preview(record()), preview(record(title="Done"))
    apply_import(done)
    now = timezone.now()
    Import.objects.filter(pk__in=[old.pk, done.pk]).update(created_at=now - timedelta(days=31))
    Import.objects.filter(pk=young.pk).update(created_at=now - timedelta(days=29))

    newest = preview(record())

    assert set(Import.objects.all()) == {young, done, newest}


@pytest.mark.parametrize("state", [Import.State.DONE, Import.State.UNDONE, None])
def test_what_is_a_preview_no_more_is_not_changed_from_a_second_tab(state) -> None:
    run = preview(record())
    if state:
        Import.objects.update(state=state)
    else:
        Import.objects.all().delete()
    before = list(ImportEntry.objects.values())

    for change in (
        lambda: save_ticks(run, QueryDict("shown=1")),
        lambda: tick_all(run, "new", False),
        lambda: replan(run),
        lambda: discard(run),
    ):
        with pytest.raises(PreviewClosed):
            change()

    assert list(ImportEntry.objects.values()) == before


def test_a_work_made_while_the_works_are_read_does_no_harm() -> None:
    factories.publication(title="On Examples")
    is_made = False

    def between(execute, sql, params, many, context):
        nonlocal is_made
        if not is_made and 'FROM "publications_stage"' in sql and sql.startswith("SELECT"):
            is_made = True
            factories.publication(title="Made meanwhile")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(between):
        works = recognizing.KnownWorks()

    assert is_made
    assert Publication.objects.count() == 2
    assert works.recognize(record(title="Unheard of")) is None
