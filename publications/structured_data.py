"""A work as schema.org describes it. Everything in here also stands on the work's page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.translation import get_language

from homepage.content.markdown import plain
from homepage.content.pages import absolute
from profile.identifiers import orcid_address
from publications.appearance import container, page_range, publisher_of
from publications.titles import readable

if TYPE_CHECKING:
    from publications.models import Authorship, Publication, PublicationLink, Stage

#: By `Publication.Kind`; what is not here is a CreativeWork.
_TYPES = {
    "article": "ScholarlyArticle",
    "conference-paper": "ScholarlyArticle",
    "preprint": "ScholarlyArticle",
    "review": "ScholarlyArticle",
    "book": "Book",
    "edited-volume": "Book",
    "chapter": "Chapter",
    "thesis": "Thesis",
    "report": "Report",
    "dataset": "Dataset",
    "software": "SoftwareSourceCode",
}
#: Stages at which a work has been made public.
_PUBLIC_STAGES = frozenset({"preprint", "published"})


def schema_type(work: Publication) -> str:
    """The schema.org type of a work of that kind."""
    return _TYPES.get(work.kind, "CreativeWork")


def work_page(work: Publication) -> dict[str, Any]:
    """JSON-LD of the page: the work, and the way to it from the front page."""
    return {"@graph": [work_data(work), _way_to(work)]}


def publication_date(work: Publication) -> str:
    """When it came out, as ISO 8601 of the precision that is known; empty while it has not."""
    stage = work.main_stage
    is_out = stage is not None and stage.kind in _PUBLIC_STAGES
    return work.date.iso if is_out and work.date else ""


def work_data(work: Publication) -> dict[str, Any]:
    """The work with who made it, where it appeared and where it is found."""
    page = absolute(work.get_absolute_url())
    stages = list(work.stages.all())
    files = [link for link in work.links.all() if link.file]
    papers = [link for link in files if link.kind == link.Kind.PDF]
    licences = list(dict.fromkeys(link.licence_url for link in papers if link.licence))
    topics = [topic.interest for topic in work.topics.all()]
    stage = work.main_stage.in_public if work.main_stage else None
    addresses = [s.doi_url for s in stages] + [s.arxiv_url for s in stages]
    return {
        "@type": schema_type(work),
        "@id": f"{page}#work",
        "url": page,
        "name": readable(work.title),
        "headline": readable(work.title),
        **_people(work),
        "datePublished": publication_date(work),
        "creativeWorkStatus": stage.get_kind_display() if stage else "",
        "abstract": plain(work.abstract) if work.abstract else "",
        "keywords": [topic.title for topic in topics],
        "about": [
            {"@type": "Thing", "name": topic.title, "url": absolute(topic.get_absolute_url())}
            for topic in topics
        ],
        "inLanguage": work.language or get_language() or "",
        "sameAs": list(dict.fromkeys(iri_to_uri(address) for address in addresses if address)),
        "identifier": _identifiers(stages),
        "award": [str(distinction) for distinction in work.distinctions.all()],
        "license": licences[0] if len(licences) == 1 else licences,
        "isAccessibleForFree": True if papers or any(s.arxiv_id for s in stages) else None,
        "image": absolute(work.figure.source.whole) if work.figure else "",
        "encoding": [_media(link) for link in papers],
        "associatedMedia": [_media(link) for link in files if link not in papers],
        **(_appearance(work, stage) if stage else {}),
        **_of_its_kind(work),
    }


def _people(work: Publication) -> dict[str, list[dict[str, Any]]]:
    people: dict[str, list[dict[str, Any]]] = {}
    for row in work.authorships.all():
        people.setdefault(row.role, []).append(_person(row))
    return people


def _person(row: Authorship) -> dict[str, Any]:
    person = row.person
    return {
        "@type": "Organization" if person.is_group else "Person",
        "@id": absolute("/") + "#person" if row.is_owner else "",
        "name": person.name,
        "url": person.link or (absolute("/") if row.is_owner else ""),
        "sameAs": orcid_address(person.orcid),
    }


def _identifiers(stages: list[Stage]) -> list[dict[str, str]]:
    pairs = [("doi", stage.doi) for stage in stages]
    pairs += [("arXiv", stage.arxiv_id) for stage in stages]
    return [
        {"@type": "PropertyValue", "propertyID": name, "value": value}
        for name, value in dict.fromkeys(pairs)
        if value
    ]


def _media(link: PublicationLink) -> dict[str, Any]:
    return {
        "@type": "MediaObject",
        "name": str(link),
        "contentUrl": absolute(link.address),
        "encodingFormat": "application/pdf",
        "creativeWorkStatus": link.get_version_display(),
        "license": link.licence_url,
    }


def _appearance(work: Publication, stage: Stage) -> dict[str, Any]:
    """Where it appeared, as the stage that stands for it says."""
    kind, name = container(work, stage)
    first, last = page_range(stage.pages)
    publisher = publisher_of(stage)
    data: dict[str, Any] = {
        "pageStart": first,
        "pageEnd": last,
        "pagination": "" if first else stage.pages,
        "publisher": {"@type": "Organization", "name": publisher} if publisher else None,
        "sourceOrganization": {"@type": "Organization", "name": stage.institution}
        if stage.institution
        else None,
        "genre": stage.genre,
    }
    match kind:
        case "journal":
            data["isPartOf"] = _periodical(stage, name)
        case "conference" | "book":
            data["isPartOf"] = _volume(stage, name)
        case _:
            data |= {
                "isbn": stage.isbn if schema_type(work) == "Book" else "",
                "bookEdition": stage.edition if schema_type(work) == "Book" else "",
                "reportNumber": stage.number if work.kind == work.Kind.REPORT else "",
                "isPartOf": {"@type": "BookSeries", "name": stage.series} if stage.series else None,
            }
    return data


def _periodical(stage: Stage, name: str) -> dict[str, Any]:
    """Issue, volume, journal, each part of the next; levels that are not known are left out."""
    venue = stage.venue
    part: dict[str, Any] = {
        "@type": "Periodical",
        "name": name,
        "issn": venue.issn if venue else "",
        "url": venue.link if venue else "",
    }
    if stage.volume:
        part = {"@type": "PublicationVolume", "volumeNumber": stage.volume, "isPartOf": part}
    if stage.number:
        part = {"@type": "PublicationIssue", "issueNumber": stage.number, "isPartOf": part}
    return part


def _volume(stage: Stage, name: str) -> dict[str, Any]:
    """The book or the proceedings: a conference alone is no book."""
    is_book = bool(stage.book_title or stage.isbn)
    return {
        "@type": "Book" if is_book else "CreativeWork",
        "name": readable(stage.book_title) or name,
        "isbn": stage.isbn,
        "bookEdition": stage.edition if is_book else "",
        "isPartOf": {"@type": "BookSeries", "name": stage.series} if stage.series else None,
    }


def _of_its_kind(work: Publication) -> dict[str, Any]:
    """What schema.org knows of data and of programs alone."""
    addresses = {link.kind: link.address for link in reversed(work.links.all())}
    match schema_type(work):
        case "SoftwareSourceCode":
            return {"codeRepository": addresses.get("code", "")}
        case "Dataset":
            return {"description": plain(work.abstract) if work.abstract else ""}
    return {}


def _way_to(work: Publication) -> dict[str, Any]:
    steps = [
        ("Home", absolute("/")),
        ("Publications", absolute(reverse("publications:list"))),
        (readable(work.title), absolute(work.get_absolute_url())),
    ]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": address}
            for number, (name, address) in enumerate(steps, 1)
        ],
    }
