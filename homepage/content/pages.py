"""What a page says of itself in its head: to browsers, search engines and shared links."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.urls import get_script_prefix
from django.utils.safestring import SafeString

from homepage.content.structured_data import json_ld


def absolute(path: str) -> str:
    """The whole address of a path as `reverse` gives it, on the site's canonical host."""
    if path.startswith(("http://", "https://")):
        return path
    return f"{settings.SITE_URL}/{path.removeprefix(get_script_prefix()).lstrip('/')}"


def shortened(text: str, length: int) -> str:
    """The text, cut at a word where it has more characters than that."""
    return text if len(text) <= length else text[: length - 1].rsplit(" ", 1)[0] + "…"


@dataclass(frozen=True)
class Alternate:
    """Another form of the page, such as its feed."""

    href: str
    type: str
    title: str


@dataclass(frozen=True)
class TypedLink:
    """A relation of the page to something else (RFC 8288); `href` is absolute and ASCII."""

    rel: str
    href: str
    type: str = ""

    @property
    def header(self) -> str:
        """As the `Link` header of HTTP has it."""
        kind = f'; type="{self.type}"' if self.type else ""
        return f'<{self.href}>; rel="{self.rel}"{kind}'


@dataclass(frozen=True)
class Page:
    """The head of one page.

    `path` is as `reverse` gives it. `title` stands before the site's name, or alone where
    `is_front`. `meta` are tags of a name and a content, `data` is JSON-LD as a mapping.
    `changes_at` is the first moment at which the clock changes what the page shows of positions.
    """

    title: str
    path: str
    description: str = ""
    kind: str = "website"
    properties: Mapping[str, str] = field(default_factory=dict)
    image: str = ""
    image_size: tuple[int, int] | None = None
    image_alt: str = ""
    alternates: tuple[Alternate, ...] = ()
    links: tuple[TypedLink, ...] = ()
    meta: tuple[tuple[str, str], ...] = ()
    data: Mapping[str, Any] | None = None
    is_front: bool = False
    is_indexed: bool = True
    changes_at: datetime | None = None

    @property
    def canonical(self) -> str:
        return absolute(self.path)

    @property
    def changes_at_iso(self) -> str:
        """In UTC, to the second: `2026-12-16T12:00:00+00:00`; "" where nothing changes it."""
        if self.changes_at is None:
            return ""
        return self.changes_at.astimezone(UTC).isoformat(timespec="seconds")

    @property
    def json_ld(self) -> SafeString | str:
        return json_ld(self.data) if self.data else ""

    @property
    def summary(self) -> str:
        """The description, as long as search engines show it: 200 characters."""
        return shortened(" ".join(self.description.split()), 200)
