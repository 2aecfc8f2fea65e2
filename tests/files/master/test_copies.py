from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.master.copies import free_copy_path

NOW = datetime(2026, 4, 1, 8, 0, 15, 123)


def test_free_copy_path__names_master_moment_and_action(tmp_path: Path) -> None:
    path = free_copy_path(tmp_path / "Kinerja.xlsm", NOW, "hitung & nilai")

    assert path == tmp_path / "cadangan" / "Kinerja_20260401-080015-000123_hitung-nilai.xlsm"
    assert path.parent.is_dir()


def test_free_copy_path__taken__is_numbered(tmp_path: Path) -> None:
    for _ in range(2):
        free_copy_path(tmp_path / "Kinerja.xlsm", NOW, "ubah").touch()

    third = free_copy_path(tmp_path / "Kinerja.xlsm", NOW, "ubah")

    assert third.name == "Kinerja_20260401-080015-000123_ubah-3.xlsm"


def test_free_copy_path__folder_that_is_a_file__is_refused(tmp_path: Path) -> None:
    (tmp_path / "cadangan").touch()

    with pytest.raises(KinerjaError, match="cadangan"):
        free_copy_path(tmp_path / "Kinerja.xlsm", NOW, "ubah")
