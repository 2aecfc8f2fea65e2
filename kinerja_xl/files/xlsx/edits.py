"""What can be ordered of a workbook: a cell set, rows appended to a table, its rows replaced."""

from __future__ import annotations

from dataclasses import dataclass

from kinerja_xl.core.values import CellContent
from kinerja_xl.files.xlsx.rowxml import RowHeight
from kinerja_xl.files.xlsx.tablepatch import RowContent


@dataclass(frozen=True, slots=True)
class CellEdit:
    """Give one cell a new content; its style stays.

    Attributes:
        content: `None` makes it blank; a text is never read as a formula.
        style_like: Row and column of the cell whose style it takes if it is not in the file yet;
            without it, that of its row or column.
        height: How high its row has to be, unless a person has chosen the height; `None` leaves
            the row as it is.
    """

    sheet: str
    row: int
    column: int
    content: CellContent
    style_like: tuple[int, int] | None = None
    height: RowHeight | None = None


@dataclass(frozen=True, slots=True)
class AppendTableRows:
    """Add data rows below the last one of a table; each as wide as the table in the file.

    Attributes:
        heights: How high each row has to be; empty for the height of the row above.
    """

    table: str
    rows: tuple[RowContent, ...]
    heights: tuple[RowHeight | None, ...] = ()


@dataclass(frozen=True, slots=True)
class ReplaceTableRows:
    """Replace all data rows of a table; with no rows one blank row stays.

    Attributes:
        heights: How high each row has to be; empty to leave that to the spreadsheet program.
    """

    table: str
    rows: tuple[RowContent, ...]
    heights: tuple[RowHeight | None, ...] = ()


Edit = CellEdit | AppendTableRows | ReplaceTableRows
