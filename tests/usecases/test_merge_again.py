from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kinerja_xl.errors import KinerjaError
from tests.usecases.office import (
    RENDATIN,
    TW1,
    Office,
    codes,
    fact,
    listing,
    merged,
)

BACK = "kembali/2026-TW1"


# Doing it again.


def test_merge__again__changes_nothing(office: Office) -> None:
    merged(office, {"I001": {"realisation": 2}, "I002": {"realisation": "banyak"}})
    before = office.files()

    report = office.merge()

    assert office.files() == before
    assert fact(report, "files_read") == 0
    assert codes(report) == ["NOT_A_NUMBER"]


def touch(path: Path) -> None:
    """Give a file another time."""
    os.utime(path, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns + 10**9))


def rename(path: Path) -> None:
    """Give a file another name."""
    path.rename(path.with_name("lain.xlsx"))


def move(path: Path) -> None:
    """Put a file into a sub-folder."""
    (path.parent / "arsip").mkdir()
    path.rename(path.parent / "arsip" / path.name)


def copy(path: Path) -> None:
    """Put a copy beside a file."""
    shutil.copy(path, path.with_name("salinan.xlsx"))


@pytest.mark.parametrize("act", [touch, rename, move, copy])
def test_merge__same_file_elsewhere__changes_nothing(
    act: Callable[[Path], None], office: Office
) -> None:
    path = office.give_back(RENDATIN, {"I001": {"realisation": 2}})
    office.merge()
    before = office.master.read_bytes()
    act(path)

    report = office.merge()

    assert office.master.read_bytes() == before
    assert (codes(report), fact(report, "changes")) == ([], 0)


@pytest.mark.parametrize("act", [touch, rename, move, copy])
def test_merge__same_file_elsewhere__keeps_its_findings(
    act: Callable[[Path], None], office: Office
) -> None:
    path = office.give_back(RENDATIN, {"I002": {"realisation": "banyak"}})
    office.merge()
    act(path)

    reports = [office.merge() for _ in range(2)]

    assert [codes(report) for report in reports] == [["NOT_A_NUMBER"]] * 2
    place = reports[-1].findings[0].place.partition(" [")[0]
    assert (office.root / place).is_file()


def test_merge__unchanged_form_came_back__is_returned_without_a_change(office: Office) -> None:
    office.put("kosong.xlsx", office.form(RENDATIN))

    report = office.merge()

    assert fact(report, "changes") == 0
    board = {row["code"]: row["returned_at"] for row in office.rows("tblStatus")}
    assert board[RENDATIN] is not None


def test_merge__no_folder__has_nothing_to_do(office: Office) -> None:
    shutil.rmtree(office.folder.returned(TW1))
    before = office.files()

    report = office.merge()

    assert (fact(report, "files"), office.files()) == (0, before)


def test_merge__from_another_folder__reads_that_one(office: Office, tmp_path: Path) -> None:
    elsewhere = tmp_path / "unduhan"
    elsewhere.mkdir()
    path = office.give_back(RENDATIN, {"I001": {"realisation": 2}})
    path.rename(elsewhere / "x.xlsx")

    report = office.merge(source=elsewhere)

    assert office.row("R1")["realisation"] == 2
    assert fact(report, "files") == 1


