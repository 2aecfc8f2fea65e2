from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_xl.core.achievement import (
    Achievement,
    Cumulative,
    PeriodTerm,
    Status,
    compare_stated,
    cumulate,
    evaluate,
    evaluate_cumulative,
    round_percent,
)
from kinerja_xl.core.indicator import Measure, PeriodLogic, Polarity, Rounding, Target, Variant
from kinerja_xl.core.numbers import Reason, Unreadable

MAXIMISED = Measure()
A = Measure(polarity=Polarity.MINIMISE, variant=Variant.A)
B = Measure(polarity=Polarity.MINIMISE, variant=Variant.B)
EVERY_KIND = st.sampled_from([MAXIMISED, A, B])
FIGURES = st.decimals(-1000, 1000, places=2)
ABOVE_ZERO = st.decimals("0.01", 1000, places=2)
UNREADABLE = Unreadable(Reason.NOT_A_NUMBER, "abc")


def target(low: str | Decimal, high: str | Decimal = "") -> Target:
    return Target(Decimal(low), Decimal(high or low))


@pytest.mark.parametrize(
    ("measure", "low", "high", "realisation", "expected"),
    [
        pytest.param(MAXIMISED, "80", "80", "66", "82.5", id="maximise"),
        pytest.param(MAXIMISED, "80", "80", "0", "0", id="maximise-zero-realisation-is-zero"),
        pytest.param(MAXIMISED, "80", "80", "-8", "-10", id="maximise-negative-realisation"),
        pytest.param(A, "88.82", "88.82", "135.15", "47.84", id="minimise-a"),
        pytest.param(A, "5", "5", "0", "200", id="minimise-a-zero-realisation"),
        pytest.param(A, "5", "5", "12", "-40", id="minimise-a-below-zero-not-floored"),
        pytest.param(A, "5", "5", "-5", "300", id="minimise-a-negative-realisation"),
        pytest.param(B, "88.82", "88.82", "135.15", "65.72", id="minimise-b"),
        pytest.param(A, "0", "0", "0", "100", id="minimise-a-nothing-wanted-nothing-happened"),
        pytest.param(B, "0", "0", "0", "100", id="minimise-b-nothing-wanted-nothing-happened"),
        pytest.param(MAXIMISED, "80", "90", "92", "102.22", id="range-above"),
        pytest.param(MAXIMISED, "80", "90", "70", "87.5", id="range-below"),
        pytest.param(MAXIMISED, "80", "90", "80", "100", id="range-lower-end"),
        pytest.param(MAXIMISED, "80", "90", "85", "100", id="range-inside"),
        pytest.param(MAXIMISED, "80", "90", "90", "100", id="range-upper-end"),
        pytest.param(A, "7", "8", "6.5", "107.14", id="minimise-a-range-below"),
        pytest.param(A, "7", "8", "7.5", "100", id="minimise-a-range-inside"),
        pytest.param(A, "7", "8", "9", "87.5", id="minimise-a-range-above"),
        pytest.param(B, "7", "8", "6.5", "107.69", id="minimise-b-range-below"),
        pytest.param(B, "7", "8", "10", "80", id="minimise-b-range-above"),
        pytest.param(B, "7", "8", "8", "100", id="minimise-b-range-upper-end"),
        pytest.param(MAXIMISED, "0", "5", "0", "100", id="range-from-zero-met-by-zero"),
        pytest.param(MAXIMISED, "-1", "1", "0", "100", id="range-around-zero-inside"),
        pytest.param(MAXIMISED, "-1", "1", "2", "200", id="range-around-zero-above"),
    ],
)
def test_evaluate__evaluable(
    measure: Measure, low: str, high: str, realisation: str, expected: str
) -> None:
    achievement = evaluate(measure, target(low, high), Decimal(realisation))

    assert achievement.value == Decimal(expected)
    assert achievement.status is Status.EVALUATED


