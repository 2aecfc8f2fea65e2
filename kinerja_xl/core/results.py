"""The achievements of section rows: each row's own, and the means over sections and sasaran."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from kinerja_xl.core.achievement import (
    Achievement,
    Cumulative,
    PeriodTerm,
    Status,
    cumulate,
    evaluate_cumulative,
    round_percent,
)
from kinerja_xl.core.aggregates import (
    Aggregate,
    Mean,
    aggregate,
    budget_absorption,
    budget_efficiency,
)
from kinerja_xl.core.indicator import Indicator, PeriodLogic, Rounding
from kinerja_xl.core.numbers import Unreadable, read_number
from kinerja_xl.core.period import Period
from kinerja_xl.core.scales import Band, Scale, category_of
from kinerja_xl.core.section_rows import SectionRow, earlier_terms, rows_by_key
from kinerja_xl.core.targets import read_realisation
from kinerja_xl.core.values import CellValue

_HUNDREDTH = Decimal("0.01")

MEAN_DIGITS = 2
"""Decimal places to which a mean is shown, and in which its category is told."""


@dataclass(frozen=True, slots=True)
class RowResult:
    """What one row of a section achieved."""

    section: str
    row: SectionRow
    cumulative: Cumulative
    achievement: Achievement
    band: Band | None


@dataclass(frozen=True, slots=True)
class GroupResult:
    """The mean over a group of rows: a section, a sasaran, the office.

    Attributes:
        mean: Of the unrounded achievements, itself unrounded.
        band: Of the mean as it is shown, rounded to `MEAN_DIGITS`.
    """

    name: str
    indicators: int
    mean: Aggregate
    band: Band | None


@dataclass(frozen=True, slots=True)
class BudgetResult:
    """How the budget was spent, in percent and unrounded.

    Attributes:
        absorption: Spent over budgeted, of the rows that have both.
        efficiency: Against what the achieved outputs were budgeted at (PMK 214/2017).
    """

    absorption: Decimal | None
    efficiency: Aggregate


@dataclass(frozen=True, slots=True)
class OfficeResults:
    """Every figure of one period.

    Attributes:
        rows: One a row of the period, section by section.
        office: `None` when the period has no rows.
    """

    rows: tuple[RowResult, ...]
    sections: tuple[GroupResult, ...]
    objectives: tuple[GroupResult, ...]
    office: GroupResult | None
    budget: BudgetResult


def row_results(
    section: str, rows: tuple[SectionRow, ...], scale: Scale, *, period: Period | None = None
) -> tuple[RowResult, ...]:
    """Compute every row of a section, in order.

    The achievement compares the cumulative realisation with the cumulative target, by the row's
    period logic; a non-cumulative row is compared as it stands.

    Args:
        section: Its code.
        rows: Those of every period: cumulative figures need them.
        scale: The scale of categories.
        period: Of which rows the results are wanted; of all when not given.
    """
    by_key = rows_by_key(rows)
    results = []
    for row in rows:
        if period is not None and row.period != period:
            continue
        terms = (*earlier_terms(by_key[row.key], row), row.term())
        cumulative = cumulate(row.measure, terms)
        achievement = _achievement(row, terms)
        results.append(
            RowResult(section, row, cumulative, achievement, category_of(scale, achievement.value))
        )
    return tuple(results)


def _achievement(row: SectionRow, terms: tuple[PeriodTerm, ...]) -> Achievement:
    """Name what cannot be read: a term alone tells it from what is missing no more."""
    achievement = evaluate_cumulative(row.measure, terms)
    if isinstance(row.read_target(), Unreadable):
        return Achievement(None, Status.TARGET_UNREADABLE)
    realisation = read_realisation(row.entry("realisation"), row.measure, row.unit)
    if isinstance(realisation, Unreadable) and achievement.value is None:
        return Achievement(None, Status.REALISATION_UNREADABLE)
    return achievement


def grouped(
    results: Iterable[RowResult], key: Callable[[RowResult], str], mean: Mean, scale: Scale
) -> tuple[GroupResult, ...]:
    """Take the mean of the rows that can be evaluated, group by group in order of appearance."""
    groups: dict[str, list[RowResult]] = {}
    for result in results:
        groups.setdefault(key(result), []).append(result)
    return tuple(_group(name, members, mean, scale) for name, members in groups.items())


def _group(name: str, members: list[RowResult], mean: Mean, scale: Scale) -> GroupResult:
    value = aggregate((member.achievement.unrounded for member in members), mean)
    shown = value.value
    if shown is not None:
        shown = round_percent(shown, Rounding.HALF_UP, MEAN_DIGITS)
    return GroupResult(name, len(members), value, category_of(scale, shown))


def office_budget(results: Iterable[RowResult]) -> BudgetResult:
    """Take the budget of all rows together; a row without budget or spending is left out."""
    terms = [
        (_rupiah(row.budget), _rupiah(row.entry("budget_realisation")), result.achievement.value)
        for result in results
        if (row := result.row).budget is not None
    ]
    whole = [(budget, spent) for budget, spent, _ in terms if budget and spent is not None]
    budgeted = sum((budget for budget, _ in whole), Decimal())
    spent = sum((amount for _, amount in whole), Decimal())
    absorption = budget_absorption(spent, budgeted) if whole else None
    return BudgetResult(absorption, budget_efficiency(terms))


def undistributed_periods(
    indicator: Indicator, row: SectionRow, present: Container[CellValue]
) -> tuple[Period, ...]:
    """List the earlier periods that a cumulative figure needs and that have no row.

    Args:
        indicator: The row's indicator as it is now.
        row: The row of the later period.
        present: Identifiers of the section's rows, see `SectionRow.row_id`.
    """
    if row.measure.period_logic in (PeriodLogic.NONE, PeriodLogic.LAST):
        return ()
    return tuple(
        period
        for period, _ in indicator.targets
        if period.kind is row.period.kind
        and period.number < row.period.number
        and replace(row, period=period).row_id not in present
    )


def rounded(percent: Decimal | None) -> Decimal | None:
    """Round a mean or a share for show: two decimals, half up."""
    return None if percent is None else percent.quantize(_HUNDREDTH, ROUND_HALF_UP)


def _rupiah(value: CellValue) -> Decimal | None:
    number = read_number(value, unit="rupiah")
    return number if isinstance(number, Decimal) else None
