"""DOI, arXiv id, PubMed id and ISBN: bare forms for storage, addresses for readers."""

import re

from django.core.exceptions import ValidationError

_DOI = re.compile(r"(?:(?:https?://(?:dx\.)?doi\.org/)|doi:\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_ARXIV = re.compile(
    r"(?:https?://(?:www\.)?arxiv\.org/(?:abs|pdf)/|arxiv:\s*)?"
    r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(v\d+)?(?:\.pdf)?",
    re.IGNORECASE,
)


def normalize_doi(text: str) -> str:
    """`10.1000/182`, from the bare name, `doi:…` or its address; other text as it came."""
    match = _DOI.fullmatch(text.strip())
    return match[1] if match else text.strip()


def validate_doi(text: str) -> None:
    if not _DOI.fullmatch(text.strip()):
        raise ValidationError("This is no DOI; it looks like 10.1000/182.", code="doi")


def normalize_arxiv(text: str) -> str:
    """`2208.09632`, from the bare id, `arXiv:…` or its address, without a version."""
    match = _ARXIV.fullmatch(text.strip())
    return match[1] if match else text.strip()


def validate_arxiv(text: str) -> None:
    if not _ARXIV.fullmatch(text.strip()):
        raise ValidationError("This is no arXiv id; it looks like 2208.09632.", code="arxiv")


def normalize_isbn(text: str) -> str:
    """The number as it came, blanks as hyphens: `978-0-306-40615-7`."""
    return re.sub(r"[\s–-]+", "-", text.strip()).upper()


def validate_isbn(text: str) -> None:
    """Raise ValidationError unless the check digit of ISBN-10 or ISBN-13 fits (ISO 2108)."""
    digits = re.sub(r"[\s–-]", "", text).upper()
    if re.fullmatch(r"\d{13}", digits):
        weights = (1, 3) * 6 + (1,)
        if sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 10 == 0:
            return
    elif re.fullmatch(r"\d{9}[\dX]", digits):
        values = [10 if d == "X" else int(d) for d in digits]
        if sum(v * w for v, w in zip(values, range(10, 0, -1), strict=True)) % 11 == 0:
            return
    raise ValidationError("This is no ISBN: its check digit does not fit.", code="isbn")


def validate_pmid(text: str) -> None:
    if not re.fullmatch(r"[1-9]\d{0,9}", text):
        raise ValidationError("A PubMed id is a number: 12345678.", code="pmid")
