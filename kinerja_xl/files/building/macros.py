"""The macros of a master: the shipped VBA project that fits its sheets, and KENDALI's buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinerja_xl.files.resources import shipped
from kinerja_xl.layout import panels, tables
from kinerja_xl.layout.control_buttons import BUTTONS

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

MOST_SECTIONS = 12
"""So many sections have a project of their own, with a code module for each sheet of the master."""

_BUTTON_HEIGHT = 22
_PIXELS_PER_CHARACTER, _PIXELS_BESIDE = 7, 5
"""Of a column in the default font, as Excel reckons them."""


def project_name(section_count: int) -> str:
    """Return the name of the VBA project for a master with so many sections."""
    return f"vbaProject_{section_count:02}.bin"


def add_macros(workbook: Workbook, section_count: int) -> None:
    """Give the workbook its VBA project and the code names of its sheets; all sheets are there.

    A project must know every sheet by its code name. Excel itself adds what is missing, so an
    office with more sections than there are projects gets the largest one.
    """
    workbook.set_vba_name("ThisWorkbook")
    for number, sheet in enumerate(workbook.worksheets(), start=1):
        sheet.set_vba_name(f"Sheet{number}")
    place = shipped("workbook", "vba", project_name(min(section_count, MOST_SECTIONS)))
    if workbook.add_vba_project(str(place)) != 0:
        raise FileNotFoundError(place)


def add_buttons(sheet: Worksheet) -> None:
    """Put the buttons of KENDALI over their cells, all of one height.

    They reach from edge to edge, because programs disagree on how many pixels a column has.
    """
    board = tables.STATUS_TABLE
    for button in BUTTONS:
        columns = range(button.column, button.last_column + 1)
        widths = (board.columns[column - board.first_column].width for column in columns)
        width = sum(round(each) * _PIXELS_PER_CHARACTER + _PIXELS_BESIDE for each in widths)
        height = round(panels.control_height(button.row) * 4 / 3)
        options = {
            "macro": button.macro,
            "caption": button.label,
            "description": button.explanation or button.label,
            "width": width,
            "height": _BUTTON_HEIGHT,
            "y_offset": (height - _BUTTON_HEIGHT) // 2,
        }
        sheet.insert_button(button.row - 1, button.column - 1, options)