@pytest.mark.parametrize(
    ("measure", "aim", "realisation", "status"),
    [
        pytest.param(MAXIMISED, None, Decimal(1), Status.TARGET_MISSING, id="no-target"),
        pytest.param(MAXIMISED, None, None, Status.TARGET_MISSING, id="neither"),
        pytest.param(MAXIMISED, UNREADABLE, Decimal(1), Status.TARGET_UNREADABLE, id="bad-target"),
        pytest.param(MAXIMISED, target("80"), None, Status.REALISATION_MISSING, id="blank"),
        pytest.param(
            MAXIMISED, target("80"), UNREADABLE, Status.REALISATION_UNREADABLE, id="unreadable"
        ),
        pytest.param(MAXIMISED, target("0"), Decimal(0), Status.TARGET_ZERO, id="max-0-0"),
        pytest.param(MAXIMISED, target("0"), Decimal(5), Status.TARGET_ZERO, id="max-0-5"),
        pytest.param(A, target("0"), Decimal(1), Status.TARGET_ZERO, id="a-0-1"),
        pytest.param(B, target("0"), Decimal(1), Status.TARGET_ZERO, id="b-0-1"),
        pytest.param(B, target("5"), Decimal(0), Status.REALISATION_ZERO, id="b-5-0"),
        pytest.param(B, target("5"), Decimal(-1), Status.REALISATION_NEGATIVE, id="b-5-minus-1"),
        pytest.param(MAXIMISED, target("-5"), Decimal(-3), Status.TARGET_NEGATIVE, id="max-neg"),
        pytest.param(A, target("-5"), Decimal(-5), Status.TARGET_NEGATIVE, id="a-neg"),
        pytest.param(
            MAXIMISED, target("-1", "1"), Decimal(-2), Status.TARGET_NEGATIVE, id="below-neg-end"
        ),
        pytest.param(
            MAXIMISED, target("0", "5"), Decimal(-2), Status.TARGET_ZERO, id="below-zero-end"
        ),
    ],
)
def test_evaluate__not_evaluable__has_a_reason_and_no_value(
    measure: Measure,
    aim: Target | Unreadable | None,
    realisation: Decimal | Unreadable | None,
    status: Status,
) -> None:
    assert evaluate(measure, aim, realisation) == Achievement(None, status)


@pytest.mark.parametrize(
    ("cap", "digits", "expected"),
    [
        pytest.param(None, 2, "103.75", id="none"),
        pytest.param("100", 2, "100", id="100"),
        pytest.param("110", 2, "103.75", id="110-not-reached"),
        pytest.param("103.7", 0, "103.7", id="not-exceeded-by-rounding-up"),
        pytest.param("103.4", 0, "103", id="finer-than-the-digits"),
    ],
)
def test_evaluate__cap(cap: str | None, digits: int, expected: str) -> None:
    measure = replace(MAXIMISED, cap_percent=Decimal(cap) if cap else None, digits=digits)

    achievement = evaluate(measure, target("80"), Decimal(83))

    assert achievement.value == Decimal(expected)


def test_evaluate__unrounded__is_capped_but_not_rounded() -> None:
    third = evaluate(MAXIMISED, target("3"), Decimal(1))
    capped = evaluate(replace(MAXIMISED, cap_percent=Decimal(100)), target("3"), Decimal(4))

    assert third.unrounded == Decimal("33.33333333333333333333333333333333")
    assert capped.unrounded == Decimal(100)


