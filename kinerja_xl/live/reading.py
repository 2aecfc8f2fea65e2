"""An open master as tables and named values, read by the same rules as the file."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kinerja_xl.core.addresses import Area
from kinerja_xl.core.book import TableData
from kinerja_xl.core.values import CellValue
from kinerja_xl.files.master.reading import MasterSnapshot
from kinerja_xl.layout.names import NAMED_CELLS
from kinerja_xl.layout.spec import Table
from kinerja_xl.live.structure import LiveStructure

if TYPE_CHECKING:
    import xlwings


def _block_of(sheet: str) -> Area:
    cells = [cell for cell in NAMED_CELLS if cell.sheet == sheet]
    return Area(
        min(cell.row for cell in cells), min(cell.column for cell in cells),
        max(cell.row for cell in cells), max(cell.column for cell in cells),
    )  # fmt: skip


_NEIGHBOURS = {cell.sheet: _block_of(cell.sheet) for cell in NAMED_CELLS}
"""Where the named cells of a sheet stand together."""


class LiveSnapshot(MasterSnapshot):
    """An open master; a table or the named cells of a sheet are read in one block when asked for.

    Args:
        book: The workbook.
        name: How error texts call it.
        is_1904: Whether its dates count from 1904.
        tables: Finds a table's specification by its ListObject name.
    """

    package: LiveStructure

    def __init__(
        self, book: xlwings.Book, name: str, *, is_1904: bool, tables: Callable[[str], Table]
    ) -> None:
        # Not the inherited one, which opens an archive.
        self.data = b""
        self.package = LiveStructure(book, name, is_1904=is_1904, tables=tables)
        self._name = name
        self._read_tables: dict[str, TableData] = {}

    def table(self, table: Table) -> TableData:
        """Read a table, its columns found by their headings, blank rows at its end left out.

        Raises:
            KinerjaError: If the workbook has no such table or lacks one of its columns.
        """
        if table.name not in self._read_tables:
            part = self.package.table(table.name)
            self.package.values(part.sheet, part.area)  # headings and rows in one block
            self._read_tables[table.name] = self._read_table(table)
        return self._read_tables[table.name]

    def value(self, name: str) -> CellValue:
        """Read the (first) cell that a defined name denotes, and its neighbours with it.

        Raises:
            KinerjaError: If the workbook has no such name, or it denotes no cell.
        """
        sheet, row, column = self.named_cell(name)
        block = _NEIGHBOURS.get(sheet)
        if block and block.contains(row, column):
            self.package.values(sheet, block)
        return self.package.values(sheet, Area(row, column, row, column))[0][0]

    def _rows(self, sheet: str, area: Area) -> list[list[CellValue]]:
        return self.package.values(sheet, area)
