"""Who and what a name in a source means: the people and the venues that the site knows.

A person is known by an ORCID iD, or by a spelling that is theirs: the name in full or a listed
alias. Initials alone never decide, they propose. A venue is known by its name, its short name
and its aliases, whatever volume, year or “Proceedings of the” a source adds to them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TypeVar

from homepage.content.search import fold
from profile.identifiers import normalize_orcid
from profile.models import Person, Profile, Venue
from profile.names import Name, parse_name

_Thing = TypeVar("_Thing", Person, Venue)

_APOSTROPHES = re.compile(r"['’‘ʼ`´]")
_BETWEEN_WORDS = re.compile(r"[\W_]+")


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
    return _given_names_fit(words_key(one.given), words_key(other.given))


def says_no_more(name: Name, other: Name) -> bool:
    """Whether two names fit, and the first has nothing that the second lacks.

    `A. Example` says no more than `Ada Example`, nor does that than `Ada Example Jr.`
    """
    has_suffix = bool(name.suffix and not other.suffix)
    is_longer = len(words_key(name.given)) > len(words_key(other.given))
    return names_fit(name, other) and not has_suffix and not is_longer


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
        owners: dict[int | None, list[str]] = {
            row["person"]: [row["name"], row["name_in_other_script"]]
            for row in Profile.objects.values("person", "name", "name_in_other_script")
        }
        for person in Person.objects.prefetch_related("aliases"):
            aliases = [alias.name for alias in person.aliases.all()]
            self.add(person, *aliases, *owners.get(person.pk, []))

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

        That is who has the ORCID iD, or the only one who is called exactly so or has this
        spelling as an alias. Somebody of that name who has another ORCID iD is somebody else.
        """
        orcid = normalize_orcid(orcid)
        if orcid and (person := self._by_orcid.get(orcid)):
            return person
        known = self.namesakes(name)
        if orcid:
            known = [person for person in known if not person.orcid]
        return known[0] if len(known) == 1 else None

    def namesakes(self, name: Name | str) -> list[Person]:
        """Everybody called exactly so; where nobody is, everybody who has it as an alias."""
        key = name_key(_as_name(name))
        return list(self._by_name.get(key) or self._by_alias.get(key) or ())

    def propose(self, name: Name | str) -> list[Person]:
        """Who may be meant: the family name is theirs and the initials fit. An editor decides."""
        name = _as_name(name)
        proposed: list[Person] = []
        for known, person in self._by_family.get(words_key(name.literal or name.surname), ()):
            if names_fit(name, known):
                _put(proposed, person)
        return proposed


def _as_name(name: Name | str) -> Name:
    return parse_name(name) if isinstance(name, str) else name


_IN_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
_PROCEEDINGS = re.compile(r"^(?:in:?\s+)?(?:the\s+)?(?:proceedings|proc\.?)(?:\s+of)?\s+", re.I)
_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.I)
_TENS = "twent|thirt|fort|fift|sixt|sevent|eight|ninet"
_ONES = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
_TEENS = (
    "tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth"
    "|nineteenth"
)
_ORDINAL = re.compile(
    rf"\b(?:\d+\s?(?:st|nd|rd|th)|(?:{_TENS})y[\s-](?:{_ONES})|(?:{_TENS})ieth|{_TEENS}|{_ONES})\b"
    r"(?:\s+annual\b)?|\bannual\b",
    re.I,
)
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)|['’]\d\d\b")
_TRAILING_NUMBER = re.compile(r"[\s,]+(?:vol(?:ume|\.)?\s*)?\d{1,4}\.?$", re.I)
_LOOSE_ENDS = " ,;:.-–—/"


def venue_title(text: str) -> str:
    """The name of a conference or a series without what belongs to one volume of it.

    `Proceedings of the 36th Conference on Examples (CoE), 2022` → `Conference on Examples`.
    Where nothing would be left, the text as it came.
    """
    title = _ORDINAL.sub("", _ARTICLE.sub("", _PROCEEDINGS.sub("", _undated(text))))
    return _tidy(_ARTICLE.sub("", title.strip())) or text.strip()


def _undated(text: str) -> str:
    return _tidy(_YEAR.sub("", _IN_BRACKETS.sub("", text)))


def _tidy(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(_LOOSE_ENDS)


class VenueIndex:
    """The venues of the site by every name; two queries when it is made, none after."""

    #: What appears in volumes that are named after their place in the row.
    _IN_VOLUMES = frozenset({Venue.Kind.CONFERENCE, Venue.Kind.SERIES})

    def __init__(self) -> None:
        self._by_name: dict[str, list[Venue]] = defaultdict(list)
        self._by_title: dict[str, list[Venue]] = defaultdict(list)
        self._exact: dict[str, Venue] = {}
        for venue in Venue.objects.prefetch_related("aliases"):
            self.add(venue, *(alias.name for alias in venue.aliases.all()))

    def add(self, venue: Venue, *aliases: str) -> None:
        """Know a venue by its name, its short name and these."""
        self._exact[venue.name] = venue
        for text in filter(None, (venue.name, venue.short_name, *aliases)):
            _put(self._by_name[_venue_key(text)], venue)
            if venue.kind in self._IN_VOLUMES:
                _put(self._by_title[_venue_key(text)], venue)
                _put(self._by_title[_venue_key(venue_title(text))], venue)

    def named(self, name: str) -> Venue | None:
        """The venue that is called exactly so; there is no other of that name."""
        return self._exact.get(name)

    def match(self, name: str) -> Venue | None:
        """The only venue of that name, or of what remains of it without year and number.

        A journal may be called `Annual Review` or `Proceedings`: such words are taken off the
        names of conferences and series alone.
        """
        title = venue_title(name)
        for place, key in (
            (self._by_name, _venue_key(name)),
            (self._by_name, _venue_key(_undated(name))),
            (self._by_title, _venue_key(title)),
            (self._by_title, _venue_key(_TRAILING_NUMBER.sub("", title))),
        ):
            known = place.get(key, ()) if key else ()
            if len(known) == 1:
                return known[0]
        return None


def _put(place: list[_Thing], thing: _Thing) -> None:
    if not any(known is thing for known in place):
        place.append(thing)


def _venue_key(text: str) -> str:
    return words_key(text.replace("&", " and ")).removeprefix("the ")
