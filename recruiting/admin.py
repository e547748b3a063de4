"""Editing of open positions, their kinds and the call above them."""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from homepage.content.admin import OrderedAdmin, SingletonAdmin, TabularParts, section
from recruiting.models import Opening, OpeningHost, OpeningKind, RecruitingPage


class OpeningHostInline(TabularParts):
    model = OpeningHost
    fields = ("organization",)
    autocomplete_fields = ("organization",)


@admin.register(Opening)
class OpeningAdmin(OrderedAdmin):
    list_display = ("__str__", "kind", "hosts_label", "outcome")
    list_filter = ("outcome", "kind")
    list_select_related = ("kind",)
    search_fields = ("title", "summary", "kind__name")
    autocomplete_fields = ("kind",)
    fieldsets = (
        section(
            None,
            "kind",
            "title",
            "summary",
            words="The kind and the hosts alone are enough.",
        ),
        section("What it is about", "description"),
        section("Open or not", "outcome"),
    )
    inlines = (OpeningHostInline,)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Opening]:
        return super().get_queryset(request).prefetch_related("hosts__organization")

    @admin.display(description="hosts")
    def hosts_label(self, opening: Opening) -> str:
        return ", ".join(host.organization.label for host in opening.hosts.all())


@admin.register(OpeningKind)
class OpeningKindAdmin(OrderedAdmin):
    list_display = ("name",)
    search_fields = ("name",)
    fieldsets = (
        section(None, "name", words="What somebody would be: postdoc, PhD student, visitor."),
    )


@admin.register(RecruitingPage)
class RecruitingPageAdmin(SingletonAdmin):
    small_texts = ("introduction", "how_to_apply")
    page = "recruiting:list"
    fieldsets = (
        section(
            None,
            "heading",
            "introduction",
            words="What stands above and below the list of open positions. "
            "The first words stand on the front page, too.",
        ),
        section("Below the list", "how_to_apply", "closing"),
    )
