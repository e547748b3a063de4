"""How this site names itself to the services that it asks."""

import tomllib
from functools import cache
from pathlib import Path

from django.conf import settings

NAME = "faculty-homepage"


@cache
def version() -> str:
    """The version that the checkout is of."""
    with (Path(settings.BASE_DIR) / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def user_agent() -> str:
    """`faculty-homepage/1.0 (+https://example.edu; mailto:ada@example.edu)` (RFC 9110, 10.1.5)."""
    about = [f"+{settings.SITE_URL}"]
    if settings.CONTACT_EMAIL:
        about.append(f"mailto:{settings.CONTACT_EMAIL}")
    return f"{NAME}/{version()} ({'; '.join(about)})"
