from collections.abc import Iterator

from django.urls import reverse

from homepage.content.markdown import plain
from homepage.content.search import SearchResult, contains_all, excerpt
from recruiting.models import Opening, RecruitingPage


def search(words: list[str]) -> Iterator[SearchResult]:
    yield from _call(words)
    for opening in (
        Opening.objects.public()
        .in_order()
        .for_list()
        .prefetch_related("hosts__organization__aliases")
    ):
        text = plain(opening.description)
        hosts = [host.organization for host in opening.hosts.all()]
        names = [name for host in hosts for name in host.names]
        if contains_all(words, [str(opening), opening.kind.name, opening.summary, text, *names]):
            yield SearchResult(
                title=str(opening),
                url=opening.get_absolute_url(),
                label="Open position",
                excerpt=opening.summary
                or excerpt(text, words)
                or ", ".join(host.name for host in hosts),
            )


def _call(words: list[str]) -> Iterator[SearchResult]:
    call = RecruitingPage.load()
    text = " ".join([plain(call.introduction), plain(call.how_to_apply), call.closing])
    if contains_all(words, [call.heading, text]):
        yield SearchResult(
            title=call.heading or "Open positions",
            url=reverse("recruiting:list"),
            label="Open positions",
            excerpt=excerpt(text, words),
        )
