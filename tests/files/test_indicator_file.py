from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from kinerja_xl.core.distribution import Section
from kinerja_xl.core.findings import Code
from kinerja_xl.core.values import CellContent
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.indicator_file import IndicatorFile, read_indicators
from kinerja_xl.files.resources import shipped
from kinerja_xl.layout.indicator_template import EXAMPLES, HEADER_ROW
from kinerja_xl.layout.tables import INDICATOR_TABLE
from workbook.build_templates import CSV_NAME, XLSX_NAME, template_csv, template_xlsx

YEAR = 2026
SECTIONS = (
    Section("RENDATIN", "Perencanaan, Data dan Informasi"),
    Section("KUL", "Keuangan, Umum dan Logistik"),
    Section("TEKNIS", "Teknis Penyelenggaraan"),
)
HEADINGS = ("Kode", "Sasaran", "Indikator", "Satuan", "Subbagian")
LINE = ("1.1", "Sasaran", "Indikator", "%", "KUL")


def _csv(
    folder: Path, *lines: tuple[str, ...], delimiter: str = ";", encoding: str = "utf-8"
) -> Path:
    path = folder / "indikator.csv"
    text = "".join(delimiter.join(line) + "\r\n" for line in lines)
    path.write_bytes(text.encode(encoding))
    return path


def _xlsx(
    folder: Path, *rows: tuple[str | float | date | None, ...], name: str = "indikator.xlsx"
) -> Path:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.worksheets[0].append(row)
    workbook.save(folder / name)
    return folder / name


def _read(path: Path) -> IndicatorFile:
    return read_indicators(path, SECTIONS, YEAR)


def _cells(row: tuple[CellContent, ...]) -> dict[str, CellContent]:
    return dict(zip(INDICATOR_TABLE.fields, row, strict=True))


