from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from kinerja_xl.core.history import START, HistoryEntry, link
from kinerja_xl.core.values import CellContent, CellValue, cell_text
from kinerja_xl.layout.spec import column_letters
from kinerja_xl.layout.tables import HISTORY_TABLE
from kinerja_xl.usecases.report import Report
from tests.files.xlsx.handmade import openpyxl_book
from tests.libreoffice_tools import LibreOffice
from tests.usecases.office import (
    RENDATIN,
    Cells,
    Office,
    cell_of,
    codes,
    fact,
    listing,
    merged,
    places,
    saved,
)

BACK = "kembali/2026-TW1"


# What is taken over.


def test_merge__filled_form__is_taken_over_cell_by_cell(office: Office) -> None:
    typed: Cells = {
        "I001": {"realisation": 2, "obstacles": "Tidak ada", "due_date": date(2026, 6, 30)},
        "I002": {"realisation": 81.5, "note": "dua baris\nteks"},
    }
    office.give_back(RENDATIN, typed)

    report = office.merge()

    assert codes(report) == []
    assert {key: office.row("R1")[key] for key in typed["I001"]} == typed["I001"]
    assert {key: office.row("R2")[key] for key in typed["I002"]} == typed["I002"]
    assert [row[:3] for row in listing(report, "changes").rows] == [
        (RENDATIN, "I001", "Realisasi"), (RENDATIN, "I001", "Kendala"),
        (RENDATIN, "I001", "Batas Waktu"),
        (RENDATIN, "I002", "Realisasi"), (RENDATIN, "I002", "Catatan"),
    ]  # fmt: skip


def test_merge__evidence__arrives_in_data_pendukung_with_what_was_added(office: Office) -> None:
    extra = {"code": "R2", "item": "Foto", "file_name": "foto.png", "description": "halaman 2"}
    office.give_back(RENDATIN, {"I001.1": {"file_name": "a.pdf"}, "X02": extra})

    office.merge()

    assert office.evidence(RENDATIN, "I001.1")["file_name"] == "a.pdf"
    assert extra.items() <= office.evidence(RENDATIN, "X02").items()
    assert office.evidence(RENDATIN, "X02")["row_id"] == "2026-TW1|RENDATIN|X02"


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("RENDATIN.xlsx", id="plain"),
        pytest.param("kiriman ke-2 (final) baru.xlsx", id="other-name"),
        pytest.param("KUL/2026-TW2/Form_KUL_2026-TW1.xlsx", id="misleading-folder-and-name"),
        pytest.param("a/b/c/d.xlsx", id="deep"),
        pytest.param("form.XLS", id="other-extension"),
        pytest.param("tanpa ekstensi", id="no-extension"),
        pytest.param("Kepala's & 50% # [1].xlsx", id="odd-letters"),
    ],
)
def test_merge__any_name_in_any_folder__is_recognised(name: str, office: Office) -> None:
    office.give_back(RENDATIN, {"I001": {"realisation": 2}}, name)

    report = office.merge()

    assert (codes(report), office.row("R1")["realisation"]) == ([], 2)


@pytest.mark.parametrize(
    ("code", "typed", "value"),
    [
        pytest.param("R2", "81,5", 81.5, id="decimal-comma"),
        pytest.param("R2", " 81,5 % ", 81.5, id="percent-sign"),
        pytest.param("R2", "81.5", 81.5, id="decimal-point"),
        pytest.param("R1", "1.250 dokumen", 1250, id="thousands-and-unit"),
        pytest.param("K1", "wtp", "WTP", id="grade"),
        pytest.param("T1", 0, 0, id="zero"),
    ],
)
def test_merge__realisation_as_people_type_it__is_read(
    code: str, typed: CellContent, value: CellValue, office: Office
) -> None:
    row = office.row(code)
    section = next(s for s in (RENDATIN, "KUL", "TEKNIS") if row in office.rows(f"tbl_{s}"))
    office.give_back(section, {cell_text(row["key"]): {"realisation": typed}})

    report = office.merge()

    assert (codes(report), office.row(code)["realisation"]) == ([], value)


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        pytest.param("budget_realisation", "Rp 1.250.000", 1250000, id="rupiah"),
        pytest.param("budget_realisation", "1.250.000,50", 1250000.5, id="rupiah-and-sen"),
        pytest.param("due_date", "31 Maret 2026", date(2026, 3, 31), id="month-in-words"),
        pytest.param("due_date", "31/03/2026", date(2026, 3, 31), id="slashes"),
        pytest.param("due_date", 46112, date(2026, 3, 31), id="serial-number"),
        pytest.param("note", "=SUM(A1:A9)", "=SUM(A1:A9)", id="text-like-a-formula"),
        pytest.param("note", "007", "007", id="text-of-digits"),
    ],
)
def test_merge__other_entries_as_people_type_them__are_read(
    field: str, typed: CellContent, value: CellValue, office: Office
) -> None:
    office.give_back("KUL", {"I005": {field: typed}})

    report = office.merge()

    assert (codes(report), office.row("K2")[field]) == ([], value)


