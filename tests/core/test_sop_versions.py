from __future__ import annotations

import pytest

from kinerja_xl.core.officials import Official
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


OFFICIALS = (
    Official("Sekretaris", "", ""),
    Official("Kepala Subbagian Perencanaan", "", "", "RENDATIN", "Kasubbag"),
)


@pytest.mark.parametrize(
    ("was", "now", "is_same_post"),
    [
        pytest.param("Kasubbag", "Kepala Subbagian  perencanaan", True, id="its-name-in-full"),
        pytest.param("Kepala Subbagian Perencanaan", "KASUBBAG", True, id="its-short-name"),
        pytest.param("Kasubbag; Staf", "Staf; Kepala Subbagian Perencanaan", True, id="two-posts"),
        pytest.param("Kasubbag", "Sekretaris", False, id="another-post"),
        pytest.param("Kasubbag", "Kasubbag Hukum", False, id="a-post-not-listed"),
        pytest.param("Kasubbag", "Kasubbag; Sekretaris", False, id="one-more"),
        pytest.param("Kasubbag; Staf", "Kasubbag", False, id="one-less"),
        pytest.param("Kasubbag", "", False, id="nobody"),
    ],
)
def test_voiding_changes__actor_called_otherwise__is_a_correction_when_the_post_is_the_same(
    was: str, now: str, is_same_post: bool
) -> None:
    before, after = (SopStep(1, "Menyusun format", actor) for actor in (was, now))

    assert (not voiding_changes((before,), (after,), OFFICIALS)) is is_same_post
