"""Which addresses may be remembered as sources of imports."""

import pytest
from django.core.exceptions import ValidationError

from publications.importing.models import validate_source


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://example.edu/a.bib", "begins with https://."),
        ("https://", "is not an address of the web"),
        ("https://exa mple.edu/", "begins with https://"),
        ("https://example.edu:8443/a.bib", "it names a port of its own"),
        ("https://ada:secret@example.edu/a.bib", "it carries a name or a password"),
        ("https://192.168.1.4/a.bib", "private network"),
        ("https://127.0.0.1/a.bib", "private network"),
        ("https://[::1]/a.bib", "private network"),
        ("https://localhost/a.bib", "private network"),
    ],
)
def test_an_address_that_is_never_looked_at_is_refused_where_it_is_written(
    address: str, words: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_source(address)

    assert words in refused.value.messages[0]
    assert "http:// or mailto" not in refused.value.messages[0]


@pytest.mark.parametrize(
    "address", ["https://example.edu/a.bib", "HTTPS://example.edu:443/a.bib", "https://8.8.8.8/a"]
)
def test_a_public_address_is_taken(address: str) -> None:
    validate_source(address)
