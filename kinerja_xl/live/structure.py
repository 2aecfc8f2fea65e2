"""The structure of an open workbook, where its sheets, tables and names are, and its values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from kinerja_xl.core.addresses import Area
from kinerja_xl.core.values import CellValue
from kinerja_xl.files.xlsx.package import DefinedName, Package, SheetPart, TablePart
from kinerja_xl.layout.spec import Table
from kinerja_xl.live.cells import cell_value
from kinerja_xl.live.host import is_busy

if TYPE_CHECKING:
    import xlwings
    from xlwings.main import Table as LiveTable

Values = list[list[CellValue]]


class LiveStructure(Package):
    """An open workbook in the words of a package, so that file and live workbook are read alike.

    It has no bytes and no parts; what it inherits are the ways to find a sheet, a table and a name,
    and the errors when one is missing.

    Args:
        book: The workbook.
        name: How error texts call it.
        is_1904: Whether its dates count from 1904.
        tables: Finds a table's specification by its ListObject name.
    """

    def __init__(
        self, book: xlwings.Book, name: str, *, is_1904: bool, tables: Callable[[str], Table]
    ) -> None:
        # Not the inherited one, which opens an archive.
        self.data = b""
        self.name = name
        self.is_1904 = is_1904
        self._book = book
        self._specifications = tables
        self._found: dict[str, TablePart] = {}
        self._named: dict[str, DefinedName] = {}
        self._sheet_parts: dict[str, SheetPart] = {}
        self._live_sheets: dict[str, xlwings.Sheet] = {}
        self._live_tables: dict[str, LiveTable] = {}
        self._blocks: dict[str, list[tuple[Area, Values]]] = {}

    @cached_property
    def sheets(self) -> tuple[SheetPart, ...]:
        """The sheets in the workbook's order; `sheet` finds one without listing them."""
        return tuple(_sheet_part(each.name) for each in self._book.sheets)

    @property
    def tables(self) -> tuple[TablePart, ...]:
        """The tables asked for so far: to list all of them takes longer than a run may."""
        return tuple(self._found.values())

    @property
    def names(self) -> tuple[DefinedName, ...]:
        """The names asked for so far; those that are plain references carry their cells."""
        return tuple(self._named.values())

    def sheet(self, name: str) -> SheetPart:
        """Return the sheet of that name; letter case does not count.

        Raises:
            KinerjaError: If there is none.
        """
        if name not in self._sheet_parts:
            try:
                self._sheet_parts[name] = _sheet_part(self.sheet_named(name).name)
            except Exception as error:
                if is_busy(error):
                    raise
                return super().sheet(name)  # each engine has its own error for a missing sheet
        return self._sheet_parts[name]

    def defined_name(self, name: str, sheet: str | None = None) -> DefinedName:
        """Return a name of the workbook.

        Raises:
            KinerjaError: If there is none, or it denotes no plain cells.
        """
        if name not in self._named and (found := self._refers_to(name)) is not None:
            self._named[name] = _read_name(name, found)
        return super().defined_name(name, sheet)

    def table(self, name: str) -> TablePart:
        """Return the table of that name; on its specified sheet it is found without a search.

        Raises:
            KinerjaError: If there is none.
        """
        key = name.casefold()
        if key not in self._found:
            part = self._on_its_sheet(name) or self._anywhere(name)
            self._found[key] = self._with_columns(part or super().table(name))
        return self._found[key]

    def tables_on(self, sheet: str) -> Iterator[TablePart]:
        """Return the places of the tables of one sheet."""
        return (_place(sheet, table) for table in self.sheet_named(sheet).tables)

    def sheet_named(self, name: str) -> xlwings.Sheet:
        """Return a sheet itself; every look-up crosses to the other program, so it is kept."""
        if name not in self._live_sheets:
            self._live_sheets[name] = self._book.sheets[name]
        return self._live_sheets[name]

    def known_table_at(self, sheet: str, row: int, column: int) -> TablePart | None:
        """Return the table, of those asked for before, among whose data rows a cell is."""
        for part in self.tables:
            if part.sheet.casefold() == sheet.casefold() and part.data_area.contains(row, column):
                return part
        return None

    def range(self, sheet: str, area: Area) -> xlwings.Range:
        """Return an area of a sheet."""
        first = (area.first_row, area.first_column)
        return self.sheet_named(sheet).range(first, (area.last_row, area.last_column))

    def live_table(self, part: TablePart) -> LiveTable:
        """Return the table itself."""
        if part.name not in self._live_tables:
            self._live_tables[part.name] = self.sheet_named(part.sheet).tables[part.name]
        return self._live_tables[part.name]

    def values(self, sheet: str, area: Area) -> Values:
        """Read an area, from what was read before where that covers it."""
        for known, rows in self._blocks.get(sheet, ()):
            if known.encloses(area):
                top, left = area.first_row - known.first_row, area.first_column - known.first_column
                part = rows[top : top + area.height]
                return [row[left : left + area.width] for row in part]
        raw = self.range(sheet, area).options(ndim=2, err_to_str=True).value
        values = [[cell_value(cell) for cell in row] for row in raw]
        self._blocks.setdefault(sheet, []).append((area, values))
        return values

    def _refers_to(self, name: str) -> str | None:
        """Return what a name stands for; `None` when there is none."""
        names = self._book.names
        try:
            return names[name].refers_to or ""
        except Exception:
            if name in names:
                raise
            return None  # each engine has its own error for a name that is not there

    def _on_its_sheet(self, name: str) -> TablePart | None:
        sheet = self._specifications(name).sheet
        try:
            table = self.sheet_named(sheet).tables[name]
        except Exception as error:
            if is_busy(error):
                raise
            return None  # each engine has its own error for a sheet or table that is not there
        self._live_tables[name] = table
        return _place(sheet, table)

    def _anywhere(self, name: str) -> TablePart | None:
        places = (part for sheet in self.sheets for part in self.tables_on(sheet.name))
        return next((part for part in places if part.name.casefold() == name.casefold()), None)

    def _with_columns(self, part: TablePart) -> TablePart:
        """Name the columns, and say which ones beyond the specification are formulas throughout."""
        if part.header_rows:
            header = self.values(part.sheet, part.area)[0]
            columns = tuple(str(heading or "") for heading in header)
        else:
            columns = tuple(column.name for column in self.live_table(part).columns)
        known = {_normalised(each.heading) for each in self._specifications(part.name).columns}
        foreign = [n for n, heading in enumerate(columns) if _normalised(heading) not in known]
        calculated = frozenset(n for n in foreign if self._is_calculated(part, n))
        return replace(part, columns=columns, calculated=calculated)

    def _is_calculated(self, part: TablePart, index: int) -> bool:
        area = part.data_area
        column = area.first_column + index
        cells = self.range(part.sheet, replace(area, first_column=column, last_column=column))
        return all(str(cell).startswith("=") for row in formulas_of(cells) for cell in row)


