"""Forms and lists of the admin, for every model alike."""

import re
import time
from contextlib import suppress
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, models
from django.db.models import ProtectedError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from homepage.content import images
from homepage.content.publishing import PublishState
from homepage.content.versions import ContentVersion, Singleton, Versioned, content_write
from homepage.models import Image, Redirect, SiteSettings
from news.models import NewsItem
from profile.models import (
    Person,
    Profile,
    ResearchInterest,
    TimelineEntry,
    TimelineKind,
    Venue,
)
from publications.models import (
    Authorship,
    Import,
    ImportSource,
    Publication,
    SelectedPublication,
)
from recruiting.models import Opening, OpeningKind
from tests import factories
from tests.forms import filled, picture_bytes

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
LISTED = [model for model in MODELS if not issubclass(model, Singleton)]


def url(model: type[models.Model], view: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}", args=args)


def change(thing: models.Model) -> str:
    return url(type(thing), "change", thing.pk)


def a_picture() -> Image:
    number = Image.objects.count() + 1
    upload = SimpleUploadedFile("a.png", picture_bytes(size=(number + 1, 3)))
    return images.store(images.decode(upload), description=f"Picture {number}")


def grow(rows: int) -> None:
    """Some of everything that the admin lists."""
    if not Profile.objects.exists():
        factories.profile()
    for number in range(rows):
        work = factories.publication(stages=2, authors=2, is_selected=True)
        item = factories.news_item()
        item.announcements.create(publication=work)
        factories.timeline_entry(affiliations=2, people=2)
        factories.service_role()
        factories.opening()
        factories.profile_link()
        a_picture()
        Redirect.objects.create(old_path=f"/old-{Redirect.objects.count()}", new_path="/")
        Group.objects.create(name=f"Group {Group.objects.count()}")
        TimelineKind.objects.create(name=f"Kind {TimelineKind.objects.count()}")
        User.objects.create_user(f"user-{User.objects.count()}-{number}")
        run = Import.objects.create(name="group.bib", origin="file")
        run.entries.create(number=1, verdict="new", title="On Clouds")
        source = ImportSource.objects.count()
        ImportSource.objects.create(name="Group", url=f"https://example.edu/{source}.bib")


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(address)
    assert response.status_code == 200, address
    return len(captured)


def queries_of_lists() -> dict[type[models.Model], int]:
    """How many queries each list of the admin makes, by somebody who may see everything."""
    client = Client()
    client.force_login(User.objects.get(username="editor"))
    counted = {}
    for model in LISTED:
        queries(client, url(model, "changelist"))
        counted[model] = queries(client, url(model, "changelist"))
    return counted


@pytest.fixture(scope="module")
def of_lists(apart) -> list[dict[type[models.Model], int]]:
    """The queries of each list of two rows, and of the same lists grown to twelve."""
    with apart():
        User.objects.create_superuser("editor")
        grow(2)
        of_two = queries_of_lists()
        grow(10)
        return [of_two, queries_of_lists()]


@pytest.mark.django_db
@pytest.mark.parametrize("model", LISTED, ids=lambda model: model._meta.label)
def test_a_list_makes_as_many_queries_for_twelve_rows_as_for_two(of_lists, model) -> None:
    few, many = (counted[model] for counted in of_lists)

    assert many <= few


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_form_opens_on_an_empty_site(editor, model) -> None:
    if issubclass(model, Singleton):
        address = url(model, "change", 1)
    elif model is SelectedPublication:
        address = url(model, "changelist")
    else:
        address = url(model, "add")

    rows = model._default_manager.count()

    response = editor.get(address)

    assert response.status_code == 200
    assert model._default_manager.count() == rows


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_form_opens_with_content(editor, model) -> None:
    grow(1)
    SiteSettings.load().save()
    factories.recruiting_page()
    thing = model._default_manager.first()

    response = editor.get(change(thing), follow=True)

    assert response.status_code == 200
    html = response.content.decode()
    assert "<script>" not in html
    assert not re.search(r"<[^>]+ (style|on[a-z]+)=", html)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_who_may_only_look_sees_no_field_and_changes_nothing(client, db, model) -> None:
    grow(1)
    factories.recruiting_page()
    viewer = User.objects.create_user("viewer", is_staff=True)
    viewer.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(viewer)
    thing = model._default_manager.first()

    response = client.get(change(thing), follow=True)

    assert response.status_code == 200
    assert 'name="made_from"' not in response.content.decode()
    if model is not SelectedPublication:
        assert client.post(change(thing), {}).status_code == 403


