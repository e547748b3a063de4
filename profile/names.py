"""The parts of a person's name, as BibTeX and CSL tell them apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

#: Ideographs, kana, bopomofo and Hangul: scripts whose names are written without a blank.
_CJK = re.compile(
    r"[\u3005\u3007\u3040-\u30ff\u3100-\u312f\u31a0-\u31bf\u3400-\u4dbf\u4e00-\u9fff"
    r"\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003134f]+"
)
_HAN_OR_HANGUL = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\U00020000-\U0003134f]+")
#: Chinese family names of two characters, in both ways of writing; all others have one.
_TWO = (
    "欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 夏侯 皇甫 尉迟 尉遲 公孙 公孫 慕容 令狐 司徒 司空 "
    "东方 東方 端木 南宫 南宮 宇文 长孙 長孫 鲜于 鮮于 闻人 聞人 东郭 東郭 百里 呼延 "
    "轩辕 軒轅 独孤 獨孤 拓跋"
)
_TWO_CHARACTERS = frozenset(_TWO.split())
#: `V` and `I` are left out: alone they are initials more often.
_SUFFIX = re.compile(r"(?:[JS]r\.?|II|III|IV|VI{1,3}|2nd|3rd|4th|Junior|Senior)", re.IGNORECASE)
_LEGAL_FORM = re.compile(r"(?:Inc|Ltd|Corp|Pty)\.?(?: Ltd\.?)?|LLC|LLP|PLC|GmbH")
#: Words of a family name that some sources put behind the given names: `Luxburg, U. von`. Any
#: other word in lower case there is part of the given names, as in `Kim, Min soo`.
_BEHIND = (
    "von vom zu zur zum und van der den de het 't ter ten te d' d’ da das do dos du di del della "
    "degli dei la le af av"
)
_PARTICLES = frozenset(_BEHIND.split())
#: Letters that LaTeX writes as commands: the command's name tells their case.
_LETTERS = "aa AA ae AE oe OE o O l L ss i j dh DH th TH dj DJ ng NG"
_LETTER_COMMANDS = frozenset(_LETTERS.split())
_COMMAND = re.compile(r"\\(?:([A-Za-z]+)|.)", re.DOTALL)


def is_suffix(text: str) -> bool:
    """Whether it stands behind a name: `Jr.`, `III`."""
    return bool(_SUFFIX.fullmatch(text))


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

    @property
    def is_cjk(self) -> bool:
        """Whether it is written in Chinese, Japanese or Korean characters alone."""
        return bool(_CJK.fullmatch(self.family + self.given)) and not self.particle

    @property
    def full(self) -> str:
        """As one says it: `Ludwig van Beethoven Jr.`, `王小明`."""
        if self.literal:
            return self.literal
        if self.is_cjk:
            return self.family + self.given
        return " ".join(filter(None, [self.given, self.surname, self.suffix]))

    @property
    def last_first(self) -> str:
        """As BibTeX sorts it: `van Beethoven, Jr., Ludwig`; `parse_name` reads it back."""
        if self.literal:
            return self.literal
        return ", ".join(filter(None, [self.surname, self.suffix, self.given]))

    @property
    def initials(self) -> str:
        """Of the given names, hyphens kept: `J.-P. L.`; characters of CJK names as they are."""
        if self.is_cjk:
            return self.given
        words = re.sub(r"\.(?=[^\s.-])", ". ", self.given).split()
        return " ".join(
            "-".join(f"{part[0].upper()}." for part in word.split("-") if part) for word in words
        )


@lru_cache(maxsize=8192)
def parse_name(text: str) -> Name:
    """The parts of one name, in any way that people write one.

    `First von Last`, `von Last, First`, `von Last, Jr, First`, `First Last, III`, Chinese names
    in either order; a text in braces is the name of a group. Braces inside keep what they hold
    together, and commands of LaTeX are left as they are, so that a name may be split before it
    is decoded. (BibTeXing, section 4, and its `format.name$`.)
    """
    text = text.strip().strip(",").strip()
    if not text:
        return Name()
    if _is_one_group(text):
        return Name(literal=text[1:-1].strip())
    parts = [part for part in (part.strip() for part in _split(text, ",")) if part]
    if not parts:
        return Name()
    if len(parts) == 1:
        return _from_words(_split(parts[0]))
    if len(parts) == 2:
        return _from_two(*parts)
    family, middle, *rest = parts
    if _SUFFIX.fullmatch(rest[-1]) and not _SUFFIX.fullmatch(middle):
        # “Last, First, Jr.”, as reference managers sort.
        given, suffix = " ".join([middle, *rest[:-1]]), rest[-1]
    else:
        given, suffix = " ".join(rest), middle
    return _with_surname(family, given, suffix)


def _from_two(first: str, second: str) -> Name:
    if _SUFFIX.fullmatch(second):
        name = _from_words(_split(first))
        return Name(name.family, name.given, name.particle, second)
    if _LEGAL_FORM.fullmatch(second):
        return Name(literal=f"{first}, {second}")
    return _with_surname(first, second)


def _with_surname(surname: str, given: str, suffix: str = "") -> Name:
    """“von Last” split at its last word in lower case; one word at least is the family name.

    A particle that stands behind the given names comes first.
    """
    words = _split(surname)
    last = max((i for i, word in enumerate(words[:-1]) if _starts_low(word)), default=-1)
    particle, family = words[: last + 1], words[last + 1 :]
    given_words = _split(given)
    kept = len(given_words)
    while kept > 1 and given_words[kept - 1] in _PARTICLES:
        kept -= 1
    particle = given_words[kept:] + particle
    return Name(" ".join(family), " ".join(given_words[:kept]), " ".join(particle), suffix)


def _from_words(words: list[str]) -> Name:
    """A name without commas."""
    if not words:
        return Name()
    if all(_CJK.fullmatch(word) for word in words):
        return _from_characters(words)
    suffix = ""
    if len(words) > 1 and _SUFFIX.fullmatch(words[-1]):
        suffix = words.pop()
    low = [i for i, word in enumerate(words[:-1]) if _starts_low(word)]
    if low:
        given, particle, family = words[: low[0]], words[low[0] : low[-1] + 1], words[low[-1] + 1 :]
    else:
        given, particle, family = words[:-1], [], words[-1:]
    return Name(" ".join(family), " ".join(given), " ".join(particle), suffix)


def _from_characters(words: list[str]) -> Name:
    """A CJK name: the family name first, unless a longer given name stands before a short one."""
    if len(words) > 1:
        first, last = words[0], words[-1]
        is_western = (len(last) == 1 or last in _TWO_CHARACTERS) and (
            len(first) > 1 and first not in _TWO_CHARACTERS
        )
        if is_western:
            return Name(last, "".join(words[:-1]))
        return Name(first, "".join(words[1:]))
    word = words[0]
    if len(word) == 1 or not _HAN_OR_HANGUL.fullmatch(word) or len(word) > 4:
        return Name(word)
    size = 2 if len(word) == 4 or (len(word) == 3 and word[:2] in _TWO_CHARACTERS) else 1
    return Name(word[:size], word[size:])


def _is_one_group(text: str) -> bool:
    """Whether one pair of braces holds the whole text and no single accented letter."""
    if not (text.startswith("{") and text.endswith("}")) or text.startswith("{\\"):
        return False
    depth = 0
    for i, character in enumerate(text):
        depth += (character == "{") - (character == "}")
        if depth == 0:
            return i == len(text) - 1
    return False


def _split(text: str, separator: str = "") -> list[str]:
    """Pieces between separators outside braces; without one, between blanks and ties."""
    pieces, depth, start = [], 0, 0
    for i, character in enumerate(text):
        if character == "{":
            depth += 1
        elif character == "}":
            depth = max(0, depth - 1)
        elif not depth and (
            character == separator
            if separator
            else character.isspace() or (character == "~" and text[i - 1 : i] != "\\")
        ):
            pieces.append(text[start:i])
            start = i + 1
    pieces.append(text[start:])
    return pieces if separator else [piece for piece in pieces if piece]


def _starts_low(word: str) -> bool:
    """Whether the first letter that counts is in lower case; a word in braces is not."""
    i = 0
    while i < len(word):
        character = word[i]
        if character == "\\" and (match := _COMMAND.match(word, i)):
            if match[1] in _LETTER_COMMANDS:
                return match[1][0].islower()
            i = match.end()
        elif character == "{" and word[i + 1 : i + 2] != "\\":
            depth = 0
            while i < len(word):
                depth += (word[i] == "{") - (word[i] == "}")
                i += 1
                if not depth:
                    break
        elif character.isalpha():
            return character.islower()
        else:
            i += 1
    return False
