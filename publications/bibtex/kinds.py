"""Types of entries and the kinds of works that they stand for, both ways."""

from __future__ import annotations

from publications.models import Publication, Stage

_Kind = Publication.Kind

#: Types of BibTeX, biblatex and what reference managers add; another type is `OTHER`.
KIND_OF_TYPE: dict[str, str] = {
    "article": _Kind.ARTICLE,
    "periodical": _Kind.OTHER,
    "review": _Kind.REVIEW,
    "inproceedings": _Kind.CONFERENCE_PAPER,
    "conference": _Kind.CONFERENCE_PAPER,
    "book": _Kind.BOOK,
    "mvbook": _Kind.BOOK,
    "booklet": _Kind.BOOK,
    "reference": _Kind.EDITED_VOLUME,
    "mvreference": _Kind.EDITED_VOLUME,
    "collection": _Kind.EDITED_VOLUME,
    "mvcollection": _Kind.EDITED_VOLUME,
    "proceedings": _Kind.EDITED_VOLUME,
    "mvproceedings": _Kind.EDITED_VOLUME,
    "inbook": _Kind.CHAPTER,
    "bookinbook": _Kind.CHAPTER,
    "suppbook": _Kind.CHAPTER,
    "incollection": _Kind.CHAPTER,
    "suppcollection": _Kind.CHAPTER,
    "inreference": _Kind.CHAPTER,
    "thesis": _Kind.THESIS,
    "phdthesis": _Kind.THESIS,
    "mastersthesis": _Kind.THESIS,
    "report": _Kind.REPORT,
    "techreport": _Kind.REPORT,
    "manual": _Kind.REPORT,
    "unpublished": _Kind.OTHER,
    "preprint": _Kind.PREPRINT,
    "dataset": _Kind.DATASET,
    "data": _Kind.DATASET,
    "software": _Kind.SOFTWARE,
    "softwareversion": _Kind.SOFTWARE,
    "softwaremodule": _Kind.SOFTWARE,
    "code": _Kind.SOFTWARE,
    "patent": _Kind.PATENT,
    "presentation": _Kind.TALK,
    "talk": _Kind.TALK,
}
#: Types that say too little: what else the entry has may tell more.
VAGUE_TYPES = frozenset(
    ("article", "misc", "online", "electronic", "www", "unpublished", "preprint")
)
#: Types with the name of a volume in `booktitle`.
CONFERENCE_TYPES = frozenset(("inproceedings", "conference"))
CHAPTER_TYPES = frozenset(t for t, kind in KIND_OF_TYPE.items() if kind == _Kind.CHAPTER)

_TYPE_OF_KIND: dict[str, str] = {
    _Kind.ARTICLE: "article",
    _Kind.REVIEW: "article",
    _Kind.CONFERENCE_PAPER: "inproceedings",
    _Kind.BOOK: "book",
    _Kind.EDITED_VOLUME: "book",
    _Kind.CHAPTER: "incollection",
    _Kind.REPORT: "techreport",
}


def type_of(work: Publication, stage: Stage | None) -> str:
    """The type of a new entry for that stage, one of classic BibTeX's."""
    if work.kind == _Kind.THESIS:
        genre = (stage.genre if stage else "").lower()
        return "mastersthesis" if "master" in genre or "diplom" in genre else "phdthesis"
    in_print = (_Kind.ARTICLE, _Kind.REVIEW, _Kind.CONFERENCE_PAPER, _Kind.CHAPTER)
    if stage is not None and stage.kind == Stage.Kind.PREPRINT and work.kind in in_print:
        return "misc"
    return _TYPE_OF_KIND.get(work.kind, "misc")
