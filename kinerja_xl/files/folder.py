"""Where things lie in an office's folder, seen from the master."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kinerja_xl.core.period import Period

MASTER_NAME = "Kinerja.xlsm"
EVIDENCE_FOLDER = "bukti"


@dataclass(frozen=True, slots=True)
class OfficeFolder:
    """The folder of one office and year; `root` holds the master."""

    root: Path

    @property
    def backups(self) -> Path:
        """Copies of the master before each change, and forms that were replaced."""
        return self.root / "cadangan"

    @property
    def reports(self) -> Path:
        """Printed reports."""
        return self.root / "laporan"

    def report(self, period: Period, name: str) -> Path:
        """Return the place of a period's report."""
        return self.reports / str(period) / name

    @property
    def templates(self) -> Path:
        """The office's own templates of documents."""
        return self.root / "templat"

    def documents(self, period: Period) -> Path:
        """Return the folder for the documents of a period."""
        return self.root / "dokumen" / str(period)

    def distributed(self, period: Period, section: str) -> Path:
        """Return the folder that goes to a section."""
        return self.root / "distribusi" / str(period) / section

    def form(self, period: Period, section: str) -> Path:
        """Return the form that goes to a section."""
        return self.distributed(period, section) / f"Form_{section}_{period}.xlsx"

    def returned(self, period: Period) -> Path:
        """Return the folder for what comes back."""
        return self.root / "kembali" / str(period)

    def evidence(self, period: Period, section: str) -> Path:
        """Return the folder for a section's evidence."""
        return self.returned(period) / EVIDENCE_FOLDER / section

    def correction(self, period: Period, section: str) -> Path:
        """Return the marked copy of a section's returned form."""
        return self.root / "perbaikan" / str(period) / f"Perbaikan_{section}_{period}.xlsx"

    def relative(self, path: Path) -> str:
        """Return a path relative to the folder with `/`, or whole when it lies elsewhere."""
        resolved = path if path.is_absolute() else path.absolute()
        root = self.root.absolute()
        return (
            resolved.relative_to(root).as_posix()
            if resolved.is_relative_to(root)
            else resolved.as_posix()
        )

    def absolute(self, relative: str) -> Path:
        """Return the path that `relative` made from."""
        return self.root / relative


FIRST_FOLDERS = ("distribusi", "kembali", "perbaikan", "laporan", "cadangan")
"""Folders that a new office's folder has from the start."""
