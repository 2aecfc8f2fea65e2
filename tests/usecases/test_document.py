from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from docx import Document

from kinerja_xl.core.book import SetCell
from kinerja_xl.core.decisions import Decisions
from kinerja_xl.core.documents import DocumentKind
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.documents.templates import template_name
from kinerja_xl.usecases.close import close
from kinerja_xl.usecases.decide import decide
from kinerja_xl.usecases.document_files import give_templates
from kinerja_xl.usecases.undo import undo
from tests.usecases.letters import (
    CIRCULAR_PATH,
    NUMBER,
    PLANNER,
    SECRETARY,
    document_text,
    make,
    signed_circular,
    staffed,
)
from tests.usecases.office import RENDATIN, TW1, TW2, Office, fact, listing, merged

CIRCULAR, RECEIPT = DocumentKind.CIRCULAR, DocumentKind.RECEIPT
DISPOSITION, RETURN = DocumentKind.DISPOSITION, DocumentKind.RETURN


def register(office: Office) -> list[dict[str, object]]:
    return [dict(row) for row in office.rows("tblDokumen")]


def test_make_documents__circular__is_numbered_and_names_sections_and_deadline(
    fresh: Office,
) -> None:
    report = make(staffed(fresh))

    text = document_text(fresh.root / CIRCULAR_PATH)
    assert fact(report, "made") == 1
    assert f"NOMOR {NUMBER}" in text
    assert "paling lambat hari Kamis, tanggal 9 April 2026" in text  # a holiday lies between
    for section in ("Keuangan, Umum dan Logistik", "Hukum dan Sumber Daya Manusia"):
        assert f"Kepala Subbagian {section}" in text
    assert "Pemegang Jabatan Satu" in text
    assert "NIP 19700101 199501 1 001" in text
    assert "{" not in text


def test_make_documents__circular__stands_in_register_and_history(fresh: Office) -> None:
    make(staffed(fresh))

    (row,) = register(fresh)
    assert (row["number"], row["kind"], row["status"]) == (NUMBER, "Surat Edaran", "konsep")
    assert (row["period"], row["sections"]) == ("2026-TW1", "RENDATIN; KUL; TEKNIS; HUKUM")
    assert row["path"] == CIRCULAR_PATH
    assert (row["initial_post"], row["signature_post"]) == (PLANNER, SECRETARY)
    last = fresh.rows("tblRiwayat")[-1]
    assert (last["verb"], last["file"], last["new"]) == (
        "Dokumen", CIRCULAR_PATH, f"{NUMBER} dibuat",
    )  # fmt: skip
    assert last["file_sha256"] == row["file_sha256"]


def test_make_documents__twice__numbers_it_once(fresh: Office) -> None:
    make(staffed(fresh))
    before = fresh.files()

    report = make(fresh)

    assert fresh.files() == before
    assert listing(report, "documents").rows[0][3] == "sudah ada"


def test_make_documents__file_gone__comes_back_with_the_same_bytes(fresh: Office) -> None:
    make(staffed(fresh))
    path = fresh.root / CIRCULAR_PATH
    before = path.read_bytes()
    path.unlink()

    make(fresh)

    assert path.read_bytes() == before
    assert len(register(fresh)) == 1


def test_make_documents__again__gets_the_next_number(fresh: Office) -> None:
    make(staffed(fresh))

    make(fresh, is_again=True)
    make(fresh, DISPOSITION)

    numbers = [row["number"] for row in register(fresh)]
    assert numbers == [NUMBER, "2/ORT.06-SE/1703/2026", "1/ORT.06-LD/1703/2026"]


def test_make_documents__office_number__is_followed_by_the_next(fresh: Office) -> None:
    make(staffed(fresh), running=41)

    make(fresh, is_again=True)

    assert [row["number"] for row in register(fresh)] == [
        "41/ORT.06-SE/1703/2026", "42/ORT.06-SE/1703/2026",
    ]  # fmt: skip


