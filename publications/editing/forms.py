"""Rows of a work's form in which somebody or something new is named in place."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import PurePath
from typing import Any, ClassVar

from adminsortable2.admin import CustomInlineFormSet
from django import forms
from django.contrib.admin.widgets import AdminFileWidget
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.functional import SimpleLazyObject

from homepage.content.forms import PartForm
from profile.identifiers import validate_orcid
from profile.matching import PersonIndex, VenueIndex, venue_title, words_key
from profile.models import Person, Venue
from profile.names import Name, parse_name
from publications.models import Authorship, Publication, Stage
from publications.records import Record, RecordVenue

#: The rows of a record that a form was filled from travel under this name.
SALT = "publications.record"
_MISSING = "Fill this in, or take the row away."
#: Where works of a kind appear, as long as nobody says otherwise.
_VENUE_KINDS = {
    Publication.Kind.CONFERENCE_PAPER: Venue.Kind.CONFERENCE,
    Publication.Kind.PREPRINT: Venue.Kind.REPOSITORY,
    Publication.Kind.CHAPTER: Venue.Kind.SERIES,
    Publication.Kind.BOOK: Venue.Kind.SERIES,
}


class NewNameInput(forms.TextInput):
    """The name of somebody or something that is in no list yet, and who may be meant by it."""

    template_name = "publications/widgets/new_name.html"

    def __init__(self, select: str, placeholder: str) -> None:
        super().__init__({"class": "vTextField new-name", "placeholder": placeholder})
        #: The field of the same row in which one of the known is chosen.
        self.select = select
        self.proposals: Sequence[Any] = ()

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        row = name.rpartition("-")[0]
        target = f"{row}-{self.select}" if row else self.select
        context["widget"] |= {"target": target, "proposals": self.proposals if value else ()}
        return context


class WorkFileInput(AdminFileWidget):
    """A PDF of a work by its name: its address depends on the work and on who asks."""

    template_name = "publications/widgets/work_file.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"]["file_name"] = PurePath(str(value)).name if value else ""
        return context


class RowOfNames(PartForm):
    """A row that chooses one of the known in one field, or names a new one in another."""

    #: The field of the chosen, and the field of the new name.
    select: ClassVar[str]
    new: ClassVar[str]

    #: What knows the names of the site; the set of rows makes it when the first one asks.
    index: Any = None
    #: Whether who edits may add to the known.
    may_add = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.select in self.fields:
            self.fields[self.select].required = False

    @property
    def new_name(self) -> str:
        """The name of what a save makes; nothing where something known was chosen or found."""
        cleaned = getattr(self, "cleaned_data", {})
        return "" if cleaned.get(self.select) else str(cleaned.get(self.new) or "")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.new_name or self.errors.get(self.select):
            return cleaned
        found = self.find(self.new_name)
        if found is not None:
            cleaned[self.select] = found
        elif not self.may_add:
            words = "This name is not known yet, and you may not add it. Choose another one."
            self.add_error(self.new, ValidationError(words, code="unknown"))
        return cleaned

    def find(self, name: str) -> Any:
        raise NotImplementedError

    def propose(self) -> None:
        """Show who may be meant by the new name of a row that comes back."""


class AuthorshipForm(RowOfNames):
    select = "person"
    new = "new_person"

    new_person = forms.CharField(
        label="Somebody new",
        required=False,
        max_length=200,
        widget=NewNameInput("person", "Somebody new: the name in full"),
    )
    new_orcid = forms.CharField(
        required=False,
        max_length=19,
        validators=[validate_orcid],
        widget=forms.HiddenInput({"data-kept": ""}),
    )

    class Meta:
        model = Authorship
        fields = "__all__"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        typed = str(cleaned.get("new_person") or "")
        if not cleaned.get("person") and not typed:
            if not self.errors.keys() & {"person", "new_person"}:
                self.add_error("person", ValidationError(_MISSING, code="required"))
        elif typed and not self.instance.person_id:
            person = cleaned.get("person")
            is_other = person is not None and words_key(person.name) != words_key(typed)
            if is_other and not cleaned.get("name_as_printed"):
                cleaned["name_as_printed"] = parse_name(typed).literal or typed
        return cleaned

    def find(self, name: str) -> Person | None:
        found: Person | None = self.index.match(name, self.cleaned_data.get("new_orcid") or "")
        return found

    def propose(self) -> None:
        name = self["new_person"].value()
        if name and not self["person"].value():
            self.fields["new_person"].widget.proposals = self.index.propose(str(name))


class StageForm(RowOfNames):
    select = "venue"
    new = "new_venue"

    new_venue = forms.CharField(
        label="New venue",
        required=False,
        max_length=250,
        widget=NewNameInput("venue", "A new venue: its name"),
    )
    new_venue_kind = forms.ChoiceField(
        label="Kind of the new venue",
        required=False,
        choices=[("", "As the work's kind suggests"), *Venue.Kind.choices],
    )
    #: The record that the row was filled from, signed, so that what no field shows is kept.
    source = forms.CharField(required=False, widget=forms.HiddenInput({"data-kept": ""}))

    class Meta:
        model = Stage
        fields = "__all__"

    def clean_source(self) -> Record | None:
        text = self.cleaned_data["source"]
        return read_record(text) if text else None

    def find(self, name: str) -> Venue | None:
        found: Venue | None = self.index.match(name)
        return found

    def save(self, commit: bool = True) -> Any:
        record = self.cleaned_data.get("source")
        if record is not None:
            stage = record.stage
            self.instance.bibtex_type = stage.bibtex_type
            self.instance.bibtex_key = stage.bibtex_key
            self.instance.source_fields = stage.source_fields
        return super().save(commit)


def read_record(text: str) -> Record:
    """The record that `signed_record` gave; raises ValidationError for any other text."""
    try:
        return Record.from_json(signing.loads(text, salt=SALT))
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        words = "What this row was filled from did not arrive whole. Fill the form once more."
        raise ValidationError(words, code="source") from None


def signed_record(record: Record) -> str:
    """A record as a text that a form carries and nobody can change on the way."""
    return signing.dumps(record.as_json(), salt=SALT, compress=True)


class RowsOfNames(CustomInlineFormSet):  # type: ignore[misc]  # untyped
    """Rows of `RowOfNames`: who or what is new is made once, right before the rows are saved."""

    index_class: ClassVar[type[Any]]
    may_add = True

    @cached_property
    def index(self) -> Any:
        return self.index_class()

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.index = SimpleLazyObject(lambda: self.index)
        form.may_add = self.may_add

    def rows_to_save(self) -> list[Any]:
        return [form for form in self.forms if not self._should_delete_form(form)]

    def save(self, commit: bool = True) -> Any:
        made: dict[str, Any] = {}
        for form in self.rows_to_save():
            if form.new_name:
                key = words_key(form.new_name) or form.new_name
                if key not in made:
                    made[key] = self.make(form)
                setattr(form.instance, form.select, made[key])
        return super().save(commit)

    def make(self, form: Any) -> Any:
        raise NotImplementedError

    def propose(self) -> None:
        for form in self.forms:
            form.propose()


class AuthorshipRows(RowsOfNames):
    index_class = PersonIndex

    def clean(self) -> None:
        super().clean()
        seen = set()
        for form in self.rows_to_save():
            key = (words_key(form.new_name), form.cleaned_data.get("role") if form.new_name else "")
            if form.new_name and key in seen:
                words = "This name stands here already in the same role."
                form.add_error("new_person", ValidationError(words, code="twice"))
            seen.add(key)

    def get_unique_error_message(self, unique_check: Any) -> str:
        return "Somebody stands here twice in the same role."

    def get_form_error(self) -> str:
        return "This person stands here already in the same role."

    def make(self, form: Any) -> Person:
        return new_person(parse_name(form.new_name), form.cleaned_data.get("new_orcid") or "")


class StageRows(RowsOfNames):
    index_class = VenueIndex

    def make(self, form: Any) -> Venue:
        kind = form.cleaned_data.get("new_venue_kind") or self._likely_kind(form)
        venue = Venue(name=form.new_name, kind=kind)
        record = form.cleaned_data.get("source")
        known = record.stage.venue if record is not None else None
        if known is not None and new_venue_name(known) == venue.name:
            venue.short_name, venue.publisher, venue.issn = (
                known.short_name[:60],
                known.publisher[:150],
                known.issn[:20],
            )
        venue.save()
        return venue

    def _likely_kind(self, form: Any) -> str:
        if form.cleaned_data.get("kind") == Stage.Kind.PREPRINT:
            return Venue.Kind.REPOSITORY
        return _VENUE_KINDS.get(self.instance.kind, Venue.Kind.JOURNAL)


def new_venue_name(venue: RecordVenue) -> str:
    """What a venue is called that is not known yet: a conference without number and year."""
    in_volumes = venue.kind in (Venue.Kind.CONFERENCE, Venue.Kind.SERIES)
    return venue_title(venue.name) if in_volumes else venue.name


def new_person(name: Name, orcid: str = "") -> Person:
    """Store somebody who is not known yet, with the parts of the name as far as it has them."""
    person = Person(name=name.full[:200], is_group=bool(name.literal), orcid=orcid)
    if not name.literal:
        person.family_name = name.surname[:120]
        person.given_name = name.given[:120]
        person.suffix = name.suffix[:20]
    person.save()
    return person
