"""What machines read of a work, one row for each rule.

The rules are those of Google Scholar's Inclusion Guidelines, of Zotero's translators, of
schema.org, of OpenGraph and of the FAIR Signposting Profile.
"""

import json
import warnings
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from profile.models import Profile
from publications.appearance import page_range
from publications.models import Authorship, Publication, PublicationLink
from tests import factories
from tests.pages import visible_text
from tests.publications.heads import Head, head_of, work_of
from tests.publications.pdfs import pdf

pytestmark = pytest.mark.django_db

SITE = "http://127.0.0.1:8000"
PAGE = f"{SITE}/publications/on-examples/"
JOURNAL = {"name": "Journal of Examples", "publisher": "Example Press", "issn": "1234-5679"}
CONFERENCE = {"name": "Conference on Examples", "short_name": "CONEX", "kind": "conference"}
ARCHIVE = {"name": "arXiv", "kind": "repository"}
PUBLISHED = {"volume": "35", "number": "2", "pages": "249–294", "doi": "10.1000/182"}


def add_file(work: Publication, name: str = "paper", **fields: Any) -> PublicationLink:
    upload = SimpleUploadedFile(f"{name}.pdf", pdf())
    return PublicationLink.objects.create(publication=work, file=upload, **fields)


# Google Scholar

# rule, the work, the tags of one name that its page has
SCHOLAR = [
    ("the title of the work only, not the site's", {}, "citation_title", ["On examples"]),
    ("a title without TeX", {"title": r"Adam needs $O(n^2)$ steps in $\ell_1$"},
     "citation_title", ["Adam needs O(n²) steps in ℓ₁"]),
    ("a title without markup", {"title": "The *E. coli* <b>genome</b> & “us”"},
     "citation_title", ["The E. coli <b>genome</b> & “us”"]),
    ("one tag for each author, in order, family name first", {},
     "citation_author", ["Example, Ada", "Sample, Ben"]),
    ("a particle belongs to the family name", {"authors": ("Ludwig van Beethoven",)},
     "citation_author", ["van Beethoven, Ludwig"]),
    ("blanks on both sides of a comma would make two people of one",
     {"authors": ("Jan Piet van den Berg",)}, "citation_author", ["Jan Piet van den Berg"]),
    ("a group as it is called", {"authors": ({"name": "Example Collaboration", "is_group": True},)},
     "citation_author", ["Example Collaboration"]),
    ("a day in full", {"stage": {"date": "2022-01-05"}},
     "citation_publication_date", ["2022/1/5"]),
    ("a month only: the year", {"stage": {"date": "2022-01"}},
     "citation_publication_date", ["2022"]),
    ("a year alone", {"stage": {"date": "2022"}}, "citation_publication_date", ["2022"]),
    ("two commas would lose the given names", {"authors": ("van der Berg, Jr., Jan",)},
     "citation_author", ["Jan van der Berg Jr."]),
    ("a journal by its whole name", {"venue": JOURNAL},
     "citation_journal_title", ["Journal of Examples"]),
    ("a journal's volume", {"venue": JOURNAL, "stage": PUBLISHED}, "citation_volume", ["35"]),
    ("a journal's issue", {"venue": JOURNAL, "stage": PUBLISHED}, "citation_issue", ["2"]),
    ("the first page", {"venue": JOURNAL, "stage": PUBLISHED}, "citation_firstpage", ["249"]),
    ("the last page", {"venue": JOURNAL, "stage": PUBLISHED}, "citation_lastpage", ["294"]),
    ("an article number is a first page", {"venue": JOURNAL, "stage": {"pages": "e1005"}},
     "citation_firstpage", ["e1005"]),
    ("and has no last one", {"venue": JOURNAL, "stage": {"pages": "e1005"}},
     "citation_lastpage", []),
    ("a journal's ISSN", {"venue": JOURNAL}, "citation_issn", ["1234-5679"]),
    ("a conference by its whole name", {"kind": "conference-paper", "venue": CONFERENCE},
     "citation_conference_title", ["Conference on Examples"]),
    ("proceedings stand in for a conference",
     {"kind": "conference-paper", "stage": {"book_title": "Proceedings of Examples"}},
     "citation_conference_title", ["Proceedings of Examples"]),
    ("pages of a conference paper",
     {"kind": "conference-paper", "venue": CONFERENCE, "stage": PUBLISHED},
     "citation_firstpage", ["249"]),
    ("ISBN of the proceedings",
     {"kind": "conference-paper", "venue": CONFERENCE, "stage": {"isbn": "978-0-306-40615-7"}},
     "citation_isbn", ["978-0-306-40615-7"]),
    ("a thesis names its university", {"kind": "thesis", "stage": {"institution": "Example U"}},
     "citation_dissertation_institution", ["Example U"]),
    ("a report names its institution", {"kind": "report", "stage": {"institution": "Example Lab"}},
     "citation_technical_report_institution", ["Example Lab"]),
    ("a report has a number",
     {"kind": "report", "stage": {"institution": "Example Lab", "number": "TR-7"}},
     "citation_technical_report_number", ["TR-7"]),
    ("the DOI, bare", {"venue": JOURNAL, "stage": PUBLISHED}, "citation_doi", ["10.1000/182"]),
    ("the abstract as text", {"abstract": "We **show** $x$."}, "citation_abstract", ["We show x."]),
    ("where the abstract stands", {}, "citation_abstract_html_url", [PAGE]),
    ("keywords with semicolons, as Zotero reads them", {"topics": ("Fog", "Rain")},
     "citation_keywords", ["Fog; Rain"]),
    ("the language of the work", {"language": "de"}, "citation_language", ["de"]),
    ("the site's language where the work has none", {}, "citation_language", ["en"]),
    ("the publisher of the journal", {"venue": JOURNAL}, "citation_publisher", ["Example Press"]),
    ("a publisher who is not known is left out", {}, "citation_publisher", []),
    ("no Dublin Core besides", {"venue": JOURNAL}, "DC.title", []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "fields", "name", "contents"), SCHOLAR, ids=[r[0] for r in SCHOLAR]
)
def test_google_scholar_reads(rule, fields, name, contents):
    assert head_of(work_of(**fields)).all(name) == contents


