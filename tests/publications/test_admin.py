"""Works in the admin."""

import re
from typing import Any

from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from homepage.content.versions import ContentVersion
from profile.models import Person, Venue
from publications.models import Authorship, Publication, Stage
from tests import factories
from tests.forms import filled

ADD = reverse("admin:publications_publication_add")


def change(work: Publication) -> str:
    return reverse("admin:publications_publication_change", args=[work.pk])


def rows(prefix: str, *values: dict[str, str]) -> dict[str, str]:
    """The fields of new rows as a form sends them."""
    data = {f"{prefix}-TOTAL_FORMS": str(len(values)), f"{prefix}-INITIAL_FORMS": "0"}
    for number, fields in enumerate(values):
        data |= {f"{prefix}-{number}-{name}": value for name, value in fields.items()}
    return data


def a_work(**fields: str) -> dict[str, Any]:
    people = [factories.person(name=name) for name in ("Ann Alpha", "Bob Beta", "Cid Gamma")]
    archive = Venue.objects.create(name="The Archive", kind="repository")
    journal = Venue.objects.create(name="The Journal")
    return {
        "title": "On trees",
        "kind": "article",
        "authors_complete": "on",
        "state": "published",
        **rows(
            "stages",
            {"kind": "published", "date": "2021-03", "venue": str(journal.pk)},
            {"kind": "preprint", "date": "2020", "venue": str(archive.pk)},
        ),
        **rows("authorships", *({"person": str(p.pk), "role": "author"} for p in people)),
        **rows("links"),
        **rows("topics"),
        **rows("distinctions"),
        **fields,
    }


def test_a_work_with_two_stages_and_three_authors_is_added_without_slug_or_id(editor) -> None:
    response = editor.post(ADD, a_work())

    assert response.status_code == 302
    work = Publication.objects.get()
    assert work.slug == "on-trees"
    assert work.edit_version == 1
    assert str(work.main_stage.date) == "2021-03"
    assert [stage.kind for stage in work.stages.all()] == ["published", "preprint"]
    authors = [row.person.name for row in work.authorships.all()]
    assert authors == ["Ann Alpha", "Bob Beta", "Cid Gamma"]
    assert [row.position for row in work.authorships.all()] == [1, 2, 3]


def test_a_row_says_its_error_and_keeps_what_was_typed(editor) -> None:
    data = a_work() | {"stages-1-date": "2016.13", "stages-0-url": "ftp://example.org"}

    response = editor.post(ADD, data)

    html = response.content.decode()
    assert response.status_code == 200
    assert "There is no month 13." in html
    assert 'value="2016.13"' in html
    assert "Write a whole address that begins with https://" in html
    assert 'value="ftp://example.org"' in html
    assert "Cid Gamma" in html
    assert not Publication.objects.exists()


def test_a_person_stands_among_the_authors_once(editor) -> None:
    data = a_work()
    data["authorships-1-person"] = data["authorships-0-person"]

    response = editor.post(ADD, data)

    assert response.status_code == 200
    assert not Publication.objects.exists()


def test_a_stage_deleted_in_the_form_no_longer_stands_for_the_work(editor) -> None:
    work = factories.publication(stages=0)
    old = factories.stage(work, kind="preprint", date="2019")
    factories.stage(work, kind="published", date="2022")
    work.refresh_from_db()
    form = filled(editor.get(change(work)))
    main = next(n for n in (0, 1) if form[f"stages-{n}-kind"] == "published")

    editor.post(change(work), form | {f"stages-{main}-DELETE": "on"})

    work.refresh_from_db()
    assert work.main_stage == old
    assert Stage.objects.count() == 1


def test_an_author_who_was_not_named_is_asked_for_and_none_is_dropped(editor) -> None:
    data = a_work()
    data |= {"authorships-TOTAL_FORMS": "4", "authorships-3-position": "1"}
    data |= {"authorships-3-role": "author"}

    response = editor.post(ADD, data)

    assert response.status_code == 200
    assert "Fill this in, or take the row away." in response.content.decode()
    assert not Publication.objects.exists()


