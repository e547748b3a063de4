"""A record that speaks of a work of the site: a new stage for it, or what a stage of it lacks.

It is compared as an import compares it, and laid into the form of the work. What the work says
otherwise stays, and the editor is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict

from profile.matching import PersonIndex, VenueIndex, names_fit
from publications.bibtex.agreement import same_text
from publications.editing.filling import (
    Filling,
    credit_rows,
    fill_row,
    filling_of,
    rows_in,
    stage_row,
    venue_cells,
)
from publications.importing.comparing import Comparing, Difference, Names
from publications.importing.known import KnownCredit, KnownStage, KnownWork, load_works
from publications.models import Authorship
from publications.records import Record, RecordCredit, RecordVenue


@dataclass(frozen=True)
class Joining:
    """A record beside the work that it speaks of."""

    work: KnownWork
    record: Record
    comparing: Comparing

    @classmethod
    def of(cls, key: int, record: Record) -> Joining:
        """With the work of this primary key."""
        comparing = Comparing(PersonIndex(), VenueIndex())
        return cls(load_works([key])[key], record, comparing)

    @cached_property
    def stage(self) -> KnownStage | None:
        """The stage that the record speaks of, where the work has it already."""
        return self.comparing.stage_of(self.work, self.record)

    @cached_property
    def differences(self) -> list[Difference]:
        if self.stage is None:
            return self.comparing.stage_differences(self.work, self.record)
        return self.comparing.differences(self.work, self.stage, self.record)

    @property
    def gaps(self) -> list[Difference]:
        """What the work lacks and the record has."""
        return [
            difference
            for difference in self.differences
            if not difference.old and not difference.field.startswith("source.")
        ]

    def into(self, data: QueryDict) -> list[str]:
        """Lay it into the form of the work, as it is opened; gives what the editor should know."""
        words = self._fill_stage(data) if self.stage is not None else self._add_stage(data)
        self._fill_work(data)
        return [*words, *self._on_names(), *self._on_abstract()]

    def _add_stage(self, data: QueryDict) -> list[str]:
        words = []
        row = stage_row(self.record)
        taken = {difference.field: difference for difference in self.differences}
        if kind := taken.get("kind"):
            data["kind"] = kind.value
            words.append(f"The kind of the work becomes {kind.new}; it was {kind.old}.")
        if self.work.title and taken.keys() & {"title", "stage.title"}:
            row["title"] = self.record.title
            words.append(f"Its title there, “{self.record.title}”, is kept with the stage.")
        elif not self.work.title:
            data["title"] = self.record.title
        Filling(rows={"stages": [row]}).into(data)
        return words

    def _fill_stage(self, data: QueryDict) -> list[str]:
        key = str(self.stage.pk) if self.stage else ""
        rows = rows_in(data, "stages")
        number = next(number for number, row in rows.items() if row.get("id") == key)
        others = []
        for difference in self.differences:
            group, _, name = difference.field.partition(".")
            if difference.field == "title" and not difference.old:
                data["title"] = difference.value
            elif difference.old and (group == "stage" or difference.field == "title"):
                others.append(f"{difference.label} “{difference.new}”")
            elif group == "stage":
                is_venue = isinstance(difference.value, RecordVenue)
                cells = venue_cells(difference.value) if is_venue else {name: difference.value}
                fill_row(data, f"stages-{number}", cells)
        return [f"It says otherwise, and what is here stays: {', '.join(others)}."] * bool(others)

    def _fill_work(self, data: QueryDict) -> None:
        """What the work has nothing of: its abstract, all its authors, a link, a distinction."""
        told = filling_of(self.record)
        lacking = {difference.field for difference in self.gaps}
        people = [
            credit
            for difference in self.gaps
            if isinstance(difference.value, Names)
            for credit in difference.value.people
        ]
        told.fields.pop("title")
        told.rows = {
            "authorships": credit_rows(people),
            "links": [row for row in told.rows["links"] if f"link.{row['url']}" in lacking],
            "distinctions": [
                row for row in told.rows["distinctions"] if f"distinction.{row['label']}" in lacking
            ],
        }
        told.into(data)

    def _on_names(self) -> list[str]:
        """Whom the record names and the work does not, and the other way round."""
        words = []
        for role in Authorship.Role:
            known = [credit for credit in self.work.credits if credit.role == role]
            stated = [credit for credit in self.record.credits if credit.role == role]
            if not known or not stated:
                continue
            others = f"{role.label.lower()}s"
            new = [one for one in stated if not any(self._is(one, each) for each in known)]
            if new:
                names = ", ".join(credit.name.full for credit in new)
                words.append(
                    f"New among its {others}: {names}. The {others} here stay as they are."
                )
            left_out = [each for each in known if not any(self._is(one, each) for one in stated)]
            if left_out and self.record.authors_complete:
                names = ", ".join(credit.shown for credit in left_out)
                words.append(f"Not among its {others}: {names}.")
        return words

    def _is(self, stated: RecordCredit, known: KnownCredit) -> bool:
        if any(names_fit(stated.name, name) for name in known.names):
            return True
        person = self.comparing.people.match(stated.name, stated.orcid)
        return person is not None and person == known.person

    def _on_abstract(self) -> list[str]:
        old, new = self.work.abstract, self.record.abstract
        if old and new and not same_text(old, new):
            return ["Its abstract reads otherwise; the one here stays."]
        return []
