"""XML parts of a package: read without entity tricks, and changed in place by byte spans."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from typing import NoReturn
from xml.etree import ElementTree
from xml.parsers import expat
from xml.sax.saxutils import escape, unescape

MAIN_NAMESPACES = frozenset(
    {
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
    }
)
"""The namespace of workbook, sheet and table parts: transitional and strict."""

NOISE = rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"
"""Where a `<` opens no element; the pattern needs DOTALL."""

ATTRIBUTES = rb"""(?:\s+[^\s=/>]+\s*=\s*(?:"[^"]*"|'[^']*'))*+"""
"""All attributes of a start tag, in a well-formed document."""

Splice = tuple[int, int, bytes]
"""Start, end and new content of a span of bytes."""

_START_TAG = re.compile(rb"<[^\s/>]+" + ATTRIBUTES + rb"\s*(/?)>")
_ATTRIBUTE = re.compile(rb"""\s+([^\s=/>]+)\s*=\s*("[^"]*"|'[^']*')""")
_DECLARATION = re.compile(r"^\ufeff?<\?xml\s[^>]*?\?>")
_DECLARED = re.compile(rb"""^<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_QUOTES = {"&quot;": '"', "&apos;": "'"}
_NOISE = re.compile(NOISE, re.DOTALL)
_CHARACTER = re.compile(r"&#(x[0-9A-Fa-f]+|[0-9]+);")


class XmlError(Exception):
    """An XML part that is damaged, or that declares a document type."""


def to_utf8(data: bytes) -> bytes:
    """Return the document in UTF-8; one that is already comes back unchanged.

    Raises:
        XmlError: If its encoding is unknown or its bytes do not fit it.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif data.startswith(b"<\0"):
        encoding = "utf-16-le"
    elif data.startswith(b"\0<"):
        encoding = "utf-16-be"
    else:
        declared = _DECLARED.match(data)
        encoding = declared[1].decode("ascii").lower() if declared else "utf-8"
        if encoding in {"utf-8", "utf8", "us-ascii", "ascii"}:
            return data
    try:
        text = data.decode(encoding)
    except (LookupError, UnicodeDecodeError) as error:
        raise XmlError(str(error)) from error
    declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return _DECLARATION.sub(declaration, text, count=1).encode("utf-8", "surrogatepass")


def parse_tree(data: bytes) -> ElementTree.Element:
    """Parse a small part into a tree.

    Raises:
        XmlError: If it is damaged or declares a document type.
    """
    check_document(data)
    try:
        return ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise XmlError(str(error)) from error


def local_name(element: ElementTree.Element) -> str:
    """Return the element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: ElementTree.Element, name: str) -> str | None:
    """Return an attribute by its local name, whatever its namespace."""
    if (value := element.get(name)) is not None:
        return value
    return next((v for key, v in element.items() if key.rpartition("}")[2] == name), None)


def is_true(text: str | None) -> bool:
    """Read an XML boolean; missing is false."""
    return text is not None and text.strip().lower() in {"1", "true", "on"}


def check_document(data: bytes) -> list[tuple[str, str, int]]:
    """Check that a document is well formed and declares no document type.

    Returns:
        Its namespace declarations: prefix (empty for the default one), address, and byte offset
        of the declaring element.

    Raises:
        XmlError: If it is damaged or declares a document type.
    """
    declarations: list[tuple[str, str, int]] = []
    parser = _safe_parser()

    def declare(prefix: str | None, uri: str | None) -> None:
        declarations.append((prefix or "", uri or "", parser.CurrentByteIndex))

    parser.StartNamespaceDeclHandler = declare
    _run(parser, data)
    return declarations


class XmlElement:
    """One element of a document and where its bytes are.

    Attributes:
        namespace: Address of its namespace, or empty.
        name: Local name.
        attributes: Values by qualified name as expat gives it (`address name` when prefixed).
        parent: The element around it.
        start: Offset of its start tag.
        head_end: Offset after its start tag.
        tail_start: Offset of its end tag; `head_end` when it closes itself.
        end: Offset after it.
    """

    __slots__ = (
        "attributes", "end", "head_end", "name", "namespace", "parent", "start", "tail_start",
    )  # fmt: skip

    def __init__(
        self, name: str, attributes: dict[str, str], parent: XmlElement | None, start: int
    ) -> None:
        self.namespace, _, self.name = name.rpartition(" ")
        self.attributes = attributes
        self.parent = parent
        self.start = start
        self.head_end = self.tail_start = self.end = start

    @property
    def depth(self) -> int:
        """How many elements are around it."""
        return 0 if self.parent is None else self.parent.depth + 1

    def closes_itself(self) -> bool:
        """Say whether it is written as one tag."""
        return self.end == self.head_end


def scan_elements(data: bytes) -> list[XmlElement]:
    """List all elements of a UTF-8 document in document order, the root first.

    Raises:
        XmlError: If it is damaged or declares a document type.
    """
    elements: list[XmlElement] = []
    around: list[XmlElement] = []
    parser = _safe_parser()

    def start(name: str, attributes: dict[str, str]) -> None:
        parent = around[-1] if around else None
        element = XmlElement(name, attributes, parent, parser.CurrentByteIndex)
        elements.append(element)
        around.append(element)

    def end(_name: str) -> None:
        element = around.pop()
        tag = _START_TAG.match(data, element.start)
        if tag is None:
            raise XmlError(f"no start tag at byte {element.start}")
        element.head_end = element.tail_start = element.end = tag.end()
        if not tag[1]:
            element.tail_start = parser.CurrentByteIndex
            element.end = data.index(b">", element.tail_start) + 1

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    _run(parser, data)
    return elements


def splice(data: bytes, changes: Iterable[Splice]) -> bytes:
    """Return the document with spans replaced; spans may touch but not overlap.

    What is inserted at an offset comes before the span that starts there.
    """
    pieces: list[bytes | memoryview] = []
    view = memoryview(data)
    position = 0
    for start, end, content in sorted(changes, key=lambda change: change[:2]):
        if start < position:
            raise ValueError(f"changes overlap at byte {start}")
        pieces += (view[position:start], content)
        position = end
    pieces.append(view[position:])
    return b"".join(pieces)


def tag_attributes(tag: bytes) -> dict[str, str]:
    """Return the attributes of a start tag (or of its middle) by their names as written."""
    return {
        match[1].decode(): unescape_text(match[2][1:-1].decode())
        for match in _ATTRIBUTE.finditer(tag)
    }


def set_attribute(tag: bytes, name: str, value: str | None) -> bytes:
    """Return a start tag with one attribute changed, added at its end, or removed (`None`)."""
    written = b"" if value is None else f' {name}="{escape_attribute(value)}"'.encode()
    for match in _ATTRIBUTE.finditer(tag):
        if match[1] == name.encode():
            return tag[: match.start()] + written + tag[match.end() :]
    body = tag.rstrip(b">").rstrip()
    is_single = body.endswith(b"/")
    return body.rstrip(b"/").rstrip() + written + (b"/>" if is_single else b">")


def escape_attribute(value: str) -> str:
    """Escape a text for an attribute between double quotes."""
    return escape(value, {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def unescape_text(text: str) -> str:
    """Resolve the five entities of XML and character references."""
    if "&" not in text:
        return text

    def character(match: re.Match[str]) -> str:
        code = match[1]
        return chr(int(code[1:], 16) if code.startswith("x") else int(code))

    return unescape(_CHARACTER.sub(character, text), _QUOTES)


def plain_text(raw: bytes) -> str:
    """Return the text of an element without child elements from what is between its tags."""
    pieces = []
    position = 0
    for match in _NOISE.finditer(raw):
        pieces.append(unescape_text(raw[position : match.start()].decode()))
        if match[0].startswith(b"<!["):
            pieces.append(match[0][len(b"<![CDATA[") : -len(b"]]>")].decode())
        position = match.end()
    pieces.append(unescape_text(raw[position:].decode()))
    return "".join(pieces)


def _safe_parser() -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")

    def refuse(*_: object) -> NoReturn:
        raise XmlError("a document type is declared")

    parser.StartDoctypeDeclHandler = refuse
    return parser


def _run(parser: expat.XMLParserType, data: bytes) -> None:
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise XmlError(str(error)) from error
