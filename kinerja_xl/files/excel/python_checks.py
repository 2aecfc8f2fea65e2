"""Whether RunPython finds a Python that can run the buttons, and what else the settings do."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath, PureWindowsPath

from kinerja_xl import __version__
from kinerja_xl.core.findings import Severity
from kinerja_xl.files.excel import config_file, places
from kinerja_xl.files.interpreter import OLDEST, Interpreter, is_store_python, path_problem
from kinerja_xl.files.machine import MACOS, WINDOWS, Machine
from kinerja_xl.files.marks import synchronising_service
from kinerja_xl.files.problems import Problem

_PACKAGE = "kinerja_xl"
_BRIDGES = {WINDOWS: ("pythoncom", "win32com.client"), MACOS: ("appscript", "psutil")}
"""By which xlwings reaches Excel; it says nothing when they are missing until a button runs."""

_LEGACY_KEY = "INTERPRETER"
_BY_NAME = frozenset({"python", "pythonw"})
_INSTALL = "Jalankan kinerja-xl install dari Python yang akan dipakai."
_NARROW = 32


def modules_for_buttons(machine: Machine) -> tuple[str, ...]:
    """List what an interpreter must be able to import, for Excel on this system."""
    return (_PACKAGE, "xlwings", *_BRIDGES.get(machine.system, ()))


def configured_interpreter(machine: Machine) -> str:
    """Return the interpreter that RunPython would start; "" when the settings name none."""
    data = _config(machine)
    for key in (places.interpreter_key(machine), _LEGACY_KEY):
        found = config_file.find_entry(data, key, machine.text_encoding)
        if found is not None and found.value:
            return _expanded(machine, found.value)
    return ""


def check_config(machine: Machine) -> list[Problem]:
    """Check that VBA reads xlwings.conf as it is meant, and for entries that get in the way."""
    path = str(places.config_file(machine))
    data = _config(machine)
    if config_file.is_unreadable(data):
        return [
            Problem(
                "CONFIG_UNREADABLE", path,
                "Pengaturan xlwings tersimpan sebagai Unicode dan tidak terbaca oleh makro.",
                f"{config_file.TO_RESAVE}, lalu jalankan kinerja-xl install.",
            )
        ]  # fmt: skip
    found = []
    if lines := config_file.faulty_lines(data):
        numbers = ", ".join(map(str, lines))
        found.append(
            Problem(
                "CONFIG_SHIFTED", path,
                f"Baris {numbers} bukan pasangan dua teks bertanda kutip; makro membaca entri "
                "sesudahnya bergeser.",
                'Perbaiki menjadi "NAMA","NILAI" atau hapus baris itu, juga baris kosong.',
                Severity.WARNING,
            )
        )  # fmt: skip
    return found + _check_entries(machine, data, path)


def check_interpreter(
    machine: Machine, text: str, answer: Interpreter | str | None
) -> list[Problem]:
    """Check the interpreter in the settings.

    Args:
        machine: Where.
        text: What the settings name, "" for nothing.
        answer: What `ask_interpreter` got; `None` when `must_ask` says not to ask.
    """
    if not text or text in _BY_NAME:
        message = "Python untuk tombol belum ditetapkan."
        if text:
            message = f'Pengaturan menyebut "{text}" saja; PATH menentukan Python yang terpakai.'
        place = str(places.config_file(machine))
        return [Problem("INTERPRETER_NOT_SET", place, message, _INSTALL)]
    problem = path_problem(machine, text)
    found = [problem] if problem else []
    if is_store_python(text):
        return found
    if service := synchronising_service(machine, text):
        found.append(
            Problem(
                "INTERPRETER_IN_CLOUD", text,
                f"Python berada di folder {service}; berkasnya dapat belum terunduh atau terkunci.",
                "Pindahkan folder program ke luar folder itu, misalnya ke C:\\Kinerja, buat lagi "
                "lingkungan Pythonnya, lalu jalankan kinerja-xl install.",
                Severity.WARNING,
            )
        )  # fmt: skip
    if missing := _missing_interpreter(text):
        return [*found, missing]
    return found + (_check_answer(text, answer) if answer is not None else [])


def _missing_interpreter(text: str) -> Problem | None:
    if not Path(text).is_file():
        message = "Python ini tidak ada; foldernya dipindahkan atau dihapus."
        return Problem("INTERPRETER_MISSING", text, message, _INSTALL)
    if base := moved_base(Path(text)):
        return Problem(
            "INTERPRETER_MISSING", text,
            f"Lingkungan ini dibuat dari Python di {base}, yang tidak ada lagi.",
            "Hapus folder lingkungan itu, buat lagi, lalu jalankan kinerja-xl install.",
        )  # fmt: skip
    return None


def must_ask(text: str) -> bool:
    """Say whether running this interpreter is safe and tells something."""
    is_absolute = PurePosixPath(text).is_absolute() or PureWindowsPath(text).is_absolute()
    if not is_absolute or is_store_python(text) or not Path(text).is_file():
        return False
    return not moved_base(Path(text))


def moved_base(program: Path) -> str:
    """Return the folder of a virtual environment's own Python if that is gone, "" otherwise."""
    try:
        lines = (program.parent.parent / "pyvenv.cfg").read_text("utf-8", "replace").splitlines()
    except OSError:
        return ""
    for line in lines:
        name, _, value = line.partition("=")
        if name.strip().lower() == "home":
            return "" if Path(value.strip()).is_dir() else value.strip()
    return ""


