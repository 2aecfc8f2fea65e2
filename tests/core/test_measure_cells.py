from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_xl.core.indicator import Measure, PeriodLogic, Polarity, Rounding, Variant
from kinerja_xl.core.measure_cells import (
    FIELDS,
    MAX_DIGITS,
    BadSetting,
    measure_cells,
    read_measure,
)
from kinerja_xl.core.values import CellValue
from tests.usecases.memory_book import stored

BLANK: dict[str, CellValue] = dict.fromkeys(FIELDS)


def read(**cells: CellValue) -> tuple[Measure, tuple[BadSetting, ...]]:
    return read_measure([{**BLANK, **cells}[field] for field in FIELDS])


def test_read_measure__blank_cells__are_the_defaults() -> None:
    assert read() == (Measure(), ())


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        pytest.param({"polarity": " Minimalkan "}, Measure(Polarity.MINIMISE), id="polarity"),
        pytest.param({"variant": "b"}, Measure(variant=Variant.B), id="variant-in-small"),
        pytest.param({"cap_percent": 120.0}, Measure(cap_percent=Decimal(120)), id="cap"),
        pytest.param({"cap_percent": "110,5"}, Measure(cap_percent=Decimal("110.5")), id="text"),
        pytest.param({"rounding": "POTONG"}, Measure(rounding=Rounding.TRUNCATE), id="rounding"),
        pytest.param({"digits": 0.0}, Measure(digits=0), id="no-digits"),
        pytest.param({"digits": "4"}, Measure(digits=4), id="digits-as-text"),
        pytest.param({"period_logic": "jumlah"}, Measure(period_logic=PeriodLogic.SUM), id="logic"),
        pytest.param({"ordinal_map": " "}, Measure(), id="blank-map"),
        pytest.param(
            {"ordinal_map": "WTP=4; WDP = 3,5;TW=2.5 ; TMP=-1"},
            Measure(
                ordinal_map=(
                    ("WTP", Decimal(4)), ("WDP", Decimal("3.5")),
                    ("TW", Decimal("2.5")), ("TMP", Decimal(-1)),
                )
            ),
            id="map-in-its-order",
        ),
        pytest.param(
            {"ordinal_map": ";AA=3,125;"}, Measure(ordinal_map=(("AA", Decimal("3.125")),)),
            id="three-decimals-are-no-thousands",
        ),
    ],
)  # fmt: skip
def test_read_measure__setting__is_understood(
    cells: dict[str, CellValue], expected: Measure
) -> None:
    assert read(**cells) == (expected, ())


@pytest.mark.parametrize(
    ("field", "cell"),
    [
        pytest.param("polarity", "naik", id="unknown-polarity"),
        pytest.param("variant", "C", id="unknown-variant"),
        pytest.param("variant", 1.0, id="number-for-a-word"),
        pytest.param("cap_percent", 0, id="cap-of-zero"),
        pytest.param("cap_percent", -100, id="cap-below-zero"),
        pytest.param("cap_percent", "tanpa batas", id="cap-in-words"),
        pytest.param("rounding", "ke atas", id="unknown-rounding"),
        pytest.param("digits", -1, id="digits-below-zero"),
        pytest.param("digits", MAX_DIGITS + 1, id="too-many-digits"),
        pytest.param("digits", 1.5, id="half-a-digit"),
        pytest.param("digits", "dua", id="digits-in-words"),
        pytest.param("digits", True, id="digits-as-truth"),
        pytest.param("period_logic", "kumulatif", id="unknown-logic"),
        pytest.param("ordinal_map", "WTP", id="grade-without-worth"),
        pytest.param("ordinal_map", "WTP=", id="grade-with-blank-worth"),
        pytest.param("ordinal_map", "=4", id="worth-without-grade"),
        pytest.param("ordinal_map", "WTP=baik", id="worth-in-words"),
    ],
)
def test_read_measure__setting_that_cannot_be_read__is_named_and_the_default_stands_in(
    field: str, cell: CellValue
) -> None:
    measure, bad = read(**{field: cell})

    assert measure == Measure()
    assert [(setting.field, setting.text) for setting in bad] == [(field, str(cell))]
    assert bad[0].allowed


def test_read_measure__grade_twice__keeps_the_first_and_names_the_second() -> None:
    measure, bad = read(ordinal_map="WTP=4; wtp=3; WDP=2")

    assert measure.ordinal_map == (("WTP", Decimal(4)), ("WDP", Decimal(2)))
    assert [setting.text for setting in bad] == ["wtp=3"]


def test_read_measure__several_faults__are_all_named() -> None:
    _, bad = read(polarity="naik", digits=9, ordinal_map="WTP; WDP=3; TW")

    assert [(setting.field, setting.text) for setting in bad] == [
        ("polarity", "naik"), ("digits", "9"), ("ordinal_map", "WTP"), ("ordinal_map", "TW"),
    ]  # fmt: skip


def test_measure_cells__grades__stand_as_the_cell_formulas_search_them() -> None:
    measure = Measure(ordinal_map=(("WTP", Decimal(4)), ("WDP", Decimal("3.125"))))

    cells = dict(zip(FIELDS, measure_cells(measure), strict=True))

    assert cells["ordinal_map"] == ";WTP=4;WDP=3,125;"


GRADE = (
    st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), min_size=1, max_size=8)
    .map(str.strip)
    .filter(lambda text: text and ";" not in text and "=" not in text)
)
WORTH = st.decimals(-(10**6), 10**6, places=4)
MEASURES = st.builds(
    Measure,
    st.sampled_from(Polarity),
    st.sampled_from(Variant),
    st.none() | st.decimals(Decimal("0.01"), 1000, places=2),
    st.sampled_from(Rounding),
    st.integers(0, MAX_DIGITS),
    st.sampled_from(PeriodLogic),
    st.lists(st.tuples(GRADE, WORTH), max_size=5, unique_by=lambda item: item[0].casefold()).map(
        tuple
    ),
)


@given(measure=MEASURES)
def test_read_measure__cells_that_were_written__give_the_settings_back(measure: Measure) -> None:
    cells = [stored(cell) for cell in measure_cells(measure)]

    assert read_measure(cells) == (measure, ())
