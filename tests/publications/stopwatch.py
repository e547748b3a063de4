"""Holds a piece of code to its time, by the processor's clock: other work does not count."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    start = time.process_time()
    yield
    taken = time.process_time() - start
    assert taken <= seconds, f"{taken:.1f} s"
