"""Finds what came back: every file of a folder that could be a returned form."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kinerja_xl.files.folder import EVIDENCE_FOLDER

_NOISE_NAMES = frozenset(("thumbs.db", "desktop.ini", ".ds_store"))
_OWNER_MARKS = ("~$", ".~")
_NOISE_STARTS = (*_OWNER_MARKS, "._")


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A directory entry, by what the file system says of it.

    Attributes:
        name: How findings and the master name it: relative to the office's folder.
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


def is_noise(name: str) -> bool:
    """Say whether a file is left behind by the system or by a spreadsheet program."""
    return name.startswith(_NOISE_STARTS) or name.casefold() in _NOISE_NAMES


def find_returned(folder: Path, name: str) -> Iterator[FoundFile]:
    """List the files of a folder and its sub-folders by name, of evidence folders only the .xlsx.

    Links are listed as what they are, never followed: reading refuses them. A folder that is not
    there has no files. Unchanged files are all that most runs meet, so nothing is done for each
    but one look at the directory.

    Args:
        folder: Where to look.
        name: How the folder is named relative to the office's folder, `/` between the parts.
    """
    for file in _walk(str(folder), f"{name}/" if name else "", is_evidence=False):
        if not file.is_among_evidence or file.name.casefold().endswith(".xlsx"):
            yield file


def find_evidence(folder: Path, name: str) -> Iterator[FoundFile]:
    """List everything that lies in evidence folders, wherever they are; see `find_returned`."""
    for file in _walk(str(folder), f"{name}/" if name else "", is_evidence=False):
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
    """Return the SHA-256 of a file in hexadecimal; empty when it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _walk(folder: str, prefix: str, *, is_evidence: bool) -> Iterator[FoundFile]:
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda item: item.name)
    except FileNotFoundError:
        return
    marks = {item.name for item in entries if item.name.startswith(_OWNER_MARKS)}
    for item in entries:
        if item.is_dir(follow_symlinks=False):
            inside = is_evidence or item.name.casefold() == EVIDENCE_FOLDER
            yield from _walk(item.path, f"{prefix}{item.name}/", is_evidence=inside)
        elif not is_noise(item.name):
            status = item.stat(follow_symlinks=False)
            is_open = bool(marks) and not marks.isdisjoint(
                (f"~${item.name}", f".~{item.name}", f".~lock.{item.name}#")
            )
            yield FoundFile(
                prefix + item.name, item.path, status.st_size, status.st_mtime_ns, is_open,
                is_evidence,
            )  # fmt: skip