def test_without_an_author_a_page_carries_no_scholar_tags():
    work = work_of(authors=(), venue=JOURNAL)
    editor = factories.person(name="Ed Itor")
    Authorship.objects.create(publication=work, person=editor, role="editor")

    assert head_of(work).citation == []


@pytest.mark.parametrize("fields", [{"date": None}, {"date": None, "kind": "accepted"}])
def test_without_a_date_a_page_carries_no_scholar_tags(fields):
    assert head_of(work_of(venue=JOURNAL, stage=fields)).citation == []


def test_editors_are_no_authors():
    work = work_of(kind="chapter", stage={"book_title": "The Book"})
    editor = factories.person(name="Ed Itor")
    Authorship.objects.create(publication=work, person=editor, role="editor")

    assert head_of(work).all("citation_author") == ["Example, Ada", "Sample, Ben"]


def test_no_tag_is_empty():
    for kind in Publication.Kind.values:
        head = head_of(work_of(kind=kind, title=f"Of kind {kind}"))

        assert [name for name, content in head.meta if not content.strip()] == []


def test_the_date_is_the_one_that_references_cite():
    work = work_of(stage={"date": "2022"}, venue=JOURNAL)
    factories.stage(work, kind="preprint", date="2021-03-04", arxiv_id="2103.00001")

    head = head_of(work)

    assert head.all("citation_publication_date") == ["2022"]
    assert head.all("citation_online_date") == []


def test_a_preprint_and_its_article_are_one_page():
    work = work_of(venue=JOURNAL)
    factories.stage(work, kind="preprint", date="2021", venue=factories.venue(**ARCHIVE))

    head = head_of(work)

    assert len(head.all("citation_title")) == 1
    assert head.all("citation_journal_title") == ["Journal of Examples"]


def test_a_pdf_is_named_where_it_lies_below_the_page():
    work = work_of()
    add_file(work)
    add_file(work, "older", version="submitted")

    assert head_of(work).all("citation_pdf_url") == [f"{PAGE}paper.pdf", f"{PAGE}older.pdf"]


@pytest.mark.parametrize(
    ("why", "fields"),
    [
        ("it lies on another host", {"url": "https://example.org/paper.pdf"}),
        ("it is no full text", {"kind": "slides"}),
        ("it is not public yet", {"public_from": "2999-01-01"}),
    ],
)
def test_a_pdf_is_not_named_where(why, fields):
    work = work_of()
    if "url" in fields:
        work.links.create(kind="pdf", **fields)
    else:
        add_file(work, **fields)

    assert head_of(work).all("citation_pdf_url") == []


def test_the_title_is_the_largest_text_with_the_authors_next_to_it_and_the_abstract_in_full():
    abstract = "First paragraph.\n\n" + "A sentence of the abstract. " * 40
    work = work_of(abstract=abstract)

    html = Client().get(work.get_absolute_url()).content.decode()

    assert html.count("<h1") == 1
    text = visible_text(html)
    assert "On examples Ada Example, Ben Sample" in text
    assert "A sentence of the abstract. " * 39 in text
    assert "<details" not in html.partition("<h2>Abstract</h2>")[2].partition("</section>")[0]


