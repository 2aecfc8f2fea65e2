"""What single sheets of the master have beyond tables: links, colours of progress, chart, lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kinerja_xl.files.building.cells import write_cell
from kinerja_xl.files.building.charts import section_chart
from kinerja_xl.layout import panels, tables
from kinerja_xl.layout.achievement_places import (
    CHART_COLUMN,
    CHART_ROW,
    CHART_WIDTH,
    chart_height,
)
from kinerja_xl.layout.highlights import PROGRESS
from kinerja_xl.layout.lists import HEADER_ROW as LIST_ROW
from kinerja_xl.layout.lists import list_columns
from kinerja_xl.layout.spec import column_letters
from kinerja_xl.layout.styles import HEADER, SECTION_LINK, Style

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

    from kinerja_xl.files.building.formats import Formats

_LIST_WIDTH = 18


def link_sections(sheet: Worksheet, sections: Sequence[tuple[str, str]], formats: Formats) -> None:
    """Make the codes of the status board lead to the sections' sheets."""
    board = tables.STATUS_TABLE
    look = formats.of(SECTION_LINK)
    for row, (code, _) in enumerate(sections, start=board.header_row):
        sheet.write_url(row, board.first_column - 1, f"internal:'{code}'!A1", look, code)


def colour_progress(
    sheet: Worksheet, step_count: int, section_count: int, formats: Formats
) -> None:
    """Colour the lines of progress by the status of their steps."""
    first, last = panels.progress_rows(step_count, section_count)
    status = panels.PROGRESS_STATUS_COLUMN
    cell = f"${column_letters(status)}{first}"
    for condition, signal in PROGRESS:
        rule = {
            "type": "formula",
            "criteria": f"={condition.replace('{status}', cell)}",
            "format": formats.signal(signal),
        }
        for column in (tables.STATUS_TABLE.first_column, status):
            sheet.conditional_format(first - 1, column - 1, last - 1, column - 1, rule)


def add_chart(workbook: Workbook, sheet: Worksheet, section_count: int) -> None:
    """Draw the mean achievement of each section beside their table."""
    chart = section_chart(workbook, section_count, CHART_WIDTH, chart_height(section_count))
    options = {
        "object_position": 2,
        "description": "Diagram rata-rata capaian setiap subbagian pada periode aktif",
    }
    sheet.insert_chart(CHART_ROW - 1, CHART_COLUMN - 1, chart, options)


def add_lists(
    workbook: Workbook, sheet: Worksheet, sections: Sequence[tuple[str, str]], formats: Formats
) -> None:
    """Write the lists that cells choose from into hidden columns, and name them."""
    look = formats.of(Style())
    for column in list_columns([code for code, _ in sections]):
        write_cell(sheet, LIST_ROW, column.column, column.name, formats.of(HEADER))
        for row, cell in enumerate(column.cells, start=LIST_ROW + 1):
            write_cell(sheet, row, column.column, cell, look)
        position = column.column - 1
        sheet.set_column(position, position, _LIST_WIDTH, None, {"hidden": True})
        if column.name:
            workbook.define_name(column.name, f"={column.refers_to}")