def test_people_are_found_by_another_spelling(editor) -> None:
    person = factories.person(name="Wang Xiaoming")
    person.aliases.create(name="X. M. Wang")
    address = reverse("admin:autocomplete")
    asked = {"app_label": "publications", "model_name": "authorship", "field_name": "person"}

    answer = editor.get(address, {**asked, "term": "X. M."}).json()

    assert [result["text"] for result in answer["results"]] == ["Wang Xiaoming"]
    assert Person.objects.count() == 1


def test_selected_works_are_taken_off_and_put_back(editor) -> None:
    work = factories.publication(is_selected=True)
    selected = reverse("admin:publications_selectedpublication_changelist")
    data = {"_selected_action": [work.pk]}

    editor.post(selected, {**data, "action": "deselect"})
    work.refresh_from_db()
    assert (work.is_selected, work.edit_version) == (False, 2)

    works = reverse("admin:publications_publication_changelist")
    editor.post(works, {**data, "action": "select"})
    work.refresh_from_db()
    assert work.is_selected


def test_a_selected_work_is_edited_as_the_work_it_is(editor) -> None:
    work = factories.publication(is_selected=True)

    response = editor.get(reverse("admin:publications_selectedpublication_change", args=[work.pk]))

    assert response["Location"] == change(work)


def test_stages_and_authors_stand_before_what_matters_less(editor) -> None:
    work = factories.publication(stages=1, authors=1)

    page = editor.get(change(work)).content.decode()

    places = [
        page.index(f'name="{name}"')
        for name in ("title", "stages-0-kind", "authorships-0-person", "abstract", "slug")
    ]
    assert places == sorted(places)


def test_a_closed_section_says_what_stands_in_it(editor) -> None:
    work = factories.publication(is_selected=True)
    work.links.create(kind="code", url="https://example.org/")
    work.links.create(kind="other", label="Poem", url="https://example.org/poem")
    work.topics.create(interest=factories.interest(title="Clouds"))

    page = editor.get(change(work)).content.decode()

    for words in ("Code, Poem", "Clouds", "Among the selected works"):
        assert re.search(rf'<span class="section-summary">[^<]*{words}', page)


def test_a_title_is_one_line_however_it_was_pasted(editor) -> None:
    editor.post(ADD, a_work(title=" On \r\n tall\ntrees "))

    assert Publication.objects.get().title == "On tall trees"


def bare_work(**fields: Any) -> dict[str, Any]:
    """A form with a title and no rows yet."""
    data: dict[str, Any] = {"title": "On trees", "kind": "article", "state": "draft"}
    for prefix in ("stages", "authorships", "links", "topics", "distinctions"):
        data |= rows(prefix)
    return data | fields


# Authors in one line


def with_line(line: str, **fields: Any) -> dict[str, Any]:
    """An untouched form with a line of authors pasted into it, and its button pressed."""
    pressed = {"authors_complete": "on", "author_line": line, "_add_authors": ""}
    return bare_work(**pressed) | fields


def authors_in(form: dict[str, str]) -> list[tuple[str, str]]:
    """The rows of authors of a form that came back: the key chosen, or the new name."""
    count = int(form["authorships-TOTAL_FORMS"])
    return [
        (form[f"authorships-{n}-person"], form[f"authorships-{n}-new_person"]) for n in range(count)
    ]


def test_a_pasted_line_becomes_rows_and_nothing_is_stored(editor) -> None:
    known = factories.person(name="Ann Alpha")
    known.aliases.create(name="Ann-Marie Alpha")
    version = ContentVersion.current().number

    response = editor.post(ADD, with_line("Alpha, Ann-Marie; Bob Beta*; Cid Gamma et al."))

    form = filled(response)
    html = response.content.decode()
    assert authors_in(form) == [(str(known.pk), ""), ("", "Bob Beta"), ("", "Cid Gamma")]
    assert form["authorships-0-name_as_printed"] == "Alpha, Ann-Marie"
    assert form["authorships-1-corresponding"] == "on"
    assert "authors_complete" not in form
    assert form["title"] == "On trees"
    assert form["author_line"] == ""
    assert "3 authors added." in html
    assert "2 of them are not known by this name" in html
    assert "Nothing is saved yet." in html
    assert "errornote" not in html
    assert Person.objects.count() == 1
    assert not Publication.objects.exists()
    assert ContentVersion.current().number == version


