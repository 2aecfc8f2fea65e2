"""Texts fitted into cells of a fixed width and a greatest height, by smaller letters if need be."""

from __future__ import annotations

from dataclasses import dataclass

from kinerja_xl.layout.row_heights import LINE_POINTS, line_count
from kinerja_xl.layout.styles import FONT_SIZE

PIXELS_PER_POINT = 4 / 3
_PADDING_PIXELS, _DIGIT_PIXELS = 12, 7
"""The padding holds an indent of one step."""
_MARGIN_POINTS = 4.0
SMALLEST_FONT = 6
CUT = " … (selengkapnya di tabel langkah)"


@dataclass(frozen=True, slots=True)
class FittedText:
    """A text as it stands in a cell.

    Attributes:
        points: Height that it needs.
    """

    text: str
    font_size: int
    points: float


def text_points(text: str, width: float, font_size: int, *, is_bold: bool = False) -> float:
    """Return the height of a wrapped text in a cell.

    Args:
        text: May hold line breaks.
        width: Of the cell in points.
        font_size: Of its letters.
        is_bold: Whether they are bold.
    """
    characters = (width * PIXELS_PER_POINT - _PADDING_PIXELS) / _DIGIT_PIXELS
    lines = line_count(text, characters * FONT_SIZE / font_size, is_bold=is_bold)
    return lines * LINE_POINTS * font_size / FONT_SIZE + _MARGIN_POINTS


def fit_words(text: str, width: float, most_points: float, font_size: int) -> FittedText:
    """Make a heading fit like any text, in letters so small that no word of it is broken."""
    words = text.split()
    while font_size > SMALLEST_FONT and any(
        text_points(word, width, font_size, is_bold=True) > text_points("", width, font_size)
        for word in words
    ):
        font_size -= 1
    return fit_text(text, width, most_points, font_size, is_bold=True)


def fit_text(
    text: str, width: float, most_points: float, font_size: int, *, is_bold: bool = False
) -> FittedText:
    """Make a text fit: as it is, in smaller letters, or cut with a word on where the rest is.

    Args:
        text: What to show.
        width: Of the cell in points.
        most_points: Height that it may take.
        font_size: Of its letters if there is room.
        is_bold: Whether they are bold.
    """
    for size in range(font_size, SMALLEST_FONT - 1, -1):
        points = text_points(text, width, size, is_bold=is_bold)
        if points <= most_points:
            return FittedText(text, size, points)
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        points = text_points(text[:middle] + CUT, width, SMALLEST_FONT, is_bold=is_bold)
        low, high = (middle, high) if points <= most_points else (low, middle - 1)
    kept = text[:low].rstrip() + CUT
    return FittedText(kept, SMALLEST_FONT, text_points(kept, width, SMALLEST_FONT, is_bold=is_bold))
