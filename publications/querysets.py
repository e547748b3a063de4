"""Which works are public, in which order, fetched with what."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from django.db.models import BooleanField, ExpressionWrapper, F, Prefetch, Q
from django.utils import timezone

from homepage.content.publishing import PublicQuerySet, public_q
from homepage.content.search import contains_all
from homepage.content.versions import ContentQuerySet, content_write

if TYPE_CHECKING:
    from publications.models import (  # noqa: F401
        Authorship,
        Publication,
        PublicationLink,
        PublicationTopic,
        Stage,
    )


#: What of a stage is searched, beside its venue.
SEARCHED_OF_STAGES = (
    "title", "date", "book_title", "series", "publisher", "institution", "doi", "arxiv_id", "isbn",
)  # fmt: skip


def _as_written(value: Any) -> str:
    """A value in the ways people write it: `1.1%`, `9454 9,454`."""
    match value:
        case Decimal():
            return f"{value.normalize():f}%"
        case int():
            return f"{value} {value:,}"
    return str(value)


class AuthorshipQuerySet(ContentQuerySet["Authorship"]):
    def with_people(self) -> Self:
        """With each person, and whether it is the owner of the site."""
        is_owner = ExpressionWrapper(Q(person__profile__isnull=False), output_field=BooleanField())
        return self.select_related("person").annotate(is_owner=is_owner).order_by("position", "pk")


class PublicationQuerySet(PublicQuerySet["Publication"]):
    def newest_first(self) -> Self:
        """By the date of the main stage; works without one come first, as still to appear."""
        return self.order_by(F("main_stage__date").desc(nulls_first=True), "title", "pk")

    def selected(self) -> Self:
        return self.filter(is_selected=True).order_by("position", "pk")

    def containing(self, words: list[str]) -> Self:
        """Works with all the folded words in what their pages show, or in an alias of a name."""
        if not words:
            return self
        texts: dict[int, list[str]] = {}
        works = self.order_by()
        public_topics = works.filter(public_q(prefix="topics__interest__"))
        stage = [f"stages__{name}" for name in SEARCHED_OF_STAGES]
        for rows, columns in (
            (works, ["title", "abstract"]),
            (works, [*stage, "stages__venue__name", "stages__venue__short_name"]),
            (works, ["stages__venue__aliases__name"]),
            (works, ["authorships__person__name", "authorships__name_as_printed"]),
            (works, ["authorships__person__aliases__name"]),
            (works, ["distinctions__label", "distinctions__rate", "distinctions__pool"]),
            (public_topics, ["topics__interest__title"]),
        ):
            for pk, *values in rows.values_list("pk", *columns):
                texts.setdefault(pk, []).extend(_as_written(value) for value in values if value)
        return self.filter(pk__in=[pk for pk, found in texts.items() if contains_all(words, found)])

    def for_list(self) -> Self:
        """With everything an entry of a list shows."""
        from publications.models import Authorship, PublicationLink, Stage

        return self.select_related("main_stage__venue", "figure").prefetch_related(
            Prefetch("stages", Stage.objects.select_related("venue").order_by("position", "pk")),
            Prefetch("authorships", Authorship.objects.with_people()),
            Prefetch("links", PublicationLink.objects.public().select_related("thumbnail")),
            "distinctions",
        )

    def for_page(self) -> Self:
        """With everything the page of one work shows."""
        from publications.models import PublicationTopic

        return self.for_list().prefetch_related(
            Prefetch("topics", PublicationTopic.objects.public().select_related("interest"))
        )


class StageQuerySet(ContentQuerySet["Stage"]):
    """After a write each work has the main stage that its stages give it."""

    def update(self, **values: Any) -> int:
        with self._choosing_main_stages():
            return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        with self._choosing_main_stages():
            return super().delete()

    @contextmanager
    def _choosing_main_stages(self) -> Iterator[None]:
        with content_write():
            works = {stage.publication for stage in self.select_related("publication")}
            yield
            for work in works:
                work.choose_main_stage()


class PublicationLinkQuerySet(ContentQuerySet["PublicationLink"]):
    def public(self, today: date | None = None) -> Self:
        """Links and files that visitors may see on that day, of whatever work."""
        today = today or timezone.localdate()
        return self.filter(Q(public_from__isnull=True) | Q(public_from__lte=today))


class PublicationTopicQuerySet(ContentQuerySet["PublicationTopic"]):
    def public(self) -> Self:
        """Topics that visitors may see."""
        return self.filter(public_q(prefix="interest__"))
