"""Works by their identifiers, from servers that answer as the public services document it."""

from __future__ import annotations

import gzip
import json
import socket
import time
from itertools import repeat
from pathlib import Path

import pytest

from profile.names import Name
from publications.lookup import (
    Deadline,
    Identifier,
    LookupFailed,
    NotKnown,
    OnlyPart,
    OutOfTime,
    client,
    identify,
    look_up,
)
from publications.lookup.client import Service
from publications.records import Record, RecordCredit, RecordLink, RecordVenue
from tests.http_server import LocalServer

CONTENT = Path(__file__).resolve().parents[1] / "content" / "lookup"
ORCID = "0000-0000-0000-0028"
CSL = "application/vnd.citationstyles.csl+json"
ATOM = "application/atom+xml; charset=utf-8"

#: One identifier for each service, with the path that it is asked at and a whole answer.
SERVICES = [
    pytest.param("10.5555/example.2022.17", "/10.5555/example.2022.17", "crossref-article.json",
                 CSL, "doi.org", id="doi"),
    pytest.param("arXiv:2213.01234", "/api/query", "arxiv.xml", ATOM, "arXiv", id="arxiv"),
    pytest.param("PMID 99999901", "/efetch.fcgi", "pubmed.xml", "text/xml; charset=UTF-8",
                 "PubMed", id="pubmed"),
    pytest.param("9780000000019", "/api/books", "openlibrary.json", "application/json",
                 "Open Library", id="isbn"),
    pytest.param(ORCID, f"/v3.0/{ORCID}/works", "orcid-works.json",
                 "application/json;charset=UTF-8", "ORCID", id="orcid"),
]  # fmt: skip


#: Seconds in which even a busy machine gives up what it has to give up after a fraction of one.
SOON = 20


class DeadlineAfter(Deadline):
    """Comes a moment after so many questions have been asked, however long those take."""

    def __init__(self, server: LocalServer, questions: int) -> None:
        super().__init__(60)
        self.server, self.questions = server, questions

    @property
    def left(self) -> float:
        if self.questions and len(self.server.requests) >= self.questions:
            super().__init__(0.3)
            self.questions = 0
        return super().left


def sample(name: str) -> bytes:
    return (CONTENT / name).read_bytes()


@pytest.fixture
def services(settings):
    """The public services, all on one server of this test."""
    with LocalServer() as server:
        settings.DOI_URL = settings.PUBMED_URL = settings.ISBN_URL = server.url
        settings.ARXIV_URL = f"{server.url}/api/query"
        settings.ORCID_URL = f"{server.url}/v3.0"
        settings.SITE_URL = "https://example.edu"
        settings.CONTACT_EMAIL = "ada@example.edu"
        settings.ORCID_TOKEN = ""
        yield server


def known(text: str) -> Identifier:
    identifier = identify(text)
    assert identifier
    return identifier


def looked_up(text: str) -> list[Record]:
    return look_up(known(text))


def only(text: str) -> Record:
    (record,) = looked_up(text)
    return record


def failure(text: str) -> str:
    with pytest.raises(LookupFailed) as caught:
        looked_up(text)
    return str(caught.value)


