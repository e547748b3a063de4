from collections.abc import Iterator

from django.urls import reverse

from homepage.content.markdown import plain
from homepage.content.search import SearchResult, contains_all, excerpt
from profile.models import Profile, ResearchInterest, ServiceRole, TimelineEntry


def search(words: list[str]) -> Iterator[SearchResult]:
    """The timeline first, by date, then what has none."""
    yield from _timeline(words)
    yield from _interests(words)
    yield from _service(words)
    yield from _profile(words)


def _timeline(words: list[str]) -> Iterator[SearchResult]:
    for entry in (
        TimelineEntry.objects.public()
        .with_parts()
        .in_order()
        .prefetch_related("affiliations__organization__aliases")
    ):
        text = plain(entry.description)
        affiliations = entry.affiliations.all()
        places = [row.unit or row.organization.name for row in affiliations]
        names = [name for row in affiliations for name in (row.unit, *row.organization.names)]
        people = [row.person.name for row in entry.people.all()]
        own = [entry.title, entry.subject, entry.qualifier, entry.place, str(entry.dates)]
        if contains_all(words, [*own, entry.kind.name, text, *names, *people]):
            yield SearchResult(
                title=", ".join(filter(None, [entry.title, entry.subject])),
                url=reverse("cv"),
                label=entry.kind.name,
                date=entry.end or entry.start,
                excerpt=", ".join(dict.fromkeys(places)) or excerpt(text, words),
            )


def _interests(words: list[str]) -> Iterator[SearchResult]:
    for interest in ResearchInterest.objects.public().in_order():
        if contains_all(words, [interest.title, interest.detail]):
            yield SearchResult(
                title=interest.title,
                url=interest.get_absolute_url(),
                label="Research interest",
                excerpt=interest.detail,
            )


def _service(words: list[str]) -> Iterator[SearchResult]:
    for role in (
        ServiceRole.objects.public()
        .with_parts()
        .in_order()
        .prefetch_related("venues__venue__aliases")
    ):
        venues = [row.venue for row in role.venues.all()]
        names = [name for venue in venues for name in venue.names]
        if contains_all(words, [role.role, role.group, role.detail, str(role.dates), *names]):
            yield SearchResult(
                title=str(role),
                url=reverse("cv"),
                label="Professional service",
                date=role.end or role.start,
                excerpt=role.detail or ", ".join(venue.label for venue in venues),
            )


def _profile(words: list[str]) -> Iterator[SearchResult]:
    profile = Profile.load()
    text = plain(profile.about)
    texts = [
        profile.name,
        profile.name_in_other_script,
        profile.role,
        profile.office,
        profile.address,
        profile.public_email,
        text,
    ]
    if profile.name and contains_all(words, texts):
        yield SearchResult(
            title=profile.name,
            url=reverse("front"),
            label="About",
            excerpt=excerpt(text, words) or profile.role,
        )
