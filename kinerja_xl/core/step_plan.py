"""Step standards (waktu baku) and the plan of a cycle made from them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

from kinerja_xl.core.calendar import (
    WorkCalendar,
    add_working_days,
    add_working_minutes,
    next_working_moment,
    working_minutes,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class DurationUnit(Enum):
    """The unit in which an SOP states a duration; the value is the SOP's own word."""

    MINUTE = "menit"
    HOUR = "jam"
    DAY = "hari"


@dataclass(frozen=True, slots=True)
class StepStandard:
    """The standard time (waktu baku) of one step.

    Attributes:
        number: The step's number in the SOP.
        minutes: Working minutes; `None` when stated in days or not at all.
        days: Working days of the calendar; `None` when stated in minutes or not at all.

    Raises:
        ValueError: If both are given, or one is not positive.
    """

    number: int
    minutes: int | None = None
    days: int | None = None

    def __post_init__(self) -> None:
        if self.minutes is not None and self.days is not None:
            raise ValueError(f"step {self.number} has a standard in minutes and one in days")
        if any(amount is not None and amount <= 0 for amount in (self.minutes, self.days)):
            raise ValueError(f"step {self.number} has a standard that is not positive")

    @property
    def is_stated(self) -> bool:
        """Whether the SOP states a duration."""
        return self.minutes is not None or self.days is not None

    def finish_from(self, start: datetime, calendar: WorkCalendar) -> datetime | None:
        """Return when a step begun at `start` is due; `None` when no duration is stated."""
        if self.minutes is not None:
            return add_working_minutes(start, self.minutes, calendar)
        if self.days is not None:
            return add_working_days(start, self.days, calendar)
        return None

    def minutes_from(self, start: datetime | None, calendar: WorkCalendar) -> int | None:
        """Return the standard in working minutes for a step begun at `start`.

        `None` when no duration is stated, or it is stated in days and there is no start yet: how
        many minutes a day has depends on the day.
        """
        if self.days is None or start is None:
            return self.minutes
        return working_minutes(start, add_working_days(start, self.days, calendar), calendar)


def standard_of(
    number: int,
    amount: Decimal | int | None,
    unit: DurationUnit | None,
    *,
    minutes_per_day_equivalent: int | None = None,
) -> StepStandard:
    """Convert a duration as authored into a step's standard.

    Args:
        number: The step's number.
        amount: `None` when the SOP does not state (or nobody can read) the duration.
        unit: Unit of `amount`.
        minutes_per_day_equivalent: An office's setting, off by default: whole multiples of that
            many minutes are read as working days, such as 480 menit as 1 hari.

    Raises:
        ValueError: If the amount has no unit, is not positive, or is not a whole number of minutes
            or of days.
    """
    if amount is None:
        return StepStandard(number)
    if unit is None:
        raise ValueError(f"step {number} has a duration {amount} without a unit")
    if amount != int(amount) and (unit is not DurationUnit.HOUR or amount * 60 % 1):
        raise ValueError(f"step {number}: {amount} {unit.value} is not whole")
    if unit is DurationUnit.DAY:
        return StepStandard(number, days=int(amount))
    minutes = int(amount * 60) if unit is DurationUnit.HOUR else int(amount)
    if minutes_per_day_equivalent and minutes % minutes_per_day_equivalent == 0:
        return StepStandard(number, days=minutes // minutes_per_day_equivalent)
    return StepStandard(number, minutes=minutes)


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """When a step is planned.

    Attributes:
        start: A working moment; with `is_earliest` the earliest possible one.
        finish: `None` when the step's duration is not stated.
        minutes: Working minutes from start to finish; `None` like `finish`.
        is_earliest: Whether a step without stated duration lies before, which takes an unknown
            time that the plan counts as nothing.
    """

    number: int
    start: datetime
    finish: datetime | None
    minutes: int | None
    is_earliest: bool


def plan_steps(
    standards: Sequence[StepStandard], start: datetime, calendar: WorkCalendar
) -> tuple[PlannedStep, ...]:
    """Plan the steps one after another from a start moment.

    Each step starts at the first working moment at or after the finish of the one before. A step
    without stated duration contributes nothing and gets no finish.

    Raises:
        ValueError: If a step number comes twice, or `start` carries a time zone.
    """
    require_unique(standard.number for standard in standards)
    planned = []
    reached, is_earliest = start, False
    for standard in standards:
        begin = next_working_moment(reached, calendar)
        finish = standard.finish_from(begin, calendar)
        minutes = None if finish is None else working_minutes(begin, finish, calendar)
        planned.append(PlannedStep(standard.number, begin, finish, minutes, is_earliest))
        is_earliest = is_earliest or finish is None
        reached = begin if finish is None else finish
    return tuple(planned)


@dataclass(frozen=True, slots=True)
class PlannedCycle:
    """The plan of a whole cycle.

    Attributes:
        finish: Finish of the last step; `None` when any step has no stated duration.
        earliest_finish: The finish if the steps without stated duration took no time.
        minutes: Working minutes of the steps with stated duration.
        unstated_steps: Numbers of the steps without stated duration.
    """

    start: datetime
    finish: datetime | None
    earliest_finish: datetime
    minutes: int
    unstated_steps: tuple[int, ...]


def plan_total(planned: Sequence[PlannedStep]) -> PlannedCycle:
    """Sum up the plan of a cycle.

    Raises:
        ValueError: If there are no steps.
    """
    if not planned:
        raise ValueError("a cycle has at least one step")
    unstated = tuple(step.number for step in planned if step.finish is None)
    earliest_finish = planned[-1].finish or planned[-1].start
    return PlannedCycle(
        start=planned[0].start,
        finish=None if unstated else earliest_finish,
        earliest_finish=earliest_finish,
        minutes=sum(step.minutes or 0 for step in planned),
        unstated_steps=unstated,
    )


def require_unique(numbers: Iterable[int]) -> None:
    """Refuse a step number that comes twice.

    Raises:
        ValueError: If one does.
    """
    if twice := [number for number, count in Counter(numbers).items() if count > 1]:
        raise ValueError(f"step numbers come more than once: {twice}")
