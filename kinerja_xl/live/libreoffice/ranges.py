"""A range of cells as xlwings sees it, put together from what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlwings import base_classes

from kinerja_xl.live.libreoffice.boxes import box_of
from kinerja_xl.live.libreoffice.bridge import UnoObject
from kinerja_xl.live.libreoffice.range_looks import Looks
from kinerja_xl.live.libreoffice.range_moves import Moves
from kinerja_xl.live.libreoffice.range_searches import Searches

if TYPE_CHECKING:
    from kinerja_xl.live.libreoffice.book import Book


class Range(Looks, Moves, Searches, base_classes.Range):
    """A rectangle of cells of one sheet."""


def range_of(book: Book, xl: UnoObject | None) -> Range | None:
    """Return LibreOffice's cells as a range; of several rectangles the first.

    Anything that is not cells, such as a selected picture, is `None`.
    """
    if xl is None:
        return None
    if hasattr(xl, "getRangeAddresses"):
        addresses = xl.getRangeAddresses()
        if not addresses:
            return None
        address = addresses[0]
    elif hasattr(xl, "getRangeAddress"):
        address = xl.getRangeAddress()
    else:
        return None
    return Range(book.sheets(address.Sheet + 1), box_of(address))
