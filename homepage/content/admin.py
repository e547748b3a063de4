"""What the forms and lists of all content share in the admin.

A form made from an older version is refused with its text kept; every write begins with the
content version; what is ordered by hand is ordered by drag and by buttons.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from adminsortable2.admin import (
    CustomInlineFormSet,
    MovePageActionForm,
    SortableAdminBase,
    SortableAdminMixin,
    SortableStackedInline,
    SortableTabularInline,
)
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.contrib.admin.utils import NestedObjects, flatten, quote, unquote
from django.contrib.admin.widgets import AdminFileWidget, AdminTextareaWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DEFAULT_DB_ALIAS, models, transaction
from django.forms import ChoiceField, Field, Media
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html
from django.utils.text import capfirst
from markdownx.models import MarkdownxField

from homepage.content import documents
from homepage.content.faults import faults_of
from homepage.content.forms import (
    ContentForm,
    KnownAutocompleteSelect,
    LineArea,
    MarkdownEditor,
    PartForm,
    PictureField,
    StateRadio,
    ask_for_files_again,
    take_picture,
    tell_chosen,
    upload_name,
)
from homepage.content.images import Image
from homepage.content.ordering import Ordered, move
from homepage.content.publishing import PublicQuerySet, Publishable, PublishState, public_q
from homepage.content.redirects import Addressed
from homepage.content.stale import is_stale, parent_field, revive_rows
from homepage.content.versions import Singleton, Versioned, content_write

Section = tuple[str | None, Any]

#: A text of one line that may become longer than this is written in an area that grows.
LONG_LINE = 300
#: The choice of what to do with the rows of a list, before one is made.
NO_ACTION = [("", "Choose what to do …")]
#: Scripts for fields that fill themselves in from others, which no form here has.
UNUSED_SCRIPTS = ("urlify.js", "prepopulate.js", "xregexp.js", "xregexp.min.js")

#: What a form has no use for: scripts of lists, and the words that select2 knows by itself.
NOT_OF_FORMS = ("actions.js", "actions-5.2.js", "select2/i18n/en.js")

#: A stylesheet of others that the skin stands in for.
UNUSED_STYLES = ("adminsortable2/css/sortable.css",)

#: Scripts of ours that every form loads.
OWN_SCRIPTS = ("order", "form", "files", "newcomers", "draft")


class StateFilter(admin.SimpleListFilter):
    """By state; what is scheduled counts as a state of its own."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("draft", "Draft"),
            ("scheduled", "Scheduled"),
            ("public", "Public"),
            ("withdrawn", "Withdrawn"),
        ]

    def queryset(self, request: Any, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        match self.value():
            case "scheduled":
                return queryset.filter(state=PublishState.PUBLISHED).exclude(public_q())
            case "public":
                return queryset.filter(public_q())
            case "draft" | "withdrawn" as state:
                return queryset.filter(state=state)
        return queryset


@admin.display(description="state", ordering="state")
def state_label(thing: Publishable) -> str:
    """The state in a list, with the moment of what is scheduled."""
    state, words = thing.state, str(thing.get_state_display())
    if thing.is_scheduled and thing.public_from:
        state = "scheduled"
        moment = timezone.localtime(thing.public_from)
        words = f"Scheduled for {date_format(moment, 'j M Y, H:i')}"
    return format_html('<span class="state-label state-{}">{}</span>', state, words)


class FieldsMixin:
    """Which form field stands for which model field, in forms and in their rows alike."""

    #: Markdown fields that pages show in small letters, and so the preview.
    small_texts: tuple[str, ...] = ()

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Field | None:
        if _is_picture(db_field):
            # Django's wrapper would set links to add and change beside our own.
            return db_field.formfield(form_class=PictureField)
        if isinstance(db_field, MarkdownxField):
            kwargs["widget"] = MarkdownEditor(is_small=db_field.name in self.small_texts)
        elif isinstance(db_field, models.FileField):
            kwargs["widget"] = AdminFileWidget(
                {"accept": "application/pdf", "data-max-bytes": documents.MAX_BYTES}
            )
        elif isinstance(db_field, models.TextField):
            kwargs["widget"] = AdminTextareaWidget({"rows": 3})
        if db_field.name == "state" and issubclass(db_field.model, Publishable):
            return db_field.formfield(widget=StateRadio)
        if type(db_field) is models.CharField and (db_field.max_length or 0) >= LONG_LINE:
            kwargs["widget"] = LineArea
        field: Field | None = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if field is not None and isinstance(db_field, models.DateTimeField):
            field.help_text = f"{field.help_text} Times are in {_time_zone()}.".lstrip()
        return field

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            kwargs["widget"] = KnownAutocompleteSelect(
                db_field,
                self.admin_site,  # type: ignore[attr-defined]
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]


def _time_zone() -> str:
    return timezone.get_current_timezone_name().replace("_", " ")


def _is_picture(db_field: Any) -> bool:
    return isinstance(db_field, models.ForeignKey) and db_field.related_model is Image


class PartRows(CustomInlineFormSet):  # type: ignore[misc]  # untyped
    """The rows of a form; of two that are the same, the model's own words are said."""

    def get_unique_error_message(self, unique_check: Sequence[str]) -> str:
        for rule in self.model._meta.total_unique_constraints:
            if set(rule.fields) == set(unique_check) and rule.violation_error_message:
                return str(rule.violation_error_message)
        return str(super().get_unique_error_message(unique_check))


class PartsMixin(FieldsMixin):
    """Rows of a form, fetched together with what they name."""

    form = PartForm
    formset = PartRows
    extra = 0
    show_change_link = False
    #: A line that explains the rows.
    words = ""
    #: Fields of a table's row that are shown when asked for.
    more_fields: tuple[str, ...] = ()
    #: What stands below the rows of a table: a box of another way to add some.
    box_template = ""
    #: Whether the form comes back with a new row when `_add_row` is pressed, without script.
    adds_rows = False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        queryset: models.QuerySet[Any] = super().get_queryset(request)  # type: ignore[misc]
        names = self.get_autocomplete_fields(request)  # type: ignore[attr-defined]
        return queryset.select_related(*names) if names else queryset

    def name_of(self, part: Any) -> str:
        """What a row is called in the line beside the heading of its closed section."""
        return str(part)


class TabularParts(PartsMixin, SortableTabularInline):  # type: ignore[misc]  # untyped
    """Rows in a table, in an order set by hand."""


class StackedParts(PartsMixin, SortableStackedInline):  # type: ignore[misc]  # untyped
    """Rows of many fields, one under the other, in an order set by hand."""


class ListActionForm(ActionForm):
    action = ChoiceField(label="With the selected")


class OrderedActionForm(MovePageActionForm):  # type: ignore[misc]  # untyped
    action = ChoiceField(label="With the selected")


class ContentAdmin(FieldsMixin, SortableAdminBase, admin.ModelAdmin):  # type: ignore[misc,type-arg]
    """The base of every form and list of content."""

    form = ContentForm
    save_on_top = False
    list_per_page = 50
    action_form = ListActionForm
    #: What a press on “up” adds to the place among the siblings.
    up = -1

    @property
    def media(self) -> Media:
        media = super().media
        styles, scripts = media._css, media._js  # type: ignore[attr-defined]  # unknown to its stubs
        own = [f"homepage/js/admin/{name}.js" for name in OWN_SCRIPTS]
        return _without(Media(css=styles, js=[*scripts, *own]), UNUSED_SCRIPTS + UNUSED_STYLES)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The declared ones, then address and state; the form's version rides along."""
        fieldsets: list[Section] = [
            (name, {**options, "fields": list(options["fields"])})
            for name, options in self.get_sections(request, obj)
        ]
        if obj is not None and self.has_change_permission(request, obj):
            fieldsets[0][1]["fields"].append("made_from")
        if issubclass(self.model, Addressed):
            fieldsets.append(
                ("Address", {"classes": ["collapse", "after-parts"], "fields": ["slug"]})
            )
        if issubclass(self.model, Publishable):
            options = {"classes": ["state"], "fields": ["state", "public_from"]}
            fieldsets.append(("State", options))
        return fieldsets

    def get_sections(self, request: HttpRequest, obj: Any = None) -> Any:
        """The groups of fields that an admin declares."""
        return super().get_fieldsets(request, obj)

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """The thing, fetched together with what its autocomplete fields name.

        For a form of something that was deleted in the meantime it is a new thing: the form
        is refused like any stale one, with what was typed, and a second save makes it anew.
        """
        thing = super().get_object(request, object_id, from_field)
        may_make_anew = "made_from" in request.POST and self.has_add_permission(request)
        if thing is None and request.method == "POST" and may_make_anew:
            return self.model()
        names = self.get_autocomplete_fields(request)
        if thing is not None and names:
            models.prefetch_related_objects([thing], *names)
        return thing

    # Writes

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        self._take_pictures(request, object_id)
        with content_write():
            response = super().changeform_view(request, object_id, form_url, extra_context)
            _forget_unless_written(response)
            return response

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> Any:
        if request.method != "POST":
            return super().delete_view(request, object_id, extra_context)
        with content_write():
            response = super().delete_view(request, object_id, extra_context)
            _forget_unless_written(response)
            return response

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        if request.method != "POST":
            return super().changelist_view(request, extra_context)
        with content_write():
            response = super().changelist_view(request, extra_context)
            _forget_unless_written(response)
            return response

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """As Django's; what stands in the way is named by what it is a part of."""
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        if protected:
            collector = NestedObjects(using=DEFAULT_DB_ALIAS, origin=objs)
            collector.collect(objs)
            users = {_whole(row) for row in collector.protected}
            protected = [self.named_with_link(thing) for thing in sorted(users, key=str)]
            # Django would name rights that nobody needs, since nothing is deleted.
            lacking = set()
        return deleted, counts, lacking, protected

    def named_with_link(self, thing: models.Model) -> str:
        opts = thing._meta
        address = reverse(
            f"{self.admin_site.name}:{opts.app_label}_{opts.model_name}_change", args=[thing.pk]
        )
        name = capfirst(opts.verbose_name)
        return format_html('{}: <a href="{}">{}</a>', name, address, thing)

    def _take_pictures(self, request: HttpRequest, object_id: str | None) -> None:
        """Decode and store uploaded pictures before the transaction and its lock begin."""
        may = self.has_add_permission if object_id is None else self.has_change_permission
        if not may(request):
            return
        names = [field.name for field in self.opts.fields if _is_picture(field)]
        names += [n for n, f in self.form.base_fields.items() if isinstance(f, PictureField)]
        for name in map(upload_name, names):
            upload = request.FILES.get(name)
            if upload is not None:
                request.FILES[name] = take_picture(upload)  # type: ignore[assignment]

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Any, inline: Any, prefix: str
    ) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        if "data" in kwargs and is_stale(obj, request.POST.get("made_from", "")):
            parent = parent_field(inline, obj)
            present = kwargs["queryset"].filter(**{parent: obj.pk})
            keys = {str(key) for key in present.values_list("pk", flat=True)}
            blanked = {inline.opts.pk.name, *([parent] if obj._state.adding else [])}
            kwargs["data"] = revive_rows(
                kwargs["data"], prefix, inline.opts.pk.name, keys, blanked=blanked
            )
        return kwargs

    def get_inline_formsets(self, *args: Any, **kwargs: Any) -> list[Any]:
        groups: list[Any] = super().get_inline_formsets(*args, **kwargs)
        for group in groups:
            parts = [form.instance for form in group.formset.initial_forms if form.instance.pk]
            group.summary = ", ".join(map(group.opts.name_of, parts))
        return groups

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        if request.method == "POST":
            groups = context["inline_admin_formsets"]
            shown = [context["adminform"].form, *(f for each in groups for f in each.formset.forms)]
            ask_for_files_again(shown)
            tell_chosen(shown)
            context["faults"] = list(faults_of(context["adminform"].form, groups))
            _open_refused(context["adminform"])
        context["media"] = _without(context["media"], NOT_OF_FORMS)
        return super().render_change_form(request, context, *args, **kwargs)

    # What is said after a save

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> Any:
        request.saved_thing = obj  # type: ignore[attr-defined]
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Any) -> Any:
        request.saved_thing = obj  # type: ignore[attr-defined]
        return super().response_change(request, obj)

    def message_user(
        self,
        request: HttpRequest,
        message: Any,
        level: int | str = messages.INFO,
        extra_tags: str = "",
        fail_silently: bool = False,
    ) -> None:
        thing = getattr(request, "saved_thing", None)
        if level == messages.SUCCESS and thing is not None:
            message = format_html("{} {}", message, self.words_after_save(thing))
        super().message_user(request, message, level, extra_tags, fail_silently)

    def words_after_save(self, thing: Any) -> str:
        """Who can see what was saved, and where."""
        if not isinstance(thing, Publishable):
            return ""
        if thing.is_scheduled and thing.public_from:
            moment = timezone.localtime(thing.public_from)
            return f"Visitors see it from {date_format(moment, 'j F Y, H:i')} on."
        if not thing.is_public():
            state = "a draft" if thing.is_draft else "withdrawn"
            return f"It is {state}: visitors do not see it."
        return self.link_to_site(thing)

    def link_to_site(self, thing: Any) -> str:
        """A sentence that leads to the page visitors see, where there is one."""
        address = self.get_view_on_site_url(thing)
        return format_html('<a href="{}">See it on the site</a>.', address) if address else ""

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """Where visitors see it; none while they do not."""
        if isinstance(obj, Publishable) and obj.is_public() and hasattr(obj, "get_absolute_url"):
            return str(obj.get_absolute_url())
        return None

    # Lists

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        columns = list(super().get_list_display(request))
        if issubclass(self.model, Publishable):
            columns.append(state_label)
        if self._is_ordered() and self.has_change_permission(request) and _is_plain(request):
            columns.append(self._order_buttons(request))
        return columns

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        filters = list(super().get_list_filter(request))
        return [StateFilter, *filters] if issubclass(self.model, Publishable) else filters

    def get_action_choices(self, request: HttpRequest, default_choices: Any = None) -> Any:
        return super().get_action_choices(request, NO_ACTION)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions: dict[str, Any] = super().get_actions(request)
        if issubclass(self.model, Publishable) and self.has_change_permission(request):
            for act in (publish, withdraw):
                actions[act.__name__] = (act, act.__name__, act.short_description)  # type: ignore[attr-defined]
        return actions

    def ready_to_publish(self, thing: Any) -> None:
        """Set the state, and look whether all is there. Raises ValidationError with what is not."""
        thing.state = PublishState.PUBLISHED
        thing.full_clean(validate_unique=False)

    def _is_ordered(self) -> bool:
        return issubclass(self.model, Ordered)

    def _order_buttons(self, request: HttpRequest) -> Callable[[Any], str]:
        """A column of two buttons, which belong to the list's own form and need no script."""
        preserved = request.GET.urlencode()
        ends = SimpleLazyObject(self._ends)

        @admin.display(description="move")
        def order_buttons(thing: Any) -> str:
            address = reverse(self._url_name("move"), args=[quote(thing.pk), "up"])
            is_top, is_bottom = (thing.pk in keys for keys in ends)
            return format_html(
                '<span class="row-order" id="order-{}">'
                '<button type="submit" class="row-up" formaction="{}?{}" formnovalidate '
                'aria-label="Move “{}” up" title="Move up"{}>↑</button> '
                '<button type="submit" class="row-down" formaction="{}?{}" formnovalidate '
                'aria-label="Move “{}” down" title="Move down"{}>↓</button></span>',
                thing.pk,
                address,
                preserved,
                thing,
                " disabled" if is_top else "",
                reverse(self._url_name("move"), args=[quote(thing.pk), "down"]),
                preserved,
                thing,
                " disabled" if is_bottom else "",
            )

        return order_buttons

    def _ends(self) -> tuple[set[Any], set[Any]]:
        """The keys of the rows that stand on top of, and at the end of, their siblings."""
        within = getattr(self.model, "ordered_within", ())
        rows = self.get_ordered().order_by("position", "pk").values_list("pk", *within)
        first: dict[Any, Any] = {}
        last: dict[Any, Any] = {}
        for key, *shared in rows:
            first.setdefault(tuple(shared), key)
            last[tuple(shared)] = key
        ends = (set(first.values()), set(last.values()))
        return ends if self.up < 0 else (ends[1], ends[0])

    def _url_name(self, view: str) -> str:
        return f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_{view}"

    def get_urls(self) -> list[Any]:
        urls = super().get_urls()
        if not self._is_ordered():
            return list(urls)
        view = path(
            "<path:object_id>/move/<str:direction>/",
            self.admin_site.admin_view(self.move_view),
            name=self._url_name("move").partition(":")[2],
        )
        return [view, *urls]

    def move_view(self, request: HttpRequest, object_id: str, direction: str) -> HttpResponse:
        """Move one row up or down by one place, without a new version of it."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        with content_write():
            thing = self.get_object(request, unquote(object_id))
            if not self.has_change_permission(request, thing):
                raise PermissionDenied
            back = reverse(self._url_name("changelist"))
            if request.GET:
                back += f"?{request.GET.urlencode()}"
            if thing is None:
                return HttpResponseRedirect(back)
            move(thing, self.get_siblings(thing), self.up if direction == "up" else -self.up)
        return HttpResponseRedirect(f"{back}#order-{thing.pk}")

    def get_ordered(self) -> models.QuerySet[Any]:
        """The rows that are in an order at all."""
        rows: models.QuerySet[Any] = self.model._default_manager.all()
        return rows

    def get_siblings(self, thing: Any) -> models.QuerySet[Any]:
        """The rows among which a row is moved."""
        siblings: models.QuerySet[Any] = thing.siblings()
        return siblings


def _without(media: Media, names: tuple[str, ...]) -> Media:
    """The media without the scripts and stylesheets whose paths end so."""
    styles, scripts = media._css, media._js  # type: ignore[attr-defined]  # unknown to its stubs

    def left(files: Sequence[Any]) -> list[Any]:
        return [each for each in files if not str(each).endswith(names)]

    return Media(css={medium: left(files) for medium, files in styles.items()}, js=left(scripts))


def _forget_unless_written(response: HttpResponse) -> None:
    """Undo the step where it ended in a page, a refusal or a question, and not in a redirect.

    The content version moved on when the step began; where nothing was written, it stays.
    """
    is_redirect = 300 <= response.status_code < 400
    answers_popup = "popup_response_data" in (getattr(response, "context_data", None) or {})
    if not is_redirect and not answers_popup:
        transaction.set_rollback(True)


def _whole(row: models.Model) -> models.Model:
    """What a row of a form is a part of; any other row itself."""
    if isinstance(row, Versioned) or not isinstance(row, Ordered) or not row.ordered_within:
        return row
    whole: models.Model = getattr(row, row.ordered_within[0])
    return whole


def _open_refused(admin_form: Any) -> None:
    """Sections that hold a refused field stand open."""
    for _, options in admin_form.fieldsets:
        if admin_form.form.errors.keys() & set(flatten(options["fields"])):
            options["classes"] = [*options.get("classes", ()), "is-open"]


def _is_plain(request: HttpRequest) -> bool:
    """Whether a list stands in the order that was set by hand."""
    return not any(request.GET.get(name) for name in ("o", "q", "_popup"))


class OrderedAdmin(SortableAdminMixin, ContentAdmin):  # type: ignore[misc]  # untyped
    """A list that is put in order by drag, too."""

    action_form = OrderedActionForm

    def update_order(self, request: HttpRequest) -> HttpResponse:
        with content_write():
            response: HttpResponse = super().update_order(request)
            return response

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save; the model itself gives a new row its place among its siblings."""
        obj.save()


