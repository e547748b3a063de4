from collections.abc import Iterable

from django.urls import reverse

from homepage.content.feeds import feed_text, for_feed
from homepage.content.markdown import render
from homepage.content.pages import absolute
from news.models import NewsItem
from profile.feeds import OwnersFeed


class NewsFeed(OwnersFeed):
    subject = "News"

    def path(self) -> str:
        return reverse("news:feed")

    def link(self) -> str:
        return absolute(reverse("news:list"))

    def items(self) -> Iterable[NewsItem]:
        return NewsItem.objects.public().newest_first()[: self.max_items]

    def item_title(self, item: NewsItem) -> str:
        """With the month in words: the entry's own time is when it went live."""
        return feed_text(f"{item.date.display()}: {item.headline}" if item.date else item.headline)

    def item_description(self, item: NewsItem) -> str:
        return for_feed(render(item.text))
