"""A running LibreOffice for tests that work on open workbooks, and what its dialogs said."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xlwings


@dataclass(slots=True)
class Recorder:
    """Stands in for a person at the dialogs: notes every text, gives prepared answers.

    Attributes:
        shown: Title and text of every dialog, in order.
        answers: What is answered to questions, the first one first; `no` when there is none left.
    """

    shown: list[tuple[str, str]] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)

    def show(self, prompt: str, title: str, buttons: str, mode: str | None, window: object) -> str:
        """Take the place of the engine's own dialogs."""
        del mode, window
        self.shown.append((title, prompt))
        if buttons == "ok":
            return "ok"
        return self.answers.pop(0) if self.answers else "no"

    def ask(self, prompt: str, title: str, proposal: str, window: object) -> str | None:
        """Take the place of the engine's own input box; without an answer it is cancelled."""
        del proposal, window
        self.shown.append((title, prompt))
        return self.answers.pop(0) if self.answers else None

    @property
    def last(self) -> str:
        """The text of the last dialog."""
        return self.shown[-1][1]


@contextlib.contextmanager
def running_office() -> Iterator[xlwings.App]:
    """Start LibreOffice without windows, and end it."""
    from kinerja_xl.live import libreoffice

    app = libreoffice.start()
    try:
        yield app
    finally:
        app.quit()


@contextlib.contextmanager
def opened(app: xlwings.App, path: Path, *, read_only: bool = False) -> Iterator[xlwings.Book]:
    """Open a workbook, and close it without saving."""
    book = app.books.open(str(path), read_only=read_only)
    try:
        yield book
    finally:
        book.close()
