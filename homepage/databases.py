"""The two databases the site runs on, configured so that nothing is lost."""

import re
import sqlite3
from pathlib import Path
from typing import Any

import dj_database_url

from homepage.environment import EnvironmentVariableError


def masked(url: str) -> str:
    """The address of a database as it may be shown: without its password."""
    return re.sub(r"(//[^:/@]*):.*@", r"\1:***@", url)


def wal_is_safe(version: tuple[int, int, int]) -> bool:
    """Whether this SQLite has the fix of the WAL-reset bug (sqlite.org/wal.html).

    Fixed in 3.51.3, and in the series 3.50 from 3.50.7 and 3.44 from 3.44.6.
    """
    if version >= (3, 51, 3):
        return True
    return (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


def sqlite_database(path: Path | str) -> dict[str, Any]:
    journal = "WAL" if wal_is_safe(sqlite3.sqlite_version_info[:3]) else "DELETE"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            # Seconds that a writer waits for another one.
            "timeout": 20,
            # A transaction that reads before it writes fails under DEFERRED when two meet.
            "transaction_mode": "IMMEDIATE",
            "init_command": f"PRAGMA journal_mode={journal}; PRAGMA synchronous=FULL;",
        },
    }


def database_from_url(url: str) -> dict[str, Any]:
    """Settings for `DATABASE_URL`: `postgres://user:password@host:port/name` or `sqlite:///path`.

    Ends the start with one line when the address is of no known form.
    """
    refusal = EnvironmentVariableError(
        "DATABASE_URL",
        masked(url),
        "postgres://user:password@host:port/name, or sqlite:///path/to/file",
    )
    try:
        settings: dict[str, Any] = dict(dj_database_url.parse(url))
        engine, name = settings["ENGINE"], settings["NAME"]
    except (ValueError, KeyError):
        raise refusal from None
    if "://" not in url or name in {"", ":memory:"}:
        raise refusal
    if engine == "django.db.backends.sqlite3":
        return sqlite_database(name)
    if engine != "django.db.backends.postgresql":
        raise refusal
    try:
        import psycopg  # noqa: F401
    except ImportError:
        raise SystemExit(
            "DATABASE_URL names PostgreSQL, whose driver is not installed: "
            "pip install -c constraints.txt '.[postgresql]'"
        ) from None
    settings["OPTIONS"] = {"connect_timeout": 10, **settings.get("OPTIONS", {})}
    settings["CONN_HEALTH_CHECKS"] = True
    settings["CONN_MAX_AGE"] = 60
    return settings
