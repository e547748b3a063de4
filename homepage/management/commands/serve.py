from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from homepage.operations.serving import (
    OperationError,
    add_address_arguments,
    local_url,
    proxy_warning,
    serve,
    worker_count,
)


class Command(BaseCommand):
    help = "Serves the site. Ctrl-C stops it."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        add_address_arguments(parser)
        parser.add_argument(
            "--workers", type=worker_count, default=1, help="how many processes serve (default: 1)"
        )

    def handle(self, *, host: str, port: int, workers: int, **options: Any) -> None:
        def announce() -> None:
            self.stdout.write(f"Serving on {local_url(host, port)} - Ctrl-C stops it.")
            self.stdout.flush()
            if warning := proxy_warning():
                self.stderr.write(warning)

        try:
            serve(host=host, port=port, workers=workers, announce=announce)
        except OperationError as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            pass
        self.stdout.write("Stopped.")
