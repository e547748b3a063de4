"""Steps of a work's form that store nothing: the form comes back with more in it.

A button of the form sends it like any other; what was typed comes back as it was sent, with
new rows or a choice made, and nothing of it is looked at before somebody saves.
"""

from __future__ import annotations

import copy
import re
from functools import partial
from typing import Any

from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms.utils import ErrorDict, ErrorList
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.html import conditional_escape

from profile.matching import PersonIndex
from publications.editing.author_line import read_author_line
from publications.editing.beginning import Beginning, begin
from publications.editing.filling import (
    MAX_ROWS,
    add_rows,
    author_key,
    data_of,
    filling_of,
    is_whole_form,
    line_rows,
    rows_in,
)
from publications.editing.forms import read_record, signed_record
from publications.editing.joining import Joining
from publications.importing.comparing import shown_stage
from publications.importing.planning import start_import
from publications.importing.recognizing import KnownWorks
from publications.models import Authorship, Import, Publication, PublicationLink, Stage
from publications.records import Record

#: What a new row begins with.
_NEW_ROWS: dict[str, dict[str, str]] = {
    "stages": {"kind": Stage.Kind.PUBLISHED},
    "authorships": {"role": Authorship.Role.AUTHOR},
    "links": {"kind": PublicationLink.Kind.PDF},
}
_CHOICE = re.compile(r"(authorships-\d+)-person:(\d+)")


class ShownAgain:
    """A form that comes back as it was sent: nothing of it is looked at, nothing is wrong."""

    def full_clean(self) -> None:
        self._errors = ErrorDict()
        self.cleaned_data: dict[str, Any] = {}

    def is_valid(self) -> bool:
        return False