def test_merge__text_like_a_formula__stays_text_in_the_master(office: Office) -> None:
    merged(office, {"I001": {"note": "=1+1"}})

    sheet = openpyxl_book(office.master.read_bytes())[RENDATIN]
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1")

    assert cell.data_type == "s"


@pytest.mark.parametrize(
    ("section", "key", "field", "typed", "code"),
    [
        pytest.param(RENDATIN, "I002", "realisation", "banyak", "NOT_A_NUMBER", id="word"),
        pytest.param(
            RENDATIN, "I002", "realisation", "98.125", "NUMBER_AMBIGUOUS", id="two-readings"
        ),
        pytest.param(RENDATIN, "I002", "realisation", "-", "STATED_EMPTY", id="dash"),
        pytest.param(RENDATIN, "I002", "realisation", "nihil", "STATED_EMPTY", id="nihil"),
        pytest.param(RENDATIN, "I002", "realisation", 0.815, "PERCENT_AS_FRACTION", id="fraction"),
        pytest.param("KUL", "I004", "realisation", "WTS", "NOT_A_GRADE", id="grade"),
        pytest.param("KUL", "I005", "due_date", "besok", "NOT_A_DATE", id="date"),
        pytest.param("KUL", "I005", "budget_realisation", "dua juta", "NOT_A_NUMBER", id="amount"),
    ],
)
def test_merge__cell_that_cannot_be_read__is_a_finding_and_the_master_keeps_its_value(
    section: str, key: str, field: str, typed: CellContent, code: str, office: Office
) -> None:
    office.give_back(section, {key: {field: typed, "note": "terisi"}})
    sheet, row, column = cell_of(office.form(section), key, field)
    cell = f"{column_letters(column)}{row}"

    report = office.merge()

    assert places(report) == [(code, f"{BACK}/{section}.xlsx [{sheet}!{cell}]")]
    own = next(row for row in office.rows(f"tbl_{section}") if row["key"] == key)
    assert (own[field], own["note"]) == (None, "terisi")


def test_merge__unreadable_correction__keeps_what_was_merged_before(office: Office) -> None:
    merged(office, {"I002": {"realisation": 81}})
    office.give_back(RENDATIN, {"I002": {"realisation": "delapan puluh"}}, "kedua.xlsx")

    report = office.merge()

    assert codes(report) == ["NOT_A_NUMBER"]
    assert office.row("R2")["realisation"] == 81


def test_merge__locked_cell_changed__is_a_warning_and_the_rest_is_merged(office: Office) -> None:
    office.give_back(RENDATIN, {"I001": {"realisation": 2, "target": 1}})

    report = office.merge()

    assert codes(report) == ["LOCKED_CELL_CHANGED"]
    assert (office.row("R1")["realisation"], office.row("R1")["target_low"]) == (2, 2)


def test_merge__formulas_of_the_master__are_there_afterwards(office: Office) -> None:
    before = formulas(office.master.read_bytes())

    merged(office, {"I001": {"realisation": 2}, "X01": {"file_name": "a.pdf"}})

    after = formulas(office.master.read_bytes())
    assert before[RENDATIN]
    assert {name: after[name] >= texts for name, texts in before.items()} == dict.fromkeys(
        before, True
    )


def formulas(master: bytes) -> dict[str, set[tuple[str, str]]]:
    """Return cell and text of every formula by sheet."""
    book = openpyxl_book(master)
    return {
        sheet.title: {
            (cell.coordinate, str(getattr(cell.value, "text", cell.value)))  # of an array
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f"
        }
        for sheet in book.worksheets
    }