def test_every_work_is_two_plain_links_from_the_front_page(client):
    work = work_of()

    assert 'href="/publications/"' in client.get("/").content.decode()
    assert f'href="{work.get_absolute_url()}"' in client.get("/publications/").content.decode()


def test_robots_may_read_works_and_pdfs(client):
    text = client.get("/robots.txt").content.decode()

    assert "/publications" not in text


@pytest.mark.parametrize(
    ("pages", "first_and_last"),
    [
        ("249–294", ("249", "294")), ("249--294", ("249", "294")), ("249-294", ("249", "294")),
        ("S1-S9", ("S1", "S9")), ("1-1–1-10", ("1-1", "1-10")), ("12", ("12", "")),
        ("e1005", ("e1005", "")), ("1--10, 15", ("", "")), ("3, 7", ("", "")), ("", ("", "")),
        ("iv + 212 pp.", ("", "")),
    ],
)  # fmt: skip
def test_first_and_last_page_are_taken_only_where_there_are_such(pages, first_and_last):
    assert page_range(pages) == first_and_last


# Zotero: the kind of a thing follows from one tag, so no page may have two of them

CONTAINERS = {
    "citation_journal_title", "citation_conference_title", "citation_book_title",
    "citation_inbook_title", "citation_dissertation_institution",
    "citation_technical_report_institution",
}  # fmt: skip
FULL = {**PUBLISHED, "institution": "Example U", "isbn": "978-0-306-40615-7"}


@pytest.mark.parametrize(
    ("kind", "venue", "stage", "tag"),
    [
        ("article", JOURNAL, FULL, "citation_journal_title"),
        ("review", JOURNAL, FULL, "citation_journal_title"),
        ("article", CONFERENCE, FULL, "citation_conference_title"),
        ("conference-paper", CONFERENCE, FULL, "citation_conference_title"),
        ("conference-paper", CONFERENCE, {**FULL, "book_title": "Proceedings"},
         "citation_conference_title"),
        ("chapter", None, {**FULL, "book_title": "The Book"}, "citation_book_title"),
        ("chapter", {"name": "Lecture Notes", "kind": "series"},
         {**FULL, "book_title": "The Book"}, "citation_book_title"),
        ("thesis", None, FULL, "citation_dissertation_institution"),
        ("report", {"name": "Reports", "kind": "series"}, FULL,
         "citation_technical_report_institution"),
        ("book", {"name": "Lecture Notes", "kind": "series"}, FULL, None),
        ("edited-volume", None, FULL, None),
        ("preprint", ARCHIVE, FULL, None),
        ("article", ARCHIVE, FULL, None),
        ("article", JOURNAL, {**FULL, "kind": "submitted"}, None),
        ("article", JOURNAL, {**FULL, "kind": "preprint"}, None),
        ("article", JOURNAL, {**FULL, "kind": "accepted"}, "citation_journal_title"),
        ("dataset", None, FULL, None),
        ("software", None, FULL, None),
        ("talk", CONFERENCE, FULL, None),
        ("patent", None, FULL, None),
        ("other", JOURNAL, FULL, None),
    ],
)  # fmt: skip
def test_zotero_tells_the_kind_from_one_tag(kind, venue, stage, tag):
    head = head_of(work_of(kind=kind, venue=venue, stage=stage))

    assert {name for name, _ in head.citation} & CONTAINERS == ({tag} if tag else set())


@pytest.mark.parametrize("kind", ["book", "edited-volume"])
def test_zotero_knows_a_book_by_its_isbn(kind):
    assert head_of(work_of(kind=kind, stage=FULL)).all("citation_isbn") == [FULL["isbn"]]


@pytest.mark.parametrize("kind", ["preprint", "thesis", "dataset", "software", "other"])
def test_zotero_takes_nothing_else_for_a_book(kind):
    assert head_of(work_of(kind=kind, stage=FULL)).all("citation_isbn") == []


def test_a_works_own_page_has_no_coins_for_they_would_win_over_its_tags():
    work = work_of(topics=("Fog",))
    other = work_of(title="More examples")
    other.topics.create(interest=work.topics.get().interest)

    assert head_of(work).spans == []


@pytest.mark.parametrize(
    ("kind", "ending"),
    [("application/x-bibtex", ".bib"), ("application/x-research-info-systems", ".ris")],
)
def test_zotero_finds_the_entry_in_other_formats(kind, ending):
    typed = head_of(work_of()).typed()

    assert ("alternate", f"/publications/on-examples{ending}", kind) in typed


