"""YAML and front matter read as they are written: every value is text, a list or a mapping.

YAML on its own would turn `2016-06-15` into a date, `2208.09632` into a number and `no`
into a truth value. What a value means is for the field that takes it to say.
"""

from collections.abc import Hashable
from typing import Any

import yaml

_FENCE = "---"


class UnreadableError(Exception):
    """The text cannot be read; the message says where and why."""


class _Reader(yaml.BaseLoader):
    """Makes nothing but texts, lists and mappings; refuses what hides or repeats a value."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, "references (*name) are not read", mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        mapping: dict[Hashable, Any] = {}
        for key_node, value_node in node.value:
            key = self.construct_object(key_node, deep=deep)
            if not isinstance(key, str):
                raise yaml.constructor.ConstructorError(
                    None, None, "a key must be a word", key_node.start_mark
                )
            if key in mapping:
                raise yaml.constructor.ConstructorError(
                    None, None, f"“{key}” stands here twice", key_node.start_mark
                )
            mapping[key] = self.construct_object(value_node, deep=deep)
        return mapping


def read_yaml(text: str, first_line: int = 1) -> Any:
    """The text's values; `first_line` is where it begins in its file, for messages."""
    try:
        reader = _Reader(text)
        try:
            return reader.get_single_data()
        finally:
            reader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f"line {mark.line + first_line}: " if mark else ""
        raise UnreadableError(f"{line}{error.problem or error.context}.") from None
    except yaml.YAMLError as error:
        raise UnreadableError(f"{error}".splitlines()[0] + ".") from None
    except RecursionError:
        raise UnreadableError("Lists and mappings are nested too deeply.") from None


def read_front_matter(text: str) -> tuple[Any, str]:
    """The values between two lines of `---`, and the Markdown text after them."""
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        raise UnreadableError(f"line 1: the file begins with a line of “{_FENCE}”.")
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() == _FENCE:
            return read_yaml("\n".join(lines[1:number]), first_line=2), "\n".join(
                lines[number + 1 :]
            ).strip("\n")
    raise UnreadableError(f"a second line of “{_FENCE}” has to end what stands before the text.")
