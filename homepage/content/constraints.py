"""Database rules whose refusal is shown at the field that mends it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models


class FieldCheckConstraint(models.CheckConstraint):
    """A check constraint that reports its violation at one field of the form."""

    def __init__(self, *, field: str, **kwargs: Any) -> None:
        self.field = field
        super().__init__(**kwargs)

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        return path, tuple(args), {**kwargs, "field": self.field}

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, FieldCheckConstraint)
            and self.field == other.field
            and bool(super().__eq__(other))
        )

    __hash__ = models.CheckConstraint.__hash__

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: Any = None,
        using: str = "default",
    ) -> None:
        try:
            super().validate(model, instance, exclude=exclude, using=using)
        except ValidationError as refusal:
            if exclude and self.field in exclude:
                raise
            raise ValidationError({self.field: refusal.messages}) from refusal
