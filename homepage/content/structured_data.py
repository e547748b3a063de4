"""JSON-LD, written so that no text in it can end the script element it stands in."""

import json
from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString, mark_safe  # noqa: TID251 - this is the writer

_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def without_empty(value: Any) -> Any:
    """The same structure without empty texts, lists and mappings."""
    if isinstance(value, Mapping):
        kept = {key: without_empty(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item not in (None, "", [], {})}
    if isinstance(value, (list, tuple)):
        return [item for item in map(without_empty, value) if item not in (None, "", [], {})]
    return value


def json_ld(value: Mapping[str, Any]) -> SafeString:
    """The content of a `<script type="application/ld+json">`."""
    data = {"@context": "https://schema.org", **without_empty(value)}
    text = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(text)  # noqa: S308 - nothing in it can end the element
