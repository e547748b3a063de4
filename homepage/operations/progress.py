"""How far a command is, for who waits at a terminal."""

import time
from typing import Any


class Progress:
    """A bar on a terminal, once the work has taken more than two seconds."""

    width = 40

    def __init__(self, out: Any) -> None:
        self.out = out
        self.begin = time.monotonic()
        self.is_shown = False

    def show(self, done: int, of: int) -> None:
        if self.out.isatty() and time.monotonic() - self.begin > 2:
            filled = self.width * done // of
            bar = "█" * filled + "░" * (self.width - filled)
            self.out.write(f"\r{bar} {done} of {of}", ending="")
            self.is_shown = True

    def clear(self) -> None:
        if self.is_shown:
            self.out.write("\r" + " " * (self.width + 24) + "\r", ending="")
            self.is_shown = False
