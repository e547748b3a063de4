"""`manage.py import_bibtex FILE…`: works from BibTeX files."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from homepage.operations.bibtex_files import BibTeXFileError, import_files
from homepage.operations.progress import Progress

#: Of a larger file no more is read than shows that it is too large.
_MOST_BYTES = 11 * 2**20


class Command(BaseCommand):
    help = (
        "Import works from BibTeX files. New works come in as drafts; works that the site has "
        "are recognised by DOI, arXiv id, or title, year and first author, and what the files "
        "say otherwise is reported. All files are imported, or none. Importing the same file "
        "again changes nothing, and each import can be undone in the admin."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "files", metavar="FILE", nargs="+", help="a .bib file, or - for standard input"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would happen and keep nothing"
        )
        parser.add_argument(
            "--publish", action="store_true", help="publish new works instead of drafting them"
        )
        parser.add_argument(
            "--update", action="store_true", help="change works that the site has already"
        )
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="report as JSON and nothing else"
        )

    def handle(
        self,
        *,
        files: list[str],
        dry_run: bool,
        publish: bool,
        update: bool,
        as_json: bool,
        **options: Any,
    ) -> None:
        progress = Progress(self.stderr)
        try:
            report = import_files(
                [(_name_of(path), _content_of(path)) for path in files],
                publishes=publish,
                updates=update,
                dry_run=dry_run,
                on_progress=progress.show,
            )
        except BibTeXFileError as error:
            raise CommandError(f"Nothing imported. {error}") from None
        except DatabaseError as error:
            raise CommandError(f"Nothing imported; the database says: {error}") from None
        finally:
            progress.clear()
        for warned in report.warnings:
            self.stderr.write(str(warned))
        if as_json:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
        else:
            for change in report.changes:
                self.stdout.write(change)
            for unreadable in report.unreadable:
                self.stderr.write(str(unreadable))
            self.stdout.write(report.summary)
        if report.found == len(report.unreadable):
            raise CommandError("Nothing imported: no entry can be read.")


def _name_of(path: str) -> str:
    return "standard input" if path == "-" else Path(path).name


def _content_of(path: str) -> bytes:
    if path == "-":
        return sys.stdin.buffer.read(_MOST_BYTES)
    try:
        with Path(path).open("rb") as file:
            return file.read(_MOST_BYTES)
    except OSError as error:
        raise BibTeXFileError(f"{path}: {error.strerror}.") from None
    except ValueError as error:  # A NUL byte in the path.
        raise BibTeXFileError(f"{path!r}: {error}.") from None
