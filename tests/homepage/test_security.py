"""The layers before Django: how much is taken, whose word counts, where the site lies."""

from http import HTTPStatus
from typing import Any

import pytest

from homepage.delivery.limits import HEAVIEST, HEAVIEST_OF_STRANGERS, BodyLimits
from homepage.delivery.security import BelowPath, TrustedProxies


class Inner:
    """What lies behind a layer: it remembers what it was asked."""

    def __init__(self) -> None:
        self.environ: dict[str, Any] | None = None

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        self.environ = environ
        start_response("200 OK", [])
        return []


class Unread:
    def read(self, *args: Any) -> bytes:
        raise AssertionError("the body was read")

    readline = read


def answer(**environ: str) -> tuple[int, str]:
    """The status and the text that a POST with these headers is answered with."""
    said: list[str] = []
    inner = Inner()
    chunks = BodyLimits(inner)(
        {"REQUEST_METHOD": "POST", "wsgi.input": Unread(), **environ},
        lambda status, headers, exc_info=None: said.append(status),
    )
    status = int(said[0][:3])
    assert (inner.environ is not None) == (status == HTTPStatus.OK)
    return status, b"".join(chunks).decode()


@pytest.fixture
def signed_in(settings) -> dict[str, str]:
    return {"HTTP_COOKIE": f"theme=dark; {settings.SESSION_COOKIE_NAME}=abc"}


class TestBodies:
    @pytest.mark.parametrize("length", [0, 1, HEAVIEST_OF_STRANGERS])
    def test_what_a_sign_in_weighs_is_taken_from_everybody(self, length):
        assert answer(CONTENT_LENGTH=str(length))[0] == 200

    def test_more_is_taken_only_with_a_session(self, signed_in):
        heavy = str(HEAVIEST_OF_STRANGERS + 1)

        status, text = answer(CONTENT_LENGTH=heavy)

        assert status == 413
        assert text == "Sign in first: without it, at most 1 MB is taken.\n"
        assert answer(CONTENT_LENGTH=heavy, HTTP_COOKIE="sessionid=; other=1")[0] == 413
        assert answer(CONTENT_LENGTH=heavy, HTTP_COOKIE="xsessionid=abc")[0] == 413
        assert answer(CONTENT_LENGTH=heavy, **signed_in)[0] == 200

    def test_the_cookie_is_known_by_the_name_that_the_settings_give(self, settings):
        settings.SESSION_COOKIE_NAME = "__Host-sessionid"
        heavy = str(HEAVIEST_OF_STRANGERS + 1)

        assert answer(CONTENT_LENGTH=heavy, HTTP_COOKIE="sessionid=abc")[0] == 413
        assert answer(CONTENT_LENGTH=heavy, HTTP_COOKIE="__Host-sessionid=abc")[0] == 200

    @pytest.mark.parametrize("length", [str(HEAVIEST + 1), "9" * 17, "9" * 6000])
    def test_too_much_is_refused_with_a_session_too(self, signed_in, length):
        status, text = answer(CONTENT_LENGTH=length, **signed_in)

        assert status == 413
        assert text == "This is too much at once: at most 45 MB are taken.\n"

    def test_the_heaviest_form_of_an_editor_is_taken(self, settings, signed_in):
        from homepage.content import documents

        form = documents.MAX_BYTES + settings.MARKDOWNX_UPLOAD_MAX_SIZE
        texts = settings.DATA_UPLOAD_MAX_MEMORY_SIZE

        assert form + texts <= HEAVIEST
        assert answer(CONTENT_LENGTH=str(HEAVIEST), **signed_in)[0] == 200

    @pytest.mark.parametrize("length", ["", "5"])
    def test_a_body_in_chunks_has_no_length_that_counts(self, signed_in, length):
        status, text = answer(CONTENT_LENGTH=length, HTTP_TRANSFER_ENCODING="chunked", **signed_in)

        assert status == 411
        assert text == "Say how long the request is: send a Content-Length.\n"

    @pytest.mark.parametrize("length", ["-1", "many", "1.5", "٣", " 1"])
    def test_a_length_that_is_no_number_is_refused(self, length):
        assert answer(CONTENT_LENGTH=length)[0] == 400

    def test_a_request_without_a_body_passes(self):
        assert answer()[0] == 200


@pytest.mark.parametrize(
    ("proxy", "address", "is_believed"),
    [
        ("127.0.0.1", "127.0.0.1", True),
        ("127.0.0.1/32", "::ffff:127.0.0.1", True),
        ("::ffff:127.0.0.1", "::ffff:127.0.0.1", True),
        ("10.0.0.0/8", "::ffff:10.1.2.3", True),
        ("10.0.0.0/8", "::ffff:11.1.2.3", False),
        ("::1", "::1", True),
        ("::1", "::ffff:127.0.0.1", False),
        ("127.0.0.1", "", False),
        ("127.0.0.1", "unix:", False),
    ],
)
def test_a_proxy_is_known_by_its_address_in_either_family(proxy, address, is_believed):
    inner = Inner()
    environ = {"REMOTE_ADDR": address, "HTTP_X_FORWARDED_PROTO": "https"}

    TrustedProxies(inner, [proxy])(environ, lambda *args: None)

    assert inner.environ is not None
    assert ("HTTP_X_FORWARDED_PROTO" in inner.environ) == is_believed


@pytest.mark.parametrize("path", ["/~ren%C3%A9", "/~rené"])
@pytest.mark.parametrize(
    ("asked", "left"),
    [("/~rené/news/", "/news/"), ("/~rené", "/"), ("/news/", "/news/"), ("/~renéx/", "/~renéx/")],
)
def test_a_path_with_other_letters_is_taken_off(path, asked, left):
    inner = Inner()
    environ = {"PATH_INFO": asked.encode().decode("latin-1")}

    BelowPath(inner, path)(environ, lambda *args: None)

    assert inner.environ is not None
    assert inner.environ["PATH_INFO"].encode("latin-1").decode() == left
