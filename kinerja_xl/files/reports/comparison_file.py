"""The office's table of other years: `templat/pembanding.csv` or `.xlsx`, if there is one."""

from __future__ import annotations

import re
from pathlib import Path

from kinerja_xl.core.addresses import column_letters
from kinerja_xl.core.report_comparison import GivenFigure
from kinerja_xl.core.values import CellValue, cell_text
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.folder import OfficeFolder
from kinerja_xl.files.indicator_file import Rows, read_cells

STEM = "pembanding"
_HEADING = re.compile(r"(realisasi|capaian|target)\s*(?:tahun\s*)?(20\d\d)")
_CODE = "kode"
_PASSED_OVER = ("sasaran", "indikator", "satuan", "keterangan")


def load_comparison(folder: OfficeFolder) -> tuple[str, tuple[GivenFigure, ...]]:
    """Read what the office gave of other years.

    The first row has the headings: `Kode`, then any of `Realisasi 2025`, `Capaian 2025`,
    `Target 2029`; `Sasaran`, `Indikator`, `Satuan` and `Keterangan` are passed over.

    Returns:
        The file's name, empty when there is none, and its figures.

    Raises:
        KinerjaError: If it cannot be read, there are two of them, or a heading or code is unclear.
    """
    present = [path for end in (".csv", ".xlsx") if (path := _path(folder, end)).is_file()]
    if not present:
        return "", ()
    name = folder.relative(present[0])
    if len(present) > 1:
        raise KinerjaError(
            "Tabel pembanding ada dua, CSV dan XLSX.", where=name, remedy="Sisakan satu."
        )
    _, cells = read_cells(present[0])
    return name, _figures(name, cells)


def _path(folder: OfficeFolder, ending: str) -> Path:
    return folder.templates / f"{STEM}{ending}"


def _figures(name: str, cells: Rows) -> tuple[GivenFigure, ...]:
    columns = _columns(name, cells[0] if cells else [])
    code_column = next(n for n, what in columns.items() if what is None)
    seen: set[str] = set()
    figures = []
    for number, row in enumerate(cells[1:], start=2):
        code = cell_text(row[code_column]) if code_column < len(row) else ""
        if not code and any(cell_text(cell) for cell in row):
            raise KinerjaError("Baris ini tidak berkode.", where=f"{name} baris {number}",
                               remedy="Isi kolom Kode.")  # fmt: skip
        if code and code.casefold() in seen:
            raise KinerjaError(f'Kode "{code}" tertulis dua kali.', where=f"{name} baris {number}",
                               remedy="Sisakan satu baris untuk setiap indikator.")  # fmt: skip
        seen.add(code.casefold())
        for column, what in columns.items():
            value: CellValue = row[column] if column < len(row) else None
            if what is not None and code and cell_text(value):
                place = f"{name} {column_letters(column + 1)}{number}"
                figures.append(GivenFigure(code, what[0], what[1], value, place))
    return tuple(figures)


def _columns(name: str, headings: list[CellValue]) -> dict[int, tuple[str, int] | None]:
    """Return what each column holds; `None` for the codes."""
    columns: dict[int, tuple[str, int] | None] = {}
    unknown = []
    for place, heading in enumerate(headings):
        plain = " ".join(cell_text(heading).casefold().split())
        match = _HEADING.fullmatch(plain)
        if match:
            columns[place] = (match[1].capitalize(), int(match[2]))
        elif plain == _CODE:
            columns[place] = None
        elif plain and plain not in _PASSED_OVER:
            unknown.append(cell_text(heading))
    kinds = list(columns.values())
    if unknown or len(set(kinds)) < len(kinds) or None not in kinds:
        what = f"Judul kolom tidak dikenal: {', '.join(unknown)}." if unknown else (
            "Kolom Kode tidak ada, atau satu judul kolom tertulis dua kali."
        )  # fmt: skip
        raise KinerjaError(
            what, where=name,
            remedy="Pakai judul Kode, Realisasi 2025, Capaian 2025, Target 2029 dan semacamnya.",
        )  # fmt: skip
    return columns
