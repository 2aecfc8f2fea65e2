"""A workbook embellished with everything that XlsxWriter can write beside cells."""

from __future__ import annotations

import io
import struct
import zlib
from datetime import date
from typing import TYPE_CHECKING

import xlsxwriter

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

HEADINGS = ("Kode", "Tanggal", "Nilai", "Dua Kali", "Catatan")
FIRST_ROWS = (("I001", 10.0, "satu"), ("I002", 20.0, "dua"), ("I003", 30.0, "tiga"))


def small_png() -> bytes:
    """Return a red picture of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">2I5B", 1, 1, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0\xff\0\0")
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    )


def rich_workbook(*, date_1904: bool = False) -> bytes:
    """Return a workbook with a table `tblData` at B4:F7 of `Data`, and many embellishments.

    `Ringkas` sums the table by formulas that use its name, A1 references and a defined name.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "date_1904": date_1904})
    data = book.add_worksheet("Data")
    summary = book.add_worksheet("Ringkas & 'Lain' 1")
    hidden = book.add_worksheet("_dasar")
    hidden.very_hidden()
    hidden.write(0, 0, "rahasia")
    _add_charts(book, summary)
    unlocked = book.add_format({"locked": False, "border": 1, "bg_color": "#FFF2CC"})
    dated = book.add_format({"num_format": "dd/mm/yyyy", "border": 1})
    bold = book.add_format({"bold": True, "font_color": "red"})
    data.write("A1", "Judul", bold)
    data.write("C2", 5, unlocked)
    book.define_name("Persen", "=Data!$C$2")
    data.add_table(
        3, 1, 6, 5,
        {
            "name": "tblData",
            "columns": [
                {"header": HEADINGS[0], "format": unlocked},
                {"header": HEADINGS[1], "format": dated},
                {"header": HEADINGS[2], "format": unlocked},
                {"header": HEADINGS[3], "formula": "=tblData[[#This Row],[Nilai]]*2"},
                {"header": HEADINGS[4]},
            ],
        },
    )  # fmt: skip
    for row, (code, number, note) in enumerate(FIRST_ROWS, start=4):
        data.write(row, 1, code, unlocked)
        data.write(row, 2, date(2026, 1, row), dated)
        data.write(row, 3, number, unlocked)
        data.write_formula(row, 4, "=tblData[[#This Row],[Nilai]]*2", None, number * 2)
        data.write(row, 5, note)
    data.write("H1", "di samping")
    data.write("H6", "di samping tabel")
    data.write_rich_string("H2", "biasa ", bold, "tebal")
    _embellish(data, bold, unlocked)
    summary.merge_range("A1:C1", "Ringkasan", bold)
    summary.write_formula("A2", "=SUM(tblData[Nilai])", None, 60)
    summary.write_formula("B2", "=A2+1", None, 61)
    summary.write_formula("C2", "=Data!D5*Persen", None, 50)
    summary.write_formula("A3", '="Jumlah "&B2', None, "Jumlah 61")
    summary.write_array_formula("A5:A7", "{=Data!D5:D7*3}", bold, 30)
    book.set_properties({"title": "Induk", "company": "KPU"})
    book.set_custom_property("Versi", 1)
    book.close()
    return buffer.getvalue()


def _add_charts(book: Workbook, summary: Worksheet) -> None:
    chart = book.add_chart({"type": "column"})
    other = book.add_chart({"type": "line"})
    assert chart is not None
    assert other is not None
    chart.add_series({"values": "=Data!$D$5:$D$7", "categories": "=Data!$B$5:$B$7"})
    summary.insert_chart("E2", chart)
    other.add_series({"values": "=Data!$D$5:$D$7"})
    book.add_chartsheet("Grafik").set_chart(other)


def _embellish(data: Worksheet, bold: Format, unlocked: Format) -> None:
    data.conditional_format("D5:D7", {"type": "data_bar", "data_bar_2010": True})
    data.conditional_format("B5:B7", {"type": "duplicate", "format": bold})
    data.conditional_format("B1:F3", {"type": "no_blanks", "format": bold})
    data.data_validation("D5:D7", {"validate": "decimal", "criteria": ">=", "value": 0})
    data.data_validation("B5:B7", {"validate": "list", "source": ["I001", "I002", "I003", "I004"]})
    data.add_sparkline("H7", {"range": "Data!D5:D7"})
    data.write_comment("D5", "Catatan atas sel", {"author": "Perencanaan"})
    data.insert_image("J2", "titik.png", {"image_data": io.BytesIO(small_png())})
    data.insert_textbox("J10", "Kotak teks")
    data.insert_button("J20", {"caption": "Gabung", "macro": "Gabung"})
    data.insert_checkbox("J25", True)
    data.write_url("H3", "internal:'Ringkas & ''Lain'' 1'!A1", string="ke ringkas")
    data.protect("", {"autofilter": True})
    data.set_column("B:B", 12)
    data.set_column("F:F", 30, unlocked)
    data.freeze_panes(4, 2)
    data.repeat_rows(3)
    data.print_area("A1:H20")
    data.set_header("&CKinerja")
