"""A page that lists other pages, as schema.org describes it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from homepage.content.pages import absolute


def collection_page(name: str, path: str, listed: Iterable[str]) -> dict[str, Any]:
    """JSON-LD of a list at that path; `listed` are the paths of what it shows, in order."""
    return {
        "@type": "CollectionPage",
        "@id": absolute(path),
        "url": absolute(path),
        "name": name,
        "mainEntity": {
            "@type": "ItemList",
            "itemListElement": [
                {"@type": "ListItem", "position": number, "url": absolute(item)}
                for number, item in enumerate(listed, 1)
            ],
        },
    }
