"""The office's working calendar as it stands in the tables of KALENDER."""

from __future__ import annotations

import itertools
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from kinerja_xl.core.book import TableData
from kinerja_xl.core.calendar import DayOff, DayOffKind, Span, WorkCalendar
from kinerja_xl.core.dates import format_date, read_date
from kinerja_xl.core.office_hours import (
    NORMAL_WEEK,
    RAMADAN_WEEK,
    WEEKDAYS,
    DayHours,
    WeekHours,
)
from kinerja_xl.core.values import CellContent, CellValue, cell_text
from kinerja_xl.errors import KinerjaError
from kinerja_xl.layout.rows import cell_address
from kinerja_xl.layout.spec import Table
from kinerja_xl.layout.tables import DAY_OFF_TABLE, HOURS_TABLE, RAMADAN_TABLE

NORMAL, RAMADAN = "Biasa", "Ramadan"
_TIMES = ("open", "break_start", "break_end", "close")


def hours_rows() -> tuple[tuple[CellContent, ...], ...]:
    """Lay out tblJamKerja with the hours of Perpres 21/2023."""
    return tuple(
        (regime, day, *(_clock_text(hours, name) for name in _TIMES))
        for regime, week in ((NORMAL, NORMAL_WEEK), (RAMADAN, RAMADAN_WEEK))
        for day, hours in zip(WEEKDAYS, week.days, strict=True)
    )


def day_off_rows(days: tuple[DayOff, ...]) -> tuple[tuple[CellContent, ...], ...]:
    """Lay out tblLibur."""
    return tuple((day.date, day.kind.value, day.name or None) for day in days)


def work_calendar(hours: TableData, ramadan: TableData, days_off: TableData) -> WorkCalendar:
    """Read the office's calendar.

    Raises:
        KinerjaError: If a cell cannot be read; its address is in the message.
    """
    return WorkCalendar(
        normal=_week(hours, NORMAL),
        ramadan=_week(hours, RAMADAN),
        ramadan_spans=_spans(ramadan),
        days_off=_days_off(days_off),
    )


def _clock_text(hours: DayHours | None, name: str) -> str | None:
    moment = getattr(hours, name) if hours else None
    return f"{moment:%H:%M}" if moment else None


def _week(data: TableData, regime: str) -> WeekHours:
    days: list[DayHours | None] = [None] * len(WEEKDAYS)
    for index, (name, day, *cells) in enumerate(data.pick("regime", "day", *_TIMES)):
        if cell_text(name).casefold() != regime.casefold():
            continue
        where = _where(HOURS_TABLE, data, index, "day")
        if cell_text(day) not in WEEKDAYS:
            raise _unreadable(where, day, f"Gunakan {', '.join(WEEKDAYS)}.")
        position = WEEKDAYS.index(cell_text(day))
        opening, break_start, break_end, closing = (
            _clock(cell, _where(HOURS_TABLE, data, index, field))
            for field, cell in zip(_TIMES, cells, strict=True)
        )
        if opening is None and closing is None:
            continue
        try:
            if opening is None or closing is None:
                raise ValueError("open or close is missing")
            days[position] = DayHours(opening, break_start, break_end, closing)
        except ValueError:
            raise KinerjaError(
                f"Jam kerja {regime} hari {cell_text(day)} tidak berurutan atau tidak lengkap.",
                where=where, remedy="Isi masuk, istirahat, dan pulang berurutan, seperti 07:30.",
            ) from None  # fmt: skip
    try:
        return WeekHours(tuple(days))
    except ValueError:
        raise KinerjaError(
            f"Jam kerja {regime} tidak punya satu pun hari kerja.",
            where=HOURS_TABLE.sheet, remedy="Isi jam masuk dan pulang.",
        ) from None  # fmt: skip


def _spans(data: TableData) -> tuple[Span, ...]:
    spans = []
    for index, (first, last) in enumerate(data.pick("first", "last")):
        if first is None and last is None:
            continue
        where = _where(RAMADAN_TABLE, data, index, "last")
        begin, end = _day(first, _where(RAMADAN_TABLE, data, index, "first")), _day(last, where)
        if end < begin:
            raise KinerjaError(
                f"Ramadan berakhir {format_date(end)}, sebelum mulai {format_date(begin)}.",
                where=where, remedy="Perbaiki kedua tanggal.",
            )  # fmt: skip
        spans.append(Span(begin, end))
    ordered = sorted(spans, key=lambda span: span.first)
    for earlier, later in itertools.pairwise(ordered):
        if later.first <= earlier.last:
            raise KinerjaError(
                f"Dua masa Ramadan bertumpang tindih pada {format_date(later.first)}.",
                where=RAMADAN_TABLE.sheet, remedy="Sisakan satu masa untuk tanggal yang sama.",
            )  # fmt: skip
    return tuple(ordered)


def _days_off(data: TableData) -> tuple[DayOff, ...]:
    kinds = {kind.value: kind for kind in DayOffKind}
    days: dict[date, DayOff] = {}
    for index, (day, kind, name) in enumerate(data.pick("date", "kind", "name")):
        if day is None:
            continue
        when = _day(day, _where(DAY_OFF_TABLE, data, index, "date"))
        days.setdefault(
            when, DayOff(when, kinds.get(cell_text(kind), DayOffKind.OTHER), cell_text(name))
        )
    return tuple(days.values())


def _clock(value: CellValue, where: str) -> time | None:
    """Read a time of day to the nearest minute; see `_since_midnight` for what is understood."""
    if not cell_text(value):
        return None
    try:
        minutes = round(_since_midnight(value) / timedelta(minutes=1))
        return time(*divmod(minutes, 60))
    except (ValueError, OverflowError):
        raise _unreadable(where, value, "Tulis jam seperti 07:30.") from None


def _since_midnight(value: CellValue) -> timedelta:
    """Read a time of day: the fraction of a day, a moment, or typed.

    Raises:
        ValueError: If it is none of these.
    """
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return timedelta(days=float(value))
    if isinstance(value, datetime):
        return value - datetime.combine(value, time())
    clock = time.fromisoformat(cell_text(value).replace(".", ":").zfill(5))
    if clock.tzinfo is not None:
        raise ValueError(f"{clock} names a time zone")
    return timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second)


def _day(value: CellValue, where: str) -> date:
    day = read_date(value)
    if not isinstance(day, date):
        raise _unreadable(where, value, "Tulis tanggal seperti 31/03/2026.")
    return day


def _where(table: Table, data: TableData, index: int, field: str) -> str:
    return f"{table.sheet}!{cell_address(table, data.first_row, index, field)}"


def _unreadable(where: str, value: object, remedy: str) -> KinerjaError:
    what = "Sel belum diisi." if value is None else f'"{value}" tidak dapat dibaca.'
    return KinerjaError(what, where=where, remedy=remedy)
