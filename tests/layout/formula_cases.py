"""Rows for the comparison of cell formulas with the rules: random ones and every edge case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from random import Random

from kinerja_xl.core.achievement import PeriodTerm
from kinerja_xl.core.indicator import Measure, PeriodLogic, Polarity, Rounding, Target, Variant
from kinerja_xl.core.numbers import Unreadable
from kinerja_xl.core.targets import read_realisation
from kinerja_xl.core.values import CellValue

OPINIONS = (("WTP", Decimal(4)), ("WDP", Decimal("3.5")), ("A-", Decimal("70.125")))
CAPS = (None, Decimal(100), Decimal(110), Decimal("120.5"))


@dataclass(frozen=True, slots=True)
class Case:
    """One row of the test workbook; rows of one key are its periods in order."""

    key: str
    order: int
    measure: Measure
    target: Target | None
    typed: CellValue

    @property
    def realisation(self) -> Decimal | Unreadable | None:
        return read_realisation(self.typed, self.measure)

    @property
    def term(self) -> PeriodTerm:
        realisation = self.realisation
        return PeriodTerm(self.target, None if isinstance(realisation, Unreadable) else realisation)


def all_cases() -> list[Case]:
    return [*_edges(), *_ties(), *_series(Random(2026))]


def _edges() -> Iterator[Case]:
    """Every case of the table in DOMAIN.md, for each polarity and variant."""
    ends = [
        None, ("80", "80"), ("0", "0"), ("-5", "-5"), ("80", "90"), ("0", "5"), ("-1", "1"),
        ("-5", "0"), ("-9", "-5"),
    ]  # fmt: skip
    typed: list[CellValue] = [
        None, 0, 80, 85, 90, 92, 66, -3, 5, -5, 0.2, "WTP", "wdp ", "a-", "abc", "-", 161,
    ]  # fmt: skip
    ways = [
        (Polarity.MAXIMISE, Variant.A), (Polarity.MINIMISE, Variant.A),
        (Polarity.MINIMISE, Variant.B),
    ]  # fmt: skip
    for number, (way, pair, value) in enumerate(product(ways, ends, typed)):
        cap = CAPS[number % len(CAPS)]
        measure = Measure(*way, cap_percent=cap, digits=number % 4, ordinal_map=OPINIONS)
        target = None if pair is None else Target(Decimal(pair[0]), Decimal(pair[1]))
        yield Case(f"E{number:04}", 1, measure, target, value)


def _ties() -> Iterator[Case]:
    """Achievements that lie exactly between two roundings, of both signs."""
    figures = [
        ("80", 66), ("80", 66.4), ("8", 1), ("16", 3), ("32", 5), ("200", 165), ("200", 167),
        ("1", 1.005), ("1", 2.675), ("400", 1), ("3", 2), ("7", 6), ("-0", 0), ("80", -0.4),
        ("200", -165), ("200", -167), ("100", 8.25), ("1250000000", 1031250000),
    ]  # fmt: skip
    for number, (rounding, digits, (aim, value)) in enumerate(product(Rounding, range(5), figures)):
        measure = Measure(rounding=rounding, digits=digits)
        yield Case(f"T{number:04}", 1, measure, Target(Decimal(aim), Decimal(aim)), value)


def _series(random: Random) -> Iterator[Case]:
    """Four periods a key, under every period logic, with gaps in targets and realisations."""
    for number in range(60):
        measure = Measure(
            random.choice(list(Polarity)),
            random.choice(list(Variant)),
            random.choice(CAPS),
            random.choice(list(Rounding)),
            random.randint(0, 4),
            list(PeriodLogic)[number % 4],
        )
        for order in range(1, 5):
            low = Decimal(random.randint(1, 900)) / random.choice((1, 4, 10))
            width = random.choice((Decimal(0), Decimal(0), Decimal(5)))
            value = random.choice((random.randint(0, 90), random.randint(0, 9000) / 100))
            yield Case(
                f"S{number:04}",
                order,
                measure,
                None if random.random() < 0.15 else Target(low, low + width),
                None if random.random() < 0.15 else value,
            )
