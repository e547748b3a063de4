"""DOI, arXiv id, ISBN and addresses in an entry, wherever in it they stand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError

from homepage.content.links import validate_link
from publications.bibtex.fields import Fields
from publications.identifiers import (
    normalize_arxiv,
    normalize_doi,
    normalize_isbn,
    validate_arxiv,
    validate_doi,
    validate_isbn,
    validate_pmid,
)
from publications.models import Stage
from publications.records import RecordLink

#: Archives of preprints, by how their names begin in lower case, and how they write themselves.
ARCHIVES = {
    "arxiv": "arXiv",
    "corr": "arXiv",
    "computing research repository": "arXiv",
    "biorxiv": "bioRxiv",
    "medrxiv": "medRxiv",
    "chemrxiv": "ChemRxiv",
    "psyarxiv": "PsyArXiv",
    "socarxiv": "SocArXiv",
    "eartharxiv": "EarthArXiv",
    "engrxiv": "engrXiv",
    "techrxiv": "TechRxiv",
    "ssrn": "SSRN",
    "hal": "HAL",
    "optimization online": "Optimization Online",
    "research square": "Research Square",
    "cryptology eprint archive": "Cryptology ePrint Archive",
    "osf preprints": "OSF Preprints",
    "preprints.org": "Preprints.org",
}
#: Fields of links, as al-folio and others have them, and what they lead to.
LINK_FIELDS = {
    "pdf": ("pdf", ""),
    "code": ("code", ""),
    "slides": ("slides", ""),
    "video": ("video", ""),
    "poster": ("poster", ""),
    "data": ("data", ""),
    "website": ("project", ""),
    "project": ("project", ""),
    "html": ("other", "HTML"),
    "blog": ("other", "Blog"),
    "supp": ("other", "Supplement"),
    "supplement": ("other", "Supplement"),
}
_ARXIV_ID = r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?"
_ARXIV_IN_TEXT = re.compile(
    rf"(?:arxiv[.:\s]*(?:preprint)?[\s,]*(?:arxiv)?[:\s/]*|abs/)({_ARXIV_ID})", re.I
)
_ARXIV_ADDRESS = re.compile(
    rf"https?://(?:www\.)?arxiv\.org/(?:abs|pdf)/({_ARXIV_ID})(?:\.pdf)?", re.I
)
_ARXIV_DOI = re.compile(rf"10\.48550/arxiv\.({_ARXIV_ID})", re.IGNORECASE)
_DOI_ADDRESS = re.compile(r"https?://(?:dx\.)?doi\.org/(10\.\d{4,9}/\S+)", re.IGNORECASE)
_URL_COMMAND = re.compile(r"\\url\s*\{([^{}]*)\}|(?<![\w/])(https?://[^\s{}\\]+)")
_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*)\s*:")
_CONTROL = re.compile(r"[\x00-\x20\x7f]")


def archive_of(fields: Fields) -> tuple[str, str]:
    """The arXiv id, and the archive that the entry stands in."""
    journal = fields.text("journaltitle", "journal", "howpublished")
    prefix = fields.text("archiveprefix", "eprinttype").lower()
    archive = archive_named(journal) or archive_named(fields.text("publisher"))
    found = ""
    eprint = fields.text("eprint", "arxiv", "arxivid")
    if eprint and (prefix in ("", "arxiv") or "eprint" not in fields):
        found = normalize_arxiv(eprint)
    for text in (
        journal,
        f"{journal} {fields.raw('volume')}" if archive == "arXiv" else "",
        fields.text("note"),
        fields.text("howpublished"),
    ):
        if not _is(validate_arxiv, found) and (match := _ARXIV_IN_TEXT.search(text)):
            found = normalize_arxiv(match[1])
    for pattern, value in (
        (_ARXIV_DOI, normalize_doi(address_in(fields.raw("doi")))),
        (_ARXIV_ADDRESS, address_in(fields.raw("url", "ee"))),
    ):
        if not _is(validate_arxiv, found) and (match := pattern.fullmatch(value)):
            found = normalize_arxiv(match[1])
    if not _is(validate_arxiv, found):
        if found and prefix == "arxiv":
            fields.warnings.append(f"The arXiv id “{found[:60]}” is none.")
        found = ""
    if not archive and (found or prefix == "arxiv"):
        archive = "arXiv"
    return fields.fitting(Stage, "arxiv_id", found), archive


def doi_of(fields: Fields) -> str:
    """The DOI, from its own field or from an address; a warning where it is none."""
    for name in ("doi", "url", "ee"):
        written = address_in(fields.raw(name))
        if name != "doi":
            match = _DOI_ADDRESS.fullmatch(written)
            written = match[1] if match else ""
        if not written:
            continue
        doi = normalize_doi(written)
        if _is(validate_doi, doi) and (fitting := fields.fitting(Stage, "doi", doi)):
            return fitting
        if name == "doi" and not _is(validate_doi, doi):
            fields.warnings.append(f"The DOI “{written[:60]}” is none; it looks like 10.1000/182.")
    return ""


def pmid_of(fields: Fields) -> str:
    """The PubMed id, from its own field or as an `eprint` of PubMed."""
    written = fields.text("pmid")
    if not written and fields.text("eprinttype").lower() in ("pubmed", "pmid"):
        written = fields.text("eprint")
    if written and not _is(validate_pmid, written):
        fields.warnings.append(f"The PubMed id “{written[:60]}” is none.")
        return ""
    return written


def isbn_of(fields: Fields) -> str:
    """The first ISBN whose check digit fits."""
    written = fields.text("isbn")
    for piece in filter(None, re.split(r"[,;/]|\s+(?=97[89])|\([^)]*\)", written)):
        isbn = normalize_isbn(piece)
        if _is(validate_isbn, isbn):
            return fields.fitting(Stage, "isbn", isbn)
    if written:
        fields.warnings.append(f"The ISBN “{written[:60]}” is none: its check digit is wrong.")
    return ""


def issn_of(fields: Fields) -> str:
    """The first number of eight digits whose check digit fits (ISO 3297)."""
    written = fields.text("issn")
    for first, second in re.findall(r"(\d{4})[-–]?(\d{3}[\dXx])", written):
        digits = (first + second).upper()
        total = sum(
            (10 if d == "X" else int(d)) * w for d, w in zip(digits, range(8, 0, -1), strict=True)
        )
        if total % 11 == 0:
            return f"{digits[:4]}-{digits[4:]}"
    if written:
        fields.warnings.append(f"The ISSN “{written[:60]}” is none: its check digit is wrong.")
    return ""


def url_of(fields: Fields, doi: str, arxiv_id: str) -> str:
    """An address that neither the DOI nor the arXiv id gives already."""
    for name in ("url", "ee"):
        if raw := fields.raw(name):
            url = link_of(fields, name, raw)
            match = _DOI_ADDRESS.fullmatch(url)
            if match and match[1].lower() == doi.lower():
                url = ""
            match = _ARXIV_ADDRESS.fullmatch(url)
            if match and normalize_arxiv(match[1]) == arxiv_id:
                url = ""
            return url
    if match := _URL_COMMAND.search(fields.raw("howpublished")):
        return link_of(fields, "howpublished", match[1] or match[2])
    return ""


def link_of(fields: Fields, name: str, raw: str) -> str:
    """The address if it is one of the web; else none, and a word about it."""
    url = address_in(raw)
    scheme = _SCHEME.match(_CONTROL.sub("", url))
    if scheme and scheme[1].lower() in ("http", "https"):
        if not _is(validate_link, url):
            fields.warnings.append(f"The address in {name}, “{url[:60]}”, is none of the web.")
            return ""
        return fields.fitting(Stage, "url", url)
    if scheme or name in ("url", "ee"):
        fields.warnings.append(
            f"The address in {name}, “{url[:60]}”, does not begin with https:// and is left out."
        )
    else:
        fields.warnings.append(
            f"“{url[:60]}” in {name} names a file, no address; upload it to the work."
        )
    return ""


def stated_links(fields: Mapping[str, str]) -> list[str]:
    """The addresses of the web in the fields of links, as the site stores them."""
    found = [address_in(fields[name]) for name in LINK_FIELDS.keys() & fields.keys()]
    return [url for url in found if url.lower().startswith(("http://", "https://"))]


def links_of(fields: Fields) -> list[RecordLink]:
    """What the fields of links lead to, where they hold addresses."""
    links = []
    for name, (kind, label) in LINK_FIELDS.items():
        if (raw := fields.raw(name)) and (url := link_of(fields, name, raw)):
            links.append(RecordLink(kind, url, label))
    return links


def _is(validate: Any, text: str) -> bool:
    try:
        validate(text)
    except ValidationError:
        return False
    return bool(text)


def address_in(raw: str) -> str:
    """An address or a DOI as it is meant: LaTeX's escapes and commands around it go."""
    text = re.sub(r"\s+", "", raw)
    if match := re.fullmatch(r"\\url\{(.*)\}", text):
        text = match[1]
    text = re.sub(r"\{?\\(?:text)?(?:ascii)?(?:tilde|sim)(?:\{\})?\}?|\$\\sim\$|\\~\{\}", "~", text)
    text = re.sub(r"\{?\\textunderscore(?:\{\})?\}?", "_", text)
    text = re.sub(r"\\([_%&#~$])", r"\1", text)
    text = re.sub(r"\{([^{}]*)\}", r"\1", text)
    return text.removeprefix("<").removesuffix(">")


def archive_named(text: str) -> str:
    """The archive whose name the text begins with; `HAL` is one, `Halcyon Days` is none."""
    low = text.lower()
    for name, shown in ARCHIVES.items():
        if low.startswith(name) and not low[len(name) : len(name) + 1].isalpha():
            return shown
    return ""
