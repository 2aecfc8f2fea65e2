"""The story of the shipped example: when things happened, and what its officer typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class StepTimes:
    """When a step of the SOP started and finished, as the officer typed it into LANGKAH."""

    number: int
    started: datetime
    finished: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One period of the example.

    The moments are fixed: a step that is running now would otherwise grow later by the day.

    Attributes:
        distributed: When the forms went out.
        received: When the returned forms were merged, checked and computed.
        steps: Those that are over by then.
        running: The step that runs while the demo computes, since `running_since`; it is over at
            `running_until`, or still runs when the story ends.
        stated: Achievements in percent as published, by indicator code.
        without: Why the running step may finish without what its kelengkapan names.
    """

    period: str
    distributed: datetime
    received: datetime
    steps: tuple[StepTimes, ...]
    running: int
    running_since: datetime
    running_until: datetime | None
    stated: tuple[tuple[str, Decimal], ...]
    without: str = "Inventaris disimpan sebagai berkas kertas."


def _steps(*lines: str) -> tuple[StepTimes, ...]:
    made = []
    for line in lines:
        number, started, finished, *note = line.split(maxsplit=3)
        moments = (datetime.fromisoformat(started), datetime.fromisoformat(finished))
        made.append(StepTimes(int(number), *moments, *note))
    return tuple(made)


def _stated(*pairs: str) -> tuple[tuple[str, Decimal], ...]:
    return tuple((code, Decimal(value)) for code, value in (pair.split() for pair in pairs))


STORY = (
    Chapter(
        period="2026-TW1",
        distributed=datetime(2026, 3, 30, 13, 10),
        received=datetime(2026, 4, 2, 15, 30),
        steps=_steps(
            "1 2026-03-30T08:00 2026-03-30T08:40 Disposisi dicatat.",
            "2 2026-03-30T08:40 2026-03-30T08:55",
            "3 2026-03-30T09:00 2026-03-30T09:35 Menunggu Rencana Aksi.",
            "4 2026-03-30T09:40 2026-03-30T10:10",
            "5 2026-03-30T10:10 2026-03-30T10:28",
            "6 2026-03-30T10:30 2026-03-30T10:45",
            "7 2026-03-30T10:50 2026-03-30T11:05",
            "8 2026-03-30T11:05 2026-03-30T11:18",
            "9 2026-03-30T11:20 2026-03-30T11:38",
            "10 2026-03-30T13:00 2026-03-30T13:15",
            "11 2026-03-30T13:15 2026-04-01T13:00",
            "12 2026-04-01T13:15 2026-04-02T13:00",
        ),
        running=13,
        running_since=datetime(2026, 4, 2, 13, 10),
        running_until=datetime(2026, 4, 2, 15, 55),
        stated=_stated(
            "IKU-01 100", "IKU-02 100", "IKU-03 100", "IKU-04 100", "IKU-05 100", "IKU-06 100",
            "IKU-07 100", "IKU-08 98", "IKU-09 100",
        ),
    ),
    Chapter(
        period="2026-TW2",
        distributed=datetime(2026, 7, 1, 13, 5),
        received=datetime(2026, 7, 6, 15, 0),
        steps=_steps(
            "1 2026-07-01T08:00 2026-07-01T08:30",
            "2 2026-07-01T08:30 2026-07-01T08:45",
            "3 2026-07-01T08:45 2026-07-01T09:05",
            "4 2026-07-01T09:05 2026-07-01T09:35",
            "5 2026-07-01T09:35 2026-07-01T09:55",
            "6 2026-07-01T10:00 2026-07-01T10:15",
            "7 2026-07-01T10:20 2026-07-01T10:35",
            "8 2026-07-01T10:35 2026-07-01T10:50",
            "9 2026-07-01T11:00 2026-07-01T11:20",
            "10 2026-07-01T13:00 2026-07-01T13:15",
            "11 2026-07-01T13:15 2026-07-06T10:00 Kiriman HUKUM datang terakhir.",
        ),
        running=12,
        running_since=datetime(2026, 7, 6, 10, 15),
        running_until=None,
        stated=_stated(
            "IKU-01 100", "IKU-02 80", "IKU-03 90", "IKU-04 100", "IKU-05 100", "IKU-07 100",
            "IKU-08 98", "IKU-09 100", "IKU-10 87.5",
        ),
    ),
)  # fmt: skip
