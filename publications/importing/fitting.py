"""Makes a record fit the columns of this site, or says why it cannot.

What the site cannot store as it stands (a DOI that is none, an address that leads nowhere, a
number of two hundred letters) is left out with a word to the editor; the source's own text of
it is kept beside the stage. Without a title or names that fit there is no work to speak of.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst

from homepage.content.dates import PartialDate
from homepage.content.links import host_of
from profile.identifiers import normalize_orcid, validate_orcid
from profile.models import Person, Venue
from publications.bibtex.agreement import TEXTS
from publications.identifiers import normalize_arxiv, normalize_doi, normalize_isbn
from publications.models import Authorship, Distinction, Publication, PublicationLink, Stage
from publications.records import (
    Record,
    RecordCredit,
    RecordLink,
    RecordStage,
    RecordVenue,
)

#: What a work without a title is known by.
_IDENTIFYING = ("bibtex_key", "doi", "arxiv_id", "pmid")
_NORMAL = {"doi": normalize_doi, "arxiv_id": normalize_arxiv, "isbn": normalize_isbn}


class UnfitError(Exception):
    """The record is no work that the site could store; the message is the editor's."""


def label_of(model: type[models.Model], name: str) -> str:
    """What forms call a column: `Place`, `DOI`."""
    return str(capfirst(str(_column(model, name).verbose_name)))


def _column(model: type[models.Model], name: str) -> Any:
    return model._meta.get_field(name)


def fitted(record: Record) -> Record:
    """The record as the site can store it, with a warning for each thing that was left out.

    Raises UnfitError for a title or a name that no column holds.
    """
    warnings = list(record.warnings)
    title = _required(Publication, "title", record.title)
    if not (title or any(getattr(record.stage, name) for name in _IDENTIFYING)):
        raise UnfitError("It has no title and nothing else that it is known by.")
    language = _fit(Publication, "language", record.language, warnings)
    return replace(
        record,
        title=title,
        abstract=record.abstract.replace("\x00", ""),
        language=language,
        credits=tuple(_fit_credit(credit) for credit in record.credits),
        stage=_fit_stage(record.stage, warnings),
        links=tuple(filter(None, (_fit_link(link, warnings) for link in record.links))),
        distinctions=tuple(
            filter(
                None,
                (_fit(Distinction, "label", label, warnings) for label in record.distinctions),
            )
        ),
        warnings=tuple(warnings),
    )


def _refusal(model: type[models.Model], name: str, value: Any) -> str:
    """Why the column does not take the value; empty where it does."""
    try:
        _column(model, name).run_validators(value)
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    return ""


def _fit(model: type[models.Model], name: str, value: str, warnings: list[str]) -> str:
    value = value.replace("\x00", "").strip()
    if value and (reason := _refusal(model, name, value)):
        shown = value if len(value) <= 60 else f"{value[:60]} …"
        warnings.append(f"{label_of(model, name)} “{shown}” is left out. {reason}")
        return ""
    return value


def _required(model: type[models.Model], name: str, value: str) -> str:
    value = value.replace("\x00", "").strip()
    if value and (reason := _refusal(model, name, value)):
        raise UnfitError(f"{label_of(model, name)}: {reason}")
    return value


def _fit_credit(credit: RecordCredit) -> RecordCredit:
    if not credit.name.full:
        raise UnfitError("One of the names is empty.")
    full = credit.name.full.replace("\x00", "")
    for model, name, value in (
        (Person, "name", full),
        (Person, "family_name", credit.name.surname),
        (Person, "given_name", credit.name.given),
        (Person, "suffix", credit.name.suffix),
        (Authorship, "name_as_printed", credit.as_printed),
    ):
        if value and (reason := _refusal(model, name, value)):
            raise UnfitError(f"The name “{full[:60]} …” is too long. {reason}")
    orcid = normalize_orcid(credit.orcid)
    try:
        validate_orcid(orcid)
    except ValidationError:
        orcid = ""
    return replace(credit, orcid=orcid)


def _fit_stage(stage: RecordStage, warnings: list[str]) -> RecordStage:
    texts: dict[str, Any] = {}
    for name in TEXTS:
        value = getattr(stage, name)
        texts[name] = _fit(Stage, name, _NORMAL.get(name, str)(value), warnings) if value else ""
    for name in ("bibtex_type", "bibtex_key"):
        texts[name] = getattr(stage, name)[: _column(Stage, name).max_length]
    date = ""
    if stage.date:
        try:
            date = PartialDate.parse(stage.date).iso
        except ValueError as error:
            warnings.append(f"The date “{stage.date[:60]}” is left out. {error}")
    venue = _fit_venue(stage.venue, warnings) if stage.venue else None
    return replace(stage, date=date, venue=venue, **texts)


def _fit_venue(venue: RecordVenue, warnings: list[str]) -> RecordVenue | None:
    name = _fit(Venue, "name", venue.name, warnings)
    if not name:
        return None
    details = {
        column: _fit(Venue, column, getattr(venue, column), warnings)
        for column in ("short_name", "publisher", "issn")
    }
    return replace(venue, name=name, **details)


def _fit_link(link: RecordLink, warnings: list[str]) -> RecordLink | None:
    url = _fit(PublicationLink, "url", link.url, warnings)
    if not url:
        return None
    label = _fit(PublicationLink, "label", link.label, warnings)
    if link.kind == PublicationLink.Kind.OTHER and not label:
        label = host_of(url)[:60] or "Link"
    return replace(link, url=url, label=label)
