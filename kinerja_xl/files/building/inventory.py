"""Builds the index of the evidence inventory: a table of its files, with relative links."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from xlsxwriter import Workbook

from kinerja_xl.core.inventory import InventoryLine
from kinerja_xl.core.period import Period
from kinerja_xl.core.values import CellContent
from kinerja_xl.files.building.cells import write_cell
from kinerja_xl.files.building.formats import Formats
from kinerja_xl.layout.row_heights import LINE_POINTS, line_count
from kinerja_xl.layout.rows import hyperlink
from kinerja_xl.layout.spec import Column, Kind
from kinerja_xl.layout.styles import (
    FONT,
    FONT_SIZE,
    LINKED,
    SUBTITLE,
    TITLE,
    header_style,
    value_style,
)

SHEET, TABLE = "INVENTARIS", "tblInventaris"
HEADER_ROW = 5
COLUMNS = (
    Column("number", "No", Kind.INTEGER, 6),
    Column("section", "Subbagian", Kind.CODE, 14),
    Column("code", "Kode Indikator", Kind.CODE, 16),
    Column("item", "Jenis Bukti", Kind.LONG_TEXT, 30),
    Column("file", "Berkas", Kind.LONG_TEXT, 44),
    Column("description", "Keterangan", Kind.LONG_TEXT, 28),
    Column("extent", "Isi", Kind.TEXT, 12),
    Column("kind", "Jenis Berkas", Kind.TEXT, 24),
    Column("size", "Ukuran (byte)", Kind.INTEGER, 14),
    Column("verified_by", "Diverifikasi Oleh", Kind.TEXT, 22),
    Column("verified_at", "Tanggal Verifikasi", Kind.DATE, 18),
    Column("sha256", "SHA-256", Kind.LONG_TEXT, 36),
)
_A4 = 9
_LINK = replace(
    value_style(Kind.LONG_TEXT, is_entry=False, is_computed=False),
    font_colour=LINKED.font_colour, is_underlined=True,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class InventoryIndex:
    """What the index says.

    Attributes:
        extents: How long the file of each line is, see `files.evidence.extent`.
    """

    office: str
    period: Period
    lines: Sequence[InventoryLine]
    extents: Sequence[str]


def build_inventory_index(index: InventoryIndex) -> bytes:
    """Return the index as .xlsx; the same inventory always gives the same bytes."""
    buffer = io.BytesIO()
    defaults = {"font_name": FONT, "font_size": FONT_SIZE, "font_scheme": "none"}
    workbook = Workbook(buffer, {"in_memory": True, "default_format_properties": defaults})
    workbook.set_properties({
        "title": f"Inventaris Data Pendukung {index.period.label}",
        "company": index.office,
        "created": datetime.combine(index.period.first_day, time()),
    })  # fmt: skip
    formats = Formats(workbook)
    sheet = workbook.add_worksheet(SHEET)
    write_cell(sheet, 1, 1, "Inventaris Data Pendukung", formats.of(TITLE))
    for row, text in enumerate((
        f"{index.office}, {index.period.label}: {len(index.lines)} baris bukti yang diterima.",
        "Tautan berlaku bila buku ini berada di folder inventarisnya; arsip zip diekstrak dulu.",
    ), start=2):  # fmt: skip
        write_cell(sheet, row, 1, text, formats.of(SUBTITLE))
    rows = [
        _cells(number, line, extent)
        for number, (line, extent) in enumerate(
            zip(index.lines, index.extents, strict=True), start=1
        )
    ]
    sheet.add_table(
        HEADER_ROW - 1, 0, HEADER_ROW - 1 + max(len(rows), 1), len(COLUMNS) - 1,
        {
            "name": TABLE, "style": None,
            "columns": [
                {"header": column.heading, "header_format": formats.of(header_style(column))}
                for column in COLUMNS
            ],
        },
    )  # fmt: skip
    looks = [
        formats.of(
            _LINK if column.field == "file" else value_style(
                column.kind, is_entry=False, is_computed=False
            )
        )
        for column in COLUMNS
    ]  # fmt: skip
    for number, column in enumerate(COLUMNS):
        sheet.set_column(number, number, column.width)
    sheet.set_row(HEADER_ROW - 1, 2 * LINE_POINTS)
    for row, cells in enumerate(rows, start=HEADER_ROW + 1):
        for number, (content, look) in enumerate(zip(cells, looks, strict=True), start=1):
            write_cell(sheet, row, number, content, look)
        texts = zip(cells, COLUMNS, strict=True)
        lines = max(line_count(str(text or ""), column.width) for text, column in texts)
        sheet.set_row(row - 1, lines * LINE_POINTS + 4)
    sheet.freeze_panes(HEADER_ROW, 0)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER_ROW - 1)
    sheet.set_footer("&L&8&A&R&8Halaman &P dari &N")
    workbook.close()
    return buffer.getvalue()


def _cells(number: int, line: InventoryLine, extent: str) -> tuple[CellContent, ...]:
    accepted, file = line.accepted, line.accepted.file
    return (
        number, file.section, accepted.code or None, accepted.item or None,
        hyperlink(line.place, line.place.rpartition("/")[2]), accepted.description or None,
        extent or None, file.kind, file.size_bytes, accepted.verified_by or None,
        accepted.verified_at, file.sha256,
    )  # fmt: skip
