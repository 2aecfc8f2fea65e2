"""ENTRI: the rows to be typed into E-Lapkin and Monev, with what was entered already."""

from __future__ import annotations

from kinerja_xl.core.draft import Draft
from kinerja_xl.core.period import Period
from kinerja_xl.core.results import RowResult
from kinerja_xl.core.values import CellContent, cell_text
from kinerja_xl.layout import rows, tables

APPLICATIONS = ("E-Lapkin", "Monev")


def refresh_entries(draft: Draft, period: Period, results: tuple[RowResult, ...]) -> None:
    """Bring the period's rows up to date; the entered flag, time and reference stay."""
    table = tables.ENTRY_TABLE
    known = {cell_text(row): n for n, row in enumerate(draft.table(table.name).column("row_id"))}
    for application in APPLICATIONS:
        for number, result in enumerate(results, start=1):
            row = result.row
            cells: dict[str, CellContent] = {
                "application": application, "period": str(period), "number": number,
                "code": row.code, "name": row.name, "unit": row.unit, "target": row.target,
                "realisation": row.entry("realisation"), "achievement": result.achievement.value,
            }  # fmt: skip
            row_id = f"{application}|{row.row_id}"
            if row_id in known:
                for field, value in cells.items():
                    draft.set_cell(table.name, known[row_id], field, value)
            else:
                draft.append(table.name, (rows.full_row(table, {"row_id": row_id, **cells}),))
