"""ORCID iDs: sixteen characters, the last one a check character (ISO 7064 mod 11-2)."""

import re

from django.core.exceptions import ValidationError

_ORCID = re.compile(r"(?:https?://orcid\.org/)?(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dXx])")


def normalize_orcid(text: str) -> str:
    """`0000-0002-1825-0097`, from the bare iD or its address; other text as it came."""
    match = _ORCID.fullmatch(text.strip())
    return "-".join(match.groups()).upper() if match else text.strip()


def validate_orcid(text: str) -> None:
    """Raise ValidationError unless the check character fits."""
    match = _ORCID.fullmatch(text.strip())
    if match:
        digits = "".join(match.groups()).upper()
        total = 0
        for digit in digits[:-1]:
            total = (total + int(digit)) * 2
        check = (12 - total % 11) % 11
        if digits[-1] == ("X" if check == 10 else str(check)):
            return
    raise ValidationError("This is no ORCID iD; it looks like 0000-0002-1825-0097.", code="orcid")


def orcid_address(orcid: str) -> str:
    """The iD as ORCID wants it shown: its whole https address; nothing for none."""
    return f"https://orcid.org/{orcid}" if orcid else ""
