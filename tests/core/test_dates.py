from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_xl.core.dates import FIRST_SERIAL, LAST_SERIAL, format_date, format_moment, read_date
from kinerja_xl.core.numbers import Reason, Unreadable
from kinerja_xl.core.values import CellValue

TWELFTH = date(2026, 3, 12)


@pytest.mark.parametrize(
    "typed",
    [
        "12 Maret 2026", "12 MARET 2026", "12 Mar 2026", "12 Mar 26", "12-Mar-26", "12 Mar. 2026",
        "12 Maret '26", "12Maret2026", "12 III 2026", "12/03/2026", "12/3/26", "12-3-2026",
        "12.03.2026", "12 / 03 / 2026", "12 03 2026", "2026-03-12", "2026/3/12",
        "2026-03-12T08:00:00", "2026-03-12 00:00:00", "12/03/2026 08.00 WIB",
        "12 Maret 2026 pukul 08.00", "Kamis, 12 Maret 2026", "Kamis 12 Maret 2026",
        "tgl. 12 Maret 2026", "hari Kamis tanggal 12 Maret 2026", "12 March 2026",
        " 12\u00a0Maret\u00a02026 ", "12\u201303\u20132026", "12 Maret 2026.",
    ],
)  # fmt: skip
def test_read_date__ways_to_write_a_day__are_read(typed: str) -> None:
    assert read_date(typed) == TWELFTH


@pytest.mark.parametrize(
    ("typed", "month"),
    [
        ("Pebruari", 2), ("Peb", 2), ("Febuari", 2), ("Mrt", 3), ("Agt", 8), ("Agu", 8),
        ("Ags", 8), ("Agust", 0), ("Sept", 9), ("Okt", 10), ("Nopember", 11), ("Nop", 11),
        ("Des", 12), ("Dec", 12), ("xyz", 0),
    ],
)  # fmt: skip
def test_read_date__month_spellings(typed: str, month: int) -> None:
    found = read_date(f"5 {typed} 2026")

    if month:
        assert found == date(2026, month, 5)
    else:
        assert found == Unreadable(Reason.NOT_A_DATE, f"5 {typed} 2026")


@pytest.mark.parametrize(
    "typed",
    [
        "31 Februari 2026", "29/02/2026", "31/04/2026", "03/25/2026", "0/1/2026", "12/13/2026",
        "12/03-2026", "12/03", "Maret 2026", "2026", "46093", "12 Maret 2026 25", "12 Maret 999",
        "besok", "12 Maret 2026 s.d. 15 Maret 2026", "12/03/0026", "x" * 1000,
    ],
)  # fmt: skip
def test_read_date__impossible_or_unclear__is_not_a_date(typed: str) -> None:
    assert read_date(typed) == Unreadable(Reason.NOT_A_DATE, typed)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(datetime(2026, 3, 12, 8, 30), TWELFTH, id="moment"),
        pytest.param(TWELFTH, TWELFTH, id="date"),
        pytest.param(46093, TWELFTH, id="serial"),
        pytest.param(46093.75, TWELFTH, id="serial-with-time"),
        pytest.param(FIRST_SERIAL, date(2000, 1, 1), id="first-serial"),
        pytest.param(LAST_SERIAL, date(2099, 12, 31), id="last-serial"),
        pytest.param("12/03/79", date(2079, 3, 12), id="two-digits-this-century"),
        pytest.param("12/03/80", date(1980, 3, 12), id="two-digits-last-century"),
        pytest.param("29 Februari 2028", date(2028, 2, 29), id="leap-day"),
        pytest.param(None, None, id="blank"),
        pytest.param("  ", None, id="blank-text"),
    ],
)
def test_read_date__other_values(value: CellValue, expected: date | None) -> None:
    assert read_date(value) == expected


@pytest.mark.parametrize("value", [True, 0, 36525, 73051, 2026, float("nan"), float("inf")])
def test_read_date__numbers_that_are_no_serial__are_not_dates(value: CellValue) -> None:
    found = read_date(value)

    assert isinstance(found, Unreadable)
    assert found.reason is Reason.NOT_A_DATE


@pytest.mark.parametrize(
    ("typed", "reason"),
    [("-", Reason.STATED_EMPTY), ("belum ada", Reason.STATED_EMPTY), ("#N/A", Reason.CELL_ERROR)],
)
def test_read_date__words_for_nothing(typed: str, reason: Reason) -> None:
    assert read_date(typed) == Unreadable(reason, typed)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_read_date__formatted_date__comes_back(day: date) -> None:
    assert read_date(format_date(day)) == day


@given(st.text(alphabet="0123456789/-. JanMeiTsRb", max_size=20))
def test_read_date__any_text__never_raises(typed: str) -> None:
    read_date(typed)


def test_format_moment__minute() -> None:
    assert format_moment(datetime(2026, 8, 1, 8, 5, 59)) == "1 Agustus 2026 08.05"
