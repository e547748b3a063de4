"""From what an editor types to begin a work, an identifier or BibTeX, to what is known of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html

from publications.bibtex.mapping import record_of
from publications.bibtex.reading import BibFile, NotBibTeX, read
from publications.lookup import LookupFailed, identify, look_up
from publications.lookup.identify import why_not
from publications.records import Record


@dataclass(frozen=True)
class Beginning:
    """What was found: one record, with the name of where it comes from, or many of them."""

    source: str
    records: tuple[Record, ...]
    #: Where many were read from BibTeX, or some could not be: for the preview of an import.
    bib: BibFile | None = None


def begin(text: str) -> Beginning:
    """Look an identifier up, or read BibTeX.

    Raises ValidationError, in words for the editor, where there is nothing to begin with.
    """
    text = text.strip()
    if not text:
        raise ValidationError("Type an identifier or paste a BibTeX entry.", code="required")
    if "{" not in text and _are_several(text):
        address = reverse("admin:publications_import_add")
        words = format_html(
            'One at a time here; for several use <a href="{}">Import</a>, by identifiers.', address
        )
        raise ValidationError(words, code="several")
    identifier = None if "{" in text else identify(text)
    if identifier is not None:
        try:
            records = look_up(identifier)
        except LookupFailed as failure:
            raise ValidationError(str(failure), code="lookup") from failure
        if not records:
            raise ValidationError(f"No works were found under {identifier}.", code="lookup")
        return Beginning(str(identifier), tuple(records))
    if "@" not in text:
        raise ValidationError(why_not(text), code="unknown")
    try:
        bib = read(text)
    except NotBibTeX as refusal:
        raise ValidationError(refusal.messages, code="bibtex") from refusal
    if len(bib.entries) == 1 and not bib.faults:
        entry = bib.entries[0]
        return Beginning(f"BibTeX entry {entry.key}".strip(), (record_of(entry),))
    if not bib.entries:
        faults = [f"Line {fault.line}: {fault.reason}" for fault in bib.faults]
        raise ValidationError(faults or ["There is no BibTeX entry in this text."], code="bibtex")
    return Beginning("Pasted BibTeX", tuple(map(record_of, bib.entries)), bib)


def _are_several(text: str) -> bool:
    """Whether each line, or each word, is an identifier by itself."""
    lines = [line.strip(" ,;") for line in text.splitlines()]
    words = re.split(r"[\s,;]+", text)
    return any(
        len(parts) > 1 and all(map(identify, parts))
        for parts in (list(filter(None, lines)), list(filter(None, words)))
    )
