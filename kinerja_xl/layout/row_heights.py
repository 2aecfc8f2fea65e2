"""How high a row must be for its wrapped texts: LibreOffice without a window does not fit rows."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

LINE_POINTS = 12.75
"""Height of one line of the layout's font at its usual size."""
_TALLEST_POINTS = 409.0
_PADDING_POINTS = 2.25
_LETTERS_PER_WIDTH = 1.06
"""So many letters of running text fit where one digit, the unit of column widths, does."""
_WIDE_LETTERS_PER_WIDTH = 0.82
"""The same for capitals and bold headings."""


def height_points(texts: Iterable[tuple[str, float]]) -> float:
    """Return the height in points that shows every text of a row.

    Args:
        texts: Each text with the width of its column.
    """
    lines = max((line_count(text, width) for text, width in texts), default=1)
    return min(lines * LINE_POINTS + _PADDING_POINTS, _TALLEST_POINTS)


@lru_cache(maxsize=4096)
def line_count(text: str, width: float, *, is_bold: bool = False) -> int:
    """Estimate how many lines a wrapped text takes in a column of that width, at least 1."""
    is_wide = is_bold or text.isupper()
    room = width * (_WIDE_LETTERS_PER_WIDTH if is_wide else _LETTERS_PER_WIDTH)
    if len(text) <= room and "\n" not in text:
        return 1
    return sum(_wrapped(line, max(room, 1.0)) for line in text.split("\n"))


def _wrapped(text: str, room: float) -> int:
    lines, used = 1, 0.0
    for word in text.split(" "):
        length = len(word)
        if used and used + 1 + length > room:
            lines, used = lines + 1, 0.0
        used += length + bool(used)
        if used > room:
            extra = int((used - 1e-9) // room)
            lines, used = lines + extra, used - extra * room
    return lines
