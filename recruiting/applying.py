"""How one applies: the steps in their order, and the message that starts an application.

The message is a `mailto:` address (RFC 6068) whose subject and text are prepared. Mail programs
cut such an address, or ignore it, where it is longer than about 2,000 characters.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from urllib.parse import quote

from django.urls import reverse

from homepage.content.markdown import list_items
from homepage.content.pages import absolute
from profile.models import Organization
from recruiting.models import Opening, RecruitingPage

#: Characters in a `mailto:` address that every mail program takes.
LONGEST = 1900

# How many characters of the address a part may take once it is percent-encoded: a sign of
# Chinese takes nine.
_LONGEST_TITLE = 360
_LONGEST_REFERENCE = 120
_LONGEST_NAME = 180

_YOUR_NAME = "[your name]"
_LINES = (
    "Name: ",
    "Current position and institution: ",
    "Possible start date: ",
    "Why I am applying: ",
)
_BOX = "[ ] "
#: A list that is no longer stands before the button.
_SHORT_LIST = 8
_BULLET = re.compile(r"\s*(?:[-*•–—]|\d{1,2}[.)])\s+")


@dataclass(frozen=True)
class Part:
    """One of the ways in which one applies: steps as Markdown, the first with its number, and
    what one sends along."""

    way: Opening.Way
    steps: tuple[str, ...]
    first_number: int = 1
    documents: tuple[str, ...] = ()

    @property
    def is_long(self) -> bool:
        """Whether the list of what one sends would push the way to send it out of sight."""
        return len(self.documents) > _SHORT_LIST

    @property
    def is_email(self) -> bool:
        return self.way == Opening.Way.EMAIL


@dataclass(frozen=True)
class Application:
    """What an applicant does and sends.

    `body` is the text that `mailto` carries, with a long checklist cut; `whole_body` has all of
    it. Their lines end in a line feed. What belongs to the e-mail is empty where none is sent,
    and `portal` where none is used.
    """

    parts: tuple[Part, ...]
    documents: tuple[str, ...] = ()
    email: str = ""
    portal: str = ""
    subject: str = ""
    body: str = ""
    whole_body: str = ""

    @property
    def steps(self) -> tuple[str, ...]:
        """All steps as Markdown, in their order."""
        return tuple(step for part in self.parts for step in part.steps)

    @property
    def is_numbered(self) -> bool:
        return len(self.steps) > 1

    @property
    def is_possible(self) -> bool:
        """Whether there is somewhere to send it."""
        return bool(self.email or self.portal)

    @property
    def mailto(self) -> str:
        return _mailto(self.email, self.subject, self.body) if self.email else ""


def application(
    opening: Opening | None, call: RecruitingPage, email: str, owner: str = ""
) -> Application | None:
    """How one applies for the opening, or by the general call where there is none.

    `email` is the profile's public address or empty, `owner` whose it is. None where nothing is
    known: no address, no portal and no steps.
    """
    address = opening.apply_email if opening and opening.apply_email else email
    ways = _ways(opening, address)
    documents = documents_of(opening, call)
    parts = _parts(ways, call, address, documents)
    if not parts:
        return None
    portal = opening.portal if opening and Opening.Way.PORTAL in ways else ""
    if Opening.Way.EMAIL not in ways or not address:
        return Application(parts, documents, portal=portal)
    subject = _subject(opening)
    reader = "" if opening and opening.apply_email else owner
    if opening and opening.supervisor:
        reader = opening.supervisor.name
    about = _about(opening)
    whole = _body(reader, about, documents)
    body = whole
    if len(_mailto(address, subject, body)) > LONGEST:
        room = LONGEST - len(_mailto(address, subject, _body(reader, about, (), is_cut=True)))
        body = _body(reader, about, _fitting(documents, room), is_cut=True)
    return Application(parts, documents, address, portal, subject, body, whole)


@dataclass(frozen=True)
class Asking:
    """Whom people may ask while it is not known how one applies: the contact that the page
    names, else a host that has a page, else nobody."""

    has_contact: bool
    host: Organization | None


def asking(opening: Opening) -> Asking:
    """Its opening comes from `for_list()`."""
    has_contact = bool(opening.contact_name or opening.contact_email)
    hosts = (host.organization for host in opening.hosts.all() if host.organization.link)
    return Asking(has_contact, None if has_contact else next(hosts, None))


def documents_of(opening: Opening | None, call: RecruitingPage) -> tuple[str, ...]:
    """What to send, line by line: as the opening asks, or else the general call."""
    for text in (opening.documents if opening else "", call.documents):
        lines = (_one_line(_BULLET.sub("", line, count=1)) for line in text.splitlines())
        if documents := tuple(filter(None, lines)):
            return documents
    return ()


def _ways(opening: Opening | None, address: str) -> tuple[Opening.Way, ...]:
    """By e-mail, in a portal, or both in order; without the e-mail that has no address."""
    way = Opening.Way
    if opening is None or opening.way == way.EMAIL:
        return (way.EMAIL,)
    if opening.way == way.PORTAL or not address:
        return (way.PORTAL,)
    is_email_first = opening.way == way.EMAIL_FIRST
    return (way.EMAIL, way.PORTAL) if is_email_first else (way.PORTAL, way.EMAIL)


def _parts(
    ways: tuple[Opening.Way, ...], call: RecruitingPage, address: str, documents: tuple[str, ...]
) -> tuple[Part, ...]:
    parts: list[Part] = []
    number = 1
    for way in ways:
        if way == Opening.Way.PORTAL:
            steps: tuple[str, ...] = ("Fill in the application in the portal.",)
        else:
            steps = _email_steps(call, bool(address), bool(documents))
        if steps:
            has_documents = way == Opening.Way.EMAIL or Opening.Way.EMAIL not in ways
            parts.append(Part(way, steps, number, documents if has_documents else ()))
        number += len(steps)
    return tuple(parts)


def _email_steps(call: RecruitingPage, has_address: bool, has_documents: bool) -> tuple[str, ...]:
    """The editor's own steps, or else those that the prepared message needs."""
    if text := call.how_to_apply.strip():
        return tuple(list_items(text)) or (text,)
    if not has_address:
        return ()
    write = "Write an e-mail with the position and your name in the subject."
    return (write, "Attach what is asked for below.") if has_documents else (write,)


