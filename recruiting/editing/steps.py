"""The steps of a position's life in the admin: from the list for the selected, from its form."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.forms import Media
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode

from homepage.content.versions import content_write
from recruiting import deadlines, lifecycle
from recruiting.editing.forms import DeadlineForm
from recruiting.editing.standing import Badge, badge, deadline_words, visitors_words
from recruiting.models import Opening
from recruiting.wording.entries import deadline_of

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Opening]
else:
    _ModelAdmin = object

Outcome = Opening.Outcome

#: What was done, for the message and for the history.
DONE = {
    Outcome.OPEN: "reopened",
    Outcome.CLOSED: "closed",
    Outcome.FILLED: "marked as filled",
    Outcome.CANCELLED: "cancelled",
}
#: What the buttons say.
STEPS = {
    Outcome.OPEN: "Reopen",
    Outcome.FILLED: "Mark as filled",
    Outcome.CLOSED: "Close now",
    Outcome.CANCELLED: "Cancel",
}
#: The looks of these pages.
STYLES = "homepage/css/admin/positions.css"
#: What keeps an answer that was typed while the session was lost.
DRAFTS = "homepage/js/admin/draft.js"
#: More at once are rather a mistake than a wish.
MOST = 100


@dataclass(frozen=True)
class Movable:
    """A position whose deadline is moved, with the present one in words."""

    opening: Opening
    deadline: str
    is_closed: bool


@dataclass(frozen=True)
class LeftAlone:
    """One that was named, too, and why its deadline stays."""

    opening: Opening
    reason: str


class LifecycleMixin(_ModelAdmin):
    """Duplicate, extend, fill, close, cancel and reopen; each for who has the right."""

    actions = (
        "duplicate_selected",
        "extend_selected",
        "fill_selected",
        "close_selected",
        "cancel_selected",
        "reopen_selected",
    )

    def get_urls(self) -> list[Any]:
        views = (
            ("extend/", self.extend_view, "extend"),
            ("<int:key>/duplicate/", self.duplicate_view, "duplicate"),
            ("<int:key>/outcome/", self.outcome_view, "outcome"),
        )
        return [
            *(
                path(route, self.admin_site.admin_view(view), name=self._view_name(name))
                for route, view, name in views
            ),
            *super().get_urls(),
        ]

    def _view_name(self, view: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{view}"

    def _address(self, view: str, *args: Any) -> str:
        return reverse(f"{self.admin_site.name}:{self._view_name(view)}", args=args)

    def _named(self, opening: Opening) -> str:
        return format_html('<a href="{}">{}</a>', self._address("change", opening.pk), opening)

    def _all_named(self, openings: Iterable[Opening]) -> str:
        return format_html_join(", ", "{}", ((self._named(each),) for each in openings))

    @admin.action(description="Duplicate as drafts", permissions=["add"])
    def duplicate_selected(
        self, request: HttpRequest, queryset: models.QuerySet[Opening]
    ) -> HttpResponse | None:
        copies = [self._duplicate(request, opening) for opening in queryset.order_by("position")]
        if len(copies) == 1:
            return self._to_copy(request, copies[0])
        named = self._all_named(copies)
        words = format_html("{} copied as drafts without dates: {}.", len(copies), named)
        self.message_user(request, words, messages.SUCCESS)
        return None

    @admin.action(description="Extend the deadline …", permissions=["change"])
    def extend_selected(
        self, request: HttpRequest, queryset: models.QuerySet[Opening]
    ) -> HttpResponse | None:
        keys = list(queryset.order_by("position", "pk").values_list("pk", flat=True))
        if len(keys) > MOST:
            return self._too_many(request, len(keys))
        return HttpResponseRedirect(self._extend_address(keys))

    @admin.action(description="Mark as filled", permissions=["change"])
    def fill_selected(self, request: HttpRequest, queryset: models.QuerySet[Opening]) -> None:
        self._end_selected(request, queryset, Outcome.FILLED)

    @admin.action(description="Close now", permissions=["change"])
    def close_selected(self, request: HttpRequest, queryset: models.QuerySet[Opening]) -> None:
        self._end_selected(request, queryset, Outcome.CLOSED)

    @admin.action(description="Cancel", permissions=["change"])
    def cancel_selected(self, request: HttpRequest, queryset: models.QuerySet[Opening]) -> None:
        self._end_selected(request, queryset, Outcome.CANCELLED)

    @admin.action(description="Reopen", permissions=["change"])
    def reopen_selected(self, request: HttpRequest, queryset: models.QuerySet[Opening]) -> None:
        self._end_selected(request, queryset, Outcome.OPEN)

    def _end_selected(
        self, request: HttpRequest, queryset: models.QuerySet[Opening], outcome: Opening.Outcome
    ) -> None:
        ended: list[Opening] = []
        left: list[Opening] = []
        for opening in queryset:
            (ended if self._take(request, opening, outcome) else left).append(opening)
        if len(ended) == 1:
            self._tell_outcome(request, ended[0], outcome)
        elif ended:
            self._tell_outcomes(request, ended, outcome)
        if left:
            words = format_html("Unchanged: {}.", self._all_named(left))
            self.message_user(request, words, messages.WARNING)

    def duplicate_view(self, request: HttpRequest, key: int) -> HttpResponse:
        if request.method == "GET":
            return self._ask_again(request, key)
        if request.method != "POST":
            return HttpResponseNotAllowed(["GET", "POST"])
        opening = self.get_object(request, str(key))
        if not self.has_add_permission(request) or not self.has_view_or_change_permission(
            request, opening
        ):
            raise PermissionDenied
        if opening is None:
            return self._gone(request)
        with content_write():
            copy = self._duplicate(request, opening)
        return self._to_copy(request, copy)

    def outcome_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """Give it the outcome that the pressed button names, and say what visitors see now."""
        if request.method == "GET":
            return self._ask_again(request, key)
        if request.method != "POST":
            return HttpResponseNotAllowed(["GET", "POST"])
        with content_write():
            opening = self.get_object(request, str(key))
            if not self.has_change_permission(request, opening):
                raise PermissionDenied
            if opening is None:
                return self._gone(request)
            outcome = request.POST.get("outcome", "")
            if outcome in Outcome.values and self._take(request, opening, Outcome(outcome)):
                self._tell_outcome(request, opening, Outcome(outcome))
            else:
                words = (
                    "Nothing was changed: someone else changed it first. This is how it stands now."
                )
                self.message_user(request, words, messages.WARNING)
        return HttpResponseRedirect(self._address("change", opening.pk))

    def _ask_again(self, request: HttpRequest, key: int) -> HttpResponse:
        """For who logged in again between the press of a button and its step."""
        words = "Nothing was changed: press the button again."
        self.message_user(request, words, messages.WARNING)
        return HttpResponseRedirect(self._address("change", key))

    def _gone(self, request: HttpRequest) -> HttpResponse:
        self.message_user(request, "It has been deleted in the meantime.", messages.WARNING)
        return HttpResponseRedirect(self._address("changelist"))

    def _too_many(self, request: HttpRequest, count: int) -> HttpResponse:
        words = f"Nothing was changed: {count} are selected. Select at most {MOST} at once."
        self.message_user(request, words, messages.ERROR)
        return HttpResponseRedirect(self._address("changelist"))

    def _duplicate(self, request: HttpRequest, opening: Opening) -> Opening:
        copy = lifecycle.duplicate(opening)
        self.log_addition(request, copy, f"Copied from “{opening}”.")
        return copy

    def _to_copy(self, request: HttpRequest, copy: Opening) -> HttpResponse:
        words = (
            "This is the copy: a draft without dates, start and reference code. "
            "Give it its dates, then publish it."
        )
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(self._address("change", copy.pk))

    def _take(self, request: HttpRequest, opening: Opening, outcome: Opening.Outcome) -> bool:
        """Give it the outcome; whether that was one of its steps."""
        try:
            # A step that is refused undoes itself alone, not what else the request has written.
            with transaction.atomic():
                if outcome == Outcome.OPEN:
                    lifecycle.reopen(opening)
                else:
                    lifecycle.end(opening, outcome)
        except ValidationError:
            return False
        self.log_change(request, opening, f"{DONE[outcome].capitalize()}.")
        return True

    def _tell_outcomes(
        self, request: HttpRequest, openings: list[Opening], outcome: Opening.Outcome
    ) -> None:
        """The same of several; of the reopened, which are closed by their deadline."""
        now = timezone.now()
        words = f"{len(openings)} open positions {DONE[outcome]}."
        if outcome != Outcome.OPEN:
            words += " Their pages stay and say so. “Reopen” takes it back."
        elif passed := [each for each in openings if _is_closed(each, now)]:
            words = format_html(
                "{} Closed all the same, since the deadline has passed: {}. “Extend the deadline” "
                "opens them.",
                words,
                self._all_named(passed),
            )
        self.message_user(request, words, messages.SUCCESS)

    def _tell_outcome(
        self, request: HttpRequest, opening: Opening, outcome: Opening.Outcome
    ) -> None:
        now = timezone.now()
        has_passed = opening.status(now) == Opening.Status.CLOSED
        if outcome == Outcome.OPEN and has_passed:
            done = "has its deadline again, which has passed: extend it to open it."
        else:
            done = f"is {DONE[outcome]}."
        words = format_html("{} {} {}", self._named(opening), done, visitors_words(opening, now))
        if outcome != Outcome.OPEN:
            words = format_html("{} “Reopen” in its form takes it back.", words)
        self.message_user(request, words, messages.SUCCESS)

    def _extend_address(self, keys: list[Any], *, is_from_form: bool = False) -> str:
        query = [("id", key) for key in keys]
        if is_from_form:
            query.append(("from", "form"))
        return f"{self._address('extend')}?{urlencode(query)}"

    def extend_view(self, request: HttpRequest) -> HttpResponse:
        """Ask to when, and with the answer move the deadlines of all that are named."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        sent = request.POST if request.method == "POST" else request.GET
        named = (key for key in sent.getlist("id") if key.isascii() and key.isdecimal())
        keys = {int(key) for key in named if len(key) < 19}
        if len(keys) > MOST:
            return self._too_many(request, len(keys))
        openings = list(Opening.objects.filter(pk__in=keys).select_related("kind").in_order())
        movable = [opening for opening in openings if lifecycle.may_be_extended(opening)]
        is_one = len(openings) == 1 and sent.get("from") == "form"
        back = self._address("change", openings[0].pk) if is_one else self._address("changelist")
        if not movable:
            whose = "It has no" if len(openings) == 1 else "None of them has a"
            words = (
                f"{whose} deadline that could be moved: a position is open until it is filled, "
                "or it was ended and has to be reopened first."
            )
            self.message_user(request, words, messages.WARNING)
            return HttpResponseRedirect(back)
        form = DeadlineForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            now = timezone.now()
            were_closed = [each.pk for each in movable if _is_closed(each, now)]
            if self._extend(request, form, movable):
                self._tell_extended(request, movable, were_closed)
                return HttpResponseRedirect(back)
            movable = list(
                Opening.objects.filter(pk__in=[opening.pk for opening in movable])
                .select_related("kind")
                .in_order()
            )
        elif request.method != "POST":
            form.initial = _prefilled(movable)
        form.begin_at_first_fault()
        now = timezone.now()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Extend the deadline",
            "form": form,
            "media": Media(css={"all": [STYLES]}, js=["admin/js/core.js", DRAFTS]) + form.media,
            "movable": [
                Movable(each, deadline_words(each, now), _is_closed(each, now)) for each in movable
            ],
            "others": [
                LeftAlone(each, reason)
                for each in openings
                if (reason := lifecycle.why_not_extended(each))
            ],
            "is_one": is_one,
            "have_several_zones": len({each.time_zone for each in movable}) > 1,
            "back": back,
            "zone_names": deadlines.zone_names(),
        }
        return TemplateResponse(request, "admin/recruiting/opening/extend.html", context)

    def _extend(self, request: HttpRequest, form: DeadlineForm, openings: list[Opening]) -> bool:
        """Move all of them, or none and say at the field why."""
        refusals = []
        try:
            with content_write():
                for opening in openings:
                    try:
                        with transaction.atomic():
                            lifecycle.extend_deadline(opening, **form.cleaned_data)
                    except ValidationError as refusal:
                        refusals.append((opening, refusal))
                    else:
                        words = f"Deadline moved to {deadline_words(opening, timezone.now())}."
                        self.log_change(request, opening, words)
                if refusals:
                    raise _RefusedError
        except _RefusedError:
            form.refuse(refusals, of=len(openings))
        return not refusals

    def _tell_extended(
        self, request: HttpRequest, openings: list[Opening], were_closed: list[Any]
    ) -> None:
        now = timezone.now()
        named, until = self._all_named(openings), deadline_words(openings[0], now)
        words = format_html("The new deadline for {} is {}.", named, until)
        again = [each for each in openings if each.pk in were_closed and each.is_open(now)]
        public = [each for each in again if each.is_public(now)]
        if public and len(openings) == 1:
            words = format_html("{} It is open again. {}", words, visitors_words(public[0], now))
        elif public:
            reopened = format_html_join(", ", "{}", ((str(each),) for each in public))
            words = format_html("{} Open again, and seen by visitors: {}.", words, reopened)
        self.message_user(request, words, messages.SUCCESS)

    def standing_of(self, request: HttpRequest, opening: Opening) -> dict[str, Any]:
        """How it stands, and the steps that may be taken now by who looks at it."""
        now = timezone.now()
        may_change = self.has_change_permission(request, opening)
        steps = lifecycle.steps_for(opening, now) if may_change else ()
        may_extend = may_change and lifecycle.may_be_extended(opening)
        return {
            "standing": badge(opening, now) or Badge("hidden", str(opening.get_state_display())),
            "deadline_line": _deadline_line(opening, now),
            "outcome_steps": [(outcome.value, STEPS[outcome]) for outcome in steps],
            "outcome_address": self._address("outcome", opening.pk),
            "extend_address": self._extend_address([opening.pk], is_from_form=True)
            if may_extend
            else "",
            "duplicate_address": self._address("duplicate", opening.pk)
            if self.has_add_permission(request)
            else "",
        }


class _RefusedError(Exception):
    """Some deadlines cannot be moved, so none is."""


def _is_closed(opening: Opening, now: datetime.datetime) -> bool:
    return opening.status(now) == Opening.Status.CLOSED


def _deadline_line(opening: Opening, now: datetime.datetime) -> str:
    if opening.outcome != Outcome.OPEN:
        return ""
    deadline = deadline_of(opening, now)
    return f"{deadline.sentence}." if deadline else "No deadline: open until it is filled."


def _prefilled(openings: list[Opening]) -> dict[str, Any]:
    """The present deadline where there is one; of several what they share."""
    shared = {}
    for name in lifecycle.EXTENDED:
        values = {getattr(opening, name) for opening in openings}
        if len(values) == 1:
            shared[name] = values.pop()
    return {"deadline_time": deadlines.END_OF_DAY, "time_zone": deadlines.AOE, **shared}