# COinS: keys of OpenURL 1.0 for lists

# rule, the work, keys that it has
COINS = [
    ("the version of OpenURL", {}, {"ctx_ver": "Z39.88-2004"}),
    ("the site that speaks", {}, {"rfr_id": "info:sid/127.0.0.1"}),
    ("the DOI", {"stage": PUBLISHED}, {"rft_id": "info:doi/10.1000/182"}),
    ("a date, which may be partial", {"venue": JOURNAL, "stage": {"date": "2022-10"}},
     {"rft.date": "2022-10"}),
    ("an article", {"venue": JOURNAL, "stage": PUBLISHED},
     {"rft_val_fmt": "info:ofi/fmt:kev:mtx:journal", "rft.genre": "article",
      "rft.atitle": "On examples", "rft.jtitle": "Journal of Examples", "rft.volume": "35",
      "rft.issue": "2", "rft.spage": "249", "rft.epage": "294", "rft.pages": "249–294",
      "rft.issn": "1234-5679"}),
    ("a conference paper",
     {"kind": "conference-paper", "venue": CONFERENCE, "stage": {"isbn": "978-0-306-40615-7"}},
     {"rft_val_fmt": "info:ofi/fmt:kev:mtx:book", "rft.genre": "proceeding",
      "rft.atitle": "On examples", "rft.btitle": "Conference on Examples",
      "rft.isbn": "978-0-306-40615-7"}),
    ("a chapter", {"kind": "chapter", "stage": {"book_title": "The Book", "publisher": "Press"}},
     {"rft_val_fmt": "info:ofi/fmt:kev:mtx:book", "rft.genre": "bookitem",
      "rft.atitle": "On examples", "rft.btitle": "The Book", "rft.pub": "Press"}),
    ("a book", {"kind": "book"},
     {"rft_val_fmt": "info:ofi/fmt:kev:mtx:book", "rft.genre": "book",
      "rft.btitle": "On examples"}),
    ("a report", {"kind": "report"},
     {"rft_val_fmt": "info:ofi/fmt:kev:mtx:book", "rft.genre": "report",
      "rft.btitle": "On examples"}),
    ("a thesis",
     {"kind": "thesis", "stage": {"institution": "Example U", "genre": "Doctoral dissertation"}},
     {"rft_val_fmt": "info:ofi/fmt:kev:mtx:dissertation", "rft.title": "On examples",
      "rft.inst": "Example U", "rft.degree": "Doctoral dissertation"}),
    ("a preprint", {"kind": "preprint", "stage": {"arxiv_id": "2208.09632", "kind": "preprint"}},
     {"rft_val_fmt": "info:ofi/fmt:kev:mtx:dc", "rft.type": "preprint",
      "rft.title": "On examples", "rft.identifier": "https://arxiv.org/abs/2208.09632"}),
    ("an article that only stands in an archive", {"venue": ARCHIVE},
     {"rft_val_fmt": "info:ofi/fmt:kev:mtx:dc", "rft.type": "preprint"}),
    ("a dataset", {"kind": "dataset"}, {"rft.type": "dataset", "rft.identifier": PAGE}),
    ("the first author in parts", {}, {"rft.aulast": "Example", "rft.aufirst": "Ada"}),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "fields", "keys"), COINS, ids=[row[0] for row in COINS])
def test_coins_say(rule, fields, keys):
    work = Publication.objects.for_list().get(pk=work_of(**fields).pk)

    said = dict(parse_qsl(work.coins, strict_parsing=True))

    assert {key: said.get(key) for key in keys} == keys


def test_coins_name_every_author_and_groups_as_groups():
    group = {"name": "Example Collaboration", "is_group": True}
    work = Publication.objects.for_list().get(pk=work_of(authors=("Ada Example", "Bo", group)).pk)

    said = parse_qsl(work.coins)

    assert [value for key, value in said if key == "rft.au"] == ["Ada Example", "Bo"]
    assert [value for key, value in said if key == "rft.aucorp"] == ["Example Collaboration"]


def test_coins_are_encoded_as_utf_8_and_every_part_has_its_sign():
    work = work_of(title="Größe & Ordnung = 50 %", authors=("孙 若愚",), venue=JOURNAL)

    text = Publication.objects.for_list().get(pk=work.pk).coins

    assert "rft.atitle=Gr%C3%B6%C3%9Fe%20%26%20Ordnung%20%3D%2050%20%25" in text
    assert text.isascii()
    assert all(part.count("=") == 1 for part in text.split("&"))


def test_coins_cost_a_list_no_query(django_assert_num_queries):
    work_of(venue=JOURNAL)
    works = list(Publication.objects.for_list())

    with django_assert_num_queries(0):
        assert works[0].coins


