"""Works in the formats of reference managers: BibTeX, RIS, CSL-JSON."""

import gzip
import json
from datetime import timedelta

import pytest
import rispy
from django.test import Client
from django.utils import timezone

from homepage.content.versions import content_write
from publications import exports
from publications.bibtex.reading import read
from publications.citations import cite
from publications.citations.csl import csl_item
from publications.keys import assign_keys
from publications.listing.indexing import work_index
from publications.models import Authorship, Publication, PublicationLink, Stage
from publications.ris import ris_file
from publications.titles import readable
from tests import factories
from tests.publications.csl_schema import faults_of

pytestmark = pytest.mark.django_db

EXTENSIONS = ("bib", "ris", "json")


def credit(work: Publication, name: str, role: str = "author", **fields) -> None:
    printed = fields.pop("name_as_printed", "")
    person = factories.person(name=name, **fields)
    Authorship.objects.create(publication=work, person=person, role=role, name_as_printed=printed)


def work_of(*names: str, stage: dict | None = None, **fields) -> Publication:
    fields = {"title": "On Examples", "slug": "on-examples", **fields}
    work = factories.publication(stages=0, authors=0, parts=0, **fields)
    for name in names:
        credit(work, name)
    factories.stage(work, **{"date": "2022-06", **(stage or {})})
    return reloaded(work)


def reloaded(work: Publication) -> Publication:
    return Publication.objects.for_page().get(pk=work.pk)


def exported(path: str) -> list[dict]:
    """The records at that address, whatever their format."""
    response = Client().get(path)
    assert response.status_code == 200, path
    text = response.content.decode()
    if ".json" in path:
        return json.loads(text)
    if ".ris" in path:
        return rispy.loads(text)
    return read(response.content).entries


# CSL-JSON


def test_an_article_is_described_as_csl_has_it():
    journal = factories.venue(
        name="Journal of Invented Results", short_name="J. Inv. Res.", issn="1234-5679"
    )
    work = work_of(
        "Ada Example", "Ludwig van Beethoven", "John Roe Jr.", "王小明",
        stage={"venue": journal, "volume": "32", "number": "3", "pages": "249--294",
               "doi": "10.1000/jir.249", "pmid": "123"},
        title="On *E. coli* and $O(n^2)$", abstract="We **count** it.", language="en",
    )  # fmt: skip

    assert csl_item(work) == {
        "id": "example2022coli",
        "type": "article-journal",
        "title": "On <i>E. coli</i> and O(n²)",
        "author": [
            {"family": "Example", "given": "Ada"},
            {"family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van"},
            {"family": "Roe", "given": "John", "suffix": "Jr."},
            {"family": "王", "given": "小明"},
        ],
        "issued": {"date-parts": [[2022, 6]]},
        "container-title": "Journal of Invented Results",
        "container-title-short": "J. Inv. Res.",
        "volume": "32",
        "issue": "3",
        "page": "249-294",
        "DOI": "10.1000/jir.249",
        "PMID": "123",
        "ISSN": "1234-5679",
        "language": "en",
        "abstract": "We count it.",
    }


@pytest.mark.parametrize("kind", Publication.Kind)
@pytest.mark.parametrize("stage", Stage.Kind)
def test_every_kind_at_every_stage_fits_the_schema(kind, stage):
    venue = factories.venue(kind="conference" if "conference" in kind else "journal")
    work = work_of(
        "Ada Example",
        kind=kind,
        authors_complete=False,
        stage={
            "kind": stage, "venue": venue, "book_title": "The *Book*", "series": "Lectures",
            "edition": "2", "volume": "3", "number": "4", "pages": "1–2", "publisher": "Press",
            "publisher_place": "Zurich", "institution": "University", "genre": "Genre",
            "doi": "10.1000/1", "arxiv_id": "2208.01234", "pmid": "1", "url": "https://a.org",
        },
    )  # fmt: skip
    credit(work, "Ben Muster", "editor")
    credit(work, "Cyd Prueba", "translator")
    work = reloaded(work)

    assert faults_of(csl_item(work)) == []
    assert csl_item(work)["editor"] == [{"family": "Muster", "given": "Ben"}]


