"""Loads a folder of readable files into the content: all of it, or nothing and the reasons.

A file states its thing whole: a field that it leaves out has the model's default. Some things a
file may leave to the site, which then keeps what it has: the state, the time of publishing, how and
when a position ended, the place in an order, the key that a work is cited by, and the address,
which a new thing has from its file's name. Loading the same files again changes nothing. Rows that
no file names are left alone.
"""

import os
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, models, transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from homepage.content.publishing import Publishable, PublishState
from homepage.content.versions import content_write
from homepage.operations.content_layout import LAYOUT, Part, Thing, thing_of
from homepage.operations.yaml_as_written import UnreadableError, read_front_matter, read_yaml
from publications.keys import assign_keys
from publications.models import Publication

#: The content that a new site shows until its owner writes their own.
DEMO = Path(__file__).resolve().parent / "demo"

#: Larger files are no texts that a person wrote.
MAX_BYTES = 4 * 2**20

#: Of rows whose file gives no uid: made from the file's path, so that it is the same each time.
_NAMESPACE = uuid.UUID("8d3b9a52-5a0e-4b7e-9a52-0f1f6b1c7c11")
_KEPT_UNLESS_GIVEN = frozenset(
    {"state", "public_from", "position", "slug", "uid", "bibtex_key", "outcome", "ended_at"}
)
_TRUTH = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}
_IGNORED = frozenset({"README.md", "__pycache__"})


class Problem(NamedTuple):
    """Something that keeps a folder from being loaded."""

    path: str
    place: str
    message: str

    def __str__(self) -> str:
        return ": ".join(filter(None, self))


