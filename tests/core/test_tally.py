from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_xl.core.tally import Tally, percent


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        pytest.param(0, 0, None, id="nothing-required"),
        pytest.param(0, 7, "0.00", id="nothing-there"),
        pytest.param(7, 7, "100.00", id="all-there"),
        pytest.param(1, 3, "33.33", id="rounded-down"),
        pytest.param(2, 3, "66.67", id="rounded-up"),
        pytest.param(1, 32, "3.13", id="half-rounds-up"),
    ],
)
def test_percent__cases(part: int, whole: int, expected: str | None) -> None:
    result = percent(part, whole)

    assert result == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize(
    ("part", "whole"), [pytest.param(2, 1, id="too-much"), pytest.param(-1, 1, id="negative")]
)
def test_percent__part_outside_the_whole__is_refused(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match="is no part of"):
        percent(part, whole)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_percent__any_part__lies_within_half_a_hundredth(part: int, more: int) -> None:
    whole = part + more

    result = percent(part, whole)

    if whole:
        assert result is not None
        assert abs(result * whole - 100 * part) <= Decimal("0.005") * whole


def test_is_complete__rounded_to_100__still_lacks_something() -> None:
    tally = Tally(required_cells=100_000, filled_cells=99_999)

    assert tally.filled_percent == Decimal("100.00")
    assert not tally.is_complete


def test_add__two_tallies__counts_each_kind() -> None:
    total = Tally(1, 1, 2, 0) + Tally(3, 1, 1, 1)

    assert total == Tally(4, 2, 3, 1)
    assert total.total_percent == Decimal("42.86")
