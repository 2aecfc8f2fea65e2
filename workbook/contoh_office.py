"""Runs LibreOffice for the example: converts files without a window, with a profile of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path


def convert(files: Sequence[Path], to: str, folder: Path) -> None:
    """Convert files of different names, all in one run, into `folder`.

    Args:
        to: The new extension; a filter may follow after a colon.

    Raises:
        RuntimeError: If LibreOffice is missing or made no file.
    """
    program = os.environ.get("SOFFICE") or shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise RuntimeError("LibreOffice is needed to build the example")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as profile:
        done = subprocess.run(
            [
                program, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless",
                "--norestore", "--convert-to", to, "--outdir", str(folder), *map(str, files),
            ],
            stdin=subprocess.DEVNULL, capture_output=True, check=False,
        )  # fmt: skip
    extension = to.partition(":")[0]
    missing = [file.name for file in files if not (folder / f"{file.stem}.{extension}").is_file()]
    if missing:
        printed = (done.stdout + done.stderr).decode(errors="replace")
        raise RuntimeError(f"LibreOffice did not convert {', '.join(missing)}: {printed}")