class SingletonAdmin(ContentAdmin):
    """The one form of a model with one row; opening it writes nothing."""

    #: The name of the page that shows it.
    page: str = ""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(reverse(self._url_name("change"), args=["1"]))

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        if object_id != "1":
            return None
        model: type[Singleton] = self.model
        return model.load()

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        return reverse(self.page) if self.page else None

    def words_after_save(self, thing: Any) -> str:
        return self.link_to_site(thing)

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> Any:
        return HttpResponseRedirect(request.path)


@admin.action(description="Publish the selected", permissions=["change"])
def publish(model_admin: ContentAdmin, request: HttpRequest, queryset: PublicQuerySet[Any]) -> None:
    """Publish what is ready; name the rest with what it lacks."""
    ready = []
    refused = False
    for thing in queryset:
        try:
            model_admin.ready_to_publish(thing)
        except ValidationError as lack:
            words = " ".join(lack.messages)
            model_admin.message_user(request, f"“{thing}” stays as it is. {words}", messages.ERROR)
            refused = True
        else:
            ready.append(thing.pk)
    count = model_admin.model._default_manager.filter(pk__in=ready).publish()
    if count or not refused:
        _say_count(model_admin, request, count, "published")


@admin.action(description="Withdraw the selected from the site", permissions=["change"])
def withdraw(
    model_admin: ContentAdmin, request: HttpRequest, queryset: PublicQuerySet[Any]
) -> None:
    keys = list(queryset.values_list("pk", flat=True))
    count = model_admin.model._default_manager.filter(pk__in=keys).withdraw()
    _say_count(model_admin, request, count, "withdrawn")


def _say_count(model_admin: ContentAdmin, request: HttpRequest, count: int, done: str) -> None:
    opts = model_admin.opts
    name = opts.verbose_name if count == 1 else opts.verbose_name_plural
    level = messages.SUCCESS if count else messages.WARNING
    model_admin.message_user(request, f"{count} {capfirst(name)} {done}.", level)


def section(
    name: str | None,
    *fields: str | Sequence[str],
    words: str = "",
    is_collapsed: bool = False,
    is_after_parts: bool = False,
) -> Section:
    """A group of fields under a heading, with a line that explains it.

    What matters less than the rows of the form, such as authors, may stand after them.
    """
    options: dict[str, Any] = {"fields": fields}
    if words:
        options["description"] = words
    classes = {"collapse": is_collapsed, "after-parts": is_after_parts}
    if any(classes.values()):
        options["classes"] = [name for name, is_set in classes.items() if is_set]
    return name, options
