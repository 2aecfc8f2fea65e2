"""A formula in a cell and the Python rule give the same: all cases through LibreOffice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from kinerja_xl.core.achievement import Achievement, cumulate, evaluate, evaluate_cumulative
from kinerja_xl.core.aggregates import Mean, aggregate
from kinerja_xl.core.measure_cells import FIELDS, measure_cells
from kinerja_xl.core.numbers import Unreadable
from kinerja_xl.core.scales import FIVE_BANDS, category_of
from kinerja_xl.core.values import CellValue
from kinerja_xl.layout.formulas import (
    CumulativeColumns,
    CumulativeRow,
    Figures,
    Settings,
    achievement_formula,
    category_formula,
    cumulative_realisation_formula,
    cumulative_status_formula,
    cumulative_target_high_formula,
    cumulative_target_low_formula,
    mean_formula,
    realisation_number_formula,
    rounded_formula,
    status_formula,
    text,
    unrounded_formula,
)
from kinerja_xl.layout.spec import Column, Kind, Table
from tests.layout.formula_cases import Case, all_cases
from tests.libreoffice_tools import LibreOffice

ENTRIES = ("key", "kind", "order", "target_low", "target_high", "typed", *FIELDS)
RESULTS = (
    "realisation", "achievement", "unrounded", "status", "category", "cumulative_low",
    "cumulative_high", "cumulative_realisation", "cumulative_unrounded",
    "cumulative_achievement", "cumulative_status",
)  # fmt: skip
TABLE = Table(
    "tblUji", "TABEL", 4,
    tuple(Column(name, f"Kolom {name} (%)", Kind.TEXT, 10) for name in ENTRIES + RESULTS),
)  # fmt: skip
MEANS_SHEET, PLAIN_SHEET, SCALE_SHEET = "RATA-RATA", "POLOS", "SKALA"
BOUNDS, CATEGORIES = f"{SCALE_SHEET}!$A$1:$A$8", f"{SCALE_SHEET}!$B$1:$B$8"
KIND = 3
EXCEL_FORMULA_LIMIT = 8192
EXCEL_NESTING_LIMIT = 64

Reference = Callable[[str], str]


def row_formulas(cell: Reference, column: Reference, *, is_table: bool = True) -> dict[str, str]:
    """Return the formula of every result; `cell` and `column` make references from fields.

    In a table the achievement is the rounding of another column, elsewhere one formula.
    """
    own = Figures(cell("target_low"), cell("target_high"), cell("realisation"))
    every = Figures(column("target_low"), column("target_high"), column("realisation"))
    to_date = Figures(
        cell("cumulative_low"), cell("cumulative_high"), cell("cumulative_realisation")
    )
    settings = Settings(
        cell("polarity"), cell("variant"), cell("cap_percent"), cell("rounding"), cell("digits")
    )
    columns = CumulativeColumns(column("key"), column("kind"), column("order"), every)
    row = CumulativeRow(cell("key"), cell("kind"), cell("order"), own, cell("period_logic"))
    return {
        "realisation": realisation_number_formula(cell("typed"), cell("ordinal_map")),
        "achievement": (
            rounded_formula(cell("unrounded"), settings)
            if is_table
            else achievement_formula(own, settings)
        ),
        "unrounded": unrounded_formula(own, settings),
        "status": status_formula(own, settings, realisation_text=cell("typed")),
        "category": category_formula(cell("achievement"), BOUNDS, CATEGORIES),
        "cumulative_low": cumulative_target_low_formula(columns, row),
        "cumulative_high": cumulative_target_high_formula(columns, row),
        "cumulative_realisation": cumulative_realisation_formula(columns, row),
        "cumulative_unrounded": unrounded_formula(to_date, settings),
        "cumulative_achievement": (
            rounded_formula(cell("cumulative_unrounded"), settings)
            if is_table
            else achievement_formula(to_date, settings)
        ),
        "cumulative_status": cumulative_status_formula(columns, row, to_date, settings),
    }


@dataclass(frozen=True, slots=True)
class Recalculated:
    """What LibreOffice made of the formulas: one record a case, and the means by label."""

    table: list[dict[str, object]]
    plain: list[dict[str, object]]
    means: dict[str, object]


CASES = all_cases()
KEYS_OF_MEANS = ("", "S0000", "S0001", "E0003", "T0000", "tak ada")


@pytest.fixture(scope="module")
def recalculated(
    libreoffice: LibreOffice, tmp_path_factory: pytest.TempPathFactory
) -> Recalculated:
    folder = tmp_path_factory.mktemp("formulas")
    source = folder / "formulas.xlsx"
    _build(source)
    made = CalamineWorkbook.from_path(libreoffice.convert(source, "xlsx", folder=folder / "lo"))
    means = made.get_sheet_by_name(MEANS_SHEET).to_python(skip_empty_area=False)
    return Recalculated(
        _records(made, TABLE.sheet, TABLE.header_row),
        _records(made, PLAIN_SHEET, TABLE.header_row),
        {str(label): value for label, value, *_ in means},
    )


def _records(book: CalamineWorkbook, sheet: str, skip: int) -> list[dict[str, object]]:
    rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    return [dict(zip(TABLE.fields, row, strict=False)) for row in rows[skip : skip + len(CASES)]]


class _AsWritten(Worksheet):
    """Leaves formulas as they are: XlsxWriter searches each for thirty new functions."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002 - XlsxWriter's signature
        return formula.removeprefix("{").removeprefix("=").removesuffix("}")


