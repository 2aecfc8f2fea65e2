from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from kinerja_xl.core.addresses import Area
from kinerja_xl.files.building.master import MasterContent, build_master, master_tables
from kinerja_xl.layout import names, tables
from kinerja_xl.layout.lists import list_columns
from kinerja_xl.layout.rows import full_row
from kinerja_xl.layout.sheets import LAST_RULE_ROW, Visibility, master_sheets
from kinerja_xl.layout.spec import Table, column_letters
from tests.files.building.master_samples import filled_content
from tests.node_tools import validate

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

SECTIONS = (("RENDATIN", "Perencanaan, Data dan Informasi"), ("KUL", "Keuangan, Umum, Logistik"))
EMPTY = MasterContent(SECTIONS)


@pytest.fixture(scope="module")
def empty() -> bytes:
    return build_master(EMPTY)


@pytest.fixture(scope="module")
def filled() -> bytes:
    return build_master(filled_content())


@pytest.fixture(scope="module")
def workbook(filled: bytes) -> Workbook:
    return _opened(filled)


def _opened(data: bytes) -> Workbook:
    # openpyxl warns of extensions (data bars) that it does not keep; nothing is saved here.
    with pytest.warns(UserWarning, match="extension is not supported"):
        return openpyxl.load_workbook(io.BytesIO(data))