def test_saving_makes_one_person_of_each_new_name(editor) -> None:
    form = filled(editor.post(ADD, with_line("Alpha, A. B.; {The Example Group}; Beta, Bob")))

    response = editor.post(ADD, form)

    assert response.status_code == 302
    work = Publication.objects.get()
    people = [row.person for row in work.authorships.select_related("person")]
    assert [person.name for person in people] == ["A. B. Alpha", "The Example Group", "Bob Beta"]
    assert (people[0].family_name, people[0].given_name) == ("Alpha", "A. B.")
    assert people[1].is_group
    assert [row.name_as_printed for row in work.authorships.all()] == ["", "", ""]
    assert [row.position for row in work.authorships.all()] == [1, 2, 3]


def test_initials_propose_and_do_not_decide(editor) -> None:
    known = factories.person(name="Ruth Example", family_name="Example", given_name="Ruth")

    response = editor.post(ADD, with_line("R. Example, Ann Alpha"))

    form = filled(response)
    assert authors_in(form) == [("", "R. Example"), ("", "Ann Alpha")]
    assert f'value="authorships-0-person:{known.pk}"' in response.content.decode()

    chosen = filled(editor.post(ADD, form | {"_choose": f"authorships-0-person:{known.pk}"}))

    assert authors_in(chosen) == [(str(known.pk), ""), ("", "Ann Alpha")]
    assert chosen["authorships-0-name_as_printed"] == "R. Example"
    assert chosen["title"] == "On trees"


def test_a_line_is_added_to_a_work_that_is_there(editor) -> None:
    work = factories.publication(authors=1)
    form = filled(editor.get(change(work))) | {"author_line": "Ann Alpha", "_add_authors": ""}

    again = filled(editor.post(change(work), form))
    editor.post(change(work), again)

    names = [row.person.name for row in work.authorships.select_related("person")]
    assert names[1:] == ["Ann Alpha"]
    assert len(names) == 2


