"""Excel as a host: COM on Windows, AppleScript on macOS."""

from __future__ import annotations

import contextlib
import re
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kinerja_xl.errors import KinerjaError
from kinerja_xl.layout.styles import AS_TEXT_FORMAT
from kinerja_xl.live.cells import Text, Written
from kinerja_xl.live.host import Block, busy_error, is_busy, password_is_named

if TYPE_CHECKING:
    import xlwings

_LONGEST_IN_BLOCK = 8_000
_PATIENCE_SECONDS = 5.0
_PAUSE_SECONDS = 0.1
_LONGEST_PROMPT = 255
"""Excel's own input box takes no longer text."""
_TEXT = 2
"""Has that input box return what was typed as it is."""
_LONGEST_ADDRESS = 240
"""Excel ends the address of a selection without a word after 255 characters."""
_AREA_ROWS = re.compile(r"\$?[A-Z]*\$?(\d*)(?::\$?[A-Z]*\$?(\d*))?")
_ASK_ON_MACOS = (
    "on run argv", "set given to display dialog (item 1 of argv) with title (item 2 of argv) "
    "default answer (item 3 of argv)", "return text returned of given", "end run",
)  # fmt: skip
_ALLOWED = (
    "FormattingCells", "FormattingColumns", "FormattingRows", "InsertingColumns", "InsertingRows",
    "InsertingHyperlinks", "DeletingColumns", "DeletingRows", "Sorting", "Filtering",
    "UsingPivotTables",
)  # fmt: skip


class _Excel(ABC):
    """What is the same on both systems."""

    def __init__(self, book: xlwings.Book) -> None:
        self._book = book

    def assign(self, cells: xlwings.Range, block: Block) -> None:
        """Write contents into a range; Excel reads texts as if typed, unless told otherwise."""
        _assign_as_typed(cells, block)

    def fill_down(self, cells: xlwings.Range) -> None:
        """Give all rows of a range the formulas, formats and validations of its first row."""
        cells[0, :].autofill(cells, "fill_copy")

    def selected_rows(self, sheet: xlwings.Sheet, among: range) -> tuple[int, ...]:
        """Return which of these Excel rows the selection touches; hidden ones do not count.

        Raises:
            KinerjaError: If it has too many parts.
        """
        selection = self._book.app.selection
        address = selection.address if selection is not None else ""
        if len(address) > _LONGEST_ADDRESS:
            raise KinerjaError(
                "Pilihan terdiri atas terlalu banyak bagian.",
                where=sheet.name,
                remedy="Pilih baris yang berurutan, atau kerjakan sebagian demi sebagian.",
            )
        rows = rows_of(address, among)
        return tuple(row for row in rows if sheet.range((row, 1)).row_height)

    @abstractmethod
    def unlocked(self, sheets: Sequence[xlwings.Sheet]) -> contextlib.AbstractContextManager[None]:
        """Lift the protection of sheets for a while."""

    def unlocked_to_resize(
        self, sheets: Sequence[xlwings.Sheet]
    ) -> contextlib.AbstractContextManager[None]:
        """Lift the protection of sheets for a while; Excel resizes no table under it."""
        return self.unlocked(sheets)


class WindowsExcel(_Excel):
    """Excel through COM."""

    def wait_until_ready(self) -> None:
        """Ask for the workbook's name until Excel answers, and not without end as xlwings does."""
        from xlwings import _xlwindows

        attempts, _xlwindows.N_COM_ATTEMPTS = _xlwindows.N_COM_ATTEMPTS, 1
        try:
            _wait_for(lambda: self._book.api.Name)
        finally:
            _xlwindows.N_COM_ATTEMPTS = attempts

    def prepare_to_save(self) -> None:
        """Do nothing: Excel loses nothing of a workbook."""

    def is_read_only(self) -> bool:
        """Say whether the workbook was opened to be read only."""
        return bool(self._book.api.ReadOnly)

    def is_1904(self) -> bool:
        """Say whether the workbook's dates count from 1904."""
        return bool(self._book.api.Date1904)

    def has_unsaved_changes(self) -> bool:
        """Say whether the workbook differs from its file."""
        return not self._book.api.Saved

    def ask(self, question: str, title: str, proposal: str) -> str | None:
        """Ask for a line of text; `None` when the dialog is cancelled."""
        text = (
            question if len(question) <= _LONGEST_PROMPT else question[: _LONGEST_PROMPT - 1] + "…"
        )
        answer = self._book.app.api.InputBox(text, Title=title, Default=proposal, Type=_TEXT)
        return None if answer is False else str(answer)

    def save_copy(self, path: Path) -> None:
        """Write the workbook as it is now to another file."""
        self._book.api.SaveCopyAs(str(path))

    @contextlib.contextmanager
    def unlocked(self, sheets: Sequence[xlwings.Sheet]) -> Iterator[None]:
        """Lift the protection of sheets for a while."""
        with contextlib.ExitStack() as stack:
            for sheet in sheets:
                if sheet.api.ProtectContents:
                    stack.enter_context(self._unlocked(sheet))
                for table in sheet.api.ListObjects:
                    if table.ShowAutoFilter and table.AutoFilter.FilterMode:
                        table.AutoFilter.ShowAllData()  # filling passes over hidden rows
            yield

    @contextlib.contextmanager
    def _unlocked(self, sheet: xlwings.Sheet) -> Iterator[None]:
        native = sheet.api
        words = [f"Allow{each}" for each in _ALLOWED]
        options = {word: getattr(native.Protection, word) for word in words}
        drawings, scenarios = native.ProtectDrawingObjects, native.ProtectScenarios
        selection = native.EnableSelection
        with password_is_named(sheet):
            native.Unprotect("")  # without the argument Excel would ask for a password
        try:
            yield
        finally:
            native.Protect(
                Password="", Contents=True, DrawingObjects=drawings, Scenarios=scenarios, **options
            )
            native.EnableSelection = selection


