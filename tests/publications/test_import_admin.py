"""The import of BibTeX in the admin: begin, preview, import, undo, and the sources."""

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection
from django.db.models import ProtectedError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from homepage.accounts import editors
from publications.fetching.public import FetchFailed
from publications.importing import forms, material, views
from publications.importing.applying import apply_import
from publications.importing.models import Import, ImportEntry, ImportSource
from publications.lookup import LookupFailed, NotKnown, OnlyPart, OutOfTime
from publications.models import Publication
from publications.records import Record, RecordStage
from tests import factories
from tests.forms import filled
from tests.pages import visible_text
from tests.publications.stopwatch import at_most

BEGIN = reverse("admin:publications_import_add")
IMPORTS = reverse("admin:publications_import_changelist")
SOURCES = reverse("admin:publications_importsource_changelist")

TWO = """
@article{clouds, title={On Clouds}, author={Ada Example and Wei Lin},
  journal={Journal of Clouds}, year=2021}
@article{rain, title={On Rain}, author={Ada Example}, journal={Journal of Clouds}, year=2022}
"""


def address(run: Import) -> str:
    return reverse("admin:publications_import_change", args=[run.pk])


def begin(client: Client, **data: Any) -> Any:
    return client.post(BEGIN, {"way": "paste", **data})


def a_preview(client: Client, text: str, **data: Any) -> Import:
    response = begin(client, text=text, **data)
    assert response.status_code == 302, visible_text(response.content.decode())
    run = Import.objects.latest("pk")
    assert response["Location"] == address(run)
    return run


def uploaded(client: Client, content: bytes, name: str = "group.bib") -> Any:
    return begin(client, way="file", file=SimpleUploadedFile(name, content))


def text_of(response: Any) -> str:
    return visible_text(response.content.decode())


def ticks(html: str) -> dict[str, list[str]]:
    """What the boxes of a preview send back."""
    sent: dict[str, list[str]] = {"take": [], "field": []}
    for box in re.findall(r'<input type="checkbox" name="(?:take|field)"[^>]*>', html):
        name, value = re.findall(r'(?:name|value)="([^"]*)"', box)
        if box.endswith(" checked>"):
            sent[name].append(value)
    return sent


def sent_back(client: Client, run: Import, query: str = "") -> dict[str, Any]:
    """A page of the preview as the browser would send it, without a button."""
    html = client.get(address(run) + query).content.decode()
    shown = re.search(r'name="shown" value="([^"]*)"', html)
    assert shown
    return {"shown": shown[1], **ticks(html)}


def press(client: Client, run: Import, button: str, value: str = "", **changes: Any) -> Any:
    data = sent_back(client, run) | changes
    return client.post(address(run), {**data, button: value}, follow=True)


def titles() -> set[str]:
    return set(Publication.objects.values_list("title", flat=True))


def many(count: int) -> str:
    return "\n".join(
        f"@article{{k{n}, title={{Work number {n}}}, author={{Ada Example}}, year={1950 + n % 70}}}"
        for n in range(count)
    )


@pytest.fixture
def member(db) -> Client:
    """Somebody of the group of editors."""
    user = User.objects.create_user("member", is_staff=True)
    user.groups.add(editors())
    client = Client()
    client.force_login(user)
    return client


# From the beginning to the end


def test_the_list_of_works_leads_to_the_import(editor) -> None:
    html = editor.get(reverse("admin:publications_publication_changelist")).content.decode()

    assert f'href="{BEGIN}"' in html
    assert f'href="{IMPORTS}"' in html


def test_what_is_pasted_is_shown_first_and_imported_when_asked(member) -> None:
    run = a_preview(member, TWO)

    page = text_of(member.get(address(run)))
    assert "Pasted text, 2 entries. This is a preview: nothing has changed yet." in page
    assert "2 New" in page
    assert "On Clouds Ada Example, Wei Lin" in page
    assert "2 works ticked: 2 new" in page
    assert not Publication.objects.exists()

    page = text_of(press(member, run, "_import"))

    assert "Imported: 2 new works." in page
    assert titles() == {"On Clouds", "On Rain"}
    assert {work.state for work in Publication.objects.all()} == {"draft"}
    run.refresh_from_db()
    assert (run.state, run.created_by.username) == ("done", "member")


def test_what_is_not_ticked_stays_out(editor) -> None:
    run = a_preview(editor, TWO)
    data = sent_back(editor, run)

    page = text_of(press(editor, run, "_import", take=data["take"][:1]))

    assert titles() == {"On Clouds"}
    assert "1 entry was not ticked." in page


