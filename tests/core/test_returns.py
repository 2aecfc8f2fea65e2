from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest

from kinerja_xl.core.findings import Code, Finding
from kinerja_xl.core.forms import FormIdentity
from kinerja_xl.core.raw_returns import RawReturn, RawSheet, RawValue
from kinerja_xl.core.returns import UNREADABLE, Return, identify, interpret
from kinerja_xl.layout.form import ENTRY as FORM
from kinerja_xl.layout.form import EVIDENCE, GUIDE
from kinerja_xl.layout.form_shape import form_shape
from tests.form_samples import (
    FILLED,
    NAME,
    base_of,
    interpreted,
    raw_return,
    sample_form,
    values_of,
)

BLANK = sample_form()
REALISATION, BUDGET, OBSTACLES, DUE_DATE, NOTE = "K", "O", "Q", "U", "V"


def read_cell(cell: str, value: RawValue, *, sheet: str = FORM) -> Return:
    return interpreted(raw_return(BLANK, {(sheet, cell): value}), BLANK)


def found(returned: Return) -> list[tuple[Code, str, str]]:
    return [(each.code, each.place.sheet, each.place.cell) for each in returned.findings]


def with_sheet(raw: RawReturn, name: str, **changes: Any) -> RawReturn:
    sheets = tuple(
        replace(sheet, **changes) if sheet.name == name else sheet for sheet in raw.sheets
    )
    return replace(raw, sheets=sheets)


def test_identify__form__gives_its_identity() -> None:
    raw = raw_return(BLANK)

    identity = identify(raw)

    assert identity == BLANK.identity


@pytest.mark.parametrize(
    ("position", "pair", "code"),
    [
        pytest.param(0, ("apa", "1"), Code.NOT_A_FORM, id="other-workbook"),
        pytest.param(0, ("kinerja_xl_form", "9"), Code.FORM_STRUCTURE_CHANGED, id="newer-format"),
        pytest.param(1, ("form_id", ""), Code.NOT_A_FORM, id="no-form-id"),
        pytest.param(3, ("kantor", "KPU"), Code.NOT_A_FORM, id="label-changed"),
        pytest.param(4, ("period", "2026-TW9"), Code.NOT_A_FORM, id="no-such-period"),
        pytest.param(6, ("version", "satu"), Code.NOT_A_FORM, id="version-no-number"),
    ],
)
def test_identify__damaged_identity__is_a_finding(
    position: int, pair: tuple[str, str], code: Code
) -> None:
    pairs = list(raw_return(BLANK).identity)
    pairs[position] = pair

    result = identify(replace(raw_return(BLANK), identity=tuple(pairs)))

    assert isinstance(result, Finding)
    assert (result.code, result.place.file) == (code, NAME)


def test_identify__empty_identity_sheet__is_not_a_form() -> None:
    result = identify(replace(raw_return(BLANK), identity=()))

    assert not isinstance(result, FormIdentity)


def test_interpret__untouched__keeps_base_and_finds_nothing() -> None:
    form = sample_form(FILLED)

    returned = interpreted(raw_return(form), form)

    assert values_of(returned) == base_of(form)
    assert returned.findings == ()


def test_interpret__filled__reads_every_value() -> None:
    filled = sample_form(FILLED)

    returned = interpreted(raw_return(filled), BLANK)

    assert values_of(returned) == base_of(filled)
    assert returned.findings == ()


def test_interpret__emptied_cells__are_blank() -> None:
    filled = sample_form(FILLED)

    returned = interpreted(raw_return(BLANK), filled)

    assert values_of(returned) == base_of(BLANK)


