"""The open workbooks of an office: finding and opening them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from xlwings import base_classes

from kinerja_xl.errors import KinerjaError
from kinerja_xl.live.libreoffice import filters
from kinerja_xl.live.libreoffice.book import Book
from kinerja_xl.live.libreoffice.bridge import (
    UnoObject,
    error_kind,
    properties,
    url_of,
)
from kinerja_xl.live.libreoffice.lookups import Lookup

if TYPE_CHECKING:
    from kinerja_xl.live.libreoffice.app import App

_SPREADSHEET = "com.sun.star.sheet.SpreadsheetDocument"
_EMPTY_BOOK = "private:factory/scalc"
# com.sun.star.document.MacroExecMode: Excel, too, runs macros of what a program opens. In an
# office of the user's own, the user's settings decide.
_RUN_MACROS = 4
_AS_CONFIGURED = 3


class Books(Lookup, base_classes.Books):
    """The open workbooks of one office, in the order of opening."""

    def __init__(self, app: App) -> None:
        self.app = app

    @property
    def api(self) -> UnoObject:
        """LibreOffice's collection of open components."""
        return self.app.api.getComponents()

    @property
    def active(self) -> Book:
        """The workbook that is in front.

        Raises:
            KinerjaError: If no workbook is open.
        """
        book = self.active_or_none()
        if book is None:
            raise KinerjaError(
                "Tidak ada buku kerja yang terbuka di LibreOffice.",
                remedy="Buka buku kerja terlebih dahulu.",
            )
        return book

    def active_or_none(self) -> Book | None:
        """Return the workbook in front; the last one when another window is in front."""
        current = self.app.api.getCurrentComponent()
        books = list(self)
        return next((book for book in books if book.xl == current), books[-1] if books else None)

    def __iter__(self) -> Iterator[Book]:
        # LibreOffice lists its windows in no dependable order; the order of opening is kept here.
        components: list[UnoObject] = []
        enumeration = self.api.createEnumeration()
        while enumeration.hasMoreElements():
            component = enumeration.nextElement()
            if hasattr(component, "supportsService") and component.supportsService(_SPREADSHEET):
                components.append(component)
        kept = [book for book in self.app.open_books if book.xl in components]
        known = [book.xl for book in kept]
        found = kept + [Book(self.app, one) for one in components if one not in known]
        self.app.open_books = found
        return iter(list(found))

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __call__(self, name_or_index: int | str) -> Book:
        """Return one by its name or its number, counted from 1."""
        books = list(self)
        if isinstance(name_or_index, int):
            if not 1 <= name_or_index <= len(books):
                raise IndexError(name_or_index)
            return books[name_or_index - 1]
        wanted = name_or_index.casefold()
        for book in books:
            if book.name.casefold() == wanted:
                return book
        raise KeyError(name_or_index)

    def add(self) -> Book:
        """Open an empty workbook."""
        return self._adopt(self.app.api.loadComponentFromURL(_EMPTY_BOOK, "_blank", 0, ()))

    def open(
        self,
        fullname: str,
        update_links: bool | None = None,
        read_only: bool | None = None,
        format: int | None = None,
        password: str | None = None,
        write_res_password: str | None = None,
        *others: object,
    ) -> Book:
        """Open a workbook.

        Args:
            fullname: Its path.
            update_links: Whether links to other workbooks are refreshed.
            read_only: Whether it is opened for reading only.
            format: The separator of a text file, by Excel's numbers.
            password: The password it opens with.
            write_res_password: The password it can be changed with.
            others: What Excel takes besides and LibreOffice has no counterpart for, except the
                delimiter of a text file, which is the third one.

        Raises:
            KinerjaError: If another program has locked it, the password is wrong, or LibreOffice
                cannot read it.
        """
        delimiter = others[2] if len(others) > filters.DELIMITER_PLACE else None
        macros = _RUN_MACROS if self.app.office.is_own else _AS_CONFIGURED
        # com.sun.star.document.UpdateDocMode: NO_UPDATE or FULL_UPDATE
        links = {None: {}, False: {"UpdateDocMode": 0}, True: {"UpdateDocMode": 3}}[update_links]
        arguments = {
            "MacroExecutionMode": macros,
            **links,
            **({"ReadOnly": True} if read_only else {}),
            **({"Password": password} if password else {}),
            **({"ModifyPassword": write_res_password} if write_res_password else {}),
            **filters.text_options(fullname, format, delimiter),
        }
        filters.remove_dead_lock(Path(fullname))
        try:
            component = self.app.api.loadComponentFromURL(
                url_of(fullname), "_blank", 0, properties(**arguments)
            )
        except Exception as error:
            if error_kind(error) not in {"IOException", "IllegalArgumentException"}:
                raise
            component = None
        if component is None or not component.supportsService(_SPREADSHEET):
            if component is not None:
                component.close(True)
            raise filters.why_not_opened(Path(fullname), has_password=bool(password))
        return self._adopt(component)

    def _adopt(self, component: UnoObject) -> Book:
        """Let a workbook that was just opened follow the settings of the app."""
        app = self.app
        book = Book(app, component)
        app.open_books.append(book)
        book.activate()
        if not app.visible and not app.office.is_headless:
            book.show_window(False)
        if app.calculation == "manual":
            book.calculate_automatically(False)
        if not app.screen_updating:
            book.lock_screen(True)
        return book
