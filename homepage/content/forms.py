"""Form fields and widgets of the editing interface: Markdown, pictures, states, choices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils.html import format_html
from markdownx.widgets import AdminMarkdownxWidget

from homepage.content import images
from homepage.content.images import Image
from homepage.content.publishing import PublishState
from homepage.content.stale import is_stale, present_version

#: What each state means, said beside it.
STATE_WORDS = {
    PublishState.DRAFT: "Only editors see it.",
    PublishState.PUBLISHED: "On the site, from the time below.",
    PublishState.WITHDRAWN: "Taken off the site and kept here.",
}


class MarkdownEditor(AdminMarkdownxWidget):  # type: ignore[misc]  # untyped
    """django-markdownx's text area, with our own script and a preview beside it."""

    template_name = "homepage/widgets/markdown.html"

    class Media:
        extend = False
        css: ClassVar = {"all": ("homepage/css/admin-markdown.css",)}
        js = ("homepage/js/admin/markdown.js",)

    def __init__(self, attrs: dict[str, Any] | None = None, *, is_small: bool = False) -> None:
        super().__init__(attrs)
        self.is_small = is_small

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"] |= {"accept": _accepted(), "is_small": self.is_small}
        return context

    @staticmethod
    def add_markdownx_attrs(attrs: dict[str, Any]) -> dict[str, Any]:
        classes = str(attrs.get("class", "")).split()
        return {
            **attrs,
            "class": " ".join(dict.fromkeys([*classes, "markdownx-editor", "markdown-source"])),
            "rows": 12,
            "data-preview-url": reverse("markdownx_markdownify"),
            "data-upload-url": reverse("markdownx_upload"),
            "data-upload-max": settings.MARKDOWNX_UPLOAD_MAX_SIZE,
        }


def _accepted() -> str:
    """The kinds of picture that a browser offers to choose."""
    return ",".join(settings.MARKDOWNX_UPLOAD_CONTENT_TYPES)


@dataclass(frozen=True)
class TakenPicture:
    """An upload that was looked at: the stored picture, or why it was refused."""

    image: Image | None = None
    refusal: ValidationError | None = None


def take_picture(upload: UploadedFile[Any]) -> TakenPicture:
    """Decode and store an upload. This writes files, so it comes before a transaction."""
    try:
        return TakenPicture(image=images.store(images.decode(upload)))
    except ValidationError as refusal:
        return TakenPicture(refusal=refusal)
    except OSError:
        message = "The picture could not be stored. The disk may be full."
        return TakenPicture(refusal=ValidationError(message, code="not_stored"))


@dataclass(frozen=True)
class PictureChoice:
    """What a form says of a picture: the one it had, a new one, or none from now on."""

    chosen: str = ""
    upload: UploadedFile[Any] | TakenPicture | None = None
    is_removed: bool = False

    @property
    def taken(self) -> TakenPicture | None:
        return self.upload if isinstance(self.upload, TakenPicture) else None

    @property
    def shown(self) -> Image | None:
        """The picture that a form shown again has to show."""
        if self.taken and self.taken.image:
            return self.taken.image
        return _image(self.chosen)


def _image(key: Any) -> Image | None:
    return Image.objects.filter(pk=int(key)).first() if str(key or "").isdecimal() else None


class PictureInput(forms.Widget):
    """The present picture, a place to upload another one, and a box to remove it."""

    template_name = "homepage/widgets/picture.html"
    needs_multipart_form = True

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, None, attrs)
        choice = value if isinstance(value, PictureChoice) else PictureChoice(str(value or ""))
        image = choice.shown
        context["widget"] |= {
            "image": image,
            "chosen": image.pk if image else "",
            "is_removed": choice.is_removed,
            "upload_name": upload_name(name),
            "remove_name": f"{name}-remove",
            "megabytes": settings.MARKDOWNX_UPLOAD_MAX_SIZE // 2**20,
            "max_bytes": settings.MARKDOWNX_UPLOAD_MAX_SIZE,
            "accept": _accepted(),
            "image_url": reverse("admin:homepage_image_change", args=[image.pk]) if image else "",
        }
        return context

    def value_from_datadict(
        self, data: Mapping[str, Any], files: Mapping[str, Any], name: str
    ) -> PictureChoice:
        return PictureChoice(
            chosen=str(data.get(name) or ""),
            upload=files.get(upload_name(name)),
            is_removed=bool(data.get(f"{name}-remove")),
        )

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and upload_name(name) not in files

    def use_required_attribute(self, initial: Any) -> bool:
        return False


def upload_name(field: str) -> str:
    """The name under which a form sends the new picture of a field."""
    return f"{field}-upload"


class PictureField(forms.Field):
    """A picture of the site, uploaded where it is used."""

    widget = PictureInput

    def __init__(self, **kwargs: Any) -> None:
        # What a foreign key hands to its form field, and a file needs not.
        for name in ("queryset", "to_field_name", "limit_choices_to", "blank", "empty_label"):
            kwargs.pop(name, None)
        super().__init__(**kwargs)
        self.error_messages["required"] = "Choose a picture."

    def clean(self, value: PictureChoice) -> Image | None:
        upload = value.upload
        if isinstance(upload, UploadedFile):
            upload = take_picture(upload)
        if upload is not None:
            if upload.refusal:
                raise upload.refusal
            return upload.image
        image = None if value.is_removed else _image(value.chosen)
        if image is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return image

    def has_changed(self, initial: Any, data: PictureChoice | None) -> bool:
        if data is None or self.disabled:
            return False
        before = str(getattr(initial, "pk", initial) or "")
        return bool(data.upload) or data.is_removed or data.chosen != before


