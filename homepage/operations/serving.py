"""Serving the site with granian, and what has to be there before."""

import errno
import json
import multiprocessing
import os
import signal
import socket
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from pathlib import Path
from wsgiref.types import WSGIApplication

from django.conf import settings
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.exceptions import ImproperlyConfigured
from django.db import Error as DatabaseError
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils.module_loading import import_string
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8000

EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104


class OperationError(Exception):
    """What cannot be done, and why, in one line for the operator."""


def port_number(text: str) -> int:
    if text.isascii() and text.isdecimal() and 1 <= int(text) <= 65535:
        return int(text)
    raise ArgumentTypeError(f"{text!r} is no port: expected a number from 1 to 65535")


def worker_count(text: str) -> int:
    if text.isascii() and text.isdecimal() and 1 <= int(text) <= 64:
        return int(text)
    raise ArgumentTypeError(f"{text!r} is no number of workers: expected one from 1 to 64")


def add_address_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--host", default=DEFAULT_HOST, help=f"where to listen (default: {DEFAULT_HOST})"
    )
    parser.add_argument(
        "--port",
        type=port_number,
        default=DEFAULT_PORT,
        help=f"the port to listen on (default: {DEFAULT_PORT})",
    )


def local_url(host: str, port: int) -> str:
    """The address under which a browser on this machine reaches what listens there."""
    host = EVERYWHERE.get(host, host)
    host = f"[{host}]" if ":" in host else host
    return f"http://{host}" if port == 80 else f"http://{host}:{port}"


def site_url(host: str, port: int) -> str:
    """The canonical address: `SITE_URL`, or else the address served."""
    if os.environ.get("SITE_URL", "").strip():
        return str(settings.SITE_URL)
    return local_url(host, port)


def proxy_warning() -> str:
    """What keeps visitors from every page, if something does: this server speaks plain HTTP."""
    if not settings.SECURE_SSL_REDIRECT or settings.TRUSTED_PROXIES:
        return ""
    return (
        "Warning: SITE_URL is an https address, and TRUSTED_PROXIES names no web server that "
        "speaks HTTPS in front of this one: every page leads back to itself for ever."
    )


def require_free_port(host: str, port: int) -> str:
    """The IP address to listen on, when nothing listens there yet."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (socket.gaierror, UnicodeError):
        raise OperationError(f"There is no address of the name {host!r} to listen on.") from None
    with socket.socket(family, kind) as probe:
        # A port that was in use a moment ago is free; one that is listened on is not.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            raise OperationError(_refusal(host, port, error)) from None
    return str(address[0])


def _refusal(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} of {host} is taken: another program, or this site already, "
            f"listens there. Stop it, or choose another port with --port."
        )
    if error.errno == errno.EACCES:
        return f"Port {port} may not be used by this account: choose one above 1023 with --port."
    if error.errno == errno.EADDRNOTAVAIL:
        return f"{host} is not an address of this machine: choose one with --host."
    return f"Port {port} of {host} cannot be used: {error.strerror}."


def database_problem(error: Exception) -> str:
    """One line on a database that cannot be used, without its password."""
    database = settings.DATABASES["default"]
    if connection.vendor == "sqlite":
        where = str(database["NAME"])
    else:
        where = f"{database['NAME']} on {database.get('HOST') or 'this machine'}"
        if database.get("PORT"):
            where += f", port {database['PORT']}"
    reason = " ".join(str(error).split())
    if password := database.get("PASSWORD"):
        reason = reason.replace(str(password), "***")
    return f"The database ({where}) cannot be used: {reason}"


def pending_migrations() -> list[str]:
    """The migrations that the code has and the database has not."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def has_secret_key() -> bool:
    try:
        return bool(settings.SECRET_KEY)
    except ImproperlyConfigured:
        return False


def missing_database_file() -> Path | None:
    """SQLite's file when it is not there; connecting to it would make an empty one."""
    if connection.vendor != "sqlite":
        return None
    name = str(connection.settings_dict["NAME"])
    if name == ":memory:" or name.startswith("file:") or Path(name).exists():
        return None
    return Path(name)


def missing_static_files() -> list[str]:
    """The static files that the code has and that are not collected."""
    if settings.DEBUG:
        return []
    collected = ManifestStaticFilesStorage().read_manifest()
    known = json.loads(collected)["paths"] if collected else {}
    found = {
        Path(getattr(storage, "prefix", "") or "", name).as_posix()
        for finder in get_finders()
        for name, storage in finder.list(StaticFilesConfig.ignore_patterns)
    }
    return sorted(found - known.keys())


def require_ready() -> None:
    """Refuse to serve a site that quickstart has not prepared, and say what is missing."""
    remedy = "Run: python manage.py quickstart --no-serve"
    if not has_secret_key():
        raise OperationError(f"There is no secret key in {settings.SECRET_KEY_FILE}. {remedy}")
    if path := missing_database_file():
        raise OperationError(f"There is no database at {path}. {remedy}")
    try:
        pending = pending_migrations()
    except DatabaseError as error:
        raise OperationError(database_problem(error)) from None
    if pending:
        raise OperationError(
            f"The database lacks {len(pending)} of the migrations ({_some(pending)}). {remedy}"
        )
    if missing := missing_static_files():
        raise OperationError(
            f"{settings.STATIC_ROOT} lacks {len(missing)} of the static files "
            f"({_some(missing)}). {remedy}"
        )


def _some(names: list[str]) -> str:
    return ", ".join(names[:3]) + (" …" if len(names) > 3 else "")


def load_application(target: str) -> WSGIApplication:
    """What a worker serves. Runs in the worker, before anything of the site is loaded.

    Ctrl-C reaches every process of a terminal, and granian tells its workers to stop as
    well. A worker that hears both may hang, so that it only listens to granian.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    application: WSGIApplication = import_string(target)
    return application


def serve(*, host: str, port: int, workers: int, announce: Callable[[], None]) -> None:
    """Serve until the process is told to stop; `announce` is called when nothing is missing."""
    require_ready()
    address = require_free_port(host, port)
    announce()
    os.environ["SITE_URL"] = site_url(host, port)
    connections.close_all()
    # Each worker starts as a process of its own and reads its settings anew. A forked one
    # would keep this process's settings and threads.
    multiprocessing.set_start_method("spawn", force=True)
    server = Server(
        "homepage.wsgi.application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        # Threads of one worker; beyond this many they wait for each other in Python.
        blocking_threads=min(8, 2 * multiprocessing.cpu_count() + 1),
        websockets=False,
        # A worker that fails is replaced.
        respawn_failed_workers=True,
        # Told to stop, it finishes what it is answering, but not for ever.
        workers_kill_timeout=5,
        log_level=LogLevels.warning,
        log_access=False,
    )
    # Granian takes a closed terminal for the wish to start its workers anew.
    on_hangup = signal.getsignal(signal.SIGHUP)
    if on_hangup != signal.SIG_IGN:
        on_hangup = server.signal_handler_interrupt
    server.on_startup(lambda: signal.signal(signal.SIGHUP, on_hangup))
    server.serve(target_loader=load_application)
