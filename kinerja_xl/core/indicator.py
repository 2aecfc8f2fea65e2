"""Indicators (indikator kinerja) and the settings by which each one's achievement is computed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from kinerja_xl.core.period import Period, PeriodKind


class Polarity(Enum):
    """Which way is better; the value is the word in the INDIKATOR sheet."""

    MAXIMISE = "maksimalkan"
    MINIMISE = "minimalkan"

    @property
    def hint(self) -> str:
        """The same for a person who fills in a form."""
        return f"makin {'tinggi' if self is Polarity.MAXIMISE else 'rendah'} makin baik"


class Variant(Enum):
    """How a minimised indicator is computed.

    A is (2T - R) / T (PermenPANRB 8/2021), B is T / R.
    """

    A = "A"
    B = "B"


class Rounding(Enum):
    """How an achievement is rounded to the indicator's digits."""

    HALF_UP = "setengah ke atas"
    HALF_EVEN = "setengah ke genap"
    TRUNCATE = "potong"


class PeriodLogic(Enum):
    """How the periods of a year combine into the cumulative figure."""

    NONE = "non-kumulatif"
    SUM = "jumlah"
    AVERAGE = "rata-rata"
    LAST = "terakhir"


def target_field(period: Period) -> str:
    """Return the field of INDIKATOR that holds the target of a period, such as `target_TW1`."""
    if period.kind is PeriodKind.YEAR:
        return "target_year"
    return f"target_{str(period).partition('-')[2]}"


@dataclass(frozen=True, slots=True)
class Target:
    """A target: one value when `low == high`, else a range with both ends inside."""

    low: Decimal
    high: Decimal

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError(f"target range {self.low}-{self.high} is upside down")


@dataclass(frozen=True, slots=True)
class Measure:
    """The settings that turn target and realisation into an achievement.

    They belong to the indicator and are copied into each distributed row, so that a later change
    of the indicator leaves earlier periods as they were.

    Attributes:
        cap_percent: The highest achievement, in percent; `None` for no cap.
        digits: Decimal places of the achievement, 0 to 6.
        ordinal_map: Grades and their numeric worth, such as (("WTP", 4), ("WDP", 3)); empty for a
            numeric indicator.
    """

    polarity: Polarity = Polarity.MAXIMISE
    variant: Variant = Variant.A
    cap_percent: Decimal | None = None
    rounding: Rounding = Rounding.HALF_UP
    digits: int = 2
    period_logic: PeriodLogic = PeriodLogic.NONE
    ordinal_map: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of the INDIKATOR sheet.

    Attributes:
        key: Identifies the indicator for good, whatever is later edited; such as `I001`.
        code: The office's own code, unique at any one time.
        objective: Sasaran strategis.
        unit: Satuan; `%` means percent points from 0 to 100.
        section: Code of the subbagian that reports it.
        targets: Targets as authored, by period (`"80-90"`, `"WTP"`, `Decimal(98)`).
        evidence: The kinds of evidence (data pendukung) required, in order.
        program: Budget programme; empty when the indicator carries no budget.
        budget: Pagu in rupiah.
    """

    key: str
    code: str
    objective: str
    name: str
    unit: str
    section: str
    measure: Measure = Measure()
    targets: tuple[tuple[Period, str | Decimal], ...] = ()
    evidence: tuple[str, ...] = ()
    program: str = ""
    budget: Decimal | None = None

    def target_of(self, period: Period) -> str | Decimal | None:
        """Return the target as authored for that period, or `None`."""
        return dict(self.targets).get(period)

    def is_measured_in(self, period: Period) -> bool:
        """Say whether the form of that period has a row for this indicator.

        It has when the period has a target, and also when no period of the same length has one:
        then the target is missing, which the row must show, and not absent on purpose.
        """
        return self.target_of(period) is not None or not self.has_targets_of(period.kind)

    def has_targets_of(self, kind: PeriodKind) -> bool:
        """Say whether any period of that length has a target."""
        return any(period.kind is kind for period, _ in self.targets)
