"""Filling cells from those beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinerja_xl.live.libreoffice.bridge import UnoObject, enumeration

if TYPE_CHECKING:
    from kinerja_xl.live.libreoffice.cell_block import CellBlock

_NO_END = 1e300
# How each kind goes on: the mode, and for dates the unit.
_SERIES = {
    "fill_copy": ("SIMPLE", "FILL_DATE_DAY"),
    "fill_series": ("LINEAR", "FILL_DATE_DAY"),
    "fill_days": ("DATE", "FILL_DATE_DAY"),
    "fill_weekdays": ("DATE", "FILL_DATE_WEEKDAY"),
    "fill_months": ("DATE", "FILL_DATE_MONTH"),
    "fill_years": ("DATE", "FILL_DATE_YEAR"),
    "linear_trend": ("LINEAR", "FILL_DATE_DAY"),
    "growth_trend": ("GROWTH", "FILL_DATE_DAY"),
}


def continue_cells(source: CellBlock, target: CellBlock) -> None:
    """Fill a range that begins with the source: formulas move along, series go on."""
    count = source.box.rows if _is_down(source, target) else source.box.columns
    if source.box != target.box:
        target.xl.fillAuto(_direction(source, target), count)


def fill(source: CellBlock, target: CellBlock, kind: str) -> None:
    """Fill a range that begins with the source in one of Excel's ways.

    Raises:
        NotImplementedError: If LibreOffice does not have that way.
    """
    if kind == "fill_default":
        continue_cells(source, target)
        return
    if kind not in _SERIES:
        raise NotImplementedError(f"LibreOffice cannot fill cells as {kind}")
    mode, unit = _SERIES[kind]
    target.xl.fillSeries(
        _direction(source, target),
        enumeration("com.sun.star.sheet.FillMode", mode),
        enumeration("com.sun.star.sheet.FillDateMode", unit),
        2.0 if kind == "growth_trend" else 1.0,
        _NO_END,
    )


def _is_down(source: CellBlock, target: CellBlock) -> bool:
    return source.box.columns == target.box.columns


def _direction(source: CellBlock, target: CellBlock) -> UnoObject:
    name = "TO_BOTTOM" if _is_down(source, target) else "TO_RIGHT"
    return enumeration("com.sun.star.sheet.FillDirection", name)
