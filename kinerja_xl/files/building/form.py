"""Builds a section's form as an .xlsx file."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, time
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from xlsxwriter import Workbook

from kinerja_xl.core.achievement import cumulate
from kinerja_xl.core.addresses import column_letters
from kinerja_xl.core.forms import Block, Form, FormRow
from kinerja_xl.core.indicator import PeriodLogic
from kinerja_xl.core.values import CellContent
from kinerja_xl.files.building.cells import write_cell
from kinerja_xl.files.building.form_rules import add_highlights, add_validations
from kinerja_xl.files.building.formats import Formats
from kinerja_xl.files.xlsx.archive import rewrite_archive
from kinerja_xl.layout import form as layout
from kinerja_xl.layout.form import Placement, TextCell
from kinerja_xl.layout.form_formulas import evidence_of, live_formulas
from kinerja_xl.layout.form_guide import COLUMN_WIDTHS, guide_cells
from kinerja_xl.layout.row_heights import LINE_POINTS, line_count
from kinerja_xl.layout.spec import Column, Kind
from kinerja_xl.layout.styles import (
    FONT,
    FONT_SIZE,
    LABEL,
    Style,
    header_style,
    value_style,
)

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_A4 = 9
_FIXED_HEIGHT = re.compile(rb'(<row [^>]*?) customHeight="1"')
_TITLE_POINTS, _PADDING_POINTS, _TALLEST_POINTS = 24.0, 4.0, 409.0
_SIDE_MARGIN, _BOTTOM_MARGIN, _TOP_MARGIN_BELOW_HEADER = 0.4, 0.7, 1.0
_LONGEST_FOOTER_NAME, _LONGEST_HEADER_LINE = 60, 120
_PROTECTION = {"format_columns": True, "format_rows": True}
_TAB_COLOURS = {
    layout.GUIDE: "#7B8794", layout.ENTRY: "#B7791F", layout.EVIDENCE: "#B7791F",
    layout.AUDITS: "#B7791F",
}  # fmt: skip
_PAGES_WIDE = {layout.GUIDE: 1, layout.ENTRY: 2, layout.EVIDENCE: 1, layout.AUDITS: 1}
"""FORM on one page would print letters of 4 points."""
_ROW_SHEETS = frozenset(sheet for sheet, _ in layout.BLOCK_COLUMNS.values())
_BAND = replace(LABEL, indent=0, is_bordered=False)


def build_form(form: Form) -> bytes:
    """Return the form as an .xlsx file; the same form always gives the same bytes.

    Sheets are protected without a password, entry cells are unlocked. Live formulas carry the
    values that a spreadsheet will compute from the base values.

    Raises:
        ValueError: If a text is longer than a cell holds.
    """
    buffer = io.BytesIO()
    # A font of the scheme "minor" would be shown as the theme's, whatever its name.
    defaults = {"font_name": FONT, "font_size": FONT_SIZE, "font_scheme": "none"}
    workbook = Workbook(buffer, {"in_memory": True, "default_format_properties": defaults})
    workbook.set_properties(_properties(form))
    formats = Formats(workbook)
    names = layout.sheets_of(form)
    sheets = {name: workbook.add_worksheet(name) for name in names}
    places = layout.placements(form)
    _write_guide(sheets[layout.GUIDE], form, formats)
    _write_entry_sheet(sheets[layout.ENTRY], form, places, formats)
    for name in (layout.EVIDENCE, layout.AUDITS):
        if name in sheets:
            _write_list_sheet(sheets[name], name, form, places, formats)
    _write_identity(sheets[layout.IDENTITY], form)
    for place in places:
        add_validations(sheets[place.sheet], place)
        add_highlights(sheets[place.sheet], place, formats)
    for name in names[:-1]:
        _set_up_page(sheets[name], name, form)
        sheets[name].protect(options=_PROTECTION)
    _define_names(workbook, form, places)
    sheets[layout.IDENTITY].very_hidden()
    sheets[layout.GUIDE].activate()
    workbook.close()
    return _with_fitting_rows(buffer.getvalue(), names)


def _with_fitting_rows(data: bytes, names: Sequence[str]) -> bytes:
    """Let Excel and LibreOffice fit the rows to what is typed; XlsxWriter fixes every height."""
    replaced = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for number, name in enumerate(names, start=1):
            if name not in _ROW_SHEETS:
                continue
            part = f"xl/worksheets/sheet{number}.xml"
            xml = archive.read(part)
            fitting = _FIXED_HEIGHT.sub(rb"\1", xml)
            if len(fitting) < len(xml):
                replaced[part] = fitting
    return rewrite_archive(data, replaced)


def _properties(form: Form) -> dict[str, Any]:
    period = form.identity.period
    return {
        "title": f"Formulir Data Kinerja {period.label}",
        "subject": f"Subbagian {form.section_name}",
        "author": "kinerja-xl",
        "company": form.identity.office,
        "category": "Data kinerja",
        "created": datetime.combine(period.first_day, time()),
    }


def _write_guide(sheet: Worksheet, form: Form, formats: Formats) -> None:
    for column, width in enumerate(COLUMN_WIDTHS):
        sheet.set_column(column, column, width)
    cells = tuple(guide_cells(form))
    _write_texts(sheet, cells, formats)
    for cell in cells:
        lines = line_count(cell.text, COLUMN_WIDTHS[cell.column - 1])
        if cell.style.is_wrapped and lines > 1:
            sheet.set_row(cell.row - 1, _points(lines))
    sheet.hide_gridlines(2)


def _write_entry_sheet(
    sheet: Worksheet, form: Form, places: Sequence[Placement], formats: Formats
) -> None:
    hidden = layout.hidden_fields(form)
    _write_texts(sheet, layout.heading_cells(form, layout.ENTRY), formats)
    _write_bands(sheet, hidden, formats)
    evidence = evidence_of(places)
    for place in places:
        if place.block is not Block.PERFORMANCE:
            continue
        _set_columns(sheet, place.columns, hidden)
        contents = [
            _row_contents(place, row, number, live_formulas(row, number, evidence))
            for number, row in enumerate(place.rows, start=place.first_row)
        ]
        _write_block(sheet, place, contents, formats)
        first_entry = place.column("realisation") - 1
        first_row = next(iter(place.open_rows), place.first_row) - 1
        sheet.set_selection(first_row, first_entry, first_row, first_entry)
        _write_reasons(sheet, place)
    sheet.freeze_panes(layout.ENTRY_HEADER_ROW, layout.FIRST_SCROLLING_COLUMN - 1)
    sheet.hide_gridlines(2)


def _write_list_sheet(
    sheet: Worksheet, name: str, form: Form, places: Sequence[Placement], formats: Formats
) -> None:
    _write_texts(sheet, layout.heading_cells(form, name), formats)
    columns = layout.AUDIT_COLUMNS if name == layout.AUDITS else layout.EVIDENCE_COLUMNS
    _set_columns(sheet, columns, frozenset({"key"}))
    header_rows = []
    for place in places:
        if place.sheet == name:
            contents = [_row_contents(place, row, 0, ()) for row in place.rows]
            _write_block(sheet, place, contents, formats)
            header_rows.append(place.header_row)
    if header_rows:
        sheet.freeze_panes(header_rows[0], 0)
    sheet.hide_gridlines(2)


def _write_identity(sheet: Worksheet, form: Form) -> None:
    for row, (label, text) in enumerate(layout.identity_rows(form)):
        sheet.write_string(row, 0, label)
        sheet.write_string(row, 1, text)
    sheet.protect()


def _row_contents(
    place: Placement, row: FormRow, number: int, formulas: Sequence[CellContent]
) -> tuple[CellContent, ...]:
    cells: tuple[CellContent, ...] = (row.key, *row.locked, *row.base)
    if number:
        cells = (*cells, *formulas, _previous_cumulative(row))
    return _IN_COLUMN_ORDER[place.block](cells)


def _in_column_order(block: Block) -> Callable[[tuple[CellContent, ...]], tuple[CellContent, ...]]:
    """Return what brings key, locked, entry, live and given cells into the order of the columns."""
    _, columns = layout.BLOCK_COLUMNS[block]
    entries = (entry.name for entry in block.entry_fields)
    names = ["key", *block.locked_fields, *entries, *layout.LIVE_FIELDS, "previous_cumulative"]
    return itemgetter(*(names.index(column.field) for column in columns))


_IN_COLUMN_ORDER = {block: _in_column_order(block) for block in Block}


def _previous_cumulative(row: FormRow) -> CellContent:
    facts = row.measure
    if facts is None or not facts.previous or facts.measure.period_logic is PeriodLogic.NONE:
        return None
    return cumulate(facts.measure, facts.previous).realisation


def _write_block(
    sheet: Worksheet, place: Placement, rows: Sequence[Sequence[CellContent]], formats: Formats
) -> None:
    for number, spec in enumerate(place.columns, start=1):
        look = formats.of(header_style(spec))
        write_cell(sheet, place.header_row, number, spec.heading, look)
    lines = max(line_count(spec.heading, spec.width, is_bold=True) for spec in place.columns)
    if lines > 1:
        sheet.set_row(place.header_row - 1, _points(lines))
    looks = [formats.of(_column_style(spec)) for spec in place.columns]
    locked = looks
    if not all(row.is_open for row in place.rows):
        locked = [formats.of(_column_style(spec, is_open=False)) for spec in place.columns]
    wrapped = [
        (n, spec.width)
        for n, spec in enumerate(place.columns)
        if spec.kind in (Kind.TEXT, Kind.LONG_TEXT)
    ]
    for row, contents in enumerate(rows, start=place.first_row):
        row_looks = looks if place.rows[row - place.first_row].is_open else locked
        for column, content in enumerate(contents, start=1):
            write_cell(sheet, row, column, content, row_looks[column - 1])
        lines = max(
            line_count(text, width)
            for n, width in wrapped
            if isinstance(text := contents[n] or "", str)
        )
        if lines > 1:
            sheet.set_row(row - 1, _points(lines))


def _points(lines: int) -> float:
    return min(lines * LINE_POINTS + _PADDING_POINTS, _TALLEST_POINTS)


def _write_reasons(sheet: Worksheet, place: Placement) -> None:
    """Say beside the code why a row was sent back."""
    column = place.column("code") - 1
    for row, form_row in enumerate(place.rows, start=place.first_row):
        if form_row.reason:
            text = f"{layout.RETURNED_TEXT}: {form_row.reason}"
            sheet.write_comment(row - 1, column, text, {"author": "", "x_scale": 2})


def _column_style(column: Column, *, is_open: bool = True) -> Style:
    is_computed = column.field in layout.LIVE_FIELDS
    return value_style(column.kind, is_entry=column.is_entry and is_open, is_computed=is_computed)


def _write_texts(sheet: Worksheet, cells: Iterable[TextCell], formats: Formats) -> None:
    for cell in cells:
        write_cell(sheet, cell.row, cell.column, cell.text, formats.of(cell.style))
    sheet.set_row(0, _TITLE_POINTS)


def _write_bands(sheet: Worksheet, hidden: frozenset[str], formats: Formats) -> None:
    """Name the groups of columns; the label stands in a group's first visible column."""
    fields = [column.field for column in layout.PERFORMANCE_COLUMNS]
    look = formats.of(_BAND)
    for label, first, last in layout.BANDS:
        group = fields[fields.index(first) : fields.index(last) + 1]
        visible = [field for field in group if field not in hidden]
        for field in group:
            text = label if visible and field == visible[0] else None
            write_cell(sheet, layout.BAND_ROW, fields.index(field) + 1, text, look)


