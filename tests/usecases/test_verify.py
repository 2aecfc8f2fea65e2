from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from kinerja_xl.core.book import AppendRows, ReplaceRows, SetCell
from kinerja_xl.core.values import CellContent
from kinerja_xl.files.xlsx.patching import CellEdit, patch_package
from kinerja_xl.layout import tables
from kinerja_xl.layout.form import IDENTITY
from kinerja_xl.usecases.close import close, reopen
from kinerja_xl.usecases.report import Report
from kinerja_xl.usecases.step import Mark
from kinerja_xl.usecases.verify import verify
from tests.files.evidence.evidence_samples import pdf
from tests.reliability import surviving
from tests.usecases.office import (
    RENDATIN,
    TW1,
    TW2,
    Office,
    cell_of,
    codes,
    copied,
    fact,
    filled,
    forget_records,
    places,
)

HISTORY = tables.HISTORY_TABLE.name


def do_verify(office: Office) -> Report:
    return verify(office.book(), office.run())


@pytest.fixture(scope="module")
def built_checked(built_distributed: Office, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office with a merged return, checked evidence and eight lines of RIWAYAT."""
    office = copied(built_distributed, tmp_path_factory.mktemp("diperiksa") / "Kinerja-2026")
    office.give_back(RENDATIN, {"I001": {"realisation": 2}, "I001.1": {"file_name": "dokumen.pdf"}})
    office.put_evidence(RENDATIN, "dokumen.pdf", pdf())
    office.merge()
    office.check()
    office.step(Mark.START, 1, datetime(2026, 1, 5, 8))
    return office


@pytest.fixture(scope="module")
def built_closed(built_checked: Office, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The same, computed and closed."""
    office = copied(built_checked, tmp_path_factory.mktemp("ditutup") / "Kinerja-2026")
    office.compute()
    close(office.book(), TW1, office.run())
    return office


@pytest.fixture
def closed(built_closed: Office, tmp_path: Path) -> Office:
    return copied(built_closed, tmp_path / "Kinerja-2026")


@pytest.fixture
def checked(built_checked: Office, tmp_path: Path) -> Office:
    return copied(built_checked, tmp_path / "Kinerja-2026")


def test_verify__untouched__is_clean_and_changes_nothing(checked: Office) -> None:
    before = checked.files()

    report = do_verify(checked)

    assert (codes(report), checked.files()) == ([], before)
    assert (fact(report, "history_lines"), fact(report, "first_break")) == (8, None)
    assert report.message.startswith("Semua cocok")


def test_verify__fresh_office__is_clean(fresh: Office) -> None:
    assert codes(do_verify(fresh)) == []


# RIWAYAT.


def rewritten(change: Callable[[list[tuple[object, ...]]], object]) -> Callable[[Office], None]:
    def spoil(office: Office) -> None:
        lines: list[tuple[object, ...]] = list(office.book().table(HISTORY).rows)
        change(lines)
        office.book().apply((ReplaceRows(HISTORY, tuple(lines)),))  # type: ignore[arg-type] # cells

    return spoil


def cell(index: int, field: str, content: str) -> Callable[[Office], None]:
    return lambda office: office.book().apply((SetCell(HISTORY, index, field, content),))


@pytest.mark.parametrize(
    ("spoil", "code", "place"),
    [
        pytest.param(cell(0, "who", "x"), "HISTORY_BROKEN", "RIWAYAT!A5", id="first-edited"),
        pytest.param(cell(4, "new", "9"), "HISTORY_BROKEN", "RIWAYAT!A9", id="value-edited"),
        pytest.param(cell(7, "chain", "x"), "HISTORY_BROKEN", "RIWAYAT!A12", id="chain-edited"),
        pytest.param(rewritten(lambda x: x.pop(2)), "HISTORY_BROKEN", "RIWAYAT!A7", id="removed"),
        pytest.param(
            rewritten(lambda x: x.insert(3, x[1])), "HISTORY_BROKEN", "RIWAYAT!A8", id="inserted"
        ),
        pytest.param(rewritten(list.reverse), "HISTORY_BROKEN", "RIWAYAT!A5", id="turned-over"),
        pytest.param(rewritten(lambda x: x.pop()), "HISTORY_CUT", "RIWAYAT!A11", id="last-removed"),
        pytest.param(rewritten(list.clear), "HISTORY_CUT", "RIWAYAT!A5", id="emptied"),
    ],
)  # fmt: skip
@surviving("RIWAYAT edited, cut, reordered or filled in by hand")
def test_verify__history_tampered__names_the_first_break(
    spoil: Callable[[Office], None],
    code: str,
    place: str,
    checked: Office,
) -> None:
    spoil(checked)

    report = do_verify(checked)

    assert places(report) == [(code, place)]
    assert fact(report, "first_break") == place


# Forms.


@surviving("target in a form or on a section's sheet edited by hand")
def test_verify__target_in_the_distributed_form_edited__is_found(checked: Office) -> None:
    form = checked.form("KUL")
    sheet, row, column = cell_of(form, "I005", "target")
    checked.folder.form(TW1, "KUL").write_bytes(
        patch_package(form, [CellEdit(sheet, row, column, 5)])
    )

    report = do_verify(checked)

    (line,) = report.findings
    assert line.code == "LOCKED_CELL_CHANGED"
    assert '"20" menjadi "5"' in line.message


@pytest.mark.parametrize(
    ("row", "text", "fields"),
    [
        pytest.param(2, "x", "nomor formulir", id="form-id"),
        pytest.param(3, "x", "ID buku induk", id="master-id"),
        pytest.param(4, "KPU Lain", "kantor", id="office"),
        pytest.param(5, "2026-TW2", "periode", id="period"),
        pytest.param(6, "HUKUM", "subbagian", id="section"),
        pytest.param(7, "7", "versi", id="version"),
        pytest.param(8, "x", "sidik isi", id="digest"),
        pytest.param(9, "x", "segel", id="seal"),
    ],
)
@surviving("identity of a form edited by hand")
def test_verify__identity_of_a_form_edited__names_the_field(
    row: int, text: str, fields: str, checked: Office
) -> None:
    form = patch_package(checked.form("KUL"), [CellEdit(IDENTITY, row, 2, text)])
    checked.folder.form(TW1, "KUL").write_bytes(form)

    (line,) = do_verify(checked).findings

    assert line.code == "FORM_IDENTITY_CHANGED"
    assert line.message == f"Identitas formulir diubah sesudah dibagikan: {fields}."


@surviving("target in a form or on a section's sheet edited by hand")
def test_verify__target_on_the_section_sheet_edited__is_found(checked: Office) -> None:
    checked.type_entry("K2", "target", 5)

    report = do_verify(checked)

    assert places(report)[0] == ("ISSUED_ROWS_CHANGED", "KUL")


@surviving("form gone, never recorded, or without its seal")
def test_verify__form_gone_from_distribusi__is_found(checked: Office) -> None:
    checked.folder.form(TW1, "KUL").unlink()

    assert codes(do_verify(checked)) == ["FORM_FILE_MISSING"]


@surviving("form gone, never recorded, or without its seal")
def test_verify__form_that_was_never_recorded__is_found(checked: Office) -> None:
    other = checked.folder.form(TW2, "KUL")
    other.parent.mkdir(parents=True)
    other.write_bytes(checked.form("KUL"))
    (other.parent / "catatan.xlsx").write_bytes(b"bukan formulir")

    report = do_verify(checked)

    assert places(report) == [
        ("FORM_NOT_DISTRIBUTED", "distribusi/2026-TW2/KUL/Form_KUL_2026-TW2.xlsx")
    ]


def test_verify__entries_typed_into_the_distributed_form__are_nobodys_fault(
    checked: Office,
) -> None:
    form = filled(checked.form("KUL"), {"I004": {"realisation": "WTP"}})
    checked.folder.form(TW1, "KUL").write_bytes(form)

    assert codes(do_verify(checked)) == []


# Returns and evidence.


@surviving("merged return changed or gone")
def test_verify__merged_return_changed__is_found(checked: Office) -> None:
    checked.give_back(RENDATIN, {"I001": {"realisation": 3}})

    report = do_verify(checked)

    assert places(report) == [("RETURN_FILE_CHANGED", "kembali/2026-TW1/RENDATIN.xlsx")]


def test_verify__merged_due_date__is_the_same_date_out_of_sight(checked: Office) -> None:
    entries: dict[str, CellContent] = {"realisation": 2, "due_date": date(2026, 6, 30)}
    checked.give_back(RENDATIN, {"I001": entries}, "kiriman 2.xlsx")
    (checked.folder.returned(TW1) / "RENDATIN.xlsx").unlink()
    checked.merge()
    clean = do_verify(checked)
    checked.type_entry("R1", "due_date", date(2026, 7, 15))

    checked.give_back(RENDATIN, {"I001": {**entries, "note": "lengkap"}}, "kiriman 2.xlsx")
    report = checked.merge()

    assert (codes(clean), codes(report)) == ([], [])
    assert checked.row("R1")["due_date"] == date(2026, 7, 15)


def test_verify__merged_return_moved__is_followed(checked: Office) -> None:
    path = checked.folder.returned(TW1) / "RENDATIN.xlsx"
    path.rename(path.with_name("arsip.xlsx"))

    assert codes(do_verify(checked)) == []


@surviving("merged return changed or gone")
def test_verify__merged_return_gone__is_found(checked: Office) -> None:
    (checked.folder.returned(TW1) / "RENDATIN.xlsx").unlink()

    assert codes(do_verify(checked)) == ["RETURN_FILE_MISSING"]


@surviving("evidence changed or gone after it was checked")
def test_verify__evidence_changed_or_gone__is_found(checked: Office) -> None:
    path = checked.folder.evidence(TW1, RENDATIN) / "dokumen.pdf"
    path.write_bytes(pdf() + b" ")
    changed = do_verify(checked)
    path.unlink()

    gone = do_verify(checked)

    assert codes(changed) == ["EVIDENCE_CHANGED"]
    assert codes(gone) == ["EVIDENCE_LOST"]
    assert gone.findings[0].place.startswith("DATA PENDUKUNG!")


@surviving("evidence changed or gone after it was checked")
def test_verify__two_evidence_files_exchanged__are_both_found(checked: Office) -> None:
    checked.put_evidence(RENDATIN, "lain.pdf", pdf() + b"lain")
    checked.give_back(
        RENDATIN,
        {"I001": {"realisation": 2}, "I001.1": {"file_name": "dokumen.pdf; lain.pdf"}},
    )
    checked.merge()
    checked.check()
    folder = checked.folder.evidence(TW1, RENDATIN)
    one, other = folder / "dokumen.pdf", folder / "lain.pdf"
    before, contents = do_verify(checked), (one.read_bytes(), other.read_bytes())

    one.write_bytes(contents[1])
    other.write_bytes(contents[0])

    assert codes(before) == []
    assert codes(do_verify(checked)) == ["EVIDENCE_CHANGED", "EVIDENCE_CHANGED"]


def test_verify__evidence_renamed__is_followed(checked: Office) -> None:
    path = checked.folder.evidence(TW1, RENDATIN) / "dokumen.pdf"
    path.rename(path.with_name("arsip.pdf"))

    assert codes(do_verify(checked)) == []


# Closed periods.


@pytest.mark.parametrize(
    ("table", "field", "content", "sheet"),
    [
        pytest.param("tbl_KUL", "realisation", 1, "KUL", id="realisation"),
        pytest.param("tblCapaian", "achievement", 1, "CAPAIAN", id="achievement"),
        pytest.param("tblLangkah", "working_minutes", 1, "LANGKAH", id="minutes"),
        pytest.param("tblBukti", "file_name", "x.pdf", "DATA PENDUKUNG", id="evidence"),
    ],
)
@surviving("cell of a closed period edited by hand")
def test_verify__closed_period_edited__names_the_sheet(
    table: str,
    field: str,
    content: str | int,
    sheet: str,
    checked: Office,
) -> None:
    checked.compute()
    close(checked.book(), TW1, checked.run())
    clean = do_verify(checked)

    checked.book().apply((SetCell(table, 2 if table == "tblBukti" else 1, field, content),))

    found = places(do_verify(checked))
    assert codes(clean) == []
    assert found == [("CLOSED_PERIOD_CHANGED", sheet)]


def test_verify__notes_on_a_closed_period__are_allowed(checked: Office) -> None:
    checked.compute()
    close(checked.book(), TW1, checked.run())
    checked.book().apply((
        SetCell("tblLangkah", 0, "note", "arsip lengkap"), SetCell("tblCapaian", 0, "stated", 99),
    ))  # fmt: skip

    assert codes(do_verify(checked)) == []


# What the master keeps out of sight.


def edited(table: str, field: str, content: str | int, **where: str) -> Callable[[Office], None]:
    """Change a hidden cell in the last row in which the fields of `where` say so."""

    def spoil(office: Office) -> None:
        found = [
            n for n, row in enumerate(office.rows(table))
            if all(row[name] == wanted for name, wanted in where.items())
        ]  # fmt: skip
        office.book().apply((SetCell(table, found[-1], field, content),))

    return spoil


def removed(table: str, **where: str) -> Callable[[Office], None]:
    """Remove every row in which the fields of `where` say so."""

    def spoil(office: Office) -> None:
        data = office.book().table(table)
        kept = tuple(
            row for row in data.rows
            if not all(row[data.fields.index(name)] == wanted for name, wanted in where.items())
        )  # fmt: skip
        office.book().apply((ReplaceRows(table, kept),))

    return spoil


FIGURES = (
    '{"group":"kantor","name":"kantor","indicators":1,"evaluable":1,"mean":99.0,"category":"Baik"}'
)


@pytest.mark.parametrize(
    ("spoil", "code", "sheet", "said"),
    [
        pytest.param(
            removed("tblBerkas", outcome="ditutup"), "CLOSING_CHANGED", "_berkas",
            "catatan bahwa periode ini ditutup hilang", id="no-longer-closed",
        ),
        pytest.param(
            edited("tblBerkas", "path", "bukan JSON", outcome="ditutup"), "CLOSING_CHANGED",
            "_berkas", "angka atau pengaturan yang disimpan diubah", id="scale",
        ),
        pytest.param(
            edited("tblBerkas", "path", FIGURES, outcome="angka ditutup"), "CLOSING_CHANGED",
            "_berkas", "angka atau pengaturan yang disimpan diubah", id="figures",
        ),
        pytest.param(
            removed("tblBerkas", outcome="lembar ditutup"), "CLOSING_CHANGED", "_berkas",
            "angka atau pengaturan yang disimpan diubah", id="digests-of-the-sheets",
        ),
        pytest.param(
            removed("tblFormulir", section="KUL"), "FORM_RECORD_CHANGED", "_formulir",
            "tercatat di RIWAYAT, tetapi hilang", id="form-forgotten",
        ),
        pytest.param(
            edited("tblFormulir", "section", "HUKUM", section="TEKNIS"), "FORM_RECORD_CHANGED",
            "_formulir", "Catatan formulir TEKNIS versi 1", id="form-of-another-section",
        ),
        pytest.param(
            edited("tblFormulir", "returned_sha256", "f" * 64, section=RENDATIN),
            "FORM_RECORD_CHANGED", "_formulir", "tidak ada dalam daftar berkas", id="return",
        ),
        pytest.param(
            removed("tblBerkas", outcome="digabung"), "FORM_RECORD_CHANGED", "_formulir",
            "tidak ada dalam daftar berkas", id="merged-file-forgotten",
        ),
        pytest.param(
            edited("tblDasarIsian", "realisation", 9, key="I001"), "FORM_RECORD_CHANGED", "_dasar",
            "nilai dasar tidak sama dengan kiriman yang digabung, baris I001", id="base",
        ),
        pytest.param(
            removed("tblBerkas", outcome="kunci"), "FORM_KEY_CHANGED", "_berkas",
            "segel 4 formulir tidak cocok", id="key-gone",
        ),
        pytest.param(
            edited("tblBerkas", "sha256", "f" * 64, outcome="kunci"), "FORM_KEY_CHANGED",
            "_berkas", "segel 4 formulir tidak cocok", id="key-changed",
        ),
    ],
)  # fmt: skip
@surviving("hidden sheets edited by hand")
def test_verify__hidden_sheet_edited__names_it_first(
    spoil: Callable[[Office], None], code: str, sheet: str, said: str, closed: Office
) -> None:
    spoil(closed)

    report = do_verify(closed)

    first = report.findings[0]
    assert (first.code, first.place) == (code, sheet)
    assert said in first.message
    assert fact(report, "first_break") == sheet


@surviving("hidden sheets edited by hand")
def test_verify__hidden_target_on_a_section_sheet_edited__names_the_cell(checked: Office) -> None:
    edited("tbl_KUL", "target_low", 1, key="I005")(checked)

    assert places(do_verify(checked)) == [("ISSUED_ROWS_CHANGED", "KUL!AL7")]


@surviving("hidden sheets edited by hand")
def test_verify__period_marked_closed_by_hand__is_found(checked: Office) -> None:
    rows = checked.book().table("tblBerkas")
    record = {"outcome": "ditutup", "period": str(TW1), "size": 0, "sha256": "kemarin"}
    line = tuple(record.get(field) for field in rows.fields)
    checked.book().apply((AppendRows("tblBerkas", (line,)),))  # type: ignore[arg-type] # cells

    report = do_verify(checked)

    assert places(report) == [("CLOSING_CHANGED", "_berkas")]
    assert "menurut RIWAYAT periode ini terbuka" in report.findings[0].message


def test_verify__closed_reopened_and_closed_again__is_clean(closed: Office) -> None:
    reopen(closed.book(), TW1, closed.run(), "koreksi")
    open_again = do_verify(closed)
    closed.compute()
    close(closed.book(), TW1, closed.run())

    assert (codes(open_again), codes(do_verify(closed))) == ([], [])


def test_verify__first_break__is_the_first_error_and_no_warning(checked: Office) -> None:
    checked.folder.form(TW1, "KUL").unlink()
    (checked.folder.evidence(TW1, RENDATIN) / "dokumen.pdf").write_bytes(pdf() + b" ")

    report = do_verify(checked)

    assert codes(report) == ["FORM_FILE_MISSING", "EVIDENCE_CHANGED"]
    assert str(fact(report, "first_break")).startswith("DATA PENDUKUNG!")


# Masters of before there were keys.


def test_distribute__master_without_a_key__gets_one_and_takes_the_older_forms(
    checked: Office,
) -> None:
    older = checked
    forget_records(older)
    unsealed = patch_package(
        older.form("KUL"),
        [CellEdit(IDENTITY, 1, 2, "1"), CellEdit(IDENTITY, 9, 1, "isian"),
         CellEdit(IDENTITY, 9, 2, "I004 I005"), CellEdit(IDENTITY, 10, 1, None),
         CellEdit(IDENTITY, 10, 2, None)],
    )  # fmt: skip
    older.folder.form(TW1, "KUL").write_bytes(unsealed)
    before = do_verify(older)

    older.type_cell("tblIndikator", "target_TW1", 3, code="R1")
    older.distribute()
    older.put("KUL.xlsx", filled(unsealed, {"I004": {"realisation": "WTP"}}))
    report = older.merge()

    assert codes(before) == ["HISTORY_END_UNKNOWN", "FORM_KEY_CHANGED"]
    assert older.row("K1")["realisation"] == "WTP"
    assert codes(report) == []
    assert "HISTORY_END_UNKNOWN" not in codes(do_verify(older))


@surviving("form gone, never recorded, or without its seal")
def test_merge__seal_torn_off__is_refused(checked: Office) -> None:
    torn = patch_package(
        checked.form("KUL"), [CellEdit(IDENTITY, 1, 2, "1"), CellEdit(IDENTITY, 9, 1, "isian")]
    )
    checked.put("KUL.xlsx", torn)

    report = checked.merge()

    assert codes(report) == ["FORM_IDENTITY_CHANGED"]
    assert report.findings[0].message.endswith("segel.")