def test_new_works_are_published_at_once_where_that_is_ticked(editor) -> None:
    run = a_preview(editor, TWO, publishes="on")
    assert run.publishes

    press(editor, run, "_import", publishes="on")

    assert {work.state for work in Publication.objects.all()} == {"published"}


def test_the_preview_still_lets_publishing_be_chosen(editor) -> None:
    run = a_preview(editor, TWO, publishes="on")

    press(editor, run, "_import")

    assert {work.state for work in Publication.objects.all()} == {"draft"}


def test_an_uploaded_file_is_named_and_can_be_downloaded_again(editor) -> None:
    uploaded(editor, TWO.encode(), "Ada's group.bib")
    run = Import.objects.get()

    page = text_of(editor.get(address(run)))
    response = editor.get(reverse("admin:publications_import_text", args=[run.pk]))

    assert "Ada's group.bib, 2 entries" in page
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Disposition"].startswith("attachment")
    assert response.content.decode() == TWO


def test_the_same_text_again_has_nothing_to_import(editor) -> None:
    press(editor, a_preview(editor, TWO), "_import")

    again = a_preview(editor, TWO)

    page = text_of(editor.get(address(again)))
    assert "0 New" in page
    assert "2 Already there" in page
    assert "0 works ticked" in page
    assert "Tick at least one work." in text_of(press(editor, again, "_import"))


def test_a_second_press_imports_nothing_twice(editor) -> None:
    run = a_preview(editor, TWO)
    data = {**sent_back(editor, run), "_import": ""}
    editor.post(address(run), data)

    page = text_of(editor.post(address(run), data, follow=True))

    assert "This import is done already; it was not made twice." in page
    assert Publication.objects.count() == 2


def test_the_result_leads_to_the_works_and_to_their_list(editor) -> None:
    factories.publication(title="An older work")
    run = a_preview(editor, TWO)

    html = press(editor, run, "_import").content.decode()

    work = Publication.objects.get(title="On Rain")
    assert reverse("admin:publications_publication_change", args=[work.pk]) in html
    listed = reverse("admin:publications_publication_changelist") + f"?import={run.pk}"
    assert listed in html
    page = text_of(editor.get(listed))
    assert "On Rain" in page
    assert "An older work" not in page


def test_an_import_is_undone_after_a_question(editor) -> None:
    run = a_preview(editor, TWO)
    press(editor, run, "_import")
    undo = reverse("admin:publications_import_undo", args=[run.pk])

    question = text_of(editor.get(undo))
    assert "What was edited since stays as it is" in question
    assert Publication.objects.count() == 2

    page = text_of(editor.post(undo, follow=True))

    assert "The import is undone." in page
    assert not Publication.objects.exists()
    assert "undone already" in text_of(editor.post(undo, follow=True))


def test_undoing_names_what_was_edited_since_and_keeps_it(editor) -> None:
    run = a_preview(editor, TWO)
    press(editor, run, "_import")
    work = Publication.objects.get(title="On Rain")
    work.title = "On Rain and Hail"
    work.save()

    page = text_of(
        editor.post(reverse("admin:publications_import_undo", args=[run.pk]), follow=True)
    )

    assert titles() == {"On Rain and Hail"}
    assert "“On Rain and Hail”" in page


@pytest.mark.parametrize(
    "refusal", [IntegrityError("FOREIGN KEY"), ProtectedError("Needed elsewhere.", set())]
)
def test_an_undoing_that_the_database_refuses_is_told_in_words(
    editor, monkeypatch, refusal
) -> None:
    run = a_preview(editor, TWO)
    press(editor, run, "_import")

    def refuse(run: Import) -> None:
        raise refusal

    monkeypatch.setattr(views, "undo_import", refuse)
    page = text_of(
        editor.post(reverse("admin:publications_import_undo", args=[run.pk]), follow=True)
    )

    assert "This import cannot be undone" in page
    assert "Nothing has changed" in page
    run.refresh_from_db()
    assert run.state == Import.State.DONE


@pytest.mark.parametrize("button", ["_import", "_later", "_all", "_go"])
def test_a_second_tab_changes_nothing_of_what_the_first_imported(
    editor, monkeypatch, button
) -> None:
    """The first tab imports after the second was let in and before its ticks are stored."""
    run = a_preview(editor, TWO)
    sent = sent_back(editor, run)
    real = views.save_ticks

    def after_the_first_tab(run: Import, sent: Any) -> None:
        apply_import(Import.objects.get(pk=run.pk))
        real(run, sent)

    monkeypatch.setattr(views, "save_ticks", after_the_first_tab)
    page = text_of(editor.post(address(run), {**sent, "take": [], button: "new"}, follow=True))

    assert "This import is done already" in page
    assert [entry.is_taken for entry in run.entries.all()] == [True, True]


