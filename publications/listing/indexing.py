"""The index of the public works is made here, and held as long as it is true.

Each process holds one. It is made anew, by a fixed number of queries, when content has changed
or the clock has made a work or a topic public; the database stays the only truth.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from functools import cache
from threading import Lock
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Length
from django.utils import timezone

from homepage.content.facets import key_of
from homepage.content.publishing import public_q
from homepage.content.search import fold
from homepage.content.versions import ContentVersion, is_writing
from profile.models import PersonAlias, ResearchInterest, VenueAlias
from publications.listing.index import Mask, Term, WorkIndex
from publications.models import Authorship, Distinction, Publication, PublicationLink, Stage

#: What of a stage is searched, beside its venue.
SEARCHED_OF_STAGES = (
    "title", "date", "book_title", "series", "publisher", "institution", "doi", "arxiv_id", "isbn",
)  # fmt: skip

#: How often a title stands in an entry and in what it is cited by; what goes with each name
#: there, and with each link.
OF_TITLE, OF_NAME, OF_LINK = 5, 60, 110
#: No more than that is shown of a work in a list: names beyond a dozen are counted.
LARGEST = 12_000

_lock = Lock()
_held: WorkIndex | None = None


def work_index() -> WorkIndex:
    """The index of what is public now."""
    global _held
    now = timezone.now()
    if is_writing():
        # More may be written under the version that the transaction has just begun.
        return _build(None, now)
    version = ContentVersion.current()
    # A number comes again after a rollback, and the time of the change then tells them apart.
    stamp = (version.number, version.changed_at if version.number else None)
    held = _held
    if held is None or not held.is_valid(stamp, now):
        with _lock:
            held = _held
            if held is None or not held.is_valid(stamp, now):
                _held = held = _build(stamp, now)
    return held


def _build(stamp: object, now: datetime) -> WorkIndex:
    return _Builder(now).index(stamp)


def _next_change(now: datetime) -> datetime | None:
    """When the next scheduled work or topic becomes public."""
    moments = (rows.next_change(now) for rows in (Publication.objects, ResearchInterest.objects))
    return min((moment for moment in moments if moment is not None), default=None)


def _as_written(value: Any) -> str:
    """A value in the ways people write it: `1.1%`, `9454 9,454`."""
    match value:
        case Decimal():
            return f"{value.normalize():f}%"
        case int():
            return f"{value} {value:,}"
    return str(value)


def _bytes(text: str) -> int:
    """What a text weighs on average in HTML and, percent-encoded, in COinS."""
    return len(text) if text.isascii() else 3 * len(text.encode()) - 2 * len(text)


def _links() -> tuple[Any, ...]:
    """How many links a work has, and what their addresses and labels weigh."""
    links = PublicationLink.objects.filter(publication=OuterRef("pk")).order_by()
    of_work = links.values("publication")
    each = Length("url") + Length("label") + Value(OF_LINK)
    return (
        Coalesce(Subquery(of_work.annotate(n=Count("pk")).values("n")), Value(0)),
        Subquery(of_work.annotate(n=Sum(each)).values("n")),
    )


class _Names:
    """The people, or the venues, that works name, with every other name of theirs."""

    def __init__(self) -> None:
        self.uids: dict[int, UUID] = {}
        self.labels: dict[int, str] = {}
        self.others: dict[int, set[str]] = defaultdict(set)
        self.works: dict[int, Mask] = defaultdict(int)

    def add(self, pk: int, uid: UUID, label: str, *others: str) -> None:
        self.uids[pk], self.labels[pk] = uid, label
        self.others[pk].update(filter(None, others))

    @property
    def used(self) -> list[int]:
        return [pk for pk in self.labels if pk in self.works]

    def values(self) -> dict[int, str]:
        """A key for each: its label, and where several bear it a piece of its identity too."""
        keys = {pk: key_of(self.labels[pk]) for pk in self.used}
        uses = Counter(keys.values())
        return {
            pk: key if key and uses[key] == 1 else f"{key}-{self.uids[pk].hex[:6]}".lstrip("-")
            for pk, key in keys.items()
        }

    def terms(self) -> dict[str, Term]:
        ordered = sorted(
            self.values().items(),
            key=lambda item: (-self.works[item[0]].bit_count(), fold(self.labels[item[0]])),
        )
        return {value: Term(value, self.labels[pk], self.works[pk]) for pk, value in ordered}

    def by_name(self) -> dict[str, tuple[str, ...]]:
        """What each name may mean: those who are called so, else those it is another name of."""
        called: dict[str, dict[str, None]] = defaultdict(dict)
        known: dict[str, dict[str, None]] = defaultdict(dict)
        for pk, value in self.values().items():
            called[key_of(self.labels[pk])][value] = None
            known[self.uids[pk].hex][value] = None
            for name in self.others[pk]:
                known[key_of(name)][value] = None
        merged = {**known, **called}
        return {key: tuple(values) for key, values in merged.items() if key}


class _Builder:
    """Gathers the rows of each table once; what belongs to no public work is passed over."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.place: dict[int, int] = {}
        self.texts: list[list[str]] = []
        self.sizes: list[int] = []
        self.titles: list[int] = []
        self.terms: dict[str, dict[str, Term]] = {}
        self.people, self.venues = _Names(), _Names()
        self.owner: int | None = None
        self.fold = cache(fold)

    def index(self, stamp: object) -> WorkIndex:
        main_stages = self._works()
        aliases = self._aliases()
        self._stages(main_stages, aliases["venue"])
        self._authorships(aliases["author"])
        self._distinctions()
        self._topics()
        values = self.people.values()
        return WorkIndex(
            stamp=stamp,
            made_at=self.now,
            next_change=_next_change(self.now),
            pks=tuple(self.place),
            texts=tuple("\n".join(texts) for texts in self.texts),
            sizes=tuple(min(size, LARGEST) for size in self.sizes),
            terms=self.terms | {"author": self.people.terms(), "venue": self.venues.terms()},
            names={"author": self.people.by_name(), "venue": self.venues.by_name()},
            owner=values.get(self.owner, "") if self.owner else "",
        )

    def _works(self) -> set[int]:
        """Their own fields; hands back their main stages."""
        kinds: dict[str, Mask] = defaultdict(int)
        years: dict[int, Mask] = defaultdict(int)
        selected, main_stages = 0, set()
        rows = Publication.objects.public(self.now).newest_first()
        columns = ("pk", "title", "abstract", "kind", "is_selected", "main_stage_id")
        for place, (pk, title, abstract, kind, is_selected, stage, date, links, urls) in enumerate(
            rows.values_list(*columns, "main_stage__date", *_links())
        ):
            self.place[pk] = place
            self.texts.append([fold(title), fold(abstract)])
            self.titles.append(_bytes(title))
            self.sizes.append(OF_TITLE * _bytes(title) + links * _bytes(title) + (urls or 0))
            main_stages.add(stage)
            bit = 1 << place
            kinds[kind] |= bit
            if date:
                years[date.year] |= bit
            if is_selected:
                selected |= bit
        labels = dict(Publication.Kind.choices)
        self.terms["kind"] = {
            kind: Term(kind, str(labels[kind]), kinds[kind]) for kind in labels if kind in kinds
        }
        self.terms["year"] = {
            str(year): Term(str(year), str(year), years[year]) for year in sorted(years)[::-1]
        }
        self.terms["selected"] = {"1": Term("1", "Selected", selected)}
        return main_stages

    def _aliases(self) -> dict[str, dict[int, list[str]]]:
        of_people, of_venues = (
            rows.order_by().values_list(Value(name, CharField()), column, "name")
            for rows, name, column in (
                (PersonAlias.objects.all(), "author", "person_id"),
                (VenueAlias.objects.all(), "venue", "venue_id"),
            )
        )
        found: dict[str, dict[int, list[str]]] = {
            "author": defaultdict(list),
            "venue": defaultdict(list),
        }
        for name, pk, alias in of_people.union(of_venues, all=True):
            found[name][pk].append(alias)
        return found

    def _of_works(self, rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[int, tuple[Any, ...]]]:
        for pk, *values in rows:
            place = self.place.get(pk)
            if place is not None:
                yield place, tuple(values)

    def _add_texts(self, place: int, values: Iterable[Any]) -> None:
        self.texts[place] += [self.fold(_as_written(value)) for value in values if value]

    def _public(self, rows: Any) -> Any:
        return rows.filter(public_q(self.now, "publication__")).order_by()

    def _stages(self, main_stages: set[int], aliases: dict[int, list[str]]) -> None:
        of_venue = ("venue_id", "venue__uid", "venue__name", "venue__short_name")
        rows = self._public(Stage.objects).values_list(
            "publication_id", "pk", "kind", *of_venue, *SEARCHED_OF_STAGES
        )
        for place, (stage, kind, venue, uid, name, short_name, *texts) in self._of_works(rows):
            is_told = kind != Stage.Kind.SUBMITTED
            self._add_texts(
                place,
                texts
                if is_told
                else (
                    text
                    for column, text in zip(SEARCHED_OF_STAGES, texts, strict=True)
                    if column not in Stage.TELLING
                ),
            )
            # Each of the two identifiers is a link.
            self.sizes[place] += 2 * (OF_LINK + self.titles[place])
            if venue is None or not is_told:
                continue
            others = aliases.get(venue, [])
            self._add_texts(place, [name, short_name, *others])
            self.venues.add(venue, uid, short_name or name, name, *others)
            if stage in main_stages:
                self.venues.works[venue] |= 1 << place

    def _authorships(self, aliases: dict[int, list[str]]) -> None:
        of_person = ("person__uid", "person__name", "person__name_in_other_script")
        rows = self._public(Authorship.objects).with_people().order_by()
        for place, (person, is_owner, printed, uid, *names) in self._of_works(
            rows.values_list(
                "publication_id", "person_id", "is_owner", "name_as_printed", *of_person
            )
        ):
            others = aliases.get(person, [])
            self._add_texts(place, [*names, printed, *others])
            self.sizes[place] += OF_NAME + 3 * _bytes(printed or names[0])
            self.people.add(person, uid, names[0], printed, *names[1:], *others)
            self.people.works[person] |= 1 << place
            if is_owner:
                self.owner = person

    def _distinctions(self) -> None:
        found: dict[str, tuple[str, Mask]] = {}
        rows = self._public(Distinction.objects).order_by("pk")
        for place, (label, rate, pool) in self._of_works(
            rows.values_list("publication_id", "label", "rate", "pool")
        ):
            self._add_texts(place, [label, rate, pool])
            self.sizes[place] += OF_NAME + _bytes(label)
            key = key_of(label) or label
            first, works = found.get(key, (label, 0))
            found[key] = (first, works | 1 << place)
        self.terms["distinction"] = _by_frequency(found)

    def _topics(self) -> None:
        found: dict[str, tuple[str, Mask]] = {}
        rows = ResearchInterest.objects.public(self.now).in_order()
        for slug, title, pk in rows.values_list("slug", "title", "topics__publication_id"):
            title, works = found.get(slug, (title, 0))
            place = self.place.get(pk)
            if place is not None:
                self._add_texts(place, [title])
                works |= 1 << place
            found[slug] = (title, works)
        self.terms["topic"] = {slug: Term(slug, *values) for slug, values in found.items()}


def _by_frequency(found: dict[str, tuple[str, Mask]]) -> dict[str, Term]:
    terms = [Term(value, label, works) for value, (label, works) in found.items()]
    ordered = sorted(terms, key=lambda term: (-term.works.bit_count(), fold(term.label)))
    return {term.value: term for term in ordered}
