"""LibreOffice Calc as a host, through the project's own engine."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kinerja_xl.live.cells import Text, Written
from kinerja_xl.live.host import Block, password_is_named

if TYPE_CHECKING:
    import xlwings

_OTHER_EPOCH = 1904
"""The year of the day 0 in workbooks that began on an old Macintosh."""


class LibreOfficeHost:
    """One workbook; `api` of workbook, sheet and range is what UNO calls them."""

    def __init__(self, book: xlwings.Book) -> None:
        self._book = book

    @property
    def _document(self) -> Any:
        return self._book.api

    def wait_until_ready(self) -> None:
        """Do nothing: LibreOffice answers while a cell is edited."""

    def is_read_only(self) -> bool:
        """Say whether the workbook was opened to be read only."""
        return bool(self._document.isReadonly())

    def is_1904(self) -> bool:
        """Say whether the workbook's dates count from 1904."""
        return int(self._document.NullDate.Year) == _OTHER_EPOCH

    def has_unsaved_changes(self) -> bool:
        """Say whether the workbook differs from its file."""
        return bool(self._document.isModified())

    def save_copy(self, path: Path) -> None:
        """Write the workbook as it is now to another file, in the format of its own."""
        arguments = tuple(each for each in self._document.getArgs() if each.Name == "FilterName")
        self._document.storeToURL(path.as_uri(), arguments)

    def assign(self, cells: xlwings.Range, block: Block) -> None:
        """Write contents into a range; texts stay texts, but for those that look like formulas."""
        cells.formula = [
            ["" if _looks_like_formula(each) else each for each in row] for row in block
        ]
        for down, row in enumerate(block):
            for right, each in enumerate(row):
                if _looks_like_formula(each):
                    cells.api.getCellByPosition(right, down).setString(each)

    def fill_down(self, cells: xlwings.Range) -> None:
        """Give all rows of a range what its first row has; values count up, formulas do not."""
        from kinerja_xl.live.libreoffice.bridge import enumeration

        down = enumeration("com.sun.star.sheet.FillDirection", "TO_BOTTOM")
        cells.api.fillAuto(down, 1)
        self._record_nothing()

    @contextlib.contextmanager
    def unlocked(self, sheets: Sequence[xlwings.Sheet]) -> Iterator[None]:
        """Lift the protection of sheets for a while.

        UNO cannot name the options of a protection, so lifting it is taken back as an act of the
        user would be, which brings them back; nothing in between is recorded. What could be undone
        before is forgotten, as after a macro in Excel: it may concern cells that have moved.
        """
        locked = [sheet for sheet in sheets if sheet.api.isProtected()]
        acts = self._document.UndoManager
        before = len(acts.getAllUndoActionTitles())
        lifted: list[xlwings.Sheet] = []
        try:
            for sheet in locked:
                with password_is_named(sheet):
                    sheet.api.unprotect("")
                lifted.append(sheet)
            acts.lock()
            try:
                yield
            finally:
                acts.unlock()
        finally:
            if len(acts.getAllUndoActionTitles()) == before + len(lifted):
                for _ in lifted:
                    acts.undo()
            for sheet in lifted:
                if not sheet.api.isProtected():  # its options are lost, the protection is not
                    sheet.api.protect("")
            acts.clear()

    def _record_nothing(self) -> None:
        """Lock the recording of acts again, which some calls of LibreOffice unlock on their way."""
        acts = self._document.UndoManager
        if not acts.isLocked():
            acts.unlock()  # the lock is counted, and counting went on
            acts.lock()

    def unlocked_to_resize(
        self, sheets: Sequence[xlwings.Sheet]
    ) -> contextlib.AbstractContextManager[None]:
        """Do nothing: a table can be resized under protection.

        And it has to be. Resizing one records an act of the user even when recording is locked,
        and unlocks it, which would upset `unlocked`.
        """
        del sheets
        return contextlib.nullcontext()

    def prepare_to_save(self) -> None:
        """Put the buttons back on KENDALI, which LibreOffice does not read from its own files."""
        from kinerja_xl.live.sheet_buttons import restore_buttons

        restore_buttons(self._book)

    def ask(self, question: str, title: str, proposal: str) -> str | None:
        """Ask for a line of text; `None` when the dialog is cancelled."""
        answer: str | None = self._book.app.impl.ask(question, title, proposal)
        return answer

    def selected_rows(self, sheet: xlwings.Sheet, among: range) -> tuple[int, ...]:
        """Return which of these Excel rows the selection touches; hidden ones do not count."""
        selected = self._document.CurrentSelection
        if hasattr(selected, "getRangeAddresses"):
            areas = selected.getRangeAddresses()
        elif hasattr(selected, "getRangeAddress"):
            areas = (selected.getRangeAddress(),)
        else:
            areas = ()  # a picture, a button
        rows = {
            row
            for area in areas
            for row in range(max(area.StartRow + 1, among.start), min(area.EndRow + 2, among.stop))
        }
        shown = sheet.api.Rows
        return tuple(row for row in sorted(rows) if shown.getByIndex(row - 1).IsVisible)


def _looks_like_formula(content: Written) -> bool:
    return isinstance(content, Text) and content.startswith("=")