class ContentFilesError(Exception):
    """The folder was not loaded; `problems` says all that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))

    @property
    def summary(self) -> str:
        files = len({problem.path for problem in self.problems})
        return (
            f"Nothing loaded: {len(self.problems)} {_plural('problem', len(self.problems))} "
            f"in {files} {_plural('file', files)}."
        )


@dataclass
class LoadReport:
    """How many things the files made, changed, or found as they say."""

    created: Counter[str] = field(default_factory=Counter)
    updated: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    dry_run: bool = False

    @property
    def has_changes(self) -> bool:
        return bool(self.created or self.updated)

    @property
    def summary(self) -> str:
        counts = (
            f"{self.created.total()} created, {self.updated.total()} updated, "
            f"{self.unchanged.total()} unchanged"
        )
        return f"Nothing kept (dry run): {counts}." if self.dry_run else f"Loaded: {counts}."


def load_content(
    folder: Path,
    *,
    dry_run: bool = False,
    on_progress: Callable[[int, int], None] | None = None,
) -> LoadReport:
    """Load every file below the folder in one transaction; raise ContentFilesError if one is wrong.

    `on_progress` is told how many things are done, and of how many.
    """
    entries, problems = _read_folder(folder)
    # The content version moves on inside the transaction that is rolled back, so that what
    # leaves the content as it is leaves no other mark.
    with transaction.atomic(), content_write():
        loading = _Loading(entries, problems, on_progress)
        report = loading.run()
        if report.has_changes and not problems:
            assign_keys(Publication.objects.all())
        if dry_run or problems or not report.has_changes:
            transaction.set_rollback(True)
    if problems:
        raise ContentFilesError(problems)
    report.dry_run = dry_run
    return report


@dataclass
class _Entry:
    """One thing as its file states it."""

    thing: Thing
    path: str
    values: dict[str, Any]
    #: In a list: which item, in words and by number.
    place: str = ""
    number: int = 0
    #: What the uid is made from where none is given.
    source: str = ""
    #: The address of a new thing whose file states none, and its name in other files.
    stem: str = ""

    def value(self, name: str) -> Any:
        """What the file says of a field, by its own name if not in its text."""
        return self.values.get(name, self.stem if name == "slug" else "")


def _read_folder(folder: Path) -> tuple[list[_Entry], list[Problem]]:
    entries: list[_Entry] = []
    problems: list[Problem] = []
    if not folder.is_dir():
        raise ContentFilesError([Problem(str(folder), "", "There is no such folder.")])
    paths = {path: _thing_at(path) for path in _paths_below(folder, problems)}
    for path, thing in paths.items():
        if thing is None:
            places = ", ".join(thing.place for thing in LAYOUT)
            problems.append(Problem(path, "", f"No content lies here. Its places are: {places}."))
            continue
        try:
            entries += _read_file(thing, path, (folder / path).read_bytes())
        except UnreadableError as error:
            problems.append(Problem(path, "", str(error)))
        except OSError as error:
            problems.append(Problem(path, "", f"The file cannot be read: {error.strerror}."))
    order = {id(thing): place for place, thing in enumerate(LAYOUT)}
    entries.sort(key=lambda entry: (order[id(entry.thing)], entry.path, entry.number))
    return entries, problems


def _paths_below(folder: Path, problems: list[Problem]) -> list[str]:
    """Every file below the folder, by its path from there. Links are not followed."""
    found = []
    for root, folders, files in os.walk(folder):
        here = Path(root)
        for name in [*folders, *files]:
            path = here / name
            relative = path.relative_to(folder).as_posix()
            if name.startswith(".") or name in _IGNORED:
                continue
            if path.is_symlink():
                problems.append(Problem(relative, "", "Links to other files are not followed."))
            elif name in files:
                if not path.is_file():
                    problems.append(Problem(relative, "", "This is no file."))
                elif path.stat().st_size > MAX_BYTES:
                    problems.append(Problem(relative, "", "This file is too large for content."))
                else:
                    found.append(relative)
        folders[:] = [
            name
            for name in folders
            if not (name.startswith(".") or name in _IGNORED or (here / name).is_symlink())
        ]
    return sorted(found)


def _thing_at(path: str) -> Thing | None:
    for thing in LAYOUT:
        if fnmatchcase(path, thing.place) and path.count("/") == thing.place.count("/"):
            return thing
    return None


def _read_file(thing: Thing, path: str, content: bytes) -> list[_Entry]:
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise UnreadableError(f"This is no text in UTF-8 (byte {error.start}).") from None
    if "\0" in text:
        raise UnreadableError("This is no text: it has a byte of zero.")
    if thing.body:
        values, body = read_front_matter(text)
        values = {} if values in (None, "") else values
        if isinstance(values, dict) and thing.body in values:
            raise UnreadableError(f"“{thing.body}” stands below the second line of ---.")
        if isinstance(values, dict):
            values = {**values, thing.body: body}
    else:
        values = read_yaml(text)
    if thing.is_list:
        return _items(thing, path, values)
    if not isinstance(values, dict):
        raise UnreadableError("The file holds fields, each as “name: value”.")
    stem = ""
    if thing.has_address:
        stem = PurePosixPath(path).stem
        if values.get("slug") == "":
            del values["slug"]
    return [_Entry(thing, path, values, source=path, stem=stem)]


def _items(thing: Thing, path: str, values: Any) -> list[_Entry]:
    if values in (None, ""):
        return []
    if not isinstance(values, list):
        raise UnreadableError("The file holds a list, each item after a hyphen.")
    entries = []
    for number, item in enumerate(values, 1):
        fields = {thing.identity: item} if isinstance(item, str) else item
        if not isinstance(fields, dict):
            raise UnreadableError(f"Item {number} holds no fields.")
        named = fields.get(thing.identity)
        place = str(named) if isinstance(named, str) and named else f"item {number}"
        entries.append(_Entry(thing, path, fields, place, number, source=f"{path}#{place}"))
    return entries


class _RefusedError(Exception):
    """A value that cannot be taken; without a message where the cause is reported elsewhere."""

    def __init__(self, *messages: str) -> None:
        self.messages = messages
        super().__init__(*messages)


class _Loading:
    def __init__(
        self,
        entries: list[_Entry],
        problems: list[Problem],
        on_progress: Callable[[int, int], None] | None,
    ) -> None:
        self.entries = entries
        self.problems = problems
        self.on_progress = on_progress
        self.report = LoadReport()
        self._done: set[tuple[type[models.Model], int]] = set()
        self._named: dict[tuple[type[models.Model], str], models.Model] = {}
        #: Names of things that were refused, so that who names them is not blamed as well.
        self._refused: set[tuple[type[models.Model], str]] = set()

    def run(self) -> LoadReport:
        done = 0
        for thing in LAYOUT:
            mine = [entry for entry in self.entries if entry.thing is thing]
            for entry in _named_before_naming(mine):
                if not self._load(entry):
                    self._refused |= {(thing.model, name) for name in _names(entry)}
                done += 1
                if self.on_progress:
                    self.on_progress(done, len(self.entries))
        return self.report

    def _load(self, entry: _Entry) -> bool:
        """Make the thing's row what the file says; whether that was possible."""
        thing = entry.thing
        is_known = self._check_keys(
            entry, entry.place, entry.values, [*thing.fields, *(p.key for p in thing.parts)]
        )
        try:
            row, is_new = self._row_of(entry)
        except _RefusedError as refusal:
            self._blame(entry, _place(entry.place, "uid"), refusal)
            return False
        if not is_new and (thing.model, row.pk) in self._done:
            self._blame(
                entry, entry.place, _RefusedError("This stands here already; once is enough.")
            )
            return False

        given = dict(entry.values)
        columns = dict(thing.fields)
        if thing.is_list and thing.order is not None:
            columns["position"] = thing.order
            given["position"] = str(entry.number)
        if is_new and isinstance(row, Publishable):
            given.setdefault("state", PublishState.PUBLISHED)
        if is_new and entry.stem:
            given.setdefault("slug", entry.stem)
        before = _stored_values(row, columns)
        refused = self._fill(entry, entry.place, row, columns, given)
        is_changed = is_new or _stored_values(row, columns) != before
        if is_changed:
            refused |= self._clean(entry, entry.place, row, exclude=refused)
            is_changed = is_new or _stored_values(row, columns) != before

        parts = [
            _PartList(self, entry, row, name, model, back, is_new=is_new)
            for name, model, back in thing.relations()
        ]
        is_fine = is_known and not refused and all(part.is_fine for part in parts)
        if refused:
            for part in parts:
                part.check_alone()
            return False
        if is_changed or any(part.is_changed for part in parts):
            is_fine = self._save(entry, row, parts) and is_fine
            count = self.report.created if is_new else self.report.updated
        else:
            count = self.report.unchanged
        count[thing.label] += 1
        if row.pk:
            self._done.add((thing.model, row.pk))
            if entry.stem:
                # Whatever address an editor gave it, the files know it by this name.
                self._named[thing.model, str(entry.value("slug"))] = row
        return is_fine

    def _save(self, entry: _Entry, row: models.Model, parts: "list[_PartList]") -> bool:
        try:
            with transaction.atomic():
                row.save()
                # Every list is tried, so that all problems are found at once.
                taken = [part.write() for part in parts]
            return all(taken)
        except (DataError, IntegrityError, ValueError) as error:
            self._blame(entry, entry.place, _RefusedError(f"The database refuses this: {error}"))
            return False

    def _row_of(self, entry: _Entry) -> tuple[Any, bool]:
        """The row that the entry is about, and whether it is new."""
        thing, manager = entry.thing, entry.thing.model._base_manager
        given = entry.values.get("uid")
        uid = _uid(given) if given else uuid.uuid5(_NAMESPACE, entry.source)
        stored = manager.filter(pk=1) if thing.is_only_one else manager.filter(uid=uid)
        row = stored.first()
        if row is None and thing.identity and (not given or _is_unique(thing)):
            named = str(entry.value(thing.identity))
            row = manager.filter(**{thing.identity: named}).first()
        return (row, False) if row is not None else (thing.model(uid=uid), True)

    def _check_keys(
        self, entry: _Entry, place: str, values: Mapping[str, Any], known: Iterable[str]
    ) -> bool:
        body = entry.thing.body
        words = [word for word in known if word != body and word != "uid"]
        unknown = [key for key in values if key not in {*words, body, "uid"}]
        for key in unknown:
            message = f"There is no such field. There are: {', '.join(words)}."
            self.problems.append(Problem(entry.path, _place(place, key), message))
        return not unknown

    def _fill(
        self,
        entry: _Entry,
        place: str,
        row: models.Model,
        columns: "Mapping[str, models.Field[Any, Any]]",
        values: Mapping[str, Any],
    ) -> set[str]:
        """Set every field of the row; the names of those whose value was refused."""
        refused = set()
        for name, column in columns.items():
            if name == "uid" or (name in _KEPT_UNLESS_GIVEN and name not in values):
                continue
            try:
                setattr(row, name, self._convert(column, values.get(name, "")))
            except _RefusedError as refusal:
                self._blame(entry, _place(place, name), refusal)
                refused.add(name)
        return refused

    def _convert(self, column: "models.Field[Any, Any]", value: Any) -> Any:
        """What a field stores for the value as it is written."""
        if isinstance(column, models.JSONField):
            if value == "":
                return column.get_default()
            if not isinstance(value, dict):
                raise _RefusedError("Write fields here, each as “name: value”.")
            return value
        if not isinstance(value, str):
            raise _RefusedError("Write a text here, not a list or fields.")
        if isinstance(column, models.ForeignKey):
            if value:
                return self._find(column.related_model, value)
            return None
        text = value.strip("\n") if isinstance(column, models.TextField) else value.strip()
        if not text:
            return column.get_default()
        if isinstance(column, models.BooleanField):
            if text.lower() not in _TRUTH:
                raise _RefusedError("Write yes or no.")
            return _TRUTH[text.lower()]
        if column.choices and text not in dict(column.flatchoices):
            choices = ", ".join(str(code) for code, label in column.flatchoices if code)
            raise _RefusedError(f"“{text}” is none of: {choices}.")
        if isinstance(column, models.DateTimeField):
            return _moment(text)
        try:
            return column.to_python(text)
        except ValidationError as error:
            raise _RefusedError(*error.messages) from None

    def _find(self, model: type[models.Model], name: str) -> models.Model:
        """The thing that is called so; by its uid where a name would fit several."""
        if (model, name) in self._named:
            return self._named[model, name]
        thing = thing_of(model)
        found: list[models.Model] = []
        for lookup in thing.names:
            found = list(model._base_manager.filter(**{lookup: name}).distinct()[:2])
            if found:
                break
        if not found and (uid := _uid_or_none(name)):
            found = list(model._base_manager.filter(uid=uid))
        if not found and (model, name) in self._refused:
            raise _RefusedError
        if not found:
            raise _RefusedError(f"There is no {thing.label} “{name}”. See {thing.place}.")
        if len(found) > 1:
            raise _RefusedError(f"More than one {thing.label} is called “{name}”. Write its uid.")
        self._named[model, name] = found[0]
        return found[0]

    def _clean(
        self, entry: _Entry, place: str, row: models.Model, exclude: Iterable[str]
    ) -> set[str]:
        """Let the model judge the row; the names of the fields that it refuses."""
        try:
            row.full_clean(exclude=set(exclude))
        except ValidationError as error:
            return self.blame_fields(entry, place, error)
        return set()

    def blame_fields(self, entry: _Entry, place: str, error: ValidationError) -> set[str]:
        for name, messages in error.message_dict.items():
            key = "" if name == "__all__" else name
            self._blame(entry, _place(place, key), _RefusedError(*messages))
        return set(error.message_dict)

    def _blame(self, entry: _Entry, place: str, refusal: _RefusedError) -> None:
        self.problems += [Problem(entry.path, place, message) for message in refusal.messages]


