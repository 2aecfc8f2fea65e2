"""Edits carried out in an open workbook, one write a table, and taken back when one fails."""

from __future__ import annotations

from collections.abc import Sequence

from kinerja_xl.core.addresses import Area
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.xlsx.edits import Edit
from kinerja_xl.live.cells import Written, kept
from kinerja_xl.live.differences import differing_areas
from kinerja_xl.live.growth import clear_below, refuse_growth, resize
from kinerja_xl.live.host import Block, Host
from kinerja_xl.live.structure import LiveStructure, formulas_of
from kinerja_xl.live.targets import Target, targets_of


class LiveChange:
    """One change set in an open workbook: prepared, carried out, and taken back if need be.

    Args:
        host: The program that has the workbook open.
        structure: The workbook, with the values that the change set was decided on.
        edits: What is to change.

    Raises:
        KinerjaError: If a table cannot grow, or a cell is no longer what it was read as.
        ValueError: If a content fits no cell.
    """

    def __init__(self, host: Host, structure: LiveStructure, edits: Sequence[Edit]) -> None:
        self._host = host
        self._structure = structure
        self._targets = targets_of(structure, edits)
        after = {each.table.name: each.table_area for each in self._targets if each.table}
        for target in self._targets:
            if target.table:
                refuse_growth(structure, target.table, target.after.last_row, after)
        self._before = [self._present(target) for target in self._targets]
        self._resized: list[Target] = []
        self._begun: list[tuple[Target, Block, list[Area]]] = []

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of the sheets that change."""
        return tuple(dict.fromkeys(target.sheet for target in self._targets))

    @property
    def has_resized(self) -> bool:
        """Whether a table may have another size."""
        return bool(self._resized)

    @property
    def has_written(self) -> bool:
        """Whether a cell may have another content."""
        return bool(self._begun)

    def resize(self) -> None:
        """Give every table the rows it is to have; `restore_sizes` takes it back."""
        for target in self._targets:
            if target.table and target.count != target.area.height:
                self._resized.append(target)
                resize(self._structure, target.table, target.after.last_row)

    def write(self) -> None:
        """Write all cells, tables being as long as they will be; `restore` takes it back."""
        structure = self._structure
        for target, before in zip(self._targets, self._before, strict=True):
            written: list[Area] = []
            self._begun.append((target, before, written))
            old, new = target.area, target.after
            if new.height > old.height:
                self._extend(target.sheet, old, new)
            if target.cells:
                self._write_cells(target, before, written)
            if new.height < old.height:
                clear_below(structure, target.sheet, new, old.last_row)

    def restore_sizes(self) -> None:
        """Give the tables that `resize` has touched their rows back."""
        for target in reversed(self._resized):
            if target.table:
                resize(self._structure, target.table, target.area.last_row)

    def restore(self) -> None:
        """Put back every cell that `write` has touched."""
        structure = self._structure
        for target, before, areas in reversed(self._begun):
            old, new = target.area, target.after
            if new.height > old.height:
                clear_below(structure, target.sheet, old, new.last_row)
            elif new.height < old.height:
                self._extend(target.sheet, new, old)
                below = Area(new.last_row + 1, old.first_column, old.last_row, old.last_column)
                areas.append(below)
            for area in areas:
                last_row = min(area.last_row, old.last_row)
                if area.first_row <= last_row:
                    self._assign(target.sheet, area.with_last_row(last_row), before, old)

    def _present(self, target: Target) -> Block:
        """Read what a block holds, and compare its values with those the change was decided on."""
        structure = self._structure
        formulas = formulas_of(structure.range(target.sheet, target.area))
        known = structure.values(target.sheet, target.area)
        block: Block = []
        for texts, values in zip(formulas, known, strict=True):
            row: list[Written] = []
            for text, value in zip(texts, values, strict=True):
                content = kept(value, text, is_1904=structure.is_1904)
                if content is None:
                    raise KinerjaError(
                        "Buku induk berubah sejak dibaca; tidak ada yang diubah.",
                        where=f"{structure.name} [{target.sheet}]",
                        remedy="Tekan tombol ini sekali lagi.",
                    )
                row.append(content)
            block.append(row)
        return block

    def _extend(self, sheet: str, short: Area, long: Area) -> None:
        """Give the rows by which an area is longer what its last row has, and its looks."""
        rows = Area(short.last_row, short.first_column, long.last_row, long.last_column)
        self._host.fill_down(self._structure.range(sheet, rows))

    def _write_cells(self, target: Target, before: Block, written: list[Area]) -> None:
        """Write every changed cell, in few blocks, and note those in `written`."""
        area = target.changed_area
        block = self._around(target, area, before)
        top, left = target.offset(area)
        present = [row[left : left + area.width] for row in before[top : top + area.height]]
        for (row, column), content in target.cells.items():
            if content is not None:
                block[row - top][column - left] = content
        for part in differing_areas(block, present):
            written.append(part.moved(area.first_row - 1, area.first_column - 1))
            self._assign(target.sheet, written[-1], block, area)

    def _assign(self, sheet: str, area: Area, block: Block, origin: Area) -> None:
        """Write the part of a block, which begins where `origin` does, that lies in an area."""
        top, left = area.first_row - origin.first_row, area.first_column - origin.first_column
        rows = block[top : top + area.height]
        contents = [row[left : left + area.width] for row in rows]
        self._host.assign(self._structure.range(sheet, area), contents)

    def _around(self, target: Target, area: Area, before: Block) -> Block:
        """Return what a block holds, of new rows only the formulas: the rest is a copy's."""
        top, left = target.offset(area)
        block = [row[left : left + area.width] for row in before[top : top + area.height]]
        new_rows = area.height - len(block)
        if new_rows and target.has_gaps:
            first = area.last_row - new_rows + 1
            new = Area(first, area.first_column, area.last_row, area.last_column)
            formulas = formulas_of(self._structure.range(target.sheet, new))
            block += [
                [text if isinstance(text, str) and text.startswith("=") else "" for text in row]
                for row in formulas
            ]
        else:
            block += [[""] * area.width for _ in range(new_rows)]
        return block
