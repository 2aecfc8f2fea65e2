"""The account's profile of LibreOffice: where it is, and whether LibreOffice has it open."""

from __future__ import annotations

from pathlib import Path

from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.machine import MACOS, WINDOWS, Machine

TO_CLOSE = "Tutup semua jendela LibreOffice, juga Quickstarter, lalu jalankan lagi."

_FOLDER = ("LibreOffice", "4")
_PROGRAM = "soffice"


def profile_folder(machine: Machine) -> Path:
    """Return the account's own profile; it need not exist."""
    if machine.system == WINDOWS:
        return machine.folder("APPDATA", "AppData", "Roaming").joinpath(*_FOLDER)
    if machine.system == MACOS:
        return machine.home.joinpath("Library", "Application Support", *_FOLDER)
    return machine.folder("XDG_CONFIG_HOME", ".config") / "libreoffice" / "4"


def require_closed(machine: Machine, profile: Path | None) -> None:
    """Refuse at once what LibreOffice would let wait for minutes while it runs.

    A lock alone may be left from a crash, a program alone may have another profile.

    Args:
        machine: Where.
        profile: Folder of another profile than the account's own.

    Raises:
        KinerjaError: If LibreOffice runs with that profile.
    """
    folder = profile or profile_folder(machine)
    if not (folder / ".lock").is_file():
        return
    if any(Path(name).name.startswith(_PROGRAM) for name in machine.processes()):
        raise KinerjaError("LibreOffice sedang berjalan.", where=str(folder), remedy=TO_CLOSE)
