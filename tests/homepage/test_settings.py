"""What follows from the address of the site, as a fresh process reads it."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

NAMES = (
    "ALLOWED_HOSTS", "FORCE_SCRIPT_NAME", "SECURE_HSTS_SECONDS", "SECURE_REDIRECT_EXEMPT",
    "SECURE_SSL_REDIRECT", "SESSION_COOKIE_NAME", "SESSION_COOKIE_PATH", "SESSION_COOKIE_SECURE",
    "STATIC_URL", "DEBUG",
)  # fmt: skip


def read(tmp_path, **environ: str) -> subprocess.CompletedProcess[str]:
    code = (
        "import json, homepage.settings as s;"
        f"print(json.dumps({{n: getattr(s, n, None) for n in {NAMES!r}}}))"
    )
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=settings.BASE_DIR, capture_output=True, text=True,
        env={**kept, "DATA_DIR": str(tmp_path), **environ},
    )  # fmt: skip


def values(tmp_path, **environ: str) -> dict:
    return json.loads(read(tmp_path, **environ).stdout)


def test_without_any_word_the_site_is_for_this_machine_alone(tmp_path):
    found = values(tmp_path)

    assert found["DEBUG"] is False
    assert found["ALLOWED_HOSTS"] == ["127.0.0.1", "[::1]", "localhost"]
    assert not found["SECURE_SSL_REDIRECT"]


def test_https_brings_secure_cookies_a_redirect_and_hsts(tmp_path):
    found = values(tmp_path, SITE_URL="https://example.edu")

    assert found["SECURE_SSL_REDIRECT"]
    assert found["SESSION_COOKIE_SECURE"]
    assert found["SECURE_HSTS_SECONDS"] >= 365 * 24 * 3600
    assert found["SESSION_COOKIE_NAME"] == "__Host-sessionid"
    assert found["SECURE_REDIRECT_EXEMPT"] == ["^healthz$"]


def test_below_a_path_nothing_is_decided_for_the_host(tmp_path):
    found = values(tmp_path, SITE_URL="https://example.edu/people/ada")

    assert found["SECURE_HSTS_SECONDS"] is None
    assert found["SESSION_COOKIE_PATH"] == "/people/ada/"
    assert found["SESSION_COOKIE_NAME"] is None
    assert found["SECURE_REDIRECT_EXEMPT"] == ["^people/ada/healthz$"]
    assert found["STATIC_URL"] == "/people/ada/static/"


def test_an_ipv6_address_is_a_host(tmp_path):
    assert (
        "[2001:db8::1]" in values(tmp_path, SITE_URL="http://[2001:db8::1]:8000")["ALLOWED_HOSTS"]
    )


@pytest.mark.parametrize(
    "environ",
    [
        {"SITE_URL": "example.edu"},
        {"SITE_URL": "https://example.edu/news"},
        {"SITE_URL": "https://example.edu/~ren%C3%A9"},
        {"ADMIN_PATH": "news"},
        {"DEBUG": "maybe"},
        {"ALLOWED_HOSTS": "a b"},
        {"DATABASE_URL": "mysql://x/y"},
        {"DOI_URL": "doi.org"},
        {"CONTACT_EMAIL": "ada"},
        {"ORCID_TOKEN": "two words"},
    ],
    ids=lambda environ: next(iter(environ)),
)
def test_a_value_that_cannot_be_understood_ends_the_start_with_one_line(tmp_path, environ):
    done = read(tmp_path, **environ)
    name = next(iter(environ))

    assert done.returncode == 1
    assert done.stderr.startswith(f"{name}=")
    assert done.stderr.count("\n") == 1
