"""Editing of what belongs to the site as a whole."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html

from homepage.content.admin import ContentAdmin, SingletonAdmin, section
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
        section("Language and time", "language", "time_zone"),
    )
