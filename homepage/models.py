"""Rows of the site as a whole; the models of `content` are registered here."""

from zoneinfo import available_timezones

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models

from homepage.content.images import Image
from homepage.content.redirects import Redirect
from homepage.content.versions import ContentVersion, Singleton, Translatable

__all__ = ["ContentVersion", "Image", "Redirect", "SiteSettings"]

#: The accent of the look as it ships.
DEFAULT_ACCENT = "#1c5284"


def languages() -> list[tuple[str, str]]:
    """The languages that the site's own words exist in."""
    return [(code, str(name)) for code, name in settings.LANGUAGES]


def time_zones() -> list[tuple[str, str]]:
    """Zones by region and city, and UTC."""
    return [(name, name.replace("_", " ")) for name in sorted(available_timezones())]


class SiteSettings(Singleton, Translatable):
    """What holds for every page."""

    title = models.CharField(
        "site title",
        max_length=120,
        blank=True,
        help_text="Shown at the top of every page. Leave empty to show your name.",
    )
    description = models.CharField(
        "description",
        max_length=300,
        blank=True,
        help_text="One or two sentences for search engines and shared links. "
        "Leave empty to use your role and the first lines of your about text.",
    )
    accent = models.CharField(
        "accent colour",
        max_length=7,
        default=DEFAULT_ACCENT,
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", "Write a colour as #1c5284.")],
        help_text=(
            "For links and buttons. It is made darker or lighter where it would be hard to read."
        ),
    )
    language = models.CharField(
        "language",
        max_length=12,
        default="en",
        choices=languages,
        help_text="The language of the site's own words.",
    )
    time_zone = models.CharField(
        "time zone",
        max_length=60,
        default="UTC",
        choices=time_zones,
        help_text="Times in these forms are meant in this zone.",
    )
    footer = models.CharField(
        "footer",
        max_length=300,
        blank=True,
        help_text="A line at the end of every page, such as a legal notice.",
    )

    translatable = ("title", "description", "footer")

    class Meta:
        verbose_name = verbose_name_plural = "site settings"

    def __str__(self) -> str:
        return "Site settings"
