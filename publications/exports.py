"""Works as BibTeX, RIS and CSL-JSON: one, all, or those that the filters of the list leave."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
)
from django.urls import get_script_prefix, reverse
from django.utils.text import slugify
from django.views.decorators.http import conditional_page, require_safe

from homepage.content.pages import TypedLink, absolute
from homepage.content.redirects import moved_to
from publications.bibtex.writing import bibtex_file, is_citable
from publications.citations.csl import csl_item
from publications.keys import unique_keys
from publications.listing.filters import WorkFilter
from publications.models import Publication, Stage
from publications.ris import ris_file
from publications.signposting import header, links_of_description

#: The end of an address, as a pattern.
EXTENSION = r"(?P<extension>bib|ris|json)"
_TYPES = {
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "json": "application/vnd.citationstyles.csl+json",
}


@require_safe
@conditional_page
def export_works(request: HttpRequest, extension: str) -> HttpResponse:
    """The public works that the list's filters leave, the newest first; `?stages=all` gives an
    entry for each stage. 404 for a filter that leads nowhere."""
    works = WorkFilter(request.GET, Publication.objects.public()).works().for_page()
    response = _response(request, works, extension, name="publications")
    page = absolute(reverse("publications:list"))
    response["Link"] = header([TypedLink("describes", page, "text/html")])
    return response


@require_safe
@conditional_page
def export_work(request: HttpRequest, slug: str, extension: str) -> HttpResponse:
    """One public work; from an address that it had before to the present one."""
    work = Publication.objects.public().for_page().filter(slug=slug).first()
    if work is None:
        return _moved(slug, extension)
    response = _response(request, [work], extension, name=work.slug)
    response["Link"] = links_of_description(work)
    return response


def _response(
    request: HttpRequest, works: Iterable[Publication], extension: str, *, name: str
) -> HttpResponse:
    write = _WRITERS[extension]
    text = write(works, request.GET.get("stages") == "all")
    response = HttpResponse(text, content_type=_TYPES[extension])
    response["Content-Disposition"] = f'inline; filename="{slugify(name) or "work"}.{extension}"'
    return response


def _moved(slug: str, extension: str) -> HttpResponsePermanentRedirect:
    page = reverse("publications:detail", args=[slug]).removeprefix(get_script_prefix())
    if (present := moved_to(f"/{page}")) is None:
        raise Http404
    return HttpResponsePermanentRedirect(f"{present.rstrip('/')}.{extension}")


def _entries(
    works: Iterable[Publication], every_stage: bool
) -> list[tuple[Publication, Stage | None]]:
    """The stage that stands for each work, or in their order all that have something to cite."""
    return [
        (work, stage)
        for work in works
        for stage in (_stages(work) if every_stage else []) or [work.main_stage]
    ]


def _stages(work: Publication) -> list[Stage | None]:
    return [
        stage for stage in work.stages.all() if stage.pk == work.main_stage_id or is_citable(stage)
    ]


def _bibtex(works: Iterable[Publication], every_stage: bool) -> str:
    return bibtex_file(works, every_stage=every_stage)


def _ris(works: Iterable[Publication], every_stage: bool) -> str:
    return ris_file(_entries(works, every_stage))


def _csl(works: Iterable[Publication], every_stage: bool) -> str:
    items = [csl_item(work, stage) for work, stage in _entries(works, every_stage)]
    keys = unique_keys(item["id"] for item in items)
    named = [item | {"id": key} for item, key in zip(items, keys, strict=True)]
    return json.dumps(named, ensure_ascii=False, indent=1) + "\n"


_WRITERS: dict[str, Callable[[Iterable[Publication], bool], str]] = {
    "bib": _bibtex,
    "ris": _ris,
    "json": _csl,
}
