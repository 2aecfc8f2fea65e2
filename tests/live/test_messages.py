from __future__ import annotations

from pathlib import Path

from kinerja_xl.core.values import CellValue
from kinerja_xl.live.messages import listed_text, merge_question, result_text, unexpected_text
from kinerja_xl.usecases.report import FindingLine, Listing, Report

Change = tuple[CellValue, ...]


def finding(severity: str) -> FindingLine:
    return FindingLine(severity, "CODE", "REN", "FORM!A1", "Salah.", "Perbaiki.")


def preview(*changes: Change) -> Report:
    columns = ("section", "row", "field", "old", "new")
    listing = Listing("changes", "Perubahan", columns, columns, changes)
    return Report("merge", f"{len(changes)} sel akan berubah.", listings=(listing,))


def test_result_text__without_findings__is_the_message() -> None:
    assert result_text(Report("check", "Selesai.")) == "Selesai."


def test_result_text__with_findings__counts_them_and_says_where() -> None:
    found = (finding("Peringatan"), finding("Kesalahan"), finding("Peringatan"))

    text = result_text(Report("check", "Selesai.", findings=found))

    assert text == "Selesai.\n\nTemuan: 1 kesalahan, 2 peringatan. Lihat lembar TEMUAN."


def test_listed_text__names_the_first_findings_and_counts_the_rest() -> None:
    found = tuple(finding("Kesalahan") for _ in range(14))

    text = listed_text(Report("verify", "14 hal tidak cocok.", findings=found))

    assert text.splitlines()[:3] == ["14 hal tidak cocok.", "", "• FORM!A1: Salah."]
    assert text.endswith("… dan 2 hal lagi.")
    assert listed_text(Report("verify", "Semua cocok.")) == "Semua cocok."


def test_merge_question__shows_cells_old_and_new() -> None:
    text = merge_question(preview(("REN", "I001", "Realisasi", None, 98.5)))

    assert text == (
        "1 sel akan berubah.\n\n• REN I001, Realisasi: (kosong) → 98,5\n\nGabungkan ke buku induk?"
    )


def test_merge_question__many_and_long__are_cut() -> None:
    changes = [("REN", f"I{n:03d}", "Kendala", "a", "panjang\n" * 50) for n in range(40)]

    text = merge_question(preview(*changes)) or ""

    assert "… dan 28 sel lagi." in text
    assert text.count("•") == 12
    assert len(text) < 1200


def test_merge_question__no_cell_changes__asks_nothing() -> None:
    assert merge_question(preview()) is None


def test_unexpected_text__names_the_log_and_no_details() -> None:
    text = unexpected_text(ValueError("rahasia"), Path("log") / "kesalahan.log")

    assert "ValueError" in text
    assert "kesalahan.log" in text
    assert "rahasia" not in text
