from __future__ import annotations

from decimal import Decimal

import pytest

from kinerja_xl.errors import KinerjaError
from tests.files.evidence.evidence_samples import pdf, png
from tests.files.xlsx.handmade import openpyxl_book
from tests.usecases.office import (
    TW1,
    TW2,
    Cells,
    Office,
    codes,
    fact,
    filled,
    listing,
    places,
)

K = "KUL"
COMPLETE: Cells = {
    "I004": {"realisation": "WTP"},
    "I005": {"realisation": 20, "budget_realisation": 50_000_000},
    "I004.1": {"file_name": "lhp.pdf"},
    "I005.1": {"file_name": "realisasi.pdf"},
    "I005.2": {"file_name": "rekon.png"},
}


def put_all_evidence(office: Office) -> None:
    """Put what `COMPLETE` lists where it belongs."""
    office.put_evidence(K, "lhp.pdf", pdf("LHP"))
    office.put_evidence(K, "realisasi.pdf", pdf("Realisasi"))
    office.put_evidence(K, "rekon.png", png())


@pytest.fixture
def kul(fresh: Office) -> Office:
    """An office that sent a form to one section only."""
    fresh.distribute(K)
    return fresh


def test_check__complete_return__is_100_percent_without_findings(kul: Office) -> None:
    kul.give_back(K, COMPLETE)
    put_all_evidence(kul)
    kul.merge()

    report = kul.check()

    assert (codes(report), fact(report, "completeness")) == ([], 100)
    assert [row["status"] for row in kul.rows("tblBukti")] == ["Lengkap"] * 3
    assert kul.book().value("Kelengkapan") == 100
    assert not (kul.root / "perbaikan" / "2026-TW1").exists()


def test_check__complete_return__fills_the_inventory(kul: Office) -> None:
    kul.give_back(K, COMPLETE)
    put_all_evidence(kul)
    kul.merge()

    kul.check()

    row = kul.evidence(K, "I005.2")
    assert (row["size_bytes"], row["file_kind"]) == (len(png()), "gambar PNG")
    assert len(str(row["sha256"])) == 64


def test_check__nothing_returned__is_one_finding_a_section(office: Office) -> None:
    report = office.check()

    assert [(line.code, line.section) for line in report.findings] == [
        ("FORM_NOT_RETURNED", code) for code in ("RENDATIN", "KUL", "TEKNIS", "HUKUM")
    ]
    assert fact(report, "completeness") == 0


def test_check__gaps__are_found_by_cell_of_the_master(kul: Office) -> None:
    kul.give_back(K, {"I004.1": {"file_name": "lhp.pdf"}, "I005": {"realisation": 20}})
    kul.merge()

    report = kul.check()

    assert places(report) == [
        ("REQUIRED_EMPTY", "KUL!J6"),
        ("REQUIRED_EMPTY", "KUL!Q7"),
        ("EVIDENCE_MISSING", "DATA PENDUKUNG!G5"),
        ("EVIDENCE_NOT_LISTED", "DATA PENDUKUNG!G6"),
        ("EVIDENCE_NOT_LISTED", "DATA PENDUKUNG!G7"),
    ]
    assert listing(report, "sections").rows == (
        (K, True, Decimal("33.33"), Decimal(0), Decimal("16.67"), 5),
    )


def test_check__faulty_evidence__is_found_by_kind_of_fault(kul: Office) -> None:
    kul.give_back(K, {**COMPLETE, "X01": {"code": "K2", "file_name": "../../rahasia.pdf"}})
    kul.put_evidence(K, "lhp.pdf", b"")
    kul.put_evidence(K, "realisasi.pdf", png())
    kul.put_evidence(K, "rekon.png", png())
    kul.put_evidence(K, "sub/foto.jpg", b"teks biasa")
    kul.merge()

    report = kul.check()

    assert sorted(set(codes(report))) == [
        "EVIDENCE_DUPLICATE", "EVIDENCE_EMPTY", "EVIDENCE_STRAY", "EVIDENCE_UNSAFE_NAME",
        "EVIDENCE_WRONG_KIND",
    ]  # fmt: skip
    stray = [place for code, place in places(report) if code == "EVIDENCE_STRAY"]
    assert stray == ["kembali/2026-TW1/bukti/KUL/sub/foto.jpg"]


def test_check__evidence_beside_the_returned_form__counts(kul: Office) -> None:
    kul.give_back(K, COMPLETE, "kiriman/KUL.xlsx")
    kul.put("kiriman/bukti/lhp.pdf", pdf("LHP"))
    kul.put("kiriman/bukti/realisasi.pdf", pdf("Realisasi"))
    kul.put_evidence(K, "rekon.png", png())
    kul.merge()

    report = kul.check()

    assert codes(report) == []


def test_check__low_achievement__asks_for_an_explanation(kul: Office) -> None:
    kul.type_name("Batas_Penjelasan", 90)
    kul.give_back(K, {**COMPLETE, "I005": {"realisation": 10, "budget_realisation": 0}})
    put_all_evidence(kul)
    kul.merge()

    report = kul.check()

    assert places(report) == [("EXPLANATION_EMPTY", "KUL!S7"), ("EXPLANATION_EMPTY", "KUL!U7")]


