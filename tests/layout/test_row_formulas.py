from __future__ import annotations

import math
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from random import Random

import pytest
from python_calamine import CalamineWorkbook

from kinerja_xl.core.aggregates import Mean
from kinerja_xl.core.indicator import (
    Indicator,
    Measure,
    PeriodLogic,
    Polarity,
    Rounding,
    Variant,
)
from kinerja_xl.core.period import Period
from kinerja_xl.core.results import GroupResult, RowResult, grouped, row_results
from kinerja_xl.core.scales import FIVE_BANDS, INDIVIDUAL, Scale
from kinerja_xl.core.section_rows import SectionRow, section_row
from kinerja_xl.core.values import CellValue
from kinerja_xl.files.building.master import MasterContent, build_master
from kinerja_xl.layout import names, tables
from kinerja_xl.layout.row_formulas import lookup
from kinerja_xl.layout.rows import full_row, section_row_cells
from kinerja_xl.layout.spec import NamedCell, Table
from tests.files.building.master_samples import filled_content
from tests.libreoffice_tools import LibreOffice

pytestmark = pytest.mark.libreoffice

PERIODS = tuple(Period.parse(f"2026-TW{n}") for n in (1, 2, 3, 4))
ACTIVE = PERIODS[2]
SECTIONS = ("RENDATIN", "KUL")
POSITIVE, POSITIVE_NUMBERS = "Sasaran 0", (0.2, 3, 6.5, 80, 85.5, 92, None)
"""The objective whose achievements are all above zero, so that it has a geometric mean."""
GRADES = (("WTP", Decimal(4)), ("WDP", Decimal("3.5")), ("TW", Decimal(2)), ("-", Decimal(0)))

Grid = list[list[CellValue]]


@dataclass(frozen=True, slots=True)
class Recalculated:
    """What LibreOffice made of a master, and what the rules say of the same rows."""

    sheets: dict[str, Grid]
    results: tuple[RowResult, ...]
    office: GroupResult
    sections: tuple[GroupResult, ...]
    objectives: tuple[GroupResult, ...]


@cache
def _indicators() -> tuple[Indicator, ...]:
    chance = Random(20260401)
    numbers = ("0", "0.2", "2", "3", "7", "80", "90", "100", "120000", "-5", "66.67")
    targets = (*numbers, "80-90", "7 s.d. 8", "0-3", "lihat lampiran")
    made = []
    for number in range(1, 61):
        is_graded = number % 9 == 0
        measure = Measure(
            polarity=Polarity.MAXIMISE if number % 4 == 0 else chance.choice(list(Polarity)),
            variant=chance.choice(list(Variant)),
            cap_percent=chance.choice((None, None, Decimal(100), Decimal("110.5"), Decimal(120))),
            rounding=chance.choice(list(Rounding)),
            digits=chance.choice((0, 1, 2, 2, 4)),
            period_logic=chance.choice(list(PeriodLogic)),
            ordinal_map=GRADES if is_graded else (),
        )
        typed = [
            chance.choice(("WTP", "WDP")) if is_graded else chance.choice(targets) for _ in PERIODS
        ]
        given = tuple(
            (period, target) for period, target in zip(PERIODS, typed, strict=True)
            if number % 13 and chance.random() < 0.9
        )  # fmt: skip
        made.append(
            Indicator(
                f"I{number:03d}", f"1.{number}", f"Sasaran {number % 4}", f"Indikator {number}",
                "nilai" if is_graded else "unit", SECTIONS[number % 2], measure, given,
                budget=Decimal(1_000_000) if number % 5 == 0 else None,
            )
        )  # fmt: skip
    return tuple(made)


@cache
def _rows() -> dict[str, tuple[SectionRow, ...]]:
    chance = Random(20260704)
    plain = (0, 0.2, 1.5, 3, 6.5, 70, 79.995, 80, 85.5, 90, 92, 100, 250_000, -2, None, None)
    made: dict[str, list[SectionRow]] = {section: [] for section in SECTIONS}
    for period in PERIODS:
        for indicator in _indicators():
            if not indicator.is_measured_in(period):
                continue
            is_graded = bool(indicator.measure.ordinal_map)
            choices: tuple[CellValue, ...] = ("wtp", " WDP ", "-", "tidak ada", None)
            if indicator.objective == POSITIVE:
                choices = ("wtp", " WDP ")
            numbers = POSITIVE_NUMBERS if indicator.objective == POSITIVE else plain
            realisation = chance.choice(choices if is_graded else (*numbers, "belum dihitung"))
            spent = chance.choice((None, 0, 250_000.5, 1_500_000))
            entries = (realisation, spent, *(None,) * 6)
            made[indicator.section].append(replace(section_row(indicator, period), entries=entries))
    return {section: tuple(rows) for section, rows in made.items()}