@pytest.mark.parametrize(
    ("value", "digits", "half_up", "half_even", "truncated"),
    [
        pytest.param(Fraction(165, 2), 0, "83", "82", "82", id="tie-to-even-below"),
        pytest.param(Fraction(167, 2), 0, "84", "84", "83", id="tie-to-even-above"),
        pytest.param(Fraction(-165, 2), 0, "-83", "-82", "-82", id="negative-tie"),
        pytest.param(Fraction(-1, 3), 0, "0", "0", "0", id="no-negative-zero"),
        pytest.param(Fraction(200, 3), 2, "66.67", "66.67", "66.66", id="two-thirds"),
        pytest.param(Fraction(1005, 1000), 2, "1.01", "1.00", "1.00", id="binary-trap"),
        pytest.param(Decimal("82.4999999999"), 0, "82", "82", "82", id="just-below-a-tie"),
        pytest.param(Fraction(10**40 + 5, 10), 0, str(10**39 + 1), str(10**39), str(10**39),
                     id="beyond-any-context"),
    ],
)  # fmt: skip
def test_round_percent__acts_on_the_exact_value(
    value: Fraction | Decimal, digits: int, half_up: str, half_even: str, truncated: str
) -> None:
    rounded = [
        round_percent(value, rounding, digits)
        for rounding in (Rounding.HALF_UP, Rounding.HALF_EVEN, Rounding.TRUNCATE)
    ]

    assert [str(number) for number in rounded] == [half_up, half_even, truncated]


@given(EVERY_KIND, ABOVE_ZERO, st.decimals(0, 100, places=2), FIGURES, FIGURES)
def test_evaluate__better_realisation__is_never_a_lower_achievement(
    measure: Measure, low: Decimal, width: Decimal, one: Decimal, other: Decimal
) -> None:
    aim = Target(low, low + width)
    worse, better = sorted((one, other), reverse=measure.polarity is Polarity.MINIMISE)

    lower, higher = (evaluate(measure, aim, figure).value for figure in (worse, better))

    if lower is not None and higher is not None:
        assert lower <= higher


@given(
    EVERY_KIND,
    st.sampled_from(Rounding),
    st.integers(0, 6),
    st.decimals(50, 150, places=3),
    FIGURES,
    FIGURES,
)
def test_evaluate__any_figures__never_exceed_the_cap_and_always_have_a_reason(
    measure: Measure,
    rounding: Rounding,
    digits: int,
    cap: Decimal,
    aim: Decimal,
    realisation: Decimal,
) -> None:
    capped = replace(measure, rounding=rounding, digits=digits, cap_percent=cap)

    achievement = evaluate(capped, Target(aim, aim), realisation)

    assert (achievement.value is None) == (achievement.status is not Status.EVALUATED)
    assert achievement.value is None or achievement.value <= cap


@given(ABOVE_ZERO, EVERY_KIND)
def test_evaluate__target_met_exactly__is_100(figure: Decimal, measure: Measure) -> None:
    assert evaluate(measure, Target(figure, figure), figure).value == 100


def terms(*pairs: tuple[str | None, str | None]) -> list[PeriodTerm]:
    return [
        PeriodTerm(
            None if aim is None else target(*aim.split("..")),
            None if realisation is None else Decimal(realisation),
        )
        for aim, realisation in pairs
    ]


def with_logic(logic: PeriodLogic) -> Measure:
    return replace(MAXIMISED, period_logic=logic)


@pytest.mark.parametrize(
    ("logic", "pairs", "aim", "realisation"),
    [
        pytest.param("SUM", [("2", "1"), ("3", "4")], target("5"), "5", id="sum"),
        pytest.param("SUM", [("2..3", "1"), ("3", "4")], target("5", "6"), "5", id="sum-of-ranges"),
        pytest.param("SUM", [("2", "1"), (None, "9"), ("3", "4")], target("5"), "5",
                     id="sum-passes-over-a-period-without-target"),
        pytest.param("SUM", [("2", "0"), ("3", "4")], target("5"), "4", id="sum-zero-counts"),
        pytest.param("AVERAGE", [("2", "1"), ("3", "4")], target("2.5"), "2.5", id="average"),
        pytest.param("AVERAGE", [("2", "1"), (None, None), ("4", "4")], target("3"), "2.5",
                     id="average-passes-over-a-period-without-target"),
        pytest.param("LAST", [("2", "1"), ("3", "4")], target("3"), "4", id="last"),
        pytest.param("LAST", [("2", "1"), ("3", None)], target("2"), "1",
                     id="last-known-with-its-own-target"),
        pytest.param("LAST", [("2", "1"), (None, "7")], target("2"), "1",
                     id="last-needs-a-target"),
        pytest.param("NONE", [("2", None), ("3", "4")], target("3"), "4", id="none"),
    ],
)  # fmt: skip
def test_cumulate__combined(
    logic: str,
    pairs: Sequence[tuple[str | None, str | None]],
    aim: Target,
    realisation: str,
) -> None:
    figure = cumulate(with_logic(PeriodLogic[logic]), terms(*pairs))

    assert figure == Cumulative(aim, Decimal(realisation), Status.EVALUATED)


