"""What an editor's address may make this server read, and what it may not."""

from __future__ import annotations

import gzip
import shutil
import socket
import ssl
import subprocess
import threading
import time
from ipaddress import ip_address
from itertools import repeat

import pytest

from publications.fetching.public import FetchFailed, fetch_public, is_public, require_web_port
from publications.fetching.transport import BadAddress, parsed
from tests.http_server import LocalServer

#: Seconds in which even a busy machine gives up what it has to give up after a fraction of one.
SOON = 20

BIB = b"@article{example2022, title = {Examples}}\n"


@pytest.mark.parametrize(
    "address",
    [
        "8.8.8.8", "1.1.1.1", "193.0.6.139", "172.32.0.1", "100.128.0.1", "192.0.1.1",
        "2600::1", "2a00:1450:4001:800::200e", "::ffff:8.8.8.8", "64:ff9b::808:808",
        "2001:4860:4860::8888",
    ],
)  # fmt: skip
def test_an_address_of_the_internet_may_be_asked(address):
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        # this host and this network
        "0.0.0.1", "0.1.2.3", "127.0.0.1", "127.255.255.254", "::", "::1",
        # private use (RFC 1918, RFC 4193), carriers (RFC 6598), link-local
        "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "100.127.255.255",
        "169.254.169.254", "fc00::1", "fd12:3456::1", "fe80::1", "fe80::1%2", "fec0::1",
        # documentation, benchmarks, protocol assignments, the future, everybody
        "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.9", "240.0.0.1",
        "255.255.255.255", "2001:db8::1", "3fff::1", "100::1",
        # many at once
        "224.0.0.1", "239.1.2.3", "ff02::1", "ff0e::1",
        # IPv4 in IPv6: mapped, compatible, translated, tunnelled
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1",
        "64:ff9b::a00:1", "64:ff9b::7f00:1", "64:ff9b:1::808:808", "2002:7f00:1::",
        "2002:808:808::", "2001:0:808:808::1",
    ],
)  # fmt: skip
def test_an_address_of_another_network_may_not(address):
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    ("address", "is_usual"),
    [
        ("https://example.edu/", True),
        ("https://example.edu:443/", True),
        ("http://example.edu/", True),
        ("http://example.edu:80/", True),
        ("http://example.edu:443/", False),
        ("https://example.edu:80/", False),
        ("http://example.edu:8080/", False),
        ("https://[2600::1]:22/", False),
    ],
)
def test_a_port_of_the_web_is_that_of_its_scheme(address, is_usual):
    if is_usual:
        require_web_port(parsed(address))
    else:
        with pytest.raises(BadAddress, match="a port of its own"):
            require_web_port(parsed(address))


@pytest.fixture(scope="module")
def contexts(tmp_path_factory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """TLS for a server called localhost, and for a client that trusts it."""
    if not (openssl := shutil.which("openssl")):
        pytest.skip("openssl makes the certificate")
    folder = tmp_path_factory.mktemp("tls")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost"],
        check=True, capture_output=True,
    )  # fmt: skip
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(certificate, key)
    return serving, ssl.create_default_context(cafile=str(certificate))


@pytest.fixture
def server(contexts):
    with LocalServer(contexts[0]) as running:
        yield running


@pytest.fixture
def fetch(contexts, server):
    """`fetch_public` that may ask this server and trusts it."""

    def fetch(address: str, **changes) -> bytes:
        allowed = {
            "allows": lambda found: found.is_loopback,
            "ports": frozenset({server.server_port}),
            "timeout": 60.0,
            "tls": contexts[1],
        }
        return fetch_public(address, **{**allowed, **changes})

    return fetch


def refusal(read, *args, **changes) -> str:
    with pytest.raises(FetchFailed) as caught:
        read(*args, **changes)
    return str(caught.value)


