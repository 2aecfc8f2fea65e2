"""What the LibreOffice engine adds to a bare call of its bridge. Run `python bench/live_engine.py`.

Writes and reads a table of 1,000 rows x 20 columns; both sides of a ratio are measured in turns, in
one run on one office, because a shared machine is never twice the same. Exit code 1 when the ratio
of writing exceeds its limit.
"""

from __future__ import annotations

import datetime as dt
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

# Run as a file, Python knows the folder of the bench and not the repository.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from kinerja_xl.live import libreoffice

if TYPE_CHECKING:
    import xlwings

ROWS, COLUMNS = 1_000, 20
ROUNDS = 7
LIMIT = 3.0

Row = list[object]


def table() -> list[Row]:
    """Return a table like the master's: texts, numbers, dates and empty cells."""
    start = dt.datetime(2026, 1, 5)
    kinds: tuple[Callable[[int], object], ...] = (
        lambda row: f"Indikator {row}",
        lambda row: row * 1.25,
        lambda row: start + dt.timedelta(days=row % 365),
        lambda row: None if row % 3 else f"{row:05}",
    )
    return [[kinds[column % len(kinds)](row) for column in range(COLUMNS)] for row in range(ROWS)]


def bare(rows: list[Row]) -> tuple[tuple[object, ...], ...]:
    """Return the table as the bridge takes it, made ready beforehand."""
    return tuple(
        tuple(
            46_000.0 if isinstance(value, dt.datetime) else "" if value is None else value
            for value in row
        )
        for row in rows
    )


def seconds(action: Callable[[], object]) -> float:
    """Return how long an action takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def ratio(ours: Callable[[], object], theirs: Callable[[], object]) -> tuple[float, float]:
    """Return the ratio of the medians, and the median of the bare call in milliseconds."""
    ours()
    theirs()
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(ROUNDS)]
    base = statistics.median(pair[1] for pair in pairs)
    return statistics.median(pair[0] for pair in pairs) / base, base * 1000


def write_ratio(sheet: xlwings.Sheet) -> tuple[float, float]:
    """Compare writing a table with one bare call."""
    rows = table()
    prepared = bare(rows)
    cells = sheet.range((1, 1), (ROWS, COLUMNS))
    beside = sheet.range((1, COLUMNS + 2), (ROWS, 2 * COLUMNS + 1)).api

    def ours() -> None:
        cells.options(ndim=2).value = rows

    return ratio(ours, lambda: beside.setDataArray(prepared))


def read_ratio(sheet: xlwings.Sheet) -> tuple[float, float]:
    """Compare reading the table with one bare call."""
    cells = sheet.range((1, 1), (ROWS, COLUMNS))
    api = cells.api
    return ratio(lambda: cells.options(ndim=2).value, api.getDataArray)


def main() -> None:
    """Measure and print."""
    app = libreoffice.start()
    try:
        sheet = app.books.add().sheets[0]
        write, write_ms = write_ratio(sheet)
        read, read_ms = read_ratio(sheet)
    finally:
        app.quit()
    table_size = f"{ROWS} x {COLUMNS}"
    print(f"write {table_size}: {write:.2f} x the bare call of {write_ms:.0f} ms (limit {LIMIT})")
    print(f"read {table_size}: {read:.2f} x the bare call of {read_ms:.0f} ms")
    sys.exit(write > LIMIT)


if __name__ == "__main__":
    main()
