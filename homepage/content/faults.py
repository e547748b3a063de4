"""Where a form that comes back is refused: the fields by name, each with its place on the page."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.forms import BoundField, MultiWidget
from django.utils.text import capfirst


class Fault(NamedTuple):
    """A refused field: the id of its element, and what it is called."""

    place: str
    name: str


def faults_of(form: Any, groups: Iterable[Any]) -> Iterator[Fault]:
    """The refused fields of a form, then those of its groups of rows (`InlineAdminFormSet`)."""
    for bound in _refused(form):
        yield Fault(_place(bound), _name(bound))
    for group in groups:
        yield from _of_rows(group)


def _of_rows(group: Any) -> Iterator[Fault]:
    rows, opts = group.formset, group.opts
    if rows.non_form_errors():
        yield Fault(f"{rows.prefix}-group", str(capfirst(opts.verbose_name_plural)))
    for number, row in enumerate(rows.forms, 1):
        if not row.errors or (rows.can_delete and row["DELETE"].value()):
            continue
        name = f"{capfirst(opts.verbose_name)} {number}"
        fields = list(_refused(row))
        yield from (Fault(_place(bound), f"{name}, {_name(bound)}") for bound in fields)
        if not fields:
            yield Fault(row.prefix, name)


def _refused(form: Any) -> Iterator[BoundField]:
    return (bound for bound in form if bound.errors and not bound.is_hidden)


def _name(bound: BoundField) -> str:
    return str(capfirst(bound.label))


def _place(bound: BoundField) -> str:
    """The element that takes what is typed; of several choices, the one around them."""
    if isinstance(bound.field.widget, MultiWidget):
        return f"{bound.auto_id}_0"
    return bound.id_for_label or str(bound.auto_id)
