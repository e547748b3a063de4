"""What browsers and proxies may keep of the pages: they ask again each time."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


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
