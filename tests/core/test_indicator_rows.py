from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_xl.core.distribution import Section
from kinerja_xl.core.findings import Code, Place
from kinerja_xl.core.indicator import Measure, PeriodLogic, Polarity, Rounding, Variant
from kinerja_xl.core.indicator_rows import (
    LONGEST_TEXT,
    IndicatorRow,
    IndicatorTable,
    read_indicator_rows,
)
from kinerja_xl.core.period import Period
from kinerja_xl.core.values import CellValue

FIRST = Period.parse("2026-TW1")
SECTIONS = (
    Section("RENDATIN", "Perencanaan, Data dan Informasi"),
    Section("KUL", "Keuangan, Umum dan Logistik"),
)
COMPLETE: dict[str, CellValue] = {
    "key": "I001", "code": "1.1", "objective": "Sasaran", "name": "Indikator", "unit": "%",
    "section": "KUL", "polarity": None, "variant": None, "cap_percent": None, "rounding": None,
    "digits": None, "period_logic": None, "ordinal_map": None, "evidence": None, "program": None,
    "budget": None,
}  # fmt: skip


def _row(index: int = 0, target: CellValue = None, **cells: CellValue) -> IndicatorRow:
    own = COMPLETE | {"key": f"I{index + 1:03d}", "code": f"1.{index + 1}"} | cells
    return IndicatorRow(index, index + 5, own, ((FIRST, target),))


def _blank(index: int, **cells: CellValue) -> IndicatorRow:
    return IndicatorRow(index, index + 5, dict.fromkeys(COMPLETE) | cells, ((FIRST, None),))


def _read(*rows: IndicatorRow, used: tuple[str, ...] = ()) -> IndicatorTable:
    return read_indicator_rows(
        rows,
        SECTIONS,
        place_of=lambda row, name: Place("", "INDIKATOR", f"{name}{row}"),
        heading_of=str.upper,
        used_keys=used,
    )


def _found(table: IndicatorTable) -> list[tuple[Code, str]]:
    return [(found.code, found.place.cell) for found in table.findings]


def test_read_indicator_rows__only_required_cells__takes_the_defaults() -> None:
    table = _read(_row(target=80))

    (indicator,) = table.indicators
    assert not table.findings
    assert indicator.measure == Measure()
    assert indicator.measure.polarity is Polarity.MAXIMISE
    assert (indicator.measure.variant, indicator.measure.digits) == (Variant.A, 2)
    assert indicator.measure.rounding is Rounding.HALF_UP
    assert indicator.measure.period_logic is PeriodLogic.NONE
    assert indicator.measure.cap_percent is None
    assert indicator.targets == ((FIRST, Decimal(80)),)
    assert (indicator.program, indicator.budget, indicator.evidence) == ("", None, ())


def test_read_indicator_rows__every_setting__is_read() -> None:
    table = _read(
        _row(
            target="WDP", polarity="Minimalkan ", variant="b", cap_percent="110,5",
            rounding="potong", digits=0, period_logic="jumlah", ordinal_map="WTP=4; WDP=3,5",
            evidence="Berita acara; Daftar hadir;; Berita acara", program="Program A",
            budget="Rp 1.250.000",
        )
    )  # fmt: skip

    (indicator,) = table.indicators
    assert not table.findings
    assert indicator.measure == Measure(
        Polarity.MINIMISE, Variant.B, Decimal("110.5"), Rounding.TRUNCATE, 0, PeriodLogic.SUM,
        (("WTP", Decimal(4)), ("WDP", Decimal("3.5"))),
    )  # fmt: skip
    assert indicator.targets == ((FIRST, "WDP"),)
    assert indicator.evidence == ("Berita acara", "Daftar hadir")
    assert indicator.budget == 1_250_000


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(_blank(1), id="blank"),
        pytest.param(_blank(1, objective="  \n"), id="white-space"),
        pytest.param(_blank(1, key="I009"), id="key-left-over"),
        pytest.param(_row(1, code="Contoh-1", section="tidak ada"), id="example-of-the-template"),
    ],
)
def test_read_indicator_rows__nothing_filled_in__is_passed_over(row: IndicatorRow) -> None:
    table = _read(_row(0), row, _row(2))

    assert [indicator.key for indicator in table.indicators] == ["I001", "I003"]
    assert not table.findings
    assert not table.new_keys