def test_a_work_without_anything_fits_the_schema():
    work = factories.publication(stages=0, authors=0, parts=0)

    assert faults_of(csl_item(reloaded(work))) == []


@pytest.mark.parametrize(
    ("date", "parts"), [("2022", [2022]), ("2022-06", [2022, 6]), ("2022-06-05", [2022, 6, 5])]
)
def test_a_date_is_as_precise_as_it_is_known(date, parts):
    assert csl_item(work_of(stage={"date": date}))["issued"] == {"date-parts": [parts]}


def test_an_incomplete_list_of_authors_says_so_in_every_format():
    work_of("Ada Example", authors_complete=False)

    assert exported("/publications/on-examples.json")[0]["author"][-1] == {"literal": "others"}
    assert exported("/publications/on-examples.ris")[0]["authors"][-1] == "others"
    assert exported("/publications/on-examples.bib")[0].fields["author"].endswith(" and others")


def test_a_work_whose_authors_are_unknown_names_nobody():
    assert "author" not in csl_item(work_of(authors_complete=False))


def test_a_group_signs_as_a_whole():
    work = work_of()
    credit(work, "Agency for Examples", is_group=True)

    assert csl_item(reloaded(work))["author"] == [{"literal": "Agency for Examples"}]


@pytest.mark.parametrize(
    ("printed", "given"),
    [("Example, A.", "Ada Bea"), ("A. B. Example", "Ada Bea"), ("Ada Example", "Ada Bea"),
     ("Example, Eva", "Eva"), ("", "Ada Bea")],
)  # fmt: skip
def test_a_name_goes_out_as_printed_unless_that_only_shortens_it(printed, given):
    work = work_of()
    credit(work, "Ada Bea Example", name_as_printed=printed)

    assert csl_item(reloaded(work))["author"] == [{"family": "Example", "given": given}]


def test_a_preprint_is_told_from_the_paper_it_became():
    work = work_of("Ada Example", stage={"doi": "10.1000/1"})
    factories.stage(
        work, kind="preprint", date="2021-08", arxiv_id="2108.01234", title="Early Examples"
    )
    paper, preprint = exported("/publications/on-examples.json?stages=all")

    assert [paper["type"], paper["title"], paper["DOI"]] == [
        "article-journal", "On Examples", "10.1000/1",
    ]  # fmt: skip
    assert preprint["type"] == "article"
    assert preprint["title"] == "Early Examples"
    assert preprint["publisher"] == "arXiv"
    assert preprint["number"] == "arXiv:2108.01234"
    assert preprint["URL"] == "https://arxiv.org/abs/2108.01234"
    assert "DOI" not in preprint


def test_where_a_manuscript_was_sent_is_not_told():
    venue = factories.venue(name="Journal of Secrets", publisher="Secret Press")
    work = work_of(stage={"kind": "submitted", "venue": venue})

    assert "Secret" not in json.dumps(csl_item(work))


def test_software_without_an_address_is_found_where_its_code_is():
    work = work_of(kind="software")
    PublicationLink.objects.create(publication=work, kind="code", url="https://example.org/code")

    assert csl_item(reloaded(work))["URL"] == "https://example.org/code"


# RIS


def test_a_record_in_ris_is_read_back_by_other_hands():
    journal = factories.venue(name="Journal of Invented Results", issn="1234-5679")
    work = work_of(
        "Ada Example", "Ludwig van Beethoven",
        stage={"venue": journal, "volume": "32", "number": "3", "pages": "249–294",
               "doi": "10.1000/jir.249", "date": "2022-06-05"},
        abstract="First paragraph.\n\nER  - \nTY  - JOUR\n\nLast one.",
        language="de",
    )  # fmt: skip
    interest = factories.interest(title="Examples in general")
    work.topics.create(interest=interest)
    PublicationLink.objects.create(publication=work, kind="pdf", url="https://example.org/a.pdf")

    (record,) = exported("/publications/on-examples.ris")

    assert record == {
        "type_of_reference": "JOUR",
        "id": "example2022examples",
        "authors": ["Example, Ada", "van Beethoven, Ludwig"],
        "title": "On Examples",
        "secondary_title": "Journal of Invented Results",
        "volume": "32",
        "number": "3",
        "year": "2022",
        "date": "2022/06/05/",
        "start_page": "249",
        "end_page": "294",
        "issn": "1234-5679",
        "doi": "10.1000/jir.249",
        "language": "de",
        "abstract": record["abstract"],
        "file_attachments1": "https://example.org/a.pdf",
        "keywords": ["Examples in general"],
    }
    assert record["abstract"].startswith("First paragraph. ER")
    assert record["abstract"].endswith("Last one.")


