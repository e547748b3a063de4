"""`manage.py load_content DIR`: content from a folder of readable files."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from homepage.operations.content_files import ContentFilesError, load_content
from homepage.operations.progress import Progress


class Command(BaseCommand):
    help = (
        "Load content from a folder of YAML and Markdown files, one file for each thing. "
        "All of it is loaded, or nothing and every reason is named. Loading the same files "
        "again changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path, help="the folder with the files")
        parser.add_argument(
            "--dry-run", action="store_true", help="check everything and keep nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"{folder} is no folder.", returncode=2)
        progress = Progress(self.stderr)
        try:
            report = load_content(folder, dry_run=options["dry_run"], on_progress=progress.show)
        except ContentFilesError as error:
            progress.clear()
            for problem in error.problems:
                self.stderr.write(str(problem))
            raise CommandError(error.summary) from None
        except DatabaseError as error:
            progress.clear()
            raise CommandError(f"Nothing loaded; the database says: {error}") from None
        progress.clear()
        self.stdout.write(report.summary)