def test_a_form_makes_as_many_queries_for_many_parts_as_for_few(editor) -> None:
    factories.profile()
    small = factories.publication(stages=1, authors=1, parts=1)
    large = factories.publication(stages=9, authors=12, parts=8)
    queries(editor, change(small))

    assert queries(editor, change(large)) == queries(editor, change(small))


def test_a_stale_form_is_refused_with_its_text_and_saved_the_second_time(editor) -> None:
    interest = factories.interest(title="Trees")
    form = filled(editor.get(change(interest)))
    editor.post(change(interest), {**form, "title": "Forests"})

    refused = editor.post(change(interest), {**form, "title": "Shrubs"})

    html = refused.content.decode()
    assert refused.status_code == 200
    assert "Somebody saved this research interest in the meantime." in html
    assert f'<a href="{change(interest)}" target="_blank">' in html
    assert 'value="Shrubs"' in html
    interest.refresh_from_db()
    assert interest.title == "Forests"

    response = editor.post(change(interest), filled(refused))

    assert response.status_code == 302
    interest.refresh_from_db()
    assert interest.title == "Shrubs"


def test_a_form_that_does_not_say_what_it_was_made_from_is_refused(editor) -> None:
    interest = factories.interest(title="Trees")
    form = filled(editor.get(change(interest)))
    del form["made_from"]

    response = editor.post(change(interest), {**form, "title": "Shrubs"})

    assert response.status_code == 200
    interest.refresh_from_db()
    assert interest.title == "Trees"


def test_a_stale_form_keeps_its_rows_old_new_and_deleted_elsewhere(editor) -> None:
    work = factories.publication(stages=0, authors=3, parts=0)
    first, second, third = work.authorships.order_by("position")
    newcomer = factories.person(name="Nora New")
    form = filled(editor.get(change(work)))
    form |= {
        "title": "Mine",
        "authorships-1-name_as_printed": "S. Second",
        "authorships-TOTAL_FORMS": "4",
        "authorships-3-person": str(newcomer.pk),
        "authorships-3-role": "author",
        "authorships-3-publication": str(work.pk),
    }
    second.delete()
    Publication.objects.get(pk=work.pk).save()

    refused = editor.post(change(work), form)

    html = refused.content.decode()
    assert "in the meantime" in html
    assert "S. Second" in html
    assert "Nora New" in html

    response = editor.post(change(work), filled(refused))

    assert response.status_code == 302
    work.refresh_from_db()
    assert work.title == "Mine"
    names = {row.person.name: row.name_as_printed for row in work.authorships.all()}
    assert names[second.person.name] == "S. Second"
    assert set(names) == {first.person.name, second.person.name, third.person.name, "Nora New"}


def test_a_thing_deleted_elsewhere_is_made_anew_by_a_second_save(editor) -> None:
    work = factories.publication(stages=1, authors=2, parts=0)
    form = filled(editor.get(change(work))) | {"title": "Mine"}
    work.delete()

    refused = editor.post(change(work), form)

    assert "Somebody deleted this" in refused.content.decode()
    assert not Publication.objects.exists()

    editor.post(change(work), filled(refused))

    again = Publication.objects.get()
    assert again.title == "Mine"
    assert (again.stages.count(), again.authorships.count()) == (1, 2)


