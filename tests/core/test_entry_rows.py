from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_xl.core.entry_mapping import Application, MappedRow
from kinerja_xl.core.entry_rows import (
    Entered,
    differences,
    followed,
    mapped_rows,
    plain_text,
    signature,
)
from kinerja_xl.core.entry_values import EntryValue, Others
from kinerja_xl.core.indicator import Measure
from kinerja_xl.core.period import Period
from kinerja_xl.core.results import RowResult, row_results
from kinerja_xl.core.scales import FIVE_BANDS
from kinerja_xl.core.section_rows import SectionRow
from kinerja_xl.core.values import CellValue

TW1 = Period.parse("2026-TW1")


def results(*codes: str, **cells: CellValue) -> tuple[RowResult, ...]:
    """Return the results of indicators with a target of 80 and a realisation of 78.5."""
    names = ("realisation", "budget_realisation", "obstacles", "solution", "follow_up",
             "person_in_charge", "due_date", "note")  # fmt: skip
    entered = {"realisation": 78.5, **cells}
    rows = tuple(
        SectionRow(
            index=n, key=f"I{n:03d}", period=TW1, code=code, objective="S", name=f"Nama {code}",
            unit="%", target_year=80, target=80, program="", budget=Decimal(1_250_000),
            evidence=(), measure=Measure(), entries=tuple(entered.get(name) for name in names),
        )
        for n, code in enumerate(codes, start=1)
    )  # fmt: skip
    return row_results("KUL", rows, FIVE_BANDS)


def application(**settings: object) -> Application:
    """Return an application that asks for target and realisation."""
    usual = {"name": "Monev", "values": (EntryValue.TARGET, EntryValue.REALISATION)}
    return Application.model_validate(usual | settings)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(98.5, "98,5", id="float"),
        pytest.param(Decimal("98.50"), "98,5", id="closing-zeros"),
        pytest.param(1_250_000, "1250000", id="no-thousands-mark"),
        pytest.param(Decimal("1E+3"), "1000", id="no-exponent"),
        pytest.param(-0.0, "0", id="zero"),
        pytest.param(None, "", id="blank"),
        pytest.param("WTP", "WTP", id="grade"),
        pytest.param("80\n s.d. 90", "80 s.d. 90", id="range-on-one-line"),
    ],
)
def test_plain_text__values(value: CellValue, text: str) -> None:
    assert plain_text(value, ",") == text


def test_plain_text__digits__rounds_half_up() -> None:
    assert plain_text(Decimal("66.665"), ".", 2) == "66.67"
    assert plain_text(Decimal("-0.004"), ".", 2) == "0"


def test_mapped_rows__rows_of_the_mapping__give_order_and_names() -> None:
    mapping = application(rows=(MappedRow(code="b", label="Sebutan"), MappedRow(code="X")))

    found = mapped_rows(mapping, results("A", "B", "C"))

    assert [(row.number, row.code, row.name) for row in found.rows] == [
        (1, "B", "Sebutan"), (2, "A", "Nama A"), (3, "C", "Nama C"),
    ]  # fmt: skip
    assert found.unknown_codes == ("X",)


def test_mapped_rows__others_left_out__keeps_the_listed_alone() -> None:
    mapping = application(rows=(MappedRow(code="B"),), others=Others.LEFT_OUT)

    assert [row.code for row in mapped_rows(mapping, results("A", "B")).rows] == ["B"]


def test_mapped_rows__values__are_those_asked_for_with_the_decimal_sign() -> None:
    mapping = application(values=tuple(EntryValue), decimal_sign=".", digits=1)
    found = results("A", budget_realisation="1.000.000", obstacles=" Hujan\nlebat ")

    (row,) = mapped_rows(mapping, found).rows

    assert row.values == {
        "target": "80", "realisation": "78.5", "cumulative": "78.5", "achievement": "98.1",
        "budget": "1250000", "budget_realisation": "1000000", "absorption": "80",
        "obstacles": "Hujan\nlebat", "solution": "", "follow_up": "",
    }  # fmt: skip
    assert row.row_id == f"Monev|{found[0].row.row_id}"


def test_differences__changed_values__are_named_prose_by_token() -> None:
    before = signature({"realisation": "78,5", "obstacles": "lama"})
    after = signature({"realisation": "79", "obstacles": "baru", "budget": "1"})

    changed = {name: (old, new) for name, old, new in differences(before, after)}

    assert changed.keys() == {"realisation", "obstacles", "budget"}
    assert changed["realisation"] == ("78,5", "79")
    assert changed["obstacles"][0].startswith("#")


OLD, NEW = "realisation=1", "realisation=2"


@pytest.mark.parametrize(
    ("known", "is_entered", "mark", "after"),
    [
        pytest.param(Entered(), False, "", Entered(), id="not-entered"),
        pytest.param(Entered(), True, "", Entered("", NEW), id="flag-set"),
        pytest.param(Entered("", OLD), True, "pukul 8", Entered("pukul 8", OLD),
                     id="time-filled-in-belatedly"),
        pytest.param(Entered("pukul 8", OLD), True, "pukul 8", Entered("pukul 8", OLD),
                     id="nothing-new"),
        pytest.param(Entered("pukul 8", OLD), True, "pukul 9", Entered("pukul 9", NEW),
                     id="entered-again"),
        pytest.param(Entered("pukul 8", OLD), True, "", Entered("pukul 8", OLD),
                     id="time-taken-away"),
        pytest.param(Entered("pukul 8", OLD), False, "pukul 8", Entered(), id="flag-taken-back"),
    ],
)  # fmt: skip
def test_followed__what_the_officer_did(
    known: Entered, is_entered: bool, mark: str, after: Entered
) -> None:
    assert followed(known, is_entered=is_entered, mark=mark, shown=NEW) == after


@given(
    st.builds(Entered, st.sampled_from(["", "8", "9"]), st.sampled_from(["", OLD, NEW])),
    st.booleans(),
    st.sampled_from(["", "8", "9"]),
)
def test_followed__twice__is_once(known: Entered, is_entered: bool, mark: str) -> None:
    once = followed(known, is_entered=is_entered, mark=mark, shown=NEW)

    assert followed(once, is_entered=is_entered, mark=mark, shown=NEW) == once
