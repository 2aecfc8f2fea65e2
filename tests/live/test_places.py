from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from kinerja_xl.errors import KinerjaError
from kinerja_xl.live.places import local_path

PERSONAL = "https://d.docs.live.net/1a2b3c/Kantor%20Kita/Kinerja.xlsm"
WORK = "https://kpu-my.sharepoint.com/personal/ani_kpu/Documents/Kinerja-2026/Kinerja.xlsm"
LIBRARY = (
    "https://kpu.sharepoint.com/sites/Perencanaan/Shared%20Documents/2026/Kinerja/Kinerja.xlsm"
)


def test_local_path__a_path__is_that_path(tmp_path: Path) -> None:
    assert local_path(str(tmp_path / "Kinerja.xlsm"), {}) == tmp_path / "Kinerja.xlsm"


@pytest.mark.parametrize(
    ("place", "environment", "lies_in"),
    [
        pytest.param(PERSONAL, {"OneDrive": "drive"}, "drive/Kantor Kita", id="personal"),
        pytest.param(
            PERSONAL, {"OneDrive": "work", "OneDriveConsumer": "own"}, "own/Kantor Kita",
            id="personal-beside-work",
        ),
        pytest.param(WORK, {"OneDriveCommercial": "work"}, "work/Kinerja-2026", id="work"),
        pytest.param(
            LIBRARY, {"OneDriveCommercial": "work"}, "work/2026/Kinerja", id="library"
        ),
        pytest.param(
            LIBRARY, {"OneDriveCommercial": "work"}, "work/Kinerja", id="folder-of-a-library"
        ),
    ],
)  # fmt: skip
def test_local_path__address_kept_in_step__is_the_file_here(
    place: str, environment: Mapping[str, str], lies_in: str, tmp_path: Path
) -> None:
    file = tmp_path / lies_in / "Kinerja.xlsm"
    file.parent.mkdir(parents=True)
    file.touch()
    roots = {name: str(tmp_path / folder) for name, folder in environment.items()}

    assert local_path(place, roots) == file


@pytest.mark.parametrize(
    "place",
    [
        pytest.param(PERSONAL, id="not-here"),
        pytest.param(LIBRARY, id="only-the-name-is-here"),
        pytest.param("https://kantor.example/Kinerja.xlsm", id="another-host"),
        pytest.param("https://d.docs.live.net/1a2b/../Kinerja.xlsm", id="steps-back"),
    ],
)
def test_local_path__address_of_no_file_here__is_refused(place: str, tmp_path: Path) -> None:
    (tmp_path / "Kinerja.xlsm").touch()

    with pytest.raises(KinerjaError, match=r"Kinerja\.xlsm: .*tidak ditemukan.*Sinkronkan"):
        local_path(place, {"OneDrive": str(tmp_path)})


@pytest.mark.parametrize("place", ["", "Untitled 1", "Book1"])
def test_local_path__workbook_without_a_file__is_refused(place: str) -> None:
    with pytest.raises(KinerjaError, match="belum pernah disimpan"):
        local_path(place, {})
