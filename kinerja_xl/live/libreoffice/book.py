"""One open workbook: its name, its window, saving and closing it."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import unquote
from weakref import WeakSet

from xlwings import base_classes

from kinerja_xl.errors import KinerjaError
from kinerja_xl.live.libreoffice import filters
from kinerja_xl.live.libreoffice.bridge import (
    UnoObject,
    error_kind,
    path_of,
    properties,
    url_of,
)
from kinerja_xl.live.libreoffice.names import Names
from kinerja_xl.live.libreoffice.number_formats import NumberFormats
from kinerja_xl.live.libreoffice.sheets import Sheets
from kinerja_xl.live.libreoffice.table_layout import TableLooks

if TYPE_CHECKING:
    from kinerja_xl.live.libreoffice.app import App
    from kinerja_xl.live.libreoffice.sheet import Sheet


class Book(base_classes.Book):
    """One open workbook."""

    def __init__(self, app: App, xl: UnoObject) -> None:
        self._app = app
        self.xl = xl
        self.formats = NumberFormats(xl)
        # Counts what moved cells: LibreOffice's objects for ranges move along, ours stay.
        self.moves = 0
        # Those in use: a sheet that is deleted must not go on as its neighbour.
        self.sheet_handles: WeakSet[Sheet] = WeakSet()
        self.table_looks: dict[str, TableLooks] = {}
        self._null_date: dt.datetime | None = None
        self.is_screen_locked = False
        self.last_url = str(xl.getURL())

    @property
    def app(self) -> App:
        """The office it is open in."""
        return self._app

    @property
    def api(self) -> UnoObject:
        """LibreOffice's model of the workbook."""
        return self.xl

    @property
    def controller(self) -> UnoObject | None:
        """The controller of its window; `None` when it was opened without one."""
        return self.xl.getCurrentController()

    @property
    def window(self) -> UnoObject | None:
        """Its window."""
        controller = self.controller
        return None if controller is None else controller.getFrame().getContainerWindow()

    @property
    def null_date(self) -> dt.datetime:
        """The day from which the workbook counts its dates."""
        if self._null_date is None:
            date = self.xl.NullDate
            self._null_date = dt.datetime(date.Year, date.Month, date.Day)
        return self._null_date

    @property
    def name(self) -> str:
        """The name of its file; LibreOffice's title while it has none."""
        url = self.xl.getURL()
        return unquote(url.rpartition("/")[2]) if url else str(self.xl.getTitle())

    @property
    def fullname(self) -> str:
        """The path of its file, or the address it was opened from; its name while unsaved."""
        url = self.xl.getURL()
        return path_of(url) if url else self.name

    # LibreOffice's collections stay what they are while the workbook is open, and each is
    # another call to fetch.

    @cached_property
    def sheet_collection(self) -> UnoObject:
        """LibreOffice's collection of the sheets."""
        return self.xl.getSheets()

    @cached_property
    def name_collection(self) -> UnoObject:
        """LibreOffice's collection of the names that hold everywhere."""
        return self.xl.NamedRanges

    @cached_property
    def table_collection(self) -> UnoObject:
        """LibreOffice's database ranges, which are the tables of all sheets."""
        return self.xl.DatabaseRanges

    @property
    def sheets(self) -> Sheets:
        """Its sheets."""
        return Sheets(self)

    @property
    def names(self) -> Names:
        """Its defined names, those of sheets included."""
        return Names(self, None)

    def activate(self) -> None:
        """Bring it to the front."""
        controller = self.controller
        if controller is not None:
            controller.getFrame().activate()
            if self.app.visible:
                controller.getFrame().getContainerWindow().toFront()

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Save it where it lies, or under another path; the extension decides the format.

        Raises:
            KinerjaError: If it is read-only, or the file cannot be written.
        """
        url = self.xl.getURL()
        try:
            if path is None and url and password is None:
                self._require_changeable_file()
                self.xl.store()
                return
            target = filters.save_path(path or (path_of(url) if url else str(self.xl.getTitle())))
            arguments = {
                "FilterName": filters.filter_for(target),
                "Overwrite": True,
                **(filters.encryption(target, password) if password else {}),
            }
            self.xl.storeAsURL(url_of(str(target)), properties(**arguments))
            self.last_url = url_of(str(target))
        except Exception as error:
            if error_kind(error) not in {"ErrorCodeIOException", "IOException"}:
                raise
            raise filters.why_not_saved(path, self.fullname) from error

    def close(self) -> None:
        """Close it; unsaved changes are lost, as in Excel."""
        self.forget_changes()
        self.xl.close(True)
        self.app.open_books = [book for book in self.app.open_books if book is not self]
        if self.app.copied is not None and self.app.copied.sheet.book is self:
            self.app.copied = None

    def to_pdf(self, path: str, quality: str = "standard") -> None:
        """Print all visible sheets into a PDF file."""
        filters.export_pdf(self.xl, path, quality)

    def forget_changes(self) -> None:
        """Let LibreOffice close it without asking."""
        self.xl.setModified(False)

    def lock_screen(self, lock: bool) -> None:
        """Stop or resume the drawing of changes."""
        if lock and not self.is_screen_locked:
            self.xl.lockControllers()
        elif self.is_screen_locked and not lock:
            self.xl.unlockControllers()
        self.is_screen_locked = lock

    def calculate_automatically(self, value: bool) -> None:
        """Switch between automatic and manual calculation."""
        self.xl.enableAutomaticCalculation(value)

    def show_window(self, value: bool) -> None:
        """Show or hide its window."""
        if (window := self.window) is not None:
            window.setVisible(value)

    def enable_window(self, value: bool) -> None:
        """Let its window take keys and clicks, or not."""
        if (window := self.window) is not None:
            window.setEnable(value)

    def _require_changeable_file(self) -> None:
        if self.xl.isReadonly():
            raise KinerjaError(
                "Buku kerja terbuka hanya-baca, jadi tidak dapat disimpan.",
                where=self.fullname,
                remedy="Simpan dengan nama lain, atau buka kembali agar dapat diubah.",
            )