class MacExcel(_Excel):
    """Excel through AppleScript."""

    def wait_until_ready(self) -> None:
        """Ask for the workbook's name until Excel answers."""
        _wait_for(self._book.api.name.get)

    def prepare_to_save(self) -> None:
        """Do nothing: Excel loses nothing of a workbook."""

    def is_read_only(self) -> bool:
        """Say whether the workbook was opened to be read only."""
        return bool(self._book.api.read_only.get())

    def is_1904(self) -> bool:
        """Say whether the workbook's dates count from 1904."""
        return bool(self._book.api.date_1904.get())

    def has_unsaved_changes(self) -> bool:
        """Say whether the workbook differs from its file."""
        return not self._book.api.saved.get()

    def ask(self, question: str, title: str, proposal: str) -> str | None:
        """Ask for a line of text; `None` when the dialog is cancelled."""
        script = [part for line in _ASK_ON_MACOS for part in ("-e", line)]
        done = subprocess.run(
            ["/usr/bin/osascript", *script, question, title, proposal],
            capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        return done.stdout.removesuffix("\n") if done.returncode == 0 else None

    def save_copy(self, path: Path) -> None:
        """Save the workbook and copy its file: AppleScript's Excel cannot save a copy.

        What was typed is in the file then, and in the copy.
        """
        self._book.save()
        path.write_bytes(Path(self._book.fullname).read_bytes())

    @contextlib.contextmanager
    def unlocked(self, sheets: Sequence[xlwings.Sheet]) -> Iterator[None]:
        """Lift the protection of sheets for a while."""
        with contextlib.ExitStack() as stack:
            for sheet in sheets:
                if sheet.api.protect_contents.get():
                    stack.enter_context(self._unlocked(sheet))
            yield

    @contextlib.contextmanager
    def _unlocked(self, sheet: xlwings.Sheet) -> Iterator[None]:
        native = sheet.api
        words = [re.sub("([A-Z])", r"_\1", f"allow{each}").lower() for each in _ALLOWED]
        words[-1] = words[-1].rstrip("s")  # allow_using_pivot_table
        protection = native.protection_object
        options = {word: getattr(protection, word).get() for word in words}
        drawings = native.protect_drawing_objects.get()
        scenarios = native.protect_scenarios.get()
        with password_is_named(sheet):
            native.unprotect(password="")
        try:
            yield
        finally:
            native.protect_worksheet(
                password="", worksheet_contents=True, drawing_objects=drawings,
                scenarios=scenarios, **options,
            )  # fmt: skip


def rows_of(address: str, among: range) -> tuple[int, ...]:
    """Return which of these Excel rows an address of several areas touches, each once, in order.

    Args:
        address: Such as `$A$5:$C$7,$B$9`, `$5:$7`, or `$C:$C` for whole columns.
        among: The rows in question.
    """
    found: set[int] = set()
    for area in filter(None, address.split(",")):
        match = _AREA_ROWS.fullmatch(area)
        if match is None:
            raise ValueError(f"not an address: {area}")
        first = int(match[1] or among.start)
        last = int(match[2] or match[1] or among.stop)
        found.update(row for row in among if first <= row <= last)
    return tuple(sorted(found))


def _assign_as_typed(cells: xlwings.Range, block: Block) -> None:
    """Write contents as if typed; the apostrophe that marks a text does not become part of it.

    A formula that is typed into a cell of the text format would show as its own text.

    Some versions of Excel refuse a block with a text over 8,203 characters; such a text goes in
    alone.
    """
    marked = [[f"'{each}" if isinstance(each, Text) else each for each in row] for row in block]
    for column in range(len(block[0])):
        rows = [row for row, line in enumerate(block) if _is_formula(line[column])]
        if rows:
            formulas = cells[rows[0] : rows[-1] + 1, column]
            if formulas.number_format in (AS_TEXT_FORMAT, None):  # None: they differ
                formulas.number_format = "General"
    cells.formula = [["" if _is_long(each) else each for each in row] for row in marked]
    for down, row in enumerate(marked):
        for right, each in enumerate(row):
            if _is_long(each):
                cells[down, right].formula = each


def _is_formula(content: Written) -> bool:
    return str(content).startswith("=") and not isinstance(content, Text)


def _is_long(content: Written) -> bool:
    return isinstance(content, str) and len(content) > _LONGEST_IN_BLOCK


def _wait_for(call: Callable[[], object]) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            call()
        except Exception as error:
            if not is_busy(error):
                raise
            if time.monotonic() >= deadline:
                raise busy_error() from error
            time.sleep(_PAUSE_SECONDS)
        else:
            return
