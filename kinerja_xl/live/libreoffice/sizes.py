"""Lengths: Excel's points and characters, LibreOffice's hundredths of a millimetre."""

from __future__ import annotations

HUNDREDTHS_PER_INCH = 2540
POINTS_PER_INCH = 72
PIXELS_PER_INCH = 96
TWIPS_PER_POINT = 20

# Excel's default font, Calibri 11: the width of a digit, and what stays free beside the text.
DIGIT_PIXELS = 7
PADDING_PIXELS = 5
# One step of Excel's indent.
INDENT_HUNDREDTHS = 353


def points(hundredths: int) -> float:
    """Return a length in points, to the twentieth, which is how exactly LibreOffice keeps it."""
    twips = round(hundredths / HUNDREDTHS_PER_INCH * POINTS_PER_INCH * TWIPS_PER_POINT)
    return twips / TWIPS_PER_POINT


def distance(hundredths: int) -> float:
    """Return a span of several rows or columns in points, to the quarter, as Excel has them.

    LibreOffice rounds each of them to a hundredth of a millimetre before it adds them up.
    """
    return round(hundredths / HUNDREDTHS_PER_INCH * POINTS_PER_INCH * 4) / 4


def drawn(hundredths: int) -> float:
    """Return a measure of a drawing in points, to the tenth: LibreOffice moves them slightly."""
    return round(hundredths / HUNDREDTHS_PER_INCH * POINTS_PER_INCH, 1)


def from_points(length: float) -> int:
    """Return a length in points as hundredths of a millimetre."""
    return round(length / POINTS_PER_INCH * HUNDREDTHS_PER_INCH)


def characters(hundredths: int) -> float:
    """Return the width of a column in characters of Excel's default font, to the hundredth."""
    pixels = round(hundredths / HUNDREDTHS_PER_INCH * PIXELS_PER_INCH)
    if pixels < DIGIT_PIXELS + PADDING_PIXELS:
        return round(pixels / (DIGIT_PIXELS + PADDING_PIXELS), 2)
    return round((pixels - PADDING_PIXELS) / DIGIT_PIXELS, 2)


def from_characters(width: float) -> int:
    """Return the width of a column, given in characters, as hundredths of a millimetre."""
    if width < 1:
        pixels = width * (DIGIT_PIXELS + PADDING_PIXELS)
    else:
        pixels = width * DIGIT_PIXELS + PADDING_PIXELS
    return round(round(pixels) / PIXELS_PER_INCH * HUNDREDTHS_PER_INCH)


def indent(steps: int) -> int:
    """Return so many steps of indent as hundredths of a millimetre."""
    return steps * INDENT_HUNDREDTHS