@pytest.mark.parametrize(
    ("cell", "value", "read"),
    [
        pytest.param("K8", "98,5", Decimal("98.5"), id="decimal-comma"),
        pytest.param("K8", " 98,5 % ", Decimal("98.5"), id="percent-sign"),
        pytest.param("K8", 98.5, Decimal("98.5"), id="number"),
        pytest.param("K8", 0.0, Decimal(0), id="zero"),
        pytest.param("K8", "0,9%", Decimal("0.9"), id="small-percentage-stated-as-such"),
        pytest.param("K9", 0.15, Decimal("0.15"), id="small-target-takes-small-numbers"),
        pytest.param("K10", "wtp ", "WTP", id="grade-in-the-spelling-of-the-map"),
        pytest.param("K11", "1.250", Decimal(1250), id="thousands-dot"),
        pytest.param("K11", "640 orang", Decimal(640), id="with-its-unit"),
        pytest.param("O8", "Rp 1.250.000", Decimal(1_250_000), id="rupiah"),
        pytest.param("U8", "31 Maret 2026", date(2026, 3, 31), id="date-in-words"),
        pytest.param("U8", "31/03/2026", date(2026, 3, 31), id="date-in-digits"),
        pytest.param("U8", 46112.0, date(2026, 3, 31), id="date-that-lost-its-format"),
        pytest.param("V8", 2026.0, "2026", id="number-in-a-text-field"),
        pytest.param("V8", 1234567890.5, "1234567890.5", id="decimal-in-a-text-field"),
        pytest.param("V8", date(2026, 3, 31), "31 Maret 2026", id="date-in-a-text-field"),
        pytest.param("V8", True, "TRUE", id="truth-value-in-a-text-field"),
        pytest.param("V8", "a\r\nb\rc \n", "a\nb\nc", id="line-breaks"),
        pytest.param("V8", "   ", None, id="blanks-only"),
        pytest.param("K8", "   ", None, id="blanks-only-in-a-number-field"),
        pytest.param("V8", "#N/A", "#N/A", id="error-word-typed-as-text"),
    ],
)
def test_interpret__what_people_type__is_read(cell: str, value: RawValue, read: object) -> None:
    returned = read_cell(cell, value)

    row = next(row for row in returned.rows if row.excel_row == int(cell[1:]))
    fields = {REALISATION: 0, BUDGET: 1, DUE_DATE: 6, NOTE: 7}
    assert row.values[fields[cell[0]]] == read
    assert returned.findings == ()


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        pytest.param("K8", "sembilan puluh", Code.NOT_A_NUMBER, id="words"),
        pytest.param("K8", date(2026, 8, 7), Code.NOT_A_NUMBER, id="date-for-a-number"),
        pytest.param("K8", time(12, 0), Code.NOT_A_NUMBER, id="time-for-a-number"),
        pytest.param("K8", True, Code.NOT_A_NUMBER, id="truth-value"),
        pytest.param("K8", float("nan"), Code.NOT_A_NUMBER, id="not-finite"),
        pytest.param("K8", "98.125", Code.NUMBER_AMBIGUOUS, id="dot-before-three-digits"),
        pytest.param("K8", "nihil", Code.STATED_EMPTY, id="nihil"),
        pytest.param("K8", "-", Code.STATED_EMPTY, id="dash"),
        pytest.param("K8", 0.985, Code.PERCENT_AS_FRACTION, id="fraction"),
        pytest.param("K8", "0,985", Code.PERCENT_AS_FRACTION, id="fraction-as-text"),
        pytest.param("K8", 1.0, Code.PERCENT_AS_FRACTION, id="one-is-hundred-percent"),
        pytest.param("K8", "#DIV/0!", Code.CELL_ERROR, id="error-as-text"),
        pytest.param("K10", "Baik", Code.NOT_A_GRADE, id="unknown-grade"),
        pytest.param("O8", "banyak", Code.NOT_A_NUMBER, id="money-in-words"),
        pytest.param("U8", "akhir Maret", Code.NOT_A_DATE, id="vague-date"),
        pytest.param("U8", "31/02/2026", Code.NOT_A_DATE, id="no-such-day"),
        pytest.param("U8", time(0, 0), Code.NOT_A_DATE, id="time-for-a-date"),
        pytest.param("V8", "x" * 32_768, Code.TEXT_TOO_LONG, id="too-long"),
        pytest.param("V8", "\U0001f600" * 16_384, Code.TEXT_TOO_LONG, id="too-long-in-utf-16"),
    ],
)
def test_interpret__unreadable_entry__is_a_finding_and_marked(
    cell: str, value: RawValue, code: Code
) -> None:
    returned = read_cell(cell, value)

    assert found(returned) == [(code, FORM, cell)]
    assert sum(value is UNREADABLE for row in returned.rows for value in row.values) == 1
    assert not returned.is_refused