def test_make_documents__draft_that_changes__keeps_number_and_what_was_edited(
    fresh: Office,
) -> None:
    make(staffed(fresh))
    path = fresh.root / CIRCULAR_PATH
    paper = Document(str(path))
    paper.add_paragraph("Ditambahkan di Word")
    paper.save(str(path))

    make(fresh, note="Rapat koordinasi tanggal 3 April 2026.")

    assert "Rapat koordinasi" in document_text(path)
    assert "Ditambahkan di Word" in document_text(fresh.folder.backups / path.name)
    assert [row["number"] for row in register(fresh)] == [NUMBER]


def test_make_documents__signed_and_different__is_refused(fresh: Office) -> None:
    signed_circular(fresh)
    before = fresh.files()

    with pytest.raises(KinerjaError, match="sudah ditandatangani") as caught:
        make(fresh, note="Tambahan")

    assert "--again" in str(caught.value)
    assert fresh.files() == before


def test_make_documents__signed_and_same__stays(fresh: Office) -> None:
    signed_circular(fresh)
    before = fresh.files()

    make(fresh)

    assert fresh.files() == before


def test_make_documents__two_kinds_with_one_pattern__cannot_share_a_number(fresh: Office) -> None:
    staffed(fresh)
    for index, _ in enumerate(DocumentKind):
        change = SetCell("tblNaskah", index, "pattern", "{nomor}/ORT.06/{kode}/{tahun}")
        fresh.book().apply((change,))
    make(fresh)

    with pytest.raises(KinerjaError, match="sudah dipakai Surat Edaran"):
        make(fresh, DISPOSITION)


def test_make_documents__disposition__goes_to_who_manages_the_data(fresh: Office) -> None:
    make(staffed(fresh), DISPOSITION)

    text = document_text(fresh.root / "dokumen/2026-TW1/Lembar_Disposisi_2026-001.docx")
    assert f"1. {PLANNER}" in text
    assert "Perjanjian Kinerja Tahun 2026" in text


def test_make_documents__receipt__lists_forms_with_their_versions(office: Office) -> None:
    make(staffed(office), RECEIPT)

    text = document_text(office.root / "dokumen/2026-TW1/Tanda_Terima_2026-001.docx")
    assert "Form_KUL_2026-TW1.xlsx, versi 1, 2 indikator" in text
    assert "Pemegang Jabatan Dua\nNIP 19850202 201001 2 002" in text


def test_make_documents__receipt_before_distribution__is_refused(fresh: Office) -> None:
    with pytest.raises(KinerjaError, match="belum dibagikan"):
        make(staffed(fresh), RECEIPT)


def test_make_documents__return__one_letter_a_section_with_errors(office: Office) -> None:
    office.give_back(RENDATIN, {"I001": {"realisation": "dua ribu & <lebih>"}})
    office.merge()

    report = make(staffed(office), RETURN)

    (line,) = listing(report, "documents").rows
    text = document_text(office.root / str(line[5]))
    assert line[1] == RENDATIN
    assert "dua ribu & <lebih>" in text
    assert f"Yth. {PLANNER}" in text


def test_make_documents__return__names_the_rows_sent_back(office: Office) -> None:
    merged(office, {"I001": {"realisation": 2}})
    returned = Decisions(returned=(("R1", "Lampirkan notulen rapat"),))
    decide(office.book(), TW1, RENDATIN, returned, office.run())

    report = make(staffed(office), RETURN)

    (line,) = listing(report, "documents").rows
    text = document_text(office.root / str(line[5]))
    assert "Indikator R1" in text
    assert "Lampirkan notulen rapat" in text


def test_make_documents__return_without_errors__is_refused(office: Office) -> None:
    with pytest.raises(KinerjaError, match="Tidak ada temuan"):
        make(staffed(office), RETURN)


def test_make_documents__name_and_nip_missing__are_told_together(fresh: Office) -> None:
    before = fresh.files()

    with pytest.raises(KinerjaError) as caught:
        make(fresh)

    assert str(caught.value).count("nama belum diisi, NIP belum diisi") == 2
    assert fresh.files() == before


