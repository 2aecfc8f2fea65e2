"""Builds an office's master workbook from the layout and its first content."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from xlsxwriter import Workbook

from kinerja_xl.core.scales import SCALES
from kinerja_xl.core.values import CellContent
from kinerja_xl.files.building.dashboard import write_charts, write_trend
from kinerja_xl.files.building.formats import Formats
from kinerja_xl.files.building.macros import add_buttons, add_macros
from kinerja_xl.files.building.master_extras import (
    add_chart,
    add_lists,
    colour_progress,
    link_sections,
)
from kinerja_xl.files.building.sheets import (
    set_up_sheet,
    write_heading,
    write_named_cell,
    write_panels,
)
from kinerja_xl.files.building.sop_sheet import with_flowchart, write_sop_form
from kinerja_xl.files.building.tables import (
    add_colours,
    add_rules,
    blank_row,
    fit_rows,
    write_table,
)
from kinerja_xl.files.xlsx.archive import rewrite_archive
from kinerja_xl.layout import panels, tables
from kinerja_xl.layout.achievement_places import achievement_table
from kinerja_xl.layout.chart_data import ChartSizes, chart_sizes
from kinerja_xl.layout.names import NAMED_CELLS
from kinerja_xl.layout.sheets import (
    LAST_RULE_ROW,
    Sheet,
    Visibility,
    master_sheets,
    spare_rows,
)
from kinerja_xl.layout.sop_form import SopForm, sop_table
from kinerja_xl.layout.spec import Table
from kinerja_xl.layout.styles import FONT, FONT_SIZE
from kinerja_xl.layout.trend import TrendPlaces, trend_places

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

Row = tuple[CellContent, ...]
_DEFAULTS = {"font_name": FONT, "font_size": FONT_SIZE, "font_scheme": "none"}
"""A font of the scheme "minor" would be shown as the theme's, whatever its name."""

_FIXED_HEIGHT = re.compile(rb'(<row [^>]*?) customHeight="1"')

_CREATED = datetime(2026, 1, 1)
"""Fixed, so that the same content always gives the same bytes."""


@dataclass(frozen=True, slots=True)
class MasterContent:
    """What a master is filled with; the layout supplies everything else.

    Attributes:
        sections: Code and full name of each section, in order; each gets a sheet.
        values: Name and content of single cells; a name left out is blank or keeps its formula.
        tables: Name and rows of tables, each row as wide as the table; a table left out is empty.
        sop_form: The SOP in AP form; without one its sheet holds the table of the steps alone.
    """

    sections: tuple[tuple[str, str], ...]
    values: tuple[tuple[str, CellContent], ...] = ()
    tables: tuple[tuple[str, tuple[Row, ...]], ...] = ()
    sop_form: SopForm | None = None


def build_master(content: MasterContent) -> bytes:
    """Build the workbook, an .xlsm; the same content always gives the same bytes.

    Raises:
        ValueError: If the content names a cell or a table that the master does not have, or a row
            is not as wide as its table.
    """
    _check_names(content)
    buffer = BytesIO()
    workbook = Workbook(
        buffer,
        {
            "in_memory": True,
            "default_format_properties": _DEFAULTS,
        },
    )
    workbook.set_properties({"created": _CREATED, "title": "Kinerja", "comments": "kinerja-xl"})
    workbook.set_calc_mode("auto")
    formats = Formats(workbook)
    for facts in master_sheets(content.sections):
        _build_sheet(workbook, workbook.add_worksheet(facts.name), facts, content, formats)
    add_macros(workbook, len(content.sections))
    workbook.close()
    data = _with_fitting_rows(buffer.getvalue(), content)
    if content.sop_form is None:
        return data
    sheets = [facts.name for facts in master_sheets(content.sections)]
    return with_flowchart(data, sheets.index(tables.SOP) + 1, content.sop_form)


