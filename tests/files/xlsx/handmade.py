"""Packages made by hand for the cases that no library writes, and looks into what came out."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from collections.abc import Mapping, Sequence

import openpyxl
from python_calamine import load_workbook

TRANSITIONAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml."

CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{CONTENT}sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{CONTENT}worksheet+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet2.xml" ContentType="{CONTENT}worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{CONTENT}styles+xml"/>'
    f'<Override PartName="/xl/calcChain.xml" ContentType="{CONTENT}calcChain+xml"/>'
    f'<Override PartName="/xl/tables/table1.xml" ContentType="{CONTENT}table+xml"/>'
    "</Types>"
)
STYLES = (
    f'<styleSheet xmlns="{TRANSITIONAL}"><fonts count="1"><font/></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="4"><xf/><xf numFmtId="14" applyNumberFormat="1"/>'
    '<xf numFmtId="2" applyNumberFormat="1"/><xf numFmtId="49" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)
EMPTY_SHEET = f'<worksheet xmlns="{TRANSITIONAL}"><sheetData/></worksheet>'


def relationships(*triples: tuple[str, str, str]) -> str:
    """Write a relationships part from identifier, kind and target."""
    inner = "".join(
        f'<Relationship Id="{identifier}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for identifier, kind, target in triples
    )
    return f'<Relationships xmlns="{PACKAGE_RELATIONS}">{inner}</Relationships>'


def workbook_xml(inside: str = "", before: str = "") -> str:
    """Write a workbook part with the sheets `Data` and `Lain`; `inside` follows the sheets."""
    return (
        f'<workbook xmlns="{TRANSITIONAL}" xmlns:r="{RELATIONS}">{before}<sheets>'
        '<sheet name="Data" sheetId="1" r:id="rId1"/><sheet name="Lain" sheetId="2" r:id="rId2"/>'
        f"</sheets>{inside}</workbook>"
    )


def sheet_xml(rows: str, after: str = "", before: str = "") -> str:
    """Write a worksheet part around its rows."""
    return (
        f'<worksheet xmlns="{TRANSITIONAL}">{before}'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    )


def package(parts: Mapping[str, str | bytes | None] | None = None, sheet: str = "") -> bytes:
    """Zip a workbook of two sheets; `parts` replaces, adds or (with `None`) leaves out parts."""
    content: dict[str, str | bytes | None] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": relationships(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": workbook_xml(),
        "xl/_rels/workbook.xml.rels": relationships(
            ("rId1", "worksheet", "worksheets/sheet1.xml"),
            ("rId2", "worksheet", "/xl/worksheets/sheet2.xml"),
            ("rId3", "styles", "styles.xml"),
        ),
        "xl/styles.xml": STYLES,
        "xl/worksheets/sheet1.xml": sheet or EMPTY_SHEET,
        "xl/worksheets/sheet2.xml": EMPTY_SHEET,
        **(parts or {}),
    }
    return zipped({name: data for name, data in content.items() if data is not None})


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """Zip parts with fixed times."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 5, 8, 0, 0)), data)
    return buffer.getvalue()


def with_parts(data: bytes, parts: Mapping[str, str | bytes]) -> bytes:
    """Return an archive with some parts replaced or added."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        content: dict[str, str | bytes] = {n: archive.read(n) for n in archive.namelist()}
    return zipped({**content, **parts})


def part(data: bytes, name: str) -> str:
    """Return a part's text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def compressed_entries(data: bytes) -> dict[str, tuple[object, ...]]:
    """Return, by entry name and in order, what of each entry must survive a copy."""
    entries: dict[str, tuple[object, ...]] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            name_length, extra_length = struct.unpack_from("<2H", data, entry.header_offset + 26)
            start = entry.header_offset + 30 + name_length + extra_length
            raw = data[start : start + entry.compress_size]
            entries[entry.filename] = (
                raw, entry.CRC, entry.date_time, entry.external_attr, entry.internal_attr,
                entry.compress_type, entry.comment, entry.create_system,
            )  # fmt: skip
    return entries


def changed_entries(before: bytes, after: bytes) -> set[str]:
    """Return the names of the entries that differ, are new, or are gone."""
    first, second = compressed_entries(before), compressed_entries(after)
    return {name for name in {*first, *second} if first.get(name) != second.get(name)}


def values(data: bytes, sheet: str = "Data") -> list[list[object]]:
    """Read a sheet with calamine from cell A1 on."""
    book = load_workbook(io.BytesIO(data))
    return [list(row) for row in book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)]


def value_at(data: bytes, row: int, column: int, sheet: str = "Data") -> object:
    """Read one cell with calamine; outside the used cells it is an empty text."""
    rows = values(data, sheet)
    return rows[row - 1][column - 1] if row <= len(rows) and column <= len(rows[0]) else ""


def openpyxl_book(data: bytes) -> openpyxl.Workbook:
    """Open a workbook with openpyxl, which warns of all that it would lose."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return openpyxl.load_workbook(io.BytesIO(data))


def table_xml(
    area: str, columns: Sequence[str], *, name: str = "tblA", inside: str = "", attributes: str = ""
) -> str:
    """Write a table part."""
    written = "".join(f'<tableColumn id="{n}" name="{c}"/>' for n, c in enumerate(columns, 1))
    return (
        f'<table xmlns="{TRANSITIONAL}" id="1" name="{name}" displayName="{name}" ref="{area}"'
        f'{attributes}>{inside or f"""<autoFilter ref="{area}"/>"""}'
        f'<tableColumns count="{len(columns)}">{written}</tableColumns></table>'
    )
