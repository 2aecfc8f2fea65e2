from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from kinerja_xl.core.forms import Block, Form, FormRow
from kinerja_xl.core.verification import OpenRow, limited
from kinerja_xl.files.building.form import build_form
from kinerja_xl.layout import form as layout
from tests.form_samples import FILLED, sample_form
from tests.node_tools import validate

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

BLANK, FULL = sample_form(), sample_form(FILLED)
AUDITED = replace(
    BLANK,
    rows=(
        *BLANK.rows,
        FormRow("L0001", Block.AUDIT, (1,), ("LHP", "12/LHP/2026", *(None,) * 8)),
        FormRow("L2026-TW2.TEKNIS.01", Block.AUDIT, (2,), (None,) * 10),
    ),
)

LIMITED = replace(FULL, rows=limited(FULL.rows, (OpenRow(FULL.rows[1].key, "Angka & <satuan>"),)))


@pytest.fixture(scope="module")
def workbook() -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(build_form(FULL)))


def part(form: Form, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(build_form(form))) as archive:
        return archive.read(name).decode()


def column_of(field: str) -> int:
    return [column.field for column in layout.PERFORMANCE_COLUMNS].index(field) + 1


def rules_at(sheet: Worksheet, cell: str) -> list[tuple[str, str]]:
    return [
        (rule.type or "", rule.errorStyle or "stop")
        for rule in sheet.data_validations.dataValidation
        if any(cell in area for area in rule.sqref.ranges)
    ]


def test_build_form__same_form__same_bytes() -> None:
    assert build_form(FULL) == build_form(sample_form(FILLED))


def test_build_form__sheets__identity_very_hidden(workbook: openpyxl.Workbook) -> None:
    states = [(sheet.title, sheet.sheet_state) for sheet in workbook]

    assert states == [
        ("PETUNJUK", "visible"),
        ("FORM", "visible"),
        ("DATA PENDUKUNG", "visible"),
        ("_identitas", "veryHidden"),
    ]
    assert workbook.active is not None
    assert workbook.active.title == "PETUNJUK"


def test_build_form__identity__everything_as_text(workbook: openpyxl.Workbook) -> None:
    rows = list(workbook["_identitas"].iter_rows(values_only=True))

    assert rows == [
        ("kinerja_xl_form", "1"),
        ("form_id", "formulir-1"),
        ("master_id", "induk-1"),
        ("office", "KPU Kabupaten Contoh"),
        ("period", "2026-TW2"),
        ("section", "TEKNIS"),
        ("version", "1"),
        ("digest", FULL.identity.digest),
        ("isian", "I001 I002 I003 I004 I005"),
        ("bukti", "I001.1 I001.2"),
        ("tambahan", "X01 X02 X03"),
    ]


def test_build_form__protection__only_entry_cells_are_unlocked(
    workbook: openpyxl.Workbook,
) -> None:
    unlocked = {
        (sheet.title, cell.coordinate)
        for sheet in workbook
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked
    }

    expected = {
        (place.sheet, f"{chr(64 + place.column(field.name))}{row}")
        for place in layout.placements(FULL)
        for field in place.block.entry_fields
        for row in range(place.first_row, place.last_row + 1)
    }
    assert unlocked == expected
    assert all(sheet.protection.sheet for sheet in workbook)
    assert not workbook["FORM"].protection.formatColumns
    assert not workbook["FORM"].protection.formatRows


def test_build_form__hidden_columns__no_visible_column_is_empty() -> None:
    bare = replace(
        BLANK,
        rows=tuple(
            replace(row, measure=None, locked=(*row.locked[:8], None, None))
            if row.block is Block.PERFORMANCE
            else row
            for row in BLANK.rows
        ),
    )

    hidden = layout.hidden_fields(bare)

    assert {"budget", "budget_realisation", "absorption", "evidence_required"} <= hidden
    assert {"previous_cumulative", "cumulative"} <= hidden
    assert "realisation" not in hidden


