"""Finds what came back: every file of a folder that could be a returned form."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kinerja_xl.files.folder import EVIDENCE_FOLDER
from kinerja_xl.files.shown_names import shown_name

_NOISE_NAMES = frozenset(("thumbs.db", "desktop.ini", ".ds_store"))
_OWNER_MARKS = ("~$", ".~")
_NOISE_STARTS = (*_OWNER_MARKS, "._")
_OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)


@dataclass(frozen=True, slots=True)
class FoundFile:
    r"""A directory entry, by what the file system says of it.

    Attributes:
        name: How findings and the master name it: relative to the office's folder. What cannot be
            shown stands there as an escape, such as `\n` or `\u202e`.
        location: Its path as the file system takes it.
        is_open: A spreadsheet program has it open, by the file that it leaves beside.
        is_among_evidence: It lies in an evidence folder, where a form may have been put by mistake.
    """

    name: str
    location: str
    size: int
    modified_ns: int
    is_open: bool = False
    is_among_evidence: bool = False

    @property
    def path(self) -> Path:
        """Its path."""
        return Path(self.location)


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder still to be listed; `prefix` is how it is named, with a closing slash."""

    location: str
    prefix: str
    is_evidence: bool


def is_noise(name: str) -> bool:
    """Say whether a file is left behind by the system or by a spreadsheet program."""
    return name.startswith(_NOISE_STARTS) or name.casefold() in _NOISE_NAMES


def find_returned(folder: Path, name: str) -> Iterator[FoundFile]:
    """List the files of a folder and its sub-folders by name, of evidence folders only the .xlsx.

    Links are listed as what they are, never followed: reading refuses them, and a sub-folder that
    may not be listed. A folder that is not there has no files. Unchanged files are all that most
    runs meet, so nothing is done for each but one look at the directory.

    Args:
        folder: Where to look.
        name: How the folder is named relative to the office's folder, `/` between the parts.

    Raises:
        OSError: If the folder itself cannot be listed.
    """
    for file in _walk(str(folder), f"{name}/" if name else ""):
        if not file.is_among_evidence or file.name.casefold().endswith(".xlsx"):
            yield file


def find_evidence(folder: Path, name: str) -> Iterator[FoundFile]:
    """List everything that lies in evidence folders, wherever they are; see `find_returned`."""
    for file in _walk(str(folder), f"{name}/" if name else ""):
        if file.is_among_evidence:
            yield file


def find_same(folder: Path, name: str, size: int, sha256: str) -> FoundFile | None:
    """Find the file with that content among what came back; what cannot be read is passed over.

    Args:
        folder: Where to look.
        name: How the folder is named relative to the office's folder.
        size: In bytes.
        sha256: Of the content, in hexadecimal.
    """
    with contextlib.suppress(OSError):
        for found in find_returned(folder, name):
            if found.size == size and digest_of(found.path) == sha256:
                return found
    return None


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal; empty when it is none or cannot be read.

    Pipes and devices are not waited for, and a large file is not held.
    """
    try:
        descriptor = os.open(path, _OPEN_FLAGS)
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                return ""
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _walk(folder: str, prefix: str) -> Iterator[FoundFile]:
    """Go through a folder by name; without recursion, as folders may be nested very deep."""
    levels = [_entries(_Folder(folder, prefix, is_evidence=False))]
    while levels:
        for found in levels[-1]:
            if isinstance(found, FoundFile):
                yield found
            else:
                levels.append(_inside(found))
                break
        else:
            levels.pop()


def _inside(folder: _Folder) -> Iterator[FoundFile | _Folder]:
    """Yield what a sub-folder holds; of one that cannot be listed, itself."""
    try:
        yield from _entries(folder)
    except OSError:
        name = folder.prefix.removesuffix("/")
        yield FoundFile(name, folder.location, 0, 0, is_among_evidence=folder.is_evidence)


def _entries(folder: _Folder) -> Iterator[FoundFile | _Folder]:
    try:
        with os.scandir(folder.location) as found:
            entries = sorted(found, key=lambda item: item.name)
    except FileNotFoundError:
        return
    marks = {item.name for item in entries if item.name.startswith(_OWNER_MARKS)}
    for item in entries:
        name = folder.prefix + shown_name(item.name)
        if item.is_dir(follow_symlinks=False):
            is_evidence = folder.is_evidence or item.name.casefold() == EVIDENCE_FOLDER
            yield _Folder(item.path, f"{name}/", is_evidence)
        elif not is_noise(item.name):
            size, modified = _facts(item)
            is_open = bool(marks) and not marks.isdisjoint(
                (f"~${item.name}", f".~{item.name}", f".~lock.{item.name}#")
            )
            yield FoundFile(name, item.path, size, modified, is_open, folder.is_evidence)


def _facts(item: os.DirEntry[str]) -> tuple[int, int]:
    """Return size and time; zeros for what is gone by now, which reading then says."""
    try:
        status = item.stat(follow_symlinks=False)
    except OSError:
        return 0, 0
    return status.st_size, status.st_mtime_ns
