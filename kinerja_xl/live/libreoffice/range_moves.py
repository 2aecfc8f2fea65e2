"""Moving cells about: insert, delete, copy, paste, merge, fill; names, links and notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from kinerja_xl.live.libreoffice import clipboard, fills, filters
from kinerja_xl.live.libreoffice.boxes import Box, box_of
from kinerja_xl.live.libreoffice.bridge import enumeration
from kinerja_xl.live.libreoffice.names import Name, Names, split_name
from kinerja_xl.live.libreoffice.range_contents import Contents

if TYPE_CHECKING:
    from kinerja_xl.live.libreoffice.notes import Note
    from kinerja_xl.live.libreoffice.ranges import Range
    from kinerja_xl.live.libreoffice.table import Table

_INSERT = "com.sun.star.sheet.CellInsertMode"
_DELETE = "com.sun.star.sheet.CellDeleteMode"


class Moves(Contents):
    """What moves cells, or hangs something on them."""

    @property
    def name(self) -> Name | None:
        """The defined name that stands for exactly these cells."""
        return Names(self.sheet.book, None).of_range(self)

    @name.setter
    def name(self, value: str) -> None:
        scope, local = split_name(value)
        names = (self.sheet.book.sheets(scope) if scope else self.sheet.book).names
        names.add(local, f"={self.sheet.quoted_name}!{self.box.address()}")

    @property
    def table(self) -> Table | None:
        """The table that the first cell belongs to."""
        return self.sheet.tables.around(self.box)

    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:
        """Insert cells here and move the others down or to the right."""
        del copy_origin
        self.sheet.require_unprotected(self.box, "disisipi")
        mode = self._insert_mode(shift)
        self.sheet.xl.insertCells(self.xl.getRangeAddress(), enumeration(_INSERT, mode))
        self.sheet.book.moves += 1

    def delete(self, shift: str | None = None) -> None:
        """Delete the cells and move the others up or to the left."""
        self.sheet.require_unprotected(self.box, "dihapus")
        mode = self._delete_mode(shift)
        self.sheet.xl.removeRange(self.xl.getRangeAddress(), enumeration(_DELETE, mode))
        self.sheet.book.moves += 1

    def merge(self, across: bool) -> None:
        """Join the cells into one, or those of each row."""
        self.sheet.require_unprotected(self.box)
        box = self.box
        rows = [Box(row, box.column, 1, box.columns) for row in range(box.row, box.last_row + 1)]
        for part in rows if across else [box]:
            cells = self.at(part)
            cells.unmerge()
            cells.xl.merge(True)

    def unmerge(self) -> None:
        """Take joined cells apart."""
        self.sheet.require_unprotected(self.box)
        self.xl.merge(False)

    @property
    def merge_area(self) -> Moves:
        """The joined cells that the first cell belongs to."""
        first = self.at(Box(self.box.row, self.box.column))
        cursor = self.sheet.xl.createCursorByRange(first.xl)
        cursor.collapseToMergedArea()
        return self.at(box_of(cursor.getRangeAddress()))

    @property
    def merge_cells(self) -> bool | None:
        """Whether the cells are joined; `None` when only some are."""
        area = self.merge_area.box
        if area.rows * area.columns > 1:
            return True if area.holds(self.box) else None
        return bool(self.xl.IsMerged)

    def to_pdf(self, path: str, quality: str = "standard") -> None:
        """Print the cells into a PDF file."""
        filters.export_pdf(self.sheet.book.xl, path, quality, self.xl)

    def _as_range(self) -> Range:
        """Return it as what it is a part of."""
        return cast("Range", self)

    def _insert_mode(self, shift: str | None) -> str:
        if self.box.has_whole_rows:
            return "ROWS"
        if self.box.has_whole_columns:
            return "COLUMNS"
        usual = "right" if self.box.rows > self.box.columns else "down"
        return {"down": "DOWN", "right": "RIGHT"}[shift or usual]

    def _delete_mode(self, shift: str | None) -> str:
        if self.box.has_whole_rows:
            return "ROWS"
        if self.box.has_whole_columns:
            return "COLUMNS"
        usual = "left" if self.box.rows >= self.box.columns else "up"
        return {"up": "UP", "left": "LEFT"}[shift or usual]

    def copy(self, destination: Any = None) -> None:
        """Copy the cells to other ones, or onto the clipboard."""
        clipboard.copy(self)
        self.sheet.book.app.copied = self._as_range()
        if destination is not None:
            destination.impl.paste()

    def paste(
        self,
        paste: str | None = None,
        operation: str | None = None,
        skip_blanks: bool = False,
        transpose: bool = False,
    ) -> None:
        """Paste what was copied.

        Raises:
            ValueError: If nothing was copied.
        """
        source = self.sheet.book.app.copied
        if source is None:
            raise ValueError("nothing was copied")
        clipboard.paste(
            source,
            self,
            paste or "all",
            operation=operation,
            skip_blanks=skip_blanks,
            transpose=transpose,
        )

    def copy_from(
        self,
        source_range: Any,
        copy_type: str = "all",
        skip_blanks: bool = False,
        transpose: bool = False,
    ) -> None:
        """Copy other cells, or one aspect of them, here."""
        source_range.impl.copy()
        self.paste(copy_type, None, skip_blanks, transpose)

    def move(self, destination: Any) -> None:
        """Move the cells; formulas that refer to them follow."""
        target = destination.impl
        self.sheet.require_unprotected(self.box, "dipindahkan")
        target.sheet.require_unprotected(target.box.resized(*self.shape))
        place = target.cell(target.row, target.column).getCellAddress()
        self.sheet.xl.moveRange(place, self.xl.getRangeAddress())
        self.sheet.book.moves += 1

    def autofill(self, destination: Any, type_: str) -> None:
        """Fill a range that begins with these cells, continuing them."""
        target = destination.impl
        target.sheet.require_unprotected(target.box)
        fills.fill(self, target, type_)

    def group(self, by: str) -> None:
        """Group its rows or columns."""
        self.sheet.xl.group(self.xl.getRangeAddress(), _orientation(by))

    def ungroup(self, by: str) -> None:
        """Take the grouping of its rows or columns away."""
        self.sheet.xl.ungroup(self.xl.getRangeAddress(), _orientation(by))

    @property
    def hyperlink(self) -> str:
        """The address that the cell links to.

        Raises:
            ValueError: If it has no link.
        """
        fields = self.cell(self.row, self.column).getTextFields().createEnumeration()
        if not fields.hasMoreElements():
            raise ValueError(f"the cell {self.address} has no link")
        url = str(fields.nextElement().URL)
        return url.removeprefix("#") if url.startswith("#") else url

    def add_hyperlink(
        self, address: str, text_to_display: str | None = None, screen_tip: str | None = None
    ) -> None:
        """Put a link into the cell; LibreOffice shows the address as its tip."""
        del screen_tip
        self.sheet.require_unprotected(self.box)
        cell = self.cell(self.row, self.column)
        field = self.sheet.book.xl.createInstance("com.sun.star.text.TextField.URL")
        field.URL = address
        field.Representation = text_to_display or address
        cell.setString("")
        cell.insertTextContent(cell.createTextCursor(), field, False)

    @property
    def note(self) -> Note | None:
        """The note on the first cell."""
        from kinerja_xl.live.libreoffice.notes import note_on

        return note_on(self._as_range())

    def add_note(self, text: str) -> Note:
        """Put a note on the cell."""
        from kinerja_xl.live.libreoffice.notes import add_note

        self.sheet.require_unprotected(self.box)
        return add_note(self._as_range(), text)

    @property
    def comment(self) -> None:
        """LibreOffice has notes, but no threads of comments."""
        raise NotImplementedError("LibreOffice has no threaded comments; use notes")

    def add_comment(self, text: str) -> None:
        """LibreOffice has notes, but no threads of comments."""
        raise NotImplementedError("LibreOffice has no threaded comments; use notes")

    def copy_picture(self, appearance: str, format: str) -> None:
        """Put a picture of the cells onto the clipboard, along with the cells themselves.

        LibreOffice offers what is copied in several forms, a picture being one of them.
        """
        del appearance, format
        clipboard.copy(self)
        self.sheet.book.app.copied = self._as_range()

    def to_png(self, path: str) -> None:
        """Write a picture of the cells."""
        filters.export_png(self.xl, path)


def _orientation(by: str) -> Any:
    name = "COLUMNS" if by.lower().startswith("c") else "ROWS"
    return enumeration("com.sun.star.table.TableOrientation", name)