@pytest.mark.parametrize(
    "model",
    [
        model
        for model in MODELS
        if issubclass(model, Versioned) and not issubclass(model, Singleton | SelectedPublication)
    ],
    ids=lambda m: m._meta.label,
)
def test_a_form_of_what_was_deleted_is_shown_again_and_makes_nothing(editor, model) -> None:
    grow(1)
    thing = model._default_manager.first()
    form = filled(editor.get(change(thing)))
    address, key = change(thing), thing.pk
    with content_write(), suppress(ProtectedError):
        thing.delete()
    if model._default_manager.filter(pk=key).exists():
        pytest.skip("still used")
    before = model._default_manager.count()

    response = editor.post(address, form)

    assert response.status_code == 200
    assert "in the meantime" in response.content.decode()
    assert model._default_manager.count() == before


def test_who_may_only_change_makes_nothing_anew(client, db) -> None:
    changer = User.objects.create_user("changer", is_staff=True)
    changer.user_permissions.set(Permission.objects.filter(codename="change_venue"))
    client.force_login(changer)

    client.post("/admin/profile/venue/999999/change/", {"made_from": "0", "name": "New"})

    assert not Venue.objects.exists()


def test_a_refused_form_leaves_the_content_version_alone(editor) -> None:
    entry = factories.timeline_entry()
    before = ContentVersion.current()
    form = filled(editor.get(change(entry)))

    editor.post(change(entry), {**form, "start": "2016.13"})

    after = ContentVersion.current()
    assert (after.number, after.changed_at) == (before.number, before.changed_at)


def test_a_row_of_a_popup_is_kept(editor) -> None:
    address = reverse("admin:profile_person_add") + "?_popup=1"
    form = filled(editor.get(address))

    editor.post(address, {**form, "name": "Nora New", "_popup": "1"})

    assert Person.objects.get().name == "Nora New"


def test_an_absurd_number_of_rows_is_answered_soon(editor) -> None:
    work = factories.publication(stages=0, authors=1, parts=0)
    form = filled(editor.get(change(work)))
    work.save()
    before = time.process_time()

    editor.post(change(work), {**form, "authorships-INITIAL_FORMS": "3000000"})

    assert time.process_time() - before < 5


def test_two_first_saves_of_the_profile_meet(editor) -> None:
    address = url(Profile, "change", 1)
    form = filled(editor.get(address))
    assert not Profile.objects.exists()
    assert editor.post(address, {**form, "name": "Ada"}).status_code == 302

    refused = editor.post(address, {**form, "name": "Bea"})

    assert "in the meantime" in refused.content.decode()
    assert Profile.objects.get().name == "Ada"
    assert editor.post(address, filled(refused)).status_code == 302
    assert Profile.objects.get().name == "Bea"


def test_a_save_raises_the_edit_version_once_and_the_content_version(editor) -> None:
    work = factories.publication(stages=2, authors=2, parts=1)
    before = ContentVersion.current().number

    editor.post(change(work), {**filled(editor.get(change(work))), "stages-0-date": "1999"})

    work.refresh_from_db()
    assert work.edit_version == 2
    assert ContentVersion.current().number == before + 1


def test_the_list_of_a_single_form_leads_to_the_form(editor) -> None:
    response = editor.get(url(Profile, "changelist"))

    assert response.status_code == 302
    assert response["Location"] == url(Profile, "change", 1)


def test_buttons_put_rows_in_order_without_a_new_version(editor) -> None:
    first, second, third = (factories.interest() for _ in range(3))

    response = editor.post(url(ResearchInterest, "move", third.pk, "up"))

    assert response.status_code == 302
    in_order = list(ResearchInterest.objects.order_by("position"))
    assert in_order == [first, third, second]
    assert {interest.edit_version for interest in in_order} == {1}


