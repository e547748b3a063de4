"""The keys by which BibTeX, CSL-JSON and their readers know each stage of a work."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Prefetch

from homepage.content.publishing import PublishState
from homepage.content.versions import content_write
from publications.credit_names import names_of

if TYPE_CHECKING:
    from publications.models import Publication, Stage

MAX_LENGTH = 120
#: Words that tell no title from another, without accents.
_PARTICLES = (
    "a an and are as at be by can do does for from how in into is its of on or that the their to "
    "toward towards using via was what when where which who why with "
    "das dem den der des die ein eine fur im mit uber und vom von zum zur "
    "au aux de des du en et la le les l sur un une del el las los por y"
)
_PASSED_OVER = frozenset(_PARTICLES.split())
#: Letters that Unicode does not take apart into a base and an accent.
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"}
    | {"ħ": "h", "ŋ": "n", "ĸ": "k", "ŧ": "t"}
)
_FORMULA = re.compile(r"\$[^$]*\$")


def citation_key(work: Publication, stage: Stage | None) -> str:
    """The key of the stage: the one that is stored, else one made from author, year and title.

    `zhang2022adam` for the stage that stands for the work, `zhang2022adam-preprint` for
    another. Works come with `for_list`'s rows; there is no query in here.
    """
    if stage is not None and stage.bibtex_key:
        return stage.bibtex_key
    base = _base_of(work, stage)
    stages = work.stages.all()
    is_main = stage is None or stage.pk == work.main_stage_id
    is_taken = any(other.bibtex_key == base for other in stages if other != stage)
    return base if stage is None or (is_main and not is_taken) else f"{base}-{stage.kind}"


class UniqueKeys:
    """The keys of one file in their order, the second `x` as `x-2`; BibTeX tells no case apart.

    `known` are the keys that the file may have further on, which no other is to take.
    """

    def __init__(self, known: Iterable[str]) -> None:
        self._taken = {key.lower() for key in known}
        self._seen: set[str] = set()

    def next(self, wish: str) -> str:
        key = _free(wish, self._taken) if wish.lower() in self._seen else wish
        self._taken.add(key.lower())
        self._seen.add(key.lower())
        return key


def assign_keys(works: Iterable[Publication]) -> int:
    """Store a key for each stage of the published works that has none; how many were stored.

    What is published may be cited, so its key stays from then on, whatever becomes of the
    title; it is the only one of its kind on the site. Called after every write of works:
    import, form, publishing of many, loading of files. Raises nothing of its own.
    """
    from publications.models import Authorship, Publication, Stage

    pks = [work.pk for work in works]
    without = (
        Publication.objects.filter(state=PublishState.PUBLISHED, stages__bibtex_key="")
        .exclude(stages=None)
        .order_by("pk")
        .distinct()
    )
    waiting = [
        work
        for first in range(0, len(pks), 500)
        for work in without.filter(pk__in=pks[first : first + 500]).prefetch_related(
            "stages", Prefetch("authorships", Authorship.objects.with_people())
        )
    ]
    if not waiting:
        return 0
    with content_write():
        stored = Stage.objects.exclude(bibtex_key="").values_list("bibtex_key", flat=True)
        taken = {key.lower() for key in stored}
        named = []
        for work in waiting:
            # The stage that stands for the work comes first, and has the plain key.
            stages = sorted(work.stages.all(), key=lambda stage: stage.pk != work.main_stage_id)
            for stage in stages:
                if stage.bibtex_key:
                    continue
                key = citation_key(work, stage)
                stage.bibtex_key = _free(key, taken) if key.lower() in taken else key
                taken.add(stage.bibtex_key.lower())
                named.append(stage)
        Stage.objects.bulk_update(named, ["bibtex_key"], batch_size=500)
    return len(named)


def _free(wish: str, taken: set[str]) -> str:
    number = 2
    while f"{wish}-{number}".lower() in taken:
        number += 1
    return f"{wish}-{number}"


def _base_of(work: Publication, stage: Stage | None) -> str:
    """`zhang2022adam`; where author or title has no Latin letters, words of the address."""
    from publications.models import Authorship

    names = names_of(work, Authorship.Role.AUTHOR) or names_of(work, Authorship.Role.EDITOR)
    family = ""
    if names:
        first = names[0]
        family = "".join(_words(first.surname)) or next(iter(_telling(first.literal)), "")
    date = (stage.date if stage else None) or work.date
    of_title = _telling(_FORMULA.sub(" ", (stage.title if stage else "") or work.title))
    of_address = _telling(work.slug)
    lead = family or next(iter(of_address), "work")
    rest = [word for word in [*of_title, *of_address] if word != lead]
    year = str(date.year) if date else ""
    return f"{lead}{year}{next(iter(rest), '')}"[: MAX_LENGTH - 20]


def _telling(text: str) -> list[str]:
    words = [word for word in _words(text) if word[0].isalpha()]
    return [word for word in words if word not in _PASSED_OVER and len(word) > 1] or words


def _words(text: str) -> list[str]:
    """The words of a text in the 26 letters, without accents; other scripts drop out."""
    apart = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    bare = "".join(c for c in apart if not unicodedata.combining(c) and c not in "'’")
    return re.findall(r"[a-z0-9]+", bare)
