"""One sheet of an open workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from kinerja_xl.errors import KinerjaError
from kinerja_xl.live.libreoffice import filters
from kinerja_xl.live.libreoffice.boxes import (
    WHOLE_SHEET,
    Box,
    box_of,
    parse_address,
    quoted_sheet,
)
from kinerja_xl.live.libreoffice.bridge import UnoObject
from kinerja_xl.live.libreoffice.charts import Charts
from kinerja_xl.live.libreoffice.names import Names
from kinerja_xl.live.libreoffice.notes import Note, notes_on
from kinerja_xl.live.libreoffice.pictures import Pictures
from kinerja_xl.live.libreoffice.ranges import Range
from kinerja_xl.live.libreoffice.references import named_box
from kinerja_xl.live.libreoffice.shapes import Shapes
from kinerja_xl.live.libreoffice.tables import Tables, keep_order
from kinerja_xl.live.libreoffice.views import FreezePanes, PageSetup, grid_lines, set_grid_lines

if TYPE_CHECKING:
    from kinerja_xl.live.libreoffice.book import Book


class Sheet(base_classes.Sheet):
    """One sheet."""

    def __init__(self, book: Book, xl: UnoObject) -> None:
        self._book = book
        self._xl = xl
        self._moves = book.moves
        self._is_deleted = False
        book.sheet_handles.add(self)

    @property
    def xl(self) -> UnoObject:
        """LibreOffice's sheet.

        LibreOffice lets its object shrink with the cells that are deleted, so it is fetched
        anew after cells were moved.

        Raises:
            ValueError: If the sheet was deleted: LibreOffice's object then is the next sheet's.
        """
        if self._is_deleted:
            raise ValueError("this sheet was deleted")
        if self._moves != self._book.moves:
            self._xl = self._book.sheet_collection.getByName(self._xl.getName())
            self._moves = self._book.moves
        return self._xl

    @property
    def book(self) -> Book:
        """Its workbook."""
        return self._book

    @property
    def api(self) -> UnoObject:
        """LibreOffice's sheet."""
        return self.xl

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.xl.getName())

    @name.setter
    def name(self, value: str) -> None:
        sheets = self.book.xl.getSheets()
        if sheets.hasByName(value) and value.casefold() != self.name.casefold():
            raise ValueError(f"there is another sheet named {value}")
        self.xl.setName(value)
        if self.name != value:  # LibreOffice ignores what it does not take
            raise ValueError(f"LibreOffice takes no sheet named {value}")

    @property
    def names(self) -> Names:
        """The names that hold on this sheet only."""
        return Names(self.book, self)

    @property
    def index(self) -> int:
        """Its place among the tabs, counted from 1."""
        return int(self.xl.getRangeAddress().Sheet) + 1

    @property
    def cells(self) -> Range:
        """All its cells."""
        return Range(self, WHOLE_SHEET)

    @property
    def used_range(self) -> Range:
        """The cells in use: the smallest rectangle around all contents."""
        return Range(self, self.used_box())

    @property
    def tables(self) -> Tables:
        """Its tables."""
        return Tables(self)

    @property
    def shapes(self) -> Shapes:
        """All its shapes."""
        return Shapes(self)

    @property
    def pictures(self) -> Pictures:
        """Its pictures."""
        return Pictures(self)

    @property
    def charts(self) -> Charts:
        """Its charts."""
        return Charts(self)

    @property
    def pivot_tables(self) -> None:
        """Not built: LibreOffice's pivot tables know neither Excel's layouts nor its caches."""
        raise NotImplementedError("this engine has no pivot tables")

    @property
    def comments(self) -> list[object]:
        """LibreOffice has notes, but no threads of comments."""
        raise NotImplementedError("LibreOffice has no threaded comments; use notes")

    @property
    def notes(self) -> list[Note]:
        """The notes on its cells."""
        return notes_on(self)

    @property
    def visible(self) -> bool:
        """Whether its tab is shown; LibreOffice does not tell hidden from very hidden."""
        return bool(self.xl.IsVisible)

    @visible.setter
    def visible(self, value: bool) -> None:
        self.xl.IsVisible = bool(value)

    @property
    def freeze_panes(self) -> FreezePanes:
        """Its frozen panes."""
        return FreezePanes(self)

    @property
    def page_setup(self) -> PageSetup:
        """How it is printed."""
        return PageSetup(self)

    @property
    def show_gridlines(self) -> bool:
        """Whether the lines between cells are shown."""
        return grid_lines(self)

    @show_gridlines.setter
    def show_gridlines(self, value: bool) -> None:
        set_grid_lines(self, value)

    def used_box(self) -> Box:
        """Return the rectangle around all contents; the first cell of an empty sheet."""
        cursor = self.xl.createCursor()
        cursor.gotoStartOfUsedArea(False)
        cursor.gotoEndOfUsedArea(True)
        return box_of(cursor.getRangeAddress())

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        """Return cells by address, name, row and column, or as the span of two of those.

        Raises:
            IndexError: If a row or column is 0: they are counted from 1.
            ValueError: If there is no such address or name on this sheet.
        """
        if isinstance(arg1, int) and isinstance(arg2, int):
            arg1, arg2 = (arg1, arg2), None
        if isinstance(arg1, str) and arg2 is None:
            return self._range_of_text(arg1)
        box = self._box(arg1)
        if arg2 is not None:
            box = box.joined(self._box(arg2))
        return Range(self, box)

    def activate(self) -> None:
        """Bring it to the front of its workbook."""
        if (controller := self.book.controller) is not None:
            controller.setActiveSheet(self.xl)

    def select(self) -> None:
        """Bring it to the front of its workbook."""
        self.activate()

    def clear_contents(self) -> None:
        """Empty all cells; their formats stay."""
        self.cells.clear_contents()

    def clear_formats(self) -> None:
        """Take all formats away; contents stay."""
        self.cells.clear_formats()

    def clear(self) -> None:
        """Empty all cells and take their formats away."""
        self.cells.clear()

    def autofit(self, axis: str | None = None) -> None:
        """Fit rows, columns or both to their contents."""
        self.used_range.autofit(axis)

    def delete(self) -> None:
        """Delete it."""
        sheets, index = self.book.xl.getSheets(), self.index
        if sheets.getCount() == 1:
            raise ValueError("a workbook needs a sheet")
        gone = [each for each in self.book.sheet_handles if each.has_index(index)]
        sheets.removeByName(self.name)
        for handle in gone:
            handle.mark_deleted()
        self.book.moves += 1

    def has_index(self, index: int) -> bool:
        """Tell whether it is there, and at that place among the tabs."""
        return not self._is_deleted and self.index == index

    def mark_deleted(self) -> None:
        """Refuse every further use."""
        self._is_deleted = True

    def copy(self, before: Sheet | None, after: Sheet | None) -> None:
        """Copy it before or after another sheet, of this or another workbook.

        Raises:
            NotImplementedError: If the other workbook is open in another office.
        """
        target = before or after
        if target is None:
            raise ValueError("a sheet to copy before or after is needed")
        if target.book.app is not self.book.app:
            raise NotImplementedError("LibreOffice cannot copy a sheet into another office")
        place = target.index - (1 if before is not None else 0)
        name = self._name_of_copy(target.book)
        sheets = target.book.xl.getSheets()
        if target.book is self.book:
            sheets.copyByName(self.name, name, place)
        else:
            sheets.importSheet(self.book.xl, self.name, place)
            sheets.getByIndex(place).setName(name)
        copied = Sheet(target.book, sheets.getByIndex(place))
        keep_order(self, copied)
        copied.activate()

    def move(self, before: Sheet | None, after: Sheet | None) -> None:
        """Move it before or after another sheet of its workbook."""
        target = before or after
        if target is None:
            raise ValueError("a sheet to move before or after is needed")
        place = target.index - (1 if before is not None else 0)
        self.book.xl.getSheets().moveByName(self.name, place)

    def to_pdf(self, path: str, quality: str = "standard") -> None:
        """Print it into a PDF file."""
        filters.export_pdf(self.book.xl, path, quality, self.xl)

    def to_html(self, path: str) -> None:
        """LibreOffice writes whole workbooks as HTML, not one sheet."""
        raise NotImplementedError("LibreOffice writes whole workbooks as HTML, not one sheet")

    def require_unprotected(self, box: Box, what: str = "diubah") -> None:
        """Refuse early what a protected sheet would refuse, in part without a word.

        Args:
            box: The cells to be changed.
            what: What is to be done with them, as an Indonesian passive.

        Raises:
            KinerjaError: If the sheet is protected and one of the cells is locked.
        """
        if not self.xl.isProtected():
            return
        if _has_locked_cell(self.cells.xl if box.is_empty else Range(self, box).xl):
            raise KinerjaError(
                f"Sel ini terkunci, jadi tidak dapat {what}.",
                where=f"{self.name}!{box.address(row_absolute=False, column_absolute=False)}",
                remedy="Buka proteksi lembar itu terlebih dahulu.",
            )

    def _range_of_text(self, text: str) -> Range:
        box = parse_address(text)
        if box is not None:
            return Range(self, box, text)
        sheet, found = named_box(self, text)
        return Range(sheet, found, text)

    def _box(self, argument: Any) -> Box:
        if isinstance(argument, Range):
            return argument.box
        if isinstance(argument, str):
            return self._range_of_text(argument).box
        if len(argument) == 4:  # noqa: PLR2004 - row, column and their counts
            return Box(*argument)
        row, column = argument
        if row < 1 or column < 1:
            raise IndexError("rows and columns of a range are counted from 1")
        return Box(row, column)

    def _name_of_copy(self, book: Book) -> str:
        """Return the name that Excel gives a copy: the same, or with a number in brackets."""
        taken = {name.casefold() for name in book.xl.getSheets().getElementNames()}
        name = self.name
        if name.casefold() not in taken:
            return name
        number = 2
        while f"{name} ({number})".casefold() in taken:
            number += 1
        return f"{name} ({number})"

    @property
    def quoted_name(self) -> str:
        """Its name as a formula needs it."""
        return quoted_sheet(self.name)


def _has_locked_cell(cells: UnoObject) -> bool:
    """Tell whether any of the cells is locked; where they differ, each kind is asked."""
    groups = cells.getUniqueCellFormatRanges()
    return any(
        groups.getByIndex(index).CellProtection.IsLocked for index in range(groups.getCount())
    )
