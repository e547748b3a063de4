from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from homepage.content.feeds import feed_text, for_feed, paragraphs
from homepage.content.markdown import render
from homepage.content.pages import absolute
from profile.feeds import OwnersFeed
from recruiting.models import Opening


class OpeningFeed(OwnersFeed):
    subject = "Open positions"

    def path(self) -> str:
        return reverse("recruiting:feed")

    def link(self) -> str:
        return absolute(reverse("recruiting:list"))

    def items(self) -> Iterable[Opening]:
        now = timezone.now()
        openings = Opening.objects.public(now).open(now).for_list()
        return openings.order_by("-public_from", "-pk")[: self.max_items]

    def item_title(self, item: Opening) -> str:
        return feed_text(str(item))

    def item_description(self, item: Opening) -> str:
        hosts = "; ".join(host.organization.name for host in item.hosts.all())
        lines = [line for line in (item.summary, hosts) if line]
        return for_feed(paragraphs(lines) + render(item.description))
