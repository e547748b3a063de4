"""What stands under a title: who made the work, where it appeared, where it leads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from profile.identifiers import orcid_address

if TYPE_CHECKING:
    from publications.models import Publication, Stage


#: How many names stand in a line of a list; works may have thousands of authors.
MOST_NAMES = 12


@dataclass(frozen=True)
class Contributor:
    name: str
    link: str
    is_owner: bool
    equal_contribution: bool
    corresponding: bool
    orcid_url: str = ""


@dataclass(frozen=True)
class Credits:
    """The people of one role, in order. `label` stands before them: `edited by`."""

    role: str
    label: str
    people: tuple[Contributor, ...]
    is_complete: bool
    #: How many further people a short line leaves out.
    more: int = 0
    #: Whether some of them stand before the last who is named.
    has_gap: bool = False

    def shortened(self) -> Credits:
        """For a line of a list: no more names than a dozen, the owner's always among them."""
        if len(self.people) <= MOST_NAMES:
            return self
        shown = self.people[:MOST_NAMES]
        left_out = [person for person in self.people[MOST_NAMES:] if person.is_owner]
        if left_out:
            shown = (*shown[:-1], left_out[0])
        more = len(self.people) - len(shown)
        return replace(self, people=shown, more=more, has_gap=bool(left_out))


@dataclass(frozen=True)
class Link:
    """A button under a title. A file of this site names its version and licence beside it."""

    label: str
    url: str
    kind: str
    version: str = ""
    licence: str = ""
    licence_url: str = ""


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
                orcid_url=orcid_address(authorship.person.orcid),
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
    return _marks(credit for work in works for credit in work.credits)


def marks_in_list(works: Iterable[Publication]) -> Marks:
    """Beside the names that a list shows."""
    return _marks(credit for work in works for credit in work.short_credits)


def _marks(lines: Iterable[Credits]) -> Marks:
    people = [person for credit in lines for person in credit.people]
    return Marks(
        equal_contribution=any(person.equal_contribution for person in people),
        corresponding=any(person.corresponding for person in people),
    )


def venue_line(stage: Stage) -> str:
    """`NeurIPS 2022`, `SIAM Journal on Optimization 32(3), 2022`, `In *Book*, Publisher, 2019`."""
    stage = stage.in_public
    year = str(stage.date.year) if stage.date else ""
    if stage.book_title:
        parts = [f"In: {stage.book_title}", stage.publisher, year]
    elif stage.venue is None:
        parts = [stage.institution, stage.publisher, year]
    elif stage.venue.kind == stage.venue.Kind.CONFERENCE:
        parts = [" ".join(filter(None, [stage.venue.label, year]))]
    else:
        volume = stage.volume + (f"({stage.number})" if stage.number else "")
        # Nobody looks for a journal by who publishes it.
        publisher = "" if stage.venue.kind == stage.venue.Kind.JOURNAL else stage.publisher
        parts = [" ".join(filter(None, [stage.venue.name, volume])), publisher, year]
    line = ", ".join(filter(None, parts))
    if stage.kind not in (stage.Kind.ACCEPTED, stage.Kind.FORTHCOMING, stage.Kind.SUBMITTED):
        return line
    state = str(stage.get_kind_display())
    return f"{line} ({state.lower()})" if line else state


#: Kinds of links in the order of their buttons: `PublicationLink.Kind`, and those of stages.
_BUTTONS = (
    "pdf", "arxiv", "doi", "stage", "code", "slides", "video", "poster", "data", "project", "other",
)  # fmt: skip


def links_of(work: Publication) -> list[Link]:
    """Where the work and its stages lead, the paper first, each address once."""
    links = [
        Link(
            str(link),
            link.address,
            link.kind,
            version=link.get_version_display(),
            licence=link.get_licence_display(),
            licence_url=link.licence_url,
        )
        for link in work.links.all()
    ]
    for stage in reversed(work.stages.all()):
        if stage.arxiv_url:
            links.append(Link("arXiv", stage.arxiv_url, "arxiv"))
        if stage.doi_url:
            links.append(Link("DOI", stage.doi_url, "doi"))
        if stage.url:
            links.append(Link(_stage_label(stage), stage.url, "stage"))
    links.sort(key=lambda link: _BUTTONS.index(link.kind))
    unique = {link.url: link for link in reversed(links)}
    return _told_apart([link for link in links if unique.get(link.url) is link])


def _stage_label(stage: Stage) -> str:
    kind = str(stage.get_kind_display())
    return kind if stage.kind == stage.Kind.PREPRINT else f"{kind} version"


def _told_apart(links: list[Link]) -> list[Link]:
    """Links of one name, such as two PDFs, with the version in the name where it is known."""
    names = Counter(link.label for link in links)
    return [
        replace(link, label=f"{link.label}, {link.version.lower()}")
        if names[link.label] > 1 and link.version
        else link
        for link in links
    ]