def _check_answer(text: str, answer: Interpreter | str) -> list[Problem]:
    if isinstance(answer, str):
        return [Problem("INTERPRETER_FAILS", text, f"Python ini {answer}.", _INSTALL)]
    if answer.version < OLDEST:
        version, oldest = (".".join(map(str, number)) for number in (answer.version, OLDEST))
        return [
            Problem(
                "INTERPRETER_TOO_OLD", text,
                f"Ini Python {version}; kinerja-xl memerlukan {oldest} atau lebih baru.",
                "Pasang Python yang lebih baru dan kinerja-xl di sana, lalu jalankan kinerja-xl "
                "install.",
            )
        ]  # fmt: skip
    if answer.failures:
        return [_import_problem(text, name, answer) for name in answer.failures]
    version = answer.modules[_PACKAGE].version
    if version != __version__:
        return [
            Problem(
                "INTERPRETER_OTHER_VERSION", text,
                f"Python ini memakai kinerja-xl {version}, sedangkan perintah ini {__version__}.",
                _INSTALL,
                Severity.WARNING,
            )
        ]  # fmt: skip
    return []


def _import_problem(text: str, name: str, answer: Interpreter) -> Problem:
    package = {"pythoncom": "pywin32", "win32com.client": "pywin32", _PACKAGE: "kinerja-xl"}
    needed = package.get(name, name)
    remedy = f'Jalankan: "{text}" -m pip install --upgrade {needed}.'
    if answer.bits == _NARROW:
        remedy = (
            "Ini Python 32-bit, yang tidak lagi didukung banyak pustaka. Pasang Python 64-bit "
            "(Excel 32-bit tetap dapat dipakai), pasang kinerja-xl di sana, lalu jalankan "
            "kinerja-xl install."
        )
    reason = answer.failures[name]
    return Problem("INTERPRETER_LACKS_PACKAGE", text, f"{needed} gagal dimuat ({reason}).", remedy)


def _check_entries(machine: Machine, data: bytes, path: str) -> list[Problem]:
    values = {
        key: entry.value
        for key in ("CONDA PATH", "CONDA ENV", "USE UDF SERVER", "PYTHONPATH")
        if (entry := config_file.find_entry(data, key, machine.text_encoding)) and entry.value
    }
    found = []
    if machine.system == WINDOWS and {"CONDA PATH", "CONDA ENV"} <= values.keys():
        found.append(
            Problem(
                "CONFIG_CONDA", path,
                f"Lingkungan conda {values['CONDA ENV']} diaktifkan sebelum Python dijalankan; "
                "pustakanya dapat bercampur.",
                "Hapus entri CONDA PATH dan CONDA ENV bila tidak dipakai buku kerja lain.",
                Severity.WARNING,
            )
        )  # fmt: skip
    if machine.system == WINDOWS and values.get("USE UDF SERVER", "").lower() == "true":
        found.append(
            Problem(
                "CONFIG_UDF_SERVER", path,
                "USE UDF SERVER menjalankan tombol lewat DLL xlwings, yang harus ada untuk "
                "jumlah bit Excel dan versi yang sama.",
                'Ubah nilainya menjadi "False".',
                Severity.WARNING,
            )
        )  # fmt: skip
    if "PYTHONPATH" in values and _has_own_package(values["PYTHONPATH"]):
        found.append(
            Problem(
                "CONFIG_PYTHONPATH", path,
                "PYTHONPATH memuat folder dengan kinerja_xl lain, yang dipakai lebih dahulu.",
                "Hapus folder itu dari entri PYTHONPATH.",
                Severity.WARNING,
            )
        )  # fmt: skip
    return found


def _has_own_package(folders: str) -> bool:
    return any((Path(folder) / _PACKAGE).is_dir() for folder in folders.split(";") if folder)


def _config(machine: Machine) -> bytes:
    try:
        return places.config_file(machine).read_bytes()
    except OSError:  # none, or one that VBA could not read either
        return b""


def _expanded(machine: Machine, text: str) -> str:
    """Put in the variables that VBA puts in: %NAME% on Windows, a leading $HOME on macOS."""
    if machine.system == WINDOWS:
        return re.sub(r"%([^%]+)%", lambda part: machine.variable(part[1]) or part[0], text)
    name, slash, rest = text.partition("/")
    return f"{machine.home}{slash}{rest}" if name == "$HOME" else text
