"""Signposts for machines on the page of a work and on its files (signposting.org/FAIR).

Sources: RFC 8288 (typed links), RFC 8574 (cite-as), RFC 9264 (linksets), the FAIR Signposting
Profile.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.encoding import iri_to_uri

from homepage.content.pages import Alternate, TypedLink, absolute
from profile.identifiers import orcid_address
from publications.formats import FORMATS, Format
from publications.structured_data import schema_type

if TYPE_CHECKING:
    from publications.models import Publication, PublicationLink

#: With more authors than this the links are in the linkset alone, so that headers stay small.
MOST_AUTHORS = 20
PDF = "application/pdf"
LINKSET = "application/linkset+json"


def alternates_of(work: Publication) -> tuple[Alternate, ...]:
    """The work's entry in other formats, which Zotero and its like look for."""
    return tuple(
        Alternate(_description(work, form), form.media_type, form.name) for form in FORMATS
    )


def page_links(work: Publication) -> tuple[TypedLink, ...]:
    """What the page says in its `Link` header and in its head, from `for_page`'s rows."""
    linkset = TypedLink(
        "linkset", absolute(reverse("publications:linkset", args=[work.slug])), LINKSET
    )
    authors = [row for row in work.authorships.all() if row.role == row.Role.AUTHOR]
    if len(authors) > MOST_AUTHORS:
        return (linkset,)
    return (*work_links(work), linkset)


def work_links(work: Publication) -> list[TypedLink]:
    """Who wrote it, how it is cited, what describes it, its files, its licence, its types."""
    authors = [row.person for row in work.authorships.all() if row.role == row.Role.AUTHOR]
    files = [link for link in work.links.all() if link.file]
    licences = dict.fromkeys(link.licence_url for link in files if link.licence)
    return [
        *(TypedLink("author", orcid_address(p.orcid)) for p in authors if p.orcid),
        *(TypedLink("cite-as", address) for address in filter(None, [cite_as(work)])),
        *(
            TypedLink("describedby", absolute(_description(work, form)), form.media_type)
            for form in FORMATS
        ),
        *(TypedLink("item", absolute(link.address), PDF) for link in files),
        *(TypedLink("license", licence) for licence in licences),
        TypedLink("type", "https://schema.org/AboutPage"),
        TypedLink("type", f"https://schema.org/{schema_type(work)}"),
    ]


def cite_as(work: Publication) -> str:
    """The address to cite: the DOI of the main stage, else of another stage, else arXiv's.

    RFC 8574 has the one "preferred for the purpose of permanent citation"; of a work on a
    homepage that is the publisher's.
    """
    stages = list(filter(None, [work.main_stage, *reversed(work.stages.all())]))
    dois = [stage.doi for stage in stages if stage.doi]
    dois += [f"10.48550/arXiv.{stage.arxiv_id}" for stage in stages if stage.arxiv_id]
    return iri_to_uri(f"https://doi.org/{dois[0]}") or "" if dois else ""


def links_of_file(link: PublicationLink) -> str:
    """The `Link` header of a file: the page it belongs to, its own address, its licence."""
    page = absolute(link.publication.get_absolute_url())
    links = [
        TypedLink("collection", page, "text/html"),
        TypedLink("canonical", absolute(link.address)),
    ]
    if link.licence:
        links.append(TypedLink("license", link.licence_url))
    return header(links)


def links_of_description(work: Publication) -> str:
    """The `Link` header of an entry in BibTeX, RIS or CSL-JSON: the page it describes."""
    return header([TypedLink("describes", absolute(work.get_absolute_url()), "text/html")])


def header(links: Iterable[TypedLink]) -> str:
    return ", ".join(link.header for link in links)


def linkset(work: Publication) -> dict[str, Any]:
    """All links of the page, of its files and of its descriptions (RFC 9264, section 4.2)."""
    page = absolute(work.get_absolute_url())
    context: dict[str, Any] = {"anchor": page}
    for link in work_links(work):
        context.setdefault(link.rel, []).append(_target(link.href, link.type))
    to_page = [_target(page, "text/html")]
    files = [link for link in work.links.all() if link.file]
    return {
        "linkset": [
            context,
            *({"anchor": absolute(link.address), "collection": to_page} for link in files),
            *(
                {"anchor": absolute(_description(work, form)), "describes": to_page}
                for form in FORMATS
            ),
        ]
    }


def _target(href: str, kind: str) -> dict[str, str]:
    return {"href": href, "type": kind} if kind else {"href": href}


def _description(work: Publication, form: Format) -> str:
    """`/publications/<slug>.bib`, beside the page."""
    return f"{work.get_absolute_url().removesuffix('/')}.{form.extension}"
