"""Which formulas of a workbook give something else after a change: found along what they read."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from kinerja_xl.core.addresses import MAXIMUM_COLUMN, MAXIMUM_ROW, Area
from kinerja_xl.files.xlsx.formulareads import FormulaReader, Read
from kinerja_xl.files.xlsx.formulas import FormulaShiftError, shift_formula
from kinerja_xl.files.xlsx.sheetxml import Cell, FormulaElement, Row, SheetXml
from kinerja_xl.files.xlsx.xmlparts import plain_text, tag_attributes

CellPlace = tuple[int, int]
"""Row and column of a cell, counted from 1."""

_LOW_AREA = 8
_MOST_FORMULAS = 30_000
_MOST_STEPS = 4_000_000


@dataclass(slots=True)
class _Node:
    """A formula: its cell, the cells it fills, and whether it has come up already."""

    sheet: str
    place: CellPlace
    area: Area
    is_stale: bool = False


@dataclass(slots=True)
class _Readers:
    """The formulas that read a sheet: by each row of a low area, and by the high areas."""

    by_row: dict[int, dict[Read, list[_Node]]] = field(default_factory=dict)
    by_area: dict[Read, list[_Node]] = field(default_factory=dict)


class TooManyFormulasError(Exception):
    """A workbook of which it would take too long to find what is stale."""


class FormulaGraph:
    """The formulas of a workbook and what they read.

    Args:
        reader: What a formula's text reads.
        distrusts_blanks: Whether a stored blank or zero may stand for a result that no program
            has computed yet.
    """

    def __init__(self, reader: FormulaReader, *, distrusts_blanks: bool) -> None:
        self._reader = reader
        self._distrusts_blanks = distrusts_blanks
        self._readers: dict[str, _Readers] = {}
        self._everywhere = _Readers()
        self._waiting: deque[tuple[str, Area]] = deque()
        self._nodes: list[_Node] = []
        self._formulas = 0
        self._steps = 0

    def add_sheet(self, name: str, sheet: SheetXml) -> None:
        """Take in the formulas of a sheet.

        Raises:
            TooManyFormulasError: If there are more than can be looked at in a moment.
        """
        self._formulas += sheet.count_formulas()
        if self._formulas > _MOST_FORMULAS:
            raise TooManyFormulasError
        masters: dict[str, tuple[str, int, int]] = {}
        for row in sheet.rows:
            if not sheet.may_have_formulas(row.head_end, row.tail_start):
                continue
            for cell in sheet.cells(row):
                formula = sheet.formula(cell)
                if formula is not None:
                    self._add(name.casefold(), sheet, row, cell, formula, masters)

    def stale(self, changed: Iterable[tuple[str, Area]]) -> dict[str, set[CellPlace]]:
        """Return the cells whose results may differ after changes, by case-folded sheet name.

        Raises:
            TooManyFormulasError: If following the references takes too long.
        """
        self._waiting += ((sheet.casefold(), area) for sheet, area in changed)
        while self._waiting:
            sheet, area = self._waiting.popleft()
            for readers in (self._readers.get(sheet), self._everywhere):
                if readers is not None:
                    self._follow(readers, area)
        found: dict[str, set[CellPlace]] = {}
        for node in self._nodes:
            if node.is_stale:
                found.setdefault(node.sheet, set()).add(node.place)
        return found

    def _add(
        self,
        name: str,
        sheet: SheetXml,
        row: Row,
        cell: Cell,
        formula: FormulaElement,
        masters: dict[str, tuple[str, int, int]],
    ) -> None:
        kind = formula.attributes.get("t", "normal")
        place = (row.number, cell.column)
        node = _Node(name, place, _filled_area(cell, formula, place))
        self._nodes.append(node)
        text = _formula_text(formula, kind, place, masters)
        reads = None if text is None else self._reader.reads(text, name, row.number)
        if reads is None or (self._distrusts_blanks and _is_blank_or_zero(sheet, cell)):
            self._mark(node)
            return
        for read in reads:
            readers = self._readers.setdefault(read.sheet, _Readers())
            _register(readers if read.sheet else self._everywhere, read, node)

    def _mark(self, node: _Node) -> None:
        if not node.is_stale:
            node.is_stale = True
            self._waiting.append((node.sheet, node.area))

    def _follow(self, readers: _Readers, area: Area) -> None:
        if area.height <= len(readers.by_row):
            numbers = [n for n in range(area.first_row, area.last_row + 1) if n in readers.by_row]
        else:
            numbers = [n for n in readers.by_row if area.first_row <= n <= area.last_row]
        for met in (*(readers.by_row[number] for number in numbers), readers.by_area):
            self._step(len(met))
            for read in [each for each in met if _overlaps(each, area)]:
                for node in met.pop(read):
                    self._mark(node)

    def _step(self, count: int) -> None:
        self._steps += count
        if self._steps > _MOST_STEPS:
            raise TooManyFormulasError


def _filled_area(cell: Cell, formula: FormulaElement, place: CellPlace) -> Area:
    row, column = place
    if formula.attributes.get("t") in {"array", "dataTable"}:
        if b"cm=" in cell.attributes:  # what it spills into may grow
            return Area(row, column, MAXIMUM_ROW, MAXIMUM_COLUMN)
        try:
            return Area.parse(formula.attributes.get("ref", ""))
        except ValueError:
            pass
    return Area(row, column, row, column)


def _formula_text(
    formula: FormulaElement,
    kind: str,
    place: CellPlace,
    masters: dict[str, tuple[str, int, int]],
) -> str | None:
    """Return what a formula says; `None` when that cannot be told."""
    if kind == "dataTable":
        return None
    text = plain_text(formula.text)
    if kind != "shared":
        return text
    index = formula.attributes.get("si", "")
    if text.strip():
        masters[index] = (text, *place)
        return text
    if index not in masters:
        return None
    shared, row, column = masters[index]
    try:
        return shift_formula(shared, place[0] - row, place[1] - column)
    except FormulaShiftError:
        return None


def _register(readers: _Readers, read: Read, node: _Node) -> None:
    if read.last_row - read.first_row < _LOW_AREA:
        for row in range(read.first_row, read.last_row + 1):
            readers.by_row.setdefault(row, {}).setdefault(read, []).append(node)
    else:
        readers.by_area.setdefault(read, []).append(node)


def _overlaps(read: Read, area: Area) -> bool:
    return (
        read.first_column <= area.last_column
        and area.first_column <= read.last_column
        and read.first_row <= area.last_row
        and area.first_row <= read.last_row
    )


def _is_blank_or_zero(sheet: SheetXml, cell: Cell) -> bool:
    kind = tag_attributes(cell.attributes).get("t", "n")
    for match in sheet.patterns.value.finditer(cell.inner):
        if match[1] is not None:
            value = (match[2] or b"").strip()
            return not value or (value == b"0" and kind == "n")
    return False
