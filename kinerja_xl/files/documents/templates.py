"""Where the templates of documents lie: the office's own first, then the shipped ones."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.atomic import is_open_elsewhere, read_patiently
from kinerja_xl.files.folder import OfficeFolder
from kinerja_xl.files.resources import shipped

ENDING = ".docx"
LARGEST_BYTES = 20_000_000


class Kind(Protocol):
    """What is made from a template: a kind of letter or of report."""

    @property
    def file_stem(self) -> str:
        """What its template is called, without ending."""


@dataclass(frozen=True, slots=True)
class Template:
    """A template as it lies on the disk.

    Attributes:
        name: How messages call it: relative to the office's folder, or only its file name.
        is_own: Whether it is the office's own.
    """

    name: str
    data: bytes
    is_own: bool

    @property
    def sha256(self) -> str:
        """Its digest."""
        return hashlib.sha256(self.data).hexdigest()


def template_name(kind: Kind) -> str:
    """Return the file name of the template for a kind."""
    return f"{kind.file_stem}{ENDING}"


def shipped_template(kind: Kind) -> Path:
    """Return the place of the shipped template."""
    return shipped("workbook", "templat", "dokumen", template_name(kind))


def find_template(folder: OfficeFolder, kind: Kind) -> Template:
    """Read the template for a kind; one in the office's folder `templat/` goes first.

    Raises:
        KinerjaError: If it cannot be read, is too large, or the office's own is open in a program,
            where it may hold what is not saved yet.
    """
    own = folder.templates / template_name(kind)
    if own.exists():
        if mark := is_open_elsewhere(own):
            raise KinerjaError(mark, where=str(own))
        return Template(folder.relative(own), _read(own), is_own=True)
    path = shipped_template(kind)
    return Template(path.name, _read(path), is_own=False)


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise KinerjaError(
                f"Templat lebih besar dari {LARGEST_BYTES // 1_000_000} MB.",
                where=str(path),
                remedy="Kecilkan gambar di dalamnya (Word: Kompresi Gambar), lalu simpan.",
            )
        return read_patiently(path)
    except OSError as error:
        raise KinerjaError(
            f"Templat tidak dapat dibaca ({error.strerror or error}).",
            where=str(path),
            remedy="Tutup program yang memakainya, atau kembalikan berkas itu ke folder templat.",
        ) from error
