"""The commands that make and serve a site, run as processes of their own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
OURS = {
    "ADMIN_PATH",
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "DEBUG",
    "DJANGO_SETTINGS_MODULE",
    "SECRET_KEY",
    "SECRET_KEY_FALLBACKS",
    "SITE_URL",
    "TRUSTED_PROXIES",
}


#: Seconds that a busy machine may take for one step.
TIMEOUT = 120


def environment(data, **variables):
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    return {**kept, "DATA_DIR": str(data), **variables}


def manage(*arguments, data, **variables):
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment(data, **variables),
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
        check=False,
    )


#: Below those that the system gives away by itself, and other ones for each process of tests.
PORTS = count(10_000 + os.getpid() * 41 % 20_000)


def free_port():
    return next(port for port in PORTS if can_listen(socket.AF_INET, "127.0.0.1", port))


def can_listen(family, host, port=0):
    try:
        with socket.socket(family) as probe:
            probe.bind((host, port))
    except OSError:
        return False
    return True


@contextmanager
def served(*arguments, data, port, **variables):
    process = subprocess.Popen(
        [sys.executable, "manage.py", *arguments, "--port", str(port)],
        cwd=ROOT,
        env=environment(data, **variables),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()


def wait_for(url, process):
    deadline = time.monotonic() + TIMEOUT
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(f"It ended: {process.stdout.read()}")
        try:
            with urllib.request.urlopen(url, timeout=10) as response:
                return response.read().decode()
        except OSError:  # It does not listen yet, or is slow to answer.
            time.sleep(0.1)
    pytest.fail(f"{url} does not answer")


def stop(process, number=signal.SIGINT):
    """What Ctrl-C does: every process of the group hears it."""
    os.killpg(process.pid, number)
    output, _ = process.communicate(timeout=TIMEOUT)
    return output
