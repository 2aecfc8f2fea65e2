"""What concerns a whole sheet of a workbook that XlsxWriter builds: widths, panes, print, locks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kinerja_xl.core.values import Formula
from kinerja_xl.files.building.cells import add_entry_rule, write_cell
from kinerja_xl.layout.panels import Panel
from kinerja_xl.layout.sheets import SUBTITLE_ROW, TITLE_ROW, Sheet, Visibility
from kinerja_xl.layout.spec import NamedCell, Table, column_letters
from kinerja_xl.layout.styles import (
    BACK_LINK,
    LABEL,
    NOTICE,
    SUBTITLE,
    TITLE,
    Alignment,
    value_style,
)

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

    from kinerja_xl.core.values import CellContent
    from kinerja_xl.files.building.formats import Formats

_A4 = 9
_TITLE_HEIGHT = 26
_PROTECTION = {
    "autofilter": True, "sort": True, "format_columns": True, "format_rows": True,
    "select_locked_cells": True, "select_unlocked_cells": True,
}  # fmt: skip


def set_up_sheet(sheet: Worksheet, facts: Sheet, tables: Sequence[Table], last_row: int) -> None:
    """Set widths, frozen panes, print set-up, protection, tab colour and visibility.

    Args:
        sheet: What to set up.
        facts: How.
        tables: What stands on it.
        last_row: Where the tables end, for a sheet that does not print all its columns.
    """
    _set_widths(sheet, tables)
    sheet.set_tab_color(facts.tab_colour)
    if facts.visibility is Visibility.VERY_HIDDEN:
        sheet.very_hidden()
        sheet.protect()
        return
    sheet.hide_gridlines(2)
    sheet.set_zoom(facts.zoom)
    if facts.freeze_row > 1 or facts.freeze_column > 1:
        sheet.freeze_panes(facts.freeze_row - 1, facts.freeze_column - 1)
    if facts.is_protected:
        sheet.protect("", _PROTECTION)
    _set_up_print(sheet, facts, tables)
    if facts.last_print_column:
        sheet.print_area(f"A1:{column_letters(facts.last_print_column)}{last_row}")


def _set_widths(sheet: Worksheet, tables: Sequence[Table]) -> None:
    widths: dict[int, float] = {}
    hidden: set[int] = set()
    for table in tables:
        for number, column in enumerate(table.columns, start=table.first_column):
            widths[number] = max(column.width, widths.get(number, 0))
            if column.is_hidden:
                hidden.add(number)
    last = max(widths, default=0)
    for number in range(1, last + 1):
        options = {"hidden": 1} if number in hidden else None
        sheet.set_column(number - 1, number - 1, widths.get(number, 3), None, options)


def set_up_paper(sheet: Worksheet) -> None:
    """Set paper, margins and footer."""
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&L&8&A&C&8Halaman &P dari &N&R&8Dicetak &D")


def _set_up_print(sheet: Worksheet, facts: Sheet, tables: Sequence[Table]) -> None:
    set_up_paper(sheet)
    sheet.fit_to_pages(facts.pages_wide, facts.pages_tall)
    if facts.is_landscape:
        sheet.set_landscape()
    if facts.pages_tall == 1:
        pass
    elif facts.freeze_row > 1:
        sheet.repeat_rows(facts.freeze_row - 2)
    elif tables:
        sheet.repeat_rows(max(table.header_row for table in tables) - 1)
    if facts.repeated_columns:
        sheet.repeat_columns(0, facts.repeated_columns - 1)


def write_heading(sheet: Worksheet, facts: Sheet, column: int, home: str, formats: Formats) -> None:
    """Write title, instruction and the way back to the control sheet.

    Args:
        sheet: Where.
        facts: The texts.
        column: The first column that shows, counted from 1.
        home: Name of the control sheet.
        formats: Of the workbook.
    """
    text_column = max(column, facts.repeated_columns + 1)
    sheet.set_row(TITLE_ROW - 1, _TITLE_HEIGHT)
    write_cell(sheet, TITLE_ROW, text_column, facts.title, formats.of(TITLE))
    write_cell(sheet, SUBTITLE_ROW, text_column, facts.subtitle, formats.of(SUBTITLE))
    if facts.name != home:
        link_row = TITLE_ROW if text_column > column else SUBTITLE_ROW + 1
        sheet.write_url(
            link_row - 1, column - 1, f"internal:'{home}'!A1", formats.of(BACK_LINK),
            f"Ke {home}",
        )  # fmt: skip


def write_panels(sheet: Worksheet, panels: Iterable[Panel], formats: Formats) -> None:
    """Write what stands beside the tables, merging where a panel is wider than a column."""
    for panel in panels:
        cell_format = formats.of(panel.style)
        if panel.height:
            sheet.set_row(panel.row - 1, panel.height)
        if panel.last_column > panel.column:
            sheet.merge_range(
                panel.row - 1, panel.column - 1, panel.row - 1, panel.last_column - 1, "",
                cell_format,
            )  # fmt: skip
        if panel.link:
            sheet.write_url(
                panel.row - 1, panel.column - 1, f"internal:'{panel.link}'!A1", cell_format,
                str(panel.content),
            )  # fmt: skip
        else:
            write_cell(sheet, panel.row, panel.column, panel.content, cell_format)


def write_named_cell(
    workbook: Workbook, sheet: Worksheet, cell: NamedCell, content: CellContent, formats: Formats
) -> None:
    """Write a named cell with its label, its name and its validation."""
    write_cell(sheet, cell.row, cell.column - 1, cell.label, formats.of(LABEL))
    if content is None and cell.formula:
        content = Formula(cell.formula)
    style = value_style(cell.kind, is_entry=cell.is_entry, is_computed=bool(cell.formula))
    style = replace(style, alignment=Alignment.LEFT, indent=1, is_top=False)
    if cell.is_prominent:
        style = replace(
            style, fill=NOTICE.fill, font_colour=NOTICE.font, font_size=12, is_bold=True
        )
    if cell.last_column:
        area = (cell.row - 1, cell.column - 1, cell.row - 1, cell.last_column - 1)
        sheet.merge_range(*area, "", formats.of(style))
    write_cell(sheet, cell.row, cell.column, content, formats.of(style))
    letters = column_letters(cell.column)
    workbook.define_name(cell.name, f"={quoted(cell.sheet)}!${letters}${cell.row}")
    if cell.is_entry:
        area = (cell.row, cell.column, cell.row, cell.column)
        add_entry_rule(
            sheet, area, cell.kind, heading=cell.label, choices=cell.choices, help_text=cell.help
        )


def quoted(sheet: str) -> str:
    """Return a sheet name as it stands in a reference."""
    return "'" + sheet.replace("'", "''") + "'"
