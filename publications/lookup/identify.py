"""Which identifier a text is: DOI, arXiv id, PubMed id, ISBN or ORCID iD, as people paste it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError

from profile.identifiers import normalize_orcid, validate_orcid
from publications.identifiers import (
    normalize_arxiv,
    normalize_doi,
    normalize_isbn,
    validate_arxiv,
    validate_doi,
    validate_isbn,
    validate_pmid,
)

#: What a text is called before its identifier: `DOI: …`, `ISBN-13 …`, `info:doi/…`.
_PREFIX = re.compile(
    r"(?:info:|urn:)?(doi|arxiv|pmid|pubmed(?:\s+id)?|isbn(?:-?1[03])?|orcid(?:\s*id)?)\b[\s:/#]*",
    re.IGNORECASE,
)
_DOI_IN_PATH = re.compile(r"10\.\d{4,9}/[^\s?#]+")
#: What publishers put behind the DOI in the addresses of their pages.
_AFTER_DOI = re.compile(
    r"(?:/(?:full|abstract|abs|pdf|epdf|meta|html|fulltext)(?:/.*)?|\.pdf|\.full)+$", re.IGNORECASE
)
_ORCID_SHAPE = re.compile(r"(?:\d{4}-?){3}\d{3}[\dXx]")
_ISBN_SHAPE = re.compile(r"(?:97[89][\s–-]?)?(?:\d[\s–-]?){9}[\dXx]")
#: A year or a page is no PubMed id; shorter ones need the word before them.
_BARE_PMID = re.compile(r"[1-9]\d{4,7}")


@dataclass(frozen=True)
class Identifier:
    """`kind` is doi, arxiv, pmid, isbn or orcid; `value` is the bare form."""

    kind: str
    value: str

    NAMES = {
        "doi": "DOI", "arxiv": "arXiv id", "pmid": "PubMed id", "isbn": "ISBN", "orcid": "ORCID iD",
    }  # fmt: skip

    def __str__(self) -> str:
        return f"{self.NAMES[self.kind]} {self.value}"


def identify(text: str) -> Identifier | None:
    """The identifier that a text is, bare, with its name before it, or as an address.

    A bare number is an ISBN where its check digit fits, and else a PubMed id if it has five to
    eight digits. A version of an arXiv id is left out: the newest is meant.
    """
    text = " ".join(text.split()).strip("<>\"'“”")
    if re.match(r"https?://", text, re.IGNORECASE):
        return _in_address(text)
    if re.match(r"(?:www\.|dx\.)?(?:doi|arxiv|orcid)\.org/|pubmed\.ncbi\.", text, re.IGNORECASE):
        return _in_address(f"https://{text}")
    if (prefix := _PREFIX.match(text)) and (rest := text[prefix.end() :].strip()):
        kind = re.sub(r"[^a-z].*", "", prefix[1].lower())
        return _READERS["pmid" if kind == "pubmed" else kind](rest)
    for read in (_orcid, _doi, _arxiv, _isbn):
        if found := read(text):
            return found
    return _pmid(text) if _BARE_PMID.fullmatch(text) else None


def why_not(text: str) -> str:
    """Why a text that `identify` does not know is none, in the editor's words."""
    text = " ".join(text.split())
    text = re.sub(r"^(https?://)?(www\.)?orcid\.org/", "", text)
    if prefix := _PREFIX.match(text):
        text = text[prefix.end() :]
    if _ORCID_SHAPE.fullmatch(text.rstrip("/")):
        return "There is a slip in this ORCID iD: its last character does not fit the others."
    if _ISBN_SHAPE.fullmatch(text):
        return "There is a slip in this ISBN: its last digit does not fit the others."
    return "This is no DOI, arXiv id, PubMed id, ISBN or ORCID iD. A DOI looks like 10.1000/182."


def _valid(kind: str, value: str, validate: Callable[[str], None]) -> Identifier | None:
    try:
        validate(value)
    except ValidationError:
        return None
    return Identifier(kind, value)


def _doi(text: str) -> Identifier | None:
    value = normalize_doi(text).rstrip(".,;")
    for opened, closed in ("()", "[]", "{}"):
        if value.endswith(closed) and value.count(closed) > value.count(opened):
            value = value[:-1].rstrip(".,;")
    return _valid("doi", value, validate_doi)


def _arxiv(text: str) -> Identifier | None:
    bare = re.sub(r"\s*\[[\w.-]+\]$", "", text)  # arXiv:2208.09632v2 [cs.LG]
    return _valid("arxiv", normalize_arxiv(bare), validate_arxiv)


def _pmid(text: str) -> Identifier | None:
    return _valid("pmid", text.lstrip("0"), validate_pmid)


def _isbn(text: str) -> Identifier | None:
    return _valid("isbn", normalize_isbn(text), validate_isbn)


def _orcid(text: str) -> Identifier | None:
    return _valid("orcid", normalize_orcid(text.rstrip("/")), validate_orcid)


_READERS = {"doi": _doi, "arxiv": _arxiv, "pmid": _pmid, "isbn": _isbn, "orcid": _orcid}


def _in_address(text: str) -> Identifier | None:
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    host = (parts.hostname or "").removeprefix("www.")
    path = unquote(parts.path).strip("/")
    if host in ("doi.org", "dx.doi.org"):
        return _doi(path)
    if host == "arxiv.org" or host.endswith(".arxiv.org"):
        return _arxiv(re.sub(r"^(abs|pdf|html|format|ps|src|e-print)/|\.pdf$", "", path))
    if host in ("orcid.org", "sandbox.orcid.org"):
        return _orcid(path.split("/")[0])
    if host == "pubmed.ncbi.nlm.nih.gov":
        return _pmid(path.split("/")[0])
    if host == "ncbi.nlm.nih.gov" and path.startswith("pubmed/"):
        return _pmid(path.split("/")[1])
    if host == "openlibrary.org" and path.startswith("isbn/"):
        return _isbn(path.split("/")[1])
    if match := _DOI_IN_PATH.search(path):
        return _doi(_AFTER_DOI.sub("", match[0]))
    return None
