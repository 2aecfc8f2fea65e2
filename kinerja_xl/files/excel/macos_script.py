"""The script of xlwings by which Excel for macOS starts Python."""

from __future__ import annotations

import re
from pathlib import Path

from kinerja_xl.files.excel import places
from kinerja_xl.files.interpreter import Interpreter
from kinerja_xl.files.machine import MACOS, Machine
from kinerja_xl.files.problems import Problem

_NAME = re.compile(r"xlwings-[0-9][0-9A-Za-z.]*\.applescript")


def script_of(interpreter: Interpreter) -> Path | None:
    """Return the script that came with an interpreter's xlwings.

    Its name carries xlwings' version, and RunPython asks for that of the add-in.
    """
    folder = Path(interpreter.modules["xlwings"].file).parent
    version = interpreter.modules["xlwings"].version
    script = folder / f"xlwings-{version}.applescript"
    return script if _NAME.fullmatch(script.name) and script.is_file() else None


def check_script(machine: Machine, interpreter: Interpreter | str | None) -> list[Problem]:
    """Check that the script lies where Excel may start it, and is that of this xlwings."""
    if machine.system != MACOS or not isinstance(interpreter, Interpreter):
        return []
    if "xlwings" not in interpreter.modules:
        return []
    script = script_of(interpreter)
    if script is None:
        return []
    installed = places.script_folder(machine) / script.name
    if installed.is_file() and installed.read_bytes() == script.read_bytes():
        return []
    return [
        Problem(
            "SCRIPT_MISSING", str(installed),
            "Skrip yang menjalankan Python dari Excel belum terpasang atau versi lain.",
            "Jalankan kinerja-xl install.",
        )
    ]  # fmt: skip
