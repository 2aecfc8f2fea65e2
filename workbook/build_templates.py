"""Builds workbook/templat: the templates of an indicator file, as XLSX and as CSV.

`python workbook/build_templates.py` writes both; the same program writes the same bytes.
"""

from __future__ import annotations

import csv
import io
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from xlsxwriter import Workbook

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kinerja_xl.core.values import CellContent
from kinerja_xl.files.building.cells import write_cell
from kinerja_xl.files.building.formats import Formats
from kinerja_xl.layout import indicator_template as template
from kinerja_xl.layout.row_heights import height_points
from kinerja_xl.layout.spec import Column
from kinerja_xl.layout.styles import (
    ENTRY_HEADER,
    FONT,
    FONT_SIZE,
    HEADER,
    SUBTITLE,
    TEXT_TOP,
    TITLE,
    cell_style,
)

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

FOLDER = Path(__file__).resolve().parent / "templat"
XLSX_NAME, CSV_NAME = "indikator_templat.xlsx", "indikator_templat.csv"

_DEFAULTS = {"font_name": FONT, "font_size": FONT_SIZE, "font_scheme": "none"}
_CREATED = datetime(2026, 1, 1)
_LONGEST_TITLE = 32
_GUIDE = (("Kolom", 26), ("Wajib", 8), ("Isi", 80), ("Contoh", 36))


def template_xlsx() -> bytes:
    """Return the template as a workbook: the sheet to fill, and one that explains its columns."""
    buffer = io.BytesIO()
    workbook = Workbook(buffer, {"in_memory": True, "default_format_properties": _DEFAULTS})
    workbook.set_properties({"title": template.TITLE, "created": _CREATED})
    formats = Formats(workbook)
    _write_entry_sheet(workbook.add_worksheet(template.SHEET), formats)
    _write_guide(workbook.add_worksheet(template.GUIDE_SHEET), formats)
    workbook.close()
    return buffer.getvalue()


def template_csv() -> bytes:
    """Return the template as CSV as Excel reads it in Indonesia: semicolons, UTF-8 with a mark."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    shown = [column for column in template.COLUMNS if not column.is_hidden]
    writer.writerow(column.heading for column in shown)
    for example in template.EXAMPLES:
        writer.writerow(_csv_text(example.get(column.field)) for column in shown)
    return text.getvalue().encode("utf-8-sig")


def main() -> None:
    """Write both templates."""
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / XLSX_NAME).write_bytes(template_xlsx())
    (FOLDER / CSV_NAME).write_bytes(template_csv())


def _csv_text(content: CellContent) -> str:
    return "" if content is None else str(content)


def _write_entry_sheet(sheet: Worksheet, formats: Formats) -> None:
    write_cell(sheet, 1, 1, template.TITLE, formats.of(TITLE))
    for row, line in enumerate(template.LINES, start=2):
        write_cell(sheet, row, 1, line, formats.of(SUBTITLE))
    header = template.HEADER_ROW
    last = header + len(template.EXAMPLES) + template.BLANK_ROWS
    for number, column in enumerate(template.COLUMNS, start=1):
        is_required = column.field in template.REQUIRED
        look = formats.of(ENTRY_HEADER if is_required else HEADER)
        write_cell(sheet, header, number, column.heading, look)
        width = max(column.width, 14 if column.field == "code" else 0)
        sheet.set_column(number - 1, number - 1, width, None, {"hidden": column.is_hidden})
        _write_column(sheet, number, column, formats)
        _validate(sheet, number, column, header + 1, last)
    sheet.set_row(header - 1, 32)
    for row, example in enumerate(template.EXAMPLES, start=header):
        texts = [(str(example.get(c.field) or ""), c.width) for c in template.COLUMNS]
        sheet.set_row(row, height_points(texts))
    sheet.freeze_panes(header, 1)
    _set_up_print(sheet, header)


def _write_column(sheet: Worksheet, number: int, column: Column, formats: Formats) -> None:
    entry = cell_style(replace(column, is_entry=True))
    looks = (replace(entry, is_italic=True, font_colour="#52606D"), entry)
    first = template.HEADER_ROW + 1
    for row in range(first, first + len(template.EXAMPLES) + template.BLANK_ROWS):
        index = row - first
        is_example = index < len(template.EXAMPLES)
        content = template.EXAMPLES[index].get(column.field) if is_example else None
        write_cell(sheet, row, number, content, formats.of(looks[not is_example]))


def _validate(sheet: Worksheet, number: int, column: Column, first: int, last: int) -> None:
    choices = template.CHOICES.get(column.field)
    options = {
        "validate": "list" if choices else "any",
        "input_title": column.heading[:_LONGEST_TITLE],
        "input_message": template.help_of(column),
    }
    if choices:
        options |= {
            "source": list(choices),  # type: ignore[dict-item]  # XlsxWriter takes texts and lists
            "error_title": "Isian tidak sesuai",
            "error_message": "Pilih salah satu nilai dari daftar.",
        }
    sheet.data_validation(first - 1, number - 1, last - 1, number - 1, options)


def _write_guide(sheet: Worksheet, formats: Formats) -> None:
    write_cell(sheet, 1, 1, "Cara mengisi", formats.of(TITLE))
    for number, (heading, width) in enumerate(_GUIDE, start=1):
        write_cell(sheet, 3, number, heading, formats.of(HEADER))
        sheet.set_column(number - 1, number - 1, width)
    for row, cells in enumerate(template.guide_rows(), start=4):
        for number, text in enumerate(cells, start=1):
            write_cell(sheet, row, number, text, formats.of(TEXT_TOP))
        texts = [(text, width - 2) for text, (_, width) in zip(cells, _GUIDE, strict=True)]
        sheet.set_row(row - 1, height_points(texts))
    sheet.freeze_panes(3, 0)
    _set_up_print(sheet, 3)


def _set_up_print(sheet: Worksheet, header: int) -> None:
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(header - 1)
    sheet.set_footer("&C&8Halaman &P dari &N")


if __name__ == "__main__":
    main()
