"""What browsers and proxies may keep of the pages: they ask again each time."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers, set_response_etag
from django.utils.http import parse_http_date_safe


class AskAgainMiddleware:
    """Lets nobody show a page without asking, since a position may have closed meanwhile.

    Without a word on it, a cache may guess how long a page holds (RFC 9111, section 4.2.2). A
    response that says for itself how it may be kept is left alone. `no-cache` still lets it be
    kept, confirmed by its ETag, and brought back by the browser's own Back.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-cache")
        return response


class ConfirmMiddleware:
    """Tells who has a page already that it still holds (RFC 9110, section 13), by its ETag.

    The tag is weak, as what travels compressed is the same text in other bytes; so it is one
    for the answer to GET, compressed or not, to HEAD and for a 304. A response that stands in
    pieces or that is stored nowhere has none but its own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method not in ("GET", "HEAD") or "no-store" in response.get("Cache-Control", ""):
            return response
        if not response.streaming and response.content and "ETag" not in response:
            set_response_etag(response)
            response.headers["ETag"] = f"W/{response['ETag']}"
            # Compression says so too, but not of a 304, which has nothing to compress.
            patch_vary_headers(response, ["Accept-Encoding"])
        last_modified = parse_http_date_safe(response.get("Last-Modified", ""))
        confirmed = get_conditional_response(
            request, etag=response.get("ETag"), last_modified=last_modified, response=response
        )
        return confirmed or response
