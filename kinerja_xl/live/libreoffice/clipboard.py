"""Copying and pasting through LibreOffice's clipboard."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kinerja_xl.live.libreoffice.boxes import Box
from kinerja_xl.live.libreoffice.bridge import UnoObject, properties
from kinerja_xl.live.libreoffice.range_contents import Contents

if TYPE_CHECKING:
    from kinerja_xl.live.libreoffice.book import Book

_PASTE_COMMAND = ".uno:InsertContents"
_SETTINGS, _QUESTION = "/org.openoffice.Office.Calc/Input", "ReplaceCellsWarning"
_NO_MOVE = 4
# What is pasted: strings, values, dates, formulas, notes, formats; A is everything.
_FLAGS = {
    "all": "A",
    "all_except_borders": "A",
    "all_merging_conditional_formats": "A",
    "all_using_source_theme": "A",
    "comments": "N",
    "formats": "T",
    "formulas": "SVDF",
    "formulas_and_number_formats": "SVDF",
    "values": "SVD",
    "values_and_number_formats": "SVD",
}
_OPERATIONS = {None: 0, "add": 1, "subtract": 2, "multiply": 3, "divide": 4}
_WITH_NUMBER_FORMATS = {"formulas_and_number_formats", "values_and_number_formats"}


def copy(cells: Contents) -> None:
    """Put cells on the clipboard."""
    with _selected(cells) as book:
        _dispatch(book, ".uno:Copy")


def paste(
    source: Contents,
    target: Contents,
    kind: str,
    *,
    operation: str | None = None,
    skip_blanks: bool = False,
    transpose: bool = False,
) -> None:
    """Paste what was copied, or one aspect of it.

    Args:
        source: The cells on the clipboard.
        target: Where to paste; the first cell is enough.
        kind: What is pasted, in xlwings' words.
        operation: `add`, `subtract`, `multiply` or `divide`, with the values that are there.
        skip_blanks: Whether empty cells leave what is there.
        transpose: Whether rows become columns.
    """
    rows, columns = source.shape[::-1] if transpose else source.shape
    shape = target.box.resized(max(rows, target.box.rows), max(columns, target.box.columns))
    target.sheet.require_unprotected(shape)
    if kind == "column_widths":
        _paste_widths(source, target)
        return
    if kind == "validation":
        target.at(shape).xl.Validation = source.xl.Validation
        return
    place = target if len(target) > 1 else target.at(shape)
    with _selected(place) as book, _overwriting_unasked(book):
        _dispatch(
            book,
            _PASTE_COMMAND,
            Flags=_FLAGS[kind],
            FormulaCommand=_OPERATIONS[operation],
            SkipEmptyCells=skip_blanks,
            Transpose=transpose,
            AsLink=False,
            MoveMode=_NO_MOVE,
        )
    if kind in _WITH_NUMBER_FORMATS:
        _paste_number_formats(source, target.at(shape), transpose=transpose)


def _paste_widths(source: Contents, target: Contents) -> None:
    lines = source.xl.getColumns()
    for index in range(source.box.columns):
        width = lines.getByIndex(index).Width
        target.sheet.xl.getColumns().getByIndex(target.column - 1 + index).Width = width


def _paste_number_formats(source: Contents, target: Contents, *, transpose: bool) -> None:
    for key, boxes in source.number_formats():
        code = source.sheet.book.formats.code(key)
        for box in boxes:
            down, right = box.row - source.row, box.column - source.column
            rows, columns = box.rows, box.columns
            if transpose:
                down, right, rows, columns = right, down, columns, rows
            cells = target.at(Box(target.row + down, target.column + right, rows, columns))
            cells.xl.NumberFormat = target.sheet.book.formats.key(code)


@contextmanager
def _selected(cells: Contents) -> Iterator[Book]:
    """Select cells for a moment, as the commands of the clipboard work on what is selected.

    Raises:
        NotImplementedError: If the workbook has no window.
    """
    book = cells.sheet.book
    controller = book.controller
    if controller is None:
        raise NotImplementedError("a workbook without a window has no clipboard")
    sheet, before = controller.getActiveSheet(), controller.getSelection()
    was_locked = book.is_screen_locked
    # Without its views a command would see the old selection.
    book.lock_screen(False)
    controller.select(cells.xl)
    try:
        yield book
    finally:
        controller.setActiveSheet(sheet)
        if before is not None:
            controller.select(before)
        book.lock_screen(was_locked)


@contextmanager
def _overwriting_unasked(book: Book) -> Iterator[None]:
    """Let filled cells be pasted over without a question, which would wait or be declined."""
    provider = book.app.office.create("com.sun.star.configuration.ConfigurationProvider")
    settings = provider.createInstanceWithArguments(
        "com.sun.star.configuration.ConfigurationUpdateAccess", properties(nodepath=_SETTINGS)
    )
    if not settings.getByName(_QUESTION):
        yield
        return
    settings.replaceByName(_QUESTION, False)
    settings.commitChanges()
    try:
        yield
    finally:
        settings.replaceByName(_QUESTION, True)
        settings.commitChanges()


def _dispatch(book: Book, command: str, **arguments: object) -> None:
    helper = book.app.office.create("com.sun.star.frame.DispatchHelper")
    controller: UnoObject = book.controller
    helper.executeDispatch(controller.getFrame(), command, "", 0, properties(**arguments))
