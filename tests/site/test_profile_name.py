"""The app `profile` and the standard library's module of that name live side by side."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(arguments, *, cwd, data):
    environment = {**os.environ, "DATA_DIR": str(data), "SECRET_KEY": "for tests only"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("elsewhere", [False, True], ids=["in the root", "from elsewhere"])
def test_the_profiler_runs_manage_py(tmp_path, elsewhere):
    cwd = tmp_path if elsewhere else ROOT

    done = run(
        ["-m", "cProfile", "-o", os.devnull, str(ROOT / "manage.py"), "check"],
        cwd=cwd,
        data=tmp_path,
    )

    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_cprofile_can_be_imported_before_django(tmp_path):
    code = (
        "import cProfile, os, profile\n"
        "os.environ['DJANGO_SETTINGS_MODULE'] = 'homepage.settings'\n"
        "import django; django.setup()\n"
        "from profile.models import Profile\n"
        "cProfile.run('pass')\n"
        "print(Profile._meta.label, Profile.objects.model is Profile)\n"
    )

    done = run(["-c", code], cwd=ROOT, data=tmp_path)

    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("profile.Profile True\n")


def test_the_standard_module_found_first_gives_way_to_the_app(tmp_path):
    code = (
        "import sys\n"
        "sys.path = [path for path in sys.path if path not in ('', sys.argv[1])]\n"
        "import profile\n"
        "assert not hasattr(profile, '__path__')\n"
        "sys.path.insert(0, sys.argv[1])\n"
        "import homepage, profile\n"
        "print(profile.__path__[0])\n"
    )

    done = run(["-c", code, str(ROOT)], cwd=ROOT, data=tmp_path)

    assert done.returncode == 0, done.stderr
    assert Path(done.stdout.strip()) == ROOT / "profile"


def test_only_the_profilers_own_names_are_handed_through():
    import profile

    assert callable(profile.run)
    assert callable(profile.runctx)
    with pytest.raises(AttributeError, match="has no attribute 'time'"):
        _ = profile.time
