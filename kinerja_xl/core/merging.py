"""Three-way merge of a returned form: base as distributed, the master now, and the return."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from kinerja_xl.core.forms import Block
from kinerja_xl.core.returns import UNREADABLE, Return
from kinerja_xl.core.values import CellValue, cell_text, is_same


class Decision(Enum):
    """How the officer settles a conflict."""

    KEEP_MASTER = "keep"
    TAKE_RETURN = "take"


@dataclass(frozen=True, slots=True)
class CellKey:
    """One entry cell of a section's form."""

    block: Block
    row_key: str
    field: str


@dataclass(frozen=True, slots=True)
class CellChange:
    """A master cell that takes the returned value."""

    cell: CellKey
    old: CellValue
    new: CellValue


@dataclass(frozen=True, slots=True)
class CellConflict:
    """A cell that was changed differently here and there; the master keeps its value."""

    cell: CellKey
    base: CellValue
    master: CellValue
    returned: CellValue


@dataclass(frozen=True, slots=True)
class NewBase:
    """The values of one row's entry cells that are from now on the common ground."""

    row_key: str
    block: Block
    entries: tuple[CellValue, ...]


@dataclass(frozen=True, slots=True)
class MergePlan:
    """What merging one return does."""

    changes: tuple[CellChange, ...]
    conflicts: tuple[CellConflict, ...]
    new_base: tuple[NewBase, ...]


Entries = dict[str, tuple[CellValue, ...]]
"""Entry values by row key."""


def plan_merge(
    returned: Return,
    base: Entries,
    master: Entries,
    decisions: dict[tuple[str, str, str], Decision] | None = None,
) -> MergePlan:
    """Compare every entry cell of a return with its base and with the master.

    Only the return changed: the master takes its value, an emptied cell included. Only the master
    changed, or both alike: nothing to do. Both changed differently: a conflict, unless it was
    decided. A cell that could not be read changes nothing and keeps its base, so that a corrected
    return is compared with the same base again.

    Args:
        returned: The return, its cells read.
        base: Entry values when form and master last agreed; a missing row is all blank.
        master: Entry values now; a missing row is all blank.
        decisions: How conflicts were settled, by row key, field and returned value as text.
    """
    changes: list[CellChange] = []
    conflicts: list[CellConflict] = []
    new_base: list[NewBase] = []
    for row in returned.rows:
        names = tuple(field.name for field in row.block.entry_fields)
        blank: tuple[CellValue, ...] = (None,) * len(names)
        base_row = base.get(row.key, blank)
        master_row = master.get(row.key, blank)
        if row.values == base_row:
            continue
        common = list(base_row)
        for n, name in enumerate(names):
            value = row.values[n]
            if value is UNREADABLE or is_same(value, base_row[n]):
                continue
            cell = CellKey(row.block, row.key, name)
            decision = (decisions or {}).get((row.key, name, shown(value)))
            outcome = _merge_cell(cell, base_row[n], master_row[n], value, decision)
            if isinstance(outcome, CellConflict):
                conflicts.append(outcome)
                continue
            if outcome is not None:
                changes.append(outcome)
            common[n] = value
        if tuple(common) != base_row:
            new_base.append(NewBase(row.key, row.block, tuple(common)))
    return MergePlan(tuple(changes), tuple(conflicts), tuple(new_base))


def shown(value: CellValue) -> str:
    """Return a value as text that is equal exactly for equal values."""
    return cell_text(value)


def _merge_cell(
    cell: CellKey,
    base: CellValue,
    master: CellValue,
    returned: CellValue,
    decision: Decision | None,
) -> CellChange | CellConflict | None:
    if is_same(master, returned):
        return None
    if is_same(master, base) or decision is Decision.TAKE_RETURN:
        return CellChange(cell, master, returned)
    if decision is Decision.KEEP_MASTER:
        return None
    return CellConflict(cell, base, master, returned)
