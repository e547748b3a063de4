"""What every public page shows around its content."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from homepage.site import site_of
from homepage.theme import theme_url
from profile.models import Profile


@dataclass(frozen=True)
class NavigationItem:
    url: str
    label: str
    is_current: bool


NAVIGATION = (
    # name of the address, label
    ("front", "Home"),
    ("publications:list", "Publications"),
    ("news:list", "News"),
    ("recruiting:list", "Open positions"),
    ("cv", "CV"),
)
#: By language: OpenGraph (ogp.me) knows languages in a territory only.
LOCALES = {"en": "en_US", "zh-hans": "zh_CN"}
FEEDS = (
    ("news:feed", "News"),
    ("publications:feed", "Publications"),
    ("recruiting:feed", "Open positions"),
)


class SiteContext:
    """`site` in templates."""

    def __init__(self, request: HttpRequest) -> None:
        self._path = request.path
        self._site = site_of(request)
        self.name = self._site.name
        self.language = self._site.language
        self.footer = self._site.footer
        self.last_changed = self._site.last_changed
        self.url = settings.SITE_URL + "/"

    @property
    def locale(self) -> str:
        """The language with a territory, as OpenGraph has it; nothing where none is at home."""
        return LOCALES.get(self.language, "")

    @property
    def profile(self) -> Profile:
        return self._site.profile

    @property
    def theme_url(self) -> str:
        return theme_url(self._site.settings.accent)

    @property
    def navigation(self) -> list[NavigationItem]:
        items = []
        for name, label in NAVIGATION:
            url = reverse(name)
            is_current = self._path == url if name == "front" else self._path.startswith(url)
            items.append(NavigationItem(url, label, is_current))
        return items

    @property
    def feeds(self) -> list[dict[str, str]]:
        return [{"url": reverse(name), "title": title} for name, title in FEEDS]


def site(request: HttpRequest) -> dict[str, Any]:
    return {"site": SiteContext(request)}
