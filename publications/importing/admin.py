"""Imports and their sources in the admin."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.forms import Media
from django.http import Http404, HttpRequest, HttpResponseNotAllowed, HttpResponseRedirect
from django.http.response import HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from publications.importing import material
from publications.importing.models import PREVIEW_DAYS, Import, ImportEntry, ImportSource
from publications.importing.preview import KINDS, Tally, counted
from publications.importing.views import ImportPages, may_import
from publications.models import Publication

_STATE_CLASSES = {
    Import.State.PREVIEW: "scheduled",
    Import.State.DONE: "published",
    Import.State.UNDONE: "draft",
}


class _WithCounts(ChangeList):
    """The list of imports with how many entries of each verdict they have."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Any]:
        imports: QuerySet[Any] = super().get_queryset(request, exclude_parameters)
        counts = {
            f"{kind.slug}_count": Coalesce(
                Subquery(
                    ImportEntry.objects.order_by()
                    .filter(run=OuterRef("pk"), verdict=verdict)
                    .values("run")
                    .annotate(count=Count("pk"))
                    .values("count"),
                    output_field=IntegerField(),
                ),
                0,
            )
            for verdict, kind in KINDS.items()
        }
        counted_imports: QuerySet[Any] = imports.annotate(**counts).defer("text")
        return counted_imports


@admin.register(Import)
class ImportAdmin(ImportPages):
    list_display = ("name", "state_label", "content_label", "by", "begun", "discard")
    list_select_related = ("created_by",)
    list_filter = ("state", "origin")
    list_per_page = 25
    search_fields = ("name",)
    search_help_text = "The name of a file, an address or an identifier."
    actions = None

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return _WithCounts

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        context = {"preview_days": PREVIEW_DAYS, **(extra_context or {})}
        return super().changelist_view(request, context)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_import(request) or bool(request.user.has_perm("publications.view_import"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may_import(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_import(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A preview is discarded; what was imported is kept, so that it can be undone."""
        return False

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:publications_import_change", args=[object_id]))

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        columns = list(super().get_list_display(request))
        return [c for c in columns if may_import(request) or c != "discard"]

    @admin.display(description="state", ordering="state")
    def state_label(self, run: Import) -> str:
        return format_html(
            '<span class="state-label state-{}">{}</span>',
            _STATE_CLASSES[Import.State(run.state)],
            run.get_state_display(),
        )

    @admin.display(description="what was in it")
    def content_label(self, run: Import) -> str:
        counts = {verdict: getattr(run, f"{kind.slug}_count") for verdict, kind in KINDS.items()}
        return counted(counts)

    @admin.display(description="by", ordering="created_by__username")
    def by(self, run: Import) -> str:
        return str(run.created_by or "")

    @admin.display(description="begun", ordering="created_at")
    def begun(self, run: Import) -> str:
        return date_format(timezone.localtime(run.created_at), "j M Y, H:i")

    @admin.display(description="action", empty_value="")
    def discard(self, run: Import) -> str:
        if run.state != Import.State.PREVIEW:
            return ""
        return format_html(
            '<button type="submit" class="link-button" formaction="{}" formnovalidate '
            'aria-label="Discard the preview of {}">Discard</button>',
            reverse("admin:publications_import_discard", args=[run.pk]),
            run,
        )


@admin.register(ImportSource)
class ImportSourceAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "url", "looked_at", "look")
    search_fields = ("name", "url")
    search_help_text = "A name or an address."
    actions = None
    fields = ("name", "url")

    @property
    def media(self) -> Media:
        return super().media + Media(js=["homepage/js/admin/draft.js"])

    def get_urls(self) -> list[Any]:
        view = path(
            "<int:key>/look/",
            self.admin_site.admin_view(self.look_view),
            name="publications_importsource_look",
        )
        return [view, *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["adminform"].form.label_suffix = ""
        return super().render_change_form(request, context, *args, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name == "url":
            field.help_text = "Of a .bib file that everyone can open; begins with https://."
        return field

    def look_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """Fetch a source, and show as a preview what it has that the site does not."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not may_import(request):
            raise PermissionDenied
        source = ImportSource.objects.filter(pk=key).first()
        if source is None:
            raise Http404
        back = HttpResponseRedirect(reverse("admin:publications_importsource_changelist"))
        try:
            found = material.of_source(source)
        except ValidationError as failure:
            words = f"{source}: {' '.join(failure.messages)}"
            self.message_user(request, words, messages.ERROR)
            return back
        source.save(update_fields=["fetched_at"])
        run = found.start(user=request.user)
        tally = Tally.of(run)
        if not tally.is_news:
            run.delete()
            words = f"Nothing new in {source}: all {tally.found:,} entries are here already."
            self.message_user(request, words, messages.SUCCESS)
            return back
        return HttpResponseRedirect(reverse("admin:publications_import_change", args=[run.pk]))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_import(request) or super().has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may_import(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_import(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_import(request)

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        columns = list(super().get_list_display(request))
        return [c for c in columns if may_import(request) or c != "look"]

    @admin.display(description="last looked at", ordering="fetched_at", empty_value="never")
    def looked_at(self, source: ImportSource) -> str:
        moment = source.fetched_at
        return date_format(timezone.localtime(moment), "j M Y, H:i") if moment else ""

    @admin.display(description="action")
    def look(self, source: ImportSource) -> str:
        return format_html(
            '<button type="submit" class="button" formaction="{}" formnovalidate>'
            'Look for what is new<span class="visually-hidden"> in {}</span></button>',
            reverse("admin:publications_importsource_look", args=[source.pk]),
            source,
        )


class ImportedFilter(admin.SimpleListFilter):
    """The works that one import made or changed; shown only where it is asked for."""

    title = "import"
    parameter_name = "import"

    def lookups(self, request: Any, model_admin: Any) -> Iterable[tuple[str, str]]:
        key = self.value()
        run = Import.objects.filter(pk=int(key)).first() if key and key.isdecimal() else None
        return [(str(run.pk), str(run))] if run else []

    def queryset(
        self, request: Any, queryset: QuerySet[Publication]
    ) -> QuerySet[Publication] | None:
        key = self.value()
        if not key or not key.isdecimal():
            return queryset
        taken = ImportEntry.objects.filter(run=int(key), is_taken=True)
        return queryset.filter(pk__in=taken.values("publication"))
