"""The first page of the admin and its groups, in the site's own words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib.admin import AdminSite
from django.db.models import Count, Value
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.text import slugify

from homepage.content.versions import Singleton
from homepage.site import site_of
from profile.models import Profile
from publications.models import Publication

#: The groups, and in each its models with the name that the first page gives them.
GROUPS: dict[str, dict[str, str]] = {
    "Your page": {
        "profile.profile": "Profile",
        "profile.timelineentry": "Timeline",
        "profile.timelinekind": "Timeline sections",
        "profile.researchinterest": "Research interests",
        "profile.servicerole": "Professional service",
    },
    "Publications": {
        "publications.publication": "Works",
        "publications.selectedpublication": "Selected works",
        "publications.import": "Imports",
        "publications.importsource": "Sources of imports",
    },
    "News": {"news.newsitem": "News"},
    "Open positions": {
        "recruiting.opening": "Open positions",
        "recruiting.recruitingpage": "Call for applicants",
        "recruiting.openingkind": "Kinds of position",
    },
    "People and places": {
        "profile.person": "People",
        "profile.organization": "Organizations",
        "profile.venue": "Journals and conferences",
    },
    "Site": {
        "homepage.sitesettings": "Settings",
        "homepage.image": "Pictures",
        "homepage.redirect": "Old addresses",
        "auth.user": "Editors",
        "auth.group": "Groups of editors",
    },
}
_REST = "More"


@dataclass(frozen=True)
class Step:
    """Something to fill in on a new site."""

    label: str
    done: bool
    url: str


class HomepageAdminSite(AdminSite):
    """Django's admin, with a first page in the site's own words."""

    site_title = "Editing"
    index_title = "What would you like to change?"
    empty_value_display = "–"

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().each_context(request), "site_header": site_of(request).name}

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """What the user may see, by group. Each model says lazily how many rows it has."""
        known = {
            model["model"]._meta.label_lower: model
            for app in self._build_app_dict(request, app_label).values()
            for model in app["models"]
        }
        counts: Any = SimpleLazyObject(partial(self._counts, request, list(known)))
        groups = []
        for name, members in GROUPS.items():
            labels = {label: words for label, words in members.items() if label in known}
            groups.append(
                self._group(name, [known.pop(label) | {"name": labels[label]} for label in labels])
            )
        groups.append(self._group(_REST, list(known.values())))
        for group in groups:
            for model in group["models"]:
                if not issubclass(model["model"], Singleton):
                    label = model["model"]._meta.label_lower
                    model["count"] = SimpleLazyObject(partial(_count, counts, label))
        return [group for group in groups if group["models"]]

    def _group(self, name: str, models: list[Any]) -> dict[str, Any]:
        slug = slugify(name)
        return {
            "name": name,
            "app_label": slug,
            "app_url": f"{reverse('admin:index', current_app=self.name)}#{slug}",
            "has_module_perms": True,
            "models": models,
        }

    def _counts(self, request: HttpRequest, labels: list[str]) -> dict[str, int]:
        """How many rows each list has, in one query, made only where a page shows them."""
        queries = [
            admin.get_queryset(request)
            .prefetch_related(None)
            .order_by()
            .values(label=Value(model._meta.label_lower))
            .annotate(count=Count("pk"))
            .values_list("label", "count")
            for model, admin in self._registry.items()
            if model._meta.label_lower in labels
        ]
        return dict(queries[0].union(*queries[1:], all=True)) if queries else {}

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        context = {"checklist": self.checklist(request), **(extra_context or {})}
        return super().index(request, context)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return _without_colons(super().login(request, extra_context))

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        return _without_colons(super().password_change(request, extra_context))

    def checklist(self, request: HttpRequest) -> list[Step]:
        """What a new site needs first; empty once all is there, or for who may not do it."""
        if not request.user.has_perms(["profile.change_profile", "publications.add_publication"]):
            return []
        profile = Profile.load()
        form = reverse("admin:profile_profile_change", args=[1], current_app=self.name)
        work = reverse("admin:publications_publication_add", current_app=self.name)
        steps = [
            Step("Your name", bool(profile.name), f"{form}#id_name"),
            Step("Your role", bool(profile.role), f"{form}#id_role"),
            Step("Your e-mail address", bool(profile.email), f"{form}#id_email"),
            Step("A portrait", profile.portrait_id is not None, f"{form}#id_portrait"),
            Step("What you do, in your own words", bool(profile.about), f"{form}#id_about"),
            Step("Your first work", Publication.objects.exists(), work),
        ]
        return [] if all(step.done for step in steps) else steps


def _without_colons(response: Any) -> Any:
    """Labels of Django's own forms end like those of every other form."""
    form = (getattr(response, "context_data", None) or {}).get("form")
    if form is not None:
        form.label_suffix = ""
    return response


def _count(counts: dict[str, int], label: str) -> int:
    return counts.get(label, 0)