def test_check__budget_realisation_of_zero__is_filled(kul: Office) -> None:
    kul.give_back(K, {**COMPLETE, "I005": {"realisation": 20, "budget_realisation": 0}})
    put_all_evidence(kul)
    kul.merge()

    assert codes(kul.check()) == []


def test_check__again__changes_nothing(kul: Office) -> None:
    kul.give_back(K, {"I004": {"realisation": "WTS"}})
    kul.merge()
    first = kul.check()
    before = kul.files()

    again = kul.check()

    assert (again.findings, kul.files()) == (first.findings, before)


def test_check__finding_mended__goes_from_temuan(kul: Office) -> None:
    kul.give_back(K, COMPLETE)
    kul.merge()
    kul.check()
    put_all_evidence(kul)

    report = kul.check()

    assert (codes(report), kul.rows("tblTemuan")) == ([], [])


def test_check__findings__are_links_that_stay_links(kul: Office) -> None:
    kul.give_back(K, {"I004": {"realisation": "WTS"}})
    kul.merge()
    kul.check()

    sheet = openpyxl_book(kul.master.read_bytes())["TEMUAN"]

    links = [cell.value for (cell,) in sheet["H5:H9"]]
    file = "kembali/2026-TW1/KUL.xlsx"
    assert links[0] == f"""=HYPERLINK("{file}#'FORM'!K8","{file} [FORM!K8]")"""
    assert links[1] == """=HYPERLINK("#'KUL'!J6","KUL!J6")"""


def test_check__period_not_distributed__is_refused(office: Office) -> None:
    before = office.files()

    with pytest.raises(KinerjaError, match="belum didistribusikan"):
        office.check(TW2)

    assert office.files() == before


# The copy to correct.


@pytest.fixture
def faulty(kul: Office) -> Office:
    """An office with a return that lacks a cell, has an unreadable one, and a missing file."""
    kul.give_back(K, {**COMPLETE, "I004": {"realisation": "WTS"}, "I005": {"realisation": 20}})
    kul.put_evidence(K, "realisasi.pdf", pdf("Realisasi"))
    kul.put_evidence(K, "rekon.png", png())
    kul.merge()
    kul.check()
    return kul


def test_check__faulty_return__marks_the_cells_of_a_copy(faulty: Office) -> None:
    book = openpyxl_book(faulty.folder.correction(TW1, K).read_bytes())

    comments = {
        f"{sheet.title}!{cell.coordinate}"
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }
    assert comments == {"FORM!K8", "FORM!O9", "DATA PENDUKUNG!E7"}
    assert book.sheetnames[0] == "PERBAIKAN"
    assert book["FORM"]["K8"].value == "WTS"


def test_check__faulty_return__leaves_the_return_itself_alone(faulty: Office) -> None:
    returned = faulty.folder.returned(TW1) / "KUL.xlsx"
    before = returned.read_bytes()

    faulty.check()

    assert returned.read_bytes() == before


def test_check__copy_corrected_and_returned__merges_and_settles_everything(faulty: Office) -> None:
    marked = faulty.folder.correction(TW1, K).read_bytes()
    mended: Cells = {"I004": {"realisation": "WTP"}, "I005": {"budget_realisation": 50_000_000}}
    faulty.put("Perbaikan KUL.xlsx", filled(marked, mended))
    faulty.put_evidence(K, "lhp.pdf", pdf("LHP"))

    merged, checked = faulty.merge(), faulty.check()

    assert (codes(merged), codes(checked)) == ([], [])
    assert faulty.row("K1")["realisation"] == "WTP"
    assert fact(checked, "completeness") == 100
    assert not faulty.folder.correction(TW1, K).exists()


def test_check__return_renamed_after_the_merge__is_found_for_the_copy(faulty: Office) -> None:
    before = faulty.folder.correction(TW1, K).read_bytes()
    faulty.folder.correction(TW1, K).unlink()
    home = faulty.folder.returned(TW1)
    (home / "KUL.xlsx").rename(home / "lain.xlsx")
    faulty.merge()

    faulty.check()

    marked = openpyxl_book(faulty.folder.correction(TW1, K).read_bytes())
    assert marked["FORM"]["K8"].comment.text == openpyxl_book(before)["FORM"]["K8"].comment.text


def test_check__complete_return_renamed_after_the_merge__finds_the_evidence_beside_it(
    kul: Office,
) -> None:
    kul.give_back(K, COMPLETE, "kiriman/KUL.xlsx")
    kul.merge()
    home = kul.folder.returned(TW1)
    (home / "kiriman").rename(home / "kiriman KUL")
    for name, data in (("lhp.pdf", pdf("a")), ("realisasi.pdf", pdf("b")), ("rekon.png", png())):
        kul.put(f"kiriman KUL/bukti/{name}", data)

    report = kul.check()

    assert codes(report) == []


def test_check__evidence_outside_every_section__is_a_stray_by_its_path(kul: Office) -> None:
    kul.put("bukti/lepas.pdf", pdf("Lepas"))
    kul.put("bukti/RENDATEN/salah.pdf", pdf("Salah"))

    report = kul.check()

    strays = [line.place for line in report.findings if line.code == "EVIDENCE_STRAY"]
    back = "kembali/2026-TW1/bukti"
    assert strays == [f"{back}/RENDATEN/salah.pdf", f"{back}/lepas.pdf"]