def _build(path: Path) -> None:
    with Workbook(path) as book:
        last = TABLE.header_row + len(CASES)
        in_table = row_formulas(TABLE.this_row, TABLE.whole)
        sheet = book.add_worksheet(TABLE.sheet, _AsWritten)
        sheet.add_table(
            TABLE.header_row - 1, 0, last - 1, len(TABLE.columns) - 1,
            {
                "name": TABLE.name,
                "columns": [
                    {"header": column.heading, "formula": f"={in_table[column.field]}"}
                    if column.field in in_table
                    else {"header": column.heading}
                    for column in TABLE.columns
                ],
            },
        )  # fmt: skip
        plain = book.add_worksheet(PLAIN_SHEET, _AsWritten)
        for row, case in enumerate(CASES, start=TABLE.header_row):
            _fill(sheet, row, case, in_table)
            _fill(plain, row, case, _plain_formulas(row, case, last))
        scale = book.add_worksheet(SCALE_SHEET)
        for row, band in enumerate(FIVE_BANDS.bands):
            scale.write(row, 0, band.lower_percent)
            scale.write(row, 1, band.category)
        _write_means(book.add_worksheet(MEANS_SHEET))


def _plain_formulas(row: int, case: Case, last: int) -> dict[str, str]:
    """Make formulas with plain references, as in a form; the settings of odd rows are literals."""
    literals = {
        "polarity": text(case.measure.polarity.value),
        "variant": text(case.measure.variant.value),
        "rounding": text(case.measure.rounding.value),
        "digits": str(case.measure.digits),
        "cap_percent": str(case.measure.cap_percent or text("")),
    }

    def cell(field: str) -> str:
        if row % 2 and field in literals:
            return literals[field]
        return f"{_letter(field)}{row + 1}"

    def column(field: str) -> str:
        return f"${_letter(field)}${TABLE.header_row + 1}:${_letter(field)}${last}"

    return row_formulas(cell, column, is_table=False)


def _letter(field: str) -> str:
    return str(xl_col_to_name(TABLE.position(field)))


def _fill(sheet: Worksheet, row: int, case: Case, formulas: dict[str, str]) -> None:
    low, high = (case.target.low, case.target.high) if case.target else (None, None)
    entries = (case.key, KIND, case.order, low, high, case.typed, *measure_cells(case.measure))
    for column, value in enumerate(entries):
        if value is not None:
            sheet.write(row, column, value)
    for field, formula in formulas.items():
        sheet.write_formula(row, TABLE.position(field), f"={formula}", None, "")


def _write_means(sheet: Worksheet) -> None:
    row = 0
    for method in Mean:
        for key in KEYS_OF_MEANS:
            conditions = [(TABLE.whole("key"), text(key)), (TABLE.whole("kind"), str(KIND))]
            formula = mean_formula(TABLE.whole("unrounded"), method, conditions if key else ())
            sheet.write(row, 0, f"{method.value} {key}")
            if method is Mean.GEOMETRIC:
                sheet.write_array_formula(row, 1, row, 1, f"{{={formula}}}", None, "")
            else:
                sheet.write_formula(row, 1, f"={formula}", None, "")
            row += 1


