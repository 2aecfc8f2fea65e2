from __future__ import annotations

import pytest

from kinerja_xl.core.officials import (
    find_official,
    official,
    read_nip,
    refuse_unfit,
    require_official,
    spaced_nip,
)
from kinerja_xl.core.values import CellValue
from kinerja_xl.errors import KinerjaError

NIP = "197001011995011001"
SECRETARY = official("Sekretaris", "Nama Satu", NIP, None, "Sekretaris KPU")
HEAD = official("Kepala Subbagian Hukum", "Nama Dua", "19850202 201001 2 002", "HUKUM")


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("197001011995011001", id="plain"),
        pytest.param("19700101 199501 1 001", id="spaced"),
        pytest.param("'19700101.199501-1-001", id="dots-dashes-and-a-leading-quote"),
        pytest.param("19700101\u00a0199501\u00a01\u00a0001", id="unbroken-spaces"),
    ],
)
def test_read_nip__as_people_type_it__is_eighteen_digits(typed: str) -> None:
    assert read_nip(typed) == (NIP, "")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        pytest.param(None, "belum diisi", id="blank"),
        pytest.param("  ", "belum diisi", id="spaces"),
        pytest.param("1970010119950110", "16 angka", id="too-short"),
        pytest.param("1970010119950110012", "19 angka", id="too-long"),
        pytest.param("19701301 199501 1 001", "tanggal lahir", id="month-13"),
        pytest.param("1970O101 199501 1 001", "selain angka", id="letter-for-a-digit"),
        pytest.param("١٩٧٠٠١٠١١٩٩٥٠١١٠٠١", "selain angka", id="other-digits"),
        pytest.param(1.97001011995011e17, "tersimpan sebagai angka", id="number-lost-its-end"),
    ],
)
def test_read_nip__not_one__says_what_is_wrong(typed: CellValue, told: str) -> None:
    assert told in read_nip(typed)[1]


def test_spaced_nip__writes_it_as_in_letters() -> None:
    assert spaced_nip(NIP) == "19700101 199501 1 001"


@pytest.mark.parametrize(
    "wanted", ["sekretaris", " SEKRETARIS ", "Sekretaris  KPU"], ids=["case", "spaces", "actor"]
)
def test_find_official__post_or_name_in_the_sop__is_found(wanted: str) -> None:
    assert find_official((HEAD, SECRETARY), wanted) is SECRETARY


@pytest.mark.parametrize("wanted", ["", "Bupati"])
def test_find_official__nobody__is_none(wanted: str) -> None:
    assert find_official((HEAD, SECRETARY), wanted) is None


def test_require_official__unknown__lists_the_posts() -> None:
    with pytest.raises(KinerjaError, match="Sekretaris; Kepala Subbagian Hukum"):
        require_official((SECRETARY, HEAD), "Bupati", "PEJABAT")


def test_refuse_unfit__several__are_told_at_once() -> None:
    posts = (official("A", "", NIP), official("B", "Nama", "12"), SECRETARY)

    with pytest.raises(KinerjaError) as caught:
        refuse_unfit(posts, "PEJABAT")

    assert "A: nama belum diisi; B: NIP" in str(caught.value)
    assert "Sekretaris" not in str(caught.value)
