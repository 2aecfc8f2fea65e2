"""Reads what lies in a section's evidence folders: size, digest and kind of every file."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from io import BufferedReader
from pathlib import Path

from kinerja_xl.core.evidence import Access, EvidenceFile
from kinerja_xl.files.evidence.file_kinds import FileKind, expected_name, is_accepted
from kinerja_xl.files.evidence.identify import identify, name_unknown
from kinerja_xl.files.folder import EVIDENCE_FOLDER
from kinerja_xl.files.shown_names import shown_name

_IGNORED = ("thumbs.db", "desktop.ini", ".ds_store", "~$*", ".~lock.*#", "._*", "__macosx")
_OPEN_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
)
_EMPTY_FILE = "berkas kosong"
_LINK = "tautan"
_UNREADABLE = "berkas yang tidak dapat dibaca"
_SPECIAL = (
    (stat.S_ISFIFO, "pipa"),
    (stat.S_ISSOCK, "soket"),
    (stat.S_ISCHR, "perangkat"),
    (stat.S_ISBLK, "perangkat"),
)


@dataclass(frozen=True, slots=True)
class _Entry:
    """Something that lies in a folder; `status` is `None` when even that could not be read."""

    path: Path
    folder: Path
    status: os.stat_result | None


def scan_evidence(
    folders: Sequence[Path],
    section: str,
    *,
    relative_to: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[EvidenceFile, ...]:
    """Read everything in a section's evidence folders and their sub-folders.

    Links, pipes and devices are reported and never opened, and so is an evidence folder that is
    itself a link, or lies in one; what cannot be read is reported too.
    Left out is what operating systems and office programs leave behind: Thumbs.db, desktop.ini,
    .DS_Store, ._*, __MACOSX, ~$*, .~lock.*#.

    Args:
        folders: Those that do not exist are passed over, and so is a folder inside another one.
        section: Code of the subbagian.
        relative_to: The office's folder, from which locations are given; by default each file is
            located from the parent of the folder it was found in.
        progress: Called with the number of files read so far and that of all.

    Returns:
        Sorted by path; the same path in two folders in the order of the folders.
    """
    linked = [entry for entry in map(_linked, folders) if entry is not None]
    places = {entry.path for entry in linked}
    own = [
        folder for folder in folders
        if folder not in places and folder.parent not in places and folder.is_dir()
    ]  # fmt: skip
    entries = [*dict.fromkeys(linked), *(e for folder in _outermost(own) for e in _walk(folder))]
    files = []
    for number, entry in enumerate(entries, start=1):
        files.append(_read(entry, section, relative_to or entry.folder.parent))
        if progress is not None:
            progress(number, len(entries))
    return tuple(sorted(files, key=lambda file: file.path))


def _linked(folder: Path) -> _Entry | None:
    """Return an evidence folder, or the one around those of all sections, when it is a link."""
    for place in (folder.parent, folder):
        if place is folder or place.name.casefold() == EVIDENCE_FOLDER:
            try:
                status = place.lstat()
            except OSError:
                continue
            if _is_link(status):
                return _Entry(place, place.parent, status)
    return None


def _outermost(folders: Sequence[Path]) -> list[Path]:
    real = {folder: folder.resolve() for folder in dict.fromkeys(folders)}
    return [
        folder
        for number, (folder, place) in enumerate(real.items())
        if not any(
            place.is_relative_to(other) and (place != other or position < number)
            for position, other in enumerate(real.values())
            if position != number
        )
    ]


def _walk(folder: Path) -> Iterator[_Entry]:
    pending = [folder]
    while pending:
        current = pending.pop()
        try:
            with os.scandir(current) as found:
                names = sorted(entry.name for entry in found)
        except OSError:
            yield _Entry(current, folder, None)
            continue
        for name in names:
            if any(fnmatchcase(name.lower(), pattern) for pattern in _IGNORED):
                continue
            path = current / name
            try:
                status = path.lstat()
            except OSError:
                yield _Entry(path, folder, None)
                continue
            if stat.S_ISDIR(status.st_mode) and not _is_link(status):
                pending.append(path)
            else:
                yield _Entry(path, folder, status)


def _is_link(status: os.stat_result) -> bool:
    """Recognise symbolic links, and Windows' junctions; a file kept in a cloud is neither."""
    tag = getattr(status, "st_reparse_tag", 0)
    junction = getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", None)
    return stat.S_ISLNK(status.st_mode) or (junction is not None and tag == junction)


def _read(entry: _Entry, section: str, root: Path) -> EvidenceFile:
    status = entry.status
    if status is None:
        return _described(entry, section, root, Access.UNREADABLE, _UNREADABLE)
    if _is_link(status):
        return _described(entry, section, root, Access.LINK, _LINK)
    if not stat.S_ISREG(status.st_mode):
        special = next((name for test, name in _SPECIAL if test(status.st_mode)), "perangkat")
        return _described(entry, section, root, Access.SPECIAL, special)
    try:
        with _opened(entry.path) as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            size = file.tell()
            kind = identify(file)
            kind_name = kind.value if kind is not FileKind.UNKNOWN else name_unknown(file)
    except OSError:
        return _described(entry, section, root, Access.UNREADABLE, _UNREADABLE)
    extension = entry.path.suffix
    return EvidenceFile(
        section=section,
        path=_shown(entry.path.relative_to(entry.folder)),
        location=_location(entry.path, root),
        size_bytes=size,
        sha256=digest,
        kind=kind_name if size else _EMPTY_FILE,
        expected=expected_name(extension),
        matches_extension=size == 0 or is_accepted(kind, extension),
    )


def _opened(path: Path) -> BufferedReader:
    """Open a file; a link or pipe put in its place meanwhile is not followed or waited for."""
    descriptor = os.open(path, _OPEN_FLAGS)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(f"{path} is no regular file any more")
        return os.fdopen(descriptor, "rb")
    except OSError:
        os.close(descriptor)
        raise


def _described(entry: _Entry, section: str, root: Path, access: Access, kind: str) -> EvidenceFile:
    """Make the record of something whose content was not read."""
    return EvidenceFile(
        section=section,
        path=_shown(entry.path.relative_to(entry.folder)),
        location=_location(entry.path, root),
        size_bytes=0,
        sha256="",
        kind=kind,
        expected=expected_name(entry.path.suffix),
        matches_extension=True,
        access=access,
    )


def _location(path: Path, root: Path) -> str:
    absolute, base = path.absolute(), root.absolute()
    return _shown(absolute.relative_to(base) if absolute.is_relative_to(base) else absolute)


def _shown(path: Path) -> str:
    """Return the path with `/`, and escapes for what cannot be shown."""
    return shown_name(path.as_posix())
