"""What tells people of one name apart, beside the buttons that choose one of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from profile.models import Person
from publications.models import Authorship


def tell_apart(people: Iterable[Person]) -> None:
    """Let each know, as `told`, their ORCID iD, how many works they have, and a co-author.

    Two queries for all of them.
    """
    by_key: dict[int, list[Person]] = defaultdict(list)
    for person in people:
        by_key[person.pk].append(person)
    if not by_key:
        return
    works: dict[int, set[int]] = defaultdict(set)
    rows = Authorship.objects.filter(person__in=by_key).order_by()
    for key, work in rows.values_list("person", "publication"):
        works[key].add(work)
    latest = {key: max(found) for key, found in works.items()}
    beside: dict[int, list[tuple[int, str]]] = defaultdict(list)
    rows = Authorship.objects.filter(publication__in=set(latest.values()), person__profile=None)
    for work, key, name in rows.order_by("position", "pk").values_list(
        "publication", "person", "person__name"
    ):
        beside[work].append((key, name))
    for key, same in by_key.items():
        others = [name for other, name in beside[latest.get(key, 0)] if other != key]
        count = len(works[key])
        facts = [same[0].orcid, f"{count} {'work' if count == 1 else 'works'}"]
        facts += [f"with {others[0]}"] if others else []
        for person in same:
            person.told = ", ".join(filter(None, facts))  # type: ignore[attr-defined]  # for a page
