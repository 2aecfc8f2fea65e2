from __future__ import annotations

import pytest

from kinerja_xl.layout import tables
from kinerja_xl.layout.achievement_places import (
    CHART_COLUMN,
    CHART_ROW,
    CHART_WIDTH,
    achievement_table,
    chart_height,
)

_PIXELS_PER_WIDTH, _ROW_PIXELS = 7, 20
SECTIONS = tables.SECTION_SUMMARY_TABLE


@pytest.mark.parametrize("sections", [1, 4, 9, 10, 25, 26, 40, 200])
def test_achievement_table__any_number_of_sections__stands_below_them_and_the_chart(
    sections: int,
) -> None:
    table = achievement_table(sections)

    heading_row = table.header_row - 1
    assert heading_row > SECTIONS.header_row + sections
    assert (heading_row - CHART_ROW) * _ROW_PIXELS >= chart_height(sections)
    assert table.columns == tables.ACHIEVEMENT_TABLE.columns


@pytest.mark.parametrize("sections", [1, 4, 9])
def test_achievement_table__few_sections__stands_where_the_specification_says(
    sections: int,
) -> None:
    assert achievement_table(sections) == tables.ACHIEVEMENT_TABLE


def test_chart__stands_beside_the_sections_within_the_columns_of_the_sheet() -> None:
    columns = tables.ACHIEVEMENT_TABLE.columns[CHART_COLUMN - 1 :]
    width = sum(column.width for column in columns if not column.is_hidden)

    assert SECTIONS.first_column + len(SECTIONS.columns) < CHART_COLUMN
    assert width * _PIXELS_PER_WIDTH >= CHART_WIDTH


def test_tables__that_grow_on_compute__have_nothing_below_them() -> None:
    growing = (tables.ACHIEVEMENT_TABLE, tables.OBJECTIVE_SUMMARY_TABLE)

    for table in growing:
        others = [other for other in tables.FIXED_TABLES if other.sheet == table.sheet]
        assert max(others, key=lambda other: other.header_row) == table
