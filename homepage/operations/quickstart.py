"""From nothing to a site that can be served.

Every step can be taken again: it makes what is missing and leaves what is there alone.
"""

import errno
import json
import os
import secrets
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import Error as DatabaseError

from homepage.content.publishing import Publishable
from homepage.content.versions import ContentVersion
from homepage.operations.content_files import DEMO, ContentFilesError, load_content
from homepage.operations.serving import (
    OperationError,
    database_problem,
    has_secret_key,
    missing_database_file,
    pending_migrations,
)

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


#: Letters and digits that nobody takes for another one.
UNMISTAKABLE = "abcdefghijkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class Step:
    """One thing to see to; `run` does it where needed and answers what it did."""

    title: str
    run: Callable[[], str]


def steps(*, empty: bool) -> list[Step]:
    return [
        Step("Data folder", make_data_folder),
        Step("Secret key", make_secret_key),
        Step("Database", migrate_database),
        Step("Content", leave_empty if empty else load_demo),
        Step("Static files", collect_static_files),
        Step("First account", create_first_admin),
    ]


def run(step: Step) -> str:
    """What the step did; a failure of the machine becomes one line."""
    try:
        return step.run()
    except DatabaseError as error:
        raise OperationError(database_problem(error)) from error
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        raise OperationError(f"{step.title}: {error.strerror or error}{where}.") from error


@contextmanager
def alone() -> Iterator[None]:
    """Keep every other quickstart out of the data folder; the system forgets it at the end."""
    folder: Path = settings.DATA_DIR
    try:
        descriptor = os.open(folder / "quickstart.lock", os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise OperationError(
            f"The data folder {folder} cannot be used: {error.strerror}."
        ) from error
    try:
        try:
            _lock(descriptor)
        except OSError as error:
            # A file system that knows no locks is no reason to refuse.
            if error.errno in {errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK}:
                raise OperationError(f"Another quickstart is at work in {folder}.") from error
        yield
    finally:
        os.close(descriptor)


def make_data_folder() -> str:
    folder: Path = settings.DATA_DIR
    existed = folder.is_dir()
    if folder.exists() and not existed:
        raise OperationError(f"DATA_DIR names {folder}, which is a file and not a folder.")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise OperationError(
            f"The data folder {folder} cannot be used: {error.strerror}. "
            "Set DATA_DIR to a folder in which this account may write."
        ) from error
    return f"{folder} is there" if existed else f"made {folder}"


def make_secret_key() -> str:
    """A key in a file that only the owner can read. One that is there is never replaced."""
    file: Path = settings.SECRET_KEY_FILE
    if file.exists() and file.stat().st_size:
        file.chmod(0o600)
    if os.environ.get("SECRET_KEY", "").strip():
        return "taken from SECRET_KEY"
    if has_secret_key():
        return f"kept the one in {file}"
    made = _write_once(file, secrets.token_urlsafe(48) + "\n")
    settings.SECRET_KEY = file.read_text().strip()
    return f"made {file}" if made else f"kept the one in {file}"


def _write_once(file: Path, text: str) -> bool:
    """Put a new file in place whole; False when another process was quicker."""
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")
    draft = Path(name)
    try:
        with os.fdopen(descriptor, "w") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        if file.exists() and not file.stat().st_size:
            draft.replace(file)
            return True
        try:
            os.link(draft, file)
        except FileExistsError:
            raise
        except OSError:
            # A file system without links: the name is taken first, then filled at once. A
            # crash between the two leaves an empty file, which is no key.
            os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            draft.replace(file)
    except FileExistsError:
        return False
    finally:
        draft.unlink(missing_ok=True)
    return True


def migrate_database() -> str:
    if file := missing_database_file():
        # It holds accounts and sessions: SQLite gives its other files the same mode.
        try:
            file.touch(mode=0o600)
        except OSError as error:
            raise OperationError(
                f"The database file {file} cannot be made: {error.strerror}."
            ) from error
    pending = pending_migrations()
    if not pending:
        return "up to date"
    call_command("migrate", interactive=False, verbosity=0)
    return f"brought up to date with {len(pending)} migrations"


def is_untouched() -> bool:
    """Whether nobody has ever used this database.

    A site that an editor has emptied is not one: its content version has moved on, and
    it has an account. Neither is one begun with `--empty`.
    """
    if get_user_model()._default_manager.exists() or ContentVersion.current().number:
        return False
    kinds = (model for model in apps.get_models() if issubclass(model, Publishable))
    return not any(model._default_manager.exists() for model in kinds)


def load_demo() -> str:
    if not is_untouched():
        return "left as it is"
    try:
        report = load_content(DEMO)
    except ContentFilesError as error:
        raise OperationError(f"The demo: {error.summary} {error.problems[0]}") from error
    return f"loaded the demo, {report.created.total()} things that show a full site"


def leave_empty() -> str:
    return "left as it is, without the demo"


def collect_static_files() -> str:
    call_command("collectstatic", interactive=False, verbosity=0)
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not manifest.is_file():
        return f"collected in {settings.STATIC_ROOT}"
    return f"{len(json.loads(manifest.read_text())['paths'])} files in {settings.STATIC_ROOT}"


def create_first_admin() -> str:
    accounts = get_user_model()._default_manager
    if accounts.filter(is_superuser=True).exists():
        return "there already"
    taken = set(accounts.values_list("username", flat=True))
    name = next(name for name in _names() if name not in taken)
    password = generate_password()
    accounts.create_superuser(username=name, email="", password=password)
    return (
        "created. Its password is shown this once:\n\n"
        f"    Name:      {name}\n"
        f"    Password:  {password}\n"
    )


def _names() -> Iterator[str]:
    return chain(["admin"], (f"admin{number}" for number in count(2)))


def generate_password() -> str:
    """Four groups of five: about a hundred bits, and easy to type."""
    return "-".join("".join(secrets.choice(UNMISTAKABLE) for _ in range(5)) for _ in range(4))
