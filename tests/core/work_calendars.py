"""Random work calendars, and a minute-by-minute count of working time to hold the rules against."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from kinerja_xl.core.calendar import DayHours, DayOff, DayOffKind, Span, WeekHours, WorkCalendar

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

MINUTE = timedelta(minutes=1)


def is_worked(moment: datetime, calendar: WorkCalendar) -> bool:
    """Say by the definition, without any table, whether the minute that starts then is worked."""
    day, clock = moment.date(), moment.time()
    if any(off.date == day for off in calendar.days_off):
        return False
    is_ramadan = any(span.first <= day <= span.last for span in calendar.ramadan_spans)
    hours = (calendar.ramadan if is_ramadan else calendar.normal).days[day.weekday()]
    if hours is None or not hours.open <= clock < hours.close:
        return False
    if hours.break_start is None or hours.break_end is None:
        return True
    return not hours.break_start <= clock < hours.break_end


def count_minutes(start: datetime, end: datetime, calendar: WorkCalendar) -> int:
    """Count working time minute by minute, the parts of minutes at both ends included, floored."""
    worked = timedelta()
    minute = start.replace(second=0, microsecond=0)
    while minute < end:
        if is_worked(minute, calendar):
            worked += min(end, minute + MINUTE) - max(start, minute)
        minute += MINUTE
    return worked // MINUTE


@st.composite
def day_hours(draw: DrawFn) -> DayHours:
    """Draw hours of a day, with a break anywhere (also at an edge) or none."""
    clock = st.integers(0, 24 * 60 - 1)
    ends = sorted(draw(st.lists(clock, min_size=4, max_size=4, unique=True)))
    opening, pause, resume, close = (time(minute // 60, minute % 60) for minute in ends)
    match draw(st.sampled_from(("middle", "none", "at opening", "at closing"))):
        case "none":
            return DayHours(opening, None, None, close)
        case "at opening":
            return DayHours(opening, opening, resume, close)
        case "at closing":
            return DayHours(opening, pause, close, close)
        case _:
            return DayHours(opening, pause, resume, close)


def week_hours() -> st.SearchStrategy[WeekHours]:
    """Draw weeks, from one working day to seven."""
    return (
        st.lists(st.none() | day_hours(), min_size=7, max_size=7)
        .filter(any)
        .map(lambda days: WeekHours(tuple(days)))
    )


@st.composite
def work_calendars(draw: DrawFn) -> WorkCalendar:
    """Draw calendars with data in 2026; the normal and the Ramadan hours are often the decree's."""
    usual = WorkCalendar()
    days = st.integers(0, 364).map(lambda n: date(2026, 1, 1) + timedelta(days=n))
    ends = sorted(draw(st.sets(days, max_size=4)))
    pairs = zip(ends[::2], ends[1::2], strict=False)
    offs = draw(st.lists(st.builds(DayOff, days, st.sampled_from(DayOffKind)), max_size=30))
    return WorkCalendar(
        normal=draw(st.just(usual.normal) | week_hours()),
        ramadan=draw(st.just(usual.ramadan) | week_hours()),
        ramadan_spans=tuple(Span(first, last) for first, last in pairs),
        days_off=tuple(offs),
    )


def moments(*, whole_minutes: bool = False) -> st.SearchStrategy[datetime]:
    """Draw moments around the data of `work_calendars`, some in years without any."""
    near = st.datetimes(datetime(2025, 12, 20), datetime(2027, 1, 15))
    far = st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1))
    drawn = near | far
    if whole_minutes:
        return drawn.map(lambda moment: moment.replace(second=0, microsecond=0))
    return drawn


@st.composite
def intervals(draw: DrawFn, max_days: int = 12) -> tuple[datetime, datetime]:
    """Draw a start and an end not before it, with seconds and without."""
    start = draw(moments() | moments(whole_minutes=True))
    seconds = st.floats(0, max_days * 86_400).map(lambda length: timedelta(seconds=length))
    minutes = st.integers(0, max_days * 1440).map(lambda length: timedelta(minutes=length))
    return start, start + draw(seconds | minutes)
