"""A real HTTP server on loopback for tests of what asks other servers."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit


class Handler(BaseHTTPRequestHandler):
    """Answers with what the server was told for the path; everything else is not found."""

    server: LocalServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.requests.append((self.path, dict(self.headers.items())))
        self.close_connection = True
        answer = self.server.answers.get(urlsplit(self.path).path)
        if answer is None:
            self.reply(404, b"not found", "text/plain")
        else:
            answer(self)

    def reply(
        self,
        status: int,
        body: bytes = b"",
        content_type: str = "application/json",
        **headers: str,
    ) -> None:
        """A whole answer; header names are written with underscores."""
        named = {"Content-Type": content_type, "Content-Length": str(len(body))}
        named |= {name.replace("_", "-"): value for name, value in headers.items()}
        self.send_response(status)
        for name, value in named.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def drip(self, pieces: Iterable[bytes], pause: float) -> None:
        """Bytes with a pause before each, until the test is over."""
        for piece in pieces:
            if self.server.is_over.wait(pause):
                return
            self.wfile.write(piece)
            self.wfile.flush()

    def log_message(self, *args: Any) -> None:
        pass


class LocalServer(ThreadingHTTPServer):
    """`answers` are functions of the handler, by path; `requests` what was asked, with headers."""

    daemon_threads = True

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: dict[str, Callable[[Handler], None]] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.is_over = threading.Event()
        self._scheme = "https" if tls else "http"
        if tls:
            self.socket = tls.wrap_socket(
                self.socket, server_side=True, do_handshake_on_connect=False
            )
        self._thread = threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        return f"{self._scheme}://localhost:{self.server_port}"

    def says(self, path: str, body: bytes, content_type: str = "application/json") -> None:
        self.answers[path] = lambda handler: handler.reply(200, body, content_type)

    def refuses(self, path: str, status: int, **headers: str) -> None:
        self.answers[path] = lambda handler: handler.reply(status, b"", "text/plain", **headers)

    def __enter__(self) -> LocalServer:
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.is_over.set()
        self.shutdown()
        self.server_close()
        self._thread.join(2)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are what these tests are about."""
