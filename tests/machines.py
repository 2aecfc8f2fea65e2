"""Computers for tests of installing: folders of Windows, macOS and Linux below a test's own."""

from __future__ import annotations

import os
import plistlib
import struct
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kinerja_xl.files.machine import LINUX, MACOS, WINDOWS, Machine, RegistryValue
from tests.libreoffice_tools import find_soffice

_REPOSITORY = Path(__file__).resolve().parents[1]
_BRIDGES = (
    "pythoncom.py",
    "win32com/__init__.py",
    "win32com/client.py",
    "appscript.py",
    "psutil.py",
    "uno.py",
)

_DESCRIPTION = """<?xml version="1.0" encoding="UTF-8"?>
<description xmlns="http://openoffice.org/extensions/description/2006">
  <identifier value="{}"/>
  <version value="{}"/>
</description>"""
_MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest"/>"""

ADDIN = b"PK\3\4 add-in of the package"
EXCEL_KEY = r"HKLM\Software\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
COM_KEY = r"HKCR\CLSID\{00024500-0000-0000-C000-000000000046}\LocalServer32"
USER_KEY = r"HKCU\Software\Microsoft\Office\16.0"
POLICY_KEY = r"HKCU\Software\Policies\Microsoft\Office\16.0"


@dataclass
class FakeRegistry:
    """A registry held in memory; like Windows' it does not mind the case of keys."""

    keys: dict[str, dict[str, RegistryValue]] = field(default_factory=dict)

    def set(self, key: str, name: str, value: RegistryValue) -> None:
        """Set a value."""
        self.keys.setdefault(key.lower(), {})[name] = value

    def values(self, key: str, /) -> Mapping[str, RegistryValue]:
        """Return the values of a key."""
        return self.keys.get(key.lower(), {})


def windows(folder: Path, interpreter: Path, *, bits: int = 64, running: str = "") -> Machine:
    """Make a Windows with Excel and an account."""
    home = folder / "Users" / "Siti"
    home.mkdir(parents=True)
    excel = folder / "Program Files" / "Microsoft Office" / "root" / "Office16" / "EXCEL.EXE"
    excel.parent.mkdir(parents=True)
    excel.write_bytes(pe_program(bits))
    registry = FakeRegistry()
    registry.set(EXCEL_KEY, "", str(excel))
    registry.set(COM_KEY, "", f'"{excel}" /automation')
    registry.set(r"HKCR\Excel.Application\CurVer", "", "Excel.Application.16")
    return Machine(
        system=WINDOWS,
        home=home,
        variables={
            "APPDATA": str(home / "AppData" / "Roaming"),
            "LOCALAPPDATA": str(home / "AppData" / "Local"),
            "USERPROFILE": str(home),
            "PROGRAMFILES": str(folder / "Program Files"),
        },
        interpreter=interpreter,
        resources=resources(folder),
        text_encoding="cp1252",
        registry=registry,
        processes=lambda: frozenset({running} if running else ()),
        root=folder,
    )


def macos(folder: Path, interpreter: Path) -> Machine:
    """Make a macOS with Excel, started once by its account."""
    home = folder / "Users" / "siti"
    (home / "Library" / "Containers" / "com.microsoft.Excel" / "Data").mkdir(parents=True)
    bundle = folder / "Applications" / "Microsoft Excel.app" / "Contents"
    bundle.mkdir(parents=True)
    with (bundle / "Info.plist").open("wb") as file:
        plistlib.dump({"CFBundleShortVersionString": "16.89"}, file)
    return Machine(
        system=MACOS,
        home=home,
        variables={"PATH": str(folder / "bin")},
        interpreter=interpreter,
        resources=resources(folder),
        root=folder,
    )


def linux(folder: Path, interpreter: Path) -> Machine:
    """Make a Linux with this computer's programs and an account of its own."""
    home = folder / "home" / "siti"
    home.mkdir(parents=True)
    return Machine(
        system=LINUX,
        home=home,
        variables={"PATH": os.environ.get("PATH", ""), "HOME": str(home)},
        interpreter=interpreter,
        resources=resources(folder),
    )


def resources(folder: Path) -> Path:
    """Make the folder of what is shipped, with an add-in."""
    place = folder / "paket" / "workbook"
    place.mkdir(parents=True)
    (place / "Kinerja.xlam").write_bytes(ADDIN)
    return place


def registry_of(machine: Machine) -> FakeRegistry:
    """Return the registry, to set something in it."""
    assert isinstance(machine.registry, FakeRegistry)
    return machine.registry


def pe_program(bits: int) -> bytes:
    """Return the head of a Windows program."""
    kind = {32: 0x014C, 64: 0x8664}[bits]
    return (
        b"MZ".ljust(0x3C, b"\0")
        + struct.pack("<I", 0x80).ljust(0x44, b"\0")
        + struct.pack("<4sH", b"PE\0\0", kind)
    )


def virtual_environment(folder: Path, *, with_packages: bool = True) -> Path:
    """Make a real environment with this program, and empty stand-ins for xlwings' bridges.

    Returns:
        Its interpreter.
    """
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    scripts = folder / ("Scripts" if sys.platform == "win32" else "bin")
    python = scripts / ("python.exe" if sys.platform == "win32" else "python")
    if with_packages:
        show = "import sysconfig; print(sysconfig.get_path('purelib'))"
        done = subprocess.run([python, "-c", show], check=True, capture_output=True, text=True)
        site = Path(done.stdout.strip())
        paths = f"{_REPOSITORY}\n{sysconfig.get_path('purelib')}\n"
        (site / "test.pth").write_text(paths, encoding="utf-8")
        for name in _BRIDGES:
            (site / name).parent.mkdir(exist_ok=True)
            (site / name).touch()
    return python


def office_programs(folder: Path) -> Path:
    """Make programs that start this computer's LibreOffice and unopkg as an ordinary account.

    unopkg refuses to work for root, as whom tests often run.

    Args:
        folder: New; every account may write to it, and so must they to what is handed over.

    Returns:
        The program to take for soffice.
    """
    found = find_soffice()
    assert found is not None
    programs = folder / "program"
    programs.mkdir()
    folder.chmod(0o777)
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    account = "setpriv --reuid=65534 --regid=65534 --clear-groups" if is_root else ""
    for name in ("soffice", "unopkg"):
        program = programs / name
        real = Path(found).resolve().with_name(name)
        program.write_text(
            f'#!/bin/sh\nHOME="{folder}" exec {account} "{real}" "$@"\n', encoding="utf-8"
        )
        program.chmod(0o755)
    return programs / "soffice"


def extension(path: Path, identifier: str = "id.kinerja.contoh", *, version: str = "0.1.0") -> Path:
    """Make an extension of LibreOffice that holds nothing."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("description.xml", _DESCRIPTION.format(identifier, version))
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
    return path


def content(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
