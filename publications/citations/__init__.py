"""Citations of works, in the styles that scholars use, and the box on a work's page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from publications.citations import apa, chicago, gbt7714, ieee, mla
from publications.citations.csl import csl_item
from publications.citations.text import Run, Text
from publications.formats import FORMATS

if TYPE_CHECKING:
    from publications.models import Publication

_STYLES: dict[str, Callable[[Mapping[str, Any]], Text]] = {
    "apa": apa.cite,
    "ieee": ieee.cite,
    "chicago": chicago.cite,
    "mla": mla.cite,
    "gbt7714": gbt7714.cite,
}
#: What readers call them, in the order in which they are offered.
STYLES = {
    "apa": "APA",
    "ieee": "IEEE",
    "chicago": "Chicago",
    "mla": "MLA",
    "gbt7714": "GB/T 7714",
}


def cite(item: Mapping[str, Any], style: str) -> Text:
    """The citation of a CSL item in one of `STYLES`: `.plain` for text, `.html` for a page."""
    return _STYLES[style](item)


@dataclass(frozen=True)
class CiteForm:
    """One way to cite a work; `name` makes the ids on the page."""

    name: str
    label: str
    text: Text
    is_code: bool = False


@dataclass(frozen=True)
class Download:
    label: str
    url: str


@dataclass(frozen=True)
class CiteBox:
    """Everything the Cite box of a page shows; `title` tells it from another's box."""

    title: str
    forms: tuple[CiteForm, ...]
    downloads: tuple[Download, ...]


def cite_box(work: Publication) -> CiteBox:
    """The Cite box of a work that comes with `for_list`'s rows; no query in here."""
    item = csl_item(work)
    forms = [CiteForm(name, label, cite(item, name)) for name, label in STYLES.items()]
    forms.append(CiteForm("bibtex", "BibTeX", Text((Run(work.bibtex.strip()),)), is_code=True))
    downloads = [
        Download(form.label, reverse("publications:export", args=[work.slug, form.extension]))
        for form in FORMATS
    ]
    return CiteBox(str(work), tuple(forms), tuple(downloads))