class TestDoi:
    def test_an_article_comes_with_all_that_crossref_knows(self, services):
        services.refuses("/10.5555/example.2022.17", 302, Location="/v1/works/transform")
        services.says("/v1/works/transform", sample("crossref-article.json"), CSL)

        record = only("https://doi.org/10.5555/example.2022.17")

        assert record.kind == "article"
        assert record.title == (
            "On the growth of *Exemplum minus* at 10⁻³ K & CO₂: A worked example"
        )
        assert record.credits == (
            RecordCredit(Name("Example", "Ada"), as_printed="Ada Example", orcid=ORCID),
            RecordCredit(
                Name("van Sample", "Ludwig", suffix="Jr."), as_printed="Ludwig van Sample Jr."
            ),
            RecordCredit(Name("王", "小明"), as_printed="王小明"),
            RecordCredit(
                Name(literal="The Example Collaboration"), as_printed="The Example Collaboration"
            ),
            # An iD whose check character does not fit is left out.
            RecordCredit(Name("Mononym"), as_printed="Mononym"),
        )
        assert record.abstract == (
            "**Background**\n\nLet $\\alpha ^2 \\le 1$ hold; see a\\*b.\n\n**Results**\n\n"
            "\\# is a sign, *p* < 0.05 and \\$5 is a price."
        )
        assert record.language == "de"
        stage = record.stage
        assert stage.venue == RecordVenue(
            "Journal of Examples & Samples",
            short_name="J. Ex. & Samp.",
            publisher="Example University Press",
            issn="0000-0019",
        )
        assert (stage.kind, stage.volume, stage.number) == ("published", "32", "3")
        assert (stage.date, stage.pages) == ("2022-03", "249–294")
        assert (stage.doi, stage.url, stage.publisher) == ("10.5555/example.2022.17", "", "")
        assert (record.links, record.warnings) == ((), ())

        _, headers = services.requests[0]
        assert headers["Accept"] == CSL
        assert headers["User-Agent"].endswith("(+https://example.edu; mailto:ada@example.edu)")

    def test_a_chapter_stands_in_its_book_with_editors_and_translators(self, services):
        services.says("/10.5555/978-0-00-000001-2_4", sample("crossref-chapter.json"), CSL)

        record = only("10.5555/978-0-00-000001-2_4")

        assert (record.kind, record.title) == ("chapter", "What is an example? Notes")
        assert [credit.role for credit in record.credits] == ["author", "editor", "translator"]
        stage = record.stage
        assert stage.venue is None
        assert stage.book_title == "Examples and Their Uses"
        assert stage.series == "Lecture Notes in Examples"
        assert (stage.publisher, stage.publisher_place) == ("Example Verlag", "Musterstadt")
        assert (stage.date, stage.pages, stage.isbn) == ("2016", "31", "9780000000019")
        assert (record.language, stage.url) == ("", "")

    def test_a_preprint_with_a_doi_of_arxiv_is_known_by_its_arxiv_id(self, services):
        services.says(
            "/10.48550/arXiv.2213.01234", sample("datacite-preprint.json"), f"{CSL}; charset=utf-8"
        )

        record = only("10.48550/arXiv.2213.01234")

        assert (record.kind, record.stage.kind) == ("preprint", "preprint")
        assert record.stage.arxiv_id == "2213.01234"
        assert record.stage.venue == RecordVenue("arXiv", kind="repository")
        assert (record.stage.publisher, record.stage.url) == ("", "")
        assert record.title == "Examples converge in $O(n^2)$ steps"
        assert record.abstract == "We show $f(x) < 1$ for all x_i."
        assert record.credits[1].name == Name(literal="Example Group")
        assert record.links == (RecordLink("pdf", "https://arxiv.org/pdf/2213.01234"),)

        assert record.stage.doi == "10.48550/arXiv.2213.01234"

    def test_what_no_database_holds_is_left_out(self, services):
        """JSON may carry halves of characters and controls."""
        item = b'{"type": "book", "title": "On\\u0000 \\ud800 samples", "abstract": "A\\udfff b"}'
        services.says("/10.5555/odd", item, CSL)

        record = only("10.5555/odd")

        assert (record.title, record.abstract) == ("On samples", "A b")

    def test_data_keep_their_address_and_lose_a_day_that_is_none(self, services):
        services.says("/10.5072/sample-data", sample("datacite-dataset.json"), CSL)

        record = only("10.5072/sample-data")

        assert record.kind == "dataset"
        assert record.stage.date == "2020-06"
        assert record.stage.venue == RecordVenue("Example Repository", kind="repository")
        assert record.stage.url == "https://repository.example.org/records/7"

    def test_a_doi_with_odd_characters_is_asked_as_it_is(self, services):
        assert "no DOI" in failure("10.1002/(SICI)1000(1999)1:1<1::AID-EX1>3.0.CO;2-#?")

        assert services.requests[0][0] == (
            "/10.1002/(SICI)1000(1999)1:1%3C1::AID-EX1%3E3.0.CO;2-%23%3F"
        )

    @pytest.mark.parametrize(
        ("status", "reason"),
        [
            (404, "There is no DOI 10.5555/none. Check it for slips."),
            (406, "does not offer its data"),
            (403, "does not let this site read its data"),
        ],
    )
    def test_a_doi_without_an_answer_is_told_apart(self, services, status, reason):
        services.refuses("/10.5555/none", status)

        assert reason in failure("10.5555/none")

    def test_a_page_in_place_of_data_is_unexpected(self, services):
        services.says("/10.5555/page", b"<!DOCTYPE html><p>An article.", "text/html")

        assert "unexpected way" in failure("10.5555/page")

    def test_a_doi_cannot_lead_into_the_network_of_the_server(self, services):
        """Whoever owns a DOI decides where it leads."""
        services.refuses("/10.5555/trap", 302, Location="http://localhost/admin")

        assert "cannot be asked" in failure("10.5555/trap")

    def test_a_doi_cannot_lead_to_another_port_than_those_of_the_web(self, services, monkeypatch):
        """What a host of the Internet runs elsewhere is often meant for those around it."""
        monkeypatch.setattr(client, "is_public", lambda address: True)
        with LocalServer() as other:
            other.says("/admin", sample("crossref-article.json"), CSL)
            services.refuses("/10.5555/trap", 302, Location=f"{other.url}/admin")

            assert "cannot be asked" in failure("10.5555/trap")
            assert other.requests == []

    def test_a_doi_may_lead_from_one_service_to_another_wherever_they_are(self, services, settings):
        with LocalServer() as other:
            settings.ISBN_URL = other.url
            other.says("/works/17", sample("crossref-article.json"), CSL)
            services.refuses("/10.5555/example.2022.17", 302, Location=f"{other.url}/works/17")

            assert only("10.5555/example.2022.17").kind == "article"


