from __future__ import annotations

import platform
import shutil
import sys
from pathlib import Path

from kinerja_xl.files.machine import (
    NoRegistry,
    WindowsRegistry,
    run_program,
    this_machine,
)
from tests.machines import linux, windows


def test_this_machine__is_this_one() -> None:
    machine = this_machine()

    assert machine.system == platform.system()
    assert machine.interpreter == Path(sys.executable)
    assert machine.resources.name == "workbook"


def test_this_machine__lists_running_programs() -> None:
    names = this_machine().processes()

    has_lister = shutil.which("ps") or shutil.which("tasklist")
    assert any("python" in name or "pytest" in name for name in names) or not has_lister


def test_variable__case_counts_except_on_windows(tmp_path: Path) -> None:
    pc = windows(tmp_path / "a", Path("python"))
    other = linux(tmp_path / "b", Path("python"))

    assert pc.variable("AppData") == pc.variable("APPDATA") != ""
    assert other.variable("Path") == ""


def test_registry__where_there_is_none__has_no_values() -> None:
    key = r"HKCU\Software\No such key of kinerja-xl"

    assert (WindowsRegistry().values(key), NoRegistry().values(key)) == ({}, {})


def test_run_program__prints_and_ends() -> None:
    code = "import sys; print('é'); print('salah', file=sys.stderr); sys.exit(3)"

    answer = run_program([sys.executable, "-X", "utf8", "-c", code], seconds=60)

    assert answer.exit_code == 3
    assert sorted(answer.output.split()) == ["salah", "é"]


def test_run_program__takes_too_long__is_stopped() -> None:
    code = "import time; print('mulai', flush=True); time.sleep(60)"

    answer = run_program([sys.executable, "-c", code], seconds=0.5)

    assert answer.exit_code is None
