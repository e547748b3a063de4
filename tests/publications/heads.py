"""What stands in the head of a work's page, as machines read it."""

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.test import Client

from publications.models import Authorship, Publication
from tests import factories


@dataclass
class Head(HTMLParser):
    """`meta` by name and by property, `links`, and the JSON-LD of a page."""

    html: str
    meta: list[tuple[str, str]] = field(default_factory=list)
    links: list[dict[str, str]] = field(default_factory=list)
    spans: list[str] = field(default_factory=list)
    data: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._is_data = False
        self.feed(self.html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "meta" and "content" in values:
            self.meta.append((values.get("name") or values.get("property", ""), values["content"]))
        elif tag == "link":
            self.links.append(values)
        elif tag == "span" and values.get("class") == "Z3988":
            self.spans.append(values["title"])
        self._is_data = tag == "script" and values.get("type") == "application/ld+json"

    def handle_endtag(self, tag: str) -> None:
        self._is_data = False

    def handle_data(self, data: str) -> None:
        if self._is_data:
            self.data += json.loads(data)["@graph"]

    def all(self, name: str) -> list[str]:
        """The contents of every tag of that name, in order."""
        return [content for tag, content in self.meta if tag == name]

    @property
    def citation(self) -> list[tuple[str, str]]:
        return [(name, content) for name, content in self.meta if name.startswith("citation_")]

    def typed(self) -> list[tuple[str, str, str]]:
        return [(link["rel"], link["href"], link.get("type", "")) for link in self.links]

    @property
    def work(self) -> dict[str, Any]:
        return self.data[0]


def work_of(
    kind: str = "article",
    stage: dict[str, Any] | None = None,
    venue: dict[str, Any] | None = None,
    authors: tuple[Any, ...] = ("Ada Example", "Ben Sample"),
    topics: tuple[str, ...] = (),
    **fields: Any,
) -> Publication:
    """A public work “On examples” at one stage, by people of those names."""
    work = factories.publication(
        stages=0, authors=0, parts=0, kind=kind, **{"title": "On examples", **fields}
    )
    for author in authors:
        person = author if isinstance(author, dict) else {"name": author}
        Authorship.objects.create(publication=work, person=factories.person(**person))
    for topic in topics:
        work.topics.create(interest=factories.interest(title=topic))
    place = factories.venue(**venue) if venue else None
    factories.stage(work, **{"date": "2022-10-31", "venue": place, **(stage or {})})
    work.refresh_from_db()
    return work


def head_of(work: Publication) -> Head:
    response = Client().get(work.get_absolute_url())
    assert response.status_code == 200
    return Head(response.content.decode())