class TestArxiv:
    def test_a_preprint_comes_with_its_first_date_and_newest_pdf(self, services):
        services.says("/api/query", sample("arxiv.xml"), ATOM)

        record = only("https://arxiv.org/pdf/2213.01234v2.pdf")

        assert (record.kind, record.title) == ("preprint", "Examples converge in $O(n^2)$ steps")
        assert [credit.name for credit in record.credits] == [
            Name("Example", "Ada"),
            Name("Sample", "Ludwig", particle="van"),
        ]
        assert [credit.as_printed for credit in record.credits] == [
            "Ada Example", "Ludwig van Sample",
        ]  # fmt: skip
        assert record.abstract == (
            "We show that examples converge when $a < b$ and cost \\$5 to \\$10.\n\n"
            "A second paragraph, by Erdős & others."
        )
        stage = record.stage
        assert (stage.kind, stage.date, stage.arxiv_id) == ("preprint", "2022-01-04", "2213.01234")
        assert stage.venue == RecordVenue("arXiv", kind="repository")
        assert record.links == (RecordLink("pdf", "https://arxiv.org/pdf/2213.01234"),)
        assert services.requests[0][0] == "/api/query?id_list=2213.01234&max_results=1"

    def test_the_doi_of_the_paper_is_pointed_out_and_not_taken_for_the_preprints(self, services):
        services.says("/api/query", sample("arxiv.xml"), ATOM)

        record = only("2213.01234")

        assert record.stage.doi == ""
        assert "10.5555/example.2022.17" in record.warnings[0]

    @pytest.mark.parametrize("answer", ["arxiv-none.xml", "arxiv-error.xml"])
    @pytest.mark.parametrize("status", [200, 400])
    def test_an_id_that_arxiv_does_not_know(self, services, answer, status):
        services.answers["/api/query"] = lambda handler: handler.reply(status, sample(answer), ATOM)

        found = failure("2213.99999")

        if status == 400 and answer == "arxiv-none.xml":
            assert "unexpected way" in found
        else:
            assert found == "arXiv does not know 2213.99999. Check it for slips."

    def test_arxivs_own_word_for_too_often_is_unexpected_but_harmless(self, services):
        services.says("/api/query", b"Rate exceeded.", "text/plain")

        assert "unexpected way" in failure("2213.01234")