def test_the_first_row_is_not_moved_up_nor_the_last_one_down(editor) -> None:
    for _ in range(3):
        factories.interest()

    page = editor.get(url(ResearchInterest, "changelist")).content.decode()

    buttons = re.findall(r'<button type="submit" class="row-(up|down)"[^>]*?( disabled)?>', page)
    assert [bool(disabled) for _, disabled in buttons] == [True, False, False, False, False, True]


def test_the_ends_are_those_of_the_siblings(editor) -> None:
    for name in ("Posts", "Prizes"):
        kind = TimelineKind.objects.create(name=name)
        for _ in range(2):
            factories.timeline_entry(kind=kind)

    page = editor.get(url(TimelineEntry, "changelist")).content.decode()

    buttons = re.findall(r'<button type="submit" class="row-(up|down)"[^>]*?( disabled)?>', page)
    assert [bool(disabled) for _, disabled in buttons] == [True, False, False, True] * 2


def test_the_upper_end_of_news_is_the_higher_place(editor) -> None:
    low, high = (factories.news_item(date="2024-05") for _ in range(2))

    page = editor.get(url(NewsItem, "changelist")).content.decode()

    assert re.search(rf"/{high.pk}/move/up/[^>]* disabled>", page)
    assert re.search(rf"/{low.pk}/move/down/[^>]* disabled>", page)
    assert page.count(" disabled>") == 2


def test_forms_speak_the_sites_words(editor) -> None:
    settings = SiteSettings.load()
    settings.time_zone = "America/New_York"
    settings.save()
    factories.news_item()

    page = editor.get(url(NewsItem, "change", NewsItem.objects.get().pk)).content.decode()

    assert re.search(r"<h1>Edit news item\s*</h1>", page)
    assert "Times are in America/New York." in page
    assert not re.search(r":</(label|legend)>", page)
    assert "xregexp" not in page


@pytest.mark.parametrize("address", ["login", "password_change"])
def test_labels_of_djangos_own_forms_have_no_colon(editor, address) -> None:
    if address == "login":
        editor.logout()

    page = editor.get(reverse(f"admin:{address}")).content.decode()

    assert "<label" in page
    assert not re.search(r":</(label|legend)>", page)


def test_permissions_are_named_in_plain_words(editor) -> None:
    user = User.objects.get(username="editor")

    page = editor.get(url(User, "change", user.pk)).content.decode()

    assert "Work: edit" in page
    assert "Can change" not in page
    assert "May log in" in page


def test_news_of_one_date_is_moved_up_to_where_it_stands_higher(editor) -> None:
    low, high = (factories.news_item(date="2024-05") for _ in range(2))
    assert list(NewsItem.objects.all()) == [high, low]

    editor.post(url(NewsItem, "move", low.pk, "up"))

    assert list(NewsItem.objects.all()) == [low, high]


def test_selected_works_are_moved_among_the_selected(editor) -> None:
    factories.publication()
    first, second = (factories.publication(is_selected=True) for _ in range(2))

    editor.post(url(SelectedPublication, "move", second.pk, "up"))

    assert list(Publication.objects.selected()) == [second, first]


def test_dragging_writes_the_order_and_no_new_version(editor) -> None:
    first, second = (factories.interest() for _ in range(2))
    before = ContentVersion.current().number

    response = editor.post(
        url(ResearchInterest, "sortable_update"),
        {"updatedItems": [[second.pk, 1], [first.pk, 2]]},
        content_type="application/json",
    )

    assert response.status_code == 200
    assert list(ResearchInterest.objects.in_order()) == [second, first]
    second.refresh_from_db()
    assert second.edit_version == 1
    assert ContentVersion.current().number == before + 1


def test_order_is_for_those_who_may_change(client, db) -> None:
    first, second = (factories.interest() for _ in range(2))
    client.force_login(User.objects.create_user("guest", is_staff=True))

    response = client.post(url(ResearchInterest, "move", second.pk, "up"))

    assert response.status_code == 403
    assert editor_get_is_refused(client, first)
    assert list(ResearchInterest.objects.in_order()) == [first, second]


