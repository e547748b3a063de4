"""Who is meant by the names of a source: who is known, or somebody new, who is made once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from profile.matching import PersonIndex, name_key, says_no_more
from profile.models import Person
from publications.models import Authorship
from publications.records import RecordCredit


def identity(person: Person) -> int:
    """Tells people apart, those who are stored and those who are not yet."""
    return person.pk or -id(person)


class Naming:
    """Finds the people of one source; `made` are those whom nobody knows.

    Two ORCID iDs are two people, also where the site knows somebody of their name without an
    iD: that is then who comes first.
    """

    def __init__(self, people: PersonIndex) -> None:
        self.made: list[Person] = []
        self._people = people
        self._made_by_name: dict[str, list[Person]] = defaultdict(list)
        #: Who the source says has an iD, and the iD by the identity of the person.
        self._holders: dict[str, Person] = {}
        self._orcids: dict[int, str] = {}

    def person(self, credit: RecordCredit, used: set[int], fitting: Iterable[Authorship]) -> Person:
        """Who is meant: somebody known by this spelling, somebody on the work already, or new.

        Nobody is meant twice: several people of one name on one work are told apart. `used` has
        the identities of those who are on the work, `fitting` who may be meant by a short form.
        """
        known = self._holders.get(credit.orcid)
        known = known or self._people.match(credit.name, credit.orcid)
        if known is not None and self._may_be(known, credit, used):
            return self._settle(known, credit)
        for row in fitting:
            if self._may_be(row.person, credit, used) and says_no_more(
                credit.name, row.person.parsed_name
            ):
                return self._settle(row.person, credit)
        for made in self._made_by_name[name_key(credit.name)]:
            # Whoever has an iD is meant beyond doubt, or by it.
            is_told = bool(credit.orcid) or not made.orcid
            if is_told and self._may_be(made, credit, used):
                return self._settle(made, credit)
        return self._make(credit, known)

    def _may_be(self, person: Person, credit: RecordCredit, used: set[int]) -> bool:
        orcid = person.orcid or self._orcids.get(identity(person), "")
        is_other = bool(orcid and credit.orcid) and orcid != credit.orcid
        return identity(person) not in used and not is_other

    def _settle(self, person: Person, credit: RecordCredit) -> Person:
        """Note the iD that the source gives; who is made by this very source has it at once."""
        if credit.orcid and credit.orcid not in self._holders:
            self._holders[credit.orcid] = person
            self._orcids[identity(person)] = credit.orcid
            if person._state.adding and not person.orcid:
                person.orcid = credit.orcid
                self._people.add(person)
        return person

    def _make(self, credit: RecordCredit, namesake: Person | None) -> Person:
        name = credit.name
        is_held = credit.orcid in self._holders or (
            namesake is not None and namesake.orcid == credit.orcid
        )
        person = Person.called(name, "" if is_held else credit.orcid)
        self.made.append(person)
        self._made_by_name[name_key(name)].append(person)
        # A second one of a name, without anything that tells them apart, leaves it to the first.
        if person.orcid or namesake is None:
            self._people.add(person)
        if person.orcid:
            self._settle(person, credit)
        return person
