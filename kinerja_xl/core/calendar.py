"""The work calendar of an office: which minutes are working time, counted and added.

All moments are naive local office time. Working time is the half-open minutes from opening to
closing without the break, on working weekdays that are not days off; Ramadan has its own hours.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from kinerja_xl.core.office_hours import NORMAL_WEEK, RAMADAN_WEEK, DayHours, WeekHours
from kinerja_xl.core.worktable import LAST_ORDINAL, MINUTE, WorkTable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "NORMAL_WEEK",
    "RAMADAN_WEEK",
    "DayHours",
    "DayOff",
    "DayOffKind",
    "Span",
    "WeekHours",
    "WorkCalendar",
    "add_working_days",
    "add_working_minutes",
    "next_working_moment",
    "require_naive",
    "working_minutes",
    "working_minutes_between",
]


class DayOffKind(Enum):
    """Why a day is off; the value is the word in the KALENDER sheet."""

    NATIONAL = "libur nasional"
    COLLECTIVE_LEAVE = "cuti bersama"
    OTHER = "libur lain"


@dataclass(frozen=True, slots=True)
class DayOff:
    """A day on which the office does not work, whatever the weekday."""

    date: date
    kind: DayOffKind = DayOffKind.OTHER
    name: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both included.

    Raises:
        ValueError: If `last` lies before `first`.
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"span ends {self.last} before it starts {self.first}")


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """When an office works.

    Years without any day off or Ramadan span are answered with the normal week.

    Attributes:
        normal: Hours outside Ramadan.
        ramadan: Hours on the days of `ramadan_spans`.
        ramadan_spans: In any order, none overlapping another.
        days_off: In any order; a date named twice is off once.

    Raises:
        ValueError: If two Ramadan spans overlap.
    """

    normal: WeekHours = NORMAL_WEEK
    ramadan: WeekHours = RAMADAN_WEEK
    ramadan_spans: tuple[Span, ...] = ()
    days_off: tuple[DayOff, ...] = ()
    _table: WorkTable = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for earlier, later in pairwise(sorted(self.ramadan_spans, key=lambda span: span.first)):
            if later.first <= earlier.last:
                raise ValueError(f"Ramadan spans overlap: {earlier} and {later}")
        object.__setattr__(self, "_table", _table_of(self))

    def hours_on(self, day: date) -> DayHours | None:
        """Return the hours of that day, `None` when it is not worked."""
        return self._table.hours_on(day.toordinal())

    def is_working(self, day: date) -> bool:
        """Say whether the office works on that day."""
        return self.hours_on(day) is not None

    def has_days_off_in(self, year: int) -> bool:
        """Say whether any day off of that year is known; without one its counts are too high."""
        return any(day.date.year == year for day in self.days_off)


def _table_of(calendar: WorkCalendar) -> WorkTable:
    """Build the table over the days that have data, one plain week before and after."""
    known = [day.date.toordinal() for day in calendar.days_off]
    known += [end.toordinal() for span in calendar.ramadan_spans for end in (span.first, span.last)]
    # Ordinal 1, 1 January of year 1, is a Monday; a week before it does no harm.
    first = ((min(known, default=1) - 1) // 7 - 1) * 7 + 1
    weeks = (max(known, default=1) - first) // 7 + 2
    hours = list(calendar.normal.days) * weeks
    for span in calendar.ramadan_spans:
        for index in range(span.first.toordinal() - first, span.last.toordinal() - first + 1):
            hours[index] = calendar.ramadan.days[index % 7]
    for day in calendar.days_off:
        hours[day.date.toordinal() - first] = None
    return WorkTable(first, hours)


def working_minutes(start: datetime, end: datetime, calendar: WorkCalendar) -> int:
    """Count the working minutes from `start` to `end`.

    Seconds count: the exact working time between the two moments, floored once at the end. So
    09:00:30 to 09:02:00 is 1 minute, and parts of an interval add up to the whole only when they
    are cut at whole minutes.

    Raises:
        ValueError: If `end` lies before `start`, or either carries a time zone.
    """
    if start.tzinfo is not None or end.tzinfo is not None:
        raise ValueError("working time is local office time; a moment carries a time zone")
    if end < start:
        raise ValueError(f"interval ends {end} before it starts {start}")
    position = calendar._table.position
    return (position(end) - position(start)) // MINUTE


def working_minutes_between(
    starts: NDArray[Any], ends: NDArray[Any], calendar: WorkCalendar
) -> NDArray[np.int64]:
    """Count the working minutes of many intervals at once, exactly as `working_minutes` does.

    Args:
        starts: datetime64 of any unit; parts below a microsecond are ignored.
        ends: The same; the two shapes are broadcast.
        calendar: The office's calendar.

    Raises:
        TypeError: If an array does not hold datetime64.
        ValueError: If a moment is NaT, or any end lies before its start.
    """
    import numpy as np

    starts, ends = np.asarray(starts), np.asarray(ends)
    if starts.dtype.kind != "M" or ends.dtype.kind != "M":
        raise TypeError(f"moments must be datetime64, not {starts.dtype} and {ends.dtype}")
    if np.isnat(starts).any() or np.isnat(ends).any():
        raise ValueError("a moment is missing (NaT)")
    if (ends < starts).any():
        raise ValueError("an interval ends before it starts")
    return calendar._table.minutes_between(starts, ends)


def next_working_moment(moment: datetime, calendar: WorkCalendar) -> datetime:
    """Return the first moment at or after `moment` at which work goes on.

    Closing time and the start of a break are no longer worked: they give the next opening and the
    end of the break.

    Raises:
        ValueError: If `moment` carries a time zone, or no working moment follows before year 10000.
    """
    require_naive(moment)
    return calendar._table.latest(calendar._table.position(moment))


def add_working_minutes(start: datetime, minutes: int, calendar: WorkCalendar) -> datetime:
    """Return the first moment at which `minutes` of working time have passed since `start`.

    What ends exactly at closing, or at the start of a break, ends there and not at the next
    opening. Zero minutes end at `start` itself, even outside working time.

    Raises:
        ValueError: If `minutes` is negative, `start` carries a time zone, or the result lies
            after year 9999.
    """
    require_naive(start)
    if minutes < 0:
        raise ValueError(f"cannot add {minutes} working minutes")
    if minutes == 0:
        return start
    return calendar._table.earliest(calendar._table.position(start) + minutes * MINUTE)


def add_working_days(start: datetime, days: int, calendar: WorkCalendar) -> datetime:
    """Return when work that takes `days` working days ends, if it begins at `start`.

    One day (hari) is one working day of the calendar: from some working minutes into a day to as
    many working minutes into the next working day, or to that day's closing when it is shorter.
    So work that begins at opening ends at closing of the same day, in Ramadan too; 10:00 on Monday
    ends at 10:00 on Tuesday, over a day off on Wednesday; work that begins outside working time
    begins at the next opening. Zero days end at `start` itself.

    Readings not taken: 24 hours, or a fixed number of minutes (an SOP's hari is neither); the same
    clock time (work from opening to closing on the last day of Ramadan would end next morning);
    closing of the last day with the day of the start counted (a start at 15:00 would make the one
    hour left a whole day).

    Raises:
        ValueError: If `days` is negative, `start` carries a time zone, or the result lies after
            year 9999.
    """
    if days < 0:
        raise ValueError(f"cannot add {days} working days")
    if days == 0:
        require_naive(start)
        return start
    table = calendar._table
    begin = next_working_moment(start, calendar)
    ordinal = begin.toordinal()
    into = table.position(begin) - table.opening_position(ordinal)
    hours = None
    while days:
        ordinal += 1
        if ordinal > LAST_ORDINAL:
            raise ValueError(f"{start} and the working days to add reach beyond year 9999")
        hours = table.hours_on(ordinal)
        days -= hours is not None
    assert hours is not None
    return table.earliest(table.opening_position(ordinal) + min(into, hours.minutes * MINUTE))


def require_naive(moment: datetime) -> None:
    """Refuse a moment that carries a time zone.

    Raises:
        ValueError: If it does.
    """
    if moment.tzinfo is not None:
        raise ValueError("working time is local office time; a moment carries a time zone")
