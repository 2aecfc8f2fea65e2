"""One button at a time on one master: a lock that ends with the process that holds it."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.atomic import cannot_write


@contextlib.contextmanager
def held(master: Path, folder: Path) -> Iterator[None]:
    """Hold the lock of a master.

    The lock is the operating system's and lies outside the office's folder, so that a program
    that died leaves nothing behind and OneDrive has nothing to keep in step.

    Args:
        master: The file of the master.
        folder: Where locks lie.

    Raises:
        KinerjaError: If another button holds it, in this program or another one.
    """
    key = hashlib.sha256(os.path.normcase(master.resolve()).encode(errors="replace")).hexdigest()
    path = folder / f"{key[:32]}.lock"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise cannot_write(path, error) from error
    try:
        if not _is_taken(descriptor):
            raise KinerjaError(
                "Tombol sebelumnya masih berjalan.",
                where=master.name,
                remedy="Tunggu sampai selesai, lalu tekan lagi.",
            )
        yield
    finally:
        os.close(descriptor)


def _is_taken(descriptor: int) -> bool:
    """Take the lock; closing the descriptor gives it back."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
