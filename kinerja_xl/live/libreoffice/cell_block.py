"""A rectangle of cells: where it is, its cells one by one, and its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Self

from kinerja_xl.live.libreoffice.boxes import MAX_COLUMNS, MAX_ROWS, Box, take
from kinerja_xl.live.libreoffice.bridge import UnoObject

if TYPE_CHECKING:
    from kinerja_xl.live.libreoffice.sheet import Sheet

_STEPS = {"u": (-1, 0), "d": (1, 0), "l": (0, -1), "r": (0, 1)}


class CellBlock:
    """A rectangle of cells of one sheet."""

    def __init__(self, sheet: Sheet, box: Box, text: str = "") -> None:
        self.sheet = sheet
        self.box = box
        self.arg1_input = text
        self.options: dict[str, Any] = {}
        self._xl: UnoObject | None = None
        self._moves = -1

    @property
    def xl(self) -> UnoObject:
        """LibreOffice's cells."""
        moves = self.sheet.book.moves
        if self._xl is None or self._moves != moves:
            self._moves = moves
            box = self.box
            self._xl = self.sheet.xl.getCellRangeByPosition(
                box.column - 1, box.row - 1, box.last_column - 1, box.last_row - 1
            )
        return self._xl

    @property
    def api(self) -> UnoObject | None:
        """LibreOffice's cells; `None` for a range without cells."""
        return None if self.box.is_empty else self.xl

    @property
    def coords(self) -> tuple[str, int, int, int, int]:
        """The sheet's name, row, column, and how many of both."""
        box = self.box
        return self.sheet.name, box.row, box.column, box.rows, box.columns

    def __len__(self) -> int:
        return self.box.rows * self.box.columns

    @property
    def row(self) -> int:
        """Its first row, counted from 1."""
        return self.box.row

    @property
    def column(self) -> int:
        """Its first column, counted from 1."""
        return self.box.column

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and columns."""
        return self.box.rows, self.box.columns

    @property
    def address(self) -> str:
        """Its address: `$A$1:$B$2`."""
        return self.box.address()

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        """Return its address, with workbook and sheet when `external`."""
        address = self.box.address(row_absolute=row_absolute, column_absolute=col_absolute)
        if not external:
            return address
        sheet = self.sheet.name.replace("'", "''")
        return f"'[{self.sheet.book.name}]{sheet}'!{address}"

    def at(self, box: Box) -> Self:
        """Return another rectangle of the same sheet."""
        return type(self)(self.sheet, box)

    def cell(self, row: int, column: int) -> UnoObject:
        """Return LibreOffice's cell in that row and column of the sheet, counted from 1."""
        return self.sheet.xl.getCellByPosition(column - 1, row - 1)

    def __call__(self, *args: int) -> Self:
        """Return a cell by its number, row by row, or by row and column, all counted from 1."""
        if len(args) == 1:
            row, column = divmod(args[0] - 1, self.box.columns)
        else:
            row, column = args[0] - 1, args[1] - 1
        cell = Box(self.box.row + row, self.box.column + column)
        if cell.row < 1 or cell.column < 1:
            raise IndexError(args)
        return self.at(cell)

    @property
    def rows(self) -> Self:
        """Its rows; the same cells."""
        return self

    @property
    def columns(self) -> Self:
        """Its columns; the same cells."""
        return self

    def in_use(self) -> Box:
        """Return the part of it that lies inside what is used of the sheet."""
        box = self.box
        if not (box.has_whole_rows or box.has_whole_columns):
            return box
        return box.cut_to(self.sheet.used_box())

    def end(self, direction: str) -> Self:
        """Return the cell that Ctrl and an arrow key lead to."""
        down, right = _STEPS[direction[0].lower()]
        here = Box(self.box.row, self.box.column)
        used = self.sheet.used_box().joined(here)
        line = _line(here, used, down, right)
        formulas = self.at(line).xl.getFormulaArray()
        filled = [bool(text) for row in formulas for text in row]
        if down < 0 or right < 0:
            filled.reverse()
        steps = _steps_to_end(filled)
        if steps is None:
            return self.at(_edge(here, down, right))
        return self.at(here.moved(down * steps, right * steps))

    @property
    def current_region(self) -> Self:
        """The cells up to empty rows and columns around it; corners that touch count, too."""
        used = self.sheet.used_box()
        formulas = self.at(used).xl.getFormulaArray()
        box = self.box
        while (wider := _with_filled_neighbours(box, used, formulas)) != box:
            box = wider
        return self.at(box)

    def select(self) -> None:
        """Select it, and bring its sheet to the front."""
        controller = self.sheet.book.controller
        if controller is None:
            raise NotImplementedError("a workbook without a window has no selection")
        controller.select(self.xl)


def _with_filled_neighbours(box: Box, used: Box, formulas: Sequence[Sequence[str]]) -> Box:
    """Return a rectangle, wider on every side where a cell beside it has a content.

    Args:
        box: The rectangle.
        used: What is used of its sheet.
        formulas: The contents of that.
    """
    around = Box(box.row - 1, box.column - 1, box.rows + 2, box.columns + 2)
    beside = {
        (-1, 0): Box(around.row, around.column, 1, around.columns),
        (1, 0): Box(around.last_row, around.column, 1, around.columns),
        (0, -1): Box(around.row, around.column, around.rows, 1),
        (0, 1): Box(around.row, around.last_column, around.rows, 1),
    }
    wider = box
    for (down, right), line in beside.items():
        part = line.cut_to(used)
        if not part.is_empty and any(map(any, take(formulas, part, used))):
            wider = wider.joined(box.moved(down, right))
    return wider


def _line(here: Box, used: Box, down: int, right: int) -> Box:
    """Return the cells from here to the edge of what is used, both included."""
    if down:
        last = used.last_row if down > 0 else used.row
        return here.joined(Box(last, here.column))
    last = used.last_column if right > 0 else used.column
    return here.joined(Box(here.row, last))


def _edge(here: Box, down: int, right: int) -> Box:
    """Return the cell at the edge of the sheet."""
    if down:
        return Box(MAX_ROWS if down > 0 else 1, here.column)
    return Box(here.row, MAX_COLUMNS if right > 0 else 1)


def _steps_to_end(filled: list[bool]) -> int | None:
    """Return how far the arrow jumps; `None` means to the edge of the sheet.

    Args:
        filled: Which cells have a content, from the start in the direction of the arrow.
    """
    inside = len(filled) > 1 and filled[0] and filled[1]
    for step in range(1, len(filled)):
        if inside and not filled[step]:
            return step - 1
        if not inside and filled[step]:
            return step
    return len(filled) - 1 if inside else None
