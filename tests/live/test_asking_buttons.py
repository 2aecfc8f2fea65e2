"""The buttons that ask, and those that act on selected rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kinerja_xl.core.documents import DocumentKind
from kinerja_xl.core.values import cell_text
from kinerja_xl.layout import tables
from kinerja_xl.live import buttons
from tests.live_office import Recorder, opened
from tests.usecases.letters import NUMBER, PLANNER, SECRETARY, make, staffed
from tests.usecases.office import KEY_OF, TW1, Office, merged
from tests.usecases.test_step_back import gone_through

if TYPE_CHECKING:
    import xlwings

pytestmark = [pytest.mark.libreoffice, pytest.mark.usefixtures("state")]

FILLED = {
    KEY_OF["T1"]: {"realisation": 9},
    KEY_OF["T2"]: {"realisation": 4},
    KEY_OF["T3"]: {"realisation": 85},
}


@pytest.fixture
def no_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents are made without a second LibreOffice, which has tests of its own."""
    monkeypatch.setattr("kinerja_xl.usecases.document_files.find_soffice", lambda _: None)


def select(book: xlwings.Book, sheet: str, *addresses: str) -> None:
    """Select cells, as with the Ctrl key held down."""
    book.sheets[sheet].activate()
    areas = book.api.createInstance("com.sun.star.sheet.SheetCellRanges")
    for address in addresses:
        cells = book.sheets[sheet].range(address).api
        areas.addRangeAddress(cells.getRangeAddress(), False)
    book.api.getCurrentController().select(areas)


def excel_row(office: Office, table: str, **where: str) -> int:
    """Return the Excel row of a table's line."""
    lines = office.rows(table)
    (index,) = (
        n for n, line in enumerate(lines)
        if all(cell_text(line[field]) == text for field, text in where.items())
    )  # fmt: skip
    return office.book().table(table).first_row + index


def test_close_and_reopen__ask_first_and_need_a_reason(
    office: xlwings.App, fresh: Office, recorder: Recorder
) -> None:
    fresh.distribute()
    fresh.compute()

    with opened(office, fresh.master):
        buttons.reopen_period()
        not_closed = recorder.last
        recorder.answers = ["no", "yes", "  ", "koreksi LHP"]
        buttons.close_period()
        cancelled = recorder.last
        buttons.close_period()
        closed = recorder.last
        buttons.close_period()
        again = recorder.last
        buttons.reopen_period()
        unfounded = recorder.last
        buttons.reopen_period()

    assert "tidak sedang ditutup" in not_closed
    assert cancelled == "Dibatalkan; tidak ada yang diubah."
    assert closed.startswith("Periode Triwulan I 2026 ditutup;")
    assert "sudah ditutup pada" in again
    assert unfounded.startswith("Alasan belum ditulis")
    assert recorder.last.startswith("Periode Triwulan I 2026 dibuka lagi")
    assert "dibuka: koreksi LHP" in [line["new"] for line in fresh.rows("tblRiwayat")]


@pytest.mark.usefixtures("no_pdf")
def test_make_document__kind_asked_until_it_is_one_of_them__then_signed_in_order(
    office: xlwings.App, fresh: Office, recorder: Recorder
) -> None:
    staffed(fresh)

    with opened(office, fresh.master):
        buttons.make_document()
        cancelled = recorder.last
        recorder.answers = ["5", "edaran", "2", "no", "yes", "yes"]
        buttons.make_document()
        asked, made = recorder.shown[-2][1], recorder.last
        buttons.sign_document()
        unsigned = recorder.last
        buttons.sign_document()
        initialled = recorder.shown[-2:]
        buttons.sign_document()
        signed = recorder.shown[-2:]
        buttons.sign_document()

    assert cancelled == unsigned == "Dibatalkan; tidak ada yang diubah."
    assert asked.splitlines()[1:] == [
        "1 = Lembar Disposisi", "2 = Surat Edaran", "3 = Tanda Terima", "4 = Surat Pengembalian",
    ]  # fmt: skip
    assert made.startswith(f"Surat Edaran: {NUMBER} dibuat.")
    assert f"paraf Surat Edaran {NUMBER} oleh Pemegang Jabatan Dua ({PLANNER})" in initialled[0][1]
    assert f"tanda tangan Surat Edaran {NUMBER} oleh" in signed[0][1]
    assert SECRETARY in signed[0][1]
    assert "Tidak ada naskah yang menunggu" in recorder.last
    assert [line["status"] for line in fresh.rows("tblDokumen")] == ["ditandatangani"]


@pytest.mark.usefixtures("no_pdf")
def test_sign_document__several_wait__takes_the_selected_one(
    office: xlwings.App, fresh: Office, recorder: Recorder
) -> None:
    make(staffed(fresh))
    make(fresh, DocumentKind.DISPOSITION)
    row = excel_row(fresh, "tblDokumen", kind="Lembar Disposisi")
    recorder.answers = ["yes"]

    with opened(office, fresh.master) as book:
        buttons.sign_document()
        unclear = recorder.last
        select(book, tables.DOCUMENTS, f"B{row}")
        buttons.sign_document()

    assert "Lebih dari satu naskah" in unclear
    assert "Lembar Disposisi" in recorder.shown[-2][1]
    assert " dicatat " in recorder.last


