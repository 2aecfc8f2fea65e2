"""Achievement (capaian) of one indicator, in one period and cumulatively over the year.

Formulas: regulations and published reports named at the rules. All arithmetic is exact (fractions)
until the one rounding at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import Enum
from fractions import Fraction
from typing import Final

from kinerja_xl.core.indicator import Measure, PeriodLogic, Polarity, Rounding, Target, Variant
from kinerja_xl.core.numbers import Unreadable

_PRECISION: Final = 34


class Status(Enum):
    """Whether an achievement could be computed, else why not; the value is the user's wording."""

    EVALUATED = "Terhitung"
    TARGET_MISSING = "Target belum ditetapkan"
    TARGET_UNREADABLE = "Target bukan angka"
    TARGET_ZERO = "Target nol"
    TARGET_NEGATIVE = "Target negatif"
    REALISATION_MISSING = "Realisasi belum diisi"
    REALISATION_UNREADABLE = "Realisasi bukan angka"
    REALISATION_ZERO = "Realisasi nol pada varian B"
    REALISATION_NEGATIVE = "Realisasi negatif pada varian B"
    EARLIER_MISSING = "Realisasi periode sebelumnya belum lengkap"


@dataclass(frozen=True, slots=True)
class Achievement:
    """The achievement of one indicator, or why there is none.

    Attributes:
        value: Percent, rounded and capped as the indicator says; `None` when not evaluable.
        status: `EVALUATED` exactly when `value` is not `None`.
        unrounded: Percent, capped, to 34 significant digits; what means are taken from.
    """

    value: Decimal | None
    status: Status
    unrounded: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PeriodTerm:
    """Target and realisation of one period, as they enter the cumulative figure."""

    target: Target | None
    realisation: Decimal | None


@dataclass(frozen=True, slots=True)
class Cumulative:
    """Target and realisation to date.

    Attributes:
        target: `None` when no period so far has a target.
        realisation: `None` when it cannot be told; `status` then says why.
        status: `EVALUATED` when both are there.
    """

    target: Target | None
    realisation: Decimal | None
    status: Status


@dataclass(frozen=True, slots=True)
class _Exact:
    low: Fraction
    high: Fraction
    realisation: Fraction


def evaluate(
    measure: Measure,
    target: Target | Unreadable | None,
    realisation: Decimal | Unreadable | None,
) -> Achievement:
    """Compute the achievement of one period in percent.

    A range is met (100) by any realisation inside, ends included; above it the upper end is the
    target, below it the lower (PermenPANRB 8/2021, chapter VI). A target of 0 is met only by a
    minimised 0. A negative target is not evaluable: every one of the formulas would reward the
    worse result. The result is not floored: variant A falls below 0 when the realisation is more
    than twice the target. The cap is never exceeded, not by rounding
    either.
    """
    if target is None or isinstance(target, Unreadable):
        return _without(Status.TARGET_MISSING if target is None else Status.TARGET_UNREADABLE)
    if realisation is None:
        return _without(Status.REALISATION_MISSING)
    if isinstance(realisation, Unreadable):
        return _without(Status.REALISATION_UNREADABLE)
    exact = _Exact(Fraction(target.low), Fraction(target.high), Fraction(realisation))
    return _achieve(measure, exact)


def cumulate(measure: Measure, terms: Sequence[PeriodTerm]) -> Cumulative:
    """Combine the periods of a year up to the current one, the last term.

    Only periods that have a target count. `SUM` and `AVERAGE` need the realisation of every one
    of them, since a blank is not a zero. `LAST` takes the most recent period that has both, with
    that period's own target. `NONE` is the current period alone.

    Raises:
        ValueError: If there are no terms.
    """
    picked, status = _pick(measure, terms)
    exact = _combine(measure, picked)
    if exact is None:
        return Cumulative(None, None, status)
    is_known = status is Status.EVALUATED
    target = Target(_decimal(exact.low), _decimal(exact.high))
    return Cumulative(target, _decimal(exact.realisation) if is_known else None, status)


def evaluate_cumulative(measure: Measure, terms: Sequence[PeriodTerm]) -> Achievement:
    """Compute the achievement to date, from the exact figures behind `cumulate`.

    An average of three periods has no finite decimals, so evaluating what `cumulate` returns
    could fall on the wrong side of a rounding boundary; this does not.
    """
    picked, status = _pick(measure, terms)
    exact = _combine(measure, picked) if status is Status.EVALUATED else None
    return _without(status) if exact is None else _achieve(measure, exact)


