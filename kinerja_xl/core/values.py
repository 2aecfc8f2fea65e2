"""What a cell can hold, and when two cells hold the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

CellValue = str | float | int | bool | date | datetime | Decimal | None
"""A cell's value; an empty cell is `None`, never an empty text."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula to be written into a cell.

    Attributes:
        text: The formula in Excel's file syntax, English function names, without the leading `=`.
        value: The result the Python rule gives, shown until the spreadsheet recalculates.
    """

    text: str
    value: CellValue = None


CellContent = CellValue | Formula
"""What can be written into a cell."""


def canonical(value: CellValue) -> CellValue:
    """Reduce a value to the form in which equal cells are equal.

    Numbers become a normalised `Decimal` (of the shortest text that denotes the float), texts lose
    surrounding white space and carriage returns, blank texts become `None`, a moment at midnight
    becomes its date.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n").strip() or None
    if isinstance(value, float | int):
        value = Decimal(repr(value))
    if isinstance(value, Decimal):
        return value.normalize() + 0 if value.is_finite() else value
    if isinstance(value, datetime):
        is_midnight = (value.hour, value.minute, value.second, value.microsecond) == (0, 0, 0, 0)
        return value.date() if is_midnight else value
    return value


def is_same(left: CellValue, right: CellValue) -> bool:
    """Say whether two cells hold the same value, however each was stored."""
    if isinstance(left, bool) != isinstance(right, bool):
        return False  # Python holds True == 1, a sheet does not
    return left == right or canonical(left) == canonical(right)


def cell_text(value: CellValue) -> str:
    """Return what a cell holds as text, a whole number without its decimals, blank as `""`."""
    if isinstance(value, str) and "\r" not in value:
        return value.strip()
    plain = canonical(value)
    if isinstance(plain, Decimal):
        return f"{plain:f}"
    return "" if plain is None else str(plain)
