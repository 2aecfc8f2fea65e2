"""The XML of one worksheet: where its rows, cells and other elements lie, byte by byte."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, cached_property

from kinerja_xl.core.addresses import MAXIMUM_ROW, Area, column_number
from kinerja_xl.files.xlsx.sheetpatterns import Cell, FormulaElement, Row, patterns
from kinerja_xl.files.xlsx.xmlparts import (
    MAIN_NAMESPACES,
    XmlElement,
    XmlError,
    check_document,
    scan_elements,
    splice,
    tag_attributes,
    to_utf8,
)

__all__ = ["Cell", "FormulaElement", "Row", "SheetXml"]

_PLAIN_REFERENCE = re.compile(rb'\sr="([A-Z]+)([0-9]+)"')
_ROW_NUMBER = re.compile(rb'\sr="([0-9]+)"')


class SheetXml:
    """One worksheet part, ready to be looked into and spliced.

    Args:
        data: The part as stored.

    Raises:
        XmlError: If it is damaged, declares a document type, or is no worksheet.
    """

    def __init__(self, data: bytes) -> None:
        self.data = to_utf8(data)
        declarations = check_document(self.data)
        prefixes = {prefix for prefix, address, _ in declarations if address in MAIN_NAMESPACES}
        if not prefixes:
            raise XmlError("no worksheet")
        self.patterns = patterns(frozenset(prefixes))
        self.has_one_prefix = len(prefixes) == 1
        self._find_sheet_data()
        for prefix, address, offset in declarations:
            is_inside = self.rows_start <= offset < self.rows_end
            if is_inside and prefix in prefixes and address not in MAIN_NAMESPACES:
                raise XmlError("a namespace prefix changes its meaning among the rows")

    def _find_sheet_data(self) -> None:
        opened = None
        for match in self.patterns.sheet_data.finditer(self.data):
            if match[1] is not None and opened is None:
                opened = match
                if match[3]:
                    break
            elif opened is not None and match[0].startswith(b"</"):
                break
        else:
            raise XmlError("no sheet data")
        self.prefix = opened[1].decode()
        self.is_empty_tag = bool(opened[3])
        self.tag_start = opened.start()
        self.rows_start = opened.end()
        self.rows_end = opened.end() if opened[3] else match.start()

    @cached_property
    def rows(self) -> list[Row]:
        """The rows in document order; one without a number follows the row before it.

        Raises:
            XmlError: If a row's number is none that a sheet has.
        """
        rows: list[Row] = []
        number = 0
        opened: tuple[int, int, bool] | None = None
        for match in self.patterns.row.finditer(self.data, self.rows_start, self.rows_end):
            if match[1] is not None:
                written = _read_row_number(match[2])
                number = number + 1 if written is None else written
                if not 1 <= number <= MAXIMUM_ROW:
                    raise XmlError(f"row {number}")
                start, end = match.span()
                if match[3]:
                    rows.append(Row(number, start, end, end, end, written is not None))
                else:
                    opened = (start, end, written is not None)
            elif match[0].startswith(b"</") and opened is not None:
                start, head_end, says = opened
                rows.append(Row(number, start, head_end, match.start(), match.end(), says))
                opened = None
        return rows

    @cached_property
    def _row_indexes(self) -> dict[int, int]:
        return {row.number: index for index, row in reversed(list(enumerate(self.rows)))}

    def row(self, number: int) -> Row | None:
        """Return the row of that number, if it is in the file."""
        index = self._row_indexes.get(number)
        return None if index is None else self.rows[index]

    def cells(self, row: Row) -> list[Cell]:
        """List the cells of a row; one without an address follows the cell before it."""
        cells = []
        column = 0
        for match in self.patterns.cell.finditer(self.data, row.head_end, row.tail_start):
            attributes, letters, inner = match.groups()
            if attributes is None:
                continue
            written = _column_number(letters) if letters else _read_column(attributes)
            column = column + 1 if written is None else written
            start, end = match.span()
            says_address = written is not None
            cells.append(Cell(column, start, end, attributes, inner or b"", says_address))
        return cells

    def may_have_formulas(self, start: int, end: int) -> bool:
        """Say, fast, whether a span of bytes may contain a formula element."""
        tag = f"<{self.prefix}f".encode() if self.has_one_prefix else b"f"
        return self.data.find(tag, start, end) >= 0

    def count_formulas(self) -> int:
        """Count the formula elements, fast; the count may be a little too high."""
        tag = rb"<(?:[^\s:/>]+:)?f[\s/>]"
        return len(re.findall(tag, self.data[self.rows_start : self.rows_end]))

    def formula(self, cell: Cell) -> FormulaElement | None:
        """Return the formula element of a cell."""
        if b"f" not in cell.inner:
            return None
        for match in self.patterns.formula.finditer(cell.inner):
            if match[1] is not None:
                return FormulaElement(tag_attributes(match[1]), match[2] or b"", *match.span())
        return None

    def formula_cells(self, start_row: int, word: bytes) -> Iterator[tuple[Row, Cell]]:
        """Iterate over the cells from a row on that have a formula and contain a word."""
        for row in self.rows:
            if row.number >= start_row and self.data.find(word, row.start, row.end) >= 0:
                for cell in self.cells(row):
                    if word in cell.inner:
                        yield row, cell

    @cached_property
    def array_areas(self) -> tuple[Area, ...]:
        """The areas of array formulas and data tables that cover more than one cell."""
        areas = []
        for word in (b"array", b"dataTable"):
            if self.data.find(word, self.rows_start, self.rows_end) < 0:
                continue
            for _, cell in self.formula_cells(1, word):
                formula = self.formula(cell)
                if formula is not None and formula.attributes.get("t") == word.decode():
                    area = _read_area(formula.attributes.get("ref", ""))
                    if area is not None and area.height * area.width > 1:
                        areas.append(area)
        return tuple(areas)

    @cached_property
    def elements(self) -> list[XmlElement]:
        """All elements but rows and what is in them, with offsets into `data`.

        Raises:
            XmlError: If the part is damaged.
        """
        kept = self.data[: self.rows_start] + self.data[self.rows_end :]
        shift = self.rows_end - self.rows_start
        found = scan_elements(kept)
        for element in found:
            for name in ("start", "head_end", "tail_start", "end"):
                offset = getattr(element, name)
                is_after = offset > self.rows_start or (
                    offset == self.rows_start and name == "tail_start" and not self.is_empty_tag
                )
                setattr(element, name, offset + shift if is_after else offset)
        return found

    def named_elements(self, *names: str) -> list[XmlElement]:
        """List the elements outside the rows with one of the local names."""
        return [element for element in self.elements if element.name in names]

    @cached_property
    def merged_areas(self) -> tuple[Area, ...]:
        """The merged areas."""
        areas = (_read_area(e.attributes.get("ref", "")) for e in self.named_elements("mergeCell"))
        return tuple(area for area in areas if area is not None)

    def default_style(self, row: Row | None, column: int) -> str | None:
        """Return the style that a cell which is not in the file has: its row's or its column's."""
        if row is not None:
            attributes = tag_attributes(self.data[row.start : row.head_end])
            if attributes.get("customFormat") in {"1", "true"} and "s" in attributes:
                return attributes["s"]
        for first, last, style in self._column_styles:
            if first <= column <= last:
                return style
        return None

    @cached_property
    def _column_styles(self) -> list[tuple[int, int, str]]:
        found = []
        for element in self.named_elements("col"):
            style = element.attributes.get("style", "0")
            first, last = (element.attributes.get(name, "") for name in ("min", "max"))
            if style != "0" and first.isdecimal() and last.isdecimal():
                found.append((int(first), int(last), style))
        return found

    def extent(self) -> Area | None:
        """Measure the smallest area with every cell element in it; `None` without cells."""
        first_row = last_row = 0
        first_column, last_column = 1 << 30, 0
        tag = f"<{self.prefix}c ".encode()
        for row in self.rows:
            columns = self._outer_columns(row, tag)
            if columns is None:
                continue
            first_row = first_row or row.number
            last_row = max(last_row, row.number)
            first_column = min(first_column, columns[0])
            last_column = max(last_column, columns[1])
        return Area(first_row, first_column, last_row, last_column) if last_row else None

    def _outer_columns(self, row: Row, tag: bytes) -> tuple[int, int] | None:
        """Return the first and last column of a row, from its outer cells if that is safe."""
        first = self.data.find(tag, row.head_end, row.tail_start)
        is_plain = self.has_one_prefix and self.data.find(b"<!", row.head_end, row.tail_start) < 0
        if first >= 0 and is_plain:
            last = self.data.rfind(tag, row.head_end, row.tail_start)
            low = _PLAIN_REFERENCE.match(self.data, first + len(tag) - 1)
            high = _PLAIN_REFERENCE.match(self.data, last + len(tag) - 1)
            if low and high:
                return column_number(low[1].decode()), column_number(high[1].decode())
        columns = [cell.column for cell in self.cells(row)]
        return (min(columns), max(columns)) if columns else None

    def error_values(self) -> dict[tuple[int, int], str]:
        """Return the error values (such as `#DIV/0!`) of the sheet by row and column."""
        found: dict[tuple[int, int], str] = {}
        for row in self.rows:
            has_error = any(
                self.data.find(word, row.head_end, row.tail_start) >= 0
                for word in (b't="e"', b"t='e'")
            )
            for cell in self.cells(row) if has_error else ():
                if tag_attributes(cell.attributes).get("t") == "e":
                    for match in self.patterns.value.finditer(cell.inner):
                        if match[2]:
                            found[row.number, cell.column] = match[2].decode()
        return found

    def spliced(self, changes: list[tuple[int, int, bytes]]) -> SheetXml:
        """Return the sheet with spans replaced."""
        return SheetXml(splice(self.data, changes))


def _read_row_number(attributes: bytes) -> int | None:
    if match := _ROW_NUMBER.search(attributes):
        return int(match[1])
    text = tag_attributes(attributes).get("r", "") if b"r" in attributes else ""
    return int(text) if text.isdecimal() else None


@cache
def _column_number(letters: bytes) -> int:
    try:
        return column_number(letters.decode())
    except ValueError as error:
        raise XmlError(str(error)) from error


def _read_column(attributes: bytes) -> int | None:
    area = _read_area(tag_attributes(attributes).get("r", ""))
    return None if area is None else area.first_column


def _read_area(text: str) -> Area | None:
    try:
        return Area.parse(text)
    except ValueError:
        return None