def test_a_preview_discarded_in_another_tab_is_said_to_be(editor, monkeypatch) -> None:
    run = a_preview(editor, TWO)
    sent = sent_back(editor, run)
    real = views.save_ticks

    def after_the_other_tab(run: Import, sent: Any) -> None:
        Import.objects.all().delete()
        real(run, sent)

    monkeypatch.setattr(views, "save_ticks", after_the_other_tab)
    response = editor.post(address(run), {**sent, "_import": ""}, follow=True)

    assert response.redirect_chain == [(IMPORTS, 302)]
    assert "This preview was discarded" in text_of(response)


def test_how_long_a_preview_is_kept_is_told(editor) -> None:
    run = a_preview(editor, TWO)
    until = date_format(timezone.localtime(run.created_at) + timedelta(days=30), "j F Y")

    assert f"It is kept until {until}." in text_of(editor.get(address(run)))
    assert "A preview is kept for 30 days" in text_of(editor.get(IMPORTS))


def test_the_site_moved_on_under_the_preview(editor) -> None:
    run = a_preview(editor, TWO)
    data = {**sent_back(editor, run), "_import": ""}
    press(editor, a_preview(editor, TWO), "_import")

    page = text_of(editor.post(address(run), data, follow=True))

    assert "Nothing was imported." in page
    assert "2 Already there" in page
    assert Publication.objects.count() == 2


# Changes


@pytest.fixture
def known(editor) -> Publication:
    press(editor, a_preview(editor, TWO), "_import")
    return Publication.objects.get(title="On Rain")


CHANGED = """
@article{rain, title={On Heavy Rain}, author={Ada Example}, journal={Journal of Clouds},
  year=2022, volume=7, abstract={Much of it.}, doi={10.1000/rain}}
"""


def test_a_change_is_shown_field_by_field_and_taken_field_by_field(editor, known) -> None:
    stage = known.stages.get()
    stage.doi = "10.1000/rain"
    stage.save()
    run = a_preview(editor, CHANGED)
    entry = run.entries.get()
    assert entry.verdict == "changed"

    page = text_of(editor.get(address(run)))
    assert "same DOI" in page
    assert "On Rain → becomes On Heavy Rain" in page
    data = sent_back(editor, run)
    number = entry.number
    assert f"{number}:abstract" in data["field"]
    assert f"{number}:title" not in data["field"]

    press(editor, run, "_import", field=[f"{number}:abstract"])

    known.refresh_from_db()
    assert (known.title, known.abstract) == ("On Rain", "Much of it.")
    assert known.stages.get().volume == ""


def test_a_preprint_that_became_a_paper_is_a_new_stage(editor) -> None:
    preprint = """@misc{p, title={On Hail}, author={Ada Example}, year=2020,
      eprint={2001.00001}, archiveprefix={arXiv}}"""
    paper = "@article{q, title={On Hail}, author={Ada Example}, journal={Hail}, year=2021}"
    press(editor, a_preview(editor, preprint), "_import")
    run = a_preview(editor, paper)

    page = text_of(editor.get(address(run)))
    assert "1 New stage" in page
    assert "the preprint has become a paper" in page
    assert "1 work ticked" in page

    press(editor, run, "_import")

    work = Publication.objects.get()
    assert {stage.kind for stage in work.stages.all()} == {"preprint", "published"}
    assert work.stages.get(kind="preprint").arxiv_id == "2001.00001"


def three_changes(run: Import) -> ImportEntry:
    return ImportEntry.objects.create(
        run=run,
        number=7,
        verdict="changed",
        is_taken=True,
        title="On Rain",
        differences=[
            {"field": name, "label": name, "old": "a", "new": "b", "is_taken": name != "c"}
            for name in "abc"
        ],
    )


@pytest.mark.parametrize(
    ("was_taken", "take", "fields", "is_taken", "left"),
    [
        (True, ["7"], ["7:a"], True, "a"),
        (True, ["7"], [], False, ""),
        (True, [], ["7:a", "7:b"], False, "ab"),
        (False, ["7"], [], True, "abc"),
        (False, [], ["7:c"], True, "c"),
    ],
)
def test_the_ticks_of_an_entry_and_of_its_fields_go_together(
    editor, was_taken, take, fields, is_taken, left
) -> None:
    run = Import.objects.create(name="x", origin="pasted")
    entry = three_changes(run)
    entry.is_taken = was_taken
    if not was_taken:
        for difference in entry.differences:
            difference["is_taken"] = False
    entry.save()

    editor.post(address(run), {"shown": "7", "take": take, "field": fields, "_stay": ""})

    entry.refresh_from_db()
    assert entry.is_taken is is_taken
    assert "".join(d["field"] for d in entry.differences if d["is_taken"]) == left


