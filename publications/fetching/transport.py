"""One HTTP request and its answer, within limits: of time in all, of size, of where it may lead.

A server that sends a byte now and then, an answer that unpacks to gigabytes, a name that
resolves to another address on the second look: none of them gets further than its limit. No
proxy of the environment is asked.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import cast
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from django.utils.encoding import iri_to_uri

MAX_BYTES = 10 * 1024 * 1024
TIMEOUT = 10.0
MAX_REDIRECTS = 5
_REDIRECTS = {301, 302, 303, 307, 308}
PORTS = {"http": 80, "https": 443}

IPAddress = IPv4Address | IPv6Address


class ExchangeFailed(Exception):  # noqa: N818 - it says what happened
    """There is no answer that could be used; the classes below say why."""


class BadAddress(ExchangeFailed):
    """The address, or one that it redirects to, may not be asked. The text says why."""


class Unreachable(ExchangeFailed):
    """The name has no address, or nothing answers at it."""


class TooSlow(ExchangeFailed):
    """The answer was not whole when the time was over."""


class TooLarge(ExchangeFailed):
    """The answer, or what it unpacks to, is larger than the limit."""


class TooManyRedirects(ExchangeFailed):
    """Each answer leads to another address."""


class BrokenAnswer(ExchangeFailed):
    """What came is no whole HTTP answer, or its encoding is none that was asked for."""


@dataclass(frozen=True)
class Answer:
    """`body` is unpacked; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str


@dataclass(frozen=True)
class Limits:
    """What one exchange may take, redirects included, and which addresses it may ask.

    `allows_url` raises `BadAddress` with a reason for an address of the web that may not be
    asked; `allows_host` says whether a host may be spoken to at the address its name has.
    """

    allows_url: Callable[[SplitResult], None] = lambda url: None
    allows_host: Callable[[SplitResult, IPAddress], bool] = lambda url, address: True
    timeout: float = TIMEOUT
    max_bytes: int = MAX_BYTES
    max_redirects: int = MAX_REDIRECTS
    tls: ssl.SSLContext | None = None
    #: Header names in lower case that are sent to the first host alone.
    private_headers: frozenset[str] = field(default_factory=lambda: frozenset({"authorization"}))


def get(url: str, headers: Mapping[str, str], limits: Limits) -> Answer:
    """The answer to GET, after redirects; raises one of the `ExchangeFailed`."""
    end = time.monotonic() + limits.timeout
    parts = parsed(url)
    first = origin_of(parts)
    for _ in range(limits.max_redirects + 1):
        sent = {
            name: value
            for name, value in headers.items()
            if origin_of(parts) == first or name.lower() not in limits.private_headers
        }
        answer = _ask(parts, sent, limits, end)
        location = answer.headers.get("location")
        if answer.status not in _REDIRECTS or not location:
            return answer
        parts = parsed(urljoin(answer.url, location))
    raise TooManyRedirects


def parsed(url: str) -> SplitResult:
    """The parts of an address, in ASCII; raises `BadAddress` for one that nothing can ask."""
    try:
        parts = urlsplit(iri_to_uri(url.strip()) or "")
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port
    except ValueError:  # UnicodeError is one
        raise BadAddress("it is not an address of the web") from None
    if parts.scheme not in PORTS or not host or port == 0:
        raise BadAddress("it is not an address of the web")
    if parts.username is not None or parts.password is not None:
        raise BadAddress("it carries a name or a password")
    netloc = f"[{host}]" if ":" in host else host
    netloc += f":{port}" if port and port != PORTS[parts.scheme] else ""
    return parts._replace(netloc=netloc, path=parts.path or "/", fragment="")


def origin_of(parts: SplitResult) -> tuple[str, str, int]:
    """Scheme, host and port: what answers for an address."""
    return parts.scheme, parts.hostname or "", parts.port or PORTS[parts.scheme]


