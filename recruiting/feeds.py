"""The feed of positions: what is open now, for those who wait for one."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from homepage.content.feeds import feed_text, for_feed, paragraphs
from homepage.content.markdown import render
from homepage.content.pages import absolute
from profile.feeds import OwnersFeed
from recruiting.models import Opening
from recruiting.wording.entries import Entry, entry_of
from recruiting.wording.terms import salary_words


class OpeningFeed(OwnersFeed):
    """What is open now; one that opened later than it was published is new from its opening."""

    subject = "Open positions"

    def path(self) -> str:
        return reverse("recruiting:feed")

    def link(self) -> str:
        return absolute(reverse("recruiting:list"))

    def items(self) -> Iterable[Entry]:
        now = timezone.now()
        openings = Opening.objects.public(now).open(now).newest_first().for_list(now)
        return [entry_of(opening, now) for opening in openings[: self.max_items]]

    def changed_by_clock(self) -> datetime | None:
        return Opening.objects.last_change(timezone.now())

    def item_link(self, item: Entry) -> str:
        return super().item_link(item.opening)

    def item_guid(self, item: Entry) -> str:  # type: ignore[override]  # an entry, not its opening
        return super().item_guid(item.opening)

    def item_pubdate(self, item: Entry) -> datetime | None:  # type: ignore[override]
        return item.opening.offered_from

    def item_updateddate(self, item: Entry) -> datetime:  # type: ignore[override]
        opening = item.opening
        return max(opening.updated_at, opening.offered_from or opening.updated_at)

    def item_title(self, item: Entry) -> str:
        return feed_text(str(item.opening))

    def item_description(self, item: Entry) -> str:
        opening = item.opening
        lines = [
            opening.summary,
            item.deadline.sentence if item.deadline else "Open until filled",
            item.review,
            " · ".join(item.facts),
            salary_words(opening) or opening.funding,
        ]
        texts = [
            render(opening.description),
            _section("Requirements", opening.requirements),
            _section("Who may apply", opening.eligibility),
        ]
        return for_feed(paragraphs(filter(None, lines)) + "".join(texts))


def _section(heading: str, source: str) -> str:
    return paragraphs([heading]) + render(source) if source else ""