# Thousands


def test_ticks_are_kept_from_page_to_page(editor) -> None:
    run = a_preview(editor, many(250))
    data = sent_back(editor, run)
    assert len(data["take"]) == 100

    response = editor.post(address(run), {**data, "take": data["take"][1:], "_go": "new-3"})
    assert response["Location"] == f"{address(run)}?new=3#section-new"
    page = text_of(editor.get(response["Location"]))
    assert "201–250 of 250" in page
    assert "249 works ticked" in page

    press(editor, run, "_import")

    assert Publication.objects.count() == 249
    assert "Work number 0" not in titles()


def test_a_whole_section_is_ticked_or_not_over_all_its_pages(editor) -> None:
    run = a_preview(editor, many(150))

    assert "0 works ticked" in text_of(press(editor, run, "_none", "new"))
    assert "150 works ticked" in text_of(press(editor, run, "_all", "new"))


def handmade(count: int) -> Import:
    """A preview with entries of every verdict, without reading or comparing anything."""
    run = Import.objects.create(name="large.bib", origin="file")
    work = factories.publication()
    fields = [f"stage.f{n}" for n in range(8)]
    ImportEntry.objects.bulk_create(
        ImportEntry(
            run=run,
            number=number,
            line=number,
            key=f"k{number}",
            verdict=verdict,
            is_taken=verdict not in ("same", "unreadable"),
            title=f"Work {number}, $O(n^2)$",
            names="Ada Example, Wei Lin",
            venue="Journal, 2020",
            reason="same DOI" if verdict != "unreadable" else "A brace is open.",
            excerpt=f"{number}  title = {{" if verdict == "unreadable" else "",
            differences=[
                {"field": f, "label": "Pages", "old": "1", "new": "2", "is_taken": True}
                for f in fields
            ]
            if verdict in ("changed", "new-stage")
            else [],
            publication=work if verdict in ("changed", "new-stage", "same") else None,
        )
        for number, verdict in zip(
            range(1, count + 1),
            ["new", "changed", "new-stage", "same", "unreadable"] * count,
            strict=False,
        )
    )
    return run


def test_a_page_of_five_thousand_entries_is_quick_and_small(editor) -> None:
    small, large = handmade(10), handmade(5000)

    def measured(run: Import) -> tuple[int, str]:
        editor.get(address(run))
        with CaptureQueriesContext(connection) as captured, at_most(2):
            html = editor.get(address(run)).content.decode()
        return len(captured), html

    few, _ = measured(small)
    queries, html = measured(large)

    assert queries == few
    assert html.count("<input") + html.count("<button") < 1000
    data = {**sent_back(editor, large), "_go": "changed-2"}
    assert editor.post(address(large), data)["Location"].endswith("?changed=2#section-changed")


# Identifiers


def test_all_works_of_an_orcid_id_come_as_a_preview(editor, monkeypatch) -> None:
    records = [
        Record(kind="article", title=f"Found {n}", stage=RecordStage(date="2020")) for n in "ab"
    ]
    monkeypatch.setattr(material, "look_up", lambda identifier, deadline: records)

    begin(editor, way="identifiers", identifiers="https://orcid.org/0000-0002-1825-0097")

    run = Import.objects.get()
    assert (run.name, run.origin) == ("ORCID iD 0000-0002-1825-0097", "identifier")
    assert "2 New" in text_of(editor.get(address(run)))


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (NotKnown("Nobody knows this DOI."), "DOI 10.1000/182: Nobody knows this DOI."),
        (LookupFailed("doi.org did not answer."), "doi.org did not answer."),
    ],
)
def test_a_service_that_does_not_help_is_named_at_the_field(
    editor, monkeypatch, failure, words
) -> None:
    def look_up(identifier: Any, deadline: Any) -> Any:
        raise failure

    monkeypatch.setattr(material, "look_up", look_up)

    response = begin(editor, way="identifiers", identifiers="10.1000/182")

    assert words in text_of(response)
    assert filled(response)["identifiers"] == "10.1000/182"
    assert not Import.objects.exists()


def test_what_is_no_identifier_is_named(editor) -> None:
    response = begin(editor, way="identifiers", identifiers="10.1000/182, typo\nsomething else")

    assert "Not understood: “typo”, “something else”." in text_of(response)
    assert not Import.objects.exists()


