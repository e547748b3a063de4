"""Pages and feeds travel compressed; files are compressed already, or by the static storage."""

import re

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

#: A weight of nothing refuses (RFC 9110, section 12.4.2).
_REFUSED = re.compile(r"\bgzip\s*;\s*q=0(?:\.0*)?\s*(?:,|$)", re.IGNORECASE)


class CompressTextMiddleware(GZipMiddleware):
    """Django's, for text alone. It pads what it compresses, so that lengths tell no secret."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.streaming and not self._is_text(response):
            return response
        is_head = request.method == "HEAD"
        is_refused = _REFUSED.search(request.headers.get("Accept-Encoding", ""))
        if is_refused or (is_head and response.streaming):
            # Without its pieces, nothing tells whether the answer would become shorter.
            patch_vary_headers(response, ["Accept-Encoding"])
            return response
        response = super().process_response(request, response)
        if is_head and "Content-Encoding" in response:
            # The answer to GET is padded differently, and has another length.
            del response.headers["Content-Length"]
        return response

    @staticmethod
    def _is_text(response: HttpResponseBase) -> bool:
        """Whether it is written piece by piece, and no file or part of one."""
        if isinstance(response, FileResponse) or response.status_code != 200:
            return False
        kind = response.headers.get("Content-Type", "")
        return "charset=" in kind or kind.endswith("json")
