from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_xl.core.values import CellValue, canonical, cell_text, is_same

NUMBERS = st.one_of(
    st.integers(-(10**15), 10**15),
    st.floats(allow_nan=False, allow_infinity=False),
    st.decimals(
        allow_nan=False, allow_infinity=False, places=4, min_value=-(10**15), max_value=10**15
    ),
)
CELLS: st.SearchStrategy[CellValue] = st.one_of(
    st.none(),
    st.booleans(),
    NUMBERS,
    st.text(),
    st.dates(min_value=date(1900, 1, 1)),
    st.datetimes(min_value=datetime(1900, 1, 1)),
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(None, None, id="empty"),
        pytest.param("", None, id="empty-text"),
        pytest.param(" \t\u00a0\r\n", None, id="blank-text"),
        pytest.param("  Rapat  pleno ", "Rapat  pleno", id="white-space-around-but-not-inside"),
        pytest.param("a\r\nb\rc\nd", "a\nb\nc\nd", id="line-ends-of-every-system"),
        pytest.param("098", "098", id="digits-as-text-stay-text"),
        pytest.param(98, Decimal(98), id="integer"),
        pytest.param(98.0, Decimal(98), id="whole-float"),
        pytest.param(0.1, Decimal("0.1"), id="shortest-text-of-a-float"),
        pytest.param(1e22, Decimal("1E+22"), id="large-float"),
        pytest.param(-0.0, Decimal(0), id="negative-zero"),
        pytest.param(Decimal("98.500"), Decimal("98.5"), id="closing-zeros"),
        pytest.param(True, True, id="truth"),
        pytest.param(datetime(2026, 3, 31), date(2026, 3, 31), id="midnight"),
        pytest.param(datetime(2026, 3, 31, 8), datetime(2026, 3, 31, 8), id="moment"),
        pytest.param(datetime(2026, 3, 31, 0, 1), datetime(2026, 3, 31, 0, 1), id="00:01"),
        pytest.param(date(2026, 3, 31), date(2026, 3, 31), id="day"),
    ],
)  # fmt: skip
def test_canonical__value__in_the_form_for_comparing(value: CellValue, expected: CellValue) -> None:
    result = canonical(value)

    assert result == expected
    assert type(result) is type(expected)


def test_canonical__zero__has_no_sign_and_no_exponent() -> None:
    assert {str(canonical(zero)) for zero in (0, 0.0, -0.0, Decimal("0.00"), Decimal("-0"))} == {
        "0"
    }


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity"])
def test_canonical__not_finite__stays_as_it_is(text: str) -> None:
    assert str(canonical(Decimal(text))) == text
    assert str(canonical(float(text))) == text


@given(CELLS)
def test_canonical__twice__changes_nothing_more(value: CellValue) -> None:
    once = canonical(value)

    assert canonical(once) == once
    assert type(canonical(once)) is type(once)


@given(NUMBERS)
def test_canonical__number__denotes_the_same_number(value: float | Decimal) -> None:
    assert canonical(value) == Decimal(repr(value) if isinstance(value, float) else value)


@given(CELLS)
def test_is_same__value_and_its_canonical_form__are_the_same(value: CellValue) -> None:
    assert is_same(value, canonical(value))
    assert is_same(value, value)


@given(CELLS, CELLS)
def test_is_same__either_order__agrees(left: CellValue, right: CellValue) -> None:
    assert is_same(left, right) == is_same(right, left)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param(1250000, 1250000.0, id="integer-and-float"),
        pytest.param(98.5, Decimal("98.50"), id="float-and-decimal"),
        pytest.param(None, "  ", id="empty-and-blank"),
        pytest.param("a\r\nb", "a\nb", id="line-ends"),
        pytest.param(datetime(2026, 3, 31), date(2026, 3, 31), id="midnight-and-day"),
    ],
)
def test_is_same__stored_differently__is_the_same(left: CellValue, right: CellValue) -> None:
    assert is_same(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param(0, None, id="zero-is-not-empty"),
        pytest.param("98", 98, id="text-is-not-a-number"),
        pytest.param("Rapat", "rapat", id="case-counts"),
        pytest.param("a b", "a  b", id="inner-white-space-counts"),
        pytest.param(0.3, 0.1 + 0.2, id="floats-that-differ-in-the-last-digit"),
        pytest.param(datetime(2026, 3, 31, 8), date(2026, 3, 31), id="moment-is-not-its-day"),
        pytest.param(date(2026, 3, 31), "2026-03-31", id="text-is-not-a-day"),
    ],
)
def test_is_same__other_value__is_not_the_same(left: CellValue, right: CellValue) -> None:
    assert not is_same(left, right)


@pytest.mark.parametrize(("truth", "number"), [(True, 1), (False, 0.0), (True, Decimal(1))])
def test_is_same__truth_and_number__differ(truth: bool, number: float | Decimal) -> None:
    assert not is_same(truth, number)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(None, "", id="empty"),
        pytest.param("  KUL ", "KUL", id="text"),
        pytest.param(1.0, "1", id="whole-float"),
        pytest.param(1.1, "1.1", id="float"),
        pytest.param(1e15, "1000000000000000", id="no-exponent"),
        pytest.param(Decimal("1E+3"), "1000", id="decimal-with-exponent"),
        pytest.param(0.00001, "0.00001", id="small"),
        pytest.param(date(2026, 3, 31), "2026-03-31", id="day"),
        pytest.param(datetime(2026, 3, 31), "2026-03-31", id="midnight"),
    ],
)
def test_cell_text__value__as_text(value: CellValue, text: str) -> None:
    assert cell_text(value) == text


@given(CELLS, CELLS)
def test_cell_text__same_values__give_the_same_text(left: CellValue, right: CellValue) -> None:
    if is_same(left, right) and isinstance(left, bool) == isinstance(right, bool):
        assert cell_text(left) == cell_text(right)