class TestPubMed:
    def test_an_article_comes_with_abstract_groups_and_identifiers(self, services):
        services.says("/efetch.fcgi", sample("pubmed.xml"), "text/xml; charset=UTF-8")

        record = only("PMID: 99999901")

        assert record.kind == "article"
        assert record.title == "Growth of *Exemplum minus* in H₂O: a trial"
        assert record.credits == (
            RecordCredit(Name("Example", "Ada B"), as_printed="Ada B Example", orcid=ORCID),
            RecordCredit(Name("Sample", "Carl", suffix="3rd"), as_printed="Carl Sample 3rd"),
            RecordCredit(Name(literal="Example Trial Group"), as_printed="Example Trial Group"),
        )
        assert not record.authors_complete
        assert record.abstract == (
            "**Background.** Samples grow.\n\n**Results.** The slope was $\\frac{a}{b}$ (p < 0.05)."
        )
        assert record.language == "de"
        stage = record.stage
        assert stage.venue == RecordVenue(
            "Example medicine: a journal of samples", short_name="Ex Med", issn="0000-0027"
        )
        assert (stage.date, stage.volume, stage.number) == ("2019-08", "12", "4")
        assert (stage.pages, stage.pmid) == ("1123–1129", "99999901")
        assert stage.doi == "10.5555/exmed.2019.4"
        assert record.links == (
            RecordLink(
                "other", "https://pmc.ncbi.nlm.nih.gov/articles/PMC7654321/", "PubMed Central"
            ),
        )
        assert services.requests[0][0] == (
            "/efetch.fcgi?db=pubmed&id=99999901&retmode=xml&tool=faculty-homepage"
            "&email=ada%40example.edu"
        )

    def test_a_work_in_another_language_has_its_own_title(self, services):
        services.says("/efetch.fcgi", sample("pubmed-translated.xml"), "text/xml")

        record = only("99999902")

        assert record.title == "Über Beispiele"
        assert (record.stage.date, record.stage.pages) == ("1998", "e17")
        assert record.stage.venue == RecordVenue("Beispiele", issn="0000-0019")

    def test_a_chapter_of_the_bookshelf(self, services):
        services.says("/efetch.fcgi", sample("pubmed-book.xml"), "text/xml")

        record = only("99999903")

        assert (record.kind, record.title) == ("chapter", "How to sample")
        assert [(c.name.family, c.role) for c in record.credits] == [
            ("Example", "author"), ("Editor", "editor"),
        ]  # fmt: skip
        assert record.stage.book_title == "Examples in Medicine"
        assert (record.stage.publisher, record.stage.isbn) == ("Example Press", "9780000000019")
        assert (record.language, record.abstract) == ("", "By hand.")

    def test_a_number_that_pubmed_does_not_know(self, services):
        services.says("/efetch.fcgi", b"<PubmedArticleSet></PubmedArticleSet>", "text/xml")
        assert failure("99999904") == "PubMed does not know 99999904. Check it for slips."

        services.refuses("/efetch.fcgi", 400)
        assert failure("99999904") == "PubMed does not know 99999904. Check it for slips."

    def test_without_a_contact_no_mail_is_named(self, services, settings):
        settings.CONTACT_EMAIL = ""
        services.says("/efetch.fcgi", sample("pubmed.xml"), "text/xml")

        only("99999901")

        path, headers = services.requests[0]
        assert "email" not in path
        assert headers["User-Agent"].endswith("(+https://example.edu)")


