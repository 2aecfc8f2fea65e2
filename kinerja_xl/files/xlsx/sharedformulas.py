"""Formulas that share one text: what each of them says, and writing them out when the text goes."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from kinerja_xl.files.xlsx.formulas import FormulaShiftError, shift_formula
from kinerja_xl.files.xlsx.sheetxml import Cell, FormulaElement, Row, SheetXml
from kinerja_xl.files.xlsx.xmlparts import plain_text


class SharedFormulaError(Exception):
    """A formula that cannot be told from the shared one; `row` and `column` are its cell."""

    def __init__(self, row: int, column: int, origin: tuple[int, int]) -> None:
        super().__init__(row, column)
        self.row = row
        self.column = column
        self.origin = origin


def orphaned_formulas(
    sheet: SheetXml, touched: Mapping[int, Collection[int]]
) -> dict[tuple[int, int], str]:
    """Return the text of each untouched formula that would lose it with a touched cell.

    Args:
        sheet: The sheet as it is.
        touched: The columns of the cells that get another content, by row.

    Raises:
        SharedFormulaError: If a reference of such a formula would leave the sheet.
    """
    texts: dict[tuple[int, int], str] = {}
    for number, columns in touched.items():
        row = sheet.row(number)
        if row is None or sheet.data.find(b"shared", row.head_end, row.tail_start) < 0:
            continue
        for cell in sheet.cells(row):
            formula = sheet.formula(cell) if cell.column in columns else None
            if formula is not None and _is_shared(formula) and formula.text.strip():
                for (at, column), text in _dependants(sheet, row, cell, formula).items():
                    if column not in touched.get(at, ()):
                        texts[at, column] = text
    return texts


def cell_formula(sheet: SheetXml, row: Row, cell: Cell) -> str | None:
    """Return what a cell's formula says, a shared one spelled out; `None` without an ordinary one.

    Raises:
        SharedFormulaError: If a reference of a shared formula would leave the sheet.
    """
    formula = sheet.formula(cell)
    if formula is None or formula.attributes.get("t", "normal") not in {"normal", "shared"}:
        return None
    if not _is_shared(formula) or formula.text.strip():
        return plain_text(formula.text) or None
    index = formula.attributes.get("si")
    found: tuple[Row, Cell, FormulaElement] | None = None
    for at, other in sheet.formula_cells(1, b"shared"):
        if (at.number, other.column) >= (row.number, cell.column):
            break
        origin = sheet.formula(other)
        if origin is not None and _is_shared(origin) and origin.attributes.get("si") == index:
            found = (at, other, origin) if origin.text.strip() else found
    if found is None:
        return None
    return _shifted(*found, row.number, cell.column)


def _is_shared(formula: FormulaElement) -> bool:
    return formula.attributes.get("t") == "shared"


def _dependants(
    sheet: SheetXml, origin: Row, master: Cell, shared: FormulaElement
) -> dict[tuple[int, int], str]:
    texts: dict[tuple[int, int], str] = {}
    for row, cell in sheet.formula_cells(origin.number, b"shared"):
        if (row.number, cell.column) <= (origin.number, master.column):
            continue
        formula = sheet.formula(cell)
        if formula is None or not _is_shared(formula):
            continue
        if formula.attributes.get("si") != shared.attributes.get("si"):
            continue
        if formula.text.strip():  # the number begins anew
            break
        texts[row.number, cell.column] = _shifted(origin, master, shared, row.number, cell.column)
    return texts


def _shifted(origin: Row, master: Cell, shared: FormulaElement, row: int, column: int) -> str:
    text = plain_text(shared.text)
    try:
        return shift_formula(text, row - origin.number, column - master.column)
    except FormulaShiftError as error:
        raise SharedFormulaError(row, column, (origin.number, master.column)) from error
