"""Editing of the person, their timeline, interests and service, and of who and what is named."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from homepage.content.admin import (
    ContentAdmin,
    OrderedAdmin,
    SingletonAdmin,
    TabularParts,
    section,
)
from profile.models import (
    Affiliation,
    EntryPerson,
    Organization,
    OrganizationAlias,
    Person,
    PersonAlias,
    Profile,
    ProfileLink,
    ResearchInterest,
    ServiceRole,
    ServiceVenue,
    TimelineEntry,
    TimelineKind,
    Venue,
    VenueAlias,
)


class ProfileLinkInline(TabularParts):
    model = ProfileLink
    fields = ("kind", "url", "label")


@admin.register(Profile)
class ProfileAdmin(SingletonAdmin):
    page = "front"
    fieldsets = (
        section("Name and role", "name", ("given_name", "family_name"), "role"),
        section("About", "about", "portrait"),
        section(
            "How to reach you",
            ("email", "email_is_public"),
            "office",
            "address",
            words="What stands here is public, apart from an e-mail address that is switched off.",
        ),
        section("CV", "cv_file"),
        section(
            "Name in another script",
            ("name_in_other_script", "other_script_language"),
            is_collapsed=True,
            is_after_parts=True,
        ),
    )
    inlines = (ProfileLinkInline,)


class PersonAliasInline(TabularParts):
    model = PersonAlias
    fields = ("name",)
    classes = ("collapse",)


@admin.register(Person)
class PersonAdmin(ContentAdmin):
    list_display = ("name", "name_in_other_script", "orcid", "link")
    search_fields = ("name", "aliases__name", "name_in_other_script", "orcid")
    search_help_text = "A name, also in another spelling, or an ORCID iD."
    fieldsets = (
        section(
            None,
            "name",
            "link",
            "orcid",
            words="Somebody whom the site names: a co-author, a host. The name alone is enough.",
        ),
        section(
            "Parts of the name",
            ("given_name", "family_name"),
            "name_in_other_script",
            words="Lists of people are sorted by family name.",
            is_collapsed=True,
        ),
    )
    inlines = (PersonAliasInline,)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        if _is_owner(obj):
            return ("name", "given_name", "family_name", "name_in_other_script")
        return ()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if _is_owner(obj):
            fieldsets[0][1]["description"] = (
                "This is you. Your name follows your profile and is changed there."
            )
        return fieldsets


def _is_owner(person: Person | None) -> bool:
    is_stored = person is not None and person.pk is not None
    return is_stored and Profile.objects.filter(person=person).exists()


class OrganizationAliasInline(TabularParts):
    model = OrganizationAlias
    fields = ("name",)
    classes = ("collapse",)


@admin.register(Organization)
class OrganizationAdmin(ContentAdmin):
    list_display = ("name", "short_name", "kind", "city", "country")
    list_filter = ("kind",)
    search_fields = ("name", "short_name", "aliases__name")
    search_help_text = "A name or an acronym."
    autocomplete_fields = ("part_of",)
    fieldsets = (
        section(
            None,
            "name",
            ("short_name", "kind"),
            "part_of",
            words="A university, an institute, a company: whatever somebody belongs to.",
        ),
        section("Where it is", ("city", "country"), "link"),
    )
    inlines = (OrganizationAliasInline,)


class VenueAliasInline(TabularParts):
    model = VenueAlias
    fields = ("name",)
    classes = ("collapse",)


@admin.register(Venue)
class VenueAdmin(ContentAdmin):
    list_display = ("name", "short_name", "kind", "publisher")
    list_filter = ("kind",)
    search_fields = ("name", "short_name", "aliases__name")
    search_help_text = "A name or an abbreviation."
    fieldsets = (
        section(
            None,
            "name",
            ("short_name", "kind"),
            "link",
            words="Where works appear and where people serve.",
        ),
        section("For references", ("publisher", "issn"), is_collapsed=True),
    )
    inlines = (VenueAliasInline,)


@admin.register(TimelineKind)
class TimelineKindAdmin(OrderedAdmin):
    list_display = ("name", "meaning", "on_front_page")
    search_fields = ("name",)
    fieldsets = (
        section(
            None,
            "name",
            "meaning",
            "on_front_page",
            words="A section of your timeline and CV. Sections without entries are not shown.",
        ),
    )


class AffiliationInline(TabularParts):
    model = Affiliation
    fields = ("unit", "organization", "relation")
    autocomplete_fields = ("organization",)


class EntryPersonInline(TabularParts):
    model = EntryPerson
    fields = ("role", "person")
    autocomplete_fields = ("person",)


@admin.register(TimelineEntry)
class TimelineEntryAdmin(OrderedAdmin):
    small_texts = ("description",)
    list_display = ("title", "kind", "dates_label", "organizations_label")
    list_filter = ("kind",)
    list_select_related = ("kind",)
    search_fields = ("title", "subject", "affiliations__organization__name", "affiliations__unit")
    search_help_text = "A title, a subject or an organization."
    # Dragged within one section only: choose it in the filter.
    ordering = ("position", "pk")
    fieldsets = (
        section(
            None,
            "kind",
            "title",
            ("subject", "qualifier", "time_share"),
            words="An appointment, a degree, an award: the section says where it stands.",
        ),
        section("When", ("start", "end", "is_current")),
        section("More", "place", "link", "description", is_after_parts=True),
    )
    inlines = (AffiliationInline, EntryPersonInline)

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        if request.GET.get("kind__id__exact"):
            return ("position", "pk")
        return ("kind__position", "kind_id", "position", "pk")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[TimelineEntry]:
        return super().get_queryset(request).prefetch_related("affiliations__organization")

    @admin.display(description="when", ordering="start")
    def dates_label(self, entry: TimelineEntry) -> str:
        return str(entry.dates)

    @admin.display(description="where")
    def organizations_label(self, entry: TimelineEntry) -> str:
        return ", ".join(place.organization.label for place in entry.places)


@admin.register(ResearchInterest)
class ResearchInterestAdmin(OrderedAdmin):
    list_display = ("title", "detail")
    search_fields = ("title",)
    fieldsets = (
        section(None, "title", "detail", words="A field of work, which works can name as a topic."),
    )


class ServiceVenueInline(TabularParts):
    model = ServiceVenue
    fields = ("venue",)
    autocomplete_fields = ("venue",)


@admin.register(ServiceRole)
class ServiceRoleAdmin(OrderedAdmin):
    list_display = ("role", "group", "venues_label", "dates_label")
    search_fields = ("role", "group", "detail", "venues__venue__name")
    search_help_text = "A role, a field or a venue."
    fieldsets = (
        section(
            None,
            "role",
            "group",
            "detail",
            words="A role that you have or had for others: editor, area chair, reviewer.",
        ),
        section("When", ("start", "end", "is_current"), words="All of it may be left empty."),
    )
    inlines = (ServiceVenueInline,)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[ServiceRole]:
        return super().get_queryset(request).prefetch_related("venues__venue")

    @admin.display(description="venues")
    def venues_label(self, service: ServiceRole) -> str:
        return ", ".join(item.venue.label for item in service.venues.all())

    @admin.display(description="when", ordering="start")
    def dates_label(self, service: ServiceRole) -> str:
        return str(service.dates)