@pytest.mark.parametrize(
    ("sheet", "cell", "expected"),
    [
        pytest.param("FORM", "K8", [("decimal", "warning")], id="number-only-warns"),
        pytest.param("FORM", "K10", [("list", "warning")], id="grades-from-a-list"),
        pytest.param("FORM", "O8", [("decimal", "stop")], id="money"),
        pytest.param("FORM", "U8", [("date", "warning")], id="date"),
        pytest.param("FORM", "V8", [("", "stop")], id="text-has-only-a-hint"),
        pytest.param("DATA PENDUKUNG", "C12", [("list", "stop")], id="indicator-code"),
        pytest.param("DATA PENDUKUNG", "E7", [("", "stop")], id="file-name"),
    ],
)
def test_build_form__validation(
    workbook: openpyxl.Workbook, sheet: str, cell: str, expected: list[tuple[str, str]]
) -> None:
    assert rules_at(workbook[sheet], cell) == expected


def test_build_form__validation__grades_and_messages(workbook: openpyxl.Workbook) -> None:
    rules = {str(rule.sqref): rule for rule in workbook["FORM"].data_validations.dataValidation}

    assert rules["K10"].formula1 == '"WTP,WDP,TW,TMP"'
    assert rules["K8:K9 K12"].prompt is not None
    assert "bukan 0,985" in rules["K8:K9 K12"].prompt
    assert "Indonesia" not in str(rules["U8:U12"].error)
    assert rules["U8:U12"].error is not None
    assert "31 Maret 2026" in rules["U8:U12"].error


def test_build_form__names(workbook: openpyxl.Workbook) -> None:
    names = {name: defined.attr_text for name, defined in workbook.defined_names.items()}

    assert names == {
        "Kantor": "FORM!$D$2",
        "Subbagian": "FORM!$D$3",
        "Periode": "FORM!$D$4",
        "Daftar_Kode": "'FORM'!$C$8:$C$12",
        "Realisasi": "'FORM'!$K$8:$K$12",
        "Realisasi_Anggaran": "'FORM'!$O$8:$O$12",
        "Status_Pengisian": "'FORM'!$Y$8:$Y$12",
        "Berkas_Bukti": "'DATA PENDUKUNG'!$E$7:$E$8",
        "Berkas_Bukti_Tambahan": "'DATA PENDUKUNG'!$E$12:$E$14",
        "Semua_Kode_Bukti": "'DATA PENDUKUNG'!$C$7:$C$14",
        "Semua_Berkas_Bukti": "'DATA PENDUKUNG'!$E$7:$E$14",
    }


def test_build_form__print_set_up(workbook: openpyxl.Workbook) -> None:
    sheet = workbook["FORM"]

    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (2, 0)
    assert sheet.print_title_rows == "$6:$7"
    assert sheet.print_title_cols == "$B:$C"
    assert sheet.print_area == "'FORM'!$B$6:$Y$12"
    assert sheet.oddFooter is not None
    assert sheet.oddHeader is not None
    assert sheet.oddFooter.right.text == "Halaman &P dari &N"
    assert "TEKNIS" in str(sheet.oddFooter.left.text)
    assert "Teknis && Hubungan" in str(sheet.oddHeader.left.text)
    assert sheet.freeze_panes == "F8"


def test_build_form__formats__no_percent_and_dates_in_indonesian() -> None:
    styles = part(FULL, "xl/styles.xml")

    codes = re.findall(r'formatCode="([^"]*)"', styles)
    assert "[$-421]d mmmm yyyy" in codes
    assert not any("%" in code for code in codes)
    assert not re.search(r'numFmtId="(9|10)"', styles)
    assert 'scheme val="minor"' not in styles


def test_build_form__texts__stay_texts(workbook: openpyxl.Workbook) -> None:
    sheet = workbook["FORM"]

    follow_up = sheet.cell(8, column_of("follow_up"))
    assert (follow_up.data_type, follow_up.value) == ("s", "=pendataan ulang")
    assert sheet.cell(10, column_of("note")).value == "@opini"
    assert sheet.cell(11, column_of("note")).data_type == "s"
    assert sheet.cell(10, column_of("code")).value == "1.10"


