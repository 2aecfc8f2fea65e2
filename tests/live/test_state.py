from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest

from kinerja_xl.live.state import state_folder, write_log

NOW = datetime(2026, 4, 1, 9)


@pytest.mark.parametrize(
    ("system", "environment", "home", "folder"),
    [
        pytest.param(
            "Windows", {"LOCALAPPDATA": r"C:\Users\Ani\AppData\Local"},
            PureWindowsPath(r"C:\Users\Ani"), r"C:\Users\Ani\AppData\Local\kinerja-xl",
            id="windows",
        ),
        pytest.param(
            "Windows", {}, PureWindowsPath(r"C:\Users\Ani"),
            r"C:\Users\Ani\AppData\Local\kinerja-xl", id="windows-without-the-variable",
        ),
        pytest.param(
            "Darwin", {}, PurePosixPath("/Users/ani"),
            "/Users/ani/Library/Application Support/kinerja-xl", id="mac",
        ),
        pytest.param(
            "Linux", {}, PurePosixPath("/home/ani"), "/home/ani/.local/state/kinerja-xl", id="linux"
        ),
        pytest.param(
            "Linux", {"XDG_STATE_HOME": "/var/ani"}, PurePosixPath("/home/ani"),
            "/var/ani/kinerja-xl", id="linux-elsewhere",
        ),
    ],
)  # fmt: skip
def test_state_folder__each_system(
    system: str, environment: Mapping[str, str], home: PurePath, folder: str
) -> None:
    assert str(state_folder(system, environment, home)) == folder


def test_write_log__errors_are_appended_with_their_tracebacks(tmp_path: Path) -> None:
    folder = tmp_path / "baru"
    log = folder / "kesalahan.log"

    for text in ("satu", "dua"):
        with pytest.raises(ValueError, match=text) as caught:
            raise ValueError(text)
        assert write_log(caught.value, "Gabung", NOW, folder) == log

    written = log.read_text(encoding="utf-8")
    assert written.count("=== 2026-04-01 09:00:00 Gabung") == 2
    assert written.count("Traceback") == 2


def test_write_log__grown_large__is_put_aside(tmp_path: Path) -> None:
    (tmp_path / "kesalahan.log").write_text("x" * 1_000_001, encoding="utf-8")

    log = write_log(ValueError("baru"), "Gabung", NOW, tmp_path)

    assert log is not None
    assert len(log.read_text(encoding="utf-8")) < 1000
    assert (tmp_path / "kesalahan.lama.log").stat().st_size == 1_000_001


def test_write_log__folder_that_cannot_be_made__is_no_second_error(tmp_path: Path) -> None:
    (tmp_path / "berkas").touch()

    assert write_log(ValueError("x"), "Gabung", NOW, tmp_path / "berkas") is None