def _ask(parts: SplitResult, headers: Mapping[str, str], limits: Limits, end: float) -> Answer:
    limits.allows_url(parts)
    scheme, host, port = origin_of(parts)
    connection: http.client.HTTPConnection = (
        http.client.HTTPSConnection(host, port)
        if scheme == "https"
        else http.client.HTTPConnection(host, port)
    )
    sent = {"Accept-Encoding": "gzip", "Connection": "close", **headers}
    try:
        opened = _connect(parts, limits, end)
        # http.client needs no more of a socket than this.
        connection.sock = cast("socket.socket", _TimedSocket(opened, end))
        try:
            connection.request(
                "GET", urlunsplit(("", "", parts.path, parts.query, "")), headers=sent
            )
            response = connection.getresponse()
            body = b"" if response.status in _REDIRECTS else _read(response, limits)
        finally:
            opened.close()
    except TimeoutError:
        raise TooSlow from None
    except ssl.SSLError as error:
        reason = getattr(error, "verify_message", "") or error.reason or "TLS"
        raise Unreachable(f"its certificate or encryption is not valid: {reason}") from error
    except (http.client.HTTPException, zlib.error) as error:
        raise BrokenAnswer(str(error)) from error
    except OSError as error:
        raise Unreachable(error.strerror or str(error)) from error
    return Answer(
        status=response.status,
        headers={name.lower(): value for name, value in response.getheaders()},
        body=body,
        url=urlunsplit(parts),
    )


def _connect(parts: SplitResult, limits: Limits, end: float) -> socket.socket:
    """A socket to the very address that was looked at, in TLS where the scheme asks for it."""
    scheme, host, port = origin_of(parts)
    addresses = _resolve(host, port, end)
    for address in addresses:
        if not limits.allows_host(parts, address):
            raise BadAddress("it leads into a network that is not public")
    failure: OSError = OSError("has no address")
    for number, address in enumerate(addresses):
        # One address that nothing answers at leaves time for the others.
        share = _remaining(end) / (len(addresses) - number)
        try:
            opened = socket.create_connection((str(address), port), timeout=share)
        except OSError as error:
            failure = error
            continue
        if scheme == "http":
            return opened
        try:
            opened.settimeout(_remaining(end))
            context = limits.tls or ssl.create_default_context()
            return context.wrap_socket(opened, server_hostname=host)
        except BaseException:
            opened.close()
            raise
    raise failure


def _resolve(host: str, port: int, end: float) -> list[IPAddress]:
    """The addresses of a host, within the time: the system's resolver knows no limit itself."""
    found: list[IPAddress] = []
    failed: list[OSError] = []

    def resolve() -> None:
        try:
            for *_, place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
                address = ip_address(place[0])
                if address not in found:
                    found.append(address)
        except (OSError, UnicodeError, ValueError) as error:
            failed.append(error if isinstance(error, OSError) else OSError(str(error)))

    worker = threading.Thread(target=resolve, name="resolve", daemon=True)
    worker.start()
    worker.join(_remaining(end))
    if worker.is_alive():
        raise TimeoutError
    if failed:
        raise failed[0]
    return found


def _remaining(end: float) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


class _TimedSocket:
    """A socket whose every wait ends at one moment, however little comes at a time."""

    def __init__(self, opened: socket.socket, end: float) -> None:
        self._socket = opened
        self._end = end

    def sendall(self, data: bytes) -> None:
        self._socket.settimeout(_remaining(self._end))
        self._socket.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_TimedReader(self._socket, self._end))

    def close(self) -> None:
        """Left to the exchange, which reads the answer after http.client has closed."""


class _TimedReader(io.RawIOBase):
    def __init__(self, opened: socket.socket, end: float) -> None:
        self._socket = opened
        self._end = end

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        self._socket.settimeout(_remaining(self._end))
        return self._socket.recv_into(buffer)


def _read(response: http.client.HTTPResponse, limits: Limits) -> bytes:
    """The whole body, unpacked; raises `TooLarge`, or `BrokenAnswer` where it ends early."""
    encoding = (response.getheader("Content-Encoding") or "identity").strip().lower()
    if encoding not in ("identity", "gzip", "x-gzip"):
        raise BrokenAnswer(f"its encoding is {encoding}")
    unpacker = None if encoding == "identity" else zlib.decompressobj(wbits=31)
    body = bytearray()
    packed = 0
    while chunk := response.read1(64 * 1024):
        packed += len(chunk)
        if unpacker is not None:
            chunk = unpacker.decompress(chunk, limits.max_bytes + 1 - len(body))
        body += chunk
        if len(body) > limits.max_bytes or packed > limits.max_bytes:
            raise TooLarge
    if response.length or (unpacker is not None and packed and not unpacker.eof):
        raise BrokenAnswer("it ends early")
    return bytes(body)
