"""The copies of a master in `cadangan/`: which there are, and which is the last."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kinerja_xl.files.atomic import cannot_write, read_patiently
from kinerja_xl.files.folder import OfficeFolder

_STAMP = "%Y%m%d-%H%M%S-%f"
_NAME = re.compile(r"_(?P<stamp>\d{8}-\d{6}-\d{6})_(?P<action>.+?)(?:-(?P<number>\d+))?")


@dataclass(frozen=True, slots=True)
class KeptCopy:
    """A master as it was before a run.

    Attributes:
        moment: When the run began to write.
        action: What the run did, one word.
    """

    path: Path
    moment: datetime
    action: str


def last_copy(master: Path, content: bytes) -> KeptCopy | None:
    """Return the copy from before the last change; `None` when there is none.

    A copy that equals the master is none: it is left by a run that died before it wrote, or whose
    change was taken back.

    Args:
        master: The master's path.
        content: What it holds now.

    Raises:
        KinerjaError: If the folder or a copy cannot be read.
    """
    folder = OfficeFolder(master.parent).backups
    try:
        found = [
            (copy, path.stat().st_mtime_ns, number)
            for path in (folder.iterdir() if folder.is_dir() else ())
            if (parsed := _parsed(master, path)) is not None
            for copy, number in (parsed,)
        ]
        found.sort(key=lambda each: (each[0].moment, *each[1:]), reverse=True)
        return next((copy for copy, *_ in found if read_patiently(copy.path) != content), None)
    except OSError as error:
        raise cannot_write(folder, error) from error


def _parsed(master: Path, path: Path) -> tuple[KeptCopy, int] | None:
    """Read the name of a copy, with what tells it from others of the same moment."""
    if path.suffix != master.suffix or not path.stem.startswith(master.stem) or path.is_symlink():
        return None
    match = _NAME.fullmatch(path.stem.removeprefix(master.stem))
    if match is None:
        return None
    try:
        moment = datetime.strptime(match["stamp"], _STAMP)
    except ValueError:
        return None
    return KeptCopy(path, moment, match["action"]), int(match["number"] or 1)
