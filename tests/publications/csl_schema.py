"""The part of CSL's schema for its input data, 1.0.2, that says what an item may be.

Transcribed from `schemas/input/csl-data.json` (MIT) of citation-style-language/schema.
"""

from typing import Any

TYPES = frozenset(
    """
    article article-journal article-magazine article-newspaper bill book broadcast chapter classic
    collection dataset document entry entry-dictionary entry-encyclopedia event figure graphic
    hearing interview legal_case legislation manuscript map motion_picture musical_score pamphlet
    paper-conference patent performance periodical personal_communication post post-weblog
    regulation report review review-book software song speech standard thesis treaty webpage
    """.split()  # noqa: SIM905 - a list to be read
)
NAMES = frozenset({"author", "editor", "translator"})
NAME_PARTS = frozenset(
    {"family", "given", "dropping-particle", "non-dropping-particle", "suffix", "literal"}
)
TEXTS = frozenset(
    """
    id type citation-key language journalAbbreviation shortTitle abstract annote archive
    archive_collection archive_location archive-place authority call-number chapter-number
    citation-number citation-label collection-number collection-title container-title
    container-title-short dimensions division DOI edition event-title event-place genre ISBN ISSN
    issue jurisdiction keyword locator medium note number number-of-pages number-of-volumes
    original-publisher original-publisher-place original-title page page-first part part-title
    PMCID PMID printing publisher publisher-place references reviewed-genre reviewed-title scale
    section source status supplement title title-short URL version volume volume-title
    volume-title-short year-suffix
    """.split()  # noqa: SIM905 - a list to be read
)


def faults_of(item: dict[str, Any]) -> list[str]:
    """What the schema refuses in the item."""
    faults = [f"no {name}" for name in ("id", "type") if name not in item]
    if item.get("type") not in TYPES:
        faults.append(f"type {item.get('type')}")
    for name, value in item.items():
        if name in NAMES:
            fits = all(
                row and row.keys() <= NAME_PARTS and all(isinstance(v, str) for v in row.values())
                for row in value
            )
        elif name == "issued":
            fits = value.keys() == {"date-parts"} and all(
                1 <= len(parts) <= 3 and all(isinstance(part, int) for part in parts)
                for parts in value["date-parts"]
            )
        else:
            fits = name in TEXTS and isinstance(value, str) and value != ""
        if not fits:
            faults.append(f"{name}: {value!r}")
    return faults
