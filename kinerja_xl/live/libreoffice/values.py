"""Values on their way between Python and cells: dates, numbers, errors, emptiness."""

from __future__ import annotations

import datetime as dt
import math
import numbers
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

# What LibreOffice counts days from, unless a workbook says otherwise.
NULL_DATE = dt.datetime(1899, 12, 30)
SECONDS_PER_DAY = 86_400

# What a cell takes as it is.
_READY = {str, bool, dt.datetime}

# LibreOffice's numbers of errors, and what Excel shows for them.
BROKEN_REFERENCE = 524
EMPTY_INTERSECTION = 521
_ERROR_TEXTS = {
    32767: "#N/A",
    503: "#NUM!",
    EMPTY_INTERSECTION: "#NULL!",
    BROKEN_REFERENCE: "#REF!",
    525: "#NAME?",
    532: "#DIV/0!",
    # An argument outside the function's domain, a result that did not converge.
    502: "#NUM!",
    523: "#NUM!",
}


class CellError:
    """The value of a cell in error; the text is only asked for where someone wants it."""

    __slots__ = ("_number",)

    def __init__(self, number: Callable[[], int]) -> None:
        self._number = number

    def __str__(self) -> str:
        return error_text(self._number())

    def __repr__(self) -> str:
        return f"<CellError {self}>"


def error_text(number: int) -> str:
    """Return Excel's text for an error that LibreOffice numbers."""
    return _ERROR_TEXTS.get(number, "#VALUE!")


def from_serial(days: float, null_date: dt.datetime = NULL_DATE) -> dt.datetime:
    """Return the moment of a date's number, to the millisecond.

    Raises:
        OverflowError: If Python has no such date.
    """
    whole = math.floor(days)
    seconds = round((days - whole) * SECONDS_PER_DAY, 3)
    return null_date + dt.timedelta(days=whole, seconds=seconds)


def to_serial(moment: dt.datetime, null_date: dt.datetime = NULL_DATE) -> float:
    """Return the number of a moment; its time zone is left out, as Excel has none."""
    plain = moment if moment.tzinfo is None else moment.replace(tzinfo=None)
    passed = plain - null_date
    return passed.days + (passed.seconds + passed.microseconds / 1e6) / SECONDS_PER_DAY


def has_time(moment: dt.datetime) -> bool:
    """Tell whether a moment is more than a date."""
    return bool(moment.hour or moment.minute or moment.second or moment.microsecond)


def prepare(value: Any) -> Any:
    """Turn what people write into what a cell takes: text, float, bool, datetime or nothing.

    Raises:
        TypeError: If a cell has nothing like it.
    """
    kind = type(value)
    if kind in _READY or (kind is float and value == value):  # noqa: PLR0124 - not a number is empty
        return value
    if value is None or isinstance(value, str):
        return str(value or "")
    if isinstance(value, bool | float | int | Decimal):
        return _plain_number(value)
    if isinstance(value, dt.date):
        return _plain_moment(value)
    return _prepare_foreign(value)


def clean(
    value: Any,
    date_builder: Callable[..., Any],
    empty_as: Any,
    number_builder: Callable[[float], Any] | None,
    *,
    errors_as_text: bool,
) -> Any:
    """Turn a cell's value into what the options of a range ask for."""
    kind = type(value)
    if kind is str or value is None:
        return value or empty_as
    if kind is float and number_builder is None:
        return value
    if isinstance(value, CellError):
        return str(value) if errors_as_text else None
    if isinstance(value, dt.datetime):
        return date_builder(
            year=value.year,
            month=value.month,
            day=value.day,
            hour=value.hour,
            minute=value.minute,
            second=value.second,
            microsecond=value.microsecond,
            tzinfo=None,
        )
    if number_builder is not None and isinstance(value, float):
        return number_builder(value)
    return value


def as_rows(value: Any, rows: int, columns: int) -> Sequence[Sequence[Any]]:
    """Return a block of values from a block, one row of values, or one value for all cells."""
    if not isinstance(value, list | tuple):
        return ((value,) * columns,) * rows
    if value and not isinstance(value[0], list | tuple):
        return (value,)
    return value


def _plain_number(value: bool | float | Decimal) -> Any:
    if isinstance(value, bool):
        return value
    number = float(value)
    return "" if math.isnan(number) else number


def _plain_moment(value: dt.date) -> Any:
    """Return a moment of Python's own class: pandas' one is slower and has another arithmetic."""
    if not isinstance(value, dt.datetime):
        return dt.datetime(value.year, value.month, value.day)
    # pandas' missing date is a moment that equals nothing, not even itself.
    if value != value:  # noqa: PLR0124 - see above
        return ""
    parts = (value.year, value.month, value.day, value.hour, value.minute, value.second)
    return dt.datetime(*parts, value.microsecond)


def _prepare_foreign(value: Any) -> Any:
    """Turn numpy's and pandas' scalars into plain values, without importing either."""
    kind = getattr(getattr(value, "dtype", None), "kind", "")
    if kind == "b":
        return bool(value)
    if kind == "M":
        return prepare(value.astype("datetime64[us]").item())
    if kind in {"i", "u", "f"} or isinstance(value, numbers.Real):
        return _plain_number(float(value))
    if type(value).__name__ in {"NAType", "NaTType"}:
        return ""
    if isinstance(value, dt.time | dt.timedelta) or kind == "m":
        raise TypeError("times of day and durations are written as numbers of days")
    raise TypeError(f"a cell cannot hold a value of type {type(value).__name__}")
