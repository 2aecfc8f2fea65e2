"""The sheet SOP: the AP form written into cells, and its flowchart put into the package."""

from __future__ import annotations

import posixpath
import re
import zipfile
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from xlsxwriter import Workbook

from kinerja_xl.core.sop import Sop
from kinerja_xl.files.building.cells import write_cell
from kinerja_xl.files.building.drawing import drawing_part
from kinerja_xl.files.building.formats import Formats
from kinerja_xl.files.building.sheets import set_up_paper
from kinerja_xl.files.xlsx.archive import rewrite_archive
from kinerja_xl.layout.sop_form import HEADING_ROW, SopForm, make_sop_form
from kinerja_xl.layout.spec import column_letters
from kinerja_xl.layout.styles import FONT, FONT_SIZE
from kinerja_xl.layout.tables import SOP

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_DEFAULTS = {"font_name": FONT, "font_size": FONT_SIZE, "font_scheme": "none"}
_CREATED = datetime(2026, 1, 1)
_PLACEHOLDER = "flowchart"
_DRAWING_TARGET = re.compile(rb'relationships/drawing" Target="([^"]+)"')


def write_sop_form(sheet: Worksheet, form: SopForm, formats: Formats) -> None:
    """Write the form's cells, sizes, pages and the placeholder of its drawing.

    Heights of rows and widths of columns that were set before are replaced.
    """
    for column, pixels in enumerate(form.widths):
        sheet.set_column_pixels(column, column, pixels)
    for row, points in form.heights:
        sheet.set_row(row - 1, points)
    for cell in form.cells:
        look = formats.of(cell.style)
        if (cell.row, cell.column) != (cell.last_row, cell.last_column):
            sheet.merge_range(
                cell.row - 1, cell.column - 1, cell.last_row - 1, cell.last_column - 1, "", look
            )
        write_cell(sheet, cell.row, cell.column, cell.text, look)
    sheet.insert_textbox(HEADING_ROW, 0, _PLACEHOLDER)
    sheet.print_area(f"A{form.first_row}:{column_letters(form.last_column)}{form.last_row}")
    # Not fitted to pages: Excel then ignores the breaks.
    sheet.set_print_scale(form.scale_percent)
    sheet.repeat_rows(HEADING_ROW - 2, HEADING_ROW - 1)
    sheet.set_h_pagebreaks(list(form.breaks))
    sheet.center_horizontally()


def with_flowchart(workbook: bytes, sheet_number: int, form: SopForm) -> bytes:
    """Put the form's drawing in the place of its placeholder.

    Args:
        workbook: As XlsxWriter wrote it.
        sheet_number: Position of the sheet, counted from 1.
        form: What was written there.
    """
    relations = f"xl/worksheets/_rels/sheet{sheet_number}.xml.rels"
    with zipfile.ZipFile(BytesIO(workbook)) as archive:
        found = _DRAWING_TARGET.search(archive.read(relations))
    if found is None:
        raise ValueError(f"sheet {sheet_number} has no drawing")
    part = posixpath.normpath(posixpath.join("xl/worksheets", found[1].decode()))
    return rewrite_archive(workbook, {part: drawing_part(form.flowchart, form.grid)})


def build_sop_workbook(sop: Sop) -> bytes:
    """Build a workbook that holds the AP form alone; the same SOP always gives the same bytes."""
    buffer = BytesIO()
    workbook = Workbook(buffer, {"in_memory": True, "default_format_properties": _DEFAULTS})
    workbook.set_properties({"created": _CREATED, "title": sop.identity.title})
    sheet = workbook.add_worksheet(SOP)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    set_up_paper(sheet)
    form = make_sop_form(sop)
    write_sop_form(sheet, form, Formats(workbook))
    workbook.close()
    return with_flowchart(buffer.getvalue(), 1, form)
