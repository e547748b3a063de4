from collections.abc import Iterator

from homepage.content.markdown import plain
from homepage.content.search import SearchResult, excerpt
from publications.listing.index import places
from publications.listing.indexing import work_index
from publications.models import Publication


def search(words: list[str]) -> Iterator[SearchResult]:
    index = work_index()
    found = [index.pks[place] for place in places(index.matching(words))]
    works = Publication.objects.public().filter(pk__in=found).newest_first()
    for work in works.select_related("main_stage__venue"):
        yield SearchResult(
            title=str(work),
            url=work.get_absolute_url(),
            label=work.get_kind_display(),
            date=work.date,
            excerpt=excerpt(plain(work.abstract), words) if work.abstract else work.venue_line,
        )
