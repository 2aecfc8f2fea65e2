from __future__ import annotations

from decimal import Decimal

import pytest

from kinerja_xl.core.achievement import Status
from kinerja_xl.core.aggregates import AggregateStatus, Mean
from kinerja_xl.core.indicator import Measure, PeriodLogic, Rounding
from kinerja_xl.core.period import Period
from kinerja_xl.core.results import RowResult, grouped, row_results
from kinerja_xl.core.scales import FIVE_BANDS
from kinerja_xl.core.section_rows import SectionRow, section_row
from kinerja_xl.core.values import CellValue
from tests.core.section_samples import FIRST, PLAIN, SECOND, YEAR, entries, make_indicator

SUM = Measure(period_logic=PeriodLogic.SUM)


def make_row(
    realisation: CellValue,
    *,
    number: int = 1,
    period: Period = FIRST,
    target: str | Decimal = Decimal(80),
    measure: Measure = PLAIN,
) -> SectionRow:
    indicator = make_indicator(number, targets=((YEAR, target), (period, target)), measure=measure)
    return section_row(indicator, period, entries=entries(realisation=realisation))


def results_of(*rows: SectionRow, section: str = "REN") -> tuple[RowResult, ...]:
    return row_results(section, rows, FIVE_BANDS)


def test_row_results__row_by_itself__is_compared_with_its_target() -> None:
    (result,) = results_of(make_row(72.0))

    assert (result.section, result.achievement.value) == ("REN", Decimal("90.00"))
    assert result.achievement.status is Status.EVALUATED
    assert result.cumulative.realisation == Decimal(72)
    assert result.band is not None
    assert result.band.category == "Tinggi"


@pytest.mark.parametrize(
    ("logic", "realisation", "achievement"),
    [
        pytest.param(PeriodLogic.NONE, "80", "100.00", id="non-cumulative"),
        pytest.param(PeriodLogic.SUM, "120", "75.00", id="sum"),
        pytest.param(PeriodLogic.AVERAGE, "60", "75.00", id="average"),
        pytest.param(PeriodLogic.LAST, "80", "100.00", id="last"),
    ],
)
def test_row_results__earlier_period__counts_by_the_rows_logic(
    logic: PeriodLogic, realisation: str, achievement: str
) -> None:
    measure = Measure(period_logic=logic)
    earlier = make_row(40.0, measure=measure)
    current = make_row(80.0, period=SECOND, measure=measure)

    first, second = results_of(earlier, current)

    assert first.achievement.value == Decimal(50)
    assert second.cumulative.realisation == Decimal(realisation)
    assert second.achievement.value == Decimal(achievement)


@pytest.mark.parametrize(
    ("row", "status"),
    [
        pytest.param(make_row(None), Status.REALISATION_MISSING, id="not-filled"),
        pytest.param(make_row("abc"), Status.REALISATION_UNREADABLE, id="unreadable"),
        pytest.param(make_row("nihil"), Status.REALISATION_UNREADABLE, id="stated-empty"),
        pytest.param(make_row(5.0, target="x"), Status.TARGET_UNREADABLE, id="target-unreadable"),
        pytest.param(make_row(5.0, target=Decimal(0)), Status.TARGET_ZERO, id="target-of-zero"),
    ],
)
def test_row_results__not_evaluable__has_a_reason_and_no_category(
    row: SectionRow, status: Status
) -> None:
    (result,) = results_of(row)

    assert (result.achievement.value, result.achievement.status) == (None, status)
    assert result.band is None


def test_row_results__earlier_period_not_filled__says_so() -> None:
    rows = results_of(make_row(None, measure=SUM), make_row(80.0, period=SECOND, measure=SUM))

    assert rows[1].achievement.status is Status.EARLIER_MISSING


def test_row_results__last_known_period_stands_in__for_one_that_is_not_filled() -> None:
    last = Measure(period_logic=PeriodLogic.LAST)

    rows = results_of(make_row(72.0, measure=last), make_row(None, period=SECOND, measure=last))

    assert rows[1].achievement.value == Decimal("90.00")


def test_row_results__category__is_that_of_the_figure_shown() -> None:
    measure = Measure(digits=0, rounding=Rounding.HALF_UP)

    (result,) = results_of(make_row(90.5, target=Decimal(100), measure=measure))

    assert result.achievement.value == Decimal(91)
    assert result.band is not None
    assert result.band.category == "Sangat Tinggi"


def test_grouped__in_order_of_appearance__each_with_its_own_rows() -> None:
    results = (
        *results_of(make_row(80.0), make_row(None, number=2), section="HUKUM"),
        *results_of(make_row(40.0, number=3), section="REN"),
        *results_of(make_row(60.0, number=4), section="HUKUM"),
    )

    groups = grouped(results, lambda result: result.section, Mean.ARITHMETIC, FIVE_BANDS)

    assert [(g.name, g.indicators, g.mean.counted, g.mean.left_out) for g in groups] == [
        ("HUKUM", 3, 2, 1),
        ("REN", 1, 1, 0),
    ]
    assert [g.mean.value for g in groups] == [Decimal("87.5"), Decimal(50)]
    assert [g.band.category for g in groups if g.band] == ["Tinggi", "Sangat Rendah"]


def test_grouped__nothing_evaluable__is_neither_zero_nor_a_hundred() -> None:
    (group,) = grouped(
        results_of(make_row(None)), lambda result: result.section, Mean.ARITHMETIC, FIVE_BANDS
    )

    assert (group.mean.value, group.mean.status) == (None, AggregateStatus.NOTHING_COUNTED)
    assert group.band is None


@pytest.mark.parametrize(
    ("mean", "expected"),
    [
        pytest.param(Mean.ARITHMETIC, Decimal("50.5"), id="arithmetic"),
        pytest.param(Mean.GEOMETRIC, Decimal(10), id="geometric"),
    ],
)
def test_grouped__mean_by_the_method_chosen(mean: Mean, expected: Decimal) -> None:
    rows = results_of(
        make_row(1.0, target=Decimal(100)), make_row(100.0, target=Decimal(100), number=2)
    )

    (group,) = grouped(rows, lambda result: result.section, mean, FIVE_BANDS)

    assert group.mean.value is not None
    assert round(group.mean.value, 20) == expected


def test_grouped__mean__is_that_of_the_unrounded_achievements() -> None:
    measure = Measure(digits=0, rounding=Rounding.TRUNCATE)
    rows = (make_row(n, number=n, target=Decimal(3), measure=measure) for n in (1, 2))

    (group,) = grouped(
        results_of(*rows), lambda result: result.section, Mean.ARITHMETIC, FIVE_BANDS
    )

    assert group.mean.value is not None
    assert round(group.mean.value, 10) == Decimal(50)


def test_grouped__category__is_that_of_the_mean_as_shown() -> None:
    rows = results_of(make_row(90.996, target=Decimal(100)))

    (group,) = grouped(rows, lambda result: result.section, Mean.ARITHMETIC, FIVE_BANDS)

    assert group.mean.value == Decimal("90.996")
    assert group.band is not None
    assert group.band.category == "Sangat Tinggi"