def _subject(opening: Opening | None) -> str:
    if opening is None:
        return f"Application: [position] – {_YOUR_NAME}"
    title = _clipped(str(opening), _LONGEST_TITLE)
    reference = _clipped(opening.reference, _LONGEST_REFERENCE)
    mark = f" ({reference})" if reference and reference not in title else ""
    return f"Application: {title}{mark} – {_YOUR_NAME}"


def _about(opening: Opening | None) -> str:
    if opening is None:
        page = absolute(reverse("recruiting:list"))
        return f"I am applying for this position: [position], from {page}"
    return f"I am applying for this position: {absolute(opening.get_absolute_url())}"


def _body(reader: str, about: str, documents: tuple[str, ...], *, is_cut: bool = False) -> str:
    """Greeting, what it is about, lines to fill in, and the checklist; the rest of a cut one
    stands on the page."""
    name = _clipped(reader, _LONGEST_NAME)
    checklist = [f"{_BOX}{line}" for line in documents]
    if is_cut:
        checklist.append("The full list is on the page linked above.")
    lines = [
        f"Dear {name}," if name else "Hello,",
        "",
        about,
        "",
        *_LINES,
    ]
    if checklist:
        lines += ["", "Attached:", *checklist]
    return "\n".join([*lines, "", "Kind regards,", _YOUR_NAME])


def _fitting(documents: tuple[str, ...], room: int) -> tuple[str, ...]:
    """The first lines of the checklist, as many as that many characters of an address hold."""
    ends = list(accumulate(len(_encoded(f"{_BOX}{line}\r\n")) for line in documents))
    return documents[: bisect_right(ends, room)]


def _mailto(address: str, subject: str, body: str) -> str:
    """RFC 6068: every sign percent-encoded as UTF-8 but for letters, digits and `-._~`; a line
    ends with `%0D%0A`."""
    text = body.replace("\n", "\r\n")
    return f"mailto:{quote(address, safe='@')}?subject={_encoded(subject)}&body={_encoded(text)}"


def _encoded(text: str) -> str:
    return quote(text, safe="")


def _one_line(text: str) -> str:
    """Without line breaks and other control characters, which a header of a mail cannot hold."""
    return " ".join(
        "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in text).split()
    )


def _clipped(text: str, longest: int) -> str:
    """In one line, and cut where it takes more characters than that once it is encoded."""
    line = _one_line(text)
    ends = list(accumulate(len(_encoded(sign)) for sign in line))
    if not ends or ends[-1] <= longest:
        return line
    return line[: bisect_right(ends, longest - len(_encoded("…")))].rstrip() + "…"
