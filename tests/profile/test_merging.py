"""Records of one person, venue or organization that become one."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import models
from django.test import Client
from django.urls import reverse

from homepage.content.versions import ContentVersion
from profile.merging import MergeError, merge, references_to
from profile.models import Alias, Organization, Person, Profile, ServiceVenue, Venue
from publications.models import Authorship, Publication, Stage
from tests import factories
from tests.forms import filled

MERGED = (Person, Venue, Organization)


def address(model: type[models.Model], view: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}", args=args)


def one_of(model: type[models.Model]) -> Any:
    return factories.ONE_OF[model]()


def names(thing: Any) -> set[str]:
    return {alias.name for alias in thing.aliases.all()}


REFERENCES = [
    pytest.param(model, relation, id=f"{relation.related_model._meta.label}.{relation.field.name}")
    for model in MERGED
    for relation in references_to(model)
    if not issubclass(relation.related_model, Alias | Profile)
]


@pytest.mark.parametrize(("model", "relation"), REFERENCES)
def test_everything_that_refers_to_what_goes_refers_to_what_is_kept(db, model, relation) -> None:
    kept, other = one_of(model), one_of(model)
    row = one_of(relation.related_model)
    name = relation.field.name
    type(row)._default_manager.filter(pk=row.pk).update(**{name: other})

    merge(kept, [other])

    row.refresh_from_db()
    assert getattr(row, name) == kept
    assert not model._default_manager.filter(pk=other.pk).exists()


@pytest.mark.parametrize("model", MERGED)
def test_the_names_of_what_goes_become_aliases(db, model) -> None:
    kept, other, third = one_of(model), one_of(model), one_of(model)
    kept.aliases.create(name="First Spelling")
    other.aliases.create(name="first spelling")
    other.aliases.create(name="Second Spelling")
    version = kept.edit_version

    merge(kept, [other, third])

    kept.refresh_from_db()
    assert names(kept) == {"First Spelling", "Second Spelling", other.name, third.name}
    assert kept.edit_version > version


def test_a_work_keeps_the_spelling_that_it_printed_and_is_newer_now(db) -> None:
    kept, other = factories.person(name="Ruth Example"), factories.person(name="R. Example")
    work = factories.publication(authors=0)
    Authorship.objects.create(publication=work, person=other)
    version = ContentVersion.current().number

    merge(kept, [other])

    row = work.authorships.get()
    assert (row.person, row.name_as_printed) == (kept, "R. Example")
    assert Publication.objects.get(pk=work.pk).edit_version == work.edit_version + 1
    assert ContentVersion.current().number == version + 1


def test_two_rows_of_one_work_become_one_with_the_marks_of_both(db) -> None:
    kept, other = factories.person(), factories.person(name="R. Example")
    work = factories.publication(authors=0)
    Authorship.objects.create(publication=work, person=other, corresponding=True)
    Authorship.objects.create(publication=work, person=factories.person())
    Authorship.objects.create(publication=work, person=kept, equal_contribution=True)
    Authorship.objects.create(publication=work, person=other, role="editor")

    merge(kept, [other])

    author = work.authorships.get(person=kept, role="author")
    assert (author.equal_contribution, author.corresponding) == (True, True)
    assert author.name_as_printed == ""
    assert work.authorships.filter(person=kept, role="editor").count() == 1
    assert work.authorships.count() == 3


def test_two_who_go_and_stand_in_one_work_become_one_row(db) -> None:
    kept, one, two = factories.person(), factories.person(), factories.person()
    work = factories.publication(authors=0)
    for person in (one, two):
        Authorship.objects.create(publication=work, person=person)

    merge(kept, [one, two])

    assert work.authorships.get().person == kept


def test_empty_fields_are_filled_and_names_are_not(db) -> None:
    kept = factories.person(name="Ruth Example")
    other = factories.person(
        name="R. Example", given_name="R.", orcid="0000-0002-1825-0097", link="https://example.org/"
    )

    merge(kept, [other])

    kept.refresh_from_db()
    assert (kept.orcid, kept.link) == ("0000-0002-1825-0097", "https://example.org/")
    assert (kept.name, kept.given_name) == ("Ruth Example", "")


def test_translations_fill_gaps(db) -> None:
    kept = factories.venue(translations={"de": {"name": "Bäume"}})
    other = factories.venue(
        translations={"de": {"name": "Bäumchen", "short_name": "B"}, "zh": {"name": "树"}}
    )

    merge(kept, [other])

    kept.refresh_from_db()
    assert kept.translations == {"de": {"name": "Bäume", "short_name": "B"}, "zh": {"name": "树"}}


def test_what_is_merged_is_what_is_stored_and_not_what_was_read_before(db) -> None:
    kept, other = factories.person(name="Ruth Example"), factories.person(name="R. Example")
    Person.objects.filter(pk=kept.pk).update(link="https://example.org/new")
    Person.objects.filter(pk=other.pk).update(orcid="0000-0002-1825-0097")

    merge(kept, [other])

    kept.refresh_from_db()
    assert (kept.link, kept.orcid) == ("https://example.org/new", "0000-0002-1825-0097")


def test_a_version_that_was_not_looked_at_is_refused(db) -> None:
    kept, other = factories.person(), factories.person()
    seen = {kept.pk: kept.edit_version, other.pk: other.edit_version}
    Person.objects.get(pk=other.pk).save()

    with pytest.raises(MergeError, match="in the meantime"):
        merge(kept, [other], expected=seen)

    assert Person.objects.filter(pk=other.pk).exists()


def test_two_orcid_ids_are_two_people(db) -> None:
    kept = factories.person(orcid="0000-0002-1825-0097")
    other = factories.person(orcid="0000-0001-5109-3700")

    with pytest.raises(MergeError, match="different ORCID iDs"):
        merge(kept, [other])

    assert Person.objects.filter(pk=other.pk).exists()


def test_the_owner_does_not_go(db) -> None:
    owner = factories.profile().person
    other = factories.person(name="A. Example")

    with pytest.raises(MergeError, match="is you"):
        merge(other, [owner])
    merge(owner, [other])

    assert Profile.load().person == owner
    assert names(owner) == {"A. Example"}


def test_an_organization_does_not_become_a_part_of_itself(db) -> None:
    whole = factories.organization(name="University")
    part = factories.organization(name="Faculty", part_of=whole)
    within = factories.organization(name="Institute", part_of=part)

    with pytest.raises(MergeError, match="a part of itself"):
        merge(within, [whole])
    merge(part, [whole])

    part.refresh_from_db()
    within.refresh_from_db()
    assert (part.part_of, within.part_of) == (None, part)


def test_a_merged_venue_still_stands_for_the_works_of_both(db) -> None:
    kept, other = factories.venue(name="Journal of Trees"), factories.venue(name="J. Trees")
    work = factories.publication(stages=0)
    factories.stage(work, venue=other, date="2021")

    merge(kept, [other])

    work.refresh_from_db()
    assert work.main_stage is not None
    assert work.main_stage.venue == kept
    assert Stage.objects.get().venue == kept


# The page


def two_people() -> tuple[Person, Person]:
    return factories.person(name="Ruth Example"), factories.person(name="R. Example")


def page_of(editor: Client, *things: Any) -> Any:
    model = type(things[0])
    data = {"action": "merge_selected", "_selected_action": [thing.pk for thing in things]}
    return editor.post(address(model, "changelist"), data, follow=True)


@pytest.mark.parametrize("model", MERGED)
def test_the_list_leads_to_a_page_that_asks_which_name_is_kept(editor, model) -> None:
    one, other = one_of(model), one_of(model)

    page = page_of(editor, one, other)

    html = page.content.decode()
    assert page.status_code == 200
    assert "Which name is kept?" in html
    assert str(one) in html
    assert str(other) in html


def test_the_page_tells_the_records_apart_and_proposes_the_longer_name(editor) -> None:
    full, short = two_people()
    Authorship.objects.create(publication=factories.publication(authors=0), person=short)
    short.aliases.create(name="Example R")

    html = page_of(editor, short, full).content.decode()

    assert "1 work" in html
    assert "also Example R" in html
    assert f'name="kept" value="{full.pk}" checked' in html


def test_the_answer_makes_them_one(editor) -> None:
    full, short = two_people()
    form = page_of(editor, full, short).context

    response = editor.post(
        address(Person, "merge"),
        {"id": [full.pk, short.pk], "kept": full.pk, "versions": form["versions"]},
        follow=True,
    )

    assert "R. Example and Ruth Example are one now" in response.content.decode()
    assert list(Person.objects.filter(pk__in=[full.pk, short.pk])) == [full]


def test_a_refusal_stands_on_the_page_and_keeps_the_choice(editor) -> None:
    one = factories.person(name="Ruth Example", orcid="0000-0002-1825-0097")
    other = factories.person(name="R. Example", orcid="0000-0001-5109-3700")
    form = page_of(editor, one, other).context

    response = editor.post(
        address(Person, "merge"),
        {"id": [one.pk, other.pk], "kept": other.pk, "versions": form["versions"]},
    )

    html = response.content.decode()
    assert "different ORCID iDs" in html
    assert f'name="kept" value="{other.pk}" checked' in html
    assert Person.objects.filter(pk__in=[one.pk, other.pk]).count() == 2


def test_a_page_made_before_somebody_saved_is_refused(editor) -> None:
    full, short = two_people()
    form = page_of(editor, full, short).context
    short.save()

    response = editor.post(
        address(Person, "merge"),
        {"id": [full.pk, short.pk], "kept": full.pk, "versions": form["versions"]},
    )

    assert "Somebody changed one of them in the meantime." in response.content.decode()
    assert Person.objects.filter(pk=short.pk).exists()


def two_authors_of(*titles: str) -> tuple[Person, Person]:
    full, short = two_people()
    for title in titles:
        work = factories.publication(authors=0, title=title)
        for person in (full, short):
            Authorship.objects.create(publication=work, person=person)
    return full, short


def test_works_that_name_both_are_told_and_need_a_tick_of_their_own(editor) -> None:
    full, short = two_authors_of("On Trees", "On Leaves")
    page = page_of(editor, full, short)
    data = {"id": [full.pk, short.pk], "kept": full.pk, "versions": page.context["versions"]}

    refused = editor.post(address(Person, "merge"), data).content.decode()
    refused_names = Authorship.objects.count()
    editor.post(address(Person, "merge"), data | {"shared": page.context["shared_mark"]})

    html = " ".join(page.content.decode().split())
    assert "Both are authors of 2 works:</strong> “On Trees”, “On Leaves”." in html
    assert "After merging, each of these names one author fewer." in html
    assert "may name one author fewer" in refused
    assert refused_names == 4
    assert list(Authorship.objects.values_list("person", flat=True)) == [full.pk, full.pk]


def test_a_tick_for_fewer_works_than_there_are_now_is_refused(editor) -> None:
    full, short = two_authors_of("On Trees")
    form = page_of(editor, full, short).context
    work = factories.publication(authors=0)
    for person in (full, short):
        Authorship.objects.create(publication=work, person=person)

    editor.post(
        address(Person, "merge"),
        {
            "id": [full.pk, short.pk],
            "kept": full.pk,
            "versions": form["versions"],
            "shared": form["shared_mark"],
        },
    )

    assert Person.objects.filter(pk=short.pk).exists()


def test_people_who_share_no_work_need_no_tick(editor) -> None:
    full, short = two_people()
    work = factories.publication(authors=0)
    Authorship.objects.create(publication=work, person=full)
    Authorship.objects.create(publication=work, person=short, role="editor")

    html = page_of(editor, full, short).content.decode()

    assert 'name="shared"' not in html


def test_the_page_says_what_is_lost_whichever_is_kept(editor) -> None:
    one = factories.venue(name="Journal of Trees", link="https://a.example/", publisher="Wood")
    other = factories.venue(name="J. Trees", link="https://b.example/", kind="conference")

    html = " ".join(page_of(editor, one, other).content.decode().split())

    first, second = html.split("If this one is kept, ")[1:]
    assert "kind Conference (J. Trees)" in first
    assert "https://b.example/ (J. Trees)" in first
    assert "https://a.example/ (Journal of Trees)" in second
    assert "Wood" not in second


def test_how_often_each_is_named_is_told_in_plain_words(editor) -> None:
    one, other = factories.venue(), factories.venue()
    work = factories.publication(stages=0)
    for date in ("2020", "2021"):
        factories.stage(work, venue=one, date=date)
    service = factories.service_role(venues=0)
    ServiceVenue.objects.create(service=service, venue=one)

    html = page_of(editor, one, other).content.decode()

    assert "named in 1 professional service, 1 work" in html
    assert "named nowhere" in html


@pytest.mark.parametrize("model", MERGED)
def test_a_second_one_of_a_name_is_told_with_a_way_to_merge(editor, model) -> None:
    first, second = one_of(model), one_of(model)
    first.aliases.create(name="The Known Name")
    form = filled(editor.get(address(model, "change", second.pk))) | {"name": "the known name"}

    page = editor.post(address(model, "change", second.pk), form, follow=True)

    html = page.content.decode()
    assert "There is another" in html
    merge_page = f"{address(model, 'merge')}?id={second.pk}&amp;id={first.pk}"
    assert f'<a href="{merge_page}">Merge them?</a>' in html


def test_a_save_that_changes_nothing_is_not_told_again(editor) -> None:
    first = factories.person(name="Wei Wang")
    factories.person(name="Wei Wang")
    form = filled(editor.get(address(Person, "change", first.pk)))

    page = editor.post(address(Person, "change", first.pk), form, follow=True)

    assert "There is another" not in page.content.decode()


def test_looking_at_the_page_changes_nothing(editor) -> None:
    full, short = two_people()
    version = ContentVersion.current().number

    editor.get(address(Person, "merge"), {"id": [full.pk, short.pk]})

    assert ContentVersion.current().number == version
    assert Person.objects.filter(pk=short.pk).exists()


def test_one_record_alone_is_not_merged(editor) -> None:
    one = factories.person()

    page = page_of(editor, one)

    assert "Choose from two" in page.content.decode()


def test_who_may_not_delete_may_not_merge(client, db) -> None:
    full, short = two_people()
    helper = User.objects.create_user("helper", is_staff=True)
    helper.user_permissions.set(
        Permission.objects.filter(codename__endswith="_person").exclude(codename="delete_person")
    )
    client.force_login(helper)

    page = client.get(address(Person, "changelist"))
    response = client.post(address(Person, "merge"), {"id": [full.pk, short.pk], "kept": full.pk})

    assert "Merge into one" not in page.content.decode()
    assert response.status_code == 403
    assert Person.objects.filter(pk=short.pk).exists()


# People in their list, and the owner's spellings


def test_the_list_of_people_says_how_many_works_each_has(editor) -> None:
    person = factories.person(name="Ruth Example")
    person.aliases.create(name="R. Example")
    work = factories.publication(authors=0)
    for role in ("author", "editor"):
        Authorship.objects.create(publication=work, person=person, role=role)

    html = editor.get(address(Person, "changelist"), {"q": "R. Example"}).content.decode()

    assert '<td class="field-works_label">1</td>' in html


def test_the_profile_lists_the_other_spellings_of_its_owner(editor) -> None:
    owner = factories.profile().person
    owner.aliases.create(name="A. Example")
    owner.aliases.create(name="Old Spelling")
    form = filled(editor.get(address(Profile, "change", 1)))

    editor.post(
        address(Profile, "change", 1),
        form | {"other_spellings": " Example  Ada \r\n\r\nA. Example\nExample Ada"},
    )

    assert form["other_spellings"].splitlines() == ["A. Example", "Old Spelling"]
    assert [alias.name for alias in owner.aliases.all()] == ["Example Ada", "A. Example"]


def test_a_profile_form_from_before_the_spellings_changed_is_refused(editor) -> None:
    owner = factories.profile().person
    profile = filled(editor.get(address(Profile, "change", 1)))
    person = filled(editor.get(address(Person, "change", owner.pk)))
    rows = {"aliases-TOTAL_FORMS": "1", "aliases-0-name": "A. Example"}
    editor.post(address(Person, "change", owner.pk), person | rows)

    response = editor.post(address(Profile, "change", 1), profile)

    assert "Somebody saved this profile in the meantime." in response.content.decode()
    assert names(owner) == {"A. Example"}


@pytest.mark.django_db
@pytest.mark.parametrize("model", MERGED)
def test_a_name_that_is_changed_stays_as_another_one(editor: Client, model: Any) -> None:
    thing = one_of(model)
    former = thing.name

    for name in ("A Better Name", former, "A Better Name"):
        form = filled(editor.get(address(model, "change", thing.pk))) | {"name": name}
        assert editor.post(address(model, "change", thing.pk), form).status_code == 302

    thing.refresh_from_db()
    assert thing.name == "A Better Name"
    assert former in names(thing)
    assert len(thing.aliases.all()) == len(names(thing))


@pytest.mark.django_db
def test_long_initials_are_not_proposed_before_a_name(editor: Client) -> None:
    short = factories.person(name="M. A. B. van der Example")
    full = factories.person(name="Mia Example")

    html = page_of(editor, short, full).content.decode()

    assert f'name="kept" value="{full.pk}" checked' in html
