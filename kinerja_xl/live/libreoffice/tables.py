"""Tables of a sheet: LibreOffice's database ranges, which Excel's tables load as."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from kinerja_xl.live.libreoffice import table_layout
from kinerja_xl.live.libreoffice.boxes import Box
from kinerja_xl.live.libreoffice.bridge import UnoObject
from kinerja_xl.live.libreoffice.lookups import Lookup
from kinerja_xl.live.libreoffice.ranges import Range
from kinerja_xl.live.libreoffice.table import Table
from kinerja_xl.live.libreoffice.table_renaming import require_table_name

if TYPE_CHECKING:
    from kinerja_xl.live.libreoffice.sheet import Sheet

# What LibreOffice keeps for a sheet's own filter, which is no table.
_INTERNAL = ("_xlnm", "__Anonymous")


class Tables(Lookup, base_classes.Tables):
    """The tables of one sheet, in the order of their making."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    @property
    def api(self) -> UnoObject:
        """LibreOffice's database ranges of the whole workbook."""
        return self.sheet.book.table_collection

    def __call__(self, key: int | str) -> Table:
        """Return one by its name or its number, counted from 1."""
        if isinstance(key, int):
            tables = list(self)
            if not 1 <= key <= len(tables):
                raise IndexError(key)
            return tables[key - 1]
        ranges = self.api
        name = key if ranges.hasByName(key) else self._spelling(key)
        if name is not None:
            table = Table(self.sheet, ranges.getByName(name))
            if table.is_on(self.sheet):
                return table
        raise KeyError(key)

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __iter__(self) -> Iterator[Table]:
        ranges = self.api
        entries = [
            ranges.getByName(name)
            for name in ranges.getElementNames()
            if not name.startswith(_INTERNAL)
        ]
        here = self.sheet.index - 1
        mine = [entry for entry in entries if entry.getDataArea().Sheet == here]
        tables = [Table(self.sheet, entry) for entry in mine]
        yield from sorted(tables, key=lambda table: table.place)

    def around(self, box: Box) -> Table | None:
        """Return the table that the first cell of a rectangle lies in."""
        cell = Box(box.row, box.column)
        return next((table for table in self if table.box.holds(cell)), None)

    def add(  # noqa: PLR0917 - xlwings passes them so
        self,
        source_type: object = None,
        source: Any = None,
        link_source: object = None,
        has_headers: bool | None = None,
        destination: object = None,
        table_style_name: str | None = None,
        name: str | None = None,
    ) -> Table:
        """Make a table of cells.

        Args:
            source_type: Where the data come from, on Excel; here always the cells.
            source: The cells; a single filled cell stands for the block around it.
            link_source: For data from outside, on Excel.
            has_headers: Whether the first row holds the headings; if not, one is inserted.
            destination: For data from outside, on Excel.
            table_style_name: The name of a style, which LibreOffice keeps but does not draw.
            name: Its name; otherwise `Table1` and so on.

        Raises:
            ValueError: If another table lies there, or the name is taken or none that Excel takes.
        """
        del source_type, link_source, destination
        if name is not None:
            require_table_name(self.sheet.book, name)
        box = source.impl.box
        self.sheet.require_unprotected(box)
        if len(source) == 1 and source.impl.raw_value not in {"", None}:
            box = source.impl.current_region.box
        if any(table.box.meets(box) for table in self):
            raise ValueError("a table cannot overlap another table")
        box, is_empty = table_layout.prepare_cells(self.sheet, box, has_headers is not False)
        new = name or self.free_name()
        self.api.addNewByName(new, Range(self.sheet, box).xl.getRangeAddress())
        table = self(new)
        table.xl.ContainsHeader = True
        table.xl.AutoFilter = True
        looks = table.looks
        looks.style = table_style_name
        looks.has_insert_row = is_empty
        return table

    def free_name(self) -> str:
        """Return the first of `Table1`, `Table2` and so on that is not taken."""
        names = {name.casefold() for name in self.api.getElementNames()}
        number = 1
        while f"table{number}" in names:
            number += 1
        return f"Table{number}"

    def _spelling(self, name: str) -> str | None:
        wanted = name.casefold()
        names = self.api.getElementNames()
        return next((one for one in names if one.casefold() == wanted), None)


def keep_order(sheet: Sheet, copied: Sheet) -> None:
    """Let the tables of a copied sheet stand in the order of the originals, and look alike.

    LibreOffice copies them in another order, and not into another workbook.
    """
    copies = {table.full_box: table for table in copied.tables}
    for order, original in enumerate(sheet.tables):
        copy = copies.get(original.full_box)
        if copy is None:
            name = copied.tables.free_name()
            copied.tables.api.addNewByName(
                name, Range(copied, original.full_box).xl.getRangeAddress()
            )
            copy = copied.tables(name)
            for setting in ("ContainsHeader", "TotalsRow", "AutoFilter"):
                setattr(copy.xl, setting, getattr(original.xl, setting))
        copied.book.table_looks[copy.name] = replace(original.looks, order=order)
