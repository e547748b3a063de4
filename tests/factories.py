"""Rows for tests: valid, published, and told apart by a number."""

from itertools import count
from typing import Any

from homepage.content.publishing import PublishState
from news.models import Announcement, NewsItem
from profile.models import (
    Affiliation,
    EntryPerson,
    Organization,
    Person,
    Profile,
    ProfileLink,
    ResearchInterest,
    ServiceRole,
    ServiceVenue,
    TimelineEntry,
    TimelineKind,
    Venue,
)
from publications.models import (
    Authorship,
    Distinction,
    Publication,
    PublicationLink,
    PublicationTopic,
    Stage,
)
from recruiting.models import Opening, OpeningHost, OpeningKind, RecruitingPage

_numbers = count(1)


def profile(**fields: Any) -> Profile:
    defaults = {
        "name": "Ada Example",
        "given_name": "Ada",
        "family_name": "Example",
        "role": "Professor of Examples",
        "about": "I study **examples**.",
        "email": "ada@example.edu",
    }
    row = Profile.load()
    for name, value in {**defaults, **fields}.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    return row


def profile_link(**fields: Any) -> ProfileLink:
    defaults = {"kind": "github", "url": "https://example.org/ada"}
    owner = Profile.load() if Profile.objects.exists() else profile()
    return ProfileLink.objects.create(**{"profile": owner, **defaults, **fields})


def person(**fields: Any) -> Person:
    return Person.objects.create(**{"name": f"Person {next(_numbers)}", **fields})


def organization(**fields: Any) -> Organization:
    return Organization.objects.create(**{"name": f"University {next(_numbers)}", **fields})


def venue(**fields: Any) -> Venue:
    return Venue.objects.create(**{"name": f"Journal {next(_numbers)}", **fields})


def _published(model: Any, fields: dict[str, Any]) -> Any:
    row = model(**{"state": PublishState.PUBLISHED, **fields})
    row.full_clean(exclude={"slug"} if hasattr(row, "slug") else None)
    row.save()
    return row


def interest(**fields: Any) -> ResearchInterest:
    row: ResearchInterest = _published(
        ResearchInterest, {"title": f"Interest {next(_numbers)}", **fields}
    )
    return row


def timeline_kind(**fields: Any) -> TimelineKind:
    defaults = {"name": f"Section {next(_numbers)}", "on_front_page": True}
    return TimelineKind.objects.create(**{**defaults, **fields})


def timeline_entry(affiliations: int = 1, people: int = 1, **fields: Any) -> TimelineEntry:
    fields.setdefault("kind", TimelineKind.objects.first())
    entry: TimelineEntry = _published(
        TimelineEntry, {"title": f"Lecturer {next(_numbers)}", **fields}
    )
    for _ in range(affiliations):
        Affiliation.objects.create(entry=entry, unit="Department", organization=organization())
    for _ in range(people):
        EntryPerson.objects.create(entry=entry, person=person())
    return entry


def service_role(venues: int = 2, **fields: Any) -> ServiceRole:
    role: ServiceRole = _published(ServiceRole, {"role": f"Referee {next(_numbers)}", **fields})
    for _ in range(venues):
        ServiceVenue.objects.create(service=role, venue=venue())
    return role


def stage(work: Publication, **fields: Any) -> Stage:
    row = Stage(publication=work, **{"kind": "published", "date": "2020", **fields})
    row.full_clean()
    row.save()
    return row


def publication(stages: int = 1, authors: int = 2, parts: int = 1, **fields: Any) -> Publication:
    """A work with stages, authors and `parts` links, distinctions and topics."""
    work: Publication = _published(Publication, {"title": f"Work {next(_numbers)}", **fields})
    for number in range(stages):
        stage(work, date=str(2000 + number), venue=venue())
    for _ in range(authors):
        Authorship.objects.create(publication=work, person=person())
    for _ in range(parts):
        PublicationLink.objects.create(publication=work, kind="code", url="https://example.org/c")
        Distinction.objects.create(publication=work, label="Oral")
        PublicationTopic.objects.create(publication=work, interest=interest())
    work.refresh_from_db()
    return work


def news_item(works: int = 0, **fields: Any) -> NewsItem:
    item: NewsItem = _published(
        NewsItem, {"date": "2023-05", "text": f"Something happened, {next(_numbers)}.", **fields}
    )
    for _ in range(works):
        Announcement.objects.create(item=item, publication=publication())
    return item


def opening(hosts: int = 1, **fields: Any) -> Opening:
    fields.setdefault("kind", OpeningKind.objects.first())
    row: Opening = _published(Opening, fields)
    for _ in range(hosts):
        OpeningHost.objects.create(opening=row, organization=organization())
    return row


def recruiting_page(**fields: Any) -> RecruitingPage:
    defaults = {"heading": "Join us", "introduction": "We look for **people**."}
    row = RecruitingPage.load()
    for name, value in {**defaults, **fields}.items():
        setattr(row, name, value)
    row.save()
    return row
