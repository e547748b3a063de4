"""Pages and feeds travel compressed; files are compressed already, or by the static storage."""

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class CompressTextMiddleware(GZipMiddleware):
    """Django's, for text alone. It pads what it compresses, so that lengths tell no secret."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.streaming and not self._is_text(response):
            return response
        return super().process_response(request, response)

    @staticmethod
    def _is_text(response: HttpResponseBase) -> bool:
        """Whether it is written piece by piece, and no file or part of one."""
        if isinstance(response, FileResponse) or response.status_code != 200:
            return False
        kind = response.headers.get("Content-Type", "")
        return "charset=" in kind or kind.endswith("json")
