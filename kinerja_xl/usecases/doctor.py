"""Says what keeps the buttons from working in Excel and LibreOffice."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kinerja_xl.core.findings import Severity
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files import libreoffice
from kinerja_xl.files.excel import places
from kinerja_xl.files.excel.addin_checks import check_addin, check_excel
from kinerja_xl.files.excel.macos_script import check_script
from kinerja_xl.files.excel.office_checks import check_office
from kinerja_xl.files.excel.program import Excel, find_excel, is_excel_running
from kinerja_xl.files.excel.python_checks import (
    check_config,
    check_interpreter,
    configured_interpreter,
    modules_for_buttons,
    must_ask,
)
from kinerja_xl.files.excel.record import Record, digest, read_record
from kinerja_xl.files.excel.setting_checks import check_settings
from kinerja_xl.files.interpreter import Interpreter, ask_interpreter
from kinerja_xl.files.machine import WINDOWS, Machine
from kinerja_xl.files.office_profile import require_closed
from kinerja_xl.files.problems import Problem
from kinerja_xl.usecases.report import Fact, FindingLine, Progress, Report, no_progress

_ASKING = "Memeriksa Python"


def doctor(
    machine: Machine,
    *,
    office: Path | None = None,
    for_libreoffice: bool = False,
    profile: Path | None = None,
    progress: Progress = no_progress,
) -> Report:
    """Say what keeps the buttons from working; changes nothing.

    Args:
        machine: Where.
        office: An office's folder or master to look at as well.
        for_libreoffice: Check LibreOffice too, where there is Excel.
        profile: Folder of another LibreOffice profile than the account's own.
        progress: Told of what takes long.

    Raises:
        KinerjaError: If the office's folder is not there.
    """
    record = read_record(places.record_file(machine))
    problems = check_office(machine, office) if office else []
    facts: list[Fact] = []
    if places.has_place_for_excel(machine):
        more_facts, more = examine_excel(machine, None, progress)
        facts += more_facts
        problems += more
    if for_libreoffice or record.extension or not places.has_place_for_excel(machine):
        more_facts, more = examine_libreoffice(machine, profile, progress)
        facts += more_facts
        problems += more
    return Report(
        "doctor", _verdict(problems), facts=tuple(facts), findings=finding_lines(problems)
    )


def examine_excel(
    machine: Machine, known: Interpreter | str | None, progress: Progress
) -> tuple[tuple[Fact, ...], list[Problem]]:
    """Run all checks on Excel.

    Args:
        machine: Where.
        known: What the interpreter in the settings answered, if it was just asked.
        progress: Told of what takes long.
    """
    excel = find_excel(machine)
    text = configured_interpreter(machine)
    answer = known if known is not None else ask_for_buttons(machine, text, progress)
    problems = check_excel(machine, excel) + check_addin(machine, excel)
    if machine.system == WINDOWS and excel is not None:
        problems += check_settings(machine, excel)
    problems += check_config(machine) + check_interpreter(machine, text, answer)
    problems += check_script(machine, answer)
    return _excel_facts(machine, excel, text, answer), problems


def _excel_facts(
    machine: Machine, excel: Excel | None, text: str, answer: Interpreter | str | None
) -> tuple[Fact, ...]:
    facts = []
    if excel is not None:
        bits = f" ({excel.bits}-bit)" if excel.bits else ""
        facts.append(Fact("excel", "Excel", f"{excel.program} {excel.version}{bits}".strip()))
        facts.append(Fact("excel_running", "Excel sedang terbuka", is_excel_running(machine)))
    facts.append(Fact("addin", "Add-in", str(places.startup_folder(machine) / places.ADDIN)))
    facts.append(Fact("config", "Pengaturan xlwings", str(places.config_file(machine))))
    if isinstance(answer, Interpreter):
        version = ".".join(map(str, answer.version))
        facts.append(Fact("python", "Python", f"{text} {version} ({answer.bits}-bit)"))
        if excel is not None and excel.bits and excel.bits != answer.bits:
            facts.append(
                Fact(
                    "bits", "Beda bit",
                    "tidak masalah: Excel dan Python berbicara antarproses (COM)",
                )
            )  # fmt: skip
    elif text:
        facts.append(Fact("python", "Python", text))
    return tuple(facts)


def examine_libreoffice(
    machine: Machine, profile: Path | None, progress: Progress
) -> tuple[tuple[Fact, ...], list[Problem]]:
    """Run all checks on LibreOffice."""
    office = libreoffice.find_libreoffice(machine)
    if office is None:
        return (), [libreoffice.missing_libreoffice()]
    progress("Memeriksa LibreOffice", 0, 1)
    record = read_record(places.record_file(machine))
    search_path = record.search_path or _own_search_path(machine)
    answer = libreoffice.ask_office_python(machine, office, search_path)
    problems = libreoffice.check_python(office, answer, record.python)
    problems += _check_extension(machine, office, record, profile)
    facts = [Fact("libreoffice", "LibreOffice", f"{office.soffice} {office.version}".strip())]
    if isinstance(answer, Interpreter):
        version = ".".join(map(str, answer.version))
        facts.append(Fact("libreoffice_python", "Python LibreOffice", f"{office.python} {version}"))
    return tuple(facts), problems


def _own_search_path(machine: Machine) -> tuple[str, ...]:
    """Return what the extension would borrow if it were installed now."""
    answer = ask_interpreter(machine, machine.interpreter, ("kinerja_xl", "xlwings"))
    return answer.search_path if isinstance(answer, Interpreter) else ()


def _check_extension(
    machine: Machine, office: libreoffice.LibreOffice, record: Record, profile: Path | None
) -> list[Problem]:
    extension = libreoffice.shipped_extension(machine)
    if not extension.is_file():
        return [libreoffice.missing_extension(machine)]
    identifier = libreoffice.extension_identifier(extension)
    try:
        require_closed(machine, profile)
        is_installed = identifier in libreoffice.installed_extensions(office, profile)
    except KinerjaError as error:  # LibreOffice is running, which is no fault
        return [
            Problem("EXTENSION_UNKNOWN", error.where, error.what, error.remedy, Severity.WARNING)
        ]
    remedy = "Tutup LibreOffice, lalu jalankan kinerja-xl install --libreoffice."
    if not is_installed:
        message = "Ekstensi Kinerja belum terpasang di LibreOffice."
        return [Problem("EXTENSION_NOT_INSTALLED", identifier, message, remedy)]
    if record.extension_digest != digest(extension.read_bytes()):
        message = "Ekstensi yang terpasang berbeda dari ekstensi dalam paket program."
        return [Problem("EXTENSION_DIFFERS", identifier, message, remedy)]
    return []


def ask_for_buttons(machine: Machine, text: str, progress: Progress) -> Interpreter | str | None:
    """Ask the interpreter that RunPython would start; `None` when it is better left alone."""
    if not must_ask(text):
        return None
    progress(_ASKING, 0, 1)
    return ask_interpreter(machine, Path(text), modules_for_buttons(machine))


def _verdict(problems: list[Problem]) -> str:
    if problems:
        return f"{len(problems)} hal perlu diperhatikan agar tombol Kinerja berfungsi."
    return "Tidak ada masalah yang terlihat; tombol Kinerja siap dipakai."


def finding_lines(problems: Iterable[Problem]) -> tuple[FindingLine, ...]:
    """Give problems as lines of a report."""
    return tuple(
        FindingLine(
            problem.severity.value, problem.code, "", problem.place, problem.message, problem.remedy
        )
        for problem in problems
    )
