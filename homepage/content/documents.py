"""PDF files that an editor uploads: checked for what they are, stored under names of ours."""

import secrets
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import models
from django.utils.text import slugify

MAX_BYTES = 30 * 2**20


def validate_pdf(file: "File[bytes]") -> None:
    """Accept a PDF of at most 30 MB; raise ValidationError in the editor's words."""
    if not file.size:
        raise ValidationError("This file is empty.", code="empty")
    if file.size > MAX_BYTES:
        raise ValidationError(
            f"This file has {file.size / 2**20:.1f} MB; at most {MAX_BYTES // 2**20} MB are taken.",
            code="too_large",
        )
    file.seek(0)
    is_pdf = file.read(5) == b"%PDF-"
    file.seek(0)
    if not is_pdf:
        raise ValidationError("This is no PDF file.", code="no_pdf")


def document_path(instance: models.Model, name: str) -> str:
    """A readable name that nobody can guess: `documents/<random>/<name>.pdf`."""
    stem = slugify(PurePath(name).stem)[:60] or "document"
    return f"documents/{secrets.token_urlsafe(9)}/{stem}.pdf"