@pytest.mark.parametrize("delimiter", [";", ",", "\t"], ids=["semicolon", "comma", "tab"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_read_indicators__csv__whatever_separator_and_encoding(
    tmp_path: Path, delimiter: str, encoding: str
) -> None:
    line = ("1.1", "Sasaran", "Indikator – ditetapkan", "%", "KUL")

    read = _read(_csv(tmp_path, HEADINGS, line, delimiter=delimiter, encoding=encoding))

    assert not read.findings
    assert [_cells(row)["name"] for row in read.rows] == ["Indikator – ditetapkan"]


def test_read_indicators__commas_in_texts__do_not_pass_for_the_separator(tmp_path: Path) -> None:
    line = ("1.1", "Aman, damai, jujur, dan adil", "Satu, dua, tiga, empat, lima", "%", "KUL")

    read = _read(_csv(tmp_path, HEADINGS, line))

    assert _cells(read.rows[0])["objective"] == "Aman, damai, jujur, dan adil"


def test_read_indicators__indonesian_numbers__become_numbers(tmp_path: Path) -> None:
    headings = (*HEADINGS, "Pagu", "Batas Atas (%)", "Desimal", "Target Tahun", "Target Triwulan I",
                "Target Triwulan II")  # fmt: skip
    line = (*LINE, "Rp 1.250.000", "110,5", "1", "98,5", "80 s.d. 90", "0,2")

    read = _read(_csv(tmp_path, headings, line))

    cells = _cells(read.rows[0])
    assert not read.findings
    assert (cells["budget"], cells["cap_percent"], cells["digits"]) == (
        1_250_000,
        Decimal("110.5"),
        1,
    )
    assert (cells["target_year"], cells["target_TW2"]) == (Decimal("98.5"), Decimal("0.2"))
    assert cells["target_TW1"] == "80 s.d. 90"


def test_read_indicators__xlsx__finds_the_headings_below_a_title(tmp_path: Path) -> None:
    path = _xlsx(
        tmp_path, ("Indikator Kinerja 2026",), (), (None, "  kode", "SATUAN", "Sasa ran",
        "indikator", "Catatan kami", "Subbagian"), (None, 1.1, "%", "S", "I", "abaikan", "teknis"),
    )  # fmt: skip

    read = _read(path)

    assert not read.findings
    assert read.extra_headings == ("Catatan kami",)
    assert _cells(read.rows[0])["code"] == "1.1"
    assert _cells(read.rows[0])["section"] == "TEKNIS"
    assert [indicator.code for indicator in read.table.indicators] == ["1.1"]


def test_read_indicators__keys__are_given_in_order_and_defaults_left_blank(tmp_path: Path) -> None:
    read = _read(_csv(tmp_path, HEADINGS, LINE, ("", "", "", "", ""), ("1.2", *LINE[1:])))

    assert [_cells(row)["key"] for row in read.rows] == ["I001", "I002"]
    assert _cells(read.rows[0])["polarity"] is None


def test_read_indicators__faults__are_findings_with_file_and_cell(tmp_path: Path) -> None:
    path = _xlsx(
        tmp_path, (*HEADINGS, "Target Triwulan I"), (*LINE, date(2026, 8, 7)),
        ("1.1", "S", "I", "%", "HUMAS", 80), ("1.3", None, "I", "%", "KUL", 80),
    )  # fmt: skip

    read = _read(path)

    assert sorted((found.code.name, str(found.place)) for found in read.findings) == [
        ("INDICATOR_CODE_TWICE", "indikator.xlsx [Sheet!A2]"),
        ("INDICATOR_CODE_TWICE", "indikator.xlsx [Sheet!A3]"),
        ("INDICATOR_FIELD_EMPTY", "indikator.xlsx [Sheet!B4]"),
        ("INDICATOR_FIELD_INVALID", "indikator.xlsx [Sheet!F2]"),
        ("SECTION_UNKNOWN", "indikator.xlsx [Sheet!E3]"),
    ]


def test_read_indicators__text_longer_than_a_cell__is_a_finding(tmp_path: Path) -> None:
    read = _read(_csv(tmp_path, HEADINGS, (*LINE[:2], "x" * 40_000, *LINE[3:])))

    assert [found.code for found in read.findings] == [Code.TEXT_TOO_LONG]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        pytest.param((HEADINGS[:4], LINE[:4]), "Subbagian", id="required-column-missing"),
        pytest.param((("Nama", "Nilai"), ("a", "b")), "Kode, Sasaran", id="another-table"),
        pytest.param(((*HEADINGS, "kode"), (*LINE, "x")), "Kode ada lebih dari satu", id="twice"),
        pytest.param((), "tidak ditemukan", id="empty"),
    ],
)
def test_read_indicators__headings_that_do_not_do__stop_the_run(
    tmp_path: Path, lines: tuple[tuple[str, ...], ...], words: str
) -> None:
    with pytest.raises(KinerjaError, match=words):
        _read(_csv(tmp_path, *lines))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("indikator.xlsx", b"bukan zip", id="no-workbook"),
        pytest.param("indikator.csv", b"Kode;\0\0\0", id="no-text"),
    ],
)
def test_read_indicators__not_a_table__stops_the_run(
    tmp_path: Path, name: str, data: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(data)

    with pytest.raises(KinerjaError):
        _read(path)


def test_read_indicators__no_such_file__stops_the_run(tmp_path: Path) -> None:
    with pytest.raises(KinerjaError, match="tidak dapat dibaca"):
        _read(tmp_path / "tidak_ada.csv")


@pytest.mark.parametrize(
    ("name", "build"),
    [
        pytest.param(XLSX_NAME, template_xlsx, id="xlsx"),
        pytest.param(CSV_NAME, template_csv, id="csv"),
    ],
)
def test_template__shipped__is_what_the_build_makes(name: str, build: object) -> None:
    assert callable(build)

    made = build()

    assert made == build()
    assert made == shipped("workbook", "templat", name).read_bytes()


@pytest.mark.parametrize("name", [XLSX_NAME, CSV_NAME])
def test_template__as_shipped__reads_as_no_indicator_and_no_finding(name: str) -> None:
    read = _read(shipped("workbook", "templat", name))

    assert (read.rows, read.findings, read.extra_headings) == ((), (), ())


def test_template__examples_with_own_codes__read_without_findings(tmp_path: Path) -> None:
    path = tmp_path / "isian.csv"
    text = template_csv().decode("utf-8-sig").replace("CONTOH-", "1.")
    path.write_text(text, encoding="utf-8")

    read = _read(path)

    assert not read.findings
    assert [_cells(row)["code"] for row in read.rows] == ["1.1", "1.2"]
    assert _cells(read.rows[1])["budget"] == EXAMPLES[1]["budget"]


def test_template__xlsx__has_the_headings_where_the_layout_says() -> None:
    workbook = openpyxl.load_workbook(shipped("workbook", "templat", XLSX_NAME))
    sheet = workbook.worksheets[0]

    headings = [cell.value for cell in sheet[HEADER_ROW]]

    assert headings == [column.heading for column in INDICATOR_TABLE.columns[1:]]
    assert len(sheet.data_validations.dataValidation) == len(headings)
