"""The user's own folder for what is no part of an office: locks, and the log of errors."""

from __future__ import annotations

import os
import platform
import traceback
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

_LARGEST_LOG = 1_000_000
"""In bytes; an older log is put aside once."""


def state_folder(system: str, environment: Mapping[str, str], home: PurePath) -> PurePath:
    """Return the folder, which may not be there yet.

    Not the office's folder: that one may be shared or kept in step, and a log names paths of this
    computer.

    Args:
        system: What `platform.system()` says.
        environment: The environment variables.
        home: The user's own folder.
    """
    if system == "Windows":
        local = environment.get("LOCALAPPDATA")
        return (PureWindowsPath(local) if local else home / "AppData" / "Local") / "kinerja-xl"
    if system == "Darwin":
        return home / "Library" / "Application Support" / "kinerja-xl"
    given = environment.get("XDG_STATE_HOME")
    return (PurePosixPath(given) if given else home / ".local" / "state") / "kinerja-xl"


def own_state_folder() -> Path:
    """Return the folder of this user on this computer."""
    return Path(state_folder(platform.system(), os.environ, Path.home()))


def write_log(error: BaseException, label: str, now: datetime, folder: Path) -> Path | None:
    """Append an error with its whole traceback to the log.

    Args:
        error: What went wrong.
        label: The button's label.
        now: When.
        folder: The folder of the log.

    Returns:
        The log; `None` when it cannot be written.
    """
    path = folder / "kesalahan.log"
    text = "".join(traceback.format_exception(error))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > _LARGEST_LOG:
            path.replace(path.with_suffix(".lama.log"))
        with path.open("a", encoding="utf-8", errors="backslashreplace") as log:
            log.write(f"=== {now.isoformat(sep=' ', timespec='seconds')} {label}\n{text}\n")
    except OSError:
        return None
    return path
