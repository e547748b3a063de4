from collections.abc import Iterable

from django.urls import reverse

from homepage.content.feeds import feed_text, for_feed, paragraphs
from homepage.content.markdown import render
from homepage.content.pages import absolute
from profile.feeds import OwnersFeed
from publications.models import Publication


class PublicationFeed(OwnersFeed):
    subject = "Publications"

    def path(self) -> str:
        return reverse("publications:feed")

    def link(self) -> str:
        return absolute(reverse("publications:list"))

    def items(self) -> Iterable[Publication]:
        """Those that went live last: a feed is read for what is new on the site."""
        works = Publication.objects.public().for_list()
        return works.order_by("-public_from", "-pk")[: self.max_items]

    def item_title(self, item: Publication) -> str:
        return feed_text(str(item))

    def item_description(self, item: Publication) -> str:
        byline = "; ".join(
            ", ".join(person.name for person in credit.people)
            + ("" if credit.is_complete else " and others")
            for credit in item.credits
        )
        lines = [line for line in (byline, item.venue_line) if line]
        return for_feed(paragraphs(lines) + render(item.abstract))
