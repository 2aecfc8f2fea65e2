"""One press of a button: the workbook it concerns, its circumstances, and how it ends."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import xlwings

from kinerja_xl.errors import KinerjaError
from kinerja_xl.live.book import LiveMasterBook
from kinerja_xl.live.host import LIBREOFFICE, busy_error, host_of, is_busy
from kinerja_xl.live.lock import held
from kinerja_xl.live.messages import listed_text, result_text, unexpected_text
from kinerja_xl.live.questions import chosen_option, numbered_question
from kinerja_xl.live.state import own_state_folder, write_log

if TYPE_CHECKING:
    from kinerja_xl.core.period import Period
    from kinerja_xl.usecases.gather import Run
    from kinerja_xl.usecases.report import Report

TITLE = "Kinerja"


@dataclass(frozen=True, slots=True)
class Session:
    """What a button works with.

    Attributes:
        label: The button's label.
        workbook: The open workbook.
        book: The same as a master.
        run: When, by whom, and who is told of progress.
    """

    label: str
    workbook: xlwings.Book
    book: LiveMasterBook
    run: Run

    def period(self) -> Period:
        """Return the active period.

        Raises:
            KinerjaError: If KENDALI names none.
        """
        from kinerja_xl.usecases.gather import active_period

        return active_period(self.book)

    def agrees(self, question: str) -> bool:
        """Ask a question with the answers yes and no."""
        answer = self.workbook.app.alert(question, f"{TITLE}: {self.label}", "yes_no", "info")
        return answer == "yes"

    def ask(self, question: str, proposal: str = "") -> str | None:
        """Ask for a line of text; `None` when the dialog is cancelled."""
        title = f"{TITLE}: {self.label}"
        answer = host_of(self.workbook).ask(question, title, proposal)
        return None if answer is None else " ".join(answer.split())

    def reason(self, question: str) -> str | None:
        """Ask for a reason; `None` when the dialog is cancelled.

        Raises:
            KinerjaError: If none is given.
        """
        answer = self.ask(question)
        if answer == "":
            raise KinerjaError(
                "Alasan belum ditulis; tidak ada yang diubah.",
                remedy="Tekan tombolnya lagi, lalu tulis alasannya.",
            )
        return answer

    def choose(self, question: str, options: Sequence[str], proposal: int = 0) -> int | None:
        """Ask for one of several things by its number, until it is one of them.

        Args:
            question: What is asked.
            options: What there is to choose from, as shown.
            proposal: Position of the one that is proposed.

        Returns:
            The position of the chosen one; `None` when the dialog is cancelled.
        """
        text = numbered_question(question, options)
        while (answer := self.ask(text, str(proposal + 1))) is not None:
            if (chosen := chosen_option(answer, len(options))) is not None:
                return chosen
        return None

    def finished(self, report: Report, sheet: str = "") -> str:
        """Show where the outcome of a report stands, and return its text.

        Args:
            report: What was done.
            sheet: The sheet to show when there are no findings; none when empty.
        """
        from kinerja_xl.layout import tables

        self.show(tables.FINDINGS if report.findings else sheet)
        return result_text(report)

    def show(self, sheet: str) -> None:
        """Bring a sheet to the front, if there is one of that name."""
        if sheet and sheet in self.workbook.sheets:
            self.workbook.sheets[sheet].activate()

    def told(self, report: Report, sheet: str = "") -> str:
        """Show a sheet, and return the text of a report whose findings do not stand in TEMUAN."""
        self.show(sheet)
        return listed_text(report)

    def front_sheet(self) -> str:
        """Return the name of the sheet in front."""
        return str(self.workbook.sheets.active.name)

    def selected_rows(self, sheet: str, among: range) -> tuple[int, ...]:
        """Return which of some Excel rows are selected on a sheet; none when another is in front.

        Args:
            sheet: The sheet's name.
            among: The rows of a table's data; what a filter hides does not count.
        """
        if self.front_sheet() != sheet:
            return ()
        return host_of(self.workbook).selected_rows(self.workbook.sheets[sheet], among)

    def selected_row(self, sheet: str) -> int | None:
        """Return the Excel row that is selected on a sheet; `None` when something else is."""
        selection = self.workbook.app.selection
        if selection is None or selection.sheet.name != sheet:
            return None
        return int(selection.row)


def press(label: str, work: Callable[[Session], str]) -> None:
    """Run a button's work on the workbook it was pressed in, and say how it ended.

    Args:
        label: The button's label.
        work: Does the work and returns the message to show.
    """
    app: xlwings.App | None = None
    try:
        book = calling_book()
        app = book.app
        with _opened(label, book) as session:
            text, mode = work(session), "info"
    except KinerjaError as error:
        text, mode = str(error), "critical"
    except Exception as error:  # noqa: BLE001 - the user gets a dialog, the log the traceback
        text, mode = _text_of(error, label), "critical"
    tell(text, f"{TITLE}: {label}", mode, app)


def tell(text: str, title: str, mode: str, app: xlwings.App | None) -> None:
    """Show a message; without a program to show it, it is what the process ends with."""
    shown_by = app or _active_app()
    if shown_by is None:
        sys.exit(text)
    shown_by.alert(text, title, "ok", mode)


def calling_book() -> xlwings.Book:
    """Return the workbook in which a button was pressed.

    Raises:
        KinerjaError: If no workbook is open.
    """
    engine = xlwings.engines.active
    try:
        if engine is not None and engine.name == LIBREOFFICE:
            return xlwings.Book(impl=engine.apps.active.books.active.impl)
        return xlwings.Book.caller()
    except Exception as error:
        if is_busy(error):
            raise busy_error() from error
        raise KinerjaError(
            "Tidak ada buku induk yang terbuka.",
            remedy="Buka buku induk di folder kantor, lalu tekan tombol di sana.",
        ) from error


def open_in_file_manager(folder: Path) -> None:
    """Open a folder as a double click would.

    Raises:
        KinerjaError: If this computer has no program for it.
    """
    try:
        if sys.platform == "win32":
            os.startfile(folder)
        else:
            program = "open" if sys.platform == "darwin" else "xdg-open"
            subprocess.Popen([program, str(folder)], stdout=subprocess.DEVNULL)
    except OSError as error:
        raise KinerjaError(
            f"Folder tidak dapat dibuka ({error.strerror or error}).",
            where=str(folder),
            remedy="Buka folder itu dari pengelola berkas.",
        ) from error


@contextlib.contextmanager
def _opened(label: str, book: xlwings.Book) -> Iterator[Session]:
    """Wait for the program, refuse what is no master, and hold the master's lock."""
    host_of(book).wait_until_ready()
    status = _StatusBar(book.app, label)
    master = LiveMasterBook(book, now=lambda: run.now, action=label.partition(" ")[0].lower())
    master.require_master()
    from kinerja_xl.usecases.circumstances import run_now  # after the first cell was read

    run = run_now(status.show)
    with held(master.path, own_state_folder() / "kunci"), status:
        yield Session(label, book, master, run)


class _StatusBar:
    """Progress in the program's status bar, which gets its own text back at the end."""

    def __init__(self, app: xlwings.App, label: str) -> None:
        self._app = app
        self._label = label

    def __enter__(self) -> None:
        self._app.status_bar = f"{self._label} …"

    def __exit__(self, *_: object) -> None:
        self._app.status_bar = False

    def show(self, what: str, done: int, total: int) -> None:
        self._app.status_bar = f"{what} ({done} dari {total})" if total else what


def _text_of(error: Exception, label: str) -> str:
    from kinerja_xl.usecases.circumstances import run_now

    if is_busy(error):
        return str(busy_error())
    return unexpected_text(error, write_log(error, label, run_now().now, own_state_folder()))


def _active_app() -> xlwings.App | None:
    try:
        return xlwings.apps.active
    except Exception:  # noqa: BLE001 - no program that could say anything
        return None
