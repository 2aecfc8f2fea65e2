from __future__ import annotations

import hashlib
import io
import re
import unicodedata
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from kinerja_xl.core.inventory import INDEX_NAME, SUMS_NAME
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.building.inventory import COLUMNS, HEADER_ROW, SHEET
from kinerja_xl.usecases.close import close
from kinerja_xl.usecases.inventory import export_evidence
from kinerja_xl.usecases.report import Report
from tests.files.evidence.evidence_samples import pdf, png
from tests.usecases.office import RENDATIN, TW1, TW2, Office, codes, fact, folder_content

ZIP = "laporan/Data_Pendukung_2026-TW1.zip"
_LINK = re.compile(r'=HYPERLINK\("([^"]+)","([^"]+)"\)')


def export(office: Office, target: Path | None = None) -> Report:
    return export_evidence(office.book(), TW1, office.run(), target)


@pytest.fixture
def checked(office: Office) -> Office:
    """An office with two accepted pieces of one section and one that is missing."""
    office.put_evidence(RENDATIN, "Bérita #1 50%.pdf", pdf())
    office.put_evidence(RENDATIN, "sub/foto.png", png())
    extra = {"code": "R2", "item": "Foto", "file_name": "foto.png", "description": "halaman 2"}
    office.give_back(RENDATIN, {"I001.1": {"file_name": "Bérita #1 50%.pdf"}, "X01": extra})
    office.merge()
    office.check()
    where = {"section": RENDATIN, "slot": "I001.1"}
    office.type_cell("tblBukti", "verified_by", "Kasubbag Rendatin", **where)
    office.type_cell("tblBukti", "verified_at", date(2026, 4, 2), **where)
    return office


def index_rows(data: bytes) -> list[dict[str, object]]:
    sheet = openpyxl.load_workbook(io.BytesIO(data))[SHEET]
    fields = [column.field for column in COLUMNS]
    rows = sheet.iter_rows(min_row=HEADER_ROW + 1, values_only=True)
    return [dict(zip(fields, row, strict=True)) for row in rows]


def links(data: bytes) -> list[str]:
    found = (_LINK.fullmatch(str(row["file"])) for row in index_rows(data))
    return [match.group(1) for match in found if match]


def test_export_evidence__zip__links_of_its_index_lead_to_the_accepted_files(
    checked: Office,
) -> None:
    report = export(checked)

    with zipfile.ZipFile(checked.root / ZIP) as archive:
        index = archive.read(INDEX_NAME)
        content = {target: archive.read(target) for target in links(index)}
        assert sorted(archive.namelist()) == sorted((INDEX_NAME, SUMS_NAME, *content))
    assert content == {
        "RENDATIN/R1/Bérita _1 50_.pdf": pdf(), "RENDATIN/R2/foto.png": png(),
    }  # fmt: skip
    assert all(unicodedata.is_normalized("NFC", place) for place in content)
    assert fact(report, "files") == 2


def test_export_evidence__index__says_what_each_file_is(checked: Office) -> None:
    export(checked)

    with zipfile.ZipFile(checked.root / ZIP) as archive:
        first, second = index_rows(archive.read(INDEX_NAME))
    assert (first["section"], first["code"], first["item"]) == (RENDATIN, "R1", "Dokumen")
    assert (first["size"], first["extent"]) == (len(pdf()), "1 halaman")
    assert first["sha256"] == hashlib.sha256(pdf()).hexdigest()
    assert first["verified_by"] == "Kasubbag Rendatin"
    assert str(first["verified_at"]).startswith("2026-04-02")
    assert (second["description"], second["extent"]) == ("halaman 2", "1 gambar")


def test_export_evidence__what_is_not_accepted__is_said(checked: Office) -> None:
    report = export(checked)

    assert set(codes(report)) == {"EVIDENCE_NOT_ACCEPTED"}
    assert {line.section for line in report.findings} == {"KUL", "TEKNIS"}


def test_export_evidence__folder__holds_the_same_as_the_zip(
    checked: Office, tmp_path: Path
) -> None:
    export(checked)
    export(checked, tmp_path / "inventaris")

    with zipfile.ZipFile(checked.root / ZIP) as archive:
        zipped = {name: archive.read(name) for name in archive.namelist()}
    laid_out = folder_content(tmp_path / "inventaris")
    assert {name: data for name, data in laid_out.items() if not name.endswith("/")} == zipped


@pytest.mark.parametrize("name", ["bukti.zip", "bukti"])
def test_export_evidence__twice__is_once(checked: Office, tmp_path: Path, name: str) -> None:
    export(checked, tmp_path / name)
    before, kept = checked.files(), folder_content(tmp_path)

    report = export(checked, tmp_path / name)

    assert fact(report, "changed") is False
    assert checked.files() == before
    assert folder_content(tmp_path) == kept


def test_export_evidence__new_inventory__is_in_riwayat_with_its_hash(checked: Office) -> None:
    export(checked)

    line = checked.rows("tblRiwayat")[-1]
    data = (checked.root / ZIP).read_bytes()
    assert (line["verb"], line["file"], line["new"]) == ("Bukti", ZIP, 2)
    assert line["file_sha256"] == hashlib.sha256(data).hexdigest()


def test_export_evidence__file_changed_or_lost_since_the_check__is_left_out(
    checked: Office,
) -> None:
    checked.put_evidence(RENDATIN, "Bérita #1 50%.pdf", pdf("lain"))

    report = export(checked)

    assert "EVIDENCE_CHANGED" in codes(report)
    assert fact(report, "files") == 1


def test_export_evidence__nothing_accepted__is_refused(office: Office) -> None:
    before = office.files()

    with pytest.raises(KinerjaError, match="Belum ada bukti"):
        export(office)

    assert office.files() == before


def test_export_evidence__folder_of_something_else__stays(checked: Office, tmp_path: Path) -> None:
    target = tmp_path / "foto keluarga"
    target.mkdir()
    (target / "anak.jpg").write_bytes(b"x")

    with pytest.raises(KinerjaError, match="anak"):
        export(checked, target)

    assert (target / "anak.jpg").read_bytes() == b"x"


def test_export_evidence__master_that_cannot_be_written__leaves_no_inventory(
    checked: Office,
) -> None:
    (checked.root / ".~lock.Kinerja.xlsm#").write_text(",orang,komputer,;", encoding="utf-8")
    before = checked.files()

    with pytest.raises(KinerjaError):
        export(checked)

    assert checked.files() == before


def test_export_evidence__closed_period__can_be_exported(checked: Office) -> None:
    checked.compute()
    close(checked.book(), TW1, checked.run())

    assert fact(export(checked), "files") == 2


def test_export_evidence__period_of_another_year__is_refused(checked: Office) -> None:
    other = type(TW2).parse("2025-TW1")

    with pytest.raises(KinerjaError, match="tahun 2026"):
        export_evidence(checked.book(), other, checked.run())
