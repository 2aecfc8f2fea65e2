"""Rows and columns of a table: finding, adding and deleting them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from kinerja_xl.live.libreoffice.boxes import Box
from kinerja_xl.live.libreoffice.lookups import Lookup
from kinerja_xl.live.libreoffice.ranges import Range

if TYPE_CHECKING:
    from kinerja_xl.live.libreoffice.table import Table


class _Parts(ABC):
    """The rows or the columns of one table."""

    def __init__(self, table: Table) -> None:
        self.table = table

    @property
    def parent(self) -> Table:
        """Its table."""
        return self.table

    @abstractmethod
    def __len__(self) -> int:
        pass

    async def get_count(self) -> int:
        """Return how many there are."""
        return len(self)


class _Part(ABC):
    """One row or column of a table."""

    def __init__(self, table: Table, index: int) -> None:
        self.table = table
        self._index = index

    @property
    def index(self) -> int:
        """Its number, counted from 1, headings left out."""
        return self._index

    @property
    @abstractmethod
    def range(self) -> Range:
        """Its cells."""

    async def get_range(self) -> Range:
        """Return its cells."""
        return self.range


class TableRows(_Parts, base_classes.TableRows):
    """The data rows of one table."""

    @property
    def column_count(self) -> int:
        """How many cells a row has."""
        return self.table.box.columns

    def __len__(self) -> int:
        return 0 if self.table.insert_row_range is not None else self.table.body_box.rows

    def __iter__(self) -> Iterator[TableRow]:
        return (TableRow(self.table, index) for index in range(1, len(self) + 1))

    def __call__(self, key: int) -> TableRow:
        """Return one by its number, counted from 1."""
        if not 1 <= key <= len(self):
            raise KeyError(key)
        return TableRow(self.table, key)

    def add(self, values: list[Any] | None, index: int | None) -> TableRow:
        """Add a row at the end or before the row with that index, counted from 1."""
        table = self.table
        body = table.body_box
        if table.insert_row_range is not None:
            place = 1
            table.looks.has_insert_row = False
        else:
            place = index or body.rows + 1
            area = table.full_box
            new = Box(body.row + place - 1, body.column, 1, body.columns)
            Range(table.sheet, new).insert("down")
            table.move_to(area.resized(area.rows + 1, area.columns))
        row = TableRow(table, place)
        if values is not None:
            row.range.raw_value = [values]
        return row


class TableRow(_Part, base_classes.TableRow):
    """One data row."""

    @property
    def range(self) -> Range:
        """Its cells."""
        body = self.table.body_box
        return Range(self.table.sheet, Box(body.row + self.index - 1, body.column, 1, body.columns))

    def delete(self) -> None:
        """Delete it; what stands below the table moves up. The last one is only emptied."""
        table = self.table
        if table.body_box.rows == 1:
            self.range.clear_contents()
            table.looks.has_insert_row = True
            return
        area = table.full_box
        self.range.delete("up")
        table.move_to(area.resized(area.rows - 1, area.columns))


class TableColumns(_Parts, Lookup, base_classes.TableColumns):
    """The columns of one table."""

    def __len__(self) -> int:
        return self.table.box.columns

    def __iter__(self) -> Iterator[TableColumn]:
        return (TableColumn(self.table, index) for index in range(1, len(self) + 1))

    def __call__(self, key: int | str) -> TableColumn:
        """Return one by its name or its number, counted from 1."""
        if isinstance(key, int):
            if not 1 <= key <= len(self):
                raise KeyError(key)
            return TableColumn(self.table, key)
        wanted = key.casefold()
        for column in self:
            if column.name.casefold() == wanted:
                return column
        raise KeyError(key)

    def add(self, name: str, index: int | None) -> TableColumn:
        """Add a column at the end or before the one with that index, counted from 1."""
        table = self.table
        area = table.full_box
        place = index or area.columns + 1
        new = Box(area.row, area.column + place - 1, area.rows, 1)
        Range(table.sheet, new).insert("right")
        table.move_to(area.resized(area.rows, area.columns + 1))
        if table.xl.ContainsHeader:
            Range(table.sheet, new.resized(1, 1)).xl.setDataArray(((name,),))
            # LibreOffice reads the headings when it is told the cells.
            table.move_to(area.resized(area.rows, area.columns + 1))
        return TableColumn(table, place)


class TableColumn(_Part, base_classes.TableColumn):
    """One column."""

    @property
    def name(self) -> str:
        """Its heading."""
        table = self.table
        if not table.xl.ContainsHeader:
            return f"Column{self.index}"
        box = table.full_box
        heading = Range(table.sheet, Box(box.row, box.column + self.index - 1))
        # Not the text that is shown: hidden headings show none.
        return str(heading.xl.getDataArray()[0][0])

    @property
    def range(self) -> Range:
        """Its cells, heading and total included."""
        box = self.table.box
        return Range(self.table.sheet, Box(box.row, box.column + self.index - 1, box.rows, 1))

    @property
    def data_body_range(self) -> Range | None:
        """Its data cells; `None` when the table has none."""
        if self.table.insert_row_range is not None:
            return None
        body = self.table.body_box
        return Range(self.table.sheet, Box(body.row, body.column + self.index - 1, body.rows, 1))

    async def get_data_body_range(self) -> Range | None:
        """Return its data cells."""
        return self.data_body_range

    def delete(self) -> None:
        """Delete it; what stands right of the table moves left.

        Raises:
            ValueError: If it is the only one.
        """
        area = self.table.full_box
        if area.columns == 1:
            raise ValueError("a table needs a column")
        self.range.delete("left")
        self.table.move_to(area.resized(area.rows, area.columns - 1))
