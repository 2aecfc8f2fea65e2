"""What places tell of trouble: marks of the internet on a file, folders that are synchronised."""

from __future__ import annotations

import shutil
from pathlib import Path, PureWindowsPath

from kinerja_xl.files.machine import MACOS, WINDOWS, Machine, run_program

_ZONE = ":Zone.Identifier"
_FIRST_UNTRUSTED_ZONE = 3
_QUARANTINE = "com.apple.quarantine"
_SECONDS = 20.0
_SYNCHRONISED = {
    "onedrive": "OneDrive",
    "sharepoint": "SharePoint",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "drive saya": "Google Drive",
    "mobile documents": "iCloud",
}


def origin_mark(machine: Machine, path: Path) -> str:
    """Return the mark that a file came from the internet; "" when it bears none.

    Windows keeps it in the stream Zone.Identifier (zones 3 and 4), macOS in an attribute.
    """
    if machine.system == WINDOWS:
        try:
            data = Path(f"{path}{_ZONE}").read_bytes()[:4096]
        except OSError:  # no such stream, or a disk without streams
            return ""
        for line in data.decode("utf-8", "replace").splitlines():
            name, _, zone = line.partition("=")
            if name.strip().lower() == "zoneid" and zone.strip().isdecimal():
                return "Zone.Identifier" if int(zone) >= _FIRST_UNTRUSTED_ZONE else ""
    program = shutil.which("xattr", path=machine.variable("PATH"))
    if machine.system == MACOS and program:
        answer = run_program([program, "-p", _QUARANTINE, path], seconds=_SECONDS)
        return _QUARANTINE if answer.exit_code == 0 else ""
    return ""


def synchronising_service(machine: Machine, path: str) -> str:
    """Return the service that synchronises the folder of a path; "" when none is known to."""
    text = path.lower()
    if "://" in text:
        return "SharePoint" if "sharepoint" in text else "OneDrive"
    for name in ("OneDrive", "OneDriveConsumer", "OneDriveCommercial"):
        folder = machine.variable(name).lower().rstrip("\\/")
        if folder and text.startswith((f"{folder}\\", f"{folder}/")):
            return "OneDrive"
    for part in PureWindowsPath(text).parts:
        for start, service in _SYNCHRONISED.items():
            if part == start or part.startswith((f"{start} -", f"{start}-", f"{start} (")):
                return service
    return ""