def a_work(title: str) -> Record:
    return Record(kind="article", title=title, stage=RecordStage(date="2020"))


def dois(count: int) -> str:
    return "\n".join(f"10.1000/{n}" for n in range(1, count + 1))


def test_what_there_was_no_time_for_is_listed_and_the_rest_goes_in(editor, monkeypatch) -> None:
    deadlines = set()

    def look_up(identifier: Any, deadline: Any) -> Any:
        deadlines.add(deadline)
        if identifier.value == "10.1000/13":
            raise OutOfTime("doi.org had no time left.")
        return [a_work(f"Found {identifier.value}")]

    monkeypatch.setattr(material, "look_up", look_up)

    response = begin(editor, way="identifiers", identifiers=dois(25))

    page = text_of(editor.get(response["Location"]))
    assert "Looked up 12 of 25 within 45 seconds." in page
    assert "12 New" in page
    assert "13 Unreadable" in page
    assert "DOI 10.1000/25" in page
    assert len(deadlines) == 1
    run = Import.objects.get()
    missing = run.entries.filter(verdict="unreadable")
    assert [entry.key for entry in missing] == [f"DOI 10.1000/{n}" for n in range(13, 26)]
    assert len(titles()) == 0
    press(editor, run, "_import")
    assert len(titles()) == 12
    assert "DOI 10.1000/25" in text_of(editor.get(address(run)))


def test_what_is_not_known_is_listed_too_where_the_time_was_over(editor, monkeypatch) -> None:
    def look_up(identifier: Any, deadline: Any) -> Any:
        if identifier.value == "10.1000/1":
            raise NotKnown("There is no such DOI.")
        if identifier.value == "10.1000/3":
            raise OutOfTime("doi.org had no time left.")
        return [a_work("Found")]

    monkeypatch.setattr(material, "look_up", look_up)

    begin(editor, way="identifiers", identifiers=dois(3))

    page = text_of(editor.get(address(Import.objects.get())))
    assert "Looked up 1 of 3 within 45 seconds." in page
    assert "There is no such DOI." in page


def test_where_nothing_was_found_in_time_the_form_says_so(editor, monkeypatch) -> None:
    def look_up(identifier: Any, deadline: Any) -> Any:
        raise OutOfTime("doi.org had no time left.")

    monkeypatch.setattr(material, "look_up", look_up)

    response = begin(editor, way="identifiers", identifiers=dois(2))

    assert "DOI 10.1000/1: doi.org had no time left." in text_of(response)
    assert filled(response)["identifiers"] == dois(2)
    assert not Import.objects.exists()


def test_what_an_orcid_id_has_beyond_the_limit_is_said(editor, monkeypatch) -> None:
    def look_up(identifier: Any, deadline: Any) -> Any:
        if identifier.kind == "orcid":
            raise OnlyPart("ORCID lists 2,001 works.", [a_work("On Clouds")])
        return [a_work("On Rain")]

    monkeypatch.setattr(material, "look_up", look_up)

    begin(editor, way="identifiers", identifiers="0000-0002-1825-0097\n10.1000/182")

    page = text_of(editor.get(address(Import.objects.get())))
    assert "ORCID iD 0000-0002-1825-0097: ORCID lists 2,001 works." in page
    assert "2 New" in page
    assert "1 Unreadable" in page