class TestIsbn:
    def test_a_book_comes_with_authors_publisher_and_date(self, services):
        services.says("/api/books", sample("openlibrary.json"))

        record = only("978-0-00-000001-9")

        assert (record.kind, record.title) == (
            "book", "Examples: what they are\\_ what they cost",
        )  # fmt: skip
        assert [credit.as_printed for credit in record.credits] == [
            "Ada Example", "Ludwig van Sample",
        ]  # fmt: skip
        assert record.stage.date == "2004-06-15"
        assert (record.stage.publisher, record.stage.publisher_place) == (
            "Example Press", "Musterstadt",
        )  # fmt: skip
        assert record.stage.isbn == "978-0-00-000001-9"
        assert services.requests[0][0] == (
            "/api/books?bibkeys=ISBN%3A9780000000019&jscmd=data&format=json"
        )

    def test_who_edited_is_an_editor(self, services):
        book = json.loads(sample("openlibrary.json"))
        book["ISBN:9780000000019"]["by_statement"] = "edited by Ada Example"
        services.says("/api/books", json.dumps(book).encode())

        record = only("9780000000019")

        assert record.kind == "edited-volume"
        assert {credit.role for credit in record.credits} == {"editor"}

    def test_a_book_that_open_library_does_not_know(self, services):
        services.says("/api/books", b"{}")

        assert "does not know ISBN 9780000000019" in failure("9780000000019")