def test_merge__after_one_from_another_folder__keeps_its_findings(
    office: Office, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "unduhan"
    elsewhere.mkdir()
    office.give_back(RENDATIN, {"I002": {"realisation": "x"}}).rename(elsewhere / "x.xlsx")
    office.merge(source=elsewhere)
    before = office.files()

    report = office.merge()

    assert (codes(report), office.files()) == (["NOT_A_NUMBER"], before)


@pytest.mark.parametrize("name", ["tidak ada", "berkas.txt"])
def test_merge__from_no_folder__is_refused(name: str, office: Office, tmp_path: Path) -> None:
    (tmp_path / "berkas.txt").write_bytes(b"")
    before = office.files()

    with pytest.raises(KinerjaError, match="folder"):
        office.merge(source=tmp_path / name)

    assert office.files() == before


def test_merge__dry_run__lists_the_cells_and_writes_nothing(office: Office) -> None:
    office.give_back(RENDATIN, {"I001": {"realisation": 2}, "I002": {"realisation": "banyak"}})
    before = office.files()

    report = office.merge(is_dry_run=True)

    assert office.files() == before
    assert listing(report, "changes").rows == ((RENDATIN, "I001", "Realisasi", None, 2),)
    assert codes(report) == ["NOT_A_NUMBER"]


# Corrections and conflicts.


def test_merge__second_return__corrects_the_first(office: Office) -> None:
    merged(office, {"I001": {"realisation": 2, "note": "lama"}, "I002": {"realisation": "x"}})
    office.give_back(
        RENDATIN, {"I001": {"realisation": 3}, "I002": {"realisation": 80}}, "ulang.xlsx"
    )

    report = office.merge()

    assert codes(report) == []
    assert office.rows("tblTemuan") == []
    assert (office.row("R1")["realisation"], office.row("R1")["note"]) == (3, None)
    assert office.row("R2")["realisation"] == 80


def test_merge__second_return_in_place_of_the_first__corrects_it(office: Office) -> None:
    merged(office, {"I001": {"realisation": 2}})
    office.give_back(RENDATIN, {"I001": {"realisation": 3}})

    report = office.merge()

    assert (codes(report), office.row("R1")["realisation"]) == ([], 3)


def test_merge__first_return_comes_again_after_the_second__brings_nothing(office: Office) -> None:
    first = office.give_back(RENDATIN, {"I001": {"realisation": 2}}).read_bytes()
    office.merge()
    office.give_back(RENDATIN, {"I001": {"realisation": 3}}, "ulang.xlsx")
    office.merge()
    before = office.master.read_bytes()
    office.put("pertama lagi.xlsx", first)

    report = office.merge()

    assert (codes(report), office.master.read_bytes()) == ([], before)


def test_merge__only_the_master_changed__keeps_it(office: Office) -> None:
    merged(office, {"I001": {"realisation": 2}})
    office.type_entry("R1", "realisation", 5)
    office.give_back(RENDATIN, {"I001": {"realisation": 2, "note": "baru"}}, "ulang.xlsx")

    report = office.merge()

    assert codes(report) == []
    assert (office.row("R1")["realisation"], office.row("R1")["note"]) == (5, "baru")


def test_merge__both_changed_alike__is_no_conflict(office: Office) -> None:
    office.type_entry("R1", "realisation", "2,0")
    office.give_back(RENDATIN, {"I001": {"realisation": 2}})

    report = office.merge()

    assert (codes(report), fact(report, "changes")) == ([], 0)


@pytest.fixture
def conflict(office: Office) -> Office:
    """An office in which master and return disagree about one cell."""
    merged(office, {"I001": {"realisation": 2}})
    office.type_entry("R1", "realisation", 5)
    office.give_back(RENDATIN, {"I001": {"realisation": 3, "note": "baru"}}, "ulang.xlsx")
    office.merge()
    return office


def test_merge__both_changed_differently__keeps_the_master_and_lists_both(
    conflict: Office,
) -> None:
    (found,) = conflict.rows("tblTemuan")

    assert (found["code"], found["place"]) == ("CONFLICT", f"{BACK}/ulang.xlsx [FORM!K8]")
    assert found["message"] == (
        'Realisasi: buku induk berisi "5", formulir berisi "3", semula "2". '
        "Nilai buku induk dipertahankan."
    )
    assert (conflict.row("R1")["realisation"], conflict.row("R1")["note"]) == (5, "baru")


def test_merge__conflict_not_decided__stays_and_changes_nothing(conflict: Office) -> None:
    before = conflict.files()

    report = conflict.merge()

    assert codes(report) == ["CONFLICT"]
    assert conflict.files() == before


@pytest.mark.parametrize(
    ("word", "value"),
    [
        pytest.param("pertahankan induk", 5, id="keep"),
        pytest.param("ambil formulir", 3, id="take"),
        pytest.param("Ambil Formulir", 3, id="take-in-capitals"),
    ],
)
def test_merge__conflict_decided__is_settled_for_good(
    word: str, value: int, conflict: Office
) -> None:
    conflict.type_cell("tblTemuan", "decision", word, code="CONFLICT")

    report = conflict.merge()

    assert codes(report) == []
    assert conflict.rows("tblTemuan") == []
    assert conflict.row("R1")["realisation"] == value
    before = conflict.files()
    conflict.merge()
    assert conflict.files() == before


def test_merge__decision_for_another_section__does_not_count(office: Office) -> None:
    for section in (RENDATIN, "KUL"):
        office.give_back(section, {"X01": {"item": "Foto"}})
    office.merge()
    for section in (RENDATIN, "KUL"):
        office.type_cell("tblBukti", "item", "Video", section=section, slot="X01")
        office.give_back(section, {"X01": {"item": "Surat"}}, f"{section}-2.xlsx")
    office.merge()
    office.type_cell("tblTemuan", "decision", "ambil formulir", code="CONFLICT", section="KUL")

    report = office.merge()

    assert [(line.code, line.section) for line in report.findings] == [("CONFLICT", RENDATIN)]
    assert office.evidence("KUL", "X01")["item"] == "Surat"
    assert office.evidence(RENDATIN, "X01")["item"] == "Video"


def test_merge__file_of_a_conflict_gone__keeps_both_values_listed(conflict: Office) -> None:
    before = conflict.rows("tblTemuan")
    (conflict.folder.returned(TW1) / "ulang.xlsx").unlink()

    report = conflict.merge()

    assert (codes(report), conflict.rows("tblTemuan")) == (["CONFLICT"], before)


def test_merge__file_of_a_conflict_renamed__keeps_the_decision(conflict: Office) -> None:
    conflict.type_cell("tblTemuan", "decision", "ambil formulir", code="CONFLICT")
    rename(conflict.folder.returned(TW1) / "ulang.xlsx")

    report = conflict.merge()

    assert (codes(report), conflict.row("R1")["realisation"]) == ([], 3)


def test_merge__return_takes_its_value_back__ends_the_conflict(conflict: Office) -> None:
    conflict.give_back(RENDATIN, {"I001": {"realisation": 5, "note": "baru"}}, "ketiga.xlsx")

    report = conflict.merge()

    assert (codes(report), conflict.row("R1")["realisation"]) == ([], 5)


def test_merge__cell_emptied_in_the_return__is_emptied(office: Office) -> None:
    merged(office, {"I001": {"realisation": 2, "note": "x"}})
    office.give_back(RENDATIN, {"I001": {"realisation": None, "note": None}}, "ulang.xlsx")

    report = office.merge()

    assert codes(report) == []
    assert (office.row("R1")["realisation"], office.row("R1")["note"]) == (None, None)
