from __future__ import annotations

from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import pytest

from kinerja_xl.files.excel.macos_script import check_script, script_of
from kinerja_xl.files.excel.places import script_folder
from kinerja_xl.files.interpreter import Interpreter, Module
from tests.machines import macos, windows

PYTHON = Path("python")


@pytest.fixture
def answer() -> Interpreter:
    """What an interpreter with the xlwings of these tests says."""
    found = find_spec("xlwings")
    assert found is not None
    module = Module(version("xlwings"), found.origin or "")
    return Interpreter((3, 11), 64, (), {"xlwings": module}, {})


def test_script_of__this_xlwings__has_one(answer: Interpreter) -> None:
    script = script_of(answer)

    assert script is not None
    assert script.name == f"xlwings-{version('xlwings')}.applescript"


def test_check_script__missing_then_there(answer: Interpreter, tmp_path: Path) -> None:
    machine = macos(tmp_path, PYTHON)
    script = script_of(answer)
    assert script is not None
    missing = check_script(machine, answer)

    script_folder(machine).mkdir(parents=True)
    (script_folder(machine) / script.name).write_bytes(script.read_bytes())

    assert [problem.code for problem in missing] == ["SCRIPT_MISSING"]
    assert check_script(machine, answer) == []


def test_check_script__windows_or_no_answer__is_not_asked(
    answer: Interpreter, tmp_path: Path
) -> None:
    assert check_script(windows(tmp_path / "a", PYTHON), answer) == []
    assert check_script(macos(tmp_path / "b", PYTHON), "tidak menjawab") == []
