"""Editing of works: what they are called, who made them, the stages they went through."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.forms import Media
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from homepage.content.admin import (
    ContentAdmin,
    OrderedAdmin,
    StackedParts,
    TabularParts,
    section,
)
from profile.models import Profile
from publications.editing.filling import MAX_ROWS
from publications.editing.form_steps import FormSteps
from publications.editing.forms import (
    AuthorshipForm,
    AuthorshipRows,
    PersonSelect,
    PublicationForm,
    RowsOfNames,
    StageForm,
    StageRows,
    WorkFileInput,
)
from publications.files import storing, thumbnails
from publications.importing.admin import ImportedFilter
from publications.keys import assign_keys
from publications.models import (
    Authorship,
    Distinction,
    Publication,
    PublicationLink,
    PublicationTopic,
    SelectedPublication,
    Stage,
)


class RowsOfNamesMixin:
    """Rows in which somebody or something new may be named by who may add it."""

    #: The right that a new name asks for, what an empty choice of the known says, and the
    #: fields that only who changes rows sees.
    right = ""
    placeholder = ""
    of_the_form: tuple[str, ...] = ()

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)  # type: ignore[misc]
        formset.may_add = request.user.has_perm(self.right)
        return formset

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """The row itself takes a new name, so its select needs no links to other pages."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
            field.widget.placeholder = self.placeholder
        return field

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)  # type: ignore[misc]
        if self.has_change_permission(request, obj) or self.has_add_permission(request, obj):  # type: ignore[attr-defined]
            return fieldsets
        shown = []
        for name, options in fieldsets:
            fields = [field for field in options["fields"] if not self._is_of_the_form(field)]
            shown.append((name, {**options, "fields": fields}))
        return shown

    def _is_of_the_form(self, field: Any) -> bool:
        names = {field} if isinstance(field, str) else set(field)
        return names <= set(self.of_the_form)


class StageInline(RowsOfNamesMixin, StackedParts):
    adds_rows = True
    model = Stage
    form = StageForm
    formset = StageRows
    right = "profile.add_venue"
    placeholder = "A known venue"
    of_the_form = ("new_venue", "new_venue_kind", "source")
    words = (
        "The furthest one stands for the work: a new stage gives it its year, venue and citation, "
        "and the earlier ones stay below it. "
        "A date can be a year, a month or a day: 2021, 2021-02, 2021-02-14."
    )
    autocomplete_fields = ("venue",)
    fieldsets = (
        section(None, ("kind", "date", "venue", "url"), "position"),
        section(None, ("new_venue", "new_venue_kind"), "source"),
        section(
            "Volume, pages, publisher, DOI",
            "title",
            ("volume", "number", "pages"),
            "book_title",
            ("series", "edition"),
            ("publisher", "publisher_place"),
            ("institution", "genre"),
            ("doi", "arxiv_id"),
            ("pmid", "isbn"),
            is_collapsed=True,
        ),
    )


class AuthorshipInline(RowsOfNamesMixin, TabularParts):
    adds_rows = True
    model = Authorship
    form = AuthorshipForm
    formset = AuthorshipRows
    right = "profile.add_person"
    placeholder = "Somebody known"
    of_the_form = ("new_person", "new_orcid")
    fields = (
        "person",
        "new_person",
        "role",
        "equal_contribution",
        "corresponding",
        "name_as_printed",
        "new_orcid",
    )
    more_fields = ("role", "name_as_printed")
    autocomplete_fields = ("person",)
    words = "Drag a row, or use the arrows. Role and name as printed are behind the dots."
    box_template = "admin/publications/publication/author_line.html"

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        formset.owner = Profile.objects.values_list("person", flat=True).first()
        return formset

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name == "person":
            kwargs["widget"] = PersonSelect(db_field, self.admin_site)
            return db_field.formfield(**kwargs)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class PublicationTopicInline(TabularParts):
    adds_rows = True
    model = PublicationTopic
    fields = ("interest",)
    autocomplete_fields = ("interest",)
    classes = ("collapse",)

    def name_of(self, part: PublicationTopic) -> str:
        return str(part.interest)


