"""What the answers of services hold, in whatever form it comes, as fields of a record."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publications.lookup.csl_json import record_of
from publications.lookup.safe_xml import UnsafeXMLError, parse_xml
from publications.lookup.values import date_in, date_of, isbn_of, language_of, link_of, pages_of


@pytest.mark.parametrize(
    ("item", "kind", "stage"),
    [
        ({"type": "article-journal"}, "article", "published"),
        ({"type": "journal-article"}, "article", "published"),
        ({"type": "proceedings-article"}, "conference-paper", "published"),
        ({"type": "paper-conference"}, "conference-paper", "published"),
        ({"type": "posted-content"}, "preprint", "preprint"),
        ({"type": "article", "DOI": "10.48550/arXiv.2213.01234"}, "preprint", "preprint"),
        ({"type": "report", "DOI": "10.48550/arXiv.2213.01234v2"}, "preprint", "preprint"),
        ({"type": "monograph"}, "book", "published"),
        ({"type": "book", "editor": [{"family": "Editor"}]}, "edited-volume", "published"),
        ({"type": "edited-book"}, "edited-volume", "published"),
        ({"type": "book-chapter"}, "chapter", "published"),
        ({"type": "dissertation"}, "thesis", "published"),
        ({"type": "report"}, "report", "published"),
        ({"type": "peer-review"}, "review", "published"),
        ({"type": "software"}, "software", "published"),
        ({"type": "patent"}, "patent", "published"),
        ({"type": None}, "other", "published"),
        ({"type": "something new"}, "other", "published"),
    ],
)
def test_types_of_csl_and_of_crossref_are_kinds_of_works(item, kind, stage):
    record = record_of({"title": "Samples", **item})

    assert (record.kind, record.stage.kind) == (kind, stage)


@pytest.mark.parametrize(
    ("item", "field", "value"),
    [
        ({"type": "dissertation", "publisher": "University of Example"}, "institution",
         "University of Example"),
        ({"type": "dissertation", "degree": ["PhD"]}, "genre", "PhD"),
        ({"type": "report", "institution": [{"name": "Institute"}], "publisher": "P"},
         "institution", "Institute"),
        ({"type": "report", "number": "TR-7"}, "number", "TR-7"),
        ({"type": "book", "edition": 2}, "edition", "2"),
        ({"type": "article-journal", "article-number": "e17"}, "pages", "e17"),
        ({"type": "article-journal", "volume": 7}, "volume", "7"),
        ({"type": "book", "collection-title": ["Series"]}, "series", "Series"),
        ({"issued": {"date-parts": [[None]]}}, "date", ""),
        ({"issued": {"date-parts": []}}, "date", ""),
        ({"issued": {"raw": "Spring 2014"}}, "date", "2014"),
        ({"issued": {"date-parts": [[2014, 13, 1]]}}, "date", "2014"),
        ({"issued": "2014"}, "date", ""),
        ({"URL": "javascript:alert(1)"}, "url", ""),
        ({"ISBN": ["nonsense", "http://id.example/9780000000019", "978-0-00-000001-9"]}, "isbn",
         "978-0-00-000001-9"),
    ],
)  # fmt: skip
def test_fields_are_read_in_every_form_they_come_in(item, field, value):
    assert getattr(record_of({"title": "Samples", **item}).stage, field) == value


def test_an_incomplete_list_of_authors_is_known_as_such():
    record = record_of(
        {"title": "Samples", "author": [{"family": "Example"}, {"literal": "et al."}]}
    )

    assert [credit.name.family for credit in record.credits] == ["Example"]
    assert not record.authors_complete


def test_a_retraction_a_successor_and_a_missing_title_are_said():
    record = record_of(
        {
            "relation": {"is-preprint-of": [{"id-type": "doi", "id": "10.5555/paper"}]},
            "updated-by": [{"type": "retraction", "DOI": "10.5555/notice"}],
        }
    )

    assert len(record.warnings) == 3
    assert "10.5555/paper" in record.warnings[1]
    assert "10.5555/notice" in record.warnings[2]


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
_FIELDS = [
    "type", "title", "subtitle", "author", "editor", "issued", "published-print",
    "container-title", "container-title-short", "volume", "issue", "page", "publisher",
    "publisher-place", "ISSN", "ISBN", "DOI", "URL", "abstract", "language", "edition",
    "institution", "degree", "genre", "event", "relation", "updated-by", "article-number",
]  # fmt: skip


@given(st.dictionaries(st.sampled_from(_FIELDS), _JSON))
def test_values_of_any_form_give_a_record(item):
    assert record_of(item).kind


@pytest.mark.parametrize(
    ("document", "is_read"),
    [
        (b"<a/>", True),
        (b'<!DOCTYPE a PUBLIC "-//X//Y" "https://example.org/x.dtd"><a/>', True),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', False),
        (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', False),
        (b"<!DOCTYPE a []><a/>", False),
        (b'<!DOCTYPE a SYSTEM "x.dtd"><a>&b;</a>', False),
        (b"<a>&b;</a>", False),
        (b"<a>" * 300 + b"</a>" * 300, False),
        (b"", False),
        (b"<a>", False),
        (b'<?xml version="1.0" encoding="nonsense"?><a/>', False),
    ],
)
def test_xml_declares_nothing_of_its_own(document, is_read):
    if is_read:
        assert parse_xml(document).tag == "a"
    else:
        with pytest.raises(UnsafeXMLError):
            parse_xml(document)


def test_small_values():
    assert date_of("2019", "Aug") == "2019-08"
    assert date_of(2019, 2, 30) == "2019-02"
    assert date_of("in press") == ""
    assert date_in("June 15, 2004") == "2004-06-15"
    assert date_in("c2004.") == "2004"
    assert pages_of("1123-9") == "1123–1129"
    assert pages_of("e17") == "e17"
    assert pages_of("7-7") == "7"
    assert language_of("ger") == "de"
    assert language_of("en_US") == ""
    assert language_of("und") == ""
    assert isbn_of(["080442957X", "9780000000019"]) == "9780000000019"
    assert link_of("mailto:ada@example.edu") == ""


@pytest.mark.parametrize(
    ("item", "field"),
    [
        ({"DOI": "none"}, "doi"),
        ({"DOI": "10.48550/arXiv.nonsense"}, "arxiv_id"),
        ({"PMID": "PMC123"}, "pmid"),
        ({"ISBN": ["9780000000018"]}, "isbn"),
    ],
)
def test_an_identifier_that_is_none_is_left_out(item, field):
    assert getattr(record_of({"title": "Samples", **item}).stage, field) == ""


def test_a_record_of_thousands_of_authors_is_whole():
    people = [{"given": f"Given{number}", "family": f"Family{number}"} for number in range(3000)]

    assert len(record_of({"title": "Samples", "author": people}).credits) == 3000