class LineArea(forms.Textarea):
    """One line of text in an area that grows with it, so that a long title is seen whole."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 1, "class": "vTextField line-area", **(attrs or {})})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)
        return " ".join(value.split()) if isinstance(value, str) else value


class StateRadio(forms.RadioSelect):
    """The states one under the other, each with what it means."""

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **kwargs: Any) -> Any:
        words = STATE_WORDS.get(value, "")
        explained = format_html(
            '<span class="choice-label">{}</span> <span class="choice-help">{}</span>', label, words
        )
        return super().create_option(name, value, explained, *args, **kwargs)


class KnownAutocompleteSelect(AutocompleteSelect):
    """Django's autocomplete, which asks the database only for what the form does not know yet.

    As it ships, each row of an inline costs a query for the name of what is selected.
    """

    #: What stands in an empty one.
    placeholder = ""

    @property
    def media(self) -> forms.Media:
        """Django's scripts; its stylesheets come as one with our looks of them."""
        scripts = super().media._js  # type: ignore[attr-defined]  # unknown to its stubs
        return forms.Media(css={"screen": ["homepage/css/admin-autocomplete.css"]}, js=scripts)

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> dict[str, Any]:
        attrs: dict[str, Any] = super().build_attrs(base_attrs, extra_attrs)
        return attrs | {"data-placeholder": self.placeholder}

    def know(self, thing: Any) -> None:
        self.known = {str(thing.pk): str(thing)}

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        selected = {str(item) for item in value if item not in (None, "")}
        if not selected or not selected <= self.known.keys():
            return super().optgroups(name, value, attrs)
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        options += [
            self.create_option(name, key, self.known[key], True, len(options))
            for key in sorted(selected)
        ]
        return [(None, options, 0)]

    known: Mapping[str, str] = {}


class MadeFromField(forms.CharField):
    """The edit version that a form was made from."""

    def __init__(self) -> None:
        super().__init__(required=False, label="", widget=forms.HiddenInput)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class ContentForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """The form of one thing. It is refused when the thing was saved since the form was made."""

    made_from = MadeFromField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.initial["made_from"] = present_version(self.instance)
        tell_known(self)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.is_stale:
            # Shown again, the form counts as made from what is stored now: whoever
            # saves it a second time has been told.
            told = {self.add_prefix("made_from"): present_version(self.instance)}
            self.data = _with(self.data, told)
            self.add_error(None, ValidationError(self._stale_message(), code="stale"))
        return cleaned

    @property
    def is_stale(self) -> bool:
        made_from = str(self.data.get(self.add_prefix("made_from"), ""))
        return is_stale(self.instance, made_from)

    def _stale_message(self) -> str:
        opts = self._meta.model._meta
        if self.instance._state.adding:
            return format_html(
                "Somebody deleted this {} in the meantime. What you typed is still in the form "
                "below; save again to make it anew.",
                opts.verbose_name,
            )
        address = reverse(
            f"admin:{opts.app_label}_{opts.model_name}_change", args=[self.instance.pk]
        )
        return format_html(
            "Somebody saved this {} in the meantime. What you typed is still in the form below; "
            'nothing of it is saved. <a href="{}" target="_blank">Open the present version in a '
            "new tab</a> to compare, then save again to keep yours.",
            opts.verbose_name,
            address,
        )


def _with(data: Any, values: Mapping[str, str]) -> Any:
    """A copy of what was sent, with some of it replaced."""
    copied = data.copy()
    for name, value in values.items():
        copied[name] = value
    return copied


class PartForm(forms.ModelForm):  # type: ignore[type-arg]
    """A row of a form: a stage, an author, a link.

    No row is there unless somebody added it, so one that is left empty is not dropped in
    silence: it is refused until it is filled in or taken away.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.empty_permitted = False
        for field in self.fields.values():
            field.error_messages["required"] = "Fill this in, or take the row away."
        tell_known(self)

    def has_changed(self) -> bool:
        """A row that was only given its place is still empty."""
        changed = set(self.changed_data)
        return bool(changed - {"position"} if self.instance._state.adding else changed)


def tell_known(form: forms.ModelForm) -> None:  # type: ignore[type-arg]
    """Let the autocomplete fields know what was fetched together with the row."""
    for name, field in form.fields.items():
        widget = getattr(field.widget, "widget", field.widget)
        if isinstance(widget, KnownAutocompleteSelect):
            thing = form.instance._state.fields_cache.get(name)
            if thing is not None:
                widget.know(thing)


def tell_chosen(shown: Iterable[Any]) -> None:
    """Let the autocomplete fields of forms that come back know what was chosen in them."""
    asked: dict[Any, list[tuple[KnownAutocompleteSelect, int]]] = defaultdict(list)
    for form in shown:
        for bound in form:
            widget = getattr(bound.field.widget, "widget", bound.field.widget)
            if not isinstance(widget, KnownAutocompleteSelect):
                continue
            key = str(bound.value() or "")
            if key.isdecimal() and len(key) < 19 and key not in widget.known:
                asked[widget.field.remote_field.model].append((widget, int(key)))
    for model, selects in asked.items():
        things = model._default_manager.in_bulk({key for _, key in selects})
        for widget, chosen in selects:
            if chosen in things:
                widget.know(things[chosen])


def ask_for_files_again(shown: Iterable[Any]) -> None:
    """Say at each file of a form that comes back that it is not kept."""
    for form in shown:
        for name, field in form.fields.items():
            was_sent = form.add_prefix(name) in form.files
            if isinstance(field, forms.FileField) and was_sent and name not in form.errors:
                words = "Choose the file again: a form that comes back does not keep it."
                form.add_error(name, ValidationError(words, code="again"))
