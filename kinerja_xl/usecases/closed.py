"""Closed periods: which there are, what was kept of them, and the refusal to change them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kinerja_xl.core.book import MasterReader
from kinerja_xl.core.closing import (
    BoardFigures,
    ClosedPeriod,
    GroupFigures,
    closed_period,
    read_figures,
    rows_digest,
)
from kinerja_xl.core.hidden_records import HiddenRecord, RecordKind
from kinerja_xl.core.next_step import Standing
from kinerja_xl.core.period import Period
from kinerja_xl.core.values import CellValue, cell_text
from kinerja_xl.errors import KinerjaError
from kinerja_xl.layout import tables
from kinerja_xl.layout.spec import Table
from kinerja_xl.usecases.keeping import records

CLOSED_STATE = Standing.CLOSED.value
"""What KENDALI says of a closed period, and RIWAYAT."""

_LIVE_IN_ACHIEVEMENT = frozenset(("stated", "difference", "logarithm"))
_KEPT_OF_EVIDENCE = ("row_id", "section", "code", "item", "file_name", "sha256")


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept of a closed period's figures."""

    groups: tuple[GroupFigures, ...]
    board: tuple[BoardFigures, ...]


def closed_periods(book: MasterReader) -> dict[str, ClosedPeriod]:
    """Return the closed periods by their short names."""
    return {record.period: closed_period(record) for record in records(book, RecordKind.CLOSED)}


def is_closed(book: MasterReader, period: Period) -> bool:
    """Say whether a period is closed."""
    return any(record.period == str(period) for record in records(book, RecordKind.CLOSED))


def kept_figures(book: MasterReader) -> dict[str, Kept]:
    """Return what was kept of every closed period."""
    by_period: dict[str, list[HiddenRecord]] = {name: [] for name in closed_periods(book)}
    for record in records(book, RecordKind.CLOSED_FIGURES):
        by_period.setdefault(record.period, []).append(record)
    return {name: Kept(*read_figures(found)) for name, found in by_period.items()}


def refuse_closed(book: MasterReader, period: Period) -> None:
    """Refuse to change a closed period.

    Raises:
        KinerjaError: If it is closed; the text says since when, and what to do.
    """
    closed = closed_periods(book).get(str(period))
    if closed is None:
        return
    name = Path(book.path).name
    raise KinerjaError(
        f"Periode {period.label} sudah ditutup pada {closed.at}; isinya tidak diubah lagi.",
        where=name,
        remedy="Bila memang harus dikoreksi, buka lagi dengan alasan: kinerja-xl reopen "
        f'{name} --period {period} --reason "...".',
    )


def sheet_digests(book: MasterReader, period: Period, sections: tuple[str, ...]) -> dict[str, str]:
    """Digest what a period has on each sheet, what people may still note there left out."""
    step = tables.STEP_TABLE
    kept: list[tuple[Table, str, tuple[str, ...]]] = [
        *((t, "period", t.fields) for t in map(tables.section_table, sections)),
        (
            tables.ACHIEVEMENT_TABLE,
            "period",
            tuple(f for f in tables.ACHIEVEMENT_TABLE.fields if f not in _LIVE_IN_ACHIEVEMENT),
        ),
        (tables.EVIDENCE_TABLE, "period", _KEPT_OF_EVIDENCE),
        (step, "cycle", tuple(field for field in step.fields if field != "note")),
    ]
    return {
        table.sheet: rows_digest(_rows_of(book, table, column, str(period), fields))
        for table, column, fields in kept
    }


def _rows_of(
    book: MasterReader, table: Table, column: str, period: str, fields: tuple[str, ...]
) -> Iterator[tuple[CellValue, ...]]:
    for of_period, *cells in book.table(table.name).pick(column, *fields):
        if cell_text(of_period) == period:
            yield tuple(cells)
