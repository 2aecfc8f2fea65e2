from __future__ import annotations

from datetime import date

import pytest

from kinerja_xl.core.document_numbers import document_number
from kinerja_xl.errors import KinerjaError

DAY = date(2026, 9, 3)


def number(pattern: str, code: str = "1703") -> str:
    return document_number(pattern, 7, DAY, kind="SE", office_code=code, where="PEJABAT")


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        pytest.param("{nomor}/ORT.06/{kode}/{tahun}", "7/ORT.06/1703/2026", id="plain"),
        pytest.param("{nomor:03}/{jenis}/{bulan_romawi}/{tahun}", "007/SE/IX/2026", id="roman"),
        pytest.param("{ nomor : 2 } - {bulan}", "07 - 09", id="spaces-and-width"),
    ],
)
def test_document_number__pattern__is_filled(pattern: str, expected: str) -> None:
    assert number(pattern) == expected


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        pytest.param("", "kosong", id="blank"),
        pytest.param("ORT.06/{kode}", "tidak memuat", id="without-running-number"),
        pytest.param("{nomor}/{unit}", "{unit} tidak dikenal", id="unknown"),
        pytest.param("{nomor}/{}", "{} tidak dikenal", id="nameless"),
        pytest.param("{nomor.__class__}", "tidak dikenal", id="attribute"),
        pytest.param("{nomor:99999999}", "tidak dikenal", id="endless-width"),
        pytest.param("{nomor}/{tahun", "tidak berpasangan", id="open-brace"),
    ],
)
def test_document_number__faulty_pattern__is_refused(pattern: str, told: str) -> None:
    with pytest.raises(KinerjaError) as caught:
        number(pattern)

    assert told in str(caught.value)


def test_document_number__office_without_code__is_refused_only_when_needed() -> None:
    assert number("{nomor}/{tahun}", code="") == "7/2026"
    with pytest.raises(KinerjaError, match="kodenya kosong"):
        number("{nomor}/{kode}", code="")
