"""The passes of a cycle's steps: whose turn it is, how work goes back, what began too early."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from kinerja_xl.core.calendar import WorkCalendar, next_working_moment
from kinerja_xl.core.dates import format_moment
from kinerja_xl.core.step_plan import StepStandard
from kinerja_xl.errors import KinerjaError


@dataclass(frozen=True, slots=True)
class StepRow:
    """One pass of a step of a cycle.

    Attributes:
        index: Position among the table's data rows.
        pass_number: Which time the step is gone through, counted from 1.
    """

    index: int
    number: int
    activity: str
    actor: str
    standard: StepStandard
    started: datetime | None
    finished: datetime | None
    pass_number: int = 1

    @property
    def is_running(self) -> bool:
        """Whether it has started and not finished."""
        return self.started is not None and self.finished is None


@dataclass(frozen=True, slots=True)
class WayBack:
    """A return that the SOP's flow allows, and when it is taken."""

    to_step: int
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """How the steps of an SOP follow each other.

    Attributes:
        next_steps: Of each step, in the SOP's order; none at an end of the flow.
        ways_back: Of the steps that decide.
    """

    next_steps: Mapping[int, tuple[int, ...]]
    ways_back: Mapping[int, tuple[WayBack, ...]] = field(default_factory=dict)

    def before(self, number: int) -> tuple[int, ...]:
        """Return the steps that lead straight to a step."""
        return tuple(each for each, following in self.next_steps.items() if number in following)

    def between(self, first: int, last: int) -> frozenset[int]:
        """Return the steps on a way forward from `first` to `last`, both included."""
        return (self._after(first) | {first}) & (self.all_before(last) | {last})

    def _after(self, number: int) -> frozenset[int]:
        return _reached(number, lambda each: self.next_steps.get(each, ()))

    def all_before(self, number: int) -> frozenset[int]:
        """Return every step that leads to a step, near or far."""
        return _reached(number, self.before)


def _reached(start: int, neighbours: Callable[[int], Iterable[int]]) -> frozenset[int]:
    found: set[int] = set()
    waiting = list(neighbours(start))
    while waiting:
        each = waiting.pop()
        if each not in found:
            found.add(each)
            waiting.extend(neighbours(each))
    return frozenset(found)


def straight_flow(numbers: Iterable[int]) -> Flow:
    """Return the flow in which every step follows the one before it."""
    ordered = sorted(set(numbers))
    following = dict(pairwise(ordered))
    return Flow({n: (following[n],) if n in following else () for n in ordered})


def latest_passes(passes: Iterable[StepRow]) -> tuple[StepRow, ...]:
    """Return each step as it stands: its last pass, in the order of the steps."""
    latest: dict[int, StepRow] = {}
    for each in passes:
        if each.number not in latest or each.pass_number > latest[each.number].pass_number:
            latest[each.number] = each
    return tuple(latest[number] for number in sorted(latest))


@dataclass(frozen=True, slots=True)
class Turn:
    """A step that is somebody's turn.

    Attributes:
        since: When it started, or could have; `None` for a cycle that has not begun.
        due: By its standard; `None` without one or without a beginning.
        is_running: Whether it has started.
    """

    step: StepRow
    since: datetime | None
    due: datetime | None
    is_running: bool


def turns(steps: Sequence[StepRow], flow: Flow, calendar: WorkCalendar) -> tuple[Turn, ...]:
    """Say whose turn it is: the steps that run, and those that could begin.

    A step can begin when all that lead straight to it have finished; time is counted from then,
    at the first working moment.

    Args:
        steps: Each step as it stands now.
        flow: How the steps follow each other.
        calendar: The office's working time.
    """
    by_number = {step.number: step for step in steps}
    found = []
    for step in steps:
        if step.is_running and step.started is not None:
            found.append(Turn(step, step.started, _due(step, step.started, calendar), True))
        elif step.started is None:
            before = [by_number[n].finished for n in flow.before(step.number) if n in by_number]
            finishes = [moment for moment in before if moment is not None]
            if len(finishes) == len(before):
                since = max(finishes, default=None)
                found.append(Turn(step, since, _due(step, since, calendar), False))
    return tuple(found)


def _due(step: StepRow, since: datetime | None, calendar: WorkCalendar) -> datetime | None:
    if since is None:
        return None
    return step.standard.finish_from(next_working_moment(since, calendar), calendar)


@dataclass(frozen=True, slots=True)
class ReturnPlan:
    """What sending work back means.

    Attributes:
        decided: The pass that ends with the decision.
        again: The passes that are gone through once more, in the order of the steps.
    """

    decided: StepRow
    again: tuple[StepRow, ...]


def plan_return(
    steps: Sequence[StepRow], flow: Flow, number: int, to_step: int, at: datetime, where: str
) -> ReturnPlan:
    """Plan to send work back from a step that decides to an earlier one.

    Every step on the way from there to the decision is gone through again, the decision included.

    Args:
        steps: Each step as it stands now.
        flow: How the steps follow each other.
        number: The step that decides.
        to_step: Where the work goes.
        at: When it was decided.
        where: What a refusal names as its place.

    Raises:
        KinerjaError: If the flow has no such way back, the deciding step does not run, it began
            later than `at`, or a step on the way still runs.
    """
    decided = next(step for step in steps if step.number == number)
    _refuse_way(flow, number, to_step, where)
    if decided.started is None:
        raise KinerjaError(
            f"Langkah {number} belum dimulai, jadi belum dapat mengembalikan pekerjaan.",
            where=where, remedy=f"Catat mulai lebih dulu: step start {number}.",
        )  # fmt: skip
    if decided.finished is not None:
        raise KinerjaError(
            f"Langkah {number} sudah selesai {format_moment(decided.finished)}.", where=where,
            remedy="Pekerjaan dikembalikan selama langkah berjalan; bila langkah itu keliru "
            "dicatat selesai, batalkan dengan undo.",
        )  # fmt: skip
    if at < decided.started:
        raise KinerjaError(
            f"Pengembalian {format_moment(at)} mendahului mulai {format_moment(decided.started)}.",
            where=where, remedy="Periksa kedua waktu itu.",
        )  # fmt: skip
    way = flow.between(to_step, number)
    again = tuple(step for step in steps if step.number in way and step.started)
    running = [str(s.number) for s in again if s.is_running and s.number != number]
    if running:
        raise KinerjaError(
            f"Langkah {', '.join(running)} masih berjalan.", where=where,
            remedy="Catat selesai lebih dulu, lalu kembalikan pekerjaannya.",
        )  # fmt: skip
    return ReturnPlan(decided, again)


def _refuse_way(flow: Flow, number: int, to_step: int, where: str) -> None:
    allowed = flow.ways_back.get(number, ())
    if any(way.to_step == to_step for way in allowed):
        return
    told = "; ".join(
        f"{way.to_step} ({way.condition})" if way.condition else str(way.to_step) for way in allowed
    )
    raise KinerjaError(
        f"Alur SOP tidak mengenal kembali dari langkah {number} ke langkah {to_step}.",
        where=where,
        remedy=f"Dari langkah {number} pekerjaan dapat kembali ke langkah {told}."
        if told
        else f"Langkah {number} bukan langkah keputusan; kembalikan dari langkah yang memeriksa.",
    )