class TestOrcid:
    @pytest.fixture(autouse=True)
    def _record(self, services):
        services.says(f"/v3.0/{ORCID}/works", sample("orcid-works.json"))
        services.says(f"/v3.0/{ORCID}/works/102,103,104", sample("orcid-bulk.json"))

    def test_each_group_is_one_work_in_its_owners_preferred_version(self):
        titles = [record.title for record in looked_up(ORCID)]

        assert titles == ["Examples converge", "How to sample: A chapter", "Kept to the summary"]

    def test_an_article_has_its_own_identifiers_and_those_of_its_journal(self):
        article = looked_up(ORCID)[0]

        assert (article.kind, article.language, article.abstract) == (
            "article", "de", "We show it.",
        )  # fmt: skip
        assert article.credits == (
            RecordCredit(Name("Example", "Ada"), as_printed="Ada Example", orcid=ORCID),
            RecordCredit(Name("Sample", "Carl"), as_printed="Carl Sample"),
        )
        stage = article.stage
        assert (stage.doi, stage.arxiv_id, stage.date) == ("10.5555/example.2022.17", "", "2022-03")
        assert stage.venue == RecordVenue("Journal of Examples", issn="0000-0019")
        assert stage.url == ""

    def test_what_only_its_bibtex_says_is_taken_from_there(self):
        stage = looked_up(ORCID)[0].stage

        assert (stage.volume, stage.number, stage.pages) == ("32", "3", "249–294")

    def test_a_chapter_takes_the_isbn_of_its_book_and_not_its_doi(self):
        chapter = looked_up(ORCID)[1]

        assert chapter.kind == "chapter"
        assert (chapter.stage.isbn, chapter.stage.doi) == ("9780000000019", "")
        assert chapter.stage.book_title == "Examples and Their Uses"
        assert chapter.stage.url == "https://example.org/chapter"
        assert chapter.credits[0].role == "editor"

    def test_a_work_without_details_keeps_its_summary_and_says_what_is_missing(self):
        talk = looked_up(ORCID)[2]

        assert (talk.kind, talk.stage.date, talk.credits) == ("talk", "", ())
        assert "does not say who wrote it" in talk.warnings[0]

    def test_hundreds_of_works_are_asked_for_a_hundred_at_a_time(self, services):
        summary = json.loads(sample("orcid-works.json"))["group"][2]["work-summary"][0]
        groups = [{"work-summary": [{**summary, "put-code": 1000 + n}]} for n in range(250)]
        services.says(f"/v3.0/{ORCID}/works", json.dumps({"group": groups}).encode())
        for start in (0, 100, 200):
            codes = ",".join(str(1000 + n) for n in range(start, min(start + 100, 250)))
            services.says(f"/v3.0/{ORCID}/works/{codes}", b'{"bulk": []}')

        assert len(looked_up(ORCID)) == 250
        assert len(services.requests) == 4

    def lists(self, services, count: int) -> None:
        """Let the record have so many works, with details of each."""
        summary = json.loads(sample("orcid-works.json"))["group"][2]["work-summary"][0]
        works = [{**summary, "put-code": 1000 + n} for n in range(count)]
        groups = [{"work-summary": [work]} for work in works]
        services.says(f"/v3.0/{ORCID}/works", json.dumps({"group": groups}).encode())
        for start in range(0, count, 100):
            some = works[start : start + 100]
            codes = ",".join(str(work["put-code"]) for work in some)
            bulk = {"bulk": [{"work": work} for work in some]}
            services.says(f"/v3.0/{ORCID}/works/{codes}", json.dumps(bulk).encode())

    def test_of_more_works_than_are_read_at_once_it_is_said_how_many_there_are(self, services):
        self.lists(services, 2001)

        with pytest.raises(OnlyPart, match="ORCID lists 2,001 works") as caught:
            looked_up(ORCID)

        assert len(caught.value.records) == 2000
        assert len(services.requests) == 21

    def test_two_thousand_works_are_all_read(self, services):
        self.lists(services, 2000)

        assert len(looked_up(ORCID)) == 2000

    def test_what_there_was_time_for_is_there(self, services):
        self.lists(services, 250)
        codes = ",".join(str(1100 + n) for n in range(100))
        services.answers[f"/v3.0/{ORCID}/works/{codes}"] = lambda handler: handler.drip([b""], 60)

        with pytest.raises(OutOfTime, match="time for 100 of the 250 works") as caught:
            look_up(known(ORCID), DeadlineAfter(services, questions=2))

        assert len(caught.value.records) == 100

    def test_a_record_without_public_works_is_empty(self, services):
        services.says(f"/v3.0/{ORCID}/works", b'{"group": []}')

        assert looked_up(ORCID) == []

    def test_the_token_is_sent_and_a_wrong_one_named(self, services, settings):
        settings.ORCID_TOKEN = "a-token"
        looked_up(ORCID)
        assert {h["Authorization"] for _, h in services.requests} == {"Bearer a-token"}

        services.refuses(f"/v3.0/{ORCID}/works", 401)
        assert "ORCID_TOKEN" in failure(ORCID)

    def test_the_token_is_not_handed_on_to_another_server(self, services, settings):
        settings.ORCID_TOKEN = "a-token"
        with LocalServer() as other:
            settings.DOI_URL = other.url
            other.says("/works", b'{"group": []}')
            services.refuses(f"/v3.0/{ORCID}/works", 302, Location=f"{other.url}/works")

            assert looked_up(ORCID) == []
            assert "Authorization" not in other.requests[0][1]

    def test_without_a_token_none_is_sent(self, services):
        looked_up(ORCID)

        assert "Authorization" not in services.requests[0][1]

    @pytest.mark.parametrize(("status", "reason"), [(404, "does not know"), (409, "no longer")])
    def test_an_id_without_a_record(self, services, status, reason):
        services.refuses(f"/v3.0/{ORCID}/works", status)

        with pytest.raises(NotKnown, match=reason):
            looked_up(ORCID)


