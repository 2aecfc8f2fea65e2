from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_xl.core.aggregates import (
    AggregateStatus,
    Mean,
    aggregate,
    budget_absorption,
    budget_efficiency,
)

PERCENTAGES = st.lists(st.decimals("0.01", 200, places=2), min_size=1, max_size=20)


def test_aggregate__arithmetic__leaves_out_what_is_not_evaluable_and_counts_it() -> None:
    found = aggregate([Decimal(100), None, Decimal(50), None], Mean.ARITHMETIC)

    assert (found.value, found.counted, found.left_out) == (Decimal(75), 2, 2)
    assert found.status is AggregateStatus.EVALUATED


def test_aggregate__geometric__of_equal_values_is_that_value() -> None:
    found = aggregate([Decimal("66.67")] * 7, Mean.GEOMETRIC)

    assert found.value == Decimal("66.67")


@pytest.mark.parametrize("method", list(Mean))
def test_aggregate__nothing_evaluable__has_a_reason(method: Mean) -> None:
    found = aggregate([None, None], method)

    assert (found.value, found.counted, found.left_out) == (None, 0, 2)
    assert found.status is AggregateStatus.NOTHING_COUNTED


@pytest.mark.parametrize("worst", ["0", "-40"])
def test_aggregate__geometric_with_a_value_not_above_zero__has_a_reason(worst: str) -> None:
    found = aggregate([Decimal(100), Decimal(worst)], Mean.GEOMETRIC)

    assert found.value is None
    assert found.status is AggregateStatus.NOT_POSITIVE


@given(PERCENTAGES)
def test_aggregate__both_means__lie_between_the_extremes_and_the_geometric_is_not_above(
    values: list[Decimal],
) -> None:
    arithmetic = aggregate(values, Mean.ARITHMETIC).value
    geometric = aggregate(values, Mean.GEOMETRIC).value

    assert arithmetic is not None
    assert geometric is not None
    assert min(values) <= geometric <= arithmetic + Decimal("1e-25") <= max(values) + 1


@pytest.mark.parametrize(
    ("realisation", "budget", "expected"),
    [
        pytest.param("75", "100", "75", id="part"),
        pytest.param("0", "100", "0", id="nothing-spent-is-zero"),
        pytest.param("120", "100", "120", id="overspent"),
        pytest.param(None, "100", None, id="realisation-blank"),
        pytest.param("75", None, None, id="budget-blank"),
        pytest.param("75", "0", None, id="budget-zero"),
    ],
)
def test_budget_absorption__cases(
    realisation: str | None, budget: str | None, expected: str | None
) -> None:
    found = budget_absorption(
        None if realisation is None else Decimal(realisation),
        None if budget is None else Decimal(budget),
    )

    assert found == (None if expected is None else Decimal(expected))


def test_budget_efficiency__weighs_outputs_by_their_budget() -> None:
    found = budget_efficiency(
        [
            (Decimal(100), Decimal(80), Decimal(100)),
            (Decimal(200), Decimal(180), Decimal(110)),
            (Decimal(50), Decimal(50), None),
        ]
    )

    assert found.value == Decimal("18.75")
    assert (found.counted, found.left_out) == (2, 1)


def test_budget_efficiency__spent_more_than_earned__is_negative() -> None:
    found = budget_efficiency([(Decimal(100), Decimal(100), Decimal(80))])

    assert found.value == -25


@pytest.mark.parametrize(
    ("term", "status"),
    [
        ((Decimal(100), None, Decimal(100)), AggregateStatus.NOTHING_COUNTED),
        ((Decimal(0), Decimal(0), Decimal(100)), AggregateStatus.BUDGET_ZERO),
        ((Decimal(100), Decimal(0), Decimal(0)), AggregateStatus.BUDGET_ZERO),
    ],
)
def test_budget_efficiency__nothing_to_divide_by__has_a_reason(
    term: tuple[Decimal | None, Decimal | None, Decimal | None], status: AggregateStatus
) -> None:
    found = budget_efficiency([term])

    assert (found.value, found.status) == (None, status)
