"""Finds what a person typed into a master that the recorded commands do not explain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kinerja_xl.core.book import MasterReader
from kinerja_xl.core.history import HistoryEntry
from kinerja_xl.core.values import CellValue, cell_text, is_same
from kinerja_xl.layout import names, rows, tables
from kinerja_xl.layout.spec import Table
from kinerja_xl.usecases import gather
from kinerja_xl.usecases.recording import Source
from kinerja_xl.usecases.set_period import VERB as SET_PERIOD

_KEYS = {
    tables.EVIDENCE_TABLE.name: ("row_id",),
    tables.ACHIEVEMENT_TABLE.name: ("row_id",),
    tables.ENTRY_TABLE.name: ("row_id",),
    tables.STEP_TABLE.name: ("cycle", "number"),
    tables.FINDING_TABLE.name: ("period", "source", "section", "code", "place"),
}
"""What identifies a row; rows of other tables are known by their position."""

_WRITES_ENTRIES = frozenset((Source.MERGE.value, Source.VERDICT.value))
_SETS_THE_PERIOD = frozenset((Source.DISTRIBUTE.value, SET_PERIOD))


@dataclass(frozen=True, slots=True)
class TypedCell:
    """A cell that a person changed: what it holds, and what it held before."""

    sheet: str
    cell: str
    heading: str
    typed: CellValue
    before: CellValue


def typed_since(
    now: MasterReader, before: MasterReader, commands: Iterable[HistoryEntry]
) -> Iterator[TypedCell]:
    """List the entry cells that differ and that no command changed; blanks typed are no loss.

    Args:
        now: The master as it is.
        before: As it was.
        commands: What RIWAYAT says was done in between.
    """
    explained = _Explained(commands)
    fixed = [table for table in tables.FIXED_TABLES if any(c.is_entry for c in table.columns)]
    own = [tables.section_table(section.code) for section in gather.sections(now)]
    for table in (*fixed, *own):
        yield from _typed_in_table(table, now, before, explained)
    for cell in names.NAMED_CELLS:
        if not cell.is_entry:
            continue
        typed, was = now.value(cell.name), before.value(cell.name)
        is_set = cell is names.ACTIVE_PERIOD and explained.sets_the_period
        if not is_set and typed is not None and not is_same(typed, was):
            yield TypedCell(cell.sheet, cell.name, cell.label, typed, was)


class _Explained:
    """What the commands changed."""

    def __init__(self, commands: Iterable[HistoryEntry]) -> None:
        lines = list(commands)
        self._cells = {
            (line.period, line.section, line.row_key, line.field)
            for line in lines
            if line.verb in _WRITES_ENTRIES
        }
        self._steps = {
            (line.period, line.row_key) for line in lines if line.verb == Source.STEP.value
        }
        self.sets_the_period = any(line.verb in _SETS_THE_PERIOD for line in lines)

    def covers(self, table: Table, row: dict[str, CellValue], heading: str) -> bool:
        """Say whether a command wrote the cell; a step's command writes its note, too."""
        if table.name == tables.STEP_TABLE.name:
            return (cell_text(row["cycle"]), cell_text(row["number"])) in self._steps
        key = cell_text(row.get("slot", row.get("key")))
        section = cell_text(row.get("section", table.sheet))
        return (cell_text(row.get("period")), section, key, heading) in self._cells


def _typed_in_table(
    table: Table, now: MasterReader, before: MasterReader, explained: _Explained
) -> Iterator[TypedCell]:
    data, old = now.table(table.name), before.table(table.name)
    keys = _KEYS.get(table.name) or (("row_id",) if "row_id" in table.fields else ())
    known = dict(zip(_identities(table, keys, old.rows), old.rows, strict=True))
    entries = [column for column in table.columns if column.is_entry]
    identities = _identities(table, keys, data.rows)
    for index, (identity, row) in enumerate(zip(identities, data.rows, strict=True)):
        was = known.get(identity)
        if was is not None and row == was:
            continue
        named = dict(zip(table.fields, row, strict=True))
        for column in entries:
            at = table.position(column.field)
            typed, earlier = row[at], was[at] if was else None
            if typed is None or is_same(typed, earlier):
                continue
            if not explained.covers(table, named, column.heading):
                cell = rows.cell_address(table, data.first_row, index, column.field)
                yield TypedCell(table.sheet, cell, column.heading, typed, earlier)


def _identities(
    table: Table, keys: tuple[str, ...], table_rows: Sequence[tuple[CellValue, ...]]
) -> Iterator[tuple[str, ...]]:
    """Identify each row; rows with the same key, such as passes of a step, by their order."""
    seen: dict[tuple[str, ...], int] = {}
    positions = [table.position(key) for key in keys]
    for row in table_rows:
        key = tuple(cell_text(row[position]) for position in positions)
        seen[key] = seen.get(key, 0) + 1
        yield (*key, str(seen[key]))
