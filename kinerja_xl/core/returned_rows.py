"""Reads the rows of one sheet of a returned form and lists what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter
from typing import Final, NamedTuple

from kinerja_xl.core.addresses import cell_address
from kinerja_xl.core.dates import format_date
from kinerja_xl.core.entries import UNREADABLE, EntryValue, Problem, read_entry
from kinerja_xl.core.findings import Code, Finding, Place, finding
from kinerja_xl.core.forms import Block, FieldKind, Form, FormRow
from kinerja_xl.core.numbers import format_number
from kinerja_xl.core.raw_returns import BlockShape, CellAt, RawSheet, RawValue
from kinerja_xl.core.values import CellValue, canonical, cell_text, is_same

REFUSING: Final = frozenset({
    Code.ROW_KEY_UNKNOWN, Code.ROW_KEY_TWICE, Code.FORM_STRUCTURE_CHANGED,
})  # fmt: skip
"""Findings that make a return unfit for merging."""

_TELLING: Final = frozenset({"code", "item"})
"""Locked fields by which a person knows whose row it is."""
_SHORT: Final = 1000
"""Texts shorter than this are within any limit, whatever their characters."""
_RELATIVE_NOISE: Final = Decimal("1e-12")
"""Programs write numbers with 15 to 17 digits; what differs less is the same number."""
_MOST_STRAY_CELLS: Final = 100
_LONGEST_SHOWN: Final = 200


class ReturnedRow(NamedTuple):
    """One row of a return; a tuple, as thousands are made in a merge.

    Attributes:
        excel_row: Where it stands in the returned file.
        values: Of the block's entry fields; `UNREADABLE` where a cell cannot be read.
    """

    key: str
    block: Block
    excel_row: int
    values: tuple[EntryValue, ...]


@dataclass(frozen=True, slots=True)
class _BlockReading:
    """How to take a block's cells out of a row.

    Attributes:
        locked: Column, counted from 1, and field of each locked cell.
        entries: Position among the entry fields, column, and kind of each entry cell.
        blank: The entry cells of a row without base values, as distributed.
        blank_as_read: The same as a reader gives them.
    """

    shape: BlockShape
    locked: tuple[tuple[int, str], ...]
    entries: tuple[tuple[int, int, FieldKind], ...]
    locked_of: Callable[[Sequence[RawValue]], tuple[RawValue, ...]]
    entries_of: Callable[[Sequence[RawValue]], tuple[RawValue, ...]]
    blank: tuple[None, ...]
    blank_as_read: tuple[RawValue, ...]


@dataclass(slots=True)
class SheetReading:
    """One pass over a sheet; `findings` is complete when `rows` is exhausted.

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
    _stray: list[tuple[str, str]] = field(default_factory=list)

    def rows(self) -> Iterator[ReturnedRow]:
        """Yield the rows with a known key, top to bottom; of a key that is there twice, both."""
        known = self._known_rows()
        width = max((len(block.fields) for block in self.blocks), default=0)
        sheet = self.sheet
        found_width = len(sheet.rows[0]) if sheet.rows else 0
        is_wider = found_width > width
        padding = [""] * (width - found_width)
        has_facts = sheet.has_facts
        open_blocks = list(self.blocks)
        for number, found_cells in enumerate(sheet.rows, start=1):
            cells = [*found_cells, *padding] if padding else found_cells
            key = cells[0]
            reading = known.get(key) if type(key) is str else None
            if reading is None:
                reading = self._other_row(number, cells, known, open_blocks)
            if reading is None:
                continue
            block, row = reading
            if block.locked_of(cells) != _as_read(row.locked):
                self._compare_locked(number, cells, block, row)
            is_blank = row.base == block.blank
            base = block.blank_as_read if is_blank else _as_read(row.base)
            values: tuple[EntryValue, ...] = row.base
            if has_facts or block.entries_of(cells) != base:
                values = self._entries(number, cells, block, row, base)
            if has_facts:
                self._check_live_cells(number, cells, block, row)
            if is_wider:
                self._note_stray(number, cells, width)
            yield ReturnedRow(row.key, row.block, number, values)
        for block_shape in open_blocks:
            title = block_shape.headings[-1]
            self._find(Code.FORM_STRUCTURE_CHANGED, detail=f'baris judul "{title}" tidak ada')
        self._report_stray()

    def _known_rows(self) -> dict[str, tuple[_BlockReading, FormRow]]:
        return {
            row.key: (block, row)
            for block in map(_block_reading, self.blocks)
            for row in self.form.rows
            if row.block is block.shape.block
        }

    def _other_row(
        self,
        number: int,
        cells: Sequence[RawValue],
        known: dict[str, tuple[_BlockReading, FormRow]],
        open_blocks: list[BlockShape],
    ) -> tuple[_BlockReading, FormRow] | None:
        """Deal with a row whose first cell is not exactly a key: headings, texts, strange keys."""
        key = _text(cells[0])
        if not self.blocks or not key:
            self._note_stray(number, cells, 0, self.texts)
            return None
        if key in known:
            return known[key]
        if key == self.blocks[0].headings[0]:
            self._check_headings(number, cells, open_blocks)
            return None
        self._find(Code.ROW_KEY_UNKNOWN, number, 1, key=_short(key))
        return None

    def _check_headings(
        self, number: int, cells: Sequence[RawValue], open_blocks: list[BlockShape]
    ) -> None:
        texts = tuple(map(_text, cells))
        for shape in open_blocks:
            if texts[: len(shape.headings)] == shape.headings:
                open_blocks.remove(shape)
                self._note_stray(number, cells, len(shape.headings))
                return
        if not open_blocks:
            self._find(
                Code.FORM_STRUCTURE_CHANGED, detail=f"baris judul lebih dari satu (baris {number})"
            )
            return
        shape = open_blocks.pop(0)
        column = next(n for n, text in enumerate(shape.headings, 1) if texts[n - 1] != text)
        detail = (
            f'judul {self.sheet.name}!{cell_address(number, column)} adalah "{texts[column - 1]}", '
            f'seharusnya "{shape.headings[column - 1]}"'
        )
        self._find(Code.FORM_STRUCTURE_CHANGED, number, column, detail=detail)

    def _compare_locked(
        self, number: int, cells: Sequence[RawValue], block: _BlockReading, row: FormRow
    ) -> None:
        if self._is_another_row(cells, block, row):
            column = block.shape.column("code")
            code = _short(_text(cells[column - 1]))
            detail = f"baris {number} berisi kode {code}, padahal baris itu milik indikator lain"
            self._find(Code.FORM_STRUCTURE_CHANGED, number, column, row, detail=detail)
            return
        for (column, name), expected in zip(block.locked, row.locked, strict=True):
            actual = self.sheet.errors.get((number, column), cells[column - 1])
            if not _is_unchanged(_plain(actual), expected):
                self._find(
                    Code.LOCKED_CELL_CHANGED, number, column, row, name,
                    field=block.shape.headings[column - 1],
                    expected=_shown(expected), actual=_shown(_plain(actual)),
                )  # fmt: skip

    def _is_another_row(
        self, cells: Sequence[RawValue], block: _BlockReading, row: FormRow
    ) -> bool:
        """Say whether the row shows what belongs to another key: it was sorted without the keys."""
        names = [name for _, name in block.locked if name in _TELLING]
        if not names:
            return False
        positions = [n for n, (_, name) in enumerate(block.locked) if name in _TELLING]
        shown = tuple(_text(cells[block.shape.column(name) - 1]) for name in names)
        owners = {
            tuple(cell_text(other.locked[n]) for n in positions): other.key
            for other in self.form.block(row.block)
        }
        return owners.get(shown, row.key) != row.key

    def _entries(
        self,
        number: int,
        cells: Sequence[RawValue],
        block: _BlockReading,
        row: FormRow,
        base: tuple[RawValue, ...],
    ) -> tuple[EntryValue, ...]:
        values: list[EntryValue] = list(row.base)
        has_facts, text = self.sheet.has_facts, FieldKind.TEXT
        for n, column, kind in block.entries:
            value, as_read = cells[column - 1], base[n]
            if has_facts or as_read != "":
                read = self._compare_entry((number, column), value, kind, row, n)
            elif value == "":
                continue
            elif kind is text and type(value) is str and len(value) < _SHORT and "\r" not in value:
                values[n] = value.strip() or None  # nearly every cell; nothing to be asked of it
                continue
            else:
                read = read_entry(value, kind, row)
            if isinstance(read, Problem):
                values[n] = UNREADABLE
                self._find(
                    read.code, number, column, row, block.shape.fields[column - 1],
                    field=block.shape.headings[column - 1], **dict(read.facts),
                )  # fmt: skip
            else:
                values[n] = read
        return tuple(values)

    def _compare_entry(
        self, at: CellAt, value: RawValue, kind: FieldKind, row: FormRow, position: int
    ) -> CellValue | Problem:
        """Read a cell; one that came back as it went out keeps its base value."""
        problem = self._hidden_problem(at) if self.sheet.has_facts else None
        if problem is not None:
            return problem
        if _is_unchanged(_plain(value), row.base[position]):
            return row.base[position]
        return read_entry(value, kind, row, is_percent_format=at in self.sheet.percents)

    def _hidden_problem(self, at: CellAt) -> Problem | None:
        """Find what is wrong with a cell that reads as empty."""
        error = self.sheet.errors.get(at)
        if error is not None:
            return Problem(Code.CELL_ERROR, (("text", error),))
        return Problem(Code.FORMULA_WITHOUT_VALUE, ()) if at in self.sheet.valueless else None

    def _check_live_cells(
        self, number: int, cells: Sequence[RawValue], block: _BlockReading, row: FormRow
    ) -> None:
        """Report formulas that were typed over, unless a program dropped them all."""
        if not self.sheet.formulas:
            return
        for column in block.shape.live_columns:
            value = cells[column - 1]
            if value != "" and (number, column) not in self.sheet.formulas:
                self._find(
                    Code.LOCKED_CELL_CHANGED, number, column, row,
                    block.shape.fields[column - 1],
                    field=block.shape.headings[column - 1],
                    expected="rumus", actual=_shown(_plain(value)),
                )  # fmt: skip

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
            if (text := _text(value)) and text not in allowed:
                self._stray.append((cell_address(number, column), text))

    def _report_stray(self) -> None:
        for n, (cell, text) in enumerate(self._stray):
            is_last = n == _MOST_STRAY_CELLS
            rest = f" (dan {len(self._stray) - n - 1} sel lain)" if is_last else ""
            self.findings.append(
                finding(
                    Code.STRAY_VALUE,
                    Place(self.file, self.sheet.name, cell),
                    section=self.form.identity.section,
                    text=_short(text) + rest,
                )
            )
            if is_last:
                return

    def _find(
        self,
        code: Code,
        number: int = 0,
        column: int = 0,
        row: FormRow | None = None,
        field_name: str = "",
        /,
        **facts: str,
    ) -> None:
        cell = cell_address(number, column) if column else ""
        self.findings.append(
            finding(
                code,
                Place(self.file, self.sheet.name, cell),
                section=self.form.identity.section,
                row_key=row.key if row else "",
                column=field_name,
                **facts,
            )
        )


