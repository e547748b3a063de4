"""A position as schema.org describes a job, for job search engines.

The rules are those of Google's documentation of JobPosting: what it requires has to be known,
or there is no markup at all. Nothing here asks the database; openings come from `for_list()`.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.encoding import iri_to_uri

from homepage.content.links import host_of
from homepage.content.markdown import plain
from homepage.content.pages import absolute
from profile.models import Organization
from recruiting.applying import Application
from recruiting.formats.posting_html import (
    items,
    paragraph,
    paragraphs_and_lists,
    plain_lines,
    section,
)
from recruiting.models import Opening
from recruiting.wording.entries import Entry, entry_of
from recruiting.wording.facts import facts_of
from recruiting.wording.places import address_of, hiring
from recruiting.wording.terms import start_words

_HOURS = {
    Opening.Hours.FULL_TIME: "FULL_TIME",
    Opening.Hours.PART_TIME: "PART_TIME",
    Opening.Hours.EITHER: ["FULL_TIME", "PART_TIME"],
}
_ADDRESS = {
    "street_address": "streetAddress",
    "postal_code": "postalCode",
    "city": "addressLocality",
    "region": "addressRegion",
    "country": "addressCountry",
}


@dataclass(frozen=True)
class Missing:
    """Something that job search engines require and that is not known.

    `field` is the field of the position's form where it is mended, or `hosts`; `words` name it:
    “the day on which it was posted”.
    """

    field: str
    words: str


def job_posting(
    opening: Opening, at: datetime.datetime, application: Application | None = None
) -> dict[str, Any] | None:
    """The markup of a position that is public and open at that moment.

    None for any other, for one that is no real job, and while something required is missing.
    `application` is how one applies, as the page says it.
    """
    is_offered = opening.kind.is_job and opening.is_public(at) and opening.is_open(at)
    if not is_offered or missing_for_job_search(opening):
        return None
    page = absolute(opening.get_absolute_url())
    last_minute = opening.last_minute
    host = hiring(opening)
    return {
        "@type": "JobPosting",
        "@id": f"{page}#job",
        "url": page,
        "title": _title(opening),
        "description": _description(entry_of(opening, at), application),
        "datePosted": opening.posted_on and opening.posted_on.isoformat(),
        "validThrough": last_minute.isoformat() if last_minute else "",
        "hiringOrganization": _organization(host) if host else None,
        **_where(opening),
        "employmentType": _HOURS.get(opening.hours, ""),  # type: ignore[call-overload]
        "baseSalary": _salary(opening),
        "identifier": {
            "@type": "PropertyValue",
            "name": host.name if host else "",
            "value": opening.reference,
        }
        if opening.reference
        else None,
        # One applies by e-mail or elsewhere, never on the page itself.
        "directApply": False,
        "jobStartDate": _start(opening),
        "jobImmediateStart": opening.starts_soon or None,
        "totalJobOpenings": opening.places,
        "qualifications": plain_lines(opening.requirements),
        "applicationContact": _contact(opening),
    }


def missing_for_job_search(opening: Opening) -> list[Missing]:
    """What a real job lacks of what job search engines require; nothing for other kinds."""
    if not opening.kind.is_job:
        return []
    return [missing for missing, is_known in _REQUIRED if not is_known(opening)]


def _title(opening: Opening) -> str:
    return " ".join(str(opening).split())


def _says_something_of_its_own(opening: Opening) -> bool:
    text = plain(opening.description)
    return bool(text) and text.casefold() != _title(opening).casefold()


def _has_place(opening: Opening) -> bool:
    """Work that is remote has countries in place of a place."""
    return _is_remote(opening) or "addressCountry" in _address(opening)


def _has_countries_of_remote_work(opening: Opening) -> bool:
    return not _is_remote(opening) or bool(opening.countries_of_remote_work)


#: What Google requires, with the field where it is mended, and how to tell that it is known.
_REQUIRED: tuple[tuple[Missing, Callable[[Opening], bool]], ...] = (
    (Missing("title", "what the job is called"), lambda opening: bool(_title(opening))),
    (
        Missing("description", "a description of its own, beside the general call"),
        _says_something_of_its_own,
    ),
    (
        Missing("posted_on", "the day on which it was posted"),
        lambda opening: opening.posted_on is not None,
    ),
    (
        Missing("hosts", "the host that hires"),
        lambda opening: hiring(opening) is not None,
    ),
    (Missing("country", "the country where the work is"), _has_place),
    (
        Missing("remote_countries", "the countries where people who work remotely may live"),
        _has_countries_of_remote_work,
    ),
)


def _description(entry: Entry, application: Application | None) -> str:
    """Everything that the page says of the position, in paragraphs and lists."""
    opening = entry.opening
    hosts = "; ".join(host.organization.full_name for host in opening.hosts.all())
    facts = [
        f"At {hosts}",
        *(f"{fact.label}: {fact.words}" for fact in facts_of(entry)),
        entry.deadline.sentence if entry.deadline else "Open until filled",
        *filter(None, [entry.review]),
    ]
    parts = [
        paragraph(opening.summary),
        paragraphs_and_lists(opening.description),
        items(facts),
        section("Requirements", paragraphs_and_lists(opening.requirements)),
        section("Who may apply", paragraphs_and_lists(opening.eligibility)),
    ]
    if application:
        steps = "".join(map(paragraphs_and_lists, application.steps))
        places = items(filter(None, (application.email, application.portal)))
        parts += [
            section("How to apply", steps + places),
            section("What to send", items(application.documents)),
        ]
    after = paragraphs_and_lists(opening.after_applying)
    return "".join([*parts, section("After you apply", after)])


def _organization(host: Organization) -> dict[str, Any]:
    is_university = host.kind == Organization.Kind.UNIVERSITY
    return {
        "@type": "CollegeOrUniversity" if is_university else "Organization",
        "name": host.name,
        "alternateName": host.short_name,
        "sameAs": iri_to_uri(host.link) if host_of(host.link) else "",
        "parentOrganization": {"@type": "Organization", "name": host.part_of.name}
        if host.part_of
        else None,
    }


def _is_remote(opening: Opening) -> bool:
    return opening.workplace == Opening.Workplace.REMOTE


def _where(opening: Opening) -> dict[str, Any]:
    """The place of work; of work that is wholly remote, where people may live."""
    if _is_remote(opening):
        names = opening.countries_of_remote_work
        countries = [{"@type": "Country", "name": name} for name in names]
        return {"jobLocationType": "TELECOMMUTE", "applicantLocationRequirements": countries}
    address = {"@type": "PostalAddress", **_address(opening)}
    return {"jobLocation": {"@type": "Place", "address": address}}


def _address(opening: Opening) -> dict[str, str]:
    """The place of work by the names of schema.org."""
    return {_ADDRESS[name]: value for name, value in address_of(opening).items()}


def _salary(opening: Opening) -> dict[str, Any] | None:
    low, high = opening.salary_from, opening.salary_to
    if low is None and high is None:
        return None
    is_range = low != high
    return {
        "@type": "MonetaryAmount",
        "currency": opening.salary_currency,
        "value": {
            "@type": "QuantitativeValue",
            "value": None if is_range else _number(low),
            "minValue": _number(low) if is_range else None,
            "maxValue": _number(high) if is_range else None,
            "unitText": opening.salary_period.upper(),
        },
    }


def _number(amount: Decimal | None) -> int | float | None:
    if amount is None:
        return None
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _start(opening: Opening) -> str:
    """A date of the precision that is known; schema.org takes words, such as a season, too."""
    if opening.start is None:
        return ""
    return start_words(opening) if opening.start_season else opening.start.iso


def _contact(opening: Opening) -> dict[str, str] | None:
    if not opening.contact_name and not opening.contact_email:
        return None
    return {
        "@type": "ContactPoint",
        "name": opening.contact_name,
        "email": opening.contact_email,
    }
