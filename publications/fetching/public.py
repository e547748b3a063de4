"""Fetching an address that an editor names, without letting it reach into private networks.

Whoever may name an address could otherwise have this server read what only this server sees
(server-side request forgery, OWASP ASVS 5.0, 1.3.6).
"""

from __future__ import annotations

import ssl
from collections.abc import Callable
from ipaddress import IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult

from publications.fetching.identity import user_agent
from publications.fetching.transport import (
    MAX_BYTES,
    PORTS,
    TIMEOUT,
    BadAddress,
    ExchangeFailed,
    IPAddress,
    Limits,
    TooLarge,
    TooManyRedirects,
    TooSlow,
    Unreachable,
    get,
    origin_of,
)

#: What is routed on the Internet (RFC 4291, section 4).
_GLOBAL_UNICAST = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")
#: What Python calls global, in some version or in all: assignments of protocols, tunnels, examples.
_NOT_PUBLIC = tuple(
    ip_network(network)
    for network in (
        "192.0.0.0/24", "192.88.99.0/24", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
    )
)  # fmt: skip


class FetchFailed(Exception):  # noqa: N818 - it says what happened
    """Why there is nothing from the address, in the editor's words."""


def is_public(address: IPAddress) -> bool:
    """Whether an address is one of the Internet, not of this host or a network around it.

    Follows the special-purpose registries of IANA (RFC 6890); an IPv4 address inside an IPv6
    one is judged by itself where it is mapped (RFC 4291) or translated (RFC 6052), and refused
    where it is tunnelled.
    """
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address in _NAT64:
            return is_public(ip_address(int(address) & 0xFFFFFFFF))
        if address not in _GLOBAL_UNICAST:
            return False
    if any(address in network for network in _NOT_PUBLIC):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


def require_web_port(parts: SplitResult, further: frozenset[int] = frozenset()) -> None:
    """Refuse every port but 443, 80 for http, and `further` ones; raises `BadAddress`.

    What a university runs at other ports of its public addresses is often meant for itself.
    """
    scheme, _, port = origin_of(parts)
    if port != PORTS[scheme] and port not in further:
        raise BadAddress("it names a port of its own")


def fetch_public(
    url: str,
    *,
    accept: str = "*/*",
    allows: Callable[[IPAddress], bool] = is_public,
    ports: frozenset[int] = frozenset(),
    timeout: float = TIMEOUT,
    max_bytes: int = MAX_BYTES,
    tls: ssl.SSLContext | None = None,
) -> bytes:
    """What lies at an https address of the Internet; at most 10 MB, within 10 seconds in all.

    The name is resolved once for each request, every address it has must be public, and the
    connection goes to the address that was looked at; a redirect is looked at in the same way.
    Only port 443 is asked, and `ports`. Raises `FetchFailed`.
    """

    def allows_url(parts: SplitResult) -> None:
        if parts.scheme != "https":
            raise BadAddress("it does not begin with https://")
        require_web_port(parts, ports)

    limits = Limits(
        allows_url=allows_url,
        allows_host=lambda parts, address: allows(address),
        timeout=timeout,
        max_bytes=max_bytes,
        tls=tls,
    )
    try:
        answer = get(url, {"User-Agent": user_agent(), "Accept": accept}, limits)
    except ExchangeFailed as error:
        raise FetchFailed(_in_words(error, timeout, max_bytes)) from error
    if answer.status in (404, 410):
        raise FetchFailed("There is nothing at this address. Check it in a browser.")
    if answer.status in (401, 403):
        raise FetchFailed("This address is not open to everyone, so it cannot be read from here.")
    if answer.status != 200:
        raise FetchFailed(f"The server at this address answered with an error ({answer.status}).")
    return answer.body


def _in_words(error: ExchangeFailed, timeout: float, max_bytes: int) -> str:
    match error:
        case BadAddress():
            return f"This address cannot be fetched, or leads to one that cannot: {error}."
        case Unreachable():
            return f"The server at this address cannot be reached ({error})."
        case TooSlow():
            return f"The server at this address did not answer within {timeout:g} seconds."
        case TooLarge():
            return f"What lies at this address is larger than {max_bytes // 1024 // 1024} MB."
        case TooManyRedirects():
            return "This address leads on and on to other addresses."
    return "The server at this address sent something that is no whole answer."