def test_lines_of_ris_end_in_cr_lf_and_a_record_in_er():
    text = Client().get(work_of("Ada Example").get_absolute_url()[:-1] + ".ris").content

    lines = text.split(b"\r\n")
    assert lines[0] == b"TY  - JOUR"
    assert lines[-2:] == [b"ER  - ", b""]
    assert b"\n" not in text.replace(b"\r\n", b"")


@pytest.mark.parametrize(
    ("kind", "tag"),
    [("article", "JOUR"), ("conference-paper", "CPAPER"), ("preprint", "UNPB"), ("book", "BOOK"),
     ("edited-volume", "EDBOOK"), ("chapter", "CHAP"), ("thesis", "THES"), ("report", "RPRT"),
     ("dataset", "DATA"), ("software", "COMP"), ("patent", "PAT"), ("other", "GEN")],
)  # fmt: skip
def test_each_kind_has_its_type_in_ris(kind, tag):
    work = work_of(*([] if kind == "edited-volume" else ["Ada Example"]), kind=kind)
    credit(work, "Ben Muster", "editor")

    assert ris_file([(reloaded(work), work.main_stage)]).startswith(f"TY  - {tag}\r\n")


def test_editors_and_translators_have_tags_of_their_own():
    work = work_of("Ada Example", kind="chapter", stage={"book_title": "The Book"})
    credit(work, "Ben Muster", "editor")
    credit(work, "Cyd Prueba", "translator")

    text = ris_file([(reloaded(work), work.main_stage)])

    assert "A2  - Muster, Ben\r\n" in text
    assert "A4  - Prueba, Cyd\r\n" in text
    assert "T2  - The Book\r\n" in text


def test_pages_that_are_no_range_stay_as_they_were_written():
    work = work_of(stage={"pages": "1–10, 15"})

    assert "SP  - 1-10, 15\r\n" in ris_file([(work, work.main_stage)])


# Addresses


