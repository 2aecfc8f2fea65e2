from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_xl.core.period import MONTHS, Period, PeriodKind, periods_of_year
from kinerja_xl.errors import KinerjaError

MONTH, QUARTER, SEMESTER = PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.SEMESTER
PERIODS = st.integers(2000, 2099).flatmap(lambda year: st.sampled_from(periods_of_year(year)))


@pytest.mark.parametrize(
    ("text", "kind", "number", "label", "first", "last"),
    [
        pytest.param("2026-01", MONTH, 1, "Januari 2026", (1, 1), (1, 31), id="month"),
        pytest.param("2024-02", MONTH, 2, "Februari 2024", (2, 1), (2, 29), id="leap-year"),
        pytest.param("2026-12", MONTH, 12, "Desember 2026", (12, 1), (12, 31), id="december"),
        pytest.param("2026-TW1", QUARTER, 1, "Triwulan I 2026", (1, 1), (3, 31), id="quarter-1"),
        pytest.param("2026-TW4", QUARTER, 4, "Triwulan IV 2026", (10, 1), (12, 31), id="quarter-4"),
        pytest.param("2026-S1", SEMESTER, 1, "Semester I 2026", (1, 1), (6, 30), id="half-1"),
        pytest.param("2026-S2", SEMESTER, 2, "Semester II 2026", (7, 1), (12, 31), id="half-2"),
        pytest.param("2026", PeriodKind.YEAR, 1, "Tahun 2026", (1, 1), (12, 31), id="year"),
    ],
)
def test_parse__period__is_known_with_name_and_days(
    text: str,
    kind: PeriodKind,
    number: int,
    label: str,
    first: tuple[int, int],
    last: tuple[int, int],
) -> None:
    period = Period.parse(text)

    year = int(text[:4])
    assert period == Period(year, kind, number)
    assert period.label == label
    assert period.first_day == date(year, *first)
    assert period.last_day == date(year, *last)


@pytest.mark.parametrize("text", [" 2026-tw2 ", "2026-Tw2", "2026-TW2\n"])
def test_parse__case_and_white_space__do_not_count(text: str) -> None:
    assert Period.parse(text) == Period(2026, PeriodKind.QUARTER, 2)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("2026-00", id="month-zero"),
        pytest.param("2026-13", id="month-13"),
        pytest.param("2026-1", id="month-of-one-digit"),
        pytest.param("2026-TW0", id="quarter-zero"),
        pytest.param("2026-TW5", id="fifth-quarter"),
        pytest.param("2026-S3", id="third-half"),
        pytest.param("2026-T1", id="unknown-letter"),
        pytest.param("1999-TW1", id="last-century"),
        pytest.param("26-TW1", id="short-year"),
        pytest.param("TW1-2026", id="reversed"),
        pytest.param("2026-TW1-2", id="too-long"),
        pytest.param("2026-01-15", id="day"),
        pytest.param("../2026", id="path"),
    ],
)
def test_parse__no_period__is_an_error_that_says_what_to_write(text: str) -> None:
    with pytest.raises(KinerjaError) as caught:
        Period.parse(text)

    assert f'"{text}"' in caught.value.what
    assert "2026-TW1" in caught.value.remedy


@given(PERIODS)
def test_parse__text_of_a_period__gives_it_back(period: Period) -> None:
    assert Period.parse(str(period)) == period
    assert Period.parse(str(period).lower()) == period


@given(st.text(max_size=10))
def test_parse__any_text__gives_a_period_or_a_kinerja_error(text: str) -> None:
    try:
        period = Period.parse(text)
    except KinerjaError:
        return
    assert Period.parse(str(period)) == period


@pytest.mark.parametrize(
    ("kind", "number"),
    [(PeriodKind.MONTH, 0), (PeriodKind.MONTH, 13), (PeriodKind.QUARTER, 5), (PeriodKind.YEAR, 2)],
)
def test_period__number_out_of_range__is_refused(kind: PeriodKind, number: int) -> None:
    with pytest.raises(ValueError, match="does not exist"):
        Period(2026, kind, number)


@given(PERIODS)
def test_last_day__any_period__spans_whole_months(period: Period) -> None:
    assert period.first_day.day == 1
    assert (period.last_day + timedelta(days=1)).day == 1
    months = (period.last_day.month - period.first_day.month) + 1
    assert months == period.kind.value
    assert period.first_day.year == period.last_day.year == period.year


@given(st.integers(2000, 2099), st.sampled_from(PeriodKind))
def test_periods_of_year__each_kind__covers_the_year_without_gaps(
    year: int, kind: PeriodKind
) -> None:
    periods = [period for period in periods_of_year(year) if period.kind is kind]

    assert len(periods) == kind.per_year
    assert periods[0].first_day == date(year, 1, 1)
    assert periods[-1].last_day == date(year, 12, 31)
    for earlier, later in pairwise(periods):
        assert later.first_day - earlier.last_day == timedelta(days=1)


def test_periods_of_year__all__longest_first_with_names_that_differ() -> None:
    periods = periods_of_year(2026)

    assert [str(period) for period in periods[:8]] == [
        "2026", "2026-S1", "2026-S2", "2026-TW1", "2026-TW2", "2026-TW3", "2026-TW4", "2026-01",
    ]  # fmt: skip
    assert len({period.label for period in periods}) == len(periods) == 19
    assert [period.label.split()[0] for period in periods[-12:]] == list(MONTHS)
