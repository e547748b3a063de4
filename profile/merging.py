"""Two records of one person, venue or organization become one.

What would be lost is known before: fields in which they differ, and works that name both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F
from django.utils import timezone

from homepage.content.versions import Versioned, content_write
from profile.matching import name_key, words_key
from profile.models import Alias, Organization, Person, Profile
from profile.names import parse_name

#: Who is kept says how it is called; its other fields are filled in where they are empty.
_OF_THE_NAME = {"name", "family_name", "given_name", "suffix"}
#: Names by which a thing is known beside its aliases.
_NAMES = ("name", "short_name", "name_in_other_script")
#: What belongs to a row itself, not to what it says.
_NEVER_FILLED = {"uid", "edit_version", "created_at", "updated_at", "position"}


class MergeError(ValidationError):
    """Why things cannot become one, in words for the editor."""


@dataclass(frozen=True)
class Loss:
    """A field of something that goes, whose value gives way to another."""

    field: str
    value: str
    name: str

    def __str__(self) -> str:
        return f"{self.field} {self.value} ({self.name})"


@dataclass(frozen=True)
class Shared:
    """What names two or more of the things in one role, and would name one fewer."""

    whole: models.Model
    role: str


def merge(
    kept: Any, others: Sequence[Any], *, expected: Mapping[int, int] | None = None,
    confirmed: str | None = None,
) -> None:  # fmt: skip
    """Make the others one with what is kept: a person, a venue or an organization.

    All that refers to the others refers to what is kept, as one row where two say the same.
    Their names become its aliases, and its empty fields are filled in from theirs. Works that
    name an author by an old spelling keep it as the name printed.

    `expected` are the edit versions, by key, that an editor has looked at, and `confirmed` the
    `mark_of` the works shared that they agreed to. Raises MergeError, with nothing changed,
    where either is no longer so, and where the things contradict each other.
    """
    with content_write():
        keys = [kept.pk, *(other.pk for other in others)]
        stored = type(kept)._default_manager.select_for_update().in_bulk(keys)
        if len(stored) < len(set(keys)):
            raise MergeError("One of them is gone in the meantime.", code="stale")
        if expected is not None and expected != {
            k: each.edit_version for k, each in stored.items()
        }:
            raise MergeError(
                "Somebody changed one of them in the meantime. Look again, then merge.",
                code="stale",
            )
        kept, others = stored[keys[0]], [stored[key] for key in keys[1:]]
        _refuse_contradictions(kept, others)
        if confirmed is not None and confirmed != mark_of(shared_by([kept, *others])):
            raise MergeError(
                "Tick below that each of these works may name one author fewer.",
                code="shared",
            )
        _make_one(kept, others)


def _make_one(kept: Any, others: Sequence[Any]) -> None:
    if isinstance(kept, Person):
        _keep_names_as_printed(others)
    touched: dict[type[models.Model], set[Any]] = defaultdict(set)
    for relation in references_to(type(kept)):
        if not issubclass(relation.related_model, Alias):
            _move(relation, kept, others, touched)
    _take_aliases(kept, others)
    _take_fields(kept, others)
    if isinstance(kept, Organization):
        _keep_out_of_itself(kept, others)
    for other in others:
        type(other)._default_manager.get(pk=other.pk).delete()
    kept.full_clean()
    kept.save()
    for model, keys in touched.items():
        _raise_versions(model, keys - {kept.pk} if model is type(kept) else keys)


def shared_by(things: Sequence[Any]) -> list[Shared]:
    """The works that name two or more of them in the same role."""
    shared: list[Shared] = []
    for relation in references_to(type(things[0])):
        model, name = relation.related_model, relation.field.name
        if not is_credit(model):
            continue
        seen: set[Any] = set()
        rows = model._default_manager.filter(**{f"{name}__in": [each.pk for each in things]})
        within = model.ordered_within[0]
        for row in rows.select_related(within).order_by(f"{within}_id", "position", "pk"):
            keys = [_shared(row, unique, name) for unique in _unique_with(model, name)]
            found = Shared(getattr(row, within), row.get_role_display().lower())
            if not seen.isdisjoint(keys) and found not in shared:
                shared.append(found)
            seen.update(keys)
    return shared


def mark_of(shared: Iterable[Shared]) -> str:
    """Tells one set of shared works from another: what an editor agrees to."""
    return " ".join(sorted(f"{each.whole.pk}:{each.role}" for each in shared))


def losses(kept: Any, others: Sequence[Any]) -> list[Loss]:
    """What the others say otherwise than what is kept, which stands; names become aliases."""
    found = []
    stands: dict[str, str] = {}
    for name in _filled_in(type(kept)):
        field = type(kept)._meta.get_field(name)
        if name in _NAMES or isinstance(field, models.BooleanField):
            continue
        label = str(getattr(field, "verbose_name", name))
        stands[name] = _told(kept, name)
        for other in others:
            value = _told(other, name)
            stands[name] = stands[name] or value
            if value and value != stands[name]:
                found.append(Loss(label, value, str(other)))
    texts = dict(_translations(kept))
    for other in others:
        for key, value in _translations(other):
            if texts.setdefault(key, value) != value:
                found.append(Loss(f"{key[1]} in {key[0]}", value, str(other)))
    return found


def _told(thing: Any, name: str) -> str:
    """A value as an editor reads it: the name of a choice, of what a thing is part of."""
    if name == "translations":
        return ""
    choice = getattr(thing, f"get_{name}_display", None)
    value = choice() if choice is not None else getattr(thing, name)
    return str(value) if value else ""


def _translations(thing: Any) -> Iterable[tuple[tuple[str, str], str]]:
    for language, texts in thing.translations.items():
        for name, value in texts.items():
            if value:
                yield (language, name), value


def _key_of(thing: Any) -> Any:
    """By what two names of a kind of thing are the same."""
    if isinstance(thing, Person):
        return lambda text: name_key(parse_name(text))
    return words_key


def same_names(thing: Any) -> list[Any]:
    """The others that are known by a name that the thing is known by, too."""
    key = _key_of(thing)
    own = {key(text) for text in _names_of(thing)} - {""}
    others = type(thing)._default_manager.exclude(pk=thing.pk).prefetch_related("aliases")
    return [each for each in others if not own.isdisjoint(map(key, _names_of(each)))]


def is_credit(model: type[models.Model]) -> bool:
    """Whether its rows name the authors of works."""
    return any(field.name == "name_as_printed" for field in model._meta.concrete_fields)


def references_to(model: type[models.Model]) -> list[Any]:
    """Every foreign key that leads to the model, also those without a name for the way back."""
    fields = model._meta.get_fields(include_hidden=True)
    return [field for field in fields if field.auto_created and not field.concrete]


def _refuse_contradictions(kept: Any, others: Sequence[Any]) -> None:
    if not others or kept.pk in {other.pk for other in others}:
        raise MergeError("Choose at least two.")
    if not isinstance(kept, Person):
        return
    identifiers = sorted({person.orcid for person in (kept, *others) if person.orcid})
    if len(identifiers) > 1:
        raise MergeError(
            f"They have different ORCID iDs, {' and '.join(identifiers)}, so they are different "
            "people. If one of the iDs is wrong, take it away first."
        )
    owner = Profile.objects.filter(person__in=[other.pk for other in others]).first()
    if owner is not None:
        raise MergeError(
            f"{owner.name} is you: keep your own name, and the other becomes a spelling of it."
        )


def _keep_names_as_printed(others: Iterable[Person]) -> None:
    """A work that printed the name of what goes keeps it so."""
    for other in others:
        for relation in references_to(Person):
            model = relation.related_model
            if is_credit(model):
                rows = model._default_manager.filter(
                    **{relation.field.name: other.pk, "name_as_printed": ""}
                )
                rows.update(name_as_printed=other.name)


def _move(
    relation: Any, kept: Any, others: Sequence[Any], touched: dict[type[models.Model], set[Any]]
) -> None:
    """Lead the rows of one foreign key to what is kept, joining those that would be twice."""
    model, name = relation.related_model, relation.field.name
    rows = list(model._default_manager.filter(**{f"{name}__in": [other.pk for other in others]}))
    if not rows:
        return
    for row in rows:
        touched_model, key = whole_of(row)
        touched[touched_model].add(key)
    uniques = _unique_with(model, name)
    present = list(model._default_manager.filter(**{name: kept.pk})) if uniques else []
    seen = {_shared(row, unique, name): row for unique in uniques for row in present}
    moved = []
    for row in sorted(rows, key=lambda row: (getattr(row, "position", 0), row.pk)):
        twin = next(
            (seen[key] for unique in uniques if (key := _shared(row, unique, name)) in seen), None
        )
        if twin is None:
            moved.append(row.pk)
            seen |= {_shared(row, unique, name): row for unique in uniques}
        else:
            _join(twin, row, name)
    model._default_manager.filter(pk__in=moved).update(**{name: kept.pk})


def _unique_with(model: type[models.Model], name: str) -> list[tuple[str, ...]]:
    """The groups of fields that may occur once, as far as the foreign key is one of them."""
    groups = [tuple(group) for group in model._meta.unique_together]
    groups += [
        tuple(constraint.fields)
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint)
    ]
    groups += [(field.name,) for field in model._meta.fields if field.unique and field.is_relation]
    return [group for group in groups if name in group]


def _shared(row: models.Model, unique: tuple[str, ...], name: str) -> tuple[Any, ...]:
    """What a row shares with its twin: all of the unique fields but the foreign key."""
    rest = [field for field in unique if field != name]
    fields: list[Any] = [row._meta.get_field(field) for field in rest]
    return (unique, *(field.value_from_object(row) for field in fields))


def _join(twin: Any, row: Any, name: str) -> None:
    """Let one row stand for two: it has the marks and texts of both, but its own spelling."""
    fill = [
        field.name
        for field in type(twin)._meta.concrete_fields
        if field.name not in _NEVER_FILLED | {name, "name_as_printed"} and not field.primary_key
    ]
    changed = [each for each in fill if not getattr(twin, each) and getattr(row, each)]
    for each in changed:
        setattr(twin, each, getattr(row, each))
    row.delete()
    if changed:
        type(twin)._default_manager.filter(pk=twin.pk).update(
            **{each: getattr(twin, each) for each in changed}
        )


def whole_of(row: Any) -> tuple[type[models.Model], Any]:
    """What a form edits the row with: the work of an author, the entry of a host, or itself."""
    within = getattr(row, "ordered_within", ())
    for name in within:
        field = row._meta.get_field(name)
        if isinstance(field, models.ForeignKey) and issubclass(field.related_model, Versioned):
            return field.related_model, field.value_from_object(row)
    return type(row), row.pk


def _raise_versions(model: type[models.Model], keys: set[Any]) -> None:
    """A form that was opened before is told that something has changed."""
    if issubclass(model, Versioned):
        model._default_manager.filter(pk__in=keys).update(
            edit_version=F("edit_version") + 1, updated_at=timezone.now()
        )


def _take_aliases(kept: Any, others: Sequence[Any]) -> None:
    """The names and aliases of the others become aliases of what is kept, each once."""
    known = {text.casefold() for text in _names_of(kept)}
    for other in others:
        for text in _names_of(other):
            if text.casefold() not in known:
                known.add(text.casefold())
                kept.aliases.create(name=text[:200])


def _names_of(thing: Any) -> list[str]:
    own = [getattr(thing, name, "") for name in _NAMES]
    return [text for text in (*own, *(alias.name for alias in thing.aliases.all())) if text]


def _filled_in(model: type[models.Model]) -> list[str]:
    """The fields that what is kept takes over where it has none."""
    never = _NEVER_FILLED | _OF_THE_NAME | {"is_group"}
    fields = model._meta.concrete_fields
    return [field.name for field in fields if not field.primary_key and field.name not in never]


def _take_fields(kept: Any, others: Sequence[Any]) -> None:
    """Fill what is empty in what is kept; its name and the parts of it stay as they are."""
    names = [name for name in _filled_in(type(kept)) if name != "translations"]
    for other in others:
        for name in names:
            if not getattr(kept, name) and getattr(other, name):
                setattr(kept, name, getattr(other, name))
        for (language, name), value in _translations(other):
            texts = kept.translations.setdefault(language, {})
            texts[name] = texts.get(name) or value


def _keep_out_of_itself(kept: Organization, others: Sequence[Organization]) -> None:
    """An organization that was a part of what it becomes one with is a part of nothing."""
    gone = {other.pk for other in others} | {kept.pk}
    above, seen = kept.part_of, set(gone)
    while above is not None and above.pk in gone:
        above = above.part_of if above.pk != kept.pk else None
    kept.part_of = above
    while above is not None:
        if above.pk in seen:
            raise MergeError(
                f"{above} would become a part of itself. Say first what it is part of."
            )
        seen.add(above.pk)
        above = Organization.objects.filter(parts=above.pk).first()
