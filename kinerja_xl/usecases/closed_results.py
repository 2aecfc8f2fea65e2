"""The figures of a closed period, read from what was kept of it and never computed anew."""

from __future__ import annotations

from decimal import Decimal

from kinerja_xl.core.achievement import Achievement, Cumulative, Status
from kinerja_xl.core.aggregates import Aggregate, AggregateStatus
from kinerja_xl.core.book import MasterReader
from kinerja_xl.core.closing import OBJECTIVE, OFFICE, SECTION, GroupFigures
from kinerja_xl.core.indicator import Target
from kinerja_xl.core.numbers import Unreadable, read_number
from kinerja_xl.core.period import Period
from kinerja_xl.core.results import GroupResult, OfficeResults, RowResult, office_budget
from kinerja_xl.core.scales import Band, Scale
from kinerja_xl.core.section_rows import SectionRow
from kinerja_xl.core.values import CellValue, cell_text
from kinerja_xl.errors import KinerjaError
from kinerja_xl.layout import tables
from kinerja_xl.usecases import gather
from kinerja_xl.usecases.achievement_sheet import lines
from kinerja_xl.usecases.closed import closed_periods, kept_figures

_KEPT = (
    "cumulative", "cumulative_low", "cumulative_high", "unrounded", "achievement", "category",
    "status",
)  # fmt: skip


def closed_results(book: MasterReader, period: Period) -> OfficeResults:
    """Read the figures of a closed period; no definition of today enters them.

    Raises:
        KinerjaError: If a figure in a section's sheet is none any more.
    """
    scale = closed_periods(book)[str(period)].scale
    groups = kept_figures(book)[str(period)].groups
    counted = lines(book)
    rows = tuple(
        result
        for state in gather.period_state(book, period).sections
        for result in _section_results(book, state.section.code, state.rows, period, scale)
        if (result.section, result.row.row_id) in counted
    )
    by_kind = {
        kind: tuple(_group(each, scale) for each in groups if each.group == kind)
        for kind in (OFFICE, SECTION, OBJECTIVE)
    }
    return OfficeResults(
        rows=rows,
        sections=by_kind[SECTION],
        objectives=by_kind[OBJECTIVE],
        office=next(iter(by_kind[OFFICE]), None),
        budget=office_budget(rows),
    )


def _section_results(
    book: MasterReader, section: str, rows: tuple[SectionRow, ...], period: Period, scale: Scale
) -> tuple[RowResult, ...]:
    # Rows of open periods hold formulas, whose results nobody may have worked out yet.
    kept = list(book.table(tables.section_table(section).name).pick(*_KEPT))
    return tuple(_row(section, row, kept[row.index], scale) for row in rows if row.period == period)


def _row(section: str, row: SectionRow, cells: tuple[CellValue, ...], scale: Scale) -> RowResult:
    *figures, category, word = cells
    realisation, low, high, unrounded, value = (_number(cell, section, row) for cell in figures)
    try:
        status = Status(cell_text(word))
    except ValueError:
        raise _spoilt(section, row) from None
    target = None if low is None or high is None else Target(low, high)
    # Of the cumulative figure alone nothing was kept but whether it is there.
    known = Status.EVALUATED if realisation is not None and target is not None else status
    return RowResult(
        section,
        row,
        Cumulative(target, realisation, known),
        Achievement(value, status, unrounded),
        _band(cell_text(category), scale),
    )


def _number(cell: CellValue, section: str, row: SectionRow) -> Decimal | None:
    number = read_number(cell)
    if isinstance(number, Unreadable):
        raise _spoilt(section, row)
    return number


def _group(kept: GroupFigures, scale: Scale) -> GroupResult:
    mean = None if kept.mean is None else Decimal(repr(kept.mean))
    status = AggregateStatus.EVALUATED
    if mean is None:
        status = AggregateStatus.NOT_POSITIVE if kept.evaluable else AggregateStatus.NOTHING_COUNTED
    left_out = kept.indicators - kept.evaluable
    return GroupResult(
        kept.name,
        kept.indicators,
        Aggregate(mean, kept.evaluable, left_out, status),
        _band(kept.category or "", scale),
    )


def _band(category: str, scale: Scale) -> Band | None:
    return next((band for band in scale.bands if band.category == category), None)


def _spoilt(section: str, row: SectionRow) -> KinerjaError:
    return KinerjaError(
        f"Angka {row.code} {row.period.label} diubah sesudah periodenya ditutup.",
        where=section,
        remedy="Jalankan verify untuk melihat apa yang diubah, lalu kembalikan dari folder "
        "cadangan.",
    )
