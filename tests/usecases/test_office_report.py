from __future__ import annotations

import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.text.paragraph import Paragraph

from kinerja_xl.core.period import Period
from kinerja_xl.core.report_figures import ReportKind
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.reports.people_text import block_text, places
from kinerja_xl.usecases.close import close
from kinerja_xl.usecases.office_report import ReportOrder, make_report
from kinerja_xl.usecases.report import Report
from tests.libreoffice_tools import LibreOffice
from tests.usecases.letters import document_text
from tests.usecases.office import KEY_OF, TW1, Office, copied, fact, folder_content, listing

PATH = "laporan/2026-TW1/Laporan_Triwulan_2026-TW1.docx"
HOSTILE = "=1+1 <b>&amp; {{ kantor }} \u200b@x"


def report(office: Office, period: Period = TW1, **order: Any) -> Report:
    wanted = ReportOrder(period, **{"has_pdf": False, **order})
    return make_report(office.book(), wanted, office.run())


def write(path: Path, name: str, text: str) -> None:
    document: Any = Document(str(path))
    Paragraph(places(document)[name].blocks[0], document).runs[0].text = text
    document.save(str(path))


def written(path: Path, name: str) -> str:
    place = places(Document(str(path)))[name]
    return " ".join(block_text(block) for block in place.written)


