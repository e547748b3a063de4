"""Works as BibTeX, RIS and CSL-JSON: one, all, or those that the filters of the list leave."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from hashlib import blake2b
from itertools import islice

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
    StreamingHttpResponse,
)
from django.urls import get_script_prefix, reverse, set_script_prefix
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from homepage.content.pages import TypedLink, absolute
from homepage.content.redirects import moved_page
from publications.appearance import citable_stages
from publications.bibtex.writing import bibtex_pieces
from publications.citations.csl import csl_pieces
from publications.formats import BY_EXTENSION
from publications.keys import UniqueKeys, citation_key
from publications.listing.filters import WorkFilter
from publications.listing.index import WorkIndex, places
from publications.listing.indexing import work_index
from publications.models import Publication, Stage
from publications.ris import ris_pieces
from publications.signposting import header, links_of_description

#: So many works are in memory at a time; a file of more is sent while it is written.
CHUNK = 200
#: A file of all works that is no larger, in bytes, is remembered until content changes.
LARGEST_REMEMBERED = 10_000_000

Stages = Iterable[tuple[Publication, Stage | None]]


@require_safe
def export_works(request: HttpRequest, extension: str) -> HttpResponseBase:
    """The public works that the list's filters leave, the newest first; `?stages=all` gives an
    entry for each stage. 404 for a filter that leads nowhere."""
    filters = WorkFilter(request.GET, Publication.objects.public())
    index, today = filters.index, timezone.localdate()
    found = [index.pks[place] for place in places(filters.found)]
    page = absolute(reverse("publications:list"))
    links = header([TypedLink("describes", page, "text/html")])

    def body() -> bytes | Iterator[bytes]:
        export = _Export(extension, _every_stage(request), found)
        if filters.is_filtered:
            return export.whole() if len(found) <= CHUNK else export.pieces()
        return _remembered(export, index, today)

    return _answer(request, extension, _etag(request, index, today), body, "publications", links)


@require_safe
def export_work(request: HttpRequest, slug: str, extension: str) -> HttpResponseBase:
    """One public work; from an address that it had before to the present one."""
    index, today = work_index(), timezone.localdate()
    work = Publication.objects.public().filter(slug=slug).only("pk", "slug").first()
    if work is None:
        page = moved_page(reverse("publications:detail", args=[slug]))
        return HttpResponsePermanentRedirect(f"{page.rstrip('/')}.{extension}")
    export = _Export(extension, _every_stage(request), [work.pk])
    etag, links = _etag(request, index, today), links_of_description(work)
    return _answer(request, extension, etag, export.whole, work.slug, links)


def _every_stage(request: HttpRequest) -> bool:
    return request.GET.get("stages") == "all"


def _answer(
    request: HttpRequest,
    extension: str,
    etag: str | None,
    body: Callable[[], bytes | Iterator[bytes]],
    name: str,
    links: str,
) -> HttpResponseBase:
    """The file, whose `body` is not asked for where nobody needs it: HEAD, and what is known."""
    response: HttpResponseBase
    known = get_conditional_response(request, etag=etag) if etag else None
    if known is not None:
        response = known
    elif request.method == "HEAD":
        # A response in pieces says nothing of its length.
        response = StreamingHttpResponse(())
    else:
        content = body()
        is_whole = isinstance(content, bytes)
        response = HttpResponse(content) if is_whole else StreamingHttpResponse(content)
    if etag:
        response.headers["ETag"] = etag
    file_name = f"{slugify(name) or 'work'}.{extension}"
    response.headers["Content-Type"] = BY_EXTENSION[extension].content_type
    response.headers["Content-Disposition"] = f'inline; filename="{file_name}"'
    response.headers["Link"] = links
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _etag(request: HttpRequest, index: WorkIndex, today: date) -> str | None:
    """Changes with the content, with what the clock makes public, with the day and the address.

    None while content is being written.
    """
    if index.stamp is None:
        return None
    topics = sorted(index.terms["topic"])
    address = (settings.SITE_URL, request.get_full_path())
    told = repr((index.stamp, index.pks, topics, today, address))
    # Weak: the same text travels in other bytes where it is compressed.
    return f'W/"{blake2b(told.encode(), digest_size=16).hexdigest()}"'


def _remembered(export: _Export, index: WorkIndex, today: date) -> bytes | Iterator[bytes]:
    """All works: as they were written last, as long as nothing has changed since."""
    key = (export.extension, export.every_stage)
    held = index.files.get(key)
    if held is not None and held[0] == today:
        return held[1]
    if len(export.pks) <= CHUNK:
        text = export.whole()
        index.files[key] = (today, text)
        return text
    return _remembering(export, index, today)


def _remembering(export: _Export, index: WorkIndex, today: date) -> Iterator[bytes]:
    written: list[bytes] | None = []
    size = 0
    for piece in export.pieces():
        yield piece
        size += len(piece)
        if written is not None:
            written.append(piece)
            if size > LARGEST_REMEMBERED:
                written = None
    if written is not None:
        index.files[export.extension, export.every_stage] = (today, b"".join(written))


class _Export:
    """The file of these works, in their order; what is not public drops out."""

    def __init__(self, extension: str, every_stage: bool, pks: list[int]) -> None:
        self.extension, self.every_stage, self.pks = extension, every_stage, pks
        works = Publication.objects.public()
        self._works = works.for_list() if extension == "bib" else works.for_page()
        self._prefix = get_script_prefix()

    def whole(self) -> bytes:
        stages = list(self._stages(self.pks))
        keys = UniqueKeys(citation_key(work, stage) for work, stage in stages)
        parents = {stage.source_fields.get("crossref") for _, stage in stages if stage}
        return "".join(_PIECES[self.extension](stages, keys, parents)).encode()

    def pieces(self) -> Iterator[bytes]:
        """The same in pieces; the works of each chunk are read when it is due.

        No cursor stays open while somebody reads slowly.
        """
        of_public = Stage.objects.filter(publication__in=Publication.objects.public()).order_by()
        known = list(of_public.values_list("bibtex_key", "source_fields__crossref"))
        keys = UniqueKeys(key for key, _ in known)
        parents = {parent for _, parent in known}
        chunks = (self.pks[first : first + CHUNK] for first in range(0, len(self.pks), CHUNK))
        stages = (stage for chunk in chunks for stage in self._stages(chunk))
        written = map(str.encode, _PIECES[self.extension](stages, keys, parents))
        while piece := b"".join(islice(written, CHUNK)):
            yield piece

    def _stages(self, pks: list[int]) -> Iterator[tuple[Publication, Stage | None]]:
        # The thread that sends a file may be another one than that which was asked for it.
        set_script_prefix(self._prefix)
        found = {work.pk: work for work in self._works.filter(pk__in=pks)}
        for pk in pks:
            if work := found.get(pk):
                for stage in citable_stages(work, self.every_stage):
                    yield work, stage


def _ris(stages: Stages, keys: UniqueKeys, _: Collection[str | None]) -> Iterator[str]:
    return ris_pieces(stages, keys)


def _csl(stages: Stages, keys: UniqueKeys, _: Collection[str | None]) -> Iterator[str]:
    return csl_pieces(stages, keys)


_PIECES: dict[str, Callable[[Stages, UniqueKeys, Collection[str | None]], Iterator[str]]] = {
    "bib": bibtex_pieces,
    "ris": _ris,
    "json": _csl,
}
