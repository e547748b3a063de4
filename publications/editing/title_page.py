"""What stands around the names of authors on a title page or a web page, and is no name."""

from __future__ import annotations

import re

from publications.bibtex.latex import to_text

_PLACES = re.compile(
    r"\b(?:Universit\w*|Universid\w*|Institut\w*|Departments?|Dept|Colleges?|Schools?"
    r"|Laborator\w*|Facult\w*|Academy|Hospital)\b|\b(?:Inc|Ltd|GmbH|LLC)\b\.?"
    r"|大学|大學|学院|學院|研究所|研究院|实验室|實驗室",
    re.IGNORECASE,
)
IN_BRACKETS = re.compile(r"[(\[（][^()\[\]（）]*[)\]）]")
#: `@` of an address without a name: `@example.org`, `{ann,bob}@example.org`.
_ADDRESS_LINE = re.compile(r"\s*(?:e-?mails?\s*:)?\s*(?:(?:\{[^{}]*\}|\S*)@\S+[\s,;]*)+", re.I)
_NUMBER_FIRST = re.compile(r"\s*(?:[(\[]?\d+[)\].,]?|\^?\{?\d+\}?)\s*(?=[^\W\d])")
_PH_D = r"Ph\.?\s?D\.?|D\.?\s?Phil\.?|M\.?Sc\.?|B\.?Sc\.?|M\.?Eng\.?|MBA|MPH|Dr\.?-?Ing\.?"
#: After one word `M.D.` may be the initials of a given name.
_M_D = r"M\.?\s?D\.?|M\.?\s?A\.?|B\.?\s?A\.?|J\.?\s?D\.?"
_TITLES = re.compile(
    r"^\s*(?:(?:(?:Assoc(?:iate|\.)?|Assistant|Asst\.?)\s+)?Prof(?:essor\b|\b\.?)|Dr\b\.?"
    r"|M(?:rs?|s)\b\.?)(?:\s+|(?<=\.))(?=\S)"
)
_SIGNS = r"[\s\d*†‡#§¶‖✉]*"
_ONLY_DEGREES = re.compile(rf"\s*(?:(?:{_PH_D}|{_M_D})(?![^\W\d_])\s*)+({_SIGNS})")
_ONLY_CLEAR_DEGREES = re.compile(rf"\s*(?:(?:{_PH_D})(?![^\W\d_])\s*)+({_SIGNS})")
_DEGREES_LAST = re.compile(rf"(?<=\S)\s+(?:{_PH_D}|MD|M\.D\.)(?![^\W\d_])(?={_SIGNS}$)")
_PARTS = re.compile(r"([,;\n]|\band\b|&)")
_CAPITALS = r"[A-ZÀ-ÖØ-Þ]{2,}(?:[-'’ ][A-ZÀ-ÖØ-Þ]{2,})*"
_INITIAL = r"[A-ZÀ-ÖØ-Þ]"
_DOTTED = rf"{_INITIAL}\.?(?:(?:[\s‐-]+|(?<=\.)){_INITIAL}\.?)*"
_CAPITALS_AND_INITIALS = re.compile(rf"({_CAPITALS}),?\s+({_DOTTED})")
_CAPITALS_FIRST = re.compile(rf"({_CAPITALS})\s+(\S*[a-zß-ÿ].*)")

_WITH_TEXT = re.compile(
    r"\\(?:thanks|inst|footnote|footnotemark|footnotetext|orcid\w*|email|affil\w*|address|institute"
    r"|institution|IEEEmembership|IEEEauthorblockA|IEEEcompsocitemizethanks|corref|fnref|texttt"
    r"|url|href|institute)\s*(?=[\[{])"
)
_RAISED = re.compile(r"\\textsuperscript\s*\{([^{}]*)\}")
_SYMBOLS = {
    "dagger": "†", "dag": "†", "ddagger": "‡", "ddag": "‡", "ast": "*", "star": "*",
    "textdagger": "†", "textasteriskcentered": "*", "S": "§", "P": "¶", "Letter": "✉",
}  # fmt: skip
_SYMBOL = re.compile(rf"\\({'|'.join(sorted(_SYMBOLS, key=len, reverse=True))})(?![A-Za-z])\s?")


