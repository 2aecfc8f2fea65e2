from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.excel.places import ADDIN, config_file, startup_folder
from kinerja_xl.files.machine import Machine
from kinerja_xl.usecases.doctor import doctor
from kinerja_xl.usecases.install import install, uninstall
from kinerja_xl.usecases.report import Report
from tests.machines import ADDIN as CONTENT
from tests.machines import (
    content,
    extension,
    linux,
    macos,
    office_programs,
    pe_program,
    registry_of,
    virtual_environment,
    windows,
)


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An interpreter that has the program."""
    return virtual_environment(tmp_path_factory.mktemp("python") / ".venv")


@pytest.fixture
def pc(tmp_path: Path, python: Path) -> Machine:
    return windows(tmp_path, python)


@pytest.fixture
def mac(tmp_path: Path, python: Path) -> Machine:
    return macos(tmp_path, python)


@pytest.fixture(params=["pc", "mac"])
def machine(request: pytest.FixtureRequest) -> Machine:
    made = request.getfixturevalue(request.param)
    assert isinstance(made, Machine)
    return made


def codes(report: Report) -> list[str]:
    return [line.code for line in report.findings]


def fact(report: Report, name: str) -> object:
    return next(fact.value for fact in report.facts if fact.id == name)


def test_install__then_doctor__is_clean(machine: Machine) -> None:
    report = install(machine)
    after = content(machine.home)

    checked = doctor(machine)

    assert (codes(report), codes(checked)) == ([], [])
    assert (startup_folder(machine) / ADDIN).read_bytes() == CONTENT
    assert str(machine.interpreter).encode() in config_file(machine).read_bytes()
    assert content(machine.home) == after


def test_install__again__changes_nothing_and_says_so(machine: Machine) -> None:
    install(machine)
    first = content(machine.home)

    again = install(machine)

    assert "tidak ada yang perlu diubah" in again.message
    assert content(machine.home) == first


def test_uninstall__after_install__leaves_nothing_and_doctor_finds_it(machine: Machine) -> None:
    before = content(machine.home)
    install(machine)

    report = uninstall(machine)

    assert report.findings == ()
    assert content(machine.home) == before
    assert {"ADDIN_NOT_INSTALLED", "INTERPRETER_NOT_SET"} <= set(codes(doctor(machine)))


def test_uninstall__nothing_there__says_so(machine: Machine) -> None:
    assert uninstall(machine).message == "Tidak ada yang terpasang."


def test_uninstall__addin_replaced_since__is_a_finding(pc: Machine) -> None:
    install(pc)
    (startup_folder(pc) / ADDIN).write_bytes(b"lain")

    assert codes(uninstall(pc)) == ["CHANGED_SINCE"]


def test_install__macos__puts_xlwings_script_in_place(mac: Machine) -> None:
    install(mac)

    folder = mac.home / "Library" / "Application Scripts" / "com.microsoft.Excel"
    (script,) = folder.iterdir()
    script.write_bytes(b"versi lain")

    assert script.suffix == ".applescript"
    assert codes(doctor(mac)) == ["SCRIPT_MISSING"]


def test_install__keeps_the_link_of_a_virtual_environment(pc: Machine, python: Path) -> None:
    install(pc, python=python)

    assert python.resolve() != python
    assert str(python).encode() in config_file(pc).read_bytes()


def test_install__excel_32_bit_and_python_64__is_no_finding(tmp_path: Path, python: Path) -> None:
    machine = windows(tmp_path, python, bits=32)

    report = install(machine)

    assert report.findings == ()
    assert "tidak masalah" in str(fact(report, "bits"))


@pytest.mark.parametrize("name", ["pc", "mac"])
def test_install__no_excel__is_refused_and_offers_libreoffice(
    name: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    machine: Machine = request.getfixturevalue(name)
    shutil.rmtree(tmp_path / ("Program Files" if name == "pc" else "Applications"))

    assert_refused(machine, "--libreoffice")


def test_install__macos_excel_never_started__is_refused(mac: Machine) -> None:
    shutil.rmtree(mac.home / "Library" / "Containers")

    assert_refused(mac, "buka sekali")


def assert_refused(machine: Machine, text: str, *, python: Path | None = None) -> None:
    """Check that installing stops with a message and changes nothing."""
    before = content(machine.home)

    with pytest.raises(KinerjaError, match=text):
        install(machine, python=python)

    assert content(machine.home) == before


def test_install__addin_not_shipped__is_refused(pc: Machine) -> None:
    (pc.resources / ADDIN).unlink()

    assert_refused(pc, "Kinerja.xlam tidak ada dalam paket")


def test_install__python_without_the_program__is_refused(pc: Machine, tmp_path: Path) -> None:
    bare = virtual_environment(tmp_path / "kosong", with_packages=False)

    assert_refused(pc, "kinerja-xl gagal dimuat", python=bare)


def test_install__python_that_is_not_there__is_refused(pc: Machine, tmp_path: Path) -> None:
    assert_refused(pc, "tidak ada", python=tmp_path / "hilang" / "python.exe")


def test_install__store_python__is_refused(pc: Machine) -> None:
    alias = r"C:\Users\Siti\AppData\Local\Microsoft\WindowsApps\python.exe"

    assert_refused(replace(pc, interpreter=Path(alias)), "Microsoft Store")


def test_install__macos_python_on_a_path_with_blanks__is_refused(
    mac: Machine, tmp_path: Path
) -> None:
    assert_refused(mac, "tanpa tanda kutip", python=tmp_path / "folder saya" / "python")


def test_install__excel_has_an_older_addin_open__is_refused(pc: Machine) -> None:
    running = replace(pc, processes=lambda: frozenset({"excel.exe"}))
    install(pc)
    (pc.resources / ADDIN).write_bytes(b"baru")

    assert_refused(running, "Tutup semua jendela Excel")


def test_install__excel_open_but_no_addin_yet__installs_and_asks_to_restart(pc: Machine) -> None:
    running = replace(pc, processes=lambda: frozenset({"excel.exe"}))

    report = install(running)

    assert "buka lagi" in report.message
    assert fact(report, "excel_running") is True


def test_uninstall__excel_has_the_addin_open__is_refused(pc: Machine) -> None:
    install(pc)
    before = content(pc.home)

    with pytest.raises(KinerjaError, match="Excel sedang berjalan"):
        uninstall(replace(pc, processes=lambda: frozenset({"excel.exe"})))

    assert content(pc.home) == before


def test_doctor__everything_wrong__is_one_finding_each_and_changes_nothing(
    pc: Machine, tmp_path: Path
) -> None:
    install(pc)
    config = config_file(pc)
    gone = str(tmp_path / "OneDrive - KPU" / ".venv" / "python.exe")
    config.write_bytes(config.read_bytes().replace(str(pc.interpreter).encode(), gone.encode()))
    (startup_folder(pc) / ADDIN).write_bytes(b"lama")
    Path(f"{startup_folder(pc) / ADDIN}:Zone.Identifier").write_bytes(b"ZoneId=3")
    registry_of(pc).set(r"HKCU\Software\Microsoft\Office\16.0\Excel\Security", "VBAWarnings", 4)
    office = tmp_path / "Kinerja-2026"
    office.mkdir()
    (office / "xlwings.conf").write_bytes(b'"INTERPRETER_WIN","python"\r\n')
    before = content(tmp_path)

    report = doctor(pc, office=office)

    assert codes(report) == [
        "CONFIG_OVERRIDDEN",
        "ADDIN_DIFFERS",
        "ADDIN_BLOCKED",
        "MACROS_OFF",
        "INTERPRETER_IN_CLOUD",
        "INTERPRETER_MISSING",
    ]
    assert all(line.place and line.message and line.remedy for line in report.findings)
    assert content(tmp_path) == before


def test_doctor__wps_in_the_place_of_excel__says_who_answers(pc: Machine, tmp_path: Path) -> None:
    install(pc)
    wps = tmp_path / "et.exe"
    wps.write_bytes(pe_program(32))
    key = r"HKCR\CLSID\{00024500-0000-0000-C000-000000000046}\LocalServer32"
    registry_of(pc).set(key, "", f'"{wps}" /Automation')

    assert codes(doctor(pc)) == ["EXCEL_REPLACED"]


def test_doctor__no_such_office__is_an_error(pc: Machine, tmp_path: Path) -> None:
    with pytest.raises(KinerjaError, match="tidak ada"):
        doctor(pc, office=tmp_path / "hilang")


# LibreOffice.


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every account may use; pytest's own are for one account only."""
    folder = Path(tempfile.mkdtemp())
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def desk(open_folder: Path, tmp_path: Path, python: Path) -> Machine:
    """A Linux with LibreOffice and an extension that was shipped."""
    machine = linux(tmp_path / "meja", python)
    soffice = office_programs(open_folder)
    own_python = soffice.with_name("python")
    own_python.write_text(f'#!/bin/sh\nexec "{python}" "$@"\n', encoding="utf-8")
    own_python.chmod(0o755)
    (open_folder / "paket").mkdir()
    extension(open_folder / "paket" / "Kinerja.oxt")
    variables = {**machine.variables, "SOFFICE": str(soffice)}
    return replace(machine, variables=variables, resources=open_folder / "paket")