def test_build_form__rows__fit_what_is_typed_later() -> None:
    xml = part(FULL, "xl/worksheets/sheet2.xml")

    assert "customHeight" not in xml
    assert re.search(r'<row r="8" [^>]*ht="', xml)


@pytest.mark.parametrize("form", [pytest.param(BLANK, id="blank"), pytest.param(FULL, id="filled")])
def test_build_form__first_values__say_what_the_cells_hold(form: Form) -> None:
    values = openpyxl.load_workbook(io.BytesIO(build_form(form)), data_only=True)["FORM"]

    fields = ("cumulative", "achievement", "absorption", "evidence_count", "fill_status")
    shown = [
        tuple(values.cell(row, column_of(field)).value for field in fields) for row in range(8, 13)
    ]
    expected_filled = [
        (77.5, 96.88, 79.01, 1, "Bukti belum lengkap"),
        (0.15, 125, None, 0, "Lengkap"),
        (4, 100, None, 1, "Lengkap"),
        (1150, 104.55, None, 0, "Lengkap"),
        (0, 0, None, 0, "Lengkap"),
    ]
    expected_blank = [(None, None, None, 0, "Realisasi belum diisi")] * 5
    assert shown == (expected_filled if form is FULL else expected_blank)


def test_build_form__no_evidence_asked_for__has_only_further_rows() -> None:
    rows = tuple(row for row in BLANK.rows if row.block is not Block.EVIDENCE)

    sheet = openpyxl.load_workbook(io.BytesIO(build_form(replace(BLANK, rows=rows))))[
        "DATA PENDUKUNG"
    ]

    assert sheet["C6"].value == "Kode Indikator"
    assert sheet["A7"].value == "X01"


def test_build_form__register_of_audits__has_a_protected_sheet_with_lists() -> None:
    book = openpyxl.load_workbook(io.BytesIO(build_form(AUDITED)))

    assert book.sheetnames == ["PETUNJUK", "FORM", "DATA PENDUKUNG", "LHP-LHE-TLHP", "_identitas"]
    sheet = book["LHP-LHE-TLHP"]
    assert [cell.value for cell in sheet[7]][:5] == ["L0001", 1, "LHP", "12/LHP/2026", None]
    assert sheet["A8"].value == "L2026-TW2.TEKNIS.01"
    assert sheet.protection.sheet
    assert (sheet["C7"].protection.locked, sheet["B7"].protection.locked) == (False, True)
    assert rules_at(sheet, "C8") == rules_at(sheet, "K8") == [("list", "stop")]
    assert rules_at(sheet, "E8") == [("date", "warning")]
    identity = [row for row in book["_identitas"].values if row[0] == Block.AUDIT.value]
    assert identity == [(Block.AUDIT.value, "L0001 L2026-TW2.TEKNIS.01")]


def test_build_form__rows_sent_back__only_they_are_open_checked_and_coloured() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(build_form(LIMITED)))["FORM"]

    column = column_of("realisation")
    cells = [sheet.cell(row, column) for row in (8, 9, 10)]
    assert [cell.protection.locked for cell in cells] == [True, False, True]
    assert [bool(rules_at(sheet, cell.coordinate)) for cell in cells] == [False, True, False]
    assert {str(area.sqref) for area in sheet.conditional_formatting if "K" in str(area.sqref)} == {
        "K9"
    }
    (note,) = [cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment]
    assert note == "Dikembalikan: Angka & <satuan>"


def test_build_form__rows_sent_back__same_bytes_again() -> None:
    assert build_form(LIMITED) == build_form(LIMITED)


@pytest.mark.node
def test_build_form__open_xml_sdk__finds_nothing(tmp_path: Path) -> None:
    names = ("kosong", "terisi", "pemeriksaan", "perbaikan")
    paths = [tmp_path / f"{name}.xlsx" for name in names]
    for path, form in zip(paths, (BLANK, FULL, AUDITED, LIMITED), strict=True):
        path.write_bytes(build_form(form))

    violations = validate(paths)

    assert violations == dict.fromkeys(paths, ())
