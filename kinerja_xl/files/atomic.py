"""Files written whole or not at all, and the marks that other programs leave on open files."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
import sys
from collections.abc import Callable
from pathlib import Path

from kinerja_xl.errors import KinerjaError
from kinerja_xl.files import patience
from kinerja_xl.files.patience import patiently

TEMPORARY_PATTERN = ".kinerja-*.tmp"
"""What a file is called until it is whole; one that stays behind was left by a run that died."""

_WINDOWS_PATH_TOO_LONG = 206
_ACCESS_LIST = "system.posix_acl_access"
_NOT_FLUSHED = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP})
"""A file system that keeps nothing back refuses to flush."""
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
_HELD = (
    "Berkas masih dipegang program lain, misalnya antivirus, OneDrive, atau pratinjau Explorer.",
    "Tutup program yang membuka berkas itu atau tunggu sampai selesai, lalu jalankan lagi.",
)
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
    deadline_seconds: float = patience.SECONDS,
    replace: Callable[[Path, Path], object] = os.replace,
) -> None:
    """Write a file so that at any instant it is wholly the old one or wholly the new one.

    The bytes go to a temporary file in the same folder, are flushed to the disk, and take the
    file's name. Permissions, owner and access list of an existing file stay where the system lets
    this account keep them; of a symbolic link, the file it leads to is written.

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
    temporary = temporary_beside(target)
    try:
        before = _status(target)
        if before is not None and not before.st_mode & stat.S_IWUSR:
            raise KinerjaError(
                "Berkas ditandai hanya-baca.",
                where=str(path),
                remedy="Hapus tanda hanya-baca pada properti berkas, lalu jalankan lagi.",
            )
        try:
            _write_through(temporary, data, before, deadline_seconds)
            if before is not None:
                _keep_access(target, temporary, before)
            patiently(
                lambda: replace(temporary, target),
                seconds=deadline_seconds,
                is_passing=_may_pass_when_renaming,
            )
        except BaseException:
            with contextlib.suppress(OSError):
                patiently(lambda: temporary.unlink(missing_ok=True), seconds=deadline_seconds)
            raise
        _flush_folder(target.parent)
    except OSError as error:
        raise cannot_write(path, error) from error


def read_patiently(path: Path) -> bytes:
    """Read a whole file, again while another program holds it for a moment.

    Raises:
        OSError: If it cannot be read.
    """
    return patiently(path.read_bytes)


def remove_patiently(path: Path) -> None:
    """Remove a file, again while another program holds it; one that is not there is no error.

    Raises:
        OSError: If it cannot be removed.
    """
    patiently(lambda: path.unlink(missing_ok=True), is_passing=patience.may_be_held)


def temporary_beside(path: Path) -> Path:
    """Return a free name in the folder of a file, for what is to take the file's name."""
    return path.parent / TEMPORARY_PATTERN.replace("*", secrets.token_hex(6))


def cannot_write(path: Path, error: OSError) -> KinerjaError:
    """Make the error for a file or folder that could not be written."""
    if patience.is_held(error):
        return KinerjaError(_HELD[0], where=str(path), remedy=_HELD[1])
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


def _status(target: Path) -> os.stat_result | None:
    try:
        return target.stat()
    except FileNotFoundError:
        return None


def _write_through(
    temporary: Path, data: bytes, before: os.stat_result | None, deadline_seconds: float
) -> None:
    """Write the bytes to the disk; nobody may read them who could not read the file before."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    permissions = 0o666 if before is None else 0o600
    descriptor = patiently(lambda: os.open(temporary, flags, permissions), seconds=deadline_seconds)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        flush_to_disk(file.fileno())


def flush_to_disk(descriptor: int) -> None:
    """Have the system and the drive write what they keep back.

    Raises:
        OSError: If it cannot be written, such as on a disk that has become full.
    """
    if sys.platform == "darwin":
        import fcntl

        # There fsync leaves it in the drive's own memory; not every file system knows better.
        with contextlib.suppress(OSError):
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NOT_FLUSHED:
            raise


def _keep_access(source: Path, copy: Path, before: os.stat_result) -> None:
    """Give a copy the owner, group, permissions and access list of a file, as far as allowed."""
    with contextlib.suppress(OSError):
        own = copy.stat()
        if hasattr(os, "chown") and (own.st_uid, own.st_gid) != (before.st_uid, before.st_gid):
            try:
                os.chown(copy, before.st_uid, before.st_gid)
            except PermissionError:  # another's file, in a group that both are in
                os.chown(copy, -1, before.st_gid)
    with contextlib.suppress(OSError):
        copy.chmod(stat.S_IMODE(before.st_mode))
    if sys.platform == "linux":
        with contextlib.suppress(OSError):  # last: the list holds the permissions, too
            os.setxattr(copy, _ACCESS_LIST, os.getxattr(source, _ACCESS_LIST))


def _may_pass_when_renaming(error: OSError) -> bool:
    """Say whether to try again; the folder can be written, so denial is about the file."""
    return isinstance(error, PermissionError) or patience.is_held(error)


def _flush_folder(folder: Path) -> None:
    """Make the new name durable; Windows opens no folders and needs nothing."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            flush_to_disk(descriptor)
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