def editor_get_is_refused(client: Client, thing: ResearchInterest) -> bool:
    return client.get(url(ResearchInterest, "move", thing.pk, "up")).status_code == 405


def test_actions_publish_what_is_ready_and_name_the_rest(editor) -> None:
    kind = TimelineKind.objects.first()
    ready = TimelineEntry.objects.create(kind=kind, title="Professor")
    empty = TimelineEntry.objects.create(kind=kind)
    data = {"action": "publish", "_selected_action": [ready.pk, empty.pk]}

    response = editor.post(url(TimelineEntry, "changelist"), data, follow=True)

    html = response.content.decode()
    assert "Say what this is before it is published." in html
    assert "1 Timeline entry published." in html
    ready.refresh_from_db()
    empty.refresh_from_db()
    assert (ready.state, ready.edit_version) == (PublishState.PUBLISHED, 2)
    assert empty.state == PublishState.DRAFT

    editor.post(url(TimelineEntry, "changelist"), {**data, "action": "withdraw"})

    ready.refresh_from_db()
    assert ready.state == PublishState.WITHDRAWN


def test_what_is_said_after_a_save_tells_who_can_see_it(editor) -> None:
    draft = {"title": "Trees", "state": "draft"}
    said = editor.post(url(ResearchInterest, "add"), draft, follow=True).content.decode()
    assert "It is a draft: visitors do not see it." in said

    public = {"title": "Shrubs", "state": "published"}
    said = editor.post(url(ResearchInterest, "add"), public, follow=True).content.decode()
    assert ResearchInterest.objects.get(title="Shrubs").get_absolute_url() in said


def test_state_is_listed_and_filtered(editor) -> None:
    factories.interest(title="Public trees")
    factories.interest(title="Later trees", public_from="2999-01-01T00:00:00Z")
    ResearchInterest.objects.create(title="Drafted trees")

    html = editor.get(url(ResearchInterest, "changelist") + "?state=scheduled").content.decode()

    assert "Later trees" in html
    assert "Scheduled for 1 Jan 2999" in html
    assert "Public trees" not in html
    assert "Drafted trees" not in html


def test_view_on_site_is_offered_only_where_there_is_something_to_see(editor) -> None:
    interest = ResearchInterest.objects.create(title="Trees")
    assert "viewsitelink" not in editor.get(change(interest)).content.decode()

    ResearchInterest.objects.publish()

    assert "viewsitelink" in editor.get(change(interest)).content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"start": "2016.13"}, "There is no month 13."),
        ({"start": "2018", "end": "2016"}, "The end lies before the start."),
        ({"end": "2016", "is_current": "on"}, "What still goes on has no end."),
        ({"link": "javascript:alert(1)"}, "Write a whole address that begins with https://"),
        ({"state": "published", "title": ""}, "Say what this is before it is published."),
    ],
)
def test_an_error_is_said_at_its_field_and_the_text_kept(editor, typed, words) -> None:
    data = {
        "kind": str(TimelineKind.objects.first().pk),
        "title": "Professor",
        "place": "Somewhere",
        "state": "draft",
        "affiliations-TOTAL_FORMS": "0",
        "affiliations-INITIAL_FORMS": "0",
        "people-TOTAL_FORMS": "0",
        "people-INITIAL_FORMS": "0",
    }

    response = editor.post(url(TimelineEntry, "add"), data | typed)

    html = response.content.decode()
    assert response.status_code == 200
    field = "end" if "end" in typed else next(name for name in typed if name != "state")
    errors = response.context["adminform"].form.errors
    assert words in " ".join(errors[field])
    assert words in html
    assert 'value="Somewhere"' in html
    for value in typed.values():
        assert value in html