@dataclass
class _PartRow:
    place: str
    row: Any
    refused: set[str]
    stored: Any = None


class _PartList:
    """The rows of one relation of a thing, as its file lists them and as they are stored."""

    def __init__(
        self,
        loading: _Loading,
        entry: _Entry,
        parent: Any,
        relation: str,
        model: Any,
        back: str,
        *,
        is_new: bool,
    ) -> None:
        self.loading = loading
        self.entry = entry
        self.parent = parent
        self.back = back
        self.model = model
        self.is_known = True
        rows = [] if is_new else list(getattr(parent, relation).all())
        self.stored = {row.uid: row for row in rows}
        self.rows: list[_PartRow] = []
        for part in entry.thing.parts:
            if part.relation == relation:
                self._read(part)
        kept = {part.stored.pk for part in self.rows if part.stored is not None}
        self.given_up = [row for row in rows if row.pk not in kept]
        self.fresh = [part for part in self.rows if part.stored is None]

    @property
    def is_fine(self) -> bool:
        return self.is_known and not any(part.refused for part in self.rows)

    @property
    def is_changed(self) -> bool:
        return bool(self.given_up or self.fresh)

    def _read(self, part: Part) -> None:
        items = self.entry.values.get(part.key, [])
        if items == "":
            items = []
        columns = self.entry.thing.part_fields(part)
        if not isinstance(items, list):
            self._refuse(_place(self.entry.place, part.key), "Write a list, each after a hyphen.")
            return
        for number, item in enumerate(items, 1):
            place = _place(self.entry.place, f"{part.key}[{number}]")
            values = {part.short: item} if part.short and isinstance(item, str) else item
            if not isinstance(values, dict):
                self._refuse(place, "Write fields here, each as “name: value”.")
                continue
            self.is_known &= self.loading._check_keys(self.entry, place, values, columns)
            try:
                uid = _uid(values["uid"]) if values.get("uid") else self._derived(part, number)
            except _RefusedError as refusal:
                self._refuse(place, *refusal.messages)
                continue
            position = len(self.rows) + 1
            row = self.model(uid=uid, position=position, **part.fixed, **{self.back: self.parent})
            refused = self.loading._fill(self.entry, place, row, columns, values)
            stored = self.stored.get(uid)
            if stored is not None and "bibtex_key" in columns.keys() - values.keys():
                row.bibtex_key = stored.bibtex_key
            if stored is not None and not self._equals(row, stored, [*columns, *part.fixed]):
                stored = None
            self.rows.append(_PartRow(place, row, refused, stored))

    def _derived(self, part: Part, number: int) -> uuid.UUID:
        return uuid.uuid5(_NAMESPACE, f"{self.entry.source}#{part.key}/{number}")

    def _equals(self, row: Any, stored: Any, names: list[str]) -> bool:
        try:
            # They bring texts and identifiers into the form in which they are stored.
            row.drop_unseen()
            row.clean()
        except ValidationError:
            return False
        columns = {name: row._meta.get_field(name) for name in [*names, "position"]}
        return _stored_values(row, columns) == _stored_values(stored, columns)

    def _refuse(self, place: str, *messages: str) -> None:
        self.is_known = False
        self.loading._blame(self.entry, place, _RefusedError(*messages))

    def write(self) -> bool:
        """Put what is new in the place of what is given up; whether all of it was taken."""
        # First out, then in: two authors can change places without standing there twice.
        for row in self.given_up:
            row.delete()
        is_fine = True
        for part in self.fresh:
            # Only now has a new parent the key by which the row leads back to it.
            setattr(part.row, self.back, self.parent)
            refused = part.refused | self.loading._clean(
                self.entry, part.place, part.row, exclude=part.refused
            )
            if refused:
                is_fine = False
            else:
                part.row.save()
        return is_fine

    def check_alone(self) -> None:
        """Judge the fields of the rows while the thing itself cannot be saved."""
        for part in self.fresh:
            try:
                part.row.clean_fields(exclude={self.back, *part.refused})
            except ValidationError as error:
                self.loading.blame_fields(self.entry, part.place, error)


