"""Cell changes of one worksheet, carried out as splices of its XML."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

from kinerja_xl.core.addresses import Area, cell_address
from kinerja_xl.core.values import CellContent, Formula
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.xlsx.cellxml import CellOperation, CellWriter, Put, Reformulate, Remove
from kinerja_xl.files.xlsx.formulas import FormulaShiftError, shift_formula
from kinerja_xl.files.xlsx.sheetxml import Cell, FormulaElement, Row, SheetXml
from kinerja_xl.files.xlsx.xmlparts import (
    Splice,
    XmlElement,
    escape_attribute,
    is_true,
    plain_text,
    set_attribute,
    splice,
    tag_attributes,
)


@dataclass(frozen=True, slots=True)
class RowHeight:
    """How high a row has to be for its texts.

    Attributes:
        points: Excel's unit of row heights.
        is_least: Whether more than these texts may stand in the row, so that it never gets lower.
    """

    points: float
    is_least: bool = False


class SheetPatch:
    """Collects the changes of one sheet.

    Args:
        sheet: The sheet as it is.
        place: How error texts call it: file and sheet.
        is_1904: Whether the workbook's dates count from 1904.
    """

    def __init__(self, sheet: SheetXml, place: str, *, is_1904: bool) -> None:
        self.sheet = sheet
        self.changes_formulas = False
        self._place = place
        self._writer = CellWriter(sheet, is_1904=is_1904)
        self._operations: dict[int, dict[int, CellOperation]] = {}
        self._row_attributes: dict[int, dict[str, str]] = {}
        self._refitted: set[int] = set()
        self._heights: dict[int, RowHeight] = {}
        self._range_texts: dict[int, tuple[XmlElement, str]] = {}
        self._removes_cells = False

    def set(self, row: int, column: int, operation: CellOperation) -> None:
        """Plan one cell's change; a later one replaces an earlier one.

        Raises:
            ValueError: If a sheet has no such row or column.
        """
        cell_address(row, column)
        self._operations.setdefault(row, {})[column] = operation

    def describe_row(self, row: int, attributes: Mapping[str, str]) -> None:
        """Say which attributes a row gets if it is not in the file yet."""
        self._row_attributes[row] = dict(attributes)

    def refit_row(self, row: int) -> None:
        """Forget the height that a program computed for a row, so that it is computed anew."""
        self._refitted.add(row)

    def fit_row(self, row: int, height: RowHeight) -> None:
        """Plan a row's height, unless a person has chosen one; of several the greatest counts.

        The height is not marked as chosen, so that programs fit the row to what is typed later.
        """
        planned = self._heights.get(row, height)
        points = max(planned.points, height.points)
        self._heights[row] = RowHeight(points, planned.is_least or height.is_least)

    def range_text(self, element: XmlElement) -> str:
        """Return the list of ranges of an element outside the rows, planned changes included."""
        if element.start in self._range_texts:
            return self._range_texts[element.start][1]
        if element.name == "sqref":
            return plain_text(self.sheet.data[element.head_end : element.tail_start])
        return element.attributes["sqref"]

    def set_range_text(self, element: XmlElement, text: str) -> None:
        """Plan another list of ranges: the text of a `sqref` element, or that attribute."""
        self._range_texts[element.start] = (element, text)

    def refuse(self, row: int, column: int, what: str, remedy: str) -> KinerjaError:
        """Make the error for a cell that must not be written."""
        return KinerjaError(what, where=f"{self._place}!{cell_address(row, column)}", remedy=remedy)

    def result(self) -> bytes:
        """Carry everything out and return the new part.

        Raises:
            KinerjaError: If a cell is a covered cell of a merged area or part of an array formula.
            ValueError: If a content fits no cell.
        """
        self._refuse_covered_cells()
        self._write_out_shared_formulas()
        changes = self._row_splices() + self._range_splices()
        patched = SheetXml(splice(self.sheet.data, changes))
        return self._with_dimension(patched)

    # Checks before anything is written.

    def _refuse_covered_cells(self) -> None:
        touched = sorted(self._operations)
        for area in self.sheet.merged_areas:
            for row, column in self._touched_within(area, touched):
                if (row, column) != (area.first_row, area.first_column):
                    raise self.refuse(
                        row, column, f"Sel ini tertutup oleh sel gabungan {area}.",
                        "Batalkan penggabungan sel itu, lalu jalankan lagi.",
                    )  # fmt: skip
        for area in self.sheet.array_areas:
            for row, column in self._touched_within(area, touched):
                raise self.refuse(
                    row, column, f"Sel ini bagian dari rumus larik {area}.",
                    "Hapus rumus larik itu, lalu jalankan lagi.",
                )  # fmt: skip

    def _touched_within(self, area: Area, touched: list[int]) -> list[tuple[int, int]]:
        first = bisect_right(touched, area.first_row - 1)
        last = bisect_right(touched, area.last_row)
        return [
            (row, column)
            for row in touched[first:last]
            for column in self._operations[row]
            if area.first_column <= column <= area.last_column
        ]

    # Shared formulas: the cell that carries the text may not vanish under the others.

    def _write_out_shared_formulas(self) -> None:
        data = self.sheet.data
        masters = []
        for number, operations in self._operations.items():
            row = self.sheet.row(number)
            if row is None or data.find(b"shared", row.head_end, row.tail_start) < 0:
                continue
            for cell in self.sheet.cells(row):
                formula = self.sheet.formula(cell) if cell.column in operations else None
                if formula is not None and formula.attributes.get("t") == "shared":
                    masters.append((row, cell, formula))
        for row, cell, formula in masters:
            if formula.text.strip():
                self._write_out(row, cell, formula)

    def _write_out(self, origin: Row, master: Cell, shared: FormulaElement) -> None:
        index = shared.attributes.get("si")
        text = plain_text(shared.text)
        for row, cell in self.sheet.formula_cells(origin.number, b"shared"):
            is_later = (row.number, cell.column) > (origin.number, master.column)
            formula = self.sheet.formula(cell) if is_later else None
            if formula is None or formula.attributes.get("si") != index:
                continue
            if formula.attributes.get("t") != "shared":
                continue
            if formula.text.strip():
                return
            if cell.column in self._operations.get(row.number, {}):
                continue
            try:
                shifted = shift_formula(
                    text, row.number - origin.number, cell.column - master.column
                )
            except FormulaShiftError:
                raise self.refuse(
                    row.number, cell.column,
                    f"Rumus bersama dengan {cell_address(origin.number, master.column)} "
                    "tidak dapat dipisahkan.",
                    "Tulis ulang rumus di sel ini di Excel, simpan, lalu jalankan lagi.",
                ) from None  # fmt: skip
            self.set(row.number, cell.column, Reformulate(shifted))

    # Rows and cells.

    def _row_splices(self) -> list[Splice]:
        sheet = self.sheet
        changes: list[Splice] = []
        inserted: dict[int, list[bytes]] = {}
        moves_rows = False
        numbers = [row.number for row in sheet.rows]
        for number in sorted(self._operations):
            row = sheet.row(number)
            if row is not None:
                content = self._patched_row(row, self._operations[number])
                moves_rows = moves_rows or not content
                changes.append((row.start, row.end, content))
            elif content := self._new_row(number, self._operations[number]):
                inserted.setdefault(_insertion_index(numbers, number), []).append(content)
        moves_rows = moves_rows or bool(inserted)
        changes += self._inserted_rows(inserted)
        if moves_rows:
            for row in sheet.rows:
                if not row.says_number and row.number not in self._operations:
                    head = sheet.data[row.start : row.head_end]
                    numbered = set_attribute(head, "r", str(row.number))
                    changes.append((row.start, row.head_end, numbered))
        return changes

    def _range_splices(self) -> list[Splice]:
        changes: list[Splice] = []
        for element, text in self._range_texts.values():
            if element.name == "sqref":
                changes.append((element.head_end, element.tail_start, text.encode()))
            else:
                head = self.sheet.data[element.start : element.head_end]
                changes.append(
                    (element.start, element.head_end, set_attribute(head, "sqref", text))
                )
        return changes

    def _inserted_rows(self, inserted: dict[int, list[bytes]]) -> list[Splice]:
        sheet = self.sheet
        if inserted and sheet.is_empty_tag:
            tag = sheet.data[sheet.tag_start : sheet.rows_start]
            opened = tag[:-1].rstrip()[:-1].rstrip() + b">"
            closing = f"</{sheet.prefix}sheetData>".encode()
            content = opened + b"".join(inserted[0]) + closing
            return [(sheet.tag_start, sheet.rows_start, content)]
        changes = []
        for index, contents in inserted.items():
            if index < len(sheet.rows):
                offset = sheet.rows[index].start
            else:
                offset = sheet.rows[-1].end if sheet.rows else sheet.rows_start
            changes.append((offset, offset, b"".join(contents)))
        return changes

    def _new_row(self, number: int, operations: Mapping[int, CellOperation]) -> bytes:
        cells = self._new_cells(number, None, operations, sorted(operations))
        if not cells:
            return b""
        attributes = {"r": str(number), **self._row_attributes.get(number, {})}
        if number in self._heights:
            attributes.pop("customHeight", None)
            attributes["ht"] = f"{self._heights[number].points:g}"
        written = "".join(f' {k}="{escape_attribute(v)}"' for k, v in attributes.items())
        prefix = self.sheet.prefix
        return f"<{prefix}row{written}>".encode() + b"".join(cells) + f"</{prefix}row>".encode()

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
                    style = self.sheet.default_style(row, column)
                if operation.content is not None or style not in {None, "0"}:
                    self._note_formula(operation.content)
                    cells.append(self._writer.new(number, column, operation.content, style))
        return cells

    def _patched_row(self, row: Row, operations: Mapping[int, CellOperation]) -> bytes:
        """Return the row with its cells changed; empty when no cell is left of it."""
        data = self.sheet.data
        cells = self.sheet.cells(row)
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
        return self._assembled_row(row, b"".join(pieces), missing)

    def _assembled_row(self, row: Row, inner: bytes, added: list[int]) -> bytes:
        data = self.sheet.data
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
        return opened + inner + f"</{self.sheet.prefix}row>".encode()

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
                return self.sheet.data[cell.start : cell.end]
            return self._writer.addressed(row.number, cell)
        if isinstance(operation, Reformulate):
            return self._writer.reformulated(row.number, cell, operation.text)
        if not self.changes_formulas:
            self.changes_formulas = self.sheet.formula(cell) is not None
        if isinstance(operation, Remove):
            self._removes_cells = True
            return b""
        self._note_formula(operation.content)
        return self._writer.changed(row.number, cell, operation)

    def _note_formula(self, content: CellContent) -> None:
        self.changes_formulas = self.changes_formulas or isinstance(content, Formula)

    def _with_dimension(self, patched: SheetXml) -> bytes:
        """Correct the dimension where it is wrong: Power Query reads no cell outside it."""
        stated = patched.named_elements("dimension")
        actual = patched.extent()
        if not stated or actual is None:
            return patched.data
        element = stated[0]
        try:
            area = Area.parse(element.attributes.get("ref", ""))
        except ValueError:
            area = None
        if area == actual or (area and area.encloses(actual) and not self._removes_cells):
            return patched.data
        head = patched.data[element.start : element.head_end]
        changed = set_attribute(head, "ref", str(actual))
        return splice(patched.data, [(element.start, element.head_end, changed)])


def _insertion_index(numbers: list[int], number: int) -> int:
    index = bisect_right(numbers, number)
    is_right = (index == 0 or numbers[index - 1] < number) and (
        index == len(numbers) or numbers[index] > number
    )
    if is_right:
        return index
    return next((i for i, other in enumerate(numbers) if other > number), len(numbers))


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
