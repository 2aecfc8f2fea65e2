from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.undo import Undo
from tests.reliability import surviving


def write_and_fail(error: BaseException, act: Callable[[Undo], object]) -> None:
    """Do something inside the context and leave it with an error."""
    with Undo() as undo:
        act(undo)
        raise error


class Interruption(BaseException):
    """Stands for whatever ends a run halfway."""


def test_undo__run_ends_well__keeps_what_was_written(tmp_path: Path) -> None:
    with Undo() as undo:
        undo.write(tmp_path / "a" / "b" / "baru.txt", b"baru")

    assert (tmp_path / "a" / "b" / "baru.txt").read_bytes() == b"baru"


@pytest.mark.parametrize("error", [KinerjaError("penuh"), OSError(), Interruption()])
@surviving("a run that ends with an error after it wrote files")
def test_undo__run_ends_with_an_error__puts_everything_back(
    error: BaseException, tmp_path: Path
) -> None:
    old, gone = tmp_path / "lama.txt", tmp_path / "hapus.txt"
    old.write_bytes(b"lama")
    gone.write_bytes(b"tadi")

    def act(undo: Undo) -> None:
        undo.write(tmp_path / "a" / "b" / "baru.txt", b"baru")
        undo.write(old, b"lain")
        undo.write(old, b"lain lagi")
        undo.remove(gone)
        undo.make_folder(tmp_path / "c" / "d")

    with pytest.raises(type(error)):
        write_and_fail(error, act)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["hapus.txt", "lama.txt"]
    assert (old.read_bytes(), gone.read_bytes()) == (b"lama", b"tadi")


@surviving("a run that ends with an error after it wrote files")
def test_undo__watched_file_made_by_another__is_removed_with_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "a" / "salinan.txt"

    def act(undo: Undo) -> None:
        assert undo.watch(path) is None
        path.parent.mkdir()
        path.write_bytes(b"baru")

    with pytest.raises(KinerjaError):
        write_and_fail(KinerjaError("penuh"), act)

    assert list(tmp_path.iterdir()) == []


@surviving("a run that ends with an error after it wrote files")
def test_undo__folder_that_others_filled__stays(tmp_path: Path) -> None:
    def act(undo: Undo) -> None:
        undo.make_folder(tmp_path / "a")
        (tmp_path / "a" / "orang lain.txt").write_bytes(b"x")

    with pytest.raises(KinerjaError):
        write_and_fail(KinerjaError("penuh"), act)

    assert [path.name for path in (tmp_path / "a").iterdir()] == ["orang lain.txt"]


@surviving("a run that ends with an error after it wrote files")
def test_undo__file_in_the_way_of_a_folder__is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x")

    with pytest.raises(KinerjaError), Undo() as undo:
        undo.write(tmp_path / "a" / "b.txt", b"baru")

    assert (tmp_path / "a").read_bytes() == b"x"


def test_remove__file_not_there__is_no_error(tmp_path: Path) -> None:
    with Undo() as undo:
        undo.remove(tmp_path / "tidak ada")

    assert list(tmp_path.iterdir()) == []


@surviving("a run that ends with an error after it wrote files")
def test_undo__disk_full_when_putting_back__keeps_the_copy_of_the_old_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    form, copy = tmp_path / "Form.xlsx", tmp_path / "cadangan" / "Form.xlsx"
    form.write_bytes(b"diisi orang")

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    def act(undo: Undo) -> None:
        undo.write(copy, b"diisi orang")
        undo.write(form, b"versi baru")
        undo.write(tmp_path / "lain.xlsx", b"lain")
        monkeypatch.setattr(os, "fsync", refuse)

    with pytest.raises(KinerjaError):
        write_and_fail(KinerjaError("penuh"), act)

    assert copy.read_bytes() == b"diisi orang"
    assert not (tmp_path / "lain.xlsx").exists()


@surviving("a run that ends with an error after it wrote files")
def test_undo__put_back__takes_the_copy_away_again(tmp_path: Path) -> None:
    form, copy = tmp_path / "Form.xlsx", tmp_path / "cadangan" / "Form.xlsx"
    form.write_bytes(b"diisi orang")

    def act(undo: Undo) -> None:
        undo.write(copy, b"diisi orang")
        undo.write(form, b"versi baru")

    with pytest.raises(KinerjaError):
        write_and_fail(KinerjaError("gagal"), act)

    assert form.read_bytes() == b"diisi orang"
    assert [path.name for path in tmp_path.iterdir()] == ["Form.xlsx"]
