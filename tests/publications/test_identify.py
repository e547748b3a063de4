"""Which identifier it is that an editor pasted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publications.lookup import identify
from publications.lookup.identify import why_not

ORCID = "0000-0000-0000-0028"
ISBN = "9780000000019"


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("10.1000/182", "doi", "10.1000/182"),
        ("  10.1000/182. ", "doi", "10.1000/182"),
        ("(10.1000/182)", None, None),
        ("10.1000/182)", "doi", "10.1000/182"),
        ("10.1016/0000(99)00001-2", "doi", "10.1016/0000(99)00001-2"),
        ("10.1002/(SICI)1000-0000(199901)1:1<1::AID-EX1>3.0.CO;2-#", "doi",
         "10.1002/(SICI)1000-0000(199901)1:1<1::AID-EX1>3.0.CO;2-#"),
        ("doi:10.1000/182", "doi", "10.1000/182"),
        ("DOI: 10.1000/182", "doi", "10.1000/182"),
        ("DOI 10.1000/182", "doi", "10.1000/182"),
        ("info:doi/10.1000/182", "doi", "10.1000/182"),
        ("https://doi.org/10.1000/182", "doi", "10.1000/182"),
        ("http://dx.doi.org/10.1000/182", "doi", "10.1000/182"),
        ("https://www.doi.org/10.1000/182", "doi", "10.1000/182"),
        ("doi.org/10.1000/182", "doi", "10.1000/182"),
        ("<https://doi.org/10.1000/182>", "doi", "10.1000/182"),
        ("https://doi.org/10.1000%2F182?utm_source=x#top", "doi", "10.1000/182"),
        ("https://dl.example.org/doi/pdf/10.5555/123.456?download=1", "doi", "10.5555/123.456"),
        ("https://onlinelibrary.example.org/doi/10.5555/ex.17/full", "doi", "10.5555/ex.17"),
        ("https://link.example.org/content/pdf/10.5555/s1-2.pdf", "doi", "10.5555/s1-2"),
        ("https://doi.org/", None, None),
        ("10.1000", None, None),
        ("2213.01234", "arxiv", "2213.01234"),
        ("2213.01234v3", "arxiv", "2213.01234"),
        ("0704.0001", "arxiv", "0704.0001"),
        ("arXiv:2213.01234v2 [cs.LG]", "arxiv", "2213.01234"),
        ("arxiv 2213.01234", "arxiv", "2213.01234"),
        ("https://arxiv.org/abs/2213.01234", "arxiv", "2213.01234"),
        ("https://arxiv.org/abs/2213.01234v1", "arxiv", "2213.01234"),
        ("https://www.arxiv.org/pdf/2213.01234v2.pdf", "arxiv", "2213.01234"),
        ("http://export.arxiv.org/pdf/2213.01234", "arxiv", "2213.01234"),
        ("https://arxiv.org/html/2213.01234v1", "arxiv", "2213.01234"),
        ("arxiv.org/abs/2213.01234", "arxiv", "2213.01234"),
        ("hep-th/9901001", "arxiv", "hep-th/9901001"),
        ("math.GT/0309136v2", "arxiv", "math.GT/0309136"),
        ("https://arxiv.org/abs/math.GT/0309136", "arxiv", "math.GT/0309136"),
        ("10.48550/arXiv.2213.01234", "doi", "10.48550/arXiv.2213.01234"),
        ("https://arxiv.org/list/cs.LG/recent", None, None),
        ("PMID: 99999901", "pmid", "99999901"),
        ("PMID99999901", None, None),
        ("pmid:123", "pmid", "123"),
        ("99999901", "pmid", "99999901"),
        ("PubMed ID 99999901", "pmid", "99999901"),
        ("https://pubmed.ncbi.nlm.nih.gov/99999901/", "pmid", "99999901"),
        ("https://www.ncbi.nlm.nih.gov/pubmed/99999901", "pmid", "99999901"),
        ("2016", None, None),
        ("PMID: twelve", None, None),
        (ISBN, "isbn", ISBN),
        ("978-0-00-000001-9", "isbn", "978-0-00-000001-9"),
        ("978 0 00 000001 9", "isbn", "978-0-00-000001-9"),
        ("ISBN-13: 9780000000019", "isbn", ISBN),
        ("ISBN 080442957X", "isbn", "080442957X"),
        ("0-8044-2957-x", "isbn", "0-8044-2957-X"),
        ("https://openlibrary.org/isbn/9780000000019", "isbn", ISBN),
        ("9780000000018", None, None),
        (ORCID, "orcid", ORCID),
        ("0000000000000028", "orcid", ORCID),
        ("0000-0000-0000-001x", "orcid", "0000-0000-0000-001X"),
        (f"https://orcid.org/{ORCID}", "orcid", ORCID),
        (f"http://www.orcid.org/{ORCID}/", "orcid", ORCID),
        (f"orcid.org/{ORCID}", "orcid", ORCID),
        (f"ORCID iD: {ORCID}", "orcid", ORCID),
        ("0000-0000-0000-0029", None, None),
        ("", None, None),
        ("https://example.edu/", None, None),
        ("https://[bad", None, None),
        ("On the growth of examples", None, None),
        ("@article{x, doi = {10.1000/182}}", None, None),
    ],
)  # fmt: skip
def test_an_identifier_is_known_in_the_forms_that_people_paste(text, kind, value):
    found = identify(text)

    assert (found and (found.kind, found.value)) == (kind and (kind, value))


@given(st.text())
def test_any_text_is_an_identifier_or_none(text):
    found = identify(text)

    assert found is None or found.value


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("0000-0000-0000-0029", "a slip in this ORCID iD"),
        ("https://orcid.org/0000-0000-0000-0029", "a slip in this ORCID iD"),
        ("978-0-00-000001-8", "a slip in this ISBN"),
        ("ISBN 0804429570", "a slip in this ISBN"),
        ("growth", "no DOI, arXiv id, PubMed id, ISBN or ORCID iD"),
        ("", "no DOI, arXiv id, PubMed id, ISBN or ORCID iD"),
    ],
)
def test_what_is_none_is_refused_with_a_hint(text, reason):
    assert identify(text) is None
    assert reason in why_not(text)


def test_an_identifier_names_itself():
    assert str(identify("arxiv:2213.01234")) == "arXiv id 2213.01234"
