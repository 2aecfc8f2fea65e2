"""Writes a section's returned form again with its findings marked, commented and listed in it."""

from __future__ import annotations

import io
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook.properties import CalcProperties
from openpyxl.worksheet.worksheet import Worksheet

from kinerja_xl.core.addresses import parse_cell
from kinerja_xl.core.findings import Finding, Place
from kinerja_xl.errors import KinerjaError
from kinerja_xl.files.atomic import cannot_write, write_atomically
from kinerja_xl.files.marking.cell_marks import clear_marks, mark_cells
from kinerja_xl.files.marking.corrections_sheet import Correction, add_corrections_sheet
from kinerja_xl.files.marking.source_guard import is_safe, silence
from kinerja_xl.files.xlsx.archive import rewrite_archive
from kinerja_xl.files.xlsx.package import Package
from kinerja_xl.layout.corrections import (
    COLUMNS,
    CORRECTIONS_SHEET,
    HEADER_ROW,
    TITLE_TEXT,
)

_PAGE_HEADERS_START = re.compile(rb"<(?:\w+:)?headerFooter[\s/>]")
_PAGE_HEADERS = re.compile(
    rb"<(?:\w+:)?headerFooter\b(?:[^<>]*/>|.*?</(?:\w+:)?headerFooter>)", re.DOTALL
)
_PREFIX = re.compile(rb"<(/?)\w+:")
_CORE_PROPERTIES = "docProps/core.xml"
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, EOFError, SyntaxError,
    KeyError, IndexError, ValueError, TypeError, AttributeError, RuntimeError, ArithmeticError,
    AssertionError, struct.error,
)  # fmt: skip
"""What openpyxl raises for content that it does not expect."""


def write_marked_copy(source: Path, destination: Path, findings: Sequence[Finding]) -> bool:
    """Write the returned form again, with what a section has to correct marked in its cells.

    Each cell with a finding gets a warning colour and a comment; the sheet PERBAIKAN, placed
    first, lists all findings with links. Marks and comments of an earlier run are taken away
    first, so the section may correct the copy and return it. The source is never changed.
    Without findings an older copy is removed. A copy that would be the same is left alone.

    openpyxl keeps values, formulas, styles, validations, protection, conditional formats, hidden
    sheets and names; formulas lose their stored results until a spreadsheet program opens the
    copy, and drawings are lost. A formula that reaches out of the workbook becomes text.

    Args:
        source: The form as returned.
        destination: The copy; its folder is made when it is missing.
        findings: Those of this form, their places given as sheet and cell of the form. One whose
            place is no cell of the form is listed without a link.

    Returns:
        Whether the copy is there afterwards. It is not without findings, and not for a source
        that openpyxl cannot open, or not safely (see `source_guard`): then an older copy is
        removed too.

    Raises:
        KinerjaError: If the copy cannot be written or removed; an older one is then as it was.
    """
    data = _marked(source, findings) if findings else None
    if data is None:
        _remove(destination)
        return False
    if not _has_same_parts(destination, data):
        _make_folder(destination.parent)
        write_atomically(destination, data)
    return True


def _marked(source: Path, findings: Sequence[Finding]) -> bytes | None:
    """Return the content of the copy; nothing for a source that cannot be opened."""
    try:
        original = source.read_bytes()
        if not is_safe(original):
            return None
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            workbook = load_workbook(io.BytesIO(original), rich_text=True)
        if not silence(workbook):
            return None
    except (OSError, *_UNREADABLE):
        return None
    saved = io.BytesIO()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            clear_marks(workbook, _take_corrections(workbook))
            add_corrections_sheet(workbook, _mark(workbook, findings))
            if workbook.calculation is None:
                workbook.calculation = CalcProperties()
            workbook.calculation.fullCalcOnLoad = True
            workbook.save(saved)
    except _UNREADABLE:
        return None
    return _with_page_headers(saved.getvalue(), original)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(folder, error) from error


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise KinerjaError(
            "Salinan perbaikan yang lama tidak dapat dihapus.",
            where=str(path),
            remedy="Tutup berkas itu di program lain, lalu jalankan lagi.",
        ) from error


