from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kinerja_xl.files.excel.places import (
    config_file,
    has_place_for_excel,
    interpreter_key,
    record_file,
    script_folder,
    startup_folder,
)
from tests.machines import linux, macos, windows

GROUP = "Library/Group Containers/UBF8T346G9.Office"
PYTHON = Path("python")


def test_places__windows__are_those_of_the_account(tmp_path: Path) -> None:
    machine = windows(tmp_path, PYTHON)
    roaming = machine.home / "AppData" / "Roaming"

    assert startup_folder(machine) == roaming / "Microsoft" / "Excel" / "XLSTART"
    assert config_file(machine) == machine.home / ".xlwings" / "xlwings.conf"
    assert interpreter_key(machine) == "INTERPRETER_WIN"
    assert record_file(machine).is_relative_to(machine.home / "AppData" / "Local")
    assert has_place_for_excel(machine)


def test_places__windows_profile_moved__follows_the_variables(tmp_path: Path) -> None:
    machine = replace(
        windows(tmp_path, PYTHON), variables={"AppData": "/server/roaming", "UserProfile": "/d"}
    )

    assert startup_folder(machine) == Path("/server/roaming/Microsoft/Excel/XLSTART")
    assert config_file(machine) == Path("/d/.xlwings/xlwings.conf")


@pytest.mark.parametrize(
    ("present", "expected"),
    [
        pytest.param("", "User Content.localized/Startup.localized/Excel", id="nothing-yet"),
        pytest.param(
            "User Content.localized/Startup.localized",
            "User Content.localized/Startup.localized/Excel",
            id="localised",
        ),
        pytest.param("User Content/Startup", "User Content/Startup/Excel", id="plain"),
        pytest.param(
            "User Content.localized/Startup", "User Content.localized/Startup/Excel", id="mixed"
        ),
    ],
)
def test_startup_folder__macos__takes_the_names_that_are_there(
    present: str, expected: str, tmp_path: Path
) -> None:
    machine = macos(tmp_path, PYTHON)
    (machine.home / GROUP / present).mkdir(parents=True)

    assert startup_folder(machine) == machine.home / GROUP / expected


def test_places__macos__settings_lie_in_excels_container(tmp_path: Path) -> None:
    machine = macos(tmp_path, PYTHON)
    container = machine.home / "Library/Containers/com.microsoft.Excel/Data"

    assert config_file(machine) == container / "xlwings.conf"
    assert interpreter_key(machine) == "INTERPRETER_MAC"
    assert script_folder(machine).parts[-2:] == ("Application Scripts", "com.microsoft.Excel")


def test_places__linux__has_no_excel(tmp_path: Path) -> None:
    machine = linux(tmp_path, PYTHON)

    assert not has_place_for_excel(machine)
    assert record_file(machine) == machine.home / ".local/share/kinerja-xl/pemasangan.json"
