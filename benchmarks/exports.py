"""What an export of 5,000 works costs: the first one, the next ones, and those that ask for none.

    python -m benchmarks.exports [--works 5000]

Works in a data folder of its own, which is removed afterwards. Ends with status 1 where the
exports need more than 80 MB beside what the site needs anyway, or an answer that is known takes
more than 50 ms.
"""

from __future__ import annotations

import argparse
from typing import Any

from benchmarks.scratch import empty_site, peak_mb, say, timed
from benchmarks.search import fill

LIMIT_MB, LIMIT_MS = 80, 50


def sent(response: Any) -> int:
    """Reads the answer as a browser does, piece by piece; its size in bytes."""
    return sum(map(len, response))


def measure(works: int) -> int:
    from django.test import Client

    client = Client(SERVER_NAME="127.0.0.1")
    client.get("/publications/")
    before, slowest = peak_mb(), 0.0
    say(f"{works} works; {before:.0f} MB before the first export")
    for extension in ("bib", "ris", "json"):
        path = f"/publications.{extension}"
        some, _ = timed(lambda path=path: sent(client.get(f"{path}?kind=article")))
        first, size = timed(lambda path=path: sent(client.get(path)))
        highest = peak_mb()
        again, _ = timed(lambda path=path: sent(client.get(path)))
        head, answer = timed(lambda path=path: client.head(path))
        etag = {"If-None-Match": answer["ETag"]}
        known, answer = timed(lambda path=path, etag=etag: client.get(path, headers=etag))
        if answer.status_code != 304:
            raise SystemExit(f"{path} answers {answer.status_code}")
        say(
            f".{extension:5}{size / 1e6:5.1f} MB: first {first:.1f} s, "
            f"again {again * 1000:.0f} ms, HEAD {head * 1000:.0f} ms, 304 {known * 1000:.0f} ms, "
            f"a kind of works {some:.1f} s; peak {highest:.0f} MB"
        )
        slowest = max(slowest, again, head, known)
    return int(peak_mb() - before > LIMIT_MB or slowest * 1000 > LIMIT_MS)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--works", type=int, default=5_000)
    options = parser.parse_args()
    with empty_site():
        fill(options.works)
        return measure(options.works)


if __name__ == "__main__":
    raise SystemExit(main())
