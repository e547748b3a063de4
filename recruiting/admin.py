"""Editing of open positions, their kinds and the call above them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import flatten
from django.db import models
from django.forms import Field, Media, ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from homepage.content.admin import OrderedAdmin, SingletonAdmin, TabularParts, section
from recruiting import deadlines
from recruiting.editing.forms import DayField, FigureField, OpeningForm, WallTimeField, ZoneInput
from recruiting.editing.standing import THIS_WEEK, badge, closing_words
from recruiting.editing.steps import STYLES, LifecycleMixin
from recruiting.lifecycle import may_be_extended
from recruiting.models import Opening, OpeningHost, OpeningKind, OpeningTopic, RecruitingPage
from recruiting.querysets import OpeningQuerySet
from recruiting.structured_data import Missing, missing_for_job_search
from recruiting.wording.entries import deadline_of

#: Sections of short facts: they stand open where they hold some.
SHORT_FACTS = frozenset({"Salary and contract", "Start and place of work"})

#: What the model says by itself, said before it is asked.
REFUSALS = {
    "places": {"min_value": "At least one place, or leave it empty."},
    "salary_currency": {"max_length": "Write the currency by its three letters: EUR, USD, CNY."},
}


class StatusFilter(admin.SimpleListFilter):
    """By what visitors see of it now."""

    title = "status"
    parameter_name = "status"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Opening]
    ) -> list[tuple[str, str]]:
        return [
            ("open", "Open"),
            ("week", "Closes this week"),
            ("soon", "Opens soon"),
            ("closed", "Closed"),
            ("filled", "Filled"),
            ("cancelled", "Cancelled"),
        ]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Opening]
    ) -> models.QuerySet[Opening]:
        chosen = self.value()
        if chosen not in dict(self.lookup_choices) or not isinstance(queryset, OpeningQuerySet):
            return queryset
        now = timezone.now()
        seen = queryset.public(now)
        if chosen == "week":
            return seen.open(now).closing_before(now + THIS_WEEK)
        return seen.with_status(Opening.Status(chosen), now)


class OpeningHostInline(TabularParts):
    model = OpeningHost
    fields = ("organization",)
    autocomplete_fields = ("organization",)
    words = "The first one hires."


class OpeningTopicInline(TabularParts):
    model = OpeningTopic
    fields = ("interest",)
    autocomplete_fields = ("interest",)
    classes = ("collapse",)

    def name_of(self, part: OpeningTopic) -> str:
        return str(part.interest)


@admin.register(Opening)
class OpeningAdmin(LifecycleMixin, OrderedAdmin):
    form = OpeningForm
    change_form_template = "admin/recruiting/opening/change_form.html"
    list_display = ("__str__", "status_label", "deadline_label", "hosts_label")
    list_filter = (StatusFilter, "kind")
    list_select_related = ("kind",)
    search_fields = (
        "title",
        "summary",
        "reference",
        "kind__name",
        "hosts__organization__name",
        "hosts__organization__short_name",
    )
    search_help_text = "A title, a kind, a host or a reference code."
    autocomplete_fields = ("supervisor",)
    readonly_fields = ("closing_line", "job_search_line")
    fieldsets = (
        section(
            None,
            "kind",
            "title",
            "summary",
            words="The kind and the hosts alone are enough. All the rest is up to you.",
        ),
        section("Description", "description", is_after_parts=True),
        section(
            "When",
            ("deadline", "deadline_time", "time_zone"),
            "closing_line",
            ("opens_on", "review_from", "posted_on"),
            is_after_parts=True,
        ),
        section(
            "How to apply",
            "way",
            ("apply_email", "portal"),
            "documents",
            is_after_parts=True,
        ),
        section(
            "Requirements and eligibility",
            "requirements",
            "eligibility",
            is_collapsed=True,
            is_after_parts=True,
        ),
        section(
            "What happens then, and whom to ask",
            "after_applying",
            ("contact_name", "contact_email"),
            is_collapsed=True,
            is_after_parts=True,
        ),
        section(
            "Salary and contract",
            ("salary_from", "salary_to", "salary_currency", "salary_period"),
            "funding",
            ("hours", "duration", "working_language"),
            "places",
            is_collapsed=True,
            is_after_parts=True,
        ),
        section(
            "Start and place of work",
            "starts_soon",
            ("start", "start_season"),
            ("workplace", "city", "country"),
            "remote_countries",
            is_collapsed=True,
            is_after_parts=True,
        ),
        section(
            "Supervisor and reference code",
            "supervisor",
            "reference",
            is_collapsed=True,
            is_after_parts=True,
        ),
    )
    inlines = (OpeningHostInline, OpeningTopicInline)

    @property
    def media(self) -> Media:
        return super().media + Media(css={"all": [STYLES]})

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Field | None:
        field: Any
        match db_field:
            case models.DateField() if not isinstance(db_field, models.DateTimeField):
                return db_field.formfield(form_class=DayField)
            case models.TimeField():
                words = "The last minute that counts."
                return db_field.formfield(form_class=WallTimeField, label="Time", help_text=words)
            case models.DecimalField():
                return db_field.formfield(form_class=FigureField)
            case deadlines.TimeZoneField():
                kwargs["widget"] = ZoneInput
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(db_field, models.EmailField):
            field.error_messages["invalid"] = db_field.error_messages["invalid"]
        if field is not None:
            field.error_messages |= REFUSALS.get(db_field.name, {})
        return field  # type: ignore[no-any-return]

    def get_sections(self, request: HttpRequest, obj: Opening | None = None) -> Any:
        """The sections; of short facts, those that hold some stand open."""
        hidden = set() if _has_closing_line(request, obj) else {"closing_line"}
        missing = _missing_fields(obj)
        for name, options in super().get_sections(request, obj):
            fields = [field for field in options["fields"] if field not in hidden]
            names = set(flatten(fields))
            classes = list(options.get("classes", ()))
            if names & missing or (name in SHORT_FACTS and _holds_something(obj, names)):
                classes.append("is-open")
            yield name, {**options, "fields": fields, "classes": classes}

    def get_fieldsets(self, request: HttpRequest, obj: Opening | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if _speaks_of_stored(request, obj):
            # Beside the state, which is the last one.
            fieldsets[-1][1]["fields"].append("job_search_line")
        return fieldsets

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Opening | None = None,
    ) -> Any:
        context["zone_names"] = deadlines.zone_names()
        if obj is not None and not obj._state.adding and not context["is_popup"]:
            context.update(self.standing_of(request, Opening.objects.get(pk=obj.pk)))
        return super().render_change_form(request, context, add, change, form_url, obj)

    @admin.display(description="closes")
    def closing_line(self, opening: Opening) -> str:
        return closing_words(opening, timezone.now())

    @admin.display(description="job search engines")
    def job_search_line(self, opening: Opening) -> str:
        """Whether they list it, and if not, what is in the way."""
        now = timezone.now()
        status = opening.status(now)
        if not opening.kind.is_job:
            address = reverse(
                f"{self.admin_site.name}:recruiting_openingkind_change", args=[opening.kind_id]
            )
            return format_html(
                'Not listed: the kind <a href="{}#id_is_job">{}</a> is not marked as a real job.',
                address,
                opening.kind,
            )
        if not status.is_advertised:
            return "Not listed with job search engines: it is no longer open."
        if missing := missing_for_job_search(opening):
            links = format_html_join(
                "",
                '<li><a href="{}">{}</a></li>',
                ((_anchor(each), each.words) for each in missing),
            )
            return format_html(
                "Not listed with job search engines. Still missing:<ul>{}</ul>", links
            )
        if not opening.is_public(now):
            return "Nothing is missing: it is listed with them once it is public."
        if status == Opening.Status.SOON:
            return "Nothing is missing: it is listed with them once it opens."
        return "Listed with job search engines."

    def words_after_save(self, opening: Opening) -> str:
        words = super().words_after_save(opening)
        now = timezone.now()
        stored = Opening.objects.for_list(now).get(pk=opening.pk)
        if not stored.is_public(now):
            return words
        if stored.status(now) == Opening.Status.CLOSED:
            if may_be_extended(stored):
                return format_html("{} It is closed: extend the deadline to open it again.", words)
            return format_html("{} It is closed: “Reopen” takes it back.", words)
        missing = missing_for_job_search(stored)
        if missing and stored.is_open(now):
            lacking = "; ".join(each.words for each in missing)
            return format_html(
                "{} Not listed with job search engines. Still missing: {}.", words, lacking
            )
        return words

    def ready_to_publish(self, thing: Opening) -> None:
        refuse = thing.refuse_past_deadline if thing.is_draft else thing.refuse_unseen_deadline
        super().ready_to_publish(thing)
        if thing.outcome == Opening.Outcome.OPEN:
            refuse(timezone.now())

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Opening]:
        return super().get_queryset(request).prefetch_related("hosts__organization__part_of")

    @admin.display(description="status")
    def status_label(self, opening: Opening) -> str:
        shown = badge(opening, timezone.now())
        if shown is None:
            return ""
        return format_html('<span class="standing standing-{}">{}</span>', shown.sort, shown.words)

    @admin.display(description="deadline", ordering="closes_at")
    def deadline_label(self, opening: Opening) -> str:
        deadline = deadline_of(opening, timezone.now())
        if deadline is None:
            return "Open until filled" if opening.outcome == Opening.Outcome.OPEN else ""
        return format_html(
            '{}, {} <span class="deadline-zone">{}</span>',
            deadline.day,
            deadline.time,
            deadline.zone,
        )

    @admin.display(description="hosts")
    def hosts_label(self, opening: Opening) -> str:
        return ", ".join(host.organization.label for host in opening.hosts.all())


def _speaks_of_stored(request: HttpRequest, opening: Opening | None) -> bool:
    """Lines that speak of what is stored; a form that comes back holds something else."""
    return request.method == "GET" and opening is not None and not opening._state.adding


def _has_closing_line(request: HttpRequest, opening: Opening | None) -> bool:
    if opening is None or opening.closes_at is None:
        return False
    return opening.outcome == Opening.Outcome.OPEN and _speaks_of_stored(request, opening)


def _missing_fields(opening: Opening | None) -> set[str]:
    if opening is None or opening._state.adding:
        return set()
    if not opening.status(timezone.now()).is_advertised:
        return set()
    return {missing.field for missing in missing_for_job_search(opening)}


def _anchor(missing: Missing) -> str:
    return "#hosts-group" if missing.field == "hosts" else f"#id_{missing.field}"


def _holds_something(opening: Opening | None, names: set[str]) -> bool:
    return opening is not None and any(getattr(opening, name) for name in names)


@admin.register(OpeningKind)
class OpeningKindAdmin(OrderedAdmin):
    list_display = ("name", "is_job")
    list_editable = ("is_job",)
    search_fields = ("name",)
    fieldsets = (
        section(
            None,
            "name",
            "is_job",
            words="What somebody would be: postdoc, PhD student, visitor.",
        ),
    )

    @property
    def media(self) -> Media:
        return super().media + Media(css={"all": [STYLES]})

    def get_changelist_form(
        self, request: HttpRequest, **kwargs: Any
    ) -> type[ModelForm[OpeningKind]]:
        form: type[ModelForm[OpeningKind]] = super().get_changelist_form(request, **kwargs)
        form.base_fields["is_job"].widget.attrs["aria-label"] = "List with job search engines"
        return form


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
        section("Below the list", "how_to_apply", "documents", "closing"),
    )