@pytest.mark.usefixtures("no_pdf")
def test_make_report__offers_the_periods_around_the_active_one(
    office: xlwings.App, fresh: Office, recorder: Recorder
) -> None:
    fresh.distribute()
    fresh.compute()
    recorder.answers = ["1"]

    with opened(office, fresh.master):
        buttons.make_report()

    assert recorder.shown[-2][1].splitlines()[1:] == [
        "1 = Laporan Triwulan I 2026", "2 = Laporan Semester I 2026",
        "3 = Laporan Kinerja Tahun 2026",
    ]  # fmt: skip
    assert "Laporan Triwulan I 2026 dibuat" in recorder.last


def test_accept_and_return_rows__selected_on_the_section_sheet(
    office: xlwings.App, fresh: Office, recorder: Recorder
) -> None:
    fresh.distribute()
    merged(fresh, FILLED, "TEKNIS")
    rows = {code: excel_row(fresh, "tbl_TEKNIS", code=code, period=str(TW1)) for code in KEY_OF
            if code in {"T1", "T2", "T3"}}  # fmt: skip

    with opened(office, fresh.master) as book:
        book.sheets[tables.CONTROL].activate()
        buttons.accept_rows()
        elsewhere = recorder.last
        select(book, "TEKNIS", "A1")
        buttons.accept_rows()
        outside = recorder.last
        recorder.answers = ["yes", "Lampirkan foto."]
        select(book, "TEKNIS", f"C{rows['T1']}", f"C{rows['T3']}")
        buttons.accept_rows()
        question, accepted = recorder.shown[-2][1], recorder.last
        select(book, "TEKNIS", f"C{rows['T2']}")
        buttons.return_rows()

    assert "Belum ada baris subbagian yang dipilih" in elsewhere
    assert "Belum ada baris yang dipilih" in outside
    assert question == "Terima 2 baris TEKNIS: T1, T3?"
    assert accepted.startswith("TEKNIS: 2 baris diterima, 0 dikembalikan.")
    assert "TEKNIS: 2 baris diterima, 1 dikembalikan." in recorder.last
    assert fresh.row("T2")["reason"] == "Lampirkan foto."


def test_mark_entered__selected_rows_that_a_filter_shows(
    office: xlwings.App, fresh: Office, recorder: Recorder
) -> None:
    fresh.distribute()
    fresh.compute()
    table = fresh.book().table("tblEntri")
    application = str(table.column("application")[0])
    first = table.first_row
    recorder.answers = ["REF-7"]

    with opened(office, fresh.master) as book:
        buttons.mark_entered()
        unselected = recorder.last
        book.sheets[tables.ENTRIES].api.Rows.getByIndex(first).IsVisible = False
        select(book, tables.ENTRIES, f"B{first}:F{first + 2}")
        buttons.mark_entered()

    lines = fresh.rows("tblEntri")
    codes = f"{lines[0]['code']}, {lines[2]['code']}"
    assert "Belum ada baris yang dipilih" in unselected
    assert f"Tandai 2 baris {application} sudah dientri: {codes}." in recorder.shown[-2][1]
    assert [line["is_entered"] for line in lines[:3]] == ["ya", None, "ya"]
    assert lines[0]["reference"] == "REF-7"


def test_return_step__reason_asked__goes_where_the_flow_allows(
    office: xlwings.App, fresh: Office, recorder: Recorder
) -> None:
    gone_through(fresh)
    recorder.answers = ["2", "Belum sesuai Renaksi."]

    with opened(office, fresh.master) as book:
        select(book, tables.STEPS, f"C{excel_row(fresh, 'tblLangkah', number='5')}")
        buttons.return_step()
        refused = recorder.last
        book.sheets[tables.CONTROL].activate()
        buttons.return_step()

    assert "Langkah 5 bukan langkah keputusan" in refused
    assert "Langkah 6 dikembalikan ke langkah mana?" in recorder.shown[-3][1]
    assert recorder.last.startswith("Langkah 6 dikembalikan ke langkah 5 ")
    assert fresh.rows("tblLangkah")[-1]["number"] == 6


def test_reading_buttons__say_what_they_found(
    office: xlwings.App, fresh: Office, recorder: Recorder
) -> None:
    fresh.distribute()
    before = fresh.master.read_bytes()

    with opened(office, fresh.master):
        buttons.verify_master()
        verified = recorder.last
        buttons.show_audits()
        audited = recorder.last
        buttons.give_templates()
        given = recorder.last
        buttons.export_evidence()

    assert verified.startswith("Semua cocok")
    assert "baris register" in audited
    assert "templat disalin" in given
    assert "Belum ada bukti Triwulan I 2026 yang diterima" in recorder.last
    assert fresh.master.read_bytes() == before
