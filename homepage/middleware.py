"""Requests are read and answered in the site's own language and time zone."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from homepage.site import site_of

HEALTH_PATH = "/healthz"


class SiteLocaleMiddleware:
    """Times in forms are meant in the editor's zone; months are named in the site's language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == HEALTH_PATH:
            # Answers also, and above all, while the database does not.
            return self.get_response(request)
        site = site_of(request)
        with timezone.override(site.time_zone), translation.override(site.language):
            return self.get_response(request)
