"""How the total time that an SOP states fits the durations of its steps."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from kinerja_xl.core.sop import Duration, NotStated, Sop, StatedTotal, Step
from kinerja_xl.core.step_plan import DurationUnit, StepStandard, standard_of

_MINUTES_PER_HOUR = 60


class Verdict(Enum):
    """What the comparison of the stated total with the steps comes to."""

    NO_TOTAL = "no total stated"
    AGREES = "agrees"
    UNACCOUNTED = "the remainder belongs to the steps without a duration"
    NOTHING_LEFT = "steps without a duration, and nothing left for them"
    STEPS_FALL_SHORT = "every step stated, together less than the total"
    STEPS_EXCEED = "the stated steps are more than the total"
    UNITS_DIFFER = "more of one unit and less of the other; a day is no count of minutes"


_SOUND = frozenset({Verdict.NO_TOTAL, Verdict.AGREES, Verdict.UNACCOUNTED})


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The stated total beside the sum of the steps, days and minutes apart.

    Attributes:
        by_unit: The steps' stated amounts summed per authored unit; units not used are left out.
        known_days: Working days of the steps, as read under `minutes_per_day_equivalent`.
        known_minutes: Minutes of the steps authored in menit or jam, read likewise.
        unstated_steps: Numbers of the steps without a duration.
        stated_total: As authored; `None` when the document states none.
        stated_days: `None` when no total is stated.
        stated_minutes: The total's hours and minutes together; `None` when no total is stated.
        remaining_days: Stated minus known, negative when the steps exceed the total.
        remaining_minutes: Likewise.
    """

    step_count: int
    by_unit: tuple[tuple[DurationUnit, int], ...]
    known_days: int
    known_minutes: int
    unstated_steps: tuple[int, ...]
    stated_total: StatedTotal | None
    stated_days: int | None
    stated_minutes: int | None
    remaining_days: int | None
    remaining_minutes: int | None
    verdict: Verdict

    @property
    def is_contradiction(self) -> bool:
        """Whether stated total and steps cannot both be right as they stand."""
        return self.verdict not in _SOUND


def reconcile(sop: Sop) -> Reconciliation:
    """Compare the total that the document states with the durations of its steps.

    A remainder is never split over the steps without a duration. Days are never turned into
    minutes, and minutes into days only where `minutes_per_day_equivalent` says so.
    """
    standards = [_standard(step, sop.minutes_per_day_equivalent) for step in sop.steps]
    known_days = sum(standard.days or 0 for standard in standards)
    known_minutes = sum(standard.minutes or 0 for standard in standards)

    stated_days = stated_minutes = days_left = minutes_left = None
    if (total := sop.stated_total) is not None:
        stated_days = total.days
        stated_minutes = total.hours * _MINUTES_PER_HOUR + total.minutes
        days_left, minutes_left = stated_days - known_days, stated_minutes - known_minutes
    unstated = tuple(s.number for s in standards if not s.is_stated)
    return Reconciliation(
        step_count=len(sop.steps),
        by_unit=_sum_by_unit(sop),
        known_days=known_days,
        known_minutes=known_minutes,
        unstated_steps=unstated,
        stated_total=total,
        stated_days=stated_days,
        stated_minutes=stated_minutes,
        remaining_days=days_left,
        remaining_minutes=minutes_left,
        verdict=_judge(days_left, minutes_left, has_unstated=bool(unstated)),
    )


def _standard(step: Step, minutes_per_day_equivalent: int | None) -> StepStandard:
    if isinstance(step.duration, NotStated):
        return standard_of(step.number, None, None)
    return standard_of(
        step.number,
        step.duration.amount,
        step.duration.unit,
        minutes_per_day_equivalent=minutes_per_day_equivalent,
    )


def _sum_by_unit(sop: Sop) -> tuple[tuple[DurationUnit, int], ...]:
    sums = dict.fromkeys(DurationUnit, 0)
    for step in sop.steps:
        if isinstance(step.duration, Duration):
            sums[step.duration.unit] += step.duration.amount
    return tuple((unit, amount) for unit, amount in sums.items() if amount)


def _judge(days: int | None, minutes: int | None, *, has_unstated: bool) -> Verdict:
    if days is None or minutes is None:
        return Verdict.NO_TOTAL
    if days == 0 and minutes == 0:
        return Verdict.NOTHING_LEFT if has_unstated else Verdict.AGREES
    if days >= 0 and minutes >= 0:
        return Verdict.UNACCOUNTED if has_unstated else Verdict.STEPS_FALL_SHORT
    if days <= 0 and minutes <= 0:
        return Verdict.STEPS_EXCEED
    return Verdict.UNITS_DIFFER
