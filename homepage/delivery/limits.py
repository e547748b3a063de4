"""How much a request may carry, told by its headers and refused before its body is read."""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.http import parse_cookie

#: The heaviest form that an editor can send: a PDF of 30 MB, a picture of 10 MB, and texts.
HEAVIEST = 45 * 2**20
#: Who is not signed in sends a name and a password.
HEAVIEST_OF_STRANGERS = 2**20


class BodyLimits:
    """WSGI layer: answers bodies that are too heavy, or of unknown length, with one sentence."""

    def __init__(self, application: WSGIApplication) -> None:
        self.application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        refusal = _refusal(environ)
        if refusal is None:
            return self.application(environ, start_response)
        status, sentence = refusal
        body = f"{sentence}\n".encode()
        headers = [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("X-Content-Type-Options", "nosniff"),
        ]
        start_response(status, headers)
        return [body]


def _refusal(environ: WSGIEnvironment) -> tuple[str, str] | None:
    length = environ.get("CONTENT_LENGTH", "")
    if environ.get("HTTP_TRANSFER_ENCODING"):
        return "411 Length Required", "Say how long the request is: send a Content-Length."
    if not length:
        return None
    if not (length.isascii() and length.isdecimal()):
        return "400 Bad Request", "The Content-Length is no number."
    if len(length) > 18 or int(length) > HEAVIEST:
        return (
            "413 Content Too Large",
            f"This is too much at once: at most {HEAVIEST // 2**20} MB are taken.",
        )
    if int(length) > HEAVIEST_OF_STRANGERS and not _has_session(environ):
        return (
            "413 Content Too Large",
            f"Sign in first: without it, at most {HEAVIEST_OF_STRANGERS // 2**20} MB is taken.",
        )
    return None


def _has_session(environ: WSGIEnvironment) -> bool:
    """Whether a session is claimed; Django looks into it."""
    return bool(parse_cookie(environ.get("HTTP_COOKIE", "")).get(settings.SESSION_COOKIE_NAME))
