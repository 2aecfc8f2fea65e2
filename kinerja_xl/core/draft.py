"""A master as it will be: changes are collected, seen by later reads, then applied at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath

from kinerja_xl.core.book import (
    AppendRows,
    Change,
    MasterBook,
    ReplaceRows,
    SetCell,
    SetName,
    TableData,
)
from kinerja_xl.core.values import CellContent, CellValue, Formula, is_same


class Draft:
    """Collects changes to a master; writing what is there already is no change.

    It reads like a `MasterBook`, with its own changes in place. The master itself is touched by
    `commit` only. A formula whose result is there already is no change either, but goes along when
    something else changes: changing a file drops the stored results of all other formulas.
    """

    def __init__(self, book: MasterBook) -> None:
        self._book = book
        self._tables: dict[str, _DraftTable] = {}
        self._names: dict[str, CellContent] = {}
        self._restated_names: dict[str, Formula] = {}

    @property
    def path(self) -> PurePath:
        """Where the master lies."""
        return self._book.path

    def table(self, name: str) -> TableData:
        """Read a table as it will be."""
        return self._table(name).data()

    def value(self, name: str) -> CellValue:
        """Read a named cell as it will be."""
        if name in self._names:
            return _value(self._names[name])
        return self._book.value(name)

    def set_cell(self, table: str, row: int, field: str, content: CellContent) -> None:
        """Write one cell; `row` counts from 0 and may denote an appended row.

        Raises:
            IndexError: If there is no such row; counting from the end (-1) is a slip, too.
        """
        self._table(table).set_cell(row, field, content)

    def fix_cell(self, table: str, row: int, field: str, content: CellContent) -> None:
        """Write one cell even when it shows that already: a value in place of a formula.

        Raises:
            IndexError: If there is no such row; counting from the end (-1) is a slip, too.
        """
        self._table(table).fix_cell(row, field, content)

    def append(self, table: str, rows: Iterable[tuple[CellContent, ...]]) -> None:
        """Add rows below the table's last filled row."""
        self._table(table).append(rows)

    def replace(self, table: str, rows: Iterable[tuple[CellContent, ...]]) -> None:
        """Replace all data rows of a table."""
        self._table(table).replace(tuple(rows))

    def set_name(self, name: str, content: CellContent) -> None:
        """Write the cell that a defined name denotes."""
        if is_same(self._book.value(name), _value(content)):
            self._names.pop(name, None)
            if isinstance(content, Formula):
                self._restated_names[name] = content
        else:
            self._names[name] = content

    def changes(self) -> tuple[Change, ...]:
        """Return what differs from the master, at most one change a cell."""
        of_tables = (change for table in self._tables.values() for change in table.changes())
        of_names = (SetName(name, content) for name, content in self._names.items())
        return (*of_tables, *of_names)

    def commit(self) -> None:
        """Apply all changes to the master, or none.

        Raises:
            KinerjaError: If the master cannot be written.
        """
        changes = self.changes()
        if changes:
            self._book.apply((*changes, *self._restated()))
        self._tables.clear()
        self._names.clear()
        self._restated_names.clear()

    def _restated(self) -> Iterator[Change]:
        for table in self._tables.values():
            yield from table.restated()
        for name, formula in self._restated_names.items():
            if name not in self._names:
                yield SetName(name, formula)

    def _table(self, name: str) -> _DraftTable:
        if name not in self._tables:
            self._tables[name] = _DraftTable(name, self._book.table(name))
        return self._tables[name]


class _DraftTable:
    """One table's original rows, and what becomes of them."""

    def __init__(self, name: str, data: TableData) -> None:
        self._name = name
        self._original = data
        self._rows: list[tuple[CellContent, ...]] = list(data.rows)
        self._values: list[tuple[CellValue, ...]] = list(data.rows)
        self._cells: dict[tuple[int, int], CellContent] = {}
        self._same_formulas: dict[tuple[int, int], Formula] = {}
        self._is_replaced = False
        self._data: TableData | None = data

    def data(self) -> TableData:
        if self._data is None:
            rows = tuple(self._values)
            self._data = TableData(self._original.fields, rows, self._original.first_row)
        return self._data

    def set_cell(self, row: int, field: str, content: CellContent) -> None:
        if row < 0:
            raise IndexError(f"{self._name} has no row {row}")
        column = self._original.fields.index(field)
        if is_same(self._values[row][column], _value(content)):
            if isinstance(content, Formula):
                self._restate(row, column, content)
            return
        self._put(row, column, content)
        self._data = None
        before = self._original.rows
        if row < len(before) and is_same(before[row][column], _value(content)):
            self._cells.pop((row, column), None)
        else:
            self._cells[row, column] = content

    def _restate(self, row: int, column: int, formula: Formula) -> None:
        """Take in another formula with the same result; the last one counts."""
        if (row, column) in self._cells or self._is_replaced or row >= len(self._original.rows):
            self._put(row, column, formula)
        if (row, column) in self._cells:
            self._cells[row, column] = formula
        else:
            self._same_formulas[row, column] = formula

    def _put(self, row: int, column: int, content: CellContent) -> None:
        cells = list(self._rows[row])
        cells[column] = content
        self._rows[row] = tuple(cells)
        self._values[row] = _values(cells)

    def fix_cell(self, row: int, field: str, content: CellContent) -> None:
        self.set_cell(row, field, content)
        column = self._original.fields.index(field)
        self._same_formulas.pop((row, column), None)
        self._cells[row, column] = content

    def append(self, rows: Iterable[tuple[CellContent, ...]]) -> None:
        added = tuple(rows)
        self._rows.extend(added)
        self._values.extend(map(_values, added))
        if added:
            self._data = None

    def replace(self, rows: tuple[tuple[CellContent, ...], ...]) -> None:
        if _are_same(rows, self._rows):
            for index, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, Formula):
                        self._same_formulas[index, column] = cell
            return
        self._rows = list(rows)
        self._values = [_values(row) for row in rows]
        self._is_replaced = True
        self._data = None

    def changes(self) -> Iterable[Change]:
        if self._is_replaced:
            if not _are_same(self._rows, self._original.rows):
                yield ReplaceRows(self._name, tuple(self._rows))
            return
        count = len(self._original.rows)
        for (row, column), content in self._cells.items():
            if row < count:
                yield SetCell(self._name, row, self._original.fields[column], content)
        if len(self._rows) > count:
            yield AppendRows(self._name, tuple(self._rows[count:]))

    def restated(self) -> Iterator[Change]:
        """Give the formulas that were written with the result that they have already."""
        if self._is_replaced:
            return
        for (row, column), formula in self._same_formulas.items():
            if row < len(self._original.rows) and (row, column) not in self._cells:
                yield SetCell(self._name, row, self._original.fields[column], formula)


def _are_same(
    new: Sequence[tuple[CellContent, ...]], old: Sequence[tuple[CellContent, ...]]
) -> bool:
    return len(new) == len(old) and all(
        is_same(_value(left), _value(right))
        for new_row, old_row in zip(new, old, strict=True)
        for left, right in zip(new_row, old_row, strict=True)
    )


def _values(row: Iterable[CellContent]) -> tuple[CellValue, ...]:
    return tuple(cell.value if isinstance(cell, Formula) else cell for cell in row)


def _value(content: CellContent) -> CellValue:
    return content.value if isinstance(content, Formula) else content
