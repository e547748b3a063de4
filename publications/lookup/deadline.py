"""How long one request of an editor's may ask the public services, however many it asks."""

import time

#: Servers in front of a site often give an answer a minute.
SECONDS = 45.0


class Deadline:
    """The moment when all that is looked up together has to be there."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds until then, never less than none."""
        return max(0.0, self._end - time.monotonic())
