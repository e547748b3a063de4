from collections.abc import Iterator

from homepage.content.markdown import plain
from homepage.content.search import SearchResult, contains_all, excerpt
from recruiting.models import Opening


def search(words: list[str]) -> Iterator[SearchResult]:
    for opening in Opening.objects.public().in_order().for_list():
        text = plain(opening.description)
        hosts = [host.organization for host in opening.hosts.all()]
        names = [name for host in hosts for name in (host.name, host.short_name)]
        if contains_all(words, [str(opening), opening.kind.name, opening.summary, text, *names]):
            yield SearchResult(
                title=str(opening),
                url=opening.get_absolute_url(),
                label="Open position",
                excerpt=opening.summary
                or excerpt(text, words)
                or ", ".join(host.name for host in hosts),
            )
