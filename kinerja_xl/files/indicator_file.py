"""Reads a table of indicators from a CSV or XLSX file, by its headings."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from kinerja_xl.core.addresses import column_letters
from kinerja_xl.core.distribution import Section
from kinerja_xl.core.findings import Finding, Place
from kinerja_xl.core.indicator import target_field
from kinerja_xl.core.indicator_rows import IndicatorRow, IndicatorTable, read_indicator_rows
from kinerja_xl.core.numbers import read_number
from kinerja_xl.core.values import CellContent, CellValue, canonical, cell_text
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.master.reading import MasterSnapshot
from kinerja_xl.layout.indicator_cells import typed_rows
from kinerja_xl.layout.tables import INDICATOR_TABLE

_HEADING_SEARCH_ROWS = 20
_REQUIRED = ("code", "objective", "name", "unit", "section")
_MAX_BYTES = 20_000_000
_REMEDY = "Pakai templat indikator; judul kolomnya tidak boleh diubah."

Rows = list[list[CellValue]]
Headings = tuple[int, dict[str, int], tuple[str, ...]]
"""Row of the headings from 1 (0 for none), the column of each field from 0, headings unknown."""


@dataclass(frozen=True, slots=True)
class IndicatorFile:
    """What a file of indicators holds.

    Attributes:
        rows: Rows as wide as tblIndikator, with keys; those with errors are in it too.
        table: The rows as read.
        extra_headings: Headings that INDIKATOR does not know; their columns are left out.
    """

    rows: tuple[tuple[CellContent, ...], ...]
    table: IndicatorTable
    extra_headings: tuple[str, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the rows."""
        return self.table.findings


def read_indicators(path: Path, sections: Sequence[Section], year: int) -> IndicatorFile:
    """Read a file of indicators; every fault of its rows is a finding.

    The headings are looked for in the first rows of the first sheet, whatever their order, case and
    spacing; example rows of the template are passed over. A CSV file may be separated by
    semicolons, commas or tabs, in UTF-8, UTF-16 or Windows-1252.

    Raises:
        KinerjaError: If the file cannot be read or lacks a required column, or has a column twice.
    """
    sheet, cells = read_cells(path)
    header, columns, extra = _find_headings(path, cells)
    typed = typed_rows(
        (
            [_at(row, columns.get(name)) for name in INDICATOR_TABLE.fields]
            for row in cells[header:]
        ),
        year,
        first_row=header + 1,
    )

    def place_of(row: int, name: str) -> Place:
        return Place(path.name, sheet, f"{column_letters(columns.get(name, 0) + 1)}{row}")

    table = read_indicator_rows(
        typed, sections, place_of=place_of,
        heading_of=lambda name: INDICATOR_TABLE.column(name).heading,
    )  # fmt: skip
    keys = dict(table.new_keys)
    codes = {name.casefold(): s.code for s in sections for name in (s.code, s.name)}
    rows = tuple(
        _table_row(row, keys, codes) for row in typed if not (row.is_blank or row.is_example)
    )
    return IndicatorFile(rows, table, extra)


def _table_row(
    row: IndicatorRow, keys: dict[int, str], codes: dict[str, str]
) -> tuple[CellContent, ...]:
    """Lay out a row of tblIndikator: measures that read as numbers are numbers, codes are texts."""
    targets = {target_field(period): value for period, value in row.targets}
    values = {name: canonical(value) for name, value in (row.cells | targets).items()}
    units = {"budget": "rupiah", **dict.fromkeys(targets, row.text("unit"))}
    for name in ("cap_percent", "digits", *units):
        number = read_number(values.get(name), unit=units.get(name, ""))
        values[name] = number if isinstance(number, Decimal) else values.get(name)
    for name in ("code", "objective", "name", "unit", "program"):
        values[name] = row.text(name) or None
    values["key"] = row.text("key") or keys[row.index]
    values["section"] = codes.get(row.text("section").casefold(), row.text("section"))
    return tuple(values[name] for name in INDICATOR_TABLE.fields)


def _at(cells: Sequence[CellValue], column: int | None) -> CellValue:
    return cells[column] if column is not None and column < len(cells) else None


def read_cells(path: Path) -> tuple[str, Rows]:
    """Read the first sheet of a workbook, or a CSV file, and the sheet's name.

    Raises:
        KinerjaError: If it cannot be read or is too large.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise KinerjaError(
            f"Daftar indikator tidak dapat dibaca ({error.strerror or error}).",
            where=str(path), remedy="Periksa nama dan foldernya.",
        ) from error  # fmt: skip
    if len(data) > _MAX_BYTES:
        raise KinerjaError("Daftar indikator terlalu besar.", where=str(path), remedy=_REMEDY)
    if path.suffix.casefold() in (".csv", ".txt", ".tsv"):
        return "", _csv_cells(path, data)
    return MasterSnapshot(data, path.name).first_sheet()


def _csv_cells(path: Path, data: bytes) -> Rows:
    text = _decoded(data)
    if "\0" in text:
        raise KinerjaError("Berkas ini bukan CSV.", where=str(path), remedy=_REMEDY)
    try:
        separated = [_separated(text, delimiter) for delimiter in ";,\t"]
        return max(separated, key=lambda cells: len(_best_headings(cells)[1]))
    except csv.Error as error:
        raise KinerjaError(
            f"CSV tidak dapat dibaca ({error}).", where=str(path), remedy=_REMEDY
        ) from error


def _decoded(data: bytes) -> str:
    """Decode what spreadsheet programs and editors write: UTF-8, UTF-16 with a mark, or cp1252."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _separated(text: str, delimiter: str) -> Rows:
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [[cell or None for cell in line] for line in lines]


def _find_headings(path: Path, cells: Rows) -> Headings:
    """Find the row of headings.

    Raises:
        KinerjaError: If a required one is missing, or one is there twice.
    """
    best = _best_headings(cells)
    lacking = [INDICATOR_TABLE.column(n).heading for n in _REQUIRED if n not in best[1]]
    if lacking:
        raise KinerjaError(
            f"Kolom {', '.join(lacking)} tidak ditemukan.", where=str(path), remedy=_REMEDY
        )
    known = {_plain(INDICATOR_TABLE.column(name).heading) for name in best[1]}
    counts = Counter(_plain(cell_text(cell)) for cell in cells[best[0] - 1])
    if twice := sorted(heading for heading in known if counts[heading] > 1):
        headings = [c.heading for c in INDICATOR_TABLE.columns if _plain(c.heading) in twice]
        raise KinerjaError(
            f"Kolom {', '.join(headings)} ada lebih dari satu.", where=str(path),
            remedy="Sisakan satu kolom untuk setiap judul.",
        )  # fmt: skip
    return best


def _best_headings(cells: Rows) -> Headings:
    known = {_plain(column.heading): column.field for column in INDICATOR_TABLE.columns}
    best: Headings = (0, {}, ())
    for number, row in enumerate(cells[:_HEADING_SEARCH_ROWS], start=1):
        found: dict[str, int] = {}
        extra = []
        for position, cell in enumerate(row):
            name = known.get(_plain(cell_text(cell)))
            if name is None and cell_text(cell):
                extra.append(cell_text(cell))
            elif name is not None:
                found.setdefault(name, position)
        if len(found) > len(best[1]):
            best = (number, found, tuple(extra))
    return best


def _plain(heading: str) -> str:
    return "".join(heading.casefold().split())
