"""What every test stands on: an own data folder, plain static files, and a browser on request."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.db import connections, transaction
from django.test import Client, override_settings

from homepage.content.versions import content_write
from tests.clock import set_clock as set_clock

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")


def pytest_configure() -> None:
    django_settings.SECRET_KEY = "for tests only"
    django_settings.STORAGES = {
        **django_settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Static files come from the finders here; nothing has been collected.
    django_settings.MIDDLEWARE = [
        name for name in django_settings.MIDDLEWARE if not name.startswith("whitenoise.")
    ]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if CHROMIUM or os.environ.get("REQUIRE_BROWSER"):
        return
    without = pytest.mark.skip(reason="Chromium is not installed")
    for item in items:
        if "browser" in item.keywords:
            item.add_marker(without)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """Let every connection know the rows that migrations make, to bring them back.

    The browser's driver runs an event loop, and in it Django opens a connection of its own.
    """
    connection = connections["default"]
    rows = getattr(connection, "_test_serialized_contents", None)
    if rows is not None:
        type(connection)._test_serialized_contents = rows


def pytest_collection_finish() -> None:
    """What has been imported stays: looking for garbage in it takes a seventh of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(scope="session")
def apart(
    django_db_setup: None, django_db_blocker, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], AbstractContextManager[None]]:
    """A place for content of which only what was read of it stays.

    With it a fixture of a module makes much content once, and hands on the pages. The tests of
    these carry the mark `django_db`: they run before the tests that empty the database.
    """

    @contextmanager
    def apart() -> Iterator[None]:
        media_root = tmp_path_factory.mktemp("media")
        with (
            django_db_blocker.unblock(),
            override_settings(MEDIA_ROOT=media_root),
            transaction.atomic(),
        ):
            try:
                yield
            finally:
                transaction.set_rollback(True)

    return apart


@pytest.fixture(autouse=True)
def media_root(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def superuser(db) -> User:
    return User.objects.create_superuser("editor", password="correct horse battery")


@pytest.fixture
def editor(superuser: User) -> Client:
    """A signed-in client of somebody who may edit everything."""
    client = Client()
    client.force_login(superuser)
    return client


@pytest.fixture
def writing(db) -> Iterator[None]:
    """Many rows at once: the content version moves on once."""
    with content_write():
        yield
