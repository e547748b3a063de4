"""In the lists of people, venues and organizations: two or more records become one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import path, reverse

from profile.merging import merge, references_to
from profile.models import Alias, Person, Profile

#: More at once are rather a mistake than a wish.
MOST = 30


@dataclass(frozen=True)
class Candidate:
    """One of the records that become one, with what tells it from the others."""

    thing: Any
    facts: list[str]
    is_owner: bool = False


class MergingMixin:
    """The action that leads to the page, and the page on which the name is chosen."""

    actions: Any = ("merge_selected",)

    def get_urls(self: Any) -> list[Any]:
        view = self.admin_site.admin_view(self.merge_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_merge"
        return [path("merge/", view, name=name), *super().get_urls()]  # type: ignore[misc]

    def _may_merge(self: Any, request: HttpRequest) -> bool:
        return bool(self.has_change_permission(request) and self.has_delete_permission(request))

    def get_actions(self: Any, request: HttpRequest) -> dict[str, Any]:
        actions: dict[str, Any] = super().get_actions(request)  # type: ignore[misc]
        if not self._may_merge(request):
            actions.pop("merge_selected", None)
        return actions

    @admin.action(description="Merge into one …")
    def merge_selected(
        self: Any, request: HttpRequest, queryset: models.QuerySet[Any]
    ) -> HttpResponse | None:
        keys = list(queryset.order_by("pk").values_list("pk", flat=True))
        if not 2 <= len(keys) <= MOST:
            words = f"Choose from two to {MOST} that are the same."
            self.message_user(request, words, messages.WARNING)
            return None
        return HttpResponseRedirect(f"{self._merge_address()}?{_query(keys)}")

    def _merge_address(self: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_merge")

    def merge_view(self: Any, request: HttpRequest) -> HttpResponse:
        """Ask which name is kept, and with the answer make them one."""
        if not self._may_merge(request):
            raise PermissionDenied
        sent = request.POST if request.method == "POST" else request.GET
        keys = {int(key) for key in sent.getlist("id") if key.isascii() and key.isdecimal()}
        things = list(
            self.model._default_manager.filter(pk__in=keys)
            .prefetch_related("aliases")
            .order_by("pk")[:MOST]
        )
        if len(things) < 2:
            words = (
                "One of them is gone in the meantime." if len(keys) > 1 else "Choose at least two."
            )
            self.message_user(request, words, messages.WARNING)
            return HttpResponseRedirect(self._list_address())
        errors: list[str] = []
        if request.method == "POST":
            try:
                merged: HttpResponse = self._merged(request, things)
            except ValidationError as refusal:
                errors = refusal.messages
            else:
                return merged
        candidates = self._candidates(things)
        chosen = request.POST.get("kept") or str(_likely(candidates).thing.pk)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Merge {self.opts.verbose_name_plural} into one",
            "candidates": candidates,
            "chosen": chosen,
            "versions": _versions(things),
            "merge_errors": errors,
            "list_address": self._list_address(),
        }
        return TemplateResponse(request, "admin/profile/merge.html", context)

    def _merged(self: Any, request: HttpRequest, things: list[Any]) -> HttpResponse:
        if request.POST.get("versions") != _versions(things):
            raise ValidationError(
                "Somebody changed one of them in the meantime. Look again, then merge.",
                code="stale",
            )
        kept = next((thing for thing in things if str(thing.pk) == request.POST.get("kept")), None)
        if kept is None:
            raise ValidationError("Choose the name that is kept.", code="required")
        others = [thing for thing in things if thing.pk != kept.pk]
        names = ", ".join(map(str, others))
        merge(kept, others)
        self.log_change(request, kept, f"Merged with {names}.")
        self.message_user(
            request, f"{names} and {kept} are one now, called {kept}.", messages.SUCCESS
        )
        return HttpResponseRedirect(
            reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[kept.pk])
        )

    def _list_address(self: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    def _candidates(self: Any, things: list[Any]) -> list[Candidate]:
        """Each with its aliases and how often it is named where; a few queries for all."""
        facts: dict[Any, list[str]] = {thing.pk: _own_facts(thing) for thing in things}
        for relation in references_to(self.model):
            model = relation.related_model
            if issubclass(model, Alias | Profile):
                continue
            name = relation.field.name
            rows = model._default_manager.filter(**{f"{name}__in": list(facts)}).order_by()
            for key, count in rows.values_list(name).annotate(models.Count("pk")):
                opts = model._meta
                noun = opts.verbose_name if count == 1 else opts.verbose_name_plural
                facts[key].append(f"{count} × {noun}" if not _is_credit(model) else _works(count))
        owners = set()
        if self.model is Person:
            owners = set(Profile.objects.filter(person__in=facts).values_list("person", flat=True))
        return [Candidate(thing, facts[thing.pk], thing.pk in owners) for thing in things]


def _query(keys: list[Any]) -> str:
    data = QueryDict(mutable=True)
    data.setlist("id", [str(key) for key in keys])
    return data.urlencode()


def _versions(things: list[Any]) -> str:
    """What the page was made from: a save of one of them since is told."""
    return " ".join(f"{thing.pk}:{thing.edit_version}" for thing in things)


def _likely(candidates: list[Candidate]) -> Candidate:
    """The owner, or who has the longest name: an initial gives way to a name."""
    return max(candidates, key=lambda each: (each.is_owner, len(each.thing.name)))


def _own_facts(thing: Any) -> list[str]:
    shown = [getattr(thing, name, "") for name in ("short_name", "name_in_other_script", "orcid")]
    aliases = ", ".join(alias.name for alias in thing.aliases.all())
    return [text for text in (*shown, aliases and f"also {aliases}") if text]


def _is_credit(model: type[models.Model]) -> bool:
    return any(field.name == "name_as_printed" for field in model._meta.concrete_fields)


def _works(count: int) -> str:
    return f"{count} {'work' if count == 1 else 'works'}"
