"""Data rows of a table replaced or appended: its cells, its part, and the ranges that follow it."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from kinerja_xl.core.addresses import MAXIMUM_ROW, Area, cell_address
from kinerja_xl.core.values import CellContent, Formula
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.xlsx.cellxml import Put, Remove
from kinerja_xl.files.xlsx.formulas import FormulaShiftError, is_movable, shift_formula
from kinerja_xl.files.xlsx.package import TablePart
from kinerja_xl.files.xlsx.sharedformulas import SharedFormulaError, cell_formula
from kinerja_xl.files.xlsx.sheetpatch import RowHeight, SheetPatch
from kinerja_xl.files.xlsx.sheetxml import SheetXml
from kinerja_xl.files.xlsx.xmlparts import (
    Splice,
    XmlElement,
    is_true,
    scan_elements,
    set_attribute,
    splice,
    tag_attributes,
)

_RANGES = ("conditionalFormatting", "dataValidation", "protectedRange", "ignoredError")
_TAGS = re.compile(rb"<[^>]*>")
_EXTENSION_RANGES = frozenset({"conditionalFormatting", "dataValidation"})


class Inherit(Enum):
    """What stands in a row for a column that the writer does not know."""

    INHERIT = "inherit"
    """Leave the cell as it is; in a new row, continue the column's formula or stay blank."""


INHERIT = Inherit.INHERIT

RowContent = Sequence[CellContent | Inherit]


@dataclass(frozen=True, slots=True)
class TableChange:
    """What becomes of one table.

    Attributes:
        first: Index of the first data row that is written, counted from 0.
        rows: The written data rows, as wide as the table.
        count: How many data rows the table has afterwards, at least 1.
        replaces: Whether the rows are other rows than before, not the same ones changed.
        heights: How high each written row has to be; without, a new row is as high as one that a
            person fixed above it, and a replaced one forgets its height.
    """

    table: TablePart
    first: int
    rows: tuple[RowContent, ...]
    count: int
    replaces: bool
    heights: tuple[RowHeight | None, ...] = ()

    @property
    def data_area(self) -> Area:
        """The data rows afterwards."""
        before = self.table.data_area
        return before.with_last_row(before.first_row + self.count - 1)

    @property
    def area(self) -> Area:
        """The whole table afterwards."""
        return self.table.area.with_last_row(self.data_area.last_row + self.table.totals_rows)


def change_table(change: TableChange, patch: SheetPatch, others: Sequence[Area]) -> None:
    """Plan the cells of a changed table and the ranges that lie exactly on its data rows.

    New rows take the styles of the last data row. Rows that are no longer needed lose their cells
    in the table's columns; nothing below the table moves.

    Args:
        change: What becomes of the table.
        patch: The changes of its sheet.
        others: Where the other tables of the sheet are afterwards.

    Raises:
        KinerjaError: If the table has a totals row and its length changes, or if something
            stands where it has to grow.
    """
    before = change.table.data_area
    if change.count != before.height:
        _refuse_totals(change, patch)
        _refuse_occupied(change, patch, others)
        _move_ranges(change, patch)
    styles = _template_styles(change.table, patch.sheet)
    row_attributes = _template_row(change.table, patch.sheet)
    formulas = _last_row_formulas(change.table, patch.sheet)
    heights = change.heights or (None,) * len(change.rows)
    for offset, (contents, height) in enumerate(
        zip(change.rows, heights, strict=True), start=change.first
    ):
        row = before.first_row + offset
        is_new = offset >= before.height
        if is_new:
            patch.describe_row(row, row_attributes)
        if height is not None:
            patch.fit_row(row, height)
        elif change.replaces:
            patch.refit_row(row)
        for position, content in enumerate(contents):
            if isinstance(content, Inherit):
                if not is_new:
                    continue
                written = _continued(formulas[position], row - before.last_row)
            else:
                written = content
            column = before.first_column + position
            patch.set(row, column, Put(written, styles[position], restyles=is_new))
    for row in range(before.first_row + change.count, before.last_row + 1):
        for column in range(before.first_column, before.last_column + 1):
            patch.set(row, column, Remove())


def changed_table_part(data: bytes, change: TableChange) -> bytes:
    """Return the table's part with its references changed.

    Raises:
        XmlError: If the part is damaged.
    """
    before, after = change.table.data_area, change.data_area
    changes: list[Splice] = []
    for element in scan_elements(data):
        head = original = data[element.start : element.head_end]
        if element.parent is None:
            head = set_attribute(head, "ref", str(change.area))
            # The blank row that Excel shows in a table without data is a data row now.
            for name in ("insertRow", "insertRowShift"):
                head = set_attribute(head, name, None)
        elif element.name == "autoFilter" and element.parent.parent is None:
            area = change.table.area.with_last_row(after.last_row)
            head = set_attribute(head, "ref", str(area))
        elif "ref" in element.attributes:
            moved = _moved(element.attributes["ref"], before, after)
            head = set_attribute(head, "ref", moved)
        if head != original:
            changes.append((element.start, element.head_end, head))
    return splice(data, changes)


