"""The one rule for addresses that an editor types: http, https or mailto."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db import models
from django.db.models import Q

from homepage.content.constraints import FieldCheckConstraint
from homepage.content.ordering import Ordered

_validate_web_address = URLValidator(schemes=["http", "https"])


def validate_link(value: str) -> None:
    """Accept a web address or `mailto:name@example.edu`; raise ValidationError for the rest."""
    scheme, separator, rest = value.partition(":")
    try:
        if scheme.lower() == "mailto" and separator:
            validate_email(rest)
        elif scheme.lower() in ("http", "https"):
            _validate_web_address(value)
        else:
            raise ValidationError("")
    except ValidationError:
        raise ValidationError(
            "Write a whole address that begins with https://, http:// or mailto:.", code="link"
        ) from None


def host_of(link: str) -> str:
    """The host a link leads to, for readers: `example.edu`."""
    return (urlsplit(link).hostname or "").removeprefix("www.")


class LinkField(models.CharField):  # type: ignore[type-arg]  # not subscriptable at run time
    """An address of the web or of a mailbox."""

    default_validators = [validate_link]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 500)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        # Not <input type="url">: the browser's own message would hide ours.
        widget = forms.TextInput(
            {"inputmode": "url", "placeholder": "https://", "class": "vURLField"}
        )
        return super().formfield(**{**kwargs, "widget": widget})


class LabelledLink(Ordered):
    """A link in a list of links. Its `kind`, which a model adds, names it, or else its label."""

    url = LinkField("address")
    label = models.CharField(
        "label", max_length=60, blank=True, help_text="For “Other”: what the link is called."
    )

    class Meta(Ordered.Meta):
        abstract = True
        constraints = [
            FieldCheckConstraint(
                field="label",
                condition=~Q(kind="other") | ~Q(label=""),
                name="%(app_label)s_%(class)s_other_has_label",
                violation_error_message="Say what this link is called.",
            )
        ]