# schema.org

TYPES = [
    ("article", "ScholarlyArticle"), ("conference-paper", "ScholarlyArticle"),
    ("preprint", "ScholarlyArticle"), ("review", "ScholarlyArticle"), ("book", "Book"),
    ("edited-volume", "Book"), ("chapter", "Chapter"), ("thesis", "Thesis"), ("report", "Report"),
    ("dataset", "Dataset"), ("software", "SoftwareSourceCode"), ("talk", "CreativeWork"),
    ("patent", "CreativeWork"), ("other", "CreativeWork"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "schema"), TYPES)
def test_each_kind_has_its_type(kind, schema):
    assert head_of(work_of(kind=kind)).work["@type"] == schema


def test_every_kind_has_a_row():
    assert {kind for kind, _ in TYPES} == set(Publication.Kind.values)


_PERIODICAL = {"@type": "Periodical", "name": "Journal of Examples", "issn": "1234-5679"}
# rule, the work, a property and its value
SCHEMA = [
    ("an id that stays", {}, "@id", f"{PAGE}#work"),
    ("an absolute address", {}, "url", PAGE),
    ("a name", {}, "name", "On examples"),
    ("a headline", {}, "headline", "On examples"),
    ("authors in order", {}, "author",
     [{"@type": "Person", "name": "Ada Example"}, {"@type": "Person", "name": "Ben Sample"}]),
    ("a group is an organization", {"authors": ({"name": "Example Team", "is_group": True},)},
     "author", [{"@type": "Organization", "name": "Example Team"}]),
    ("people's own pages and iDs",
     {"authors": ({"name": "Ada", "link": "https://ada.example", "orcid": "0000-0002-1825-0097"},)},
     "author", [{"@type": "Person", "name": "Ada", "url": "https://ada.example",
                 "sameAs": "https://orcid.org/0000-0002-1825-0097"}]),
    ("a date as precise as it is known", {"stage": {"date": "2022-10"}},
     "datePublished", "2022-10"),
    ("what has not come out has no date of coming out", {"stage": {"kind": "accepted"}},
     "datePublished", None),
    ("how far it is: a preprint", {"stage": {"kind": "preprint"}},
     "creativeWorkStatus", "Preprint"),
    ("how far it is: accepted", {"stage": {"kind": "accepted"}},
     "creativeWorkStatus", "Accepted"),
    ("how far it is: published", {}, "creativeWorkStatus", "Published"),
    ("the abstract as text", {"abstract": "We **show**."}, "abstract", "We show."),
    ("keywords", {"topics": ("Fog", "Rain")}, "keywords", ["Fog", "Rain"]),
    ("what it is about", {"topics": ("Fog",)}, "about",
     [{"@type": "Thing", "name": "Fog", "url": f"{SITE}/publications/?topic=fog"}]),
    ("its language", {"language": "de"}, "inLanguage", "de"),
    ("the same work elsewhere", {"stage": {"doi": "10.1000/182", "arxiv_id": "2208.09632"}},
     "sameAs", ["https://doi.org/10.1000/182", "https://arxiv.org/abs/2208.09632"]),
    ("an address is encoded where a DOI is odd", {"stage": {"doi": "10.1002/(SICI)1<1::A>3.0"}},
     "sameAs", ["https://doi.org/10.1002/(SICI)1%3C1::A%3E3.0"]),
    ("its identifiers", {"stage": {"doi": "10.1000/182", "arxiv_id": "2208.09632"}}, "identifier",
     [{"@type": "PropertyValue", "propertyID": "doi", "value": "10.1000/182"},
      {"@type": "PropertyValue", "propertyID": "arXiv", "value": "2208.09632"}]),
    ("free where a paper lies on arXiv", {"stage": {"arxiv_id": "2208.09632"}},
     "isAccessibleForFree", True),
    ("nothing is said where nobody knows", {}, "isAccessibleForFree", None),
    ("first page", {"stage": PUBLISHED}, "pageStart", "249"),
    ("last page", {"stage": PUBLISHED}, "pageEnd", "294"),
    ("pages that are no range", {"stage": {"pages": "3, 7"}}, "pagination", "3, 7"),
    ("the real publisher", {"stage": {"publisher": "Example Press"}},
     "publisher", {"@type": "Organization", "name": "Example Press"}),
    ("or none", {}, "publisher", None),
    ("a journal in its chain: issue, volume, periodical",
     {"venue": {k: JOURNAL[k] for k in ("name", "issn")}, "stage": PUBLISHED}, "isPartOf",
     {"@type": "PublicationIssue", "issueNumber": "2", "isPartOf":
         {"@type": "PublicationVolume", "volumeNumber": "35", "isPartOf": _PERIODICAL}}),
    ("without an issue: volume, periodical",
     {"venue": {k: JOURNAL[k] for k in ("name", "issn")}, "stage": {"volume": "35"}}, "isPartOf",
     {"@type": "PublicationVolume", "volumeNumber": "35", "isPartOf": _PERIODICAL}),
    ("without a volume: the periodical",
     {"venue": {k: JOURNAL[k] for k in ("name", "issn")}}, "isPartOf", _PERIODICAL),
    ("a conference by its name", {"kind": "conference-paper", "venue": CONFERENCE},
     "isPartOf", {"@type": "CreativeWork", "name": "Conference on Examples"}),
    ("proceedings are a book",
     {"kind": "conference-paper", "venue": CONFERENCE,
      "stage": {"book_title": "Proceedings of CONEX", "isbn": "978-0-306-40615-7"}},
     "isPartOf",
     {"@type": "Book", "name": "Proceedings of CONEX", "isbn": "978-0-306-40615-7"}),
    ("a chapter is part of its book, and that of a series",
     {"kind": "chapter", "stage": {"book_title": "The Book", "series": "Examples"}}, "isPartOf",
     {"@type": "Book", "name": "The Book",
      "isPartOf": {"@type": "BookSeries", "name": "Examples"}}),
    ("what is only submitted is part of nothing",
     {"venue": JOURNAL, "stage": {"kind": "submitted"}}, "isPartOf", None),
    ("a book's ISBN", {"kind": "book", "stage": {"isbn": "978-0-306-40615-7"}},
     "isbn", "978-0-306-40615-7"),
    ("a book's edition", {"kind": "book", "stage": {"edition": "2nd"}}, "bookEdition", "2nd"),
    ("a report's number", {"kind": "report", "stage": {"number": "TR-7"}}, "reportNumber", "TR-7"),
    ("where a thesis was written", {"kind": "thesis", "stage": {"institution": "Example U"}},
     "sourceOrganization", {"@type": "Organization", "name": "Example U"}),
    ("data are described", {"kind": "dataset", "abstract": "Ten years of fog."},
     "description", "Ten years of fog."),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "fields", "name", "value"), SCHEMA, ids=[r[0] for r in SCHEMA])
