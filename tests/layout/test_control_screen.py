"""KENDALI on a screen of 1366 by 768 pixels at 100 %: everything down to the board is in view."""

from __future__ import annotations

import pytest

from kinerja_xl.layout import names, panels, tables
from kinerja_xl.layout.row_heights import row_points
from kinerja_xl.layout.rows import full_row

WIDTH_PIXELS = 1366 - 100
"""Less the row numbers, the scroll bar and LibreOffice's closed sidebar."""
_PIXELS_PER_POINT = 96 / 72
_PIXELS_PER_CHARACTER = 8
"""As LibreOffice draws Arial; Excel's columns are narrower."""
_HEADER_POINTS, _PLAIN_POINTS, _MARGIN_CHARACTERS = 30, 15, 3


@pytest.mark.parametrize(
    ("sections", "room"),
    [
        pytest.param(4, 768 - 308, id="usual-office-below-the-open-ribbon"),
        pytest.param(8, 768 - 240, id="many-sections-below-toolbars"),
    ],
)
def test_control_panels__down_to_the_board__fit_on_one_screen(sections: int, room: int) -> None:
    board = tables.STATUS_TABLE
    heights = {cell.row: panels.control_height(cell.row) for cell in names.NAMED_CELLS
               if cell.sheet == board.sheet}  # fmt: skip
    heights |= {p.row: p.height for p in panels.control_panels(("x",), sections) if p.height}
    above = sum(heights.get(row, _PLAIN_POINTS) for row in range(1, board.header_row))
    row = row_points(board, full_row(board, {"code": "RENDATIN", "name": "Hukum dan SDM"}))

    pixels = (above + _HEADER_POINTS + sections * row) * _PIXELS_PER_POINT

    assert pixels <= room


def test_status_table__width__fits_on_one_screen() -> None:
    characters = _MARGIN_CHARACTERS + sum(c.width for c in tables.STATUS_TABLE.columns)

    assert characters * _PIXELS_PER_CHARACTER <= WIDTH_PIXELS
