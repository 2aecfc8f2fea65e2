"""What a use case may ask of a master workbook, and the changes it may order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Protocol

from kinerja_xl.core.values import CellContent, CellValue


@dataclass(frozen=True, slots=True)
class TableData:
    """The data rows of one table, blank rows at the end left out.

    Attributes:
        fields: The field names of the columns, in the order of the table's specification.
        rows: One tuple a data row, as wide as `fields`; an empty cell is `None`.
        first_row: The Excel row of the first data row, counted from 1.
    """

    fields: tuple[str, ...]
    rows: tuple[tuple[CellValue, ...], ...]
    first_row: int

    def column(self, field: str) -> tuple[CellValue, ...]:
        """Return the values of one column, top to bottom."""
        index = self.fields.index(field)
        return tuple(row[index] for row in self.rows)

    def pick(self, *fields: str) -> Iterator[tuple[CellValue, ...]]:
        """Iterate over the rows, each reduced to the named fields."""
        indexes = [self.fields.index(field) for field in fields]
        return (tuple(row[i] for i in indexes) for row in self.rows)


@dataclass(frozen=True, slots=True)
class SetCell:
    """Write one cell of a table; `row` is the index into `TableData.rows`, counted from 0."""

    table: str
    row: int
    field: str
    content: CellContent


@dataclass(frozen=True, slots=True)
class AppendRows:
    """Add rows below the last filled row of a table; each row has the table's full width."""

    table: str
    rows: tuple[tuple[CellContent, ...], ...]


@dataclass(frozen=True, slots=True)
class ReplaceRows:
    """Replace all data rows of a table; with no rows one blank row stays."""

    table: str
    rows: tuple[tuple[CellContent, ...], ...]


@dataclass(frozen=True, slots=True)
class SetName:
    """Write the cell that a defined name denotes."""

    name: str
    content: CellContent


Change = SetCell | AppendRows | ReplaceRows | SetName


class MasterReader(Protocol):
    """A master to read from: the workbook itself, or a draft of how it will be."""

    @property
    def path(self) -> PurePath:
        """Where the master lies; its folder is the office's folder."""

    def table(self, name: str) -> TableData:
        """Read the table with that ListObject name.

        Raises:
            KinerjaError: If the workbook has no such table or lacks one of its columns.
        """

    def value(self, name: str) -> CellValue:
        """Read the cell that a defined name denotes.

        Raises:
            KinerjaError: If the workbook has no such name.
        """


class MasterBook(MasterReader, Protocol):
    """An office's master workbook, on disk or open in a spreadsheet program."""

    def require_writable(self) -> None:
        """Refuse early what `apply` would refuse in any case.

        Raises:
            KinerjaError: If the master is open in another program or must not be written.
        """

    def apply(self, changes: tuple[Change, ...]) -> None:
        """Carry out all changes or none, after a copy of the master went to `cadangan/`.

        Later reads see the changed values. No changes: nothing is written, no copy is made.

        Raises:
            KinerjaError: If the master cannot be written; it is then as it was.
        """