def test_a_second_use_of_an_address_is_refused_at_its_field(editor) -> None:
    factories.interest(slug="trees")

    response = editor.post(
        url(ResearchInterest, "add"), {"title": "T", "slug": "trees", "state": "draft"}
    )

    errors = response.context["adminform"].form.errors
    assert errors["slug"] == ["Another page has this address already."]


def test_a_picture_survives_the_error_of_another_field(editor) -> None:
    address = url(Profile, "change", 1)
    form = filled(editor.get(address)) | {"name": "Ada", "email": "nonsense"}
    upload = SimpleUploadedFile("me.png", picture_bytes())

    refused = editor.post(address, {**form, "portrait-upload": upload})

    image = Image.objects.get()
    html = refused.content.decode()
    assert f'name="portrait" value="{image.pk}"' in html
    assert image.source.src in html
    assert not Profile.objects.exists()

    editor.post(address, filled(refused) | {"email": "ada@example.edu"})

    assert Profile.objects.get().portrait == image


def test_a_portrait_is_removed_by_its_box(editor) -> None:
    profile = factories.profile(portrait=a_picture())

    editor.post(change(profile), filled(editor.get(change(profile))) | {"portrait-remove": "on"})

    profile.refresh_from_db()
    assert profile.portrait is None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "This file is empty."),
        (b"<svg onload='alert(1)'/>", "This is no JPEG, PNG or WebP picture."),
        (picture_bytes("JPEG", size=(300, 300))[:900], "This picture is damaged"),
    ],
)
def test_a_refused_picture_is_said_at_its_field(editor, content, words) -> None:
    address = url(Profile, "change", 1)
    form = filled(editor.get(address)) | {"name": "Ada"}
    upload = SimpleUploadedFile("me.png", content)

    response = editor.post(address, {**form, "portrait-upload": upload})

    assert words in response.context["adminform"].form.errors["portrait"][0]
    assert 'value="Ada"' in response.content.decode()
    assert not Image.objects.exists()


def test_a_picture_is_added_by_its_own_form(editor) -> None:
    upload = SimpleUploadedFile("me.png", picture_bytes())
    data = {"picture-upload": upload, "description": "A tree", "focus_x": 50, "focus_y": 50}

    response = editor.post(url(Image, "add"), data)

    assert response.status_code == 302
    assert Image.objects.get().description == "A tree"


def test_a_picture_needs_its_file(editor) -> None:
    response = editor.post(url(Image, "add"), {"focus_x": 50, "focus_y": 50})

    assert response.context["adminform"].form.errors["picture"] == ["Choose a picture."]


def test_a_picture_that_is_used_stays(editor) -> None:
    image = a_picture()
    factories.profile(portrait=image)

    html = editor.post(url(Image, "delete", image.pk), {"post": "yes"}).content.decode()

    assert "Ada Example" in html
    assert Image.objects.exists()


def test_what_still_uses_a_place_is_named_and_linked(editor) -> None:
    opening = factories.opening(title="Postdoc in clouds")
    place = opening.hosts.get().organization

    html = editor.get(
        reverse("admin:profile_organization_delete", args=[place.pk])
    ).content.decode()

    assert f'<a href="{change(opening)}">Postdoc in clouds</a>' in html
    assert "Host 1" not in html


def test_a_new_account_may_edit_the_site_and_no_accounts(editor) -> None:
    password = "rather long and odd 71"
    editor.post(
        reverse("admin:auth_user_add"),
        {"username": "helper", "password1": password, "password2": password,
         "usable_password": "true"},
    )  # fmt: skip
    helper = User.objects.get(username="helper")
    client = Client()
    client.force_login(helper)

    assert client.get(reverse("admin:news_newsitem_add")).status_code == 200
    assert client.get(reverse("admin:auth_user_changelist")).status_code == 403