def test_schema_org_says(rule, fields, name, value):
    assert head_of(work_of(**fields)).work.get(name) == value


def test_the_owner_is_the_person_of_the_front_page():
    factories.profile()
    work = work_of(authors=())
    Authorship.objects.create(publication=work, person=Profile.load().person)

    (author,) = head_of(work).work["author"]

    assert author["@id"] == f"{SITE}/#person"
    assert author["name"] == "Ada Example"


def test_editors_and_translators_have_properties_of_their_own():
    work = work_of()
    for role in ("editor", "translator"):
        person = factories.person(name=f"The {role}")
        Authorship.objects.create(publication=work, person=person, role=role)

    data = head_of(work).work

    assert [data[role][0]["name"] for role in ("editor", "translator")] == [
        "The editor",
        "The translator",
    ]


def test_distinctions_are_awards():
    work = work_of()
    work.distinctions.create(label="Best paper")

    assert head_of(work).work["award"] == ["Best paper"]


def test_files_are_encodings_under_their_licence():
    work = work_of()
    add_file(work, licence="cc-by-4.0", version="accepted")

    data = head_of(work).work

    assert data["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert data["isAccessibleForFree"] is True
    assert data["encoding"] == [
        {
            "@type": "MediaObject",
            "name": "PDF",
            "contentUrl": f"{PAGE}paper.pdf",
            "encodingFormat": "application/pdf",
            "creativeWorkStatus": "Accepted manuscript",
            "license": "https://creativecommons.org/licenses/by/4.0/",
        }
    ]


def test_slides_go_with_the_work_and_are_not_it():
    work = work_of()
    add_file(work, "slides", kind="slides")

    data = head_of(work).work

    assert "encoding" not in data
    assert data["associatedMedia"][0]["contentUrl"] == f"{PAGE}slides.pdf"


def test_a_programs_code_is_where_its_link_leads():
    work = work_of(kind="software")
    work.links.create(kind="code", url="https://example.org/code")

    assert head_of(work).work["codeRepository"] == "https://example.org/code"


def test_the_way_to_the_page_is_told():
    way = head_of(work_of()).data[1]

    assert way["@type"] == "BreadcrumbList"
    assert [(step["position"], step["name"], step["item"]) for step in way["itemListElement"]] == [
        (1, "Home", f"{SITE}/"),
        (2, "Publications", f"{SITE}/publications/"),
        (3, "On examples", PAGE),
    ]


def test_structured_data_cannot_end_its_element_and_have_no_empty_value():
    work = work_of(title="</script><script>alert(1)</script> & <b>", abstract="<!-- </script>")

    html = Client().get(work.get_absolute_url()).content.decode()

    script = html.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    assert not set("<>&") & set(script)
    assert _empty(json.loads(script)) == []


def _empty(value: Any, path: str = "") -> list[str]:
    if isinstance(value, dict):
        return [found for key, item in value.items() for found in _empty(item, f"{path}/{key}")]
    if isinstance(value, list):
        return [found for item in value for found in _empty(item, path)]
    return [path] if value in ("", None) else []


def test_everything_that_is_said_can_be_read_on_the_page():
    work = work_of(
        kind="conference-paper",
        abstract="We show.",
        topics=("Fog",),
        authors=({"name": "Ada Example", "orcid": "0000-0002-1825-0097"},),
        venue={**CONFERENCE, "publisher": "Example Press", "issn": "1234-5679"},
        stage={**PUBLISHED, "book_title": "Proceedings", "isbn": "978-0-306-40615-7",
               "series": "Notes", "edition": "2nd", "institution": "Example Lab",
               "genre": "Full paper", "arxiv_id": "2208.09632"},
    )  # fmt: skip
    work.distinctions.create(label="Best paper")
    add_file(work, licence="cc-by-4.0", version="accepted")

    html = Client().get(work.get_absolute_url()).content.decode()
    shown = html.partition("<main")[2].casefold()

    said = [
        text.removeprefix(SITE)
        for text in _texts(Head(html).work)
        if text not in ("application/pdf", "en", "doi", "arXiv")
    ]
    assert len(said) > 20
    assert [text for text in said if text.casefold() not in shown] == []


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        kept = {key: item for key, item in value.items() if key not in ("@type", "@id")}
        return [text for item in kept.values() for text in _texts(item)]
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    return [value] if isinstance(value, str) else []


# OpenGraph

# rule, the work, a property and its values
OPEN_GRAPH = [
    ("title", {}, "og:title", ["On examples"]),
    ("a title without TeX", {"title": "In $n^2$"}, "og:title", ["In n²"]),
    ("a work is an article", {}, "og:type", ["article"]),
    ("when it came out", {"stage": {"date": "2022-10"}}, "article:published_time", ["2022-10"]),
    ("not before it came out", {"stage": {"kind": "accepted"}}, "article:published_time", []),
    ("its canonical address", {}, "og:url", [PAGE]),
    ("a description", {"abstract": "We show."}, "og:description", ["We show."]),
    ("the site's name", {}, "og:site_name", ["Ada Example"]),
    ("a locale", {}, "og:locale", ["en_US"]),
    ("a card", {}, "twitter:card", ["summary"]),
    ("no picture where there is none", {}, "og:image", []),
]


@pytest.mark.parametrize(
    ("rule", "fields", "name", "values"), OPEN_GRAPH, ids=[row[0] for row in OPEN_GRAPH]
)
def test_open_graph_says(rule, fields, name, values):
    factories.profile()

    assert head_of(work_of(**fields)).all(name) == values


def test_a_figure_goes_with_a_shared_page():
    figure = factories.image(description="A cloud", width=1200, height=630)
    head = head_of(work_of(figure=figure))

    assert head.all("og:image") == [SITE + figure.source.whole]
    assert head.all("og:image:width") == ["1200"]
    assert head.all("og:image:height") == ["630"]
    assert head.all("og:image:alt") == ["A cloud"]


# FAIR Signposting

ORCID = {"name": "Ada Example", "orcid": "0000-0002-1825-0097"}
# rule, the work, a relation and where it leads
SIGNPOSTS = [
    ("authors by their ORCID iD", {"authors": (ORCID, "Ben")}, "author",
     [("https://orcid.org/0000-0002-1825-0097", "")]),
    ("no ORCID iD, no author", {}, "author", []),
    ("cited by the DOI", {"stage": {"doi": "10.1000/182", "arxiv_id": "2208.09632"}}, "cite-as",
     [("https://doi.org/10.1000/182", "")]),
    ("else by arXiv's DOI", {"stage": {"arxiv_id": "2208.09632"}}, "cite-as",
     [("https://doi.org/10.48550/arXiv.2208.09632", "")]),
    ("else not at all", {}, "cite-as", []),
    ("an odd DOI breaks no header", {"stage": {"doi": '10.1002/1<1::"A">3.0'}}, "cite-as",
     [("https://doi.org/10.1002/1%3C1::%22A%22%3E3.0", "")]),
    ("described in three formats", {}, "describedby",
     [(f"{PAGE[:-1]}.bib", "application/x-bibtex"),
      (f"{PAGE[:-1]}.ris", "application/x-research-info-systems"),
      (f"{PAGE[:-1]}.json", "application/vnd.citationstyles.csl+json")]),
    ("no file, no item", {}, "item", []),
    ("no licence where none is given", {}, "license", []),
    ("two types: what the page is, and the work", {"kind": "thesis"}, "type",
     [("https://schema.org/AboutPage", ""), ("https://schema.org/Thesis", "")]),
    ("the linkset", {}, "linkset", [(f"{PAGE}linkset.json", "application/linkset+json")]),
]  # fmt: skip


def in_header(response) -> list[tuple[str, str, str]]:
    """The typed links of an answer, read as RFC 8288 has them."""
    found = []
    for part in response.headers["Link"].split(", <"):
        target, *parameters = part.removeprefix("<").split("; ")
        values = dict(parameter.split("=", 1) for parameter in parameters)
        values = {key: value.strip('"') for key, value in values.items()}
        found.append((values["rel"], target.removesuffix(">"), values.get("type", "")))
    return found


@pytest.mark.parametrize(
    ("rule", "fields", "rel", "targets"), SIGNPOSTS, ids=[row[0] for row in SIGNPOSTS]
)
def test_signposts_lead(rule, fields, rel, targets):
    response = Client().get(work_of(**fields).get_absolute_url())

    for typed in (in_header(response), Head(response.content.decode()).typed()):
        # The stylesheet's and the other links of a page have no relation of these names.
        assert [(href, kind) for name, href, kind in typed if name == rel] == targets


def test_files_are_items_and_lead_back(client):
    work = work_of()
    link = add_file(work, licence="cc0-1.0")

    page = in_header(client.get(work.get_absolute_url()))
    file = in_header(client.head(link.address))

    assert ("item", f"{PAGE}paper.pdf", "application/pdf") in page
    assert ("license", "https://creativecommons.org/publicdomain/zero/1.0/", "") in page
    assert ("collection", PAGE, "text/html") in file


def test_the_linkset_tells_all_of_it(client):
    work = work_of(authors=(ORCID,), stage=PUBLISHED)
    add_file(work)

    response = client.get(f"{work.get_absolute_url()}linkset.json")

    assert response["Content-Type"] == "application/linkset+json"
    page, *others = json.loads(response.content)["linkset"]
    assert page["anchor"] == PAGE
    assert set(page) == {"anchor", "author", "cite-as", "describedby", "item", "type"}
    assert page["item"] == [{"href": f"{PAGE}paper.pdf", "type": "application/pdf"}]
    back = [{"href": PAGE, "type": "text/html"}]
    assert others == [
        {"anchor": f"{PAGE}paper.pdf", "collection": back},
        *({"anchor": f"{PAGE[:-1]}.{e}", "describes": back} for e in ("bib", "ris", "json")),
    ]


def test_with_more_than_twenty_authors_the_header_is_the_linkset_alone(client):
    work = work_of(authors=tuple(f"Person {number}" for number in range(21)))

    response = client.get(work.get_absolute_url())

    linkset = ("linkset", f"{PAGE}linkset.json", "application/linkset+json")
    assert in_header(response) == [linkset]
    assert len(client.get(f"{PAGE}linkset.json").content) > 0


def test_the_linkset_of_a_work_that_is_not_public_is_not_found(client):
    work = work_of(state="draft")

    assert client.get(f"{work.get_absolute_url()}linkset.json").status_code == 404


# A reader by other hands


def test_extruct_reads_every_work_of_the_demo():
    # It imports names that its own dependencies call old.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import extruct
    call_command("load_content", "homepage/operations/demo", verbosity=0)
    works = list(Publication.objects.public())
    assert len(works) > 10

    for work in works:
        address = SITE + work.get_absolute_url()
        html = Client().get(work.get_absolute_url()).content.decode()
        found = extruct.extract(html, base_url=address, syntaxes=["json-ld", "opengraph"])

        (data,) = found["json-ld"]
        described = data["@graph"][0]
        assert described["url"] == address
        assert described["name"]
        assert [a["name"] for a in described["author"]] == [
            person.name
            for person in Publication.objects.for_list().get(pk=work.pk).credits[0].people
        ]
        (graph,) = found["opengraph"]
        properties = dict(graph["properties"])
        assert properties["og:type"] == "article"
        assert properties["og:url"] == address
        assert properties["og:title"] == described["headline"]