def _refuse_totals(change: TableChange, patch: SheetPatch) -> None:
    if change.table.totals_rows:
        raise patch.refuse(
            change.table.area.last_row, change.table.area.first_column,
            f"Tabel {change.table.name} memakai baris total, sehingga barisnya tidak dapat "
            "ditambah atau dikurangi.",
            "Matikan Baris Total di tab Desain Tabel, simpan, lalu jalankan lagi.",
        )  # fmt: skip


def _refuse_occupied(change: TableChange, patch: SheetPatch, others: Sequence[Area]) -> None:
    before, after = change.table.data_area, change.data_area
    if after.last_row > MAXIMUM_ROW:
        raise patch.refuse(
            before.last_row, before.first_column,
            f"Tabel {change.table.name} melampaui baris terakhir lembar.",
            "Pindahkan baris lama ke buku kerja lain, lalu jalankan lagi.",
        )  # fmt: skip
    if after.last_row <= before.last_row:
        return
    growth = Area(before.last_row + 1, after.first_column, after.last_row, after.last_column)
    for area in (*patch.sheet.merged_areas, *patch.sheet.array_areas, *others):
        if area.overlaps(growth):
            raise _occupied(change, patch, area.first_row, area.first_column)
    for row in patch.sheet.rows:
        if growth.first_row <= row.number <= growth.last_row:
            for cell in patch.sheet.cells(row):
                if growth.contains(row.number, cell.column) and _has_content(cell.inner):
                    raise _occupied(change, patch, row.number, cell.column)


def _occupied(change: TableChange, patch: SheetPatch, row: int, column: int) -> KinerjaError:
    return patch.refuse(
        row, column,
        f"Sel di bawah tabel {change.table.name} terisi, sehingga tabel tidak dapat memanjang.",
        f"Pindahkan isi di bawah sel {cell_address(*_last_cell(change.table))} ke tempat lain, "
        "lalu jalankan lagi.",
    )  # fmt: skip


def _has_content(inner: bytes) -> bool:
    """Say whether a cell holds a formula or a value that is not blank."""
    return b"f" in inner or bool(_TAGS.sub(b"", inner).strip())


def _last_cell(table: TablePart) -> tuple[int, int]:
    return table.area.last_row, table.area.last_column


def _template_styles(table: TablePart, sheet: SheetXml) -> list[str | None]:
    area = table.data_area
    row = sheet.row(area.last_row)
    own = {} if row is None else {cell.column: cell for cell in sheet.cells(row)}
    return [
        own[column].style if column in own else sheet.default_style(row, column)
        for column in range(area.first_column, area.last_column + 1)
    ]


def _template_row(table: TablePart, sheet: SheetXml) -> dict[str, str]:
    row = sheet.row(table.data_area.last_row)
    if row is None:
        return {}
    attributes = tag_attributes(sheet.data[row.start : row.head_end])
    kept: dict[str, str] = {}
    for flag, value in (("customFormat", "s"), ("customHeight", "ht")):
        if is_true(attributes.get(flag)) and value in attributes:
            kept |= {value: attributes[value], flag: "1"}
    return kept


def _last_row_formulas(table: TablePart, sheet: SheetXml) -> list[str | None]:
    """Return what each column of a new row continues: the last row's formula or the column's."""
    area = table.data_area
    own: dict[int, str] = {}
    present = sheet.row(area.last_row)
    if present is not None and sheet.may_have_formulas(present.head_end, present.tail_start):
        for cell in sheet.cells(present):
            # A shared formula that cannot be spelled out is not continued.
            with contextlib.suppress(SharedFormulaError):
                if area.contains(area.last_row, cell.column) and b"f" in cell.inner:
                    own[cell.column] = cell_formula(sheet, present, cell) or ""
    found: list[str | None] = []
    for index, column in enumerate(range(area.first_column, area.last_column + 1)):
        calculated = table.formulas[index] if index < len(table.formulas) else None
        if calculated and not is_movable(calculated):
            found.append(own.get(column) or calculated)
        else:
            found.append(own.get(column) or None)
    return found


def _continued(formula: str | None, rows: int) -> CellContent:
    if formula is None:
        return None
    try:
        return Formula(shift_formula(formula, rows, 0))
    except FormulaShiftError:
        return None


def _move_ranges(change: TableChange, patch: SheetPatch) -> None:
    """Let conditional formats, validations and the like follow the data rows they lay on."""
    before, after = change.table.data_area, change.data_area
    for element in patch.sheet.elements:
        is_list = element.name in _RANGES and "sqref" in element.attributes
        if is_list or (element.name == "sqref" and _is_extension_range(element)):
            text = patch.range_text(element)
            if (moved := _moved(text, before, after)) != text:
                patch.set_range_text(element, moved)


def _is_extension_range(element: XmlElement) -> bool:
    return element.parent is not None and element.parent.name in _EXTENSION_RANGES


def _moved(text: str, before: Area, after: Area) -> str:
    """Return a list of ranges, those exactly on the old data rows put on the new ones."""
    moved = []
    for reference in text.split():
        try:
            area = Area.parse(reference)
        except ValueError:
            moved.append(reference)
            continue
        coincides = (
            (area.first_row, area.last_row) == (before.first_row, before.last_row)
            and before.first_column <= area.first_column
            and area.last_column <= before.last_column
        )
        moved.append(str(area.with_last_row(after.last_row)) if coincides else reference)
    return " ".join(moved)
