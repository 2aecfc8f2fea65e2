"""Defined names of a workbook and of its sheets."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from kinerja_xl.live.libreoffice.boxes import quoted_sheet
from kinerja_xl.live.libreoffice.bridge import UnoObject, error_kind, structure
from kinerja_xl.live.libreoffice.formulas import to_bridge, to_excel

if TYPE_CHECKING:
    from kinerja_xl.live.libreoffice.book import Book
    from kinerja_xl.live.libreoffice.cell_block import CellBlock
    from kinerja_xl.live.libreoffice.ranges import Range
    from kinerja_xl.live.libreoffice.sheet import Sheet

# What LibreOffice keeps as names for filters and such, and Excel does not show.
_INTERNAL = ("_xlnm._", "__Anonymous")
_DELETED = "#REF!"


class Names(base_classes.Names):
    """The names of a workbook, those of its sheets included, or the names of one sheet."""

    def __init__(self, book: Book, sheet: Sheet | None) -> None:
        self.book = book
        self.sheet = sheet

    @property
    def api(self) -> UnoObject:
        """LibreOffice's collection of the names."""
        return self.book.name_collection if self.sheet is None else self.sheet.xl.NamedRanges

    def __call__(self, name_or_index: int | str) -> Name:
        """Return one by its name or its number, counted from 1."""
        if isinstance(name_or_index, int):
            return self._all()[name_or_index - 1]
        found = self._find(name_or_index)
        if found is None:
            raise KeyError(name_or_index)
        return found

    def contains(self, name_or_index: int | str) -> bool:
        """Tell whether there is such a name."""
        if isinstance(name_or_index, int):
            return 1 <= name_or_index <= len(self)
        return self._find(name_or_index) is not None

    def __len__(self) -> int:
        return len(self._all())

    def snapshot(self) -> list[tuple[str, Name]]:
        """Return all names with their handles."""
        return [(name.name, name) for name in self._all()]

    def add(self, name: str, refers_to: str) -> Name:
        """Define a name, or change what it stands for.

        Args:
            name: The name; `Sheet1!name` holds on that sheet only.
            refers_to: What it stands for, as a formula.
        """
        scope, local = split_name(name)
        sheet = self.book.sheets(scope) if scope else self.sheet
        names = Names(self.book, sheet).api
        content = to_bridge(refers_to.removeprefix("="))
        entry = _entry(names, local)
        if entry is None:
            place = structure(
                "com.sun.star.table.CellAddress", Sheet=sheet.index - 1 if sheet else 0
            )
            try:
                names.addNewByName(local, content, place, 0)
            except Exception as error:
                if error_kind(error) != "RuntimeException":
                    raise
                raise ValueError(f"{local} cannot be a name") from error
            entry = names.getByName(local)
        else:
            entry.setContent(content)
        return Name(self.book, sheet, entry)

    def cells_of(self, name: str) -> UnoObject | None:
        """Return the cells that a name of exactly this scope stands for, if it does for cells."""
        entry = _entry(self.api, name)
        return None if entry is None else _referred_cells(entry)

    def of_range(self, cells: CellBlock) -> Name | None:
        """Return the first name that stands for exactly these cells."""
        wanted = {
            f"={cells.sheet.quoted_name}!{cells.box.address()}",
            f"=${cells.sheet.quoted_name}!{cells.box.address()}",
        }
        return next((name for name in self._all() if name.refers_to in wanted), None)

    def _find(self, text: str) -> Name | None:
        scope, local = split_name(text)
        if scope:
            if scope not in self.book.sheets:
                return None
            sheets: Iterable[Sheet | None] = [self.book.sheets(scope)]
        elif self.sheet is not None:
            sheets = [self.sheet]
        else:
            sheets = chain([None], self.book.sheets)
        for sheet in sheets:
            entry = _entry(Names(self.book, sheet).api, local)
            if entry is not None:
                return Name(self.book, sheet, entry)
        return None

    def _all(self) -> list[Name]:
        found = _shown(self.api)
        here = [Name(self.book, self.sheet, self.api.getByName(name)) for name in found]
        if self.sheet is not None:
            return here
        for sheet in self.book.sheets:
            entries = sheet.xl.NamedRanges
            here += [Name(self.book, sheet, entries.getByName(name)) for name in _shown(entries)]
        return here


class Name(base_classes.Name):
    """One defined name."""

    def __init__(self, book: Book, sheet: Sheet | None, xl: UnoObject) -> None:
        self.book = book
        self.sheet = sheet
        self.xl = xl

    @property
    def api(self) -> UnoObject:
        """LibreOffice's named range."""
        return self.xl

    @property
    def name(self) -> str:
        """The name; with the sheet before it when it holds there only."""
        local = str(self.xl.getName())
        return local if self.sheet is None else f"{quoted_sheet(self.sheet.name)}!{local}"

    @name.setter
    def name(self, value: str) -> None:
        scope, local = split_name(value)
        if scope and (self.sheet is None or scope.casefold() != self.sheet.name.casefold()):
            raise NotImplementedError("a name cannot be moved to another scope")
        self.xl.setName(local)

    @property
    def refers_to(self) -> str:
        """What it stands for, as a formula."""
        return to_excel(f"={self.xl.getContent()}")

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        self.xl.setContent(to_bridge(value.removeprefix("=")))

    @property
    def refers_to_range(self) -> Range:
        """The cells it stands for.

        Raises:
            ValueError: If it stands for something else.
        """
        from kinerja_xl.live.libreoffice.ranges import range_of

        found = range_of(self.book, _referred_cells(self.xl))
        if found is None:
            raise ValueError(f"the name {self.name} does not stand for cells: {self.refers_to}")
        return found

    def delete(self) -> None:
        """Delete it; the cells stay."""
        Names(self.book, self.sheet).api.removeByName(self.xl.getName())


def split_name(text: str) -> tuple[str, str]:
    """Return the sheet of a name, empty for a name of the workbook, and the name itself."""
    scope, _, local = text.rpartition("!")
    if scope.startswith("'") and scope.endswith("'"):
        scope = scope[1:-1].replace("''", "'")
    return scope, local


def _entry(names: UnoObject, name: str) -> Any:
    """Return the named range with that name, whichever way its letters are written."""
    if names.hasByName(name):
        return names.getByName(name)
    wanted = name.casefold()
    match = next((one for one in names.getElementNames() if one.casefold() == wanted), None)
    return None if match is None else names.getByName(match)


def _referred_cells(entry: UnoObject) -> UnoObject | None:
    """Return the cells of a named range.

    Of deleted cells LibreOffice gives those that lie where they were.
    """
    return None if _DELETED in entry.getContent() else entry.getReferredCells()


def _shown(names: UnoObject) -> list[str]:
    return [name for name in names.getElementNames() if not name.startswith(_INTERNAL)]
