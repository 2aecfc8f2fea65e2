"""Files written whole or not at all, and the marks that other programs leave on open files."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
import time
from collections.abc import Callable
from pathlib import Path

from kinerja_xl.errors import KinerjaError

_PAUSE_SECONDS = 0.1
_WINDOWS_PATH_TOO_LONG = 206
_OWNER_NAME_BYTES = 55

_CAUSES = {
    errno.EACCES: (
        "Folder atau berkas tidak boleh ditulisi.",
        "Tutup program lain yang membuka berkas itu, atau minta hak tulis pada folder itu.",
    ),
    errno.ENOSPC: (
        "Ruang simpan penuh.",
        "Kosongkan ruang, misalnya salinan lama di folder cadangan, lalu jalankan lagi.",
    ),
    errno.EROFS: (
        "Media hanya dapat dibaca.",
        "Salin folder kantor ke media yang dapat ditulisi, lalu jalankan lagi.",
    ),
    errno.ENAMETOOLONG: (
        "Nama folder dan berkas terlalu panjang.",
        "Pindahkan folder kantor lebih dekat ke akar, misalnya C:\\Kinerja-2026.",
    ),
    errno.ENOENT: (
        "Folder tujuan tidak ada.",
        "Buat kembali folder itu, lalu jalankan lagi.",
    ),
}
_SAME_CAUSE = {
    errno.EPERM: errno.EACCES,
    errno.EDQUOT: errno.ENOSPC,
    errno.EFBIG: errno.ENOSPC,
    errno.ENOTDIR: errno.ENOENT,
}


def write_atomically(
    path: Path,
    data: bytes,
    *,
    deadline_seconds: float = 10.0,
    replace: Callable[[Path, Path], object] = os.replace,
) -> None:
    """Write a file so that at any instant it is wholly the old one or wholly the new one.

    The bytes go to a temporary file in the same folder, are flushed to the disk, and take the
    file's name. The permissions of an existing file stay; of a symbolic link, the file it leads to
    is written.

    Args:
        path: The file to write, there already or not; its folder exists.
        data: The whole new content.
        deadline_seconds: How long to try again while another program (a virus scanner, a
            synchronisation client) holds the file.
        replace: Renames the temporary file; tests hand in one that fails.

    Raises:
        KinerjaError: If it cannot be written; the old file is then as it was and the temporary
            file is gone.
    """
    target = path.resolve()
    temporary = target.parent / f".kinerja-{secrets.token_hex(6)}.tmp"
    try:
        mode = _existing_mode(target)
        if mode is not None and not mode & stat.S_IWUSR:
            raise KinerjaError(
                "Berkas ditandai hanya-baca.",
                where=str(path),
                remedy="Hapus tanda hanya-baca pada properti berkas, lalu jalankan lagi.",
            )
        try:
            _write_through(temporary, data, mode)
            _replace_patiently(temporary, target, deadline_seconds, replace)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise
        _flush_folder(target.parent)
    except OSError as error:
        raise cannot_write(path, error) from error


def cannot_write(path: Path, error: OSError) -> KinerjaError:
    """Make the error for a file or folder that could not be written."""
    number = error.errno or 0
    if getattr(error, "winerror", None) == _WINDOWS_PATH_TOO_LONG:
        number = errno.ENAMETOOLONG
    what, remedy = _CAUSES.get(
        _SAME_CAUSE.get(number, number),
        (
            f"Berkas tidak dapat ditulis ({error.strerror or error}).",
            "Periksa media simpan, lalu jalankan lagi.",
        ),
    )
    return KinerjaError(what, where=str(path), remedy=remedy)


def is_open_elsewhere(path: Path) -> str | None:
    """Look for the marks that Excel, LibreOffice and WPS leave beside a file they have open.

    A program that died leaves its mark behind, so the text says what to do then.

    Returns:
        An Indonesian text for the user that names program and, when the mark tells, who has it
        open; `None` when there is no mark.
    """
    for folder in dict.fromkeys((path.parent, path.resolve().parent)):
        for program, name, read_owner in (
            ("Excel", f"~${path.name}", _excel_owner),
            ("LibreOffice", f".~lock.{path.name}#", _libreoffice_owner),
            ("WPS Office", f".~{path.name}", _no_owner),
        ):
            mark = folder / name
            if mark.exists():
                owner = read_owner(mark)
                by_whom = f" oleh {owner}" if owner else ""
                return (
                    f"Berkas sedang dibuka di {program}{by_whom}. Simpan dan tutup berkas itu. "
                    f"Bila {program} sudah tertutup di semua komputer, hapus berkas {name} di "
                    "folder yang sama, lalu jalankan lagi."
                )
    return None


def _existing_mode(target: Path) -> int | None:
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except FileNotFoundError:
        return None


def _write_through(temporary: Path, data: bytes, mode: int | None) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(temporary, flags, 0o666), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if mode is not None:
        temporary.chmod(mode)


def _replace_patiently(
    temporary: Path,
    target: Path,
    deadline_seconds: float,
    replace: Callable[[Path, Path], object],
) -> None:
    deadline = time.monotonic() + deadline_seconds
    while True:
        try:
            replace(temporary, target)
        except PermissionError:
            if time.monotonic() >= deadline:
                raise
            time.sleep(_PAUSE_SECONDS)
        else:
            return


def _flush_folder(folder: Path) -> None:
    """Make the new name durable; Windows opens no folders and needs nothing."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _excel_owner(mark: Path) -> str:
    """Read the user's name: a length byte and ANSI text, then the same in UTF-16 at byte 55."""
    data = _read_mark(mark)
    wide = data[_OWNER_NAME_BYTES + 2 :]
    length = int.from_bytes(data[_OWNER_NAME_BYTES : _OWNER_NAME_BYTES + 2], "little")
    if 0 < 2 * length <= len(wide):
        name = wide[: 2 * length].decode("utf-16-le", "replace")
    else:
        name = data[1 : 1 + data[0]].decode("cp1252", "replace") if data else ""
    return _printable(name)


def _libreoffice_owner(mark: Path) -> str:
    """Read the user (or the account) and the computer from the comma-separated lock file."""
    fields = _read_mark(mark).decode("utf-8", "replace").split(",")
    name, account, host = (*(_printable(field) for field in fields), "", "", "")[:3]
    person = name or account
    return f"{person} di {host}" if person and host else person


def _no_owner(_mark: Path) -> str:
    return ""


def _read_mark(mark: Path) -> bytes:
    try:
        with mark.open("rb") as file:
            return file.read(1024)
    except OSError:  # Excel keeps its mark open so that nobody else can read it.
        return b""


def _printable(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable()).strip()