def is_institution(text: str) -> bool:
    """Whether a text reads like the name of an institution or the address of one."""
    return bool(_PLACES.search(text)) or text.startswith("@")


def without_institutions(text: str) -> tuple[str, list[str]]:
    """The text without its lines of affiliations and addresses, and these."""
    kept: list[str] = []
    left_out: list[str] = []
    lines = text.split("\n")
    first = next((line for line in lines if line.strip()), "")
    for line in lines:
        if _is_affiliation(line, first):
            left_out.append(" ".join(line.split()).strip(" ,;"))
        else:
            kept.append(line)
    return "\n".join(kept), left_out


def _is_affiliation(line: str, first: str) -> bool:
    is_group = line.strip().startswith("{") and "@" not in line
    if not line.strip() or is_group:
        return False
    if _ADDRESS_LINE.fullmatch(line):
        return True
    numbered = _NUMBER_FIRST.match(line)
    if numbered and line != first and not _NUMBER_FIRST.match(first):
        return True
    return is_institution(IN_BRACKETS.sub("", line).strip().split(",")[0].split(";")[0])


def without_degrees(text: str) -> str:
    """The text without `Prof.` and `Dr.` before a name and `PhD` and `M.D.` after one."""
    parts = _PARTS.split(text)
    for i in range(0, len(parts), 2):
        before = parts[i - 2] if i else ""
        is_after_whole = len(before.split()) > 1
        degrees = (_ONLY_DEGREES if is_after_whole else _ONLY_CLEAR_DEGREES).fullmatch(parts[i])
        if degrees and before.strip():
            # The name before takes the marks, and the place, of its degree.
            parts[i - 2], parts[i - 1], parts[i] = "", "", before.rstrip() + degrees[1]
            continue
        while (shorter := _TITLES.sub("", parts[i])) != parts[i]:
            parts[i] = shorter
        while len((shorter := _DEGREES_LAST.sub("", parts[i])).split()) > 1 and shorter != parts[i]:
            parts[i] = shorter
    return "".join(parts)


def family_last(name: str) -> str:
    """`EXAMPLE A.` as `Example, A.`, `EXAMPLE Ada` as `Example, Ada`; any other name as it is."""
    found = _CAPITALS_AND_INITIALS.fullmatch(name) or _CAPITALS_FIRST.fullmatch(name)
    if found is None:
        return name
    family = re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize(), found[1])
    return f"{family}, {found[2]}"


def names_of_latex(text: str) -> str:
    """The names in blocks of `\\author`: each block begins with them, before its first `\\\\`.

    Notes and marks of affiliations go, raised signs become signs, accents letters.
    """
    text = _SYMBOL.sub(lambda found: _SYMBOLS[found[1]], text)
    text = re.sub(r"(?<!\\)%.*", "", text)
    text = _RAISED.sub(r"^{\1}", text)
    while found := _WITH_TEXT.search(text):
        end = _end_of_arguments(text, found.end())
        text = text[: found.start()] + text[end:]
    text = re.sub(
        r"\\(?:author|IEEEauthorblockN|name|fnm|sur)\s*(?:\[[^\[\]]*\])?\s*\{", "\n{", text
    )
    text = re.sub(r"\\(?:and|And|AND)(?![A-Za-z])", "\n\n", text)
    blocks = re.split(r"\n\s*\n|\n(?=\{)", text)
    names = []
    for block in blocks:
        line = re.split(r"\\\\(?:\[[^\]]*\])?|\\newline", block)[0]
        line = line.replace("{", " ", 1) if line.count("{") > line.count("}") else line
        names.append(_decoded(" ".join(line.split())))
    return "\n".join(filter(None, names))


def _end_of_arguments(text: str, place: int) -> int:
    """Where the brackets and braces end that follow each other from the place on."""
    depth = 0
    while place < len(text):
        letter = text[place]
        depth += (letter in "[{") - (letter in "]}")
        place += 1
        if depth <= 0 and text[place : place + 1] not in ("[", "{"):
            break
    return place


def _decoded(line: str) -> str:
    """Accents as letters; what raises a mark stays."""
    pieces = re.split(r"(\$?\^(?:\{[^{}]*\}|\S)\$?)", line)
    return "".join(piece if i % 2 else to_text(piece) for i, piece in enumerate(pieces)).strip()
