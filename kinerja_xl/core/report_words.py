"""Figures as they are written in a report: at most two decimals, grades by their names."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from kinerja_xl.core.indicator import Measure, Target
from kinerja_xl.core.numbers import format_number

NOTHING = "-"
_HUNDREDTH = Decimal("0.01")


def number_words(value: Decimal | None) -> str:
    """Write a figure, half up to two decimals, without trailing zeros."""
    if value is None:
        return NOTHING
    short = value.quantize(_HUNDREDTH, ROUND_HALF_UP)
    whole = short.to_integral_value()
    return format_number(whole if short == whole else short.normalize())


def percent_words(value: Decimal | None) -> str:
    """Write a percentage with two decimals, half up."""
    return NOTHING if value is None else format_number(value.quantize(_HUNDREDTH, ROUND_HALF_UP), 2)


def measure_words(value: Decimal | None, measure: Measure) -> str:
    """Write a realisation; that of an indicator with grades as the grade of that worth."""
    grade = next((name for name, worth in measure.ordinal_map if worth == value), None)
    return grade or number_words(value)


def target_words(target: Target | None, measure: Measure) -> str:
    """Write a target, of a range both ends."""
    if target is None:
        return NOTHING
    low, high = (measure_words(end, measure) for end in (target.low, target.high))
    return low if target.low == target.high else f"{low} s.d. {high}"
