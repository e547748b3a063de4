"""The form of a work that begins with an identifier or with BibTeX."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from homepage.content.versions import ContentVersion
from profile.matching import VenueIndex
from profile.models import Person, Venue
from profile.names import Name
from publications.bibtex.writing import bibtex_of
from publications.editing import beginning
from publications.editing.filling import filling_of
from publications.editing.forms import read_record, signed_record
from publications.lookup import LookupFailed
from publications.models import Import, Publication, Stage
from publications.records import Record, RecordCredit, RecordLink, RecordStage, RecordVenue
from tests import factories
from tests.forms import filled

ADD = reverse("admin:publications_publication_add")
WORKS = reverse("admin:publications_publication_changelist")

ENTRY = """@inproceedings{alpha2023trees,
  title     = {On the Growth of {T}rees},
  author    = {Example, R. and Alpha, Ann and {The Example Group} and others},
  booktitle = {Proceedings of the 3rd Conference on Invented Trees},
  publisher = {Invented Press},
  year      = 2023,
  month     = dec,
  pages     = {1--12},
  doi       = {10.5555/12345},
  abstract  = {We study trees that grow.},
  slides    = {of no use here}
}"""
RECORD = Record(
    kind="article",
    title="On Ponds",
    credits=(RecordCredit(Name("Alpha", "Ann"), orcid="0000-0002-1825-0097"),),
    stage=RecordStage(
        date="2024-05", doi="10.5555/ponds", venue=RecordVenue("Pond Letters", issn="1234-5679")
    ),
    links=(RecordLink("code", "https://example.org/ponds"),),
    warnings=("The language “xx” is not known.",),
)


def change(work: Publication) -> str:
    return reverse("admin:publications_publication_change", args=[work.pk])


def begun(editor: Any, text: str) -> Any:
    """The answer to the box above the list of works."""
    return editor.post(ADD, {"begin": text, "_begin": ""})


@pytest.fixture
def service(monkeypatch) -> list[Record]:
    """What the services answer, in place of them."""
    answer = [RECORD]
    monkeypatch.setattr(beginning, "look_up", lambda identifier: list(answer))
    return answer


def test_a_bibtex_entry_fills_the_form_and_stores_nothing(editor) -> None:
    known = factories.person(name="Ann Alpha")
    owner = factories.person(name="Ruth Example", family_name="Example", given_name="Ruth")
    version = ContentVersion.current().number

    response = begun(editor, ENTRY)

    form, html = filled(response), response.content.decode()
    assert form["title"] == "On the Growth of Trees"
    assert form["kind"] == "conference-paper"
    assert form["abstract"] == "We study trees that grow."
    assert "authors_complete" not in form
    assert (form["stages-0-date"], form["stages-0-pages"]) == ("2023-12", "1–12")
    assert form["stages-0-new_venue"] == "Conference on Invented Trees"
    assert form["stages-0-new_venue_kind"] == "conference"
    assert form["authorships-0-new_person"] == "R. Example"
    assert f'value="authorships-0-person:{owner.pk}"' in html
    assert form["authorships-1-person"] == str(known.pk)
    assert form["authorships-2-new_person"] == "{The Example Group}"
    assert "Filled from BibTeX entry alpha2023trees." in html
    assert not Publication.objects.exists()
    assert not Import.objects.exists()
    assert Person.objects.count() == 2
    assert ContentVersion.current().number == version


def test_the_filled_form_saves_and_loses_no_field_of_the_entry(editor) -> None:
    form = filled(begun(editor, ENTRY))

    response = editor.post(ADD, form | {"state": "published"})

    assert response.status_code == 302
    work = Publication.objects.for_list().get()
    stage = work.main_stage
    assert stage.bibtex_key == "alpha2023trees"
    assert stage.venue.name == "Conference on Invented Trees"
    exported = bibtex_of(work)
    for written in (
        "{On the Growth of {T}rees}",
        "{Example, R. and Alpha, Ann and {The Example Group} and others}",
        "{Proceedings of the 3rd Conference on Invented Trees}",
        "{of no use here}",
    ):
        assert written in exported


def test_what_was_typed_before_stays(editor) -> None:
    form = filled(editor.get(ADD)) | {"title": "My own title", "begin": ENTRY, "_begin": ""}

    again = filled(editor.post(ADD, form))

    assert again["title"] == "My own title"
    assert again["abstract"] == "We study trees that grow."
    assert again["begin"] == ""


def test_an_identifier_fills_the_form_with_what_its_service_knows(editor, service) -> None:
    response = begun(editor, "https://doi.org/10.5555/ponds")

    form, html = filled(response), response.content.decode()
    assert form["title"] == "On Ponds"
    assert form["links-0-url"] == "https://example.org/ponds"
    assert "Filled from DOI 10.5555/ponds." in html
    assert "The language “xx” is not known." in html

    editor.post(ADD, form)

    work = Publication.objects.get()
    person = work.authorships.get().person
    assert (person.name, person.orcid) == ("Ann Alpha", "0000-0002-1825-0097")
    assert work.main_stage.venue.issn == "1234-5679"


def test_a_person_is_known_by_the_orcid_id_of_the_record(editor, service) -> None:
    known = factories.person(name="A. Otherwise", orcid="0000-0002-1825-0097")

    form = filled(begun(editor, "10.5555/ponds"))

    assert form["authorships-0-person"] == str(known.pk)
    assert form["authorships-0-name_as_printed"] in ("", "Ann Alpha")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Type an identifier or paste a BibTeX entry."),
        ("what is this", "This is no DOI"),
        ("@article{broken", ""),
        ("@comment{nothing here}", ""),
        ("\x00@article{a", ""),
    ],
)
def test_what_is_nothing_to_begin_with_stays_in_the_box_with_the_reason(
    editor, text: str, words: str
) -> None:
    response = begun(editor, text)

    html = response.content.decode()
    assert response.status_code == 200
    assert 'class="errorlist" role="alert"' in html
    assert words in html
    assert filled(response)["begin"].strip("\x00\ufffd") == text.strip("\x00")


def test_a_service_that_does_not_answer_is_named_and_the_text_kept(editor, monkeypatch) -> None:
    def silent(identifier: Any) -> list[Record]:
        raise LookupFailed("doi.example.org did not answer in time. Try again in a minute.")

    monkeypatch.setattr(beginning, "look_up", silent)
    typed = filled(editor.get(ADD)) | {"title": "Half typed", "begin": "10.5555/1", "_begin": ""}

    response = editor.post(ADD, typed)

    assert "did not answer in time" in response.content.decode()
    form = filled(response)
    assert (form["begin"], form["title"]) == ("10.5555/1", "Half typed")


def test_many_works_go_on_to_the_preview_of_an_import(editor, service) -> None:
    service.append(RECORD)

    response = begun(editor, "0000-0002-1825-0097")

    run = Import.objects.get()
    assert response["Location"] == reverse("admin:publications_import_change", args=[run.pk])
    assert run.entries.count() == 2
    assert run.created_by is not None
    assert not Publication.objects.exists()


def test_two_entries_of_bibtex_go_on_to_the_preview_too(editor) -> None:
    response = begun(editor, ENTRY + "\n@misc{other, title = {Another}, author = {Ann Alpha}}")

    assert response.status_code == 302
    run = Import.objects.get()
    assert [entry.key for entry in run.entries.all()] == ["alpha2023trees", "other"]


def a_preprint_of_it() -> Publication:
    work = factories.publication(title="On the growth of trees", stages=0, authors=0, parts=0)
    factories.stage(work, kind="preprint", date="2022", doi="10.5555/12345")
    return work


def test_a_work_that_is_there_already_is_named(editor) -> None:
    work = a_preprint_of_it()

    html = begun(editor, ENTRY).content.decode()

    assert "This work seems to be here already" in html
    assert f'href="{change(work)}"' in html
    assert "same DOI" in html


def test_the_stage_is_added_to_the_work_that_is_there(editor) -> None:
    work = a_preprint_of_it()
    html = begun(editor, ENTRY)
    record = html.context["known_record"]

    response = editor.post(change(work), {**filled(html), "_add_stage": record})

    form = filled(response)
    assert form["title"] == "On the growth of trees"
    assert form["stages-0-kind"] == "preprint"
    assert (form["stages-1-kind"], form["stages-1-date"]) == ("published", "2023-12")
    assert "The stage is the last one below." in response.content.decode()
    assert Stage.objects.count() == 1

    editor.post(change(work), form)

    work.refresh_from_db()
    assert work.main_stage.bibtex_key == "alpha2023trees"
    assert Publication.objects.count() == 1


def test_a_record_that_somebody_changed_on_the_way_is_refused(editor) -> None:
    form = filled(begun(editor, ENTRY))

    response = editor.post(ADD, form | {"stages-0-source": form["stages-0-source"] + "x"})

    assert "did not arrive whole" in response.content.decode()
    assert not Publication.objects.exists()


def test_a_refused_form_keeps_what_it_was_filled_from(editor) -> None:
    form = filled(begun(editor, ENTRY))

    again = filled(editor.post(ADD, form | {"stages-0-date": "soon"}))
    editor.post(ADD, again | {"stages-0-date": "2023-12"})

    assert Stage.objects.get().source_fields["slides"] == "of no use here"


def test_a_record_comes_back_from_its_signed_text() -> None:
    assert read_record(signed_record(RECORD)) == RECORD


def test_a_link_of_a_strange_kind_and_markup_do_no_harm(editor, service) -> None:
    service[0] = Record(
        kind="article",
        title="<script>alert(1)</script>",
        stage=RecordStage(url="javascript:alert(1)", venue=RecordVenue("<b>Bold</b>")),
        links=(RecordLink("strange", "https://example.org/"),),
    )

    response = begun(editor, "10.5555/1")

    assert "<script>alert" not in response.content.decode()
    refused = editor.post(ADD, filled(response))
    assert "Write a whole address that begins with" in refused.content.decode()


def test_the_venue_of_a_record_is_known_by_an_alias(db) -> None:
    venue = Venue.objects.create(name="Letters on Ponds")
    venue.aliases.create(name="Pond Letters")

    row = filling_of(RECORD).rows["stages"][0]

    assert row["venue"] == str(venue.pk)
    assert "new_venue" not in row


def test_more_authors_than_a_form_takes_go_on_to_the_preview(editor, service) -> None:
    crowd = tuple(RecordCredit(Name("Alpha", f"Ann{number}")) for number in range(3000))
    service[0] = Record(kind="article", title="By many", credits=crowd)

    response = begun(editor, "10.5555/1")

    assert response.status_code == 302
    assert Import.objects.get().entries.get().title == "By many"


def test_the_list_of_works_has_the_box_for_who_may_add(editor, client, db) -> None:
    assert 'name="begin"' in editor.get(WORKS).content.decode()


def test_who_may_not_add_looks_nothing_up(client, db, monkeypatch, django_user_model) -> None:
    helper = django_user_model.objects.create_user("helper", is_staff=True)
    client.force_login(helper)
    asked: list[Any] = []
    monkeypatch.setattr(beginning, "look_up", asked.append)

    response = client.post(ADD, {"begin": "10.5555/1", "_begin": ""})

    assert response.status_code == 403
    assert asked == []


# A record that speaks of a work of the site


def joined(editor: Any, work: Publication, record: Record) -> Any:
    """The answer to “Add the stage to that work instead”."""
    return editor.post(change(work), {"_add_stage": signed_record(record)})


def paper(**fields: Any) -> Record:
    stage = RecordStage(date="2023", doi="10.5555/paper", venue=RecordVenue("Pond Letters"))
    people = (RecordCredit(Name("Alpha", "Ann")), RecordCredit(Name("Newcomer", "Nora")))
    values = {"kind": "article", "title": "On Ponds", "credits": people, "stage": stage}
    return Record(**{**values, **fields})


def a_preprint(**fields: Any) -> Publication:
    values = {"title": "On Ponds", "kind": "preprint", "stages": 0, "authors": 0, "parts": 0}
    work = factories.publication(**{**values, **fields})
    factories.stage(work, kind="preprint", date="2022", arxiv_id="2201.00001")
    work.authorships.create(person=factories.person(name="Ann Alpha"))
    work.authorships.create(person=factories.person(name="Bob Beta"))
    return work


def test_a_preprint_that_appeared_is_no_longer_a_preprint(editor) -> None:
    response = joined(editor, a_preprint(), paper())

    assert filled(response)["kind"] == "article"
    assert "becomes Journal article; it was Preprint" in response.content.decode()


def test_the_title_of_the_paper_is_kept_with_its_stage(editor) -> None:
    form = filled(joined(editor, a_preprint(), paper(title="On Ponds and Lakes")))

    assert form["title"] == "On Ponds"
    assert form["stages-1-title"] == "On Ponds and Lakes"


def test_other_authors_and_another_abstract_are_told_and_nothing_is_changed(editor) -> None:
    work = a_preprint(abstract="We look at ponds.")

    response = joined(editor, work, paper(abstract="We look at lakes."))

    html = response.content.decode()
    form = filled(response)
    assert "New among its authors: Nora Newcomer." in html
    assert "Not among its authors: Bob Beta." in html
    assert "Its abstract reads otherwise; the one here stays." in html
    assert form["authorships-TOTAL_FORMS"] == "2"
    assert form["abstract"] == "We look at ponds."


def test_a_stage_that_is_there_gets_what_it_lacks_and_no_twin(editor) -> None:
    work = a_preprint()
    stage = factories.stage(work, date="2023", doi="10.5555/PAPER", volume="7")
    stated = paper(stage=RecordStage(date="2023", doi="10.5555/paper", volume="8", pages="1–9"))

    response = joined(editor, work, stated)

    html = response.content.decode()
    form = filled(response)
    assert form["stages-TOTAL_FORMS"] == "2"
    number = next(n for n in (0, 1) if form[f"stages-{n}-id"] == str(stage.pk))
    assert (form[f"stages-{number}-pages"], form[f"stages-{number}-volume"]) == ("1–9", "7")
    assert "This stage is there already" in html
    assert f'href="#stages-{number}"' in html
    assert "what is here stays: Volume “8”" in html


def test_a_stage_of_the_same_kind_venue_and_year_is_the_same(editor) -> None:
    work = a_preprint()
    factories.stage(work, date="2023", venue=factories.venue(name="Pond Letters"))

    form = filled(joined(editor, work, paper()))

    assert form["stages-TOTAL_FORMS"] == "2"
    assert "10.5555/paper" in {form["stages-0-doi"], form["stages-1-doi"]}


def test_the_warning_says_that_the_stage_is_there_too(editor, service) -> None:
    work = a_preprint()
    service[:] = [paper()]
    factories.stage(work, date="2023", doi="10.5555/paper")

    html = begun(editor, "10.5555/paper").content.decode()

    assert "This stage is there already: Published, 2023." in html
    assert "Fill in there what it lacks" in html
    assert "Add the stage to that work instead" not in html


def test_a_work_of_this_title_in_another_year_is_named(editor, service) -> None:
    work = factories.publication(title="On Ponds", stages=0, authors=0, parts=0)
    factories.stage(work, date="2009", doi="10.5555/older")
    work.authorships.create(person=factories.person(name="Ann Alpha"))

    html = begun(editor, "10.5555/ponds").content.decode()

    assert "A work of this title by the same first author is here" in html
    assert f'href="{change(work)}"' in html
    assert "(2009)" in html


def test_who_may_only_add_works_is_not_led_where_they_may_not_go(client, service, db) -> None:
    factories.stage(a_preprint(), doi="10.5555/ponds")
    helper = User.objects.create_user("helper", is_staff=True)
    helper.user_permissions.set(Permission.objects.filter(codename="add_publication"))
    client.force_login(helper)

    html = begun(client, "10.5555/ponds").content.decode()

    assert "This work seems to be here already" in html
    assert "_add_stage" not in html


# The box once more


def test_filling_twice_from_the_same_source_doubles_nothing(editor, service) -> None:
    once = filled(begun(editor, "10.5555/ponds"))

    twice = filled(editor.post(ADD, once | {"begin": "10.5555/ponds", "_begin": ""}))

    assert twice == once


def test_a_kind_that_was_chosen_before_stays_and_is_told(editor, service) -> None:
    form = filled(editor.get(ADD)) | {"kind": "book", "begin": "10.5555/ponds", "_begin": ""}

    response = editor.post(ADD, form)

    assert filled(response)["kind"] == "book"
    assert "The kind stays Book" in response.content.decode()


def test_a_save_with_something_left_in_the_box_is_refused_and_loses_nothing(editor) -> None:
    form = filled(editor.get(ADD)) | {"title": "On Ponds", "begin": " 10.5555/ponds"}

    response = editor.post(ADD, form | {"_save": ""})

    assert "Press “Fill the form” first, or empty the box." in response.content.decode()
    assert filled(response)["begin"] == " 10.5555/ponds"
    assert filled(response)["title"] == "On Ponds"
    assert not Publication.objects.exists()


def test_what_is_in_the_box_outlives_the_step_of_the_other_one(editor, service) -> None:
    form = filled(editor.get(ADD)) | {"begin": "10.5555/ponds", "author_line": "Ann Alpha"}

    lined = filled(editor.post(ADD, form | {"_add_authors": ""}))
    begun_first = filled(editor.post(ADD, form | {"_begin": ""}))

    assert (lined["begin"], lined["author_line"]) == ("10.5555/ponds", "")
    assert (begun_first["begin"], begun_first["author_line"]) == ("", "Ann Alpha")


@pytest.mark.parametrize(
    "text",
    ["10.5555/one 10.5555/two", "10.5555/one\n10.5555/two", "doi:10.5555/one\narXiv:2201.00001"],
)
def test_several_identifiers_are_for_the_import(editor, text: str) -> None:
    html = begun(editor, text).content.decode()

    assert "One at a time here; for several use" in html
    assert f'href="{reverse("admin:publications_import_add")}"' in html


def test_the_preview_of_an_identifier_is_not_headed_by_bibtex(editor, service) -> None:
    service.append(paper())

    html = editor.get(begun(editor, "0000-0002-1825-0097")["Location"]).content.decode()

    assert "Import by identifier" in html
    assert "<h1>Import from BibTeX</h1>" not in html


def test_a_step_is_sent_on_from_an_address_without_a_place(editor) -> None:
    form = filled(editor.get(ADD)) | {"author_line": "Ann Alpha", "_add_authors": ""}

    html = editor.post(f"{ADD}?_changelist_filters=q%3Dx%22", form).content.decode()

    assert f'action="{ADD}?_changelist_filters=q%3Dx%22"' in html


# What is new


def test_a_save_says_who_and_what_is_new(editor, service) -> None:
    response = editor.post(ADD, filled(begun(editor, "10.5555/ponds")), follow=True)

    html = response.content.decode()
    person, venue = Person.objects.get(name="Ann Alpha"), Venue.objects.get(name="Pond Letters")
    assert re.search(rf'New person: <a href="[^"]*/person/{person.pk}/change/">Ann Alpha</a>', html)
    assert re.search(rf'New venue: <a href="[^"]*/venue/{venue.pk}/change/">Pond Letters</a>', html)


def test_two_new_names_with_one_orcid_id_are_told_apart_first(editor, service) -> None:
    form = filled(begun(editor, "10.5555/ponds"))
    second = {
        name.replace("-0-", "-1-"): value for name, value in form.items() if "rships-0-" in name
    }
    form |= second | {"authorships-TOTAL_FORMS": "2", "authorships-1-new_person": "Nora Newcomer"}

    response = editor.post(ADD, form)

    assert response.status_code == 200
    assert "Another name here comes with the same ORCID iD" in response.content.decode()
    assert not Person.objects.exists()


def test_a_new_venue_that_may_not_be_is_an_error_at_its_name(editor, monkeypatch) -> None:
    taken = factories.venue(name="Pond Letters")
    monkeypatch.setattr(VenueIndex, "named", lambda self, name: None)
    monkeypatch.setattr(VenueIndex, "match", lambda self, name: None)
    form = filled(editor.post(ADD, filled(editor.get(ADD)) | {"_add_row": "stages"}))

    response = editor.post(ADD, form | {"stages-0-new_venue": taken.name})

    assert response.status_code == 200
    assert "There is a venue of this name already." in response.content.decode()


def test_a_venue_of_this_name_comes_before_one_of_this_alias(editor) -> None:
    venue = factories.venue(name="Pond Letters")
    factories.venue(name="Letters of the Pond Society").aliases.create(name="Pond Letters")
    form = filled(editor.post(ADD, filled(editor.get(ADD)) | {"_add_row": "stages"}))

    editor.post(ADD, form | {"stages-0-new_venue": "Pond Letters"})

    assert Stage.objects.get().venue == venue
