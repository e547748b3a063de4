"""Rows for tests: valid, published, and told apart by a number."""

from collections.abc import Callable
from itertools import count
from typing import Any

from django.db.models import Model

from homepage.content.images import Image
from homepage.content.publishing import PublishState
from homepage.content.redirects import Redirect
from homepage.models import SiteSettings
from news.models import Announcement, NewsItem
from profile.models import (
    Affiliation,
    EntryPerson,
    Organization,
    OrganizationAlias,
    Person,
    PersonAlias,
    Profile,
    ProfileLink,
    ResearchInterest,
    ServiceRole,
    ServiceVenue,
    TimelineEntry,
    TimelineKind,
    Venue,
    VenueAlias,
)
from publications.models import (
    Authorship,
    Distinction,
    Publication,
    PublicationLink,
    PublicationTopic,
    SelectedPublication,
    Stage,
)
from recruiting.models import Opening, OpeningHost, OpeningKind, OpeningTopic, RecruitingPage

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


def opening(hosts: int = 1, topics: int = 0, **fields: Any) -> Opening:
    fields.setdefault("kind", OpeningKind.objects.first())
    row: Opening = _published(Opening, fields)
    for _ in range(hosts):
        OpeningHost.objects.create(opening=row, organization=organization())
    for _ in range(topics):
        OpeningTopic.objects.create(opening=row, interest=interest())
    return row


def recruiting_page(**fields: Any) -> RecruitingPage:
    defaults = {"heading": "Join us", "introduction": "We look for **people**."}
    row = RecruitingPage.load()
    for name, value in {**defaults, **fields}.items():
        setattr(row, name, value)
    row.save()
    return row


def image(**fields: Any) -> Image:
    """The row of a picture; no file lies behind it."""
    defaults = {"name": f"{next(_numbers):016x}-40x30", "extension": "png"}
    return Image.objects.create(**{**defaults, "width": 40, "height": 30, **fields})


def redirect(**fields: Any) -> Redirect:
    defaults = {"old_path": f"/old/{next(_numbers)}", "new_path": "/news/"}
    return Redirect.objects.create(**{**defaults, **fields})


def site_settings(**fields: Any) -> SiteSettings:
    row = SiteSettings.load()
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    return row


def opening_kind(**fields: Any) -> OpeningKind:
    return OpeningKind.objects.create(**{"name": f"Fellow {next(_numbers)}", **fields})


def _bare_publication() -> Publication:
    return publication(stages=0, authors=0, parts=0)


def _selected_publication() -> SelectedPublication:
    work = publication(stages=0, authors=0, parts=0, is_selected=True)
    return SelectedPublication.objects.get(pk=work.pk)


def _alias(model: Any, **fields: Any) -> Any:
    return model.objects.create(name=f"Alias {next(_numbers)}", **fields)


#: One row of each model of content, by itself or with no more than what it belongs to.
ONE_OF: dict[type[Model], Callable[[], Any]] = {
    Affiliation: lambda: Affiliation.objects.create(
        entry=timeline_entry(0, 0), unit="Department", organization=organization()
    ),
    Announcement: lambda: Announcement.objects.create(
        item=news_item(), publication=_bare_publication()
    ),
    Authorship: lambda: Authorship.objects.create(publication=_bare_publication(), person=person()),
    Distinction: lambda: Distinction.objects.create(publication=_bare_publication(), label="Oral"),
    EntryPerson: lambda: EntryPerson.objects.create(entry=timeline_entry(0, 0), person=person()),
    Image: image,
    NewsItem: news_item,
    Opening: lambda: opening(hosts=0),
    OpeningHost: lambda: OpeningHost.objects.create(
        opening=opening(hosts=0), organization=organization()
    ),
    OpeningKind: opening_kind,
    OpeningTopic: lambda: OpeningTopic.objects.create(
        opening=opening(hosts=0), interest=interest()
    ),
    Organization: organization,
    OrganizationAlias: lambda: _alias(OrganizationAlias, organization=organization()),
    Person: person,
    PersonAlias: lambda: _alias(PersonAlias, person=person()),
    Profile: profile,
    ProfileLink: profile_link,
    Publication: _bare_publication,
    PublicationLink: lambda: PublicationLink.objects.create(
        publication=_bare_publication(), kind="code", url="https://example.org/c"
    ),
    PublicationTopic: lambda: PublicationTopic.objects.create(
        publication=_bare_publication(), interest=interest()
    ),
    RecruitingPage: recruiting_page,
    Redirect: redirect,
    ResearchInterest: interest,
    SelectedPublication: _selected_publication,
    ServiceRole: lambda: service_role(venues=0),
    ServiceVenue: lambda: ServiceVenue.objects.create(
        service=service_role(venues=0), venue=venue()
    ),
    SiteSettings: site_settings,
    Stage: lambda: stage(_bare_publication()),
    TimelineEntry: lambda: timeline_entry(0, 0),
    TimelineKind: timeline_kind,
    Venue: venue,
    VenueAlias: lambda: _alias(VenueAlias, venue=venue()),
}
