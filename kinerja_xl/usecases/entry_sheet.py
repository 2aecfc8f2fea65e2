"""The sheet ENTRI: brought up to date by key, with the flags that the officer typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kinerja_xl.core.dates import format_moment
from kinerja_xl.core.draft import Draft
from kinerja_xl.core.entry_rows import (
    Entered,
    EntryRow,
    differences,
    followed,
    left_over,
    mapped_rows,
    signature,
)
from kinerja_xl.core.entry_values import EntryValue
from kinerja_xl.core.findings import Code, Finding, Place, finding
from kinerja_xl.core.period import Period
from kinerja_xl.core.results import RowResult
from kinerja_xl.core.values import CellContent, CellValue, cell_text
from kinerja_xl.layout import names, rows, tables

if TYPE_CHECKING:
    from kinerja_xl.core.entry_mapping import EntryMapping

_TABLE = tables.ENTRY_TABLE
_TYPED = ("is_entered", "entered_at", "reference")
_KEPT = (*_TYPED, "values", "entered_values", "entered_mark")

_Cells = dict[str, CellValue]


@dataclass(frozen=True, slots=True)
class Entries:
    """What ENTRI holds of a period after it was brought up to date."""

    rows: tuple[EntryRow, ...]
    states: dict[str, Entered]
    findings: tuple[Finding, ...]

    def is_left(self, row: EntryRow) -> bool:
        """Say whether a row is still to be entered."""
        return not self.states[row.row_id].values

    def is_changed(self, row: EntryRow) -> bool:
        """Say whether a row shows something else than what was entered."""
        entered = self.states[row.row_id].values
        return bool(entered) and entered != signature(row.values)


def refresh_entries(
    draft: Draft, period: Period, results: tuple[RowResult, ...], mapping: EntryMapping
) -> Entries:
    """Bring the period's rows into the order of the mapping; flag, time and reference stay.

    A row that the mapping asks for no more goes, unless somebody typed into it.
    """
    present = {cell_text(cells["row_id"]): cells for cells in _present(draft)}
    mapped = [mapped_rows(application, results) for application in mapping.applications]
    wanted = tuple(row for each in mapped for row in each.rows)
    states: dict[str, Entered] = {}
    new: list[_Cells] = []
    for row in wanted:
        known = present.get(row.row_id, {})
        states[row.row_id] = _followed(known)
        new.append(_cells(period, row, known, states[row.row_id]))
    own = [row_id for row_id, cells in present.items() if cells["period"] == str(period)]
    stale = [
        present[row_id]
        for row_id in left_over(own, wanted)
        if any(cell_text(present[row_id][field]) for field in _TYPED)
    ]
    _write(draft, period, [*new, *stale])
    unknown = tuple(
        finding(
            Code.ENTRY_CODE_UNKNOWN, Place("", _TABLE.sheet), application=application.name,
            code=code, period=period.label,
        )
        for application, each in zip(mapping.applications, mapped, strict=True)
        for code in each.unknown_codes
    )  # fmt: skip
    found = tuple(_findings(draft, wanted, states, stale))
    return Entries(wanted, states, (*found, *unknown))


def _present(draft: Draft) -> Iterator[_Cells]:
    data = draft.table(_TABLE.name)
    for cells in data.rows:
        yield dict(zip(data.fields, cells, strict=True))


def _followed(known: _Cells) -> Entered:
    if not known:
        return Entered()
    return followed(
        Entered(cell_text(known["entered_mark"]), cell_text(known["entered_values"])),
        is_entered=cell_text(known["is_entered"]).casefold() == names.YES,
        mark=_mark(known["entered_at"]),
        shown=cell_text(known["values"]),
    )


def _mark(value: CellValue) -> str:
    """Return a moment as text, the same however the file stored its fractions of a second."""
    if isinstance(value, datetime):
        return format_moment(value + timedelta(milliseconds=500))
    return cell_text(value)


def _cells(period: Period, row: EntryRow, known: _Cells, entered: Entered) -> _Cells:
    values = {value.value: row.values.get(value.value) or None for value in EntryValue}
    return {
        "row_id": row.row_id, "application": row.application, "period": str(period),
        "number": row.number, "code": row.code or None, "name": row.name or None,
        "unit": row.unit or None, **values,
        **{field: known.get(field) for field in _TYPED}, "values": signature(row.values),
        "entered_values": entered.values or None, "entered_mark": entered.mark or None,
    }  # fmt: skip


def _write(draft: Draft, period: Period, new: list[_Cells]) -> None:
    """Set cells where the rows stand in order already; else lay the table out anew, by key."""
    before = list(_present(draft))
    mine = [n for n, cells in enumerate(before) if cells["period"] == str(period)]
    if [before[n]["row_id"] for n in mine] == [cells["row_id"] for cells in new]:
        for index, cells in zip(mine, new, strict=True):
            for field, value in cells.items():
                if field != "state":
                    draft.set_cell(_TABLE.name, index, field, value)
        return
    if not mine:
        draft.append(_TABLE.name, map(_row, new))
        return
    first = mine[0]
    others = [cells for cells in before[first:] if cells["period"] != str(period)]
    draft.replace(_TABLE.name, tuple(map(_row, (*before[:first], *new, *others))))


def _row(cells: _Cells) -> tuple[CellContent, ...]:
    typed: dict[str, CellContent] = {k: v for k, v in cells.items() if k != "state"}
    return rows.full_row(_TABLE, typed)


def _findings(
    draft: Draft, wanted: tuple[EntryRow, ...], states: dict[str, Entered], stale: list[_Cells]
) -> Iterator[Finding]:
    data = draft.table(_TABLE.name)
    index_of = {cell_text(row_id): n for n, row_id in enumerate(data.column("row_id"))}
    typed = {cell_text(row_id): cells for row_id, *cells in data.pick("row_id", *_TYPED)}

    def place(row_id: str, field: str) -> Place:
        cell = rows.cell_address(_TABLE, data.first_row, index_of[row_id], field)
        return Place("", _TABLE.sheet, cell)

    for row in wanted:
        entered = states[row.row_id]
        facts = {"application": row.application, "code": row.code}
        if not entered.values:
            continue
        for name, before, now in differences(entered.values, signature(row.values)):
            is_token = before.startswith("#") or now.startswith("#")
            shown = ("teks lama", "teks baru") if is_token else (before, now)
            yield finding(
                Code.ENTRY_CHANGED, place(row.row_id, name), row_key=row.row_id, column=name,
                field=_TABLE.column(name).heading, entered=shown[0], current=shown[1], **facts,
            )  # fmt: skip
        _, at, reference = typed[row.row_id]
        for field, value in (("entered_at", at), ("reference", reference)):
            if not cell_text(value):
                yield finding(
                    Code.ENTRY_INCOMPLETE, place(row.row_id, field), row_key=row.row_id,
                    column=field, field=_TABLE.column(field).heading, **facts,
                )  # fmt: skip
    for cells in stale:
        row_id = cell_text(cells["row_id"])
        if cell_text(cells["is_entered"]).casefold() == names.YES:
            yield finding(
                Code.ENTRY_LEFT_OUT, place(row_id, "is_entered"), row_key=row_id,
                application=cell_text(cells["application"]), code=cell_text(cells["code"]),
            )  # fmt: skip
