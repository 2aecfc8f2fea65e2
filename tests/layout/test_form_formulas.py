from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from itertools import cycle, product
from pathlib import Path

import openpyxl
import pytest

from kinerja_xl.core.achievement import PeriodTerm
from kinerja_xl.core.forms import Block, Form, FormRow, RowMeasure
from kinerja_xl.core.indicator import Measure, PeriodLogic, Polarity, Rounding, Target, Variant
from kinerja_xl.files.building.form import build_form
from kinerja_xl.layout import form as layout
from kinerja_xl.layout.form_formulas import evidence_of, live_formulas
from tests.form_samples import FILLED, sample_form
from tests.libreoffice_tools import LibreOffice

BLANK = sample_form()


def target(low: str, high: str | None = None) -> Target:
    return Target(Decimal(low), Decimal(high or low))


def every_setting() -> Form:
    """Make a form whose rows go through the settings, targets, and earlier periods."""
    targets = cycle([target("80"), target("80", "90"), target("0"), target("-5"), None])
    realisations = cycle([Decimal(85), Decimal("0"), Decimal("66.665"), None, Decimal(-3)])
    earlier = cycle([
        (),
        (PeriodTerm(target("70"), Decimal(71)),),
        (PeriodTerm(target("70", "75"), Decimal(71)), PeriodTerm(target("75"), None)),
        (PeriodTerm(target("70"), Decimal(71)), PeriodTerm(target("72.5"), Decimal("70.1"))),
    ])  # fmt: skip
    caps = cycle([None, Decimal(100), Decimal(120)])
    rows = []
    settings = product(PeriodLogic, Polarity, Variant, Rounding, (0, 2))
    for n, (logic, polarity, variant, rounding, digits) in enumerate(settings, start=1):
        measure = Measure(polarity, variant, next(caps), rounding, digits, logic)
        shown, realisation = next(targets), next(realisations)
        locked = (n, f"K{n}", "s", f"i{n}", "unit", "", None, None, None, None)
        rows.append(
            FormRow(
                f"I{n:03d}",
                Block.PERFORMANCE,
                locked,
                (realisation, *(None,) * 7),
                RowMeasure(measure, shown, next(earlier)),
            )
        )
    return replace(BLANK, rows=tuple(rows))


def live(form: Form, key: str) -> dict[str, str]:
    places = layout.placements(form)
    row = next(row for row in form.rows if row.key == key)
    formulas = live_formulas(row, 8, evidence_of(places))
    return {
        field: formula.text
        for field, formula in zip(layout.LIVE_FIELDS, formulas, strict=True)
    }  # fmt: skip


def test_live_formulas__plain_percentage__are_short_enough_to_audit() -> None:
    formulas = live(BLANK, "I001")

    assert formulas["cumulative"] == 'IF(ISNUMBER(K8),K8,"")'
    assert "(L8/80)*100" in formulas["achievement"]
    assert not any(word in formulas["achievement"] for word in ("MEDIAN", "maksimalkan", "potong"))
    assert len(formulas["achievement"]) < 200


def test_live_formulas__sum__adds_the_earlier_periods() -> None:
    formulas = live(BLANK, "I004")

    assert formulas["cumulative"] == 'IF(ISNUMBER(K8),510+K8,"")'
    assert "L8/1100" in formulas["achievement"]


def test_live_formulas__codes__are_compared_as_texts() -> None:
    formulas = live(BLANK, "I001")

    assert "COUNTIF" not in formulas["evidence_count"]


def test_live_formulas__row_of_evidence__is_an_error() -> None:
    evidence = BLANK.block(Block.EVIDENCE)[0]

    with pytest.raises(ValueError, match="no measure"):
        live_formulas(evidence, 8, evidence_of(layout.placements(BLANK)))


@pytest.mark.libreoffice
@pytest.mark.parametrize(
    "form",
    [pytest.param(every_setting(), id="settings"), pytest.param(sample_form(FILLED), id="sample")],
)
def test_live_formulas__libreoffice__computes_the_first_values(
    form: Form, tmp_path: Path, libreoffice: LibreOffice
) -> None:
    data = build_form(form)
    source = tmp_path / "asli.xlsx"
    openpyxl.load_workbook(io.BytesIO(data)).save(source)  # drops every cached value

    target_path = libreoffice.convert(source, "xlsx", folder=tmp_path / "lo")

    assert live_cells(target_path.read_bytes()) == live_cells(data)


def live_cells(data: bytes) -> dict[str, object]:
    sheet = openpyxl.load_workbook(io.BytesIO(data), data_only=True)["FORM"]
    fields = [column.field for column in layout.PERFORMANCE_COLUMNS]
    cells = {
        f"{field}{number}": value
        for number, row in enumerate(sheet.iter_rows(min_row=8, values_only=True), start=8)
        for field, value in zip(fields, row, strict=True)
        if field in layout.LIVE_FIELDS
    }
    return {
        at: round(value, 6) if isinstance(value, int | float) else value or None
        for at, value in cells.items()
    }
