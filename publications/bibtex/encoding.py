"""From the bytes of a file to its text, whatever program wrote it."""

from __future__ import annotations

import codecs
import re

from django.core.exceptions import ValidationError

MAX_BYTES = 10 * 1024 * 1024

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: What other files begin with, and what to say of them.
_OTHERS = (
    (rb"%PDF-", "This is a PDF, not BibTeX. Choose the .bib file itself."),
    (rb"PK\x03\x04", "This is a packed file, not BibTeX. Unpack it and choose the .bib file."),
    (rb"\x1f\x8b", "This is a packed file, not BibTeX. Unpack it and choose the .bib file."),
    (
        rb"\s*<(?:!doctype|html|head|body|!--|\?xml|svg|rss|feed)",
        "This is a web page or another XML file, not BibTeX. Save the .bib file itself.",
    ),
    (rb"\s*TY {1,2}-", "This is RIS, not BibTeX. Export the works as BibTeX (.bib)."),
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


class NotBibTeX(ValidationError):  # noqa: N818 - it says what it is
    """What was given is no BibTeX at all; the message says to an editor what it is."""


def decode(data: bytes | str) -> tuple[str, str]:
    """Text with `\\n` at its line ends, and a warning if the encoding had to be guessed.

    Raises NotBibTeX for what is empty, too large, or plainly of another kind.
    """
    if not data.strip():
        raise NotBibTeX("There is nothing in it.")
    # The longest UTF-8 form is three bytes for each code unit of UTF-16.
    if len(data) > MAX_BYTES:
        raise NotBibTeX("It is larger than 10 MB. Split it into several files.")
    text, warning = (data, "") if isinstance(data, str) else _decoded(data)
    for pattern, message in _OTHERS:
        if re.match(pattern, text[:400].encode("utf-8", "replace"), re.IGNORECASE):
            raise NotBibTeX(message)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\x0c", " ").replace("\u2028", "\n").replace("\x85", " "), warning


def without_controls(text: str) -> str:
    """Without NUL and what else no text may hold."""
    return _CONTROL.sub("", text)


def has_controls(text: str) -> bool:
    return _CONTROL.search(text) is not None


def _decoded(data: bytes) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding), ""
    if encoding := _unmarked_utf16(data):
        return _strictly(data, encoding), ""
    for pattern, message in _OTHERS:
        if re.match(pattern, data[:400], re.IGNORECASE):
            raise NotBibTeX(message)
    try:
        return data.decode(), ""
    except UnicodeDecodeError:
        pass
    if len(_CONTROL.findall(data[:4000].decode("latin-1"))) > len(data[:4000]) // 50 + 1:
        raise NotBibTeX("This is no text file, so it cannot be BibTeX.")
    # Windows-1252 is what programs mean by Latin-1; five of its bytes mean nothing there.
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return text, "The file is not in UTF-8; it was read as Latin-1. Look at the accents."


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise NotBibTeX(
            "Its letters cannot be read: it begins like UTF-16 but is damaged. Save it as UTF-8."
        ) from None


def _unmarked_utf16(data: bytes) -> str:
    """The form of UTF-16 in which nearly every other byte of what BibTeX is made of is zero."""
    sample = data[:4000]
    half = len(sample) // 2
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if half and odd > half * 0.4 and even < half * 0.1:
        return "utf-16-le"
    if half and even > half * 0.4 and odd < half * 0.1:
        return "utf-16-be"
    return ""