def test_an_empty_line_is_asked_for_and_a_long_one_refused_with_its_text(editor) -> None:
    empty = editor.post(ADD, with_line(" , "))
    many = ", ".join(f"Ann Alpha{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(450))
    refused = editor.post(ADD, with_line(many))

    assert "Paste at least one name." in empty.content.decode()
    assert "450 names, more than a form takes" in refused.content.decode()
    assert filled(refused)["author_line"] == many


def test_markup_in_a_line_stays_text(editor) -> None:
    html = editor.post(ADD, with_line("<script>alert(1)</script>, Ann Alpha")).content.decode()

    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


def test_a_form_that_came_back_with_a_line_shows_no_errors_of_its_rows(editor) -> None:
    form = with_line("Ann Alpha", **{"stages-TOTAL_FORMS": "1", "stages-0-date": "2016.13"})

    html = editor.post(ADD, form).content.decode()

    assert "There is no month 13." not in html
    assert 'value="2016.13"' in html


def test_the_same_new_name_twice_in_a_role_is_refused_and_all_of_it_kept(editor) -> None:
    form = filled(editor.post(ADD, with_line("Ann Alpha, Bob Beta, ANN ALPHA")))

    response = editor.post(ADD, form)

    assert "This name stands here already in the same role." in response.content.decode()
    assert authors_in(filled(response)) == authors_in(form)
    assert not Person.objects.exists()


def test_the_same_new_name_in_two_roles_is_one_person(editor) -> None:
    form = filled(editor.post(ADD, with_line("Ann Alpha, Ann Alpha")))

    editor.post(ADD, form | {"authorships-1-role": "editor"})

    assert Person.objects.get().authorships.count() == 2


def test_a_new_name_that_is_an_alias_is_the_person_who_has_it(editor) -> None:
    known = factories.person(name="Ruth Example")
    known.aliases.create(name="Example Ruth-Marie")
    form = bare_work() | rows("authorships", {"new_person": "example ruth-marie", "role": "author"})

    editor.post(ADD, form)

    row = Publication.objects.get().authorships.get()
    assert (row.person, row.name_as_printed) == (known, "example ruth-marie")


def test_a_refused_form_proposes_again_and_creates_nobody(editor) -> None:
    known = factories.person(name="Ruth Example", family_name="Example", given_name="Ruth")
    names = rows("authorships", {"new_person": "R. Example", "role": "author"})
    form = bare_work(state="published", title="") | names
    before = Person.objects.count()

    response = editor.post(ADD, form)

    assert f'value="authorships-0-person:{known.pk}"' in response.content.decode()
    assert authors_in(filled(response)) == [("", "R. Example")]
    assert Person.objects.count() == before


def test_who_may_not_add_people_is_told_at_the_name(client, db) -> None:
    helper = User.objects.create_user("helper", is_staff=True)
    rights = Permission.objects.filter(content_type__app_label="publications")
    helper.user_permissions.set(rights)
    client.force_login(helper)

    response = client.post(ADD, bare_work() | rows("authorships", {"new_person": "Ann Newcomer"}))

    assert "you may not add it" in response.content.decode()
    assert not Person.objects.filter(name="Ann Newcomer").exists()


def test_a_form_that_comes_back_asks_for_many_authors_in_few_queries(editor) -> None:
    def queries(count: int) -> int:
        people = [factories.person() for _ in range(count)]
        chosen = ({"person": str(p.pk), "role": "author"} for p in people)
        form = with_line("Ann Alpha") | rows("authorships", *chosen)
        with CaptureQueriesContext(connection) as captured:
            response = editor.post(ADD, form)
        assert all(person.name in response.content.decode() for person in people)
        return len(captured)

    few = queries(2)

    assert queries(12) == few


# Venues in place


def test_a_new_venue_is_made_on_save_with_the_kind_that_fits(editor) -> None:
    stages = rows(
        "stages",
        {"kind": "published", "date": "2021", "new_venue": "Conference on Trees"},
        {"kind": "preprint", "date": "2020", "new_venue": "Tree Archive"},
        {"kind": "accepted", "new_venue": "Talks on Trees", "new_venue_kind": "other"},
    )

    response = editor.post(ADD, bare_work(kind="conference-paper") | stages)

    assert response.status_code == 302
    kinds = dict(Venue.objects.values_list("name", "kind"))
    assert kinds["Conference on Trees"] == "conference"
    assert kinds["Tree Archive"] == "repository"
    assert kinds["Talks on Trees"] == "other"
    assert Publication.objects.get().main_stage.venue.name == "Conference on Trees"


def test_a_venue_is_known_by_its_alias(editor) -> None:
    venue = factories.venue(name="Conference on Trees", short_name="TreeConf", kind="conference")
    venue.aliases.create(name="NTREES")
    before = Venue.objects.count()

    editor.post(ADD, bare_work() | rows("stages", {"kind": "published", "new_venue": "ntrees"}))

    assert Stage.objects.get().venue == venue
    assert Venue.objects.count() == before


def test_a_refused_form_keeps_the_new_venue(editor) -> None:
    stages = rows("stages", {"kind": "published", "date": "soon", "new_venue": "Tree Letters"})

    response = editor.post(ADD, bare_work() | stages)

    assert filled(response)["stages-0-new_venue"] == "Tree Letters"
    assert not Venue.objects.filter(name="Tree Letters").exists()


# Stages and files


def test_a_later_stage_stands_for_the_work_and_the_editor_is_told(editor) -> None:
    work = factories.publication(stages=0, authors=0, parts=0)
    factories.stage(work, kind="preprint", date="2020")
    form = filled(editor.get(change(work)))
    form |= {"stages-TOTAL_FORMS": "2", "stages-1-kind": "published", "stages-1-date": "2022-03"}

    response = editor.post(change(work), form, follow=True)

    work.refresh_from_db()
    assert str(work.main_stage.date) == "2022-03"
    assert "It now stands as: Published" in response.content.decode()


def test_a_saved_work_that_is_published_has_keys_for_its_stages(editor) -> None:
    editor.post(ADD, a_work())

    assert all(stage.bibtex_key for stage in Publication.objects.get().stages.all())


def a_pdf(name: str = "paper.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4\n%%EOF\n", "application/pdf")


def test_a_link_is_an_address_or_a_file(editor) -> None:
    neither = editor.post(ADD, bare_work() | rows("links", {"kind": "pdf"}))
    editor.post(ADD, bare_work() | rows("links", {"kind": "pdf"}) | {"links-0-file": a_pdf()})

    assert "Give an address or choose a PDF, one of the two." in neither.content.decode()
    assert Publication.objects.get().links.get().file_name == "paper"


def test_a_file_that_is_not_kept_is_asked_for_at_its_place(editor) -> None:
    form = bare_work(state="published", title="") | rows("links", {"kind": "pdf"})

    response = editor.post(ADD, form | {"links-0-file": a_pdf()})

    html = response.content.decode()
    place = html.index('name="links-0-file"')
    assert "Choose the file again" in html[place - 400 : place]


def test_a_file_in_the_form_is_called_by_its_name(editor) -> None:
    editor.post(ADD, bare_work() | rows("links", {"kind": "pdf"}) | {"links-0-file": a_pdf()})

    html = editor.get(change(Publication.objects.get())).content.decode()

    assert "paper.pdf" in html
    assert "/media/works/" not in html


def test_a_work_by_thousands_is_edited_without_its_rows_of_authors(editor) -> None:
    work = factories.publication(authors=0)
    people = Person.objects.bulk_create(Person(name=f"Ann {number}") for number in range(1100))
    Authorship.objects.bulk_create(
        Authorship(publication=work, person=person, position=place)
        for place, person in enumerate(people, 1)
    )
    page = editor.get(change(work))

    response = editor.post(change(work), filled(page) | {"title": "By many"})

    assert "This work has 1100 authors" in page.content.decode()
    assert response.status_code == 302
    work.refresh_from_db()
    assert (work.title, work.authorships.count()) == ("By many", 1100)


def test_without_script_a_button_brings_an_empty_row(editor) -> None:
    form = bare_work(_add_row="stages") | rows("stages", {"kind": "preprint", "date": "2020"})

    response = editor.post(ADD, form)

    again = filled(response)
    assert (again["stages-0-date"], again["stages-1-kind"]) == ("2020", "published")
    assert again["stages-TOTAL_FORMS"] == "2"
    assert 'name="_add_row" value="stages"' in response.content.decode()
    assert not Publication.objects.exists()


def test_authors_who_stand_here_already_are_not_added_again(editor) -> None:
    known = factories.person(name="Ann Alpha")
    form = filled(editor.post(ADD, with_line("Ann Alpha, Bob Beta")))

    response = editor.post(
        ADD, form | {"author_line": "Bob Beta, Ann Alpha, Cid Gamma", "_add_authors": ""}
    )

    assert authors_in(filled(response)) == [
        (str(known.pk), ""),
        ("", "Bob Beta"),
        ("", "Cid Gamma"),
    ]
    assert "1 author added." in response.content.decode()
    assert "2 stood here already." in response.content.decode()


def test_works_that_are_published_from_the_list_have_keys(editor) -> None:
    work = factories.publication(state="draft")

    data = {"action": "publish", "_selected_action": [work.pk]}
    editor.post(reverse("admin:publications_publication_changelist"), data)

    assert work.stages.get().bibtex_key


def test_a_person_named_twice_is_told_in_words(editor) -> None:
    data = a_work()
    data["authorships-1-person"] = data["authorships-0-person"]

    html = editor.post(ADD, data).content.decode()

    assert "Somebody stands here twice in the same role." in html
    assert "This person stands here already in the same role." in html


def test_a_save_with_a_line_of_authors_left_is_refused_and_loses_nothing(editor) -> None:
    form = with_line("Ann Alpha, Bob Beta")
    form.pop("_add_authors")

    response = editor.post(ADD, form)

    assert "Press “Add these authors” first, or empty the box." in response.content.decode()
    assert filled(response)["author_line"] == "Ann Alpha, Bob Beta"
    assert not Publication.objects.exists()


def test_a_name_without_letters_is_no_person(editor) -> None:
    response = editor.post(ADD, bare_work() | rows("authorships", {"new_person": ","}))

    assert response.status_code == 200
    assert not Person.objects.exists()


def test_a_step_asks_for_a_chosen_file_in_words_that_fit(editor) -> None:
    form = with_line("Ann Alpha") | rows("links", {"kind": "pdf"})

    html = editor.post(ADD, form | {"links-0-file": a_pdf()}).content.decode()

    assert "Choose the file again" in html
    assert "mending" not in html


def test_the_owner_is_marked_among_the_authors(editor) -> None:
    owner = factories.profile().person
    work = factories.publication(authors=1)
    work.authorships.create(person=owner)

    html = editor.get(change(work)).content.decode()

    assert re.search(rf'<option value="{owner.pk}"[^>]* data-you', html)
    assert len(re.findall(r"<option[^>]* data-you", html)) == 1
