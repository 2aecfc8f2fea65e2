"""Working minutes against a plain bisect, side by side in one run: `python bench/working_time.py`.

The plain bisect is what one would write by hand: a list of the moments at which work starts or
stops, the working minutes before each, one `bisect` per end of an interval. Everything is timed
over the same random intervals; each figure is the best of several interleaved rounds.
"""

from __future__ import annotations

import random
import sys
import time
from bisect import bisect_right
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

# Run as a file, Python knows the folder of the bench and not the repository.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from kinerja_xl.core.calendar import (
    DayOff,
    Span,
    WorkCalendar,
    working_minutes,
    working_minutes_between,
)
from kinerja_xl.files.holidays_seed import seed_days_off

INTERVALS, CHECKED, ROUNDS, LIMIT = 100_000, 300, 7, 1.5
YEARS = (2024, 2025, 2026)
# Ramadan 1445 to 1447 as observed in Indonesia.
RAMADAN = (
    Span(date(2024, 3, 12), date(2024, 4, 9)),
    Span(date(2025, 3, 1), date(2025, 3, 30)),
    Span(date(2026, 2, 19), date(2026, 3, 20)),
)


class PlainBisect:
    """Cumulative working minutes at each change between work and rest, searched with bisect."""

    def __init__(self, calendar: WorkCalendar) -> None:
        """Walk the days of `YEARS` once."""
        self.changes: list[datetime] = [datetime(YEARS[0], 1, 1)]
        self.before: list[int] = [0]
        self.is_worked: list[bool] = [False]
        for number in range((date(YEARS[-1] + 1, 1, 1) - date(YEARS[0], 1, 1)).days):
            self._add_day(date(YEARS[0], 1, 1) + timedelta(days=number), calendar)

    def _add_day(self, day: date, calendar: WorkCalendar) -> None:
        hours = calendar.hours_on(day)
        if hours is None:
            return
        assert hours.break_start is not None
        assert hours.break_end is not None
        ends = (hours.open, hours.break_start, hours.break_end, hours.close)
        for clock, is_worked in zip(ends, (True, False) * 2, strict=True):
            moment = datetime.combine(day, clock)
            passed = (moment - self.changes[-1]) // timedelta(minutes=1)
            self.before.append(self.before[-1] + passed * self.is_worked[-1])
            self.changes.append(moment)
            self.is_worked.append(is_worked)

    def position(self, moment: datetime) -> float:
        """Return the working minutes before a moment."""
        index = bisect_right(self.changes, moment) - 1
        if not self.is_worked[index]:
            return self.before[index]
        return self.before[index] + (moment - self.changes[index]).total_seconds() / 60

    def minutes(self, start: datetime, end: datetime) -> int:
        """Return the working minutes between two moments."""
        return int(self.position(end) - self.position(start))


class PlainIntegers:
    """The leanest bisect there is: whole minutes since 1970 as integers, lists in local names."""

    def __init__(self, plain: PlainBisect) -> None:
        """Take over the table of the plain bisect."""
        stamps = np.array(plain.changes, "datetime64[m]")
        self.changes: list[int] = stamps.astype(np.int64).tolist()
        self.before, self.is_worked = plain.before, plain.is_worked

    def all_minutes(self, starts: list[int], ends: list[int]) -> list[int]:
        """Return the working minutes of all intervals."""
        changes, before, is_worked = self.changes, self.before, self.is_worked
        found = []
        for start, end in zip(starts, ends, strict=True):
            i, j = bisect_right(changes, start) - 1, bisect_right(changes, end) - 1
            first = before[i] + (start - changes[i] if is_worked[i] else 0)
            last = before[j] + (end - changes[j] if is_worked[j] else 0)
            found.append(last - first)
        return found


def count_minutes(start: datetime, end: datetime, calendar: WorkCalendar) -> int:
    """Count the working minutes one by one, from the hours of each day."""
    counted = 0
    while start < end:
        hours = calendar.hours_on(start.date())
        if hours is not None and hours.open <= (clock := start.time()) < hours.close:
            assert hours.break_start is not None
            assert hours.break_end is not None
            counted += not hours.break_start <= clock < hours.break_end
        start += timedelta(minutes=1)
    return counted


def best_seconds(works: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Time each work in turn, several rounds, and keep the best of each."""
    best = dict.fromkeys(works, float("inf"))
    for _ in range(ROUNDS):
        for name, work in works.items():
            started = time.perf_counter()
            work()
            best[name] = min(best[name], time.perf_counter() - started)
    return best


def main() -> None:
    """Print one line a ratio and the number of errors."""
    days_off: tuple[DayOff, ...] = tuple(day for year in YEARS for day in seed_days_off(year))
    calendar = WorkCalendar(ramadan_spans=RAMADAN, days_off=days_off)
    plain = PlainBisect(calendar)
    lean = PlainIntegers(plain)
    chance = random.Random(2026)
    span = (datetime(YEARS[-1] + 1, 1, 1) - datetime(YEARS[0], 1, 1)) // timedelta(minutes=1)
    drawn = [sorted((chance.randrange(span), chance.randrange(span))) for _ in range(INTERVALS)]
    pairs = [tuple(datetime(YEARS[0], 1, 1) + timedelta(minutes=m) for m in ab) for ab in drawn]
    starts = np.array([start for start, _ in pairs], "datetime64[us]")
    ends = np.array([end for _, end in pairs], "datetime64[us]")
    epoch_starts, epoch_ends = (
        a.astype("datetime64[m]").astype(int).tolist() for a in (starts, ends)
    )

    times = best_seconds(
        {
            "vector": lambda: working_minutes_between(starts, ends, calendar),
            "scalar": lambda: [working_minutes(start, end, calendar) for start, end in pairs],
            "plain": lambda: [plain.minutes(start, end) for start, end in pairs],
            "lean": lambda: lean.all_minutes(epoch_starts, epoch_ends),
        }
    )
    for name, own, base in (
        ("vectorised / plain bisect", "vector", "plain"),
        ("vectorised / bisect over integers", "vector", "lean"),
        ("scalar calls / plain bisect", "scalar", "plain"),
    ):
        print(f"{name}: {times[own] / times[base]:.3f} x (limit {LIMIT})")
    print(
        f"scalar calls / bisect over integers: {times['scalar'] / times['lean']:.3f} x (no limit)"
    )

    vector = working_minutes_between(starts, ends, calendar).tolist()
    wrong = sum(m != plain.minutes(s, e) for m, (s, e) in zip(vector, pairs, strict=True))
    wrong += sum(
        m != working_minutes(s, e, calendar) for m, (s, e) in zip(vector, pairs, strict=True)
    )
    print(f"differences from plain bisect and scalar in {INTERVALS} intervals: {wrong} (limit 0)")
    short = [(s, min(e, s + timedelta(days=chance.randrange(1, 8)))) for s, e in pairs[:CHECKED]]
    sample = np.array(short, "datetime64[us]")
    counted = [count_minutes(start, end, calendar) for start, end in short]
    wrong = int((working_minutes_between(sample[:, 0], sample[:, 1], calendar) != counted).sum())
    print(f"errors against a count of every minute in {CHECKED} intervals: {wrong} (limit 0)")


if __name__ == "__main__":
    main()
