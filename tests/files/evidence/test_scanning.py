from __future__ import annotations

import hashlib
import os
import shutil
import socket
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from kinerja_xl.core.evidence import Access, EvidenceFile, EvidenceIndex
from kinerja_xl.files.evidence.scanning import scan_evidence
from tests.files.evidence import evidence_samples as sample

on_unix = pytest.mark.skipif(os.name == "nt", reason="needs links, pipes or modes of a Unix system")


@pytest.fixture
def office(tmp_path: Path) -> Path:
    (tmp_path / "kembali" / "2026-TW1" / "bukti" / "KUL").mkdir(parents=True)
    return tmp_path


@pytest.fixture
def folder(office: Path) -> Path:
    return office / "kembali" / "2026-TW1" / "bukti" / "KUL"


def by_path(*folders: Path) -> dict[str, EvidenceFile]:
    return {file.path: file for file in scan_evidence(folders, "KUL")}


def test_scan_evidence__real_files__are_read_and_known_by_content(
    office: Path, folder: Path
) -> None:
    (folder / "rapat").mkdir()
    (folder / "ba.pdf").write_bytes(sample.pdf())
    (folder / "rapat" / "foto.png").write_bytes(sample.png())
    (folder / "rekap.xlsx").write_bytes(sample.xlsx())

    files = scan_evidence([folder], "KUL", relative_to=office)

    assert [(file.path, file.kind, file.is_sound) for file in files] == [
        ("ba.pdf", "dokumen PDF", True),
        ("rapat/foto.png", "gambar PNG", True),
        ("rekap.xlsx", "buku kerja Excel (.xlsx)", True),
    ]
    first = files[0]
    assert first.section == "KUL"
    assert first.location == "kembali/2026-TW1/bukti/KUL/ba.pdf"
    assert first.size_bytes == len(sample.pdf())
    assert first.sha256 == hashlib.sha256(sample.pdf()).hexdigest()


def test_scan_evidence__renamed_file__says_what_was_expected_and_what_it_is(folder: Path) -> None:
    (folder / "ba.pdf").write_bytes(sample.png())
    (folder / "rekap.XLS").write_text("<html><table></table></html>", encoding="utf-8")

    files = by_path(folder)

    assert not files["ba.pdf"].matches_extension
    assert (files["ba.pdf"].expected, files["ba.pdf"].kind) == ("dokumen PDF", "gambar PNG")
    assert not files["rekap.XLS"].matches_extension
    assert files["rekap.XLS"].kind == "halaman web (HTML)"


@pytest.mark.parametrize("name", ["peta.dwg", "tanpa_ekstensi", "data.123"])
def test_scan_evidence__unknown_extension__accepts_the_content(folder: Path, name: str) -> None:
    (folder / name).write_bytes(bytes(range(256)))

    file = by_path(folder)[name]

    assert file.is_sound
    assert (file.expected, file.kind) == ("", "jenis yang tidak dikenal")


def test_scan_evidence__empty_file__is_empty_and_of_no_wrong_kind(folder: Path) -> None:
    (folder / "ba.pdf").touch()

    file = by_path(folder)["ba.pdf"]

    assert (file.size_bytes, file.kind, file.matches_extension) == (0, "berkas kosong", True)
    assert not file.is_sound


def test_scan_evidence__copies__have_the_same_digest(folder: Path) -> None:
    (folder / "a.pdf").write_bytes(sample.pdf())
    (folder / "b.pdf").write_bytes(sample.pdf())
    (folder / "c.pdf").write_bytes(sample.pdf("lain"))

    files = by_path(folder)

    assert files["a.pdf"].sha256 == files["b.pdf"].sha256 != files["c.pdf"].sha256


def test_scan_evidence__file_longer_than_a_block__is_digested_whole(folder: Path) -> None:
    content = sample.pdf() + b"%" * 3_000_000
    (folder / "ba.pdf").write_bytes(content)

    file = by_path(folder)["ba.pdf"]

    assert file.size_bytes == len(content)
    assert file.sha256 == hashlib.sha256(content).hexdigest()


def test_scan_evidence__left_behind_by_programs__is_passed_over(folder: Path) -> None:
    for name in (
        "Thumbs.db", "desktop.ini", ".DS_Store", "._ba.pdf", "~$rekap.xlsx", ".~lock.rekap.ods#",
    ):  # fmt: skip
        (folder / name).write_bytes(b"x")
    (folder / "__MACOSX").mkdir()
    (folder / "__MACOSX" / "ba.pdf").write_bytes(b"x")

    assert scan_evidence([folder], "KUL") == ()


def test_scan_evidence__decomposed_name_of_macos__is_found_by_the_composed_one(
    folder: Path,
) -> None:
    (folder / unicodedata.normalize("NFD", "Café.pdf")).write_bytes(sample.pdf())

    found = EvidenceIndex("KUL", scan_evidence([folder], "KUL")).find("café.PDF")

    assert found is not None
    assert found.is_sound


