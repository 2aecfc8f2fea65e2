"""The sheets GRAFIK and TREN of a master: what people look at, all of it live formulas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kinerja_xl.core.values import Formula
from kinerja_xl.files.building.cells import write_cell
from kinerja_xl.files.building.charts import dashboard_charts
from kinerja_xl.files.building.sheets import write_panels
from kinerja_xl.layout import chart_data, trend
from kinerja_xl.layout.chart_places import (
    COLUMN_COUNT,
    COLUMN_WIDTH,
    FIRST_CHART_ROW,
    FIRST_COLUMN,
    card_panels,
    chart_spots,
)
from kinerja_xl.layout.formulas import category_formula, text
from kinerja_xl.layout.row_formulas import SCALE_BOUNDS, SCALE_CATEGORIES
from kinerja_xl.layout.spec import column_letters
from kinerja_xl.layout.styles import (
    HEADER,
    INK,
    LINE,
    PRIMARY,
    SECTION_HEADING,
    WHITE,
    Alignment,
    Signal,
    Style,
)

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

    from kinerja_xl.files.building.formats import Formats
    from kinerja_xl.layout.chart_data import ChartSizes
    from kinerja_xl.layout.trend import TrendPlaces

_HEADING_POINTS, _ROW_POINTS, _BLOCK_POINTS = 30.0, 28.0, 24.0
_MARGIN_WIDTH = 2
_TREND_STYLES = {
    trend.CODE: Style(alignment=Alignment.CENTRE),
    trend.NAME: Style(alignment=Alignment.LEFT, indent=1, is_wrapped=True),
    trend.SECTION: Style(alignment=Alignment.CENTRE),
    trend.UNIT: Style(alignment=Alignment.LEFT, indent=1, is_wrapped=True),
    trend.TARGET: Style(alignment=Alignment.RIGHT, indent=1),
    trend.REALISATION: Style(alignment=Alignment.RIGHT, indent=1),
    trend.VALUE: Style(alignment=Alignment.RIGHT, indent=1, number_format="0.00", is_bold=True),
    trend.CATEGORY: Style(alignment=Alignment.CENTRE),
}
_PERIOD_STYLE = Style(alignment=Alignment.RIGHT, number_format="0.0")
"""Narrow columns: one decimal."""
_PERIOD_HEADING = Style(alignment=Alignment.CENTRE, is_bold=True)
"""Filled like the other headings only where there is a period."""


def write_trend(
    sheet: Worksheet,
    places: TrendPlaces,
    categories: Sequence[tuple[str, str]],
    formats: Formats,
) -> None:
    """Write TREN.

    Args:
        sheet: Where.
        places: Of its blocks.
        categories: Each category of the scales with its colour.
        formats: Of the workbook.
    """
    for column, width in trend.WIDTHS.items():
        options = {"hidden": True} if column == trend.KEY else None
        sheet.set_column(column - 1, column - 1, width, None, options)
    sheet.set_column(trend.LINE - 1, trend.LAST_BAR - 1, None, None, {"hidden": True})
    _write_trend_headings(sheet, places, formats)
    for row, column, content in trend.cells(places):
        style = _TREND_STYLES.get(column, _PERIOD_STYLE)
        write_cell(sheet, row, column, content, formats.of(style))
    plain = formats.of(Style())
    for block in places.blocks:
        for row in block.rows:
            sheet.set_row(row - 1, _ROW_POINTS)
            area = (row - 1, trend.FIRST_BAR - 1, row - 1, trend.LAST_BAR - 1)
            sheet.write_array_formula(*area, f"{{={trend.bars_formula(row)}}}", plain, "")
    _colour_trend(sheet, places, categories, formats)
    _add_sparklines(sheet, places)
    sheet.print_area(f"A1:{column_letters(trend.LAST_PERIOD)}{places.last_printed}")


def _write_trend_headings(sheet: Worksheet, places: TrendPlaces, formats: Formats) -> None:
    sheet.set_row(trend.NAME_ROW - 1, None, None, {"hidden": True})
    sheet.set_row(trend.HEADER_ROW - 1, _HEADING_POINTS)
    plain = formats.of(Style())
    for column, formula in trend.period_names():
        write_cell(sheet, trend.NAME_ROW, column, Formula(formula), plain)
        heading = Formula(trend.heading_formula(column))
        write_cell(sheet, trend.HEADER_ROW, column, heading, formats.of(_PERIOD_HEADING))
    count = Formula(trend.period_count_formula())
    write_cell(sheet, trend.NAME_ROW, trend.LINE, count, plain)
    for column, label in trend.HEADINGS.items():
        write_cell(sheet, trend.HEADER_ROW, column, label, formats.of(HEADER))
    overflow = Formula(trend.overflow_formula(places))
    write_cell(sheet, trend.NAME_ROW - 1, trend.NAME, overflow, formats.of(Style(is_bold=True)))
    row, first, last = trend.HEADER_ROW, trend.FIRST_PERIOD, trend.LAST_PERIOD
    rule = {
        "type": "formula",
        "criteria": f'={column_letters(first)}{row}<>""',
        "format": formats.signal(Signal(PRIMARY, WHITE)),
    }
    sheet.conditional_format(row - 1, first - 1, row - 1, last - 1, rule)
    for block in places.blocks:
        sheet.set_row(block.first - 2, _BLOCK_POINTS)
        look = formats.of(SECTION_HEADING)
        write_cell(sheet, block.first - 1, trend.CODE, block.heading, look)


def _colour_trend(
    sheet: Worksheet,
    places: TrendPlaces,
    categories: Sequence[tuple[str, str]],
    formats: Formats,
) -> None:
    """Colour figures by their category, and draw lines around the rows that are there."""
    name = f"${column_letters(trend.NAME)}"
    period_name = f"{column_letters(trend.FIRST_PERIOD)}${trend.NAME_ROW}"
    lines = formats.lines(LINE)
    for block in places.blocks:
        for first, last in (
            (trend.VALUE, trend.CATEGORY), (trend.FIRST_PERIOD, trend.LAST_PERIOD),
        ):  # fmt: skip
            cell = f"{column_letters(first)}{block.first}"
            value = f"${column_letters(trend.VALUE)}{block.first}"
            figure = cell if first == trend.FIRST_PERIOD else value
            shown = category_formula(f"ROUND({figure},2)", SCALE_BOUNDS, SCALE_CATEGORIES)
            for category, colour in categories:
                rule = {
                    "type": "formula",
                    "criteria": f"=IF(ISNUMBER({figure}),{shown}={text(category)},FALSE)",
                    "format": formats.signal(Signal(colour, INK)),
                }
                sheet.conditional_format(block.first - 1, first - 1, block.last - 1, last - 1, rule)
        for first, last, condition in (
            (trend.CODE, trend.SPARKLINE, f'{name}{block.first}<>""'),
            (
                trend.FIRST_PERIOD, trend.LAST_PERIOD,
                f'AND({name}{block.first}<>"",{period_name}<>"")',
            ),
        ):  # fmt: skip
            rule = {"type": "formula", "criteria": f"={condition}", "format": lines}
            sheet.conditional_format(block.first - 1, first - 1, block.last - 1, last - 1, rule)


def _add_sparklines(sheet: Worksheet, places: TrendPlaces) -> None:
    first, last = column_letters(trend.FIRST_BAR), column_letters(trend.LAST_BAR)
    column = column_letters(trend.SPARKLINE)
    for block in places.blocks:
        sheet.add_sparkline(
            block.first - 1,
            trend.SPARKLINE - 1,
            {
                "location": [f"{column}{row}" for row in block.rows],
                "range": [f"{sheet.name}!{first}{row}:{last}{row}" for row in block.rows],
                "type": "column",
                "series_color": PRIMARY,
                "min": 0,
                "max": trend.FULL_BAR_PERCENT,
                "show_hidden": True,
            },
        )


def write_charts(
    workbook: Workbook,
    sheet: Worksheet,
    sizes: ChartSizes,
    places: TrendPlaces,
    formats: Formats,
) -> None:
    """Write GRAFIK: its cards, its charts and, in hidden columns, the figures behind them."""
    sheet.set_column(0, 0, _MARGIN_WIDTH)
    last = FIRST_COLUMN + COLUMN_COUNT - 1
    sheet.set_column(FIRST_COLUMN - 1, last - 1, COLUMN_WIDTH)
    sheet.set_column(
        chart_data.FIRST_DATA_COLUMN - 1, chart_data.LAST_DATA_COLUMN - 1, None, None,
        {"hidden": True},
    )  # fmt: skip
    write_panels(sheet, card_panels(), formats)
    # A format of its own: a difference of two dates would take on theirs in LibreOffice.
    plain = formats.of(Style(number_format="0.00"))
    for row, column, content in chart_data.data_cells(sizes, places):
        write_cell(sheet, row, column, content, plain)
    spots = chart_spots(sizes)
    for placed in dashboard_charts(workbook, sizes, spots):
        sheet.insert_chart(
            FIRST_CHART_ROW - 1, FIRST_COLUMN - 1, placed.chart,
            {
                "x_offset": placed.spot.left, "y_offset": placed.spot.top, "object_position": 3,
                "description": placed.description,
            },
        )  # fmt: skip
    sheet.print_area(f"A1:{column_letters(last)}{spots.last_row}")
