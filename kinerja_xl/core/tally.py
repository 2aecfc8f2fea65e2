"""How much of what is required is there: counts that add up, and their percentages."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Tally:
    """How much is required and how much of that is there."""

    required_cells: int = 0
    filled_cells: int = 0
    required_evidence: int = 0
    fulfilled_evidence: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.required_cells + other.required_cells,
            self.filled_cells + other.filled_cells,
            self.required_evidence + other.required_evidence,
            self.fulfilled_evidence + other.fulfilled_evidence,
        )

    @property
    def filled_percent(self) -> Decimal | None:
        """Filled cells among the required ones, see `percent`."""
        return percent(self.filled_cells, self.required_cells)

    @property
    def evidence_percent(self) -> Decimal | None:
        """Fulfilled pieces of evidence among the required ones, see `percent`."""
        return percent(self.fulfilled_evidence, self.required_evidence)

    @property
    def total_percent(self) -> Decimal | None:
        """Cells and evidence together, each required thing counting the same, see `percent`."""
        return percent(
            self.filled_cells + self.fulfilled_evidence,
            self.required_cells + self.required_evidence,
        )

    @property
    def is_complete(self) -> bool:
        """Whether nothing is lacking, by count: a rounded 100.00 may still lack something."""
        return (self.filled_cells, self.fulfilled_evidence) == (
            self.required_cells,
            self.required_evidence,
        )


def percent(part: int, whole: int) -> Decimal | None:
    """Return what percentage of `whole` the `part` is, two decimals, half rounded up.

    Returns:
        0 to 100; `None` when the whole is 0: where nothing is required there is no percentage, and
        a sheet shows `-`.

    Raises:
        ValueError: If `part` is negative or more than `whole`.
    """
    if not 0 <= part <= whole:
        raise ValueError(f"{part} is no part of {whole}")
    return (Decimal(part * 100) / whole).quantize(_HUNDREDTH, ROUND_HALF_UP) if whole else None
