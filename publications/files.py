"""PDFs that lie under the address of their work: what they are called, where they are kept."""

import secrets
from pathlib import PurePath

from django.core.validators import RegexValidator
from django.db import models
from django.utils.text import slugify

validate_file_name = RegexValidator(
    r"\A[A-Za-z0-9][A-Za-z0-9_-]*\Z", "Use letters without accents, digits and hyphens only."
)


def work_file_path(instance: models.Model, name: str) -> str:
    """A place that the address of uploads does not lead to: `works/<random>/<name>.pdf`."""
    stem = slugify(PurePath(name).stem)[:60] or "paper"
    return f"works/{secrets.token_urlsafe(9)}/{stem}.pdf"
