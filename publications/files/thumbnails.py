"""The first page of an uploaded PDF as a picture, made in a process of its own."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile

from homepage.content import images
from homepage.content.documents import validate_pdf

logger = logging.getLogger(__name__)

PROGRAM = Path(__file__).with_name("first_page.py")
#: Seconds that the process may take in all.
TIMEOUT = 10.0


@dataclass(frozen=True)
class FirstPage:
    """What was found in a PDF: whether it can be opened, whether it has text, how it begins."""

    is_readable: bool
    has_text: bool = False
    png: bytes = b""


def prepare(files: Mapping[str, Any]) -> None:
    """Look into the PDFs among the files of a form, and store a picture of each first page.

    It writes files and takes its time, so it comes before a transaction. Each upload gets
    `first_page` and `thumbnail`, which `PublicationLink` takes over when it is saved.
    """
    for upload in files.values():
        if isinstance(upload, UploadedFile) and _is_pdf(upload):
            look_into(upload)


def look_into(upload: UploadedFile[Any]) -> None:
    """Set `first_page` and `thumbnail` of the upload of a PDF."""
    page = first_page(upload)
    upload.first_page = page  # type: ignore[attr-defined]
    upload.thumbnail = _store(page) if page.png else None  # type: ignore[attr-defined]


def _is_pdf(upload: UploadedFile[Any]) -> bool:
    try:
        validate_pdf(upload)
    except ValidationError:
        return False
    return True


def _store(page: FirstPage) -> images.Image | None:
    try:
        picture = images.decode(SimpleUploadedFile("page.png", page.png))
        return images.store(picture, "First page of a PDF", focus_y=0)
    except (ValidationError, OSError):
        logger.exception("The picture of a first page could not be stored")
        return None


def first_page(upload: UploadedFile[Any]) -> FirstPage:
    """What the first page of a PDF looks like; a PDF that cannot be read is said so in the log."""
    with (
        tempfile.TemporaryFile() as source,
        tempfile.TemporaryFile() as answer,
        tempfile.TemporaryFile() as complaint,
    ):
        upload.seek(0)
        for chunk in upload.chunks():
            source.write(chunk)
        source.seek(0)
        upload.seek(0)
        try:
            ended = subprocess.run(  # noqa: S603 - our own program, no argument from outside
                [sys.executable, "-P", str(PROGRAM)],
                stdin=source,
                stdout=answer,
                stderr=complaint,
                # The secrets of the site are none of its business.
                env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                timeout=TIMEOUT,
                check=False,
            )
        except (subprocess.TimeoutExpired, OSError) as error:
            logger.warning("No picture of %s: %s", upload.name, error)
            return FirstPage(is_readable=False)
        if ended.returncode:
            complaint.seek(0)
            words = complaint.read(20_000).decode(errors="replace").strip().rpartition("\n")[2]
            logger.warning(
                "No picture of %s: status %s %s", upload.name, ended.returncode, words[:200]
            )
            return FirstPage(is_readable=False)
        answer.seek(0)
        try:
            has_text = json.loads(answer.readline(200))["has_text"]
        except (ValueError, TypeError, KeyError):
            logger.warning("No picture of %s: the answer cannot be read", upload.name)
            return FirstPage(is_readable=False)
        return FirstPage(is_readable=True, has_text=has_text, png=answer.read())
