"""Says whether openpyxl can open a returned workbook safely, and silences formulas that reach out.

openpyxl holds every cell of every sheet as an object, makes each cell of a merged area, and parses
recursively. What a returned form carries beside its own sheets was not looked at when it was read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from openpyxl.cell.cell import Cell
from openpyxl.worksheet.formula import ArrayFormula

from kinerja_xl.core.addresses import Area
from kinerja_xl.core.findings import Code
from kinerja_xl.files.returns.parts import Parts, RefusedError
from kinerja_xl.files.returns.sheet_guard import run_parser, start_parser
from kinerja_xl.files.returns.workbook_parts import WorkbookParts

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

LARGEST_COST = 120_000
"""Of all parts together, in what a tag of a cell costs: ten microseconds, a kilobyte."""
_ROW_COST, _OTHER_COST = 5, 8
_CELL_PARTS = "xl/worksheets/", "xl/sharedstrings"
LARGEST_XML = 8 * 1024 * 1024
_DEEPEST = 100
_MOST_AREA_CELLS = 50_000
_LONGEST_ATTRIBUTE = 50_000
_AREAS = frozenset({"mergeCell", "hyperlink", "comment", "threadedComment"})
"""Elements of whose area openpyxl makes every cell."""
_XML_ENDINGS = (".xml", ".rels", ".vml")

_QUOTED = re.compile(r'"[^"]*"')
_OUTWARD = re.compile(
    r"\||\[[0-9]+\]|\b(?:DDE|WEBSERVICE|RTD|CALL|REGISTER|REGISTER\.ID|EXEC|IMAGE|SQL\.REQUEST"
    r"|STOCKHISTORY|IMPORT(?:DATA|XML|HTML|RANGE|FEED))\s*\(",
    re.IGNORECASE,
)
"""DDE, other workbooks, and functions that fetch or run something. A link waits for a click."""


def is_safe(data: bytes) -> bool:
    """Say whether a workbook is small, shallow and quiet enough to be opened with openpyxl."""
    look = _Look()
    try:
        parts = Parts(data)
        workbook = WorkbookParts(parts)
        workbook.check_text_volume(workbook.sheets)
        for name in parts.names:
            if name.casefold().endswith(_XML_ENDINGS):
                is_cells = name.casefold().startswith(_CELL_PARTS)
                look.at(workbook.read_xml(name), 1 if is_cells else _OTHER_COST)
    except RefusedError:
        return False
    return True


@dataclass(slots=True)
class _Look:
    """Counts what the parts hold together.

    Attributes:
        depth: How many elements are open.
    """

    cost: int = 0
    size: int = 0
    area_cells: int = 0
    depth: int = field(default=0)

    def at(self, xml: bytes, tag_cost: int) -> None:
        self.size += len(xml)
        self.cost += xml.count(b"<") * tag_cost
        _require(self.size <= LARGEST_XML and self.cost <= LARGEST_COST)
        self.depth = 0
        parser = start_parser(self._start)
        parser.EndElementHandler = self._end
        run_parser(parser, xml)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        _require(self.depth <= _DEEPEST)
        _require(all(len(value) <= _LONGEST_ATTRIBUTE for value in attributes.values()))
        local = name.rpartition(":")[2]
        if local == "row":
            self.cost += _ROW_COST
            _require(self.cost <= LARGEST_COST)
        elif local in _AREAS and "ref" in attributes:
            self.area_cells += _cells_of(attributes["ref"])
            _require(self.area_cells <= _MOST_AREA_CELLS)

    def _end(self, _: str) -> None:
        self.depth -= 1


def _cells_of(reference: str) -> int:
    try:
        area = Area.parse(reference)
    except ValueError:  # a whole row or column, or none
        return _MOST_AREA_CELLS + 1
    return area.width * area.height


def _require(condition: bool, /) -> None:
    if not condition:
        raise RefusedError(Code.FILE_TOO_LARGE)


def silence(workbook: Workbook) -> bool:
    """Turn formulas that reach out of the workbook into texts, in cells.

    Returns:
        Whether none is left: in names, validations and conditional formats there is no text to
        turn them into.
    """
    for sheet in workbook.worksheets:
        for cell in list(sheet._cells.values()):  # openpyxl's public ways make cells
            if isinstance(cell, Cell) and cell.data_type == "f":
                _silence_cell(cell)
    return not any(map(_is_outward, _other_formulas(workbook)))


def _silence_cell(cell: Cell) -> None:
    formula = cell.value.text if isinstance(cell.value, ArrayFormula) else cell.value
    if isinstance(formula, str) and _is_outward(formula):
        cell.value = formula
        cell.data_type = "s"
        cell.quotePrefix = True


def _other_formulas(workbook: Workbook) -> Iterator[str]:
    yield from _texts(name.attr_text for name in workbook.defined_names.values())
    for sheet in workbook.worksheets:
        yield from _sheet_formulas(sheet)


def _sheet_formulas(sheet: Worksheet) -> Iterator[str]:
    yield from _texts(name.attr_text for name in sheet.defined_names.values())
    for rule in sheet.data_validations.dataValidation:
        yield from _texts((rule.formula1, rule.formula2))
    for area in sheet.conditional_formatting:
        for rule in area.rules:
            yield from _texts(rule.formula)


def _texts(values: Iterable[object]) -> Iterator[str]:
    return (value for value in values if isinstance(value, str))


def _is_outward(formula: str) -> bool:
    return _OUTWARD.search(_QUOTED.sub('""', formula)) is not None
