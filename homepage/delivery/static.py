"""Static files as they are served: a stylesheet travels as one file with what it imports."""

import posixpath
import re
from collections.abc import Callable, Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

#: Stylesheets of ours; what Django and others bring is served as it is.
OWN = re.compile(r"homepage/.+\.css")

#: `@import "a.css";` and `@import url("a.css") layer(name);` (CSS Cascading 5, section 2), of a
#: sheet that lies on the site, by its path from this one.
IMPORT = re.compile(
    r'@import\s+(?:url\(\s*)?["\']?(?![a-z]+:|/)(?P<path>[^"\'()\s;]+)["\']?\s*\)?'
    r"(?:\s+layer\((?P<layer>[\w-]+)\))?\s*;[ \t]*\n?"
)

#: A comment; or a string or an address, in which nothing is one.
COMMENT = re.compile(
    r"""(?P<kept>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|url\([^)"']*\))|/\*.*?\*/[ \t]*\n?""",
    re.DOTALL,
)

#: An address that is relative to its stylesheet: without scheme, root or mere fragment.
RELATIVE = re.compile(r"url\(\s*([\"']?)(?![a-z]+:|[/#])([^\"')]+)\1\s*\)")


class StaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped
    """WhiteNoise's, with our stylesheets put together from the parts that they import.

    In development the browser follows the imports. Served, each would be a request of its own
    that begins only when the one before it is there.
    """

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        def source(name: str) -> str:
            storage, path = paths[name]
            with storage.open(path) as file:
                text: str = file.read().decode()
            return text

        whole = InMemoryStorage()
        for name in filter(OWN.fullmatch, paths):
            if "@import" in source(name):
                whole.save(name, ContentFile(together(name, source).encode()))
                paths = {**paths, name: (whole, name)}
        processed: Iterator[Any] = super().post_process(paths, dry_run, **options)
        return processed


def together(
    name: str,
    source: Callable[[str], str],
    folder: str | None = None,
    within: tuple[str, ...] = (),
) -> str:
    """The text of a stylesheet without comments, with what it imports in the place of each import.

    `name` is its path among the static files, and `source` gives the text behind such a path.
    Addresses in the text become relative to `folder`, if none is given to the sheet's own.
    `within` are the sheets that it is imported by. Raises ValueError for sheets that import each
    other, and for an import of another form than these.
    """
    if name in within:
        raise ValueError(f"{name} imports itself, by way of {', '.join(within)}.")
    here = posixpath.dirname(name)
    target = here if folder is None else folder

    def rebased(match: re.Match[str]) -> str:
        return f'url("{posixpath.relpath(posixpath.join(here, match[2]), target)}")'

    def own(text: str) -> str:
        if rest := re.search(r"@import[^;]*", text):
            raise ValueError(f"{name} has an import that cannot be put in its place: {rest[0]}.")
        return RELATIVE.sub(rebased, text)

    def imported(match: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join(here, match["path"]))
        text = together(path, source, target, (*within, name))
        return f"@layer {match['layer']} {{\n{text}}}\n" if match["layer"] else text

    text = COMMENT.sub(lambda match: match["kept"] or "", source(name))
    pieces: list[str] = []
    end = 0
    for match in IMPORT.finditer(text):
        pieces += [own(text[end : match.start()]), imported(match)]
        end = match.end()
    return "".join([*pieces, own(text[end:])])
