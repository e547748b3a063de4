"""Where a work has appeared, as citations, tags and structured data tell it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publications.titles import readable

if TYPE_CHECKING:
    from publications.models import Publication, Stage

#: At these stages a work has not appeared yet where it is meant to.
NOT_YET_THERE = frozenset({"preprint", "submitted"})
_FROM_TO = (re.compile(r"([^–—,]+)[–—]([^–—,]+)"), re.compile(r"([^-,]+)--?([^-,]+)"))


def page_range(pages: str) -> tuple[str, str]:
    """The first and the last page of `249–294`, `249--294`, `S1-S9` or `e1005`.

    Nothing for a list of pages, which has no first and last.
    """
    text = pages.strip()
    for pattern in _FROM_TO:
        if match := pattern.fullmatch(text):
            return match[1].strip(), match[2].strip()
    return (text, "") if text and not re.search(r"[,;–—]|--|\s", text) else ("", "")


def container(work: Publication, stage: Stage) -> tuple[str, str]:
    """What the work is part of: `journal`, `conference` or `book`, and its name.

    Two empty texts for what stands by itself, and for what has not appeared there yet.
    """
    kind, venue = work.kind, stage.venue
    if stage.kind in NOT_YET_THERE:
        return "", ""
    name = readable(venue.name) if venue and venue.kind != venue.Kind.REPOSITORY else ""
    is_conference = venue is not None and venue.kind == venue.Kind.CONFERENCE
    if kind == work.Kind.CHAPTER:
        # A series is what the book is part of, and not the chapter.
        is_series = venue is not None and venue.kind == venue.Kind.SERIES
        name = readable(stage.book_title) or ("" if is_series else name)
        return ("book", name) if name else ("", "")
    if kind == work.Kind.CONFERENCE_PAPER or (
        kind in (work.Kind.ARTICLE, work.Kind.REVIEW) and is_conference
    ):
        name = name or readable(stage.book_title)
        return ("conference", name) if name else ("", "")
    if kind in (work.Kind.ARTICLE, work.Kind.REVIEW) and name:
        return "journal", name
    return "", ""


def publisher_of(stage: Stage) -> str:
    """Who published it there: named with the stage, else known of the journal."""
    known = stage.venue.publisher if stage.venue and stage.kind not in NOT_YET_THERE else ""
    return stage.publisher or known


def is_citable(stage: Stage) -> bool:
    """Whether a stage says in public more than that there was one."""
    shown = stage.in_public
    texts = (shown.doi, shown.arxiv_id, shown.url, shown.book_title, shown.institution)
    return bool(shown.source_fields or shown.venue_id or any(texts))


def citable_stages(work: Publication, every_stage: bool) -> list[Stage | None]:
    """The stage that stands for the work, or in their order all that have something to cite.

    None stands for a work that has none; from `for_list`'s rows.
    """
    stages = [
        stage
        for stage in work.stages.all()
        if stage.pk == work.main_stage_id or (every_stage and is_citable(stage))
    ]
    return [*stages] or [work.main_stage]
