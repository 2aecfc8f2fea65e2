"""Reads a returned file into memory, once, after making sure that it can be read safely."""

from __future__ import annotations

import hashlib
import io
import os
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from python_calamine import CalamineError, CalamineWorkbook

from kinerja_xl.core.addresses import column_letters
from kinerja_xl.core.findings import Code, Finding, Place, finding
from kinerja_xl.core.raw_returns import RawReturn, RawSheet, RawValue
from kinerja_xl.core.returns import FORMAT_LABEL
from kinerja_xl.files.evidence.compound import SIGNATURE, root_names
from kinerja_xl.files.returns import sheet_guard
from kinerja_xl.files.returns.parts import Parts, RefusedError, stored_archive
from kinerja_xl.files.returns.workbook_parts import CONTENT_TYPES, SheetPart, WorkbookParts
from kinerja_xl.layout import form as layout
from kinerja_xl.layout.corrections import CORRECTIONS_SHEET

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LIVE_COLUMNS = "".join(
    column_letters(n)
    for n, column in enumerate(layout.PERFORMANCE_COLUMNS, start=1)
    if column.field in layout.LIVE_FIELDS
)
_ODD_CELL = sheet_guard.odd_cell_pattern()
_ODD_CELL_OF_FORM = sheet_guard.odd_cell_pattern(_LIVE_COLUMNS, layout.ENTRY_HEADER_ROW)

LARGEST_FILE = 20 * 1024 * 1024
_OPEN_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
)
"""A link or pipe put in the place of a file after a look at it is not followed or waited for."""
_LONGEST_IDENTITY_TEXT = 1000
_PROTECTION = re.compile(rb'<sheetProtection(?: [a-zA-Z]+="[^"]*")*? sheet="(?:1|true)"')
_ZIP_SIGNATURES = (b"PK\3\4", b"PK\5\6")
_NEEDED = (layout.ENTRY, layout.EVIDENCE, layout.AUDITS, layout.GUIDE, layout.IDENTITY)
_OWN_SHEETS = frozenset((*_NEEDED, CORRECTIONS_SHEET))


def read_return(path: Path, relative_name: str) -> RawReturn | Finding:
    """Read a returned file, whatever it turns out to be.

    The file is opened once. No content can end the process, take much memory, or be lost unseen:
    the parts that are handed to the reader are the very ones that were checked.

    Args:
        path: The file.
        relative_name: How findings name it.

    Returns:
        What it holds, or the one finding that says why it cannot be a return.
    """
    try:
        return _read(path, relative_name)
    except RefusedError as refused:
        facts = {"detail": refused.detail} if refused.detail else {}
        return finding(refused.code, Place(relative_name), **facts)


def _read(path: Path, name: str) -> RawReturn:
    data = _load(path)
    parts = _open_parts(data)
    workbook = WorkbookParts(parts)
    found = {sheet.name: sheet for sheet in workbook.sheets}
    if layout.IDENTITY not in found:
        raise RefusedError(Code.NOT_A_FORM)
    needed = [found[sheet] for sheet in _NEEDED if sheet in found]
    if layout.GUIDE in found and _is_untouched(found[layout.GUIDE], workbook):
        needed.remove(found[layout.GUIDE])
    workbook.check_text_volume(needed)
    looks = {sheet.name: _look(sheet, workbook) for sheet in needed}
    tables = _read_tables(workbook, needed, looks)
    identity = tuple(_texts(row) for row in tables.pop(layout.IDENTITY))
    return RawReturn(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        identity=identity,
        sheets=tuple(_raw_sheet(sheet, rows, looks[sheet]) for sheet, rows in tables.items()),
        stray_sheets=tuple(
            sheet.name
            for sheet in workbook.sheets
            if sheet.name not in _OWN_SHEETS and sheet_guard.has_values(workbook.xml_of(sheet))
        ),
        is_1904=workbook.is_1904,
    )


def _load(path: Path) -> bytes:
    """Read the whole file if it is one that could be a return."""
    try:
        facts = path.lstat()
        if stat.S_ISDIR(facts.st_mode):  # one that cannot be listed, see `find_returned`
            raise RefusedError(Code.FILE_LOCKED)
        if not stat.S_ISREG(facts.st_mode):
            raise RefusedError(Code.NOT_A_FORM)
        is_too_large = facts.st_size > LARGEST_FILE
        data = _read_bytes(path, len(SIGNATURE) if is_too_large else facts.st_size)
    except PermissionError as error:
        raise RefusedError(Code.FILE_LOCKED) from error
    except OSError as error:
        raise RefusedError(Code.FILE_DAMAGED, "berkas tidak dapat dibaca") from error
    if not data:
        raise RefusedError(Code.FILE_DAMAGED, "berkas kosong")
    if not data.startswith((*_ZIP_SIGNATURES, SIGNATURE)):
        raise RefusedError(Code.NOT_A_FORM)
    if is_too_large:
        raise RefusedError(Code.FILE_TOO_LARGE, f"lebih dari {LARGEST_FILE // 2**20} MB")
    return data


