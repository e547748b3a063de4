"""The formats in which works leave for reference managers, one table for all who offer them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Format:
    """`extension` ends its addresses; `label` stands on its links, `name` in titles."""

    extension: str
    media_type: str
    name: str
    label: str
    #: JSON is UTF-8 by definition (RFC 8259), and its media types have no charset.
    has_charset: bool = True

    @property
    def content_type(self) -> str:
        return f"{self.media_type}; charset=utf-8" if self.has_charset else self.media_type


FORMATS = (
    Format("bib", "application/x-bibtex", "BibTeX", ".bib"),
    Format("ris", "application/x-research-info-systems", "RIS", "RIS"),
    Format("json", "application/vnd.citationstyles.csl+json", "CSL-JSON", "JSON", False),
)
BY_EXTENSION = {form.extension: form for form in FORMATS}
#: The end of an address, as a pattern.
EXTENSION = f"(?P<extension>{'|'.join(BY_EXTENSION)})"
