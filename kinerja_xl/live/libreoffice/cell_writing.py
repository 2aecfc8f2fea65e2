"""Writing values into cells in a block: all values at once, then formulas, then formats."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from kinerja_xl.errors import KinerjaError
from kinerja_xl.live.libreoffice.boxes import cover, take
from kinerja_xl.live.libreoffice.bridge import error_kind
from kinerja_xl.live.libreoffice.cell_block import CellBlock
from kinerja_xl.live.libreoffice.cell_reading import (
    boxes_of,
    boxes_with_numbers,
    format_groups,
)
from kinerja_xl.live.libreoffice.formulas import TableName, is_formula, to_bridge
from kinerja_xl.live.libreoffice.number_formats import GENERAL, Kind
from kinerja_xl.live.libreoffice.values import has_time, prepare, to_serial

Rows = Sequence[Sequence[Any]]
Place = tuple[int, int]


@dataclass(slots=True)
class _Contents:
    """Values as the bridge takes them, and the cells that need more than that.

    Attributes:
        rows: Numbers and texts, formulas left out.
        formulas: The cells with a formula.
        dates: The cells with a date.
        moments: The cells with a date and a time.
        truths: The cells with a truth value.
        has_numbers: Whether there is a plain number.
    """

    null_date: dt.datetime
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    formulas: list[Place] = field(default_factory=list)
    dates: list[Place] = field(default_factory=list)
    moments: list[Place] = field(default_factory=list)
    truths: list[Place] = field(default_factory=list)
    has_numbers: bool = False

    def take_line(self, line: Sequence[Any], row: int, first_column: int) -> Iterator[Any]:
        """Yield what the bridge takes for a row of values; most are texts and numbers."""
        for column, value in enumerate(line, first_column):
            kind = type(value)
            if kind is str and not value.startswith("="):
                yield value
            elif kind is float and value == value:  # noqa: PLR0124 - not a number is empty
                self.has_numbers = True
                yield value
            elif value is None:
                yield ""
            else:
                yield self.take(value, (row, column))

    def take(self, value: Any, place: Place) -> Any:
        """Note what a value needs besides, and return what the bridge takes for it."""
        content = prepare(value)
        if isinstance(content, str):
            if is_formula(content):
                self.formulas.append(place)
                return ""
            return content
        if isinstance(content, dt.datetime):
            (self.moments if has_time(content) else self.dates).append(place)
            return to_serial(content, self.null_date)
        if isinstance(content, bool):
            self.truths.append(place)
        else:
            self.has_numbers = True
        return float(content)


def write_values(block: CellBlock, rows: Rows, table_name: TableName) -> None:
    """Write a block of values of the size of the range; texts like `=A1` are formulas.

    Text stays text, even when it looks like a number; Excel would turn `00123` into 123.

    Args:
        block: The cells.
        rows: What they get.
        table_name: Asked when a formula says `[@Column]` without naming the table.

    Raises:
        KinerjaError: If LibreOffice does not let the cells be changed.
    """
    contents = _Contents(block.sheet.book.null_date)
    for row, line in enumerate(rows, block.box.row):
        contents.rows.append(tuple(contents.take_line(line, row, block.box.column)))
    if contents.has_numbers:
        for box in boxes_with_numbers(contents.rows, block.box):
            unset_logical(block.at(box))
    _guarded(block, partial(block.xl.setDataArray, tuple(contents.rows)))
    for box in cover(contents.formulas):
        texts = take(rows, box, block.box)
        formulas = tuple(tuple(to_bridge(str(one), table_name) for one in line) for line in texts)
        unset_logical(block.at(box))
        _guarded(block, partial(block.at(box).xl.setFormulaArray, formulas))
    formats = block.sheet.book.formats
    if contents.dates:
        _set_format(block, contents.dates, formats.date_key)
    if contents.moments:
        _set_format(block, contents.moments, formats.datetime_key)
    if contents.truths:
        _set_format(block, contents.truths, formats.logical_key, always=True)


def _set_format(block: CellBlock, cells: list[Place], key: int, *, always: bool = False) -> None:
    """Give cells a number format.

    Excel changes the format of a cell that gets a date only when it has none of its own; a
    truth value is one whatever the format, which here only the format tells.
    """
    formats = block.sheet.book.formats
    for box in cover(cells):
        part = block.at(box)
        for old, group in format_groups(part):
            if old == key:
                continue
            if always or old == GENERAL or formats.kind(old) is Kind.LOGICAL:
                (part.xl if group is None else group).NumberFormat = key


def unset_logical(block: CellBlock) -> None:
    """Let cells that showed a truth value show numbers, or what a formula gives, again."""
    formats = block.sheet.book.formats
    for key, group in format_groups(block):
        if formats.kind(key) is Kind.LOGICAL:
            for box in boxes_of(block, group):
                block.at(box).xl.NumberFormat = GENERAL


def _guarded(block: CellBlock, write: Callable[[], None]) -> None:
    """Turn LibreOffice's wordless refusal into an error that says where."""
    try:
        write()
    except Exception as error:
        if error_kind(error) != "RuntimeException":
            raise
        address = block.box.address(row_absolute=False, column_absolute=False)
        raise KinerjaError(
            "Sel ini tidak dapat diisi.",
            where=f"{block.sheet.name}!{address}",
            remedy="Periksa proteksi lembar, sel gabungan, dan rumus larik di dalamnya.",
        ) from error