def _with_page_headers(data: bytes, source: bytes) -> bytes:
    """Put the source's page headers back: openpyxl takes them apart and loses their line ends."""
    try:
        old, new = Package(source), Package(data)
        parts = {sheet.name: sheet.part for sheet in new.sheets}
        replaced = {}
        for sheet in old.sheets:
            if sheet.name not in parts:
                continue
            part = parts[sheet.name]
            content = new.read_xml(part)
            before = _find_page_headers(old.read_xml(sheet.part))
            after = _find_page_headers(content)
            if before is not None and after is not None:
                plain = _PREFIX.sub(rb"<\1", before[0])
                replaced[part] = content[: after.start()] + plain + content[after.end() :]
    except (KinerjaError, OSError):
        return data
    return rewrite_archive(data, replaced)


def _find_page_headers(xml: bytes) -> re.Match[bytes] | None:
    """Find the first element; trying again further on could take as long as the sheet allows."""
    start = _PAGE_HEADERS_START.search(xml)
    return _PAGE_HEADERS.match(xml, start.start()) if start else None


def _has_same_parts(path: Path, data: bytes) -> bool:
    """Compare with the copy on the disk, but for the moment of saving."""
    try:
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(io.BytesIO(data)) as new:
            return old.namelist() == new.namelist() and all(
                old.read(name) == new.read(name)
                for name in new.namelist()
                if name != _CORE_PROPERTIES
            )
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError):
        return False


def _take_corrections(workbook: Workbook) -> dict[tuple[str, str], str]:
    """Remove this program's own sheet; return the colours that it noted, by sheet and cell."""
    sheet = workbook[CORRECTIONS_SHEET] if CORRECTIONS_SHEET in workbook.sheetnames else None
    if not isinstance(sheet, Worksheet) or sheet["A1"].value != TITLE_TEXT:
        return {}
    at = {column.field: n for n, column in enumerate(COLUMNS)}
    fills = {}
    last_row = min(sheet.max_row, HEADER_ROW + len(sheet._cells))
    for row in sheet.iter_rows(HEADER_ROW + 1, last_row, 1, len(COLUMNS), values_only=True):
        name, _, cell = str(row[at["place"]] or "").rpartition("!")
        fills[name, cell] = str(row[at["fill"]] or "")
    workbook.remove(sheet)
    return fills


def _mark(workbook: Workbook, findings: Sequence[Finding]) -> list[Correction]:
    cells = [_cell_of(workbook, found.place) for found in findings]
    by_sheet: dict[str, dict[str, list[Finding]]] = {}
    for found, cell in zip(findings, cells, strict=True):
        if cell is not None:
            here = by_sheet.setdefault(found.place.sheet, {})
            here.setdefault(cell.coordinate, []).append(found)
    fills: dict[tuple[str, str], str] = {}
    for name, here in by_sheet.items():
        notes = mark_cells(workbook[name], here)
        fills |= {(name, address): note for address, note in notes.items()}
    return [
        Correction(
            found,
            Place(sheet=found.place.sheet, cell=cell.coordinate if cell else found.place.cell),
            has_cell=cell is not None,
            fill=fills[found.place.sheet, cell.coordinate] if cell else "",
        )
        for found, cell in zip(findings, cells, strict=True)
    ]


def _cell_of(workbook: Workbook, place: Place) -> Cell | None:
    """Return the cell of a place; of merged cells the one that shows the content."""
    sheet = workbook[place.sheet] if place.sheet in workbook.sheetnames else None
    if not isinstance(sheet, Worksheet):
        return None
    try:
        row, column = parse_cell(place.cell)
    except ValueError:
        return None
    cell = sheet.cell(row, column)
    if not isinstance(cell, MergedCell):
        return cell
    area = next(item for item in sheet.merged_cells.ranges if cell.coordinate in item)
    shown = sheet.cell(area.min_row, area.min_col)
    return None if isinstance(shown, MergedCell) else shown
