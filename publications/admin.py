"""Editing of works: what they are called, who made them, the stages they went through."""

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from homepage.content.admin import (
    ContentAdmin,
    OrderedAdmin,
    StackedParts,
    TabularParts,
    section,
)
from publications.models import (
    Authorship,
    Distinction,
    Publication,
    PublicationLink,
    PublicationTopic,
    SelectedPublication,
    Stage,
)


class StageInline(StackedParts):
    model = Stage
    words = (
        "The furthest one stands for the work. "
        "A date can be a year, a month or a day: 2021, 2021-02, 2021-02-14."
    )
    autocomplete_fields = ("venue",)
    fieldsets = (
        section(None, ("kind", "date", "venue", "url"), "position"),
        section(
            "Volume, pages, publisher, DOI",
            "title",
            ("volume", "number", "pages"),
            "book_title",
            ("series", "edition"),
            ("publisher", "publisher_place"),
            "institution",
            ("doi", "arxiv_id", "isbn"),
            is_collapsed=True,
        ),
    )


class AuthorshipInline(TabularParts):
    model = Authorship
    fields = ("person", "role", "equal_contribution", "corresponding", "name_as_printed")
    more_fields = ("role", "name_as_printed")
    autocomplete_fields = ("person",)
    words = "Drag a row, or use the arrows. Role and name as printed are behind the dots."


class PublicationTopicInline(TabularParts):
    model = PublicationTopic
    fields = ("interest",)
    autocomplete_fields = ("interest",)
    classes = ("collapse",)

    def name_of(self, part: PublicationTopic) -> str:
        return str(part.interest)


class PublicationLinkInline(TabularParts):
    model = PublicationLink
    fields = ("kind", "url", "label")
    classes = ("collapse",)


class DistinctionInline(TabularParts):
    model = Distinction
    fields = ("label", "rate", "rate_is_about", "pool", "pool_is_more_than")
    classes = ("collapse",)


@admin.register(Publication)
class PublicationAdmin(ContentAdmin):
    list_display = ("__str__", "kind", "year_label", "venue_label", "is_selected")
    list_filter = ("kind", "is_selected", "topics__interest")
    list_select_related = ("main_stage__venue",)
    search_fields = ("title", "stages__title", "authorships__person__name", "stages__venue__name")
    search_help_text = "A title, an author or a venue."
    fieldsets = (
        section(
            None,
            "title",
            ("kind", "authors_complete"),
        ),
        section("Abstract", "abstract", is_after_parts=True),
        section("Figure", "figure", is_collapsed=True, is_after_parts=True),
        section("Front page", "is_selected", is_collapsed=True, is_after_parts=True),
        section("Language", "language", is_collapsed=True, is_after_parts=True),
    )
    inlines = (
        StageInline,
        AuthorshipInline,
        PublicationLinkInline,
        PublicationTopicInline,
        DistinctionInline,
    )
    actions = ("select",)

    @admin.display(description="year", ordering="main_stage__date")
    def year_label(self, work: Publication) -> str:
        return str(work.year or "")

    @admin.display(description="where", ordering="main_stage__venue__name")
    def venue_label(self, work: Publication) -> str:
        venue = work.main_stage.venue if work.main_stage else None
        return venue.label if venue else ""

    @admin.action(description="Put among the selected works", permissions=["change"])
    def select(self, request: HttpRequest, queryset: models.QuerySet[Publication]) -> None:
        works = [work for work in queryset if not work.is_selected]
        for work in works:
            work.is_selected = True
            work.save()
        words = f"{len(works)} put among the selected works."
        self.message_user(request, words, messages.SUCCESS if works else messages.WARNING)


@admin.register(SelectedPublication)
class SelectedPublicationAdmin(OrderedAdmin):
    """The selected works in their order; each is edited as the work it is."""

    list_display = ("title_link", "year_label")
    list_display_links = None
    list_select_related = ("main_stage",)
    actions = ("deselect",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).filter(is_selected=True)

    def get_extra_model_filters(self, request: HttpRequest) -> dict[str, Any]:
        return {"is_selected": True}

    def get_ordered(self) -> models.QuerySet[Any]:
        return SelectedPublication.objects.filter(is_selected=True)

    def get_siblings(self, thing: Any) -> models.QuerySet[Any]:
        return self.get_ordered()

    def get_list_display_links(  # type: ignore[override]  # Django takes None, its stubs do not
        self, request: HttpRequest, list_display: Any
    ) -> None:
        """None: Django takes an empty list for the first column, the one to tick."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm("publications.change_publication"))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(
            request.user.has_perm("publications.view_publication")
            or self.has_change_permission(request, obj)
        )

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> Any:
        return HttpResponseRedirect(_form_of(object_id))

    def _is_ordered(self) -> bool:
        return True

    @admin.display(description="title")
    def title_link(self, work: SelectedPublication) -> str:
        return format_html('<a href="{}">{}</a>', _form_of(work.pk), work)

    @admin.display(description="year")
    def year_label(self, work: SelectedPublication) -> str:
        return str(work.year or "")

    @admin.action(description="Take off the selected works", permissions=["change"])
    def deselect(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        keys = list(queryset.values_list("pk", flat=True))
        count = Publication.objects.filter(pk__in=keys).update(
            is_selected=False,
            position=0,
            edit_version=models.F("edit_version") + 1,
            updated_at=timezone.now(),
        )
        self.message_user(request, f"{count} taken off the selected works.", messages.SUCCESS)


def _form_of(key: Any) -> str:
    return reverse("admin:publications_publication_change", args=[key])
