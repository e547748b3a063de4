"""Who and what a name in a source means: the people and the venues that the site knows.

A person is known by an ORCID iD, or by a spelling that is theirs: the name in full or a listed
alias. Initials propose; they decide where they are written so on the owner's profile, or where
somebody has exactly this spelling and nobody else's name fits it. A venue is known by its name,
its short name and its aliases, whatever volume, year or “Proceedings of the” a source adds.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TypeVar

from homepage.content.search import fold
from profile.identifiers import normalize_orcid
from profile.models import Person, Profile, Venue
from profile.names import Name, parse_name
from profile.venue_names import VenueName, read_venue, undated, venue_title

_Thing = TypeVar("_Thing", Person, Venue)

_APOSTROPHES = re.compile(r"['’‘ʼ`´]")
_BETWEEN_WORDS = re.compile(r"[\W_]+")
_TOGETHER = re.compile(r"\b[^\W\d_a-z]{2,3}\b")


def words_key(text: str) -> str:
    """The words of a text without case, accents and punctuation: `Jo-Ann Ü.` → `jo ann u`.

    Texts that say the same in another typography have the same key.
    """
    return _BETWEEN_WORDS.sub(" ", fold(_APOSTROPHES.sub("", text))).strip()


def name_key(name: Name) -> str:
    """The key of a whole name, the given name first."""
    return words_key(name.full)


def names_fit(one: Name, other: Name) -> bool:
    """Whether two names may mean the same person: family names equal, given names compatible.

    `A. Example` fits `Ada Example` and `Ada B. Example`; `Alan Example` does not fit `Ada Example`.
    """
    if one.literal or other.literal:
        return name_key(one) == name_key(other)
    if words_key(one.surname) != words_key(other.surname):
        return False
    if one.suffix and other.suffix and words_key(one.suffix) != words_key(other.suffix):
        return False
    if one.is_cjk or other.is_cjk:
        return one.given == other.given
    return _given_names_fit(_given_key(one), _given_key(other))


def says_no_more(name: Name, other: Name) -> bool:
    """Whether two names fit, and the first has nothing that the second lacks.

    `A. Example` says no more than `Ada Example`, nor does that than `Ada Example Jr.`
    """
    has_suffix = bool(name.suffix and not other.suffix)
    return names_fit(name, other) and not has_suffix and not _is_longer(name, other)


def _is_longer(name: Name, other: Name) -> bool:
    """Whether one of the given names is there, or written out, in the first name alone."""
    one, two = _given_key(name).split(), _given_key(other).split()
    if "".join(one) == "".join(two):
        return False
    return len(one) > len(two) or any(len(a) > len(b) for a, b in zip(one, two, strict=False))


def shortens(name: Name, other: Name) -> bool:
    """Whether it is the other name with less of the given names, and nothing else.

    `A. Example` and `Example` shorten `Ada Example`; `Ada Example` shortens `Ada B. Example`.
    """
    if name.literal or other.literal or name.is_cjk or other.is_cjk:
        return False
    if not name.given:
        is_same_family = words_key(name.surname) == words_key(other.surname)
        return bool(other.given) and is_same_family and name.suffix in ("", other.suffix)
    return says_no_more(name, other) and _given_key(name) != _given_key(other)


def is_initialled(name: Name) -> bool:
    """Whether initials stand for the given names: `R. Sun`, `Z.-Q. Luo`, `Luo, ZQ`."""
    words = _given_key(name).split()
    return not name.is_cjk and bool(words) and all(len(word) == 1 for word in words)


def _given_key(name: Name) -> str:
    """The key of the given names; capitals written together are initials, as in `Luo, ZQ`."""
    given = name.given
    if not name.surname.isupper():
        given = _TOGETHER.sub(lambda found: " ".join(found[0]), given)
    return words_key(given)


def _given_names_fit(one: str, other: str) -> bool:
    if one.replace(" ", "") == other.replace(" ", ""):
        return True
    pairs = list(zip(one.split(), other.split(), strict=False))
    return bool(pairs) and all(a == b or _is_initial_of(a, b) for a, b in pairs)


def _is_initial_of(one: str, other: str) -> bool:
    return 1 in (len(one), len(other)) and one[0] == other[0]


class PersonIndex:
    """The people of the site by every spelling; two queries when it is made, none after.

    `add` makes a person known who was met since, stored or not.
    """

    def __init__(self) -> None:
        self._by_orcid: dict[str, Person] = {}
        self._by_name: dict[str, list[Person]] = defaultdict(list)
        self._by_alias: dict[str, list[Person]] = defaultdict(list)
        self._by_family: dict[str, list[tuple[Name, Person]]] = defaultdict(list)
        #: What the profile lists, and whose profile it is.
        self._of_owner: dict[str, Person] = {}
        owners: dict[int | None, list[str]] = {
            row["person"]: [row["name"], row["name_in_other_script"]]
            for row in Profile.objects.values("person", "name", "name_in_other_script")
        }
        for person in Person.objects.prefetch_related("aliases"):
            aliases = [alias.name for alias in person.aliases.all()]
            if person.pk in owners:
                aliases += owners[person.pk]
                listed = filter(None, (person.name, person.name_in_other_script, *aliases))
                keys = {name_key(person.parsed_name), *(name_key(parse_name(n)) for n in listed)}
                self._of_owner |= dict.fromkeys(keys - {""}, person)
            self.add(person, *aliases)

    def add(self, person: Person, *aliases: str) -> None:
        """Know a person by their name, the name in another script, and these."""
        if person.orcid:
            self._by_orcid[person.orcid] = person
        own = person.parsed_name
        # As it stands too: a name in odd parts may read otherwise than it was put together.
        for name in (own, parse_name(person.name), Name(literal=person.name)):
            self._put(self._by_name, name, person)
        for text in (person.name_in_other_script, *aliases):
            if text:
                self._put(self._by_alias, parse_name(text), person)

    def _put(self, place: dict[str, list[Person]], name: Name, person: Person) -> None:
        key = name_key(name)
        if not key:
            return
        _put(place[key], person)
        family = self._by_family[words_key(name.literal or name.surname)]
        if (name, person) not in family:
            family.append((name, person))

    def match(self, name: Name | str, orcid: str = "") -> Person | None:
        """The person who is meant beyond doubt, if there is one.

        That is who has the ORCID iD; the only one who is called exactly so in full, or has this
        spelling as an alias; the owner by any spelling that the profile lists. Initials mean
        somebody else only where nobody else's name fits them. Somebody of that name who has
        another ORCID iD is somebody else.
        """
        name, orcid = _as_name(name), normalize_orcid(orcid)
        if orcid and (person := self._by_orcid.get(orcid)):
            return person
        known = self._open_to(orcid, self.namesakes(name))
        if len(known) != 1:
            return None
        if is_initialled(name) and known[0] is not self._of_owner.get(name_key(name)):
            others = [person for person in self._fitting(name) if person is not known[0]]
            if self._open_to(orcid, others):
                return None
        return known[0]

    def undecided(self, name: Name | str, orcid: str = "") -> list[Person]:
        """Everybody of exactly this name, where it does not say who of the site is meant.

        Where there is one, an editor chooses: another person of the name would be made otherwise.
        """
        if self.match(name, orcid) is not None:
            return []
        return self._open_to(normalize_orcid(orcid), self.namesakes(name))

    def namesakes(self, name: Name | str) -> list[Person]:
        """Everybody called exactly so; where nobody is, everybody who has it as an alias.

        Initials that the profile lists are the owner's, whoever else is stored under them.
        """
        name = _as_name(name)
        key = name_key(name)
        owner = self._of_owner.get(key)
        if owner is not None and is_initialled(name):
            return [owner]
        known = list(self._by_name.get(key) or self._by_alias.get(key) or ())
        if owner is not None:
            _put(known, owner)
        return known

    def propose(self, name: Name | str) -> list[Person]:
        """Who may be meant: the family name is theirs and the initials fit. An editor decides.

        Last come those whose name it is with the family name first, as in `Example Ada`.
        """
        name = _as_name(name)
        proposed = self._fitting(name)
        if name.given and not name.literal:
            turned = words_key(f"{name.surname} {name.given}")
            for place in (self._by_name, self._by_alias):
                for person in place.get(turned, ()):
                    _put(proposed, person)
        return proposed

    def _fitting(self, name: Name) -> list[Person]:
        fitting: list[Person] = []
        for known, person in self._by_family.get(words_key(name.literal or name.surname), ()):
            if names_fit(name, known):
                _put(fitting, person)
        return fitting

    @staticmethod
    def _open_to(orcid: str, people: list[Person]) -> list[Person]:
        """Without those who have another ORCID iD."""
        return [person for person in people if not (orcid and person.orcid)]


def _as_name(name: Name | str) -> Name:
    return parse_name(name) if isinstance(name, str) else name


def venue_key(text: str) -> str:
    """The key of the name of a venue as it stands."""
    return words_key(text.replace("&", " and ")).removeprefix("the ")


def volume_keys(text: str) -> list[str]:
    """The keys of the names by which a volume of a conference or a series may be known.

    Its name without year, place and number, another name that stands there, its short name.
    """
    read = read_venue(text)
    return [key for key in map(venue_key, (read.name, read.also, read.short_name)) if key]


def venue_keys(text: str) -> set[str]:
    """All keys by which a source's words may mean a venue."""
    return {venue_key(text), venue_key(undated(text)), *volume_keys(text)} - {""}


