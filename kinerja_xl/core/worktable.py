"""The cumulative table of working time by day: from a moment to its position, and back.

A position is the working time since the table's first day, in microseconds. The table covers the
days that have data, in whole weeks with a plain week at each end; a day outside is folded by whole
weeks onto the plain week at that end. So every year is answered and the table stays small.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import MAXYEAR, date, datetime, timedelta
from itertools import accumulate, repeat
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from kinerja_xl.core.office_hours import DayHours

MINUTE = 60_000_000
"""One minute in microseconds, the unit of positions."""

LAST_ORDINAL = date.max.toordinal()
"""The last day there is, 31 December 9999."""

_MINUTES_PER_DAY = 24 * 60
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_WHOLE_MINUTE_UNITS = frozenset(("Y", "M", "W", "D", "h", "m"))


class WorkTable:
    """Working time by day over a run of whole weeks.

    Args:
        first_ordinal: `date.toordinal` of the first day, a Monday.
        hours: The hours of each day, `None` for a day off; whole weeks, of which the first and the
            last stand for all weeks before and after.
    """

    __slots__ = ("_arrays", "_before", "_first", "_hours", "_profiles", "_week")

    def __init__(self, first_ordinal: int, hours: Sequence[DayHours | None]) -> None:
        self._first = first_ordinal
        self._hours = tuple(hours)
        minutes = [day.minutes if day else 0 for day in self._hours]
        self._before = tuple(accumulate(minutes, initial=0))
        self._week = self._before[7]
        by_hours = {day: _profile(day) for day in set(self._hours)}
        self._profiles = tuple(by_hours[day] for day in self._hours)
        self._arrays: tuple[NDArray[Any], ...] | None = None

    def hours_on(self, ordinal: int) -> DayHours | None:
        """Return the hours of the day with that ordinal, `None` for a day off."""
        return self._hours[self._fold(ordinal - self._first)[1]]

    def position(self, moment: datetime) -> int:
        """Return the working microseconds before a moment; negative before the first day."""
        day = moment.toordinal() - self._first
        before = 0
        if not 0 <= day < len(self._hours):
            weeks, day = self._fold(day)
            before = weeks * self._week
        profile = self._profiles[day]
        minute = moment.hour * 60 + moment.minute
        worked = profile[minute]
        total = (before + self._before[day] + worked) * MINUTE
        rest = moment.second * 1_000_000 + moment.microsecond
        if rest and profile[minute + 1] > worked:
            total += rest
        return total

    def opening_position(self, ordinal: int) -> int:
        """Return the position at the opening of the day with that ordinal."""
        weeks, day = self._fold(ordinal - self._first)
        return (weeks * self._week + self._before[day]) * MINUTE

    def earliest(self, position: int) -> datetime:
        """Return the first moment at which that much has been worked: closing, not next opening.

        Raises:
            ValueError: If the moment lies outside the years 1 to 9999.
        """
        total = self._before[-1] * MINUTE
        weeks = _fold_count(position - 1, total, self._week * MINUTE)
        position -= weeks * self._week * MINUTE
        day = bisect_left(self._before, -(-position // MINUTE)) - 1
        into = position - self._before[day] * MINUTE
        hours = self._hours[day]
        assert hours is not None
        is_after_break = into > hours.minutes_before_break * MINUTE
        return self._moment(day + 7 * weeks, hours, into, is_after_break=is_after_break)

    def latest(self, position: int) -> datetime:
        """Return the moment at which work goes on from a position: next opening, not closing.

        Raises:
            ValueError: If the moment lies outside the years 1 to 9999.
        """
        total = self._before[-1] * MINUTE
        weeks = _fold_count(position, total, self._week * MINUTE)
        position -= weeks * self._week * MINUTE
        day = bisect_right(self._before, position // MINUTE) - 1
        into = position - self._before[day] * MINUTE
        hours = self._hours[day]
        assert hours is not None
        is_after_break = into >= hours.minutes_before_break * MINUTE
        return self._moment(day + 7 * weeks, hours, into, is_after_break=is_after_break)

    def minutes_between(self, starts: NDArray[Any], ends: NDArray[Any]) -> NDArray[np.int64]:
        """Return the whole working minutes from each start to each end, arrays of datetime64."""
        import numpy as np

        units = {np.datetime_data(starts.dtype)[0], np.datetime_data(ends.dtype)[0]}
        if units <= _WHOLE_MINUTE_UNITS:
            first = self._minutes_before(starts.astype("datetime64[m]").view(np.int64))[0]
            last = self._minutes_before(ends.astype("datetime64[m]").view(np.int64))[0]
            return last - first
        first, first_rest = self._split(starts)
        last, last_rest = self._split(ends)
        # Rests are below a minute, so the floor of the exact difference loses at most one.
        return last - first - (last_rest < first_rest)

    def _split(self, moments: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        import numpy as np

        exact = moments.astype("datetime64[us]").view(np.int64)
        minutes = exact // MINUTE
        before, is_worked = self._minutes_before(minutes)
        return before, (exact - minutes * MINUTE) * is_worked

    def _minutes_before(
        self, minutes: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Return the working minutes before each minute since 1970, and whether it is worked."""
        before, shift, worked, is_worked = self._as_arrays()
        days = minutes // _MINUTES_PER_DAY
        clock = minutes - days * _MINUTES_PER_DAY
        days += _EPOCH_ORDINAL - self._first
        size = len(self._hours)
        folded: NDArray[np.int64] | int = 0
        if days.size and (days.min() < 0 or days.max() >= size):
            weeks = (days // 7).clip(max=0) + ((days - size) // 7 + 1).clip(min=0)
            days -= 7 * weeks
            folded = weeks * self._week
        clock += shift[days]
        return before[days] + worked[clock] + folded, is_worked[clock]

    def _as_arrays(self) -> tuple[NDArray[Any], ...]:
        """Return the table as arrays, made at the first use because numpy is slow to import."""
        if self._arrays is None:
            import numpy as np

            profiles = dict(zip(self._hours, self._profiles, strict=True))
            shift = {hours: kind * _MINUTES_PER_DAY for kind, hours in enumerate(profiles)}
            self._arrays = (
                np.array(self._before[:-1], np.int64),
                np.array([shift[hours] for hours in self._hours], np.int64),
                np.concatenate([np.array(p[:-1], np.int64) for p in profiles.values()]),
                np.concatenate([np.diff(p).astype(np.bool_) for p in profiles.values()]),
            )
        return self._arrays

    def _fold(self, day: int) -> tuple[int, int]:
        """Return how many weeks a day lies outside the table, and the day that stands for it."""
        weeks = _fold_count(day, len(self._hours), 7)
        return weeks, day - 7 * weeks

    def _moment(self, day: int, hours: DayHours, into: int, *, is_after_break: bool) -> datetime:
        ordinal = self._first + day
        if not 1 <= ordinal <= LAST_ORDINAL:
            raise ValueError(f"the moment lies outside the years 1 to {MAXYEAR}")
        clock = hours.open_minute * MINUTE + into
        if is_after_break:
            clock += hours.break_minutes * MINUTE
        return datetime.fromordinal(ordinal) + timedelta(microseconds=clock)


def _fold_count(value: int, size: int, step: int) -> int:
    """Return how many steps bring a value into 0 to size - 1; negative when it is below."""
    if value < 0:
        return value // step
    return (value - size) // step + 1 if value >= size else 0


def _profile(hours: DayHours | None) -> tuple[int, ...]:
    """Return the working minutes before each minute of a day, and at its end."""
    if hours is None:
        return (0,) * (_MINUTES_PER_DAY + 1)
    morning, total = hours.minutes_before_break, hours.minutes
    until_close = (
        *repeat(0, hours.open_minute),
        *range(morning),
        *repeat(morning, hours.break_minutes),
        *range(morning, total),
    )
    return (*until_close, *repeat(total, _MINUTES_PER_DAY + 1 - len(until_close)))
