"""What runs that died left half-written in an office's folder, cleared away by the next one."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from kinerja_xl.files.atomic import TEMPORARY_PATTERN
from kinerja_xl.files.folder import FIRST_FOLDERS

_OF_OTHERS = "kembali"
_WRITTEN_FOLDERS = tuple(name for name in FIRST_FOLDERS if name != _OF_OTHERS)


def clear_left_over(master: Path, beside: Path, *, has_died: bool) -> None:
    """Remove temporary files; only for whoever holds the master's lock and is the only writer.

    The sub-folders are looked through only after a run died, since that takes time. They come
    first and the files beside the master last: these tell the next run, should this one die too.

    Args:
        master: The master; its folder is the office's.
        beside: The folder of the lock, another one where the master is a link.
        has_died: Whether the lock of a dead run was found.
    """
    near = [path for folder in {beside, master.parent} for path in _left_over(folder)]
    if has_died or near:
        for name in _WRITTEN_FOLDERS:
            for folder, _, _ in os.walk(master.parent / name):
                _remove(_left_over(Path(folder)))
    _remove(near)


def _left_over(folder: Path) -> Iterator[Path]:
    with contextlib.suppress(OSError):
        yield from list(folder.glob(TEMPORARY_PATTERN))


def _remove(paths: Iterator[Path] | list[Path]) -> None:
    for path in paths:
        with contextlib.suppress(OSError):
            if path.is_dir() and not path.is_symlink():  # an inventory that was being written
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
