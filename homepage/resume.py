"""The CV, drawn from every app's public rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from profile.models import (
    Profile,
    ProfileLink,
    ResearchInterest,
    ServiceRole,
    TimelineEntry,
    TimelineKind,
)
from publications.models import Publication


@dataclass(frozen=True)
class TimelineSection:
    kind: TimelineKind
    entries: tuple[TimelineEntry, ...]


@dataclass(frozen=True)
class ServiceSection:
    role: str
    items: tuple[ServiceRole, ...]


@dataclass(frozen=True)
class WorkSection:
    label: str
    works: tuple[Publication, ...]


@dataclass(frozen=True)
class Resume:
    profile: Profile
    links: tuple[ProfileLink, ...]
    timeline: tuple[TimelineSection, ...]
    interests: tuple[ResearchInterest, ...]
    service: tuple[ServiceSection, ...]
    works: tuple[WorkSection, ...]

    @property
    def email(self) -> str:
        return self.profile.public_email


def timeline_sections(entries: Iterable[TimelineEntry]) -> tuple[TimelineSection, ...]:
    """Entries under the headings of their kinds, in the editor's order."""
    by_kind = groupby(entries, key=lambda entry: entry.kind)
    return tuple(TimelineSection(kind, tuple(rows)) for kind, rows in by_kind)


def service_sections(roles: Iterable[ServiceRole]) -> tuple[ServiceSection, ...]:
    """Roles of one name together, where the first of them stands."""
    sections: dict[str, list[ServiceRole]] = {}
    for role in roles:
        sections.setdefault(role.role, []).append(role)
    return tuple(ServiceSection(role, tuple(items)) for role, items in sections.items())


def work_sections(works: Iterable[Publication]) -> tuple[WorkSection, ...]:
    """Works by kind; the kinds in the order in which the models name them."""
    sections: dict[str, list[Publication]] = {}
    for work in works:
        sections.setdefault(work.kind, []).append(work)
    return tuple(
        WorkSection(kind.heading, tuple(sections[kind]))
        for kind in Publication.Kind
        if kind in sections
    )


def resume(profile: Profile) -> Resume:
    return Resume(
        profile=profile,
        links=tuple(ProfileLink.objects.filter(profile_id=profile.pk)),
        timeline=timeline_sections(TimelineEntry.objects.public().with_parts().in_order()),
        interests=tuple(ResearchInterest.objects.public().in_order()),
        service=service_sections(ServiceRole.objects.public().with_parts().in_order()),
        works=work_sections(Publication.objects.public().for_list().newest_first()),
    )
