"""How high a row must be for its wrapped texts: LibreOffice without a window does not fit rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from kinerja_xl.core.values import CellContent, Formula
from kinerja_xl.layout.spec import Column, Kind, Table

LINE_POINTS = 12.75
"""Height of one line of the layout's font at its usual size."""
_TALLEST_POINTS = 409.0
_PADDING_POINTS = 2.25

_ROOM_PERCENT = 94.0
"""What a text may take of its column's width; programs draw letters a little wider than stated."""
_BOLD_SHARE = 1.1
"""Bold letters are so much wider."""
_LETTERS_BY_WIDTH = {
    40: "'ijl|", 50: " !,./:;I[\\]ft", 60: '"()-`r{}', 70: "*", 90: "Jcksvxyz^",
    110: "+<=>FTZ~", 120: "&ABEKPSVXY", 130: "CDHNRUw", 140: "GOQ", 150: "Mm", 160: "%",
    170: "W", 180: "@",
}  # fmt: skip
"""Widths of Arial's letters in hundredths of a digit, the unit of column widths; others: 100."""
_WIDTHS = bytes(
    next((width for width, letters in _LETTERS_BY_WIDTH.items() if chr(code) in letters), 100)
    for code in range(256)
)
_SPACE, _WIDEST = _WIDTHS[ord(" ")], max(_WIDTHS)
_PIECES = re.compile(r"[^-/]*[-/]|[^-/]+")
"""Where a word that is too long for a line is broken first."""


def height_points(texts: Iterable[tuple[str, float]]) -> float:
    """Return the height in points that shows every text of a row.

    Args:
        texts: Each text with the width of its column.
    """
    lines = max((line_count(text, width) for text, width in texts), default=1)
    return min(lines * LINE_POINTS + _PADDING_POINTS, _TALLEST_POINTS)


def is_wrapped(column: Column) -> bool:
    """Say whether the texts of a column are seen and wrap, so that they make a row higher."""
    return column.kind in (Kind.TEXT, Kind.LONG_TEXT) and not column.is_hidden


def row_points(table: Table, cells: Sequence[CellContent]) -> float:
    """Return the height in points that shows a row of a table, a formula by the result it has.

    Args:
        table: Its columns say which texts wrap, and where.
        cells: The whole row.
    """
    texts = (
        (cell.value if isinstance(cell, Formula) else cell, column.width)
        for column, cell in zip(table.columns, cells, strict=True)
        if is_wrapped(column)
    )
    return height_points((text, width) for text, width in texts if isinstance(text, str))


@lru_cache(maxsize=4096)
def line_count(text: str, width: float, *, is_bold: bool = False) -> int:
    """Estimate how many lines a wrapped text takes in a column of that width, at least 1."""
    room = max(width * _ROOM_PERCENT / (_BOLD_SHARE if is_bold else 1), _WIDEST)
    if "\n" not in text and (len(text) * _WIDEST <= room or _width(text) <= room):
        return 1
    return sum(_wrapped(line, room) for line in text.split("\n"))


def _width(text: str) -> int:
    """Return the width of a text in hundredths of a digit; letters beyond Latin-1 count 100."""
    return sum(text.encode("latin-1", "replace").translate(_WIDTHS))


def _wrapped(text: str, room: float) -> int:
    lines, used = 1, 0.0
    for word in text.split(" "):
        gap = _SPACE if used else 0
        for piece in (word,) if _width(word) <= room else _PIECES.findall(word):
            length = _width(piece)
            if used and used + gap + length > room:
                lines, used, gap = lines + 1, 0.0, 0
            used += gap + length
            gap = 0
            if used > room:
                extra = int((used - 1e-9) // room)
                lines, used = lines + extra, used - extra * room
    return lines
