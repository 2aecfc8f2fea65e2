"""Brings the buttons into Excel or LibreOffice, and takes them away again."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from kinerja_xl.core.findings import Severity
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files import libreoffice
from kinerja_xl.files.excel import places
from kinerja_xl.files.excel.addin_checks import missing_addin, missing_excel
from kinerja_xl.files.excel.installing import (
    Installed,
    install_files,
    uninstall_files,
    write_record,
)
from kinerja_xl.files.excel.macos_script import script_of
from kinerja_xl.files.excel.program import find_excel, is_excel_running
from kinerja_xl.files.excel.python_checks import check_interpreter
from kinerja_xl.files.excel.record import Record, digest, read_record, record_bytes
from kinerja_xl.files.interpreter import Interpreter, ask_interpreter, path_problem
from kinerja_xl.files.machine import WINDOWS, Machine
from kinerja_xl.files.office_profile import require_closed
from kinerja_xl.files.problems import Problem
from kinerja_xl.files.undo import Undo
from kinerja_xl.usecases.doctor import (
    ask_for_buttons,
    examine_excel,
    examine_libreoffice,
    finding_lines,
)
from kinerja_xl.usecases.report import Fact, Progress, Report, no_progress

_ASKING = "Memeriksa Python"
_NO_EXCEL = "Excel tidak tersedia untuk sistem ini; tombol bekerja lewat LibreOffice. "
_ADDING = "Memasang ekstensi LibreOffice"


def install(
    machine: Machine,
    *,
    python: Path | None = None,
    for_libreoffice: bool = False,
    profile: Path | None = None,
    progress: Progress = no_progress,
) -> Report:
    """Install the add-in of Excel, or the extension of LibreOffice, for this account.

    Installing again changes nothing that is right already.

    Args:
        machine: Where.
        python: Interpreter that the buttons are to use; the one that runs this by default.
        for_libreoffice: Install the extension. On a system without Excel it is the only choice.
        profile: Folder of another LibreOffice profile than the account's own.
        progress: Told of what takes long.

    Raises:
        KinerjaError: If the buttons could not work; nothing is changed then.
    """
    interpreter = Path(os.path.abspath(python or machine.interpreter))  # noqa: PTH100 - keeps links: a venv's python is one
    if for_libreoffice or not places.has_place_for_excel(machine):
        return _install_extension(machine, interpreter, profile, progress)
    return _install_addin(machine, interpreter, progress)


def uninstall(
    machine: Machine, *, profile: Path | None = None, progress: Progress = no_progress
) -> Report:
    """Undo what `install` did; what others changed since is left and named.

    Args:
        machine: Where.
        profile: Folder of the only LibreOffice profile to clear; all that were noted by default.
        progress: Told of what takes long.

    Raises:
        KinerjaError: If something cannot be taken away.
    """
    record = read_record(places.record_file(machine))
    removed = []
    if record.extension:
        progress("Melepas ekstensi LibreOffice", 0, 1)
        profiles = record.profiles if profile is None else (_noted(profile),)
        removed += _remove_extension(machine, record.extension, profiles)
        left = tuple(each for each in record.profiles if each not in profiles)
        cleared = replace(record, extension="", extension_digest="", profiles=())
        write_record(machine, replace(record, profiles=left) if left else cleared)
    done = Installed()
    if places.has_place_for_excel(machine):
        _require_replaceable(machine, None)
        done = uninstall_files(machine, _known_files(machine), str(machine.interpreter))
    elif record.extension:
        done = uninstall_files(machine, {}, "")
    removed += map(str, done.changed)
    message = "Tombol Kinerja sudah dilepas." if removed else "Tidak ada yang terpasang."
    findings = tuple(
        Problem(
            "CHANGED_SINCE",
            place,
            "Diubah sesudah pemasangan, jadi dibiarkan.",
            "Periksa, lalu hapus sendiri bila tidak diperlukan.",
        )
        for place in done.kept
    )
    facts = tuple(Fact(f"removed_{n}", "Dilepas", text) for n, text in enumerate(removed, start=1))
    return Report("uninstall", message, facts=facts, findings=finding_lines(findings))


def _remove_extension(machine: Machine, identifier: str, profiles: tuple[str, ...]) -> list[str]:
    """Remove the extension from profiles, and return its identifier for each that had it."""
    office = libreoffice.find_libreoffice(machine)
    folders = [Path(each) if each else None for each in profiles]
    present = [folder for folder in folders if folder is None or folder.is_dir()]
    for folder in present:
        require_closed(machine, folder)
    return [
        identifier
        for folder in present
        if office and libreoffice.remove_extension(office, identifier, folder)
    ]


def _noted(profile: Path | None) -> str:
    """Return a profile as the note calls it."""
    return "" if profile is None else str(profile.absolute())


def _install_addin(machine: Machine, interpreter: Path, progress: Progress) -> Report:
    if problem := path_problem(machine, str(interpreter)):
        raise problem.as_error()
    excel = find_excel(machine)
    if excel is None or (machine.system != WINDOWS and not places.has_macos_container(machine)):
        raise missing_excel().as_error()
    addin = places.shipped_addin(machine)
    if not addin.is_file():
        raise missing_addin(machine).as_error()
    answer = ask_for_buttons(machine, str(interpreter), progress)
    for problem in check_interpreter(machine, str(interpreter), answer):
        if problem.severity is Severity.ERROR:
            raise problem.as_error()
    files = _files(machine, answer)
    _require_replaceable(machine, files[places.startup_folder(machine) / places.ADDIN])
    done = install_files(machine, files, str(interpreter))
    facts, problems = examine_excel(machine, answer, progress)
    if not done.changed:
        message = "Add-in Kinerja sudah terpasang; tidak ada yang perlu diubah."
    elif is_excel_running(machine):
        message = "Add-in Kinerja terpasang. Tutup semua jendela Excel, lalu buka lagi."
    else:
        message = "Add-in Kinerja terpasang. Buka Excel; tab Kinerja ada di pita."
    return Report("install", message, facts=facts, findings=finding_lines(problems))


def _install_extension(
    machine: Machine, interpreter: Path, profile: Path | None, progress: Progress
) -> Report:
    prefix = "" if places.has_place_for_excel(machine) else _NO_EXCEL
    office = libreoffice.find_libreoffice(machine)
    if office is None:
        raise _prefixed(prefix, libreoffice.missing_libreoffice())
    extension = libreoffice.shipped_extension(machine)
    if not extension.is_file():
        raise _prefixed(prefix, libreoffice.missing_extension(machine))
    require_closed(machine, profile)
    progress(_ASKING, 0, 2)
    record = _record_of_extension(machine, interpreter, extension, profile)
    answer = libreoffice.ask_office_python(machine, office, record.search_path)
    for problem in libreoffice.check_python(office, answer, record.python):
        raise problem.as_error()
    progress(_ADDING, 1, 2)
    is_there = record == read_record(places.record_file(machine)) and (
        record.extension in libreoffice.installed_extensions(office, profile)
    )
    if not is_there:
        with Undo() as undo:
            undo.write(places.record_file(machine), record_bytes(record))
            libreoffice.add_extension(office, extension, profile)
    facts, problems = examine_libreoffice(machine, profile, progress)
    if is_there:
        message = f"{prefix}Ekstensi Kinerja sudah terpasang; tidak ada yang perlu diubah."
    else:
        message = f"{prefix}Ekstensi Kinerja terpasang. Tutup LibreOffice, lalu buka lagi Calc."
    return Report("install", message, facts=facts, findings=finding_lines(problems))


def _record_of_extension(
    machine: Machine, interpreter: Path, extension: Path, profile: Path | None
) -> Record:
    """Return the note for the extension: which file it is, and whose packages it borrows."""
    answer = ask_interpreter(machine, interpreter, ("kinerja_xl", "xlwings"))
    if isinstance(answer, str) or answer.failures:
        reason = answer if isinstance(answer, str) else "; ".join(answer.failures.values())
        raise KinerjaError(
            f"Python ini tidak dapat menjalankan kinerja-xl: {reason}.",
            where=str(interpreter),
            remedy="Pasang kinerja-xl dengan Python itu, lalu jalankan lagi.",
        )
    before = read_record(places.record_file(machine))
    return replace(
        before,
        profiles=tuple(dict.fromkeys((*before.profiles, _noted(profile)))),
        extension=libreoffice.extension_identifier(extension),
        extension_digest=digest(extension.read_bytes()),
        search_path=answer.search_path,
        python=".".join(map(str, answer.version)),
    )


def _files(machine: Machine, answer: Interpreter | str | None) -> dict[Path, bytes]:
    """Return what is to be put where."""
    addin = places.startup_folder(machine) / places.ADDIN
    files = {addin: places.shipped_addin(machine).read_bytes()}
    if machine.system != WINDOWS and isinstance(answer, Interpreter):
        script = script_of(answer)
        if script is not None:
            files[places.script_folder(machine) / script.name] = script.read_bytes()
    return files


def _known_files(machine: Machine) -> Mapping[Path, bytes]:
    """Return what this version installs, as far as it can be told without asking Python."""
    if not places.shipped_addin(machine).is_file():
        return {}
    return _files(machine, None)


def _require_replaceable(machine: Machine, content: bytes | None) -> None:
    """Refuse to change an add-in that Excel has open; Windows would not let it happen.

    Args:
        machine: Where.
        content: What it is to become; `None` when it is to go.
    """
    addin = places.startup_folder(machine) / places.ADDIN
    if machine.system != WINDOWS or not addin.is_file() or not is_excel_running(machine):
        return
    if content is None or addin.read_bytes() != content:
        raise KinerjaError(
            "Excel sedang berjalan dan memakai add-in Kinerja.",
            where=str(addin),
            remedy="Tutup semua jendela Excel, lalu jalankan lagi.",
        )


def _prefixed(prefix: str, problem: Problem) -> KinerjaError:
    return KinerjaError(prefix + problem.message, where=problem.place, remedy=problem.remedy)
