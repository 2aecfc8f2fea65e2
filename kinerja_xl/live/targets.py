"""The blocks of cells that a change set comes to: each table's, and named cells side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kinerja_xl.core.addresses import Area
from kinerja_xl.core.values import CellContent
from kinerja_xl.files.xlsx.edits import CellEdit, Edit, ReplaceTableRows
from kinerja_xl.files.xlsx.package import TablePart
from kinerja_xl.files.xlsx.tablepatch import Inherit
from kinerja_xl.live.cells import Written, written
from kinerja_xl.live.structure import LiveStructure

_SPARSE = 20
"""Named cells are written together while the block holds at most so many cells for each of them."""


@dataclass(slots=True)
class Target:
    """A block of cells that changes: a table's data rows, or named cells that lie together.

    Attributes:
        area: Where it is before the change.
        table: The table whose data rows it is; `None` for named cells.
        count: How many rows it has afterwards.
        cells: What is written, by row and column of the block, counted from 0; `None` where a
            present cell stays and a new one continues its column's formula.
    """

    sheet: str
    area: Area
    table: TablePart | None
    count: int
    cells: dict[tuple[int, int], Written | None] = field(default_factory=dict)

    @property
    def after(self) -> Area:
        """Where it is after the change."""
        return self.area.with_last_row(self.area.first_row + self.count - 1)

    @property
    def table_area(self) -> Area:
        """Where the whole table is after the change, headings and totals included."""
        if self.table is None:
            raise ValueError("named cells are no table")
        return self.table.area.with_last_row(self.after.last_row + self.table.totals_rows)

    @property
    def changed_area(self) -> Area:
        """The smallest area that holds every cell of `cells`."""
        rows, columns = ([place[n] for place in self.cells] for n in (0, 1))
        row, column = self.area.first_row, self.area.first_column
        return Area(row + min(rows), column + min(columns), row + max(rows), column + max(columns))

    def offset(self, area: Area) -> tuple[int, int]:
        """Return how many rows and columns an area of the block lies from its first cell."""
        return area.first_row - self.area.first_row, area.first_column - self.area.first_column

    @property
    def has_gaps(self) -> bool:
        """Whether a cell of `changed_area` is not written."""
        area = self.changed_area
        return len(self.cells) < area.height * area.width or None in self.cells.values()


def targets_of(structure: LiveStructure, edits: Sequence[Edit]) -> tuple[Target, ...]:
    """Gather the edits of each table, and the named cells of each sheet.

    Raises:
        ValueError: If a content fits no cell.
    """
    of_tables: dict[str, Target] = {}
    named: dict[str, list[CellEdit]] = {}
    for edit in edits:
        table = (
            structure.known_table_at(edit.sheet, edit.row, edit.column)
            if isinstance(edit, CellEdit)
            else structure.table(edit.table)
        )
        if table is not None:
            area = table.data_area
            target = of_tables.setdefault(table.name, Target(table.sheet, area, table, area.height))
            _take_in(target, edit, is_1904=structure.is_1904)
        elif isinstance(edit, CellEdit):
            named.setdefault(edit.sheet, []).append(edit)
    blocks = (
        block
        for sheet, cells in named.items()
        for block in _named_blocks(sheet, cells, is_1904=structure.is_1904)
    )
    return (*of_tables.values(), *blocks)


def _take_in(target: Target, edit: Edit, *, is_1904: bool) -> None:
    if isinstance(edit, CellEdit):
        place = edit.row - target.area.first_row, edit.column - target.area.first_column
        target.cells[place] = _written(edit.content, is_1904=is_1904)
        return
    if isinstance(edit, ReplaceTableRows):
        target.cells.clear()
        target.count = 0
    for row, contents in enumerate(edit.rows, start=target.count):
        for column, content in enumerate(contents):
            target.cells[row, column] = _written(content, is_1904=is_1904)
    target.count += len(edit.rows)


def _written(content: CellContent | Inherit, *, is_1904: bool) -> Written | None:
    return None if isinstance(content, Inherit) else written(content, is_1904=is_1904)


def _named_blocks(sheet: str, edits: Sequence[CellEdit], *, is_1904: bool) -> Iterator[Target]:
    area = Area(
        min(edit.row for edit in edits), min(edit.column for edit in edits),
        max(edit.row for edit in edits), max(edit.column for edit in edits),
    )  # fmt: skip
    if area.height * area.width > _SPARSE * len(edits):
        areas = [Area(edit.row, edit.column, edit.row, edit.column) for edit in edits]
        blocks = [(area, [edit]) for area, edit in zip(areas, edits, strict=True)]
    else:
        blocks = [(area, list(edits))]
    for place, own in blocks:
        target = Target(sheet, place, None, place.height)
        for edit in own:
            _take_in(target, edit, is_1904=is_1904)
        yield target
