"""Every write moves the content version on; identity never changes; edits are counted."""

import uuid

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from homepage.content.ordering import move
from homepage.content.versions import (
    ContentModel,
    ContentQuerySet,
    ContentVersion,
    Versioned,
    content_write,
)
from news.models import NewsItem
from profile.models import Person, Profile
from publications.models import Import, ImportChange, ImportEntry, ImportSource, Publication
from tests import factories

CONTENT_MODELS = [m for m in apps.get_models() if issubclass(m, ContentModel)]
OUR_APPS = {"homepage", "profile", "publications", "news", "recruiting"}
#: What editors work with on the way, and no reader ever sees.
WORKBENCH = {Import, ImportChange, ImportEntry, ImportSource}


def number() -> int:
    return ContentVersion.current().number


def test_every_model_of_ours_is_content():
    ours = {m for m in apps.get_models() if m._meta.app_label in OUR_APPS}

    assert ours - set(CONTENT_MODELS) == {ContentVersion, *WORKBENCH}


def test_no_relation_has_a_table_that_nobody_named():
    unnamed = [m for m in apps.get_models(include_auto_created=True) if m._meta.auto_created]

    assert not [m for m in unnamed if m._meta.app_label in OUR_APPS]


@pytest.mark.parametrize("model", CONTENT_MODELS, ids=lambda m: m._meta.label)
def test_every_models_queryset_moves_the_version_on(model):
    assert isinstance(model._default_manager.all(), ContentQuerySet)


@pytest.mark.parametrize("model", CONTENT_MODELS, ids=lambda m: m._meta.label)
def test_no_model_goes_round_the_save_of_the_base(model):
    for name in ("save", "asave"):
        assert getattr(model, name) is getattr(models.Model, name)


def plain_field(model):
    """The name of a field that holds a value of its own."""
    return next(
        column.name
        for column in model._meta.concrete_fields
        if not (column.primary_key or column.is_relation or column.name in {"uid", "slug"})
    )


def write_again(row):
    """Put a deleted row back in one go."""
    for column in row._meta.concrete_fields:
        if column.null and column.is_relation:
            setattr(row, column.name, None)
    type(row)._default_manager.bulk_create([row])


WAYS = {
    "save": lambda row, rows, name: row.save(),
    "save of a field": lambda row, rows, name: row.save(update_fields=[name]),
    "delete": lambda row, rows, name: row.delete(),
    "update of many": lambda row, rows, name: rows.update(**{name: getattr(row, name)}),
    "update in bulk": lambda row, rows, name: rows.bulk_update([row], [name]),
    "delete of many": lambda row, rows, name: rows.delete(),
}


@pytest.mark.django_db
@pytest.mark.parametrize("model", CONTENT_MODELS, ids=lambda m: m._meta.label)
def test_each_way_of_writing_each_model_moves_the_version_on(model):
    before = number()
    row = factories.ONE_OF[model]()
    assert number() > before, "create"

    for way, write in WAYS.items():
        before = number()
        rows = model._default_manager.filter(pk=row.pk)
        write(row, rows, plain_field(model))
        assert number() > before, way
        if way.startswith("delete"):
            assert not rows.exists()
            before = number()
            write_again(row)
            assert number() > before, "creation in bulk"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "write",
    [
        lambda p: Person.objects.get_or_create(name="C"),
        lambda p: Person.objects.update_or_create(pk=p.pk, defaults={"name": "D"}),
        lambda p: p.aliases.create(name="G"),
        lambda p: p.aliases.update_or_create(name="H"),
    ],
    ids=["get_or_create", "update_or_create", "create of a part", "update of a part"],
)
def test_the_shortcuts_of_a_manager_move_the_version_on(write):
    person = factories.person()
    before = number()

    write(person)

    assert number() > before


@pytest.mark.django_db
def test_many_writes_in_one_step_move_the_version_on_once():
    before = number()

    with content_write():
        factories.person()
        factories.person()

    assert number() == before + 1


@pytest.mark.django_db
def test_a_step_that_fails_leaves_content_and_version_alone():
    person = factories.person()
    before = number()

    with pytest.raises(IntegrityError), content_write():
        Person.objects.bulk_create([Person(name="A"), Person(uid=person.uid)])

    assert number() == before
    assert Person.objects.get() == person


@pytest.mark.django_db
def test_after_a_failed_step_the_next_write_moves_the_version_on():
    with pytest.raises(RuntimeError), content_write():
        raise RuntimeError
    before = number()

    factories.person()

    assert number() == before + 1


@pytest.mark.django_db
def test_the_version_is_the_first_thing_a_writing_transaction_touches(
    django_assert_max_num_queries,
):
    person = factories.person()

    with django_assert_max_num_queries(12) as captured, transaction.atomic():
        person.save()

    writes = [
        q["sql"] for q in captured.captured_queries if q["sql"].startswith(("UPDATE", "INSERT"))
    ]
    assert "homepage_contentversion" in writes[0]


@pytest.mark.django_db
def test_a_uid_never_changes():
    person = Person.objects.get(pk=factories.person().pk)
    person.uid = uuid.uuid4()

    with pytest.raises(ValueError, match="never changes"):
        person.save()
    with pytest.raises(ValueError, match="never changes"):
        Person.objects.update(uid=uuid.uuid4())


@pytest.mark.django_db
def test_a_slug_is_not_changed_without_its_redirect():
    factories.publication()

    with pytest.raises(ValueError, match="leaves the old address behind"):
        Publication.objects.update(slug="x")


@pytest.mark.django_db
def test_each_whole_save_raises_the_edit_version_and_ordering_does_not():
    first, second = factories.interest(), factories.interest()
    first.save()
    assert first.edit_version == 2

    move(second, second.siblings(), -1)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.edit_version, second.edit_version) == (2, 1)
    assert second.position < first.position


@pytest.mark.django_db
def test_a_save_from_an_older_copy_counts_on_from_what_is_stored():
    item = factories.news_item()
    older = NewsItem.objects.get(pk=item.pk)
    item.save()

    older.save()

    assert older.edit_version == 3


@pytest.mark.django_db
def test_every_versioned_thing_starts_at_one():
    assert Profile.load().edit_version == 1
    assert all(m._meta.get_field("edit_version").default == 1 for m in apps.get_models()
               if issubclass(m, Versioned))  # fmt: skip