#: What appears in volumes that are named after their place in the row.
IN_VOLUMES = frozenset({Venue.Kind.CONFERENCE, Venue.Kind.SERIES})


def stored_name(name: str, kind: str) -> VenueName:
    """Under what a venue of that kind that nobody knows is stored."""
    return read_venue(name) if kind in IN_VOLUMES else VenueName(name)


class VenueIndex:
    """The venues of the site by every name; two queries when it is made, none after."""

    def __init__(self) -> None:
        self._by_name: dict[str, list[Venue]] = defaultdict(list)
        self._by_title: dict[str, list[Venue]] = defaultdict(list)
        self._exact: dict[str, Venue] = {}
        self._names: dict[int, list[str]] = defaultdict(list)
        for venue in Venue.objects.prefetch_related("aliases"):
            self.add(venue, *(alias.name for alias in venue.aliases.all()))

    def add(self, venue: Venue, *aliases: str) -> None:
        """Know a venue by its name, its short name and these."""
        self._exact[venue.name] = venue
        for text in filter(None, (venue.name, venue.short_name, *aliases)):
            if venue.pk is not None:
                self._names[venue.pk].append(text)
            _put(self._by_name[venue_key(text)], venue)
            if venue.kind in IN_VOLUMES:
                _put(self._by_title[venue_key(text)], venue)
                _put(self._by_title[venue_key(venue_title(text))], venue)

    def named(self, name: str) -> Venue | None:
        """The venue that is called exactly so; there is no other of that name."""
        return self._exact.get(name)

    def names_of(self, venue: Venue) -> list[str]:
        """Every name of a venue of the site."""
        return self._names.get(venue.pk, [])

    def match(self, name: str) -> Venue | None:
        """The only venue of that name, or of what remains of it without year, place and number.

        A journal may be called `Annual Review` or `Proceedings`: such words are taken off the
        names of conferences and series alone.
        """
        for place, key in (
            (self._by_name, venue_key(name)),
            (self._by_name, venue_key(undated(name))),
            *((self._by_title, key) for key in volume_keys(name)),
        ):
            known = place.get(key, ()) if key else ()
            if len(known) == 1:
                return known[0]
        return None


def _put(place: list[_Thing], thing: _Thing) -> None:
    if not any(known is thing for known in place):
        place.append(thing)
