"""How content lies in a folder of files: which file holds which thing, in which words.

Fields stand in the files under their own names; what is declared here is the rest.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import models

from homepage.content.images import Image
from homepage.content.redirects import Addressed, Redirect
from homepage.content.versions import Singleton, Versioned
from homepage.models import SiteSettings
from news.models import NewsItem
from profile.models import (
    Organization,
    Person,
    Profile,
    ResearchInterest,
    ServiceRole,
    TimelineEntry,
    TimelineKind,
    Venue,
)
from publications.models import Publication
from recruiting.models import Opening, OpeningKind, RecruitingPage

#: Kept by the site itself, so that no file says them.
_KEPT_BY_THE_SITE = frozenset({"id", "edit_version", "created_at", "updated_at", "main_stage"})


def _is_written(column: "models.Field[Any, Any]") -> bool:
    """Whether a field's value stands in a file; uploaded files and pictures do not."""
    return not (
        column.name in _KEPT_BY_THE_SITE
        or isinstance(column, models.FileField)
        or (isinstance(column, models.ForeignKey) and column.related_model is Image)
    )


@dataclass(frozen=True)
class Part:
    """A list inside a thing's file, whose items are rows that belong to the thing.

    An item is a mapping of fields, or only the value of the field named `short`. Several
    lists can share one relation, told apart by what is `fixed` in them; the rows then stand
    in the order of the lists.
    """

    key: str
    related_name: str = ""
    short: str = ""
    fixed: dict[str, str] = field(default_factory=dict)

    @property
    def relation(self) -> str:
        return self.related_name or self.key


@dataclass(frozen=True)
class Thing:
    """A kind of thing and where it lies: in one file, a list in one file, or a file each.

    `place` is a path below the folder; a star in it stands for the name of each file, and
    that name is the first address of what has one. Without a star, the file holds a list,
    or the only row there is. Files that end in `.md` hold the field `body` as Markdown.
    """

    model: type[Versioned]
    place: str
    body: str = ""
    #: The field, if any, that tells one from another as well as the uid does.
    identity: str = ""
    #: Where other files name it: lookups, in the order in which they are tried.
    names: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    left_out: frozenset[str] = frozenset()

    @property
    def label(self) -> str:
        return str(self.model._meta.verbose_name)

    @property
    def is_only_one(self) -> bool:
        return issubclass(self.model, Singleton)

    @property
    def is_list(self) -> bool:
        return "*" not in self.place and not self.is_only_one

    @property
    def has_address(self) -> bool:
        return issubclass(self.model, Addressed)

    @property
    def order(self) -> "models.Field[Any, Any] | None":
        """The field that holds its place among its siblings."""
        columns = {column.name: column for column in self.model._meta.concrete_fields}
        return columns.get("position")

    @cached_property
    def fields(self) -> dict[str, "models.Field[Any, Any]"]:
        """The fields that stand in its file, in the order in which they are written."""
        return {
            column.name: column
            for column in self.model._meta.concrete_fields
            if _is_written(column)
            and column.name not in self.left_out
            # In a list the order is that of the list.
            and not (self.is_list and column.name == "position")
        }

    def relations(self) -> Iterator[tuple[str, type[models.Model], str]]:
        """Each relation that its parts fill: its name, the model, the field that leads back."""
        for name in dict.fromkeys(part.relation for part in self.parts):
            relation: Any = self.model._meta.get_field(name)
            yield name, relation.related_model, relation.field.name

    def part_fields(self, part: Part) -> dict[str, "models.Field[Any, Any]"]:
        relation: Any = self.model._meta.get_field(part.relation)
        return {
            column.name: column
            for column in relation.related_model._meta.concrete_fields
            if _is_written(column)
            and column.name not in {"position", relation.field.name, *part.fixed}
        }


#: In the order of loading: what is named comes before what names it.
LAYOUT = (
    Thing(SiteSettings, "site.yaml"),
    Thing(
        Organization,
        "organizations.yaml",
        identity="name",
        names=("name", "short_name", "aliases__name"),
        parts=(Part("aliases", short="name"),),
    ),
    Thing(
        Person,
        "people.yaml",
        identity="name",
        names=("name", "aliases__name"),
        parts=(Part("aliases", short="name"),),
    ),
    Thing(
        Venue,
        "venues.yaml",
        identity="name",
        names=("name", "short_name", "aliases__name"),
        parts=(Part("aliases", short="name"),),
    ),
    # The owner's entry among the people follows from the profile.
    Thing(
        Profile,
        "profile.md",
        body="about",
        parts=(Part("links"),),
        left_out=frozenset({"person"}),
    ),
    Thing(TimelineKind, "timeline-kinds.yaml", identity="name", names=("name",)),
    Thing(
        TimelineEntry,
        "timeline/*.md",
        body="description",
        parts=(Part("affiliations", short="organization"), Part("people", short="person")),
    ),
    Thing(ResearchInterest, "interests/*.yaml", identity="slug", names=("slug",)),
    Thing(ServiceRole, "service/*.yaml", parts=(Part("venues", short="venue"),)),
    Thing(
        Publication,
        "publications/*.md",
        body="abstract",
        identity="slug",
        names=("slug",),
        parts=(
            Part("authors", "authorships", short="person", fixed={"role": "author"}),
            Part("editors", "authorships", short="person", fixed={"role": "editor"}),
            Part("translators", "authorships", short="person", fixed={"role": "translator"}),
            Part("stages"),
            Part("distinctions", short="label"),
            Part("topics", short="interest"),
            Part("links"),
        ),
    ),
    Thing(
        NewsItem,
        "news/*.md",
        body="text",
        parts=(Part("works", "announcements", short="publication"),),
    ),
    Thing(OpeningKind, "opening-kinds.yaml", identity="name", names=("name",)),
    Thing(
        Opening,
        "openings/*.md",
        body="description",
        identity="slug",
        names=("slug",),
        parts=(Part("hosts", short="organization"), Part("topics", short="interest")),
        left_out=frozenset({"opens_at", "closes_at"}),
    ),
    Thing(RecruitingPage, "recruiting.md", body="introduction"),
    Thing(Redirect, "redirects.yaml", identity="old_path"),
)

_THING_OF_MODEL: dict[type[models.Model], Thing] = {thing.model: thing for thing in LAYOUT}


def thing_of(model: type[models.Model]) -> Thing:
    return _THING_OF_MODEL[model]