@on_unix
def test_scan_evidence__links__are_reported_and_not_followed(office: Path, folder: Path) -> None:
    secret = office / "rahasia"
    secret.mkdir()
    (secret / "gaji.pdf").write_bytes(sample.pdf())
    (folder / "gaji.pdf").symlink_to(secret / "gaji.pdf")
    (folder / "semua").symlink_to(secret, target_is_directory=True)
    (folder / "putus.pdf").symlink_to(office / "tidak-ada")
    (folder / "lingkar").symlink_to(folder, target_is_directory=True)

    files = by_path(folder)

    assert sorted(files) == ["gaji.pdf", "lingkar", "putus.pdf", "semua"]
    assert {(file.access, file.sha256, file.size_bytes) for file in files.values()} == {
        (Access.LINK, "", 0)
    }


@on_unix
def test_scan_evidence__pipe_and_socket__are_reported_and_not_opened(folder: Path) -> None:
    os.mkfifo(folder / "pipa.pdf")
    with tempfile.TemporaryDirectory() as short, socket.socket(socket.AF_UNIX) as server:
        server.bind(f"{short}/s")
        shutil.move(f"{short}/s", folder / "soket")

        files = by_path(folder)

    assert (files["pipa.pdf"].access, files["pipa.pdf"].kind) == (Access.SPECIAL, "pipa")
    assert (files["soket"].access, files["soket"].kind) == (Access.SPECIAL, "soket")


@pytest.fixture
def unprivileged() -> Iterator[Path]:
    """A folder that anyone may enter, and no rights beyond those of an ordinary user."""
    place = Path(tempfile.mkdtemp())
    place.chmod(0o755)
    is_root = os.geteuid() == 0
    try:
        (place / "ba.pdf").write_bytes(sample.pdf())
        (place / "rahasia.pdf").write_bytes(sample.pdf("lain"))
        (place / "rahasia.pdf").chmod(0)
        (place / "tertutup").mkdir(mode=0)
        if is_root:
            os.seteuid(65534)
        yield place
    finally:
        if is_root:
            os.seteuid(0)
        (place / "tertutup").chmod(0o700)
        shutil.rmtree(place)


@on_unix
def test_scan_evidence__what_may_not_be_read__is_reported_and_the_rest_read(
    unprivileged: Path,
) -> None:
    files = by_path(unprivileged)

    assert {path: file.access for path, file in files.items()} == {
        "ba.pdf": Access.READ,
        "rahasia.pdf": Access.UNREADABLE,
        "tertutup": Access.UNREADABLE,
    }


@pytest.mark.skipif(
    os.name == "nt" or os.uname().sysname == "Darwin", reason="names are Unicode there"
)
def test_scan_evidence__name_that_is_no_text__is_read_and_can_be_written(folder: Path) -> None:
    (folder / os.fsdecode(b"ba\xff.pdf")).write_bytes(sample.pdf())

    (file,) = scan_evidence([folder], "KUL")

    assert file.path == r"ba\udcff.pdf"
    assert file.location.encode()
    assert file.is_sound


def test_scan_evidence__several_folders__sorts_by_path_and_passes_over_missing_ones(
    office: Path, folder: Path
) -> None:
    sent = office / "distribusi" / "KUL" / "bukti"
    sent.mkdir(parents=True)
    (sent / "a.pdf").write_bytes(sample.pdf("a"))
    (sent / "c.pdf").write_bytes(sample.pdf("c"))
    (folder / "a.pdf").write_bytes(sample.pdf("b"))

    files = scan_evidence([folder, sent, office / "tidak-ada"], "KUL", relative_to=office)

    assert [file.location for file in files] == [
        "kembali/2026-TW1/bukti/KUL/a.pdf",
        "distribusi/KUL/bukti/a.pdf",
        "distribusi/KUL/bukti/c.pdf",
    ]


def test_scan_evidence__folder_inside_another__is_read_once(office: Path, folder: Path) -> None:
    (folder / "a.pdf").write_bytes(sample.pdf())

    files = scan_evidence([folder, folder.parent, folder], "KUL", relative_to=office)

    assert [file.path for file in files] == ["KUL/a.pdf"]


def test_scan_evidence__progress__counts_every_file(folder: Path) -> None:
    for number in range(3):
        (folder / f"{number}.pdf").write_bytes(sample.pdf(str(number)))
    calls: list[tuple[int, int]] = []

    scan_evidence([folder], "KUL", progress=lambda done, total: calls.append((done, total)))

    assert calls == [(1, 3), (2, 3), (3, 3)]


def test_scan_evidence__twice__gives_the_same(folder: Path) -> None:
    for name in ("b.pdf", "a.png", "Z.pdf"):
        (folder / name).write_bytes(sample.pdf(name))

    first, second = scan_evidence([folder], "KUL"), scan_evidence([folder], "KUL")

    assert first == second
    assert [file.path for file in first] == ["Z.pdf", "a.png", "b.pdf"]
