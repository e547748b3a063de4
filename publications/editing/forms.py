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

from homepage.content.forms import ContentForm, KnownAutocompleteSelect, PartForm
from profile.identifiers import normalize_orcid, validate_orcid
from profile.matching import PersonIndex, VenueIndex, stored_name, words_key
from profile.models import Person, Venue
from profile.names import parse_name
from publications.editing.namesakes import tell_apart
from publications.models import Authorship, Publication, Stage
from publications.records import Record

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


class BoxField(forms.CharField):
    """A box whose own button takes what is in it: a save refuses the form rather than lose it."""

    def __init__(self, button: str) -> None:
        super().__init__(required=False, strip=False)
        self.button = button

    def clean(self, value: Any) -> str:
        if str(value or "").strip():
            words = f"Press “{self.button}” first, or empty the box."
            raise ValidationError(words, code="not_taken")
        return ""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class PublicationForm(ContentForm):
    """The form of a work, with the boxes that fill it."""

    begin = BoxField("Fill the form")
    author_line = BoxField("Add these authors")


class PersonSelect(KnownAutocompleteSelect):
    """The people of the site, with a mark on who owns it."""

    #: The owner's key.
    owner = ""

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> dict[str, Any]:
        attrs = super().build_attrs(base_attrs, extra_attrs)
        return attrs | ({"data-owner": str(self.owner)} if self.owner else {})

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> Any:
        option: Any = super().create_option(name, value, *args, **kwargs)
        if value and str(value) == str(self.owner):
            option["attrs"]["data-you"] = ""
        return option


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
        orcid = self.cleaned_data.get("new_orcid") or ""
        found: Person | None = self.index.match(name, orcid)
        namesakes = self.index.undecided(name, orcid)
        if namesakes:
            have = "Somebody has" if len(namesakes) == 1 else f"{len(namesakes)} people have"
            words = (
                f"{have} this name already: choose who is meant. For somebody else of the same "
                "name, add them in the list of people first."
            )
            self.add_error("new_person", ValidationError(words, code="namesakes"))
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
        # A name of its own says more than the other name of another.
        found: Venue | None = self.index.named(name) or self.index.match(name)
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        #: Who or what a save makes, by the key of the name.
        self.newcomers: dict[str, Any] = {}

    @cached_property
    def index(self) -> Any:
        return self.index_class()

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.index = SimpleLazyObject(lambda: self.index)
        form.may_add = self.may_add

    def rows_to_save(self) -> list[Any]:
        return [form for form in self.forms if not self._should_delete_form(form)]

    def clean(self) -> None:
        """Look at who or what is new as closely as its own form would."""
        super().clean()
        self.newcomers = {}
        for form in self.rows_to_save():
            if not form.new_name or not self.may_add or form.errors.keys() & {form.new, "source"}:
                continue
            key = _newcomer_key(form)
            if key in self.newcomers:
                continue
            thing = self.newcomer(form)
            try:
                thing.full_clean()
            except ValidationError as refusal:
                form.add_error(form.new, ValidationError(refusal.messages, code="newcomer"))
            else:
                self.newcomers[key] = thing

    def save(self, commit: bool = True) -> Any:
        for thing in self.newcomers.values():
            thing.save()
        for form in self.rows_to_save():
            if form.new_name:
                setattr(form.instance, form.select, self.newcomers[_newcomer_key(form)])
        return super().save(commit)

    def newcomer(self, form: Any) -> Any:
        """Who or what the new name of a row means, not stored yet."""
        raise NotImplementedError

    def propose(self) -> None:
        for form in self.forms:
            form.propose()


def _newcomer_key(form: Any) -> str:
    return words_key(form.new_name) or str(form.new_name)


class AuthorshipRows(RowsOfNames):
    index_class = PersonIndex
    #: The owner of the site, to be marked among the authors.
    owner: Any = None

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["person"].widget.owner = self.owner or ""

    def propose(self) -> None:
        super().propose()
        widgets = [form.fields["new_person"].widget for form in self.forms]
        tell_apart([person for widget in widgets for person in widget.proposals])

    def clean(self) -> None:
        super().clean()
        seen = set()
        names_of: dict[str, str] = {}
        for form in self.rows_to_save():
            if not form.new_name:
                continue
            name, role = words_key(form.new_name), form.cleaned_data.get("role")
            if (name, role) in seen:
                words = "This name stands here already in the same role."
                form.add_error("new_person", ValidationError(words, code="twice"))
            seen.add((name, role))
            orcid = normalize_orcid(form.cleaned_data.get("new_orcid") or "")
            if orcid and names_of.setdefault(orcid, name) != name:
                words = (
                    f"Another name here comes with the same ORCID iD, {orcid}. Choose who is "
                    "meant, or take one of the two rows away."
                )
                form.add_error("new_person", ValidationError(words, code="same_orcid"))

    def get_unique_error_message(self, unique_check: Any) -> str:
        return "Somebody stands here twice in the same role."

    def get_form_error(self) -> str:
        return "This person stands here already in the same role."

    def newcomer(self, form: Any) -> Person:
        return Person.called(parse_name(form.new_name), form.cleaned_data.get("new_orcid") or "")


class StageRows(RowsOfNames):
    index_class = VenueIndex

    def newcomer(self, form: Any) -> Venue:
        kind = form.cleaned_data.get("new_venue_kind") or self._likely_kind(form)
        venue = Venue(name=form.new_name, kind=kind)
        record = form.cleaned_data.get("source")
        known = record.stage.venue if record is not None else None
        if known is not None and stored_name(known.name, known.kind).name == venue.name:
            venue.short_name, venue.publisher, venue.issn = (
                known.short_name[:60],
                known.publisher[:150],
                known.issn[:20],
            )
        return venue

    def _likely_kind(self, form: Any) -> str:
        if form.cleaned_data.get("kind") == Stage.Kind.PREPRINT:
            return Venue.Kind.REPOSITORY
        return _VENUE_KINDS.get(self.instance.kind, Venue.Kind.JOURNAL)