def test_a_file_is_fetched_with_an_honest_name_and_without_a_proxy(
    fetch, server, settings, monkeypatch
):
    settings.SITE_URL, settings.CONTACT_EMAIL = "https://example.edu", "ada@example.edu"
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    server.says("/group works.bib".replace(" ", "%20"), BIB, "text/plain")

    found = fetch(f"{server.url}/group works.bib#top")

    assert found == BIB
    ((path, headers),) = server.requests
    assert path == "/group%20works.bib"
    assert headers["Host"] == f"localhost:{server.server_port}"
    assert headers["User-Agent"].startswith("faculty-homepage/")
    assert headers["User-Agent"].endswith("(+https://example.edu; mailto:ada@example.edu)")


def test_a_server_on_this_machine_is_refused_before_it_is_spoken_to(fetch, server):
    server.says("/", BIB)

    for host in ("localhost", "127.0.0.1", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1"):
        address = f"https://{host}:{server.server_port}/"
        assert "not public" in refusal(fetch, address, allows=is_public)

    assert server.requests == []


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("http://example.edu/works.bib", "does not begin with https"),
        ("ftp://example.edu/works.bib", "not an address of the web"),
        ("file:///etc/passwd", "not an address of the web"),
        ("https://", "not an address of the web"),
        ("https://[::1", "not an address of the web"),
        ("https://example.edu:99999/", "not an address of the web"),
        (f"https://{'a' * 70}.example/", "not an address of the web"),
        ("works.bib", "not an address of the web"),
        ("https://ada:secret@example.edu/", "a name or a password"),
        ("https://example.edu:8443/", "a port of its own"),
        ("https://127.0.0.1/", "not public"),
        ("https://[fd00::1]/", "not public"),
        ("https://169.254.169.254/latest/meta-data/", "not public"),
    ],
)
def test_an_address_that_may_not_be_asked_is_refused_with_the_reason(address, reason):
    assert reason in refusal(fetch_public, address)


def test_a_name_that_has_a_private_address_among_others_is_refused(monkeypatch):
    def resolve(host, port, **options):
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
            for address in ("8.8.8.8", "10.0.0.1")
        ]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)

    assert "not public" in refusal(fetch_public, "https://example.edu/")


def test_the_name_is_looked_up_once_so_that_it_cannot_change_its_address(
    fetch, server, monkeypatch
):
    """DNS rebinding: a public address for the check, a private one for the connection."""
    asked: list[str] = []
    genuine = socket.getaddrinfo

    def resolve(host, *args, **options):
        asked.append(host)
        return genuine(host, *args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    server.says("/", BIB)

    assert fetch(f"{server.url}/") == BIB
    assert asked.count("localhost") == 1


def test_a_name_that_does_not_exist_or_does_not_resolve_in_time(monkeypatch):
    def fail(*args, **options):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    assert "cannot be reached" in refusal(fetch_public, "https://nowhere.invalid/")

    is_over = threading.Event()
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *args, **options: is_over.wait(3 * SOON) and []
    )
    begun = time.monotonic()
    assert "within 0.2 seconds" in refusal(fetch_public, "https://slow.invalid/", timeout=0.2)
    assert time.monotonic() - begun < SOON
    is_over.set()


def test_a_redirect_is_followed_where_it_may_lead(fetch, server):
    server.refuses("/old.bib", 301, Location="/new.bib")
    server.says("/new.bib", BIB)

    assert fetch(f"{server.url}/old.bib") == BIB


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://localhost/works.bib", "does not begin with https"),
        ("https://10.0.0.1/", "not public"),
        ("https://ada:secret@localhost/", "a name or a password"),
        ("https://localhost:22/", "a port of its own"),
        ("file:///etc/passwd", "not an address of the web"),
    ],
)
def test_a_redirect_is_looked_at_like_the_address_itself(fetch, server, location, reason):
    server.refuses("/", 302, Location=location)
    ports = frozenset({server.server_port})

    assert reason in refusal(fetch, f"{server.url}/", ports=ports)