class PublicationLinkInline(TabularParts):
    adds_rows = True
    model = PublicationLink
    fields = (
        "kind",
        "url",
        "file",
        "label",
        "file_name",
        "version",
        "licence",
        "public_from",
    )
    more_fields = ("label", "file_name", "version", "licence", "public_from")
    classes = ("collapse",)
    words = (
        "An address elsewhere, or a PDF that lies here. Its name, version, licence and the day "
        "from which it is public are behind the dots."
    )

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "file" and field is not None:
            field.widget = WorkFileInput(field.widget.attrs)
        return field


class DistinctionInline(TabularParts):
    adds_rows = True
    model = Distinction
    fields = ("label", "rate", "rate_is_about", "pool", "pool_is_more_than")
    classes = ("collapse",)


@admin.register(Publication)
class PublicationAdmin(FormSteps, ContentAdmin):
    form = PublicationForm
    list_display = ("__str__", "kind", "year_label", "venue_label", "is_selected")
    list_filter = ("kind", "is_selected", "topics__interest", ImportedFilter)
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

    @property
    def media(self) -> Media:
        return super().media + Media(js=["homepage/js/admin/work.js"])

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        may = self.has_add_permission if object_id is None else self.has_change_permission
        if request.method == "POST" and self.step_of(request) is None and may(request):
            thumbnails.prepare(request.FILES)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the rows; then give new stages their keys and say what the save brought about."""
        work = form.instance
        before = work.main_stage_id if change else None
        super().save_related(request, form, formsets, change)
        assign_keys([work])
        work.refresh_from_db(fields=["main_stage"])
        if before and work.main_stage_id != before and work.main_stage is not None:
            words = f"It now stands as: {work.main_stage}."
            self.message_user(request, words, messages.INFO)
        for formset in formsets:
            if isinstance(formset, RowsOfNames) and formset.newcomers:
                self.message_user(request, _words_on(formset.newcomers.values()), messages.INFO)
            if formset.model is PublicationLink:
                for link in [*formset.new_objects, *(link for link, _ in formset.changed_objects)]:
                    for words in storing.advice(link):
                        self.message_user(request, words, messages.WARNING)

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """All of them, but no rows of authors where they are more than a form takes."""
        inlines = super().get_inlines(request, obj)
        if _crowd_of(obj) > MAX_ROWS:
            return [inline for inline in inlines if inline is not AuthorshipInline]
        return inlines

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        count = _crowd_of(context["original"])
        context["crowd"] = count if count > MAX_ROWS else 0
        return super().render_change_form(request, context, *args, **kwargs)

    def get_inline_formsets(self, request: HttpRequest, formsets: Any, *args: Any) -> list[Any]:
        for formset in formsets:
            if request.method == "POST" and isinstance(formset, RowsOfNames):
                formset.propose()
        groups: list[Any] = super().get_inline_formsets(request, formsets, *args)
        for group in groups:
            group.note = getattr(request, "group_notes", {}).get(group.formset.prefix, "")
        return groups

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


def _words_on(newcomers: Iterable[Any]) -> str:
    """`New people: Ada Example, Bob Example.`, each with its own page."""
    made = list(newcomers)
    opts = made[0]._meta
    named = format_html_join(
        ", ",
        '<a href="{}">{}</a>',
        (
            (reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[each.pk]), each)
            for each in made
        ),
    )
    kind = opts.verbose_name if len(made) == 1 else opts.verbose_name_plural
    return format_html("New {}: {}.", kind, named)


def _crowd_of(work: Publication | None) -> int:
    """How many authors a work has; asked once for each form."""
    if work is None or work.pk is None:
        return 0
    if not hasattr(work, "crowd"):
        work.crowd = work.authorships.count()  # type: ignore[attr-defined]
    count: int = work.crowd  # type: ignore[attr-defined]
    return count