def test_one_orcid_id_is_looked_up_at_a_time(editor, monkeypatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(material, "look_up", lambda *what: asked.append(what))

    response = begin(
        editor, way="identifiers", identifiers="0000-0002-1825-0097\n0000-0000-0000-0028"
    )

    assert "These are 2 ORCID iDs" in text_of(response)
    assert (asked, Import.objects.exists()) == ([], False)


# Sources


def test_two_editors_may_name_one_new_address_at_once(editor, monkeypatch) -> None:
    """While one waits for the answer, the other has stored the same address."""

    def fetch(url: str) -> bytes:
        ImportSource.objects.create(name="Group", url=url)
        return TWO.encode()

    monkeypatch.setattr(material, "fetch_public", fetch)

    begin(editor, way="address", url="https://example.edu/group.bib", remember="on")

    source = ImportSource.objects.get()
    assert (source.name, Import.objects.get().source) == ("Group", source)
    assert source.fetched_at


def test_a_form_is_checked_without_asking_or_storing_anything(editor, monkeypatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(material, "fetch_public", asked.append)
    monkeypatch.setattr(material, "look_up", lambda *what: asked.append(what))

    for data in (
        {"way": "address", "url": "https://example.edu/group.bib", "remember": "on"},
        {"way": "identifiers", "identifiers": "10.1000/182"},
    ):
        assert forms.BeginForm(data).is_valid()

    assert asked == []
    assert not ImportSource.objects.exists()


def test_an_address_that_holds_no_bibtex_is_not_remembered(editor, monkeypatch) -> None:
    monkeypatch.setattr(material, "fetch_public", lambda url: b"Nothing of the kind.")

    response = begin(editor, way="address", url="https://example.edu/a.bib", remember="on")

    assert "No entry was found." in text_of(response)
    assert filled(response)["url"] == "https://example.edu/a.bib"
    assert not ImportSource.objects.exists()


def test_a_file_is_asked_for_again_where_the_address_beside_it_holds_nothing(
    editor, monkeypatch
) -> None:
    monkeypatch.setattr(material, "fetch_public", lambda url: b"Nothing of the kind.")
    file = SimpleUploadedFile("group.bib", TWO.encode())

    response = begin(editor, way="address", url="https://example.edu/a.bib", file=file)

    assert "Choose the file again" in text_of(response)


def test_an_address_is_remembered_and_looked_at_again(editor, monkeypatch) -> None:
    pages = {"https://example.edu/group.bib": TWO.encode()}
    monkeypatch.setattr(material, "fetch_public", pages.__getitem__)

    begin(editor, way="address", url="https://example.edu/group.bib", remember="on")
    source = ImportSource.objects.get()
    press(editor, Import.objects.get(), "_import")
    assert (source.name, Publication.objects.count()) == ("example.edu, group.bib", 2)

    look = reverse("admin:publications_importsource_look", args=[source.pk])
    page = text_of(editor.post(look, follow=True))
    assert "Nothing new in example.edu, group.bib: all 2 entries are here already." in page

    pages["https://example.edu/group.bib"] += b"@book{n, title={News}, author={Ada Example}}"
    page = text_of(editor.post(look, follow=True))
    assert "1 New" in page
    assert "2 Already there" in page
    assert Import.objects.latest("pk").source == source


def test_an_address_that_is_not_to_be_remembered_is_not(editor, monkeypatch) -> None:
    monkeypatch.setattr(material, "fetch_public", lambda url: TWO.encode())

    begin(editor, way="address", url="https://example.edu/group.bib")

    assert not ImportSource.objects.exists()
    assert Import.objects.get().origin == "address"


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://example.edu/a.bib", "begins with https://"),
        ("javascript:alert(1)", "begins with https://"),
        ("", "Write an address or choose a source."),
        ("https://", "begins with https://"),
    ],
)
def test_an_address_that_cannot_be_one_is_refused_at_its_field(editor, url, words) -> None:
    response = begin(editor, way="address", url=url)

    assert words in text_of(response)
    assert not Import.objects.exists()


def test_an_address_that_does_not_answer_is_said_in_words(editor, monkeypatch) -> None:
    def fetch(url: str) -> bytes:
        raise FetchFailed("The server at this address did not answer within 10 seconds.")

    monkeypatch.setattr(material, "fetch_public", fetch)
    source = ImportSource.objects.create(name="Group", url="https://example.edu/a.bib")

    asked = text_of(begin(editor, way="address", source=str(source.pk)))
    looked = text_of(
        editor.post(reverse("admin:publications_importsource_look", args=[source.pk]), follow=True)
    )

    assert "did not answer within 10 seconds" in asked
    assert "Group: The server at this address did not answer within 10 seconds." in looked
    assert not Import.objects.exists()


# Past imports


def test_a_preview_is_left_gone_on_with_and_discarded(editor) -> None:
    run = a_preview(editor, TWO)
    data = sent_back(editor, run)

    page = text_of(press(editor, run, "_later", take=data["take"][:1]))
    assert "stays here until you go on or discard it" in page
    assert "Preview 2 new" in page
    assert "1 work ticked" in text_of(editor.get(address(run)))

    discard = reverse("admin:publications_import_discard", args=[run.pk])
    page = text_of(editor.post(discard, follow=True))
    assert "is discarded" in page
    assert not Import.objects.exists()


def test_what_was_imported_is_not_discarded(editor) -> None:
    run = a_preview(editor, TWO)
    press(editor, run, "_import")

    editor.post(reverse("admin:publications_import_discard", args=[run.pk]))

    assert Import.objects.filter(pk=run.pk).exists()
    delete = reverse("admin:publications_import_delete", args=[run.pk])
    assert editor.post(delete, {"post": "yes"}).status_code == 403


# Who may