def formulas_of(cells: xlwings.Range) -> list[list[object]]:
    """Read the formulas of a range as rows; engines give one cell or one row without the rows."""
    block = cells.formula
    if not isinstance(block, list | tuple):
        return [[block]]
    if block and not isinstance(block[0], list | tuple):
        return [list(block)] if cells.shape[0] == 1 else [[cell] for cell in block]
    return [list(row) for row in block]


def area_of(cells: xlwings.Range) -> Area:
    """Return where a range is."""
    height, width = cells.shape
    return Area(cells.row, cells.column, cells.row + height - 1, cells.column + width - 1)


def _read_name(name: str, refers_to: str | None) -> DefinedName:
    """Return a name with the cells it denotes, if it denotes cells of one sheet.

    Args:
        name: The name.
        refers_to: What it stands for, as in `='DATA PENDUKUNG'!$A$4`.
    """
    text = refers_to or ""
    sheet, separator, place = text.lstrip("=").strip().rpartition("!")
    if sheet.startswith("'") and sheet.endswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    try:
        area = Area.parse(place) if separator and "[" not in sheet else None
    except ValueError:
        area = None
    return DefinedName(name, text, None, sheet if area else "", area)


def _sheet_part(name: str) -> SheetPart:
    """Return a sheet; nothing that is read here depends on whether it is seen."""
    return SheetPart(name, "visible", "worksheet", "")


def _place(sheet: str, table: LiveTable) -> TablePart:
    header_rows, totals_rows = int(table.show_headers), int(table.show_totals)
    return TablePart(table.name, sheet, "", area_of(table.range), (), header_rows, totals_rows)


def _normalised(heading: str) -> str:
    return " ".join(heading.split()).casefold()
