from functools import partial
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from homepage.operations import quickstart
from homepage.operations.serving import (
    DEFAULT_HOST,
    DEFAULT_PORT,
    EVERYWHERE,
    OperationError,
    add_address_arguments,
    local_url,
    proxy_warning,
    require_free_port,
    serve,
    site_url,
)


class Command(BaseCommand):
    help = (
        "Makes the site ready and serves it: data folder, secret key, database, demo content, "
        "static files, first account. Run again, it loses and overwrites nothing."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--empty", action="store_true", help="begin without the demo content")
        add_address_arguments(parser)
        parser.add_argument(
            "--no-serve", action="store_true", help="only make the site ready, do not serve it"
        )

    def handle(self, *, empty: bool, host: str, port: int, no_serve: bool, **options: Any) -> None:
        try:
            site = site_url(host, port)
            if not no_serve:
                require_free_port(host, port)
            self.prepare(empty=empty)
            if no_serve:
                self.say_where(site, host, port, served=False)
                return
            serve(
                host=host,
                port=port,
                workers=1,
                announce=partial(self.say_where, site, host, port, served=True),
            )
            self.stdout.write("Stopped.")
        except OperationError as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            raise CommandError("Stopped before it was done. Run it again to go on.") from None

    def prepare(self, *, empty: bool) -> None:
        steps = quickstart.steps(empty=empty)
        folder, *others = [
            (f"[{number}/{len(steps)}] {step.title}: ", step)
            for number, step in enumerate(steps, 1)
        ]
        self.take(*folder)
        with quickstart.alone():
            for title, step in others:
                self.take(title, step)

    def take(self, title: str, step: quickstart.Step) -> None:
        self.stdout.write(title, ending="")
        self.stdout.flush()
        try:
            self.stdout.write(quickstart.run(step))
        except OperationError:
            self.stdout.write("not done")
            raise

    def say_where(self, site: str, host: str, port: int, *, served: bool) -> None:
        local = local_url(host, port)
        self.stdout.write(f"\nRead: {site}/\nEdit: {site}/{settings.ADMIN_PATH}")
        if not served:
            where = "" if host == DEFAULT_HOST else f" --host {host}"
            where += "" if port == DEFAULT_PORT else f" --port {port}"
            self.stdout.write(f"\nReady. To serve it: python manage.py serve{where}")
        elif site != local:
            self.stdout.write(f"\nServing on {local} - Ctrl-C stops it.")
        else:
            self.stdout.write("\nCtrl-C stops it.")
        if served and host in EVERYWHERE and site == local:
            self.stdout.write(
                "Other machines are answered once SITE_URL names the address they use."
            )
        self.stdout.flush()
        if served and (warning := proxy_warning()):
            self.stderr.write(warning)
