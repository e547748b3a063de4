"""What editors keep to themselves is in nothing that leaves the site, whatever the source says."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from publications.bibtex.private import is_private
from publications.importing.applying import apply_import
from publications.importing.planning import start_import
from publications.models import Publication, PublicationLink, Stage
from tests import factories

pytestmark = pytest.mark.django_db

SECRET, OPEN = "https://example.org/secret.pdf", "https://example.org/open.pdf"


def imported(text: str) -> Publication:
    apply_import(start_import(name="test.bib", origin="file", text=text, publishes=True))
    return Publication.objects.get()


def entry(*fields: str) -> str:
    own = "title = {On Examples}, author = {Ada Example}, year = 2001"
    return f"@article{{key, {', '.join([own, *fields])}}}"


def outputs(work: Publication) -> dict[str, str]:
    """Everything that a visitor or a machine can ask for about the work."""
    page = work.get_absolute_url()
    endings = [f"{end}{query}" for end in ("bib", "ris", "json") for query in ("", "?stages=all")]
    paths = [
        page, f"{page}linkset.json", "/", "/publications/", "/publications/atom.xml",
        "/publications/?q=examples", "/search/?q=examples",
        *(f"{page[:-1]}.{end}" for end in endings), *(f"/publications.{end}" for end in endings),
    ]  # fmt: skip
    client = Client()
    answers = {path: client.get(path) for path in paths}
    assert {answer.status_code for answer in answers.values()} == {200}
    return {path: a.getvalue().decode() + str(dict(a.headers)) for path, a in answers.items()}


def places_of(text: str, work: Publication) -> list[str]:
    return [path for path, answer in outputs(work).items() if text in answer]


# Links


def hide(work: Publication) -> None:
    work.links.filter(url=SECRET).delete()


def embargo(work: Publication) -> None:
    work.links.filter(url=SECRET).update(public_from=timezone.localdate() + timedelta(days=9))


def replace(work: Publication) -> None:
    work.links.filter(url=SECRET).update(url="https://example.org/other.pdf")


WITHHELD = pytest.mark.parametrize("withhold", [hide, embargo, replace])


def test_a_link_of_the_source_that_is_shown_is_in_the_export():
    work = imported(entry(f"pdf = {{{SECRET}}}"))

    assert f"{work.get_absolute_url()[:-1]}.bib" in places_of(SECRET, work)


@WITHHELD
@pytest.mark.parametrize("others", [0, 1])
def test_a_link_that_is_not_shown_is_nowhere_whatever_other_links_there_are(withhold, others):
    work = imported(entry(f"pdf = {{{SECRET}}}", "code = {https://example.org/code}"))
    for _ in range(others):
        PublicationLink.objects.create(publication=work, kind="pdf", url=OPEN)

    withhold(work)

    assert places_of(SECRET, work) == []
    assert f"{work.get_absolute_url()[:-1]}.bib" in places_of("https://example.org/code", work)


@WITHHELD
@pytest.mark.parametrize(
    "field",
    ["note = {At \\url{%s}}", "url = {%s}", "own-link = {%s}", "annote = {see %s.}"],
)
def test_another_field_that_repeats_the_address_is_withheld_with_it(withhold, field):
    work = imported(entry(f"pdf = {{{SECRET}}}", field % SECRET))
    Stage.objects.update(url="")

    withhold(work)

    assert places_of(SECRET, work) == []


def test_an_embargoed_link_of_the_editors_own_is_not_given_out_by_a_field_of_the_source():
    work = imported(entry(f"own-link = {{{SECRET}}}"))
    assert places_of(SECRET, work)

    PublicationLink.objects.create(
        publication=work, url=SECRET, public_from=timezone.localdate() + timedelta(days=9)
    )

    assert places_of(SECRET, work) == []


def test_a_link_that_becomes_public_is_in_the_box_of_the_list_from_that_day_on(monkeypatch):
    work = imported(entry(f"pdf = {{{SECRET}}}"))
    embargo(work)
    Client().get("/publications/")
    later = timezone.localdate() + timedelta(days=10)
    monkeypatch.setattr(timezone, "localdate", lambda *args: later)

    assert f"pdf    = {{{SECRET}}}" in Client().get("/publications/").content.decode()


# Paths on somebody's disk

PRIVATE = [
    ("file", "x.pdf"),
    ("file", ":x.pdf:PDF"),
    ("files", "x"),
    ("file1", "x"),
    ("local_file", "x"),
    ("local-file-2", "x"),
    ("localfile", "x.pdf"),
    ("local-url", "x"),
    ("local-zo-url-1", "x"),
    ("attachment", "x"),
    ("attachments", "x"),
    ("attachment-1", "x"),
    ("pdf_file", "x.pdf"),
    ("bdsk-file-1", "YnBsaXN0"),
    ("bdsk-alias-1", "YnBsaXN0"),
    ("path", "x"),
    ("note", "/home/ada/x.pdf"),
    ("note", " {/Users/ada/x.pdf}"),
    ("note", ":/Users/ada/x.pdf:PDF"),
    ("note", "Full Text:/home/ada/x.pdf:application/pdf"),
    ("note", "~/papers/x.pdf"),
    ("note", r"{\textasciitilde}/papers/x.pdf"),
    ("note", r"\url{/Volumes/Disk/x.pdf}"),
    ("url2", r"C:\Users\x"),
    ("url2", "D:/papers/x.pdf"),
    ("url2", r"C\:\\Users\\x.pdf"),
    ("url2", r"C:{\textbackslash}Users{\textbackslash}x"),
    ("own", r"\\server\share\x.pdf"),
    ("own", "file:///home/ada/x.pdf"),
    ("own", "FILE:x.pdf"),
    ("own", r"see \url{file:///home/ada/x.pdf}"),
    ("annote", "file://localhost/x.pdf"),
    ("ref", "papers2://publication/uuid/1"),
]
PUBLIC = [
    ("note", "Oral presentation"),
    ("note", r"\'Etude \\ second line"),
    ("note", "home/away"),
    ("note", "Note: to appear"),
    ("note", "/ and other signs"),
    ("filetype", "PDF"),
    ("profile", "Ada"),
    ("keywords", "files, folders"),
    ("locale", "de"),
    ("own", "https://example.org/home/ada/x.pdf"),
    ("own", "https://example.org/~ada/x.pdf"),
    ("own", "~"),
    ("annote", "The profile: of a file"),
]


@pytest.mark.parametrize(("name", "value"), PRIVATE)
def test_a_path_on_somebodys_disk_is_private(name, value):
    assert is_private(name, value)


@pytest.mark.parametrize(("name", "value"), PUBLIC)
def test_what_is_no_path_is_not_private(name, value):
    assert not is_private(name, value)


def test_what_is_private_is_kept_and_leaves_by_no_door():
    canaries = [
        (f"{name}{'' if name in ('file', 'files', 'path') else n}", value + "CANARY")
        for n, (name, value) in enumerate(PRIVATE)
    ]
    fields = {name: value for name, value in canaries if is_private(name, value)}
    assert len(fields) > 20
    work = imported(entry(*(f"{name} = {{{value}}}" for name, value in fields.items())))

    assert fields.keys() <= Stage.objects.get().source_fields.keys()
    assert places_of("CANARY", work) == []


def test_what_is_private_is_stored_anew_without_being_offered(editor):
    imported(entry("doi = {10.1000/1}", "local-url = {x}", "own = {/home/ada/x.pdf}"))

    text = entry("doi = {10.1000/1}", "local-url = {y}", "own = {/home/ada/y.pdf}")
    run = start_import(name="again.bib", origin="file", text=text, publishes=True)

    assert run.entries.get().differences == []


# Where a work was submitted

TOLD = {
    "journal": "Nature of Secrets",
    "shortjournal": "Nat. Secr.",
    "issn": "1234-5679",
    "publisher": "Secret Press",
    "series": "Secret Series",
    "note": "Submitted to the {N}ature of {S}ecrets",
}


def submitted() -> Publication:
    return imported(entry(*(f"{name} = {{{value}}}" for name, value in TOLD.items())))


def test_where_a_work_was_submitted_is_nowhere_to_be_seen():
    work = submitted()
    stage = Stage.objects.get()
    assert stage.kind == "submitted"
    assert stage.venue is not None
    assert stage.source_fields["journal"] == TOLD["journal"]
    stage.venue.aliases.create(name="Journal of Nature's Secrets")

    for word in ("Secret", "1234-5679", "Nat. Secr"):
        assert places_of(word, work) == [], word
    assert "(submitted)" in Client().get(work.get_absolute_url()).content.decode()
    assert "note   = {Submitted}" in Client().get("/publications.bib").getvalue().decode()


def test_where_a_work_typed_in_here_was_submitted_is_not_shown_either():
    venue = factories.venue(name="Nature of Secrets", short_name="NoSecrets", publisher="Secret Co")
    work = factories.publication(stages=0, parts=0, title="On Examples")
    factories.stage(
        work, kind="submitted", venue=venue, date="2024", book_title="Secret Book",
        publisher="Secret Press", series="Secret Series",
    )  # fmt: skip
    factories.stage(work, kind="preprint", date="2023", arxiv_id="2301.00001")

    assert places_of("Secret", work) == []


def test_the_list_neither_finds_nor_offers_the_venue_of_a_submitted_work():
    submitted()
    client = Client()

    assert client.get("/publications/?venue=nature-of-secrets").status_code == 404
    for word in ("secrets", "nat. secr.", "press"):
        assert client.get(f"/publications/?q={word}").context["total"] == 0, word
        assert client.get(f"/search/?q={word}").context["results"] == [], word


def test_the_venue_is_told_once_the_work_is_accepted():
    work = submitted()
    stage = Stage.objects.get()
    stage.kind = "accepted"
    stage.save()

    assert work.get_absolute_url() in places_of("Nature of Secrets", work)
    assert Client().get("/publications/?q=secrets").context["total"] == 1


def test_an_editor_sees_where_a_work_was_submitted(editor):
    work = submitted()

    page = editor.get(f"/admin/publications/publication/{work.pk}/change/").content.decode()

    assert "Nature of Secrets" in page
    assert "Where it was submitted is not shown" in page


def test_an_undated_submitted_work_says_that_it_is_submitted():
    work = factories.publication(stages=0, parts=0)
    factories.stage(work, kind="submitted", date=None, venue=factories.venue())

    assert Publication.objects.for_list().get().venue_line == "Submitted"
