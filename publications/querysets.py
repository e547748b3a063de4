"""Which works are public, in which order, fetched with what."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Self

from django.db.models import (
    Aggregate,
    BooleanField,
    Case,
    Count,
    ExpressionWrapper,
    F,
    Func,
    Min,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    TextField,
    Value,
    When,
)
from django.utils import timezone

from homepage.content.publishing import PublicQuerySet, PublishState, public_q
from homepage.content.versions import ContentQuerySet, content_write
from profile.models import VenueAlias

if TYPE_CHECKING:
    from publications.models import (  # noqa: F401
        Authorship,
        Publication,
        PublicationLink,
        PublicationTopic,
        Stage,
    )

#: A character that separates units and occurs in no name.
BETWEEN_NAMES = "\x1f"


class _ByCharacter(Func):
    """A text in the order of its characters, which is the same in every database."""

    template = "%(expressions)s"
    arity = 1

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        return self.as_sql(compiler, connection, template='%(expressions)s COLLATE "C"')


class JoinedNames(Aggregate):
    """Names of many rows in one text, with `BETWEEN_NAMES` between them."""

    function = "GROUP_CONCAT"
    output_field = TextField()

    def __init__(self, expression: str, **extra: Any) -> None:
        super().__init__(expression, Value(BETWEEN_NAMES), **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="STRING_AGG", **context)


class AuthorshipQuerySet(ContentQuerySet["Authorship"]):
    def with_people(self) -> Self:
        """With each person, and whether it is the owner of the site."""
        is_owner = ExpressionWrapper(Q(person__profile__isnull=False), output_field=BooleanField())
        return self.select_related("person").annotate(is_owner=is_owner).order_by("position", "pk")


class PublicationQuerySet(PublicQuerySet["Publication"]):
    def newest_first(self) -> Self:
        """By the date of the main stage.

        Of works without one those come first that are to appear, then those that are submitted;
        all others come last.
        """
        undated = Q(main_stage__date__isnull=True)
        to_appear = undated & Q(main_stage__kind__in=("accepted", "forthcoming"))
        submitted = undated & Q(main_stage__kind="submitted")
        awaited = Case(
            When(to_appear, then=Value(0)), When(submitted, then=Value(1)), default=Value(2)
        )
        newest = F("main_stage__date").desc(nulls_last=True)
        return self.order_by(awaited, newest, _ByCharacter("title"), "pk")

    def publish(self, at: datetime | None = None) -> int:
        """As everywhere; and what may be cited from now on gets a key that stays."""
        from publications.keys import assign_keys

        with content_write():
            works = list(self.only("pk"))
            count = super().publish(at)
            assign_keys(works)
        return count

    def selected(self) -> Self:
        return self.filter(is_selected=True).order_by("position", "pk")

    def choose_main_stages(self) -> None:
        """Let the furthest stage, and among equals the latest, stand for each work."""
        from publications.models import Stage

        steps = [When(kind=kind, then=step) for step, kind in enumerate(Stage.Kind.values)]
        furthest_first = Stage.objects.filter(publication=OuterRef("pk")).order_by(
            Case(*steps).desc(), F("date").desc(nulls_last=True), "-position", "-pk"
        )
        self.order_by().update(main_stage=Subquery(furthest_first.values("pk")[:1]))

    def for_list(self) -> Self:
        """With everything an entry of a list shows."""
        from publications.models import Authorship, PublicationLink, Stage

        shown = PublicationLink.objects.public()
        waiting = PublicationLink.objects.embargoed().filter(publication=OuterRef("pk"))
        addresses = waiting.order_by().values("publication").annotate(all=JoinedNames("url"))
        with_embargoes = self.annotate(embargoed=Subquery(addresses.values("all")))
        return with_embargoes.select_related("main_stage__venue", "figure").prefetch_related(
            Prefetch("stages", Stage.objects.with_venues().order_by("position", "pk")),
            Prefetch("authorships", Authorship.objects.with_people()),
            Prefetch("links", shown.select_related("thumbnail")),
            "distinctions",
        )

    def for_import(self) -> Self:
        """With everything that an import compares and may change, public or not."""
        from publications.models import Authorship, Stage

        authorships = Authorship.objects.select_related("person").order_by("position", "pk")
        return self.prefetch_related(
            Prefetch("stages", Stage.objects.select_related("venue").order_by("position", "pk")),
            Prefetch("authorships", authorships),
            "links",
            "distinctions",
        )

    def for_page(self) -> Self:
        """With everything the page of one work shows."""
        from publications.models import PublicationTopic

        return self.for_list().prefetch_related(
            Prefetch("topics", PublicationTopic.objects.public().select_related("interest"))
        )

    def page_of(self, slug: str, further: int = 3) -> Self:
        """The work at that address with what its page shows, and further works on its topics.

        One queryset, so that all of them are fetched together: those that share most of the
        work's public topics, among equals the newest. Whoever asks
        looks first whether the work itself is among them.
        """
        from publications.models import PublicationTopic

        topics = PublicationTopic.objects.public().filter(publication__slug=slug)
        shared = Q(topics__interest__in=topics.values("interest"))
        related = (
            self.exclude(slug=slug)
            .filter(shared)
            .annotate(shared=Count("topics"))
            .order_by("-shared", F("main_stage__date").desc(nulls_first=True), "title", "pk")
        )
        chosen = Q(slug=slug) | Q(pk__in=related.values("pk")[:further])
        return self.filter(chosen).for_page().newest_first()


class StageQuerySet(ContentQuerySet["Stage"]):
    """After a write each work has the main stage that its stages give it."""

    def with_venues(self) -> Self:
        """With each venue, and the other names by which BibTeX knows it again."""
        aliases = VenueAlias.objects.filter(venue=OuterRef("venue")).order_by().values("venue")
        names = aliases.annotate(names=JoinedNames("name")).values("names")
        return self.select_related("venue").annotate(venue_aliases=Subquery(names))

    #: What decides which stage stands for a work.
    _DECIDING = frozenset({"kind", "date", "position", "publication", "publication_id"})

    def update(self, **values: Any) -> int:
        if self._DECIDING.isdisjoint(values):
            return super().update(**values)
        with self._choosing_main_stages():
            return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        with self._choosing_main_stages():
            return super().delete()

    def bulk_create(self, *args: Any, **kwargs: Any) -> list[Any]:
        with content_write():
            stages = super().bulk_create(*args, **kwargs)
            _choose_main_stages({stage.publication_id for stage in stages})
        return stages

    @contextmanager
    def _choosing_main_stages(self) -> Iterator[None]:
        with content_write():
            keys = list(self.values_list("pk", "publication"))
            yield
            # Those that the stages left, and those that they came to.
            moved = self.model._base_manager.filter(pk__in=[pk for pk, _ in keys])
            _choose_main_stages(
                {work for _, work in keys} | set(moved.values_list("publication", flat=True))
            )


def _choose_main_stages(works: Collection[int]) -> None:
    from publications.models import Publication

    keys = sorted(works)
    for first in range(0, len(keys), 500):
        Publication.objects.filter(pk__in=keys[first : first + 500]).choose_main_stages()


class PublicationLinkQuerySet(ContentQuerySet["PublicationLink"]):
    def public(self, today: date | None = None) -> Self:
        """Links and files that visitors may see on that day, of whatever work."""
        today = today or timezone.localdate()
        return self.filter(Q(public_from__isnull=True) | Q(public_from__lte=today))

    def embargoed(self, today: date | None = None) -> Self:
        """Links whose day has not come."""
        return self.filter(public_from__gt=today or timezone.localdate())

    def next_change(self, after: datetime) -> datetime | None:
        """When the next day begins, in the site's zone, on which one of these becomes public."""
        waiting = self.embargoed(timezone.localdate(after)).filter(
            publication__state=PublishState.PUBLISHED
        )
        day: date | None = waiting.aggregate(first=Min("public_from"))["first"]
        return timezone.make_aware(datetime.combine(day, time.min)) if day else None


class PublicationTopicQuerySet(ContentQuerySet["PublicationTopic"]):
    def public(self) -> Self:
        """Topics that visitors may see."""
        return self.filter(public_q(prefix="interest__"))
