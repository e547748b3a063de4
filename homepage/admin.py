"""Editing of what belongs to the site as a whole."""

from collections.abc import Iterator
from typing import Any, cast

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.db.models import Model
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.text import capfirst
from markdownx.models import MarkdownxField

from homepage.accounts import editors
from homepage.content.admin import (
    NO_ACTION,
    ContentAdmin,
    ListActionForm,
    SingletonAdmin,
    section,
)
from homepage.content.forms import ContentForm, PictureField
from homepage.content.images import Image
from homepage.content.redirects import Redirect
from homepage.models import SiteSettings


class ImageForm(ContentForm):
    """A picture comes with its first form and stays; its words may change."""

    picture = PictureField(label="Picture", help_text="Metadata, such as the place, is removed.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            del self.fields["picture"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        image = cleaned.get("picture")
        if self.instance._state.adding and isinstance(image, Image):
            # The upload is a row already; the form's words are saved with it.
            self.instance = image
            cleaned["description"] = cleaned.get("description") or image.description
        return cleaned


def texts_with(image: Image) -> Iterator[Model]:
    """Everything whose Markdown shows the picture."""
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, MarkdownxField) and not model._meta.proxy:
                yield from model._default_manager.filter(**{f"{field.name}__contains": image.name})


@admin.register(Image)
class ImageAdmin(ContentAdmin):
    form = ImageForm
    list_display = ("thumbnail", "__str__", "width", "height", "created_at")
    list_display_links = ("thumbnail", "__str__")
    search_fields = ("description",)
    search_help_text = "Words of the description."
    readonly_fields = ("thumbnail", "reference_label")

    def get_sections(self, request: HttpRequest, obj: Any = None) -> Any:
        file = ("thumbnail", "reference_label") if obj else ("picture",)
        return (
            section(None, *file, "description"),
            section("Focal point", ("focus_x", "focus_y"), is_collapsed=True),
        )

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """A picture that a text shows is in use as much as a portrait."""
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        shown_in = [thing for image in objs for thing in texts_with(image)]
        named = [self.named_with_link(thing) for thing in dict.fromkeys(shown_in)]
        return deleted, counts, set() if named else lacking, [*protected, *named]

    @admin.display(description="picture")
    def thumbnail(self, image: Image) -> str:
        source = image.source
        return format_html(
            '<img class="picture-thumbnail" src="{}" width="{}" height="{}" alt="" loading="lazy">',
            source.src,
            source.width,
            source.height,
        )

    @admin.display(description="for texts")
    def reference_label(self, image: Image) -> str:
        return f"![{image.description}]({image.reference})"


class RedirectForm(ContentForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("new_path"):
            # What an editor writes takes the place of what the site remembered.
            self.instance.model, self.instance.target_uid = "", None
        return cleaned


@admin.register(Redirect)
class RedirectAdmin(ContentAdmin):
    form = RedirectForm
    list_display = ("old_path", "target_label")
    search_fields = ("old_path", "new_path")
    fieldsets = (
        section(
            None,
            "old_path",
            "new_path",
            words="An old address of this site, and where it leads now. "
            "After a changed address the site writes such a line by itself.",
        ),
    )

    @admin.display(description="leads to")
    def target_label(self, redirect: Redirect) -> str:
        return redirect.new_path or "what it led to, wherever it is now"


@admin.register(SiteSettings)
class SiteSettingsAdmin(SingletonAdmin):
    page = "front"
    fieldsets = (
        section("Words on every page", "title", "footer", "description"),
        section("Look", "accent"),
        section("Time", "time_zone"),
    )


def _permission_label(permission: Permission) -> str:
    act = permission.codename.partition("_")[0]
    words = {"change": "edit", "view": "see"}.get(act, act)
    return f"{capfirst(permission.content_type.name)}: {words}"


class AccountAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """What the forms of editors and of their groups share: plain words and plain boxes."""

    action_form = ListActionForm
    filter_horizontal = ()

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        context["adminform"].form.label_suffix = ""
        return super().render_change_form(request, context, add, change, form_url, obj)

    def formfield_for_manytomany(
        self, db_field: Any, request: HttpRequest | None = None, **kwargs: Any
    ) -> Any:
        kwargs["widget"] = CheckboxSelectMultiple
        field: Any = super().formfield_for_manytomany(
            db_field, cast("HttpRequest", request), **kwargs
        )
        if field is not None and db_field.remote_field.model is Permission:
            field.label_from_instance = _permission_label
        return field

    def get_action_choices(self, request: HttpRequest, default_choices: Any = None) -> Any:
        return super().get_action_choices(request, NO_ACTION)


#: What Django calls a user's rights, in plain words.
RIGHTS = {
    "is_active": ("May log in", "Take this off instead of deleting the account."),
    "is_staff": ("May edit", "Opens these pages."),
    "is_superuser": ("May do everything", "Without this, what the groups allow."),
}


# Django registers its own forms of these when this module imports them.
admin.site.unregister((User, Group))


@admin.register(User)
class EditorAdmin(AccountAdmin, UserAdmin):  # type: ignore[type-arg]
    list_display = ("username", "first_name", "last_name", "email", "is_superuser")
    fieldsets = (
        section(None, "username", "password"),
        section("Name", ("first_name", "last_name"), "email"),
        section("What they may do", "is_active", "is_staff", "is_superuser", "groups"),
        section("Single permissions", "user_permissions", is_collapsed=True),
        section("Dates", ("last_login", "date_joined"), is_collapsed=True),
    )

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name in RIGHTS:
            field.label, field.help_text = RIGHTS[db_field.name]
        return field

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """A new account may edit the site; the form that follows says so and takes it back."""
        super().save_related(request, form, formsets, change)
        if not change:
            form.instance.is_staff = True
            form.instance.save(update_fields=["is_staff"])
            form.instance.groups.add(editors())


@admin.register(Group)
class EditorGroupAdmin(AccountAdmin, GroupAdmin):
    """Django's, with that."""
