from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kinerja_xl.files.excel.program import com_server, find_excel, is_excel_running, program_bits
from tests.machines import COM_KEY, EXCEL_KEY, linux, macos, pe_program, registry_of, windows

PYTHON = Path("python")
CLICK_TO_RUN = r"HKLM\Software\Microsoft\Office\ClickToRun\Configuration"


@pytest.mark.parametrize("bits", [32, 64])
def test_find_excel__windows__reads_bits_from_the_program(bits: int, tmp_path: Path) -> None:
    machine = windows(tmp_path, PYTHON, bits=bits)
    registry_of(machine).set(CLICK_TO_RUN, "VersionToReport", "16.0.17928.20114")

    excel = find_excel(machine)

    assert excel is not None
    assert (excel.bits, excel.registry_version) == (bits, "16.0")
    assert excel.version == "16.0.17928.20114"
    assert excel.program.name == "EXCEL.EXE"


def test_find_excel__windows_program_unreadable__asks_click_to_run(tmp_path: Path) -> None:
    machine = windows(tmp_path, PYTHON)
    registry_of(machine).set(CLICK_TO_RUN, "Platform", "x86")
    found = find_excel(machine)
    assert found is not None
    found.program.write_bytes(b"MZ")

    excel = find_excel(machine)

    assert excel is not None
    assert excel.bits == 32


def test_find_excel__windows_noted_as_com_server_only__is_found(tmp_path: Path) -> None:
    machine = windows(tmp_path, PYTHON)
    registry_of(machine).keys.pop(EXCEL_KEY.lower())

    assert find_excel(machine) is not None


def test_find_excel__windows_note_of_a_removed_excel__is_none(tmp_path: Path) -> None:
    machine = windows(tmp_path, PYTHON)
    found = find_excel(machine)
    assert found is not None
    found.program.unlink()

    assert find_excel(machine) is None


def test_find_excel__windows_with_wps_only__is_none(tmp_path: Path) -> None:
    machine = windows(tmp_path, PYTHON)
    wps = tmp_path / "et.exe"
    wps.write_bytes(pe_program(32))
    registry_of(machine).keys.clear()
    registry_of(machine).set(COM_KEY, "", f'"{wps}" /Automation')

    assert find_excel(machine) is None
    assert com_server(machine) == str(wps)


def test_find_excel__macos__reads_the_bundle(tmp_path: Path) -> None:
    excel = find_excel(macos(tmp_path, PYTHON))

    assert excel is not None
    assert (excel.version, excel.bits) == ("16.89", 64)


def test_find_excel__macos_damaged_plist__has_no_version(tmp_path: Path) -> None:
    machine = macos(tmp_path, PYTHON)
    plist = tmp_path / "Applications/Microsoft Excel.app/Contents/Info.plist"
    plist.write_bytes(b"<plist")

    excel = find_excel(machine)

    assert excel is not None
    assert excel.version == ""


def test_find_excel__linux__is_none(tmp_path: Path) -> None:
    assert find_excel(linux(tmp_path, PYTHON)) is None


def test_is_excel_running__by_system(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    pc = windows(tmp_path / "a", PYTHON, running="excel.exe")
    mac = replace(
        macos(tmp_path / "b", PYTHON), processes=lambda: frozenset({"microsoft excel", "finder"})
    )

    assert is_excel_running(pc)
    assert is_excel_running(mac)
    assert not is_excel_running(replace(pc, processes=frozenset))


@pytest.mark.parametrize("data", [b"", b"MZ", b"MZ".ljust(0x40, b"\xff"), pe_program(64)[:-1]])
def test_program_bits__no_program__is_unknown(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.exe"
    path.write_bytes(data)

    assert program_bits(path) == 0
