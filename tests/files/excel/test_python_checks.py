from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kinerja_xl import __version__
from kinerja_xl.files.excel.places import config_file
from kinerja_xl.files.excel.python_checks import (
    check_config,
    check_interpreter,
    configured_interpreter,
    moved_base,
    must_ask,
)
from kinerja_xl.files.interpreter import Interpreter, Module
from kinerja_xl.files.machine import Machine
from tests.machines import macos, windows

STORE = (
    r"C:\Users\Siti\AppData\Local\Microsoft\WindowsApps\PythonSoftwareFoundation.Python\python.exe"
)
GOOD = Interpreter(
    (3, 12), 64, (), {"kinerja_xl": Module(__version__, ""), "xlwings": Module("0.37.8", "")}, {}
)


@pytest.fixture
def pc(tmp_path: Path) -> Machine:
    return windows(tmp_path, Path("python"))


@pytest.fixture
def python(tmp_path: Path) -> Path:
    program = tmp_path / ".venv" / "Scripts" / "python.exe"
    program.parent.mkdir(parents=True)
    program.touch()
    return program


def settings(machine: Machine, text: str) -> None:
    path = config_file(machine)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(machine.text_encoding))


def codes(machine: Machine, text: str, answer: Interpreter | str | None) -> list[str]:
    return [problem.code for problem in check_interpreter(machine, text, answer)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", "", id="no-entry"),
        pytest.param('"INTERPRETER_WIN","C:\\a.exe"\r\n', r"C:\a.exe", id="own-entry"),
        pytest.param('"INTERPRETER","C:\\b.exe"\r\n', r"C:\b.exe", id="entry-of-old-versions"),
        pytest.param(
            '"INTERPRETER","C:\\b.exe"\r\n"INTERPRETER_WIN","C:\\a.exe"\r\n',
            r"C:\a.exe",
            id="own-entry-first",
        ),
        pytest.param(
            '"INTERPRETER_WIN","%LocalAppData%\\py\\%lain%.exe"\r\n',
            r"{local}\py\%lain%.exe",
            id="variables",
        ),
        pytest.param('"INTERPRETER_MAC","/usr/bin/python3"\r\n', "", id="of-another-system"),
    ],
)
def test_configured_interpreter__windows(text: str, expected: str, pc: Machine) -> None:
    settings(pc, text)

    assert configured_interpreter(pc) == expected.format(local=pc.variable("LOCALAPPDATA"))


def test_configured_interpreter__macos_home__is_the_accounts(tmp_path: Path) -> None:
    machine = macos(tmp_path, Path("python"))
    settings(machine, '"INTERPRETER_MAC","$HOME/.venv/bin/python"\n')

    assert configured_interpreter(machine) == f"{machine.home}/.venv/bin/python"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('"INTERPRETER_WIN","C:\\a.exe"\r\n', [], id="good"),
        pytest.param('"A","1"\r\n\r\n', ["CONFIG_SHIFTED"], id="blank-line"),
        pytest.param('"USE UDF SERVER","True"\r\n', ["CONFIG_UDF_SERVER"], id="udf-server"),
        pytest.param('"USE UDF SERVER","False"\r\n', [], id="no-udf-server"),
        pytest.param(
            '"CONDA PATH","C:\\conda"\r\n"CONDA ENV","base"\r\n', ["CONFIG_CONDA"], id="conda"
        ),
        pytest.param('"CONDA PATH","C:\\conda"\r\n', [], id="conda-without-environment"),
        pytest.param('"PYTHONPATH","C:\\lain"\r\n', [], id="harmless-pythonpath"),
    ],
)
def test_check_config(text: str, expected: list[str], pc: Machine) -> None:
    settings(pc, text)

    assert [problem.code for problem in check_config(pc)] == expected


def test_check_config__names_the_lines(pc: Machine) -> None:
    settings(pc, '"A","1"\r\n\r\n"B",2\r\n')

    (problem,) = check_config(pc)

    assert "Baris 2, 3 " in problem.message


