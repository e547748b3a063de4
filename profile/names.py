"""The parts of a person's name, as BibTeX and CSL tell them apart."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Name:
    """One name: of a person by its parts, or of a group as a whole in `literal`.

    `particle` is a “von” part that belongs to the family name (CSL: non-dropping-particle).
    All parts are Unicode text without LaTeX.
    """

    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    literal: str = ""

    @property
    def surname(self) -> str:
        """The family name with its particle: `van Beethoven`."""
        return " ".join(filter(None, [self.particle, self.family]))
