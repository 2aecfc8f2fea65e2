"""The cells of tblIndikator, and of an indicator file with the same headings, as typed rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kinerja_xl.core.indicator import target_field
from kinerja_xl.core.indicator_rows import IndicatorRow
from kinerja_xl.core.period import periods_of_year
from kinerja_xl.core.values import CellValue
from kinerja_xl.layout.tables import INDICATOR_TABLE


def typed_rows(
    rows: Iterable[Sequence[CellValue]], year: int, *, first_row: int
) -> tuple[IndicatorRow, ...]:
    """Take rows as wide as tblIndikator apart into settings and targets.

    Args:
        rows: Cells in the order of the table's columns.
        year: Year of the targets.
        first_row: Excel row of the first of the rows.
    """
    periods = {target_field(period): period for period in periods_of_year(year)}
    fields = INDICATOR_TABLE.fields
    made = []
    for index, cells in enumerate(rows):
        by_field = dict(zip(fields, cells, strict=True))
        made.append(
            IndicatorRow(
                index,
                first_row + index,
                {name: value for name, value in by_field.items() if name not in periods},
                tuple((period, by_field[name]) for name, period in periods.items()),
            )
        )
    return tuple(made)
