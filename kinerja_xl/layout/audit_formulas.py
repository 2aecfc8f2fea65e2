"""The live formulas of the register of audits and its recap: the rules of core.audits in cells."""

from __future__ import annotations

from collections.abc import Callable

from kinerja_xl.core.audits import (
    AGES,
    ALL_STATUSES,
    FIELDS,
    LIMIT_DAYS,
    OTHER_STATUS,
    Band,
    Kind,
    State,
    Status,
)
from kinerja_xl.layout.spec import Table

REFERENCE_DAY = "Tanggal_Rekap"
"""Name of the cell with the day against which limits and ages are held."""

_REGISTER = "tblLHP"
_STATUS, _STATE, _AGE = (f"{_REGISTER}[[{h}]]" for h in ("Status", "Keadaan", "Umur (hari)"))


def due_date(table: Table) -> str:
    """Return the last day of the follow-up of an LHP; LHE and TLHP have none."""
    received = table.this_row("received")
    return f'IF(AND({_is_report(table)},ISNUMBER({received})),INT({received})+{LIMIT_DAYS},"")'


def age_days(table: Table) -> str:
    """Return the days since the document was received, or else since its date."""
    made, received = table.this_row("date"), table.this_row("received")
    since = f"IF(ISNUMBER({received}),{REFERENCE_DAY}-INT({received}),"
    return f'{since}IF(ISNUMBER({made}),{REFERENCE_DAY}-INT({made}),""))'


def state(table: Table) -> str:
    """Return where a row stands."""
    made, received = table.this_row("date"), table.this_row("received")
    due = table.this_row("due_date")
    filled = "&".join(table.this_row(field) for field in FIELDS)
    is_settled = f'TRIM({table.this_row("status")})="{Status.SETTLED.value}"'
    lacks_date = f"OR(NOT(ISNUMBER({made})),AND({_is_report(table)},NOT(ISNUMBER({received}))))"
    against_limit = (
        f'IF(ISNUMBER({due}),IF({due}<{REFERENCE_DAY},"{State.OVERDUE.value}",'
        f'"{State.RUNNING.value}"),"{State.NO_LIMIT.value}")'
    )
    return (
        f'IF(TRIM({filled})="","",IF({is_settled},"{State.SETTLED.value}",'
        f'IF({lacks_date},"{State.UNDATED.value}",{against_limit})))'
    )


def counted(band: Band) -> Callable[[Table], str]:
    """Return what makes the formula of a band of the recap: rows of the line's status in it."""

    def formula(table: Table) -> str:
        line = table.this_row("status")
        own = {status: f'(TRIM({_STATUS})="{status.value}")' for status in Status}
        in_line = "+".join((
            f'({line}="{ALL_STATUSES}")',
            f'({line}="{OTHER_STATUS}")*(1-{"-".join(own.values())})',
            *(f'({line}="{status.value}")*{has_it}' for status, has_it in own.items()),
        ))  # fmt: skip
        return f"SUMPRODUCT(({in_line})*{_in_band(band)})"

    return formula


def _in_band(band: Band) -> str:
    is_filled = f'({_STATE}<>"")'
    if band is Band.TOTAL:
        return is_filled
    if band is Band.OVERDUE:
        return f'({_STATE}="{State.OVERDUE.value}")'
    if band is Band.UNDATED:
        return f"{is_filled}*(1-ISNUMBER({_AGE}))"
    low, high = next(bounds for each, *bounds in AGES if each is band)
    ends = [f"({_AGE}>={low})"] * (low is not None) + [f"({_AGE}<={high})"] * (high is not None)
    return "*".join((is_filled, f"ISNUMBER({_AGE})", *ends))


def _is_report(table: Table) -> str:
    return f'TRIM({table.this_row("kind")})="{Kind.REPORT.value}"'