def _set_columns(sheet: Worksheet, columns: Sequence[Column], hidden: frozenset[str]) -> None:
    for number, column in enumerate(columns):
        options = {"hidden": True} if column.field in hidden else {}
        sheet.set_column(number, number, column.width, None, options)


def _set_up_page(sheet: Worksheet, name: str, form: Form) -> None:
    if name == layout.GUIDE:
        sheet.set_portrait()
    else:
        sheet.set_landscape()
        first, last = layout.REPEATED_ROWS[name]
        sheet.repeat_rows(first - 1, last - 1)
    top = _SIDE_MARGIN
    if name == layout.ENTRY:
        # The texts above the table would be cut on the second page across.
        sheet.repeat_columns("B:C")
        sheet.print_area(_print_area(form))
        sheet.set_header(_header(form), {"margin": _SIDE_MARGIN})
        top = _TOP_MARGIN_BELOW_HEADER
    sheet.set_paper(_A4)
    sheet.fit_to_pages(_PAGES_WIDE[name], 0)
    sheet.set_margins(_SIDE_MARGIN, _SIDE_MARGIN, top, _BOTTOM_MARGIN)
    sheet.set_footer(_footer(form), {"margin": _SIDE_MARGIN})
    sheet.set_tab_color(_TAB_COLOURS[name])


