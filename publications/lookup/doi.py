"""DOIs, by content negotiation: the agency that registered one answers in CSL-JSON.

https://citation.doi.org/docs.html, https://support.datacite.org/docs/datacite-content-resolver
"""

from urllib.parse import quote

from publications.fetching.transport import Answer
from publications.lookup import csl_json
from publications.lookup.client import LookupFailed, NotKnown, Service
from publications.lookup.deadline import Deadline
from publications.lookup.values import line
from publications.records import Record

CSL_JSON = "application/vnd.citationstyles.csl+json"


class DoiResolver(Service):
    """Redirects to the agency of the DOI, and where that has no CSL-JSON to a publisher's page."""

    def refused(self, answer: Answer) -> LookupFailed:
        if answer.status == 406:
            return LookupFailed(
                "Whoever registered this DOI does not offer its data. Fill in the form by hand."
            )
        if answer.status in (401, 403):
            return LookupFailed("The publisher's server does not let this site read its data.")
        return super().refused(answer)


def look_up(doi: str, deadline: Deadline) -> list[Record]:
    """The work that has the DOI; raises `LookupFailed`."""
    service = DoiResolver("DOI_URL", deadline)
    try:
        item = service.json(f"/{quote(doi, safe='/:;()')}", accept=CSL_JSON)
    except NotKnown:
        raise NotKnown(f"There is no DOI {doi}. Check it for slips.") from None
    if isinstance(item, list) and len(item) == 1:
        item = item[0]
    if not isinstance(item, dict) or not (item.get("title") or item.get("type")):
        raise service.unexpected()
    # DataCite answers in capitals; the DOI is the same in whatever case, and known as it was asked.
    named = line(item.get("DOI"))
    is_same = not named or named.casefold() == doi.casefold()
    return [csl_json.record_of({**item, "DOI": doi if is_same else named})]
