"""Step durations: how long each step of a cycle took, and which ones are late or out of order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

from kinerja_xl.core.calendar import WorkCalendar, require_naive, working_minutes
from kinerja_xl.core.findings import Code, Finding, Place, finding
from kinerja_xl.core.numbers import format_number
from kinerja_xl.core.passes import Flow, straight_flow
from kinerja_xl.core.period import MONTHS
from kinerja_xl.core.step_plan import (
    DurationUnit,
    PlannedCycle,
    PlannedStep,
    StepStandard,
    plan_steps,
    plan_total,
    require_unique,
    standard_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

__all__ = [
    "CycleDuration",
    "DurationUnit",
    "PlannedCycle",
    "PlannedStep",
    "StepActual",
    "StepDuration",
    "StepStandard",
    "StepStatus",
    "check_steps",
    "evaluate_steps",
    "evaluate_total",
    "plan_steps",
    "plan_total",
    "standard_of",
]


class StepStatus(Enum):
    """How a step stands; the value is the word in the LANGKAH sheet."""

    NOT_STARTED = "Belum mulai"
    RUNNING = "Berjalan"
    RUNNING_LATE = "Berjalan, terlambat"
    DONE_ON_TIME = "Selesai tepat waktu"
    DONE_LATE = "Selesai terlambat"
    DONE_WITHOUT_STANDARD = "Selesai, tanpa baku"
    TIMES_INVALID = "Periksa waktu"
    RETURNED = "Dikembalikan"


@dataclass(frozen=True, slots=True)
class StepActual:
    """What was recorded about one step; `None` for a moment not recorded.

    Attributes:
        earlier_minutes: Working minutes of the passes before this one, when work came back.
    """

    number: int
    started: datetime | None = None
    finished: datetime | None = None
    earlier_minutes: int = 0


@dataclass(frozen=True, slots=True)
class StepDuration:
    """How long a step took against its standard.

    Attributes:
        spent_minutes: Working minutes from start to finish, or to now while the step runs, those
            of earlier passes included; `None` when it has not started or its times are invalid.
        standard_minutes: The standard in working minutes; `None` when not stated, or stated in days
            while the step has no valid start.
        difference_minutes: Spent less standard, positive when over; `None` when either is.
        problems: What is wrong with the recorded times, in Indonesian.
    """

    number: int
    started: datetime | None
    finished: datetime | None
    status: StepStatus
    spent_minutes: int | None
    standard_minutes: int | None
    difference_minutes: int | None
    problems: tuple[str, ...] = ()

    @property
    def is_running(self) -> bool:
        """Whether the step is under way, so that its minutes still grow."""
        return self.status in (StepStatus.RUNNING, StepStatus.RUNNING_LATE)

    @property
    def is_done(self) -> bool:
        """Whether the step has finished, at times that make sense."""
        return self.finished is not None and not self.problems

    @property
    def is_late(self) -> bool:
        """Whether more working minutes were spent than the standard allows."""
        return self.status in (StepStatus.RUNNING_LATE, StepStatus.DONE_LATE)


def evaluate_steps(
    standards: Sequence[StepStandard],
    actuals: Iterable[StepActual],
    now: datetime,
    calendar: WorkCalendar,
) -> tuple[StepDuration, ...]:
    """Measure each step against its standard, in the order of `standards`.

    A step is late when its working minutes exceed the standard: finishing after closing time of
    the day it was due is still on time. A step that runs is measured up to `now`; without a stated
    standard nothing is late.

    Raises:
        ValueError: If a step number comes twice, an actual has no standard, or a moment carries a
            time zone.
    """
    recorded = list(actuals)
    require_unique(standard.number for standard in standards)
    require_unique(actual.number for actual in recorded)
    for actual in recorded:
        for moment in (now, actual.started, actual.finished):
            require_naive(moment or now)
    by_number = {actual.number: actual for actual in recorded}
    if unknown := by_number.keys() - {standard.number for standard in standards}:
        raise ValueError(f"no standard for the recorded steps {sorted(unknown)}")
    return tuple(
        _evaluate(
            standard, by_number.get(standard.number, StepActual(standard.number)), now, calendar
        )
        for standard in standards
    )


def _evaluate(
    standard: StepStandard, actual: StepActual, now: datetime, calendar: WorkCalendar
) -> StepDuration:
    problems = _problems(actual, now)
    # A start in the year 9999 is a slip of a person, not of the program: it must not raise below.
    reliable_start = None if problems else actual.started
    standard_minutes = standard.minutes_from(reliable_start, calendar)
    spent = difference = None
    if reliable_start is not None:
        spent = working_minutes(reliable_start, actual.finished or now, calendar)
        spent += actual.earlier_minutes
        difference = None if standard_minutes is None else spent - standard_minutes
    if problems:
        status = StepStatus.TIMES_INVALID
    elif spent is None:
        status = StepStatus.NOT_STARTED
    elif actual.finished is None:
        status = StepStatus.RUNNING_LATE if (difference or 0) > 0 else StepStatus.RUNNING
    elif difference is None:
        status = StepStatus.DONE_WITHOUT_STANDARD
    else:
        status = StepStatus.DONE_LATE if difference > 0 else StepStatus.DONE_ON_TIME
    return StepDuration(
        standard.number, actual.started, actual.finished, status, spent, standard_minutes,
        difference, problems,
    )  # fmt: skip


def _problems(actual: StepActual, now: datetime) -> tuple[str, ...]:
    started, finished = actual.started, actual.finished
    problems = []
    if finished is not None and started is None:
        problems.append(f"selesai {_moment_text(finished)} tetapi mulai kosong")
    if finished is not None and started is not None and finished < started:
        problems.append(
            f"selesai {_moment_text(finished)} mendahului mulai {_moment_text(started)}"
        )
    for word, moment in (("mulai", started), ("selesai", finished)):
        if moment is not None and moment > now:
            problems.append(f"{word} {_moment_text(moment)} belum terjadi")
    return tuple(problems)


def _moment_text(moment: datetime) -> str:
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year} pukul {moment:%H.%M}"


def check_steps(
    durations: Sequence[StepDuration],
    place_of: Callable[[int], Place],
    flow: Flow | None = None,
) -> tuple[Finding, ...]:
    """Find steps whose times make no sense, that are out of order, or that are late.

    A step is out of order when it finished while one that leads to it had not: that one finished
    later, still runs, or never started; while it runs, when it began before the step straight
    before it had finished. Steps with invalid times are reported as such and take no part in the
    order.

    Args:
        durations: In the order of the SOP.
        place_of: Gives the place of a step by its number.
        flow: How the steps follow each other; one after another by default.
    """
    found: list[Finding] = []
    flow = flow or straight_flow(step.number for step in durations)
    for step in durations:
        place = place_of(step.number)
        ahead = flow.all_before(step.number)
        near = flow.before(step.number)
        if step.problems:
            detail = "; ".join(step.problems)
            found.append(finding(Code.STEP_TIMES_INVALID, place, step=step.number, detail=detail))
        before = [each for each in durations if each.number in ahead]
        if overtaken := [str(e.number) for e in before if _is_overtaken(e, step)]:
            earlier = ", ".join(overtaken)
            found.append(finding(Code.STEP_OUT_OF_ORDER, place, step=step.number, earlier=earlier))
        elif early := [str(e.number) for e in before if e.number in near and _is_early(e, step)]:
            earlier = ", ".join(early)
            found.append(finding(Code.STEP_STARTED_EARLY, place, step=step.number, earlier=earlier))
        if step.is_late:
            actual, standard = (
                format_number(Decimal(minutes or 0))
                for minutes in (step.spent_minutes, step.standard_minutes)
            )
            found.append(
                finding(Code.STEP_LATE, place, step=step.number, actual=actual, standard=standard)
            )
    return tuple(found)


def _is_overtaken(earlier: StepDuration, later: StepDuration) -> bool:
    if earlier.problems or not later.is_done or later.finished is None:
        return False
    return earlier.finished is None or later.finished < earlier.finished


def _is_early(earlier: StepDuration, later: StepDuration) -> bool:
    if earlier.problems or not later.is_running or later.started is None:
        return False
    return earlier.finished is None or later.started < earlier.finished


@dataclass(frozen=True, slots=True)
class CycleDuration:
    """How long a cycle took so far; steps with invalid times are left out.

    Attributes:
        started: Start of the step that started first; `None` when none has.
        finished: Finish of the step that finished last; `None` until every step has.
        elapsed_minutes: Working minutes from `started` to `finished`, or to now.
        spent_minutes: Sum over the steps; steps side by side count each.
        standard_minutes: Sum of the standards of the steps that have one and have started.
        difference_minutes: Sum of the differences of those same steps.
        steps_done: How many steps have finished.
    """

    started: datetime | None
    finished: datetime | None
    elapsed_minutes: int
    spent_minutes: int
    standard_minutes: int
    difference_minutes: int
    steps_done: int


def evaluate_total(
    durations: Sequence[StepDuration], now: datetime, calendar: WorkCalendar
) -> CycleDuration:
    """Sum up the durations of a cycle, up to `now` while it is not finished."""
    measured = [step for step in durations if step.spent_minutes is not None]
    finishes = [step.finished for step in durations if step.finished and step.is_done]
    started = min((step.started for step in measured if step.started), default=None)
    finished = max(finishes) if finishes and len(finishes) == len(durations) else None
    compared = [step for step in measured if step.difference_minutes is not None]
    return CycleDuration(
        started=started,
        finished=finished,
        elapsed_minutes=working_minutes(started, finished or now, calendar) if started else 0,
        spent_minutes=sum(step.spent_minutes or 0 for step in measured),
        standard_minutes=sum(step.standard_minutes or 0 for step in compared),
        difference_minutes=sum(step.difference_minutes or 0 for step in compared),
        steps_done=len(finishes),
    )