@pytest.mark.libreoffice
def test_install__linux__adds_the_extension_and_uninstall_removes_it(
    desk: Machine, open_folder: Path
) -> None:
    profile = open_folder / "profil"

    installed = install(desk, profile=profile)
    noted = content(desk.home)
    again = install(desk, profile=profile)
    assert content(desk.home) == noted
    checked = doctor(desk, profile=profile)
    removed = uninstall(desk, profile=profile)

    assert "Ekstensi Kinerja terpasang" in installed.message
    assert "tidak ada yang perlu diubah" in again.message
    assert (codes(installed), codes(checked), codes(removed)) == ([], [], [])
    assert "EXTENSION_NOT_INSTALLED" in codes(doctor(desk, profile=profile))
    assert content(desk.home) == {}


@pytest.mark.libreoffice
def test_uninstall__two_profiles__clears_the_one_named_then_the_rest(
    desk: Machine, open_folder: Path
) -> None:
    first, second = open_folder / "satu", open_folder / "dua"
    install(desk, profile=first)
    install(desk, profile=second)

    one = uninstall(desk, profile=second)
    left = codes(doctor(desk, profile=first)), codes(doctor(desk, profile=second))
    rest = uninstall(desk)

    assert (one.message, rest.message) == ("Tombol Kinerja sudah dilepas.",) * 2
    assert left == ([], ["EXTENSION_NOT_INSTALLED"])
    assert content(desk.home) == {}
    assert uninstall(desk).message == "Tidak ada yang terpasang."