@lru_cache(maxsize=16)
def _block_reading(shape: BlockShape) -> _BlockReading:
    locked = tuple((shape.column(name), name) for name in shape.block.locked_fields)
    entries = tuple(
        (n, shape.column(entry.name), entry.kind)
        for n, entry in enumerate(shape.block.entry_fields)
    )
    return _BlockReading(
        shape,
        locked,
        entries,
        _picker([column for column, _ in locked]),
        _picker([column for _, column, _ in entries]),
        (None,) * len(entries),
        ("",) * len(entries),
    )


def _picker(columns: Sequence[int]) -> Callable[[Sequence[RawValue]], tuple[RawValue, ...]]:
    """Return what takes the cells of some columns, counted from 1, out of a row."""
    if len(columns) == 1:
        only = columns[0] - 1
        return lambda cells: (cells[only],)
    return itemgetter(*(column - 1 for column in columns))


def _as_read(values: tuple[CellValue, ...]) -> tuple[RawValue, ...]:
    """Return values as a reader gives them."""
    return tuple(
        ["" if value is None else value if type(value) is str else _raw(value) for value in values]
    )


def _raw(value: CellValue) -> RawValue:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return float(value)
    return float(value) if type(value) is int else value


def _is_unchanged(actual: CellValue, expected: CellValue) -> bool:
    """Say whether a cell came back as it went out, however a program stored it."""
    if is_same(actual, expected):
        return True
    left, right = canonical(actual), canonical(expected)
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return (
            left.is_finite()
            and right.is_finite()
            and abs(left - right) <= abs(right) * _RELATIVE_NOISE
        )
    if isinstance(left, str | Decimal) and isinstance(right, str | Decimal):
        return _squeezed(left) == _squeezed(right)
    return False


def _squeezed(value: CellValue) -> str:
    return " ".join(cell_text(value).split())


def _plain(value: RawValue) -> CellValue:
    if value == "":
        return None
    return value if isinstance(value, str | bool | int | float | date) else str(value)


def _text(value: RawValue) -> str:
    return " ".join(value.split()) if isinstance(value, str) else _squeezed(_plain(value))


def _shown(value: CellValue) -> str:
    plain = canonical(value)
    if isinstance(plain, Decimal):
        return format_number(plain) if plain.is_finite() else str(plain)
    if type(plain) is date:
        return format_date(plain)
    return _short("" if plain is None else str(plain))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}\u2026"
