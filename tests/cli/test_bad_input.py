"""What cannot run ends with 2, says why in one message, and changes nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.commands import (
    READING,
    VERBS_ON_A_MASTER,
    WRITING,
    Outcome,
    files_up_to,
    obey_permissions,
    run,
    run_process,
    verb,
)
from tests.files.evidence.evidence_samples import xlsx
from tests.usecases.office import (
    INDICATORS,
    TW1,
    Office,
    copied,
    folder_content,
    indicators_csv,
)

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions and limits")


def assert_refused(outcome: Outcome, *parts: str) -> None:
    """Check that a run ended with 2 and one Indonesian message that says all of this."""
    assert (outcome.exit_code, outcome.stdout) == (2, "")
    assert "Traceback" not in outcome.stderr
    assert all(part in outcome.stderr for part in parts), outcome.stderr


def assert_refused_in_json(outcome: Outcome, *parts: str) -> None:
    """Check the same of a run with --json."""
    found = outcome.json
    assert (outcome.exit_code, outcome.stderr, found["status"]) == (2, "", "error")
    assert set(found) == {"verb", "status", "error", "message"}
    assert set(found["error"]) == {"where", "what", "remedy"}
    assert all(part in found["message"] for part in parts), found["message"]


# The master.


def no_master(office: Office) -> None:
    """Take the master away."""
    office.master.unlink()


def text_file(office: Office) -> None:
    """Put a text in its place."""
    office.master.write_text("Kinerja 2026", encoding="utf-8")


def empty_file(office: Office) -> None:
    """Put nothing in its place."""
    office.master.write_bytes(b"")


def other_workbook(office: Office) -> None:
    """Put another workbook in its place."""
    office.master.write_bytes(xlsx())


def form(office: Office) -> None:
    """Put a form in its place."""
    shutil.copy(office.folder.form(TW1, "KUL"), office.master)


def cut_off(office: Office) -> None:
    """Leave half of it."""
    office.master.write_bytes(office.master.read_bytes()[:20_000])


def folder(office: Office) -> None:
    """Put a folder in its place."""
    office.master.unlink()
    office.master.mkdir()


BAD_MASTERS: dict[str, tuple[Callable[[Office], None], str]] = {
    "none": (no_master, "Buku induk tidak ada"),
    "text": (text_file, "Kinerja.xlsm"),
    "empty": (empty_file, "Kinerja.xlsm"),
    "other-workbook": (other_workbook, "Kinerja.xlsm"),
    "form": (form, "Kinerja.xlsm"),
    "cut-off": (cut_off, "Kinerja.xlsm"),
    "folder": (folder, "Kinerja.xlsm"),
}


@pytest.mark.parametrize("name", VERBS_ON_A_MASTER)
@pytest.mark.parametrize(("spoil", "part"), BAD_MASTERS.values(), ids=BAD_MASTERS.keys())
def test_master__none_or_no_master__is_refused(
    spoil: Callable[[Office], None], part: str, name: str, office: Office
) -> None:
    office.give_back("HUKUM", {"I010": {"realisation": 60}})
    spoil(office)
    before = office.files()

    plain = run(*verb(name, office.master))
    as_json = run(*verb(name, office.master), "--json")

    assert_refused(plain, part)
    assert_refused_in_json(as_json, part)
    assert office.files() == before


MARKS = {
    "excel": ("~$Kinerja.xlsm", b"\x09perencana".ljust(165, b"\0"), "Excel"),
    "libreoffice": (".~lock.Kinerja.xlsm#", b",perencana,komputer,,;", "LibreOffice"),
}


@pytest.mark.parametrize("name", WRITING)
@pytest.mark.parametrize(("mark", "content", "program"), MARKS.values(), ids=MARKS.keys())
def test_master__open_in_another_program__is_refused(
    mark: str, content: bytes, program: str, name: str, office: Office
) -> None:
    office.give_back("HUKUM", {"I010": {"realisation": 60}})
    office.folder.form(TW1, "KUL").unlink()
    (office.root / mark).write_bytes(content)
    before = office.files()

    plain = run(*verb(name, office.master))
    as_json = run(*verb(name, office.master), "--json")

    assert_refused(plain, program, "perencana")
    assert_refused_in_json(as_json, program)
    assert office.files() == before


@pytest.mark.parametrize("name", READING)
def test_master__open_in_another_program__can_be_read(name: str, office: Office) -> None:
    (office.root / "~$Kinerja.xlsm").write_bytes(MARKS["excel"][1])

    assert run(*verb(name, office.master)).exit_code == 0


# Periods.


@pytest.mark.parametrize("name", ["distribute", "merge", "check", "compute"])
@pytest.mark.parametrize(
    ("period", "part"),
    [
        pytest.param("2026-TW5", 'Periode "2026-TW5" tidak dikenal', id="fifth-quarter"),
        pytest.param("2026-13", "tidak dikenal", id="thirteenth-month"),
        pytest.param("2026-S0", "tidak dikenal", id="no-semester"),
        pytest.param("TW1", "tidak dikenal", id="no-year"),
        pytest.param("", "tidak dikenal", id="blank"),
        pytest.param("2025-TW1", "tahun 2026", id="other-year"),
    ],
)
def test_period__does_not_exist__is_refused(
    period: str, part: str, name: str, office: Office
) -> None:
    before = office.files()

    outcome = run(name, office.master, "--period", period)

    assert_refused(outcome, part)
    assert_refused_in_json(run(name, office.master, "--period", period, "--json"), part)
    assert office.files() == before


@pytest.mark.parametrize("name", ["check", "compute"])
def test_period__not_distributed__is_refused(name: str, office: Office) -> None:
    before = office.files()

    outcome = run(name, office.master, "--period", "2026-TW3")

    assert_refused(outcome, "belum didistribusikan", "Jalankan distribusi")
    assert office.files() == before


# SOPs and indicators.


@pytest.fixture
def faulty_sop(repository: Path, tmp_path: Path) -> Path:
    """A definition with a key that nobody knows."""
    text = (repository / "sop" / "kpu_sorong.yaml").read_text(encoding="utf-8")
    path = tmp_path / "sop_kami.yaml"
    path.write_text(f"{text}\nwarna: merah\n", encoding="utf-8")
    return path


def test_sop__unknown_key__is_named_with_its_file(faulty_sop: Path, tmp_path: Path) -> None:
    outcomes = [
        run("sop", "validate", faulty_sop),
        run("sop", "show", faulty_sop),
        run("new", tmp_path / "K", "--sop", faulty_sop, "--year", "2026"),
    ]

    for outcome in outcomes:
        assert_refused(outcome, "sop_kami.yaml", "warna")
    assert not (tmp_path / "K").exists()


def test_sop__not_there__names_the_shipped_ones(tmp_path: Path) -> None:
    outcome = run("new", tmp_path / "K", "--sop", "kpu_mana", "--year", "2026")

    assert_refused(outcome, "kpu_mana", "kpu_bengkulu_utara", "kpu_sorong")
    assert not (tmp_path / "K").exists()


def test_indicators__duplicate_code__names_the_rows(tmp_path: Path) -> None:
    listed = tmp_path / "indikator.csv"
    twice = (*INDICATORS, {**INDICATORS[3]})
    listed.write_text(indicators_csv(twice), encoding="utf-8")
    arguments = ("new", tmp_path / "K", "--sop", "kpu_sorong", "--year", "2026")

    outcome = run(*arguments, "--indicators", listed)

    assert_refused(outcome, "indikator.csv", "K1", "baris 5, 12")
    assert not (tmp_path / "K").exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("tidak ada.csv", None, id="not-there"),
        pytest.param("kosong.csv", b"", id="empty"),
        pytest.param("lain.csv", b"Nama;Alamat\nA;B\n", id="other-columns"),
        pytest.param("rusak.xlsx", b"bukan xlsx", id="no-workbook"),
        pytest.param("lain.xlsx", xlsx(), id="other-workbook"),
    ],
)
def test_indicators__no_such_table__is_refused(
    name: str, content: bytes | None, tmp_path: Path
) -> None:
    listed = tmp_path / name
    if content is not None:
        listed.write_bytes(content)
    arguments = ("new", tmp_path / "K", "--sop", "kpu_sorong", "--year", "2026")

    outcome = run(*arguments, "--indicators", listed)

    assert_refused(outcome, name)
    assert not (tmp_path / "K").exists()


def test_new__folder_with_a_master__is_refused(office: Office) -> None:
    before = office.files()

    outcome = run("new", office.root, "--sop", "kpu_sorong", "--year", "2026")

    assert_refused(outcome, "sudah ada")
    assert office.files() == before


def test_section__unknown__is_refused(office: Office) -> None:
    before = office.files()

    outcome = run(*verb("distribute", office.master), "--section", "XX")

    assert_refused(outcome, "XX", "RENDATIN")
    assert office.files() == before


# Rights and room.


@pytest.fixture
def locked_down() -> Iterator[Callable[[Path], None]]:
    """Take the right to write a folder away; it is given back in the end."""
    locked: list[Path] = []

    def lock(path: Path) -> None:
        path.chmod(0o555)
        locked.append(path)

    yield lock
    for path in locked:
        path.chmod(0o755)


def with_work(office: Office) -> None:
    """Leave something to write for every verb."""
    office.give_back("HUKUM", {"I010": {"realisation": "banyak"}})
    office.merge()
    office.give_back("KUL", {"I004": {"realisation": "WTP"}})
    office.type_cell("tblIndikator", "target_TW1", 3, code="R1")


@posix
@pytest.mark.parametrize("name", WRITING)
def test_folder__without_write_permission__is_refused(
    name: str, office: Office, locked_down: Callable[[Path], None]
) -> None:
    with_work(office)
    before = office.files()
    locked_down(office.root)

    outcome = run_process(*verb(name, office.master), before=obey_permissions)

    assert_refused(outcome, "ditulis")
    assert office.files() == before


@posix
@pytest.mark.parametrize(
    ("name", "sub_folder"),
    [
        pytest.param("distribute", "distribusi/2026-TW1/RENDATIN", id="form"),
        pytest.param("distribute", "cadangan", id="backup"),
        pytest.param("check", "perbaikan", id="correction"),
    ],
)
def test_sub_folder__without_write_permission__is_refused(
    name: str, sub_folder: str, office: Office, locked_down: Callable[[Path], None]
) -> None:
    with_work(office)
    before = office.files()
    locked_down(office.root / sub_folder)

    outcome = run_process(*verb(name, office.master), "--json", before=obey_permissions)

    assert_refused_in_json(outcome, "ditulis")
    assert office.files() == before


@posix
def test_new__folder_without_write_permission__is_refused(
    tmp_path: Path, locked_down: Callable[[Path], None]
) -> None:
    locked_down(tmp_path)
    arguments = ("new", tmp_path / "a" / "b", "--sop", "kpu_sorong", "--year", "2026")

    outcome = run_process(*arguments, before=obey_permissions)

    assert_refused(outcome, "ditulis")
    assert folder_content(tmp_path) == {}


@posix
def test_returns__folder_that_must_not_be_read__is_a_finding_and_the_rest_is_merged(
    office: Office,
) -> None:
    office.give_back("HUKUM", {"I010": {"realisation": 60}}, "sub/a.xlsx")
    office.give_back("KUL", {"I004": {"realisation": "WTP"}})
    (office.folder.returned(TW1) / "sub").chmod(0)

    outcome = run_process(*verb("merge", office.master), before=obey_permissions)

    (office.folder.returned(TW1) / "sub").chmod(0o755)
    assert outcome.exit_code == 1
    assert "sub" in outcome.stdout
    assert office.row("K1")["realisation"] == "WTP"


@posix
def test_returns__file_that_must_not_be_read__is_a_finding_and_the_rest_is_merged(
    office: Office,
) -> None:
    locked = office.give_back("HUKUM", {"I010": {"realisation": 60}})
    office.give_back("KUL", {"I004": {"realisation": "WTP"}})
    locked.chmod(0)

    outcome = run_process(*verb("merge", office.master), "--json", before=obey_permissions)
    again = run_process(*verb("merge", office.master), "--json", before=obey_permissions)

    locked.chmod(0o644)
    assert [found["code"] for found in outcome.json["findings"]] == ["FILE_LOCKED"]
    assert [found["code"] for found in again.json["findings"]] == ["FILE_LOCKED"]
    assert office.row("K1")["realisation"] == "WTP"
    assert run(*verb("merge", office.master)).exit_code == 0
    assert office.row("H1")["realisation"] == 60


FORM_AND_NOT_MASTER = 30_000
"""Bytes that a form stays below and a master does not."""


@posix
@pytest.mark.parametrize("name", WRITING)
@pytest.mark.parametrize("size", [1_000, FORM_AND_NOT_MASTER], ids=["no-room", "room-for-forms"])
def test_disk__full__is_refused(size: int, name: str, office: Office) -> None:
    with_work(office)
    before = office.files()

    outcome = run_process(*verb(name, office.master), before=files_up_to(size))

    assert_refused(outcome, "Ruang simpan penuh")
    assert office.files() == before


@posix
def test_new__disk_full__leaves_nothing(tmp_path: Path) -> None:
    arguments = ("new", tmp_path / "a" / "b", "--sop", "kpu_sorong", "--year", "2026", "--json")

    outcome = run_process(*arguments, before=files_up_to(1_000))

    assert_refused_in_json(outcome, "Ruang simpan penuh")
    assert folder_content(tmp_path) == {}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path | None]:
    """A disk of 1 MB; `None` where none can be mounted."""
    place = tmp_path / "kecil"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)]
    is_mounted = (
        shutil.which("mount") is not None
        and subprocess.run(command, capture_output=True, check=False).returncode == 0
    )
    yield place if is_mounted else None
    if is_mounted:
        subprocess.run(["umount", str(place)], check=True)


@posix
@pytest.mark.parametrize("name", WRITING)
def test_disk__really_full__is_refused(
    name: str, built: Office, tmp_path: Path, small_disk: Path | None
) -> None:
    office = copied(built, (small_disk or tmp_path) / "Kinerja-2026")
    with_work(office)
    if small_disk is not None:
        room = shutil.disk_usage(small_disk).free - FORM_AND_NOT_MASTER
        (small_disk / "isi").write_bytes(bytes(room))
    before = office.files()

    limit = files_up_to(FORM_AND_NOT_MASTER) if small_disk is None else None
    outcome = run_process(*verb(name, office.master), before=limit)

    assert_refused(outcome, "Ruang simpan penuh")
    assert office.files() == before


def test_usage_error__json__is_one_object_on_standard_output() -> None:
    outcome = run_process("merge", "Kinerja.xlsm", "--json")

    complaint = outcome.json
    assert (outcome.exit_code, complaint["status"], complaint["verb"]) == (2, "error", "merge")
    assert "--period" in complaint["message"]