@pytest.mark.parametrize(
    ("change", "told"),
    [
        pytest.param({"day": date(2026, 4, 2)}, "belum tiba", id="future-date"),
        pytest.param({"due": date(2026, 3, 31)}, "mendahului tanggal dokumen", id="due-before"),
        pytest.param({"sections": ("ENTAH",)}, "tidak dikenal", id="section-unknown"),
        pytest.param({"step": 99}, "Langkah 99", id="step-unknown"),
    ],
)
def test_make_documents__order_that_cannot_be__changes_nothing(
    fresh: Office, change: dict[str, object], told: str
) -> None:
    staffed(fresh)
    before = fresh.files()

    with pytest.raises(KinerjaError, match=told):
        make(fresh, CIRCULAR, **change)

    assert fresh.files() == before


def test_make_documents__closed_period__is_refused(office: Office) -> None:
    staffed(office)
    office.compute()
    close(office.book(), TW1, office.run())

    with pytest.raises(KinerjaError, match="sudah ditutup"):
        make(office)


def test_make_documents__open_in_word__is_refused(fresh: Office) -> None:
    make(staffed(fresh))
    path = fresh.root / CIRCULAR_PATH
    path.with_name(f"~${path.name}").write_bytes(b"\5Pakai")
    before = fresh.files()

    with pytest.raises(KinerjaError, match="sedang dibuka"):
        make(fresh, note="Tambahan")

    assert fresh.files() == before


def test_make_documents__own_template__goes_first(fresh: Office) -> None:
    give_templates(staffed(fresh).book(), (CIRCULAR,))
    path = fresh.folder.templates / template_name(CIRCULAR)
    paper = Document(str(path))
    paper.add_paragraph("Kalimat kantor {{ periode }}")
    paper.save(str(path))

    make(fresh)

    assert "Kalimat kantor Triwulan I 2026" in document_text(fresh.root / CIRCULAR_PATH)
    assert register(fresh)[0]["template"] == "templat/surat_edaran.docx"


def test_make_documents__unknown_placeholder__names_it_and_the_template(fresh: Office) -> None:
    give_templates(staffed(fresh).book(), (CIRCULAR,))
    path = fresh.folder.templates / template_name(CIRCULAR)
    paper = Document(str(path))
    paper.add_paragraph("{{ nama_ketua }} {{ pangkat }}")
    paper.save(str(path))
    before = fresh.files()

    with pytest.raises(KinerjaError) as caught:
        make(fresh)

    assert "templat/surat_edaran.docx" in str(caught.value)
    assert "{{ nama_ketua }}, {{ pangkat }}" in str(caught.value)
    assert fresh.files() == before


def test_make_documents__many_sections_at_once__second_period_has_its_own_folder(
    fresh: Office,
) -> None:
    make(staffed(fresh), period=TW2)

    assert (fresh.root / "dokumen/2026-TW2/Surat_Edaran_2026-001.docx").is_file()


def test_undo__document__moves_the_file_away_and_brings_it_back(fresh: Office) -> None:
    make(staffed(fresh))
    path = fresh.root / CIRCULAR_PATH
    made = path.read_bytes()

    undo(fresh.master, fresh.run())
    is_gone, lines = not path.exists(), register(fresh)
    undo(fresh.master, fresh.run())

    assert is_gone
    assert lines == []
    assert path.read_bytes() == made
    assert register(fresh)[0]["number"] == NUMBER


def test_give_templates__edited_one__stays(fresh: Office) -> None:
    give_templates(fresh.book(), (CIRCULAR,))
    own = fresh.folder.templates / template_name(CIRCULAR)
    own.write_bytes(b"milik kantor")

    report = give_templates(fresh.book(), tuple(DocumentKind))

    assert own.read_bytes() == b"milik kantor"
    assert fact(report, "copied") == 3
    assert {path.name for path in Path(fresh.folder.templates).iterdir()} == {
        template_name(kind) for kind in DocumentKind
    }
