"""Borders of cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from kinerja_xl.live.libreoffice.bridge import UnoObject, structure
from kinerja_xl.live.libreoffice.colours import from_colour, to_colour

if TYPE_CHECKING:
    from kinerja_xl.live.libreoffice.cell_block import CellBlock

_LINE = "com.sun.star.table.BorderLine2"
_TABLE_BORDER = "com.sun.star.table.TableBorder2"
_UNSET = base_classes._UNSET
# com.sun.star.table.BorderLineStyle
_NO_LINE = 32767
_STYLES = {
    "continuous": 0,
    "dot": 1,
    "dash": 2,
    "double": 3,
    "dash_dot": 16,
    "dash_dot_dot": 17,
}
_STYLE_NAMES = {number: name for name, number in _STYLES.items()} | {14: "dash"}
# Hundredths of a millimetre, as LibreOffice reads Excel's files.
_WEIGHTS = {"hairline": 2, "thin": 26, "medium": 53, "thick": 88}
# The line in a table border, and where the first cell shows it.
_GRID = {
    "edge_top": ("TopLine", "TopBorder2"),
    "edge_bottom": ("BottomLine", "BottomBorder2"),
    "edge_left": ("LeftLine", "LeftBorder2"),
    "edge_right": ("RightLine", "RightBorder2"),
    "inside_vertical": ("VerticalLine", "RightBorder2"),
    "inside_horizontal": ("HorizontalLine", "BottomBorder2"),
}
_DIAGONALS = {"diagonal_down": "DiagonalTLBR2", "diagonal_up": "DiagonalBLTR2"}


class Borders(base_classes.Borders):
    """The borders of a range."""

    def __init__(self, cells: CellBlock) -> None:
        self.cells = cells

    @property
    def parent(self) -> CellBlock:
        """The range."""
        return self.cells

    @property
    def api(self) -> UnoObject:
        """LibreOffice's borders of the range."""
        return self.cells.xl.TableBorder2

    def __getitem__(self, side: str) -> Border:
        return Border(self.cells, side)

    @property  # type: ignore[misc] # xlwings sets it by `set`
    def line_style(self) -> Any:
        """The style of all lines of the grid; `None` when they differ."""
        return self._common("line_style")

    @property  # type: ignore[misc] # xlwings sets it by `set`
    def weight(self) -> Any:
        """The weight of all lines of the grid; `None` when they differ."""
        return self._common("weight")

    @property  # type: ignore[misc] # xlwings sets it by `set`
    def color(self) -> Any:
        """The colour of all lines of the grid; `None` when they differ."""
        return self._common("color")

    def set(
        self,
        which: Any = "all",
        *,
        line_style: Any = _UNSET,
        weight: Any = _UNSET,
        color: Any = _UNSET,
    ) -> None:
        """Set what is given of these sides."""
        for side in which:
            border = self[side]
            if color is not _UNSET:
                border.color = color
            if weight is not _UNSET:
                border.weight = weight
            if line_style is not _UNSET:
                border.line_style = line_style

    def _common(self, attribute: str) -> Any:
        values = {getattr(self[side], attribute) for side in self._grid_sides()}  # type: ignore[no-untyped-call] # xlwings has no types
        return values.pop() if len(values) == 1 else None


class Border(base_classes.Border):
    """The border on one side of a range."""

    def __init__(self, cells: CellBlock, side: str) -> None:
        self.cells = cells
        self.side = side

    @property
    def api(self) -> UnoObject:
        """LibreOffice's line."""
        return self._line()

    @property
    def line_style(self) -> str:
        """Its style; `none` when there is no line."""
        line = self._line()
        return (
            "none" if not _is_drawn(line) else _STYLE_NAMES.get(int(line.LineStyle), "continuous")
        )

    @line_style.setter
    def line_style(self, value: str | None) -> None:
        if value is None:
            self._draw(structure(_LINE, LineStyle=_NO_LINE))
            return
        if value not in _STYLES:
            raise NotImplementedError(f"LibreOffice has no border of the style {value}")
        line = self._line()
        width = int(line.LineWidth) if _is_drawn(line) else _WEIGHTS["thin"]
        self._draw(_new_line(_STYLES[value], width, int(line.Color)))

    @property
    def weight(self) -> str | None:
        """How thick it is; `None` when there is no line."""
        line = self._line()
        if not _is_drawn(line):
            return None
        width = int(line.LineWidth)
        return min(_WEIGHTS, key=lambda name: abs(_WEIGHTS[name] - width))

    @weight.setter
    def weight(self, value: str) -> None:
        line = self._line()
        style = int(line.LineStyle) if _is_drawn(line) else _STYLES["continuous"]
        self._draw(_new_line(style, _WEIGHTS[value], int(line.Color)))

    @property
    def color(self) -> tuple[int, int, int] | None:
        """Its colour; `None` when there is no line."""
        line = self._line()
        return from_colour(int(line.Color)) if _is_drawn(line) else None

    @color.setter
    def color(self, color_or_rgb: Any) -> None:
        line = self._line()
        is_drawn = _is_drawn(line)
        style = int(line.LineStyle) if is_drawn else _STYLES["continuous"]
        width = int(line.LineWidth) if is_drawn else _WEIGHTS["thin"]
        self._draw(_new_line(style, width, to_colour(color_or_rgb)))

    def _line(self) -> UnoObject:
        """Return the line as a cell on that side shows it."""
        box = self.cells.box
        row = box.last_row if self.side == "edge_bottom" else box.row
        column = box.last_column if self.side == "edge_right" else box.column
        cell = self.cells.cell(row, column)
        return getattr(cell, _DIAGONALS.get(self.side) or _GRID[self.side][1])

    def _draw(self, line: UnoObject) -> None:
        self.cells.sheet.require_unprotected(self.cells.box)
        if self.side in _DIAGONALS:
            setattr(self.cells.xl, _DIAGONALS[self.side], line)
            return
        name = _GRID[self.side][0]
        border = structure(_TABLE_BORDER)
        setattr(border, name, line)
        setattr(border, f"Is{name}Valid", True)
        self.cells.xl.TableBorder2 = border


def _is_drawn(line: UnoObject) -> bool:
    return int(line.LineStyle) != _NO_LINE and int(line.LineWidth or line.OuterLineWidth) > 0


def _new_line(style: int, width: int, colour: int) -> UnoObject:
    return structure(
        _LINE, LineStyle=style, LineWidth=width, OuterLineWidth=width, Color=max(colour, 0)
    )
