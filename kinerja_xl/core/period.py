"""Reporting periods of one year: month, quarter (triwulan), semester, year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache

from kinerja_xl.errors import KinerjaError

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip

_ROMAN = ("I", "II", "III", "IV")
_PATTERN = re.compile(r"(?P<year>20\d\d)(?:-(?:(?P<month>\d\d)|TW(?P<quarter>\d)|S(?P<half>\d)))?")


class PeriodKind(Enum):
    """How long a period is; the value is its number of months."""

    MONTH = 1
    QUARTER = 3
    SEMESTER = 6
    YEAR = 12

    @property
    def per_year(self) -> int:
        """How many periods of this kind a year has."""
        return 12 // self.value


@dataclass(frozen=True, slots=True)
class Period:
    """One reporting period.

    Attributes:
        year: Calendar year, 2000 to 2099.
        kind: Its length.
        number: Which of the year's periods of that kind, counted from 1.
    """

    year: int
    kind: PeriodKind
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= self.kind.per_year:
            raise ValueError(f"{self.kind.name} {self.number} does not exist")

    @classmethod
    @lru_cache  # every row of a master names its period, and there are nineteen
    def parse(cls, text: str) -> Period:
        """Read `2026-01`, `2026-TW1`, `2026-S1` or `2026`; letters in either case.

        Raises:
            KinerjaError: If the text denotes no period.
        """
        match = _PATTERN.fullmatch(text.strip().upper())
        try:
            if match is None:
                raise ValueError(text)
            year = int(match["year"])
            if match["month"]:
                return cls(year, PeriodKind.MONTH, int(match["month"]))
            if match["quarter"]:
                return cls(year, PeriodKind.QUARTER, int(match["quarter"]))
            if match["half"]:
                return cls(year, PeriodKind.SEMESTER, int(match["half"]))
            return cls(year, PeriodKind.YEAR, 1)
        except ValueError:
            raise KinerjaError(
                f'Periode "{text}" tidak dikenal.',
                remedy="Tulis 2026-01 (bulan), 2026-TW1 (triwulan), 2026-S1 (semester), "
                "atau 2026 (tahun).",
            ) from None

    def __str__(self) -> str:
        match self.kind:
            case PeriodKind.MONTH:
                return f"{self.year}-{self.number:02d}"
            case PeriodKind.QUARTER:
                return f"{self.year}-TW{self.number}"
            case PeriodKind.SEMESTER:
                return f"{self.year}-S{self.number}"
            case PeriodKind.YEAR:
                return str(self.year)

    @property
    def label(self) -> str:
        """The name in Indonesian, as in `Triwulan I 2026`."""
        match self.kind:
            case PeriodKind.MONTH:
                return f"{MONTHS[self.number - 1]} {self.year}"
            case PeriodKind.QUARTER:
                return f"Triwulan {_ROMAN[self.number - 1]} {self.year}"
            case PeriodKind.SEMESTER:
                return f"Semester {_ROMAN[self.number - 1]} {self.year}"
            case PeriodKind.YEAR:
                return f"Tahun {self.year}"

    @property
    def first_day(self) -> date:
        """The first calendar day of the period."""
        return date(self.year, (self.number - 1) * self.kind.value + 1, 1)

    @property
    def last_day(self) -> date:
        """The last calendar day of the period."""
        months = self.number * self.kind.value
        following = date(self.year + months // 12, months % 12 + 1, 1)
        return following - timedelta(days=1)


def periods_of_year(year: int) -> tuple[Period, ...]:
    """List every period of a year, in the order year, semesters, quarters, months."""
    kinds = (PeriodKind.YEAR, PeriodKind.SEMESTER, PeriodKind.QUARTER, PeriodKind.MONTH)
    return tuple(Period(year, kind, n) for kind in kinds for n in range(1, kind.per_year + 1))