def test_check_config__pythonpath_with_another_copy__is_found(pc: Machine, tmp_path: Path) -> None:
    (tmp_path / "lama" / "kinerja_xl").mkdir(parents=True)
    settings(pc, f'"PYTHONPATH","C:\\lain;{tmp_path / "lama"}"\r\n')

    assert [problem.code for problem in check_config(pc)] == ["CONFIG_PYTHONPATH"]


def test_check_config__utf16__is_found(pc: Machine) -> None:
    settings(replace(pc, text_encoding="utf-16"), '"A","1"')

    assert [problem.code for problem in check_config(pc)] == ["CONFIG_UNREADABLE"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", ["INTERPRETER_NOT_SET"], id="nothing"),
        pytest.param("python", ["INTERPRETER_NOT_SET"], id="by-name"),
        pytest.param(STORE, ["INTERPRETER_STORE"], id="store"),
        pytest.param(r"C:\hilang\python.exe", ["INTERPRETER_MISSING"], id="moved-or-deleted"),
        pytest.param(
            r"C:\文\python.exe", ["INTERPRETER_PATH", "INTERPRETER_MISSING"], id="outside-ansi"
        ),
        pytest.param(
            r"C:\Users\Siti\OneDrive - KPU\.venv\Scripts\python.exe",
            ["INTERPRETER_IN_CLOUD", "INTERPRETER_MISSING"],
            id="onedrive",
        ),
    ],
)
def test_check_interpreter__by_its_path(text: str, expected: list[str], pc: Machine) -> None:
    assert not must_ask(text)
    assert codes(pc, text, None) == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        pytest.param(GOOD, [], id="good"),
        pytest.param("tidak menjawab", ["INTERPRETER_FAILS"], id="does-not-run"),
        pytest.param(replace(GOOD, version=(3, 9)), ["INTERPRETER_TOO_OLD"], id="too-old"),
        pytest.param(
            replace(GOOD, failures={"xlwings": "ModuleNotFoundError", "pythoncom": "ImportError"}),
            ["INTERPRETER_LACKS_PACKAGE", "INTERPRETER_LACKS_PACKAGE"],
            id="packages-missing",
        ),
        pytest.param(
            replace(GOOD, modules={"kinerja_xl": Module("0.0.9", "")}),
            ["INTERPRETER_OTHER_VERSION"],
            id="another-version",
        ),
    ],
)
def test_check_interpreter__by_its_answer(
    answer: Interpreter | str, expected: list[str], pc: Machine, python: Path
) -> None:
    assert must_ask(str(python))
    assert codes(pc, str(python), answer) == expected


def test_check_interpreter__32_bit_without_packages__advises_64_bit(
    pc: Machine, python: Path
) -> None:
    answer = replace(GOOD, bits=32, failures={"xlwings": "ImportError: DLL load failed"})

    (problem,) = check_interpreter(pc, str(python), answer)

    assert "64-bit" in problem.remedy


def test_check_interpreter__pywin32_missing__names_the_package(pc: Machine, python: Path) -> None:
    answer = replace(GOOD, failures={"pythoncom": "ModuleNotFoundError"})

    (problem,) = check_interpreter(pc, str(python), answer)

    assert "install --upgrade pywin32" in problem.remedy


def test_moved_base__python_of_the_environment_was_removed(pc: Machine, python: Path) -> None:
    gone = python.parent / "gone"
    config = python.parent.parent / "pyvenv.cfg"
    config.write_text(f"home = {gone}\nversion = 3.11.7\n", encoding="utf-8")

    assert moved_base(python) == str(gone)
    assert not must_ask(str(python))
    assert codes(pc, str(python), None) == ["INTERPRETER_MISSING"]


def test_moved_base__python_is_there__is_empty(python: Path) -> None:
    config = python.parent.parent / "pyvenv.cfg"
    config.write_text(f"home = {python.parent}\n", encoding="utf-8")

    assert moved_base(python) == ""
