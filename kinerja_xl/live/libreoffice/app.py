"""One running office as an app of xlwings."""

from __future__ import annotations

import atexit
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from kinerja_xl.live.libreoffice import bridge, filters
from kinerja_xl.live.libreoffice.book import Book
from kinerja_xl.live.libreoffice.books import Books
from kinerja_xl.live.libreoffice.bridge import UnoObject
from kinerja_xl.live.libreoffice.connection import Office
from kinerja_xl.live.libreoffice.dialogs import Dialogs
from kinerja_xl.live.libreoffice.macros import run_macro
from kinerja_xl.live.libreoffice.ranges import Range, range_of

if TYPE_CHECKING:
    from kinerja_xl.live.libreoffice.apps import Apps
    from kinerja_xl.live.libreoffice.engine import Engine

_CONFIGURATION = "com.sun.star.configuration.ConfigurationProvider"
_PRODUCT = "/org.openoffice.Setup/Product"


class App(base_classes.App):
    """One running office."""

    def __init__(self, apps: Apps, office: Office) -> None:
        self.apps = apps
        self.office = office
        self.dialogs = Dialogs(office)
        self.open_books: list[Book] = []
        self.copied: Range | None = None
        self._calculation = "automatic"
        self._status: UnoObject | None = None
        self._status_text: str | bool = False
        self._screen_updating = True
        self._display_alerts = True
        self._enable_events = True
        self._interactive = True
        self._visible = not office.is_headless
        if office.is_own and office.is_headless:
            # Nobody could see it or end it once this program is gone.
            atexit.register(self._end_with_program)

    @property
    def engine(self) -> Engine:
        """The engine it belongs to."""
        return self.apps.engine

    @property
    def api(self) -> UnoObject:
        """LibreOffice's desktop."""
        return self.office.desktop

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self.office.pid

    @property
    def hwnd(self) -> int | None:
        """LibreOffice has no handle of one main window."""
        return None

    @property
    def version(self) -> str:
        """LibreOffice's version, such as `7.4`."""
        provider = self.office.create(_CONFIGURATION)
        node = bridge.properties(nodepath=_PRODUCT)
        view = provider.createInstanceWithArguments(
            "com.sun.star.configuration.ConfigurationAccess", node
        )
        return str(view.getByName("ooSetupVersion"))

    @property
    def path(self) -> str:
        """The folder of the program."""
        paths = self.office.create("com.sun.star.util.PathSubstitution")
        return bridge.path_of(str(paths.substituteVariables("$(prog)", True)))

    @property
    def startup_path(self) -> str:
        """LibreOffice has no folder whose workbooks it opens at each start."""
        raise NotImplementedError("LibreOffice has no start-up folder for workbooks")

    @property
    def books(self) -> Books:
        """Its open workbooks."""
        return Books(self)

    def activate(self, steal_focus: bool = False) -> None:
        """Make it the active app; bring its window to the front when asked to."""
        self.apps.put_first(self)
        if steal_focus and (frame := self.office.desktop.getCurrentFrame()) is not None:
            frame.getContainerWindow().toFront()

    def quit(self) -> None:
        """End it; nothing is saved."""
        for book in list(self.books):
            book.forget_changes()
        self.office.end()
        self.apps.drop(self)

    def kill(self) -> None:
        """End its process without asking."""
        self.office.end(at_once=True)
        self._remove_locks()
        self.apps.drop(self)

    @property
    def selection(self) -> Range | None:
        """The selected cells of the active workbook; `None` when something else is selected."""
        book = self.books.active_or_none()
        if book is None or book.controller is None:
            return None
        return range_of(book, book.controller.getSelection())

    @property
    def visible(self) -> bool:
        """Whether its windows are shown."""
        return self._visible

    @visible.setter
    def visible(self, value: bool) -> None:
        # Windows are hidden, never workbooks loaded as hidden: those lose their frozen panes.
        self._visible = value
        for book in self.books:
            book.show_window(value)

    @property
    def screen_updating(self) -> bool:
        """Whether the screen follows changes."""
        return self._screen_updating

    @screen_updating.setter
    def screen_updating(self, value: bool) -> None:
        self._screen_updating = value
        for book in self.books:
            book.lock_screen(not value)

    @property
    def display_alerts(self) -> bool:
        """Kept only: LibreOffice shows no warnings to those who use its bridge."""
        return self._display_alerts

    @display_alerts.setter
    def display_alerts(self, value: bool) -> None:
        self._display_alerts = value

    @property
    def enable_events(self) -> bool:
        """Kept only: LibreOffice has no switch for the macros bound to events."""
        return self._enable_events

    @enable_events.setter
    def enable_events(self, value: bool) -> None:
        self._enable_events = value

    @property
    def interactive(self) -> bool:
        """Whether its windows take keys and clicks."""
        return self._interactive

    @interactive.setter
    def interactive(self, value: bool) -> None:
        self._interactive = value
        for book in self.books:
            book.enable_window(value)

    @property
    def calculation(self) -> str:
        """`automatic`, `manual` or `semiautomatic`, which LibreOffice treats as automatic."""
        return self._calculation

    @calculation.setter
    def calculation(self, value: str) -> None:
        if value not in {"automatic", "manual", "semiautomatic"}:
            raise ValueError(f"no such calculation mode: {value}")
        self._calculation = value
        for book in self.books:
            book.calculate_automatically(value != "manual")

    def calculate(self) -> None:
        """Calculate what is out of date in all open workbooks."""
        for book in self.books:
            book.xl.calculate()

    @property
    def status_bar(self) -> str | bool:
        """The text in the status bar; `False` when it is the program's own."""
        return self._status_text

    @status_bar.setter
    def status_bar(self, value: str | bool) -> None:
        self._status_text = value
        if value is False:
            if self._status is not None:
                self._status.end()
                self._status = None
        elif self._status is not None:
            self._status.setText(str(value))
        elif (frame := self.office.desktop.getCurrentFrame()) is not None:
            self._status = frame.createStatusIndicator()
            self._status.start(str(value), 0)

    @property
    def cut_copy_mode(self) -> str | None:
        """`copy` while a copied range waits to be pasted."""
        return "copy" if self.copied is not None else None

    @cut_copy_mode.setter
    def cut_copy_mode(self, value: bool) -> None:
        if not value:
            self.copied = None

    def alert(
        self,
        prompt: str,
        title: str | None,
        buttons: str | None,
        mode: str | None,
        callback: str | None,
    ) -> str | None:
        """Show a message box and return which button was pressed."""
        del callback
        book = self.books.active_or_none()
        window = book.window if book is not None else None
        return self.dialogs.show(prompt, title or "", buttons or "ok", mode, window)

    def ask(self, prompt: str, title: str, proposal: str) -> str | None:
        """Ask for a line of text; `None` when the dialog is cancelled."""
        book = self.books.active_or_none()
        return self.dialogs.ask(prompt, title, proposal, book.window if book else None)

    def run(self, macro: str, args: list[Any]) -> object:
        """Run a Basic macro of an open workbook and return its result."""
        return run_macro(self, macro, args)

    def _end_with_program(self) -> None:
        if self.office.process is not None and self.office.process.poll() is None:
            self.office.end(at_once=True)
            self._remove_locks()

    def _remove_locks(self) -> None:
        """Remove what a killed office has left behind; it cannot be asked any more."""
        for book in self.open_books:
            if book.last_url.startswith("file:"):
                filters.remove_dead_lock(Path(bridge.path_of(book.last_url)))