def _read_bytes(path: Path, size: int) -> bytes:
    """Read in as few calls as can be: between two of them another thread takes its turn."""
    descriptor = os.open(path, _OPEN_FLAGS)
    try:
        data = os.read(descriptor, size)
        while len(data) < size and (more := os.read(descriptor, size - len(data))):
            data += more
        return data
    finally:
        os.close(descriptor)


def _open_parts(data: bytes) -> Parts:
    if data.startswith(SIGNATURE):
        streams = root_names(io.BytesIO(data))
        if "EncryptedPackage" in streams:
            raise RefusedError(Code.FILE_ENCRYPTED)
        _refuse_other_format(FORMAT_LABEL.encode() in data, ".xls")
    parts = Parts(data)
    if CONTENT_TYPES not in parts:
        is_sheet = "mimetype" in parts and parts.read("mimetype").endswith(b".spreadsheet")
        is_form = is_sheet and FORMAT_LABEL.encode() in parts.read("content.xml")
        _refuse_other_format(is_form, ".ods")
    return parts


def _refuse_other_format(is_form: bool, extension: str) -> None:
    if is_form:
        detail = f"disimpan sebagai {extension}, bukan .xlsx"
        raise RefusedError(Code.FORM_STRUCTURE_CHANGED, detail)
    raise RefusedError(Code.NOT_A_FORM)


def _is_untouched(guide: SheetPart, workbook: WorkbookParts) -> bool:
    """Say whether a sheet without entry cells is still protected, so that nobody typed into it."""
    return _PROTECTION.search(workbook.xml_of(guide)) is not None


def _look(sheet: SheetPart, workbook: WorkbookParts) -> sheet_guard.SheetFacts | None:
    """Check how far a sheet reaches; look at every cell only where there is a reason to."""
    xml = workbook.xml_of(sheet)
    styles = workbook.percent_styles
    odd_cell = _ODD_CELL_OF_FORM if sheet.name == layout.ENTRY else _ODD_CELL
    if sheet_guard.is_plain(xml, odd_cell) and not sheet_guard.uses_style(xml, styles):
        return None
    facts = sheet_guard.scan(xml, styles)
    sheet_guard.check_extent(facts)
    return facts


def _content(
    sheet: SheetPart, workbook: WorkbookParts, facts: sheet_guard.SheetFacts | None
) -> bytes:
    xml = workbook.xml_of(sheet)
    return xml if facts is None else sheet_guard.readable(xml, facts)


def _raw_sheet(
    name: str, rows: list[list[RawValue]], facts: sheet_guard.SheetFacts | None
) -> RawSheet:
    if facts is None:
        return RawSheet(name, rows)
    return RawSheet(
        name=name,
        rows=rows,
        errors=facts.errors,
        percents=frozenset(facts.percents),
        valueless=frozenset(facts.valueless),
        formulas=frozenset(facts.formulas),
    )


def _read_tables(
    workbook: WorkbookParts,
    needed: Sequence[SheetPart],
    looks: Mapping[str, sheet_guard.SheetFacts | None],
) -> dict[str, list[list[RawValue]]]:
    """Let calamine read the cells of the parts that were checked, and of nothing else."""
    contents = {sheet: _content(sheet, workbook, looks[sheet.name]) for sheet in needed}
    archive = stored_archive(workbook.parts_for(contents))
    try:
        reader = CalamineWorkbook.from_filelike(io.BytesIO(archive))
        return {
            sheet.name: reader.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
            for sheet in needed
        }
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise RefusedError(Code.FILE_DAMAGED, "isi lembar tidak dapat dibaca") from error
    except BaseException as error:
        # A panic in calamine's Rust code derives from BaseException and has no importable name.
        if type(error).__name__ != "PanicException":
            raise
        raise RefusedError(Code.FILE_DAMAGED, "isi lembar tidak dapat dibaca") from error


def _texts(row: Sequence[RawValue]) -> tuple[str, str]:
    label, text = (str(value).strip() for value in (*row, "", "")[:2])
    if len(label) > _LONGEST_IDENTITY_TEXT or len(text) > _LONGEST_IDENTITY_TEXT:
        raise RefusedError(Code.NOT_A_FORM)
    return label, text
