"""Imports go one way; the contract stands in pyproject.toml."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINTER = shutil.which("lint-imports", path=str(Path(sys.executable).parent))


@pytest.mark.skipif(LINTER is None, reason="import-linter is in the extra `lint`")
def test_the_import_contracts_are_kept():
    done = subprocess.run(
        [LINTER, "--no-cache"], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_apps_do_not_import_what_stands_above_them():
    """The heart of the contract, without the linter."""
    above = {
        "homepage/content": ("profile", "publications", "news", "recruiting"),
        "homepage/delivery": ("profile", "publications", "news", "recruiting"),
        "profile": ("publications", "news", "recruiting"),
        "publications": ("news", "recruiting"),
        "news": ("recruiting",),
        "recruiting": ("publications", "news"),
    }

    wrong = [
        f"{file.relative_to(ROOT)} imports {app}"
        for folder, apps in above.items()
        for file in sorted((ROOT / folder).rglob("*.py"))
        for line in file.read_text().splitlines()
        for app in apps
        if line.lstrip().startswith((f"from {app}.", f"import {app}.", f"from {app} "))
    ]

    assert not wrong
