"""A master's bytes as tables and named values: calamine reads the cells, the package the places."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, time, timedelta
from functools import cached_property

from python_calamine import CalamineError, CalamineWorkbook, load_workbook

from kinerja_xl.core.addresses import Area
from kinerja_xl.core.book import TableData
from kinerja_xl.core.values import CellValue
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.returns.sheet_guard import is_plain, odd_cell_pattern
from kinerja_xl.files.xlsx.package import Package, TablePart
from kinerja_xl.files.xlsx.sheetxml import SheetXml
from kinerja_xl.files.xlsx.xmlparts import XmlError
from kinerja_xl.layout.spec import Table

MOST_CELLS_PER_SHEET = 5_000_000
"""The largest extent that is read: calamine allocates every cell of it, and dies of too many."""

_SECONDS_PER_DAY = 86_400
_ODD_CELL = odd_cell_pattern()


class MasterSnapshot:
    """A master as it was at one moment; sheets are read when they are asked for.

    Args:
        data: The whole file.
        name: How error texts call it.

    Raises:
        KinerjaError: If the bytes are no workbook.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.data = data
        self.package = Package(data, name)
        self._name = name
        self._sheets: dict[str, list[list[CellValue]]] = {}
        self._tables: dict[tuple[str, ...], TableData] = {}

    def table(self, table: Table) -> TableData:
        """Read a table, its columns found by their headings, blank rows at its end left out.

        Columns with a formula do not count in deciding whether a row is blank.

        Raises:
            KinerjaError: If the workbook has no such table or lacks one of its columns.
        """
        specified = (table.name, *table.fields)
        if specified not in self._tables:
            self._tables[specified] = self._read_table(table)
        return self._tables[specified]

    def _read_table(self, table: Table) -> TableData:
        part = self.package.table(table.name)
        positions = self.positions(table)
        rows = [
            tuple(row[position] for position in positions)
            for row in self._rows(part.sheet, part.data_area)
        ]
        typed = [index for index, column in enumerate(table.columns) if column.formula is None]
        while rows and all(rows[-1][index] is None for index in typed):
            rows.pop()
        return TableData(table.fields, tuple(rows), part.data_area.first_row)

    def positions(self, table: Table) -> tuple[int, ...]:
        """Return, for each column of a table's specification, its index among the file's columns.

        Raises:
            KinerjaError: If the workbook has no such table or lacks one of its columns.
        """
        part = self.package.table(table.name)
        found: dict[str, int] = {}
        for headings in (self._headings(part), part.columns):
            for index, heading in enumerate(headings):
                found.setdefault(_normalised(heading), index)
        missing = [c.heading for c in table.columns if _normalised(c.heading) not in found]
        if missing:
            raise KinerjaError(
                f"Tabel {table.name} tidak memiliki kolom {', '.join(missing)}.",
                where=f"{self._name} [{part.sheet}]",
                remedy="Kembalikan judul kolom itu, atau pulihkan salinan dari folder cadangan.",
            )
        return tuple(found[_normalised(column.heading)] for column in table.columns)

    def column(self, part: TablePart, index: int) -> list[CellValue]:
        """Read all data rows of one column of a table in the file, blank ones too."""
        return [row[index] for row in self._rows(part.sheet, part.data_area)]

    def value(self, name: str) -> CellValue:
        """Read the (first) cell that a defined name denotes.

        Raises:
            KinerjaError: If the workbook has no such name, or it denotes no cell.
        """
        sheet, row, column = self.named_cell(name)
        return self._rows(sheet, Area(row, column, row, column))[0][0]

    def first_sheet(self) -> tuple[str, list[list[CellValue]]]:
        """Return the name and all cells of the first sheet, from A1 on."""
        name = self.package.sheets[0].name
        return name, self._sheet(name)

    def named_cell(self, name: str) -> tuple[str, int, int]:
        """Return sheet, row and column of the (first) cell that a defined name denotes.

        Raises:
            KinerjaError: If the workbook has no such name, or it denotes no cell.
        """
        found = self.package.defined_name(name)
        if found.area is None:
            raise ValueError(f"{name} denotes no cells")
        sheet = self.package.sheet(found.sheet).name
        return sheet, found.area.first_row, found.area.first_column

    def _headings(self, part: TablePart) -> Sequence[str]:
        if not part.header_rows:
            return ()
        area = part.area.with_last_row(part.area.first_row)
        return [str(value or "") for value in self._rows(part.sheet, area)[0]]

    def _rows(self, sheet: str, area: Area) -> list[list[CellValue]]:
        cells = self._sheet(sheet)
        blank: list[CellValue] = [None] * area.width
        first, last = area.first_column - 1, area.last_column
        rows = []
        for row in cells[area.first_row - 1 : area.last_row]:
            part = row[first:last]
            rows.append(part + blank[len(part) :])
        return rows + [blank] * (area.height - len(rows))

    def _sheet(self, name: str) -> list[list[CellValue]]:
        if name not in self._sheets:
            self._sheets[name] = self._read_sheet(name)
        return self._sheets[name]

    def _read_sheet(self, name: str) -> list[list[CellValue]]:
        part = self.package.read(self.package.sheet(name).part)
        if is_plain(part, _ODD_CELL):  # then it is neither too large nor has it error values
            return self._cells(name)
        try:
            xml = SheetXml(part)
        except XmlError as error:
            raise self.package.damaged(f"lembar {name} tidak terbaca") from error
        extent = xml.extent()
        if extent is None:
            return []
        if extent.last_row * extent.last_column > MOST_CELLS_PER_SHEET:
            raise KinerjaError(
                f"Lembar terisi sampai sel {str(extent).rpartition(':')[2]}, terlalu jauh.",
                where=f"{self._name} [{name}]",
                remedy="Hapus baris dan kolom yang tidak dipakai di lembar itu, lalu simpan.",
            )
        values = self._cells(name)
        for (row, column), text in xml.error_values().items():  # calamine gives them as blanks
            if row <= len(values) and column <= len(values[row - 1]):
                values[row - 1][column - 1] = text
        return values

    def _cells(self, name: str) -> list[list[CellValue]]:
        try:
            cells = self._workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
        except CalamineError as error:
            raise self.package.damaged(f"lembar {name} tidak terbaca") from error
        return [[_cell_value(value) for value in row] for row in cells]

    @cached_property
    def _workbook(self) -> CalamineWorkbook:
        try:
            return load_workbook(io.BytesIO(self.data), load_tables=False)
        except CalamineError as error:
            raise self.package.damaged("buku kerja tidak terbaca") from error


def _cell_value(value: str | float | bool | time | date | timedelta) -> CellValue:
    """Turn calamine's value into a cell's; a time of day or a duration is a number of days."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, time):
        seconds = value.hour * 3600 + value.minute * 60 + value.second
        return (seconds + value.microsecond / 1_000_000) / _SECONDS_PER_DAY
    if isinstance(value, timedelta):
        return value / timedelta(days=1)
    return value


def _normalised(heading: str) -> str:
    return " ".join(heading.split()).casefold()
