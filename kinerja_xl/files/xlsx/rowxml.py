"""One row element written anew: its cells changed, its height fitted, its other attributes kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kinerja_xl.core.values import CellContent, Formula
from kinerja_xl.files.xlsx.cellxml import CellOperation, CellWriter, Put, Reformulate, Remove
from kinerja_xl.files.xlsx.sheetxml import Cell, Row, SheetXml
from kinerja_xl.files.xlsx.xmlparts import escape_attribute, is_true, set_attribute, tag_attributes


@dataclass(frozen=True, slots=True)
class RowHeight:
    """How high a row has to be for its texts.

    Attributes:
        points: Excel's unit of row heights.
        is_least: Whether more than these texts may stand in the row, so that it never gets lower.
    """

    points: float
    is_least: bool = False


class RowWriter:
    """Writes the rows of one sheet.

    Args:
        sheet: The sheet as it is.
        is_1904: Whether the workbook's dates count from 1904.

    Attributes:
        removed_formulas: Row and column of each cell that had a formula and has none any more.
        has_new_formulas: Whether a cell got a formula.
        removes_cells: Whether a cell was taken out.
    """

    def __init__(self, sheet: SheetXml, *, is_1904: bool) -> None:
        self.removed_formulas: set[tuple[int, int]] = set()
        self.has_new_formulas = False
        self.removes_cells = False
        self._sheet = sheet
        self._writer = CellWriter(sheet, is_1904=is_1904)
        self._attributes: dict[int, dict[str, str]] = {}
        self._refitted: set[int] = set()
        self._heights: dict[int, RowHeight] = {}

    def describe(self, row: int, attributes: Mapping[str, str]) -> None:
        """Say which attributes a row gets if it is not in the file yet."""
        self._attributes[row] = dict(attributes)

    def refit(self, row: int) -> None:
        """Forget the height that a program computed for a row, so that it is computed anew."""
        self._refitted.add(row)

    def fit(self, row: int, height: RowHeight) -> None:
        """Plan a row's height, unless a person has chosen one; of several the greatest counts.

        The height is not marked as chosen, so that programs fit the row to what is typed later.
        """
        planned = self._heights.get(row, height)
        points = max(planned.points, height.points)
        self._heights[row] = RowHeight(points, planned.is_least or height.is_least)

    def new(self, number: int, operations: Mapping[int, CellOperation]) -> bytes:
        """Write a row that was not in the file; empty when it would have no cell."""
        cells = self._new_cells(number, None, operations, sorted(operations))
        if not cells:
            return b""
        attributes = {"r": str(number), **self._attributes.get(number, {})}
        if number in self._heights:
            attributes.pop("customHeight", None)
            attributes["ht"] = f"{self._heights[number].points:g}"
        written = "".join(f' {k}="{escape_attribute(v)}"' for k, v in attributes.items())
        prefix = self._sheet.prefix
        return f"<{prefix}row{written}>".encode() + b"".join(cells) + f"</{prefix}row>".encode()

    def changed(self, row: Row, operations: Mapping[int, CellOperation]) -> bytes:
        """Return the row with its cells changed; empty when no cell is left of it."""
        data = self._sheet.data
        cells = self._sheet.cells(row)
        missing = sorted(operations.keys() - {cell.column for cell in cells})
        pieces: list[bytes] = []
        position = row.head_end
        waiting = 0
        for cell in cells:
            first = waiting
            while waiting < len(missing) and missing[waiting] < cell.column:
                waiting += 1
            operation = operations.get(cell.column)
            if first == waiting and operation is None and cell.says_address:
                continue
            pieces.append(data[position : cell.start])
            pieces += self._new_cells(row.number, row, operations, missing[first:waiting])
            pieces.append(self._changed_cell(row, cell, operation))
            position = cell.end
        end = cells[-1].end if cells else row.head_end
        pieces.append(data[position:end])
        pieces += self._new_cells(row.number, row, operations, missing[waiting:])
        pieces.append(data[end : row.tail_start])
        return self._assembled(row, b"".join(pieces), missing)

    def _new_cells(
        self,
        number: int,
        row: Row | None,
        operations: Mapping[int, CellOperation],
        columns: list[int],
    ) -> list[bytes]:
        cells = []
        for column in columns:
            operation = operations[column]
            if isinstance(operation, Put):
                style = operation.style
                if style is None and operation.content is not None:
                    style = self._sheet.default_style(row, column)
                if operation.content is not None or style not in {None, "0"}:
                    self._note_formula(operation.content)
                    cells.append(self._writer.new(number, column, operation.content, style))
        return cells

    def _assembled(self, row: Row, inner: bytes, added: list[int]) -> bytes:
        data = self._sheet.data
        had_cells = bool(data[row.head_end : row.tail_start].strip())
        if had_cells and not inner.strip():
            return b""
        head = data[row.start : row.head_end]
        if not row.says_number:
            head = set_attribute(head, "r", str(row.number))
        if added and b"spans" in head:
            head = set_attribute(head, "spans", _wider_span(head, added))
        if row.number in self._heights or row.number in self._refitted:
            head = self._fitted(head, self._heights.get(row.number))
        if not row.closes_itself:
            return head + inner + data[row.tail_start : row.end]
        if not inner:
            return head
        opened = head[:-1].rstrip()[:-1].rstrip() + b">"
        return opened + inner + f"</{self._sheet.prefix}row>".encode()

    def _fitted(self, head: bytes, height: RowHeight | None) -> bytes:
        attributes = tag_attributes(head)
        if is_true(attributes.get("customHeight")):
            return head
        if height is None:
            is_hidden = is_true(attributes.get("hidden"))
            return head if is_hidden or "ht" not in attributes else set_attribute(head, "ht", None)
        before = _points(attributes.get("ht"))
        if before == height.points or (height.is_least and before > height.points):
            return head
        return set_attribute(head, "ht", f"{height.points:g}")

    def _changed_cell(self, row: Row, cell: Cell, operation: CellOperation | None) -> bytes:
        if operation is None:
            if cell.says_address:
                return self._sheet.data[cell.start : cell.end]
            return self._writer.addressed(row.number, cell)
        if isinstance(operation, Reformulate):
            return self._writer.reformulated(row.number, cell, operation.text)
        had_formula = self._sheet.formula(cell) is not None
        has_formula = isinstance(operation, Put) and isinstance(operation.content, Formula)
        if had_formula and not has_formula:
            self.removed_formulas.add((row.number, cell.column))
        if isinstance(operation, Remove):
            self.removes_cells = True
            return b""
        self._note_formula(operation.content)
        return self._writer.changed(row.number, cell, operation)

    def _note_formula(self, content: CellContent) -> None:
        self.has_new_formulas = self.has_new_formulas or isinstance(content, Formula)


def _points(height: str | None) -> float:
    try:
        return float(height or 0)
    except ValueError:
        return 0.0


def _wider_span(head: bytes, added: list[int]) -> str | None:
    first, _, last = tag_attributes(head).get("spans", "").partition(":")
    if not first.isdecimal() or not last.isdecimal():
        return None
    return f"{min(int(first), added[0])}:{max(int(last), added[-1])}"
