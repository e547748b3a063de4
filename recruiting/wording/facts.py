"""What the page of a position says of it in a list: a label and a few words each."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from homepage.content.dates import PartialDate
from recruiting.models import Opening
from recruiting.wording import terms
from recruiting.wording.entries import Entry


@dataclass(frozen=True)
class Fact:
    """A line of the list. `iso` is the moment or day that `words` name, where they name one;
    `link` is where they lead."""

    label: str
    words: str
    iso: str = ""
    link: str = ""


def facts_of(entry: Entry) -> tuple[Fact, ...]:
    """Everything known of the position that is no text, in the order of what applicants ask.

    Its opening comes from `for_list()`.
    """
    return tuple(fact for fact in _facts(entry) if fact.words)


def _facts(entry: Entry) -> Iterator[Fact]:
    opening = entry.opening
    hosts = [host.organization for host in opening.hosts.all()]
    if len(hosts) > 1:
        yield Fact("Employer", hosts[0].label, link=hosts[0].link)
    if opening.supervisor:
        yield Fact("Supervisor", opening.supervisor.name, link=opening.supervisor.link)
    yield Fact("Start", _sentence(terms.start_words(opening)))
    yield Fact("Contract", _sentence(terms.contract_words(opening)))
    yield Fact("Salary", _sentence(terms.salary_words(opening)))
    yield Fact("Funding", opening.funding)
    yield Fact("Places", str(opening.places or ""))
    yield Fact("Location", terms.location_words(opening))
    yield Fact("Working language", opening.working_language)
    if (deadline := entry.deadline) and not entry.status.is_advertised:
        yield Fact("Deadline", deadline.words, deadline.iso)
    yield _day("Posted", opening.posted_on)
    yield Fact("Reference", opening.reference)


def ended_on(opening: Opening) -> PartialDate | None:
    """The day on which it closed."""
    return _partial(opening.ended_on) if opening.ended_on else None


def _day(label: str, day: datetime.date | None) -> Fact:
    date = _partial(day) if day else None
    return Fact(label, date.display(), date.iso) if date else Fact(label, "")


def _partial(day: datetime.date) -> PartialDate:
    return PartialDate.parse(day.isoformat())


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