def _with_fitting_rows(data: bytes, content: MasterContent) -> bytes:
    """Let Excel and LibreOffice fit the rows of tables to what is typed; XlsxWriter fixes them.

    Rows of merged cells stay fixed, because no program fits those.
    """
    replaced = {}
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for number, facts in enumerate(master_sheets(content.sections), start=1):
            if facts.name not in {tables.CONTROL, tables.SOP}:
                part = f"xl/worksheets/sheet{number}.xml"
                replaced[part] = _FIXED_HEIGHT.sub(rb"\1", archive.read(part))
    return rewrite_archive(data, replaced)


def _check_names(content: MasterContent) -> None:
    cells = {cell.name for cell in NAMED_CELLS}
    known = {table.name for table in master_tables(content.sections, content.sop_form)}
    unknown = {name for name, _ in content.values} - cells
    unknown |= {name for name, _ in content.tables} - known
    if unknown:
        raise ValueError(f"the master has no {', '.join(sorted(unknown))}")


def master_tables(
    sections: Sequence[tuple[str, str]], form: SopForm | None = None
) -> tuple[Table, ...]:
    """List every table of a master with these sections and this form of the SOP."""
    moved = {table.name: table for table in (achievement_table(len(sections)), sop_table(form))}
    fixed = (moved.get(table.name, table) for table in tables.FIXED_TABLES)
    return (*fixed, *(tables.section_table(code) for code, _ in sections))


def _build_sheet(
    workbook: Workbook, sheet: Worksheet, facts: Sheet, content: MasterContent, formats: Formats
) -> None:
    own = [
        table
        for table in master_tables(content.sections, content.sop_form)
        if table.sheet == facts.name
    ]
    ends = (table.header_row + max(len(_rows_of(table, content)), 1) for table in own)
    set_up_sheet(sheet, facts, own, max(ends, default=1))
    form = content.sop_form if facts.name == tables.SOP else None
    if facts.visibility is Visibility.VISIBLE:
        first_column = 1 if form else _first_shown_column(own) if own else 2
        write_heading(sheet, facts, first_column, tables.CONTROL, formats)
    values = dict(content.values)
    for cell in NAMED_CELLS:
        if cell.sheet == facts.name:
            write_named_cell(workbook, sheet, cell, values.get(cell.name), formats)
            if cell.sheet == tables.CONTROL:
                sheet.set_row(cell.row - 1, panels.control_height(cell.row))
    _fill_tables(sheet, facts, own, content, formats)
    if form:
        write_sop_form(sheet, form, formats)
    write_panels(sheet, _panels(facts, content), formats)
    if facts.name == tables.CONTROL:
        add_buttons(sheet)
        link_sections(sheet, content.sections, formats)
        colour_progress(sheet, len(_activities(content)), len(content.sections), formats)
    if facts.name == tables.ACHIEVEMENT:
        add_chart(workbook, sheet, len(content.sections))
    if facts.name == tables.TREND:
        write_trend(sheet, _trend_places(content), _categories(content), formats)
    if facts.name == tables.CHARTS:
        write_charts(workbook, sheet, _chart_sizes(content), _trend_places(content), formats)
    if facts.name == tables.SETTINGS:
        add_lists(workbook, sheet, content.sections, formats)


def _first_shown_column(own: Sequence[Table]) -> int:
    first = min(own, key=lambda table: table.first_column)
    for number, column in enumerate(first.columns, start=first.first_column):
        if not column.is_hidden:
            return number
    return first.first_column


def _rows_of(table: Table, content: MasterContent) -> list[Row]:
    """Return the rows that the table begins with, spare blank ones included."""
    rows = list(dict(content.tables).get(table.name, ()))
    return rows + [blank_row(table)] * spare_rows(table)


