"""The changes that a use case orders, resolved to cells and rows of the master in hand."""

from __future__ import annotations

from collections.abc import Iterator

from kinerja_xl.core.addresses import cell_address
from kinerja_xl.core.book import AppendRows, Change, ReplaceRows, SetCell, SetName
from kinerja_xl.core.values import CellContent, Formula
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.masterreading import MasterSnapshot
from kinerja_xl.files.package import TablePart
from kinerja_xl.files.patching import (
    INHERIT,
    AppendTableRows,
    CellEdit,
    Edit,
    ReplaceTableRows,
    RowContent,
)
from kinerja_xl.layout.spec import Table


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
        self._positions = snapshot.positions(table)
        self._filled = len(snapshot.table(table).rows)
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
            yield ReplaceTableRows(self._part.name, tuple(map(self._wide, writes)))
            return
        area = self._part.data_area
        appended = []
        for index in sorted(self._writes):
            if index >= area.height:
                appended.append(self._wide(self._writes[index]))
                continue
            for position, content in self._writes[index].items():
                column = area.first_column + position
                yield CellEdit(
                    self._part.sheet,
                    area.first_row + index,
                    column,
                    content,
                    style_like=(area.last_row, column),
                    refits_row=isinstance(content, str),
                )
        if appended:
            yield AppendTableRows(self._part.name, tuple(appended))

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
