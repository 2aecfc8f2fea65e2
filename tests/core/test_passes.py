from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from kinerja_xl.core.calendar import WorkCalendar
from kinerja_xl.core.office_hours import NORMAL_WEEK, RAMADAN_WEEK
from kinerja_xl.core.passes import (
    Flow,
    StepRow,
    WayBack,
    latest_passes,
    plan_return,
    straight_flow,
    turns,
)
from kinerja_xl.core.step_plan import StepStandard
from kinerja_xl.errors import KinerjaError

OFFICE = WorkCalendar(normal=NORMAL_WEEK, ramadan=RAMADAN_WEEK)
FLOW = Flow(straight_flow(range(1, 5)).next_steps, {3: (WayBack(1, "Keliru"), WayBack(2))})
FORKED = Flow({1: (2, 3), 2: (4,), 3: (4,), 4: ()})


def at(hour: int, minute: int = 0) -> datetime:
    """Return a moment of Monday, 5 January 2026."""
    return datetime(2026, 1, 5, hour, minute)


def step(
    number: int,
    started: datetime | None = None,
    finished: datetime | None = None,
    *,
    pass_number: int = 1,
) -> StepRow:
    """Return a step of 30 minutes."""
    standard = StepStandard(number, minutes=30)
    return StepRow(number, number, "", f"Staf {number}", standard, started, finished, pass_number)


DECIDING = (step(1, at(8), at(9)), step(2, at(9), at(10)), step(3, at(10)), step(4))


def test_latest_passes__several__keeps_the_last_of_each_in_order() -> None:
    again = step(2, pass_number=2)

    assert latest_passes((*DECIDING, again)) == (DECIDING[0], again, *DECIDING[2:])


def test_flow__fork_and_join__knows_what_lies_before_and_between() -> None:
    assert FORKED.before(4) == (2, 3)
    assert FORKED.all_before(4) == {1, 2, 3}
    assert FORKED.between(2, 4) == {2, 4}
    assert FORKED.between(1, 4) == {1, 2, 3, 4}


def test_turns__not_begun__is_the_first_step_without_times() -> None:
    (turn,) = turns([step(n) for n in range(1, 5)], FLOW, OFFICE)

    assert (turn.step.number, turn.since, turn.due, turn.is_running) == (1, None, None, False)


def test_turns__running__is_due_by_its_standard() -> None:
    (turn,) = turns(DECIDING, FLOW, OFFICE)

    assert (turn.step.number, turn.since, turn.due, turn.is_running) == (
        3, at(10), at(10, 30), True,
    )  # fmt: skip


def test_turns__waiting_since_the_evening__is_due_the_next_morning() -> None:
    steps = (step(1, at(8), at(16)), *(step(n) for n in (2, 3, 4)))

    (turn,) = turns(steps, FLOW, OFFICE)

    assert (turn.since, turn.due) == (at(16), datetime(2026, 1, 6, 8, 0))


def test_turns__fork__is_the_turn_of_both_and_the_join_waits() -> None:
    first = step(1, at(8), at(9))

    both = turns((first, step(2), step(3), step(4)), FORKED, OFFICE)
    one = turns((first, step(2, at(9), at(10)), step(3), step(4)), FORKED, OFFICE)

    assert [turn.step.number for turn in both] == [2, 3]
    assert [turn.step.number for turn in one] == [3]


def test_turns__everything_done__is_nobodys() -> None:
    done = [step(n, at(8), at(9)) for n in range(1, 5)]

    assert turns(done, FLOW, OFFICE) == ()


@pytest.mark.parametrize(("to", "again"), [(1, [1, 2, 3]), (2, [2, 3])])
def test_plan_return__allowed__goes_through_the_way_again(to: int, again: list[int]) -> None:
    plan = plan_return(DECIDING, FLOW, 3, to, at(10, 15), "LANGKAH")

    assert plan.decided is DECIDING[2]
    assert [each.number for each in plan.again] == again


def test_plan_return__step_beside_the_way__is_left_alone() -> None:
    flow = replace(FORKED, ways_back={4: (WayBack(2),)})
    steps = (step(1, at(8), at(9)), step(2, at(9), at(10)), step(3, at(9), at(10)), step(4, at(10)))

    plan = plan_return(steps, flow, 4, 2, at(10), "LANGKAH")

    assert [each.number for each in plan.again] == [2, 4]


def test_plan_return__step_never_begun__needs_no_second_line() -> None:
    steps = (step(1, at(8), at(9)), step(2), step(3, at(10)), step(4))

    plan = plan_return(steps, FLOW, 3, 1, at(10), "LANGKAH")

    assert [each.number for each in plan.again] == [1, 3]


@pytest.mark.parametrize(
    ("changed", "to", "moment", "text"),
    [
        pytest.param(
            {}, 4, at(11), r"tidak mengenal.*kembali ke langkah 1 \(Keliru\); 2", id="way"
        ),
        pytest.param({3: step(3)}, 1, at(11), "belum dimulai", id="not-begun"),
        pytest.param({3: step(3, at(10), at(11))}, 1, at(11), "sudah selesai", id="over"),
        pytest.param({}, 1, at(9, 59), "mendahului mulai", id="before-it-began"),
        pytest.param({2: step(2, at(9))}, 1, at(11), "Langkah 2 masih berjalan", id="still-runs"),
    ],
)
def test_plan_return__impossible__is_refused(
    changed: dict[int, StepRow], to: int, moment: datetime, text: str
) -> None:
    steps = [changed.get(each.number, each) for each in DECIDING]

    with pytest.raises(KinerjaError, match=text):
        plan_return(steps, FLOW, 3, to, moment, "LANGKAH")


def test_plan_return__step_that_does_not_decide__says_so() -> None:
    with pytest.raises(KinerjaError, match="Langkah 2 bukan langkah keputusan"):
        plan_return(DECIDING, FLOW, 2, 1, at(11), "LANGKAH")
