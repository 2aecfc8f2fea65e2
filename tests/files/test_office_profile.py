from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.machine import Machine
from kinerja_xl.files.office_profile import profile_folder, require_closed
from tests.machines import linux, macos, windows


@pytest.mark.parametrize(
    ("make", "place"),
    [
        pytest.param(windows, ("LibreOffice", "4"), id="windows"),
        pytest.param(macos, ("Library", "Application Support", "LibreOffice", "4"), id="macos"),
        pytest.param(linux, (".config", "libreoffice", "4"), id="linux"),
    ],
)
def test_profile_folder__of_each_system(
    make: object, place: tuple[str, ...], tmp_path: Path
) -> None:
    assert callable(make)
    machine = make(tmp_path, Path("python"))
    assert isinstance(machine, Machine)

    found = profile_folder(machine)

    assert found.parts[-len(place) :] == place
    assert found.is_relative_to(machine.home)


@pytest.mark.parametrize(
    ("has_lock", "programs", "is_refused"),
    [
        pytest.param(True, {"soffice.bin"}, True, id="running"),
        pytest.param(True, set(), False, id="lock-of-a-crash"),
        pytest.param(False, {"soffice.bin"}, False, id="with-another-profile"),
    ],
)
def test_require_closed(
    has_lock: bool, programs: set[str], is_refused: bool, tmp_path: Path
) -> None:
    machine = replace(linux(tmp_path, Path("python")), processes=lambda: frozenset(programs))
    folder = profile_folder(machine)
    folder.mkdir(parents=True)
    if has_lock:
        (folder / ".lock").touch()

    if is_refused:
        with pytest.raises(KinerjaError, match="sedang berjalan"):
            require_closed(machine, None)
    else:
        require_closed(machine, None)
