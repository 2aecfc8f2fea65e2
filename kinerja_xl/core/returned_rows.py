"""Finds the rows of one sheet of a returned form by their keys, and what else stands there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from kinerja_xl.core.addresses import cell_address
from kinerja_xl.core.findings import Code, Finding, Place, finding
from kinerja_xl.core.forms import Form, FormRow
from kinerja_xl.core.raw_returns import BlockShape, RawSheet, RawValue
from kinerja_xl.core.returned_cells import (
    BlockCells,
    FoundRow,
    ReturnedRow,
    SheetFindings,
    as_text,
    row_numbers,
    shortened,
)

REFUSING: Final = frozenset({
    Code.ROW_KEY_UNKNOWN, Code.ROW_KEY_TWICE, Code.FORM_STRUCTURE_CHANGED,
})  # fmt: skip
"""Findings that make a return unfit for merging."""

_MOST_STRAY_CELLS: Final = 100
_MOST_UNKNOWN_KEYS: Final = 20
MOST_COPIES: Final = 100
"""A form with a row twice is refused; after so many copies no more are looked at."""
_Known = tuple[FormRow, list[FoundRow]]
"""A row as distributed, and the list for where it is found."""


@dataclass(slots=True)
class SheetReading:
    """One pass over a sheet; `findings` is complete when `rows` has returned.

    Attributes:
        file: Path of the file, as findings name it.
        blocks: The blocks that the sheet has rows of; none for a sheet of texts only.
        texts: Everything that may stand in a row without a key.
    """

    file: str
    sheet: RawSheet
    form: Form
    blocks: tuple[BlockShape, ...]
    texts: frozenset[str]
    findings: list[Finding] = field(default_factory=list)
    _found: SheetFindings = field(init=False)
    _stray: list[tuple[str, str]] = field(default_factory=list)
    _unknown: list[tuple[int, str]] = field(default_factory=list)
    _more_headings: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._found = SheetFindings(self.file, self.sheet.name, self.form.identity.section)

    def rows(self) -> list[ReturnedRow]:
        """Return the rows with a known key, block by block; of a key that is there twice, both."""
        width = max((len(block.fields) for block in self.blocks), default=0)
        rows = [
            row
            for shape, found in zip(self.blocks, self._find_rows(width), strict=True)
            for row in BlockCells(shape, self.sheet, self.form, self._found).read(found)
        ]
        self._note_repeated()
        self.findings += self._found.in_order()
        self.findings += self._stray_findings()
        return rows

    def _find_rows(self, width: int) -> list[list[FoundRow]]:
        """Return the rows of each block, every row at least `width` cells wide."""
        rows = self.sheet.rows
        found_width = len(rows[0]) if rows else 0
        padding = [""] * (width - found_width)
        found: list[list[FoundRow]] = [[] for _ in self.blocks]
        known = {
            row.key: (row, place)
            for shape, place in zip(self.blocks, found, strict=True)
            for row in self.form.rows
            if row.block is shape.block
        }
        most = len(known) + MOST_COPIES
        open_blocks = list(self.blocks)
        for number, found_cells in enumerate(rows, start=1):
            cells = [*found_cells, *padding] if padding else found_cells
            key = cells[0]
            match = known.get(key) if type(key) is str else None
            if match is None:
                match = self._other_row(number, cells, known, open_blocks)
                if match is None:
                    continue
            row, place = match
            if len(place) < most:
                place.append((number, cells, row))
            if found_width > width:
                self._note_stray(number, cells, width)
        for shape in open_blocks:
            detail = f'baris judul "{shape.headings[-1]}" tidak ada'
            self._found.add(Code.FORM_STRUCTURE_CHANGED, detail=detail)
        return found

    def _other_row(
        self,
        number: int,
        cells: Sequence[RawValue],
        known: dict[str, _Known],
        open_blocks: list[BlockShape],
    ) -> _Known | None:
        """Deal with a row whose first cell is not exactly a key: headings, texts, strange keys."""
        key = as_text(cells[0])
        if not self.blocks or not key:
            self._note_stray(number, cells, 0, self.texts)
            return None
        if key in known:
            return known[key]
        if key == self.blocks[0].headings[0]:
            self._check_headings(number, cells, open_blocks)
            return None
        self._unknown.append((number, key))
        return None

    def _check_headings(
        self, number: int, cells: Sequence[RawValue], open_blocks: list[BlockShape]
    ) -> None:
        texts = tuple(map(as_text, cells))
        for shape in open_blocks:
            if texts[: len(shape.headings)] == shape.headings:
                open_blocks.remove(shape)
                self._note_stray(number, cells, len(shape.headings))
                return
        if not open_blocks:
            self._more_headings.append(number)
            return
        shape = open_blocks.pop(0)
        column = next(n for n, text in enumerate(shape.headings, 1) if texts[n - 1] != text)
        detail = (
            f'judul {self.sheet.name}!{cell_address(number, column)} adalah "{texts[column - 1]}", '
            f'seharusnya "{shape.headings[column - 1]}"'
        )
        self._found.add(Code.FORM_STRUCTURE_CHANGED, number, column, detail=detail)

    def _note_stray(
        self,
        number: int,
        cells: Sequence[RawValue],
        width: int,
        allowed: frozenset[str] = frozenset(),
    ) -> None:
        for column, value in enumerate(cells[width:], start=width + 1):
            if value == "" or value in allowed:
                continue
            if (text := as_text(value)) and text not in allowed:
                self._stray.append((cell_address(number, column), text))

    def _note_repeated(self) -> None:
        """Note what may be wrong in thousands of rows: the first of them, and how many more."""
        for n, (number, key) in enumerate(self._unknown[:_MOST_UNKNOWN_KEYS], start=1):
            others = len(self._unknown) - n if n == _MOST_UNKNOWN_KEYS else 0
            rest = f" (dan {others} baris lain)" if others else ""
            self._found.add(Code.ROW_KEY_UNKNOWN, number, 1, key=shortened(key) + rest)
        if self._more_headings:
            rows = row_numbers(self._more_headings)
            detail = f"baris judul lebih dari satu (baris {rows})"
            self._found.add(Code.FORM_STRUCTURE_CHANGED, detail=detail)

    def _stray_findings(self) -> Iterator[Finding]:
        section = self.form.identity.section
        for n, (cell, text) in enumerate(self._stray[: _MOST_STRAY_CELLS + 1]):
            others = len(self._stray) - n - 1 if n == _MOST_STRAY_CELLS else 0
            rest = f" (dan {others} sel lain)" if n == _MOST_STRAY_CELLS else ""
            place = Place(self.file, self.sheet.name, cell)
            yield finding(Code.STRAY_VALUE, place, section=section, text=shortened(text) + rest)
