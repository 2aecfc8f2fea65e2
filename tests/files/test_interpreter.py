from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kinerja_xl import __version__
from kinerja_xl.files.interpreter import Interpreter, ask_interpreter, is_store_python, path_problem
from kinerja_xl.files.machine import Machine
from tests.machines import linux, macos, virtual_environment, windows

posix = pytest.mark.skipif(os.name == "nt", reason="the stand-ins are shell scripts")


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the program, in a folder that wants quoting."""
    return virtual_environment(tmp_path_factory.mktemp("Siti's é & co") / ".venv")


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return linux(tmp_path, Path(sys.executable))


def script(path: Path, text: str) -> Path:
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_ask_interpreter__environment_with_the_program__tells_all(
    python: Path, machine: Machine
) -> None:
    answer = ask_interpreter(machine, python, ("kinerja_xl", "xlwings", "hilang"))

    assert isinstance(answer, Interpreter)
    assert answer.version == sys.version_info[:2]
    assert answer.bits == (64 if sys.maxsize > 2**32 else 32)
    assert answer.modules["kinerja_xl"].version == __version__
    assert Path(answer.modules["xlwings"].file).is_file()
    assert "No module named 'hilang'" in answer.failures["hilang"]
    assert any("site-packages" in place for place in answer.search_path)


def test_ask_interpreter__packages_lent_by_the_terminal__do_not_count(
    tmp_path: Path, machine: Machine
) -> None:
    bare = virtual_environment(tmp_path / "kosong", with_packages=False)
    lending = replace(
        machine, variables={**machine.variables, "PYTHONPATH": os.pathsep.join(sys.path)}
    )

    answer = ask_interpreter(lending, bare, ("kinerja_xl",))

    assert isinstance(answer, Interpreter)
    assert set(answer.failures) == {"kinerja_xl"}


def test_ask_interpreter__search_path__is_added(
    tmp_path: Path, python: Path, machine: Machine
) -> None:
    bare = virtual_environment(tmp_path / "kosong", with_packages=False)
    full = ask_interpreter(machine, python, ())
    assert isinstance(full, Interpreter)

    answer = ask_interpreter(machine, bare, ("kinerja_xl",), search_path=full.search_path)

    assert isinstance(answer, Interpreter)
    assert answer.failures == {}


def test_ask_interpreter__module_that_ends_python__is_a_failure(
    tmp_path: Path, machine: Machine
) -> None:
    python = virtual_environment(tmp_path / "kosong", with_packages=False)
    (tmp_path / "rusak.py").write_text("raise SystemExit(3)", encoding="utf-8")

    answer = ask_interpreter(machine, python, ("rusak",), search_path=[str(tmp_path)])

    assert isinstance(answer, Interpreter)
    assert answer.failures == {"rusak": "SystemExit: 3"}


@posix
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("exit 9", "kode 9", id="ends-at-once"),
        pytest.param("echo No Python at here; exit 103", "No Python at here", id="says-why"),
        pytest.param("exec sleep 60", "tidak menjawab", id="hangs"),
    ],
)
def test_ask_interpreter__no_python__is_a_reason(
    text: str, reason: str, tmp_path: Path, machine: Machine
) -> None:
    answer = ask_interpreter(machine, script(tmp_path / "python", text), (), seconds=0.5)

    assert isinstance(answer, str)
    assert reason in answer


def test_ask_interpreter__file_that_is_no_program__is_a_reason(
    tmp_path: Path, machine: Machine
) -> None:
    (tmp_path / "python.exe").touch()

    answer = ask_interpreter(machine, tmp_path / "python.exe", ())

    assert isinstance(answer, str)
    assert "tidak dapat dijalankan" in answer


@pytest.mark.parametrize(
    ("path", "code"),
    [
        pytest.param(r"C:\Kinerja 2026\Siti's & é\python.exe", "", id="blanks-and-quotes"),
        pytest.param(r"\\server\bagi\python.exe", "", id="network"),
        pytest.param(r"C:\50%\python.exe", "", id="one-percent-sign"),
        pytest.param(r"C:\%a%\python.exe", "INTERPRETER_PATH", id="looks-like-a-variable"),
        pytest.param(r"C:\Kinerja ☂\python.exe", "INTERPRETER_PATH", id="outside-ansi"),
        pytest.param(
            r"C:\Users\S\AppData\Local\Microsoft\WindowsApps\python.exe",
            "INTERPRETER_STORE",
            id="store",
        ),
    ],
)
def test_path_problem__windows(path: str, code: str, tmp_path: Path) -> None:
    problem = path_problem(windows(tmp_path, Path("python")), path)

    assert (problem.code if problem else "") == code


@pytest.mark.parametrize(
    ("path", "is_good"),
    [
        pytest.param("/Users/siti/kinerja-xl/.venv/bin/python3.11", True, id="plain"),
        pytest.param("/Users/siti/Kinerja 2026/bin/python", False, id="blank"),
        pytest.param("/Users/siti/a'b/bin/python", False, id="apostrophe"),
        pytest.param("/Users/siti/a|b/bin/python", False, id="bar"),
        pytest.param("/Users/siti/é/bin/python", False, id="accent"),
    ],
)
def test_path_problem__macos__runs_it_unquoted(path: str, is_good: bool, tmp_path: Path) -> None:
    assert (path_problem(macos(tmp_path, Path("python")), path) is None) == is_good


def test_is_store_python__needs_the_whole_name() -> None:
    assert is_store_python(r"c:\x\windowsapps\python.exe")
    assert not is_store_python(r"c:\x\MyWindowsApps\python.exe")
