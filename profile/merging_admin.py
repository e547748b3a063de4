"""In the lists of people, venues and organizations: two or more records become one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html

from profile.matching import is_initialled
from profile.merging import (
    Shared,
    losses,
    mark_of,
    merge,
    references_to,
    same_names,
    shared_by,
    whole_of,
)
from profile.models import Alias, Person, Profile

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Any]
else:
    _ModelAdmin = object

#: More at once are rather a mistake than a wish.
MOST = 30
#: As many works are named by their titles; of more, the number is told.
TITLES = 5


@dataclass(frozen=True)
class Candidate:
    """One of the records that become one, with what tells it from the others."""

    thing: Any
    facts: list[str]
    #: What of the others is lost where this one is kept.
    lost: list[str]
    is_owner: bool = False


class MergingMixin(_ModelAdmin):
    """The action that leads to the page, and the page on which the name is chosen.

    Who saves something under a name that another has is told, and led there.
    """

    actions = ("merge_selected",)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.merge_view)
        return [path("merge/", view, name=self._view_name("merge")), *super().get_urls()]

    def _view_name(self, view: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{view}"

    def _may_merge(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request) and self.has_delete_permission(request)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions: dict[str, Any] = super().get_actions(request)
        if not self._may_merge(request):
            actions.pop("merge_selected", None)
        return actions

    @admin.action(description="Merge into one …")
    def merge_selected(
        self, request: HttpRequest, queryset: models.QuerySet[Any]
    ) -> HttpResponse | None:
        keys = list(queryset.order_by("pk").values_list("pk", flat=True))
        if not 2 <= len(keys) <= MOST:
            words = f"Choose from two to {MOST} that are the same."
            self.message_user(request, words, messages.WARNING)
            return None
        return HttpResponseRedirect(self._merge_address(keys))

    def _merge_address(self, keys: list[Any]) -> str:
        return f"{reverse('admin:' + self._view_name('merge'))}?{_query(keys)}"

    def _list_address(self) -> str:
        return reverse("admin:" + self._view_name("changelist"))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if not change or form.has_changed() or any(each.has_changed() for each in formsets):
            self._tell_namesakes(request, form.instance)

    def _tell_namesakes(self, request: HttpRequest, thing: Any) -> None:
        same = same_names(thing)[: MOST - 1]
        if not same:
            return
        name = self.opts.verbose_name
        words = f"There is another {name} of this name"
        if len(same) > 1:
            words = f"There are {len(same)} other {self.opts.verbose_name_plural} of this name"
        words += f": {', '.join(map(str, same))}."
        if self._may_merge(request):
            address = self._merge_address([thing.pk, *(each.pk for each in same)])
            words = format_html('{} <a href="{}">Merge them?</a>', words, address)
        self.message_user(request, words, messages.WARNING)

    def merge_view(self, request: HttpRequest) -> HttpResponse:
        """Ask which name is kept, and with the answer make them one."""
        if not self._may_merge(request):
            raise PermissionDenied
        sent = request.POST if request.method == "POST" else request.GET
        keys = {int(key) for key in sent.getlist("id") if key.isascii() and key.isdecimal()}
        errors: list[str] = []
        if request.method == "POST":
            try:
                return self._merged(request, self._things(keys))
            except ValidationError as refusal:
                errors = refusal.messages
        things = self._things(keys)
        if not 2 <= len(things) <= MOST:
            words = (
                "One of them is gone in the meantime."
                if 1 < len(keys) <= MOST
                else f"Choose from two to {MOST} that are the same."
            )
            self.message_user(request, words, messages.WARNING)
            return HttpResponseRedirect(self._list_address())
        candidates = self._candidates(things)
        shared = shared_by(things)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Merge {self.opts.verbose_name_plural} into one",
            "candidates": candidates,
            "chosen": request.POST.get("kept") or str(_likely(candidates).thing.pk),
            "versions": _versions(things),
            "shared_words": _words_on(shared, len(things)),
            "shared_works": [each.whole for each in shared[:TITLES]],
            "more_shared": max(0, len(shared) - TITLES),
            "shared_mark": mark_of(shared),
            "is_agreed": bool(shared) and request.POST.get("shared") == mark_of(shared),
            "merge_errors": errors,
            "list_address": self._list_address(),
        }
        return TemplateResponse(request, "admin/profile/merge.html", context)

    def _things(self, keys: set[int]) -> list[Any]:
        rows = self.model._default_manager.filter(pk__in=sorted(keys)[: MOST + 1])
        return list(rows.prefetch_related("aliases").order_by("pk"))

    def _merged(self, request: HttpRequest, things: list[Any]) -> HttpResponse:
        kept = next((thing for thing in things if str(thing.pk) == request.POST.get("kept")), None)
        if kept is None:
            raise ValidationError("Choose the name that is kept.", code="required")
        others = [thing for thing in things if thing.pk != kept.pk]
        names = ", ".join(other.name for other in others)
        merge(
            kept,
            others,
            expected=_read_versions(request.POST.get("versions", "")),
            confirmed=request.POST.get("shared", ""),
        )
        self.log_change(request, kept, f"Merged with {names}.")
        self.message_user(
            request, f"{names} and {kept.name} are one now, called {kept.name}.", messages.SUCCESS
        )
        return HttpResponseRedirect(reverse("admin:" + self._view_name("change"), args=[kept.pk]))

    def _candidates(self, things: list[Any]) -> list[Candidate]:
        """Each with its aliases and how often it is named where; a few queries for all."""
        uses = self._uses({thing.pk for thing in things})
        owners = set()
        if self.model is Person:
            owners = set(
                Profile.objects.filter(person__in=[thing.pk for thing in things]).values_list(
                    "person", flat=True
                )
            )
        return [
            Candidate(
                thing,
                [*_own_facts(thing), uses[thing.pk]],
                [str(loss) for loss in losses(thing, [each for each in things if each != thing])],
                thing.pk in owners,
            )
            for thing in things
        ]

    def _uses(self, keys: set[Any]) -> dict[Any, str]:
        """`named in 6 works, 1 timeline entry`, by key: each work once, in whatever role."""
        wholes: dict[Any, dict[type[models.Model], set[Any]]]
        wholes = {key: defaultdict(set) for key in keys}
        for relation in references_to(self.model):
            if issubclass(relation.related_model, Alias | Profile):
                continue
            name = relation.field.name
            for row in relation.related_model._default_manager.filter(**{f"{name}__in": keys}):
                whole, key = whole_of(row)
                wholes[relation.field.value_from_object(row)][whole].add(key)
        return {key: _named_in(found) for key, found in wholes.items()}


def _named_in(wholes: dict[type[models.Model], set[Any]]) -> str:
    counted = [_count(model, len(keys)) for model, keys in wholes.items()]
    return f"named in {', '.join(counted)}" if counted else "named nowhere"


def _count(model: type[models.Model], number: int) -> str:
    one, many = str(model._meta.verbose_name), str(model._meta.verbose_name_plural)
    return f"{number} {one if number == 1 else many if many != one else f'{one}s'}"


def _words_on(shared: list[Shared], number: int) -> str:
    """`Both are authors of 2 works:`, before the titles."""
    if not shared:
        return ""
    who = "Both" if number == 2 else "Some of them together"
    roles = " or ".join(dict.fromkeys(f"{each.role}s" for each in shared))
    works = {each.whole for each in shared}
    return f"{who} are {roles} of {_count(type(shared[0].whole), len(works))}:"


def _query(keys: list[Any]) -> str:
    data = QueryDict(mutable=True)
    data.setlist("id", [str(key) for key in keys])
    return data.urlencode()


def _versions(things: list[Any]) -> str:
    """What the page was made from: a save of one of them since is told."""
    return " ".join(f"{thing.pk}:{thing.edit_version}" for thing in things)


def _read_versions(text: str) -> dict[int, int]:
    """What `_versions` wrote; nothing of a text that it did not write."""
    pairs = [pair.split(":") for pair in text.split()]
    if not all(len(pair) == 2 and "".join(pair).isdecimal() for pair in pairs):
        return {}
    return {int(key): int(version) for key, version in pairs}


def _likely(candidates: list[Candidate]) -> Candidate:
    """The owner, or who has the longest name; initials give way to a name."""

    def worth(each: Candidate) -> tuple[bool, bool, int]:
        is_short = isinstance(each.thing, Person) and is_initialled(each.thing.parsed_name)
        return each.is_owner, not is_short, len(each.thing.name)

    return max(candidates, key=worth)


def _own_facts(thing: Any) -> list[str]:
    shown = [getattr(thing, name, "") for name in ("short_name", "name_in_other_script", "orcid")]
    aliases = ", ".join(alias.name for alias in thing.aliases.all())
    return [text for text in (*shown, aliases and f"also {aliases}") if text]
