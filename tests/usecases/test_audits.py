from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from kinerja_xl.core.book import AppendRows
from kinerja_xl.core.values import CellContent
from kinerja_xl.errors import KinerjaError
from kinerja_xl.layout import form as form_layout
from kinerja_xl.layout import names, tables
from kinerja_xl.layout.rows import full_row
from kinerja_xl.usecases.audits import audits
from kinerja_xl.usecases.close import close
from kinerja_xl.usecases.report import Report
from kinerja_xl.usecases.verify import verify
from tests.files.evidence.evidence_samples import pdf
from tests.libreoffice_tools import LibreOffice
from tests.usecases.office import (
    RENDATIN,
    TW1,
    TW2,
    Office,
    codes,
    copied,
    fact,
    filled,
    form_values,
    listing,
    new_office,
    places,
)

FIRST, SECOND = "L2026-TW1.RENDATIN.01", "L2026-TW1.RENDATIN.02"
TYPED: dict[str, CellContent] = {
    "kind": "LHP", "number": "12/LHP/2026", "date": date(2026, 1, 10),
    "received": date(2026, 1, 15), "source": "BPK", "finding": "Bukti kurang",
    "status": "dalam proses",
}  # fmt: skip


@pytest.fixture(scope="session")
def built_sorong(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office whose SOP collects the register, its first forms handed out; nobody changes it."""
    office = new_office(tmp_path_factory.mktemp("sorong") / "Kinerja-2026", "kpu_sorong")
    office.distribute()
    return office


@pytest.fixture
def sorong(built_sorong: Office, tmp_path: Path) -> Office:
    return copied(built_sorong, tmp_path / "Sorong-2026")


def register(office: Office) -> dict[str, dict[str, object]]:
    """Return the filled rows of the register by key, blank cells left out."""
    return {
        str(row["key"]): {name: value for name, value in row.items() if value is not None}
        for row in office.rows(tables.AUDIT_TABLE.name)
        if row["number"] or row["key"]
    }


def run_audits(office: Office) -> Report:
    return audits(office.book(), office.run())


def sheets_of(form: bytes, folder: Path) -> list[str]:
    path = folder / "form.xlsx"
    path.write_bytes(form)
    return CalamineWorkbook.from_path(str(path)).sheet_names


def test_distribute__sop_without_register__forms_have_no_sheet_for_it(
    office: Office, sorong: Office, tmp_path: Path
) -> None:
    assert form_layout.AUDITS not in sheets_of(office.form(RENDATIN), tmp_path)
    assert sheets_of(sorong.form(RENDATIN), tmp_path) == [
        *form_layout.SHEETS[:-1], form_layout.AUDITS, form_layout.IDENTITY,
    ]  # fmt: skip


def test_distribute__setting_changed__forms_follow_with_a_new_version(
    office: Office, tmp_path: Path
) -> None:
    office.type_name(names.AUDIT_FORMS.name, names.YES)

    office.distribute()

    assert form_layout.AUDITS in sheets_of(office.form(RENDATIN), tmp_path)
    assert fact(office.distribute(), "written") == 0


def test_merge__rows_that_a_section_adds__arrive_by_key_once(sorong: Office) -> None:
    second = TYPED | {"number": "13/LHP/2026", "finding": "Aset belum dicatat"}
    sorong.give_back(RENDATIN, {SECOND: second, FIRST: TYPED})

    report = sorong.merge()
    again = sorong.merge()

    assert codes(report) == []
    found = register(sorong)
    assert list(found) == [FIRST, SECOND]
    assert TYPED.items() <= found[FIRST].items()
    assert second.items() <= found[SECOND].items()
    assert {row["section"] for row in found.values()} == {RENDATIN}
    assert fact(again, "changes") == 0
    assert list(register(sorong)) == [FIRST, SECOND]


def test_merge__two_sections__keep_their_rows_apart(sorong: Office) -> None:
    sorong.give_back(RENDATIN, {FIRST: TYPED})
    sorong.give_back("KUL", {"L2026-TW1.KUL.01": TYPED | {"number": "1/LHE"}})

    sorong.merge()

    assert {key: row["section"] for key, row in register(sorong).items()} == {
        FIRST: RENDATIN, "L2026-TW1.KUL.01": "KUL",
    }  # fmt: skip


def test_merge__row_of_an_earlier_period__is_updated_where_it_stands(sorong: Office) -> None:
    sorong.give_back(RENDATIN, {FIRST: TYPED})
    sorong.merge()
    sorong.distribute(period=TW2)
    before = form_values(sorong.form(RENDATIN, TW2), FIRST)
    update = {"follow_up": "Bukti dilengkapi", "status": "selesai", "file_name": "tl.pdf"}
    new = {"L2026-TW2.RENDATIN.01": TYPED | {"number": "20/LHP/2026"}}
    sorong.give_back(RENDATIN, {FIRST: update, **new}, period=TW2)

    sorong.merge(TW2)

    assert before["number"] == "12/LHP/2026"
    found = register(sorong)
    assert list(found) == [FIRST, "L2026-TW2.RENDATIN.01"]
    assert (TYPED | update).items() <= found[FIRST].items()
    assert found[FIRST]["evidence_period"] == str(TW2)


def test_merge__changed_here_and_there__is_a_conflict_that_keeps_the_master(
    sorong: Office,
) -> None:
    sorong.give_back(RENDATIN, {FIRST: TYPED})
    sorong.merge()
    sorong.type_cell(tables.AUDIT_TABLE.name, "status", "selesai", key=FIRST)
    sorong.give_back(RENDATIN, {FIRST: TYPED | {"status": "belum ditindaklanjuti"}})

    report = sorong.merge()

    assert [line.code for line in report.findings] == ["CONFLICT"]
    assert "belum ditindaklanjuti" in report.findings[0].message
    assert register(sorong)[FIRST]["status"] == "selesai"


def test_merge__date_that_is_none__is_a_finding_and_stays_out(sorong: Office) -> None:
    sorong.give_back(RENDATIN, {FIRST: TYPED | {"received": "sesudah Lebaran"}})

    report = sorong.merge()

    assert places(report) == [
        ("NOT_A_DATE", f"kembali/2026-TW1/RENDATIN.xlsx [{form_layout.AUDITS}!F7]")
    ]
    assert "received" not in register(sorong)[FIRST]


def test_distribute__row_typed_by_the_officer__gets_a_key_and_goes_out(sorong: Office) -> None:
    sorong.give_back(RENDATIN, {FIRST: TYPED})
    sorong.merge()
    row = len(sorong.rows(tables.AUDIT_TABLE.name))
    book = sorong.book()
    typed = full_row(tables.AUDIT_TABLE, {"section": "KUL", **TYPED})
    book.apply((AppendRows(tables.AUDIT_TABLE.name, (typed,)),))

    sorong.distribute(period=TW2)

    assert sorong.rows(tables.AUDIT_TABLE.name)[row]["key"] == "L0001"
    assert form_values(sorong.form("KUL", TW2), "L0001")["finding"] == "Bukti kurang"


def test_check__register__finds_what_lacks_and_keeps_the_evidence(sorong: Office) -> None:
    sorong.put_evidence(RENDATIN, "tl.pdf", pdf())
    undated = TYPED | {"number": "13/LHP", "received": None, "file_name": "hilang.pdf"}
    sorong.give_back(RENDATIN, {FIRST: TYPED | {"file_name": "tl.pdf"}, SECOND: undated})
    sorong.merge()

    report = sorong.check()

    own = [(line.code, line.place) for line in report.findings if "LHP" in line.place]
    assert own == [
        ("EVIDENCE_MISSING", "LHP-LHE-TLHP!O17"),
        ("AUDIT_OVERDUE", "LHP-LHE-TLHP!G16"),
        ("AUDIT_DATE_MISSING", "LHP-LHE-TLHP!F17"),
    ]
    found = register(sorong)
    assert (found[FIRST]["evidence_status"], len(str(found[FIRST]["sha256"]))) == ("Lengkap", 64)
    assert found[SECOND]["evidence_status"] == "Berkas tidak ada"
    assert "EVIDENCE_CODE_UNKNOWN" not in codes(report)


def test_verify__evidence_of_the_register_changed__is_found(sorong: Office) -> None:
    sorong.put_evidence(RENDATIN, "tl.pdf", pdf())
    sorong.give_back(RENDATIN, {FIRST: TYPED | {"file_name": "tl.pdf"}})
    sorong.merge()
    sorong.check()
    sorong.put_evidence(RENDATIN, "tl.pdf", pdf("lain"))

    assert ("EVIDENCE_CHANGED", "LHP-LHE-TLHP!R16") in places(verify(sorong.book(), sorong.run()))


def test_audits__register__is_recapped_overdue_first_and_left_alone(sorong: Office) -> None:
    late = TYPED | {"number": "1/LHP", "received": date(2025, 12, 1), "date": date(2025, 11, 1)}
    settled = TYPED | {"number": "2/LHP", "status": "selesai", "file_name": "a.pdf"}
    sorong.give_back(
        RENDATIN,
        {FIRST: settled, SECOND: TYPED, "L2026-TW1.RENDATIN.03": late},
    )
    sorong.merge()
    before = sorong.master.read_bytes()

    report = run_audits(sorong)

    assert [row[0] for row in listing(report, "rows").rows] == ["1/LHP", "12/LHP/2026", "2/LHP"]
    assert (fact(report, "rows"), fact(report, "overdue")) == (3, 2)
    recap = {str(row[0]): row[1:] for row in listing(report, "recap").rows}
    assert recap["jumlah"] == (2, 0, 0, 2, 1, 0, 3)
    assert codes(report) == ["AUDIT_OVERDUE", "AUDIT_OVERDUE"]
    assert sorong.master.read_bytes() == before


def test_audits__empty_register__is_no_finding(sorong: Office) -> None:
    report = run_audits(sorong)

    assert (codes(report), fact(report, "rows")) == ([], 0)


def test_merge__closed_period__refuses_the_register_too(sorong: Office) -> None:
    sorong.compute()
    close(sorong.book(), TW1, sorong.run())
    sorong.give_back(RENDATIN, {FIRST: TYPED})

    with pytest.raises(KinerjaError, match="sudah ditutup"):
        sorong.merge()


@pytest.mark.libreoffice
def test_merge__form_saved_by_libreoffice__brings_the_register(
    sorong: Office, libreoffice: LibreOffice, tmp_path: Path
) -> None:
    form = tmp_path / "isian.xlsx"
    form.write_bytes(filled(sorong.form(RENDATIN), {FIRST: TYPED}))
    folder = tmp_path / "lo"
    folder.mkdir()
    sorong.put("a.xlsx", libreoffice.convert(form, "xlsx", folder=folder).read_bytes())

    report = sorong.merge()

    assert codes(report) == []
    assert TYPED.items() <= register(sorong)[FIRST].items()
