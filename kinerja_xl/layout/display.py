"""Values as a person reads them, in Indonesian."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from kinerja_xl.core.dates import format_date, format_moment
from kinerja_xl.core.numbers import format_number
from kinerja_xl.core.values import CellValue

BLANK = "kosong"


def display(value: CellValue, *, blank: str = BLANK) -> str:
    """Write a cell's value as text: 1.250,5; 31 Maret 2026; ya or tidak."""
    if value is None:
        return blank
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, float | int | Decimal):
        return format_number(Decimal(str(value)))
    if isinstance(value, datetime):
        return format_moment(value)
    return format_date(value) if isinstance(value, date) else value
