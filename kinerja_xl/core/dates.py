"""Dates as people in Indonesian offices type them, and how dates are written for them."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from kinerja_xl.core.numbers import Reason, Unreadable, clean_text, display_text, unreadable_word
from kinerja_xl.core.period import MONTHS
from kinerja_xl.errors import KinerjaError

if TYPE_CHECKING:
    from kinerja_xl.core.values import CellValue

FIRST_SERIAL: Final = 36526
"""1 January 2000 in the 1900 date system."""
LAST_SERIAL: Final = 73050
"""31 December 2099 in the 1900 date system."""

_SERIAL_ZERO: Final = date(1899, 12, 30)
_LONGEST_DATE: Final = 60
_CENTURY_TURN: Final = 80
"""Two-digit years from here on are of the 1900s."""
_YEARS: Final = range(1900, 2200)

_SPELLINGS: Final = (
    "januari january jan i",
    "februari pebruari february febuari feb peb ii",
    "maret march mar mrt iii",
    "april apr iv",
    "mei may v",
    "juni june jun vi",
    "juli july jul vii",
    "agustus august agu agt ags agst agus aug viii",
    "september sept sep ix",
    "oktober october okt oct x",
    "november nopember nov nop xi",
    "desember december des dec xii",
)
_MONTH_OF: Final = {
    name: number for number, names in enumerate(_SPELLINGS, start=1) for name in names.split()
}

_LEAD = (
    r"(?:(?:senin|selasa|rabu|kamis|jum'?at|jum\u2019at|sabtu|minggu|ahad|hari|tanggal|tgl)"
    r"(?:\.|,| ?/)? ?)*"
)
_TIME = (
    r"(?:(?:T|,? (?:pukul |pkl\.? |jam )?)"
    r"\d{1,2}[.:]\d\d(?:[.:]\d\d)?(?:\.\d+)?(?: wi(?:b|ta|t))?)?"
)
_PATTERNS: Final = tuple(
    re.compile(_LEAD + body + _TIME, re.IGNORECASE | re.ASCII)
    for body in (
        r"(?P<day>\d{1,2}) ?(?P<mark>[-/.]) ?(?P<month>\d{1,2}) ?(?P=mark) ?(?P<year>\d{4}|\d\d)",
        r"(?P<day>\d{1,2}) (?P<month>\d{1,2}) (?P<year>\d{4})",
        r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})[-/. ]{0,2}(?P<month>[a-z]+)(?:\.|,)?[-/ ]?(?P<year>\d{4}|'?\d\d)",
    )
)


def read_date(value: CellValue) -> date | Unreadable | None:
    """Read what a person typed into a cell meant for a date.

    Numbers in a date column are serial numbers of the 1900 system, years 2000 to 2099. A text has
    the day first, as is the custom, or the year ("2026-03-12"); months may be numbers, names,
    abbreviations or Roman numerals; two-digit years below 80 are of this century. A weekday in
    front and a time behind are passed over. A day that does not exist is `NOT_A_DATE`: month and
    day are never swapped to make one.

    Returns:
        The date, `None` for a blank cell.
    """
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    if isinstance(value, str):
        return _from_text(value)
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    if is_number and FIRST_SERIAL <= value < LAST_SERIAL + 1:
        return _SERIAL_ZERO + timedelta(days=int(value))
    return Unreadable(Reason.NOT_A_DATE, display_text(value))


def format_date(value: date) -> str:
    """Write a date as `12 Maret 2026`."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def format_moment(value: datetime) -> str:
    """Write a moment as `12 Maret 2026 08.05`, to the minute."""
    return f"{format_date(value)} {value:%H.%M}"


def _from_text(typed: str) -> date | Unreadable | None:
    text = clean_text(typed).removeprefix("'")
    if not text:
        return None
    if reason := unreadable_word(text):
        return Unreadable(reason, display_text(typed))
    if len(text) <= _LONGEST_DATE:
        for pattern in _PATTERNS:
            match = pattern.fullmatch(text.rstrip("."))
            if match and (day := _date_of(match)):
                return day
    return Unreadable(Reason.NOT_A_DATE, display_text(typed))


def _date_of(match: re.Match[str]) -> date | None:
    month_text = match["month"].casefold()
    month = int(month_text) if month_text.isdigit() else _MONTH_OF.get(month_text, 0)
    year_text = match["year"].lstrip("'")
    year = int(year_text)
    if len(year_text) == len("26"):
        year += 2000 if year < _CENTURY_TURN else 1900
    if year not in _YEARS:
        return None
    try:
        return date(year, month, int(match["day"]))
    except ValueError:
        return None


def refuse_future(moment: datetime, now: datetime, where: str) -> None:
    """Refuse a moment to come.

    Raises:
        KinerjaError: If it is one.
    """
    if moment > now:
        raise KinerjaError(
            f"Waktu {format_moment(moment)} belum terjadi.", where=where,
            remedy="Tulis waktu yang sudah lewat.",
        )  # fmt: skip