@pytest.mark.parametrize(("text", "path", "answer", "content_type", "name"), SERVICES)
class TestTroubleWithAnyService:
    def test_a_slow_one_is_left_in_time(
        self, services, monkeypatch, text, path, answer, content_type, name
    ):
        monkeypatch.setattr(Service, "timeout", 0.3)

        def drip(handler):
            handler.send_response(200)
            handler.send_header("Content-Type", content_type)
            handler.end_headers()
            handler.drip(repeat(b" "), 0.05)

        services.answers[path] = drip
        begun = time.monotonic()

        assert failure(text) == f"{name} did not answer within 0.3 seconds. Try again later."
        assert time.monotonic() - begun < SOON

    def test_no_answer_is_waited_for_beyond_the_time_for_everything(
        self, services, monkeypatch, text, path, answer, content_type, name
    ):
        asked = []
        genuine = client.get

        def get(url, *arguments):
            asked.append(url)
            return genuine(url, *arguments)

        monkeypatch.setattr(client, "get", get)
        services.answers[path] = lambda handler: handler.drip([b""], 3 * SOON)
        deadline = Deadline(0.3)
        begun = time.monotonic()

        with pytest.raises(OutOfTime):
            look_up(known(text), deadline)
        assert time.monotonic() - begun < SOON

        with pytest.raises(OutOfTime):
            look_up(known(text), deadline)
        assert len(asked) == 1

    def test_a_faulty_one_is_named(self, services, text, path, answer, content_type, name):
        services.refuses(path, 500)

        assert failure(text) == f"{name} has a fault of its own (500). Try again later."

    @pytest.mark.parametrize(
        ("wait", "words"),
        [("30", "in 30 seconds"), ("300", "in 5 minutes"), ("soon", "in a few minutes")],
    )
    def test_one_that_is_asked_too_often_says_when_to_come_back(
        self, services, text, path, answer, content_type, name, wait, words
    ):
        for status in (429, 503):
            services.refuses(path, status, Retry_After=wait)
            assert failure(text) == f"{name} is asked too often. Try again {words}."

    @pytest.mark.parametrize("body", [b"", b"[", b"null", b"7", b"<p>Maintenance", b"\xff\xfe\x00"])
    def test_nonsense_is_no_answer(self, services, text, path, answer, content_type, name, body):
        services.says(path, body, content_type)

        assert f"{name} answered in an unexpected way" in failure(text)

    def test_an_answer_that_breaks_off_is_none(
        self, services, text, path, answer, content_type, name
    ):
        whole = sample(answer)
        services.answers[path] = lambda handler: handler.reply(
            200, whole[:300], content_type, Content_Length=str(len(whole))
        )
        assert "unexpected way" in failure(text)

        services.says(path, whole[: len(whole) // 2], content_type)
        assert "unexpected way" in failure(text)

    def test_a_huge_answer_is_not_read(
        self, services, monkeypatch, text, path, answer, content_type, name
    ):
        monkeypatch.setattr(Service, "max_bytes", 1024 * 1024)
        bomb = gzip.compress(b" " * 2_000_000)
        services.answers[path] = lambda handler: handler.reply(
            200, bomb, content_type, Content_Encoding="gzip"
        )

        assert failure(text) == f"{name} answered with more than 1 MB."

    def test_redirects_without_end_end(self, services, text, path, answer, content_type, name):
        services.refuses(path, 302, Location=path)

        assert failure(text) == f"{name} leads on to an address that cannot be asked."

    def test_without_a_network_it_says_so(
        self, services, settings, text, path, answer, content_type, name
    ):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            nobody = f"http://127.0.0.1:{taken.getsockname()[1]}"
        for setting in ("DOI_URL", "ARXIV_URL", "PUBMED_URL", "ISBN_URL", "ORCID_URL"):
            setattr(settings, setting, nobody)

        assert failure(text).startswith(f"{name} cannot be reached at 127.0.0.1")

    def test_a_whole_answer_may_be_packed(self, services, text, path, answer, content_type, name):
        services.answers[path] = lambda handler: handler.reply(
            200, gzip.compress(sample(answer)), content_type, Content_Encoding="gzip"
        )
        services.says(f"/v3.0/{ORCID}/works/102,103,104", sample("orcid-bulk.json"))

        assert looked_up(text)[0].title
