"""Cells of an open workbook: what xlwings reads and writes against what the program means."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from kinerja_xl.core.values import CellContent, CellValue, Formula
from kinerja_xl.files.xlsx.celltext import render_content, serial_number


class Text(str):
    """A text that a program might take for something else when it is entered."""

    __slots__ = ()


Written = str | float | bool
"""What goes into one cell of a block: formulas begin with `=`, unless they are a `Text`."""

_FIRST_DAY = datetime(1899, 12, 30)
_FIRST_DATE = datetime(1900, 1, 1)
_FIRST_ERROR = -2_146_826_288
"""The number by which Excel's automation hands over `#NULL!`; the other errors follow it."""
_ERRORS = {
    0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A",
    43: "#GETTING_DATA", 45: "#SPILL!", 46: "#CONNECT!", 47: "#BLOCKED!", 48: "#UNKNOWN!",
    49: "#FIELD!", 50: "#CALC!",
}  # fmt: skip
ERROR_TEXTS = frozenset(_ERRORS.values())

_TELLING = "=+-@'#("
_LOGICAL = frozenset({"true", "false"})
_LOGICAL_TEXTS = {True: {"true", "1", "1.0"}, False: {"false", "0", "0.0"}}
_HALF_MILLISECOND = 0.51 / 86_400_000
"""In days; read moments are rounded to the millisecond."""
_LAST_DIGIT = 1e-14
"""Excel gives 15 digits of a number as the formula of its cell."""
_LONGEST_MISREAD = 64
"""A text that is longer is never taken for a number or a date."""


def cell_value(raw: Any) -> CellValue:
    """Return a cell's value as the file adapter reads it.

    A moment at midnight is its date, a time of day a number of days, an error its text; whole
    numbers are floats. Moments are rounded to the millisecond: a sheet stores them as fractions.

    Args:
        raw: The cell as xlwings gives it with `err_to_str`.
    """
    if raw is None or raw == "":
        return None
    if isinstance(raw, bool | str):
        return raw
    if isinstance(raw, datetime):
        return _moment(raw)
    if isinstance(raw, date):
        return raw
    if isinstance(raw, int) and raw - _FIRST_ERROR in _ERRORS:
        return _ERRORS[raw - _FIRST_ERROR]  # one of those that xlwings does not name
    return float(raw)


def _moment(raw: datetime) -> CellValue:
    moment = raw.replace(tzinfo=None)
    if moment < _FIRST_DATE:
        return (moment - _FIRST_DAY) / timedelta(days=1)
    milliseconds = round(moment.microsecond / 1000)
    moment = moment.replace(microsecond=0) + timedelta(milliseconds=milliseconds)
    is_midnight = moment.time() == datetime.min.time()
    return moment.date() if is_midnight else moment


def is_formula(value: CellValue, formula: object) -> bool:
    """Say whether a cell has a formula; a text such as `=x` reads like one but is its own value.

    Args:
        value: The cell's value.
        formula: What `Range.formula` says of it.
    """
    return isinstance(formula, str) and formula.startswith("=") and value != formula


def written(content: CellContent, *, is_1904: bool = False) -> Written:
    """Return what makes a cell hold that content, whatever it looks like.

    Dates go in as numbers, so that the cell keeps its own format.

    Raises:
        ValueError: If the content fits no cell.
        TypeError: If the content is of no type that a cell can hold.
    """
    render_content(content, is_1904=is_1904)  # the file adapter's own checks
    if content is None:
        return ""
    if isinstance(content, Formula):
        return f"={content.text}"
    if isinstance(content, str):
        return Text(content) if is_misread(content) else content
    if isinstance(content, bool):
        return content
    if isinstance(content, date):
        return float(serial_number(content, is_1904=is_1904))
    return float(content)


def kept(value: CellValue, formula: object, *, is_1904: bool = False) -> Written | None:
    """Return what makes a cell hold what it holds now.

    Args:
        value: Its value as it was read.
        formula: What `Range.formula` says of it now.
        is_1904: Whether the workbook's dates count from 1904.

    Returns:
        Its content; `None` when the cell has another value by now.
    """
    if is_formula(value, formula):
        return str(formula)
    if isinstance(value, str):
        is_same = formula in (value, f"'{value}")  # LibreOffice marks a text that looks otherwise
        content: Written = value if value in ERROR_TEXTS else written(value)
    elif isinstance(value, bool):
        is_same, content = str(formula).casefold() in _LOGICAL_TEXTS[value], value
    elif value is None:
        is_same, content = formula in (None, ""), ""
    else:
        is_same, content = _kept_number(value, formula, is_1904=is_1904)
    return content if is_same else None


def _kept_number(value: CellValue, formula: object, *, is_1904: bool) -> tuple[bool, Written]:
    """Say whether a cell still has a number or date, and return its exact number."""
    number = float(written(value, is_1904=is_1904))
    try:
        now = float(str(formula))
    except ValueError:
        return False, number
    is_date = isinstance(value, date)
    tolerance = _HALF_MILLISECOND if is_date else abs(now) * _LAST_DIGIT
    return abs(now - number) <= tolerance, now if is_date else number


def is_misread(text: str) -> bool:
    """Say whether a spreadsheet program could take a text for something else when it is entered.

    Rather too often than too seldom: the apostrophe that then keeps it a text does no harm.
    """
    if not text:
        return False
    if text[0] in _TELLING or text.strip().casefold() in _LOGICAL:
        return True
    return len(text) <= _LONGEST_MISREAD and any(letter.isdecimal() for letter in text)
