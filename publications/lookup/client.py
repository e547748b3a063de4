"""Asking the public services, and saying in words what went wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import SplitResult, urlencode, urlsplit
from xml.etree.ElementTree import Element

from django.conf import settings

from publications.fetching.identity import user_agent
from publications.fetching.public import is_public, require_web_port
from publications.fetching.transport import (
    MAX_BYTES,
    TIMEOUT,
    Answer,
    BadAddress,
    ExchangeFailed,
    IPAddress,
    Limits,
    TooLarge,
    TooManyRedirects,
    TooSlow,
    Unreachable,
    get,
    origin_of,
    parsed,
)
from publications.lookup.deadline import Deadline
from publications.lookup.safe_xml import UnsafeXMLError, parse_xml
from publications.records import Record

#: The settings that hold the services' addresses, and what editors call the services.
SERVICES = {
    "DOI_URL": "doi.org",
    "ARXIV_URL": "arXiv",
    "PUBMED_URL": "PubMed",
    "ISBN_URL": "Open Library",
    "ORCID_URL": "ORCID",
}


class LookupFailed(Exception):  # noqa: N818 - it says what happened
    """Why an identifier could not be looked up, in the editor's words."""


class NotKnown(LookupFailed):
    """The service answered, and knows no such identifier."""


class OnlyPart(LookupFailed):
    """There is more than `records`, which is what was found of it."""

    def __init__(self, words: str, records: Iterable[Record] = ()) -> None:
        super().__init__(words)
        self.records = tuple(records)


class OutOfTime(OnlyPart):
    """The deadline for everything that is looked up together has come."""


class Service:
    """One public service; `setting` names the setting with its address."""

    timeout = TIMEOUT
    max_bytes = MAX_BYTES

    def __init__(self, setting: str, deadline: Deadline) -> None:
        self.setting = setting
        self.deadline = deadline
        self.name = SERVICES[setting]

    @property
    def url(self) -> str:
        return str(getattr(settings, self.setting))

    def json(self, path: str, accept: str = "application/json", **query: str) -> Any:
        """What the service answers, as JSON has it; raises `LookupFailed`."""
        answer = self.ask(path, accept, query)
        if not re.match(r"[\w.+/-]*json\b", answer.headers.get("content-type", "")):
            raise self.unexpected()
        try:
            return json.loads(answer.body)
        except (ValueError, RecursionError):
            raise self.unexpected() from None

    def xml(self, path: str, accept: str = "application/xml", **query: str) -> Element:
        """What the service answers, as XML; raises `LookupFailed`."""
        try:
            return parse_xml(self.ask(path, accept, query).body)
        except UnsafeXMLError:
            raise self.unexpected() from None

    def ask(self, path: str, accept: str, query: Mapping[str, str] | None = None) -> Answer:
        """The answer of status 200; raises `LookupFailed` for every other."""
        timeout = min(self.timeout, self.deadline.left)
        out_of_time = OutOfTime(f"There was no time left for {self.name} to answer.")
        if not timeout:
            raise out_of_time
        url = f"{self.url}{path}" + (f"?{urlencode(query)}" if query else "")
        headers = {"User-Agent": user_agent(), "Accept": accept, **self.headers()}
        limits = Limits(
            allows_url=_allows_url,
            allows_host=_allows_host,
            timeout=timeout,
            max_bytes=self.max_bytes,
        )
        try:
            answer = get(url, headers, limits)
        except ExchangeFailed as error:
            if isinstance(error, TooSlow) and timeout < self.timeout:
                raise out_of_time from error
            raise LookupFailed(self._in_words(error)) from error
        if answer.status != 200:
            raise self.refused(answer)
        return answer

    def headers(self) -> dict[str, str]:
        """Further headers, for services that have some."""
        return {}

    def refused(self, answer: Answer) -> LookupFailed:
        """What an answer of another status than 200 means."""
        if answer.status in (404, 410):
            return NotKnown(f"{self.name} does not know it. Check it for slips.")
        if answer.status == 429 or (answer.status == 503 and "retry-after" in answer.headers):
            return LookupFailed(f"{self.name} is asked too often. Try again {_later(answer)}.")
        if answer.status >= 500:
            return LookupFailed(
                f"{self.name} has a fault of its own ({answer.status}). Try again later."
            )
        return self.unexpected(f"status {answer.status}")

    def unexpected(self, detail: str = "") -> LookupFailed:
        """For an answer that is none of those that the service's documentation names."""
        return LookupFailed(
            f"{self.name} answered in an unexpected way{f' ({detail})' if detail else ''}. "
            "Try again later, or fill in the form by hand."
        )

    def _in_words(self, error: ExchangeFailed) -> str:
        match error:
            case TooSlow():
                return (
                    f"{self.name} did not answer within {self.timeout:g} seconds. Try again later."
                )
            case Unreachable():
                host = urlsplit(self.url).hostname
                return (
                    f"{self.name} cannot be reached at {host}: there is no connection from "
                    f"here to it ({error})."
                )
            case TooLarge():
                megabytes = self.max_bytes // 1024 // 1024
                return f"{self.name} answered with more than {megabytes} MB."
            case TooManyRedirects() | BadAddress():
                return f"{self.name} leads on to an address that cannot be asked."
        return str(self.unexpected())


def _is_own(parts: SplitResult) -> bool:
    """Whether it is of a service that the operator has set, wherever and at whatever port."""
    return origin_of(parts) in {origin_of(parsed(getattr(settings, name))) for name in SERVICES}


def _allows_url(parts: SplitResult) -> None:
    """What the services redirect to is asked at the ports of the web: a DOI's owner chooses it."""
    if not _is_own(parts):
        require_web_port(parts)


def _allows_host(parts: SplitResult, address: IPAddress) -> bool:
    """What the services redirect to is on the Internet."""
    return _is_own(parts) or is_public(address)


def _later(answer: Answer) -> str:
    """When to try again, from `Retry-After` in seconds (RFC 9110, 10.2.3)."""
    seconds = answer.headers.get("retry-after", "")
    if not seconds.isdecimal() or len(seconds) > 6:
        return "in a few minutes"
    if int(seconds) < 90:
        return f"in {int(seconds)} seconds"
    return f"in {round(int(seconds) / 60)} minutes"