@pytest.mark.parametrize("right", [None, "add_publication", "view_publication"])
def test_who_may_not_import_does_not(db, editor, right) -> None:
    run = a_preview(editor, TWO)
    source = ImportSource.objects.create(name="Group", url="https://example.edu/a.bib")
    user = User.objects.create_user("other", is_staff=True)
    if right:
        user.user_permissions.add(Permission.objects.get(codename=right))
    other = Client()
    other.force_login(user)

    for method, name in (
        (other.get, BEGIN),
        (other.get, IMPORTS),
        (other.get, address(run)),
        (other.post, address(run)),
        (other.get, reverse("admin:publications_import_text", args=[run.pk])),
        (other.post, reverse("admin:publications_import_discard", args=[run.pk])),
        (other.post, reverse("admin:publications_import_undo", args=[run.pk])),
        (other.post, reverse("admin:publications_importsource_look", args=[source.pk])),
    ):
        assert method(name).status_code == 403, name
    assert Import.objects.get().state == "preview"


def test_who_is_not_signed_in_is_asked_to(client, db) -> None:
    response = client.post(BEGIN, {"way": "paste", "text": TWO})

    assert "/login/" in response["Location"]
    assert not Import.objects.exists()


def test_reading_a_page_writes_nothing(editor) -> None:
    run = a_preview(editor, TWO)
    source = ImportSource.objects.create(name="Group", url="https://example.edu/a.bib")
    before = list(ImportEntry.objects.values_list("is_taken", "differences"))

    for name, key in (("import_discard", run.pk), ("importsource_look", source.pk)):
        assert editor.get(reverse(f"admin:publications_{name}", args=[key])).status_code == 405
    undo = reverse("admin:publications_import_undo", args=[run.pk])
    assert editor.get(undo)["Location"] == address(run)
    editor.get(f"{address(run)}?_import=1&_none=new")

    assert list(ImportEntry.objects.values_list("is_taken", "differences")) == before
    assert not Publication.objects.exists()


def test_a_form_of_another_site_is_refused(superuser) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(superuser)

    assert client.post(BEGIN, {"way": "paste", "text": TWO}).status_code == 403
    assert not Import.objects.exists()


# What people paste and upload


def test_nothing_pasted_and_nothing_chosen_is_said_at_the_field(editor) -> None:
    assert "Paste at least one entry." in text_of(begin(editor, text=" \n"))
    assert "Paste at least one entry." in text_of(begin(editor))
    assert "Choose a file." in text_of(begin(editor, way="file"))
    assert "Type at least one identifier." in text_of(begin(editor, way="identifiers"))


def test_what_was_pasted_stays_in_its_box(editor) -> None:
    typed = "Dear all,\n  <b>here</b> & there.\n"

    response = begin(editor, text=typed, publishes="on")

    form = filled(response)
    assert response.status_code == 200
    assert "No entry was found." in text_of(response)
    assert form["text"] == typed
    assert form["publishes"] == "on"


def test_what_was_typed_for_another_way_stays_too(editor) -> None:
    response = begin(editor, way="identifiers", identifiers="nonsense", text=TWO, url="http://x")

    form = filled(response)
    assert (form["way"], form["text"], form["url"]) == ("identifiers", TWO, "http://x")


def test_unbalanced_braces_are_shown_where_they_are(editor) -> None:
    text = "@article{bad,\n  title = {An {open brace},\n  year = 2020\n}\n" + TWO

    run = a_preview(editor, text)

    html = editor.get(address(run)).content.decode()
    page = visible_text(html)
    assert "1 Unreadable" in page
    assert "2 New" in page
    assert "The rest goes in without them." in page
    assert re.search(r"Line \d+", page)
    assert re.search(r"<mark>[^<]+</mark>", html)
    press(editor, run, "_import")
    assert titles() == {"On Clouds", "On Rain"}


def test_a_file_of_fifty_megabytes_is_refused_at_the_field(editor) -> None:
    response = uploaded(editor, b"@article{a, title={b}}" + b" " * (50 * 2**20))

    assert "This file has 50.0 MB; at most 10 MB are taken." in text_of(response)
    assert not Import.objects.exists()


def test_the_browser_is_told_how_large_a_file_and_a_text_may_be(editor) -> None:
    html = editor.get(BEGIN).content.decode()

    assert f'data-max-bytes="{10 * 2**20}"' in html
    assert f'data-max-bytes="{forms.MAX_PASTED}"' in html


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7 and so on", "This is a PDF, not BibTeX."),
        (b"<!doctype html><p>Not found", "This is a web page"),
        (b"Dear all, here is my list.", "No entry was found."),
        (b"", "There is nothing in it."),
        (bytes(range(256)) * 40, "cannot be BibTeX"),
    ],
)
def test_what_is_no_bibtex_is_said_at_the_field(editor, content, words) -> None:
    response = uploaded(editor, content)

    assert words in text_of(response)
    assert not Import.objects.exists()


