"""A LibreOffice with windows, used as a person does: with the mouse and the keyboard."""

from __future__ import annotations

import contextlib
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kinerja_xl.live.libreoffice.bridge import UnoObject, load_uno, path_of, properties
from kinerja_xl.live.libreoffice.connection import Office
from tests.live.accessible import (
    PATIENCE_SECONDS,
    POLL_SECONDS,
    Part,
    comes_true,
    is_gone,
    until,
)
from tests.live.screen import Screen

MENU = "Kinerja"
"""The menu, and the toolbar."""

_QUICK_ANSWERS, _QUICK_SECONDS = 75, 0.25
_INSIDE = 3
"""So many pixels inside its edge a message box shows nothing but its ground."""
_DIALOGS = ("ALERT", "DIALOG")


@dataclass(frozen=True, slots=True, repr=False)
class Dialog:
    """A message box that waits for an answer."""

    title: str
    text: str
    window: Part


@dataclass(frozen=True, slots=True, repr=False)
class Desk:
    """A running LibreOffice on a screen, with its extension.

    Attributes:
        office: The way in.
        screen: Where its windows are and the mouse is.
        command: What starts it; a further start hands files over to the one that runs.
        environment: Its variables.
        home: The folder of its account.
        shots: Where pictures of the screen go.
    """

    office: Office
    screen: Screen
    command: tuple[str, ...]
    environment: dict[str, str]
    home: Path
    shots: Path

    def open(self, path: Path) -> UnoObject:
        """Open a workbook as a double click on it does, and close the warning about macros."""
        starting = subprocess.Popen([*self.command, str(path)], env=self.environment)

        def opened() -> UnoObject | None:
            if (dialog := self.dialog()) is not None:
                self.answer(dialog, "OK")
            return next(
                (each for each in self._documents() if path_of(each.URL) == str(path)), None
            )

        document = until(opened, f"{path.name} to open")
        starting.wait()
        self._wait_for_toolbar(document)
        return document

    def open_unwatched(self, path: Path) -> UnoObject:
        """Open a workbook as a program does: without macros, and asking nothing."""
        never = load_uno().Any("short", 0)
        settings = properties(MacroExecutionMode=never)
        return self.office.desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, settings)

    def new_workbook(self) -> UnoObject:
        """Open an empty workbook."""
        document = self.office.desktop.loadComponentFromURL(
            "private:factory/scalc", "_blank", 0, ()
        )
        self._wait_for_toolbar(document)
        return document

    def tool(self, document: UnoObject, label: str) -> Part:
        """Return a button of the toolbar over a workbook."""
        window = window_of(document)

        def find() -> Part | None:
            toolbar = window.find(MENU, "TOOL_BAR")
            return toolbar and toolbar.find(label, "PUSH_BUTTON")

        return until(find, f"the button {label}")

    def press(self, document: UnoObject, label: str) -> Dialog:
        """Click a button of the toolbar and return the message box that follows.

        Now and then LibreOffice loses a click right after a message box was closed, if that lay
        over a button of the sheet. While a button works, LibreOffice gives no answer; so many
        quick answers mean that none does, and the click is repeated.
        """
        place = self.tool(document, label).place

        def clicked() -> Dialog | None:
            self.screen.click(place)
            return self._soon()

        return until(clicked, f"what {label} says")

    def entry(self, document: UnoObject, label: str) -> Part:
        """Click the menu and return one of its entries.

        A menu that is opened right after a dialog may close at once, because the focus comes back
        late; it is clicked again then, as a person would.
        """
        window = window_of(document)

        def shown() -> Part | None:
            menu = window.find(MENU, "MENU")
            entries = menu.children() if menu else ()
            return next((each for each in entries if each.name == label and each.is_showing), None)

        def opened() -> Part | None:
            menu = window.find(MENU, "MENU")
            if menu is None:
                return None
            self.screen.click(menu.place)
            comes_true(lambda: shown() is not None)
            return shown()

        return until(opened, f"the entry {label}")

    @property
    def note(self) -> Path:
        """The note of the installation."""
        return self.home / "data" / "kinerja-xl" / "pemasangan.json"

    def type_into(self, document: UnoObject, cell: UnoObject, text: str) -> None:
        """Click a cell that is on the screen and type, without leaving it."""
        address = cell.CellAddress
        window = window_of(document)

        def table() -> Part | None:
            sheets = (part for part in window.inside() if part.is_one_of("DOCUMENT_SPREADSHEET"))
            tables = (part for sheet in sheets for part in sheet.children())
            return next((part for part in tables if part.is_one_of("TABLE")), None)

        cells = until(table, "the cells").context
        found = cells.getAccessibleCellAt(address.Row, address.Column)
        self.screen.click(Part(found.getAccessibleContext()).place)
        self.screen.type(text)
        until(lambda: window.find("Accept", "PUSH_BUTTON"), "the cell to be edited")

    @contextlib.contextmanager
    def dispatched(self, document: UnoObject, command: str) -> Iterator[None]:
        """Have a command run as a button would, also where its button is grey."""
        helper = self.office.create("com.sun.star.frame.DispatchHelper")
        frame = document.getCurrentController().getFrame()
        running = threading.Thread(
            target=helper.executeDispatch, args=(frame, command, "", 0, ()), daemon=True
        )
        running.start()
        yield
        running.join(PATIENCE_SECONDS)
        assert not running.is_alive(), f"{command} did not end"

    def dialog(self) -> Dialog | None:
        """Return the message box on the screen, if there is one.

        Accessibility knows it a while before it is there.
        """
        for part in self._top_windows():
            is_dialog = part.is_one_of(*_DIALOGS) and part.is_showing
            if is_dialog and self.screen.has_window(part.name):
                texts = [
                    each.name for each in part.inside()
                    if each.name and not each.is_one_of("PUSH_BUTTON", *_DIALOGS)
                ]  # fmt: skip
                return Dialog(part.name, "\n".join(texts), part)
        return None

    def message(self) -> Dialog:
        """Wait for a message box."""
        return until(self.dialog, "a message")

    def messages(self) -> Iterator[Dialog]:
        """Yield one message box after the other, each closed before the next, until none comes."""
        dialog: Dialog | None = self.message()
        while dialog is not None:
            yield dialog
            dialog = self._soon()

    def _soon(self) -> Dialog | None:
        """Return the message box that comes; nothing when LibreOffice has nothing left to do."""
        quick = 0
        while quick < _QUICK_ANSWERS:
            asked = time.monotonic()
            if (dialog := self.dialog()) is not None:
                return dialog
            quick = quick + 1 if time.monotonic() - asked < _QUICK_SECONDS else 0
            time.sleep(POLL_SECONDS)
        return None

    def answer(self, dialog: Dialog, button: str) -> None:
        """Click a button of a message box until it is gone.

        What lies below it must not get the click: a button of the sheet would keep the mouse.
        """
        until(lambda: self._is_painted(dialog.window), f"{dialog.title} to be painted")
        found = until(lambda: dialog.window.find(button, "PUSH_BUTTON"), f"the button {button}")

        def is_answered() -> bool:
            return self.screen.click_in(dialog.title, found.place) and comes_true(
                lambda: is_gone(dialog.window)
            )

        until(is_answered, f"{dialog.title} to close")

    def dismiss(self, dialog: Dialog) -> None:
        """Close a message box without caring for its answer."""
        buttons = (part for part in dialog.window.inside() if part.is_one_of("PUSH_BUTTON"))
        self.answer(dialog, [button.name for button in buttons][-1])

    def close(self, document: UnoObject) -> None:
        """Close a workbook without saving, and whatever message box a test has left."""
        while (dialog := self.dialog()) is not None:
            self.dismiss(dialog)
        if document in list(self._documents()):
            document.setModified(False)
            document.close(True)

    def shoot(self, name: str, dialog: Dialog | None = None) -> None:
        """Leave a picture of the screen, once it is painted and a message box on it, too."""
        if dialog is not None:
            until(lambda: self._is_painted(dialog.window), f"{dialog.title} to be painted")
        until(self.screen.has_settled, "the screen to settle")
        self.screen.picture(self.shots / f"{name}.png")

    def _is_painted(self, part: Part) -> bool:
        corner, size = part.context.getLocationOnScreen(), part.context.getSize()
        colour = part.context.getBackground() & 0xFFFFFF
        columns = (corner.X + _INSIDE, corner.X + size.Width - _INSIDE)
        rows = (corner.Y + _INSIDE, corner.Y + size.Height - _INSIDE)
        return self.screen.colours(columns, rows) == {colour}

    def _wait_for_toolbar(self, document: UnoObject) -> None:
        until(lambda: window_of(document).find(MENU, "TOOL_BAR"), "the toolbar")

    def _documents(self) -> Iterator[UnoObject]:
        components = self.office.desktop.Components.createEnumeration()
        while components.hasMoreElements():
            component = components.nextElement()
            if hasattr(component, "NamedRanges"):
                yield component

    def _top_windows(self) -> Iterator[Part]:
        toolkit = self.office.create("com.sun.star.awt.Toolkit")
        for n in range(toolkit.getTopWindowCount()):
            context = toolkit.getTopWindow(n).getAccessibleContext()
            if context is not None:  # an open menu has none
                yield Part(context)


def window_of(document: UnoObject) -> Part:
    """Return the window that shows a workbook."""
    frame = document.getCurrentController().getFrame()
    return Part(frame.getContainerWindow().getAccessibleContext())
