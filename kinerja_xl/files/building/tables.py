"""Tables (ListObjects) of a workbook that XlsxWriter builds: cells, formulas, rules, colours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from kinerja_xl.core.values import CellContent, Formula
from kinerja_xl.files.building.cells import add_entry_rule, refuse_typing, write_cell
from kinerja_xl.layout.highlights import Highlight, data_bars, highlights
from kinerja_xl.layout.row_heights import LINE_POINTS, line_count, row_points
from kinerja_xl.layout.spec import Column, Table, column_letters
from kinerja_xl.layout.styles import PRIMARY, cell_style, header_style

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from kinerja_xl.files.building.formats import Formats

_FILTER_BUTTON_WIDTH, _HEADING_PADDING_POINTS = 2, 4

Rows = Sequence[tuple[CellContent, ...]]


def write_table(
    sheet: Worksheet, table: Table, rows: Rows, formats: Formats, *, is_filtered: bool
) -> None:
    """Write a table with its headings and rows; a table without rows gets one blank row.

    The blank row carries the styles and live formulas, because rows that are appended later copy
    the last row.

    Args:
        sheet: Where to.
        table: The table's layout.
        rows: Its data rows.
        formats: Of the workbook.
        is_filtered: Whether the headings have filter buttons.

    Raises:
        ValueError: If a row is not as wide as the table.
    """
    filled = list(rows) or [blank_row(table)]
    first, left = table.header_row, table.first_column
    sheet.add_table(
        first - 1,
        left - 1,
        first - 1 + len(filled),
        left - 2 + len(table.columns),
        {
            "name": table.name,
            "style": None,
            "autofilter": is_filtered,
            "columns": [_column_options(table, column, formats) for column in table.columns],
        },
    )
    styles = [formats.of(cell_style(column)) for column in table.columns]
    for row_number, cells in enumerate(filled, start=first + 1):
        for offset, (content, style) in enumerate(zip(cells, styles, strict=True)):
            write_cell(sheet, row_number, left + offset, content, style)


def fit_rows(sheet: Worksheet, filled: Iterable[tuple[Table, Rows]]) -> None:
    """Make every row of a sheet's tables as high as its texts, of tables beside each other too."""
    points: dict[int, float] = {}
    for table, rows in filled:
        heights = (_header_points(table), *(row_points(table, cells) for cells in rows))
        for row, height in enumerate(heights, start=table.header_row):
            points[row] = max(height, points.get(row, 0))
    for row, height in points.items():
        sheet.set_row(row - 1, height)


def _header_points(table: Table) -> float:
    lines = (
        line_count(column.heading, column.width - _FILTER_BUTTON_WIDTH, is_bold=True)
        for column in table.columns
        if not column.is_hidden
    )
    return max(2, *lines) * LINE_POINTS + _HEADING_PADDING_POINTS


def blank_row(table: Table) -> tuple[CellContent, ...]:
    """Return a row without values, the live formulas in place."""
    return tuple(
        Formula(table.formula(column.field)) if column.formula else None for column in table.columns
    )


def _column_options(table: Table, column: Column, formats: Formats) -> dict[str, Any]:
    options: dict[str, Any] = {
        "header": column.heading,
        "header_format": formats.of(header_style(column)),
    }
    if column.formula:
        options["formula"] = f"={table.formula(column.field)}"
    return options


def add_rules(sheet: Worksheet, table: Table, last_row: int, *, is_protected: bool) -> None:
    """Validate the entry columns down to `last_row`, and guard the others where no lock does."""
    for offset, column in enumerate(table.columns, start=table.first_column):
        area = (table.header_row + 1, offset, last_row, offset)
        if column.is_entry:
            add_entry_rule(
                sheet, area, column.kind, heading=column.heading, choices=column.choices,
                help_text=column.help,
            )  # fmt: skip
        elif not is_protected:
            refuse_typing(sheet, area, column.heading)


def add_colours(
    sheet: Worksheet,
    table: Table,
    last_row: int,
    categories: Sequence[tuple[str, str]],
    formats: Formats,
) -> None:
    """Add the table's highlights and data bars down to `last_row`."""
    for highlight in highlights(table, categories):
        condition = f"={_located(highlight, table)}"
        for field in highlight.fields:
            column = table.first_column + table.position(field) - 1
            sheet.conditional_format(
                table.header_row, column, last_row - 1, column,
                {
                    "type": "formula", "criteria": condition,
                    "format": formats.signal(highlight.signal),
                },
            )  # fmt: skip
    for bar in data_bars(table):
        column = table.first_column + table.position(bar.field) - 1
        sheet.conditional_format(
            table.header_row, column, last_row - 1, column,
            {
                "type": "data_bar", "bar_solid": True, "bar_color": "#A9CCD6",
                "bar_border_color": PRIMARY, "min_type": "num", "min_value": 0,
                "max_type": "num", "max_value": bar.full_percent, "data_bar_2010": True,
            },
        )  # fmt: skip


def _located(highlight: Highlight, table: Table) -> str:
    """Put the addresses of the first data row into a condition, columns absolute."""
    text = highlight.condition
    for field in table.fields:
        if f"{{{field}}}" in text:
            text = text.replace(f"{{{field}}}", field_address(table, field))
    return text


def field_address(table: Table, field: str) -> str:
    """Return the address of a field in the first data row, its column absolute."""
    letters = column_letters(table.first_column + table.position(field))
    return f"${letters}{table.header_row + 1}"
