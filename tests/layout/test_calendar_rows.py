from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

import pytest
from hypothesis import given

from kinerja_xl.core.book import TableData
from kinerja_xl.core.calendar import DayOff, DayOffKind, Span, WorkCalendar
from kinerja_xl.core.office_hours import DayHours, WeekHours
from kinerja_xl.core.values import CellContent, CellValue
from kinerja_xl.errors import KinerjaError
from kinerja_xl.layout.calendar_rows import (
    NORMAL,
    RAMADAN,
    day_off_rows,
    hours_rows,
    work_calendar,
)
from kinerja_xl.layout.rows import cell_address
from kinerja_xl.layout.spec import Table
from kinerja_xl.layout.tables import DAY_OFF_TABLE, HOURS_TABLE, RAMADAN_TABLE
from tests.core.work_calendars import week_hours
from tests.usecases.memory_book import MemoryBook

Row = tuple[CellContent, ...]
DECREE = hours_rows()
TABLES = (HOURS_TABLE, RAMADAN_TABLE, DAY_OFF_TABLE)


def data_of(table: Table, rows: Iterable[Row]) -> TableData:
    return MemoryBook((table,), {table.name: rows}).table(table.name)


def read(
    hours: Iterable[Row] = DECREE, ramadan: Iterable[Row] = (), days_off: Iterable[Row] = ()
) -> WorkCalendar:
    given_rows = (hours, ramadan, days_off)
    return work_calendar(*map(data_of, TABLES, given_rows))


def with_monday(*times: CellValue) -> tuple[Row, ...]:
    """Return the decree's hours with other times on a usual Monday."""
    return ((NORMAL, "Senin", *times), *DECREE[1:])


def place(table: Table, field: str, index: int = 0) -> str:
    return f"KALENDER!{cell_address(table, table.header_row + 1, index, field)}"


def monday(calendar: WorkCalendar) -> DayHours | None:
    return calendar.normal.days[0]


def test_work_calendar__hours_as_laid_out__are_the_decrees() -> None:
    assert read() == WorkCalendar()


def test_hours_rows__fit_the_table_and_name_every_day_twice() -> None:
    assert {len(row) for row in DECREE} == {len(HOURS_TABLE.columns)}
    assert [row[0] for row in DECREE] == [NORMAL] * 7 + [RAMADAN] * 7
    assert DECREE[0] == (NORMAL, "Senin", "07:30", "12:00", "13:00", "16:00")
    assert DECREE[6] == (NORMAL, "Minggu", None, None, None, None)


@given(week=week_hours())
def test_work_calendar__any_week__is_read_as_laid_out(week: WeekHours) -> None:
    texts = (
        (RAMADAN, name, *(f"{m:%H:%M}" if m else None for m in times(day)))
        for name, day in zip(("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
                             week.days, strict=True)
    )  # fmt: skip

    assert read((*DECREE[:7], *texts)).ramadan == week


def times(day: DayHours | None) -> tuple[time | None, ...]:
    return (day.open, day.break_start, day.break_end, day.close) if day else (None,) * 4


@pytest.mark.parametrize(
    "opening",
    [
        pytest.param("07:30", id="text"),
        pytest.param(" 7.30 ", id="text-with-a-dot"),
        pytest.param("07:30:00", id="text-with-seconds"),
        pytest.param(7.5 / 24, id="fraction-of-a-day"),
        pytest.param(0.3125000001, id="fraction-a-little-off"),
        pytest.param(datetime(1900, 1, 1, 7, 30), id="moment"),
        pytest.param(datetime(1900, 1, 1, 7, 29, 59, 999_000), id="moment-a-little-off"),
    ],
)
def test_work_calendar__time_of_day__however_it_is_stored(opening: CellValue) -> None:
    calendar = read(with_monday(opening, "12:00", "13:00", "16:00"))

    assert monday(calendar) == DayHours(time(7, 30), time(12), time(13), time(16))


@pytest.mark.parametrize("blank", [None, "", "  "], ids=["empty", "blank-text", "white-space"])
def test_work_calendar__day_without_hours__is_not_worked(blank: CellValue) -> None:
    assert monday(read(with_monday(blank, blank, blank, blank))) is None


def test_work_calendar__day_without_a_break__has_none() -> None:
    calendar = read(with_monday("07:30", None, None, "12:00"))

    assert monday(calendar) == DayHours(time(7, 30), None, None, time(12))


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        pytest.param("open", "pagi", id="words"),
        pytest.param("break_start", "25:00", id="no-such-hour"),
        pytest.param("break_end", 1.5, id="more-than-a-day"),
        pytest.param("break_end", 0.99999, id="rounds-up-to-the-next-day"),
        pytest.param("break_start", -0.5, id="negative"),
        pytest.param("close", 1e300, id="enormous"),
        pytest.param("close", True, id="truth"),
        pytest.param("close", date(2026, 1, 5), id="date"),
        pytest.param("open", "07:30+07:00", id="with-a-zone"),
        pytest.param("open", "730", id="without-a-mark"),
    ],
)
def test_work_calendar__time_that_cannot_be_read__is_named_with_its_cell(
    column: str, cell: CellValue
) -> None:
    cells: dict[str, CellValue] = {
        "open": "07:30", "break_start": "12:00", "break_end": "13:00", "close": "16:00",
        column: cell,
    }  # fmt: skip

    with pytest.raises(KinerjaError) as caught:
        read(with_monday(*cells.values()))

    assert caught.value.where == place(HOURS_TABLE, column)


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(("16:00", None, None, "07:30"), id="closes-before-it-opens"),
        pytest.param(("07:30", "13:00", "12:00", "16:00"), id="break-upside-down"),
        pytest.param(("07:30", "12:00", None, "16:00"), id="half-a-break"),
        pytest.param(("07:30", None, None, None), id="never-closes"),
        pytest.param((None, "12:00", "13:00", "16:00"), id="never-opens"),
    ],
)
def test_work_calendar__hours_that_make_no_day__stop_the_run(row: tuple[CellValue, ...]) -> None:
    with pytest.raises(KinerjaError, match="Senin") as caught:
        read(with_monday(*row))

    assert caught.value.where == place(HOURS_TABLE, "day")


