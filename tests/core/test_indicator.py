from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_xl.core.indicator import (
    Indicator,
    Measure,
    PeriodLogic,
    Polarity,
    Rounding,
    Target,
    Variant,
)
from kinerja_xl.core.period import Period, PeriodKind, periods_of_year

TW1, TW2, YEAR = (Period.parse(text) for text in ("2026-TW1", "2026-TW2", "2026"))
INDICATOR = Indicator("I001", "1.1", "Sasaran", "Persentase", "%", "KUL")
PERIODS = st.sampled_from(periods_of_year(2026))
AMOUNTS = st.decimals(allow_nan=False, allow_infinity=False, places=2)


def test_measure__by_default__is_what_most_indicators_need() -> None:
    assert Measure() == Measure(
        Polarity.MAXIMISE, Variant.A, None, Rounding.HALF_UP, 2, PeriodLogic.NONE, ()
    )


@pytest.mark.parametrize(
    ("polarity", "hint"),
    [
        pytest.param(Polarity.MAXIMISE, "makin tinggi makin baik", id="maximise"),
        pytest.param(Polarity.MINIMISE, "makin rendah makin baik", id="minimise"),
    ],
)
def test_hint__polarity__is_told_to_a_person(polarity: Polarity, hint: str) -> None:
    assert polarity.hint == hint


@given(AMOUNTS, AMOUNTS)
def test_target__two_ends__must_not_be_upside_down(first: Decimal, second: Decimal) -> None:
    low, high = sorted((first, second))

    assert Target(low, high).low <= Target(low, high).high
    if low != high:
        with pytest.raises(ValueError, match="upside down"):
            Target(high, low)


@pytest.mark.parametrize(
    ("targets", "period", "is_measured"),
    [
        pytest.param(((TW1, Decimal(98)),), TW1, True, id="target-of-the-period"),
        pytest.param(((TW1, Decimal(0)),), TW1, True, id="target-of-zero"),
        pytest.param(((TW1, "WTP"),), TW1, True, id="grade"),
        pytest.param(((TW1, Decimal(98)),), TW2, False, id="only-in-another-quarter"),
        pytest.param(((YEAR, Decimal(98)),), TW1, True, id="only-for-the-year"),
        pytest.param((), TW1, True, id="no-target-at-all"),
        pytest.param(((TW1, Decimal(98)),), YEAR, True, id="quarters-only-asked-for-the-year"),
    ],
)
def test_is_measured_in__targets__decide(
    targets: tuple[tuple[Period, Decimal | str], ...], period: Period, *, is_measured: bool
) -> None:
    indicator = replace(INDICATOR, targets=targets)

    assert indicator.is_measured_in(period) is is_measured


@given(st.dictionaries(PERIODS, AMOUNTS), PERIODS)
def test_target_of__any_targets__gives_that_of_the_period_alone(
    targets: dict[Period, Decimal], period: Period
) -> None:
    indicator = replace(INDICATOR, targets=tuple(targets.items()))

    assert indicator.target_of(period) == targets.get(period)
    assert indicator.has_targets_of(period.kind) == any(
        other.kind is period.kind for other in targets
    )
    if period in targets:
        assert indicator.is_measured_in(period)


@given(st.dictionaries(PERIODS, AMOUNTS), st.sampled_from(PeriodKind))
def test_is_measured_in__any_targets__every_kind_has_some_period_with_a_row(
    targets: dict[Period, Decimal], kind: PeriodKind
) -> None:
    indicator = replace(INDICATOR, targets=tuple(targets.items()))

    assert any(
        indicator.is_measured_in(period) for period in periods_of_year(2026) if period.kind is kind
    )
