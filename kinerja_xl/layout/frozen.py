"""How figures of closed periods stand in cells: values for rows, branches of formulas for sums."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from kinerja_xl.core.closing import kept_number
from kinerja_xl.core.values import CellContent, CellValue, Formula
from kinerja_xl.layout.formulas import text
from kinerja_xl.layout.row_formulas import ACTIVE_PERIOD

_LONGEST_LITERAL = 250
"""Excel takes texts of up to 255 characters in a formula."""


def constant(value: CellValue) -> CellContent:
    """Return what stands in a cell in place of its live formula.

    A blank becomes an empty text: where rows are written anew, a blank gets the live formula back.
    """
    if value is None:
        return Formula('""')
    return kept_number(value) if isinstance(value, Decimal | float) else value


def with_closed_periods(formula: str, figures: Mapping[str, CellValue]) -> str:
    """Let a formula that follows the active period give what was kept of the closed ones.

    Args:
        formula: The live formula.
        figures: What it gave when the period was closed, by period.
    """
    for period in sorted(figures):
        kept = _literal(figures[period])
        formula = f'IF({ACTIVE_PERIOD}&""={text(period)},{kept},{formula})'
    return formula


def _literal(value: CellValue) -> str:
    if value is None:
        return '""'
    if isinstance(value, str):
        parts = range(0, len(value), _LONGEST_LITERAL)
        return "&".join(text(value[at : at + _LONGEST_LITERAL]) for at in parts) or '""'
    return repr(kept_number(value)) if isinstance(value, float | Decimal) else str(value)