@pytest.mark.parametrize(
    ("logic", "pairs", "aim", "status"),
    [
        pytest.param("SUM", [("2", None), ("3", "4")], target("5"), Status.EARLIER_MISSING,
                     id="sum-blank-earlier-is-no-zero"),
        pytest.param("SUM", [("2", "1"), ("3", None)], target("5"), Status.REALISATION_MISSING,
                     id="sum-blank-now"),
        pytest.param("SUM", [("2", None), ("3", None)], target("5"), Status.REALISATION_MISSING,
                     id="sum-blank-both"),
        pytest.param("AVERAGE", [("2", None), ("3", "4")], target("2.5"), Status.EARLIER_MISSING,
                     id="average-blank-earlier"),
        pytest.param("LAST", [("2", None), ("3", None)], target("3"), Status.REALISATION_MISSING,
                     id="last-nothing-known"),
        pytest.param("NONE", [("2", "1"), ("3", None)], target("3"), Status.REALISATION_MISSING,
                     id="none-blank"),
        pytest.param("NONE", [("2", "1"), (None, "4")], None, Status.TARGET_MISSING,
                     id="none-without-target"),
        pytest.param("SUM", [(None, "1"), (None, "4")], None, Status.TARGET_MISSING,
                     id="sum-without-any-target"),
        pytest.param("LAST", [("2", None), (None, "4")], None, Status.REALISATION_MISSING,
                     id="last-without-target-now"),
    ],
)  # fmt: skip
def test_cumulate__incomplete__has_a_reason_and_no_realisation(
    logic: str,
    pairs: Sequence[tuple[str | None, str | None]],
    aim: Target | None,
    status: Status,
) -> None:
    measure = with_logic(PeriodLogic[logic])

    figure = cumulate(measure, terms(*pairs))

    assert figure == Cumulative(aim, None, status)
    assert evaluate_cumulative(measure, terms(*pairs)) == Achievement(None, status)


def test_cumulate__no_terms__is_a_programmers_slip() -> None:
    with pytest.raises(ValueError, match="current period"):
        cumulate(MAXIMISED, [])


def test_evaluate_cumulative__average_without_finite_decimals__rounds_the_exact_quotient() -> None:
    measure = replace(with_logic(PeriodLogic.AVERAGE), rounding=Rounding.HALF_EVEN, digits=0)

    achievement = evaluate_cumulative(measure, terms(("40", "30"), ("30", "30"), ("30", "22.5")))

    assert achievement.value == 82


def test_evaluate_cumulative__minimised_sum_of_ranges() -> None:
    measure = replace(A, period_logic=PeriodLogic.SUM)

    achievement = evaluate_cumulative(measure, terms(("1..2", "2"), ("2..3", "5")))

    assert achievement.value == 60


@pytest.mark.parametrize(
    ("stated", "realisation", "expected"),
    [
        pytest.param("80", "66", "-2.50", id="differs"),
        pytest.param("82.5", "66", "0.00", id="agrees"),
        pytest.param(None, "66", None, id="nothing-stated"),
        pytest.param("80", None, None, id="nothing-computed"),
    ],
)
def test_compare_stated__cases(
    stated: str | None, realisation: str | None, expected: str | None
) -> None:
    achievement = evaluate(
        MAXIMISED, target("80"), None if realisation is None else Decimal(realisation)
    )

    difference = compare_stated(None if stated is None else Decimal(stated), achievement)

    assert difference == (None if expected is None else Decimal(expected))
