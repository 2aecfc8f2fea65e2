from __future__ import annotations

from decimal import Decimal

import pytest

from kinerja_xl.core.achievement import Status
from kinerja_xl.core.indicator import PeriodLogic, Target
from kinerja_xl.core.period import Period
from kinerja_xl.core.report_figures import ReportKind, parts_of, report_kind, report_title
from kinerja_xl.core.report_words import measure_words, number_words, target_words
from kinerja_xl.errors import KinerjaError
from tests.core.report_samples import P, part, put_together, quarters, row


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        pytest.param("2026", "2026-S1 2026-S2", id="year"),
        pytest.param("2026-S2", "2026-TW3 2026-TW4", id="semester"),
        pytest.param("2026-TW2", "2026-04 2026-05 2026-06", id="quarter"),
        pytest.param("2026-05", "", id="month"),
    ],
)
def test_parts_of__each_kind__is_the_next_shorter_one(period: str, expected: str) -> None:
    assert " ".join(map(str, parts_of(P(period)))) == expected


def test_report_kind__month__is_refused() -> None:
    with pytest.raises(KinerjaError, match="Januari 2026"):
        report_kind(P("2026-01"))

    assert report_kind(P("2026")) is ReportKind.YEAR
    assert report_title(P("2026-S1")) == "Laporan Semester I 2026"


@pytest.mark.parametrize(
    ("logic", "year", "realisation", "target", "achieved"),
    [
        # 8 + 12 + 9 + 11 = 40 against 40; against the year's own 50 it is 80.
        pytest.param(PeriodLogic.SUM, "", "40", "40", "100.00", id="sum"),
        pytest.param(PeriodLogic.SUM, "50", "40", "50", "80.00", id="sum-year-target"),
        pytest.param(PeriodLogic.AVERAGE, "", "10", "10", "100.00", id="average"),
        pytest.param(PeriodLogic.AVERAGE, "30", "10", "30", "33.33", id="average-year-target"),
        pytest.param(PeriodLogic.LAST, "", "11", "10", "110.00", id="last"),
        pytest.param(PeriodLogic.NONE, "20", "11", "20", "55.00", id="none-year-target"),
    ],
)
def test_figures__year_of_quarters__combines_by_the_logic(
    logic: PeriodLogic, year: str, realisation: str, target: str, achieved: str
) -> None:
    whole = quarters({1: 8, 2: 12, 3: 9, 4: 11}, logic=logic, year=year)

    (result,) = whole.results.rows
    assert result.cumulative.realisation == Decimal(realisation)
    assert result.cumulative.target == Target(Decimal(target), Decimal(target))
    assert result.achievement.value == Decimal(achieved)
    assert [str(each.period) for each in whole.parts] == [f"2026-TW{n}" for n in (1, 2, 3, 4)]
    assert not whole.is_own


def test_figures__second_semester__has_its_own_quarters_only() -> None:
    half = quarters({3: 9, 4: 11}, "2026-S2")

    assert half.results.rows[0].cumulative.realisation == Decimal(20)


def test_figures__a_quarter_not_filled__is_no_zero() -> None:
    whole = quarters({1: 8, 2: None, 3: 9, 4: 11})

    assert whole.results.rows[0].achievement.status is Status.EARLIER_MISSING
    assert whole.results.office is not None
    assert whole.results.office.mean.value is None


def test_figures__budget__takes_the_latest_spending_and_pmk_214() -> None:
    # PA 1,000,000, C 100 %, RA 800,000: efficiency (1,000,000 - 800,000) / 1,000,000 = 20 %.
    first = part("2026-TW1", row("2026-TW1", 10, budget=1_000_000, spent=300_000))
    second = part("2026-TW2", row("2026-TW2", 10, budget=1_000_000, spent=800_000))

    half = put_together("2026-S1", first, second)

    assert half.results.budget.absorption == Decimal(80)
    assert half.results.budget.efficiency.value == Decimal(20)


def test_figures__own_period__stays_as_computed_in_the_order_of_codes() -> None:
    rows = [row("2026-TW1", 10, key=key) for key in ("I100", "I002", "I001")]

    own = put_together("2026-TW1", part("2026-TW1", *rows))

    assert own.is_own
    assert [r.row.code for r in own.results.rows] == ["K-1", "K-2", "K-100"]


def test_words__figures_and_grades__as_people_write_them() -> None:
    measure = row("2026-TW1", 1).measure

    assert number_words(Decimal("1234.565")) == "1.234,57"
    assert number_words(Decimal(100)) == "100"
    assert target_words(Target(Decimal(80), Decimal(90)), measure) == "80 s.d. 90"
    assert measure_words(None, measure) == "-"
    assert Period.parse("2026").label == "Tahun 2026"
