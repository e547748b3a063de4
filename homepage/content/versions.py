"""The content version of the whole site, and the identity and edit version of each thing.

Every write to content goes through `ContentModel` or `ContentQuerySet`. Each moves the
content version on in its own transaction, so that a page made from older content shows.
"""

import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from django.db import models, transaction
from django.db.models.base import ModelBase
from django.utils import timezone

from homepage.content.unseen import one_line, several_lines

_writing: ContextVar[bool] = ContextVar("writing", default=False)


class ContentVersion(models.Model):
    """One row, one number, which every change of content raises."""

    number = models.PositiveBigIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "content version"

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def current(cls) -> Self:
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    @classmethod
    def advance(cls) -> None:
        """Raise the number; this holds the lock that puts writers in a row until the commit."""
        moved = cls.objects.filter(pk=1).update(
            number=models.F("number") + 1, changed_at=timezone.now()
        )
        if not moved:
            cls.objects.get_or_create(pk=1, defaults={"number": 1})


@contextmanager
def content_write() -> Iterator[None]:
    """A transaction that changes content: the version moves on first, and once.

    The version's row is the first lock that every writer takes, so that two of them wait
    for each other in the same order and what is read inside cannot become stale.
    """
    if _writing.get() and transaction.get_connection().in_atomic_block:
        with transaction.atomic(savepoint=False):
            yield
        return
    with transaction.atomic():
        ContentVersion.advance()
        token = _writing.set(True)
        try:
            yield
        finally:
            _writing.reset(token)


def is_writing() -> bool:
    """Whether content is being changed here, in a transaction that has not ended yet."""
    return _writing.get()


_Model = TypeVar("_Model", bound=models.Model, covariant=True)


class ContentQuerySet(models.QuerySet[_Model]):
    """A queryset whose writes move the content version on."""

    def update(self, **values: Any) -> int:
        if "uid" in values:
            raise ValueError("The uid of a row never changes.")
        if "slug" in values:
            raise ValueError("A slug is changed by save(), which leaves the old address behind.")
        with content_write():
            return super().update(**values)

    update.alters_data = True  # type: ignore[attr-defined]

    def delete(self) -> tuple[int, dict[str, int]]:
        with content_write():
            return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def bulk_create(self, *args: Any, **kwargs: Any) -> list[Any]:
        with content_write():
            return super().bulk_create(*args, **kwargs)

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        with content_write():
            return super().bulk_update(*args, **kwargs)


class ContentModel(models.Model):
    """A row of content: it has an identity that outlives its address and its primary key."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    if not TYPE_CHECKING:
        # The type checker's plugin knows a model's own manager, not one it inherits.
        objects = ContentQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[Any], **kwargs: Any
    ) -> Self:
        instance = super().from_db(db, field_names, values, **kwargs)
        instance._stored_uid = instance.__dict__.get("uid")
        return instance

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        self.drop_unseen(exclude or ())
        super().clean_fields(exclude=exclude)

    def drop_unseen(self, exclude: Collection[str] = ()) -> None:
        """Leave out of its texts what nobody sees."""
        for field in self._meta.concrete_fields:
            value = getattr(self, field.attname)
            if isinstance(value, str) and field.name not in exclude:
                clean = several_lines if isinstance(field, models.TextField) else one_line
                setattr(self, field.attname, clean(value))

    def save_base(self, *args: Any, **kwargs: Any) -> None:
        stored = getattr(self, "_stored_uid", None)
        if stored is not None and self.uid != stored:
            raise ValueError("The uid of a row never changes.")
        with content_write():
            super().save_base(*args, **kwargs)
        self._stored_uid = self.uid

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with content_write():
            return super().delete(*args, **kwargs)

    delete.alters_data = True  # type: ignore[attr-defined]

    _stored_uid: uuid.UUID | None


class Versioned(ContentModel):
    """What a form edits as a whole, with its parts: a save from a stale form can be told.

    `edit_version` rises with each whole save. A save of named fields, as ordering by drag
    makes, leaves it alone unless it names it.
    """

    edit_version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField("written", auto_now_add=True)
    updated_at = models.DateTimeField("last changed", auto_now=True)

    class Meta:
        abstract = True

    def save_base(
        self,
        raw: bool = False,
        force_insert: bool | tuple[ModelBase, ...] = False,
        force_update: bool = False,
        using: str | None = None,
        update_fields: Any = None,
    ) -> None:
        with content_write():
            is_counted = update_fields is None or "edit_version" in update_fields
            if not self._state.adding and is_counted:
                stored = type(self)._base_manager.filter(pk=self.pk)
                version = stored.values_list("edit_version", flat=True).first()
                self.edit_version = (version or 0) + 1
            super().save_base(
                raw=raw,
                force_insert=force_insert,
                force_update=force_update,
                using=using,
                update_fields=update_fields,
            )


class Translatable(models.Model):
    """Texts in further languages, in one column, by language and field.

    `{"zh-hans": {"title": "…"}}`. `translatable` names the fields that may occur.
    """

    translations = models.JSONField(default=dict, blank=True, editable=False)

    translatable: tuple[str, ...] = ()

    class Meta:
        abstract = True


class Singleton(Versioned):
    """The only row of its kind. Until an editor saves it, an empty one stands in."""

    class Meta:
        abstract = True

    def save_base(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding:
            # Fails where the row exists, instead of writing over it.
            self.pk, kwargs["force_insert"] = 1, True
        super().save_base(*args, **kwargs)

    @classmethod
    def load(cls) -> Self:
        try:
            return cast(Self, cls._default_manager.get(pk=1))
        except cls.DoesNotExist:
            return cls(pk=1)
