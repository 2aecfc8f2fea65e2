"""Plans and durations of steps, with the two SOPs of the seed as the main cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_xl.core.calendar import DayOff, Span, WorkCalendar, working_minutes
from kinerja_xl.core.durations import (
    DurationUnit,
    StepActual,
    StepDuration,
    StepStandard,
    StepStatus,
    check_steps,
    evaluate_steps,
    evaluate_total,
    plan_steps,
    plan_total,
    standard_of,
)
from kinerja_xl.core.findings import Code, Place
from kinerja_xl.core.passes import Flow

CALENDAR = WorkCalendar(
    ramadan_spans=(Span(date(2026, 2, 18), date(2026, 3, 19)),),
    days_off=(DayOff(date(2026, 1, 16)),),
)
MINUTE, HOUR, DAY = DurationUnit.MINUTE, DurationUnit.HOUR, DurationUnit.DAY

# Steps 1 and 14 are illegible in the source; 11 and 12 are in days, 13 in hours.
_BENGKULU_MINUTES = (15, 20, 30, 20, 15, 15, 15, 20, 15)
BENGKULU_UTARA = (
    standard_of(1, None, None),
    *(standard_of(n, amount, MINUTE) for n, amount in enumerate(_BENGKULU_MINUTES, 2)),
    standard_of(11, 2, DAY),
    standard_of(12, 1, DAY),
    standard_of(13, 3, HOUR),
    standard_of(14, None, None),
)
SORONG_AMOUNTS = (30, 30, 30, 480, 480, 480)
SORONG = tuple(standard_of(n, amount, MINUTE) for n, amount in enumerate(SORONG_AMOUNTS, 1))
LATER = datetime(2026, 12, 31, 12)


def at(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def place_of(number: int) -> Place:
    return Place(sheet="LANGKAH", cell=f"H{number + 4}")


def evaluate(
    standard: StepStandard, started: str | None, finished: str | None, now: datetime = LATER
) -> StepDuration:
    actual = StepActual(standard.number, at(started), at(finished))
    return evaluate_steps((standard,), (actual,), now, CALENDAR)[0]


# -------------------------------------------------------------------------------- the standards


@pytest.mark.parametrize(
    ("amount", "unit", "equivalent", "expected"),
    [
        pytest.param(15, MINUTE, None, StepStandard(1, minutes=15), id="minutes"),
        pytest.param(3, HOUR, None, StepStandard(1, minutes=180), id="hours"),
        pytest.param(Decimal("1.5"), HOUR, None, StepStandard(1, minutes=90), id="half-hours"),
        pytest.param(2, DAY, None, StepStandard(1, days=2), id="days"),
        pytest.param(None, None, None, StepStandard(1), id="not-stated"),
        pytest.param(480, MINUTE, None, StepStandard(1, minutes=480), id="480-as-authored"),
        pytest.param(480, MINUTE, 480, StepStandard(1, days=1), id="480-as-a-day"),
        pytest.param(16, HOUR, 480, StepStandard(1, days=2), id="16-hours-as-two-days"),
        pytest.param(500, MINUTE, 480, StepStandard(1, minutes=500), id="no-multiple"),
        pytest.param(30, MINUTE, 480, StepStandard(1, minutes=30), id="less-than-a-day"),
    ],
)
def test_standard_of__keeps_what_was_authored(
    amount: Decimal | int | None,
    unit: DurationUnit | None,
    equivalent: int | None,
    expected: StepStandard,
) -> None:
    assert standard_of(1, amount, unit, minutes_per_day_equivalent=equivalent) == expected


@pytest.mark.parametrize(
    ("amount", "unit"),
    [
        pytest.param(15, None, id="no-unit"),
        pytest.param(0, MINUTE, id="zero"),
        pytest.param(-2, DAY, id="negative"),
        pytest.param(Decimal("0.5"), DAY, id="half-a-day"),
        pytest.param(Decimal("7.5"), MINUTE, id="half-a-minute"),
        pytest.param(Decimal("1.01"), HOUR, id="hours-of-no-whole-minutes"),
    ],
)
def test_standard_of__amounts_that_cannot_be__raise(
    amount: Decimal | int, unit: DurationUnit | None
) -> None:
    with pytest.raises(ValueError, match="step 1"):
        standard_of(1, amount, unit)


def test_step_standard__in_minutes_and_days__raises() -> None:
    with pytest.raises(ValueError, match="in days"):
        StepStandard(1, minutes=450, days=1)


# ------------------------------------------------------------------------------------ the plan


def test_plan_steps__sorong__takes_1530_working_minutes() -> None:
    planned = plan_steps(SORONG, moment("2026-01-05T07:30"), CALENDAR)

    assert [(f"{step.start:%d %H:%M}", f"{step.finish:%d %H:%M}") for step in planned] == [
        ("05 07:30", "05 08:00"),
        ("05 08:00", "05 08:30"),
        ("05 08:30", "05 09:00"),
        ("05 09:00", "06 09:30"),
        ("06 09:30", "07 10:00"),
        ("07 10:00", "08 10:30"),
    ]
    assert [step.minutes for step in planned] == list(SORONG_AMOUNTS)
    assert not any(step.is_earliest for step in planned)
    total = plan_total(planned)
    assert (total.minutes, total.unstated_steps) == (1530, ())
    assert total.finish == total.earliest_finish == moment("2026-01-08T10:30")


def test_plan_steps__sorong_with_480_minutes_as_a_day__ends_at_the_same_clock() -> None:
    standards = tuple(
        standard_of(n, amount, MINUTE, minutes_per_day_equivalent=480)
        for n, amount in enumerate(SORONG_AMOUNTS, 1)
    )

    planned = plan_steps(standards, moment("2026-01-05T07:30"), CALENDAR)

    assert planned[-1].finish == moment("2026-01-08T09:00")
    assert [step.minutes for step in planned] == [30, 30, 30, 450, 450, 450]


def test_plan_steps__bengkulu_utara__invents_no_finish() -> None:
    planned = plan_steps(BENGKULU_UTARA, moment("2026-01-12T08:00"), CALENDAR)

    by_number = {step.number: step for step in planned}
    assert by_number[1].start == moment("2026-01-12T08:00")
    assert (by_number[1].finish, by_number[1].is_earliest) == (None, False)
    assert by_number[2].start == moment("2026-01-12T08:00")
    assert all(step.is_earliest for step in planned[1:])
    # 165 minutes to 10.45; 2 days, one more day, over the day off on Friday the 16th; 3 hours.
    assert by_number[10].finish == moment("2026-01-12T10:45")
    assert by_number[11].finish == moment("2026-01-14T10:45")
    assert by_number[12].finish == moment("2026-01-15T10:45")
    assert by_number[13].finish == moment("2026-01-15T14:45")
    assert (by_number[14].start, by_number[14].finish) == (moment("2026-01-15T14:45"), None)
    total = plan_total(planned)
    assert (total.finish, total.unstated_steps) == (None, (1, 14))
    assert total.earliest_finish == moment("2026-01-15T14:45")
    assert total.minutes == 345 + 3 * 450


@pytest.mark.parametrize(
    ("start", "first"),
    [
        pytest.param("2026-01-03T10:00", "2026-01-05T07:30", id="saturday"),
        pytest.param("2026-01-05T12:15", "2026-01-05T13:00", id="break"),
        pytest.param("2026-01-15T16:00", "2026-01-19T07:30", id="closing-before-a-day-off"),
    ],
)
def test_plan_steps__started_outside_working_time__begin_when_work_does(
    start: str, first: str
) -> None:
    planned = plan_steps(SORONG, moment(start), CALENDAR)

    assert planned[0].start == moment(first)


def test_plan_steps__step_that_ends_at_closing__next_begins_next_morning() -> None:
    standards = (StepStandard(1, minutes=60), StepStandard(2, minutes=60))

    planned = plan_steps(standards, moment("2026-01-09T15:30"), CALENDAR)

    assert planned[0].finish == moment("2026-01-09T16:30")
    assert planned[1].start == moment("2026-01-12T07:30")


@given(
    amounts=st.lists(st.none() | st.integers(1, 2000), min_size=1, max_size=12),
    start=st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1)),
)
def test_plan_steps__any_minutes__chain_without_gap_or_loss(
    amounts: list[int | None], start: datetime
) -> None:
    standards = [StepStandard(number, minutes=amount) for number, amount in enumerate(amounts, 1)]

    planned = plan_steps(standards, start, CALENDAR)

    assert [step.minutes for step in planned] == amounts
    total = plan_total(planned)
    stated = sum(amount or 0 for amount in amounts)
    assert total.minutes == working_minutes(start, total.earliest_finish, CALENDAR) == stated
    assert (total.finish is None) == (None in amounts)
    assert [step.is_earliest for step in planned] == [
        None in amounts[:index] for index in range(len(amounts))
    ]


def test_plan_steps__number_twice__raises() -> None:
    with pytest.raises(ValueError, match="more than once"):
        plan_steps((StepStandard(1), StepStandard(1)), moment("2026-01-05T08:00"), CALENDAR)


def test_plan_total__no_steps__raises() -> None:
    with pytest.raises(ValueError, match="at least one step"):
        plan_total(())


# ------------------------------------------------------------------------------ the evaluation

HALF_HOUR = StepStandard(1, minutes=30)
ONE_DAY = StepStandard(1, days=1)
UNSTATED = StepStandard(1)


@pytest.mark.parametrize(
    ("standard", "started", "finished", "expected"),
    [
        pytest.param(
            HALF_HOUR, None, None, (StepStatus.NOT_STARTED, None, 30, None), id="not-started"
        ),
        pytest.param(
            ONE_DAY, None, None, (StepStatus.NOT_STARTED, None, None, None), id="days-not-started"
        ),
        pytest.param(
            HALF_HOUR, "2026-01-05T08:00", "2026-01-05T08:30",
            (StepStatus.DONE_ON_TIME, 30, 30, 0), id="exactly-on-time",
        ),
        pytest.param(
            HALF_HOUR, "2026-01-05T08:00", "2026-01-05T08:31",
            (StepStatus.DONE_LATE, 31, 30, 1), id="a-minute-late",
        ),
        pytest.param(
            HALF_HOUR, "2026-01-05T15:30", "2026-01-05T20:00",
            (StepStatus.DONE_ON_TIME, 30, 30, 0), id="after-hours-costs-nothing",
        ),
        pytest.param(
            HALF_HOUR, "2026-01-03T09:00", "2026-01-03T17:00",
            (StepStatus.DONE_ON_TIME, 0, 30, -30), id="all-on-a-saturday",
        ),
        pytest.param(
            ONE_DAY, "2026-01-15T10:00", "2026-01-19T10:00",
            (StepStatus.DONE_ON_TIME, 450, 450, 0), id="a-day-over-days-off",
        ),
        pytest.param(
            ONE_DAY, "2026-02-18T08:00", "2026-02-19T08:10",
            (StepStatus.DONE_LATE, 400, 390, 10), id="a-day-in-ramadan-is-390-minutes",
        ),
        pytest.param(
            UNSTATED, "2026-01-05T08:00", "2026-01-09T08:30",
            (StepStatus.DONE_WITHOUT_STANDARD, 1830, None, None), id="done-without-standard",
        ),
    ],
)  # fmt: skip
def test_evaluate_steps__status_and_minutes(
    standard: StepStandard,
    started: str | None,
    finished: str | None,
    expected: tuple[StepStatus, int | None, int | None, int | None],
) -> None:
    step = evaluate(standard, started, finished)

    assert expected == (
        step.status, step.spent_minutes, step.standard_minutes, step.difference_minutes
    )  # fmt: skip
    assert not step.is_running


@pytest.mark.parametrize(
    ("standard", "now", "status", "spent"),
    [
        pytest.param(HALF_HOUR, "2026-01-05T08:00", StepStatus.RUNNING, 0, id="just-started"),
        pytest.param(HALF_HOUR, "2026-01-05T08:30", StepStatus.RUNNING, 30, id="at-its-limit"),
        pytest.param(HALF_HOUR, "2026-01-05T08:31", StepStatus.RUNNING_LATE, 31, id="over-limit"),
        pytest.param(UNSTATED, "2026-01-06T08:00", StepStatus.RUNNING, 450, id="without-standard"),
    ],
)
def test_evaluate_steps__running__is_measured_until_now(
    standard: StepStandard, now: str, status: StepStatus, spent: int
) -> None:
    step = evaluate(standard, "2026-01-05T08:00", None, moment(now))

    assert (step.status, step.spent_minutes, step.is_running) == (status, spent, True)


@pytest.mark.parametrize(
    ("started", "finished", "detail"),
    [
        pytest.param(
            "2026-01-05T09:00", "2026-01-05T08:00",
            "selesai 5 Januari 2026 pukul 08.00 mendahului mulai 5 Januari 2026 pukul 09.00",
            id="finish-before-start",
        ),
        pytest.param(
            None, "2026-01-05T08:00",
            "selesai 5 Januari 2026 pukul 08.00 tetapi mulai kosong", id="finish-without-start",
        ),
        pytest.param(
            "2027-01-05T08:00", None, "mulai 5 Januari 2027 pukul 08.00 belum terjadi",
            id="start-in-the-future",
        ),
        pytest.param(
            "2026-01-05T08:00", "2062-01-05T09:00",
            "selesai 5 Januari 2062 pukul 09.00 belum terjadi", id="finish-in-the-future",
        ),
        pytest.param(
            "9999-12-31T23:59", None, "mulai 31 Desember 9999 pukul 23.59 belum terjadi",
            id="end-of-time",
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("standard", [HALF_HOUR, ONE_DAY, UNSTATED], ids=["minutes", "day", "none"])
def test_evaluate_steps__times_that_make_no_sense__are_named_and_not_measured(
    standard: StepStandard, started: str | None, finished: str | None, detail: str
) -> None:
    step = evaluate(standard, started, finished)

    assert step.problems == (detail,)
    assert step.status is StepStatus.TIMES_INVALID
    assert (step.spent_minutes, step.difference_minutes) == (None, None)
    (found,) = check_steps((step,), place_of)
    assert (found.code, found.place) == (Code.STEP_TIMES_INVALID, place_of(1))
    assert detail in found.message


def test_evaluate_steps__steps_not_recorded__have_not_started() -> None:
    actuals = (StepActual(3, moment("2026-01-05T08:00")),)

    durations = evaluate_steps(SORONG, actuals, moment("2026-01-05T08:10"), CALENDAR)

    assert [step.number for step in durations] == [1, 2, 3, 4, 5, 6]
    assert [step.number for step in durations if step.status is not StepStatus.NOT_STARTED] == [3]


@pytest.mark.parametrize(
    ("actuals", "now", "complaint"),
    [
        pytest.param((StepActual(7),), LATER, r"no standard .*\[7\]", id="unknown-step"),
        pytest.param((StepActual(1), StepActual(1)), LATER, "more than once", id="twice"),
        pytest.param(
            (StepActual(1, datetime(2026, 1, 5, 8)),),
            datetime(2026, 1, 6, tzinfo=UTC),
            "time zone",
            id="aware",
        ),
    ],
)
def test_evaluate_steps__slips_of_the_program__raise(
    actuals: tuple[StepActual, ...], now: datetime, complaint: str
) -> None:
    with pytest.raises(ValueError, match=complaint):
        evaluate_steps(SORONG, actuals, now, CALENDAR)


# -------------------------------------------------------------------------------- the findings


def hours_of(*spans: tuple[int, str | None, str | None]) -> tuple[StepDuration, ...]:
    """Evaluate the first steps of Sorong on one day; times are hours of 5 January 2026."""
    actuals = tuple(
        StepActual(
            number,
            at(started and f"2026-01-05T{started}"),
            at(finished and f"2026-01-05T{finished}"),
        )
        for number, started, finished in spans
    )
    return evaluate_steps(SORONG[:3], actuals, moment("2026-01-05T16:00"), CALENDAR)


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        pytest.param(
            ((1, "08:00", "08:30"), (2, "08:30", "09:00"), (3, "09:00", "09:30")), [], id="in-order"
        ),
        pytest.param(((1, "08:00", "08:30"), (2, "08:00", "08:30")), [], id="at-the-same-moment"),
        pytest.param(
            ((1, "08:20", "08:50"), (2, "08:10", "08:40")), [("2", "1")], id="before-the-earlier"
        ),
        pytest.param(((2, "08:00", "08:30"),), [("2", "1")], id="earlier-never-started"),
        pytest.param(
            ((1, "15:45", None), (2, "08:00", "08:30")), [("2", "1")], id="earlier-still-runs"
        ),
        pytest.param(((3, "08:00", "08:30"),), [("3", "1, 2")], id="two-earlier-in-one-finding"),
        pytest.param(((1, "08:00", "08:30"), (3, "08:30", None)), [], id="running-is-no-finish"),
    ],
)
def test_check_steps__out_of_order(
    spans: tuple[tuple[int, str | None, str | None], ...], expected: list[tuple[str, str]]
) -> None:
    found = check_steps(hours_of(*spans), place_of)

    out_of_order = [f for f in found if f.code is Code.STEP_OUT_OF_ORDER]
    assert [tuple(dict(f.facts).values()) for f in out_of_order] == expected
    assert [f.place for f in out_of_order] == [place_of(int(step)) for step, _ in expected]


def test_check_steps__invalid_times__take_no_part_in_the_order() -> None:
    durations = hours_of((1, "12:00", "11:00"), (2, "09:00", "09:30"), (3, None, "08:00"))

    found = check_steps(durations, place_of)

    assert [(f.code, dict(f.facts)["step"]) for f in found] == [
        (Code.STEP_TIMES_INVALID, "1"),
        (Code.STEP_TIMES_INVALID, "3"),
    ]


@pytest.mark.parametrize(
    ("spans", "message"),
    [
        pytest.param(
            ((1, "08:00", "09:00"),), "Langkah 1 memakan 60 menit kerja, baku 30 menit.", id="done"
        ),
        pytest.param(
            ((1, "15:00", None),), "Langkah 1 memakan 60 menit kerja, baku 30 menit.", id="running"
        ),
    ],
)
def test_check_steps__late(
    spans: tuple[tuple[int, str | None, str | None], ...], message: str
) -> None:
    (found,) = check_steps(hours_of(*spans), place_of)

    assert (found.code, found.place, found.message) == (Code.STEP_LATE, place_of(1), message)


def test_check_steps__wording_of_out_of_order() -> None:
    (found,) = check_steps(hours_of((3, "08:00", "08:30")), place_of)

    assert str(found) == (
        "LANGKAH!H7 Langkah 3 selesai sebelum langkah 1, 2 selesai. "
        "Periksa waktu kedua langkah, atau catat alasannya."
    )


# ----------------------------------------------------------------------------------- the total


def test_evaluate_total__finished_cycle__counts_gaps_only_in_elapsed() -> None:
    durations = hours_of((1, "08:00", "08:40"), (2, "09:00", "09:20"), (3, "10:00", "10:30"))

    total = evaluate_total(durations, LATER, CALENDAR)

    assert (total.started, total.finished) == (
        moment("2026-01-05T08:00"), moment("2026-01-05T10:30")
    )  # fmt: skip
    assert (total.elapsed_minutes, total.spent_minutes) == (150, 90)
    assert (total.standard_minutes, total.difference_minutes, total.steps_done) == (90, 0, 3)


def test_evaluate_total__running_cycle__is_measured_until_now() -> None:
    durations = hours_of((1, "08:00", "08:20"), (2, "15:50", None))

    total = evaluate_total(durations, moment("2026-01-05T16:00"), CALENDAR)

    assert (total.finished, total.steps_done) == (None, 1)
    assert (total.elapsed_minutes, total.spent_minutes) == (420, 30)
    assert (total.standard_minutes, total.difference_minutes) == (60, -30)


def test_evaluate_total__unstated_and_invalid_steps__are_left_out_of_the_comparison() -> None:
    durations = evaluate_steps(
        (StepStandard(1), StepStandard(2, minutes=30), StepStandard(3, minutes=30)),
        (
            StepActual(1, moment("2026-01-05T08:00"), moment("2026-01-05T09:00")),
            StepActual(2, moment("2026-01-05T09:00"), moment("2026-01-05T09:20")),
            StepActual(3, moment("2026-01-05T10:00"), moment("2026-01-05T09:00")),
        ),
        LATER,
        CALENDAR,
    )

    total = evaluate_total(durations, LATER, CALENDAR)

    assert (total.spent_minutes, total.standard_minutes, total.difference_minutes) == (80, 30, -10)
    assert (total.finished, total.steps_done) == (None, 2)


def test_evaluate_total__nothing_started__is_nothing() -> None:
    durations = evaluate_steps(SORONG, (), LATER, CALENDAR)

    total = evaluate_total(durations, LATER, CALENDAR)

    assert (total.started, total.finished, total.elapsed_minutes) == (None, None, 0)


def test_evaluate_steps__as_planned__is_exactly_on_time() -> None:
    standards = tuple(
        replace(s, minutes=s.minutes or 45) if not s.days else s for s in BENGKULU_UTARA
    )
    planned = plan_steps(standards, moment("2026-02-13T15:00"), CALENDAR)
    actuals = [StepActual(step.number, step.start, step.finish) for step in planned]

    durations = evaluate_steps(standards, actuals, LATER, CALENDAR)

    assert {step.status for step in durations} == {StepStatus.DONE_ON_TIME}
    assert {step.difference_minutes for step in durations} == {0}
    assert check_steps(durations, place_of) == ()


# ------------------------------------------------------------------------------ passes and flow


def test_evaluate_steps__gone_through_before__counts_all_passes_against_the_standard() -> None:
    actual = StepActual(2, moment("2026-01-05T10:00"), moment("2026-01-05T10:10"), 10)

    (again,) = evaluate_steps((StepStandard(2, minutes=15),), (actual,), LATER, CALENDAR)

    assert (again.spent_minutes, again.difference_minutes, again.status) == (
        20, 5, StepStatus.DONE_LATE,
    )  # fmt: skip


def test_check_steps__running_beside_another__is_early_only_where_the_flow_says_so() -> None:
    standards = tuple(StepStandard(number) for number in (1, 2, 3))
    started = moment("2026-01-05T08:00")
    actuals = (StepActual(1, started, started), StepActual(2, started), StepActual(3, started))
    durations = evaluate_steps(standards, actuals, LATER, CALENDAR)
    beside = Flow({1: (2, 3), 2: (), 3: ()})

    straight, forked = check_steps(durations, place_of), check_steps(durations, place_of, beside)

    assert [(item.code, item.place) for item in straight] == [
        (Code.STEP_STARTED_EARLY, place_of(3))
    ]
    assert forked == ()
