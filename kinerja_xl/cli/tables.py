"""Fits a report's listing to the width of the terminal."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from rich import box
from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from kinerja_xl.layout.display import display

if TYPE_CHECKING:
    from kinerja_xl.core.values import CellValue
    from kinerja_xl.usecases.report import Listing

_LONGEST_LISTING = 200
_SHORT = len("30 September 2026 13.05")
"""A column whose cells are no longer than a moment is never broken into lines."""
_NARROWEST_LONG = 20
_PADDING = 1
_GAP = _PADDING + 1
"""Between two columns: the padding, and the blank that Rich draws for the line between them."""

_DISPENSABLE = {
    "achievements": ("cumulative", "status", "section", "target", "realisation"),
    "changes": ("section",),
    "forms": (),
    "sections": ("name", "distributed_at", "rows", "returned_at"),
    "steps": ("finished", "actor"),
}
"""Columns that a narrow terminal does without, by listing, the first to go first."""


@dataclass(frozen=True, slots=True)
class _Column:
    id: str
    heading: str
    cells: tuple[str, ...]
    is_numeric: bool

    @property
    def natural(self) -> int:
        """Width at which no cell is broken, and the heading only between words."""
        words = (cell_len(word) for word in self.heading.split())
        return max(*(cell_len(cell) for cell in self.cells), *words)

    @property
    def least(self) -> int:
        return self.natural if self.natural <= _SHORT else _NARROWEST_LONG


def fitted_table(listing: Listing, width: int) -> Table:
    """Draw a listing within `width` characters; blank columns, and some others, are left out.

    Args:
        listing: With at least one row.
    """
    columns = _columns(listing)
    for unneeded in _DISPENSABLE.get(listing.id, ()):
        if _least_width(columns) <= width:
            break
        columns = [column for column in columns if column.id != unneeded]
    table = Table(
        title=listing.title, title_justify="left", title_style="bold",
        box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, _PADDING, 0, 0), show_edge=False,
    )  # fmt: skip
    for column, column_width in zip(columns, _widths(columns, width), strict=True):
        table.add_column(
            column.heading, width=column_width, overflow="fold",
            justify="right" if column.is_numeric else "left",
        )  # fmt: skip
    for cells in zip(*(column.cells for column in columns), strict=True):
        table.add_row(*(Text(cell) for cell in cells))
    if len(listing.rows) > _LONGEST_LISTING:
        table.caption = f"{len(listing.rows) - _LONGEST_LISTING} baris lagi; lihat buku induk."
    return table


def _columns(listing: Listing) -> list[_Column]:
    rows = listing.rows[:_LONGEST_LISTING]
    made = []
    for n, (column, heading) in enumerate(zip(listing.columns, listing.headings, strict=True)):
        values = [row[n] for row in rows]
        if any(value is not None and value != "" for value in values):
            cells = tuple(display(value, blank="-") for value in values)
            made.append(_Column(column, heading, cells, all(map(_is_number, values))))
    return made


def _is_number(value: CellValue) -> bool:
    return value is None or (
        isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    )


def _least_width(columns: list[_Column]) -> int:
    return sum(column.least for column in columns) + _GAP * len(columns)


def _widths(columns: list[_Column], width: int) -> list[int]:
    """Give short columns what they need, and share the rest among the long ones."""
    widths = [column.least for column in columns]
    spare = width - sum(widths) - _GAP * len(columns)
    growing = [n for n, column in enumerate(columns) if column.natural > widths[n]]
    while spare > 0 and growing:
        for n in growing[:spare]:
            widths[n] += 1
        spare -= len(growing[:spare])
        growing = [n for n in growing if columns[n].natural > widths[n]]
    return widths
