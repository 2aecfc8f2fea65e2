"""The figures of a report: those of its own period, or put together from the periods within it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum

from kinerja_xl.core.achievement import (
    Achievement,
    Cumulative,
    PeriodTerm,
    Status,
    cumulate,
    evaluate_cumulative,
)
from kinerja_xl.core.aggregates import Mean
from kinerja_xl.core.indicator import Measure, PeriodLogic, Target
from kinerja_xl.core.period import Period, PeriodKind
from kinerja_xl.core.results import OfficeResults, RowResult, grouped, office_budget
from kinerja_xl.core.scales import Scale, category_of
from kinerja_xl.core.section_rows import SectionRow
from kinerja_xl.core.targets import read_target
from kinerja_xl.core.values import CellValue, cell_text
from kinerja_xl.errors import KinerjaError

OFFICE = "kantor"
_DIGITS = re.compile("([0-9]+)")
_ZERO = Target(Decimal(), Decimal())


class ReportKind(Enum):
    """What a report is; the value is its title."""

    QUARTER = "Laporan Triwulan"
    SEMESTER = "Laporan Semester"
    YEAR = "Laporan Kinerja"

    @property
    def file_stem(self) -> str:
        """What its template is called, without ending."""
        return self.value.lower().replace(" ", "_")


def report_kind(period: Period) -> ReportKind:
    """Return what the report of a period is.

    Raises:
        KinerjaError: If there is none for periods of that length.
    """
    if period.kind is PeriodKind.MONTH:
        raise KinerjaError(
            f"Tidak ada laporan untuk {period.label}.",
            remedy=f"Pilih triwulan, semester, atau tahun, misalnya {period.year}-TW1, "
            f"{period.year}-S1, {period.year}.",
        )
    return ReportKind[period.kind.name]


def report_title(period: Period) -> str:
    """Return what the report of a period is called."""
    if period.kind is PeriodKind.YEAR:
        return f"{ReportKind.YEAR.value} {period.label}"
    return f"Laporan {period.label}"


def parts_of(period: Period) -> tuple[Period, ...]:
    """Return the next shorter periods that make up a period; a month has none."""
    shorter = {
        PeriodKind.YEAR: PeriodKind.SEMESTER, PeriodKind.SEMESTER: PeriodKind.QUARTER,
        PeriodKind.QUARTER: PeriodKind.MONTH,
    }.get(period.kind)  # fmt: skip
    if shorter is None:
        return ()
    count = period.kind.value // shorter.value
    first = (period.number - 1) * count + 1
    return tuple(Period(period.year, shorter, first + n) for n in range(count))


@dataclass(frozen=True, slots=True)
class Part:
    """What was computed of one distributed period."""

    period: Period
    results: OfficeResults


@dataclass(frozen=True, slots=True)
class Figures:
    """What a report says of one period.

    Attributes:
        parts: The distributed periods that it comes from, in order; itself when it was one.
    """

    period: Period
    results: OfficeResults
    parts: tuple[Part, ...]

    @property
    def is_own(self) -> bool:
        """Whether the period itself was distributed."""
        return len(self.parts) == 1 and self.parts[0].period == self.period

    def rows_of(self, section: str, key: str) -> tuple[SectionRow, ...]:
        """Return an indicator's rows in the parts, in order."""
        return tuple(
            result.row
            for part in self.parts
            for result in part.results.rows
            if (result.section, result.row.key) == (section, key)
        )


def figures(period: Period, parts: Sequence[Part], scale: Scale, mean: Mean) -> Figures:
    """Put the figures of a period together.

    An indicator's parts combine by its period logic, as `cumulate` does, with the settings of the
    latest part. What was spent is said up to the end of a period, so the latest figure counts. The
    year is compared with the year's target where there is one, else with the parts' targets.

    Args:
        period: The report's.
        parts: What was distributed of it, in order; at least one.
        scale: Of the categories.
        mean: How means are taken.
    """
    if len(parts) == 1 and parts[0].period == period:
        own = parts[0].results
        return Figures(period, replace(own, rows=_by_code(own.rows)), tuple(parts))
    by_indicator: dict[tuple[str, str], list[RowResult]] = {}
    for part in parts:
        for result in part.results.rows:
            by_indicator.setdefault((result.section, result.row.key), []).append(result)
    rows = tuple(_combined(period, found, scale) for found in by_indicator.values())
    places = {name: n for n, name in enumerate(dict.fromkeys(row.section for row in rows))}
    ordered = tuple(sorted(rows, key=lambda result: places[result.section]))
    whole = grouped(ordered, lambda _: OFFICE, mean, scale)
    results = OfficeResults(
        rows=_by_code(ordered),
        sections=grouped(ordered, lambda result: result.section, mean, scale),
        objectives=grouped(ordered, lambda result: result.row.objective, mean, scale),
        office=whole[0] if whole else None,
        budget=office_budget(ordered),
    )
    return Figures(period, results, tuple(parts))


def _by_code(rows: Iterable[RowResult]) -> tuple[RowResult, ...]:
    """Order rows as people count: `IKU-2` before `IKU-10`."""

    def key(result: RowResult) -> list[tuple[bool, int, str]]:
        pieces = _DIGITS.split(result.row.code.casefold())
        return [(piece.isdecimal(), int(piece) if piece.isdecimal() else 0, piece)
                for piece in pieces]  # fmt: skip

    return tuple(sorted(rows, key=key))


def _combined(period: Period, found: Sequence[RowResult], scale: Scale) -> RowResult:
    last = found[-1].row
    spent = _latest(result.row.entry("budget_realisation") for result in found)
    budget = _latest(result.row.budget for result in found)
    row = replace(last, index=-1, period=period, budget=budget)
    row = row.with_entry("budget_realisation", spent)
    terms = tuple(result.row.term() for result in found)
    if period.kind is PeriodKind.YEAR:
        terms = _against_year(last, terms)
    cumulative, achievement = combine(row.measure, terms)
    band = category_of(scale, achievement.value)
    return RowResult(found[-1].section, row, cumulative, achievement, band)


def combine(measure: Measure, terms: Sequence[PeriodTerm]) -> tuple[Cumulative, Achievement]:
    """Combine the parts of a period; without cumulation the latest part with a target counts."""
    counted = tuple(term for term in terms if term.target is not None)
    if measure.period_logic is PeriodLogic.NONE:
        counted = counted[-1:]
    if not counted:
        return Cumulative(None, None, Status.TARGET_MISSING), Achievement(
            None, Status.TARGET_MISSING
        )
    return cumulate(measure, counted), evaluate_cumulative(measure, counted)


def _against_year(row: SectionRow, terms: tuple[PeriodTerm, ...]) -> tuple[PeriodTerm, ...]:
    """Let the targets of the parts come to the year's, by the indicator's own logic."""
    target = read_target(row.target_year, row.measure, row.unit)
    if not isinstance(target, Target):
        return terms
    counted = [term for term in terms if term.target is not None]
    if row.measure.period_logic is PeriodLogic.SUM:
        return tuple(
            replace(term, target=target if n == 0 else _ZERO) for n, term in enumerate(counted)
        )
    return tuple(replace(term, target=target) for term in counted)


def _latest(values: Iterable[CellValue]) -> CellValue:
    given = [value for value in values if value is not None and cell_text(value)]
    return given[-1] if given else None
