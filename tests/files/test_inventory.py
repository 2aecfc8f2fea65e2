from __future__ import annotations

import hashlib
import os
import zipfile
from pathlib import Path

import pytest

from kinerja_xl.core.inventory import INDEX_NAME, SUMS_NAME
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.inventory import (
    is_same_inventory,
    put_in_place,
    refuse_foreign,
    write_inventory,
)

EVIDENCE = b"%PDF-1.4 bukti"
PLACE = "KUL/1.1/bérita.pdf"


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "sumber.pdf"
    path.write_bytes(EVIDENCE)
    return path


def _quiet(_done: int, _total: int) -> None:
    pass


def _write(target: Path, source: Path, note: bytes = b"indeks", digest: str = "") -> Path:
    sums = f"{_digest(EVIDENCE)}  {PLACE}\n".encode()
    return write_inventory(
        target,
        {INDEX_NAME: note, SUMS_NAME: sums},
        {PLACE: (source, digest or _digest(EVIDENCE))},
        _quiet,
    )


def _put(target: Path, source: Path, note: bytes = b"indeks") -> None:
    temporary = _write(target, source, note)
    with put_in_place(temporary, target):
        pass


TARGETS = pytest.mark.parametrize("name", ["bukti.zip", "bukti"])


@TARGETS
def test_write_inventory__twice__is_the_same(tmp_path: Path, source: Path, name: str) -> None:
    target = tmp_path / "laporan" / name
    _put(target, source)
    os.utime(source, (1, 1))

    again = _write(target, source)

    assert is_same_inventory(again, target)
    assert not is_same_inventory(_write(target, source, b"lain"), target)


def test_write_inventory__zip__holds_everything_with_fixed_dates(
    tmp_path: Path, source: Path
) -> None:
    _put(tmp_path / "bukti.zip", source)

    with zipfile.ZipFile(tmp_path / "bukti.zip") as archive:
        assert archive.namelist() == [PLACE, SUMS_NAME, INDEX_NAME]
        assert archive.read(PLACE) == EVIDENCE
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
        assert archive.testzip() is None


@TARGETS
def test_write_inventory__file_that_changed__leaves_nothing(
    tmp_path: Path, source: Path, name: str
) -> None:
    target = tmp_path / "laporan" / name

    with pytest.raises(KinerjaError, match="berubah selagi disalin"):
        _write(target, source, digest="0" * 64)

    assert list(target.parent.iterdir()) == []


@TARGETS
def test_put_in_place__block_that_fails__brings_the_old_one_back(
    tmp_path: Path, source: Path, name: str
) -> None:
    target = tmp_path / "laporan" / name
    _put(target, source)
    new = _write(target, source, b"baru")

    with pytest.raises(ZeroDivisionError), put_in_place(new, target):
        raise ZeroDivisionError

    assert is_same_inventory(_write(tmp_path / "laporan" / f"x-{name}", source), target)
    assert not is_same_inventory(new, target) if new.exists() else True


@TARGETS
def test_put_in_place__first_one_whose_block_fails__leaves_nothing(
    tmp_path: Path, source: Path, name: str
) -> None:
    target = tmp_path / "laporan" / name
    new = _write(target, source)

    with pytest.raises(ZeroDivisionError), put_in_place(new, target):
        raise ZeroDivisionError

    assert list(target.parent.iterdir()) == []


@TARGETS
def test_refuse_foreign__own_inventory_or_nothing__is_fine(
    tmp_path: Path, source: Path, name: str
) -> None:
    refuse_foreign(tmp_path / name)
    _put(tmp_path / name, source)

    refuse_foreign(tmp_path / name)


def test_refuse_foreign__folder_with_something_else__is_named(tmp_path: Path, source: Path) -> None:
    _put(tmp_path / "bukti", source)
    (tmp_path / "bukti" / "KUL" / "catatan saya.txt").write_text("penting", encoding="utf-8")

    with pytest.raises(KinerjaError, match="catatan saya"):
        refuse_foreign(tmp_path / "bukti")


def test_refuse_foreign__other_zip_or_file__is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"bukan zip")
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("foto.png", b"x")

    for name in ("a.zip", "b.zip"):
        with pytest.raises(KinerjaError, match="bukan bagian dari inventaris"):
            refuse_foreign(tmp_path / name)