UMLAUT = "@article{a, title={Über Wolken}, author={Zoë Novák}, year=2020}"


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_letters_of_every_encoding_come_in_whole(editor, encoding) -> None:
    text = UMLAUT.replace("á", "à") if encoding == "latin-1" else UMLAUT

    uploaded(editor, text.encode(encoding))
    run = Import.objects.get()
    page = text_of(editor.get(address(run)))
    press(editor, run, "_import")

    assert "Über Wolken" in page
    assert titles() == {"Über Wolken"}
    assert ("read as Latin-1" in page) is (encoding == "latin-1")


@pytest.mark.parametrize("way", ["paste", "file"])
def test_a_nul_byte_is_left_out_and_said(editor, way) -> None:
    text = "@article{a, title={On\x00 Clouds}, author={Ada Example}, year=2020}"

    if way == "paste":
        begin(editor, text=text)
    else:
        uploaded(editor, text.encode())
    run = Import.objects.get()
    page = text_of(editor.get(address(run)))
    press(editor, run, "_import")

    assert "such as NUL" in page
    assert titles() == {"On Clouds"}


MARKUP = """@article{<b>key</b>, title={<script>alert(1)</script> & <img src=x onerror=alert(2)>},
  author={<i>Ada</i> Example}, journal={<u>Journal</u>}, year=2020}
@article{open, title = {"><script>alert(3)</script>
"""


def test_markup_is_text_on_every_page(editor) -> None:
    uploaded(editor, MARKUP.encode(), "<svg onload=alert(4)>.bib")
    run = Import.objects.get()

    pages = [editor.get(address(run))]
    pages += [press(editor, run, "_import"), editor.get(IMPORTS)]
    pages += [editor.get(reverse("admin:publications_import_undo", args=[run.pk]))]

    for page in pages:
        html = page.content.decode()
        for tag in ("<script>", "<img src=x", "<svg onload", "<u>", "<i>Ada", "<b>key"):
            assert tag not in html
    assert "<script>alert(1)</script>" in text_of(pages[0])


def test_a_script_for_an_address_is_left_out_and_said(editor) -> None:
    text = "@misc{a, title={On Clouds}, author={Ada Example}, url={javascript:alert(1)}}"
    run = a_preview(editor, text)

    html = editor.get(address(run)).content.decode()
    press(editor, run, "_import")

    assert "javascript:alert(1)" in visible_text(html)
    assert not re.search(r'(href|src|action)="\s*javascript:', html)
    assert Publication.objects.get().stages.get().url == ""


def test_three_thousand_authors_are_taken_and_shown_in_short(editor) -> None:
    names = " and ".join(f"Ada{n} Example{n}" for n in range(3000))
    run = a_preview(editor, f"@article{{a, title={{Large}}, author={{{names}}}, year=2020}}")

    page = text_of(editor.get(address(run)))
    press(editor, run, "_import")

    assert "2,980 more" in page
    assert Publication.objects.get().authorships.count() == 3000


def test_a_circle_of_references_is_said_and_both_come_in(editor) -> None:
    text = """@inbook{a, crossref={b}, title={One}, author={Ada Example}, year=2020}
      @inbook{b, crossref={a}, title={Other}, author={Wei Lin}, year=2020}"""
    run = a_preview(editor, text)

    assert "leads in a circle" in text_of(editor.get(address(run)))
    press(editor, run, "_import")
    assert titles() == {"One", "Other"}


def test_a_year_in_press_is_understood(editor) -> None:
    text = "@article{a, title={Soon}, author={Ada Example}, journal={J}, year={in press}}"

    press(editor, a_preview(editor, text), "_import")

    stage = Publication.objects.get().stages.get()
    assert stage.kind in ("accepted", "forthcoming")
    assert stage.date is None


def test_of_two_entries_with_one_key_the_second_is_named(editor) -> None:
    run = a_preview(editor, TWO + TWO.replace("On Clouds", "On Fog"))

    page = text_of(editor.get(address(run)))
    press(editor, run, "_import")

    assert "2 Unreadable" in page
    assert "This key stands already in line 2." in page
    assert titles() == {"On Clouds", "On Rain"}


def test_a_text_that_is_larger_than_a_form_may_be_stores_nothing(editor) -> None:
    data = io.BytesIO(b"x" * (6 * 2**20)).read().decode()

    assert begin(editor, text=data).status_code == 400
    assert not Import.objects.exists()