def same(cell: object, expected: CellValue) -> bool:
    """Compare a recalculated cell with the rule: numbers to ten digits, no value as empty text."""
    if expected is None:
        return cell in ("", None)
    if isinstance(expected, str):
        return cell == expected
    return isinstance(cell, float | int) and float(cell) == pytest.approx(
        float(str(expected)), rel=1e-10, abs=1e-10
    )


def expected_results(case: Case, before: list[Case]) -> dict[str, CellValue]:
    """Return what the rules give for every result column of a row."""
    realisation = case.realisation
    achievement = evaluate(case.measure, case.target, realisation)
    terms = [earlier.term for earlier in before] + [case.term]
    to_date, cumulative = cumulate(case.measure, terms), evaluate_cumulative(case.measure, terms)
    band = category_of(FIVE_BANDS, achievement.value)
    return {
        "realisation": None if isinstance(realisation, Unreadable) else realisation,
        "achievement": achievement.value,
        "unrounded": achievement.unrounded,
        "status": achievement.status.value,
        "category": band.category if band else None,
        "cumulative_low": to_date.target.low if to_date.target else None,
        "cumulative_high": to_date.target.high if to_date.target else None,
        "cumulative_realisation": to_date.realisation,
        "cumulative_unrounded": cumulative.unrounded,
        "cumulative_achievement": cumulative.value,
        "cumulative_status": cumulative.status.value,
    }


def expectations() -> list[dict[str, CellValue]]:
    seen: dict[str, list[Case]] = {}
    found = []
    for case in CASES:
        found.append(expected_results(case, seen.setdefault(case.key, [])))
        seen[case.key].append(case)
    return found


@pytest.mark.libreoffice
@pytest.mark.parametrize("sheet", ["table", "plain"])
@pytest.mark.parametrize("field", RESULTS)
def test_row_formulas__every_case__agree_with_the_rule(
    recalculated: Recalculated, sheet: str, field: str
) -> None:
    rows = recalculated.table if sheet == "table" else recalculated.plain

    wrong = [
        (case, row[field], expected[field])
        for case, row, expected in zip(CASES, rows, expectations(), strict=True)
        if not same(row[field], expected[field])
    ]

    assert wrong == []


@pytest.mark.libreoffice
@pytest.mark.parametrize("method", list(Mean))
@pytest.mark.parametrize("key", KEYS_OF_MEANS)
def test_mean_formula__rows_of_a_key__agrees_with_the_rule(
    recalculated: Recalculated, method: Mean, key: str
) -> None:
    achievements: list[Achievement] = [
        evaluate(case.measure, case.target, case.realisation)
        for case in CASES
        if key in ("", case.key)
    ]

    expected = aggregate((found.unrounded for found in achievements), method).value

    assert same(recalculated.means[f"{method.value} {key}"], expected)


def test_cases__cover_every_outcome() -> None:
    statuses = {str(found["status"]) for found in expectations()}
    cumulative = {str(found["cumulative_status"]) for found in expectations()}

    assert len(CASES) > 700
    assert len(statuses) == 8
    assert len(cumulative - statuses) == 1


def test_row_formulas__long_headings__stay_within_excels_limits() -> None:
    reference = f"tblSubbagianPanjang[[#This Row],[{'x' * 40}]]"

    in_table = row_formulas(lambda _: reference, lambda _: reference)
    plain = row_formulas(lambda _: "Form!$AB$1000", lambda _: "Form!$A$1:$A$9", is_table=False)

    for formula in (*in_table.values(), *plain.values()):
        assert len(formula) < EXCEL_FORMULA_LIMIT
        assert nesting(formula) < EXCEL_NESTING_LIMIT


def nesting(formula: str) -> int:
    """Return how deep parentheses nest."""
    depth = deepest = 0
    for character in formula:
        depth += (character == "(") - (character == ")")
        deepest = max(deepest, depth)
    return deepest


def test_realisation_number_formula__decimal_marks_of_the_map__either_is_replaced() -> None:
    formula = realisation_number_formula("G7", text(";WTP=3,5;"))

    assert "SUBSTITUTE(SUBSTITUTE(" in formula
    assert "_xlfn" not in formula


def test_text__quotes__are_doubled() -> None:
    assert text('a "b"') == '"a ""b"""'


@pytest.mark.parametrize("value", [Decimal(1), 1, 1.0])
def test_same__numbers_of_any_type(value: CellValue) -> None:
    assert same(1.00000000001, value)
    assert not same("1", value)