def _content(scale: Scale, mean: Mean) -> MasterContent:
    begun = filled_content()
    values = dict(begun.values) | {
        names.ACTIVE_PERIOD.name: str(ACTIVE), names.SCALE.name: scale.name,
        names.MEAN_METHOD.name: mean.value,
    }  # fmt: skip
    filled = {name: rows for name, rows in begun.tables if not name.startswith("tbl_")}
    lines = []
    for code, rows in _rows().items():
        table = tables.section_table(code)
        filled[table.name] = tuple(full_row(table, section_row_cells(row)) for row in rows)
        lines += [(code, row) for row in rows]
    followed = ("code", "objective", "cumulative", "achievement", "category", "status", "unrounded")
    filled[tables.ACHIEVEMENT_TABLE.name] = tuple(
        full_row(
            tables.ACHIEVEMENT_TABLE,
            {
                "row_id": row.row_id, "period": str(row.period), "section": code, "stated": 90,
                **{field: lookup(tables.section_table(code), field) for field in followed},
            },
        )
        for code, row in lines
    )  # fmt: skip
    filled[tables.OBJECTIVE_SUMMARY_TABLE.name] = tuple(
        full_row(tables.OBJECTIVE_SUMMARY_TABLE, {"objective": f"Sasaran {n}"}) for n in range(5)
    )
    evidence = tables.EVIDENCE_TABLE
    filled[evidence.name] = tuple(
        full_row(
            evidence,
            {
                "period": str(ACTIVE), "section": "RENDATIN", "code": code, "file_name": name,
            },
        )
        for code, name in (("1.4", "a.pdf"), ("1.4", None), ("1.40", "b.pdf"), ("1.40", "c.pdf"))
    )  # fmt: skip
    return replace(begun, values=tuple(values.items()), tables=tuple(filled.items()))


@pytest.fixture(
    scope="module",
    params=[(FIVE_BANDS, Mean.ARITHMETIC), (INDIVIDUAL, Mean.GEOMETRIC)],
    ids=["arithmetic-five-bands", "geometric-permenpanrb"],
)
def recalculated(
    request: pytest.FixtureRequest,
    libreoffice: LibreOffice,
    tmp_path_factory: pytest.TempPathFactory,
) -> Recalculated:
    scale, mean = request.param
    folder = tmp_path_factory.mktemp("row_formulas")
    path = folder / "Kinerja.xlsm"
    path.write_bytes(build_master(_content(scale, mean)))
    made = libreoffice.convert(path, "xlsx", folder=folder / "out")
    workbook = CalamineWorkbook.from_path(str(made))
    sheets = {
        name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for name in (*SECTIONS, tables.ACHIEVEMENT, tables.OBJECTIVES, tables.AUDITS)
    }
    results = tuple(
        result for code, rows in _rows().items() for result in row_results(code, rows, scale)
    )
    active = [result for result in results if result.row.period == ACTIVE]
    (office,) = grouped(active, lambda _: "kantor", mean, scale)
    return Recalculated(
        sheets,  # type: ignore[arg-type]  # calamine also knows times and durations
        results,
        office,
        grouped(active, lambda result: result.section, mean, scale),
        grouped(active, lambda result: result.row.objective, mean, scale),
    )


def _column(sheet: Grid, table: Table, field: str, count: int) -> list[CellValue]:
    column = table.first_column - 1 + table.position(field)
    cells = (sheet[row][column] for row in range(table.header_row, table.header_row + count))
    return [None if cell == "" else cell for cell in cells]


def _named(sheet: Grid, cell: NamedCell) -> CellValue:
    return sheet[cell.row - 1][cell.column - 1]


def _agree(shown: CellValue, expected: Decimal | None) -> bool:
    if expected is None or shown is None:
        return shown is None and expected is None
    return isinstance(shown, int | float) and math.isclose(
        shown, expected, rel_tol=1e-12, abs_tol=1e-9
    )


def test_section_rows__every_result__is_what_the_rule_gives(recalculated: Recalculated) -> None:
    wrong = []
    for code, rows in _rows().items():
        table, sheet = tables.section_table(code), recalculated.sheets[code]
        results = [result for result in recalculated.results if result.section == code]
        shown = {
            field: _column(sheet, table, field, len(rows))
            for field in ("cumulative", "achievement", "unrounded", "category", "status")
        }
        for n, result in enumerate(results):
            achievement = result.achievement
            matches = (
                _agree(shown["cumulative"][n], result.cumulative.realisation)
                and _agree(shown["achievement"][n], achievement.value)
                and _agree(shown["unrounded"][n], achievement.unrounded)
                and shown["category"][n] == (result.band.category if result.band else None)
                and shown["status"][n] == achievement.status.value
            )
            if not matches:
                wrong.append((result, {field: cells[n] for field, cells in shown.items()}))

    assert not wrong


