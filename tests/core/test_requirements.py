from __future__ import annotations

import pytest

from kinerja_xl.core.requirements import Holding, Thing, lacking, left_behind, things_in


@pytest.mark.parametrize(
    ("text", "things"),
    [
        pytest.param("Perjanjian  Kinerja", (Thing.AGREEMENT,), id="agreement"),
        pytest.param("lembaran disposisi", (Thing.DISPOSITION,), id="disposition"),
        pytest.param(
            "Konsep SE dan Form Data Kinerja", (Thing.CIRCULAR_DRAFT, Thing.FORM), id="draft"
        ),
        pytest.param("draft SE", (Thing.CIRCULAR_DRAFT,), id="draft-in-english"),
        pytest.param("Surat Edaran", (Thing.CIRCULAR,), id="signed-circular"),
        pytest.param("rekap dokumen LHP, LHE, TL HP", (Thing.AUDITS,), id="audits"),
        pytest.param("dokumen format data", (Thing.FORM,), id="format"),
        pytest.param("form yang telah diisi", (Thing.FILLED_FORM,), id="filled"),
        pytest.param("2 (dua) Laporan Semester", (Thing.SEMESTER_REPORTS,), id="semesters"),
        pytest.param("Laporan Kinerja", (Thing.ANNUAL_REPORT,), id="annual"),
        pytest.param("draft laporan kinerja", (), id="draft-report-is-nobodys"),
        pytest.param("catatan dan pembagian tugas", (), id="paper"),
        pytest.param("proses seleksi informasi", (), id="words-inside-words"),
        pytest.param("", (), id="blank"),
    ],
)
def test_things_in__text__names_what_the_program_keeps(
    text: str, things: tuple[Thing, ...]
) -> None:
    assert things_in(text) == things


def test_lacking__absent_and_unknown__names_only_what_is_known_to_be_absent() -> None:
    holdings = {
        Thing.DISPOSITION: Holding(False), Thing.FORM: Holding(True),
    }  # fmt: skip

    found = lacking(("Disposisi", "Form Data", "Surat Edaran", "Dokumen"), holdings)

    assert found == (Thing.DISPOSITION,)


def test_left_behind__output__is_what_exists_and_has_a_place() -> None:
    letter = Holding(True, "dokumen/2026-TW1/SE.docx", "SE.docx")
    holdings = {
        Thing.CIRCULAR: letter, Thing.FORM: Holding(True), Thing.DISPOSITION: Holding(False, "x"),
    }  # fmt: skip

    assert left_behind("disposisi, SE, dan form data", holdings) == (letter,)
