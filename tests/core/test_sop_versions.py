from __future__ import annotations

import pytest

from kinerja_xl.core.sop_versions import SopStep, voiding_changes

BEFORE = (SopStep(1, "Menyusun format", "Kasubbag"), SopStep(2, "Mengisi format", "Staf"))


@pytest.mark.parametrize(
    ("after", "changes"),
    [
        pytest.param(BEFORE, (), id="same"),
        pytest.param(
            (SopStep(1, " menyusun  FORMAT", "kasubbag "), BEFORE[1]), (), id="only-its-writing"
        ),
        pytest.param(BEFORE[:1], ("langkah 2 dihapus",), id="step-removed"),
        pytest.param(
            (*BEFORE, SopStep(3, "Arsip", "Staf")), ("langkah 3 ditambahkan",), id="step-added"
        ),
        pytest.param(
            (BEFORE[0], SopStep(2, "Memeriksa format", "Staf")),
            ("kegiatan langkah 2 berubah",),
            id="scope",
        ),
        pytest.param(
            (SopStep(1, "Menyusun format", "Sekretaris"), BEFORE[1]),
            ('pelaksana langkah 1 berubah dari "Kasubbag" menjadi "Sekretaris"',),
            id="person-in-charge",
        ),
    ],
)
def test_voiding_changes__sop_under_the_same_number__names_what_voids_it(
    after: tuple[SopStep, ...], changes: tuple[str, ...]
) -> None:
    assert voiding_changes(BEFORE, after) == changes
