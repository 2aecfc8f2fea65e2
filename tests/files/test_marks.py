from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kinerja_xl.files.marks import origin_mark, synchronising_service
from tests.machines import linux, macos, windows

PYTHON = Path("python")


@pytest.mark.parametrize(
    ("path", "service"),
    [
        pytest.param(r"C:\Users\Siti\OneDrive\Kinerja", "OneDrive", id="personal"),
        pytest.param(r"C:\Users\Siti\OneDrive - KPU RI\Kinerja", "OneDrive", id="of-an-office"),
        pytest.param(
            "/Users/siti/Library/CloudStorage/OneDrive-KPU/Kinerja", "OneDrive", id="macos"
        ),
        pytest.param("https://d.docs.live.net/1a2b/Kinerja", "OneDrive", id="address"),
        pytest.param(
            "https://kpu.sharepoint.com/sites/x/Kinerja", "SharePoint", id="sharepoint-address"
        ),
        pytest.param(r"D:\Dropbox (KPU)\Kinerja", "Dropbox", id="dropbox"),
        pytest.param(r"G:\My Drive\Kinerja", "Google Drive", id="google-drive"),
        pytest.param(r"D:\Data Siti\Kinerja", "", id="moved-onedrive-folder-not-known"),
        pytest.param(r"C:\OneDriveLama\Kinerja", "", id="only-begins-so"),
        pytest.param(r"C:\Kinerja-2026", "", id="plain"),
    ],
)
def test_synchronising_service(path: str, service: str, tmp_path: Path) -> None:
    assert synchronising_service(windows(tmp_path, PYTHON), path) == service


def test_synchronising_service__folder_under_another_name__is_known_by_its_variable(
    tmp_path: Path,
) -> None:
    machine = replace(
        windows(tmp_path, PYTHON), variables={"OneDriveCommercial": "D:\\Data Siti\\"}
    )

    assert synchronising_service(machine, r"d:\data siti\Kinerja") == "OneDrive"
    assert synchronising_service(machine, r"D:\Data Siti 2\Kinerja") == ""


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
@pytest.mark.parametrize(("exit_code", "mark"), [(0, "com.apple.quarantine"), (1, "")])
def test_origin_mark__macos__asks_xattr(exit_code: int, mark: str, tmp_path: Path) -> None:
    machine = macos(tmp_path, PYTHON)
    program = tmp_path / "bin" / "xattr"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\nexit {exit_code}\n", encoding="utf-8")
    program.chmod(0o755)
    file = tmp_path / "Kinerja.xlam"
    file.touch()

    assert origin_mark(machine, file) == mark


def test_origin_mark__linux__knows_none(tmp_path: Path) -> None:
    assert origin_mark(linux(tmp_path, PYTHON), tmp_path) == ""
