"""Imports go one way; the contract stands in pyproject.toml."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINTER = shutil.which("lint-imports", path=str(Path(sys.executable).parent))


PACKAGES = ("homepage", "profile", "publications", "news", "recruiting")
#: Top modules of the site that stand below everything, or that a contract of its own is about.
FOUNDATIONS = {"__init__", "databases", "environment", "settings"}

with_linter = pytest.mark.skipif(LINTER is None, reason="import-linter is in the extra `lint`")


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINTER, "--no-cache"], cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )


@with_linter
def test_the_import_contracts_are_kept():
    done = lint(ROOT)

    assert done.returncode == 0, done.stdout + done.stderr


@with_linter
@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("homepage/content/pages.py", "from homepage.site import site_of"),
        ("homepage/delivery/media.py", "from homepage.models import SiteSettings"),
        ("profile/models.py", "from homepage.models import SiteSettings"),
        ("publications/views.py", "from homepage.resume import resume"),
        ("news/views.py", "from publications.views import detail\nimport homepage.theme"),
        ("recruiting/views.py", "from news.models import NewsItem"),
        ("publications/models.py", "from news.models import NewsItem"),
        ("homepage/content/images.py", "from profile.models import Person"),
        ("homepage/delivery/media.py", "from homepage.operations import serving"),
        ("news/models.py", "from homepage.settings import DATA_DIR"),
        ("recruiting/formats/ics.py", "from recruiting.models import Opening"),
        ("recruiting/formats/posting_html.py", "from profile.models import Person"),
        ("recruiting/lifecycle.py", "from recruiting.editing import standing"),
        ("recruiting/wording/facts.py", "from recruiting.admin import OpeningAdmin"),
    ],
)
def test_a_wrong_import_breaks_a_contract(tmp_path, module, line):
    for package in PACKAGES:
        for file in (ROOT / package).rglob("*.py"):
            copy = tmp_path / file.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, copy)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / module).open("a") as file:
        file.write(f"\n\n{line}\n")

    done = lint(tmp_path)

    assert done.returncode == 1, done.stdout + done.stderr
    assert "BROKEN" in done.stdout


def test_the_contract_names_every_module_of_the_site():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    [names] = [
        set(contract["forbidden_modules"])
        for contract in contracts["contracts"]
        if "homepage.site" in contract.get("forbidden_modules", ())
    ]
    top = {file.stem for file in (ROOT / "homepage").glob("*.py")} - FOUNDATIONS

    assert names >= {f"homepage.{name}" for name in top}


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
