"""Rectangles of cells and their addresses, without asking LibreOffice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384
LETTERS = 26

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_COLUMNS = re.compile(r"\$?([A-Za-z]{1,3})")
_ROWS = re.compile(r"\$?([0-9]{1,7})")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of cells on a sheet; rows and columns are counted from 1.

    Attributes:
        row: Its first row.
        column: Its first column.
        rows: How many rows; 0 makes it empty.
        columns: How many columns; 0 makes it empty.
    """

    row: int
    column: int
    rows: int = 1
    columns: int = 1

    @property
    def is_empty(self) -> bool:
        """Whether there is no cell in it."""
        return self.rows <= 0 or self.columns <= 0

    @property
    def last_row(self) -> int:
        """Its last row."""
        return self.row + self.rows - 1

    @property
    def last_column(self) -> int:
        """Its last column."""
        return self.column + self.columns - 1

    @property
    def has_whole_rows(self) -> bool:
        """Whether it reaches over the whole width of the sheet."""
        return self.columns >= MAX_COLUMNS

    @property
    def has_whole_columns(self) -> bool:
        """Whether it reaches over the whole height of the sheet."""
        return self.rows >= MAX_ROWS

    def address(self, *, row_absolute: bool = True, column_absolute: bool = True) -> str:
        """Return the address as Excel writes it: `$A$1`, `$A$1:$B$2`, `$A:$B`, `$1:$2`."""
        before_column = "$" if column_absolute else ""
        before_row = "$" if row_absolute else ""
        if self.has_whole_rows and not self.has_whole_columns:
            return f"{before_row}{self.row}:{before_row}{self.last_row}"
        if self.has_whole_columns and not self.has_whole_rows:
            first, last = column_letters(self.column), column_letters(self.last_column)
            return f"{before_column}{first}:{before_column}{last}"
        start = f"{before_column}{column_letters(self.column)}{before_row}{self.row}"
        if (self.rows, self.columns) == (1, 1):
            return start
        last = column_letters(self.last_column)
        return f"{start}:{before_column}{last}{before_row}{self.last_row}"

    def moved(self, rows: int, columns: int) -> Box:
        """Return the rectangle so many rows further down and columns further right."""
        return Box(self.row + rows, self.column + columns, self.rows, self.columns)

    def resized(self, rows: int, columns: int) -> Box:
        """Return a rectangle of another size that starts at the same cell."""
        return Box(self.row, self.column, rows, columns)

    def holds(self, other: Box) -> bool:
        """Tell whether another rectangle lies inside."""
        return (
            self.row <= other.row
            and self.column <= other.column
            and other.last_row <= self.last_row
            and other.last_column <= self.last_column
        )

    def meets(self, other: Box) -> bool:
        """Tell whether two rectangles share a cell."""
        return (
            self.row <= other.last_row
            and other.row <= self.last_row
            and self.column <= other.last_column
            and other.column <= self.last_column
        )

    def cut_to(self, other: Box) -> Box:
        """Return what lies in both; an empty rectangle when they do not meet."""
        row, column = max(self.row, other.row), max(self.column, other.column)
        last_row = min(self.last_row, other.last_row)
        last_column = min(self.last_column, other.last_column)
        return Box(row, column, max(0, last_row - row + 1), max(0, last_column - column + 1))

    def joined(self, other: Box) -> Box:
        """Return the smallest rectangle around both."""
        row, column = min(self.row, other.row), min(self.column, other.column)
        last_row = max(self.last_row, other.last_row)
        last_column = max(self.last_column, other.last_column)
        return Box(row, column, last_row - row + 1, last_column - column + 1)


def box_of(address: Any) -> Box:
    """Return LibreOffice's address of a range as a rectangle."""
    return Box(
        address.StartRow + 1,
        address.StartColumn + 1,
        address.EndRow - address.StartRow + 1,
        address.EndColumn - address.StartColumn + 1,
    )


WHOLE_SHEET = Box(1, 1, MAX_ROWS, MAX_COLUMNS)


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 1."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the number of a column, counted from 1, from its letters."""
    number = 0
    for letter in letters.upper():
        number = number * LETTERS + ord(letter) - ord("A") + 1
    return number


def parse_address(address: str) -> Box | None:
    """Read an A1 address without a sheet; anything else, such as a name, is `None`."""
    first, colon, second = address.strip().partition(":")
    start, end = _CELL.fullmatch(first), _CELL.fullmatch(second)
    if start and (end or not colon):
        one = Box(int(start.group(2)), column_number(start.group(1)))
        two = Box(int(end.group(2)), column_number(end.group(1))) if end else one
    elif (
        colon
        and (columns := (_COLUMNS.fullmatch(first), _COLUMNS.fullmatch(second)))
        and all(columns)
    ):
        one, two = (
            Box(1, column_number(match.group(1)), MAX_ROWS, 1) for match in columns if match
        )
    elif colon and (rows := (_ROWS.fullmatch(first), _ROWS.fullmatch(second))) and all(rows):
        one, two = (Box(int(match.group(1)), 1, 1, MAX_COLUMNS) for match in rows if match)
    else:
        return None
    box = one.joined(two)
    return box if box.row >= 1 and WHOLE_SHEET.holds(box) else None


def quoted_sheet(name: str) -> str:
    """Return a sheet's name as a formula needs it, in quotes unless it is a plain word."""
    if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name) and not _CELL.fullmatch(name):
        return name
    return "'" + name.replace("'", "''") + "'"


def cover(cells: Iterable[tuple[int, int]]) -> list[Box]:
    """Cover scattered cells with few rectangles.

    Args:
        cells: Row and column of each cell, in the order of reading.
    """
    done: list[Box] = []
    # By column and width: the first and the last row of a rectangle that may go on.
    growing: dict[tuple[int, int], tuple[int, int]] = {}
    for row, column, columns in _runs(cells):
        first, last = growing.get((column, columns), (row, row - 1))
        if last < row - 1:
            done.append(Box(first, column, last - first + 1, columns))
            first = row
        growing[column, columns] = (first, row)
    rest = [
        Box(first, column, last - first + 1, columns)
        for (column, columns), (first, last) in growing.items()
    ]
    return done + rest


def take(rows: Sequence[Sequence[object]], box: Box, origin: Box) -> tuple[tuple[object, ...], ...]:
    """Cut the values of one rectangle out of a block that starts at `origin`."""
    top, left = box.row - origin.row, box.column - origin.column
    return tuple(tuple(row[left : left + box.columns]) for row in rows[top : top + box.rows])


def _runs(cells: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Join neighbours within each row; yield row, first column and how many columns."""
    start, count = (0, 0), 0
    for row, column in cells:
        if count and start[0] == row and start[1] + count == column:
            count += 1
        else:
            if count:
                yield (*start, count)
            start, count = (row, column), 1
    if count:
        yield (*start, count)
