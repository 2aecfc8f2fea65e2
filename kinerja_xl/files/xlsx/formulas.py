"""Formula texts moved to another cell: relative references shift, everything else stays."""

from __future__ import annotations

import re

from kinerja_xl.core.addresses import (
    MAXIMUM_COLUMN,
    MAXIMUM_ROW,
    column_letters,
    column_number,
)

_TOKEN = re.compile(
    r"""
    "(?:[^"]|"")*"                                   # text
  | '(?:[^']|'')*'                                   # quoted sheet name
  | \[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\]        # structured reference, external workbook
  | \#[A-Z0-9/]+[!?]?                                # error value
  | (?<![\w.\\?])
    (?: (?P<cc>\$?)(?P<column>[A-Za-z]{1,3})(?P<rr>\$?)(?P<row>[0-9]{1,7})
      | (?P<cc1>\$?)(?P<column1>[A-Za-z]{1,3}):(?P<cc2>\$?)(?P<column2>[A-Za-z]{1,3})
      | (?P<rr1>\$?)(?P<row1>[0-9]{1,7}):(?P<rr2>\$?)(?P<row2>[0-9]{1,7})
    )
    (?![\w.(!\[\\?])
  | [\w.\\?]+                                        # name, function, number
    """,
    re.VERBOSE,
)


class FormulaShiftError(ValueError):
    """A relative reference would leave the sheet."""


def shift_formula(text: str, rows: int, columns: int) -> str:
    """Return the formula as it reads `rows` further down and `columns` further right.

    References with `$` stay, as do texts, names, structured references and sheet names.

    Raises:
        FormulaShiftError: If a reference would leave the sheet.
    """

    def move(match: re.Match[str]) -> str:
        if match["column"]:
            if not _is_cell(match["column"], match["row"]):
                return match[0]
            column = _column(match["cc"], match["column"], columns)
            return column + _row(match["rr"], match["row"], rows)
        if match["column1"]:
            first = _column(match["cc1"], match["column1"], columns)
            return f"{first}:{_column(match['cc2'], match['column2'], columns)}"
        if match["row1"]:
            first = _row(match["rr1"], match["row1"], rows)
            return f"{first}:{_row(match['rr2'], match['row2'], rows)}"
        return match[0]

    return _TOKEN.sub(move, text)


def is_movable(text: str) -> bool:
    """Say whether the formula reads otherwise in another cell: it has a relative reference."""
    try:
        return shift_formula(text, 1, 1) != text
    except FormulaShiftError:
        return True


def _is_cell(letters: str, digits: str) -> bool:
    try:
        column_number(letters)
    except ValueError:
        return False
    return 1 <= int(digits) <= MAXIMUM_ROW


def _column(fixed: str, letters: str, shift: int) -> str:
    if fixed or not shift:
        return fixed + letters
    number = column_number(letters) + shift
    if not 1 <= number <= MAXIMUM_COLUMN:
        raise FormulaShiftError(f"column {letters} moved by {shift}")
    return column_letters(number)


def _row(fixed: str, digits: str, shift: int) -> str:
    if fixed or not shift:
        return fixed + digits
    number = int(digits) + shift
    if not 1 <= number <= MAXIMUM_ROW:
        raise FormulaShiftError(f"row {digits} moved by {shift}")
    return str(number)
