"""Cell addresses: A1 texts against row and column numbers, and rectangular areas."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

MAXIMUM_ROW = 1_048_576
MAXIMUM_COLUMN = 16_384

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


@cache
def column_letters(column: int) -> str:
    """Return the letters of a column, counted from 1.

    Raises:
        ValueError: If a sheet has no such column.
    """
    if not 1 <= column <= MAXIMUM_COLUMN:
        raise ValueError(f"a sheet has no column {column}")
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@cache
def column_number(letters: str) -> int:
    """Return the number of a column, counted from 1; letters in either case.

    Raises:
        ValueError: If a sheet has no such column.
    """
    number = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z":
            raise ValueError(f"{letters!r} is no column")
        number = number * 26 + ord(letter) - 64
    if not 1 <= number <= MAXIMUM_COLUMN:
        raise ValueError(f"a sheet has no column {letters!r}")
    return number


def cell_address(row: int, column: int) -> str:
    """Return the address of a cell without `$`, such as `H7`.

    Raises:
        ValueError: If a sheet has no such row or column.
    """
    if not 1 <= row <= MAXIMUM_ROW:
        raise ValueError(f"a sheet has no row {row}")
    return f"{column_letters(column)}{row}"


def parse_cell(text: str) -> tuple[int, int]:
    """Return row and column of an address such as `H7` or `$H$7`.

    Raises:
        ValueError: If the text is no address of a single cell.
    """
    match = _CELL.fullmatch(text)
    if match is None or not 1 <= int(match[2]) <= MAXIMUM_ROW:
        raise ValueError(f"{text!r} is no cell address")
    return int(match[2]), column_number(match[1])


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells; rows and columns count from 1, both ends belong to it."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @classmethod
    def parse(cls, text: str) -> Area:
        """Read `B3`, `B3:F9` or `$B$3:$F$9`, corners in either order.

        Raises:
            ValueError: If the text is no such reference (whole rows and columns are none).
        """
        first, _, last = text.partition(":")
        first_row, first_column = parse_cell(first)
        last_row, last_column = parse_cell(last or first)
        return cls(
            min(first_row, last_row),
            min(first_column, last_column),
            max(first_row, last_row),
            max(first_column, last_column),
        )

    def __str__(self) -> str:
        first = cell_address(self.first_row, self.first_column)
        last = cell_address(self.last_row, self.last_column)
        return first if first == last else f"{first}:{last}"

    @property
    def height(self) -> int:
        """How many rows it has."""
        return self.last_row - self.first_row + 1

    @property
    def width(self) -> int:
        """How many columns it has."""
        return self.last_column - self.first_column + 1

    def contains(self, row: int, column: int) -> bool:
        """Say whether the cell lies in it."""
        return (
            self.first_row <= row <= self.last_row
            and self.first_column <= column <= self.last_column
        )

    def overlaps(self, other: Area) -> bool:
        """Say whether the two share a cell."""
        return (
            self.first_row <= other.last_row
            and other.first_row <= self.last_row
            and self.first_column <= other.last_column
            and other.first_column <= self.last_column
        )

    def encloses(self, other: Area) -> bool:
        """Say whether every cell of the other lies in it."""
        return self.contains(other.first_row, other.first_column) and self.contains(
            other.last_row, other.last_column
        )

    def moved(self, rows: int, columns: int) -> Area:
        """Return the area so many rows further down and columns further right."""
        return Area(
            self.first_row + rows,
            self.first_column + columns,
            self.last_row + rows,
            self.last_column + columns,
        )

    def with_last_row(self, row: int) -> Area:
        """Return the area from the same corner down to `row`."""
        return replace(self, last_row=row)