class FormSteps:
    """The steps, for the admin of works."""

    STEPS = ("_begin", "_add_authors", "_choose", "_add_row", "_add_stage")

    def step_of(self, request: HttpRequest) -> str | None:
        """The step that a button of the form asks for; none where it is to be saved."""
        return next((name for name in self.STEPS if name in request.POST), None)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        step = self.step_of(request)
        if step is not None:
            return self._take_step(request, step, object_id, form_url)
        return super().changeform_view(request, object_id, form_url, extra_context)  # type: ignore[misc]

    def _take_step(
        self: Any, request: HttpRequest, step: str, object_id: str | None, form_url: str
    ) -> Any:
        work = self.get_object(request, unquote(object_id)) if object_id is not None else None
        if object_id is None:
            may = self.has_add_permission(request)
        else:
            may = self.has_change_permission(request, work)
        if not may:
            raise PermissionDenied
        if object_id is not None and work is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if is_whole_form(request.POST) and step != "_add_stage":
            data = request.POST.copy()
        else:
            data = self._untouched(request, work)
            data["begin"] = request.POST.get("begin", "")
        take = {
            "_begin": self._begin,
            "_add_authors": self._add_authors,
            "_choose": self._choose,
            "_add_row": self._add_row,
            "_add_stage": partial(self._add_stage, work=work),
        }[step]
        outcome = take(request, data)
        if isinstance(outcome, HttpResponse):
            return outcome
        request.group_notes = outcome.pop("group_notes", {})  # type: ignore[attr-defined]
        self._take_pictures(request, object_id)
        request.POST = data  # type: ignore[assignment]  # a form reads both kinds alike
        request.is_step = True  # type: ignore[attr-defined]
        # The address of a step may end in the place to look at; what is sent next has none.
        form_url = form_url or conditional_escape(request.get_full_path())
        return self._changeform_view(request, object_id, form_url, {"is_step": True, **outcome})

    def _untouched(self: Any, request: HttpRequest, work: Publication | None) -> QueryDict:
        """The fields of the form as it is opened."""
        opened = copy.copy(request)
        opened.method = "GET"
        fields = flatten_fieldsets(self.get_fieldsets(opened, work))
        form = self.get_form(opened, work, change=work is not None, fields=fields)(instance=work)
        formsets, _ = self._create_formsets(opened, form.instance, change=work is not None)
        return data_of(form, formsets)

    # What the form is made of, while a step is taken

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change, **kwargs)  # type: ignore[misc]
        if _is_step(request):
            return type(form)(form.__name__, (ShownAgain, form), {"__module__": form.__module__})
        return form

    def _create_formsets(self, request: HttpRequest, obj: Any, change: bool) -> Any:
        formsets, inlines = super()._create_formsets(request, obj, change)  # type: ignore[misc]
        if _is_step(request):
            for formset in formsets:
                for form in formset.forms:
                    form._errors, form.cleaned_data = ErrorDict(), {}
                formset._errors = [form._errors for form in formset.forms]
                formset._non_form_errors = ErrorList()
        return formsets, inlines

    # The steps: each changes what the form sends, and answers with what to say about it

    def _begin(self: Any, request: HttpRequest, data: QueryDict) -> Any:
        """Fill the form from an identifier or a BibTeX entry; many works go on to a preview."""
        text = data.get("begin", "")
        try:
            beginning = begin(text)
        except ValidationError as refusal:
            return {"begin_errors": refusal.messages}
        first = beginning.records[0]
        if len(beginning.records) > 1 or len(first.credits) > MAX_ROWS:
            return HttpResponseRedirect(self._preview(request, beginning, text))
        words = _fill(data, first)
        data["begin"] = ""
        told = {"filled_from": beginning.source, "notes": [*first.warnings, *words]}
        return told | self._known(request, first)

    def _known(self: Any, request: HttpRequest, record: Record) -> dict[str, Any]:
        """The work that the record speaks of, where it is here; else those that may be it."""
        works = KnownWorks()
        recognized = works.recognize(record)
        if recognized is None:
            keys = [candidate.pk for candidate in works.namesakes(record)]
            namesakes = self.model.objects.filter(pk__in=keys).select_related("main_stage")
            return {"namesakes": namesakes.order_by("pk")}
        known = self.model.objects.get(pk=recognized.work.pk)
        joining = Joining.of(known.pk, record)
        may_join = self.has_change_permission(request, known)
        return {
            "known": known,
            "known_reason": recognized.reason,
            "known_stage": joining.stage and shown_stage(joining.stage.stated),
            "known_record": signed_record(record) if may_join and joining.gaps else "",
        }

    def _preview(self: Any, request: HttpRequest, beginning: Beginning, text: str) -> str:
        is_bibtex = beginning.bib is not None or text.lstrip().startswith("@")
        run = start_import(
            name=beginning.source,
            origin=Import.Origin.PASTED if is_bibtex else Import.Origin.IDENTIFIER,
            text=text if is_bibtex else "",
            records=None if beginning.bib is not None else beginning.records,
            bib=beginning.bib,
            user=request.user,
        )
        return reverse("admin:publications_import_change", args=[run.pk])

    def _add_authors(self, request: HttpRequest, data: QueryDict) -> dict[str, Any]:
        """A row for each name of the pasted line."""
        text = data.get("author_line", "")
        line = read_author_line(text)
        if not line.names:
            return {"author_errors": ["Paste at least one name.", *line.notes]}
        if len(line.names) > MAX_ROWS:
            words = (
                f"These are {len(line.names)} names, more than a form takes. "
                "Import the work from BibTeX, which takes any number."
            )
            return {"author_errors": [words]}
        pasted = line_rows(line.names)
        there = _present_authors(data)
        rows = [row for row in pasted if author_key(row) not in there]
        add_rows(data, "authorships", rows)
        data["author_line"] = ""
        if not line.is_complete:
            data.pop("authors_complete", None)
        typed = [row["new_person"] for row in rows if "new_person" in row]
        index = PersonIndex()
        counts = {name: len(index.undecided(name)) for name in typed}
        shared = [name for name in typed if counts[name]]
        unknown = len(typed) - len(shared)
        words = f"{_count(len(rows), 'author')} added."
        if any(name.is_equal or name.is_corresponding for name in line.names):
            words += " The signs beside names are read as marks: check them."
        for name in shared:
            count = counts[name]
            have = "Somebody has" if count == 1 else f"{count} people have"
            words += f" {have} the name {name}: choose who is meant."
        if unknown:
            words += (
                f" {_count(unknown, 'of them is', 'of them are')} not known by this name: "
                "choose who is meant, or saving makes a new person."
            )
        if len(rows) < len(pasted):
            words += f" {_count(len(pasted) - len(rows), 'stood', 'stood')} here already."
        if not line.is_complete:
            words += " Others follow them, so the list is marked as not complete."
        words = " ".join([words, *line.notes])
        return {"group_notes": {"authorships": f"{words} Nothing is saved yet."}}

    def _choose(self, request: HttpRequest, data: QueryDict) -> dict[str, Any]:
        """Take a proposed person for the new name of a row."""
        choice = _CHOICE.fullmatch(data.get("_choose", ""))
        if choice:
            row, key = choice.groups()
            data[f"{row}-person"] = key
            typed = data.get(f"{row}-new_person", "").strip("{}")
            if not data.get(f"{row}-name_as_printed"):
                data[f"{row}-name_as_printed"] = typed
            data[f"{row}-new_person"] = ""
        return {}

    def _add_row(self, request: HttpRequest, data: QueryDict) -> dict[str, Any]:
        """An empty row, for who has no script."""
        prefix = data.get("_add_row", "")
        if f"{prefix}-TOTAL_FORMS" in data:
            add_rows(data, prefix, [_NEW_ROWS.get(prefix, {})])
        return {}

    def _add_stage(
        self, request: HttpRequest, data: QueryDict, work: Publication | None
    ) -> dict[str, Any]:
        """Add what was found for a new work to this one, which is the same."""
        try:
            record = read_record(request.POST.get("_add_stage", ""))
        except ValidationError as refusal:
            return {"begin_errors": refusal.messages}
        if work is None:
            return {"begin_errors": ["Open the work that the stage belongs to."]}
        joining = Joining.of(work.pk, record)
        words = joining.into(data)
        stage = joining.stage
        rows = rows_in(data, "stages")
        keys = [number for number, row in rows.items() if stage and row.get("id") == str(stage.pk)]
        return {
            "notes": [*record.warnings, *words],
            "stage_added": stage is None,
            "stage_there": stage and shown_stage(stage.stated),
            "stage_place": f"stages-{(keys or [max(rows, default=0)])[0]}",
            "stage_gaps": ", ".join(gap.label for gap in joining.gaps) if stage else "",
        }


def _fill(data: QueryDict, record: Record) -> list[str]:
    """Fill the form; gives what the editor should know of it."""
    filling_of(record).into(data)
    words = []
    chosen = data.get("kind", "")
    if chosen in ("", record.kind, Publication._meta.get_field("kind").get_default()):
        data["kind"] = record.kind
    else:
        kept, stated = (Publication.Kind(kind).label for kind in (chosen, record.kind))
        words.append(f"The kind stays {kept}, as it was chosen here; the source says {stated}.")
    if not record.authors_complete:
        data.pop("authors_complete", None)
    if record.is_selected:
        data["is_selected"] = "on"
    return words


def _present_authors(data: QueryDict) -> set[str]:
    """The people who stand in the form as authors."""
    rows = rows_in(data, "authorships").values()
    return {author_key(row) for row in rows if row.get("role") == Authorship.Role.AUTHOR} - {""}


def _is_step(request: HttpRequest) -> bool:
    return getattr(request, "is_step", False)


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or f'{one}s'}"