def test_redirects_without_end_end(fetch, server):
    server.refuses("/", 302, Location="/")

    assert "leads on and on" in refusal(fetch, f"{server.url}/")
    assert len(server.requests) == 6


def test_a_server_that_sends_a_byte_now_and_then_is_left_in_time(fetch, server):
    def drip_body(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "100000")
        handler.end_headers()
        handler.drip(repeat(b"x"), 0.05)

    server.answers["/body"] = drip_body
    server.answers["/head"] = lambda handler: handler.drip(repeat(b"H"), 0.05)
    server.answers["/silence"] = lambda handler: handler.drip([b""], 3 * SOON)

    for path in ("/body", "/head", "/silence"):
        begun = time.monotonic()
        assert "within 0.3 seconds" in refusal(fetch, f"{server.url}{path}", timeout=0.3)
        assert time.monotonic() - begun < SOON


def test_the_time_counts_for_all_redirects_together(fetch, server):
    def hop(handler):
        handler.server.is_over.wait(0.15)
        handler.reply(302, Location="/")

    server.answers["/"] = hop

    assert "within 0.4 seconds" in refusal(fetch, f"{server.url}/", timeout=0.4)


def test_what_is_too_large_is_left_alone_packed_or_not(fetch, server):
    bomb = gzip.compress(b"\x00" * 3_000_000)
    server.says("/plain", b"x" * 1_000_001, "text/plain")
    server.answers["/bomb"] = lambda handler: handler.reply(
        200, bomb, "text/plain", Content_Encoding="gzip"
    )
    server.says("/fits", b"x" * 1_000_000, "text/plain")

    for path in ("/plain", "/bomb"):
        found = refusal(fetch, f"{server.url}{path}", max_bytes=1_000_000)
        assert found.startswith("What lies at this address is larger than")
    assert len(fetch(f"{server.url}/fits", max_bytes=1_000_000)) == 1_000_000


def test_a_packed_file_is_unpacked(fetch, server):
    server.answers["/"] = lambda handler: handler.reply(
        200, gzip.compress(BIB), "text/plain", Content_Encoding="gzip"
    )

    assert fetch(f"{server.url}/") == BIB


@pytest.mark.parametrize(
    "answer",
    [
        lambda handler: handler.reply(200, b"half", Content_Length="400"),
        lambda handler: handler.reply(200, gzip.compress(BIB * 9)[:30], Content_Encoding="gzip"),
        lambda handler: handler.reply(200, BIB, Content_Encoding="gzip"),
        lambda handler: handler.reply(200, BIB, Content_Encoding="br"),
        lambda handler: handler.drip([b"no HTTP at all\r\n\r\n"], 0),
        lambda handler: None,
    ],
    ids=["cut off", "packed and cut off", "not packed", "packed otherwise", "no HTTP", "nothing"],
)
def test_what_is_no_whole_answer_is_said_to_be_none(fetch, server, answer):
    server.answers["/"] = answer

    assert "no whole answer" in refusal(fetch, f"{server.url}/")


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (404, "nothing at this address"),
        (410, "nothing at this address"),
        (403, "not open to everyone"),
        (500, "an error (500)"),
        (204, "an error (204)"),
    ],
)
def test_an_answer_without_the_file_is_named(fetch, server, status, reason):
    server.refuses("/", status)

    assert reason in refusal(fetch, f"{server.url}/")


def test_a_certificate_that_nobody_vouches_for_is_not_accepted(fetch, server):
    server.says("/", BIB)

    assert "certificate" in refusal(fetch, f"{server.url}/", tls=None)
    other = f"https://127.0.0.1:{server.server_port}/"
    assert "certificate" in refusal(fetch, other)
    assert server.requests == []


def test_a_port_that_nobody_listens_at_cannot_be_reached(fetch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        address = f"https://127.0.0.1:{port}/"

        # While it is held, nobody else listens there either.
        assert "cannot be reached" in refusal(fetch, address, ports=frozenset({port}))
