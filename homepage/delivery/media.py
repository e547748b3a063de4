"""Uploaded files, under headers that keep a browser from running anything in them."""

from pathlib import PurePosixPath

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

#: Nothing else is ever stored under a public name.
CONTENT_TYPES = {
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".pdf": "application/pdf",
}
FOLDERS = ("images", "documents")


@require_safe
def media(request: HttpRequest, path: str) -> FileResponse:
    """One uploaded file; it never changes under its name."""
    parts = PurePosixPath(path)
    content_type = CONTENT_TYPES.get(parts.suffix)
    if content_type is None or parts.parts[0] not in FOLDERS or ".." in parts.parts:
        raise Http404
    try:
        file = default_storage.open(path)
    except (OSError, SuspiciousFileOperation, ValueError):
        raise Http404 from None
    response = FileResponse(file, content_type=content_type, filename=parts.name)
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    if content_type == "application/pdf":
        # Browsers show a PDF only outside a sandbox.
        response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
    return response
