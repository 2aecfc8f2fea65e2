"""Working time: named cases of the decree, and random calendars against a count of every minute."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinerja_xl.core.calendar import (
    NORMAL_WEEK,
    RAMADAN_WEEK,
    DayHours,
    DayOff,
    DayOffKind,
    Span,
    WeekHours,
    WorkCalendar,
    add_working_days,
    add_working_minutes,
    next_working_moment,
    working_minutes,
    working_minutes_between,
)
from tests.core.work_calendars import count_minutes, intervals, is_worked, moments, work_calendars

NYEPI = DayOff(date(2026, 3, 19), DayOffKind.NATIONAL, "Hari Suci Nyepi")
COLLECTIVE = DayOff(date(2026, 3, 20), DayOffKind.COLLECTIVE_LEAVE, "Cuti Bersama Idul Fitri")
CALENDAR = WorkCalendar(
    ramadan_spans=(Span(date(2026, 2, 18), date(2026, 3, 18)),),
    days_off=(NYEPI, COLLECTIVE, DayOff(date(2026, 1, 1), DayOffKind.NATIONAL, "Tahun Baru")),
)
SATURDAY_WORK = WorkCalendar(
    normal=WeekHours.of(
        DayHours(time(7, 30), None, None, time(14)),
        DayHours(time(7, 30), time(11, 30), time(13), time(14)),
        DayHours(time(7, 30), None, None, time(12)),
    )
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def column(*texts: str, unit: str = "m") -> np.ndarray:
    return np.array(texts, dtype=f"datetime64[{unit}]")


# ------------------------------------------------------------------------------- the calendar


def test_week_hours__of_the_decree__sum_to_its_hours() -> None:
    assert (NORMAL_WEEK.minutes, RAMADAN_WEEK.minutes) == (37 * 60 + 30, 32 * 60 + 30)
    assert {day.minutes for day in NORMAL_WEEK.days if day} == {450}
    assert {day.minutes for day in RAMADAN_WEEK.days if day} == {390}


@pytest.mark.parametrize(
    ("ends", "complaint"),
    [
        pytest.param(("16:00", None, None, "07:30"), "closes before", id="upside-down"),
        pytest.param(("07:30", None, None, "07:30"), "closes before", id="no-length"),
        pytest.param(("07:30", "12:00", None, "16:00"), "start and an end", id="half-a-break"),
        pytest.param(("07:30", "13:00", "12:00", "16:00"), "break", id="break-upside-down"),
        pytest.param(("07:30", "07:00", "08:00", "16:00"), "break", id="break-before-opening"),
        pytest.param(("07:30", "12:00", "16:30", "16:00"), "break", id="break-after-closing"),
        pytest.param(("07:30", "07:30", "16:00", "16:00"), "nothing", id="all-break"),
        pytest.param(("07:30:30", None, None, "16:00"), "whole minutes", id="seconds"),
        pytest.param(("07:30+07:00", None, None, "16:00+07:00"), "zone", id="time-zone"),
    ],
)
def test_day_hours__that_cannot_be__are_refused(
    ends: tuple[str, str | None, str | None, str], complaint: str
) -> None:
    opening, pause, resume, close = (
        None if end is None else time.fromisoformat(end) for end in ends
    )
    assert opening is not None
    assert close is not None

    with pytest.raises(ValueError, match=complaint):
        DayHours(opening, pause, resume, close)


@pytest.mark.parametrize(
    "days", [pytest.param((None,) * 7, id="never-works"), pytest.param((None,) * 5, id="five-days")]
)
def test_week_hours__that_cannot_be__are_refused(days: tuple[None, ...]) -> None:
    with pytest.raises(ValueError, match="week"):
        WeekHours(days)


def test_span__upside_down__is_refused() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        Span(date(2026, 3, 18), date(2026, 2, 18))


def test_work_calendar__overlapping_ramadan__is_refused() -> None:
    spans = (Span(date(2026, 2, 18), date(2026, 3, 19)), Span(date(2026, 1, 1), date(2026, 2, 18)))

    with pytest.raises(ValueError, match="overlap"):
        WorkCalendar(ramadan_spans=spans)


def test_work_calendar__adjoining_ramadan_and_a_day_off_twice__is_accepted() -> None:
    spans = (Span(date(2026, 3, 1), date(2026, 3, 18)), Span(date(2026, 2, 18), date(2026, 2, 28)))

    calendar = replace(CALENDAR, ramadan_spans=spans, days_off=(*CALENDAR.days_off, NYEPI))

    assert working_minutes(at("2026-01-01"), at("2026-04-01"), calendar) == working_minutes(
        at("2026-01-01"), at("2026-04-01"), CALENDAR
    )


def test_work_calendar__says_what_it_knows_of_a_day() -> None:
    assert CALENDAR.hours_on(date(2026, 3, 18)) == RAMADAN_WEEK.days[2]
    assert CALENDAR.hours_on(date(2041, 3, 18)) == NORMAL_WEEK.days[0]
    assert not CALENDAR.is_working(NYEPI.date)
    assert not CALENDAR.is_working(date(2026, 1, 3))
    assert SATURDAY_WORK.is_working(date(2026, 1, 3))
    assert CALENDAR.has_days_off_in(2026)
    assert not CALENDAR.has_days_off_in(2027)


def test_work_calendar__is_a_value() -> None:
    same = pickle.loads(pickle.dumps(CALENDAR))

    assert same == CALENDAR
    assert hash(same) == hash(CALENDAR)
    assert working_minutes(at("2026-01-01"), at("2026-04-01"), same) > 0


# --------------------------------------------------------------------- counting working minutes


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        pytest.param("2026-01-05T07:30", "2026-01-05T16:00", 450, id="a-monday"),
        pytest.param("2026-01-09T07:30", "2026-01-09T16:30", 450, id="a-friday"),
        pytest.param("2026-01-09T11:00", "2026-01-09T13:15", 45, id="over-the-friday-break"),
        pytest.param("2026-01-05T12:00", "2026-01-05T13:00", 0, id="the-break-alone"),
        pytest.param("2026-01-05T12:20", "2026-01-05T13:10", 10, id="start-in-break"),
        pytest.param("2026-01-05T11:50", "2026-01-05T12:40", 10, id="end-in-break"),
        pytest.param("2026-01-05T15:00", "2026-01-05T16:00", 60, id="end-at-closing-time"),
        pytest.param("2026-01-05T16:00", "2026-01-06T07:30", 0, id="the-night"),
        pytest.param("2026-01-09T16:00", "2026-01-12T08:00", 60, id="over-the-weekend"),
        pytest.param("2026-01-01T08:00", "2026-01-02T08:30", 60, id="start-on-a-holiday"),
        pytest.param("2026-02-17T07:30", "2026-02-18T15:00", 840, id="into-ramadan"),
        pytest.param("2026-02-20T08:00", "2026-02-20T15:30", 390, id="a-friday-in-ramadan"),
        pytest.param("2026-02-20T11:00", "2026-02-20T12:45", 45, id="the-ramadan-friday-break"),
        pytest.param("2026-03-18T14:00", "2026-03-23T08:30", 120, id="over-nyepi-and-cuti-bersama"),
        pytest.param("2026-01-05T09:00", "2026-01-05T09:00", 0, id="no-time-at-all"),
        pytest.param("2026-01-05T09:00:30", "2026-01-05T09:02:00", 1, id="seconds-floored"),
        pytest.param("2026-01-05T09:00:30", "2026-01-05T09:02:30", 2, id="seconds-cancel"),
        pytest.param("2026-01-05T07:29:59", "2026-01-05T07:30:59", 0, id="59-working-seconds"),
        pytest.param("2026-01-05T11:59:30", "2026-01-05T13:00:30", 1, id="half-minutes-add-up"),
        pytest.param("2019-12-30T07:30", "2020-01-06T07:30", 2250, id="years-without-data"),
    ],
)
def test_working_minutes__named_cases(start: str, end: str, minutes: int) -> None:
    scalar = working_minutes(at(start), at(end), CALENDAR)
    vector = working_minutes_between(column(start, unit="s"), column(end, unit="s"), CALENDAR)

    assert scalar == minutes
    assert vector.tolist() == [minutes]


def test_working_minutes__centuries_without_data__are_whole_weeks() -> None:
    weeks = (date(2500, 1, 4) - date(1500, 1, 1)).days // 7
    start, end = at("1500-01-01"), at("1500-01-01") + timedelta(weeks=weeks)

    minutes = working_minutes(start, end, WorkCalendar())

    assert minutes == weeks * 2250


@pytest.mark.parametrize(
    ("start", "end"),
    [
        pytest.param(datetime(2026, 1, 5, 9), datetime(2026, 1, 5, 8), id="end-before-start"),
        pytest.param(
            datetime(2026, 1, 5, 8, tzinfo=UTC), datetime(2026, 1, 5, 9, tzinfo=UTC), id="aware"
        ),
        pytest.param(datetime(2026, 1, 5, 8), datetime(2026, 1, 5, 9, tzinfo=UTC), id="mixed"),
    ],
)
def test_working_minutes__moments_that_cannot_be__raise(start: datetime, end: datetime) -> None:
    with pytest.raises(ValueError, match=r"before it starts|time zone"):
        working_minutes(start, end, CALENDAR)


@given(interval=intervals(), calendar=work_calendars())
@settings(max_examples=120, deadline=None)
def test_working_minutes__any_interval__is_the_count_of_every_minute(
    interval: tuple[datetime, datetime], calendar: WorkCalendar
) -> None:
    counted = count_minutes(*interval, calendar)

    assert working_minutes(*interval, calendar) == counted
    starts, ends = (np.array([moment], dtype="datetime64[us]") for moment in interval)
    assert working_minutes_between(starts, ends, calendar).tolist() == [counted]


@given(
    cuts=st.lists(moments(whole_minutes=True), min_size=3, max_size=3).map(sorted),
    calendar=work_calendars(),
)
@settings(deadline=None)
def test_working_minutes__parts__add_up_to_the_whole(
    cuts: list[datetime], calendar: WorkCalendar
) -> None:
    first, cut, last = cuts

    parts = working_minutes(first, cut, calendar) + working_minutes(cut, last, calendar)

    assert parts == working_minutes(first, last, calendar)


@given(
    pairs=st.lists(intervals(max_days=4000), min_size=1, max_size=40),
    calendar=work_calendars(),
    units=st.tuples(*[st.sampled_from(("m", "s", "ms", "us", "ns"))] * 2),
)
@settings(deadline=None)
def test_working_minutes_between__any_units__agrees_with_the_scalar(
    pairs: list[tuple[datetime, datetime]], calendar: WorkCalendar, units: tuple[str, str]
) -> None:
    # Cut to a unit that both arrays hold, so that both rules see the same moments.
    pairs = [
        (s.replace(second=0, microsecond=0), e.replace(second=0, microsecond=0)) for s, e in pairs
    ]
    starts, ends = (
        np.array([pair[i] for pair in pairs], dtype=f"datetime64[{unit}]")
        for i, unit in enumerate(units)
    )

    minutes = working_minutes_between(starts, ends, calendar)

    assert minutes.dtype == np.int64
    assert minutes.tolist() == [working_minutes(s, e, calendar) for s, e in pairs]


def test_working_minutes_between__ranges_wider_than_the_table__fold_at_both_ends() -> None:
    starts = column("0001-01-01T08:00", "2026-01-05T08:00", "1500-06-01T08:00")
    ends = column("2026-01-05T08:00", "9999-12-31T08:00", "1500-06-15T08:00")

    minutes = working_minutes_between(starts, ends, CALENDAR)

    expected = [
        working_minutes(s, e, CALENDAR) for s, e in zip(starts.tolist(), ends.tolist(), strict=True)
    ]
    assert minutes.tolist() == expected


def test_working_minutes_between__one_end_for_many_starts__is_broadcast() -> None:
    starts = column("2026-01-05T07:30", "2026-01-05T15:00").reshape(2, 1)

    minutes = working_minutes_between(starts, column("2026-01-05T16:00"), CALENDAR)

    assert minutes.tolist() == [[450], [60]]


def test_working_minutes_between__nothing__is_nothing() -> None:
    assert working_minutes_between(column(), column(), CALENDAR).tolist() == []


@pytest.mark.parametrize(
    ("starts", "ends", "error"),
    [
        pytest.param(column("NaT"), column("2026-01-05"), ValueError, id="nat"),
        pytest.param(column("2026-01-06"), column("2026-01-05"), ValueError, id="end-before-start"),
        pytest.param(np.array([1.0]), column("2026-01-05"), TypeError, id="numbers"),
        pytest.param(np.array([at("2026-01-05")]), column("2026-01-05"), TypeError, id="objects"),
    ],
)
def test_working_minutes_between__moments_that_cannot_be__raise(
    starts: np.ndarray, ends: np.ndarray, error: type[Exception]
) -> None:
    with pytest.raises(error):
        working_minutes_between(starts, ends, CALENDAR)


# ----------------------------------------------------------------------- adding working minutes


@pytest.mark.parametrize(
    ("start", "minutes", "finish"),
    [
        pytest.param("2026-01-05T15:00", 60, "2026-01-05T16:00", id="ends-at-closing-that-day"),
        pytest.param("2026-01-05T15:00", 61, "2026-01-06T07:31", id="one-minute-over"),
        pytest.param("2026-01-05T11:00", 60, "2026-01-05T12:00", id="ends-when-the-break-starts"),
        pytest.param("2026-01-05T11:00", 61, "2026-01-05T13:01", id="over-the-break"),
        pytest.param("2026-01-05T12:30", 15, "2026-01-05T13:15", id="starts-in-the-break"),
        pytest.param("2026-01-04T10:00", 450, "2026-01-05T16:00", id="starts-on-sunday"),
        pytest.param("2026-01-09T15:30", 120, "2026-01-12T08:30", id="over-the-weekend"),
        pytest.param("2026-03-18T14:00", 61, "2026-03-23T07:31", id="over-days-off-out-of-ramadan"),
        pytest.param("2026-01-05T07:30", 1530, "2026-01-08T10:30", id="all-of-the-sorong-sop"),
        pytest.param("2026-01-05T09:00:30", 60, "2026-01-05T10:00:30", id="keeps-seconds"),
        pytest.param("2026-01-04T10:00", 0, "2026-01-04T10:00", id="nothing-to-do"),
    ],
)
def test_add_working_minutes__named_cases(start: str, minutes: int, finish: str) -> None:
    assert add_working_minutes(at(start), minutes, CALENDAR) == at(finish)


@given(start=moments(), minutes=st.integers(1, 200_000), calendar=work_calendars())
@settings(deadline=None)
def test_add_working_minutes__and_back__is_the_same_number(
    start: datetime, minutes: int, calendar: WorkCalendar
) -> None:
    finish = add_working_minutes(start, minutes, calendar)

    assert working_minutes(start, finish, calendar) == minutes
    just_before = finish - timedelta(microseconds=1)
    assert working_minutes(start, just_before, calendar) == minutes - 1


@given(start=moments(), parts=st.tuples(*[st.integers(0, 20_000)] * 2), calendar=work_calendars())
@settings(deadline=None)
def test_add_working_minutes__in_two_parts__ends_at_the_same_moment(
    start: datetime, parts: tuple[int, int], calendar: WorkCalendar
) -> None:
    halfway = add_working_minutes(start, parts[0], calendar)

    finish = add_working_minutes(halfway, parts[1], calendar)

    assert finish == add_working_minutes(start, sum(parts), calendar)


@pytest.mark.parametrize(
    ("start", "minutes"),
    [
        pytest.param(at("2026-01-05T08:00"), -1, id="negative"),
        pytest.param(at("2026-01-05T08:00+07:00"), 1, id="aware"),
        pytest.param(at("9999-12-31T23:00"), 1, id="after-the-last-year"),
    ],
)
def test_add_working_minutes__what_cannot_be__raises(start: datetime, minutes: int) -> None:
    with pytest.raises(ValueError, match=r"cannot add|time zone|outside the years"):
        add_working_minutes(start, minutes, CALENDAR)


# ------------------------------------------------------------------------ the next working moment


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        pytest.param("2026-01-05T07:30", "2026-01-05T07:30", id="opening"),
        pytest.param("2026-01-05T06:00", "2026-01-05T07:30", id="before-opening"),
        pytest.param("2026-01-05T12:00", "2026-01-05T13:00", id="break"),
        pytest.param("2026-01-05T16:00", "2026-01-06T07:30", id="closing"),
        pytest.param("2026-01-05T15:59:59", "2026-01-05T15:59:59", id="last-second"),
        pytest.param("2026-01-09T16:30", "2026-01-12T07:30", id="friday-evening"),
        pytest.param("2026-03-18T15:00", "2026-03-23T07:30", id="before-nyepi"),
        pytest.param("2045-01-01T00:00", "2045-01-02T07:30", id="year-without-data"),
    ],
)
def test_next_working_moment__named_cases(moment: str, expected: str) -> None:
    assert next_working_moment(at(moment), CALENDAR) == at(expected)


@given(moment=moments(), calendar=work_calendars())
@settings(deadline=None)
def test_next_working_moment__is_worked_and_nothing_before_it_was(
    moment: datetime, calendar: WorkCalendar
) -> None:
    found = next_working_moment(moment, calendar)

    assert found >= moment
    assert is_worked(found.replace(second=0, microsecond=0), calendar)
    elapsed = found - moment
    assert not elapsed or working_minutes(moment, found + timedelta(minutes=1), calendar) <= 1


# --------------------------------------------------------------------------- adding working days


@pytest.mark.parametrize(
    ("start", "days", "finish"),
    [
        pytest.param("2026-01-05T07:30", 1, "2026-01-05T16:00", id="from-opening-to-closing"),
        pytest.param("2026-01-05T07:30", 2, "2026-01-06T16:00", id="two-days-from-opening"),
        pytest.param("2026-01-05T10:00", 1, "2026-01-06T10:00", id="same-position-next-day"),
        pytest.param("2026-01-05T16:00", 1, "2026-01-06T16:00", id="starts-at-closing"),
        pytest.param("2026-01-03T09:00", 1, "2026-01-05T16:00", id="starts-on-saturday"),
        pytest.param("2026-01-05T12:30", 1, "2026-01-06T12:00", id="starts-in-the-break"),
        pytest.param("2026-01-08T15:00", 1, "2026-01-09T15:30", id="friday-breaks-longer"),
        pytest.param("2026-01-09T10:00", 1, "2026-01-12T10:00", id="over-the-weekend"),
        pytest.param("2026-03-18T10:00", 1, "2026-03-23T09:30", id="over-days-off-out-of-ramadan"),
        pytest.param("2026-03-18T08:00", 1, "2026-03-18T15:00", id="the-last-day-of-ramadan"),
        pytest.param("2026-02-17T15:30", 1, "2026-02-18T15:00", id="position-past-a-shorter-day"),
        pytest.param("2026-02-16T07:30", 3, "2026-02-18T15:00", id="days-of-unequal-length"),
        pytest.param("2026-01-03T09:00", 0, "2026-01-03T09:00", id="no-days"),
    ],
)
def test_add_working_days__named_cases(start: str, days: int, finish: str) -> None:
    assert add_working_days(at(start), days, CALENDAR) == at(finish)


def test_add_working_days__office_with_saturday_work__counts_saturday() -> None:
    assert add_working_days(at("2026-01-09T07:30"), 2, SATURDAY_WORK) == at("2026-01-10T12:00")


@given(start=moments(), days=st.integers(1, 60), calendar=work_calendars())
@settings(deadline=None)
def test_add_working_days__passes_that_many_working_days(
    start: datetime, days: int, calendar: WorkCalendar
) -> None:
    begin = next_working_moment(start, calendar)

    finish = add_working_days(start, days, calendar)

    between = (finish.date() - begin.date()).days
    dates = [begin.date() + timedelta(days=n) for n in range(between + 1)]
    worked = sum(calendar.is_working(day) for day in dates)
    is_from_opening = (
        working_minutes(datetime.combine(begin.date(), time()), begin, calendar) == 0
        and begin.replace(second=0, microsecond=0) == begin
    )
    assert worked == days if is_from_opening else worked in (days, days + 1)
    assert finish >= begin


@given(start=moments(), days=st.integers(1, 60), hours=st.integers(0, 1000))
def test_add_working_days__equal_days__are_equal_minutes(
    start: datetime, days: int, hours: int
) -> None:
    calendar = replace(CALENDAR, ramadan_spans=())
    start += timedelta(hours=hours)

    finish = add_working_days(start, days, calendar)

    assert working_minutes(start, finish, calendar) == days * 450
    assert add_working_days(add_working_days(start, 1, calendar), days, calendar) == (
        add_working_days(start, days + 1, calendar)
    )


@pytest.mark.parametrize(
    ("start", "days"),
    [
        pytest.param(at("2026-01-05T08:00"), -1, id="negative"),
        pytest.param(at("2026-01-05T08:00+07:00"), 1, id="aware"),
        pytest.param(at("2026-01-05T08:00+07:00"), 0, id="aware-and-no-days"),
        pytest.param(at("9999-12-30T08:00"), 5, id="after-the-last-year"),
    ],
)
def test_add_working_days__what_cannot_be__raises(start: datetime, days: int) -> None:
    with pytest.raises(ValueError, match=r"cannot add|time zone|year"):
        add_working_days(start, days, CALENDAR)
