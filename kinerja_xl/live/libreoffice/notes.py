"""Notes on cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlwings import base_classes

from kinerja_xl.live.libreoffice.boxes import Box
from kinerja_xl.live.libreoffice.bridge import UnoObject
from kinerja_xl.live.libreoffice.ranges import Range

if TYPE_CHECKING:
    from kinerja_xl.live.libreoffice.sheet import Sheet


class Note(base_classes.Note):
    """The note on one cell."""

    def __init__(self, cell: Range, xl: UnoObject) -> None:
        self.cell = cell
        self.xl = xl

    @property
    def api(self) -> UnoObject:
        """LibreOffice's annotation."""
        return self.xl

    @property
    def text(self) -> str:
        """Its text."""
        return str(self.xl.getString())

    @text.setter
    def text(self, value: str) -> None:
        self.xl.setString(value)

    @property
    def author(self) -> str:
        """Who wrote it."""
        return str(self.xl.getAuthor())

    @property
    def location(self) -> Range:
        """Its cell."""
        return self.cell

    def delete(self) -> None:
        """Delete it."""
        notes = self.cell.sheet.xl.getAnnotations()
        for index in range(notes.getCount()):
            position = notes.getByIndex(index).getPosition()
            if (position.Row + 1, position.Column + 1) == (self.cell.row, self.cell.column):
                notes.removeByIndex(index)
                return


def note_on(cell: Range) -> Note | None:
    """Return the note on the first cell of a range."""
    xl = cell.cell(cell.row, cell.column).getAnnotation()
    # A cell without a note has an annotation without a place on the sheet.
    return Note(cell, xl) if xl is not None and xl.getParent() is not None and _text(xl) else None


def notes_on(sheet: Sheet) -> list[Note]:
    """Return all notes of a sheet."""
    notes = sheet.xl.getAnnotations()
    found = [notes.getByIndex(index) for index in range(notes.getCount())]
    places = [(one, one.getPosition()) for one in found]
    return [Note(Range(sheet, Box(at.Row + 1, at.Column + 1)), one) for one, at in places]


def add_note(cell: Range, text: str) -> Note:
    """Put a note on a cell."""
    place = cell.cell(cell.row, cell.column).getCellAddress()
    cell.sheet.xl.getAnnotations().insertNew(place, text)
    found = note_on(cell)
    assert found is not None  # it was just inserted
    return found


def _text(xl: UnoObject) -> str:
    return str(xl.getString())