def _sheet(workbook: Workbook, name: str) -> Worksheet:
    sheet = workbook[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def _first_cell(table: Table, field: str, row: int = 1) -> str:
    return f"{column_letters(table.first_column + table.position(field))}{table.header_row + row}"


def test_build_master__same_content__same_bytes(filled: bytes) -> None:
    assert build_master(filled_content()) == filled


def test_build_master__sheets__in_order_with_their_visibility(workbook: Workbook) -> None:
    sections = filled_content().sections
    expected = [(sheet.name, sheet.visibility) for sheet in master_sheets(sections)]

    found = [(sheet.title, sheet.sheet_state) for sheet in workbook.worksheets]

    states = {Visibility.VISIBLE: "visible", Visibility.VERY_HIDDEN: "veryHidden"}
    assert found == [(name, states[visibility]) for name, visibility in expected]


@pytest.mark.parametrize("sections", [SECTIONS, (("A_SATU", "Satu"),)], ids=["two", "one"])
def test_build_master__tables__have_fixed_names_places_and_columns(
    sections: tuple[tuple[str, str], ...],
) -> None:
    workbook = _opened(build_master(MasterContent(sections)))

    for table in master_tables(sections):
        part = _sheet(workbook, table.sheet).tables[table.name]
        left = column_letters(table.first_column)
        assert part.ref.startswith(f"{left}{table.header_row}:")
        assert [c.name for c in part.tableColumns] == [c.heading for c in table.columns]


def test_build_master__table_without_rows__has_one_blank_row_with_styles_and_formulas(
    empty: bytes,
) -> None:
    sheet = _sheet(_opened(empty), "KUL")
    table = tables.section_table("KUL")
    last = column_letters(len(table.columns))

    assert sheet.tables[table.name].ref == f"A{table.header_row}:{last}{table.header_row + 1}"
    assert sheet[_first_cell(table, "realisation")].protection.locked is False
    assert sheet[_first_cell(table, "code")].protection.locked is True
    assert sheet[_first_cell(table, "due_date")].number_format == "[$-421]d mmmm yyyy"
    for field in ("achievement", "status", "cumulative"):
        assert sheet[_first_cell(table, field)].value == f"={table.formula(field)}"
    assert sheet[_first_cell(table, "code")].value is None


def test_build_master__calculated_columns__are_declared_in_the_table(empty: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(empty)) as archive:
        parts = [archive.read(n).decode() for n in archive.namelist() if "/tables/" in n]
    by_name = {re.search(r' name="(\w+)"', part)[1]: part for part in parts}  # type: ignore[index]  # each has one

    for table in master_tables(SECTIONS):
        declared = by_name[table.name].count("<calculatedColumnFormula>")
        assert declared == sum(column.formula is not None for column in table.columns)


def test_build_master__named_cells__denote_their_places(workbook: Workbook) -> None:
    for cell in names.NAMED_CELLS:
        target = workbook.defined_names[cell.name].attr_text
        assert target.replace("'", "") == f"{cell.sheet}!${column_letters(cell.column)}${cell.row}"


def test_build_master__lists__are_defined(workbook: Workbook) -> None:
    expected = {column.name for column in list_columns(()) if column.name}

    assert expected <= set(workbook.defined_names)


def test_build_master__protection__without_password_where_nobody_adds_rows(
    workbook: Workbook,
) -> None:
    free = {s.title for s in workbook.worksheets if not s.protection.sheet}

    assert free == {tables.INDICATORS, tables.AUDITS, tables.CALENDAR, tables.OFFICIALS}
    protection = _sheet(workbook, "TEKNIS").protection
    assert protection.password is None
    assert not protection.autoFilter
    assert not protection.sort
    assert not protection.formatColumns


@pytest.mark.parametrize(
    ("table", "field", "kind"),
    [
        pytest.param(tables.INDICATOR_TABLE, "section", "list", id="section-of-indicator"),
        pytest.param(tables.INDICATOR_TABLE, "key", "custom", id="key-refuses-typing"),
        pytest.param(tables.INDICATOR_TABLE, "budget", "decimal", id="budget"),
        pytest.param(tables.STEP_TABLE, "started", "date", id="start-of-step"),
        pytest.param(tables.section_table("TEKNIS"), "due_date", "date", id="due-date"),
        pytest.param(tables.FINDING_TABLE, "decision", "list", id="decision"),
    ],
)
def test_build_master__validations__reach_rows_appended_later(
    workbook: Workbook, table: Table, field: str, kind: str
) -> None:
    column = column_letters(table.first_column + table.position(field))
    area = f"{column}{table.header_row + 1}:{column}{LAST_RULE_ROW}"

    rules = _sheet(workbook, table.sheet).data_validations.dataValidation

    (rule,) = [rule for rule in rules if str(rule.sqref) == area]
    assert rule.type == kind
    assert rule.prompt
    assert rule.error
    assert len(rule.prompt) <= 255


@pytest.mark.parametrize(
    ("table", "field"),
    [
        pytest.param(tables.section_table("TEKNIS"), "achievement", id="category-of-section"),
        pytest.param(tables.ACHIEVEMENT_TABLE, "computed", id="formula-against-rule"),
        pytest.param(tables.FINDING_TABLE, "severity", id="severity"),
        pytest.param(tables.STEP_TABLE, "status", id="late-step"),
    ],
)
def test_build_master__colours__reach_rows_appended_later(
    workbook: Workbook, table: Table, field: str
) -> None:
    column = column_letters(table.first_column + table.position(field))
    area = f"{column}{table.header_row + 1}:{column}{LAST_RULE_ROW}"

    ranges = _sheet(workbook, table.sheet).conditional_formatting

    assert area in {str(found.sqref) for found in ranges}


def test_build_master__rules__hold_no_structured_reference(filled: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(filled)) as archive:
        sheets = [archive.read(n) for n in archive.namelist() if "/worksheets/sheet" in n]

    for sheet in sheets:
        rules = re.findall(
            rb"<(?:conditionalFormatting|dataValidations).*?</(?:conditionalFormatting|"
            rb"dataValidations)>", sheet,
        )  # fmt: skip
        assert not [rule for rule in rules if b"tbl" in rule]


def test_build_master__print__a4_with_footer_and_repeated_headings(workbook: Workbook) -> None:
    for sheet in workbook.worksheets:
        if sheet.sheet_state == "visible":
            assert str(sheet.page_setup.paperSize) == "9"
            fitting, footer = sheet.sheet_properties.pageSetUpPr, sheet.oddFooter
            assert fitting is not None
            # The AP form has breaks of its own, which Excel ignores on a fitted sheet.
            assert bool(fitting.fitToPage) == (sheet.title != tables.SOP)
            assert footer is not None
            assert "&P" in (footer.center.text or "")
    section = _sheet(workbook, "TEKNIS")
    assert section.page_setup.orientation == "landscape"
    assert section.print_title_rows == "$5:$5"
    assert section.print_title_cols == "$A:$D"
    assert section.freeze_panes == "G6"
    first = tables.ACHIEVEMENT_TABLE.header_row
    assert _sheet(workbook, tables.ACHIEVEMENT).print_title_rows == f"${first}:${first}"
    assert _sheet(workbook, tables.OBJECTIVES).print_title_rows == "$4:$4"
    settings = _sheet(workbook, tables.SETTINGS)
    last = Area.parse(settings.tables[tables.SCALE_TABLE.name].ref).last_row
    assert settings.print_area == f"'PENGATURAN'!$A$1:$H${last}"


def test_build_master__hidden_columns__are_hidden_and_all_others_shown(workbook: Workbook) -> None:
    table = tables.section_table("TEKNIS")
    sheet = _sheet(workbook, "TEKNIS")

    hidden = {
        column_letters(number)
        for letters, dimension in sheet.column_dimensions.items()
        if dimension.hidden
        for number in range(dimension.min or 0, (dimension.max or 0) + 1)
        if letters
    }

    assert hidden == {
        column_letters(n) for n, column in enumerate(table.columns, 1) if column.is_hidden
    }


def test_build_master__texts__never_become_formulas_or_numbers() -> None:
    row = [None] * len(tables.AUDIT_TABLE.columns)
    cells = (*("=1+1", "LHP", None, None, "https://kpu.go.id", "- satu", "007"), *row[7:])
    content = replace(EMPTY, tables=((tables.AUDIT_TABLE.name, (cells,)),))

    sheet = _sheet(_opened(build_master(content)), tables.AUDITS)

    values = [cell.value for cell in sheet[tables.AUDIT_TABLE.header_row + 1]]
    assert values[0] == "=1+1"
    assert sheet.cell(tables.AUDIT_TABLE.header_row + 1, 1).data_type == "s"
    assert values[4:7] == ["https://kpu.go.id", "- satu", "007"]
    assert sheet.cell(tables.AUDIT_TABLE.header_row + 1, 5).hyperlink is None


def test_build_master__opened_by_calamine__gives_the_values_back(
    filled: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "Kinerja.xlsm"
    path.write_bytes(filled)

    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(tables.CONTROL)

    cells = sheet.to_python(skip_empty_area=False)
    assert cells[names.OFFICE.row - 1][names.OFFICE.column - 1] == "KPU Kabupaten Contoh"
    assert cells[names.ACTIVE_PERIOD.row - 1][names.ACTIVE_PERIOD.column - 1] == "2026-TW2"


def test_build_master__heights__are_fixed_only_where_cells_are_merged(filled: bytes) -> None:
    order = [sheet.name for sheet in master_sheets(filled_content().sections)]
    with zipfile.ZipFile(io.BytesIO(filled)) as archive:
        fixed = {
            name
            for number, name in enumerate(order, start=1)
            if b"customHeight" in archive.read(f"xl/worksheets/sheet{number}.xml")
        }

    assert fixed == {tables.CONTROL, tables.SOP}


def test_build_master__many_sections__have_their_summary_above_all_indicators() -> None:
    sections = tuple((f"BAGIAN{n}", f"Bagian {n}") for n in range(40))
    summary = tuple(
        full_row(tables.SECTION_SUMMARY_TABLE, {"code": code, "name": name})
        for code, name in sections
    )
    content = MasterContent(sections, tables=((tables.SECTION_SUMMARY_TABLE.name, summary),))

    sheet = _sheet(_opened(build_master(content)), tables.ACHIEVEMENT)

    above = Area.parse(sheet.tables[tables.SECTION_SUMMARY_TABLE.name].ref)
    below = Area.parse(sheet.tables[tables.ACHIEVEMENT_TABLE.name].ref)
    assert above.height == len(sections) + 1
    assert below.first_row > above.last_row + 1
    assert sheet.print_title_rows == f"${below.first_row}:${below.first_row}"
    (chart,) = sheet._charts  # type: ignore[attr-defined]  # no other way to its place
    assert chart.anchor._from.row + 1 == above.first_row
    assert chart.anchor.to.row + 1 < below.first_row - 1
    ranges = {str(found.sqref) for found in sheet.conditional_formatting}
    category = column_letters(tables.ACHIEVEMENT_TABLE.position("category") + 1)
    assert f"{category}{below.first_row + 1}:{category}{LAST_RULE_ROW}" in ranges


def test_build_master__unknown_table_or_name__is_a_value_error() -> None:
    with pytest.raises(ValueError, match="tblTidakAda"):
        build_master(replace(EMPTY, tables=(("tblTidakAda", ()),)))
    with pytest.raises(ValueError, match="Nama_Lain"):
        build_master(replace(EMPTY, values=(("Nama_Lain", 1),)))


def test_build_master__row_of_another_width__is_a_value_error() -> None:
    with pytest.raises(ValueError, match="zip"):
        build_master(replace(EMPTY, tables=((tables.AUDIT_TABLE.name, (("satu",),)),)))


@pytest.mark.node
def test_build_master__open_xml_sdk__finds_nothing_wrong(
    empty: bytes, filled: bytes, tmp_path: Path
) -> None:
    paths = [tmp_path / "kosong.xlsm", tmp_path / "terisi.xlsm"]
    for path, data in zip(paths, (empty, filled), strict=True):
        path.write_bytes(data)

    assert validate(paths) == dict.fromkeys(paths, ())
