"""A small master for the contract: two tables, some names, what people do to them."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date, datetime

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from kinerja_xl.core.values import CellContent, Formula
from kinerja_xl.files.building.cells import write_cell
from kinerja_xl.layout.spec import Column, Kind, Table

LIST = Table(
    "tblDaftar", "Daftar", 4,
    (
        Column("code", "Kode", Kind.CODE, 9),
        Column("value", "Nilai\nAkhir", Kind.NUMBER, 9, is_entry=True),
        Column("double", "Dua Kali", Kind.TEXT, 9,
               formula=lambda table: f'{table.this_row("code")}&"-"&{table.this_row("code")}'),
        Column("day", "Tanggal", Kind.DATE, 9),
    ),
)  # fmt: skip
NARROW = Table("tblLain", "Lain", 1, (Column("text", "Teks", Kind.TEXT, 9),))
TABLES = {table.name: table for table in (LIST, NARROW)}
USUAL = ("Kode", "Nilai\nAkhir", "Dua Kali", "Tanggal")
ROWS: tuple[tuple[CellContent, ...], ...] = (
    ("I001", 10, date(2026, 1, 5)), ("I002", None, None), ("I003", 30, datetime(2026, 2, 1, 7, 30)),
)  # fmt: skip
PROTECTION = {"autofilter": True, "sort": True, "format_columns": True, "format_rows": True}

Draw = Callable[[xlsxwriter.Workbook, Worksheet], object]


def master(
    rows: Sequence[Sequence[CellContent]] = ROWS,
    *,
    order: Sequence[str] = USUAL,
    blank_rows: int = 0,
    totals: bool = False,
    draw: Draw | None = None,
) -> bytes:
    """Return a protected master whose table has its columns in some order, and others of a person.

    Args:
        rows: Code, value and day of each data row.
        order: The headings.
        blank_rows: So many blank rows below them.
        totals: Whether the table has a totals row.
        draw: Puts more on the sheet.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet, other = book.add_worksheet("Daftar"), book.add_worksheet("Lain")
    for page in (sheet, other):
        page.protect("", PROTECTION)
    text = book.add_format({"num_format": 49})
    dated = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    clock = book.add_format({"num_format": "hh:mm"})
    typed = book.add_format({"locked": False, "bg_color": "#FFF2CC"})
    sheet.write_string("B1", "KPU", text)
    sheet.write_number("C1", 7.5 / 24, clock)
    sheet.write_formula("D1", "=1/0", None, "#DIV/0!")
    sheet.write_blank("E1", None, typed)
    sheet.write_boolean("F1", True)
    cells = (("Kantor", "B"), ("Jam", "C"), ("Salah", "D"), ("Kosong", "E"), ("Benar", "F"))
    for name, letter in cells:
        book.define_name(name, f"=Daftar!${letter}$1")
    count = max(1, len(rows) + blank_rows)
    options = [{"header": heading} for heading in order]
    place = (3, 0, 3 + count + int(totals), len(order) - 1)
    sheet.add_table(*place, {"name": "tblDaftar", "columns": options, "total_row": totals})
    formats = {"Kode": text, "Nilai\nAkhir": typed, "Tanggal": dated}
    for index in range(count):
        given = rows[index] if index < len(rows) else (None, None, None)
        contents = dict(zip(("Kode", "Nilai\nAkhir", "Tanggal"), given, strict=True))
        for column, heading in enumerate(order, start=1):
            content = contents.get(heading)
            if heading == "Dua Kali":
                content = Formula(LIST.formula("double"), _double(given[0]))
            write_cell(sheet, 5 + index, column, content, formats.get(heading, text))
    other.add_table(0, 0, 1, 0, {"name": "tblLain", "columns": [{"header": "TEKS "}]})
    other.write_blank(1, 0, None, text)
    if draw:
        draw(book, sheet)
    book.close()
    return buffer.getvalue()


def _double(code: CellContent) -> str:
    return f"{code or ''}-{code or ''}"
