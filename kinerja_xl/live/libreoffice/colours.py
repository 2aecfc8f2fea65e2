"""Colours: xlwings' triples, words and Excel's numbers; LibreOffice's numbers."""

from __future__ import annotations

from typing import Any

NO_COLOUR = -1
_BYTE = 0xFF


def from_colour(colour: int) -> tuple[int, int, int] | None:
    """Return LibreOffice's colour as red, green and blue; `None` for no colour."""
    if colour < 0:
        return None
    return colour >> 16 & _BYTE, colour >> 8 & _BYTE, colour & _BYTE


def to_colour(value: Any) -> int:
    """Return a triple, `#rrggbb` or Excel's number, whose bytes are turned round, as a colour."""
    if isinstance(value, str):
        return int(value.removeprefix("#"), 16)
    if isinstance(value, int):
        red, green, blue = value & _BYTE, value >> 8 & _BYTE, value >> 16 & _BYTE
    else:
        red, green, blue = (int(part) for part in value)
    return red << 16 | green << 8 | blue
