"""What stands under a title: who made the work, where it appeared, where it leads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publications.models import Publication, Stage


@dataclass(frozen=True)
class Contributor:
    name: str
    link: str
    is_owner: bool
    equal_contribution: bool
    corresponding: bool


@dataclass(frozen=True)
class Credits:
    """The people of one role, in order. `label` stands before them: `edited by`."""

    role: str
    label: str
    people: tuple[Contributor, ...]
    is_complete: bool


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    kind: str


_LABELS = {"author": "", "editor": "edited by", "translator": "translated by"}


def credits_of(work: Publication) -> list[Credits]:
    by_role: dict[str, list[Contributor]] = {}
    for authorship in work.authorships.all():
        by_role.setdefault(authorship.role, []).append(
            Contributor(
                name=authorship.person.name,
                link=authorship.person.link,
                # Annotated by `for_list`: a join instead of a query for each person.
                is_owner=authorship.is_owner,
                equal_contribution=authorship.equal_contribution,
                corresponding=authorship.corresponding,
            )
        )
    return [
        Credits(
            role,
            label,
            tuple(by_role[role]),
            # Editors and translators are named on the title page; authors may be unknown.
            work.authors_complete or role != "author",
        )
        for role, label in _LABELS.items()
        if role in by_role
    ]


@dataclass(frozen=True)
class Marks:
    """Which marks stand beside names on a page, and so need a legend."""

    equal_contribution: bool
    corresponding: bool

    def __bool__(self) -> bool:
        return self.equal_contribution or self.corresponding


def marks_in(works: Iterable[Publication]) -> Marks:
    rows = [row for work in works for row in work.authorships.all()]
    return Marks(
        equal_contribution=any(row.equal_contribution for row in rows),
        corresponding=any(row.corresponding for row in rows),
    )


def venue_line(stage: Stage) -> str:
    """`NeurIPS 2022`, `SIAM Journal on Optimization 32(3), 2022`, `In *Book*, Publisher, 2019`."""
    year = str(stage.date.year) if stage.date else ""
    if stage.book_title:
        parts = [f"In: {stage.book_title}", stage.publisher, year]
    elif stage.venue is None:
        parts = [stage.institution, stage.publisher, year]
    elif stage.venue.kind == stage.venue.Kind.CONFERENCE:
        parts = [" ".join(filter(None, [stage.venue.label, year]))]
    else:
        volume = stage.volume + (f"({stage.number})" if stage.number else "")
        parts = [" ".join(filter(None, [stage.venue.name, volume])), stage.publisher, year]
    line = ", ".join(filter(None, parts))
    if not line:
        return ""
    is_pending = stage.kind in (stage.Kind.ACCEPTED, stage.Kind.FORTHCOMING, stage.Kind.SUBMITTED)
    return f"{line} ({stage.get_kind_display().lower()})" if is_pending else line


def links_of(work: Publication) -> list[Link]:
    links = [Link(str(link), link.url, link.kind) for link in work.links.all()]
    for stage in reversed(work.stages.all()):
        if stage.arxiv_url:
            links.append(Link("arXiv", stage.arxiv_url, "arxiv"))
        if stage.doi_url:
            links.append(Link("DOI", stage.doi_url, "doi"))
        if stage.url:
            links.append(Link(stage.get_kind_display(), stage.url, "stage"))
    unique = {link.url: link for link in reversed(links)}
    return [link for link in links if unique.get(link.url) is link]
