"""The tidy folder or zip of accepted evidence on the disk: written whole, or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from kinerja_xl.core.inventory import INDEX_NAME, SUMS_NAME, read_sums
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.atomic import cannot_write, flush_to_disk, temporary_beside
from kinerja_xl.files.patience import patiently

ZIP_SUFFIX = ".zip"
_CHUNK = 1024 * 1024
_FIRST_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE = 0o100644 << 16
_LARGEST_SUMS = 16 * 1024 * 1024
_SOURCE_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)

Progress = Callable[[int, int], None]


def write_inventory(
    target: Path,
    made: Mapping[str, bytes],
    copied: Mapping[str, tuple[Path, str]],
    progress: Progress,
) -> Path:
    """Write the inventory beside its target, under a temporary name.

    Evidence is copied in pieces, whatever its size, and hashed on the way. A zip holds it as it is,
    in order and with fixed dates: the same inventory gives the same bytes.

    Args:
        target: Where it is to be in the end: a folder, or a file ending in .zip.
        made: Content of the files that the program makes, by place.
        copied: Source and SHA-256 of the evidence, by place.
        progress: Called with how many files are done, and how many there are.

    Returns:
        The temporary file or folder, for `put_in_place`.

    Raises:
        KinerjaError: If a file changed meanwhile or cannot be read or written; nothing stays then.
    """
    temporary = temporary_beside(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.suffix.casefold() == ZIP_SUFFIX:
            _write_zip(temporary, made, copied, progress)
        else:
            _write_folder(temporary, made, copied, progress)
    except OSError as error:
        discard(temporary)
        raise cannot_write(target, error) from error
    except BaseException:
        discard(temporary)
        raise
    return temporary


@contextmanager
def put_in_place(temporary: Path, target: Path) -> Iterator[None]:
    """Give a new inventory its name for as long as the block ends well.

    The one before is kept under another name meanwhile, and comes back if the block fails.

    Raises:
        KinerjaError: If it cannot be put there.
    """
    before = temporary_beside(target) if target.exists() else None
    try:
        if before is not None:
            patiently(lambda: target.replace(before))
        try:
            patiently(lambda: temporary.replace(target))
        except OSError:
            if before is not None:
                before.replace(target)
            raise
    except OSError as error:
        discard(temporary)
        raise cannot_write(target, error) from error
    try:
        yield
    except BaseException:
        discard(target)
        if before is not None:
            with contextlib.suppress(OSError):
                before.replace(target)
        raise
    if before is not None:
        discard(before)


def discard(path: Path) -> None:
    """Remove what was written, a file or a folder; what cannot be removed stays."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def refuse_foreign(target: Path) -> None:
    """Refuse to replace what is not an inventory, or holds more than one.

    Raises:
        KinerjaError: If the target is there and anything in it was not written by an earlier run.
    """
    if not target.exists() and not target.is_symlink():
        return
    try:
        foreign = _foreign(target)
    except (OSError, zipfile.BadZipFile, KeyError, UnicodeDecodeError):
        foreign = target.name
    if foreign:
        raise KinerjaError(
            f'"{foreign}" bukan bagian dari inventaris data pendukung.',
            where=str(target),
            remedy="Pilih folder atau berkas zip yang baru, atau pindahkan isinya lebih dulu.",
        )


def is_same_inventory(temporary: Path, target: Path) -> bool:
    """Say whether the target holds just what was written anew."""
    if not target.exists() or target.is_dir() != temporary.is_dir():
        return False
    if not target.is_dir():
        return target.stat().st_size == temporary.stat().st_size and (
            file_digest(target) == file_digest(temporary)
        )
    ours, theirs = _names(temporary), _names(target)
    return ours == theirs and all(
        file_digest(temporary / name) == file_digest(target / name) for name in ours
    )


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal; of a folder, that of its list of hashes."""
    with (path / SUMS_NAME if path.is_dir() else path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _foreign(target: Path) -> str:
    """Return the name of something that no earlier run wrote; empty when there is nothing."""
    own = {INDEX_NAME, SUMS_NAME}
    if target.is_symlink():
        return target.name
    if not target.is_dir():
        with zipfile.ZipFile(target) as archive:
            with archive.open(SUMS_NAME) as file:
                own |= read_sums(file.read(_LARGEST_SUMS).decode()).keys()
            return next((name for name in archive.namelist() if name not in own), "")
    names = _names(target)
    if SUMS_NAME in names:
        own |= read_sums((target / SUMS_NAME).read_text(encoding="utf-8")).keys()
    return next((name for name in sorted(names) if name not in own), "")


def _names(folder: Path) -> set[str]:
    return {
        (Path(root) / name).relative_to(folder).as_posix()
        for root, folders, files in os.walk(folder)
        for name in (*files, *(f for f in folders if (Path(root) / f).is_symlink()))
    }


def _write_zip(
    temporary: Path,
    made: Mapping[str, bytes],
    copied: Mapping[str, tuple[Path, str]],
    progress: Progress,
) -> None:
    total = len(made) + len(copied)
    with temporary.open("xb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            for done, place in enumerate(sorted((*made, *copied)), start=1):
                entry = zipfile.ZipInfo(place, _FIRST_ZIP_DATE)
                entry.create_system, entry.external_attr = 3, _PLAIN_FILE
                if place in copied:
                    source, digest = copied[place]
                    entry.file_size = source.stat().st_size
                    with archive.open(entry, "w") as part:
                        _copy(source, digest, part)
                else:
                    archive.writestr(entry, made[place])
                progress(done, total)
        file.flush()
        flush_to_disk(file.fileno())


def _write_folder(
    temporary: Path,
    made: Mapping[str, bytes],
    copied: Mapping[str, tuple[Path, str]],
    progress: Progress,
) -> None:
    total = len(made) + len(copied)
    temporary.mkdir()
    for done, place in enumerate(sorted((*made, *copied)), start=1):
        path = temporary / place
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            if place in copied:
                _copy(*copied[place], file)
            else:
                file.write(made[place])
            file.flush()
            flush_to_disk(file.fileno())
        progress(done, total)


def _copy(source: Path, digest: str, target: IO[bytes]) -> None:
    """Copy a file in pieces and make sure that it still is the one that was looked at."""
    sum_so_far = hashlib.sha256()
    with os.fdopen(os.open(source, _SOURCE_FLAGS), "rb") as file:
        while piece := file.read(_CHUNK):
            sum_so_far.update(piece)
            target.write(piece)
    if sum_so_far.hexdigest() != digest:
        raise KinerjaError(
            "Berkas bukti berubah selagi disalin.",
            where=str(source),
            remedy="Tunggu sampai berkas itu selesai disimpan, lalu jalankan lagi.",
        )
