from collections.abc import Iterator

from homepage.content.markdown import plain
from homepage.content.search import SearchResult, contains_all, excerpt
from news.models import NewsItem


def search(words: list[str]) -> Iterator[SearchResult]:
    for item in NewsItem.objects.public().newest_first():
        text = plain(item.text)
        if contains_all(words, [text]):
            yield SearchResult(
                title=item.headline,
                url=item.get_absolute_url(),
                label="News",
                date=item.date,
                excerpt=excerpt(text, words) if text != item.headline else "",
            )