def test_interpret__unreadable_entry__finding_names_everything() -> None:
    returned = read_cell("K8", 0.985)

    (one,) = returned.findings
    assert (one.section, one.row_key, one.column) == ("TEKNIS", "I001", "realisation")
    assert str(one) == (
        "kembali/2026-TW2/umum.xlsx [FORM!K8] Realisasi: 0,985 untuk satuan % dengan target 80; "
        "mungkin maksudnya 98,5. Tulis persen sebagai angka 0 sampai 100, misalnya 98,5."
    )


def test_interpret__percent_format__is_percent_points() -> None:
    raw = raw_return(BLANK, {(FORM, "K8"): 0.985, (FORM, "K11"): 0.5})

    returned = interpreted(with_sheet(raw, FORM, percents=frozenset({(8, 11), (11, 11)})), BLANK)

    assert values_of(returned)["I001"][0] == Decimal("98.5")
    assert [(each.code, each.place.cell) for each in returned.findings] == [
        (Code.NOT_A_NUMBER, "K11")
    ]


def test_interpret__percent_format_on_unchanged_cell__changes_nothing() -> None:
    filled = sample_form(FILLED)
    raw = with_sheet(raw_return(filled), FORM, percents=frozenset({(8, 11)}))

    returned = interpreted(raw, filled)

    assert values_of(returned) == base_of(filled)


def test_interpret__error_value_and_formula_without_value__are_not_blank() -> None:
    raw = with_sheet(
        raw_return(BLANK), FORM, errors={(8, 11): "#DIV/0!"}, valueless=frozenset({(9, 11)})
    )

    returned = interpreted(raw, BLANK)

    assert found(returned) == [
        (Code.CELL_ERROR, FORM, "K8"),
        (Code.FORMULA_WITHOUT_VALUE, FORM, "K9"),
    ]
    assert values_of(returned)["I001"][0] is UNREADABLE
    assert values_of(returned)["I002"][0] is UNREADABLE


def test_interpret__formula_typed_over__is_a_changed_locked_cell() -> None:
    raw = with_sheet(raw_return(BLANK, {(FORM, "L8"): 75.0}), FORM, formulas=frozenset({(9, 12)}))

    returned = interpreted(raw, BLANK)

    assert found(returned) == [(Code.LOCKED_CELL_CHANGED, FORM, "L8")]


def test_interpret__program_dropped_all_formulas__is_no_finding() -> None:
    raw = with_sheet(raw_return(BLANK, {(FORM, "L8"): 75.0}), FORM, formulas=frozenset())

    returned = interpreted(raw, BLANK)

    assert returned.findings == ()


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        pytest.param("B8", "1", id="number-as-text"),
        pytest.param("C10", "1.10 ", id="trailing-blank"),
        pytest.param("D8", "Terlaksananya\r\npemilihan", id="line-break"),
        pytest.param("I9", 0.2 * (1 + 1e-15), id="last-digit"),
        pytest.param("N8", 1_250_000_000.0, id="integer-as-float"),
    ],
)
def test_interpret__locked_cell_stored_otherwise__is_unchanged(cell: str, value: RawValue) -> None:
    returned = read_cell(cell, value)

    assert returned.findings == ()


