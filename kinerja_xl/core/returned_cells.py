"""Reads the cells of a returned form's rows, column by column, and lists what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import repeat
from typing import Final, NamedTuple

from kinerja_xl.core.addresses import cell_address
from kinerja_xl.core.dates import format_date
from kinerja_xl.core.entries import UNREADABLE, EntryValue, Problem, read_entry
from kinerja_xl.core.findings import Code, Finding, Place, finding
from kinerja_xl.core.forms import Block, FieldKind, Form, FormRow
from kinerja_xl.core.numbers import format_number
from kinerja_xl.core.raw_returns import BlockShape, CellAt, RawSheet, RawValue
from kinerja_xl.core.values import CellValue, canonical, cell_text, is_same

_TELLING: Final = frozenset({"code", "item"})
"""Locked fields by which a person knows whose row it is."""
_SHORT: Final = 1000
"""Texts shorter than this are within any limit, whatever their characters."""
_RELATIVE_NOISE: Final = Decimal("1e-12")
"""Programs write numbers with 15 to 17 digits; what differs less is the same number."""
_LONGEST_SHOWN: Final = 200
_MOST_NUMBERS: Final = 20


FoundRow = tuple[int, Sequence[RawValue], FormRow]
"""A row of the form where it was found: its Excel row, all its cells, the row as distributed."""


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
class SheetFindings:
    """Collects what is wrong with one sheet of a return."""

    file: str
    sheet: str
    section: str
    _found: list[tuple[int, int, Finding]] = field(default_factory=list)

    def add(
        self,
        code: Code,
        number: int = 0,
        column: int = 0,
        row: FormRow | None = None,
        field_name: str = "",
        /,
        **facts: str,
    ) -> None:
        """Note a finding about a cell, or about the whole sheet where there is no column."""
        cell = cell_address(number, column) if column else ""
        place = Place(self.file, self.sheet, cell)
        key = row.key if row else ""
        found = finding(code, place, section=self.section, row_key=key, column=field_name, **facts)
        self._found.append((number, column, found))

    def in_order(self) -> list[Finding]:
        """Return the findings top to bottom, left to right; those about the whole sheet first."""
        return [found for *_, found in sorted(self._found, key=lambda found: found[:2])]


@dataclass(frozen=True, slots=True)
class BlockCells:
    """Reads the rows of one block.

    Almost every cell comes back as expected or as plain text. So whole columns are compared and
    taken at once, and only what is left is looked at cell by cell.
    """

    shape: BlockShape
    sheet: RawSheet
    form: Form
    findings: SheetFindings

    def read(self, found: Sequence[FoundRow]) -> list[ReturnedRow]:
        """Read rows, the closed ones last; the same row may be there twice."""
        closed = [each for each in found if not each[2].is_open]
        if not closed:
            return self._read_open(found)
        return [*self._read_open([e for e in found if e[2].is_open]), *self._read_closed(closed)]

    def _read_closed(self, found: Sequence[FoundRow]) -> list[ReturnedRow]:
        """Hold rows to what was sent, their entries too."""
        block = self.shape.block
        self._compare_locked(found, tuple(zip(*(cells for _, cells, _ in found), strict=True)))
        if self.sheet.formulas:
            self._check_live_cells(found)
        columns = [self.shape.column(entry.name) for entry in block.entry_fields]
        for number, cells, row in found:
            for column, expected in zip(columns, row.base, strict=True):
                actual = _plain(self.sheet.errors.get((number, column), cells[column - 1]))
                if not _is_unchanged(actual, expected):
                    self._note_locked(
                        number, column, row, _shown(expected), actual, Code.CLOSED_ROW_CHANGED
                    )
        return [ReturnedRow(row.key, block, number, row.base) for number, _, row in found]

    def _read_open(self, found: Sequence[FoundRow]) -> list[ReturnedRow]:
        if not found:
            return []
        numbers, cells, rows = zip(*found, strict=True)
        columns = tuple(zip(*cells, strict=True))
        self._compare_locked(found, columns)
        if self.sheet.formulas:
            self._check_live_cells(found)
        block = self.shape.block
        bases = zip(*[row.base for row in rows], strict=True)
        entries = [
            self._entry_column(entry.kind, self.shape.column(entry.name), columns, base, found)
            for entry, base in zip(block.entry_fields, bases, strict=True)
        ]
        keys = [row.key for row in rows]
        return list(map(ReturnedRow, keys, repeat(block), numbers, zip(*entries, strict=True)))

    def _compare_locked(
        self, found: Sequence[FoundRow], columns: Sequence[tuple[RawValue, ...]]
    ) -> None:
        locked = [self.shape.column(name) for name in self.shape.block.locked_fields]
        expected = tuple(zip(*[row.locked for *_, row in found], strict=True))
        if all(
            _is_as_sent(columns[column - 1], values)
            for column, values in zip(locked, expected, strict=True)
        ):
            return
        for each in found:
            self._compare_locked_row(each, locked)

    def _compare_locked_row(self, found: FoundRow, locked: Sequence[int]) -> None:
        number, cells, row = found
        if self._is_another_row(cells, row):
            column = self.shape.column("code")
            code = shortened(as_text(cells[column - 1]))
            detail = f"baris {number} berisi kode {code}, padahal baris itu milik indikator lain"
            self.findings.add(Code.FORM_STRUCTURE_CHANGED, number, column, row, detail=detail)
            return
        for column, expected in zip(locked, row.locked, strict=True):
            actual = _plain(self.sheet.errors.get((number, column), cells[column - 1]))
            if not _is_unchanged(actual, expected):
                self._note_locked(number, column, row, _shown(expected), actual)

    def _is_another_row(self, cells: Sequence[RawValue], row: FormRow) -> bool:
        """Say whether the row shows what belongs to another key: it was sorted without the keys."""
        locked = enumerate(self.shape.block.locked_fields)
        telling = [(n, name) for n, name in locked if name in _TELLING]
        if not telling:
            return False
        shown = tuple(as_text(cells[self.shape.column(name) - 1]) for _, name in telling)
        owners = {
            tuple(cell_text(other.locked[n]) for n, _ in telling): other.key
            for other in self.form.block(row.block)
        }
        return owners.get(shown, row.key) != row.key

    def _check_live_cells(self, found: Sequence[FoundRow]) -> None:
        """Report formulas that were typed over."""
        for number, cells, row in found:
            for column in self.shape.live_columns:
                value = cells[column - 1]
                if value != "" and (number, column) not in (self.sheet.formulas or ()):
                    self._note_locked(number, column, row, "rumus", _plain(value))

    def _note_locked(
        self,
        number: int,
        column: int,
        row: FormRow,
        expected: str,
        actual: CellValue,
        code: Code = Code.LOCKED_CELL_CHANGED,
    ) -> None:
        self.findings.add(
            code, number, column, row, self.shape.fields[column - 1],
            field=self.shape.headings[column - 1], expected=expected, actual=_shown(actual),
        )  # fmt: skip

    def _entry_column(
        self,
        kind: FieldKind,
        column: int,
        columns: Sequence[tuple[RawValue, ...]],
        base: tuple[CellValue, ...],
        found: Sequence[FoundRow],
    ) -> Sequence[EntryValue]:
        cells = columns[column - 1]
        if self.sheet.has_facts or base.count(None) < len(base):
            return [
                self._value(self._compare_entry(each, column, value, kind, sent), each, column)
                for each, value, sent in zip(found, cells, base, strict=True)
            ]
        if cells.count("") == len(cells):
            return base
        if kind is FieldKind.TEXT and (texts := _plain_texts(cells)):
            return [text.strip() or None for text in texts]
        return [
            None
            if value == ""
            else value
            if type(value) is date and kind is FieldKind.DATE
            else self._value(read_entry(value, kind, each[2]), each, column)
            for each, value in zip(found, cells, strict=True)
        ]

    def _value(self, read: CellValue | Problem, found: FoundRow, column: int) -> EntryValue:
        """Return what was read; a problem becomes a finding."""
        if not isinstance(read, Problem):
            return read
        number, _, row = found
        self.findings.add(
            read.code, number, column, row, self.shape.fields[column - 1],
            field=self.shape.headings[column - 1], **dict(read.facts),
        )  # fmt: skip
        return UNREADABLE

    def _compare_entry(
        self, found: FoundRow, column: int, value: RawValue, kind: FieldKind, sent: CellValue
    ) -> CellValue | Problem:
        """Read a cell; one that came back as it went out keeps the value that was sent."""
        number, _, row = found
        at = number, column
        problem = self._hidden_problem(at) if self.sheet.has_facts else None
        if problem is not None:
            return problem
        if _is_unchanged(_plain(value), sent):
            return sent
        return read_entry(value, kind, row, is_percent_format=at in self.sheet.percents)

    def _hidden_problem(self, at: CellAt) -> Problem | None:
        """Find what is wrong with a cell that reads as empty."""
        error = self.sheet.errors.get(at)
        if error is not None:
            return Problem(Code.CELL_ERROR, (("text", error),))
        return Problem(Code.FORMULA_WITHOUT_VALUE, ()) if at in self.sheet.valueless else None


def _plain_texts(cells: Sequence[RawValue]) -> list[str]:
    """Return the cells of a column if all are texts that need no more than stripping."""
    texts = [cell for cell in cells if type(cell) is str]
    is_plain = len(texts) == len(cells) and max(map(len, texts)) < _SHORT
    return texts if is_plain and "\r" not in "".join(texts) else []


def as_text(value: RawValue) -> str:
    """Return a cell as text on one line, without space around it."""
    return " ".join(value.split()) if isinstance(value, str) else _squeezed(_plain(value))


def _is_as_sent(cells: tuple[RawValue, ...], values: tuple[CellValue, ...]) -> bool:
    """Say whether a column holds exactly what was sent; texts as they are, numbers as floats."""
    return (type(values[0]) is str and cells == values) or cells == _as_read(values)


def _as_read(values: tuple[CellValue, ...]) -> tuple[object, ...]:
    """Return values as a reader gives them."""
    return tuple(
        [
            value
            if type(value) is str
            else ""
            if value is None
            else float(value)
            if type(value) is Decimal or type(value) is int
            else value
            for value in values
        ]
    )


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


def _shown(value: CellValue) -> str:
    plain = canonical(value)
    if isinstance(plain, Decimal):
        return format_number(plain) if plain.is_finite() else str(plain)
    if type(plain) is date:
        return format_date(plain)
    return shortened("" if plain is None else str(plain))


def row_numbers(rows: Sequence[int], *, is_complete: bool = True) -> str:
    """Return row numbers as a finding can show them: the first ones whole, and how many more.

    Args:
        rows: The numbers.
        is_complete: Whether there are no others that were not looked at.
    """
    first, others = ", ".join(map(str, rows[:_MOST_NUMBERS])), len(rows) - _MOST_NUMBERS
    if others <= 0:
        return first
    return f"{first}, dan {'' if is_complete else 'sedikitnya '}{others} baris lain"


def shortened(text: str) -> str:
    """Return a text no longer than a finding can show."""
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}\u2026"