@pytest.mark.parametrize("slug", ["my new address", "a/b", "ünï", "atom.xml", "..", "atom", "-"])
@pytest.mark.parametrize("make", [factories.publication, factories.opening])
def test_a_bad_address_of_what_is_public_is_refused_at_its_field(editor, make, slug) -> None:
    thing = make()
    form = filled(editor.get(change(thing)))

    response = editor.post(change(thing), {**form, "slug": slug})

    assert response.status_code == 200
    assert response.context["adminform"].form.errors["slug"]
    assert slug in response.content.decode()


def test_a_picture_that_a_text_shows_stays(editor) -> None:
    image = a_picture()
    item = factories.news_item(text=f"Look: ![Boat]({image.reference})")

    address = reverse("admin:homepage_image_delete", args=[image.pk])
    html = editor.get(address).content.decode()
    editor.post(address, {"post": "yes"})

    assert f'<a href="{change(item)}">' in html
    assert Image.objects.filter(pk=image.pk).exists()


def test_a_file_sent_with_errors_elsewhere_is_asked_for_again(editor) -> None:
    profile = factories.profile()
    form = filled(editor.get(change(profile)))
    pdf = SimpleUploadedFile("cv.pdf", b"%PDF-1.4 ...", "application/pdf")

    response = editor.post(change(profile), {**form, "email": "none", "cv_file": pdf})

    errors = response.context["adminform"].form.errors
    assert set(errors) == {"email", "cv_file"}
    assert errors["cv_file"][0].startswith("Choose the file again")


def test_the_owner_cannot_be_deleted_and_the_page_says_why(editor) -> None:
    profile = factories.profile()

    html = editor.get(reverse("admin:profile_person_delete", args=[profile.person_id]))

    assert f'<a href="{change(profile)}">Ada Example</a>' in html.content.decode()


def test_the_owners_name_is_changed_in_the_profile_alone(editor) -> None:
    person = factories.profile().person

    html = editor.get(change(person)).content.decode()
    editor.post(change(person), filled(editor.get(change(person))) | {"name": "Eve"})

    assert "Your name follows your profile" in html
    assert Person.objects.get(pk=person.pk).name == "Ada Example"


def test_what_a_new_site_needs_stands_on_the_first_page_until_it_is_there(editor) -> None:
    index = reverse("admin:index")
    steps = editor.get(index).context["checklist"]
    assert [step.done for step in steps] == [False] * 6

    factories.profile(portrait=a_picture())
    assert [step.done for step in editor.get(index).context["checklist"]][:5] == [True] * 5

    factories.publication()
    assert editor.get(index).context["checklist"] == []


def test_the_first_page_counts_what_there_is(editor) -> None:
    factories.publication()
    factories.publication()

    groups = editor.get(reverse("admin:index")).context["app_list"]

    assert [group["name"] for group in groups[:2]] == ["Your page", "Publications"]
    works = groups[1]["models"][0]
    assert (works["name"], str(works["count"])) == ("Works", "2")


def test_every_model_has_its_place_on_the_first_page(editor) -> None:
    groups = [group["name"] for group in editor.get(reverse("admin:index")).context["app_list"]]

    assert groups
    assert "More" not in groups


def test_an_opening_is_its_kind_and_its_host(editor) -> None:
    host = factories.organization()
    data = filled(editor.get(url(Opening, "add"))) | {
        "kind": str(OpeningKind.objects.first().pk),
        "state": "published",
        "hosts-TOTAL_FORMS": "1",
        "hosts-0-organization": str(host.pk),
    }

    response = editor.post(url(Opening, "add"), data)

    assert response.status_code == 302
    opening = Opening.objects.get()
    assert opening.slug
    assert opening.hosts.get().organization == host


def test_authors_are_put_in_order_in_the_form(editor) -> None:
    work = factories.publication(stages=0, authors=2, parts=0)
    first, second = work.authorships.order_by("position")
    form = filled(editor.get(change(work)))

    editor.post(change(work), form | {"authorships-0-position": "2", "authorships-1-position": "1"})

    assert list(Authorship.objects.order_by("position")) == [second, first]
