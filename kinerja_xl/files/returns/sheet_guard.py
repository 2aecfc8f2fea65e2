"""Looks at a returned sheet's XML before calamine does: its extent, and what calamine hides.

calamine allocates the whole rectangle from the first value to the last, so that one value in the
last cell of a sheet ends the process; and it gives an error value, or a formula without a result,
as an empty cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from string import ascii_uppercase
from typing import NoReturn
from xml.parsers import expat

from kinerja_xl.core.addresses import parse_cell
from kinerja_xl.core.findings import Code
from kinerja_xl.core.raw_returns import CellAt
from kinerja_xl.files.returns.parts import RefusedError, shown

LAST_ROW, LAST_COLUMN = 9999, 100
"""A form reaches nowhere near; a rectangle of this size still fits well into memory."""

_STYLE = r'(?: s="[0-9]{1,5}+")?+'
_VALUE_CELL = rf'{_STYLE}(?: t="s"><v>|/>|><[vi/]| t="(?:s|str|b|n|inlineStr)"><[vi/])'
_FORMULA_CELL = rf'{_STYLE}(?:><f[ >/]| t="(?:str|b|n)"><f[ >/]|/>)'
"""Of an attribute that is there twice calamine takes the last, so no other may follow these."""
_PREFIXED = b":c ", b":c\t", b":c\r", b":c\n", b":c/", b":c>"
_PREFIXED_CELL = re.compile(rb":c[ \t\r\n/>]")
_VALUE = re.compile(rb"<(?:[\w.-]+:)?(?:v|t)(?:\s[^<>]*)?>[^<]")
_MANY_MARKS = 100
MOST_TAGS = 400_000
"""A form of a thousand rows has a quarter of it; to look at so many takes half a second."""
MOST_ATTRIBUTES = 100_000
_FEW_TAGS_SIZE = 1024 * 1024
"""Counting is left out for smaller parts."""
_DIGITS = re.compile(r"[0-9]{1,10}")


_KNOWN_ERRORS = frozenset(
    {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA"}
)
_LONGEST_ERROR = 100
"""Of a value no more is needed than to know an error by it, and that it is not empty."""
_ERROR_KIND = re.compile(rb"(<(?:[\w.-]+:)?c\s(?:[^<>]*\s)?t\s*=\s*)([\"'])e\2")


@dataclass(slots=True)
class SheetFacts:
    """What a full look at a sheet finds; rows and columns count from 1."""

    errors: dict[CellAt, str] = field(default_factory=dict)
    formulas: set[CellAt] = field(default_factory=set)
    valueless: set[CellAt] = field(default_factory=set)
    percents: set[CellAt] = field(default_factory=set)
    last_row: int = 0
    last_column: int = 0


def odd_cell_pattern(live_columns: str = "", header_rows: int = 0) -> re.Pattern[bytes]:
    """Make the pattern of cells that are not written the usual way, see `is_plain`.

    Args:
        live_columns: Letters of the columns that hold formulas below their headings, and no
            values; all other columns hold values and no formulas.
        header_rows: So many rows at the top hold values in every column, 9 at most.
    """
    others = "".join(letter for letter in ascii_uppercase if letter not in live_columns)
    cells = rf'[{others}][0-9]{{1,4}}+"{_VALUE_CELL}'
    if live_columns:
        live = rf'[0-9]{{1,4}}+"{_FORMULA_CELL}|[1-{header_rows}]"{_VALUE_CELL}'
        cells = f"{cells}|[{live_columns}](?:{live})"
    return re.compile(f'<c(?! r="(?:{cells})|[a-zA-Z])'.encode())


def is_plain(xml: bytes, odd_cell: re.Pattern[bytes]) -> bool:
    """Say whether every cell is written the usual way, in columns A to Z and rows up to 9,999.

    Only then do the searches of this module see all that an XML parser sees: no comment, CDATA or
    document type that hides or fakes content, no prefix, no attribute in another order or quoting.
    No cell of a plain sheet holds an error value, and formulas stand where they belong.
    """
    return odd_cell.search(xml) is None and not has_markup(xml) and not _has_prefixed_cell(xml)


def _has_prefixed_cell(xml: bytes) -> bool:
    for number, at in enumerate(_positions(xml, b":")):
        if xml.startswith(_PREFIXED, at):
            return True
        if number == _MANY_MARKS:
            return _PREFIXED_CELL.search(xml) is not None
    return False


def has_markup(xml: bytes) -> bool:
    """Say whether a part has a document type, a CDATA section or a comment."""
    for number, at in enumerate(_positions(xml, b"!")):
        if xml.startswith(b"<!", at - 1):
            return True
        if number == _MANY_MARKS:
            return b"<!" in xml
    return False


def _positions(xml: bytes, byte: bytes) -> Iterator[int]:
    """Yield where a byte stands; for a rare one ten times as fast as searching what it is in."""
    at = xml.find(byte)
    while at >= 0:
        yield at
        at = xml.find(byte, at + 1)


def check_tags(xml: bytes) -> None:
    """Refuse a part that would take too long to parse, or too much memory.

    Raises:
        RefusedError: If it has more tags than any form, or a tag with too many attributes.
    """
    if len(xml) <= _FEW_TAGS_SIZE:
        return
    tags = xml.count(b"<")
    if tags > MOST_TAGS:
        raise RefusedError(Code.FILE_TOO_LARGE, f"{tags} unsur XML dalam satu bagian")
    if xml.count(b"=") > MOST_ATTRIBUTES:
        most = max(piece.count(b"=") for piece in xml.split(b"<"))
        if most > MOST_ATTRIBUTES:  # a text of a cell has at most a third
            raise RefusedError(Code.FILE_TOO_LARGE, f"{most} atribut XML dalam satu unsur")


def has_values(xml: bytes) -> bool:
    """Say whether a sheet may hold anything but empty cells; comments count as values."""
    return _VALUE.search(xml) is not None or b"<![CDATA[" in xml


def readable(xml: bytes, facts: SheetFacts) -> bytes:
    """Return a sheet that calamine reads to its end.

    At an error value that it does not know, such as `#SPILL!` or `#CALC!`, it gives the sheet up.
    Where there is one, error values are passed as texts; what they are the facts say.
    """
    if _KNOWN_ERRORS.issuperset(facts.errors.values()):
        return xml
    return _ERROR_KIND.sub(rb"\1\2str\2", xml)


def uses_style(xml: bytes, styles: frozenset[int]) -> bool:
    """Say whether a plain sheet has a cell with one of the cell formats."""
    return any(b' s="%d"' % style in xml for style in styles)


def check_extent(facts: SheetFacts) -> None:
    """Refuse a sheet whose values reach further than those of any form.

    Raises:
        RefusedError: If they do.
    """
    if facts.last_row > LAST_ROW or facts.last_column > LAST_COLUMN:
        detail = f"data sampai baris {facts.last_row} dan kolom {facts.last_column}"
        raise RefusedError(Code.FILE_TOO_LARGE, detail)


def scan(xml: bytes, percent_styles: frozenset[int] = frozenset()) -> SheetFacts:
    """Look at every cell with an XML parser.

    Args:
        xml: The sheet's part.
        percent_styles: Indexes of the cell formats that show percentages.

    Raises:
        RefusedError: If the part is no XML, declares a document type, has an impossible address, or
            has a CDATA section or a comment within a cell: calamine would lose that content. Also
            if rows and cells are not nested as they must be: calamine would count on from another
            place than this scan does.
    """
    scanner = _Scanner(percent_styles)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = scanner.start
    parser.EndElementHandler = scanner.end
    parser.CharacterDataHandler = scanner.text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartCdataSectionHandler = scanner.refuse_markup
    parser.CommentHandler = scanner.refuse_markup
    run_parser(parser, xml)
    return scanner.facts


def start_parser(handler: Callable[[str, dict[str, str]], None]) -> expat.XMLParserType:
    """Return a parser that calls the handler at each start tag and refuses document types."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = handler
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def run_parser(parser: expat.XMLParserType, xml: bytes) -> None:
    """Parse a whole part.

    Raises:
        RefusedError: If it is no XML.
    """
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise RefusedError(Code.FILE_DAMAGED, "XML di dalamnya tidak sah") from error


