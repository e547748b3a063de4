"""The databases as they are set up: nothing is lost, and writers wait for each other."""

import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.db.utils import ConnectionHandler

from homepage.databases import database_from_url, masked, sqlite_database, wal_is_safe
from homepage.environment import EnvironmentVariableError

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 0), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
        ((4, 0, 0), True),
    ],
)
def test_wal_is_used_only_where_its_fault_is_mended(version, safe):
    assert wal_is_safe(version) is safe


@pytest.mark.parametrize(
    ("version", "journal"), [((3, 51, 3), "journal_mode=WAL"), ((3, 51, 2), "journal_mode=DELETE")]
)
def test_the_journal_follows_the_version(monkeypatch, version, journal):
    monkeypatch.setattr("sqlite3.sqlite_version_info", version)

    assert journal in sqlite_database("x.sqlite3")["OPTIONS"]["init_command"]


@contextmanager
def connected(path, blocker):
    with blocker.unblock():
        connection = ConnectionHandler({"default": sqlite_database(path)})["default"]
        try:
            yield connection
        finally:
            connection.close()


def test_a_real_connection_has_the_settings(tmp_path, django_db_blocker):
    with connected(tmp_path / "x.sqlite3", django_db_blocker) as connection:
        pragmas = {}
        with connection.cursor() as cursor:
            for name in ("synchronous", "busy_timeout", "foreign_keys", "journal_mode"):
                pragmas[name] = cursor.execute(f"PRAGMA {name}").fetchone()[0]

        assert pragmas["synchronous"] == 2, "FULL"
        assert pragmas["busy_timeout"] == 20_000
        assert pragmas["foreign_keys"] == 1
        assert pragmas["journal_mode"] in {"wal", "delete"}


def test_a_transaction_takes_the_lock_when_it_begins(tmp_path, django_db_blocker):
    path = tmp_path / "x.sqlite3"
    with connected(path, django_db_blocker) as connection:
        connection.ensure_connection()
        with (
            transaction_of(connection),
            closing(sqlite3.connect(path, timeout=0)) as other,
            pytest.raises(sqlite3.OperationalError, match="locked"),
        ):
            other.execute("BEGIN IMMEDIATE")


@contextmanager
def transaction_of(connection):
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    try:
        yield
    finally:
        connection.rollback()
        connection.set_autocommit(True)


COUNT_UP = """
import sys

import django
from django.conf import settings
from homepage.databases import sqlite_database

settings.configure(DATABASES={"default": sqlite_database(sys.argv[1])})
django.setup()

from django.db import connection, transaction

for _ in range(int(sys.argv[2])):
    with transaction.atomic(), connection.cursor() as cursor:
        number = cursor.execute("SELECT number FROM counter").fetchone()[0]
        cursor.execute("UPDATE counter SET number = %s", [number + 1])
"""


def test_processes_that_read_and_then_write_neither_fail_nor_lose_a_step(
    tmp_path, django_db_blocker
):
    path = tmp_path / "x.sqlite3"
    with connected(path, django_db_blocker) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE counter (number integer)")
        cursor.execute("INSERT INTO counter VALUES (0)")

    counting = [
        subprocess.Popen(
            [sys.executable, "-c", COUNT_UP, str(path), "25"],
            cwd=ROOT,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    errors = [process.communicate(timeout=120)[1] for process in counting]

    assert errors == ["", "", "", ""]
    with connected(path, django_db_blocker) as connection, connection.cursor() as cursor:
        assert cursor.execute("SELECT number FROM counter").fetchone()[0] == 100


def test_an_address_of_postgresql_is_read():
    pytest.importorskip("psycopg", reason="PostgreSQL's driver is in the extra `postgresql`")
    settings = database_from_url("postgres://name:p%40ss@db.example:5433/site?sslmode=require")

    assert settings["ENGINE"] == "django.db.backends.postgresql"
    assert (settings["USER"], settings["PASSWORD"]) == ("name", "p@ss")
    assert (settings["HOST"], settings["PORT"], settings["NAME"]) == ("db.example", 5433, "site")
    assert settings["OPTIONS"] == {"connect_timeout": 10, "sslmode": "require"}
    assert settings["CONN_HEALTH_CHECKS"] is True


def test_postgresql_without_its_driver_is_refused_with_the_remedy(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)

    with pytest.raises(SystemExit, match=r"driver is not installed: pip install"):
        database_from_url("postgres://name@db.example/site")


def test_an_address_of_sqlite_gets_the_same_settings_as_the_default(tmp_path):
    path = tmp_path / "other.sqlite3"

    assert database_from_url(f"sqlite:///{path}") == sqlite_database(path)


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "://",
        "postgres://",
        "postgres:name/site",
        "postgres://name@db.example:abc/site",
        "postgres://name@db.example:70000/site",
        "postgres://name@[db.example/site",
        "mysql://name@db.example/site",
        "sqlite://",
        "sqlite://:memory:",
    ],
)
def test_an_address_of_another_form_is_refused(url):
    with pytest.raises(EnvironmentVariableError) as caught:
        database_from_url(url)

    assert str(caught.value).startswith(f"DATABASE_URL={url!r} cannot be understood: expected")


@pytest.mark.parametrize("password", ["s3cret", "s3@cret", "s3:c/ret"])
def test_a_password_is_never_shown(password):
    assert masked(f"mysql://name:{password}@db.example/site") == "mysql://name:***@db.example/site"

    with pytest.raises(EnvironmentVariableError) as caught:
        database_from_url(f"mysql://name:{password}@db.example/site")

    assert password not in str(caught.value)
