"""The owner as schema.org describes a person (schema.org/Person, Google's profile page)."""

from collections.abc import Iterable, Mapping
from typing import Any

from homepage.content.links import host_of
from homepage.content.markdown import plain
from homepage.content.pages import absolute, shortened
from profile.models import (
    Affiliation,
    Organization,
    Profile,
    ProfileLink,
    ResearchInterest,
    TimelineEntry,
    TimelineKind,
)


def organization(place: Organization, unit: str = "") -> dict[str, Any]:
    """An organization, or a unit of it."""
    kind = "CollegeOrUniversity" if place.kind == Organization.Kind.UNIVERSITY else "Organization"
    whole = {
        "@type": kind,
        "name": place.name,
        "alternateName": place.short_name,
        "url": place.link,
        "address": {
            "@type": "PostalAddress",
            "addressLocality": place.city,
            "addressCountry": place.country,
        }
        if place.city or place.country
        else None,
    }
    if unit:
        return {"@type": "Organization", "name": unit, "parentOrganization": whole}
    return whole


def role_at(entry: TimelineEntry, affiliation: Affiliation, as_property: str) -> dict[str, Any]:
    """A role at an organization for a time; the open end of a current one is left out."""
    return {
        "@type": "OrganizationRole",
        "roleName": ", ".join(filter(None, [entry.title, entry.subject])),
        "startDate": entry.start and entry.start.iso,
        "endDate": entry.end and entry.end.iso,
        as_property: organization(affiliation.organization, affiliation.unit),
    }


def person(
    profile: Profile,
    links: Iterable[ProfileLink],
    timeline: Iterable[TimelineEntry],
    interests: Iterable[ResearchInterest],
) -> dict[str, Any]:
    """JSON-LD of the owner. Everything in it also stands on the front page."""
    entries = list(timeline)
    web = [link for link in links if host_of(link.url)]

    def roles(meaning: str, as_property: str, current: bool | None = None) -> list[dict[str, Any]]:
        return [
            role_at(entry, affiliation, as_property)
            for entry in entries
            if entry.kind.meaning == meaning and current in (None, entry.is_current)
            for affiliation in entry.affiliations.all()
        ]

    meaning = TimelineKind.Meaning
    return {
        "@type": "Person",
        "@id": absolute("/") + "#person",
        "name": profile.name,
        "givenName": profile.given_name,
        "familyName": profile.family_name,
        "alternateName": profile.name_in_other_script,
        "jobTitle": profile.role,
        "description": shortened(plain(profile.about), 500),
        "image": absolute(profile.portrait.source.whole) if profile.portrait else "",
        "email": profile.public_email,
        "url": absolute("/"),
        "sameAs": [link.url for link in web],
        "identifier": [
            {"@type": "PropertyValue", "propertyID": "ORCID", "value": link.url}
            for link in web
            if link.kind == ProfileLink.Kind.ORCID
        ],
        "worksFor": roles(meaning.EMPLOYMENT, "worksFor", current=True),
        "affiliation": roles(meaning.EMPLOYMENT, "affiliation", current=False),
        "alumniOf": roles(meaning.EDUCATION, "alumniOf"),
        "award": [entry.title for entry in entries if entry.kind.meaning == meaning.AWARD],
        "knowsAbout": [interest.title for interest in interests],
    }


def profile_page(owner: Mapping[str, Any], changed: str) -> dict[str, Any]:
    return {"@type": "ProfilePage", "dateModified": changed, "mainEntity": owner}