def _refuse_doctype(*_: object) -> NoReturn:
    raise RefusedError(Code.FILE_DAMAGED, "XML di dalamnya menyatakan tipe dokumen")


class _Scanner:
    """Follows the cells as calamine does: by local names, positions counted on where unstated."""

    def __init__(self, percent_styles: frozenset[int]) -> None:
        self.facts = SheetFacts()
        self._percent_styles = percent_styles
        self._row, self._column = 0, 0
        self._at: CellAt = 0, 0
        self._is_in_row = False
        self._cell: dict[str, str] | None = None
        self._inside = ""
        self._content = ""
        self._has_formula = self._is_filled = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.partition(":")[2] or name
        if local == "row":
            self._start_row(attributes.get("r"))
        elif local == "c":
            self._start_cell(attributes)
        elif self._cell is not None:
            self._is_filled = True
            if local in ("v", "t"):
                self._inside = local
            elif local == "f":
                self._has_formula = True

    def end(self, name: str) -> None:
        local = name.partition(":")[2] or name
        if local == self._inside:
            self._inside = ""
        if local == "c" and self._cell is not None:
            self._end_cell(self._cell)
            self._cell = None
        elif local == "row":
            self._is_in_row = False

    def text(self, text: str) -> None:
        if self._inside and len(self._content) < _LONGEST_ERROR:
            self._content += text[:_LONGEST_ERROR]

    def refuse_markup(self, *_: object) -> None:
        if self._cell is not None:
            raise RefusedError(Code.FILE_DAMAGED, "XML di dalamnya tidak lazim")

    def _start_row(self, number: str | None) -> None:
        if self._is_in_row or self._cell is not None:
            raise RefusedError(Code.FILE_DAMAGED, "baris di dalam baris")
        if number is None:
            self._row += 1
        elif _DIGITS.fullmatch(number):
            self._row = int(number)
        else:
            raise RefusedError(Code.FILE_DAMAGED, f"nomor baris {shown(number)}")
        self._column, self._is_in_row = 0, True

    def _start_cell(self, attributes: dict[str, str]) -> None:
        if not self._is_in_row or self._cell is not None:
            raise RefusedError(Code.FILE_DAMAGED, "sel di luar barisnya")
        address = attributes.get("r")
        if address is None:
            self._at = self._row, self._column + 1
        else:
            try:
                self._at = parse_cell(address)
            except ValueError as error:
                raise RefusedError(Code.FILE_TOO_LARGE, f"alamat sel {shown(address)}") from error
        self._column = self._at[1]
        self._cell = attributes
        self._content = ""
        self._has_formula = self._is_filled = False

    def _end_cell(self, attributes: dict[str, str]) -> None:
        facts, at = self.facts, self._at
        if self._has_formula:
            facts.formulas.add(at)
            if not self._content and attributes.get("t") != "str":
                facts.valueless.add(at)
        if self._is_filled:
            facts.last_row = max(facts.last_row, at[0])
            facts.last_column = max(facts.last_column, at[1])
        if self._content:
            if attributes.get("t") == "e":
                facts.errors[at] = self._content
            style = attributes.get("s", "")
            if style.isdecimal() and int(style) in self._percent_styles:
                facts.percents.add(at)
