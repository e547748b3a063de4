"""Editing of the person, their timeline, interests and service, and of who and what is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
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
from homepage.content.forms import ContentForm
from profile.merging_admin import MergingMixin
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

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Any]
else:
    _ModelAdmin = object


class ProfileLinkInline(TabularParts):
    model = ProfileLink
    fields = ("kind", "url", "label")


class ProfileForm(ContentForm):
    """The profile, with the spellings by which sources name the owner."""

    other_spellings = forms.CharField(
        label="other spellings of your name",
        required=False,
        widget=forms.Textarea({"rows": 3, "class": "vLargeTextField"}),
        help_text="One in a line: R. Example, Example Ada. Imports know you by them as by your "
        "ORCID iD; initials that others share are better left out.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["other_spellings"] = "\n".join(alias.name for alias in self._aliases())

    def _aliases(self) -> list[PersonAlias]:
        person = self.instance.person
        return list(person.aliases.all()) if person is not None else []

    def clean_other_spellings(self) -> list[str]:
        lines = (
            " ".join(line.split()) for line in self.cleaned_data["other_spellings"].split("\n")
        )
        names = list(dict.fromkeys(line for line in lines if line))
        longest = PersonAlias._meta.get_field("name").max_length or 0
        if too_long := [name for name in names if len(name) > longest]:
            words = f"“{too_long[0][:60]}…” is too long for a name."
            raise forms.ValidationError(words, code="max_length")
        return names

    def save_spellings(self) -> None:
        """Let the owner's person have exactly these; called once the profile is stored."""
        names = self.cleaned_data.get("other_spellings", [])
        aliases = {alias.name: alias for alias in self._aliases()}
        if self.instance.person is None or list(aliases) == names:
            return
        for name in aliases.keys() - set(names):
            aliases[name].delete()
        for place, name in enumerate(names, 1):
            alias = aliases.get(name) or PersonAlias(person=self.instance.person, name=name)
            alias.position = place
            alias.save()


@admin.register(Profile)
class ProfileAdmin(SingletonAdmin):
    page = "front"
    form = ProfileForm
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
            "Other spellings of your name",
            "other_spellings",
            is_collapsed=True,
            is_after_parts=True,
        ),
        section(
            "Name in another script",
            ("name_in_other_script", "other_script_language"),
            is_collapsed=True,
            is_after_parts=True,
        ),
    )
    inlines = (ProfileLinkInline,)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        form.save_spellings()


class FormerNamesMixin(_ModelAdmin):
    """A name that an editor changes stays known: sources and old addresses go on using it."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        former = form.initial.get("name", "")
        if not (change and former and "name" in form.changed_data):
            return
        aliases = form.instance.aliases
        if not aliases.filter(name=former).exists():
            aliases.create(name=former)
            self.message_user(request, f"“{former}” stays as another name for it.")


class PersonAliasInline(TabularParts):
    model = PersonAlias
    fields = ("name",)
    classes = ("collapse",)


@admin.register(Person)
class PersonAdmin(FormerNamesMixin, MergingMixin, ContentAdmin):
    list_display = ("name", "name_in_other_script", "works_label", "orcid", "link")
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
            ("given_name", "family_name", "suffix"),
            "name_in_other_script",
            "is_group",
            words="Lists of people are sorted by family name.",
            is_collapsed=True,
        ),
    )
    inlines = (PersonAliasInline,)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Person]:
        works = models.Count("authorships__publication", distinct=True)
        same = Person.objects.filter(pk=models.OuterRef("pk")).order_by()
        counted = models.Subquery(same.annotate(count=works).values("count"))
        people: models.QuerySet[Person] = super().get_queryset(request)
        return people.annotate(works_count=counted)

    @admin.display(description="works", ordering="works_count")
    def works_label(self, person: Person) -> int:
        count: int = person.works_count  # type: ignore[attr-defined]  # annotated above
        return count

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The owner's spellings stand in the profile's form too, which is older then."""
        super().save_related(request, form, formsets, change)
        Profile.objects.filter(person=form.instance).update(
            edit_version=models.F("edit_version") + 1
        )

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
class OrganizationAdmin(FormerNamesMixin, MergingMixin, ContentAdmin):
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
        section(
            "Where it is",
            "street_address",
            ("postal_code", "city"),
            ("region", "country"),
            "link",
        ),
    )
    inlines = (OrganizationAliasInline,)


class VenueAliasInline(TabularParts):
    model = VenueAlias
    fields = ("name",)
    classes = ("collapse",)


@admin.register(Venue)
class VenueAdmin(FormerNamesMixin, MergingMixin, ContentAdmin):
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
