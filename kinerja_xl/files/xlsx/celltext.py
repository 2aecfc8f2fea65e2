"""Cell contents as the XML that a sheet stores, and dates as serial numbers."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, timedelta
from decimal import Decimal

from kinerja_xl.core.values import CellContent, CellValue, Formula

MAXIMUM_TEXT = 32_767
"""Excel's limit for a cell's text, in UTF-16 units."""

MAXIMUM_FORMULA = 8_192

_SECONDS_PER_DAY = 86_400
_LARGEST_EXACT_INTEGER = 2**53
_LAST_DAY_BEFORE_THE_GAP = date(1900, 2, 28)
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_MARKUP = re.compile("[&<>]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def serial_number(moment: date, *, is_1904: bool = False) -> float | int:
    """Return the number that a spreadsheet stores for a day or moment.

    A day gives a whole number. In the 1900 system the days up to 28 February 1900 count one less
    than later ones, because Excel knows a 29 February 1900.

    Raises:
        ValueError: If the moment lies before the system's first day or carries a time zone.
    """
    day = moment.date() if isinstance(moment, datetime) else moment
    if is_1904:
        days = (day - date(1904, 1, 1)).days
    else:
        days = (day - date(1899, 12, 30)).days - (day <= _LAST_DAY_BEFORE_THE_GAP)
    if days < (0 if is_1904 else 1):
        raise ValueError(f"{moment} lies before the first day that a workbook can hold")
    if not isinstance(moment, datetime):
        return days
    if moment.tzinfo is not None:
        raise ValueError(f"{moment} carries a time zone, a cell cannot")
    seconds = (moment - datetime.combine(day, datetime.min.time())) / timedelta(seconds=1)
    return days + seconds / _SECONDS_PER_DAY if seconds else days


def escape_text(text: str) -> str:
    """Escape a text for an element, in the notation `_xHHHH_` where XML has no character."""

    def unit(match: re.Match[str]) -> str:
        return f"_x{ord(match[0]):04X}_"

    escaped = _UNSAFE.sub(unit, text)
    return _MARKUP.sub(lambda match: _ENTITIES[match[0]], escaped)


def render_content(
    content: CellContent, prefix: str = "", *, is_1904: bool = False
) -> tuple[str, str]:
    """Return the type attribute and the inner XML of a cell with that content.

    A text is always an inline string, never a formula, whatever it begins with.

    Args:
        content: What the cell is to hold; `None` and an empty text make it blank.
        is_1904: Whether the workbook's dates count from 1904.
        prefix: Namespace prefix with its colon, such as `x:`; empty for the default namespace.

    Returns:
        The value of `t`, empty where none is needed, and the elements in the cell, empty for a
        blank.

    Raises:
        ValueError: If a text exceeds 32,767 UTF-16 units, a number is not finite, a date is out
            of range, or a formula is empty, begins with `=` or exceeds 8,192 characters.
        TypeError: If the content is of no type that a cell can hold.
    """
    if isinstance(content, Formula):
        kind, value = _render_value(content.value, prefix, is_1904=is_1904, is_result=True)
        return kind, render_formula(content.text, prefix) + value
    return _render_value(content, prefix, is_1904=is_1904, is_result=False)


def render_formula(text: str, prefix: str = "") -> str:
    """Return the formula element.

    Raises:
        ValueError: If the formula is empty, begins with `=` or exceeds 8,192 characters.
    """
    if not text.strip() or text.startswith("=") or len(text) > MAXIMUM_FORMULA:
        raise ValueError(f"no formula of the file syntax: {text[:40]!r}")
    return f"<{prefix}f>{escape_text(text)}</{prefix}f>"


def _render_value(
    value: CellValue, prefix: str, *, is_1904: bool, is_result: bool
) -> tuple[str, str]:
    if value is None or value == "":
        return "", ""
    if isinstance(value, str):
        return _render_text(value, prefix, is_result=is_result)
    if isinstance(value, bool):
        return "b", f"<{prefix}v>{int(value)}</{prefix}v>"
    if isinstance(value, date):
        value = serial_number(value, is_1904=is_1904)
    return "", f"<{prefix}v>{_render_number(value)}</{prefix}v>"


def _render_text(text: str, prefix: str, *, is_result: bool) -> tuple[str, str]:
    length = len(text)
    if length > MAXIMUM_TEXT // 2:
        length = len(text.encode("utf-16-le", "surrogatepass")) // 2
    if length > MAXIMUM_TEXT:
        raise ValueError(f"a text of {length} characters does not fit a cell ({MAXIMUM_TEXT})")
    escaped = escape_text(text)
    if is_result:
        return "str", f'<{prefix}v xml:space="preserve">{escaped}</{prefix}v>'
    inner = f'<{prefix}t xml:space="preserve">{escaped}</{prefix}t>'
    return "inlineStr", f"<{prefix}is>{inner}</{prefix}is>"


def _render_number(value: float | int | Decimal) -> str:
    if isinstance(value, int) and abs(value) <= _LARGEST_EXACT_INTEGER:
        return str(int(value))
    if not isinstance(value, int | float | Decimal):
        raise TypeError(f"a cell cannot hold {type(value).__name__}")
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"a cell cannot hold {value}")
    return repr(number) if number else "0"