@pytest.mark.parametrize("name", ["KUL", "kul", "keuangan, umum dan LOGISTIK", " KUL "])
def test_read_indicator_rows__section__by_code_or_full_name(name: str) -> None:
    table = _read(_row(section=name))

    assert [indicator.section for indicator in table.indicators] == ["KUL"]


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        pytest.param({"code": None}, Code.INDICATOR_FIELD_EMPTY, "code", id="no-code"),
        pytest.param({"objective": " "}, Code.INDICATOR_FIELD_EMPTY, "objective", id="no-sasaran"),
        pytest.param({"name": None}, Code.INDICATOR_FIELD_EMPTY, "name", id="no-name"),
        pytest.param({"unit": None}, Code.INDICATOR_FIELD_EMPTY, "unit", id="no-unit"),
        pytest.param({"section": None}, Code.INDICATOR_FIELD_EMPTY, "section", id="no-section"),
        pytest.param({"section": "HUMAS"}, Code.SECTION_UNKNOWN, "section", id="section-unknown"),
        pytest.param({"polarity": "naik"}, Code.INDICATOR_FIELD_INVALID, "polarity", id="polarity"),
        pytest.param({"variant": "C"}, Code.INDICATOR_FIELD_INVALID, "variant", id="variant"),
        pytest.param({"cap_percent": 0}, Code.INDICATOR_FIELD_INVALID, "cap_percent", id="cap"),
        pytest.param({"digits": 7}, Code.INDICATOR_FIELD_INVALID, "digits", id="digits-too-many"),
        pytest.param({"digits": 1.5}, Code.INDICATOR_FIELD_INVALID, "digits", id="digits-broken"),
        pytest.param(
            {"ordinal_map": "WTP=4; WDP"}, Code.INDICATOR_FIELD_INVALID, "ordinal_map", id="map"
        ),
        pytest.param({"budget": "seratus"}, Code.INDICATOR_FIELD_INVALID, "budget", id="budget"),
        pytest.param({"budget": -1}, Code.INDICATOR_FIELD_INVALID, "budget", id="negative-budget"),
        pytest.param(
            {"name": "x" * (LONGEST_TEXT + 1)}, Code.TEXT_TOO_LONG, "name", id="text-too-long"
        ),
    ],
)
def test_read_indicator_rows__faulty_cell__is_a_finding_and_the_row_is_left_out(
    cells: dict[str, CellValue], code: Code, column: str
) -> None:
    table = _read(_row(0, **cells), _row(1))

    assert _found(table) == [(code, f"{column}5")]
    assert [indicator.key for indicator in table.indicators] == ["I002"]
    assert table.findings[0].row_key == "I001"


def test_read_indicator_rows__target_that_is_no_target__is_a_finding() -> None:
    table = _read(_row(target="lihat lampiran"))

    assert _found(table) == [(Code.INDICATOR_FIELD_INVALID, "target_TW15")]
    assert not table.indicators


@pytest.mark.parametrize(
    ("first", "second", "code", "column"),
    [
        pytest.param(
            {"code": "IKU-1"}, {"code": "iku-1 "}, Code.INDICATOR_CODE_TWICE, "code", id="code"
        ),
        pytest.param({"key": "I007"}, {"key": "I007"}, Code.INDICATOR_KEY_TWICE, "key", id="key"),
        pytest.param(
            {"program": "Program A", "budget": 10}, {"program": "program a", "budget": 10},
            Code.BUDGET_TWICE, "budget", id="budget",
        ),
    ],
)  # fmt: skip
def test_read_indicator_rows__twice__is_a_finding_at_both_rows(
    first: dict[str, CellValue], second: dict[str, CellValue], code: Code, column: str
) -> None:
    table = _read(_row(0, **first), _row(1), _row(2, **second))

    assert _found(table) == [(code, f"{column}5"), (code, f"{column}7")]
    assert all("5, 7" in found.message for found in table.findings)
    assert [indicator.key for indicator in table.indicators] == ["I002"]


def test_read_indicator_rows__program_twice_but_one_budget__is_accepted() -> None:
    table = _read(_row(0, program="Program A", budget=10), _row(1, program="Program A"))

    assert not table.findings


def test_read_indicator_rows__all_faults__are_reported_at_once() -> None:
    table = _read(_row(0, name=None, section="X", digits="banyak"), _row(1, code=None, unit=None))

    assert len(table.findings) == 5
    assert {found.place.cell for found in table.findings} == {
        "name5", "section5", "digits5", "code6", "unit6",
    }  # fmt: skip


def test_read_indicator_rows__rows_without_key__get_the_next_ones_never_used() -> None:
    table = _read(_row(0, key=None), _row(1, key="I004"), _row(2, key=None), used=("I011", "X01"))

    assert table.new_keys == ((0, "I012"), (2, "I013"))
    assert [indicator.key for indicator in table.indicators] == ["I012", "I004", "I013"]


def test_read_indicator_rows__number_as_code__keeps_its_text() -> None:
    table = _read(_row(0, code=7.0), _row(1, code="1.10"), _row(2, code="1.1"))

    assert [indicator.code for indicator in table.indicators] == ["7", "1.10", "1.1"]


_CELL: st.SearchStrategy[CellValue] = st.one_of(
    st.none(), st.text(max_size=12), st.integers(), st.floats(), st.booleans(), st.dates()
)


@given(
    st.lists(st.fixed_dictionaries(dict.fromkeys(COMPLETE, _CELL)), max_size=6),
    st.lists(_CELL, min_size=6, max_size=6),
)
def test_read_indicator_rows__any_cells__are_read_or_reported(
    rows: list[dict[str, CellValue]], targets: list[CellValue]
) -> None:
    typed = [IndicatorRow(n, n + 5, row, ((FIRST, targets[n]),)) for n, row in enumerate(rows)]

    table = _read(*typed)

    counted = [row for row in typed if not (row.is_blank or row.is_example)]
    faulty = {int("".join(filter(str.isdigit, f.place.cell[-1:]))) for f in table.findings}
    assert len(table.indicators) == len(counted) - len(faulty)
    assert len({indicator.key for indicator in table.indicators}) == len(table.indicators)


@pytest.mark.parametrize(
    ("target", "advice"),
    [("90 s.d. 80", "batas bawah lebih dulu"), ("paling banyak 80", "maksimalkan"), ("?", "Peta")],
    ids=["reversed range", "limit against the polarity", "no target at all"],
)
def test_read_indicator_rows__unreadable_target__advice_fits(target: str, advice: str) -> None:
    table = _read(_row(target=target))

    (found,) = table.findings
    assert advice in found.remedy
