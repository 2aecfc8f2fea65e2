"""One table: its parts, its settings, its size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from kinerja_xl.live.libreoffice import table_layout, table_renaming
from kinerja_xl.live.libreoffice.autofilters import AutoFilter
from kinerja_xl.live.libreoffice.boxes import Box, box_of
from kinerja_xl.live.libreoffice.bridge import UnoObject
from kinerja_xl.live.libreoffice.ranges import Range
from kinerja_xl.live.libreoffice.table_layout import TableLooks
from kinerja_xl.live.libreoffice.table_parts import TableColumns, TableRows
from kinerja_xl.live.libreoffice.table_renaming import require_table_name

if TYPE_CHECKING:
    from kinerja_xl.live.libreoffice.sheet import Sheet


class Table(base_classes.Table):
    """One table."""

    def __init__(self, sheet: Sheet, xl: UnoObject) -> None:
        self.sheet = sheet
        self.xl = xl

    @property
    def api(self) -> UnoObject:
        """LibreOffice's database range."""
        return self.xl

    @property
    def parent(self) -> Sheet:
        """Its sheet."""
        return self.sheet

    @property
    def full_box(self) -> Box:
        """Its cells, headings that are not shown included."""
        return box_of(self.xl.getDataArea())

    @property
    def box(self) -> Box:
        """Its cells, shown headings and totals included."""
        box = self.full_box
        if self.looks.has_hidden_headings:
            return Box(box.row + 1, box.column, box.rows - 1, box.columns)
        return box

    @property
    def place(self) -> int:
        """Its place among the tables of its sheet."""
        order = self.looks.order
        return int(self.xl.TokenIndex) if order is None else order

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.xl.getName())

    @name.setter
    def name(self, value: str) -> None:
        old = self.name
        require_table_name(self.sheet.book, value, own=old)
        with table_renaming.formulas_following(self.sheet.book, old, value):
            self.xl.setName(value)
        looks = self.sheet.book.table_looks
        if old in looks:
            looks[value] = looks.pop(old)

    @property
    def display_name(self) -> str:
        """Its name: LibreOffice has no other one for show."""
        return self.name

    @display_name.setter
    def display_name(self, value: str) -> None:
        self.name = value

    @property
    def looks(self) -> TableLooks:
        """What Excel draws and LibreOffice does not."""
        return self.sheet.book.table_looks.setdefault(self.name, TableLooks())

    @property
    def range(self) -> Range:
        """Its cells, headings and totals included."""
        return Range(self.sheet, self.box)

    @property
    def header_row_range(self) -> Range | None:
        """Its headings; `None` when they are hidden."""
        box = self.box
        return Range(self.sheet, box.resized(1, box.columns)) if self.show_headers else None

    @property
    def totals_row_range(self) -> Range | None:
        """Its row of totals; `None` when there is none."""
        box = self.box
        if not self.xl.TotalsRow:
            return None
        return Range(self.sheet, Box(box.last_row, box.column, 1, box.columns))

    @property
    def body_box(self) -> Box:
        """Its data rows, an empty first one included."""
        box = self.box
        above, below = int(self.show_headers), int(self.xl.TotalsRow)
        return Box(box.row + above, box.column, box.rows - above - below, box.columns)

    @property
    def data_body_range(self) -> Range | None:
        """Its data rows; `None` when it has none but the empty one for new data."""
        return None if self.insert_row_range is not None else Range(self.sheet, self.body_box)

    @property
    def insert_row_range(self) -> Range | None:
        """The empty row that a table without data shows; `None` when it has data.

        A file does not tell that row from one blank data row, which it is taken for.
        """
        looks = self.looks
        if looks.has_insert_row:
            cells = Range(self.sheet, self.body_box)
            looks.has_insert_row = cells.box.rows == 1 and table_layout.is_blank(cells)
            return cells if looks.has_insert_row else None
        return None

    @property
    def columns(self) -> TableColumns:
        """Its columns."""
        return TableColumns(self)

    @property
    def rows(self) -> TableRows:
        """Its data rows."""
        return TableRows(self)

    @property
    def autofilter(self) -> AutoFilter:
        """The filter of its rows."""
        return AutoFilter(self.range, self.xl)

    @property
    def show_autofilter(self) -> bool:
        """Whether its headings have buttons for filtering."""
        return bool(self.xl.AutoFilter)

    @show_autofilter.setter
    def show_autofilter(self, value: bool) -> None:
        self.xl.AutoFilter = value

    @property
    def show_headers(self) -> bool:
        """Whether its headings are shown."""
        return bool(self.xl.ContainsHeader) and not self.looks.has_hidden_headings

    @show_headers.setter
    def show_headers(self, value: bool) -> None:
        if value != self.show_headers:
            table_layout.show_headers(self, value)

    @property
    def show_totals(self) -> bool:
        """Whether it has a row of totals."""
        return bool(self.xl.TotalsRow)

    @show_totals.setter
    def show_totals(self, value: bool) -> None:
        if value != self.show_totals:
            table_layout.show_totals(self, value)

    @property
    def table_style(self) -> str | None:
        """The name of its style, kept while the workbook is open: LibreOffice draws none."""
        return self.looks.style

    @table_style.setter
    def table_style(self, value: str | None) -> None:
        self.looks.style = value

    @property
    def show_table_style_column_stripes(self) -> bool:
        """Kept like the style."""
        return self.looks.column_stripes

    @show_table_style_column_stripes.setter
    def show_table_style_column_stripes(self, value: bool) -> None:
        self.looks.column_stripes = value

    @property
    def show_table_style_row_stripes(self) -> bool:
        """Kept like the style."""
        return self.looks.row_stripes

    @show_table_style_row_stripes.setter
    def show_table_style_row_stripes(self, value: bool) -> None:
        self.looks.row_stripes = value

    @property
    def show_table_style_first_column(self) -> bool:
        """Kept like the style."""
        return self.looks.first_column

    @show_table_style_first_column.setter
    def show_table_style_first_column(self, value: bool) -> None:
        self.looks.first_column = value

    @property
    def show_table_style_last_column(self) -> bool:
        """Kept like the style."""
        return self.looks.last_column

    @show_table_style_last_column.setter
    def show_table_style_last_column(self, value: bool) -> None:
        self.looks.last_column = value

    def is_on(self, sheet: Sheet) -> bool:
        """Tell whether it lies on that sheet."""
        return bool(self.xl.getDataArea().Sheet == sheet.xl.getRangeAddress().Sheet)

    def resize(self, range: Any) -> None:
        """Let it reach over other cells; new columns without a heading get one.

        Raises:
            ValueError: If its headings would be in another row, or no row would be left below.
        """
        box = range.impl.box
        least = 1 + int(self.show_headers)
        if box.row != self.box.row or not box.meets(self.box) or box.rows < least:
            raise ValueError("a table keeps the row of its headings, and a row below it")
        if self.looks.has_hidden_headings:
            box = Box(box.row - 1, box.column, box.rows + 1, box.columns)
        if self.xl.ContainsHeader:
            table_layout.complete_headings(self.sheet, box.resized(1, box.columns))
        self.move_to(box)

    def move_to(self, box: Box) -> None:
        """Let it reach over other cells, given as `full_box`."""
        self.xl.setDataArea(Range(self.sheet, box).xl.getRangeAddress())

    def sort(self, keys: list[int], ascending: list[bool]) -> None:
        """Order its data rows by columns counted from 1."""
        Range(self.sheet, self.body_box).sort(keys, ascending, False)
