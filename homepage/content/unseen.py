"""Characters that nobody sees and that no text of an editor needs.

A paste brings them along: control characters, and those that turn the direction of all that
follows (Unicode Technical Report 36, section 2.5), so that a title upsets the line it stands in.
Marks of direction, and what joins or parts letters, are left alone.
"""

import re

#: C0 controls but the blanks among them, DEL, and embeddings, overrides and isolates.
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1b\x7f\u202a-\u202e\u2066-\u2069]")
#: What blanks and ends of lines there are beside the space, as `str.splitlines` has them.
_BREAKS = re.compile("[\t-\r\x1c-\x1f\x85\u2028\u2029]+")
#: The same in a text of several lines, where tabs and line ends are meant.
_ODD_BREAKS = re.compile("[\x0b\x0c\x1c-\x1f]")


def one_line(text: str) -> str:
    """The text without them, and with one space for tabs and line ends."""
    return _BREAKS.sub(" ", _UNSEEN.sub("", text))


def several_lines(text: str) -> str:
    """The text without them, its tabs and line ends as they are."""
    return _ODD_BREAKS.sub(" ", _UNSEEN.sub("", text))
