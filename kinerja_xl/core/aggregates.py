"""Figures over several indicators: mean achievements, budget absorption and efficiency."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import Enum
from typing import Final

_WORKING_PRECISION: Final = 60
_PRECISION: Final = 34


class Mean(Enum):
    """How several achievements become one; the value is the word in PENGATURAN."""

    ARITHMETIC = "aritmetik"
    GEOMETRIC = "geometrik"


class AggregateStatus(Enum):
    """Whether an aggregate could be computed, else why not; the value is the user's wording."""

    EVALUATED = "Terhitung"
    NOTHING_COUNTED = "Tidak ada capaian yang terhitung"
    NOT_POSITIVE = "Rata-rata geometrik memerlukan capaian di atas nol"
    BUDGET_ZERO = "Pagu nol atau belum ditetapkan"


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A figure over several, with how many it stands for.

    Attributes:
        value: Percent, unrounded (34 significant digits); `None` when not evaluable.
        counted: How many values entered.
        left_out: How many were not evaluable, and so neither 0 nor 100.
    """

    value: Decimal | None
    counted: int
    left_out: int
    status: AggregateStatus


def aggregate(values_percent: Iterable[Decimal | None], method: Mean) -> Aggregate:
    """Take the mean of achievements, those that are `None` left out and counted.

    The geometric mean is that of outputs under PMK 214/2017 and PMK 22/2021. Give unrounded
    values (`Achievement.unrounded`): the worked example of PMK 22/2021 comes out at 76.31 only
    then. It has no value when one of the values is 0 or below.
    """
    everything = list(values_percent)
    values = [value for value in everything if value is not None]
    left_out = len(everything) - len(values)
    if not values:
        return Aggregate(None, 0, left_out, AggregateStatus.NOTHING_COUNTED)
    if method is Mean.GEOMETRIC and min(values) <= 0:
        return Aggregate(None, len(values), left_out, AggregateStatus.NOT_POSITIVE)
    mean = _geometric(values) if method is Mean.GEOMETRIC else _arithmetic(values)
    return Aggregate(mean, len(values), left_out, AggregateStatus.EVALUATED)


def budget_absorption(realisation: Decimal | None, budget: Decimal | None) -> Decimal | None:
    """Give realisation / budget (pagu) in percent, unrounded.

    Returns:
        `None` when either is missing or the budget is not above 0.
    """
    if realisation is None or budget is None or budget <= 0:
        return None
    with localcontext() as context:
        context.prec = _PRECISION
        return 100 * realisation / budget


def budget_efficiency(
    terms: Iterable[tuple[Decimal | None, Decimal | None, Decimal | None]],
) -> Aggregate:
    """Give sum(PA x C - RA) / sum(PA x C) in percent, unrounded (PMK 214/2017).

    Args:
        terms: Per output: PA, its budget (pagu anggaran); RA, what was spent (realisasi
            anggaran); C, its achievement in percent. An output that lacks one is left out whole.

    Returns:
        Negative when more was spent than the achieved outputs were budgeted at.
    """
    everything = list(terms)
    whole = [
        (budget, spent, achieved)
        for budget, spent, achieved in everything
        if budget is not None and spent is not None and achieved is not None
    ]
    left_out = len(everything) - len(whole)
    with localcontext() as context:
        context.prec = _PRECISION
        earned = sum((budget * achieved / 100 for budget, _, achieved in whole), Decimal())
        spent_in_all = sum((spent for _, spent, _ in whole), Decimal())
        if not whole:
            return Aggregate(None, 0, left_out, AggregateStatus.NOTHING_COUNTED)
        if earned <= 0:
            return Aggregate(None, len(whole), left_out, AggregateStatus.BUDGET_ZERO)
        value = 100 * (earned - spent_in_all) / earned
    return Aggregate(value, len(whole), left_out, AggregateStatus.EVALUATED)


def _arithmetic(values: Sequence[Decimal]) -> Decimal:
    with localcontext() as context:
        context.prec = _PRECISION
        return sum(values, Decimal()) / len(values)


def _geometric(values: Sequence[Decimal]) -> Decimal:
    with localcontext() as context:
        context.prec = _WORKING_PRECISION
        mean = (sum((value.ln() for value in values), Decimal()) / len(values)).exp()
        context.prec = _PRECISION
        return +mean
