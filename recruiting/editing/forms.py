"""The form of a position, and the one that moves a deadline."""

import datetime
import re
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import ValidationError
from django.utils import timezone

from homepage.content.forms import ContentForm
from homepage.content.publishing import PublishState
from recruiting import deadlines, lifecycle
from recruiting.models import Opening, validate_year

#: Days as people write them, without those of slashes, whose month and day are anyone's guess.
DAY_FORMATS = (
    "%Y-%m-%d",
    "%d %b %Y",
    "%d %B %Y",
    "%b %d, %Y",
    "%B %d, %Y",
    "%b %d %Y",
    "%B %d %Y",
    "%d.%m.%Y",
)
TIME_FORMATS = ("%H:%M", "%H:%M:%S", "%H.%M", "%I:%M %p", "%I:%M%p", "%I %p", "%I%p")
_THOUSANDS = re.compile(r"\d{1,3}([,  ’'])\d{3}(?:\1\d{3})*(?:\.\d+)?")


class DayField(forms.DateField):
    """A day, typed or chosen from a calendar."""

    widget = AdminDateWidget
    default_error_messages = {"invalid": "Enter a valid date: 2026-12-15 or 15 Dec 2026."}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"input_formats": DAY_FORMATS, **kwargs})


class WallTimeField(forms.TimeField):
    """An hour and a minute as a clock shows them, typed or taken from a few usual ones."""

    default_error_messages = {"invalid": "Write a time from 00:00 to 23:59, such as 17:00."}

    def __init__(self, **kwargs: Any) -> None:
        attributes = {"list": "usual-times", "size": 8, "autocomplete": "off"}
        widget = forms.TimeInput(attributes, format="%H:%M")
        super().__init__(**{"input_formats": TIME_FORMATS, **kwargs, "widget": widget})


class ZoneInput(forms.TextInput):
    """The name of a time zone, completed from the list that the page offers once."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        own = {
            "list": "time-zones",
            "autocomplete": "off",
            "autocapitalize": "none",
            "spellcheck": "false",
            "class": "vTextField",
        }
        super().__init__(own | (attrs or {}))


class FigureField(forms.DecimalField):
    """An amount of money, which may be typed and is shown with marks between thousands."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off", "size": 10})
        super().__init__(**{**kwargs, "widget": widget})
        self.error_messages["invalid"] = "Write the figure in digits: 300,000 or 2500.50."

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and _THOUSANDS.fullmatch(value.strip()):
            value = re.sub(r"[,  ’']", "", value)
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            return f"{value:,.2f}".removesuffix(".00")
        return value


class OpeningForm(ContentForm):
    """The form of a position. A deadline that has passed is refused on what is new.

    One that had passed already may be corrected: its time or its zone was wrong.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._stored_closing = self.instance.closes_at
        self._was_draft = self.instance.is_draft

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # unknown to its stubs
        opening = self.instance
        if opening.outcome != Opening.Outcome.OPEN:
            return
        if any(name in self.errors for name in (*lifecycle.EXTENDED, "public_from")):
            return
        try:
            self._refuse_deadline(timezone.now())
        except ValidationError as refusal:
            self.add_error(None, refusal)

    def _refuse_deadline(self, at: datetime.datetime) -> None:
        opening = self.instance
        closed = self._stored_closing
        is_published = self._was_draft and opening.state == PublishState.PUBLISHED
        is_moved = opening.closes_at != closed
        was_ahead = closed is None or closed > at
        if opening._state.adding or is_published or (is_moved and was_ahead):
            opening.refuse_past_deadline(at)
        else:
            opening.refuse_unseen_deadline(at)


class DeadlineForm(forms.Form):
    """To when a deadline is moved."""

    deadline = DayField(validators=[validate_year], help_text="The last day that counts.")
    deadline_time = WallTimeField(
        label="Time", required=False, help_text="The last minute. 23:59 is the end of the day."
    )
    time_zone = forms.CharField(
        max_length=60,
        required=False,
        widget=ZoneInput,
        help_text="Region and city, UTC, or AoE: Anywhere on Earth.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.fields["deadline"].error_messages["required"] = "Enter the day."

    def clean_deadline_time(self) -> datetime.time:
        return self.cleaned_data["deadline_time"] or deadlines.END_OF_DAY

    def clean_time_zone(self) -> str:
        try:
            return deadlines.find_zone(self.cleaned_data["time_zone"] or deadlines.AOE)
        except ValueError as refusal:
            raise ValidationError(str(refusal), code="zone") from None

    def begin_at_first_fault(self) -> None:
        """Let the page open at the first field that is refused."""
        if faults := [bound for bound in self if bound.errors]:
            faults[0].field.widget.attrs["autofocus"] = True

    def refuse(self, refusals: list[tuple[Opening, ValidationError]], *, of: int) -> None:
        """Say at the fields what is refused; of several positions, name the one."""
        for opening, refusal in refusals:
            for name, words in _by_field(refusal):
                named = words if of == 1 else f"“{opening}”: {words}"
                self.add_error(name if name in self.fields else None, named)


def _by_field(refusal: ValidationError) -> list[tuple[str, str]]:
    if not hasattr(refusal, "error_dict"):
        return [("", words) for words in refusal.messages]
    return [(name, words) for name, list_ in refusal.message_dict.items() for words in list_]
