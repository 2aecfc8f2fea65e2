"""The live formulas of ENTRI: what is left, and what changed after it was entered."""

from __future__ import annotations

from kinerja_xl.layout.spec import Table

ENTERED, CHANGED, LEFT = "sudah dientri", "berubah sesudah dientri", "belum dientri"
"""What the column Keadaan says."""

_PERIODS, _STATES = "tblEntri[[Periode]]", "tblEntri[[Keadaan]]"


def entry_state(table: Table) -> str:
    """Return whether the row was entered, and whether its values are the entered ones still.

    Until the program has run after the flag was set, the values that show are those entered.
    """
    now, entered = table.this_row("values"), table.this_row("entered_values")
    is_same = f'OR({entered}="",{entered}={now})'
    told = f'IF(TRIM({table.this_row("is_entered")})="ya",IF({is_same},"{ENTERED}","{CHANGED}")'
    return f'IF({table.this_row("row_id")}="","",{told},"{LEFT}"))'


def counted(state: str) -> str:
    """Return how many rows of the active period are in a state."""
    return f'COUNTIFS({_PERIODS},Periode_Aktif,{_STATES},"{state}")'
