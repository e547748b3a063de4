"""The form that begins an import: four ways to say where the works are."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from publications.bibtex.encoding import MAX_BYTES
from publications.importing import material
from publications.importing.material import Material
from publications.importing.models import ImportSource, validate_source

#: Django refuses a form with more text than this; the page says so before it is sent.
MAX_PASTED = 4 * 2**20


class Way(models.TextChoices):
    PASTE = "paste", "Paste"
    FILE = "file", "File"
    ADDRESS = "address", "Address"
    IDENTIFIERS = "identifiers", "Identifiers"


#: What stands below the name of each way.
WAY_WORDS = {
    Way.PASTE: "BibTeX from anywhere",
    Way.FILE: "A .bib file, up to 10 MB",
    Way.ADDRESS: "A file on the web, now and later",
    Way.IDENTIFIERS: "ORCID iD, DOI, arXiv id, ISBN",
}
_MONOSPACE = {"class": "import-text", "spellcheck": "false", "autocapitalize": "off"}


class PastedField(forms.Field):
    """A text as it was sent: what it may hold is for the reader of BibTeX to say."""

    widget = forms.Textarea


class BeginForm(forms.Form):
    """Where the works are; `read_material` reads what a valid form says."""

    way = forms.ChoiceField(choices=Way.choices, initial=Way.PASTE, widget=forms.RadioSelect)
    text = PastedField(
        label="BibTeX",
        required=False,
        widget=forms.Textarea({"rows": 14, "data-max-bytes": MAX_PASTED, **_MONOSPACE}),
        help_text="One entry or thousands.",
    )
    file = forms.FileField(
        label="File",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(
            {"accept": ".bib,.bibtex,.txt,text/plain", "data-max-bytes": MAX_BYTES}
        ),
        help_text="A .bib file of up to 10 MB.",
    )
    source = forms.ModelChoiceField(
        ImportSource.objects.none(),
        label="Source",
        required=False,
        empty_label="A new address",
    )
    url = forms.CharField(
        label="New address",
        required=False,
        max_length=500,
        widget=forms.TextInput({"inputmode": "url", "placeholder": "https://"}),
        help_text="Of a .bib file that everyone can open.",
    )
    remember = forms.BooleanField(
        label="Remember this address",
        required=False,
        initial=True,
        help_text="Then one button looks there for what is new.",
    )
    identifiers = forms.CharField(
        label="Identifiers",
        required=False,
        widget=forms.Textarea({"rows": 6, **_MONOSPACE}),
        help_text="DOI, arXiv id or address, PubMed id, ISBN: one to a line. "
        "An ORCID iD stands for all its works.",
    )
    publishes = forms.BooleanField(
        label="Publish new works at once",
        required=False,
        help_text="Otherwise they come in as drafts, which editors alone see.",
    )

    #: The field of the way that was chosen.
    place = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        sources = ImportSource.objects.all()
        self.fields["source"].queryset = sources  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        places = {
            Way.PASTE: "text",
            Way.FILE: "file",
            Way.ADDRESS: "source" if cleaned.get("source") else "url",
            Way.IDENTIFIERS: "identifiers",
        }
        self.place = places.get(cleaned.get("way", ""), "")
        # What was typed for another way stays in the form and does not matter.
        for name in {"text", "file", "source", "url", "identifiers"} - {self.place}:
            self.errors.pop(name, None)
        if self.place and not self.errors:
            try:
                _check(self.place, cleaned)
            except ValidationError as refusal:
                self.add_error(self.place, refusal)
        self._ask_for_the_file_again()
        return cleaned

    def refuse(self, refusal: ValidationError) -> None:
        """Say, at the field that was chosen, why there is nothing to be had there."""
        self.add_error(self.place, refusal)
        self._ask_for_the_file_again()

    def _ask_for_the_file_again(self) -> None:
        if self.errors and self.files.get("file") and "file" not in self.errors:
            words = "Choose the file again: it is not kept while something else needs mending."
            self.add_error("file", ValidationError(words, code="again"))


def _check(place: str, cleaned: dict[str, Any]) -> None:
    """Raise ValidationError where the field that was chosen says nothing that could be read."""
    if place == "text" and not (cleaned["text"] or "").strip():
        raise ValidationError("Paste at least one entry.", code="required")
    if place == "file" and cleaned["file"] is None:
        raise ValidationError("Choose a file.", code="required")
    if place == "url":
        if not cleaned["url"]:
            raise ValidationError("Write an address or choose a source.", code="required")
        validate_source(cleaned["url"])
    if place == "identifiers":
        material.identifiers_in(cleaned["identifiers"])


def read_material(form: BeginForm) -> Material | None:
    """What lies where a valid form says; None, with the reason at its field, if nothing does.

    Asks the network where the form names an address or identifiers, and stores nothing.
    """
    try:
        return _read(form.place, form.cleaned_data)
    except ValidationError as refusal:
        form.refuse(refusal)
        return None


def _read(place: str, cleaned: dict[str, Any]) -> Material:
    if place == "text":
        return material.of_text(cleaned["text"])
    if place == "file":
        return material.of_file(cleaned["file"])
    if place == "identifiers":
        return material.of_identifiers(cleaned["identifiers"])
    source = cleaned["source"]
    if source is None:
        url = cleaned["url"]
        source = ImportSource.objects.filter(url=url).first()
        source = source or ImportSource(name=material.name_of_address(url), url=url)
    found = material.of_source(source)
    return found if source.pk or cleaned["remember"] else replace(found, source=None)
