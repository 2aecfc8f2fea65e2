"""How the cells of a range look: formats, colours, sizes, alignment."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kinerja_xl.live.libreoffice import sizes
from kinerja_xl.live.libreoffice.bridge import UnoObject, enumeration
from kinerja_xl.live.libreoffice.cell_block import CellBlock
from kinerja_xl.live.libreoffice.colours import NO_COLOUR, from_colour, to_colour

if TYPE_CHECKING:
    from kinerja_xl.live.libreoffice.borders import Borders
    from kinerja_xl.live.libreoffice.fonts import Characters, Font
    from kinerja_xl.live.libreoffice.validations import DataValidation

_MANY = 64
# Excel's limits, in characters and in points.
_WIDEST, _HIGHEST = 255, 409.5
_HORIZONTAL = {
    "general": ("STANDARD", 0),
    "left": ("LEFT", 0),
    "center": ("CENTER", 0),
    "right": ("RIGHT", 0),
    "fill": ("REPEAT", 0),
    "justify": ("BLOCK", 0),
    "distributed": ("BLOCK", 1),
}
# com.sun.star.table.CellVertJustify2, and the method that spreads the lines.
_VERTICAL = {
    "top": (1, 0),
    "center": (2, 0),
    "bottom": (3, 0),
    "justify": (4, 0),
    "distributed": (4, 1),
}
_STANDARD_VERTICAL = 0


class Looks(CellBlock):
    """Formats of the cells, and the sizes of their rows and columns."""

    @property
    def number_format(self) -> str | None:
        """The number format in Excel's writing; `None` when the cells differ."""
        if self.box.is_empty:
            return ""
        if self._differs("NumberFormat"):
            return None
        return self.sheet.book.formats.code(int(self.xl.NumberFormat))

    @number_format.setter
    def number_format(self, value: str) -> None:
        if not self.box.is_empty:
            self.sheet.require_unprotected(self.box)
            self.xl.NumberFormat = self.sheet.book.formats.key(value)

    @property
    def color(self) -> tuple[int, int, int] | None:
        """The background; `None` when there is none, or the cells differ."""
        return None if self.box.is_empty else from_colour(int(self.xl.CellBackColor))

    @color.setter
    def color(self, color_or_rgb: Any) -> None:
        if not self.box.is_empty:
            self.sheet.require_unprotected(self.box)
            colour = NO_COLOUR if color_or_rgb is None else to_colour(color_or_rgb)
            self.xl.CellBackColor = colour

    def set_colors(self, colors: Any) -> None:
        """Give each cell its own background; `...` leaves a cell as it is."""
        for row, line in enumerate(colors, 1):
            for column, colour in enumerate(line, 1):
                if colour is not ...:
                    self(row, column).color = colour

    @property
    def font(self) -> Font:
        """The font of the cells."""
        from kinerja_xl.live.libreoffice.fonts import Font

        return Font(self, self.xl)

    @property
    def borders(self) -> Borders:
        """The borders of the cells."""
        from kinerja_xl.live.libreoffice.borders import Borders

        return Borders(self)

    @property
    def data_validation(self) -> DataValidation:
        """The rule for what may be typed into the cells."""
        from kinerja_xl.live.libreoffice.validations import DataValidation

        return DataValidation(self)

    @property
    def conditional_formats(self) -> None:
        """Not built: LibreOffice keeps them per sheet, with other icons and bars than Excel."""
        raise NotImplementedError("this engine has no conditional formats")

    @property
    def characters(self) -> Characters:
        """The characters of the first cell."""
        from kinerja_xl.live.libreoffice.fonts import Characters

        return Characters(self, self.cell(self.row, self.column))

    @property
    def wrap_text(self) -> bool | None:
        """Whether long text goes on in the next line; `None` when the cells differ."""
        return None if self._differs("IsTextWrapped") else bool(self.xl.IsTextWrapped)

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self.sheet.require_unprotected(self.box)
        self.xl.IsTextWrapped = value

    @property
    def horizontal_alignment(self) -> str | None:
        """How text stands between left and right; `None` when the cells differ."""
        if self._differs("HoriJustify") or self._differs("HoriJustifyMethod"):
            return None
        found = (str(self.xl.HoriJustify.value), int(self.xl.HoriJustifyMethod))
        return next((name for name, value in _HORIZONTAL.items() if value == found), None)

    @horizontal_alignment.setter
    def horizontal_alignment(self, value: str) -> None:
        if value not in _HORIZONTAL:
            raise NotImplementedError(f"LibreOffice cannot align cells as {value}")
        self.sheet.require_unprotected(self.box)
        name, method = _HORIZONTAL[value]
        self.xl.HoriJustify = enumeration("com.sun.star.table.CellHoriJustify", name)
        self.xl.HoriJustifyMethod = method

    @property
    def vertical_alignment(self) -> str | None:
        """How text stands between top and bottom; `None` when the cells differ."""
        if self._differs("VertJustify") or self._differs("VertJustifyMethod"):
            return None
        found = (int(self.xl.VertJustify), int(self.xl.VertJustifyMethod))
        if found[0] == _STANDARD_VERTICAL:
            return "bottom"
        return next((name for name, value in _VERTICAL.items() if value == found), None)

    @vertical_alignment.setter
    def vertical_alignment(self, value: str) -> None:
        self.sheet.require_unprotected(self.box)
        self.xl.VertJustify, self.xl.VertJustifyMethod = _VERTICAL[value]

    def adjust_indent(self, amount: int) -> None:
        """Move the text to the right by so many steps, or back."""
        self.sheet.require_unprotected(self.box)
        self.xl.ParaIndent = max(0, int(self.xl.ParaIndent) + sizes.indent(amount))

    @property
    def column_width(self) -> float | None:
        """The width of its columns in characters, 0 to 255; `None` when they differ.

        Columns without a width are hidden, as in Excel.
        """
        width = self._common_size("Columns", "Width", self.box.columns)
        return None if width is None else sizes.characters(width)

    @column_width.setter
    def column_width(self, value: float) -> None:
        self.sheet.require_unprotected(self.box)
        _set_size(self.xl.getColumns(), "Width", value, _WIDEST, sizes.from_characters)

    @property
    def row_height(self) -> float | None:
        """The height of its rows in points, 0 to 409.5; `None` when they differ.

        Rows without a height are hidden, as in Excel.
        """
        height = self._common_size("Rows", "Height", self.box.rows)
        return None if height is None else sizes.points(height)

    @row_height.setter
    def row_height(self, value: float) -> None:
        self.sheet.require_unprotected(self.box)
        _set_size(self.xl.getRows(), "Height", value, _HIGHEST, sizes.from_points)

    @property
    def width(self) -> float:
        """Its width in points."""
        return 0.0 if self.box.is_empty else sizes.distance(self.xl.Size.Width)

    @property
    def height(self) -> float:
        """Its height in points."""
        return 0.0 if self.box.is_empty else sizes.distance(self.xl.Size.Height)

    @property
    def left(self) -> float:
        """How far it is from the left edge of the sheet, in points."""
        return sizes.distance(self.xl.Position.X)

    @property
    def top(self) -> float:
        """How far it is from the top of the sheet, in points."""
        return sizes.distance(self.xl.Position.Y)

    def autofit(self, axis: str | None = None) -> None:
        """Fit columns (`c`), rows (`r`) or both to their contents."""
        self.sheet.require_unprotected(self.box)
        if axis is None or axis.startswith("c"):
            self.xl.getColumns().OptimalWidth = True
        if axis is None or axis.startswith("r"):
            self.xl.getRows().OptimalHeight = True

    @property
    def row_hidden(self) -> bool | None:
        """Whether its rows are hidden; `None` when only some are."""
        return self._common_visibility(self.xl.getRows(), self.box.rows)

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        self.sheet.require_unprotected(self.box)
        self.xl.getRows().IsVisible = not value

    @property
    def column_hidden(self) -> bool | None:
        """Whether its columns are hidden; `None` when only some are."""
        return self._common_visibility(self.xl.getColumns(), self.box.columns)

    @column_hidden.setter
    def column_hidden(self, value: bool) -> None:
        self.sheet.require_unprotected(self.box)
        self.xl.getColumns().IsVisible = not value

    def _differs(self, name: str) -> bool:
        return len(self) > 1 and str(self.xl.getPropertyState(name).value) == "AMBIGUOUS_VALUE"

    def _common_size(self, kind: str, dimension: str, count: int) -> int | None:
        """Return the size that all rows or columns have.

        Of very many only the first and the sum are asked for, which a mixture could match by
        chance alone.
        """
        if self.box.is_empty:
            return 0
        lines: UnoObject = getattr(self.xl, f"get{kind}")()
        first = _size(lines.getByIndex(0), dimension)
        if count > _MANY:
            total = int(getattr(self.xl.Size, dimension))
            return first if abs(total - first * count) <= count else None
        sizes_found = {_size(lines.getByIndex(at), dimension) for at in range(1, count)}
        return first if sizes_found <= {first} else None

    @staticmethod
    def _common_visibility(lines: UnoObject, count: int) -> bool | None:
        found = {bool(lines.getByIndex(index).IsVisible) for index in range(count)}
        return None if len(found) > 1 else not found.pop()


def _size(line: UnoObject, dimension: str) -> int:
    """Return the size of a row or column; of a hidden one LibreOffice tells what it would be."""
    return int(getattr(line, dimension)) if line.IsVisible else 0


def _set_size(
    lines: UnoObject,
    dimension: str,
    value: float,
    limit: float,
    convert: Callable[[float], int],
) -> None:
    if not 0 <= value <= limit:
        raise ValueError(f"{value} is not between 0 and {limit}")
    lines.IsVisible = value > 0
    if value > 0:
        setattr(lines, dimension, convert(value))
