"""What a browser would send back for a form, and pictures to send with it."""

import io
from html.parser import HTMLParser
from typing import Any

from PIL import Image as Pillow


class _Fields(HTMLParser):
    """Collects the fields of the admin's form as a browser submits them."""

    def __init__(self) -> None:
        super().__init__()
        self.data: dict[str, Any] = {}
        self.is_inside = False
        self.area: str | None = None
        self.select: str | None = None

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "form":
            self.is_inside = given.get("id", "").endswith("_form")
        if not self.is_inside or "__prefix__" in name:
            return
        if tag == "input" and name:
            self._input(name, given)
        elif tag == "textarea":
            self.area = name
            self.data[name] = ""
        elif tag == "select":
            self.select = name
            self.data[name] = ""
        elif tag == "option" and self.select and "selected" in given:
            self.data[self.select] = given.get("value", "")

    def _input(self, name: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if kind in ("checkbox", "radio"):
            if "checked" in given:
                self.data[name] = given.get("value", "on")
        elif kind not in ("submit", "file", "button"):
            self.data[name] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.data[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            # A browser drops the line break right after the tag.
            if self.area is not None:
                self.data[self.area] = self.data[self.area].removeprefix("\n")
            self.area = None
        elif tag == "select":
            self.select = None
        elif tag == "form":
            self.is_inside = False


def filled(response: Any) -> dict[str, Any]:
    """The fields of a form page with what stands in them."""
    parser = _Fields()
    parser.feed(response.content.decode())
    parser.data.pop("csrfmiddlewaretoken", None)
    return parser.data


def picture_bytes(kind: str = "PNG", size: tuple[int, int] = (8, 6), **options: Any) -> bytes:
    buffer = io.BytesIO()
    Pillow.new("RGB", size, (200, 30, 60)).save(buffer, kind, **options)
    return buffer.getvalue()
