from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_xl.core.reconciliation import Verdict, reconcile
from kinerja_xl.core.step_plan import DurationUnit
from tests.sop_samples import Data, make_sop, step

UNSTATED = {"not_stated": "Tidak terbaca."}


def minutes(amount: int) -> Data:
    return {"amount": amount, "unit": "menit"}


def hours(amount: int) -> Data:
    return {"amount": amount, "unit": "jam"}


def days(amount: int) -> Data:
    return {"amount": amount, "unit": "hari"}


@pytest.mark.parametrize(
    ("durations", "total", "remaining", "verdict"),
    [
        pytest.param([minutes(30)], None, (None, None), Verdict.NO_TOTAL, id="no-total"),
        pytest.param([UNSTATED], None, (None, None), Verdict.NO_TOTAL, id="nothing-at-all"),
        pytest.param(
            [minutes(30), hours(1), days(2)],
            {"days": 2, "minutes": 90},
            (0, 0),
            Verdict.AGREES,
            id="agrees-across-units",
        ),
        pytest.param(
            [minutes(30), UNSTATED], {"hours": 1}, (0, 30), Verdict.UNACCOUNTED, id="remainder"
        ),
        pytest.param(
            [days(1), UNSTATED], {"days": 3}, (2, 0), Verdict.UNACCOUNTED, id="remainder-in-days"
        ),
        pytest.param([UNSTATED], {"hours": 7}, (0, 420), Verdict.UNACCOUNTED, id="all-unstated"),
        pytest.param(
            [hours(1), UNSTATED], {"minutes": 60}, (0, 0), Verdict.NOTHING_LEFT, id="nothing-left"
        ),
        pytest.param(
            [minutes(30)], {"hours": 1}, (0, 30), Verdict.STEPS_FALL_SHORT, id="falls-short"
        ),
        pytest.param([minutes(90)], {"hours": 1}, (0, -30), Verdict.STEPS_EXCEED, id="exceeds"),
        pytest.param(
            [days(2), UNSTATED], {"days": 1}, (-1, 0), Verdict.STEPS_EXCEED, id="exceeds-in-days"
        ),
        pytest.param(
            [minutes(480)], {"days": 1}, (1, -480), Verdict.UNITS_DIFFER, id="a-day-is-not-480"
        ),
        pytest.param(
            [days(1), UNSTATED], {"hours": 8}, (-1, 480), Verdict.UNITS_DIFFER, id="other-way"
        ),
    ],
)
def test_reconcile__case__gives_remainder_and_verdict(
    durations: list[Data],
    total: Data | None,
    remaining: tuple[int | None, int | None],
    verdict: Verdict,
) -> None:
    steps = [step(number, duration) for number, duration in enumerate(durations, start=1)]

    found = reconcile(make_sop(steps=steps, stated_total=total))

    assert (found.remaining_days, found.remaining_minutes) == remaining
    assert found.verdict is verdict


@pytest.mark.parametrize("verdict", Verdict)
def test_is_contradiction__verdict__only_where_total_and_steps_cannot_both_hold(
    verdict: Verdict,
) -> None:
    sound = {Verdict.NO_TOTAL, Verdict.AGREES, Verdict.UNACCOUNTED}
    cases: dict[Verdict, tuple[list[Data], Data | None]] = {
        Verdict.NO_TOTAL: ([minutes(1)], None),
        Verdict.AGREES: ([minutes(1)], {"minutes": 1}),
        Verdict.UNACCOUNTED: ([UNSTATED], {"minutes": 1}),
        Verdict.NOTHING_LEFT: ([minutes(1), UNSTATED], {"minutes": 1}),
        Verdict.STEPS_FALL_SHORT: ([minutes(1)], {"minutes": 2}),
        Verdict.STEPS_EXCEED: ([minutes(2)], {"minutes": 1}),
        Verdict.UNITS_DIFFER: ([days(1)], {"minutes": 1}),
    }
    durations, total = cases[verdict]
    steps = [step(number, duration) for number, duration in enumerate(durations, start=1)]

    found = reconcile(make_sop(steps=steps, stated_total=total))

    assert found.verdict is verdict
    assert found.is_contradiction is (verdict not in sound)


def test_reconcile__minutes_per_day_equivalent__reads_whole_multiples_as_days() -> None:
    steps = [step(1, minutes(480)), step(2, hours(16)), step(3, minutes(481))]

    off = reconcile(make_sop(steps=steps))
    on = reconcile(make_sop(steps=steps, minutes_per_day_equivalent=480))

    assert (off.known_days, off.known_minutes) == (0, 480 + 960 + 481)
    assert (on.known_days, on.known_minutes) == (3, 481)
    assert on.by_unit == off.by_unit == ((DurationUnit.MINUTE, 961), (DurationUnit.HOUR, 16))


_STATED = st.builds(
    lambda amount, unit: {"amount": amount, "unit": unit},
    st.integers(1, 2000),
    st.sampled_from(["menit", "jam", "hari"]),
)
_TOTAL = st.fixed_dictionaries(
    {"days": st.integers(0, 50), "hours": st.integers(0, 500), "minutes": st.integers(1, 5000)}
)


@given(st.lists(_STATED | st.just(UNSTATED), min_size=1, max_size=20), _TOTAL)
def test_reconcile__any_durations__known_and_remainder_make_the_total(
    durations: list[Data], total: Data
) -> None:
    steps = [step(number, duration) for number, duration in enumerate(durations, start=1)]

    found = reconcile(make_sop(steps=steps, stated_total=total))

    assert found.remaining_days is not None
    assert found.remaining_minutes is not None
    assert found.known_days + found.remaining_days == total["days"]
    assert found.known_minutes + found.remaining_minutes == total["hours"] * 60 + total["minutes"]
    sums = dict(found.by_unit)
    in_minutes = sums.get(DurationUnit.MINUTE, 0) + 60 * sums.get(DurationUnit.HOUR, 0)
    assert (found.known_days, found.known_minutes) == (sums.get(DurationUnit.DAY, 0), in_minutes)
    assert len(found.unstated_steps) == durations.count(UNSTATED)


@given(st.lists(_STATED, min_size=1, max_size=5))  # more could sum to a total the model refuses
def test_reconcile__total_that_is_the_sum__agrees(durations: list[Data]) -> None:
    steps = [step(number, duration) for number, duration in enumerate(durations, start=1)]
    known = reconcile(make_sop(steps=steps))
    total = {"days": known.known_days, "minutes": known.known_minutes}

    found = reconcile(make_sop(steps=steps, stated_total=total))

    assert found.verdict is Verdict.AGREES
    assert found.is_contradiction is False
