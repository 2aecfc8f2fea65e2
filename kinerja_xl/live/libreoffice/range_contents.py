"""Values and formulas of a range, read and written in blocks."""

from __future__ import annotations

from typing import Any

from kinerja_xl.live.libreoffice import fills
from kinerja_xl.live.libreoffice.boxes import Box
from kinerja_xl.live.libreoffice.cell_block import CellBlock
from kinerja_xl.live.libreoffice.cell_reading import boxes_of, format_groups, read_values
from kinerja_xl.live.libreoffice.cell_writing import unset_logical, write_values
from kinerja_xl.live.libreoffice.formulas import is_formula, to_bridge, to_excel
from kinerja_xl.live.libreoffice.values import as_rows

# com.sun.star.sheet.CellFlags
_CONTENTS = 1 | 2 | 4 | 16
_FORMATS = 32 | 64 | 256 | 512
_NOTES = 8


class Contents(CellBlock):
    """What stands in the cells."""

    @property
    def max_cells_per_read(self) -> int | None:
        """The bridge has no limit of its own."""
        return None

    @property
    def max_cells_per_write(self) -> int | None:
        """The bridge has no limit of its own."""
        return None

    @property
    def raw_value(self) -> Any:
        """The values: float, bool, text, datetime, an error, or nothing.

        One value for a single cell, rows of values for more. Rows and columns without an end
        are read as far as the sheet is in use.
        """
        if self.box.is_empty:
            return None
        box = self.in_use()
        if box.is_empty:
            return None
        block = self if box == self.box else self.at(box)
        rows = read_values(block)
        return rows[0][0] if (box.rows, box.columns) == (1, 1) else rows

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        if self.box.is_empty:
            return
        box = self.box
        rows = as_rows(data, box.rows, box.columns)
        if (len(rows), len(rows[0])) != (box.rows, box.columns):
            self.at(box.resized(len(rows), len(rows[0]))).raw_value = rows
            return
        if any(len(row) != box.columns for row in rows):
            raise ValueError("all rows of a block need the same length")
        self.sheet.require_unprotected(box)
        write_values(self, rows, self.table_name)

    @property
    def formula(self) -> Any:
        """The formulas in Excel's writing; of cells without one what was typed into them.

        Text for a single cell, rows of texts for more.
        """
        return self._formulas()

    @formula.setter
    def formula(self, value: Any) -> None:
        self._set_formulas(value)

    @property
    def formula2(self) -> Any:
        """The same as `formula`: LibreOffice has no spilling formulas to tell apart."""
        return self._formulas()

    @formula2.setter
    def formula2(self, value: Any) -> None:
        self._set_formulas(value)

    @property
    def formula_array(self) -> str | None:
        """The array formula of the cells; `None` where they have none in common."""
        formula = str(self.xl.getArrayFormula())
        return to_excel(formula) if formula else None

    @formula_array.setter
    def formula_array(self, value: str) -> None:
        self.sheet.require_unprotected(self.box)
        unset_logical(self)
        self.xl.setArrayFormula(to_bridge(value, self.table_name))

    @property
    def has_array(self) -> bool:
        """Whether the cells belong to an array formula."""
        return bool(self.cell(self.box.row, self.box.column).getArrayFormula())

    def clear_contents(self) -> None:
        """Empty the cells; formats and notes stay."""
        self._clear(_CONTENTS)

    def clear_formats(self) -> None:
        """Take the formats away; contents stay."""
        self._clear(_FORMATS)

    def clear(self) -> None:
        """Empty the cells, take their formats and notes away."""
        self._clear(_CONTENTS | _FORMATS | _NOTES)

    def number_formats(self) -> list[tuple[int, list[Box]]]:
        """Return the keys of its number formats, each with the cells that have it."""
        return [(key, boxes_of(self, group)) for key, group in format_groups(self)]

    def table_name(self) -> str | None:
        """Return the name of the table around the first cell."""
        table = self.sheet.tables.around(self.box)
        return None if table is None else table.name

    def _clear(self, flags: int) -> None:
        if not self.box.is_empty:
            self.sheet.require_unprotected(self.box, "dihapus isinya")
            self.xl.clearContents(flags)

    def _formulas(self) -> Any:
        box = self.in_use()
        if box.is_empty:
            return None
        rows = tuple(tuple(map(to_excel, row)) for row in self.at(box).xl.getFormulaArray())
        return rows[0][0] if (box.rows, box.columns) == (1, 1) else rows

    def _set_formulas(self, value: Any) -> None:
        box = self.box
        rows = as_rows(value, box.rows, box.columns)
        if not isinstance(value, list | tuple) and is_formula(value) and len(self) > 1:
            self._fill_formula(value)
            return
        self.raw_value = rows

    def _fill_formula(self, formula: str) -> None:
        """Write one formula into all cells; its relative references move along, as in Excel."""
        self.sheet.require_unprotected(self.box)
        unset_logical(self)
        first = self.cell(self.box.row, self.box.column)
        first.setFormula(to_bridge(formula, self.table_name))
        source = self.at(Box(self.box.row, self.box.column))
        down = self.at(self.box.resized(self.box.rows, 1))
        fills.continue_cells(source, down)
        if self.box.columns > 1:
            fills.continue_cells(down, self)