TYPED: Cells = {
    "I001": {"realisation": 2.5, "due_date": date(2026, 6, 30), "note": "x"},
    "I002": {"realisation": "81,5"},
    "I001.1": {"file_name": "a.pdf"},
    "X01": {"file_name": "b.pdf", "description": "=1+1"},
}


def assert_merged_as_typed(office: Office, report: Report) -> None:
    """Check that exactly what `TYPED` says arrived."""
    assert (codes(report), fact(report, "changes")) == ([], 7)
    assert TYPED["I001"].items() <= office.row("R1").items()
    assert office.row("R2")["realisation"] == 81.5
    assert office.evidence(RENDATIN, "I001.1")["file_name"] == "a.pdf"
    assert TYPED["X01"].items() <= office.evidence(RENDATIN, "X01").items()


def test_merge__saved_again_by_openpyxl__merges_to_the_same(office: Office) -> None:
    path = office.give_back(RENDATIN, TYPED)
    office.put(path.name, saved(openpyxl.load_workbook(path)))

    report = office.merge()

    assert_merged_as_typed(office, report)


@pytest.mark.libreoffice
def test_merge__saved_again_by_libreoffice__merges_to_the_same(
    office: Office, libreoffice: LibreOffice, tmp_path: Path
) -> None:
    path = office.give_back(RENDATIN, TYPED)
    office.put(path.name, libreoffice.convert(path, "xlsx", folder=tmp_path / "lo").read_bytes())

    report = office.merge()

    assert_merged_as_typed(office, report)


# What the run leaves behind.


def test_merge__changed_cells__are_each_one_line_of_a_sound_chain(office: Office) -> None:
    path = office.give_back(
        RENDATIN,
        {"I001": {"realisation": 2, "due_date": "1/6/2026"}, "X01": {"file_name": "=a.pdf"}},
    )

    office.merge()

    rows = office.rows("tblRiwayat")
    lines = [(row["row_key"], row["field"], row["new"]) for row in rows if row["verb"] == "Gabung"]
    assert lines == [
        ("I001", "Realisasi", 2), ("I001", "Batas Waktu", "1 Juni 2026"),
        ("X01", "Nama Berkas", "=a.pdf"),
    ]  # fmt: skip
    assert rows[-1]["file"] == office.folder.relative(path)
    assert is_sound(rows)


def is_sound(rows: list[dict[str, CellValue]]) -> bool:
    """Check the chain of RIWAYAT from what stands in the sheet."""
    last = START
    for number, row in enumerate(rows, start=1):
        cells = {name: row[name] for name in HISTORY_TABLE.fields[1:-1]}
        texts = {
            name: value or "" for name, value in cells.items() if name not in ("at", "old", "new")
        }
        entry = HistoryEntry(**{**cells, **texts})  # type: ignore[arg-type] # as the sheet has it
        if (row["number"], row["chain"]) != (number, link(last, number, entry)):
            return False
        last = cell_text(row["chain"])
    return True


def test_merge__history_tampered_with__breaks_the_chain(office: Office) -> None:
    merged(office, {"I001": {"realisation": 2}, "I002": {"realisation": 81}})
    office.type_cell("tblRiwayat", "new", 3, row_key="I001")

    assert not is_sound(office.rows("tblRiwayat"))


def test_merge__change__leaves_a_copy_of_the_master_before_it(office: Office) -> None:
    before = office.master.read_bytes()
    kept = set((office.root / "cadangan").iterdir())
    office.give_back(RENDATIN, {"I001": {"realisation": 2}})

    office.merge()

    (copy,) = set((office.root / "cadangan").iterdir()) - kept
    assert copy.read_bytes() == before


def test_merge__return__is_on_the_board(office: Office) -> None:
    merged(office, {"I001": {"realisation": 2}})

    board = {row["code"]: row for row in office.rows("tblStatus")}

    assert board[RENDATIN]["returned_at"] is not None
    assert (board[RENDATIN]["filled_percent"], board[RENDATIN]["state"]) == (33.33, "belum lengkap")
    assert board["KUL"]["state"] == "menunggu kiriman"
