"""Cell changes of one worksheet, carried out as splices of its XML."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping

from kinerja_xl.core.addresses import Area, cell_address
from kinerja_xl.core.values import Formula
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.xlsx.cellxml import CellOperation, Put, Reformulate
from kinerja_xl.files.xlsx.rowxml import RowHeight, RowWriter
from kinerja_xl.files.xlsx.sharedformulas import SharedFormulaError, orphaned_formulas
from kinerja_xl.files.xlsx.sheetxml import SheetXml
from kinerja_xl.files.xlsx.xmlparts import Splice, XmlElement, plain_text, set_attribute, splice

__all__ = ["RowHeight", "SheetPatch"]


class SheetPatch:
    """Collects the changes of one sheet.

    Args:
        sheet: The sheet as it is.
        place: How error texts call it: file and sheet.
        is_1904: Whether the workbook's dates count from 1904.
    """

    def __init__(self, sheet: SheetXml, place: str, *, is_1904: bool) -> None:
        self.sheet = sheet
        self._place = place
        self._rows = RowWriter(sheet, is_1904=is_1904)
        self._operations: dict[int, dict[int, CellOperation]] = {}
        self._range_texts: dict[int, tuple[XmlElement, str]] = {}

    @property
    def removed_formulas(self) -> frozenset[tuple[int, int]]:
        """Row and column of each cell that lost its formula; complete after `result`."""
        return frozenset(self._rows.removed_formulas)

    @property
    def has_new_formulas(self) -> bool:
        """Whether a cell got a formula; known after `result`."""
        return self._rows.has_new_formulas

    @property
    def touched(self) -> dict[tuple[int, int], bool]:
        """Row and column of each cell that is set; whether it is a formula with its result."""
        return {
            (row, column): isinstance(operation, Put)
            and isinstance(operation.content, Formula)
            and operation.content.value is not None
            for row, operations in self._operations.items()
            for column, operation in operations.items()
            if not isinstance(operation, Reformulate)
        }

    def set(self, row: int, column: int, operation: CellOperation) -> None:
        """Plan one cell's change; a later one replaces an earlier one.

        Raises:
            ValueError: If a sheet has no such row or column.
        """
        cell_address(row, column)
        self._operations.setdefault(row, {})[column] = operation

    def describe_row(self, row: int, attributes: Mapping[str, str]) -> None:
        """Say which attributes a row gets if it is not in the file yet."""
        self._rows.describe(row, attributes)

    def refit_row(self, row: int) -> None:
        """Forget the height that a program computed for a row, so that it is computed anew."""
        self._rows.refit(row)

    def fit_row(self, row: int, height: RowHeight) -> None:
        """Plan a row's height, unless a person has chosen one; of several the greatest counts."""
        self._rows.fit(row, height)

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
        try:
            texts = orphaned_formulas(self.sheet, self._operations)
        except SharedFormulaError as error:
            raise self.refuse(
                error.row, error.column,
                f"Rumus bersama dengan {cell_address(*error.origin)} tidak dapat dipisahkan.",
                "Tulis ulang rumus di sel ini di Excel, simpan, lalu jalankan lagi.",
            ) from None  # fmt: skip
        for (row, column), text in texts.items():
            self.set(row, column, Reformulate(text))

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
                content = self._rows.changed(row, self._operations[number])
                moves_rows = moves_rows or not content
                changes.append((row.start, row.end, content))
            elif content := self._rows.new(number, self._operations[number]):
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
        if area == actual or (area and area.encloses(actual) and not self._rows.removes_cells):
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
