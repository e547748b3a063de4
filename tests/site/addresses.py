"""Every public address, found by walking, so that what is added later is covered."""

from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

HOST = "http://127.0.0.1:8000"


def fixed() -> list[str]:
    """Addresses that stand whatever the content."""
    names = (
        "front", "publications:list", "publications:feed", "news:list", "news:feed",
        "recruiting:list", "recruiting:feed", "recruiting:calendar", "cv", "search", "sitemap",
        "robots", "healthz",
    )  # fmt: skip
    exports = [reverse("publications-export", args=[end]) for end in ("bib", "ris", "json")]
    return [reverse(name) for name in names] + exports


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.found += [v for k in ("href", "src", "action") if (v := values.get(k))]
        if identifier := values.get("id"):
            self.ids.add(identifier)


def links_in(response: HttpResponse) -> _Links:
    parser = _Links()
    parser.feed(response.content.decode())
    return parser


def internal(base: str, link: str) -> str | None:
    """The path with query of a link within the site; None for one that leads elsewhere."""
    address = urlsplit(urljoin(HOST + base, urldefrag(link).url))
    if f"{address.scheme}://{address.netloc}" != HOST:
        return None
    return address.path + (f"?{address.query}" if address.query else "")


def walk(client: Client, start: list[str] | None = None) -> dict[str, HttpResponse]:
    """Every page and feed that is reached from the given addresses, with its answer."""
    answers: dict[str, HttpResponse] = {}
    waiting = list(start or fixed())
    while waiting:
        path = waiting.pop()
        if path in answers or path.startswith(("/static/", "/admin/", "/media/")):
            continue
        answers[path] = response = client.get(path)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            found = (internal(path, link) for link in links_in(response).found)
            waiting += [link for link in found if link]
    return answers
