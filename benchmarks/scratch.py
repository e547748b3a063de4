"""An empty site in a folder of its own, and what every benchmark measures with."""

from __future__ import annotations

import os
import resource
import secrets
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

_Found = TypeVar("_Found")


@contextmanager
def empty_site() -> Iterator[Path]:
    """A site without content; its folder goes with it. Django is set up inside, and only once."""
    with tempfile.TemporaryDirectory() as folder:
        for variable in ("DATABASE_URL", "SITE_URL", "SECRET_KEY", "DEBUG"):
            os.environ.pop(variable, None)
        os.environ |= {"DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "homepage.settings"}
        os.environ["SECRET_KEY"] = secrets.token_urlsafe(40)
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        yield Path(folder)


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def timed(act: Callable[[], _Found]) -> tuple[float, _Found]:
    """How long it took, in seconds, and what it gave."""
    begin = time.perf_counter()
    found = act()
    return time.perf_counter() - begin, found


def peak_mb() -> float:
    """The most memory that this process has had, in MB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (2**20 if sys.platform == "darwin" else 2**10)
