"""The shape of a formula: equal for formulas that differ only by where they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kinerja_xl.live.libreoffice.boxes import Box, column_number

_REFERENCE = re.compile(r'"(?:[^"]|"")*"|(\$?)\b([A-Za-z]{1,3})(\$?)(\d+)\b')


def relative_shapes(formulas: Sequence[Sequence[str]], box: Box) -> list[list[str]]:
    """Return the shapes of the formulas in a rectangle of cells."""
    return [
        [shape(text, row, column) for column, text in enumerate(line, box.column)]
        for row, line in enumerate(formulas, box.row)
    ]


def shape(formula: str, row: int, column: int) -> str:
    """Return a formula with its relative references written as distances."""

    def distance(match: re.Match[str]) -> str:
        if match[2] is None:
            return match[0]
        across = match[2] if match[1] else f"C[{column_number(match[2]) - column}]"
        down = match[4] if match[3] else f"R[{int(match[4]) - row}]"
        return across + down

    return _REFERENCE.sub(distance, formula)
