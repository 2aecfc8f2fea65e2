"""What belongs to the view of a sheet or to paper: frozen panes, grid lines, print areas."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from xlwings import base_classes

from kinerja_xl.live.libreoffice.boxes import Box, box_of, parse_address
from kinerja_xl.live.libreoffice.bridge import UnoObject, status_listener, structure

if TYPE_CHECKING:
    from kinerja_xl.live.libreoffice.sheet import Sheet

_TOGGLE_GRID = ".uno:ToggleSheetGrid"


class FreezePanes(base_classes.FreezePanes):
    """The frozen panes of one sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def freeze_at(self, frozen_range: str) -> None:
        """Freeze all rows and columns up to the end of a range; whole rows freeze rows only."""
        box = parse_address(frozen_range) or self.sheet.range(frozen_range).box
        rows = 0 if box.has_whole_columns else box.last_row
        columns = 0 if box.has_whole_rows else box.last_column
        with in_front(self.sheet) as controller:
            controller.freezeAtPosition(columns, rows)

    def unfreeze(self) -> None:
        """Freeze nothing."""
        with in_front(self.sheet) as controller:
            controller.freezeAtPosition(0, 0)


class PageSetup(base_classes.PageSetup):
    """How one sheet is printed."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    @property
    def api(self) -> UnoObject:
        """LibreOffice's sheet, which holds its print areas."""
        return self.sheet.xl

    @property
    def print_area(self) -> str | None:
        """The addresses that are printed; `None` when it is everything."""
        areas = self.sheet.xl.getPrintAreas()
        return ",".join(box_of(area).address() for area in areas) or None

    @print_area.setter
    def print_area(self, value: str | None) -> None:
        boxes = [self._box(text) for text in value.split(",")] if value else []
        areas = [self.sheet.range((b.row, b.column, b.rows, b.columns)) for b in boxes]
        self.sheet.xl.setPrintAreas(tuple(area.xl.getRangeAddress() for area in areas))

    def _box(self, text: str) -> Box:
        return parse_address(text.strip()) or self.sheet.range(text.strip()).box


@contextmanager
def in_front(sheet: Sheet) -> Iterator[UnoObject]:
    """Bring a sheet to the front for a moment: its view exists only there.

    Raises:
        ValueError: If the sheet is hidden.
    """
    controller = sheet.book.controller
    if controller is None:
        raise NotImplementedError("a workbook without a window has no view")
    if not sheet.visible:
        raise ValueError(f"the sheet {sheet.name} is hidden and has no view")
    before = controller.getActiveSheet()
    if before.getName() == sheet.name:
        yield controller
        return
    controller.setActiveSheet(sheet.xl)
    try:
        yield controller
    finally:
        controller.setActiveSheet(before)


def grid_lines(sheet: Sheet) -> bool:
    """Tell whether the lines between a sheet's cells are shown."""
    with in_front(sheet) as controller:
        return _grid_state(sheet, controller)


def set_grid_lines(sheet: Sheet, value: bool) -> None:
    """Show or hide the lines between a sheet's cells."""
    with in_front(sheet) as controller:
        if _grid_state(sheet, controller) != value:
            helper = sheet.book.app.office.create("com.sun.star.frame.DispatchHelper")
            helper.executeDispatch(controller.getFrame(), _TOGGLE_GRID, "", 0, ())


def _grid_state(sheet: Sheet, controller: UnoObject) -> bool:
    """Ask the menu item whether it is ticked: no property tells it of one sheet."""
    office = sheet.book.app.office
    transformer = office.create("com.sun.star.util.URLTransformer")
    address = structure("com.sun.star.util.URL", Complete=_TOGGLE_GRID)
    _, address = transformer.parseStrict(address)
    item = controller.getFrame().queryDispatch(address, "", 0)
    answers: list[bool] = []
    listener = status_listener(lambda state: answers.append(bool(state)))
    item.addStatusListener(listener, address)
    item.removeStatusListener(listener, address)
    return answers[-1]
