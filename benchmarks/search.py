"""How long a filtered search of 5,000 works takes, and how much a page of the list carries.

    python -m benchmarks.search [--works 5000] [--repeat 40]

Works in a data folder of its own, which is removed afterwards. Ends with status 1 where the
median of a search exceeds 50 ms or a page 100 kB.
"""

from __future__ import annotations

import argparse
import gc
import random
import statistics
import time
import tracemalloc
from collections.abc import Callable
from itertools import product
from typing import Any

from benchmarks.scratch import empty_site, say

LIMIT_MS, LIMIT_BYTES = 50, 100_000
AUTHORS = 4

SYLLABLES = (
    "ka", "ro", "mi", "ta", "ne", "lo", "vi", "sa", "du", "pe", "ri", "no", "ha", "le", "mo", "ti",
)  # fmt: skip
WORDS = ["".join(pair) + "n" for pair in product(SYLLABLES[:9], SYLLABLES[4:])]


def phrase(chance: random.Random, length: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(length)).capitalize()


def name(chance: random.Random) -> str:
    parts = ("".join(chance.choices(SYLLABLES, k=k)).capitalize() for k in (2, 3))
    return " ".join(parts)


def stage_as_imported(
    number: int, work: Any, names: list[str], chance: random.Random, venues: list[Any]
) -> Any:
    """A stage with the fields of the BibTeX that it came from."""
    from publications.models import Stage

    venue, year, volume = chance.choice(venues), chance.randint(1966, 2025), str(number % 90 + 1)
    source = {
        "title": f"{{{work.title}}}",
        "author": " and ".join(names),
        "journal": venue.name,
        "year": str(year),
        "volume": volume,
        "pages": "1--20",
        "doi": f"10.1000/{number}",
        "abstract": work.abstract,
    }
    return Stage(
        publication=work,
        date=str(year),
        venue=venue,
        volume=volume,
        pages="1–20",
        doi=f"10.1000/{number}",
        bibtex_type="article",
        bibtex_key=f"key{number}",
        source_fields=source,
    )


def fill(works: int, authors: int = AUTHORS) -> None:
    """Works of sixty years, with abstracts, venues, topics, distinctions and authors."""
    from django.utils import timezone

    from homepage.content.versions import content_write
    from profile.models import Person, Profile, ResearchInterest, Venue
    from publications.models import (
        Authorship,
        Distinction,
        Publication,
        PublicationTopic,
        Stage,
    )

    chance = random.Random(7)  # noqa: S311 - the same works each time
    now = timezone.now()
    kinds = list(Publication.Kind.values)
    with content_write():
        owner = Profile.load()
        owner.name = "Ada Example"
        owner.save()
        people = Person.objects.bulk_create(
            [Person(name=f"{name(chance)} {n}") for n in range(max(authors, works * 3 // 5))]
        )
        venues = Venue.objects.bulk_create(
            [Venue(name=f"Journal of {phrase(chance, 3)} {n}") for n in range(120)]
        )
        topics = ResearchInterest.objects.bulk_create(
            [
                ResearchInterest(
                    title=phrase(chance, 2), slug=f"topic-{n}", state="published", public_from=now
                )
                for n in range(8)
            ]
        )
        made = Publication.objects.bulk_create(
            [
                Publication(
                    title=phrase(chance, chance.randint(5, 14)),
                    slug=f"work-{n}",
                    abstract=phrase(chance, 120),
                    kind=chance.choice(kinds),
                    is_selected=n % 500 == 0,
                    state="published",
                    public_from=now,
                )
                for n in range(works)
            ]
        )
        teams = [[*chance.sample(people, authors - 1), owner.person] for _ in made]
        stages = Stage.objects.bulk_create(
            [
                stage_as_imported(n, work, [person.name for person in team], chance, venues)
                for n, (work, team) in enumerate(zip(made, teams, strict=True))
            ]
        )
        for work, stage in zip(made, stages, strict=True):
            work.main_stage = stage
        Publication.objects.bulk_update(made, ["main_stage"], batch_size=500)
        Authorship.objects.bulk_create(
            [
                Authorship(publication=work, person=person, position=place)
                for work, team in zip(made, teams, strict=True)
                for place, person in enumerate(team)
            ]
        )
        PublicationTopic.objects.bulk_create(
            [PublicationTopic(publication=work, interest=chance.choice(topics)) for work in made]
        )
        Distinction.objects.bulk_create(
            [Distinction(publication=work, label="Best paper") for work in made[::20]]
        )


def median_ms(repeat: int, act: Callable[[int], Any]) -> float:
    act(0)
    times = []
    for nth in range(repeat):
        start = time.perf_counter()
        act(nth)
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def measure(works: int, repeat: int) -> int:
    from django.db.models import Q
    from django.test import Client

    from publications.listing import indexing
    from publications.models import Publication

    client = Client(SERVER_NAME="127.0.0.1")
    longest = 0

    def get(query: str) -> None:
        nonlocal longest
        answer = client.get(f"/publications/{query}")
        if answer.status_code != 200:
            raise SystemExit(f"{query} answers {answer.status_code}")
        longest = max(longest, len(answer.content))

    gc.collect()
    start = time.perf_counter()
    indexing.work_index()
    building = time.perf_counter() - start
    tracemalloc.start()
    indexing._held = None
    indexing.work_index()
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    say(f"{works} works with {AUTHORS} authors each")
    say(f"index: {building * 1000:.0f} ms to make, {held / 1e6:.1f} MB to keep")

    whole = median_ms(repeat, lambda nth: get(""))
    searches = {
        "one word": lambda nth: get(f"?q={WORDS[nth % len(WORDS)]}"),
        "two words": lambda nth: get(f"?q={WORDS[nth % len(WORDS)]}+{WORDS[-1 - nth % 40]}"),
        "word and filters": lambda nth: get(
            f"?q={WORDS[nth % len(WORDS)]}&topic=topic-{nth % 8}&kind=article"
        ),
        "no hit": lambda nth: get(f"?q=nothing{nth}"),
        "a year": lambda nth: get(f"?year={1966 + nth % 60}"),
        "a page": lambda nth: get(f"?page={nth + 2}"),
    }
    found = {label: median_ms(repeat, act) for label, act in searches.items()}

    def like(nth: int) -> None:
        word = WORDS[nth % len(WORDS)]
        list(
            Publication.objects.public()
            .filter(Q(title__icontains=word) | Q(abstract__icontains=word))
            .newest_first()
            .values_list("pk", flat=True)
        )

    say(f"{'the whole list':18}{whole:7.1f} ms")
    for label, took in found.items():
        say(f"{label:18}{took:7.1f} ms, {took / whole:.2f} of the whole list")
    say(f"{'a plain SQL LIKE':18}{median_ms(repeat, like):7.1f} ms, without a page around it")
    say(f"largest page: {longest / 1000:.1f} kB of HTML")
    slowest = max(found.values())
    return int(slowest > LIMIT_MS or longest > LIMIT_BYTES)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--works", type=int, default=5_000)
    parser.add_argument("--repeat", type=int, default=40)
    options = parser.parse_args()
    with empty_site():
        fill(options.works)
        return measure(options.works, options.repeat)


if __name__ == "__main__":
    raise SystemExit(main())
