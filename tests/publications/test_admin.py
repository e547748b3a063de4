"""Works in the admin."""

import re

from django.urls import reverse

from profile.models import Person, Venue
from publications.models import Publication, Stage
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


def a_work(**fields: str) -> dict[str, str]:
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