@pytest.fixture(scope="module")
def built(built_distributed: Office, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office whose first quarter is computed."""
    office = copied(built_distributed, tmp_path_factory.mktemp("laporan") / "Kinerja-2026")
    office.give_back("KUL", {KEY_OF["K2"]: {
        "realisation": 20, "budget_realisation": 200_000_000, "obstacles": HOSTILE,
        "follow_up": "Rapat bulanan"}})  # fmt: skip
    office.merge()
    office.compute()
    return office


@pytest.fixture
def computed(built: Office, tmp_path: Path) -> Office:
    return copied(built, tmp_path / "Kinerja-2026")


def test_make_report__quarter__has_chapters_figures_notes_and_sources(computed: Office) -> None:
    made = report(computed)

    text = document_text(computed.root / PATH)
    document = Document(str(computed.root / PATH))
    headings = [p.text for p in document.paragraphs if (p.style and p.style.name) == "Heading 1"]
    assert [h.split("\n")[0] for h in headings] == [
        "IKHTISAR EKSEKUTIF", "BAB I", "BAB II", "BAB III", "BAB IV", "LAMPIRAN"
    ]  # fmt: skip
    assert HOSTILE.replace("\u200b", "") in text.replace("\u200b", "")
    # PA 250 million, C 100 %, RA 200 million: (250 - 200) / 250 = 20 %, absorbed 80 %.
    assert "dengan tingkat efisiensi 20,00 persen" in text
    assert "250.000.000" in text
    assert "Rapat bulanan" in text
    forms = computed.rows("tblFormulir")
    assert str(next(r["returned_sha256"] for r in forms if r["section"] == "KUL")) in text
    assert "{" not in text.replace("{{ kantor }}", "")
    assert fact(made, "outcome") == "dibuat"
    assert len(document.inline_shapes) >= 4
    assert computed.rows("tblRiwayat")[-1]["verb"] == "Laporan"
    assert computed.rows("tblRiwayat")[-1]["file"] == PATH


def test_make_report__captions__are_numbered_through_and_listed(computed: Office) -> None:
    report(computed)

    text = document_text(computed.root / PATH).splitlines()
    tables = [line for line in text if line.startswith("Tabel ") and line[6].isdigit()]
    numbers = [int(line.split()[1].rstrip(".")) for line in tables]
    half = len(numbers) // 2
    assert numbers == [*range(1, half + 1)] * 2


def test_make_report__again__writes_nothing(computed: Office) -> None:
    report(computed)
    before = folder_content(computed.root)
    computed.now += timedelta(days=1)

    again = report(computed)

    assert fact(again, "outcome") == "sudah sesuai"
    assert folder_content(computed.root) == before


def test_make_report__figures_changed__keeps_what_people_wrote(computed: Office) -> None:
    report(computed)
    path = computed.root / PATH
    write(path, "simpulan", "Simpulan pimpinan: =A1 {{ x }}")
    edited = path.read_bytes()
    computed.type_entry("H1", "realisation", 75)
    computed.compute()

    made = report(computed)

    assert written(path, "simpulan") == "Simpulan pimpinan: =A1 {{ x }}"
    assert (fact(made, "outcome"), fact(made, "carried")) == ("diperbarui", 1)
    assert "di luar tempat tulisan" not in made.message
    assert edited in [p.read_bytes() for p in (computed.root / "cadangan").glob("Laporan*.docx")]


def test_make_report__text_outside_the_places_edited__is_told_and_kept(
    computed: Office,
) -> None:
    report(computed)
    path = computed.root / PATH
    document = Document(str(path))
    headings = [p for p in document.paragraphs if p.style and p.style.name == "Heading 2"]
    headings[0].add_run(" dan lainnya")
    document.save(str(path))

    made = report(computed)

    assert "diubah di luar tempat tulisan" in made.message
    assert len(list((computed.root / "cadangan").glob("Laporan*.docx"))) == 1


@pytest.mark.parametrize(
    ("period", "said"),
    [
        pytest.param("2026-TW2", "belum ada data Triwulan II 2026", id="not-distributed"),
        pytest.param("2026-S1", "belum ada data Triwulan II 2026", id="half-a-semester"),
        pytest.param("2026", "Triwulan II 2026, Triwulan III 2026, Triwulan IV 2026", id="year"),
        pytest.param("2026-01", "Tidak ada laporan untuk Januari 2026", id="month"),
    ],
)
def test_make_report__period_without_figures__is_refused_and_nothing_written(
    computed: Office, period: str, said: str
) -> None:
    before = folder_content(computed.root)

    with pytest.raises(KinerjaError, match=said):
        report(computed, Period.parse(period))

    assert folder_content(computed.root) == before


def test_make_report__data_changed_since_computing__is_refused(computed: Office) -> None:
    computed.type_entry("H1", "realisation", 70)

    with pytest.raises(KinerjaError, match=r"Triwulan I 2026 \(H1\)"):
        report(computed)


def test_make_report__closed_period__reads_what_was_kept(computed: Office) -> None:
    close(computed.book(), TW1, computed.run())
    report(computed)
    before = document_text(computed.root / PATH)
    computed.type_cell("tblIndikator", "name", "Nama baru", code="K2")
    computed.type_cell("tblSkala", "category", "Baru sama sekali", category="Sangat Tinggi")
    (computed.root / PATH).unlink()

    report(computed)

    assert document_text(computed.root / PATH) == before
    assert "ditutup" in before


def test_make_report__closed_beside_an_open_period_not_worked_out__reads_its_own_rows(
    computed: Office,
) -> None:
    second = Period.parse("2026-TW2")
    computed.distribute(period=second)
    computed.type_entry("K2", "realisation", 15, second)
    close(computed.book(), TW1, computed.run())

    made = report(computed)

    assert fact(made, "outcome") == "dibuat"


def test_make_report__table_of_other_years__is_put_beside(computed: Office) -> None:
    table = computed.root / "templat" / "pembanding.csv"
    table.parent.mkdir(exist_ok=True)
    table.write_text("Kode;Realisasi 2025;Target 2029\nK2;15;40\n", encoding="utf-8")

    report(computed)

    text = document_text(computed.root / PATH)
    assert "2025: 15" in text
    assert "+5" in text
    assert "50,00" in text


def test_make_report__table_of_other_years_with_unknown_code__is_refused(computed: Office) -> None:
    table = computed.root / "templat" / "pembanding.csv"
    table.parent.mkdir(exist_ok=True)
    table.write_text("Kode;Realisasi 2025\nX1;15\nK2;banyak\n", encoding="utf-8")

    with pytest.raises(KinerjaError, match=r"banyak.*X1|X1.*banyak"):
        report(computed)


def test_make_report__to_another_file__takes_the_text_along(computed: Office) -> None:
    report(computed)
    write(computed.root / PATH, "simpulan", "Dari naskah biasa")
    target = computed.root.parent / "lain" / "Laporan.docx"

    report(computed, to=target)

    assert written(target, "simpulan") == "Dari naskah biasa"


def test_report_kinds__each__has_a_shipped_template() -> None:
    stems = [kind.file_stem for kind in ReportKind]

    assert stems == ["laporan_triwulan", "laporan_semester", "laporan_kinerja"]


@pytest.mark.libreoffice
def test_make_report__saved_by_libreoffice__keeps_the_text_and_lists_pages(
    computed: Office, tmp_path: Path, libreoffice: LibreOffice
) -> None:
    report(computed)
    path = computed.root / PATH
    for name in places(Document(str(path))):
        write(path, name, f"Tulisan {name}")
    names = list(places(Document(str(path))))
    path.write_bytes(libreoffice.convert(path, "docx", folder=tmp_path).read_bytes())
    computed.type_entry("H1", "realisation", 75)
    computed.compute()

    made = report(computed, has_pdf=True)

    assert {name: written(path, name) for name in names} == {n: f"Tulisan {n}" for n in names}
    assert "di luar tempat tulisan" not in made.message
    assert listing(made, "places").rows[0][1] == "dibawa"
    pdf = path.with_suffix(".pdf")
    text = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True, text=True
    ).stdout
    assert "BAB III AKUNTABILITAS KINERJA" in text
    assert "Tulisan simpulan" in text
    assert ".... -" not in text


def test_make_report__year__puts_the_quarters_together_and_checks_the_semesters(
    computed: Office,
) -> None:
    for number in (3, 4):
        computed.type_cell("tblIndikator", f"target_TW{number}", 20, code="K2")
    for number in (2, 3, 4):
        period = Period.parse(f"2026-TW{number}")
        computed.distribute(period=period)
        computed.type_entry("K2", "realisation", 15 + number, period)
        computed.type_entry("K2", "budget_realisation", 200_000_000 + number, period)
        computed.compute(period)

    made = report(computed, Period.parse("2026"))

    path = computed.root / "laporan/2026/Laporan_Kinerja_2026.docx"
    text = document_text(path)
    assert "LAPORAN KINERJA TAHUN 2026" in text
    assert "KATA PENGANTAR" in text
    assert "D. Kesesuaian Laporan Semester dengan Laporan Tahunan" in text
    assert ["Semester I 2026: 17 (85,00)", "Semester II 2026: 19 (95,00)"][1] in text
    mismatches = listing(made, "mismatches").rows
    assert ("K2", "Indikator K2") not in [row[:2] for row in mismatches]
    told = [str(row[2]) for row in mismatches if row[0] == "R1"]
    assert "Tidak ada dalam Semester II 2026." in told
    assert "200.000.002" not in text  # what was spent is told up to the end of the year
    assert "200.000.004" in text
