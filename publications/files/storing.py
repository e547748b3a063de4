"""PDFs that lie under the address of their work: what they are called, where they are kept."""

from __future__ import annotations

import re
import secrets
import unicodedata
from pathlib import PurePath
from typing import TYPE_CHECKING

from django.core.validators import RegexValidator
from django.db import models
from django.utils.text import slugify

if TYPE_CHECKING:
    from publications.models import PublicationLink

validate_file_name = RegexValidator(
    r"\A[A-Za-z0-9][A-Za-z0-9_-]*\Z", "Use letters without accents, digits and hyphens only."
)

#: Characters of a file's name that leave room for a number.
_LENGTH = 70
#: Google Scholar takes no larger PDF (Inclusion Guidelines, "Indexing").
SCHOLARS_LIMIT = 5 * 2**20


def work_file_path(instance: models.Model, name: str) -> str:
    """A place that the address of uploads does not lead to: `works/<random>/<name>.pdf`."""
    stem = slugify(PurePath(name).stem)[:60] or "paper"
    return f"works/{secrets.token_urlsafe(9)}/{stem}.pdf"


def licence_address(code: str) -> str:
    """Where the deed of a Creative Commons licence (`PublicationLink.Licence`) stands."""
    if not code:
        return ""
    name, _, version = code.rpartition("-")
    if name == "cc0":
        return f"https://creativecommons.org/publicdomain/zero/{version}/"
    return f"https://creativecommons.org/licenses/{name.removeprefix('cc-')}/{version}/"


def take_file(link: PublicationLink) -> None:
    """Name a new file, give the link the picture of its first page, forget both with the file.

    Called before the link is saved. `thumbnails.prepare` has looked at the upload before.
    """
    if not link.file:
        link.file_name, link.thumbnail = "", None
        return
    if not link.file_name:
        link.file_name = _free_name(link, file_name_of(link.file.name or ""))
    if not link.file._committed:  # type: ignore[attr-defined]  # unknown to its stubs
        upload = link.file.file
        link.first_page = getattr(upload, "first_page", None)
        link.thumbnail = getattr(upload, "thumbnail", None)


def file_name_of(upload: str) -> str:
    """`Example_2022-final`, from the name that an upload came with; never empty."""
    plain = unicodedata.normalize("NFKD", PurePath(upload).stem).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9_-]+", "-", plain).strip("-_")[:_LENGTH].rstrip("-_") or "paper"


def _free_name(link: PublicationLink, wanted: str) -> str:
    siblings = type(link).objects.filter(publication=link.publication_id).exclude(pk=link.pk)
    taken = set(siblings.values_list("file_name", flat=True))
    name, number = wanted, 1
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    return name


def advice(link: PublicationLink) -> list[str]:
    """What keeps readers or Google Scholar from a file that was just uploaded, in words.

    Empty for a link without a new file. Call it after the link is saved.
    """
    if not link.file or link.first_page is None:
        return []
    name = f"{link.file_name}.pdf"
    found = []
    if link.file.size > SCHOLARS_LIMIT:
        found.append(
            f"{name} has {link.file.size / 2**20:.1f} MB. "
            "Google Scholar reads PDFs of at most 5 MB: upload a smaller one if you can."
        )
    if not link.first_page.is_readable:
        found.append(
            f"{name} could not be opened here. It may be damaged or ask for a password: "
            "try whether your readers can open it."
        )
    elif not link.first_page.has_text:
        found.append(
            f"{name} has no text that can be searched, as after a scan. "
            "Google Scholar leaves such files out: upload one with text if you can."
        )
    return found
