"""How templates print content: Markdown, titles, partial dates and pictures."""

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from homepage.content import markdown as renderer
from homepage.content.dates import DateRange, PartialDate
from homepage.content.images import Image
from homepage.content.links import host_of

register = template.Library()


@register.filter
def markdown(text: str) -> SafeString:
    """A Markdown text as HTML."""
    return renderer.render(text or "")


@register.filter
def title(text: str) -> SafeString:
    """A title as HTML for use inside a line: formulas are set, emphasis is kept."""
    return renderer.render_title(text or "")


@register.filter
def plain_title(text: str) -> str:
    """A title as text, for attributes."""
    return renderer.plain_title(text or "")


@register.filter
def host(link: str) -> str:
    return host_of(link)


def _time(date: PartialDate | None, label: str) -> SafeString:
    if date is None:
        return format_html("{}", label)
    return format_html('<time datetime="{}">{}</time>', date.iso, label)


@register.simple_tag
def partial_date(date: PartialDate | None) -> SafeString | str:
    """`<time datetime="2023-05">May 2023</time>`; nothing for an unknown date."""
    return _time(date, date.display()) if date else ""


@register.simple_tag
def date_range(dates: DateRange) -> SafeString:
    """`<time …>2017</time>–<time …>2022</time>`; nothing where nothing is known."""
    return format_html_join("–", "{}", ((_time(date, label),) for date, label in dates.labels))


@register.simple_tag
def picture(
    image: Image | None,
    sizes: str = "100vw",
    css: str = "",
    alt: str | None = None,
    lazy: bool = True,
) -> SafeString | str:
    """An `<img>` in the sizes the page needs; `sizes` as in HTML."""
    if image is None:
        return ""
    source = image.source
    attributes: dict[str, Any] = {
        "src": source.src,
        "srcset": source.srcset,
        "sizes": sizes if source.srcset else "",
        "width": source.width,
        "height": source.height,
        "class": f"{css} {image.focus_class}".strip(),
        "loading": "lazy" if lazy else "",
        "decoding": "async",
    }
    written = format_html_join(" ", '{}="{}"', ((k, v) for k, v in attributes.items() if v))
    return format_html('<img alt="{}" {}>', image.description if alt is None else alt, written)
