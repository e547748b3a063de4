"""A PDF of a work, under the work's own address: whole or in parts, from any storage.

What a visitor may see is asked of the database each time, and a cache has to ask each time too,
so that a file goes from the site with its work.
"""

from __future__ import annotations

import hashlib
import logging
from datetime import datetime
from typing import IO

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
)
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date_safe, quote_etag
from django.views.decorators.http import require_safe

from homepage.content.publishing import public_q
from homepage.content.redirects import moved_page
from publications.files.ranges import ByteRange, UnsatisfiableRangeError, asked_range
from publications.models import PublicationLink
from publications.signposting import links_of_file

logger = logging.getLogger(__name__)

#: Bytes that are read from the storage at a time.
CHUNK = 64 * 1024
#: A cache may keep the file, and asks whether it is still public before it hands it out.
PUBLIC = "public, no-cache"
NOT_PUBLIC = "private, no-store"


class FilePart:
    """A part of an open file, to be read once and then closed."""

    def __init__(self, file: IO[bytes], part: ByteRange) -> None:
        file.seek(part.first)
        self._file = file
        self._left = part.length

    def read(self, size: int = -1) -> bytes:
        wanted = self._left if size < 0 else min(size, self._left)
        data = self._file.read(wanted) if wanted else b""
        self._left -= len(data)
        return data

    def close(self) -> None:
        self._file.close()


@require_safe
def publication_file(request: HttpRequest, slug: str, file_name: str) -> HttpResponseBase:
    """The file while it and its work are public; 404 for anyone else but those who edit works."""
    link = (
        PublicationLink.objects.select_related("publication")
        .exclude(file="")
        .filter(publication__slug=slug, file_name=file_name)
        .first()
    )
    if link is None:
        page = moved_page(reverse("publications:detail", args=[slug]))
        return HttpResponsePermanentRedirect(f"{page}{file_name}.pdf")
    is_public = PublicationLink.objects.public().filter(
        public_q(prefix="publication__"), pk=link.pk
    )
    if is_public.exists():
        return _answer(request, link, PUBLIC)
    if _may_look(request):
        response = _answer(request, link, NOT_PUBLIC)
        response["X-Robots-Tag"] = "noindex"
        return response
    raise Http404


def _may_look(request: HttpRequest) -> bool:
    user = request.user
    return user.is_active and user.is_staff and user.has_perm("publications.change_publication")


def _answer(request: HttpRequest, link: PublicationLink, cache: str) -> HttpResponseBase:
    response = _conditional(request, link)
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = cache
    # Browsers show a PDF only outside a sandbox.
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Link"] = links_of_file(link)
    return response


def _conditional(request: HttpRequest, link: PublicationLink) -> HttpResponseBase:
    """304 and 412 before 416 and 206, as RFC 9110, section 13.2.2, has it."""
    name = link.file.name or ""
    try:
        size = default_storage.size(name)
        modified = _modified(name)
    except (OSError, SuspiciousFileOperation, ValueError):
        logger.exception("The file %s is missing", name)
        raise Http404 from None
    # A file never changes under its name in the storage.
    digest = hashlib.sha256(f"{name}:{size}".encode()).hexdigest()
    etag = quote_etag(digest[:32])
    last_modified = int(modified.timestamp()) if modified else None
    conditional = get_conditional_response(request, etag, last_modified)
    response: HttpResponseBase
    if conditional is not None:
        response = conditional
    else:
        response = _content(request, link, size, etag, last_modified)
    response["ETag"] = etag
    if last_modified is not None:
        response["Last-Modified"] = http_date(last_modified)
    return response


def _modified(name: str) -> datetime | None:
    try:
        return default_storage.get_modified_time(name)
    except NotImplementedError:
        return None


def _content(
    request: HttpRequest, link: PublicationLink, size: int, etag: str, modified: int | None
) -> HttpResponseBase:
    part = None
    # Only a GET asks for parts (RFC 9110, section 14.2).
    if request.method == "GET" and _is_unchanged(request, etag, modified):
        try:
            part = asked_range(request.headers.get("Range", ""), size)
        except UnsatisfiableRangeError:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    shown = part or ByteRange(0, size - 1)
    response: HttpResponseBase
    if request.method == "HEAD":
        response = HttpResponse()
    else:
        try:
            file = default_storage.open(link.file.name or "")
        except (OSError, SuspiciousFileOperation, ValueError):
            logger.exception("The file %s cannot be opened", link.file.name)
            raise Http404 from None
        streamed = FileResponse(FilePart(file, shown))
        streamed.block_size = CHUNK
        response = streamed
    response["Content-Type"] = "application/pdf"
    response["Content-Length"] = str(shown.length)
    response["Content-Disposition"] = f'inline; filename="{link.file_name}.pdf"'
    if part is not None:
        response.status_code = 206
        response["Content-Range"] = part.content_range(size)
    return response


def _is_unchanged(request: HttpRequest, etag: str, modified: int | None) -> bool:
    """Whether a part still fits those that the client has: `If-Range` (RFC 9110, 13.1.5)."""
    condition = request.headers.get("If-Range", "").strip()
    if not condition:
        return True
    if condition.endswith('"'):
        return condition == etag
    return modified is not None and parse_http_date_safe(condition) == modified
