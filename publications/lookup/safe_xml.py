"""XML from elsewhere: no entity is declared, expanded or fetched.

PubMed's answers name their DTD, so a DOCTYPE with an external identifier is let by; it is not
read. One that declares anything itself is refused.
"""

from xml.etree.ElementTree import Element, ParseError, TreeBuilder
from xml.parsers import expat

MAX_DEPTH = 200


class UnsafeXMLError(ValueError):
    """It is not well-formed, or declares what it should not, or is nested too deeply."""


def parse_xml(data: bytes) -> Element:
    """The root; names of elements are `{namespace}name`. Raises `UnsafeXMLError`."""
    builder = TreeBuilder()
    depth = 0

    def name(expanded: str) -> str:
        return f"{{{expanded}" if "}" in expanded else expanded

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise UnsafeXMLError("It is nested too deeply.")
        builder.start(name(tag), {name(key): value for key, value in attributes.items()})

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(name(tag))

    def doctype(tag: str, system: str | None, public: str | None, has_subset: bool) -> None:
        if has_subset:
            raise UnsafeXMLError("It declares things of its own.")

    def declared(*declaration: object) -> None:
        raise UnsafeXMLError("It declares an entity.")

    def skipped(entity: str, is_parameter: bool) -> None:
        raise UnsafeXMLError("It names an entity that is not declared.")

    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = doctype
    parser.EntityDeclHandler = declared
    parser.SkippedEntityHandler = skipped
    try:
        parser.Parse(data, True)
        return builder.close()
    except (expat.ExpatError, ParseError, AssertionError, LookupError, ValueError) as error:
        raise UnsafeXMLError(str(error)) from None