def round_percent(value: Decimal | Fraction, rounding: Rounding, digits: int) -> Decimal:
    """Round an exact value; halves go away from zero under `HALF_UP`, as in Excel's ROUND.

    `TRUNCATE` cuts towards zero.

    Args:
        value: Percent, exact.
        rounding: How.
        digits: Decimal places, 0 or more.
    """
    scaled = Fraction(value) * 10**digits
    quotient, rest = divmod(abs(scaled.numerator), scaled.denominator)
    twice = 2 * rest
    if rounding is Rounding.HALF_UP:
        quotient += twice >= scaled.denominator
    elif rounding is Rounding.HALF_EVEN:
        is_up = twice > scaled.denominator or (twice == scaled.denominator and quotient % 2)
        quotient += bool(is_up)
    sign = "-" if scaled < 0 and quotient else ""
    return Decimal(f"{sign}{quotient}E-{digits}")


def compare_stated(stated_percent: Decimal | None, achievement: Achievement) -> Decimal | None:
    """Give stated minus computed in percent points, 0 when they agree.

    Returns:
        `None` when there is nothing to compare: no figure is stated, or none could be computed.
    """
    if stated_percent is None or achievement.value is None:
        return None
    return stated_percent - achievement.value


def _without(status: Status) -> Achievement:
    return Achievement(None, status)


def _achieve(measure: Measure, exact: _Exact) -> Achievement:
    percent = _percent(measure, exact)
    if isinstance(percent, Status):
        return _without(percent)
    cap = measure.cap_percent
    if cap is not None:
        percent = min(percent, Fraction(cap))
    value = round_percent(percent, measure.rounding, measure.digits)
    value = value if cap is None else min(value, cap)
    return Achievement(value, Status.EVALUATED, _decimal(percent))


def _percent(measure: Measure, exact: _Exact) -> Fraction | Status:
    realisation = exact.realisation
    is_minimised = measure.polarity is Polarity.MINIMISE
    target = exact.high if realisation > exact.high else exact.low
    is_inside = exact.low < exact.high and exact.low <= realisation <= exact.high
    if is_inside or (is_minimised and target == realisation == 0):
        return Fraction(100)
    if target <= 0:
        return Status.TARGET_NEGATIVE if target else Status.TARGET_ZERO
    if not is_minimised:
        return 100 * realisation / target
    if measure.variant is Variant.A:
        return 100 * (2 * target - realisation) / target
    if realisation <= 0:
        return Status.REALISATION_NEGATIVE if realisation else Status.REALISATION_ZERO
    return 100 * target / realisation


def _pick(measure: Measure, terms: Sequence[PeriodTerm]) -> tuple[list[PeriodTerm], Status]:
    """Choose the periods whose figures combine, and say whether all of them are filled."""
    if not terms:
        raise ValueError("a cumulative figure needs at least the current period")
    current = terms[-1]
    considered = [current] if measure.period_logic is PeriodLogic.NONE else terms
    counted = [term for term in considered if term.target is not None]
    if not counted:
        return [], Status.TARGET_MISSING
    picked = counted
    if measure.period_logic is PeriodLogic.LAST:
        known = [term for term in counted if term.realisation is not None]
        picked = known[-1:] or ([current] if current.target is not None else [])
    missing = [term for term in picked if term.realisation is None]
    if not picked or (missing and missing[-1] is current):
        return picked, Status.REALISATION_MISSING
    return picked, Status.EARLIER_MISSING if missing else Status.EVALUATED


def _combine(measure: Measure, picked: Sequence[PeriodTerm]) -> _Exact | None:
    """Add up or average the picked periods; a missing realisation adds nothing here."""
    if not picked:
        return None
    share = Fraction(1, len(picked) if measure.period_logic is PeriodLogic.AVERAGE else 1)
    targets = [term.target for term in picked if term.target is not None]
    return _Exact(
        share * sum(Fraction(target.low) for target in targets),
        share * sum(Fraction(target.high) for target in targets),
        share * sum(Fraction(term.realisation or 0) for term in picked),
    )


def _decimal(value: Fraction) -> Decimal:
    with localcontext() as context:
        context.prec = _PRECISION
        return Decimal(value.numerator) / Decimal(value.denominator)
