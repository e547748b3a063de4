from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from homepage.content.markdown import plain
from homepage.content.search import SearchResult, contains_all, excerpt
from recruiting.models import Opening, RecruitingPage

#: What a result is called; those that come first are found first.
_LABELS = {
    Opening.Status.OPEN: "Open position",
    Opening.Status.SOON: "Position that opens soon",
    Opening.Status.CLOSED: "Closed position",
    Opening.Status.FILLED: "Filled position",
    Opening.Status.CANCELLED: "Cancelled position",
}


def search(words: list[str]) -> Iterator[SearchResult]:
    """The call and the positions that hold all the words, those that are open first."""
    now = timezone.now()
    yield from _call(words)
    public = Opening.objects.public(now).open_first(now).for_list(now)
    by_status = list(_LABELS)
    for opening in sorted(
        public.prefetch_related("hosts__organization__aliases"),
        key=lambda opening: by_status.index(opening.status(now)),
    ):
        yield from _opening(opening, words, now)


def _opening(opening: Opening, words: list[str], at: datetime) -> Iterator[SearchResult]:
    long_texts = (opening.description, opening.requirements, opening.eligibility)
    texts = [plain(text) for text in (*long_texts, opening.after_applying)]
    texts += [opening.funding, opening.duration, opening.working_language, opening.documents]
    hosts = [host.organization for host in opening.hosts.all()]
    names = [opening.kind.name, *(topic.interest.title for topic in opening.topics.all())]
    names += [opening.city, opening.country, opening.remote_countries, opening.reference]
    names += [opening.contact_name]
    names += [opening.supervisor.name] if opening.supervisor else []
    for host in hosts:
        names += [*host.names, host.city, host.country]
    if not contains_all(words, [str(opening), opening.summary, *texts, *names]):
        return
    # The text in which a word stands says most; without one, where it is.
    speaking = [text for text in texts if contains_all(words[:1], [text])]
    yield SearchResult(
        title=str(opening),
        url=opening.get_absolute_url(),
        label=_LABELS[opening.status(at)],
        excerpt=opening.summary
        or excerpt((speaking or texts)[0], words)
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
