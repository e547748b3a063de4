"""Words as people type them, found whatever their case and accents."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from homepage.content.dates import PartialDate

MAX_WORDS = 12


def fold(text: str) -> str:
    """The text without case and accents: `Über` is found by `uber`."""
    if text.isascii():
        return text.lower()
    # Decomposing may bring capitals to light, and lower case letters that decompose again.
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    decomposed = unicodedata.normalize("NFKD", decomposed)
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def as_typed(query: str) -> str:
    """What somebody looks for, without NUL and no longer than people type: 200 characters."""
    return query.replace("\x00", "")[:200].strip()


def words_of(query: str) -> list[str]:
    """The folded words of a query; no more than a dozen count."""
    return fold(query).split()[:MAX_WORDS]


def contains_all(words: Iterable[str], texts: Iterable[str]) -> bool:
    text = fold("\n".join(texts))
    return all(word in text for word in words)


def excerpt(text: str, words: list[str], length: int = 180) -> str:
    """A piece of the text around the first word that occurs in it."""
    folded = fold(text)
    # Folding may change the length of a text; where it does, the beginning serves.
    places = [folded.find(word) for word in words] if len(folded) == len(text) else []
    first = min((place for place in places if place >= 0), default=0)
    start = max(0, first - length // 3)
    if start:
        start = text.find(" ", start) + 1
    piece = text[start : start + length]
    if start + length < len(text):
        piece = piece.rsplit(" ", 1)[0] + " …"
    return f"… {piece}" if start else piece


@dataclass(frozen=True)
class SearchResult:
    """Something public that holds all the words."""

    title: str
    url: str
    label: str
    date: PartialDate | None = None
    excerpt: str = ""
