"""Headers that every response carries, and whose word on the visitor's address counts."""

from collections.abc import Callable, Iterable
from ipaddress import ip_address, ip_network
from typing import Any
from urllib.parse import unquote_to_bytes
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.http import HttpRequest, HttpResponse


def policy_header(policy: dict[str, list[str]]) -> str:
    """A Content-Security-Policy as the header has it."""
    return "; ".join(" ".join([directive, *values]) for directive, values in policy.items())


#: What a page is dressed and moved by is never shown as a page itself, so that the long policies
#: of a document say nothing there. An SVG, a PDF or plain text is shown, and carries them.
NO_DOCUMENT = ("text/css", "text/javascript", "font/", "image/png", "image/webp", "image/jpeg")


class SecurityHeadersMiddleware:
    """Adds the policies; a view that set one itself, such as that of uploads, keeps it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.headers = {"Cross-Origin-Resource-Policy": "same-site"}
        self.document_headers = {
            "Content-Security-Policy": policy_header(settings.SECURE_CSP),
            "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        }

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        headers = self.headers
        if not response.headers.get("Content-Type", "").startswith(NO_DOCUMENT):
            headers = headers | self.document_headers
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        return response


class TrustedProxies:
    """WSGI layer: believes forwarded headers of known proxies, and removes all others."""

    FORWARDED = (
        "HTTP_X_FORWARDED_FOR",
        "HTTP_X_FORWARDED_HOST",
        "HTTP_X_FORWARDED_PORT",
        "HTTP_X_FORWARDED_PROTO",
        "HTTP_FORWARDED",
    )

    def __init__(self, application: WSGIApplication, proxies: Iterable[str]) -> None:
        self.application = application
        self.networks = [ip_network(proxy, strict=False) for proxy in proxies]

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Any:
        if self._is_trusted(environ.get("REMOTE_ADDR", "")):
            # The last address is the one that the proxy itself saw.
            visitor = environ.get("HTTP_X_FORWARDED_FOR", "").split(",")[-1].strip()
            if visitor:
                environ["REMOTE_ADDR"] = visitor
        else:
            for name in self.FORWARDED:
                environ.pop(name, None)
        return self.application(environ, start_response)

    def _is_trusted(self, address: str) -> bool:
        try:
            parsed = ip_address(address)
        except ValueError:
            return False
        # A socket for both families shows an IPv4 address inside an IPv6 one.
        plain = getattr(parsed, "ipv4_mapped", None) or parsed
        return any(parsed in network or plain in network for network in self.networks)


class BelowPath:
    """WSGI layer: the site lies below a path, whether or not the proxy takes it off."""

    def __init__(self, application: WSGIApplication, path: str) -> None:
        self.application = application
        # As WSGI has paths: their bytes, each shown as a character of Latin-1.
        self.path = unquote_to_bytes(path).decode("latin-1").rstrip("/")

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Any:
        asked = environ.get("PATH_INFO", "")
        if self.path and (asked == self.path or asked.startswith(self.path + "/")):
            environ["PATH_INFO"] = asked[len(self.path) :] or "/"
        return self.application(environ, start_response)