def _named_before_naming(entries: list[_Entry]) -> list[_Entry]:
    """The entries in an order in which each follows those of its kind that it names."""
    if not entries:
        return entries
    model = entries[0].thing.model
    own = [
        name
        for name, column in entries[0].thing.fields.items()
        if isinstance(column, models.ForeignKey) and column.related_model is model
    ]
    ordered: list[_Entry] = []
    waiting = entries
    while waiting:
        missing = {name for entry in waiting for name in _names(entry)}
        ready = [
            entry
            for entry in waiting
            if not any(str(entry.values.get(name, "")) in missing for name in own)
        ]
        # Where they name each other in a circle, the loader says which name is missing.
        ready = ready or waiting
        ordered += ready
        waiting = [entry for entry in waiting if entry not in ready]
    return ordered


def _names(entry: _Entry) -> set[str]:
    """Under what other files may name the entry, as far as its values are texts."""
    names = set()
    for lookup in entry.thing.names:
        key, _, inner = lookup.partition("__")
        value = entry.value(key)
        for item in value if isinstance(value, list) else [value]:
            text = item.get(inner, "") if isinstance(item, dict) else item
            if isinstance(text, str) and text:
                names.add(text)
    return names


def _stored_values(
    row: models.Model, columns: "Mapping[str, models.Field[Any, Any]]"
) -> dict[str, Any]:
    return {name: getattr(row, column.attname) for name, column in columns.items()}


def _is_unique(thing: Thing) -> bool:
    return bool(thing.fields[thing.identity].unique)


def _uid(value: Any) -> uuid.UUID:
    uid = _uid_or_none(value)
    if uid is None:
        raise _RefusedError("This is no uid; it looks like 8d3b9a52-5a0e-4b7e-9a52-0f1f6b1c7c11.")
    return uid


def _uid_or_none(value: Any) -> uuid.UUID | None:
    try:
        return uuid.UUID(value)
    except (ValueError, TypeError, AttributeError):
        return None


def _moment(text: str) -> Any:
    """An instant; without an offset it is meant in UTC."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None:
        raise _RefusedError("Write a day and a time: 2026-03-01 09:00, or 2026-03-01T09:00+08:00.")
    return timezone.make_aware(moment, UTC) if timezone.is_naive(moment) else moment


def _place(*parts: str) -> str:
    return ": ".join(filter(None, parts))


def _plural(noun: str, count: int) -> str:
    return noun if count == 1 else f"{noun}s"
