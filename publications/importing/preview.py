"""The pages of a preview: its sections, what is ticked in them, and what a page sends back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property

from publications.importing.keeping import open_preview
from publications.importing.models import Import, ImportEntry

Verdict = ImportEntry.Verdict

#: The difference that stands for a new stage itself: it is taken with its entry.
WHOLE_STAGE = "stage"


@dataclass(frozen=True)
class Kind:
    """A section of the preview; `size` keeps the fields of a whole page below a thousand."""

    slug: str
    heading: str
    words: str
    size: int
    is_ticked: bool = True


KINDS: dict[str, Kind] = {
    Verdict.NEW: Kind("new", "New", "", 100),
    Verdict.NEW_STAGE: Kind(
        "stage", "New stage", "Added to a work that is here; its other stages stay.", 25
    ),
    Verdict.CHANGED: Kind("changed", "Changed", "", 25),
    Verdict.SAME: Kind(
        "same", "Already there", "The same as on the site. They stay as they are.", 100, False
    ),
    Verdict.UNREADABLE: Kind(
        "unreadable", "Unreadable", "The rest goes in without them.", 50, False
    ),
}
VERDICTS = {kind.slug: verdict for verdict, kind in KINDS.items()}


@dataclass(frozen=True)
class Tally:
    """How many entries there are of each verdict, and how many of them are ticked."""

    totals: dict[str, int]
    taken: dict[str, int]

    @classmethod
    def of(cls, run: Import) -> Tally:
        rows = (
            run.entries.order_by()
            .values("verdict")
            .annotate(total=Count("pk"), taken=Count("pk", filter=Q(is_taken=True)))
        )
        totals: dict[str, int] = dict.fromkeys(KINDS, 0)
        taken = dict(totals)
        for row in rows:
            totals[row["verdict"]] = row["total"]
            if KINDS[row["verdict"]].is_ticked:
                taken[row["verdict"]] = row["taken"]
        return cls(totals, taken)

    @property
    def found(self) -> int:
        return sum(self.totals.values())

    @property
    def works(self) -> int:
        return sum(self.taken.values())

    @property
    def is_news(self) -> bool:
        """Whether there is anything that the site does not have, or that cannot be read."""
        return self.found > self.totals[Verdict.SAME]

    @property
    def left_out(self) -> int:
        ticked = sum(self.totals[verdict] for verdict, kind in KINDS.items() if kind.is_ticked)
        return ticked - self.works

    @property
    def words(self) -> str:
        """`12 new, 1 new stage, 3 changed`, of what is ticked."""
        return counted(self.taken)


def counted(counts: dict[str, int]) -> str:
    """Figures by verdict in words: `12 new, 1 new stage, 41 already there`."""
    return ", ".join(
        f"{count:,} {KINDS[verdict].heading.lower()}"
        f"{'s' if verdict == Verdict.NEW_STAGE and count > 1 else ''}"
        for verdict, count in counts.items()
        if count
    )


@dataclass(frozen=True)
class Section:
    """One section at the page asked for."""

    kind: Kind
    total: int
    taken: int
    page: Page[ImportEntry]

    @property
    def slug(self) -> str:
        return self.kind.slug

    @property
    def taken_elsewhere(self) -> int:
        """Ticked on the other pages of the section."""
        return self.taken - sum(entry.is_taken for entry in self.page)

    @property
    def is_all(self) -> bool:
        return self.taken == self.total

    @property
    def total_shown(self) -> str:
        return f"{self.total:,}"

    @property
    def place(self) -> str:
        """`101–200 of 5,000`"""
        return f"{self.page.start_index():,}–{self.page.end_index():,} of {self.total:,}"


class Preview:
    """What one page of the preview shows, by the page numbers in the query of its address."""

    def __init__(self, run: Import, query: QueryDict) -> None:
        self.run = run
        self.query = query

    @cached_property
    def tally(self) -> Tally:
        return Tally.of(self.run)

    @cached_property
    def counters(self) -> list[dict[str, Any]]:
        """The figures at the top; a new stage is counted where there is one."""
        return [
            {
                "slug": kind.slug,
                "heading": kind.heading,
                "count": self.tally.totals[verdict],
                "shown": f"{self.tally.totals[verdict]:,}",
            }
            for verdict, kind in KINDS.items()
            if self.tally.totals[verdict] or verdict != Verdict.NEW_STAGE
        ]

    @cached_property
    def sections(self) -> list[Section]:
        """Those that have entries: one query for the page of each."""
        return [
            self._section(verdict, kind)
            for verdict, kind in KINDS.items()
            if self.tally.totals[verdict]
        ]

    @property
    def found_words(self) -> str:
        found = self.tally.found
        return "1 entry" if found == 1 else f"{found:,} entries"

    @property
    def works_shown(self) -> str:
        return f"{self.tally.works:,}"

    @property
    def shown(self) -> str:
        """The numbers of the entries whose ticks the page sends."""
        return ",".join(
            str(entry.number)
            for section in self.sections
            if section.kind.is_ticked
            for entry in section.page
        )

    def _section(self, verdict: str, kind: Kind) -> Section:
        entries = with_names_here(_light(self.run.entries.filter(verdict=verdict)))
        pages = _CountedPaginator(entries, kind.size, self.tally.totals[verdict])
        page = pages.get_page(self.query.get(kind.slug))
        page.object_list = list(page.object_list)
        return Section(kind, self.tally.totals[verdict], self.tally.taken[verdict], page)


class _CountedPaginator(Paginator):  # type: ignore[type-arg]
    """A paginator that was told how many rows there are."""

    def __init__(self, rows: QuerySet[ImportEntry], size: int, count: int) -> None:
        super().__init__(rows, size)
        self._count = count

    @property
    def count(self) -> int:
        return self._count


def _light(entries: QuerySet[ImportEntry]) -> QuerySet[ImportEntry]:
    """Without the whole record, which no page shows."""
    return entries.defer("record")


def with_names_here(entries: QuerySet[ImportEntry]) -> QuerySet[ImportEntry]:
    """Each with what its work is called on the site."""
    return entries.annotate(title_here=F("publication__title"))


def address_query(query: QueryDict, slug: str = "", page: str = "") -> str:
    """The page numbers of all sections, with one of them changed; empty for all first pages."""
    numbers = {name: query.get(name, "") for name in VERDICTS}
    if slug in VERDICTS:
        numbers[slug] = page
    kept = {name: n for name, n in numbers.items() if n.isdecimal() and n.isascii() and n != "1"}
    return f"?{urlencode(kept)}" if kept else ""


# What a page sends back


def save_ticks(run: Import, sent: QueryDict) -> None:
    """Keep the ticks of the entries that the page showed; the others stay as they were.

    Raises PreviewClosed for what was imported or discarded in the meantime.
    """
    shown = {int(n) for n in sent.get("shown", "").split(",") if n.isdecimal() and n.isascii()}
    taken = set(sent.getlist("take"))
    fields = set(sent.getlist("field"))
    with open_preview(run) as stored:
        changed = []
        for entry in _ticked(stored).filter(number__in=shown):
            before = entry.is_taken, [d["is_taken"] for d in entry.differences]
            entry.is_taken = _set_fields(entry, str(entry.number) in taken, fields)
            if before != (entry.is_taken, [d["is_taken"] for d in entry.differences]):
                changed.append(entry)
        _store(changed)
        publishes = "publishes" in sent
        if stored.publishes != publishes:
            stored.publishes = publishes
            stored.save(update_fields=["publishes"])
    run.publishes = publishes


def tick_all(run: Import, slug: str, is_taken: bool) -> None:
    """Tick every entry of a section, or none, on all its pages.

    What is not taken of an entry stays so, unless nothing of it would be taken. Raises
    PreviewClosed for what was imported or discarded in the meantime.
    """
    verdict = VERDICTS.get(slug)
    if verdict is None or not KINDS[verdict].is_ticked:
        return
    with open_preview(run) as stored:
        entries = stored.entries.filter(verdict=verdict).exclude(is_taken=is_taken)
        if is_taken:
            bare = [entry for entry in _light(entries).exclude(differences=[]) if _is_bare(entry)]
            for entry in bare:
                _take_every_field(entry)
            _store(bare)
        entries.update(is_taken=is_taken)


def _ticked(run: Import) -> QuerySet[ImportEntry]:
    ticked = [verdict for verdict, kind in KINDS.items() if kind.is_ticked]
    return _light(run.entries.filter(verdict__in=ticked))


def _set_fields(entry: ImportEntry, is_taken: bool, fields: set[str]) -> bool:
    """Set the ticks of an entry's fields; says whether the entry is taken.

    Whoever ticks a field of an entry wants the entry, whoever takes every field away does
    not, and whoever ticks an entry of which nothing was taken wants all of it.
    """
    is_wanted = is_taken
    for difference in entry.differences:
        before = difference["is_taken"]
        if difference["field"] == WHOLE_STAGE:
            continue
        difference["is_taken"] = f"{entry.number}:{difference['field']}" in fields
        is_wanted = is_wanted or (difference["is_taken"] and not before)
    if not is_wanted or not _is_bare(entry):
        return is_wanted
    if entry.is_taken:
        return False
    _take_every_field(entry)
    return True


def _is_bare(entry: ImportEntry) -> bool:
    """Whether it would change something, and none of that is taken."""
    return bool(entry.differences) and not any(d["is_taken"] for d in entry.differences)


def _take_every_field(entry: ImportEntry) -> None:
    for difference in entry.differences:
        difference["is_taken"] = True


def _store(entries: Iterable[ImportEntry]) -> None:
    ImportEntry.objects.bulk_update(list(entries), ["is_taken", "differences"], batch_size=500)
