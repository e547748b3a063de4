"""Where uploads lie, and how a file comes into being whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.storage import FileSystemStorage


class MediaStorage(FileSystemStorage):
    """Files are written beside their place, then moved there: a full disk leaves no half file."""

    def _save(self, name: str, content: File[Any]) -> str:
        target = Path(self.path(name))
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
        descriptor, part = tempfile.mkstemp(dir=target.parent, prefix=".part-")
        try:
            with os.fdopen(descriptor, "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            Path(part).chmod(0o644)
            while True:
                try:
                    self._move(part, self.path(name))
                    break
                except FileExistsError:
                    name = self.get_available_name(name)
        finally:
            with contextlib.suppress(FileNotFoundError):
                Path(part).unlink()
        return name.replace("\\", "/")

    @staticmethod
    def _move(part: str, target: str) -> None:
        """Give the file its name. Raises FileExistsError where the name is taken."""
        try:
            os.link(part, target)
        except FileExistsError:
            raise
        except OSError:
            # A file system without links: the name is taken first, then filled at once.
            os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644))
            Path(part).replace(target)
