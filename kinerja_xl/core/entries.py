"""Reads one entry cell of a returned form, by the kind of its field."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Final

from kinerja_xl.core.dates import format_date, read_date
from kinerja_xl.core.findings import Code
from kinerja_xl.core.forms import Block, FieldKind, FormRow
from kinerja_xl.core.indicator import Polarity
from kinerja_xl.core.numbers import (
    Reason,
    Unreadable,
    clean_text,
    display_text,
    format_number,
    is_percent_unit,
    read_number,
)
from kinerja_xl.core.raw_returns import RawValue
from kinerja_xl.core.targets import read_realisation
from kinerja_xl.core.values import CellValue, canonical

LONGEST_TEXT: Final = 32_767
"""Excel's limit for a cell's text, in UTF-16 units."""

_FRACTION_SUSPECT_ABOVE: Final = 10
"""A percentage target above this makes a realisation of at most 1 look like a fraction."""
_UNIT: Final = Block.PERFORMANCE.locked_fields.index("unit")
_RUPIAH: Final = "Rp"
_CELL_TYPES: Final = (float, str, bool, int, date)
_HUNDRED: Final = Decimal(100)

_CODES: Final = {
    Reason.NOT_A_NUMBER: Code.NOT_A_NUMBER,
    Reason.AMBIGUOUS: Code.NUMBER_AMBIGUOUS,
    Reason.STATED_EMPTY: Code.STATED_EMPTY,
    Reason.NOT_A_GRADE: Code.NOT_A_GRADE,
    Reason.NOT_A_DATE: Code.NOT_A_DATE,
    Reason.CELL_ERROR: Code.CELL_ERROR,
}


class Mark(Enum):
    """Stands in place of a value."""

    UNREADABLE = "unreadable"


UNREADABLE: Final = Mark.UNREADABLE
"""The value of an entry cell that is not blank and cannot be read."""

EntryValue = CellValue | Mark


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an entry cell cannot be read, for a finding."""

    code: Code
    facts: tuple[tuple[str, str], ...]


def read_entry(
    value: RawValue, kind: FieldKind, row: FormRow, *, is_percent_format: bool = False
) -> CellValue | Problem:
    """Read one entry cell.

    Args:
        value: The cell as read.
        kind: How the field is to be read.
        row: The row as distributed.
        is_percent_format: The cell shows its number times 100 with a percent sign.

    Returns:
        The value, `None` for a blank cell; a grade in the spelling of the indicator's map.
    """
    if kind is FieldKind.TEXT:
        return _read_text(value)
    if isinstance(value, str) and not value.strip():
        return None
    if kind is FieldKind.MEASURE:
        return _read_measure(_cell_value(value), row, is_percent_format=is_percent_format)
    read: CellValue | Unreadable
    if kind is FieldKind.DATE:
        read = value if type(value) is date else read_date(_cell_value(value))
    elif is_percent_format and not isinstance(value, str):
        return _as_percent(value)
    else:
        read = read_number(_cell_value(value), unit=_RUPIAH)
    return _problem(read, row) if isinstance(read, Unreadable) else read


def _read_text(value: RawValue) -> CellValue | Problem:
    if isinstance(value, str):
        text = value.strip()
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        if len(text) > LONGEST_TEXT // 2:
            length = len(text.encode("utf-16-le", "surrogatepass")) // 2
            if length > LONGEST_TEXT:
                return Problem(Code.TEXT_TOO_LONG, (("length", format_number(Decimal(length))),))
        return text or None
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        plain = canonical(value)
        return f"{plain:f}" if isinstance(plain, Decimal) else str(plain)
    plain = canonical(value) if isinstance(value, date) else None
    return format_date(plain) if type(plain) is date else str(value)


def _read_measure(
    value: CellValue, row: FormRow, *, is_percent_format: bool
) -> CellValue | Problem:
    if row.measure is None:
        raise ValueError(f"{row.key} has no measure")
    measure, unit = row.measure.measure, str(row.locked[_UNIT] or "")
    number = (
        read_realisation(value, measure, unit)
        if measure.ordinal_map
        else read_number(value, unit=unit)
    )
    if isinstance(number, Unreadable):
        return _problem(number, row)
    if number is None:
        return None
    if isinstance(value, str):
        grade = _grade(value, row)
        if grade is not None:
            return grade
    elif is_percent_format:
        if is_percent_unit(unit):
            return number * _HUNDRED
        return _as_percent(value)
    return _suspicion(value, number, row, unit) or number


def _as_percent(value: RawValue | CellValue) -> Problem:
    """Refuse a number that the section saw with a percent sign where none belongs."""
    shown = f"{format_number(Decimal(str(value)) * _HUNDRED)}%"
    return Problem(Code.NOT_A_NUMBER, (("text", shown),))


def _grade(text: str, row: FormRow) -> str | None:
    typed = clean_text(text).casefold()
    names = (name for name, _ in row.measure.measure.ordinal_map) if row.measure else ()
    return next((name for name in names if clean_text(name).casefold() == typed), None)


def _suspicion(value: CellValue, number: Decimal, row: FormRow, unit: str) -> Problem | None:
    """Doubt a small number that is more likely a fraction than percent points."""
    if (
        (type(value) is float and not 0 < value <= 1)
        or not 0 < number <= 1
        or row.measure is None
        or row.measure.target is None
        or row.measure.target.low <= _FRACTION_SUSPECT_ABOVE
        or row.measure.measure.polarity is not Polarity.MAXIMISE
        or not is_percent_unit(unit)
        or (isinstance(value, str) and "%" in value)
    ):
        return None
    target = row.measure.target
    ends = [format_number(end) for end in dict.fromkeys((target.low, target.high))]
    facts = (
        ("text", display_text(value) if isinstance(value, str) else format_number(number)),
        ("target", "-".join(ends)),
        ("suggestion", format_number(number * _HUNDRED)),
    )
    return Problem(Code.PERCENT_AS_FRACTION, facts)


def _cell_value(value: RawValue) -> CellValue:
    """Pass what a cell can hold; a time of day or a duration as text, which no reader takes."""
    return value if isinstance(value, _CELL_TYPES) else str(value)


def _problem(unreadable: Unreadable, row: FormRow) -> Problem:
    code = _CODES[unreadable.reason]
    facts = [("text", unreadable.text)]
    if unreadable.first is not None and unreadable.second is not None:
        facts.append(("first", format_number(unreadable.first)))
        facts.append(("second", format_number(unreadable.second)))
    if code is Code.NOT_A_GRADE and row.measure:
        grades = ", ".join(name for name, _ in row.measure.measure.ordinal_map)
        facts.append(("allowed", grades))
    return Problem(code, tuple(facts))