@pytest.mark.libreoffice
def test_install__libreoffice_is_running__is_refused_at_once(
    desk: Machine, open_folder: Path
) -> None:
    profile = open_folder / "profil"
    profile.mkdir()
    (profile / ".lock").touch()
    running = replace(desk, processes=lambda: frozenset({"soffice.bin"}))

    with pytest.raises(KinerjaError, match=r"sedang berjalan.*Tutup semua jendela LibreOffice"):
        install(running, profile=profile)

    assert content(desk.home) == {}
    assert codes(doctor(running, profile=profile)) == ["EXTENSION_UNKNOWN"]


@pytest.mark.libreoffice
def test_doctor__nothing_installed_yet__is_one_finding(desk: Machine, open_folder: Path) -> None:
    assert codes(doctor(desk, profile=open_folder / "profil")) == ["EXTENSION_NOT_INSTALLED"]


@pytest.mark.libreoffice
def test_doctor__another_extension_is_shipped__says_so(desk: Machine, open_folder: Path) -> None:
    profile = open_folder / "profil"
    install(desk, profile=profile)
    extension(desk.resources / "Kinerja.oxt", version="0.2.0")

    assert codes(doctor(desk, profile=profile)) == ["EXTENSION_DIFFERS"]


@pytest.mark.libreoffice
def test_install__linux_extension_is_refused_by_libreoffice__leaves_no_note(
    desk: Machine, open_folder: Path
) -> None:
    profile = open_folder / "profil"
    profile.mkdir()
    profile.chmod(0o777)
    (profile / ".lock").write_text("[Lockdata]\nHost=x\n", encoding="utf-8")
    before = content(desk.home)

    with pytest.raises(KinerjaError):
        install(desk, profile=profile)

    assert content(desk.home) == before


@pytest.mark.libreoffice
def test_install__linux_extension_not_shipped__says_excel_is_not_there(desk: Machine) -> None:
    (desk.resources / "Kinerja.oxt").unlink()

    assert_refused(desk, "Excel tidak tersedia untuk sistem ini.*Kinerja.oxt")


def test_install__linux_without_libreoffice__says_how_to_get_it(
    tmp_path: Path, python: Path
) -> None:
    machine = replace(linux(tmp_path, python), root=tmp_path, variables={})

    assert_refused(machine, "apt install libreoffice-calc")
    assert codes(doctor(machine)) == ["LIBREOFFICE_MISSING"]


@pytest.mark.libreoffice
def test_install__windows_for_libreoffice__leaves_excel_alone(
    pc: Machine, desk: Machine, open_folder: Path
) -> None:
    machine = replace(pc, resources=desk.resources, variables={**pc.variables, **desk.variables})
    unopkg = open_folder / "program" / "unopkg"
    unopkg.rename(unopkg.with_suffix(".com"))
    unopkg.with_name("python").rename(unopkg.with_name("python.exe"))
    profile = open_folder / "profil"

    report = install(machine, for_libreoffice=True, profile=profile)
    removed = uninstall(machine, profile=profile)

    assert "Excel tidak tersedia" not in report.message
    assert not config_file(machine).exists()
    assert not startup_folder(machine).exists()
    assert str(fact(removed, "removed_1")) == "id.kinerja.contoh"
