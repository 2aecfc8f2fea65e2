"""Excel itself: where it is, which version, how many bits, and who answers in its name."""

from __future__ import annotations

import plistlib
import struct
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from xml.parsers.expat import ExpatError

from kinerja_xl.files.machine import MACOS, WINDOWS, Machine

_APP_PATHS = r"Software\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
_CLASS = r"HKCR\CLSID\{00024500-0000-0000-C000-000000000046}\LocalServer32"
_CURRENT = r"HKCR\Excel.Application\CurVer"
_CLICK_TO_RUN = r"HKLM\Software\Microsoft\Office\ClickToRun\Configuration"
_MACHINE_BITS = {0x014C: 32, 0x8664: 64, 0xAA64: 64}
_PE_OFFSET = 0x3C
_NEWEST = "16.0"
_BUNDLE = "Microsoft Excel.app"
_PROCESSES = {WINDOWS: "excel.exe", MACOS: "microsoft excel"}


@dataclass(frozen=True, slots=True)
class Excel:
    """An Excel that was found.

    Attributes:
        program: Its file, or the bundle on macOS.
        registry_version: As in the registry, such as 16.0; "" on macOS.
        version: What the installation says, such as 16.0.17928.20114; "" when it does not.
        bits: 32 or 64; 0 when unknown.
    """

    program: Path
    registry_version: str
    version: str
    bits: int


def find_excel(machine: Machine) -> Excel | None:
    """Look for Excel in the registry of Windows, or among the applications of macOS."""
    if machine.system == WINDOWS:
        return _find_on_windows(machine)
    if machine.system == MACOS:
        for folder in (machine.root / "Applications", machine.home / "Applications"):
            bundle = folder / _BUNDLE
            if bundle.is_dir():
                return Excel(bundle, "", _bundle_version(bundle), 64)
    return None


def is_excel_running(machine: Machine) -> bool:
    """Say whether Excel runs now; no, when the system does not tell."""
    return _PROCESSES.get(machine.system, "") in machine.processes()


def com_server(machine: Machine) -> str:
    """Return the program that Windows starts for Excel's COM class; "" when none is noted.

    WPS Office can take the class over, and xlwings then speaks with WPS.
    """
    return _program_of(_default(machine, _CLASS))


def is_excel(program: str) -> bool:
    """Say whether a command names Excel's own program."""
    return PureWindowsPath(program.replace("/", "\\")).name.lower() == "excel.exe"


def program_bits(program: Path) -> int:
    """Return whether a Windows program is built for 32 or 64 bits; 0 when it does not say."""
    try:
        with program.open("rb") as file:
            head = file.read(4096)
        (offset,) = struct.unpack_from("<I", head, _PE_OFFSET)
        signature, kind = struct.unpack_from("<4sH", head, offset)
    except (OSError, struct.error):
        return 0
    return _MACHINE_BITS.get(kind, 0) if signature == b"PE\0\0" else 0


def _find_on_windows(machine: Machine) -> Excel | None:
    noted = [_program_of(_default(machine, f"{hive}\\{_APP_PATHS}")) for hive in ("HKCU", "HKLM")]
    server = com_server(machine)
    if is_excel(server):
        noted.append(server)
    for text in noted:
        if text and Path(text).is_file():
            settings = machine.registry.values(_CLICK_TO_RUN)
            platform = {"x86": 32, "x64": 64}.get(str(settings.get("Platform", "")).lower(), 0)
            version = str(settings.get("VersionToReport") or "")
            bits = program_bits(Path(text)) or platform
            return Excel(Path(text), _registry_version(machine), version, bits)
    return None


def _registry_version(machine: Machine) -> str:
    """Turn "Excel.Application.16" into the 16.0 of Office's registry keys."""
    number = _default(machine, _CURRENT).rpartition(".")[2]
    return f"{number}.0" if number.isdecimal() else _NEWEST


def _default(machine: Machine, key: str) -> str:
    value = machine.registry.values(key).get("")
    return value if isinstance(value, str) else ""


def _program_of(command: str) -> str:
    """Take the program from a command line, quoted or not, such as `EXCEL.EXE /automation`."""
    command = command.strip()
    if command.startswith('"'):
        return command[1:].partition('"')[0]
    return command.partition(" /")[0]


def _bundle_version(bundle: Path) -> str:
    try:
        with (bundle / "Contents" / "Info.plist").open("rb") as file:
            found = plistlib.load(file)
    except (OSError, ValueError, ExpatError):
        return ""
    return str(found.get("CFBundleShortVersionString", ""))
