"""Office hours: when a working day opens, breaks and closes, and which weekdays are worked.

The defaults are Perpres 21/2023, Pasal 4 (12 April 2023): 37 h 30 min a week from 07.30, break
60 min and on Friday 90 (ayat 1, 3, 5); in Ramadan 32 h 30 min from 08.00, break 30 min and on
Friday 60 (ayat 2, 4, 6). The decree leaves the hour of the break to the office; the defaults put it
around noon prayer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
"""The weekdays in the order of `WeekHours.days`, as a person reads them."""


@dataclass(frozen=True, slots=True)
class DayHours:
    """The hours of one working day, in whole minutes of local time.

    Attributes:
        open: First minute worked.
        break_start: Start of the one break; `None` together with `break_end` when there is none.
        break_end: First minute worked after the break.
        close: End of work; that minute is no longer worked.

    Raises:
        ValueError: If the times are out of order, not whole minutes, aware, only one end of the
            break is given, or the break leaves no minute of work.
    """

    open: time
    break_start: time | None
    break_end: time | None
    close: time

    def __post_init__(self) -> None:
        ends = (self.open, self.break_start, self.break_end, self.close)
        times = [moment for moment in ends if moment is not None]
        if any(moment.second or moment.microsecond for moment in times):
            raise ValueError(f"office hours are whole minutes: {self}")
        if any(moment.tzinfo is not None for moment in times):
            raise ValueError(f"office hours are local time without a zone: {self}")
        if (self.break_start is None) != (self.break_end is None):
            raise ValueError(f"a break needs a start and an end: {self}")
        if self.open >= self.close:
            raise ValueError(f"office closes before it opens: {self}")
        if self.break_start is not None and self.break_end is not None:
            if not self.open <= self.break_start < self.break_end <= self.close:
                raise ValueError(f"break is upside down or outside office hours: {self}")
            if self.minutes == 0:
                raise ValueError(f"break leaves nothing to work: {self}")

    @property
    def open_minute(self) -> int:
        """Minutes from midnight to opening."""
        return _minute(self.open)

    @property
    def minutes_before_break(self) -> int:
        """Working minutes from opening to the break; to closing when there is no break."""
        until = self.close if self.break_start is None else self.break_start
        return _minute(until) - self.open_minute

    @property
    def break_minutes(self) -> int:
        """Length of the break; 0 when there is none."""
        if self.break_start is None or self.break_end is None:
            return 0
        return _minute(self.break_end) - _minute(self.break_start)

    @property
    def minutes(self) -> int:
        """Working minutes of the day."""
        return _minute(self.close) - self.open_minute - self.break_minutes


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute


@dataclass(frozen=True, slots=True)
class WeekHours:
    """The hours of a week.

    Attributes:
        days: Seven entries, Monday first; `None` for a weekday that is not worked.

    Raises:
        ValueError: If there are not seven entries, or no day is worked at all.
    """

    days: tuple[DayHours | None, ...]

    def __post_init__(self) -> None:
        if len(self.days) != len(WEEKDAYS):
            raise ValueError(f"a week has seven days, not {len(self.days)}")
        if not any(self.days):
            raise ValueError("a week needs at least one working day")

    @classmethod
    def of(
        cls, monday_to_thursday: DayHours, friday: DayHours, saturday: DayHours | None = None
    ) -> WeekHours:
        """Build the usual week: four equal days, Friday, Saturday if worked, Sunday off."""
        return cls((*[monday_to_thursday] * 4, friday, saturday, None))

    @property
    def minutes(self) -> int:
        """Working minutes of the week."""
        return sum(day.minutes for day in self.days if day)


NORMAL_WEEK = WeekHours.of(
    DayHours(time(7, 30), time(12), time(13), time(16)),
    DayHours(time(7, 30), time(11, 30), time(13), time(16, 30)),
)
"""Perpres 21/2023 outside Ramadan: 450 minutes a day, 2,250 a week."""

RAMADAN_WEEK = WeekHours.of(
    DayHours(time(8), time(12), time(12, 30), time(15)),
    DayHours(time(8), time(11, 30), time(12, 30), time(15, 30)),
)
"""Perpres 21/2023 in Ramadan: 390 minutes a day, 1,950 a week."""
