"""A Python interpreter: whether it can run the buttons, found out by running it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath

from kinerja_xl.files.machine import WINDOWS, Machine, run_program
from kinerja_xl.files.problems import Problem

OLDEST = (3, 11)

_MARK = "kinerja-xl:"
_SECONDS = 90.0
"""Importing xlwings and pandas the first time on an old disk under a virus scanner takes long."""

_PROBE = """
import importlib, json, os, struct, sys, sysconfig
sys.modules["matplotlib"] = None  # as at a button's start; else it lists all fonts in the home
found, failed = {}, {}
for name in sys.argv[1:]:
    try:
        module = importlib.import_module(name)
        found[name] = [str(getattr(module, "__version__", "")), getattr(module, "__file__", None)]
    except BaseException as error:
        failed[name] = type(error).__name__ + ": " + str(error)
own = [sysconfig.get_path(kind) for kind in ("stdlib", "platstdlib")]
own += [os.path.join(folder, "lib-dynload") for folder in own]
path = [place for place in sys.path[1:] if place not in own and os.path.isdir(place)]
bits = struct.calcsize("P") * 8
print("%s" + json.dumps([list(sys.version_info[:2]), bits, path, found, failed]))
"""  # In words that an old interpreter knows too, so that it can say that it is old.

_SAFE_ON_MACOS = re.compile(r"[A-Za-z0-9/._+@,:=~-]+")
_INHERITED = ("PYTHONPATH", "PYTHONHOME", "PYTHONSAFEPATH", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__")


@dataclass(frozen=True, slots=True)
class Module:
    """A module that could be imported; version and file are "" when it has none."""

    version: str
    file: str


@dataclass(frozen=True, slots=True)
class Interpreter:
    """What an interpreter said of itself.

    Attributes:
        bits: 32 or 64.
        search_path: Folders in which it looks for packages, those of Python itself left out.
        modules: Each module that it could import.
        failures: Why it could not import each of the others.
    """

    version: tuple[int, int]
    bits: int
    search_path: tuple[str, ...]
    modules: Mapping[str, Module]
    failures: Mapping[str, str]


def ask_interpreter(
    machine: Machine,
    program: Path,
    modules: Sequence[str],
    *,
    search_path: Sequence[str] = (),
    seconds: float = _SECONDS,
) -> Interpreter | str:
    """Run an interpreter as RunPython does and let it import modules.

    It runs in its own folder and without the variables by which a terminal may lend it packages:
    Excel, started from the desktop, does not have them.

    Args:
        machine: Whose variables it gets.
        program: The interpreter.
        modules: To import, in this order.
        search_path: Further folders to look for them in.
        seconds: After which it is stopped.

    Returns:
        What it said; an Indonesian reason when it could not be run.
    """
    variables = {
        name: text for name, text in machine.variables.items() if name.upper() not in _INHERITED
    }
    probe = f"import sys; sys.path.extend({list(search_path)!r})\n{_PROBE % _MARK}"
    command = [str(program), "-B", "-c", probe, *modules]
    try:
        answer = run_program(command, seconds=seconds, variables=variables, folder=program.parent)
    except OSError as error:
        return f"tidak dapat dijalankan ({error.strerror or error})"
    if answer.exit_code is None:
        return f"tidak menjawab dalam {seconds:.0f} detik"
    for line in answer.output.splitlines():
        if line.startswith(_MARK):
            return _read_answer(line.removeprefix(_MARK))
    said = " ".join(answer.output.split())[:200]
    return f"berhenti dengan kode {answer.exit_code}" + (f" ({said})" if said else "")


def _read_answer(text: str) -> Interpreter:
    version, bits, path, found, failed = json.loads(text)
    modules = {name: Module(number, file or "") for name, (number, file) in found.items()}
    return Interpreter((version[0], version[1]), bits, tuple(path), modules, failed)


def is_store_python(text: str) -> bool:
    """Say whether a path leads to the Microsoft Store: its Python, or the alias that offers it."""
    return "windowsapps" in (part.lower() for part in PureWindowsPath(text).parts)


def path_problem(machine: Machine, text: str) -> Problem | None:
    """Say why RunPython could not start an interpreter for how its path is written."""
    if machine.system == WINDOWS:
        return _windows_path_problem(machine, text)
    if _SAFE_ON_MACOS.fullmatch(text):
        return None
    return Problem(
        "INTERPRETER_PATH",
        text,
        "RunPython di macOS menulis jalur Python tanpa tanda kutip, sehingga spasi dan karakter "
        "khusus di dalamnya tidak dapat dipakai.",
        "Pindahkan folder program ke jalur dengan huruf, angka, titik, dan tanda hubung saja, "
        "buat lagi lingkungan Pythonnya, lalu jalankan kinerja-xl install.",
    )


def _windows_path_problem(machine: Machine, text: str) -> Problem | None:
    if is_store_python(text):
        return Problem(
            "INTERPRETER_STORE",
            text,
            "Ini Python dari Microsoft Store. Windows menyimpan berkas yang ditulisnya di tempat "
            "terpisah yang tidak dilihat Excel.",
            "Pasang Python dari python.org, pasang kinerja-xl di sana, lalu jalankan kinerja-xl "
            "install dari Python itu.",
        )
    try:
        text.encode(machine.text_encoding)
    except UnicodeEncodeError:
        return Problem(
            "INTERPRETER_PATH",
            text,
            "Jalur Python memuat huruf di luar aksara Windows di komputer ini "
            f"({machine.text_encoding}), sehingga makro tidak dapat membacanya.",
            "Pindahkan folder program, misalnya ke C:\\Kinerja, buat lagi lingkungan Pythonnya, "
            "lalu jalankan kinerja-xl install.",
        )
    if re.search(r'%[^%]+%|"', text):
        return Problem(
            "INTERPRETER_PATH",
            text,
            "Jalur Python memuat tanda persen, yang diganti Windows dengan isi variabel.",
            "Pindahkan folder program ke jalur tanpa tanda persen, buat lagi lingkungan "
            "Pythonnya, lalu jalankan kinerja-xl install.",
        )
    return None
