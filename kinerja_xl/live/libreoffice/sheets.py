"""The sheets of an open workbook: finding and adding them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from xlwings import base_classes

from kinerja_xl.live.libreoffice.bridge import UnoObject, error_kind
from kinerja_xl.live.libreoffice.lookups import Lookup
from kinerja_xl.live.libreoffice.sheet import Sheet

if TYPE_CHECKING:
    from kinerja_xl.live.libreoffice.book import Book


class Sheets(Lookup, base_classes.Sheets):
    """The sheets of one workbook, in the order of their tabs."""

    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def api(self) -> UnoObject:
        """LibreOffice's collection of the sheets."""
        return self.book.sheet_collection

    @property
    def active(self) -> Sheet:
        """The sheet in front."""
        controller = self.book.controller
        if controller is None:
            return self(1)
        return Sheet(self.book, controller.getActiveSheet())

    def __call__(self, name_or_index: int | str) -> Sheet:
        """Return one by its name or its number, counted from 1."""
        sheets = self.api
        if isinstance(name_or_index, int):
            if not 1 <= name_or_index <= sheets.getCount():
                raise IndexError(name_or_index)
            return Sheet(self.book, sheets.getByIndex(name_or_index - 1))
        if sheets.hasByName(name_or_index):
            return Sheet(self.book, sheets.getByName(name_or_index))
        wanted = name_or_index.casefold()
        for name in sheets.getElementNames():
            if name.casefold() == wanted:
                return Sheet(self.book, sheets.getByName(name))
        raise KeyError(name_or_index)

    def __len__(self) -> int:
        return int(self.api.getCount())

    def __iter__(self) -> Iterator[Sheet]:
        sheets = self.api
        for index in range(sheets.getCount()):
            yield Sheet(self.book, sheets.getByIndex(index))

    def add(
        self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None
    ) -> Sheet:
        """Add a sheet before the active one or where told, and bring it to the front."""
        sheets = self.api
        place = after.index if after is not None else (before or self.active).index - 1
        new = name or self._free_name()
        try:
            sheets.insertNewByName(new, place)
        except Exception as error:
            if error_kind(error) != "RuntimeException":
                raise
            raise ValueError(f"LibreOffice takes no sheet named {new}") from error
        sheet = Sheet(self.book, sheets.getByIndex(place))
        sheet.activate()
        return sheet

    def _free_name(self) -> str:
        names = {name.casefold() for name in self.api.getElementNames()}
        number = len(names) + 1
        while f"sheet{number}" in names:
            number += 1
        return f"Sheet{number}"