@pytest.mark.parametrize(
    ("extension", "content_type"),
    [
        ("bib", "application/x-bibtex; charset=utf-8"),
        ("ris", "application/x-research-info-systems; charset=utf-8"),
        ("json", "application/vnd.citationstyles.csl+json"),
    ],
)
def test_each_format_has_its_type_its_name_and_a_link_to_the_page(extension, content_type):
    work_of("Ada Example")

    for path, name, page in (
        (f"/publications/on-examples.{extension}", "on-examples", "/publications/on-examples/"),
        (f"/publications.{extension}", "publications", "/publications/"),
    ):
        response = Client().get(path)

        assert response["Content-Type"] == content_type
        assert response["Content-Disposition"] == f'inline; filename="{name}.{extension}"'
        assert f'<http://127.0.0.1:8000{page}>; rel="describes"' in response["Link"]


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_head_is_answered_and_what_is_unchanged_is_not_sent_again(extension):
    work_of("Ada Example")
    client = Client()
    for path in (f"/publications.{extension}", f"/publications/on-examples.{extension}"):
        assert client.head(path).status_code == 200
        assert client.post(path).status_code == 405

        etag = client.get(path)["ETag"]
        assert client.get(path, headers={"If-None-Match": etag}).status_code == 304

        Stage.objects.update(volume=path[:40])
        assert client.get(path, headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize("extension", EXTENSIONS)
@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_what_is_not_public_is_in_no_export(state, extension):
    work_of("Ada Example", title="Canary", slug="canary", state=state)

    assert Client().get(f"/publications/canary.{extension}").status_code == 404
    assert b"anary" not in Client().get(f"/publications.{extension}").content


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_an_export_without_works_is_a_valid_file(extension):
    response = Client().get(f"/publications.{extension}")

    assert response.status_code == 200
    assert response.content.strip() == (b"[]" if extension == "json" else b"")


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_the_filters_of_the_list_hold_for_the_export(extension):
    work_of("Ada Example", stage={"date": "2020"})
    work_of("Ben Muster", title="Later", slug="later", stage={"date": "2021"}, kind="book")

    assert len(exported(f"/publications.{extension}")) == 2
    assert len(exported(f"/publications.{extension}?year=2021&kind=book")) == 1
    assert len(exported(f"/publications.{extension}?q=muster")) == 1
    assert Client().get(f"/publications.{extension}?year=1999").status_code == 404


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_all_stages_are_given_where_they_are_asked_for(extension):
    work = work_of("Ada Example")
    factories.stage(work, kind="preprint", date="2021", arxiv_id="2108.01234")
    # That it was accepted is no reason to cite it twice.
    factories.stage(work, kind="accepted", date="2022-01")

    for path in ("/publications", "/publications/on-examples"):
        assert len(exported(f"{path}.{extension}")) == 1
        assert len(exported(f"{path}.{extension}?stages=all")) == 2


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_an_old_address_leads_to_the_export_at_the_new_one(extension):
    work = work_of("Ada Example")
    work.slug = "on-many-examples"
    work.save()

    response = Client().get(f"/publications/on-examples.{extension}")

    assert response.status_code == 301
    assert response["Location"] == f"/publications/on-many-examples.{extension}"


@pytest.mark.parametrize("extension", ["ris", "json"])
def test_no_two_records_of_a_file_share_an_id(extension):
    for slug in ("a", "b", "c"):
        work_of("Ada Example", slug=slug)

    ids = [record["id"] for record in exported(f"/publications.{extension}")]

    assert len(set(ids)) == 3


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_the_queries_of_an_export_do_not_grow_with_its_works(
    extension, django_assert_max_num_queries
):
    with content_write():
        for number in range(25):
            factories.publication(stages=2, authors=3, slug=f"work-{number}")
    Client().get("/publications/")

    with django_assert_max_num_queries(14):
        assert len(exported(f"/publications.{extension}?stages=all")) == 50
    with django_assert_max_num_queries(9):
        exported(f"/publications/work-1.{extension}")


def test_emphasis_and_an_own_tag_of_a_title_are_told_apart():
    work = work_of("Ada Example", title="Of *E. coli* and <i>tags</i>", slug="tags")

    assert readable(work.title) == "Of E. coli and <i>tags</i>"
    assert exported("/publications.ris")[0]["title"] == "Of E. coli and <i>tags</i>"
    assert "<i>tags</i>" in cite(csl_item(work), "apa").plain
    assert "<i>E. coli</i> and &lt;i&gt;tags&lt;/i&gt;" in cite(csl_item(work), "apa").html
    page = Client().get("/publications/tags/").content.decode()
    assert "<title>Of E. coli and &lt;i&gt;tags&lt;/i&gt;" in page


# Large files


@pytest.fixture
def in_pieces(monkeypatch):
    """Seven works, two at a time."""
    with content_write():
        for number in range(7):
            factories.publication(stages=2, authors=3, slug=f"work-{number}")
    assign_keys(Publication.objects.all())
    monkeypatch.setattr(exports, "CHUNK", 2)


def get(path: str, **headers: str):
    return Client().get(path, headers=headers)


@pytest.mark.usefixtures("in_pieces")
@pytest.mark.parametrize("query", ["", "?stages=all", "?q=work", "?q=work&stages=all"])
@pytest.mark.parametrize("extension", EXTENSIONS)
def test_a_large_file_is_sent_piece_by_piece_and_says_the_same(extension, query, monkeypatch):
    path = f"/publications.{extension}{query}"
    streamed = get(path)
    assert streamed.streaming
    pieces = list(streamed.streaming_content)
    assert len(pieces) > 3
    monkeypatch.setattr(exports, "CHUNK", 200)
    Stage.objects.update(volume="")

    whole = get(path)

    assert not whole.streaming
    assert b"".join(pieces) == whole.content


@pytest.mark.usefixtures("in_pieces")
@pytest.mark.parametrize("extension", EXTENSIONS)
def test_a_large_file_travels_compressed(extension):
    path = f"/publications.{extension}"

    response = get(path, accept_encoding="gzip")

    assert response["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.getvalue()) == get(path).getvalue()


@pytest.mark.usefixtures("in_pieces")
@pytest.mark.parametrize("extension", EXTENSIONS)
def test_the_file_of_all_works_is_written_once_until_content_changes(
    extension, django_assert_max_num_queries
):
    path = f"/publications.{extension}"
    first = get(path).getvalue()

    with django_assert_max_num_queries(2):
        assert get(path).getvalue() == first

    Publication.objects.filter(slug="work-1").update(title="Quite Another")
    assert b"nother" in get(path).getvalue()


@pytest.mark.usefixtures("in_pieces")
def test_a_file_that_is_too_large_is_not_remembered(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(exports, "LARGEST_REMEMBERED", 1_000)
    get("/publications.bib").getvalue()

    assert not work_index().files


@pytest.mark.usefixtures("in_pieces")
@pytest.mark.parametrize("extension", EXTENSIONS)
@pytest.mark.parametrize(
    "path", ["/publications.{}", "/publications.{}?q=work", "/publications/work-1.{}"]
)
def test_head_and_what_is_known_cost_two_queries(path, extension, django_assert_max_num_queries):
    path = path.format(extension)
    etag = get(path)["ETag"]

    with django_assert_max_num_queries(3):
        head = Client().head(path)
    with django_assert_max_num_queries(3):
        known = get(path, if_none_match=etag)

    assert (head.status_code, known.status_code) == (200, 304)
    assert head["ETag"] == known["ETag"] == etag
    assert "Content-Length" not in head
    for name in ("Content-Type", "Content-Disposition", "Link"):
        assert head[name] == get(path)[name]


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_a_new_day_shows_the_links_that_it_makes_public(extension, monkeypatch):
    work = work_of("Ada Example", stage={"url": ""})
    tomorrow = timezone.localdate() + timedelta(days=1)
    address = "https://example.org/paper.pdf"
    PublicationLink.objects.create(publication=work, url=address, public_from=tomorrow)
    path = f"/publications.{extension}"
    before = get(path)
    assert address not in before.content.decode()

    monkeypatch.setattr(timezone, "localdate", lambda *args: tomorrow)
    after = get(path, if_none_match=before["ETag"])

    assert after.status_code == 200
    assert (address in after.content.decode()) == (extension == "ris")


def test_nothing_is_known_of_a_work_that_is_not_there():
    assert get("/publications/nowhere.bib", if_none_match="*").status_code == 404
    assert get("/publications.bib?venue=nowhere", if_none_match="*").status_code == 404


def test_what_is_withdrawn_while_a_file_is_sent_is_left_out(in_pieces):
    pieces = iter(get("/publications.bib").streaming_content)
    sent = next(pieces)
    Publication.objects.all().withdraw()

    rest = b"".join(pieces)

    assert sent.count(b"@") == 2
    assert rest.count(b"@") == 0


def test_a_hostile_title_is_plain_text_in_every_export():
    title = "<script>alert(1)</script>\\input{/etc/passwd} ER -"
    work_of("Ada Example", title=title)

    assert exported("/publications.json")[0]["title"] == title
    assert exported("/publications.ris")[0]["title"] == title
    assert len(exported("/publications.bib")) == 1


@pytest.mark.parametrize(
    ("preprint", "address"),
    [
        ({"kind": "preprint", "arxiv_id": "2208.09632"}, "https://arxiv.org/abs/2208.09632"),
        (None, "http://127.0.0.1:8000/publications/on-examples/"),
    ],
)
def test_a_record_without_a_doi_leads_to_the_work_all_the_same(preprint, address):
    work = work_of("Ada Example")
    if preprint:
        factories.stage(work, date="2021", **preprint)

    (ris,), (csl,) = exported("/publications/on-examples.ris"), exported("/publications.json")

    assert ris["urls"] == [address]
    assert csl["URL"] == address
