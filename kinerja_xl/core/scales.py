"""Category scales: which category an achievement falls in, as data an office can replace."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final


@dataclass(frozen=True, slots=True)
class Band:
    """One category of a scale.

    Attributes:
        lower_percent: Where the band begins, this value included; `None` for the lowest band,
            which has no lower end.
        colour: Fill of cells in that category, `#RRGGBB`.
    """

    lower_percent: Decimal | None
    category: str
    colour: str


@dataclass(frozen=True, slots=True)
class Scale:
    """Bands in ascending order that share out all achievements without gap or overlap.

    A band reaches from its lower bound, included, to the next band's, excluded. Published scales
    give whole numbers only ("76-90", "91-100") and leave 90.5 nowhere: here it stays in the lower
    band, because a category is reached with its lower bound and not before. The highest band has
    no upper end, so 130 falls in it, and the lowest no lower one, so a negative achievement does.
    """

    name: str
    bands: tuple[Band, ...]

    def __post_init__(self) -> None:
        if not self.bands or self.bands[0].lower_percent is not None:
            raise ValueError(f"scale {self.name}: the first band must be the open lowest one")
        if any(above <= below for below, above in pairwise(self.lower_bounds)):
            raise ValueError(f"scale {self.name}: lower bounds must ascend")

    @property
    def lower_bounds(self) -> tuple[Decimal, ...]:
        """The lower bounds of all bands but the lowest, ascending.

        Raises:
            ValueError: If a band above the lowest has none.
        """
        bounds = [band.lower_percent for band in self.bands[1:]]
        if None in bounds:
            raise ValueError(f"scale {self.name}: only the lowest band may be open below")
        return tuple(bound for bound in bounds if bound is not None)


def category_of(scale: Scale, value_percent: Decimal | None) -> Band | None:
    """Find the band of an achievement; `None` when there is none because it is not evaluable.

    Give the achievement as shown, after rounding, or a category could contradict the figure
    printed beside it.
    """
    if value_percent is None:
        return None
    return scale.bands[bisect_right(scale.lower_bounds, value_percent)]


def _scale(name: str, *bands: tuple[int | None, str, str]) -> Scale:
    return Scale(
        name,
        tuple(
            Band(None if lower is None else Decimal(lower), category, colour)
            for lower, category, colour in bands
        ),
    )


FIVE_BANDS: Final = _scale(
    "Lima tingkat (91/76/66/51)",
    (None, "Sangat Rendah", "#F8CBAD"),
    (51, "Rendah", "#FCE4D6"),
    (66, "Sedang", "#FFF2CC"),
    (76, "Tinggi", "#E2EFDA"),
    (91, "Sangat Tinggi", "#A9D08E"),
)
"""The scale of most local LKjIP: 91-100, 76-90, 66-75, 51-65, up to 50."""

FIVE_BANDS_GOOD: Final = _scale(
    "Lima tingkat, sebutan Baik (91/76/66/51)",
    (None, "Sangat Kurang", "#F8CBAD"),
    (51, "Kurang", "#FCE4D6"),
    (66, "Cukup", "#FFF2CC"),
    (76, "Baik", "#E2EFDA"),
    (91, "Sangat Baik", "#A9D08E"),
)
"""The same bounds in other words, such as LKjIP 2019 of Inspektorat Kabupaten Sampang."""

INDIVIDUAL: Final = _scale(
    "PermenPANRB 8/2021 (101/100/80/60)",
    (None, "Sangat Kurang", "#F8CBAD"),
    (60, "Kurang", "#FCE4D6"),
    (80, "Cukup", "#FFF2CC"),
    (100, "Baik", "#E2EFDA"),
    (101, "Sangat Baik", "#A9D08E"),
)
"""Capaian IKI of PermenPANRB 8/2021: above 100, 100, 80-99, 60-79, up to 59."""

FOUR_BANDS: Final = _scale(
    "Empat tingkat (85/70/55)",
    (None, "Tidak Berhasil", "#F8CBAD"),
    (55, "Cukup Berhasil", "#FFF2CC"),
    (70, "Berhasil", "#E2EFDA"),
    (85, "Sangat Berhasil", "#A9D08E"),
)
"""The ordinal scale of older LAKIP; bounds from general knowledge, not from a decree."""

SCALES: Final = (FIVE_BANDS, FIVE_BANDS_GOOD, INDIVIDUAL, FOUR_BANDS)
"""The scales that a new master offers; the first is the default."""
