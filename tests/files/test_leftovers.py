from __future__ import annotations

from pathlib import Path

import pytest

from kinerja_xl.files.leftovers import clear_left_over


@pytest.fixture
def master(tmp_path: Path) -> Path:
    """An office's folder in which runs left files half-written, and others have theirs."""
    for name in ("distribusi/2026-TW1/KUL", "perbaikan/2026-TW1", "kembali/2026-TW1", "cadangan"):
        folder = tmp_path / name
        folder.mkdir(parents=True)
        (folder / ".kinerja-0123456789ab.tmp").write_bytes(b"PK")
        (folder / "milik orang.tmp").write_bytes(b"x")
    return tmp_path / "Kinerja.xlsm"


def left_over(master: Path) -> list[str]:
    return sorted(
        path.relative_to(master.parent).as_posix()
        for path in master.parent.rglob(".kinerja-*.tmp")
    )  # fmt: skip


def test_clear_left_over__a_run_has_died__clears_what_this_program_writes(master: Path) -> None:
    clear_left_over(master, master.parent, has_died=True)

    assert left_over(master) == ["kembali/2026-TW1/.kinerja-0123456789ab.tmp"]
    assert len(list(master.parent.rglob("milik orang.tmp"))) == 4


def test_clear_left_over__no_sign_of_a_death__does_not_look_into_folders(master: Path) -> None:
    clear_left_over(master, master.parent, has_died=False)

    assert len(left_over(master)) == 4


def test_clear_left_over__file_beside_the_master__is_a_sign(master: Path) -> None:
    (master.parent / ".kinerja-ba9876543210.tmp").touch()

    clear_left_over(master, master.parent, has_died=False)

    assert left_over(master) == ["kembali/2026-TW1/.kinerja-0123456789ab.tmp"]


def test_clear_left_over__master_is_a_link__clears_beside_the_file_too(
    master: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    beside = tmp_path_factory.mktemp("asli")
    (beside / ".kinerja-0123456789ab.tmp").touch()

    clear_left_over(master, beside, has_died=False)

    assert list(beside.iterdir()) == []
