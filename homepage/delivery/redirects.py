"""Old addresses lead on."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from homepage.content.redirects import moved_to


class MovedAddressMiddleware:
    """Looks up an old address only after nothing was found under it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        asked = [request.path_info]
        if query := request.META.get("QUERY_STRING"):
            asked.insert(0, f"{request.path_info}?{query}")
        for path in asked:
            # PostgreSQL takes no NUL in a text.
            if "\0" not in path and (target := moved_to(path[:400])) is not None:
                return HttpResponsePermanentRedirect(target)
        return response