def _fill_tables(
    sheet: Worksheet, facts: Sheet, own: Sequence[Table], content: MasterContent, formats: Formats
) -> None:
    is_visible = facts.visibility is Visibility.VISIBLE
    filled = [(table, _rows_of(table, content)) for table in own]
    for table, rows in filled:
        is_filtered = is_visible and _is_filtered(table)
        write_table(sheet, table, rows, formats, is_filtered=is_filtered)
        if is_visible:
            last_row = _last_rule_row(table, len(rows))
            add_rules(sheet, table, last_row, is_protected=facts.is_protected)
            add_colours(sheet, table, last_row, _categories(content), formats)
    if is_visible:
        fit_rows(sheet, filled)


def _is_filtered(table: Table) -> bool:
    """Say whether the table has filter buttons; short ones whose rows are fixed have none."""
    return table.name not in {
        tables.STATUS_TABLE.name, tables.SOP_TABLE.name, tables.SECTION_SUMMARY_TABLE.name,
        tables.HOURS_TABLE.name, tables.RAMADAN_TABLE.name, tables.SECTION_LIST_TABLE.name,
        tables.SCALE_TABLE.name, tables.OFFICIAL_TABLE.name, tables.LETTER_TABLE.name,
        tables.AUDIT_RECAP_TABLE.name, tables.STEP_WORK_TABLE.name, tables.SOP_LIFE_TABLE.name,
    }  # fmt: skip


def _last_rule_row(table: Table, row_count: int) -> int:
    if table.name in {
        tables.STATUS_TABLE.name, tables.HOURS_TABLE.name, tables.SECTION_SUMMARY_TABLE.name,
        tables.AUDIT_RECAP_TABLE.name,
    }:  # fmt: skip
        return table.header_row + max(row_count, 1)
    return LAST_RULE_ROW


def _categories(content: MasterContent) -> tuple[tuple[str, str], ...]:
    """List the categories of the content's scales with their colours, each once."""
    table = tables.SCALE_TABLE
    category, colour = table.position("category"), table.position("colour")
    rows = dict(content.tables).get(table.name, ())
    found = {str(row[category]): str(row[colour]) for row in rows if row[category] and row[colour]}
    if not found:
        found = {band.category: band.colour for scale in SCALES for band in scale.bands}
    return tuple(found.items())


def _trend_places(content: MasterContent) -> TrendPlaces:
    objectives = set(_texts(tables.INDICATOR_TABLE, "objective", content))
    codes = _texts(tables.INDICATOR_TABLE, "code", content)
    return trend_places(len(content.sections), len(objectives), len(codes))


def _chart_sizes(content: MasterContent) -> ChartSizes:
    codes = _texts(tables.INDICATOR_TABLE, "code", content)
    actors = _texts(tables.SOP_TABLE, "actor", content)
    return chart_sizes(len(content.sections), len(codes), tuple(actors))


def _texts(table: Table, field: str, content: MasterContent) -> list[str]:
    """List what a column of the content's table holds, blank cells left out."""
    position = table.position(field)
    rows = dict(content.tables).get(table.name, ())
    return [str(row[position]) for row in rows if row[position]]


def _panels(facts: Sheet, content: MasterContent) -> Iterator[panels.Panel]:
    if facts.name == tables.CONTROL:
        yield from panels.control_panels(_activities(content), len(content.sections))
    elif facts.name == tables.SOP:
        yield from panels.sop_panels(sop_table(content.sop_form))
    elif facts.name == tables.ACHIEVEMENT:
        yield from panels.achievement_panels(len(content.sections))
    elif facts.name == tables.CALENDAR:
        yield from panels.calendar_panels()
    elif facts.name == tables.STEPS:
        yield from panels.step_panels()
    elif facts.name == tables.SETTINGS:
        yield from panels.settings_panels()
    elif facts.name == tables.AUDITS:
        yield from panels.audit_panels()
    elif facts.name == tables.OFFICIALS:
        yield from panels.official_panels()


def _activities(content: MasterContent) -> list[str]:
    activity = tables.SOP_TABLE.position("activity")
    rows = dict(content.tables).get(tables.SOP_TABLE.name, ())
    return [str(row[activity]) for row in rows]