@pytest.mark.parametrize(
    ("cell", "value", "shown"),
    [
        pytest.param("I8", 75.0, ("80", "75"), id="target-lowered"),
        pytest.param("I12", date(2026, 9, 8), ("80-90", "8 September 2026"), id="range-as-date"),
        pytest.param("E8", "", ("Persentase partisipasi pemilih", ""), id="emptied"),
    ],
)
def test_interpret__locked_cell_changed__is_a_warning_with_both_values(
    cell: str, value: RawValue, shown: tuple[str, str]
) -> None:
    returned = read_cell(cell, value)

    (one,) = returned.findings
    assert (one.code, one.place.cell) == (Code.LOCKED_CELL_CHANGED, cell)
    facts = dict(one.facts)
    assert (facts["expected"], facts["actual"]) == shown
    assert not returned.is_refused


@pytest.mark.parametrize(
    ("sheet", "cell", "code"),
    [
        pytest.param(FORM, "Z8", Code.STRAY_VALUE, id="beyond-the-last-column"),
        pytest.param(FORM, "Z7", Code.STRAY_VALUE, id="beyond-the-headings"),
        pytest.param(FORM, "E2", Code.STRAY_VALUE, id="above-the-table"),
        pytest.param(FORM, "D14", Code.STRAY_VALUE, id="below-the-table"),
        pytest.param(EVIDENCE, "E9", Code.STRAY_VALUE, id="between-the-blocks"),
        pytest.param(EVIDENCE, "G7", Code.STRAY_VALUE, id="beside-the-evidence"),
        pytest.param(GUIDE, "F30", Code.STRAY_VALUE, id="in-the-guide"),
        pytest.param(FORM, "A14", Code.ROW_KEY_UNKNOWN, id="in-the-key-column"),
    ],
)
def test_interpret__value_outside_the_cells__is_never_silent(
    sheet: str, cell: str, code: Code
) -> None:
    returned = read_cell(cell, "catatan di pinggir", sheet=sheet)

    assert (code, sheet, cell) in found(returned)


def test_interpret__many_stray_cells__are_summed_up() -> None:
    edits: dict[tuple[str, str], RawValue] = {
        (FORM, f"D{row}"): f"baris {row}" for row in range(20, 180)
    }

    returned = interpreted(raw_return(BLANK, edits), BLANK)

    assert len(returned.findings) == 101
    assert "dan 59 sel lain" in returned.findings[-1].message


def test_interpret__extra_sheet__is_a_warning() -> None:
    raw = replace(raw_return(BLANK), stray_sheets=("Rekap",))

    returned = interpreted(raw, BLANK)

    assert found(returned) == [(Code.STRAY_SHEET, "Rekap", "")]


@pytest.mark.parametrize(
    ("edits", "code"),
    [
        pytest.param({(FORM, "A9"): "I777"}, Code.ROW_KEY_UNKNOWN, id="unknown-key"),
        pytest.param({(FORM, "A9"): "I001"}, Code.ROW_KEY_TWICE, id="key-twice"),
        pytest.param({(FORM, "A9"): ""}, Code.FORM_STRUCTURE_CHANGED, id="key-missing"),
        pytest.param({(FORM, "K7"): "Hasil"}, Code.FORM_STRUCTURE_CHANGED, id="heading-changed"),
        pytest.param({(FORM, "A7"): ""}, Code.FORM_STRUCTURE_CHANGED, id="heading-row-gone"),
        pytest.param(
            {(EVIDENCE, "E11"): "Berkas"}, Code.FORM_STRUCTURE_CHANGED, id="second-heading-row"
        ),
        pytest.param({(FORM, "A6"): "KUNCI"}, Code.FORM_STRUCTURE_CHANGED, id="heading-row-twice"),
    ],
)
def test_interpret__structure_changed__is_refused(
    edits: dict[tuple[str, str], RawValue], code: Code
) -> None:
    returned = interpreted(raw_return(BLANK, edits), BLANK)

    assert code in {each.code for each in returned.findings}
    assert returned.is_refused
    assert returned.rows == ()


