from __future__ import annotations

import os
from pathlib import Path

from kinerja_xl.files.office_environment import office_environment


def folder_with(folder: Path, program: str) -> str:
    folder.mkdir()
    (folder / program).touch()
    return str(folder)


def test_office_environment__another_python_goes_first__is_left_out(tmp_path: Path) -> None:
    other = folder_with(tmp_path / "pyenv", "python3")
    tools = folder_with(tmp_path / "alat", "xdg-open")
    path = os.pathsep.join((other, tools, "/usr/bin", "/bin"))

    found = office_environment({"PATH": path, "PYTHONPATH": other, "HOME": "/rumah"}, "linux")

    assert found == {"PATH": os.pathsep.join((tools, "/usr/bin", "/bin")), "HOME": "/rumah"}


def test_office_environment__nothing_is_left__names_the_systems_own(tmp_path: Path) -> None:
    other = folder_with(tmp_path / "conda", "python3")

    found = office_environment({"PATH": other}, "linux")

    assert found == {"PATH": os.pathsep.join(("/usr/bin", "/bin"))}


def test_office_environment__windows__stays_as_it_is(tmp_path: Path) -> None:
    variables = {"PATH": folder_with(tmp_path / "venv", "python3"), "PYTHONPATH": "x"}

    assert office_environment(variables, "win32") == variables