def _print_area(form: Form) -> str:
    last = column_letters(len(layout.PERFORMANCE_COLUMNS))
    rows = len(form.block(Block.PERFORMANCE))
    return f"B{layout.BAND_ROW}:{last}{layout.ENTRY_HEADER_ROW + max(rows, 1)}"


def _header(form: Form) -> str:
    """Return the page header: what stands above the table, within the 255 that Excel takes."""
    identity = form.identity
    lines = (
        f"{identity.office} - Subbagian {form.section_name}"[:_LONGEST_HEADER_LINE],
        f"{identity.period.label} (formulir versi {identity.version})",
    )
    below = "\n".join(lines).replace("&", "&&")
    return f'&L&"{FONT},Bold"&14 {layout.TITLE_TEXT}&"{FONT},Regular"&9\n{below}'


def _footer(form: Form) -> str:
    """Return the footer; the blank after each size keeps a digit that follows out of it."""
    identity = form.identity
    where = f"{identity.office} - {identity.section}"[:_LONGEST_FOOTER_NAME].replace("&", "&&")
    return f"&L&8 {where}&C&8 {identity.period.label}&R&8 Halaman &P dari &N"


def _define_names(workbook: Workbook, form: Form, places: Sequence[Placement]) -> None:
    for cell in layout.heading_cells(form, layout.ENTRY):
        if cell.name:
            column = column_letters(cell.column)
            workbook.define_name(cell.name, f"={layout.ENTRY}!${column}${cell.row}")
    for place in places:
        for name, block, field in layout.NAMED_COLUMNS:
            if block is place.block:
                column = column_letters(place.column(field))
                cells = f"${column}${place.first_row}:${column}${place.last_row}"
                workbook.define_name(name, f"='{place.sheet}'!{cells}")
    evidence = [place for place in places if place.sheet == layout.EVIDENCE]
    if evidence:
        first = min(place.first_row for place in evidence)
        last = max(place.last_row for place in evidence)
        for name, field in layout.ALL_EVIDENCE_COLUMNS:
            column = column_letters(evidence[0].column(field))
            cells = f"${column}${first}:${column}${last}"
            workbook.define_name(name, f"='{layout.EVIDENCE}'!{cells}")
