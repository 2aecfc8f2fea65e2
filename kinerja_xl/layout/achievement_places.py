"""Where things stand on CAPAIAN: sections and chart beside each other, all indicators below."""

from __future__ import annotations

from dataclasses import replace
from math import ceil

from kinerja_xl.layout.spec import Table
from kinerja_xl.layout.tables import ACHIEVEMENT_TABLE, SECTION_SUMMARY_TABLE

CHART_WIDTH = 820
"""In pixels, like all measures of the chart."""
CHART_COLUMN = SECTION_SUMMARY_TABLE.first_column + len(SECTION_SUMMARY_TABLE.columns) + 1
CHART_ROW = SECTION_SUMMARY_TABLE.header_row
_LEAST_CHART, _CHART_FRAME, _CHART_BAR = 260, 80, 20
_ROW_PIXELS, _HEADER_PIXELS = 20, 39


def chart_height(section_count: int) -> int:
    """Return the pixels that the chart needs to show a bar for each section."""
    return max(_LEAST_CHART, _CHART_FRAME + _CHART_BAR * section_count)


def achievement_table(section_count: int) -> Table:
    """Return tblCapaian below the sections' summary and the chart.

    The sections of a master are fixed when it is built. Below tblCapaian, which grows afterwards,
    there is nothing; the summary by objective grows on a sheet of its own, because beside
    tblCapaian its rows would be hidden together with filtered ones.
    """
    summary = SECTION_SUMMARY_TABLE.header_row
    chart_rows = ceil((chart_height(section_count) - _HEADER_PIXELS) / _ROW_PIXELS)
    return replace(ACHIEVEMENT_TABLE, header_row=summary + max(section_count, chart_rows) + 3)
