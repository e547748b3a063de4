"""The form that begins an import: four ways to say where the works are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from homepage.content.links import validate_link
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
    """Where the works are. `material` is what was read there, once the form is valid."""

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

    material: Material | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        sources = ImportSource.objects.all()
        self.fields["source"].queryset = sources  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        steps: dict[str, tuple[str, Callable[[], Material]]] = {
            Way.PASTE: ("text", self._pasted),
            Way.FILE: ("file", self._uploaded),
            Way.ADDRESS: ("source" if cleaned.get("source") else "url", self._fetched),
            Way.IDENTIFIERS: ("identifiers", self._looked_up),
        }
        field, read = steps.get(cleaned.get("way", ""), ("", None))
        # What was typed for another way stays in the form and does not matter.
        for name in {"text", "file", "source", "url", "identifiers"} - {field}:
            self.errors.pop(name, None)
        if read is not None and not self.errors:
            try:
                self.material = read()
            except ValidationError as refusal:
                self.add_error(field, refusal)
        if self.errors and self.files.get("file") and "file" not in self.errors:
            words = "Choose the file again: it is not kept while something else needs mending."
            self.add_error("file", ValidationError(words, code="again"))
        return cleaned

    def _pasted(self) -> Material:
        text = self.cleaned_data["text"] or ""
        if not text.strip():
            raise ValidationError("Paste at least one entry.", code="required")
        return material.of_text(text)

    def _uploaded(self) -> Material:
        upload = self.cleaned_data["file"]
        if upload is None:
            raise ValidationError("Choose a file.", code="required")
        return material.of_file(upload)

    def _fetched(self) -> Material:
        source = self.cleaned_data["source"]
        if source is None:
            url = (self.cleaned_data["url"] or "").strip()
            if not url:
                raise ValidationError("Write an address or choose a source.", code="required")
            validate_source(url)
            validate_link(url)
            source = ImportSource.objects.filter(url=url).first()
            source = source or ImportSource(name=material.name_of_address(url), url=url)
        found = material.of_source(source)
        if source.pk or self.cleaned_data["remember"]:
            source.save()
            return found
        return Material(found.name, found.origin, found.text, bib=found.bib)

    def _looked_up(self) -> Material:
        return material.of_identifiers(self.cleaned_data["identifiers"])
