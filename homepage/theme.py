"""The editor's accent colour, made readable in light and dark, as a stylesheet of its own."""

import colorsys
import hashlib
from functools import cache

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from homepage.site import site_of

#: Grounds that accented text stands on.
LIGHT_GROUNDS = ("#fffefb", "#ecf0f2")
DARK_GROUNDS = ("#16191c", "#1e242a")
#: The contrast it must reach on each: above what WCAG 2.2 asks (1.4.3), more so on dark,
#: where thin strokes of a saturated colour are harder to read.
LIGHT_CONTRAST, DARK_CONTRAST = 5.1, 7.5
#: Text on an accented ground is one of these.
ON_ACCENT = ("#ffffff", "#10161b")


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, from 0 to 1 (WCAG 2.2)."""
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable(colour: str, grounds: tuple[str, ...], least: float) -> str:
    """The colour, as much darker or lighter as that contrast takes on all the grounds."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_channels(colour))
    step = -0.01 if luminance(grounds[0]) > 0.5 else 0.01
    while min(contrast(colour, ground) for ground in grounds) < least:
        lightness = min(1.0, max(0.0, lightness + step))
        channels = colorsys.hls_to_rgb(hue, lightness, saturation)
        colour = "#" + "".join(f"{round(c * 255):02x}" for c in channels)
    return colour


def _on(accent: str) -> str:
    return max(ON_ACCENT, key=lambda text: contrast(text, accent))


@cache
def stylesheet(accent: str) -> str:
    light = readable(accent, LIGHT_GROUNDS, LIGHT_CONTRAST)
    dark = readable(accent, DARK_GROUNDS, DARK_CONTRAST)
    return render_to_string(
        "homepage/theme.css",
        {"light": light, "on_light": _on(light), "dark": dark, "on_dark": _on(dark)},
    )


def _digest(accent: str) -> str:
    return hashlib.sha256(stylesheet(accent).encode()).hexdigest()[:12]


def theme_url(accent: str) -> str:
    return reverse("theme", args=[_digest(accent)])


@require_safe
def theme(request: HttpRequest, digest: str) -> HttpResponse:
    """The present colours; kept for good only under their own address."""
    accent = site_of(request).settings.accent
    response = HttpResponse(stylesheet(accent), content_type="text/css; charset=utf-8")
    is_present = digest == _digest(accent)
    response["Cache-Control"] = "public, max-age=31536000, immutable" if is_present else "no-cache"
    return response
