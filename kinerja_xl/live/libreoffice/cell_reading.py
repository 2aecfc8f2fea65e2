"""Reading the values of cells in a block, with dates and truth values told from numbers.

LibreOffice gives numbers for all three; the number formats tell them apart. Each question is
a call over the bridge, so as few as possible are asked, and none about cells one by one
except where a formula's own result decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial, reduce
from typing import Any

from kinerja_xl.live.libreoffice.boxes import Box, box_of
from kinerja_xl.live.libreoffice.bridge import UnoObject
from kinerja_xl.live.libreoffice.cell_block import CellBlock
from kinerja_xl.live.libreoffice.formula_shapes import relative_shapes
from kinerja_xl.live.libreoffice.formulas import has_intersection
from kinerja_xl.live.libreoffice.number_formats import GENERAL, Kind
from kinerja_xl.live.libreoffice.values import (
    BROKEN_REFERENCE,
    EMPTY_INTERSECTION,
    CellError,
    from_serial,
)

# com.sun.star.sheet.FormulaResult: formulas that give a number.
_NUMBERS = 1

_MOST_BOXES = 4

Values = list[list[Any]]


def read_values(block: CellBlock) -> Values:
    """Return the values of cells: float, bool, text, datetime, an error, or empty text."""
    rows = [list(row) for row in block.xl.getDataArray()]
    _mark_errors(block, rows)
    formats = block.sheet.book.formats
    has_general = False
    for part in map(block.at, boxes_with_numbers(rows, block.box)):
        for key, group in format_groups(part):
            kind = formats.kind(key)
            has_general = has_general or key == GENERAL
            if kind is not Kind.NUMBER:
                convert = _converter(block, kind)
                for box in boxes_of(part, group):
                    _convert(rows, box, block.box, convert)
    if has_general:
        _convert_results(block, rows)
    return rows


def boxes_with_numbers(rows: Sequence[Sequence[Any]], origin: Box) -> list[Box]:
    """Return a few rectangles that hold all numbers of a block; neighbouring columns share one.

    Asking about the formats of these only spares headings and columns of texts, and mostly
    leaves cells of one format, which takes one call. Every rectangle is a call, too, so that
    numbers scattered over many get one around them all.

    Args:
        rows: The values, numbers as floats.
        origin: Where they stand.
    """
    boxes: list[Box] = []
    for column, values in enumerate(zip(*rows, strict=True), origin.column):
        kinds = list(map(type, values))
        if float not in kinds:
            continue
        first, after_last = kinds.index(float), len(kinds) - kinds[::-1].index(float)
        box = Box(origin.row + first, column, after_last - first)
        if boxes and boxes[-1].last_column == column - 1:
            box = boxes.pop().joined(box)
        boxes.append(box)
    return boxes if len(boxes) <= _MOST_BOXES else [reduce(Box.joined, boxes)]


def format_groups(block: CellBlock) -> Iterator[tuple[int, UnoObject | None]]:
    """Yield the keys of the number formats in a range, each with the cells that have it.

    The cells come as LibreOffice's object, or `None` for the whole range; `boxes_of` turns
    them into rectangles. A key may come several times, with other cells.
    """
    key = int(block.xl.NumberFormat)
    # Cells with several formats say 0, which is also the general format.
    if key != GENERAL or len(block) == 1 or not _is_mixed(block.xl):
        yield key, None
        return
    groups = block.xl.getUniqueCellFormatRanges()
    for index in range(groups.getCount()):
        group = groups.getByIndex(index)
        yield int(group.NumberFormat), group


def boxes_of(block: CellBlock, group: UnoObject | None) -> list[Box]:
    """Return the rectangles of cells that `format_groups` has given."""
    if group is None:
        return [block.box]
    return [box_of(address) for address in group.getRangeAddresses()]


def _is_mixed(xl: UnoObject) -> bool:
    return str(xl.getPropertyState("NumberFormat").value) == "AMBIGUOUS_VALUE"


def _mark_errors(block: CellBlock, rows: Values) -> None:
    """Put an error in the place of the nothing that the bridge gives for one."""
    for down, row in enumerate(rows):
        for right, value in enumerate(row):
            if value is None:
                at = (block.box.row + down, block.box.column + right)
                row[right] = CellError(partial(_error_number, block, *at))


def _error_number(block: CellBlock, row: int, column: int) -> int:
    """Return LibreOffice's number of an error.

    It calls an empty intersection a broken reference; Excel has an error of its own for it.
    """
    cell = block.cell(row, column)
    number = int(cell.getError())
    if number == BROKEN_REFERENCE and has_intersection(str(cell.getFormula())):
        return EMPTY_INTERSECTION
    return number


def _converter(block: CellBlock, kind: Kind) -> Callable[[float], Any]:
    if kind is Kind.LOGICAL:
        return bool
    null_date = block.sheet.book.null_date

    def moment(days: float) -> Any:
        try:
            return from_serial(days, null_date)
        except OverflowError:
            return days

    return moment


def _convert(rows: Values, box: Box, origin: Box, convert: Callable[[float], Any]) -> None:
    for row in rows[box.row - origin.row : box.last_row - origin.row + 1]:
        for right in range(box.column - origin.column, box.last_column - origin.column + 1):
            if isinstance(row[right], float):
                row[right] = convert(row[right])


def _convert_results(block: CellBlock, rows: Values) -> None:
    """Convert dates and truth values that formulas give in cells of the general format.

    There a cell takes the format of its result, and only the cell itself tells it. Formulas
    of one shape are taken to give the same kind; only 0 and 1 are looked at one by one, as
    some of them can be truth values and others numbers.
    """
    origin = block.box
    found = block.xl.queryFormulaCells(_NUMBERS).getRangeAddresses()
    kinds: dict[str, Kind] = {}
    for box in (box_of(address) for address in found):
        shapes = relative_shapes(block.at(box).xl.getFormulaArray(), box)
        for row, line in enumerate(shapes, box.row):
            values = rows[row - origin.row]
            for column, shape in enumerate(line, box.column):
                value = values[column - origin.column]
                if not isinstance(value, float):
                    continue
                kind = kinds.get(shape)
                if kind is None or value in {0.0, 1.0}:
                    key = int(block.cell(row, column).NumberFormat)
                    kind = kinds[shape] = block.sheet.book.formats.kind(key)
                if kind is not Kind.NUMBER:
                    values[column - origin.column] = _converter(block, kind)(value)
