"""The names of tables: which ones Excel takes, and formulas that follow another name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kinerja_xl.live.libreoffice.boxes import Box, box_of, parse_address
from kinerja_xl.live.libreoffice.formulas import with_table_renamed
from kinerja_xl.live.libreoffice.ranges import Range

if TYPE_CHECKING:
    from kinerja_xl.live.libreoffice.book import Book

_NAME = re.compile(r"[^\W\d][\w.\\]*")
# com.sun.star.sheet.FormulaResult: values, texts and errors.
_ALL_RESULTS = 1 | 2 | 4


def require_table_name(book: Book, name: str, *, own: str = "") -> None:
    """Refuse a name that no table of a workbook can have.

    Args:
        book: The workbook.
        name: The name.
        own: The name that the table has.

    Raises:
        ValueError: If the name is taken, or Excel would take it for something else.
    """
    if not _NAME.fullmatch(name) or parse_address(name) is not None:
        raise ValueError(f"{name} cannot be the name of a table")
    wanted = name.casefold()
    if wanted == own.casefold():
        return
    taken = (*book.table_collection.getElementNames(), *book.name_collection.getElementNames())
    if any(each.casefold() == wanted for each in taken):
        raise ValueError(f"the workbook has another table or name {name}")


@contextmanager
def formulas_following(book: Book, old: str, new: str) -> Iterator[None]:
    """Let the formulas that call a table by its old name call it by its new one afterwards.

    LibreOffice forgets what they meant as soon as there is no table of that name.

    Raises:
        KinerjaError: If one of them is in a locked cell.
    """
    found = list(_formulas_with(book, old, new))
    for cells, _ in found:
        cells.sheet.require_unprotected(cells.box)
    entries = [
        (entry, with_table_renamed(entry.getContent(), old, new))
        for entry in map(book.name_collection.getByIndex, range(book.name_collection.getCount()))
    ]
    yield
    for entry, content in entries:
        if content != entry.getContent():
            entry.setContent(content)
    for cells, formula in found:
        if formula.startswith("{"):
            cells.xl.setArrayFormula(formula[1:-1])
        else:
            cells.cell(cells.row, cells.column).setFormula(formula)


def _formulas_with(book: Book, old: str, new: str) -> Iterator[tuple[Range, str]]:
    """Yield the cells whose formulas name the table, each with the formula that it is to get."""
    for sheet in book.sheets:
        done: list[Box] = []
        blocks = sheet.xl.queryFormulaCells(_ALL_RESULTS).getRangeAddresses()
        for block in (Range(sheet, box_of(address)) for address in blocks):
            for down, line in enumerate(block.xl.getFormulaArray()):
                for right, formula in enumerate(line):
                    renamed = with_table_renamed(formula, old, new)
                    box = Box(block.row + down, block.column + right)
                    if renamed == formula or any(each.holds(box) for each in done):
                        continue
                    if formula.startswith("{"):
                        box = _array_around(Range(sheet, box))
                        done.append(box)
                    yield Range(sheet, box), renamed


def _array_around(cell: Range) -> Box:
    """Return all cells of the array formula that a cell belongs to."""
    cursor = cell.sheet.xl.createCursorByRange(cell.xl)
    cursor.collapseToCurrentArray()
    return box_of(cursor.getRangeAddress())
