"""Where Excel and xlwings look for what is installed, on Windows and on macOS.

The add-in goes into the account's own start-up folder (XLSTART), not into the AddIns folder with
an OPEN value in the registry: Excel trusts XLSTART from the outset, so macros run there without a
question; Excel writes the OPEN values itself when it closes and renumbers them, so one that was
added meanwhile is lost; and a file in a folder needs no other step to be taken away again.
"""

from __future__ import annotations

from pathlib import Path

from kinerja_xl.files.machine import MACOS, WINDOWS, Machine

ADDIN = "Kinerja.xlam"
CONFIG = "xlwings.conf"

_GROUP = ("Library", "Group Containers", "UBF8T346G9.Office")
_CONTAINER = ("Library", "Containers", "com.microsoft.Excel", "Data")


def has_place_for_excel(machine: Machine) -> bool:
    """Say whether there is an Excel for this system at all."""
    return machine.system in {WINDOWS, MACOS}


def shipped_addin(machine: Machine) -> Path:
    """Return the add-in that came with the program; it need not exist."""
    return machine.resources / ADDIN


def startup_folder(machine: Machine) -> Path:
    """Return the folder whose workbooks Excel opens when it starts; it need not exist.

    macOS names the folders `User Content.localized` and `Startup.localized`, older versions of
    Office without the ending; those that are there are taken.
    """
    if machine.system == WINDOWS:
        roaming = machine.folder("APPDATA", "AppData", "Roaming")
        return roaming / "Microsoft" / "Excel" / "XLSTART"
    folder = machine.home.joinpath(*_GROUP)
    for name in ("User Content", "Startup"):
        plain = folder / name
        localised = folder / f"{name}.localized"
        folder = plain if plain.is_dir() and not localised.is_dir() else localised
    return folder / "Excel"


def config_file(machine: Machine) -> Path:
    """Return the settings of the account that xlwings' VBA reads (`GetConfigFilePath`)."""
    if machine.system == WINDOWS:
        profile = machine.variable("USERPROFILE")
        return (Path(profile) if profile else machine.home) / ".xlwings" / CONFIG
    return machine.home.joinpath(*_CONTAINER, CONFIG)


def interpreter_key(machine: Machine) -> str:
    """Return the entry of the settings that names the interpreter for RunPython."""
    return "INTERPRETER_WIN" if machine.system == WINDOWS else "INTERPRETER_MAC"


def script_folder(machine: Machine) -> Path:
    """Return where Excel for macOS may start scripts from; RunPython needs xlwings' one there."""
    return machine.home / "Library" / "Application Scripts" / "com.microsoft.Excel"


def record_file(machine: Machine) -> Path:
    """Return where the program notes what it installed and what was there before."""
    if machine.system == WINDOWS:
        folder = machine.folder("LOCALAPPDATA", "AppData", "Local")
    elif machine.system == MACOS:
        folder = machine.home / "Library" / "Application Support"
    else:
        folder = machine.folder("XDG_DATA_HOME", ".local", "share")
    return folder / "kinerja-xl" / "pemasangan.json"


def has_macos_container(machine: Machine) -> bool:
    """Say whether macOS has made Excel's own folder, which it does at Excel's first start."""
    return machine.home.joinpath(*_CONTAINER).is_dir()


def other_addin_places(machine: Machine) -> tuple[Path, ...]:
    """Return further folders from which Excel loads add-ins or where people put them."""
    if machine.system != WINDOWS:
        return ()
    folders = [machine.folder("APPDATA", "AppData", "Roaming") / "Microsoft" / "AddIns"]
    for name in ("ProgramFiles", "ProgramFiles(x86)"):
        programs = machine.variable(name)
        if programs:
            office = Path(programs) / "Microsoft Office"
            folders += [office / "root" / "Office16" / "XLSTART", office / "Office16" / "XLSTART"]
    return tuple(folders)