def test_section_rows__sample__has_every_kind_of_outcome(recalculated: Recalculated) -> None:
    statuses = {result.achievement.status.name for result in recalculated.results}

    assert len(recalculated.results) > 150
    assert len(statuses) >= 9


def test_groups__sample__has_means_and_groups_without(recalculated: Recalculated) -> None:
    groups = (*recalculated.sections, *recalculated.objectives)

    assert any(group.mean.value is not None for group in groups)
    assert next(group for group in groups if group.name == POSITIVE).mean.value is not None


def test_absorption__realisation_over_budget__only_with_both(recalculated: Recalculated) -> None:
    table = tables.section_table("KUL")
    rows = _rows()["KUL"]

    shown = _column(recalculated.sheets["KUL"], table, "absorption", len(rows))

    for row, percent in zip(rows, shown, strict=True):
        spent = row.entry("budget_realisation")
        if isinstance(row.budget, Decimal) and isinstance(spent, int | float):
            assert _agree(percent, 100 * Decimal(str(spent)) / row.budget)
        else:
            assert percent is None


def test_evidence_count__code_1_40__is_not_counted_for_1_4(recalculated: Recalculated) -> None:
    table = tables.section_table("RENDATIN")
    rows = _rows()["RENDATIN"]
    shown = _column(recalculated.sheets["RENDATIN"], table, "evidence_count", len(rows))

    counts = {
        row.code: count
        for row, count in zip(rows, shown, strict=True)
        if row.period == ACTIVE and row.code in ("1.4", "1.40", "1.6")
    }

    assert counts == {"1.4": 1, "1.40": 2, "1.6": 0}


def test_achievement_table__shows_what_the_section_sheets_show(recalculated: Recalculated) -> None:
    table, sheet = tables.ACHIEVEMENT_TABLE, recalculated.sheets[tables.ACHIEVEMENT]
    count = len(recalculated.results)

    for field in ("cumulative", "achievement", "category", "status", "unrounded"):
        expected = [
            cell
            for code, rows in _rows().items()
            for cell in _column(
                recalculated.sheets[code], tables.section_table(code), field, len(rows)
            )
        ]
        assert _column(sheet, table, field, count) == expected


def test_stated_difference__is_stated_minus_computed(recalculated: Recalculated) -> None:
    table, sheet = tables.ACHIEVEMENT_TABLE, recalculated.sheets[tables.ACHIEVEMENT]
    shown = _column(sheet, table, "difference", len(recalculated.results))

    for result, difference in zip(recalculated.results, shown, strict=True):
        value = result.achievement.value
        assert _agree(difference, None if value is None else 90 - value)


@pytest.mark.parametrize("table", [tables.SECTION_SUMMARY_TABLE, tables.OBJECTIVE_SUMMARY_TABLE],
                         ids=["sections", "objectives"])  # fmt: skip
def test_summaries__of_the_active_period__are_what_the_rule_gives(
    recalculated: Recalculated, table: Table
) -> None:
    groups = {
        group.name: group for group in (*recalculated.sections, *recalculated.objectives)
    }  # fmt: skip
    sheet = recalculated.sheets[table.sheet]
    labels = _column(sheet, table, table.fields[0], 4)
    shown = {
        f: _column(sheet, table, f, 4) for f in ("indicators", "evaluable", "mean", "category")
    }

    for n, label in enumerate(labels):
        group = groups.get(str(label))
        if group is None:
            assert (shown["indicators"][n], shown["mean"][n]) == (0, None)
            continue
        assert shown["indicators"][n] == group.indicators
        assert shown["evaluable"][n] == group.mean.counted
        assert _agree(shown["mean"][n], group.mean.value)
        assert shown["category"][n] == (group.band.category if group.band else None)


def test_office_mean__of_the_active_period__is_what_the_rule_gives(
    recalculated: Recalculated,
) -> None:
    sheet, office = recalculated.sheets[tables.ACHIEVEMENT], recalculated.office

    mean, category = _named(sheet, names.OFFICE_MEAN), _named(sheet, names.OFFICE_CATEGORY)

    assert _agree(mean or None, office.mean.value)
    assert category == (office.band.category if office.band else "")


def test_audit_due_date__lhp__is_sixty_calendar_days_after_receipt(
    recalculated: Recalculated,
) -> None:
    table = tables.AUDIT_TABLE

    due = _column(recalculated.sheets[tables.AUDITS], table, "due_date", 2)

    assert str(due[0]) == "2026-04-17"
    assert due[1] is None


def test_lookup__field__is_a_formula_on_the_section_table() -> None:
    formula = lookup(tables.section_table("KUL"), "achievement")

    assert "tbl_KUL[[Capaian (%)]]" in formula.text
    assert not formula.text.startswith("=")
