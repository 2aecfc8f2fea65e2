"""Every published row of tests/data is reproduced with named settings, or listed as an error."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from kinerja_xl.core.achievement import Achievement, compare_stated, evaluate, round_percent
from kinerja_xl.core.aggregates import Mean, aggregate
from kinerja_xl.core.indicator import Measure, Polarity, Rounding, Target, Variant
from kinerja_xl.core.targets import read_realisation, read_target

DATA = Path(__file__).parents[1] / "data" / "published_achievements.csv"

RATIO = Measure()
RATIO_CAPPED = Measure(cap_percent=Decimal(100))
RATIO_WHOLE = Measure(digits=0)
A = Measure(polarity=Polarity.MINIMISE, variant=Variant.A)
A_WHOLE = Measure(polarity=Polarity.MINIMISE, variant=Variant.A, digits=0)
B = Measure(polarity=Polarity.MINIMISE, variant=Variant.B)

SETTINGS: dict[int, tuple[Measure, ...]] = {
    1: (RATIO,), 2: (RATIO_CAPPED,), 3: (RATIO,), 4: (RATIO,), 5: (A, B), 6: (RATIO,),
    8: (RATIO_WHOLE,), 9: (RATIO_CAPPED,), 10: (A, B), 11: (A, B), 12: (RATIO,), 13: (RATIO,),
    14: (RATIO,), 15: (RATIO,), 16: (RATIO,), 17: (RATIO,), 18: (RATIO,),
    24: (RATIO,), 25: (A_WHOLE,), 26: (A,), 27: (RATIO,), 28: (RATIO_WHOLE,), 29: (B,), 30: (A,),
}  # fmt: skip
"""Settings that reproduce a row, by its number in the file; several when they all do."""

GEOMETRIC: dict[int, tuple[int, ...]] = {19: (13, 14), 20: (15, 16, 17), 21: (19, 20), 22: (21, 18)}
"""Rows that state a geometric mean, and the rows they are the mean of (unrounded)."""

ERRORS: dict[int, tuple[Measure, str, str]] = {
    7: (RATIO, "80", "82.50"),
    23: (RATIO, "113", "102.22"),
}
"""Rows that no formula reproduces: settings, what is stated, what comes out."""


@dataclass(frozen=True, slots=True)
class Published:
    unit: str
    target: str
    realisation: str
    stated: Decimal


def _read() -> dict[int, Published]:
    with DATA.open(encoding="utf-8", newline="") as file:
        return {
            number: Published(
                row["satuan"],
                row["target"].replace(".", ","),
                row["realisasi"].replace(".", ","),
                Decimal(row["capaian_pct_stated"]),
            )
            for number, row in enumerate(csv.DictReader(file), start=1)
        }


ROWS = _read()


def computed(number: int, measure: Measure) -> Achievement:
    row = ROWS[number]
    target = read_target(row.target, measure, row.unit)
    realisation = read_realisation(row.realisation, measure, row.unit)
    assert isinstance(target, Target)
    assert isinstance(realisation, Decimal)
    return evaluate(measure, target, realisation)


def unrounded(number: int) -> Decimal | None:
    if number in GEOMETRIC:
        return aggregate(map(unrounded, GEOMETRIC[number]), Mean.GEOMETRIC).value
    return computed(number, SETTINGS[number][0]).unrounded


def test_every_row__has_settings_or_is_listed_as_an_error() -> None:
    assert sorted([*SETTINGS, *GEOMETRIC, *ERRORS]) == list(range(1, 31))
    assert len(ROWS) == 30


@pytest.mark.parametrize(
    ("number", "measure"),
    [
        pytest.param(number, measure, id=f"row-{number}-{way}")
        for number, measures in SETTINGS.items()
        for way, measure in enumerate(measures, start=1)
    ],
)
def test_published_row__with_its_settings__is_reproduced(number: int, measure: Measure) -> None:
    assert computed(number, measure).value == ROWS[number].stated


@pytest.mark.parametrize("number", GEOMETRIC)
def test_published_geometric_mean__of_unrounded_achievements__is_reproduced(number: int) -> None:
    mean = unrounded(number)

    assert mean is not None
    assert round_percent(mean, Rounding.HALF_UP, 2) == ROWS[number].stated


@pytest.mark.parametrize("number", ERRORS)
def test_published_error__stated_and_computed_differ(number: int) -> None:
    measure, stated, value = ERRORS[number]

    achievement = computed(number, measure)

    assert ROWS[number].stated == Decimal(stated)
    assert achievement.value == Decimal(value)
    assert compare_stated(ROWS[number].stated, achievement) == Decimal(stated) - Decimal(value)


@pytest.mark.parametrize("number", ERRORS)
@pytest.mark.parametrize("variant", list(Variant))
@pytest.mark.parametrize("polarity", list(Polarity))
@pytest.mark.parametrize("rounding", list(Rounding))
@pytest.mark.parametrize("digits", range(3))
@pytest.mark.parametrize("cap", [None, Decimal(100), Decimal(110), Decimal(120)])
def test_published_error__no_settings_at_all_reproduce_it(
    number: int,
    variant: Variant,
    polarity: Polarity,
    rounding: Rounding,
    digits: int,
    cap: Decimal | None,
) -> None:
    measure = Measure(polarity, variant, cap, rounding, digits)

    assert computed(number, measure).value != ROWS[number].stated
