"""LibreOffice for tests: where it is, and conversion of workbooks without a window."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

# The first start on a cold machine writes a profile; later ones take two or three seconds.
TIMEOUT_SECONDS = 180


def soffice_candidates(system: str, environment: Mapping[str, str]) -> tuple[Path, ...]:
    """Return the usual places of LibreOffice's program, for when it is not on the PATH.

    Args:
        system: What `platform.system()` says.
        environment: The environment variables, which name the program folders of Windows.
    """
    if system == "Windows":
        folders = [environment.get(name) for name in ("ProgramFiles", "ProgramFiles(x86)")]
        return tuple(
            Path(folder) / "LibreOffice" / "program" / "soffice.com" for folder in folders if folder
        )
    if system == "Darwin":
        return (Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),)
    return (
        Path("/usr/lib/libreoffice/program/soffice"),
        Path("/opt/libreoffice/program/soffice"),
        Path("/snap/bin/libreoffice"),
    )


def find_soffice() -> str | None:
    """Return LibreOffice's program on this machine; the variable SOFFICE goes first."""
    on_path = os.environ.get("SOFFICE") or shutil.which("soffice") or shutil.which("libreoffice")
    usual = soffice_candidates(platform.system(), os.environ)
    return on_path or next((str(place) for place in usual if place.is_file()), None)


@dataclass(frozen=True, slots=True)
class LibreOffice:
    """One LibreOffice with a profile of its own, so that it meets no other that is running.

    Attributes:
        program: The program to start.
        profile: The folder of its profile, made at the first start.
    """

    program: str
    profile: Path

    def convert(self, path: Path, to: str, *, folder: Path) -> Path:
        """Convert a file and return the new one, in `folder` under the old name.

        LibreOffice recalculates a workbook that it did not write itself, so converting to
        `xlsx` also answers what the formulas give.

        Args:
            path: The file to convert.
            to: The new extension; a filter may follow after a colon, as in `csv:"Text - txt"`.
            folder: Where the new file goes; another folder than that of `path`.

        Raises:
            AssertionError: If LibreOffice made no file; the text is what it printed.
        """
        done = subprocess.run(
            [
                self.program,
                f"-env:UserInstallation={self.profile.as_uri()}",
                "--headless",
                "--norestore",
                "--convert-to",
                to,
                "--outdir",
                str(folder),
                str(path),
            ],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
        made = folder / f"{path.stem}.{to.partition(':')[0]}"
        printed = (done.stdout + done.stderr).decode(errors="replace")
        assert made.is_file(), f"LibreOffice did not convert {path.name} to {to}: {printed}"
        return made
