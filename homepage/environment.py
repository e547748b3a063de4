"""Strict reading of settings from the environment.

A value that cannot be understood ends the start with one line that names the
variable, the value and what was expected. It is never taken as a default.
"""

import os
import re
from collections.abc import Mapping
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}


class EnvironmentVariableError(SystemExit):
    """Ends the process with one clear line on stderr."""

    def __init__(self, name: str, value: str, expected: str) -> None:
        self.message = f"{name}={value!r} cannot be understood: expected {expected}."
        super().__init__(self.message)


class Environment:
    """Typed access to environment variables; an empty value counts as not set."""

    def __init__(self, variables: Mapping[str, str] | None = None) -> None:
        self._variables = os.environ if variables is None else variables

    def text(self, name: str, default: str = "") -> str:
        return self._variables.get(name, "").strip() or default

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.text(name)
        if not value:
            return default
        if value.lower() in TRUE:
            return True
        if value.lower() in FALSE:
            return False
        raise EnvironmentVariableError(name, value, "on or off (also true, false, yes, no, 1, 0)")

    def items(self, name: str) -> list[str]:
        """Comma-separated values, without blanks and empty ones."""
        return [part.strip() for part in self.text(name).split(",") if part.strip()]

    def folder(self, name: str, default: Path) -> Path:
        return Path(self.text(name, str(default))).expanduser().absolute()

    def secret(self, name: str, file: Path) -> str:
        """The variable, or else the content of the file; nothing where there is neither."""
        try:
            return self.text(name) or file.read_text().strip()
        except (FileNotFoundError, NotADirectoryError):
            return ""
        except (OSError, ValueError) as error:
            raise SystemExit(f"The file {file} cannot be read: {error}") from None

    def url(self, name: str, default: str, schemes: tuple[str, ...] = ("http", "https")) -> str:
        value = self.text(name, default)
        expected = f"an address that begins with {' or '.join(s + '://' for s in schemes)}"
        try:
            parts = urlsplit(value)
            known = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
        except ValueError:
            known = False
        if not known or parts.query or parts.fragment or parts.username:
            raise EnvironmentVariableError(name, value, expected)
        return value

    def email(self, name: str) -> str:
        value = self.text(name)
        if value and not re.fullmatch(r"[!-~]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}", value):
            raise EnvironmentVariableError(name, value, "an e-mail address, or nothing")
        return value

    def token(self, name: str) -> str:
        """A secret that is sent in a header: visible characters without blanks."""
        value = self.text(name)
        if value and not re.fullmatch(r"[!-~]+", value):
            # A secret is not for the log, not even a wrong one.
            raise EnvironmentVariableError(name, "…", "letters, digits and signs without blanks")
        return value

    def path(self, name: str, default: str, taken: frozenset[str] = frozenset()) -> str:
        """A relative path of an address that ends in a slash, such as `admin/`.

        It begins with none of the `taken` words, which lead elsewhere.
        """
        value = self.text(name, default).strip("/")
        if not value or not all(
            part.replace("-", "").replace("_", "").isalnum() for part in value.split("/")
        ):
            raise EnvironmentVariableError(name, value, "a path of letters, digits and hyphens")
        if value.split("/")[0] in taken:
            raise EnvironmentVariableError(name, value, "a path that the site does not use itself")
        return value + "/"

    def hosts(self, name: str) -> list[str]:
        """Host names, comma-separated; `.example.edu` stands for all below it."""
        for value in self.items(name):
            if not re.fullmatch(
                r"\.?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:]+\]", value
            ):
                raise EnvironmentVariableError(name, value, "host names, comma-separated")
        return self.items(name)

    def networks(self, name: str) -> list[str]:
        for value in self.items(name):
            try:
                ip_network(value, strict=False)
            except ValueError:
                raise EnvironmentVariableError(
                    name, value, "IP addresses or networks, comma-separated"
                ) from None
        return self.items(name)
