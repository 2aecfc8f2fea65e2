"""What a word stands for on a sheet: another sheet's cells, a defined name, a table's part."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kinerja_xl.live.libreoffice.boxes import Box, box_of, parse_address

if TYPE_CHECKING:
    from kinerja_xl.live.libreoffice.sheet import Sheet

_SHEET = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!(.+)")
_TABLE = re.compile(r"([^\W\d][\w.]*)(?:\[(.*)\])?")


def named_box(sheet: Sheet, text: str) -> tuple[Sheet, Box]:
    """Return the sheet and the cells that a word denotes, seen from a sheet.

    Args:
        sheet: Where it is said.
        text: `Sheet!A1`, a defined name, a table's name, or `Table[Column]`.

    Raises:
        ValueError: If it denotes no cells.
        NotImplementedError: If it denotes several rectangles.
    """
    if "," in text and all(parse_address(part) for part in text.split(",")):
        raise NotImplementedError("a range of this engine is one rectangle of cells")
    match = _SHEET.fullmatch(text)
    if match is not None:
        name = match[1].replace("''", "'") if match[1] else match[2]
        other = sheet.book.sheets(name)
        box = parse_address(match[3])
        return (other, box) if box is not None else named_box(other, match[3])
    for names in (sheet.names, sheet.book.names):
        cells = names.cells_of(text)
        if cells is not None:
            address = cells.getRangeAddress()
            found = sheet.book.sheets(address.Sheet + 1)
            if names.sheet is None or found.index == sheet.index:
                return found, box_of(address)
    part = _table_part(sheet, text)
    if part is None:
        raise ValueError(f"{text} is neither an address nor a name on the sheet {sheet.name}")
    return part


def _table_part(sheet: Sheet, text: str) -> tuple[Sheet, Box] | None:
    """Return the cells of a table or of a part of it."""
    match = _TABLE.fullmatch(text)
    if match is None:
        return None
    for other in (sheet, *sheet.book.sheets):
        if match[1] not in other.tables:
            continue
        table = other.tables(match[1])
        part = (match[2] or "#Data").strip()
        if part.lower() == "#all":
            return other, table.range.box
        if part.lower() == "#headers":
            found = table.header_row_range
        elif part.lower() == "#totals":
            found = table.totals_row_range
        elif part.lower() == "#data":
            found = table.data_body_range
        else:
            found = table.columns(part).data_body_range
        return None if found is None else (other, found.box)
    return None
