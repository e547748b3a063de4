"""Migrations go in one line, forwards and backwards."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db.migrations.loader import MigrationLoader

APPS = ("news", "recruiting", "publications", "profile", "homepage")


@pytest.mark.parametrize("app", APPS)
def test_an_apps_migrations_are_one_line(app):
    loader = MigrationLoader(None)
    names = sorted(name for label, name in loader.disk_migrations if label == app)

    assert len(loader.graph.leaf_nodes(app)) == 1
    assert [name[:4] for name in names] == [f"{n:04}" for n in range(1, len(names) + 1)]
    assert not [name for name in names if "auto" in name]


BACK_AND_FORTH = """
import sys

import django
from django.core.management import call_command

django.setup()
call_command("migrate", verbosity=0)
for app in sys.argv[1:]:
    call_command("migrate", app, "zero", verbosity=0)
call_command("migrate", verbosity=0)
"""


def test_migrations_go_back_and_forth(tmp_path: Path):
    environ = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environ |= {
        "DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "homepage.settings",
        "SECRET_KEY": "for this test",
    }

    subprocess.run(
        [sys.executable, "-c", BACK_AND_FORTH, *APPS],
        cwd=settings.BASE_DIR, env=environ, check=True,
    )  # fmt: skip
