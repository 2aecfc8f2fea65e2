"""The changes that a use case orders, resolved to cells and rows of the master in hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from kinerja_xl.core.addresses import cell_address
from kinerja_xl.core.book import AppendRows, Change, ReplaceRows, SetCell, SetName
from kinerja_xl.core.values import CellContent, Formula
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.master.reading import MasterSnapshot
from kinerja_xl.files.xlsx.package import TablePart
from kinerja_xl.files.xlsx.patching import (
    INHERIT,
    AppendTableRows,
    CellEdit,
    Edit,
    ReplaceTableRows,
    RowContent,
    RowHeight,
)
from kinerja_xl.layout.row_heights import is_wrapped, row_points
from kinerja_xl.layout.spec import Column, Table


def planned_edits(
    snapshot: MasterSnapshot, changes: Iterable[Change], tables: Callable[[str], Table]
) -> tuple[Edit, ...]:
    """Return the edits that carry out changes of a master, in their order.

    Args:
        snapshot: The master that the changes are meant for.
        changes: The changes.
        tables: Returns the specification of a table.

    Raises:
        KinerjaError: If the master lacks a table, a column or a name.
        ValueError: If a change names no row of a table or a row has another width.
    """
    plan = ChangePlan(snapshot)
    for change in changes:
        plan.add(change, None if isinstance(change, SetName) else tables(change.table))
    return plan.edits()


class ChangePlan:
    """Collects changes in their order and says which edits of the file they come to.

    Args:
        snapshot: The master that the changes are meant for.
    """

    def __init__(self, snapshot: MasterSnapshot) -> None:
        self._snapshot = snapshot
        self._tables: dict[str, _TableStage] = {}
        self._named: list[CellEdit] = []

    def add(self, change: Change, table: Table | None) -> None:
        """Take in one change.

        Args:
            change: The change.
            table: The specification of the table it concerns; `None` for a named cell.

        Raises:
            KinerjaError: If the master lacks the table, a column or the name.
            ValueError: If the change names no row of the table or a row has another width.
        """
        if isinstance(change, SetName):
            sheet, row, column = self._snapshot.named_cell(change.name)
            self._named.append(CellEdit(sheet, row, column, change.content))
            return
        if table is None:
            raise ValueError(f"no specification of table {change.table}")
        stage = self._tables.get(table.name)
        if stage is None:
            stage = self._tables[table.name] = _TableStage(table, self._snapshot)
        match change:
            case SetCell():
                stage.set_cell(change.row, change.field, change.content)
            case AppendRows():
                stage.append(change.rows)
            case ReplaceRows():
                stage.replace(change.rows)

    def edits(self) -> tuple[Edit, ...]:
        """Return the edits that carry out everything taken in."""
        return (*(e for stage in self._tables.values() for e in stage.edits()), *self._named)


class _TableStage:
    """One table's rows as they will be; only what is written is kept."""

    def __init__(self, table: Table, snapshot: MasterSnapshot) -> None:
        self._table = table
        self._snapshot = snapshot
        self._part: TablePart = snapshot.package.table(table.name)
        self._is_shown = snapshot.package.sheet(self._part.sheet).state != "veryHidden"
        self._positions = snapshot.positions(table)
        self._before = snapshot.table(table).rows
        self._filled = len(self._before)
        self._is_replaced = False
        self._writes: dict[int, dict[int, CellContent]] = {}

    def set_cell(self, row: int, field: str, content: CellContent) -> None:
        if not 0 <= row < self._filled:
            raise ValueError(f"{self._table.name} has no row {row}")
        position = self._positions[self._table.position(field)]
        self._writes.setdefault(row, {})[position] = content

    def append(self, rows: tuple[tuple[CellContent, ...], ...]) -> None:
        for row in rows:
            self._writes[self._filled] = self._complete(row)
            self._filled += 1

    def replace(self, rows: tuple[tuple[CellContent, ...], ...]) -> None:
        self._refuse_foreign_values()
        self._is_replaced = True
        self._writes.clear()
        self._filled = 0
        self.append(rows)

    def _complete(self, row: tuple[CellContent, ...]) -> dict[int, CellContent]:
        """Put a row into the file's order; a formula column without content gets its formula."""
        columns = self._table.columns
        if len(row) != len(columns):
            raise ValueError(f"{self._table.name} has {len(columns)} columns, not {len(row)}")
        complete: dict[int, CellContent] = {}
        for column, position, content in zip(columns, self._positions, row, strict=True):
            if content is None and column.formula is not None:
                complete[position] = Formula(self._table.formula(column.field))
            else:
                complete[position] = content
        return complete

    def edits(self) -> Iterator[Edit]:
        if self._is_replaced:
            blank = self._complete((None,) * len(self._table.columns))
            writes = [self._writes[index] for index in range(self._filled)] or [blank]
            heights = tuple(self._height(index, row) for index, row in enumerate(writes))
            yield ReplaceTableRows(self._part.name, tuple(map(self._wide, writes)), heights)
            return
        appended = []
        for index in sorted(self._writes):
            if index >= self._part.data_area.height:
                appended.append(index)
            else:
                yield from self._cell_edits(index)
        if appended:
            writes = [self._writes[index] for index in appended]
            heights = tuple(map(self._height, appended, writes))
            yield AppendTableRows(self._part.name, tuple(map(self._wide, writes)), heights)

    def _cell_edits(self, index: int) -> Iterator[CellEdit]:
        area, writes = self._part.data_area, self._writes[index]
        height = self._height(index, writes)
        for position, content in writes.items():
            column = area.first_column + position
            yield CellEdit(
                self._part.sheet,
                area.first_row + index,
                column,
                content,
                style_like=(area.last_row, column),
                height=height,
            )

    def _height(self, index: int, writes: dict[int, CellContent]) -> RowHeight | None:
        """Return how high a row has to be; `None` when no text that wraps is written."""
        columns = self._table.columns
        is_concerned = self._is_shown and any(
            position in writes and is_wrapped(column)
            for column, position in zip(columns, self._positions, strict=True)
        )
        if not is_concerned:
            return None
        kept = index < len(self._before) and not self._is_replaced
        before = self._before[index] if kept else (None,) * len(columns)
        cells = [
            writes.get(position, value)
            for position, value in zip(self._positions, before, strict=True)
        ]
        is_least = self._has_neighbour(index) or any(map(_is_unknown, columns, cells))
        return RowHeight(row_points(self._table, cells), is_least)

    def _has_neighbour(self, index: int) -> bool:
        row = self._part.data_area.first_row + index
        return any(
            other.sheet == self._part.sheet
            and other.name != self._part.name
            and other.area.first_row <= row <= other.area.last_row
            for other in self._snapshot.package.tables
        )

    def _wide(self, contents: dict[int, CellContent]) -> RowContent:
        return tuple(contents.get(index, INHERIT) for index in range(len(self._part.columns)))

    def _refuse_foreign_values(self) -> None:
        """Refuse to replace rows beside which a person has typed into a column of their own."""
        part = self._part
        known = {*self._positions, *part.calculated}
        for index, name in enumerate(part.columns):
            if index in known:
                continue
            for row, value in enumerate(self._snapshot.column(part, index)):
                if value is not None:
                    area = part.data_area
                    cell = cell_address(area.first_row + row, area.first_column + index)
                    raise KinerjaError(
                        f'Kolom tambahan "{name}" di tabel {part.name} berisi data, padahal '
                        "baris tabel itu akan diganti.",
                        where=f"{self._snapshot.package.name} [{part.sheet}!{cell}]",
                        remedy="Pindahkan kolom itu ke luar tabel, simpan, lalu jalankan lagi.",
                    )


def _is_unknown(column: Column, content: CellContent) -> bool:
    """Say whether a cell shows the text of a formula whose result is not stored."""
    if not is_wrapped(column):
        return False
    if isinstance(content, Formula):
        return content.value is None
    return column.formula is not None and content is None
