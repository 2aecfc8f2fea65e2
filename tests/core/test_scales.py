from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_xl.core.scales import FIVE_BANDS, INDIVIDUAL, SCALES, Band, Scale, category_of


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("-20", "Sangat Rendah"), ("0", "Sangat Rendah"), ("50", "Sangat Rendah"),
        ("50.99", "Sangat Rendah"), ("51", "Rendah"), ("65.5", "Rendah"), ("66", "Sedang"),
        ("75.99", "Sedang"), ("76", "Tinggi"), ("90", "Tinggi"), ("90.5", "Tinggi"),
        ("90.99", "Tinggi"), ("91", "Sangat Tinggi"), ("100", "Sangat Tinggi"),
        ("130", "Sangat Tinggi"),
    ],
)  # fmt: skip
def test_category_of__five_bands__next_band_begins_at_its_lower_bound(
    value: str, expected: str
) -> None:
    band = category_of(FIVE_BANDS, Decimal(value))

    assert band is not None
    assert band.category == expected


@pytest.mark.parametrize(
    ("value", "expected"), [("99.99", "Cukup"), ("100", "Baik"), ("101", "Sangat Baik")]
)
def test_category_of__individual_scale(value: str, expected: str) -> None:
    band = category_of(INDIVIDUAL, Decimal(value))

    assert band is not None
    assert band.category == expected


def test_category_of__not_evaluable__has_none() -> None:
    assert category_of(FIVE_BANDS, None) is None


@given(st.decimals(-1000, 1000, places=3), st.sampled_from(SCALES))
def test_category_of__any_value__falls_in_exactly_one_band(value: Decimal, scale: Scale) -> None:
    bounds = [Decimal("-Infinity"), *scale.lower_bounds, Decimal("Infinity")]
    holders = [
        band
        for band, low, high in zip(scale.bands, bounds, bounds[1:], strict=False)
        if low <= value < high
    ]

    assert [category_of(scale, value)] == holders


@pytest.mark.parametrize(
    "lower_bounds",
    [
        pytest.param((), id="no-band"),
        pytest.param((50, 76), id="lowest-not-open"),
        pytest.param((None, 76, 76), id="bound-twice"),
        pytest.param((None, 91, 76), id="descending"),
        pytest.param((None, None), id="open-above-the-lowest"),
    ],
)
def test_scale__not_a_partition__is_refused(lower_bounds: tuple[int | None, ...]) -> None:
    bands = tuple(
        Band(None if bound is None else Decimal(bound), "x", "#FFFFFF") for bound in lower_bounds
    )

    with pytest.raises(ValueError, match="scale odd"):
        Scale("odd", bands)