def test_interpret__key_in_many_rows__shows_the_first_rows_whole_and_how_many_more() -> None:
    raw = raw_return(BLANK)
    copies = [raw.sheets[0].rows[7]] * 60
    rows = [*raw.sheets[0].rows, *copies]

    returned = interpreted(with_sheet(raw, FORM, rows=rows), BLANK)

    (found_twice,) = (each for each in returned.findings if each.code is Code.ROW_KEY_TWICE)
    first = ", ".join(str(len(raw.sheets[0].rows) + n) for n in range(1, 20))
    assert f"(baris 8, {first}, dan 41 baris lain)" in found_twice.message


def test_interpret__key_in_more_rows_than_are_looked_at__says_at_least() -> None:
    raw = raw_return(BLANK)
    rows = [*raw.sheets[0].rows, *([raw.sheets[0].rows[7]] * 5000)]

    returned = interpreted(with_sheet(raw, FORM, rows=rows), BLANK)

    (found_twice,) = (each for each in returned.findings if each.code is Code.ROW_KEY_TWICE)
    assert "dan sedikitnya " in found_twice.message


def test_interpret__rows_gone__names_their_keys() -> None:
    edits: dict[tuple[str, str], RawValue] = {(FORM, "A9"): "", (FORM, "A10"): ""}

    returned = interpreted(raw_return(BLANK, edits), BLANK)

    assert "baris berkunci I002, I003 tidak ada" in returned.findings[-1].message


def test_interpret__sheet_gone__is_refused() -> None:
    raw = raw_return(BLANK)
    sheets = tuple(sheet for sheet in raw.sheets if sheet.name != EVIDENCE)

    returned = interpreted(replace(raw, sheets=sheets), BLANK)

    assert returned.is_refused
    assert 'lembar "DATA PENDUKUNG" tidak ada' in returned.findings[0].message


def test_interpret__columns_cut_off__is_refused() -> None:
    raw = raw_return(BLANK)
    narrow = [list(row[:10]) for row in raw.sheets[0].rows]

    returned = interpreted(with_sheet(raw, FORM, rows=narrow), BLANK)

    assert returned.is_refused


def test_interpret__rows_in_another_order__are_found_by_their_keys() -> None:
    filled = sample_form(FILLED)
    raw = raw_return(filled)
    rows = list(raw.sheets[0].rows)
    rows[7:12] = rows[11:6:-1]

    returned = interpreted(with_sheet(raw, FORM, rows=rows), BLANK)

    assert values_of(returned) == base_of(filled)
    assert returned.findings == ()


def test_interpret__inserted_blank_rows__move_nothing() -> None:
    filled = sample_form(FILLED)
    raw = raw_return(filled)
    rows = list(raw.sheets[0].rows)
    rows[8:8] = [[""] * 25] * 3

    returned = interpreted(with_sheet(raw, FORM, rows=rows), BLANK)

    assert values_of(returned) == base_of(filled)
    assert returned.place_of("I002", "realisation").cell == "K12"
    assert returned.heading_of("I002", "due_date") == "Batas Waktu"


def test_rows_by_key__same_content_in_another_file__is_equal() -> None:
    filled = sample_form(FILLED)
    first = interpreted(raw_return(filled), BLANK)
    edits: dict[tuple[str, str], RawValue] = {(FORM, "K8"): "77,5"}
    second = interpret(
        replace(raw_return(filled, edits), name="lain.xlsx"), BLANK, form_shape(BLANK)
    )

    assert first.rows_by_key() == second.rows_by_key()


def test_place_of__unknown_row__is_an_error() -> None:
    returned = interpreted(raw_return(BLANK), BLANK)

    with pytest.raises(KeyError):
        returned.place_of("I999", "realisation")


def test_raw_sheet__without_facts__says_so() -> None:
    assert not RawSheet("FORM", ()).has_facts
    assert RawSheet("FORM", (), errors={(1, 1): "#N/A"}).has_facts