def test_work_calendar__unknown_weekday__stops_the_run() -> None:
    with pytest.raises(KinerjaError, match="Jumaat"):
        read(((NORMAL, "Jumaat", "07:30", None, None, "16:00"), *DECREE))


def test_work_calendar__week_without_a_working_day__stops_the_run() -> None:
    with pytest.raises(KinerjaError, match=NORMAL):
        read(DECREE[7:])


# Ramadan.


def test_work_calendar__ramadan__in_any_order() -> None:
    rows: tuple[Row, ...] = (
        ("8 Februari 2027", date(2027, 3, 9)),
        (None, None),
        (date(2026, 2, 18), datetime(2026, 3, 19)),
    )

    assert read(ramadan=rows).ramadan_spans == (
        Span(date(2026, 2, 18), date(2026, 3, 19)),
        Span(date(2027, 2, 8), date(2027, 3, 9)),
    )


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        pytest.param(date(2026, 3, 19), date(2026, 2, 18), "last", id="upside-down"),
        pytest.param(date(2026, 2, 18), None, "last", id="no-end"),
        pytest.param(None, date(2026, 3, 19), "first", id="no-beginning"),
        pytest.param("Ramadan", date(2026, 3, 19), "first", id="no-date"),
    ],
)
def test_work_calendar__ramadan_that_cannot_be_read__is_named_with_its_cell(
    first: CellValue, last: CellValue, field: str
) -> None:
    with pytest.raises(KinerjaError) as caught:
        read(ramadan=((first, last),))

    assert caught.value.where == place(RAMADAN_TABLE, field)
    assert "None" not in str(caught.value)


def test_work_calendar__ramadans_that_overlap__stop_the_run() -> None:
    rows = ((date(2026, 2, 18), date(2026, 3, 19)), (date(2026, 3, 19), date(2026, 3, 20)))

    with pytest.raises(KinerjaError, match="19 Maret 2026"):
        read(ramadan=rows)


# Days off.

DAYS = (
    DayOff(date(2026, 1, 1), DayOffKind.NATIONAL, "Tahun Baru"),
    DayOff(date(2026, 3, 20), DayOffKind.COLLECTIVE_LEAVE, "Cuti bersama"),
    DayOff(date(2026, 5, 4), DayOffKind.OTHER, ""),
)


def test_day_off_rows__are_read_as_laid_out() -> None:
    rows = day_off_rows(DAYS)

    assert read(days_off=rows).days_off == DAYS
    assert "" not in {cell for row in rows for cell in row}


def test_work_calendar__day_off_of_an_unknown_kind__is_off_all_the_same() -> None:
    days = read(days_off=(("1/1/2026", "libur desa", None), (None, None, "tanpa tanggal"))).days_off

    assert days == (DayOff(date(2026, 1, 1), DayOffKind.OTHER),)


def test_work_calendar__day_off_twice__counts_once() -> None:
    days = read(days_off=(*day_off_rows(DAYS), (DAYS[0].date, "libur lain", "Lagi"))).days_off

    assert days == DAYS


def test_work_calendar__day_off_that_is_no_date__is_named_with_its_cell() -> None:
    with pytest.raises(KinerjaError, match="31 Februari") as caught:
        read(days_off=(*day_off_rows(DAYS), ("31 Februari 2026", None, None)))

    assert caught.value.where == place(DAY_OFF_TABLE, "date", len(DAYS))
